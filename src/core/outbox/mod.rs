//! The outbox: what was recorded and is not yet known to have arrived everywhere it should, and when to try next.
//! An event leaves it only on a 2xx of each destination, or is dropped with a count that says why; everything else is waiting.

mod answer;
mod place;
mod stored;
mod worth;

pub use answer::{Decision, Delivery, Dropped, Parcel};
pub use stored::{CLAIM, Claim, LEASE, claim};
pub use worth::Worth;

use super::json;
use super::record;
use super::time::{DAY, Time};
use super::value::Value;
use place::Place;

/// Events are gathered this long: what one page or one click gives rise to shares a request, and little of it is
/// still on its way when the shopper goes on (what is, the next page sends once more).
const GATHER: u64 = 300;
/// A batch of this many goes at once.
const BATCH_EVENTS: usize = 10;
/// A batch stays under half of what browsers let all beacons of a page hold together (64 KiB), as others use that too.
const BATCH_BYTES: usize = 32 * 1024;
/// A beacon may be larger, for there is no second chance; still under the shared 64 KiB. An event that is larger alone is dropped.
const BEACON_BYTES: usize = 48 * 1024;
/// All that waits together: a fraction of the 5 MB a shop's own code has to live in.
const MAX_BYTES: usize = 256 * 1024;
/// Older events say nothing that a backend would still take.
pub const MAX_AGE: u64 = 7 * DAY;
/// Destinations at most: the shop's own endpoint and seven backends. More in one page is a mistake.
pub const MAX_PLACES: usize = 8;

/// One event, written already: a retry repeats it to the byte.
#[derive(Clone, Debug)]
struct Entry {
    at: Time,
    body: String,
    worth: Worth,
    /// Whether it was ever on its way: it may have arrived where nobody told of it.
    tried: bool,
    /// Whether the device has it.
    stored: bool,
    /// Where it is, for each destination.
    trips: [Trip; MAX_PLACES],
}

/// Where an event is on its way to one destination; from [`FLYING`] on it is the number of the batch that it is in.
type Trip = u32;

/// There, given up, or never to go there.
const OVER: Trip = 0;
/// Here.
const WAITING: Trip = 1;
/// Handed to the browser as a beacon: it may have arrived.
const BEACONED: Trip = 2;
/// The least number of a batch.
const FLYING: Trip = MAX_PLACES as Trip;
/// All that is not over: from [`WAITING`] to here.
const LAST: Trip = Trip::MAX;

/// The trips of an event that is done with.
const NOWHERE: [Trip; MAX_PLACES] = [OVER; MAX_PLACES];

/// Events that wait, oldest first.
#[derive(Clone, Debug, Default)]
pub struct Outbox {
    entries: Vec<Entry>,
    places: Vec<Place>,
    batches: u32,
    /// What was given up.
    pub dropped: Dropped,
}

impl Outbox {
    /// No destination is named until it is again.
    pub fn unaddress(&mut self) {
        for place in &mut self.places {
            place.with = Value::NULL;
        }
    }

    /// A destination that the settings name, with its address or settings; false for one named already, and for one too many.
    pub fn address(&mut self, name: &str, with: Value) -> bool {
        if let Some(place) = self.place(name)
            && place.with.is_null()
        {
            place.with = with;
            place.refuses = false;
            return true;
        }
        false
    }

    /// Whether an event goes anywhere.
    #[must_use]
    pub fn sends(&self) -> bool {
        let mut sends = false;
        for place in &self.places {
            sends |= !place.with.is_null();
        }
        sends
    }

    /// The name of a batch's destination.
    #[must_use]
    pub fn addressee(&self, batch: u32) -> &str {
        match self.places.get(batch as usize % MAX_PLACES) {
            Some(place) => &place.name,
            None => "",
        }
    }

    /// A destination by its name; none when there are too many.
    fn place(&mut self, name: &str) -> Option<&mut Place> {
        let mut number = 0;
        for place in &self.places {
            if place.name == name {
                break;
            }
            number += 1;
        }
        if number == self.places.len() && number < MAX_PLACES {
            self.places.push(Place::named(name, number));
        }
        self.places.get_mut(number)
    }

    /// Takes an event in, for every destination there is.
    pub fn push(&mut self, now: Time, record: &Value) {
        let mut entry = Entry {
            at: now,
            body: json::write(record),
            worth: Worth::of(record),
            tried: false,
            stored: false,
            trips: NOWHERE,
        };
        for place in &self.places {
            entry.trips[place.number % MAX_PLACES] = Trip::from(!place.with.is_null()) * WAITING;
        }
        // A purchase is not given up for its size: without hurry it gets through.
        let room = if (entry.worth as u8) < Worth::Kept as u8 {
            BEACON_BYTES
        } else {
            MAX_BYTES
        };
        if entry.body.len() > room {
            self.dropped.oversized += 1;
            return;
        }
        self.entries.push(entry);
        self.make_room();
    }

    /// Drops what is worth least until the rest is no more than a page may hold.
    pub(super) fn make_room(&mut self) {
        loop {
            let (mut bytes, mut least, mut worth) = (0, 0, Worth::Kept);
            let mut place = 0;
            while let Some(entry) = self.entries.get(place) {
                bytes += entry.body.len();
                if (entry.worth as u8) < worth as u8 {
                    (least, worth) = (place, entry.worth);
                }
                place += 1;
            }
            if bytes <= MAX_BYTES || matches!(worth, Worth::Kept) {
                return;
            }
            self.entries.remove(least);
            self.dropped.crowded += 1;
        }
    }

    /// What has nowhere to go is done with; tells how many went.
    #[inline(never)]
    fn sweep(&mut self) -> u32 {
        let mut went = 0;
        // From the end: where all go, none is moved.
        let mut place = self.entries.len();
        while place > 0 {
            place -= 1;
            let mut open = 0;
            for number in 0..MAX_PLACES {
                open |= self.entries[place].trips[number];
            }
            if open == OVER {
                self.entries.remove(place);
                went += 1;
            }
        }
        went
    }

    /// Drops what is older than a backend would take, or than the shop keeps anything.
    pub fn age(&mut self, now: Time, oldest: u64) {
        for entry in &mut self.entries {
            if now.since(entry.at) > oldest {
                entry.trips = NOWHERE;
            }
        }
        self.dropped.aged += self.sweep();
    }

    /// What to do now for each destination: a wait is the shortest of all, after the posts. One batch flies at a time, so that events arrive in order.
    /// When the page is being left it is the next piece to hand to the browser, until nothing is to be done.
    pub fn decide(&mut self, now: Time, leaving: bool) -> Decision {
        let mut wait = u64::MAX;
        for place in 0..self.places.len() {
            match self.decide_for(now, place, leaving) {
                Decision::Wait(span) => wait = wait.min(span),
                Decision::Done => {}
                post => return post,
            }
        }
        if wait < u64::MAX {
            return Decision::Wait(wait);
        }
        Decision::Done
    }

    /// Sends the oldest events that fit on their way, when it is time. When leaving, what a request has on its way is left to it, what went as a
    /// beacon already is not sent again, and a server that has named a time gets only what cannot wait for it on the device.
    fn decide_for(&mut self, now: Time, number: usize, leaving: bool) -> Decision {
        let Some(place) = self.places.get(number) else {
            return Decision::Done;
        };
        if place.is_deaf() {
            return Decision::Done;
        }
        let (mut max_bytes, mut max_events) = (BEACON_BYTES, usize::MAX);
        if !place.name.is_empty() {
            // In a backend's own form it is up to twice as long.
            max_bytes /= 2;
        }
        if !leaving {
            max_bytes = BATCH_BYTES;
            max_events = BATCH_EVENTS >> place.halvings.min(3);
            let (mut waiting, mut bytes, mut oldest, mut urgent) = (0, 0, now, false);
            for entry in &self.entries {
                let trip = entry.trips[number % MAX_PLACES];
                if trip >= FLYING {
                    return Decision::Done;
                }
                if trip == OVER {
                    continue;
                }
                waiting += 1;
                bytes += entry.body.len();
                if waiting == 1 {
                    oldest = entry.at;
                }
                // It is not written to the device: the sooner it is there the better.
                urgent |= matches!(entry.worth, Worth::Personal);
            }
            if waiting == 0 {
                return Decision::Done;
            }
            let rest = place.rest(now);
            if rest > 0 {
                return Decision::Wait(rest);
            }
            let gathered =
                waiting >= BATCH_EVENTS || bytes >= BATCH_BYTES || urgent || now < oldest;
            if !gathered && now.since(oldest) < GATHER {
                return Decision::Wait(GATHER - now.since(oldest));
            }
        }
        let closed = leaving && place.is_closed(now);
        // The number of a batch tells its destination.
        let batch = (self.batches + 1) * MAX_PLACES as u32 + number as u32;
        let mut body = record::envelope(now);
        let mut events = 0;
        for entry in &mut self.entries {
            let trip = &mut entry.trips[number % MAX_PLACES];
            if *trip == OVER
                || *trip >= FLYING
                || leaving && *trip == BEACONED
                || closed && !matches!(entry.worth, Worth::Personal)
            {
                continue;
            }
            if events > 0 {
                if body.len() + entry.body.len() > max_bytes || events >= max_events {
                    break;
                }
                body.push(',');
            }
            body.push_str(&entry.body);
            *trip = batch;
            entry.tried = true;
            events += 1;
        }
        if events == 0 {
            return Decision::Done;
        }
        body.push_str(record::ENVELOPE_END);
        self.batches += 1;
        Decision::Post(Parcel {
            batch,
            to: place.name.clone(),
            with: place.with.clone(),
            body,
            beacon: leaving,
        })
    }

    /// What is on a trip between these is on that one instead; tells how many.
    fn turn(&mut self, from: Trip, till: Trip, to: Trip) -> u32 {
        let mut turned = 0;
        for entry in &mut self.entries {
            for number in 0..MAX_PLACES {
                let trip = &mut entry.trips[number];
                if *trip >= from && *trip <= till {
                    *trip = to;
                    turned += 1;
                }
            }
        }
        self.sweep();
        turned
    }

    /// What came of a batch. `chance` spreads the retries of many shoppers over time.
    pub fn delivered(&mut self, now: Time, batch: u32, delivery: Delivery, chance: u64) {
        let flight = batch;
        let events = self.turn(flight, flight, flight);
        let Some(place) = self.places.get_mut(batch as usize % MAX_PLACES) else {
            return;
        };
        if events == 0 {
            return;
        }
        let mut to = WAITING;
        match delivery {
            Delivery::Arrived => {
                place.failures = 0;
                place.halvings = 0;
                place.not_before = now;
                to = OVER;
            }
            Delivery::Later(retry_after) => {
                place.failed(now, retry_after, chance);
            }
            Delivery::Poisoned if events == 1 => {
                self.dropped.poisoned += 1;
                place.halvings = 0;
                to = OVER;
            }
            Delivery::Poisoned => place.halvings += 1,
            Delivery::Refused => place.refuses = true,
        }
        self.turn(flight, flight, to);
    }

    /// A batch went as a beacon: it stays, for nobody tells what came of it, and is repeated by the next page.
    pub fn beaconed(&mut self, batch: u32) {
        self.turn(batch, batch, BEACONED);
    }

    /// Who the shopper is may no longer be said: what waits is sent without. What may have arrived is not sent again, for its copy would differ.
    pub fn anonymize(&mut self) {
        for entry in &mut self.entries {
            if entry.tried {
                entry.trips = NOWHERE;
            } else if let Ok(mut event) = json::read(&entry.body) {
                event.put("visitor", Value::NULL);
                entry.body = json::write(&event);
            }
        }
        self.dropped.denied += self.sweep();
    }

    /// Whether somebody's address waits.
    #[must_use]
    pub fn personal(&self) -> bool {
        let mut personal = false;
        for entry in &self.entries {
            personal |= matches!(entry.worth, Worth::Personal);
        }
        personal
    }

    /// Tries again at once: a person waits for it.
    pub fn hurry(&mut self, now: Time) {
        for place in &mut self.places {
            place.not_before = now;
        }
    }

    /// Another document has taken over what was stored; what was never stored is still ours.
    pub fn taken_over(&mut self) {
        for entry in &mut self.entries {
            if entry.stored {
                entry.trips = NOWHERE;
            }
        }
        self.sweep();
    }

    /// Everything that waits is forgotten: the shopper wants it so.
    pub fn clear(&mut self) {
        self.dropped.denied += self.entries.len() as u32;
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

    /// The page is seen again: beacons of its leaving may be repeated. `dead` are its requests too, when it comes from the back/forward cache.
    pub fn returned(&mut self, dead: bool) {
        let till = if dead { LAST } else { BEACONED };
        self.turn(WAITING, till, WAITING);
    }
}

#[cfg(test)]
mod tests;
