//! A campaign is data: when, who, where, how often, until, what. This folder reads it, judges it and keeps count.
//! One arbiter lets at most one interruption through; `explain` shows its every reason.

mod arbiter;
mod audience;
mod content;
mod ledger;
mod presets;
mod read;

pub use arbiter::{Judgement, Moment, judge};
pub use audience::{Audience, Visit};
pub use content::resolve;
pub use ledger::{Entry, Ledger};
pub use read::read;

use super::value::Value;

/// An interruption, or an offer, and its conditions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Campaign {
    /// Its name in events, settings and the ledger.
    pub id: String,
    /// When.
    pub trigger: Trigger,
    /// Who.
    pub audience: Audience,
    /// How often.
    pub limits: Limits,
    /// Until: names of events after which it is not shown any more.
    pub until: Vec<String>,
    /// What: content blocks for the popup, with places that are filled from the visit.
    pub content: Value,
}

/// When a campaign is considered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trigger {
    /// The shopper is about to leave.
    Exit,
    /// So many milliseconds after the page was read.
    Delay(u64),
    /// Only by `vitrin('show', id)`.
    Call,
}

/// How often a campaign may be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Times in a visit.
    pub per_session: u32,
    /// Days of quiet after it was closed.
    pub days_after_close: u32,
    /// Days of quiet after it did its work.
    pub days_after_convert: u32,
}

impl Limits {
    /// Once a visit, not again for a week after "no", nor for a season after "yes".
    pub const DEFAULT: Self = Self {
        per_session: 1,
        days_after_close: 7,
        days_after_convert: 90,
    };
}
