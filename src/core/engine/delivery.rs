//! From something that happened to a record on its way: made, shown to the page's handlers, allowed by consent, sent.
//! Before consent records wait in this document's memory and nowhere else.

use super::Engine;
use crate::core::consent::Word;
use crate::core::effect::{Announcement, BlockId, Effect, Then, Timer};
use crate::core::event::Outcome;
use crate::core::outbox::{Decision, Delivery, MAX_AGE, Worth};
use crate::core::record;
use crate::core::robot;
use crate::core::text;
use crate::core::value::Value;
use crate::core::warning::Warning;

/// What happens on one page before consent; a longer wait keeps the latest.
const MAX_WAITING: usize = 100;

/// What is said of a destination that takes some events and others not.
const REJECTS: &str = ": it does not take some events; the rest goes on";

/// Records that are not in the outbox yet.
#[derive(Default)]
pub(super) struct Records {
    made: u32,
    /// Shown to the page's handlers, by number.
    announced: Vec<(u32, Value)>,
    /// Waiting for consent.
    waiting: Vec<Value>,
}

impl Records {
    pub(super) fn forget(&mut self) {
        self.announced.clear();
        self.waiting.clear();
    }

    pub(super) fn waiting(&self) -> usize {
        self.waiting.len()
    }
}

impl Engine {
    /// Something of the vocabulary happened.
    pub(super) fn record(&mut self, name: &str, data: Value) {
        if robot::is_robot(&self.agent) {
            return;
        }
        if self.profile.renew(self.now, &mut self.chance) {
            self.touch();
        }
        let data = self.credited(name, data);
        let mut record = record::make(name, self.now, &mut self.chance, &self.page.info, data);
        self.stamp(&mut record);
        self.records.made += 1;
        let number = self.records.made;
        self.records.announced.push((number, record.clone()));
        self.emit(Effect::Announce(Announcement {
            name: "vitrin-track",
            detail: record.clone(),
            block: None,
            then: Then::Record(number),
        }));
        self.followed(name, &record);
    }

    /// Dispatches a CustomEvent that cannot be cancelled.
    pub(super) fn announce(&mut self, name: &'static str, detail: Value) {
        self.announce_on(None, name, detail);
    }

    pub(super) fn announce_on(
        &mut self,
        block: Option<BlockId>,
        name: &'static str,
        detail: Value,
    ) {
        self.emit(Effect::Announce(Announcement {
            name,
            detail,
            block,
            then: Then::Nothing,
        }));
    }

    pub(super) fn answered(&mut self, then: Then, detail: Option<Value>) {
        match then {
            Then::Nothing => {}
            Then::Record(number) => {
                let place = self
                    .records
                    .announced
                    .iter()
                    .position(|(known, _)| *known == number);
                if let Some(place) = place {
                    let (_, made) = self.records.announced.remove(place);
                    if let Some(changed) = detail {
                        self.accept(record::as_told(&made, changed));
                    }
                    self.lead_went(true);
                }
            }
            Then::Fill(block) => self.decided(block, detail),
            Then::Open(campaign) => self.open(campaign, detail),
        }
    }

    fn accept(&mut self, record: Value) {
        if !self.outbox.sends() {
            return;
        }
        if self.consent.may_send() {
            self.send(record);
            if self.page.gone {
                // There will be no later.
                self.deliver(true);
                self.save(true);
            } else {
                self.touch();
                self.deliver(false);
            }
        } else if !matches!(self.consent.analytics, Word::Denied) && !self.settings.drops_early {
            let waiting = &mut self.records.waiting;
            waiting.push(record);
            if waiting.len() > MAX_WAITING {
                let (mut least, mut worth) = (0, Worth::Kept);
                let mut place = 0;
                while let Some(record) = waiting.get(place) {
                    let of = Worth::of(record);
                    if (of as u8) < worth as u8 {
                        (least, worth) = (place, of);
                    }
                    place += 1;
                }
                if !matches!(worth, Worth::Kept) {
                    waiting.remove(least);
                    self.outbox.dropped.crowded += 1;
                }
            }
        } else {
            self.outbox.dropped.denied += 1;
        }
    }

    /// Consent may have brought the stored visit since it was made, which it belongs to.
    fn send(&mut self, mut record: Value) {
        self.stamp(&mut record);
        self.outbox.push(self.now, &record);
    }

    /// Whose it is: the visit, and with consent to both purposes the visitor.
    fn stamp(&self, record: &mut Value) {
        record.put("session", self.profile.session.id.as_str());
        if self.consent.may_store() && self.consent.may_send() {
            record.put("visitor", self.profile.visitor.as_str());
        }
    }

    /// Consent has come: what happened on this page joins the visit it belongs to.
    pub(super) fn release_waiting(&mut self) {
        if !self.consent.may_send() {
            return;
        }
        for record in core::mem::take(&mut self.records.waiting) {
            self.send(record);
        }
        self.touch();
        self.deliver(self.page.gone);
    }

    /// Where the settings say that events go: to the endpoint, and to backends that have a table. Tells whether anywhere.
    pub(super) fn address(&mut self, warnings: &mut Vec<Warning>) -> bool {
        self.outbox.unaddress();
        if let Some(url) = &self.settings.endpoint {
            self.outbox.address("", Value::from(url.as_str()));
        }
        let backends = &self.settings.backends;
        if !backends.is_null() && !backends.is_list() {
            warnings.push(Warning::wrong("backends", "a list", backends.what()));
        }
        for backend in backends.items() {
            let name = backend.get("name").text().unwrap_or("");
            // It becomes a part of the address of its table.
            let mut plain = !name.is_empty();
            for byte in name.bytes() {
                plain &= byte.is_ascii_alphanumeric() || byte == b'-';
            }
            if !plain || !self.outbox.address(name, backend.clone()) {
                warnings.push(Warning::wrong(
                    "backends",
                    "up to seven, each with another `name`",
                    name,
                ));
            }
        }
        self.outbox.sends()
    }

    /// Posts what is due, or asks to be woken when it is. When the page may be gone in a moment, what waits goes as beacons, and is kept until
    /// it is known to have arrived.
    pub(super) fn deliver(&mut self, leaving: bool) {
        if !self.consent.may_send() || self.slept() {
            return;
        }
        if !leaving {
            let oldest = self.settings.retention.unwrap_or(MAX_AGE);
            self.outbox.age(self.now, oldest.min(MAX_AGE));
        }
        loop {
            match self.outbox.decide(self.now, leaving) {
                Decision::Post(parcel) => self.emit(Effect::Post(parcel)),
                Decision::Wait(span) => return self.wake(Timer::Deliver, span),
                Decision::Done => return,
            }
        }
    }

    pub(super) fn posted(&mut self, batch: u32, outcome: Outcome, untold: [u32; 3]) {
        let (code, retry_after) = match outcome {
            Outcome::Beaconed => return self.outbox.beaconed(batch),
            Outcome::Failed => (0, None),
            Outcome::Status { code, retry_after } => (code, retry_after),
        };
        let (delivery, warning, what) = match code {
            // Some of it was not taken, and nobody says which.
            207 | 400 | 413 | 422 => (Delivery::Poisoned, "endpoint-rejects", REJECTS),
            200..=299 if untold[2] == 0 => (Delivery::Arrived, "", ""),
            200..=299 => (Delivery::Arrived, "endpoint-rejects", REJECTS),
            401 | 403 | 410 => (
                Delivery::Refused,
                "endpoint-refuses",
                "; this page sends it no more, and keeps what waits",
            ),
            _ => (Delivery::Later(retry_after), "", ""),
        };
        if !what.is_empty() {
            let whose = match self.outbox.addressee(batch) {
                "" => "the endpoint",
                name => name,
            };
            let answer = text::digits(u64::from(code));
            let message = [whose, " answered ", &answer, what];
            self.warn(Warning::new(warning, &message));
        }
        let chance = self.chance.bits();
        let arrived = delivery == Delivery::Arrived;
        if arrived {
            // Counted when that is the end of it: a batch that fails is made anew.
            self.outbox.dropped.aged += untold[0];
            self.outbox.dropped.denied += untold[1];
            self.outbox.dropped.poisoned += untold[2];
        }
        self.outbox.delivered(self.now, batch, delivery, chance);
        self.lead_went(arrived);
        self.touch();
        self.deliver(false);
    }
}
