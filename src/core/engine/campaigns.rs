//! Campaigns on stage: from a trigger over the arbiter to the open popup, and what the shopper makes of it.
//! Every way to a popup is the same way: a candidate, a look at the moment, the page's own say, the curtain.

use super::Engine;
use super::cart::Change;
use super::triggers::{Line, offers_itself};
use crate::core::campaign::{self, Asked, Campaign, Judgement, Mark, Moment, Places, Share};
use crate::core::config;
use crate::core::effect::{Announcement, Effect, Then};
use crate::core::event::Popup;
use crate::core::time::Time;
use crate::core::value::Value;
use crate::core::warning::Warning;

/// Why a bar goes when a dialog comes.
const WAY: &str = "way";
/// Ways to close that say "no"; a page or a call that closes says nothing for the shopper.
const NO: [&str; 3] = ["escape", "button", "backdrop"];

/// What is going on with popups.
pub(super) struct Stage {
    pub(super) armed: bool,
    watching: bool,
    pub(super) prepared: bool,
    pub(super) open: Option<Open>,
    /// Who asked for the candidate that the page is looked at for.
    pub(super) asked: Asked,
    /// Whether the page showed a dialog of its own when it was last looked at.
    covered: bool,
    closed: Option<Time>,
    pub(super) key: Option<Time>,
    pub(super) typing: bool,
    /// Cart changes of the last seconds.
    pub(super) changes: Vec<Change>,
    /// Where the exit detector stands, for `explain`.
    pub(super) fired: Option<&'static str>,
    pub(super) line: Line,
    /// What the browser says of the device.
    pub(super) device: Value,
    /// Minutes ahead of UTC by time zone.
    pub(super) zones: Value,
}

/// The popup on screen.
pub(super) struct Open {
    /// The campaign as it was when it opened, whatever becomes of the settings.
    pub(super) campaign: Campaign,
    variant: Option<String>,
    /// What the page's handlers made of its content.
    detail: Value,
    /// What its form took, until it is known to have arrived.
    pub(super) lead: Option<Value>,
    /// It is really there.
    pub(super) seen: bool,
    /// It did what it was for.
    pub(super) converted: bool,
}

impl Open {
    /// What events are told by that it led to.
    pub(super) fn about(&self) -> Value {
        Value::object()
            .with("campaign", self.campaign.id())
            .with("variant", self.variant.as_deref())
    }
}

impl Default for Stage {
    fn default() -> Self {
        Self {
            armed: false,
            watching: false,
            prepared: false,
            open: None,
            asked: Asked::No,
            covered: false,
            closed: None,
            key: None,
            typing: false,
            changes: Vec::new(),
            fired: None,
            line: Line::default(),
            device: Value::object(),
            zones: Value::object(),
        }
    }
}

impl Engine {
    /// The page is read: triggers begin to count.
    pub(super) fn arm_campaigns(&mut self) {
        if core::mem::replace(&mut self.stage.armed, true) {
            return;
        }
        self.announce("vitrin-ready", Value::from(&*self.page.facts));
        self.watch_campaigns();
        self.page_turned();
    }

    /// Listens and waits for what the campaigns of the settings need.
    pub(super) fn watch_campaigns(&mut self) {
        if !self.stage.armed {
            return;
        }
        let mut clicks = Vec::new();
        let mut zones: Vec<String> = Vec::new();
        let mut offers = false;
        for campaign in &self.settings.campaigns {
            offers |= offers_itself(campaign);
            for selector in campaign.when("click").each() {
                if let Some(selector) = selector.text().map(str::to_owned) {
                    clicks.push(selector);
                }
            }
            if campaign.get("schedule").is_map() {
                let zone = clock(campaign);
                if self.stage.zones.get(zone).is_null() {
                    zones.push(zone.to_owned());
                }
            }
        }
        if offers && !core::mem::replace(&mut self.stage.watching, true) {
            self.emit(Effect::Watch);
        }
        if !clicks.is_empty() {
            self.emit(Effect::Clicks(clicks));
        }
        for zone in zones {
            self.emit(Effect::Zone(zone));
        }
        self.tick();
    }

    /// So many minutes is a zone's clock ahead; the browser may not know the zone, and then its schedules never hold.
    pub(super) fn clock_is(&mut self, zone: &str, ahead: Value) {
        if ahead.is_null() {
            let expected = "an IANA time zone such as `Europe/Berlin`";
            self.warn(Warning::wrong("schedule.zone", expected, zone));
        }
        self.stage.zones.put(zone, ahead);
    }

    /// `vitrin('show')`.
    pub(super) fn show(&mut self, id: &str) -> bool {
        let mut known = Vec::new();
        for campaign in &self.settings.campaigns {
            if campaign.id() == id {
                self.stage.asked = Asked::Call;
                let number = campaign.number();
                self.emit(Effect::Look(number));
                return true;
            }
            known.push(campaign.id());
        }
        let warning = Warning::unknown("unknown-campaign", "show", id, &known);
        self.warn(warning);
        false
    }

    fn numbered(&self, number: usize) -> Option<&Campaign> {
        let mut campaigns = self.settings.campaigns.iter();
        campaigns.find(|campaign| campaign.number() == number)
    }

    /// What the visitor gets of a campaign.
    pub(super) fn share<'a>(&self, campaign: &'a Campaign) -> Share<'a> {
        let given = self.profile.notes.get("given");
        let holdout = self.settings.asked.get("holdout");
        campaign.share(&self.profile.visitor, given, holdout)
    }

    /// The page was looked at: the last moment to think better of it.
    pub(super) fn looked(&mut self, number: usize, dialog: bool) {
        let asked = self.stage.asked;
        let dialog = dialog || self.voices.asking();
        self.stage.covered = dialog;
        let Some(campaign) = self.numbered(number).cloned() else {
            return;
        };
        if !self.judge(&campaign, dialog, asked).yes {
            return;
        }
        self.stage.line.served(number);
        let share = self.share(&campaign);
        // What is asked for is not held back, and then not counted either.
        if share == Share::HeldOut && asked == Asked::No {
            self.exposed(&campaign, share.name());
            return;
        }
        let detail = Value::object()
            .with("campaign", campaign.id())
            .with("variant", share.name())
            .with("content", campaign.with(share).content().clone());
        self.emit(Effect::Announce(Announcement {
            name: "vitrin-open",
            detail,
            block: None,
            then: Then::Open(number),
        }));
    }

    /// Somebody was shown their variant, or would have been shown one.
    fn exposed(&mut self, campaign: &Campaign, variant: Option<&str>) {
        let id = campaign.id();
        let session = &self.profile.session.id;
        self.profile.ledger.shown(id, session, self.now);
        self.touch();
        self.compared(campaign, variant, Value::object().with("campaign", id));
    }

    /// A variant was before somebody's eyes, and stays theirs.
    pub(super) fn compared(&mut self, experiment: &Campaign, variant: Option<&str>, about: Value) {
        // Without consent there is nobody to be counted: the next page would choose anew.
        if let Some(variant) = variant.filter(|_| self.consent.may_store()) {
            let mut given = self.profile.notes.get("given").clone();
            if given.is_null() {
                given = Value::object();
            }
            given.put(&experiment.given_as(), variant);
            self.profile.keep("given", given, self.now);
            self.touch();
            let data = about.with("experiment", experiment.id());
            self.record("experiment_exposure", data.with("variant", variant));
        }
    }

    /// The page's handlers have had their say.
    pub(super) fn open(&mut self, number: usize, detail: Option<Value>) {
        let (Some(detail), Some(campaign)) = (detail, self.numbered(number)) else {
            return;
        };
        let share = self.share(campaign);
        let variant = match share {
            Share::HeldOut => None,
            share => share.name().map(str::to_owned),
        };
        let campaign = campaign.with(share);
        if self.is_taken(&campaign) {
            return;
        }
        let content = self.content(&campaign, &detail);
        // Nothing true to say is nothing to say.
        if content.items().is_empty() {
            return;
        }
        self.give_way();
        let asked = self.stage.asked == Asked::Call;
        self.emit(Effect::Open(campaign.popup(content).with("asked", asked)));
        self.stage.open = Some(Open {
            campaign,
            variant,
            detail,
            lead: None,
            seen: false,
            converted: false,
        });
    }

    /// Whether the stage is taken: by anything that stands over the page, and for a bar by another bar too.
    fn is_taken(&self, campaign: &Campaign) -> bool {
        let open = self.stage.open.as_ref();
        open.is_some_and(|open| campaign.is_beside() || !open.campaign.is_beside())
    }

    /// What stands beside the page goes for what is to stand over it; that is nobody's "no".
    fn give_way(&mut self) {
        if let Some(open) = self.stage.open.take() {
            self.emit(Effect::Close(WAY));
            self.closed(open.about(), "page");
        }
    }

    /// The popup did what it was for.
    pub(super) fn worked(&mut self) {
        if let Some(open) = &mut self.stage.open {
            open.converted = true;
            let id = open.campaign.id();
            self.profile.ledger.mark(id, Mark::Converted, self.now);
        }
    }

    /// Tells that a popup is gone, and why.
    fn closed(&mut self, about: Value, reason: &str) {
        let about = about.with("reason", reason);
        self.record("campaign_close", about.clone());
        self.announce("vitrin-close", about);
    }

    /// A campaign's content, with the page's own changes to it, filled in from the visit as it is now.
    fn content(&self, campaign: &Campaign, detail: &Value) -> Value {
        let url = self.settings.cart_url.as_ref();
        let url = url.or(self.page.facts.cart_url.as_ref());
        let places = Places {
            profile: &self.profile,
            cart_url: url
                .map(String::as_str)
                .filter(|url| config::is_address(url)),
            goal: campaign.get("goal"),
        };
        campaign::resolve(detail.get("content"), places)
    }

    /// The cart is another: what is open and counts it counts anew.
    pub(super) fn recount(&mut self) {
        if let Some(open) = &self.stage.open
            && open.campaign.counts()
        {
            let content = self.content(&open.campaign, &open.detail);
            let popup = open.campaign.popup(content);
            self.emit(Effect::Open(popup));
        }
    }

    pub(super) fn close_popup(&mut self, reason: &'static str) {
        if self.stage.open.is_some() {
            self.emit(Effect::Close(reason));
        }
    }

    pub(super) fn popup(&mut self, popup: Popup) {
        let Some(open) = &mut self.stage.open else {
            return;
        };
        let about = open.about();
        match popup {
            Popup::Failed => self.stage.open = None,
            Popup::Opened => {
                open.seen = true;
                let (campaign, variant) = (open.campaign.clone(), open.variant.clone());
                self.exposed(&campaign, variant.as_deref());
                self.record("campaign_impression", about);
            }
            Popup::Clicked(click) => {
                if matches!(click.get("action").text(), Some("cart" | "follow")) {
                    self.worked();
                }
                self.went_on("campaign_click", "label", &click);
            }
            Popup::Submitted(form) => self.lead(about, &form),
            Popup::Stepped(step) => self.went_on("campaign_step", "step", &step),
            Popup::Given(given) => {
                let code = given.get("coupon").clone();
                self.profile.keep("coupon", code, self.now);
            }
            Popup::Copied(copied) => {
                self.worked();
                self.went_on("coupon_copied", "coupon", &copied);
            }
            // It was told when it gave way.
            Popup::Closed(reason) if reason == WAY => return,
            Popup::Closed(reason) => {
                if !open.converted && NO.contains(&reason.as_str()) {
                    let id = open.campaign.id();
                    self.profile.ledger.mark(id, Mark::Closed, self.now);
                }
                self.stage.open = None;
                self.stage.closed = Some(self.now);
                self.closed(about, &reason);
            }
        }
        self.touch();
        // The shopper may be gone the next moment.
        self.save(self.page.gone);
    }

    /// The shopper did something in the popup that is told with one fact.
    #[inline(never)]
    fn went_on(&mut self, name: &str, fact: &str, detail: &Value) {
        self.went_on_inside();
        if let Some(open) = &self.stage.open {
            let about = open.about().with(fact, detail.get(fact).clone());
            self.record(name, about);
        }
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

    pub(super) fn judge(&self, campaign: &Campaign, other_dialog: bool, asked: Asked) -> Judgement {
        let zone = self.stage.zones.get(clock(campaign));
        let moment = Moment {
            now: self.now,
            elapsed: self.elapsed(),
            session: &self.profile.session.id,
            page_type: self.page.facts.page_type,
            key: self.stage.key,
            typing: self.stage.typing,
            open: self.is_taken(campaign),
            hidden: self.stage.line.is_hidden(),
            other_dialog,
            may_send: self.consent.may_send(),
            closed: self.stage.closed,
            clock: zone.number().map(|ahead| ahead.trunc()),
        };
        campaign::judge(
            campaign,
            &self.facts(),
            &self.profile.ledger,
            &moment,
            asked,
        )
    }

    /// What `explain` tells of campaigns.
    pub(super) fn explain_campaigns(&self) -> Value {
        let mut told = Vec::new();
        for campaign in &self.settings.campaigns {
            let mut open = false;
            if let Some(shown) = &self.stage.open {
                open = shown.campaign.id() == campaign.id();
            }
            told.push(
                self.judge(campaign, self.stage.covered, Asked::No)
                    .told
                    .with("campaign", campaign.id())
                    .with("when", campaign.get("when").clone())
                    .with("waiting", self.stage.line.trigger_of(campaign.number()))
                    .with("variant", self.share(campaign).name())
                    .with("exit", self.stage.fired)
                    .with("open", open),
            );
        }
        Value::list(told)
    }
}

/// The name of the time zone by which a campaign's schedule goes; none is the device's.
fn clock(campaign: &Campaign) -> &str {
    let zone = campaign.get("schedule").get("zone");
    zone.text().unwrap_or("here")
}
