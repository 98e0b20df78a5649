//! The ledger: what became of each campaign, across pages, tabs and visits.
//! It is part of the profile, and merges with what other tabs wrote by taking the later and the larger.

use crate::core::time::Time;
use crate::core::value::Value;

/// What is known of every campaign that was ever shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    entries: Vec<(String, Entry)>,
}

/// What is known of one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// The visit in which it was last shown.
    pub session: String,
    /// Times shown in that visit.
    pub in_session: u32,
    /// Times shown at all.
    pub shown: u32,
    /// When it was last closed.
    pub closed: Option<Time>,
    /// When it last did its work.
    pub converted: Option<Time>,
    /// When an event ended it for good.
    pub stopped: Option<Time>,
}

impl Ledger {
    /// The entry of a campaign; an empty one for the unknown.
    #[must_use]
    pub fn of(&self, id: &str) -> Entry {
        self.entries
            .iter()
            .find(|(known, _)| known == id)
            .map(|(_, entry)| entry.clone())
            .unwrap_or_default()
    }

    fn entry(&mut self, id: &str) -> Option<&mut Entry> {
        if !self.entries.iter().any(|(known, _)| known == id) {
            self.entries.push((id.to_owned(), Entry::default()));
        }
        self.entries
            .iter_mut()
            .find(|(known, _)| known == id)
            .map(|(_, entry)| entry)
    }

    /// It was shown.
    pub fn shown(&mut self, id: &str, session: &str) {
        if let Some(entry) = self.entry(id) {
            if entry.session != session {
                entry.session = session.to_owned();
                entry.in_session = 0;
            }
            entry.in_session += 1;
            entry.shown += 1;
        }
    }

    /// It was closed.
    pub fn closed(&mut self, id: &str, now: Time) {
        if let Some(entry) = self.entry(id) {
            entry.closed = Some(now);
        }
    }

    /// It did its work.
    pub fn converted(&mut self, id: &str, now: Time) {
        if let Some(entry) = self.entry(id) {
            entry.converted = Some(now);
        }
    }

    /// One of its stop events happened.
    pub fn stopped(&mut self, id: &str, now: Time) {
        if let Some(entry) = self.entry(id) {
            entry.stopped = Some(now);
        }
    }

    /// Takes in another tab's.
    pub fn merge(&mut self, other: Ledger) {
        for (id, theirs) in other.entries {
            if let Some(mine) = self.entry(&id) {
                if mine.session == theirs.session {
                    mine.in_session = mine.in_session.max(theirs.in_session);
                } else if theirs.shown > mine.shown {
                    mine.session = theirs.session;
                    mine.in_session = theirs.in_session;
                }
                mine.shown = mine.shown.max(theirs.shown);
                mine.closed = mine.closed.max(theirs.closed);
                mine.converted = mine.converted.max(theirs.converted);
                mine.stopped = mine.stopped.max(theirs.stopped);
            }
        }
    }

    /// The stored form.
    #[must_use]
    pub fn value(&self) -> Value {
        let time = |time: Option<Time>| time.map(|time| time.0);
        Value::map(
            self.entries
                .iter()
                .map(|(id, entry)| {
                    let value = Value::object()
                        .with("session", entry.session.as_str())
                        .with("in_session", entry.in_session)
                        .with("shown", entry.shown)
                        .with("closed", time(entry.closed))
                        .with("converted", time(entry.converted))
                        .with("stopped", time(entry.stopped));
                    (id.clone(), value)
                })
                .collect(),
        )
    }

    /// Reads the stored form.
    #[must_use]
    pub fn read(value: &Value) -> Self {
        let number = |value: &Value| {
            value
                .count()
                .and_then(|n| u32::try_from(n).ok())
                .unwrap_or(0)
        };
        Self {
            entries: value
                .fields()
                .iter()
                .map(|(id, entry)| {
                    let time = |name: &str| entry.get(name).count().map(Time);
                    let read = Entry {
                        session: entry.get("session").scalar().unwrap_or_default(),
                        in_session: number(entry.get("in_session")),
                        shown: number(entry.get("shown")),
                        closed: time("closed"),
                        converted: time("converted"),
                        stopped: time("stopped"),
                    };
                    (id.clone(), read)
                })
                .collect(),
        }
    }
}
