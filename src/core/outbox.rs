//! The outbox: what was recorded and is not yet known to have arrived, and when to try next.
//! An event leaves it only on a 2xx, or is dropped with a count that says why; everything else is waiting.

use super::json;
use super::record;
use super::time::{DAY, MINUTE, SECOND, Time};
use super::value::Value;

/// Events are gathered this long: what one page or one click gives rise to shares a request, and little of it is
/// still on its way when the shopper goes on (what is, the next page sends once more).
const GATHER: u64 = 300;
/// A batch of this many goes at once.
const BATCH_EVENTS: usize = 10;
/// A batch stays under half of what browsers let all beacons of a page hold together (64 KiB), as others use that too.
const BATCH_BYTES: usize = 32 * 1024;
/// A beacon may be larger, for there is no second chance; still under the shared 64 KiB.
const BEACON_BYTES: usize = 48 * 1024;
/// All that waits together: a fraction of the 5 MB a shop's own code has to live in.
const MAX_BYTES: usize = 256 * 1024;
/// The first retry comes within a second, for most failures are blips.
const FIRST_RETRY: u64 = 800;
/// In the first minute retries are at most this far apart.
const MAX_RETRY: u64 = 8 * SECOND;
/// After a minute of failures the server is down, not busy.
const MAX_RETRY_LATER: u64 = 5 * MINUTE;
/// Failures that make up about the first minute.
const EARLY_FAILURES: u32 = 8;
/// Older events say nothing that a backend would still take.
const MAX_AGE: u64 = 7 * DAY;
/// Another page may take over what a page has stored when it has not renewed its lease for so long.
const LEASE: u64 = 10 * SECOND;

/// One event, written already: a retry repeats it to the byte.
#[derive(Clone, Debug)]
struct Entry {
    at: Time,
    body: String,
    worth: Worth,
    trip: Trip,
}

/// Where an event is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trip {
    /// Here.
    Waiting,
    /// In the batch with this number.
    Flying(u32),
    /// Handed to the browser as a beacon: it may have arrived.
    Beaconed,
}

/// What is dropped first when there is no room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Worth {
    /// Impressions and page views.
    Low,
    /// What a shopper did on purpose.
    High,
    /// Purchases: never dropped for room.
    Kept,
    /// Carries a person's address: never dropped for room, and never written to the device.
    Personal,
}

impl Worth {
    fn of(name: &str) -> Self {
        match name {
            "lead_submit" | "identify" => Self::Personal,
            "purchase" | "refund" => Self::Kept,
            "page_view"
            | "view_item_list"
            | "rec_impression"
            | "campaign_impression"
            | "experiment_exposure" => Self::Low,
            _ => Self::High,
        }
    }
}

/// What to do now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Post this, and say what came of it.
    Post {
        /// Its number.
        batch: u32,
        /// The envelope.
        body: String,
    },
    /// Ask again after so many milliseconds.
    Wait(u64),
    /// Nothing waits.
    Done,
}

/// How a delivery ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// Accepted.
    Arrived,
    /// Not now: try later, at the earliest after so many milliseconds when the server said so.
    Later(Option<u64>),
    /// The server takes these events never.
    Poisoned,
    /// The server takes nothing from us.
    Refused,
}

/// Events dropped, by reason.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dropped {
    /// The server rejects the event itself.
    pub poisoned: u32,
    /// Too old.
    pub aged: u32,
    /// No room.
    pub crowded: u32,
    /// The server takes nothing from us.
    pub refused: u32,
}

/// Events that wait, oldest first.
#[derive(Clone, Debug, Default)]
pub struct Outbox {
    entries: Vec<Entry>,
    batches: u32,
    failures: u32,
    not_before: Time,
    /// Batches are halved this often, to find the one event that a server rejects.
    halvings: u32,
    refused: bool,
    /// What was given up.
    pub dropped: Dropped,
}

impl Outbox {
    /// Takes an event in.
    pub fn push(&mut self, now: Time, record: &Value) {
        let name = record.get("name").text().unwrap_or("");
        if self.refused {
            self.dropped.refused += 1;
            return;
        }
        self.entries.push(Entry {
            at: now,
            body: json::write(record),
            worth: Worth::of(name),
            trip: Trip::Waiting,
        });
        while self.bytes() > MAX_BYTES {
            let cheapest = self
                .entries
                .iter()
                .enumerate()
                .filter(|(_, entry)| entry.worth < Worth::Kept)
                .min_by_key(|(_, entry)| entry.worth)
                .map(|(index, _)| index);
            let Some(index) = cheapest else { return };
            self.entries.remove(index);
            self.dropped.crowded += 1;
        }
    }

    fn bytes(&self) -> usize {
        self.entries.iter().map(|entry| entry.body.len()).sum()
    }

    /// Keeps what `stays`; tells how many went.
    fn keep(&mut self, stays: &dyn Fn(&Entry) -> bool) -> u32 {
        let before = self.entries.len();
        self.entries.retain(stays);
        (before - self.entries.len()) as u32
    }

    /// What to do now. One batch flies at a time, so that events arrive in order.
    pub fn decide(&mut self, now: Time) -> Decision {
        self.dropped.aged += self.keep(&|entry| now.since(entry.at) <= MAX_AGE);
        let flying = |entry: &Entry| matches!(entry.trip, Trip::Flying(_));
        if self.entries.is_empty() || self.entries.iter().any(flying) {
            return Decision::Done;
        }
        let rest = self.not_before.since(now);
        if rest > 0 {
            return Decision::Wait(rest);
        }
        let oldest = self.entries.first().map_or(now, |entry| entry.at);
        if self.entries.len() < BATCH_EVENTS && now.since(oldest) < GATHER && now >= oldest {
            return Decision::Wait(GATHER - now.since(oldest));
        }
        match self.pack(
            now,
            BATCH_BYTES,
            BATCH_EVENTS >> self.halvings.min(3),
            false,
        ) {
            Some((batch, body)) => Decision::Post { batch, body },
            None => Decision::Done,
        }
    }

    /// The page is being left: the next piece to hand to the browser, until `None`. What a request has on its way is left to it.
    pub fn leave(&mut self, now: Time) -> Option<(u32, String)> {
        if self.refused || self.not_before > now.after(MINUTE) {
            return None;
        }
        self.pack(now, BEACON_BYTES, usize::MAX, true)
    }

    /// Sends the oldest events that fit on their way. When leaving, what went as a beacon already is not sent again.
    fn pack(
        &mut self,
        now: Time,
        max_bytes: usize,
        max_events: usize,
        leaving: bool,
    ) -> Option<(u32, String)> {
        let batch = self.batches + 1;
        let mut body = record::envelope(now);
        let mut events = 0;
        for entry in &mut self.entries {
            match entry.trip {
                Trip::Flying(_) => continue,
                Trip::Beaconed if leaving => continue,
                _ => {}
            }
            if events > 0 && (body.len() + entry.body.len() > max_bytes || events >= max_events) {
                break;
            }
            if events > 0 {
                body.push(',');
            }
            body.push_str(&entry.body);
            entry.trip = Trip::Flying(batch);
            events += 1;
        }
        if events == 0 {
            return None;
        }
        body.push_str(record::ENVELOPE_END);
        self.batches = batch;
        Some((batch, body))
    }

    /// Takes a batch back.
    fn land(&mut self, batch: u32, trip: Trip) {
        for entry in &mut self.entries {
            if entry.trip == Trip::Flying(batch) {
                entry.trip = trip;
            }
        }
    }

    /// What came of a batch. `chance` spreads the retries of many shoppers over time.
    pub fn delivered(&mut self, now: Time, batch: u32, delivery: Delivery, chance: u64) {
        let mine = |entry: &&Entry| entry.trip == Trip::Flying(batch);
        let events = self.entries.iter().filter(mine).count();
        if events == 0 {
            return;
        }
        self.not_before = now;
        match delivery {
            Delivery::Arrived => {
                self.keep(&|entry| entry.trip != Trip::Flying(batch));
                self.failures = 0;
                self.halvings = 0;
            }
            Delivery::Later(retry_after) => {
                self.land(batch, Trip::Waiting);
                self.failures += 1;
                let cap = if self.failures <= EARLY_FAILURES {
                    MAX_RETRY
                } else {
                    MAX_RETRY_LATER
                };
                let wait = (FIRST_RETRY << (self.failures - 1).min(20)).min(cap);
                // Between 75 % and 100 % of the wait.
                let wait = wait - wait / 4 * (chance % 256) / 256;
                self.not_before = now.after(retry_after.unwrap_or(0).max(wait));
            }
            Delivery::Poisoned => {
                if events == 1 {
                    self.dropped.poisoned += self.keep(&|entry| entry.trip != Trip::Flying(batch));
                    self.halvings = 0;
                } else {
                    self.land(batch, Trip::Waiting);
                    self.halvings += 1;
                }
            }
            Delivery::Refused => {
                self.refused = true;
                self.dropped.refused += self.entries.len() as u32;
                self.entries.clear();
            }
        }
    }

    /// A batch went as a beacon: it stays, for nobody tells what came of it, and is repeated by the next page.
    pub fn beaconed(&mut self, batch: u32) {
        self.land(batch, Trip::Beaconed);
    }

    /// Who the shopper is may no longer be said: what waits is sent without.
    pub fn anonymize(&mut self) {
        for entry in &mut self.entries {
            if let Ok(mut event) = json::read(&entry.body) {
                event.put("visitor", Value::NULL);
                entry.body = json::write(&event);
            }
        }
    }

    /// Another document has taken over what was stored; what was never stored is still ours.
    pub fn taken_over(&mut self) {
        self.keep(&|entry| entry.worth == Worth::Personal);
    }

    /// Everything that waits is forgotten: the shopper wants it so.
    pub fn clear(&mut self) {
        self.entries.clear();
    }

    /// How many wait.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nothing waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// What is written to the device; `None` when there is nothing to keep. `leaving` gives it free for the next page at once.
    #[must_use]
    pub fn stored(&self, now: Time, leaving: bool) -> Option<String> {
        let mut entries = Vec::new();
        for entry in &self.entries {
            if entry.worth != Worth::Personal {
                let stored = Value::object().with("at", entry.at.0);
                entries.push(stored.with("event", entry.body.as_str()));
            }
        }
        if entries.is_empty() {
            return None;
        }
        let until = if leaving { 0 } else { now.after(LEASE).0 };
        Some(json::write(
            &Value::object()
                .with("v", record::VERSION)
                .with("until", until)
                .with("entries", entries),
        ))
    }

    /// Takes over what another page left behind. `false` when that page may still be at it, or wrote another version.
    pub fn adopt(&mut self, now: Time, text: &str) -> bool {
        let Ok(stored) = json::read(text) else {
            // Corrupt: of no use to anybody.
            return true;
        };
        let until = stored.get("until").count().unwrap_or(0);
        // A lease further ahead than any we write is a clock that was put back.
        let held = until > now.0 && until <= now.after(LEASE).0;
        if held || stored.get("v").count() != Some(u64::from(record::VERSION)) {
            return false;
        }
        // They are older than ours.
        let mine = core::mem::take(&mut self.entries);
        for entry in stored.get("entries").items() {
            self.take_over(entry, &mine);
        }
        self.entries.extend(mine);
        true
    }

    fn take_over(&mut self, entry: &Value, mine: &[Entry]) -> Option<()> {
        let body = entry.get("event").text()?;
        let event = json::read(body).ok()?;
        if mine.iter().all(|known| known.body != body) {
            self.entries.push(Entry {
                at: Time(entry.get("at").count()?),
                body: body.to_owned(),
                worth: Worth::of(event.get("name").text()?),
                trip: Trip::Waiting,
            });
        }
        Some(())
    }

    /// The document came back from the back/forward cache: beacons of its leaving may be repeated, and its requests are dead.
    pub fn returned(&mut self) {
        for entry in &mut self.entries {
            entry.trip = Trip::Waiting;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const T: Time = Time(1_795_342_530_000);

    fn event(number: u32, name: &str) -> Value {
        Value::object()
            .with("id", number.to_string())
            .with("name", name)
    }

    fn filled(count: u32) -> Outbox {
        let mut outbox = Outbox::default();
        for number in 0..count {
            outbox.push(T, &event(number, "view_item"));
        }
        outbox
    }

    fn post(outbox: &mut Outbox, now: Time) -> (u32, Vec<String>) {
        match outbox.decide(now) {
            Decision::Post { batch, body } => (batch, ids(&body)),
            other => panic!("{other:?}"),
        }
    }

    fn ids(body: &str) -> Vec<String> {
        json::read(body)
            .unwrap()
            .get("events")
            .items()
            .iter()
            .map(|event| event.get("id").text().unwrap().to_owned())
            .collect()
    }

    #[test]
    fn a_single_event_waits_for_company_and_ten_do_not() {
        assert_eq!(filled(1).decide(T.after(100)), Decision::Wait(200));
        assert_eq!(post(&mut filled(1), T.after(1000)).1, ["0"]);
        assert_eq!(post(&mut filled(25), T).1.len(), 10);
    }

    #[test]
    fn nothing_leaves_the_outbox_before_it_arrived() {
        let mut outbox = filled(3);
        let (batch, _) = post(&mut outbox, T.after(1000));
        assert_eq!(
            outbox.decide(T.after(1000)),
            Decision::Done,
            "one at a time"
        );
        outbox.delivered(T.after(1100), batch, Delivery::Later(None), 0);
        assert_eq!(outbox.len(), 3);
        assert_eq!(outbox.decide(T.after(1100)), Decision::Wait(800));
        let (batch, again) = post(&mut outbox, T.after(1900));
        assert_eq!(again, ["0", "1", "2"]);
        outbox.delivered(T.after(2000), batch, Delivery::Arrived, 0);
        assert!(outbox.is_empty());
    }

    #[test]
    fn retries_double_up_to_eight_seconds_in_the_first_minute() {
        let mut outbox = filled(1);
        let mut now = T.after(1000);
        let mut waits = Vec::new();
        for _ in 0..8 {
            let (batch, _) = post(&mut outbox, now);
            outbox.delivered(now, batch, Delivery::Later(None), 0);
            let Decision::Wait(wait) = outbox.decide(now) else {
                panic!()
            };
            waits.push(wait);
            now = now.after(wait);
        }
        assert_eq!(waits, [800, 1600, 3200, 6400, 8000, 8000, 8000, 8000]);
    }

    #[test]
    fn a_server_that_names_a_time_is_not_asked_before_it() {
        let mut outbox = filled(1);
        let (batch, _) = post(&mut outbox, T.after(1000));
        outbox.delivered(T.after(1000), batch, Delivery::Later(Some(120_000)), 0);
        assert_eq!(outbox.decide(T.after(61_000)), Decision::Wait(60_000));
        assert_eq!(outbox.leave(T.after(2000)), None, "not even when leaving");
    }

    #[test]
    fn one_poisoned_event_is_found_and_the_rest_arrives() {
        let mut outbox = filled(8);
        let mut arrived = Vec::new();
        let mut now = T.after(1000);
        while let Decision::Post { batch, body } = outbox.decide(now) {
            now = now.after(10);
            let ids = ids(&body);
            if ids.contains(&"5".to_owned()) {
                outbox.delivered(now, batch, Delivery::Poisoned, 0);
            } else {
                outbox.delivered(now, batch, Delivery::Arrived, 0);
                arrived.extend(ids);
            }
        }
        assert_eq!(arrived.len(), 7);
        assert_eq!(outbox.dropped.poisoned, 1);
    }

    #[test]
    fn a_beacon_is_repeated_by_the_next_page_with_the_same_body() {
        let mut outbox = filled(2);
        let (batch, first) = outbox.leave(T).unwrap();
        outbox.beaconed(batch);
        assert_eq!(outbox.leave(T), None, "once is enough while leaving");
        let stored = outbox.stored(T, true).unwrap();
        let mut next = Outbox::default();
        next.push(T, &event(9, "page_view"));
        assert!(next.adopt(T.after(100), &stored));
        assert_eq!(
            post(&mut next, T.after(1100)).1,
            ["0", "1", "9"],
            "older first"
        );
        assert_eq!(ids(&first), ["0", "1"]);
    }

    #[test]
    fn a_page_that_is_still_at_it_keeps_its_outbox() {
        let stored = filled(1).stored(T, false).unwrap();
        assert!(!Outbox::default().adopt(T.after(5000), &stored));
        assert!(
            Outbox::default().adopt(T.after(10_001), &stored),
            "its tab was killed"
        );
        assert!(
            Outbox::default().adopt(Time(5), &stored),
            "the clock was put back"
        );
    }

    #[test]
    fn an_address_is_never_written_to_the_device() {
        let mut outbox = filled(1);
        outbox.push(T, &event(7, "lead_submit").with("lead", "ada@shop.example"));
        assert!(!outbox.stored(T, true).unwrap().contains("ada@"));
        assert_eq!(outbox.len(), 2);
    }

    #[test]
    fn a_full_outbox_drops_the_least_first_and_never_a_purchase() {
        let mut outbox = Outbox::default();
        let wide = "x".repeat(10_000);
        for number in 0..60 {
            let name = ["purchase", "page_view", "add_to_cart"][number as usize % 3];
            outbox.push(T, &event(number, name).with("wide", wide.as_str()));
        }
        let left: Vec<&str> = outbox
            .entries
            .iter()
            .map(|entry| {
                if entry.body.contains("purchase") {
                    "purchase"
                } else if entry.body.contains("page_view") {
                    "page_view"
                } else {
                    "add_to_cart"
                }
            })
            .collect();
        assert!(outbox.bytes() <= MAX_BYTES);
        assert_eq!(left.iter().filter(|name| **name == "purchase").count(), 20);
        assert!(!left.contains(&"page_view"));
        assert_eq!(outbox.dropped.crowded as usize, 60 - left.len());
    }

    #[test]
    fn a_server_that_refuses_us_is_left_alone() {
        let mut outbox = filled(1);
        let (batch, _) = post(&mut outbox, T.after(1000));
        outbox.delivered(T.after(1001), batch, Delivery::Refused, 0);
        outbox.push(T.after(1002), &event(2, "view_item"));
        assert_eq!(outbox.decide(T.after(9999)), Decision::Done);
        assert_eq!(outbox.dropped.refused, 2);
    }
}
