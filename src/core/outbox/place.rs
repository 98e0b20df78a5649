//! A destination of events: whether and when it is asked again.

use crate::core::time::{DAY, MINUTE, SECOND, Time};
use crate::core::value::Value;

/// The first retry comes within a second, for most failures are blips.
const FIRST_RETRY: u64 = 800;
/// In the first minute retries are at most this far apart.
const MAX_RETRY: u64 = 8 * SECOND;
/// After a minute of failures the server is down, not busy.
const MAX_RETRY_LATER: u64 = 5 * MINUTE;
/// Failures that make up the first minute, also where chance makes each wait the shortest.
const EARLY_FAILURES: u32 = 13;
/// A server that wants to be left alone for longer is asked once a day.
const MAX_CLOSED: u64 = DAY;

/// A destination, and how it has answered lately: one that fails holds up no other.
#[derive(Clone, Debug, Default)]
pub(super) struct Place {
    pub(super) name: String,
    /// Its place among them all.
    pub(super) number: usize,
    /// Its address or settings; nothing for one that the settings of this page do not name. What waits for it then waits for a page that does.
    pub(super) with: Value,
    pub(super) failures: u32,
    /// When it failed: before that, the clock was put back, and a wait counted by it has no meaning.
    since: Time,
    pub(super) not_before: Time,
    /// It has said itself that it wants nothing before this.
    pub(super) closed: Time,
    /// Batches are halved this often, to find the one event that it rejects.
    pub(super) halvings: u32,
    /// It takes nothing from this page; another page will ask again.
    pub(super) refuses: bool,
}

impl Place {
    pub(super) fn named(name: &str, number: usize) -> Self {
        Self {
            name: name.to_owned(),
            number,
            ..Self::default()
        }
    }

    /// Whether this page has nothing to tell it: it refused, or the settings do not name it.
    pub(super) fn is_deaf(&self) -> bool {
        self.refuses || self.with.is_null()
    }

    /// How long it is left alone from now on.
    pub(super) fn rest(&self, now: Time) -> u64 {
        if now < self.since {
            return 0;
        }
        self.not_before.max(self.closed).since(now)
    }

    /// Whether it wants nothing now.
    pub(super) fn is_closed(&self, now: Time) -> bool {
        now >= self.since && self.closed > now
    }

    /// It has told another page that it wants nothing before this.
    pub(super) fn close(&mut self, now: Time, until: Time) {
        self.since = now;
        self.closed = self.closed.max(until.min(now.after(MAX_CLOSED)));
    }

    /// It did not take a batch. `chance` spreads the retries of many shoppers over time.
    pub(super) fn failed(&mut self, now: Time, retry_after: Option<u64>, chance: u64) {
        self.since = now;
        self.failures += 1;
        // Doubling, with another start after the first minute.
        let (back, cap) = if self.failures <= EARLY_FAILURES {
            (1, MAX_RETRY)
        } else {
            (EARLY_FAILURES - 3, MAX_RETRY_LATER)
        };
        let wait = (FIRST_RETRY << (self.failures - back).min(20)).min(cap);
        // Between 75 % and 100 % of the wait; what a server asks for is only ever lengthened, by up to a quarter.
        let spread = |wait: u64| wait / 4 * (chance % 256) / 256;
        self.not_before = now.after(wait - wait / 4 + spread(wait));
        if let Some(asked) = retry_after {
            let asked = asked.min(MAX_CLOSED);
            self.closed = now.after(asked + spread(asked));
        }
    }
}
