//! Everything the engine can ask of the edge: the table of contents of the program.
//! The edge carries out each in order and may not decide anything on the way.

use super::outbox::Parcel;
use super::value::Value;
use super::warning::Warning;

/// A block's number within this document.
pub type BlockId = u32;

/// Something to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Tell the shop's developers, once a message.
    Warn(Warning),
    /// Dispatch a CustomEvent; a cancelable one comes back as `Event::Answered`.
    Announce(Announcement),
    /// There is more to think about: let the page have its turn, and answer with `Event::On`.
    Pause,
    /// Open the storage and answer with `Event::Loaded`, or `Event::StorageRefused`.
    Load {
        /// Whether the profile may be read.
        profile: bool,
        /// Whether outboxes may be read.
        outboxes: bool,
    },
    /// Write one record; `None` removes it.
    Write(String, Option<String>),
    /// Remove what we ever stored.
    Erase {
        /// The profile.
        profile: bool,
        /// The outboxes, those of other pages too.
        outboxes: bool,
    },
    /// Read the page and answer with `Event::Read`.
    Read,
    /// Fetch the catalog feed and answer with `Event::Fed`.
    Feed(String),
    /// Fetch a file of the shelf from this address and answer with `Event::Shelved` of this name.
    Shelf(String, String),
    /// Deliver a batch and answer with `Event::Posted`.
    ///
    /// For the shop's own endpoint (`to` is empty) the envelope is posted as it is to the address in `with`. For a backend, `vitrin-adapters.js`
    /// is loaded once; by the backend's table it makes of the envelope the requests that this backend takes, sends them all, and tells what came
    /// of them together: a 2xx when all arrived, else the worst answer. Batch size, age and whether a beacon will do are the table's business.
    /// What a backend cannot be told while the page is left is answered like a beacon that may not have arrived: it is kept for the next page.
    /// One that cannot tell copies by their id answers an accepted beacon with a 2xx, which ends it: better lost than counted twice.
    Post(Parcel),
    /// Fetch the cart from the shop's own server, at this path, and answer with `Event::Requested`.
    Ask(&'static str),
    /// Answer with `Event::Woke` after so many milliseconds; replaces an earlier wish for the same timer.
    Wake(Timer, u64),
    /// Listen to pointer, key, scroll and touch from now on.
    Watch,
    /// Tell with `Event::Pressed` of clicks on what these selectors mean.
    Clicks(Vec<String>),
    /// Answer with `Event::Zone` for this time zone; the device's own has no name.
    Zone(String),
    /// Put blocks where the settings say.
    Insert(Vec<Placement>),
    /// Fill a block.
    Fill {
        /// Which.
        block: BlockId,
        /// What it really shows: the key of the heading in other languages; empty where the heading is the shop's own.
        kind: &'static str,
        /// The heading for blocks that bring none.
        heading: String,
        /// Products in the public shape, with reasons.
        cards: Vec<Value>,
        /// What stands beside the cards, nothing in most blocks: see `src/js/blocks-more.js`.
        more: Value,
    },
    /// There is nothing to show in a block.
    Empty(BlockId),
    /// Fetch what popups need, so that one opens at once.
    Prepare,
    /// Look whether the page shows a dialog of its own, and answer with `Event::Looked`.
    Look(usize),
    /// Open a popup: a campaign with its content filled in. One that is open gets the content.
    Open(Value),
    /// Tell the popup of this campaign whether what its form took has arrived.
    Sent(String, bool),
    /// Close the open popup, and say why.
    Close(&'static str),
    /// Answer a call.
    Reply(u32, Value),
    /// Take away every node, listener and timer of ours.
    Stop,
}

/// A CustomEvent to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announcement {
    /// `vitrin-track` and its like.
    pub name: &'static str,
    /// The event's `detail`.
    pub detail: Value,
    /// The block it is dispatched on; the document without one.
    pub block: Option<BlockId>,
    /// What follows unless a handler cancels it.
    pub then: Then,
}

/// What follows an announcement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// Nothing; the announcement cannot be cancelled.
    Nothing,
    /// The event with this number is recorded.
    Record(u32),
    /// The block is filled.
    Fill(BlockId),
    /// The popup of the campaign with this number opens.
    Open(usize),
}

/// What a timer is for; one of each runs at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timer {
    /// Write what changed.
    Save,
    /// Look at the outbox.
    Deliver,
    /// The exit detector wants to know that nothing happened meanwhile.
    Exit,
    /// A campaign may become due.
    Campaign,
    /// The page has had time to settle after a change of address.
    Settle,
    /// What other pages have left unsent may be ours to send now.
    Adopt,
    /// The cart has had time to settle after a change.
    Cart,
}

/// Where a block of the settings goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placement {
    /// A CSS selector.
    pub anchor: String,
    /// Before, after or into what it finds.
    pub side: Side,
    /// The block's attributes.
    pub attributes: Value,
}

/// On which side of its anchor a block goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// In front of it.
    Before,
    /// Behind it.
    After,
    /// At its end.
    Into,
}
