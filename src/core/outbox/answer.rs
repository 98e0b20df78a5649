//! What the outbox says is to be done, and what it is told of how that went.

use crate::core::value::Value;

/// A batch to be posted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parcel {
    /// Its number.
    pub batch: u32,
    /// The name of the destination.
    pub to: String,
    /// The address or the settings of the destination.
    pub with: Value,
    /// The envelope.
    pub body: String,
    /// Whether the page is being left, so that only a beacon gets through.
    pub beacon: bool,
}

/// What to do now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Post this, and say what came of it.
    Post(Parcel),
    /// Ask again after so many milliseconds.
    Wait(u64),
    /// Nothing waits.
    Done,
}

/// How a delivery ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// Accepted.
    Arrived,
    /// Not now: try later, at the earliest after so many milliseconds when the server said so.
    Later(Option<u64>),
    /// The server takes these events never.
    Poisoned,
    /// The server takes nothing from us: what waits for it is kept, and this page asks no more.
    Refused,
}

/// Events dropped, by reason; for one of several destinations counts as well.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dropped {
    /// The server rejects the event itself.
    pub poisoned: u32,
    /// Too old.
    pub aged: u32,
    /// No room.
    pub crowded: u32,
    /// Larger than any request that gets through when a page is left.
    pub oversized: u32,
    /// The shopper does not want it sent.
    pub denied: u32,
}
