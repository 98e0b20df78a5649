//! When the shop keeps nothing for longer than some days: what each thing that is remembered has for a date, and what goes with it.
//! What is gathered piece by piece has the date of its latest piece.

use super::{Profile, join, time};
use crate::core::time::Time;
use crate::core::value::Value;

/// The note of when other notes, and what stands beside them, were last told: by name.
const DATES: &str = "dates";
/// Orders and what was bought, by their date.
pub const BOUGHT: &str = "bought";
/// That an address was left, by its date.
pub const LEAD: &str = "lead";

impl Profile {
    /// Says when something without a time of its own was last told.
    pub fn date(&mut self, what: &str, now: Time) {
        let date = Value::object().with(what, now.0);
        join(&mut self.notes, &Value::object().with(DATES, date));
    }

    /// Notes something in place of what was noted under this name.
    pub fn keep(&mut self, name: &str, note: Value, now: Time) {
        self.notes.put(name, note);
        self.date(name, now);
    }

    /// Forgets what is older than the shop keeps anything.
    pub fn age(&mut self, now: Time, kept: u64) {
        let old = |at: Time| now.since(at) > kept;
        // The newest are in front.
        while self.views.last().is_some_and(|view| old(view.at)) {
            self.views.pop();
        }
        let notes = &mut self.notes;
        let mut dates = Value::object();
        for (name, at) in notes.get(DATES).clone().fields() {
            if old(time(at)) {
                notes.put(name, Value::NULL);
            } else {
                dates.put(name, at.clone());
            }
        }
        for name in &["utm", "credit"] {
            if old(time(notes.get(name).get("at"))) {
                notes.put(name, Value::NULL);
            }
        }
        if dates.get(BOUGHT).is_null() {
            notes.put("spent", Value::NULL);
            self.orders.clear();
            self.bought.clear();
        }
        self.lead &= !dates.get(LEAD).is_null();
        notes.put(DATES, dates);
        if old(self.search.0) {
            self.search = (Time(0), String::new());
        }
        if old(self.cart_at) {
            self.cart.clear();
        }
        self.ledger.age(now, kept);
    }
}
