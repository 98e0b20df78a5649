//! A campaign is data: when, who, where, how often, until, what. This folder reads it, judges it and keeps count.
//! One arbiter lets at most one interruption through; `explain` shows its every reason.

mod arbiter;
mod audience;
mod content;
mod ledger;
mod presets;
mod read;

pub use arbiter::{Judgement, Moment, judge};
pub use audience::Visit;
pub use content::resolve;
pub use ledger::{Ledger, Mark};
pub use read::read;

use super::value::Value;

/// An interruption, or an offer, and its conditions: the settings it was written in, once they are understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Campaign(Value);

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

/// How often a campaign may be shown: times in a visit, days of quiet after it was closed, and after it did its work.
/// Once a visit, not again for a week after "no", nor for a season after "yes", unless the shop says otherwise.
const LIMITS: [&str; 3] = ["per_session", "days_after_close", "days_after_convert"];
const DEFAULT_LIMITS: [u64; 3] = [1, 7, 90];

impl Campaign {
    /// Its name in events, settings and the ledger.
    #[must_use]
    pub fn id(&self) -> &str {
        self.0.get("id").text().unwrap_or("")
    }

    /// When.
    #[must_use]
    pub fn trigger(&self) -> Trigger {
        match self.0.get("when").text() {
            Some("exit") => Trigger::Exit,
            Some("delay") => Trigger::Delay(self.0.get("delay").count().unwrap_or(0)),
            _ => Trigger::Call,
        }
    }

    /// One of [`LIMITS`], by its place there.
    #[inline(never)]
    fn limit(&self, place: usize) -> u64 {
        let limit = self.0.get("limits").get(LIMITS[place]);
        limit.count().unwrap_or(DEFAULT_LIMITS[place])
    }

    /// Until: whether it is not shown any more after an event of this name.
    #[must_use]
    pub fn ends_with(&self, event: &str) -> bool {
        let mut ends = false;
        for name in self.0.get("until").each() {
            ends |= name.text() == Some(event);
        }
        ends
    }

    /// Whether it asks for something that has to be sent on.
    #[must_use]
    pub fn has_form(&self) -> bool {
        let mut form = false;
        for block in self.content().items() {
            form |= block.get("type").text() == Some("form");
        }
        form
    }

    /// What: content blocks for the popup, with places that are filled from the visit.
    #[must_use]
    pub fn content(&self) -> &Value {
        self.0.get("content")
    }
}
