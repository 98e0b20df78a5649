//! A campaign is data: when, who, where, how often, until, what, which. This folder reads it, judges it and keeps count.
//! One arbiter lets at most one interruption through; `explain` shows its every reason.

mod arbiter;
mod content;
mod ledger;
mod presets;
mod read;

pub use arbiter::{ARRIVING, Asked, Judgement, Moment, judge};
pub use content::{Places, resolve};
pub use ledger::{Ledger, Mark};
pub use read::read;

use super::experiment::{self, Sticky, WHOLE};
use super::value::Value;
use crate::core::text::concat;

/// An interruption, or an offer, and its conditions: the settings it was written in, once they are understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Campaign(Value);

/// All that can bring a campaign up, each switched by itself; under `when` stands what it needs: `true`, a number, a text.
/// First what happens in a moment that is soon over, then what happens and may wait a little, then what is reached once a page.
pub const TRIGGERS: [&str; 14] = [
    "exit",
    "leave",
    "click",
    "cart_change",
    "search",
    "empty_search",
    "return",
    "event",
    "delay",
    "active",
    "scroll",
    "idle",
    "pages",
    "call",
];
/// In [`TRIGGERS`]: the first that may wait.
pub const WAITING: usize = 2;
/// In [`TRIGGERS`]: the first that is a number to be reached, up to the last, which is no more than a name.
pub const REACHED: usize = 8;
/// In [`TRIGGERS`]: from here on nothing is reached while a page stands.
pub const PAGES: usize = 12;
/// In [`TRIGGERS`]: what the shopper asked for.
pub const CLICK: usize = 2;

/// How often a campaign may be shown: in a visit, within 24 hours, at all; days of quiet after it was closed, and after it did its work.
/// Once a visit, not again for a week after "no", nor for a season after "yes", unless the shop says otherwise.
const LIMITS: [&str; 5] = [
    "per_session",
    "per_day",
    "lifetime",
    "days_after_close",
    "days_after_convert",
];
const DEFAULT_LIMITS: [u64; 5] = [1, u64::MAX, u64::MAX, 7, 90];

/// What a campaign says of how it looks and where it stands.
const POPUP: [&str; 8] = [
    "id", "preset", "format", "position", "teaser", "after", "before", "into",
];

/// What somebody gets of a campaign that has variants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Share<'a> {
    /// All there is: it has none.
    All,
    /// This variant: the settings in which it differs.
    Variant(&'a Value),
    /// Nothing, so that there is somebody to compare with.
    HeldOut,
}

impl<'a> Share<'a> {
    /// Its name in events.
    #[must_use]
    pub fn name(self) -> Option<&'a str> {
        match self {
            Self::All => None,
            Self::Variant(variant) => variant.get("name").text(),
            Self::HeldOut => Some("holdout"),
        }
    }
}

impl Campaign {
    /// What is given in variants and is no campaign has the same fields for it.
    #[must_use]
    pub fn experiment(setting: &Value) -> Self {
        Self(setting.clone())
    }

    /// Its name in events, settings and the ledger.
    #[must_use]
    pub fn id(&self) -> &str {
        self.0.get("id").text().unwrap_or("")
    }

    /// Its name as a number, for the way to the page and back: places in the settings change when a shop changes them.
    #[must_use]
    pub fn number(&self) -> usize {
        experiment::fnv1a(&[self.id()]) as usize
    }

    /// What a trigger needs; nothing when it is off.
    #[must_use]
    pub fn when(&self, trigger: &str) -> &Value {
        self.get("when").get(trigger)
    }

    /// A part of it.
    #[must_use]
    pub fn get(&self, part: &str) -> &Value {
        self.0.get(part)
    }

    /// One of [`LIMITS`], by its place there.
    #[inline(never)]
    fn limit(&self, place: usize) -> u64 {
        let limit = self.get("limits").get(LIMITS[place]);
        limit.count().unwrap_or(DEFAULT_LIMITS[place])
    }

    /// Until: whether it is not shown any more after an event of this name.
    #[must_use]
    pub fn ends_with(&self, event: &str) -> bool {
        let mut ends = false;
        for name in self.get("until").each() {
            ends |= name.text() == Some(event);
        }
        ends
    }

    /// Whether it asks for something that only a backend could take.
    #[must_use]
    pub fn needs_a_backend(&self) -> bool {
        let mut form = content::asks(self.content());
        for variant in self.get("variants").items() {
            form |= content::asks(variant.get("content"));
        }
        form
    }

    /// Which: what this visitor gets. `given` is what was given before, to whichever campaign; `holdout` the part of all visitors
    /// that the shop shows no campaign at all.
    #[must_use]
    pub fn share(&self, visitor: &str, given: &Value, holdout: &Value) -> Share<'_> {
        let id = self.id();
        let held_out = |seed: &[&str], part: &Value| {
            let part = experiment::part(part).unwrap_or(0);
            experiment::hash(&concat(seed), visitor, 2) < Some(part)
        };
        if held_out(&["holdout"], holdout) || held_out(&[id, "-holdout"], self.get("holdout")) {
            return Share::HeldOut;
        }
        let variants = self.get("variants").items();
        let mut names = Vec::new();
        for variant in variants {
            names.push(variant.get("name").text().unwrap_or(""));
        }
        let version = self.version();
        let chosen = match experiment::sticky(given, id, version, 0, &names) {
            Sticky::Given(variant) => Some(variant),
            _ => {
                let mut weights = Vec::new();
                for weight in self.get("weights").items() {
                    weights.push(experiment::part(weight).unwrap_or(0));
                }
                let ranges = experiment::ranges(names.len(), WHOLE, &weights);
                let place = experiment::hash(id, visitor, 2).unwrap_or(0);
                // A rounding's rest belongs to the last.
                experiment::choose(place, &ranges).or(names.len().checked_sub(1))
            }
        };
        match chosen.and_then(|chosen| variants.get(chosen)) {
            Some(variant) => Share::Variant(variant),
            None => Share::All,
        }
    }

    /// Which edition of its variants this is: a new one is given anew.
    fn version(&self) -> u64 {
        self.get("version").count().unwrap_or(0)
    }

    /// Under which name what was given is kept.
    #[must_use]
    pub fn given_as(&self) -> String {
        experiment::sticky_name(self.id(), self.version())
    }

    /// What: content blocks for the popup, with places that are filled from the visit.
    #[must_use]
    pub fn content(&self) -> &Value {
        self.get("content")
    }

    /// Whether it stands beside the page, and interrupts nobody.
    #[must_use]
    pub fn is_beside(&self) -> bool {
        matches!(self.get("format").text(), Some("bar" | "inline"))
    }

    /// Whether it shows how far the cart is from a goal.
    #[must_use]
    pub fn counts(&self) -> bool {
        let mut counts = false;
        for block in self.content().items() {
            counts |= block.get("type").text() == Some("goal");
        }
        counts
    }

    /// What the popup needs to know of it, with this content.
    #[must_use]
    pub fn popup(&self, content: Value) -> Value {
        let mut popup = Value::object().with("content", content);
        for name in &POPUP {
            popup.put(name, self.get(name).clone());
        }
        popup
    }

    /// The campaign as a variant has it.
    #[must_use]
    pub fn with(&self, share: Share) -> Self {
        let mut own = self.clone();
        if let Share::Variant(variant) = share {
            for (name, value) in variant.fields() {
                own.0.put(name, value.clone());
            }
        }
        own
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_and_the_types_know_the_same_triggers() {
        let schema = include_str!("../../js/vitrin.schema.json");
        let schema: serde_json::Value = serde_json::from_str(schema).unwrap();
        let listed = schema["$defs"]["triggers"]["properties"]
            .as_object()
            .unwrap();
        let mut listed: Vec<&str> = listed.keys().map(String::as_str).collect();
        let mut names = TRIGGERS.to_vec();
        names.sort_unstable();
        listed.sort_unstable();
        assert_eq!(listed, names);
        let types = include_str!("../../js/vitrin.d.ts");
        let (_, rest) = types.split_once("export interface Triggers {").unwrap();
        let (triggers, _) = rest.split_once("\n}").unwrap();
        for name in TRIGGERS {
            assert!(triggers.contains(&format!("\n  {name}?:")), "{name}");
        }
    }
}
