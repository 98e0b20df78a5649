//! From something that happened to a record on its way: made, shown to the page's handlers, allowed by consent, sent.
//! Before consent records wait in this document's memory and nowhere else.

use super::Engine;
use crate::core::consent::Word;
use crate::core::effect::{Announcement, BlockId, Effect, Then, Timer};
use crate::core::event::Outcome;
use crate::core::outbox::{Decision, Delivery};
use crate::core::record;
use crate::core::text;
use crate::core::value::Value;
use crate::core::warning::Warning;

/// What happens on one page before consent; a longer wait keeps the latest.
const MAX_WAITING: usize = 100;

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
        if self.profile.renew(self.now, &mut self.chance) {
            self.touch();
        }
        let visitor = (self.consent.may_store() && self.consent.may_send())
            .then_some(self.profile.visitor.as_str());
        let record = record::make(
            name,
            self.now,
            &mut self.chance,
            &self.profile.session.id,
            visitor,
            &self.page.info,
            data,
        );
        self.records.made += 1;
        let number = self.records.made;
        self.records.announced.push((number, record.clone()));
        self.emit(Effect::Announce(Announcement {
            name: "vitrin-track",
            detail: record,
            block: None,
            then: Then::Record(number),
        }));
        self.stop_campaigns(name);
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
                        self.accept(record::keep_identity(&made, changed));
                    }
                }
            }
            Then::Fill(block) => self.decided(block, detail),
            Then::Open(campaign) => self.open(campaign, detail),
        }
    }

    fn accept(&mut self, mut record: Value) {
        if self.settings.endpoint.is_none() {
            return;
        }
        // Consent may have brought the stored visit meanwhile, which this belongs to.
        self.stamp(&mut record);
        if self.consent.may_send() {
            self.outbox.push(self.now, &record);
            if self.page.gone {
                // There will be no later.
                self.deliver_leaving();
                self.save(true);
            } else {
                self.touch();
                self.deliver();
            }
        } else if self.consent.analytics != Word::Denied {
            self.records.waiting.push(record);
            if self.records.waiting.len() > MAX_WAITING {
                self.records.waiting.remove(0);
            }
        }
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
        for mut record in core::mem::take(&mut self.records.waiting) {
            self.stamp(&mut record);
            self.outbox.push(self.now, &record);
        }
        self.touch();
        self.deliver();
    }

    /// Posts what is due, or asks to be woken when it is.
    pub(super) fn deliver(&mut self) {
        let Some(url) = self.settings.endpoint.clone() else {
            return;
        };
        if !self.consent.may_send() {
            return;
        }
        match self.outbox.decide(self.now) {
            Decision::Post { batch, body } => self.emit(Effect::Post {
                batch,
                url,
                body,
                beacon: false,
            }),
            Decision::Wait(span) => self.wake(Timer::Deliver, span),
            Decision::Done => {}
        }
    }

    /// The page may be gone in a moment: what waits goes as beacons, and is kept until it is known to have arrived.
    pub(super) fn deliver_leaving(&mut self) {
        let Some(url) = self.settings.endpoint.clone() else {
            return;
        };
        if !self.consent.may_send() {
            return;
        }
        while let Some((batch, body)) = self.outbox.leave(self.now) {
            self.emit(Effect::Post {
                batch,
                url: url.clone(),
                body,
                beacon: true,
            });
        }
    }

    pub(super) fn posted(&mut self, batch: u32, outcome: Outcome) {
        let delivery = match outcome {
            Outcome::Beaconed => {
                self.outbox.beaconed(batch);
                return;
            }
            Outcome::Status {
                code: 200..=299, ..
            } => Delivery::Arrived,
            Outcome::Status {
                code: code @ (401 | 403 | 410),
                ..
            } => {
                self.warn(Warning::new(
                    "endpoint-refuses",
                    &[
                        "the endpoint answered ",
                        &text::digits(u64::from(code)),
                        "; events of this page are no longer sent",
                    ],
                ));
                Delivery::Refused
            }
            Outcome::Status {
                code: code @ (400 | 413 | 422),
                ..
            } => {
                self.warn(Warning::new(
                    "endpoint-rejects",
                    &[
                        "the endpoint answered ",
                        &text::digits(u64::from(code)),
                        ": it does not take some events; the rest goes on",
                    ],
                ));
                Delivery::Poisoned
            }
            Outcome::Status { retry_after, .. } => Delivery::Later(retry_after),
            Outcome::Failed => Delivery::Later(None),
        };
        let chance = self.chance.bits();
        self.outbox.delivered(self.now, batch, delivery, chance);
        self.touch();
        self.deliver();
    }
}
