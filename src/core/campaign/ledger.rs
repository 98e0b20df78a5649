//! The ledger: what became of each campaign, across pages, tabs and visits, kept in its stored form.
//! It is part of the profile, and merges with what other tabs wrote by taking the later and the larger.

use crate::core::time::{DAY, Time};
use crate::core::value::Value;

/// What is known of every campaign that was ever shown: by its id `session`, the visit in which it was last shown,
/// `in_session`, how often in that, `day`, when the present 24 hours began, `in_day`, how often in them, `shown`, how often at all,
/// and when last each of [`Mark`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ledger(Value);

/// What can become of a campaign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// It was closed.
    Closed,
    /// It did its work.
    Converted,
    /// One of its stop events came: for as long as after its own success there is nothing more to say.
    Stopped,
}

/// What only grows: within which span, if not for good, and what is more in the later one of two spans.
const GROWING: [[&str; 3]; 6] = [
    ["in_session", "session", "shown"],
    ["in_day", "day", "day"],
    ["shown", "", ""],
    ["closed", "", ""],
    ["converted", "", ""],
    ["stopped", "", ""],
];

impl Default for Ledger {
    fn default() -> Self {
        Self(Value::object())
    }
}

impl Ledger {
    /// What is known of a campaign.
    #[must_use]
    pub fn of(&self, id: &str) -> &Value {
        self.0.get(id)
    }

    #[inline(never)]
    fn update(&mut self, id: &str, name: &str, value: Value) {
        let mut entry = self.of(id).clone();
        if !entry.is_map() {
            entry = Value::object();
        }
        entry.put(name, value);
        self.0.put(id, entry);
    }

    /// How often it was shown in this visit.
    #[must_use]
    pub fn in_session(&self, id: &str, session: &str) -> u64 {
        let entry = self.of(id);
        let same = entry.get("session").text() == Some(session);
        entry
            .get("in_session")
            .count()
            .filter(|_| same)
            .unwrap_or(0)
    }

    /// How often it was shown in these 24 hours.
    #[must_use]
    pub fn in_day(&self, id: &str, now: Time) -> u64 {
        let entry = self.of(id);
        let began = Time(entry.get("day").count().unwrap_or(0));
        let same = now.since(began) < DAY;
        entry.get("in_day").count().filter(|_| same).unwrap_or(0)
    }

    /// It was shown.
    pub fn shown(&mut self, id: &str, session: &str, now: Time) {
        let in_session = self.in_session(id, session) + 1;
        let in_day = self.in_day(id, now) + 1;
        if in_day == 1 {
            self.update(id, "day", now.0.into());
        }
        let shown = self.of(id).get("shown").count().unwrap_or(0) + 1;
        self.update(id, "session", session.into());
        self.update(id, "in_session", in_session.into());
        self.update(id, "in_day", in_day.into());
        self.update(id, "shown", shown.into());
    }

    /// Something became of it.
    pub fn mark(&mut self, id: &str, mark: Mark, now: Time) {
        let name = match mark {
            Mark::Closed => "closed",
            Mark::Converted => "converted",
            Mark::Stopped => "stopped",
        };
        self.update(id, name, now.0.into());
    }

    /// Takes in another tab's.
    pub fn merge(&mut self, other: &Ledger) {
        for (id, theirs) in other.0.fields() {
            let mine = self.of(id).clone();
            let more = |name: &str| theirs.get(name).count() > mine.get(name).count();
            for [name, span, later] in &GROWING {
                let same = theirs.get(span) == mine.get(span);
                if more(if same { name } else { later }) {
                    self.update(id, name, theirs.get(name).clone());
                    if !same {
                        self.update(id, span, theirs.get(span).clone());
                    }
                }
            }
        }
    }

    /// Forgets campaigns of which nothing is as new as this.
    pub fn age(&mut self, now: Time, kept: u64) {
        let mut left = Value::object();
        for (id, entry) in self.0.fields() {
            for name in &["day", "closed", "converted", "stopped"] {
                let at = Time(entry.get(name).count().unwrap_or(0));
                if now.since(at) <= kept {
                    left.put(id, entry.clone());
                }
            }
        }
        self.0 = left;
    }

    /// The stored form.
    #[must_use]
    pub fn value(&self) -> Value {
        self.0.clone()
    }

    /// Reads the stored form.
    #[must_use]
    pub fn read(value: &Value) -> Self {
        if value.is_map() {
            Self(value.clone())
        } else {
            Self::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::json;

    fn ledger(text: &str) -> Ledger {
        Ledger::read(&json::read(text).unwrap())
    }

    #[test]
    fn times_are_counted_by_visit_and_at_all() {
        let mut ledger = Ledger::default();
        ledger.shown("a", "s1", Time(5));
        ledger.shown("a", "s1", Time(6));
        assert_eq!(ledger.in_day("a", Time(DAY)), 2);
        assert_eq!(ledger.in_day("a", Time(DAY + 5)), 0);
        ledger.shown("a", "s2", Time(DAY + 5));
        ledger.mark("a", Mark::Closed, Time(7));
        assert_eq!(
            json::write(&ledger.value()),
            r#"{"a":{"day":86400005,"session":"s2","in_session":1,"in_day":1,"shown":3,"closed":7}}"#
        );
    }

    #[test]
    fn of_two_tabs_the_later_and_the_larger_stay() {
        let tab = r#"{"a":{"session":"s1","in_session":1,"shown":4,"closed":9,"day":5,"in_day":3},"b":{"session":"s1","in_session":1,"shown":1}}"#;
        let mut mine = ledger(tab);
        mine.merge(&ledger(
            r#"{"a":{"session":"s1","in_session":2,"shown":3,"closed":5,"stopped":8,"day":7,"in_day":1},"b":{"session":"s2","in_session":1,"shown":2},"c":{"shown":1}}"#,
        ));
        let number = |id: &str, name: &str| mine.of(id).get(name).count();
        assert_eq!(number("a", "in_session"), Some(2));
        assert_eq!(number("a", "shown"), Some(4));
        assert_eq!(number("a", "in_day"), Some(1));
        assert_eq!(number("a", "closed"), Some(9));
        assert_eq!(number("a", "stopped"), Some(8));
        assert_eq!(mine.of("b").get("session").text(), Some("s2"));
        assert_eq!(number("b", "in_session"), Some(1));
        assert_eq!(number("c", "shown"), Some(1));
        let before = mine.clone();
        mine.merge(&ledger(tab));
        assert_eq!(mine, before, "what is known already changes nothing");
    }

    #[test]
    fn what_is_stored_wrongly_is_nothing() {
        for junk in [
            "null",
            "7",
            "[]",
            r#"{"a":7}"#,
            r#"{"a":{"shown":"often"}}"#,
        ] {
            let mut ledger = ledger(junk);
            assert_eq!(ledger.of("a").get("shown").count(), None);
            ledger.shown("a", "s", Time(9));
            assert_eq!(ledger.of("a").get("shown").count(), Some(1), "{junk}");
        }
    }
}
