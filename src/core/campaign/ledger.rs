//! The ledger: what became of each campaign, across pages, tabs and visits, kept in its stored form.
//! It is part of the profile, and merges with what other tabs wrote by taking the later and the larger.

use crate::core::time::Time;
use crate::core::value::Value;

/// What is known of every campaign that was ever shown: by its id `session`, the visit in which it was last shown,
/// `in_session`, how often in that, `shown`, how often at all, and when last each of [`Mark`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ledger(Value);

/// What can become of a campaign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// It was closed.
    Closed,
    /// It did its work.
    Converted,
    /// One of its stop events ended it for good.
    Stopped,
}

/// What only grows; the first within one visit.
const GROWING: [&str; 5] = ["in_session", "shown", "closed", "converted", "stopped"];

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

    /// It was shown.
    pub fn shown(&mut self, id: &str, session: &str) {
        if self.of(id).get("session").text() != Some(session) {
            self.update(id, "session", session.into());
            self.update(id, "in_session", Value::NULL);
        }
        for name in &["in_session", "shown"] {
            let times = self.of(id).get(name).count().unwrap_or(0);
            self.update(id, name, (times + 1).into());
        }
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
            let other_visit = theirs.get("session") != mine.get("session");
            for name in &GROWING {
                if (*name != "in_session" || !other_visit) && more(name) {
                    self.update(id, name, theirs.get(name).clone());
                }
            }
            if other_visit && more("shown") {
                for name in &["session", "in_session"] {
                    self.update(id, name, theirs.get(name).clone());
                }
            }
        }
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
        ledger.shown("a", "s1");
        ledger.shown("a", "s1");
        ledger.shown("a", "s2");
        ledger.mark("a", Mark::Closed, Time(7));
        assert_eq!(
            json::write(&ledger.value()),
            r#"{"a":{"session":"s2","in_session":1,"shown":3,"closed":7}}"#
        );
    }

    #[test]
    fn of_two_tabs_the_later_and_the_larger_stay() {
        let tab = r#"{"a":{"session":"s1","in_session":1,"shown":4,"closed":9},"b":{"session":"s1","in_session":1,"shown":1}}"#;
        let mut mine = ledger(tab);
        mine.merge(&ledger(
            r#"{"a":{"session":"s1","in_session":2,"shown":3,"closed":5,"stopped":8},"b":{"session":"s2","in_session":1,"shown":2},"c":{"shown":1}}"#,
        ));
        let number = |id: &str, name: &str| mine.of(id).get(name).count();
        assert_eq!(number("a", "in_session"), Some(2));
        assert_eq!(number("a", "shown"), Some(4));
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
            ledger.shown("a", "s");
            assert_eq!(ledger.of("a").get("shown").count(), Some(1), "{junk}");
        }
    }
}
