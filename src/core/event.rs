//! Everything that can happen to the engine, with the time at which it did.
//! A log of these, replayed, gives the same effects to the byte.

use super::consent::Consent;
use super::effect::{BlockId, Then, Timer};
use super::exit_intent::Signal;
use super::value::Value;

/// Something that happened at the edge.
#[derive(Clone, Debug)]
pub enum Event {
    /// The script has started. Comes first, once.
    Started {
        /// Settings of the tag, then of the document: later wins.
        settings: Vec<Value>,
        /// 128 random bits.
        seed: [u64; 2],
        /// Width and height of the viewport in CSS pixels.
        viewport: (u32, u32),
        /// The page's address, by its canonical link where it has one.
        address: String,
    },
    /// The second part of the module is here, and what waited for it is done piece by piece; with what the browser calls itself.
    Whole(String),
    /// The page has had its turn: answers `Effect::Pause`.
    On,
    /// The storage was opened: answers `Effect::Load`.
    Loaded {
        /// The stored profile.
        profile: Option<String>,
        /// Outboxes of this and other pages, by their key.
        outboxes: Vec<(String, String)>,
    },
    /// Another tab wrote the profile; empty when it was erased there.
    Rewritten(String),
    /// The storage is blocked or full.
    StorageRefused,
    /// Consent platforms of the page have spoken, or say something else now: names of `consent::PLATFORMS` with their words, none when it does not decide.
    Consent(Vec<(String, Option<Consent>)>),
    /// The page was read.
    Read(Value),
    /// The address changed without a new document.
    Routed,
    /// An entry of the shop's dataLayer.
    Layer(Value),
    /// A form is being sent.
    Submitted(Value),
    /// A request of the page was answered.
    Requested(Value),
    /// A link was followed.
    Clicked {
        /// Whether it stays in this shop.
        inside: bool,
        /// The product card around it, if any.
        card: Value,
    },
    /// Something moves on the page after the address changed.
    Drawn,
    /// The document is about to be left for another of this shop, or loaded anew.
    Going,
    /// So much of the page has been on screen, in percent of its height.
    Depth(u32),
    /// Pointer, key, scroll, touch and focus, for the exit detector.
    Signal(Signal),
    /// The tab went to the background.
    Hidden,
    /// The tab came back.
    Shown,
    /// The document is being left; `Returned` may follow when the browser keeps it.
    Left,
    /// The browser brought the document back as it was (back/forward cache).
    Returned,
    /// A batch was answered, or not.
    Posted {
        /// Which.
        batch: u32,
        /// What came of it.
        outcome: Outcome,
        /// What the destination was not told for its age, or for want of a visitor, and what it says it will never take.
        untold: [u32; 3],
    },
    /// The catalog feed came, or did not.
    Fed(Option<String>),
    /// A file of the shelf came, or did not.
    Shelved {
        /// Its name.
        file: String,
        /// What it holds.
        text: Option<String>,
    },
    /// The time asked for has come.
    Woke(Timer),
    /// The page's handlers have seen an announcement; `None` when one of them cancelled it.
    Answered {
        /// What the announcement was for.
        then: Then,
        /// Its detail as the handlers left it.
        detail: Option<Value>,
    },
    /// A block stands in the document.
    BlockFound {
        /// Its number.
        id: BlockId,
        /// Its `kind` attribute.
        kind: String,
        /// Its `limit` attribute.
        limit: Option<u32>,
        /// Its other attributes, and `headed` when it brings a heading of its own.
        options: Value,
    },
    /// The button that puts a bundle into the cart was pressed.
    BundleWanted(BlockId),
    /// A block was taken out of the document.
    BlockLost(BlockId),
    /// A block is filled: `Effect::Fill` has waited until it moved nothing that the shopper sees.
    BlockFilled(BlockId),
    /// A filled block is really visible.
    BlockSeen(BlockId),
    /// A card of a block was clicked.
    CardClicked {
        /// The block.
        block: BlockId,
        /// The card's place in it, from 0.
        index: usize,
    },
    /// What the browser says of the device: `{language, touch, width}`.
    Device(Value),
    /// So many minutes is the clock of this time zone ahead of UTC, `null` when nobody knows it: answers `Effect::Zone`.
    Zone(String, Value),
    /// Something was clicked that this selector of a campaign means.
    Pressed(String),
    /// The page was looked at for the campaign with this number: answers `Effect::Look`.
    Looked {
        /// The campaign.
        campaign: usize,
        /// Whether the page shows a dialog of its own.
        dialog: bool,
    },
    /// Something happened in the open popup.
    Popup(Popup),
    /// A call of the public face; answered by `Effect::Reply` with the same number.
    Called {
        /// The number of the call.
        id: u32,
        /// The name of the call.
        name: String,
        /// Its arguments, a list.
        args: Value,
    },
}

/// What came of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The server answered.
    Status {
        /// HTTP status.
        code: u16,
        /// `Retry-After`, in milliseconds from now.
        retry_after: Option<u64>,
    },
    /// No answer: refused, offline, blocked, timed out.
    Failed,
    /// Handed to the browser as a beacon; it will not tell what came of it.
    Beaconed,
}

/// What happened in the open popup.
#[derive(Clone, Debug)]
pub enum Popup {
    /// It is on the screen.
    Opened,
    /// It could not be shown: its file is blocked or broken.
    Failed,
    /// It was closed, and how: `escape`, `button`, `backdrop`, `action`, `api`, `page`.
    Closed(String),
    /// A button or link in it was clicked.
    Clicked(Value),
    /// Its form was sent.
    Submitted(Value),
    /// It went on to its next step.
    Stepped(Value),
    /// It showed a code.
    Given(Value),
    /// The code was copied.
    Copied(Value),
}
