//! The outbox on the device: one record a document, with a lease, so that tabs do not write over each other and what a dead page left is found.
//! Who finds one claims it, and takes it over when the claim stands: tabs that look at once would both send it otherwise.

use super::{Entry, MAX_PLACES, NOWHERE, Outbox, Trip, Worth};
use crate::core::json;
use crate::core::record;
use crate::core::time::{SECOND, Time};
use crate::core::value::Value;

/// Another page may take over what a page has stored when it has not renewed its lease for so long.
const LEASE: u64 = 10 * SECOND;
/// What is claimed is taken over this much later, should no other page have claimed it meanwhile: longer than a write takes from one tab to all others.
const CLAIM: u64 = 100;

/// What another page has left, or has not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// Nobody's: write this in its place, and look again after so many milliseconds.
    Free(String, u64),
    /// Ours to take over.
    Ours,
    /// That page may still be at it, for so many milliseconds.
    Held(u64),
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
        return Claim::Held(held);
    }
    stored.put("by", me);
    stored.put("until", now.after(10 * CLAIM).0);
    Claim::Free(json::write(&stored), CLAIM + chance % CLAIM)
}

impl Outbox {
    /// What is written to the device in the name of `me`; `None` when there is nothing to keep. `leaving` gives it free for the next page at once.
    #[must_use]
    pub fn stored(&self, now: Time, me: &str, leaving: bool) -> Option<String> {
        let mut entries = Vec::new();
        for entry in &self.entries {
            if entry.worth == Worth::Personal {
                continue;
            }
            let mut to = Vec::new();
            for (number, place) in self.places.iter().enumerate() {
                if entry.trips[number % MAX_PLACES] != Trip::OVER {
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
            closed.put(&place.name, place.opens(now));
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
            if let Some(entry) = self.read(entry) {
                self.entries.insert(older, entry);
                older += 1;
            }
        }
        for (name, until) in stored.get("closed").fields() {
            if let Some(place) = self.place(name)
                && let Some(place) = self.places.get_mut(place)
            {
                place.close(now, Time(until.count().unwrap_or(0)));
            }
        }
    }

    /// What was stored of an event; none of one that is here already.
    fn read(&mut self, entry: &Value) -> Option<Entry> {
        let body = entry.get("event").text()?;
        let event = json::read(body).ok()?;
        for known in &self.entries {
            if known.body == body {
                return None;
            }
        }
        let mut trips = NOWHERE;
        for name in entry.get("to").items() {
            let place = self.place(name.text().unwrap_or(""))?;
            trips[place % MAX_PLACES] = Trip::WAITING;
        }
        Some(Entry {
            at: Time(entry.get("at").count()?),
            body: body.to_owned(),
            worth: Worth::of(&event),
            tried: true,
            trips,
        })
    }
}
