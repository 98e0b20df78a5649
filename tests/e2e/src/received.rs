//! What a backend received, as it came: with copies, to be read with each event once.

use std::collections::HashSet;

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use crate::schemas::against_event;

/// What is said while a page is left goes as a beacon beside the request that is under way, and may overtake it: by a gathering of events
/// and the time that a request takes, in ms.
const OVERTAKEN: u64 = 2000;

/// When an event happened, in ms of its day.
fn moment(event: &Value) -> Result<u64> {
    let at = event["at"].as_str().unwrap_or_default();
    let time = at
        .get(11..23)
        .with_context(|| format!("no time: {event}"))?;
    let mut parts = time.split([':', '.']).map(str::parse::<u64>);
    let mut next = || parts.next().unwrap_or(Ok(0));
    Ok(((next()? * 60 + next()?) * 60 + next()?) * 1000 + next()?)
}

/// Events in the order of their arrival.
#[derive(Clone, Debug, Default)]
pub struct Received(Vec<Value>);

impl Received {
    /// Takes events as they came. Every event of every story is what the published schema says, and every copy is like the first.
    #[must_use]
    pub fn new(events: Vec<Value>) -> Self {
        for event in &events {
            let wrong = against_event(event);
            assert!(wrong.is_empty(), "{}\n{event}", wrong.join("\n"));
            let same = |known: &&Value| known["id"] == event["id"];
            if let Some(first) = events.iter().find(same) {
                assert!(first == event, "a copy differs: {first}\n{event}");
            }
        }
        Self(events)
    }

    /// Looks at all that was ever offered to a server that goes, whether its story asked for it or not.
    pub(crate) fn looked_at(offered: Vec<Value>) {
        if !std::thread::panicking() {
            let _ = Self::new(offered);
        }
    }

    /// Each event once, at its first arrival.
    #[must_use]
    pub fn once(&self) -> Vec<&Value> {
        let mut known = HashSet::new();
        self.0
            .iter()
            .filter(|event| known.insert(event["id"].as_str().unwrap_or_default()))
            .collect()
    }

    /// The names, each event once.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        self.once()
            .iter()
            .filter_map(|event| event["name"].as_str())
            .collect()
    }

    /// All events of one name.
    #[must_use]
    pub fn named(&self, name: &str) -> Vec<&Value> {
        self.once()
            .into_iter()
            .filter(|event| event["name"] == name)
            .collect()
    }

    /// The one event of a name; another number of them is a failure.
    pub fn only(&self, name: &str) -> Result<&Value> {
        let [event] = *self.named(name) else {
            bail!(
                "expected one {name}, got {}: {:?}",
                self.named(name).len(),
                self.names()
            );
        };
        Ok(event)
    }

    /// Whether there is an event of this name.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        !self.named(name).is_empty()
    }

    /// How many arrivals were repeats.
    #[must_use]
    pub fn copies(&self) -> usize {
        self.0.len() - self.once().len()
    }

    /// All of it as text, for what must not stand anywhere in it.
    #[must_use]
    pub fn text(&self) -> String {
        self.0.iter().map(Value::to_string).collect()
    }

    /// Whether nothing came.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Names the first of these that is there, for what must not have happened.
    pub fn never(&self, names: &[&str]) -> Result<()> {
        for name in names {
            ensure!(
                !self.has(name),
                "{name} must not have happened: {}",
                self.named(name)[0]
            );
        }
        Ok(())
    }

    /// That it is one visit of one visitor, told in order, with what every event must have.
    pub fn is_one_visit(&self) -> Result<()> {
        let events = self.once();
        let first = *events.first().context("nothing was received")?;
        for pair in events.windows(2) {
            ensure!(
                moment(pair[0])? <= moment(pair[1])? + OVERTAKEN,
                "{} of {} came before {} of {}",
                pair[0]["name"],
                pair[0]["at"],
                pair[1]["name"],
                pair[1]["at"]
            );
        }
        for event in events {
            for field in ["session", "visitor"] {
                ensure!(
                    event[field].is_string() && event[field] == first[field],
                    "another {field} than that of {}: {event}",
                    first["name"]
                );
            }
            for field in ["/page/type", "/page/url", "/page/title", "/page/referrer"] {
                ensure!(
                    event.pointer(field).is_some_and(Value::is_string),
                    "{field} is missing: {event}"
                );
            }
            for item in event["items"].as_array().into_iter().flatten() {
                ensure!(
                    item["item_id"].is_string() && item["item_name"].is_string(),
                    "a nameless item: {event}"
                );
                ensure!(
                    item["price"].is_number() || item["price"].is_null(),
                    "a price that is no number: {event}"
                );
            }
        }
        Ok(())
    }
}
