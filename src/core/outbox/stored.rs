//! The outbox on the device: one record a document, with a lease, so that tabs do not write over each other and what a dead page left is found.
//! Who finds one claims it, and takes it over when the claim stands: tabs that look at once would both send it otherwise.

use super::{Entry, MAX_PLACES, NOWHERE, OVER, Outbox, WAITING, Worth};
use crate::core::json;
use crate::core::record;
use crate::core::time::{SECOND, Time};
use crate::core::value::Value;

/// Another page may take over what a page has stored when it has not renewed its lease for so long.
pub const LEASE: u64 = 10 * SECOND;
/// What is claimed is taken over this much later, should no other page have claimed it meanwhile: longer than a write takes from one tab to all others.
pub const CLAIM: u64 = 100;

/// What another page has left, or has not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// Nobody's: write this in its place, and look again after so many milliseconds.
    Free(String, u64),
    /// Ours to take over.
    Ours,
    /// That page may still be at it, for so many milliseconds; what it has stored.
    Held(u64, Value),
    /// A later version's.
    Foreign,
    /// Of no use to anybody.
    Corrupt,
}

/// Asks whether `me` may take over what is stored in another page's name. Two that ask at once both claim it; the later claim stands.
#[must_use]
pub fn claim(now: Time, text: &str, me: &str, chance: u64) -> Claim {
    let Ok(mut stored) = json::read(text) else {
        return Claim::Corrupt;
    };
    if stored.get("v").count() != Some(u64::from(record::VERSION)) {
        return if stored.is_map() {
            Claim::Foreign
        } else {
            Claim::Corrupt
        };
    }
    if stored.get("by").text() == Some(me) {
        return Claim::Ours;
    }
    let held = Time(stored.get("until").count().unwrap_or(0)).since(now);
    // A lease further ahead than any we write is a clock that was put back.
    if held > 0 && held <= LEASE {
        return Claim::Held(held, stored);
    }
    stored.put("by", me);
    stored.put("until", now.after(10 * CLAIM).0);
    Claim::Free(json::write(&stored), CLAIM + chance % CLAIM)
}

impl Outbox {
    /// What is written to the device in the name of `me`; `None` when there is nothing to keep. `leaving` gives it free for the next page at once.
    #[must_use]
    pub fn stored(&mut self, now: Time, me: &str, leaving: bool) -> Option<String> {
        let mut entries = Vec::new();
        for entry in &mut self.entries {
            if matches!(entry.worth, Worth::Personal) {
                continue;
            }
            entry.stored = true;
            let mut to = Vec::new();
            for place in &self.places {
                if entry.trips[place.number % MAX_PLACES] != OVER {
                    to.push(Value::from(place.name.as_str()));
                }
            }
            entries.push(
                Value::object()
                    .with("at", entry.at.0)
                    .with("event", entry.body.as_str())
                    .with("to", to),
            );
        }
        if entries.is_empty() {
            return None;
        }
        let mut closed = Value::object();
        for place in &self.places {
            if place.is_closed(now) {
                closed.put(&place.name, place.closed.0);
            }
        }
        let until = now.after(if leaving { 0 } else { LEASE });
        Some(json::write(
            &Value::object()
                .with("v", record::VERSION)
                .with("by", me)
                .with("until", until.0)
                .with("closed", closed)
                .with("entries", entries),
        ))
    }

    /// Takes over what another page left behind; see [`claim`].
    pub fn adopt(&mut self, now: Time, text: &str) {
        let stored = json::read(text).unwrap_or_default();
        // They are older than ours.
        let mut older = 0;
        for entry in stored.get("entries").items() {
            older += usize::from(self.takes(entry, older));
        }
        self.make_room();
        self.heed(now, &stored);
    }

    /// What a page was told of when to come again holds for this one too, also while that page is still at it.
    pub fn heed(&mut self, now: Time, stored: &Value) {
        for (name, until) in stored.get("closed").fields() {
            if let Some(place) = self.place(name) {
                place.close(now, Time(until.count().unwrap_or(0)));
            }
        }
    }

    /// Takes in what was stored of an event, at this place; false for one that is here already, and for what is none.
    fn takes(&mut self, entry: &Value, place: usize) -> bool {
        let (Some(body), Some(at)) = (entry.get("event").text(), entry.get("at").count()) else {
            return false;
        };
        let Ok(event) = json::read(body) else {
            return false;
        };
        for known in &self.entries {
            if known.body == body {
                return false;
            }
        }
        let mut trips = NOWHERE;
        for name in entry.get("to").items() {
            let Some(place) = self.place(name.text().unwrap_or("")) else {
                return false;
            };
            trips[place.number % MAX_PLACES] = WAITING;
        }
        let entry = Entry {
            at: Time(at),
            body: body.to_owned(),
            worth: Worth::of(&event),
            tried: true,
            stored: true,
            trips,
        };
        self.entries.insert(place, entry);
        true
    }
}
