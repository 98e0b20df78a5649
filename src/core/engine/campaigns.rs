//! Campaigns on stage: from a trigger over the arbiter to the open popup, and what the shopper makes of it.
//! Every way to a popup is the same way: a candidate, a look at the moment, the page's own say, the curtain.

use super::Engine;
use super::cart::Change;
use crate::core::campaign::{self, Campaign, Judgement, Mark, Moment, Trigger};
use crate::core::config;
use crate::core::effect::{Announcement, Effect, Then, Timer};
use crate::core::event::Popup;
use crate::core::exit_intent::{Signal, Verdict};
use crate::core::time::Time;
use crate::core::value::Value;
use crate::core::warning::Warning;

/// Nobody who has just come is about to leave.
pub(super) const ARMED_AFTER: u64 = 2500;

/// What is going on with popups.
#[derive(Default)]
pub(super) struct Stage {
    armed: bool,
    watching: bool,
    prepared: bool,
    /// The campaign on screen, by its place in the settings.
    open: Option<usize>,
    /// It did what it was for.
    converted: bool,
    /// It was asked for by hand.
    asked: bool,
    closed: Option<Time>,
    key: Option<Time>,
    typing: bool,
    /// Cart changes of the last seconds.
    pub(super) changes: Vec<Change>,
    /// Where the exit detector stands, for `explain`.
    fired: Option<&'static str>,
}

impl Engine {
    /// The page is read: triggers begin to count.
    pub(super) fn arm_campaigns(&mut self) {
        if core::mem::replace(&mut self.stage.armed, true) {
            return;
        }
        self.announce("vitrin-ready", Value::from(&*self.page.facts));
        self.watch_campaigns();
    }

    /// Listens and waits for what the campaigns of the settings need.
    pub(super) fn watch_campaigns(&mut self) {
        if !self.stage.armed {
            return;
        }
        let exits = |campaign: &Campaign| campaign.trigger() == Trigger::Exit;
        if self.settings.campaigns.iter().any(exits) && !self.stage.watching {
            self.stage.watching = true;
            self.emit(Effect::Watch);
        }
        if !self.settings.campaigns.is_empty() {
            self.wake(Timer::Campaign, ARMED_AFTER);
        }
    }

    /// Campaigns with a delay may be due; the first waking also fetches what a popup needs.
    pub(super) fn campaigns_due(&mut self) {
        let elapsed = self.elapsed();
        let mut next: Option<u64> = None;
        let mut due = None;
        for (index, campaign) in self.settings.campaigns.iter().enumerate() {
            if let Trigger::Delay(delay) = campaign.trigger() {
                let delay = delay.max(ARMED_AFTER);
                if delay > elapsed {
                    next = Some(next.map_or(delay, |next| next.min(delay)));
                } else if due.is_none() && self.may(index) {
                    due = Some(index);
                }
            }
        }
        self.prepare();
        if let Some(index) = due {
            self.candidate(index);
        }
        if let Some(next) = next {
            self.wake(Timer::Campaign, next - elapsed);
        }
    }

    /// Fetches what a popup needs, once a campaign could open one.
    pub(super) fn prepare(&mut self) {
        if !self.stage.armed || self.elapsed() < ARMED_AFTER {
            return;
        }
        if !self.stage.prepared && self.first(None).is_some() {
            self.stage.prepared = true;
            self.emit(Effect::Prepare);
        }
    }

    fn may(&self, index: usize) -> bool {
        self.judge(index, false, false)
            .is_some_and(|judgement| judgement.yes)
    }

    /// The first campaign that may be shown, of all or of those with this trigger.
    fn first(&self, trigger: Option<Trigger>) -> Option<usize> {
        for (index, campaign) in self.settings.campaigns.iter().enumerate() {
            if trigger.is_none_or(|trigger| campaign.trigger() == trigger) && self.may(index) {
                return Some(index);
            }
        }
        None
    }

    pub(super) fn signal(&mut self, signal: &Signal) {
        match signal {
            Signal::Key(_) => self.stage.key = Some(self.now),
            Signal::FieldFocus => self.stage.typing = true,
            Signal::FieldBlur => self.stage.typing = false,
            _ => {}
        }
        let verdict = self.detector.update(self.elapsed(), signal);
        self.heed(verdict);
    }

    pub(super) fn exit_wake(&mut self) {
        let verdict = self.detector.wake(self.elapsed());
        self.heed(verdict);
    }

    fn heed(&mut self, verdict: Option<Verdict>) {
        match verdict {
            None => {}
            Some(Verdict::Wake { at }) => {
                self.wake(Timer::Exit, at.saturating_sub(self.elapsed()));
            }
            Some(Verdict::Fire { kind, .. }) => {
                self.stage.fired = Some(kind.name());
                if let Some(index) = self.first(Some(Trigger::Exit)) {
                    self.candidate(index);
                }
            }
        }
    }

    fn candidate(&mut self, index: usize) {
        self.stage.asked = false;
        self.emit(Effect::Look(index));
    }

    /// `vitrin('show')`.
    pub(super) fn show(&mut self, id: &str) -> bool {
        let mut known = Vec::new();
        for (index, campaign) in self.settings.campaigns.iter().enumerate() {
            if campaign.id() == id {
                self.stage.asked = true;
                self.emit(Effect::Look(index));
                return true;
            }
            known.push(campaign.id());
        }
        let warning = Warning::unknown("unknown-campaign", "show", id, &known);
        self.warn(warning);
        false
    }

    /// The page was looked at: the last moment to think better of it.
    pub(super) fn looked(&mut self, index: usize, dialog: bool) {
        let may = self
            .judge(index, dialog, self.stage.asked)
            .is_some_and(|judgement| judgement.yes);
        if let (true, Some(campaign)) = (may, self.settings.campaigns.get(index)) {
            self.emit(Effect::Announce(Announcement {
                name: "vitrin-open",
                detail: Value::object()
                    .with("campaign", campaign.id())
                    .with("content", campaign.content().clone()),
                block: None,
                then: Then::Open(index),
            }));
        }
    }

    /// The page's handlers have had their say.
    pub(super) fn open(&mut self, index: usize, detail: Option<Value>) {
        let (Some(detail), Some(campaign)) = (detail, self.settings.campaigns.get(index)) else {
            return;
        };
        if self.stage.open.is_some() {
            return;
        }
        let cart_url = self
            .settings
            .cart_url
            .clone()
            .or_else(|| self.page.facts.cart_url.clone())
            .filter(|url| config::is_address(url));
        let content = campaign::resolve(
            detail.get("content"),
            &self.profile.cart,
            cart_url.as_deref(),
        );
        self.emit(Effect::Open(
            Value::object()
                .with("id", campaign.id())
                .with("format", "dialog")
                .with("close", "Close")
                .with("content", content),
        ));
        self.stage.open = Some(index);
        self.stage.converted = false;
    }

    pub(super) fn close_popup(&mut self, reason: &'static str) {
        if self.stage.open.is_some() {
            self.emit(Effect::Close(reason));
        }
    }

    pub(super) fn popup(&mut self, popup: Popup) {
        let Some(id) = self
            .stage
            .open
            .and_then(|index| self.settings.campaigns.get(index))
            .map(|campaign| campaign.id().to_owned())
        else {
            return;
        };
        let about = Value::object().with("campaign", id.as_str());
        match popup {
            Popup::Failed => self.stage.open = None,
            Popup::Opened => {
                self.profile.ledger.shown(&id, &self.profile.session.id);
                self.record("campaign_impression", about);
            }
            Popup::Clicked(click) => {
                self.went_on_inside();
                let label = click.get("label").text().map(str::to_owned);
                if click.get("action").text() != Some("close") {
                    self.stage.converted = true;
                    self.profile.ledger.mark(&id, Mark::Converted, self.now);
                }
                self.record("campaign_click", about.with("label", label));
            }
            Popup::Submitted(form) => self.lead(&id, &form),
            Popup::Closed(reason) => {
                self.stage.open = None;
                self.stage.closed = Some(self.now);
                if !self.stage.converted {
                    self.profile.ledger.mark(&id, Mark::Closed, self.now);
                }
                let about = about.with("reason", reason.as_str());
                self.record("campaign_close", about.clone());
                self.announce("vitrin-close", about);
            }
        }
        self.touch();
        // The shopper may be gone the next moment.
        self.save(self.page.gone);
    }

    /// A form was sent: the one place where an address is read.
    fn lead(&mut self, id: &str, form: &Value) {
        // A field that people do not see was filled in: it was no person.
        if form.get("trap").flag() == Some(true) {
            return;
        }
        let text = self
            .stage
            .open
            .and_then(|index| self.settings.campaigns.get(index))
            .and_then(|campaign| {
                campaign
                    .content()
                    .items()
                    .iter()
                    .map(|block| block.get("consent").get("text"))
                    .find(|text| !text.is_null())
            })
            .cloned()
            .unwrap_or_default();
        let mut fields = form.get("fields").clone();
        let agreed = !fields.get("consent").is_null();
        fields.put("consent", Value::NULL);
        let consent = Value::object()
            .with("given", agreed)
            .with("text", text)
            .with("at", self.now.iso());
        self.stage.converted = true;
        self.profile.lead = true;
        self.profile.ledger.mark(id, Mark::Converted, self.now);
        let about = Value::object().with("campaign", id);
        self.record(
            "lead_submit",
            about
                .clone()
                .with("lead", fields.clone())
                .with("consent", consent.with("double_opt_in", false)),
        );
        self.record("campaign_convert", about.clone());
        self.announce("vitrin-lead", about.with("lead", fields));
    }

    /// An event may be what a campaign was waiting for to end.
    pub(super) fn stop_campaigns(&mut self, name: &str) {
        for campaign in &self.settings.campaigns {
            let ledger = &mut self.profile.ledger;
            if campaign.ends_with(name) && !ledger.of(campaign.id()).get("shown").is_null() {
                ledger.mark(campaign.id(), Mark::Stopped, self.now);
            }
        }
    }

    fn judge(&self, index: usize, other_dialog: bool, asked: bool) -> Option<Judgement> {
        let campaign = self.settings.campaigns.get(index)?;
        let profile = &self.profile;
        let mut pieces: u32 = 0;
        for line in &profile.cart {
            pieces = pieces.saturating_add(line.quantity);
        }
        let visit = Value::object()
            .with("cart_count", pieces)
            .with("viewed", profile.views.len())
            .with("visits", profile.visits)
            .with("lead", profile.lead)
            .with("buyer", !profile.orders.is_empty());
        let moment = Moment {
            now: self.now,
            session: &profile.session.id,
            page_type: self.page.facts.page_type,
            key: self.stage.key,
            typing: self.stage.typing,
            open: self.stage.open.is_some(),
            other_dialog,
            may_send: self.consent.may_send(),
            closed: self.stage.closed,
        };
        Some(campaign::judge(
            campaign,
            &visit,
            &profile.ledger,
            &moment,
            asked,
        ))
    }

    /// What `explain` tells of campaigns.
    pub(super) fn explain_campaigns(&self) -> Value {
        let mut told = Vec::new();
        for (index, campaign) in self.settings.campaigns.iter().enumerate() {
            if let Some(judgement) = self.judge(index, false, false) {
                let open = self.stage.open == Some(index);
                told.push(
                    judgement
                        .told
                        .with("campaign", campaign.id())
                        .with("exit", self.stage.fired)
                        .with("open", open),
                );
            }
        }
        Value::list(told)
    }
}
