//! When: what happens is compared with what campaigns wait for, and those it brings up stand in line until they may be shown.
//! A moment of leaving does not wait; what else happens waits a little; what is reached on a page waits as long as the page is there.

use super::Engine;
use crate::core::campaign::{
    ARRIVING, Asked, CLICK, Campaign, PAGES, REACHED, Share, TRIGGERS, WAITING,
};
use crate::core::effect::{Effect, Timer};
use crate::core::exit_intent::{Signal, Verdict};
use crate::core::segment;
use crate::core::text::place;
use crate::core::time::{SECOND, Time};
use crate::core::value::Value;

/// How long something that happened is still a reason to speak of it: a banner is answered, a sentence typed.
const PATIENCE: u64 = 15 * SECOND;
/// How often what is reached by time is looked at.
const TICK: u64 = SECOND;
/// Signals of the shopper farther apart than this are a pause, not activity.
const ACTIVE_GAP: u64 = 5 * SECOND;

/// What was measured of this page for triggers, and who stands in line.
#[derive(Default)]
pub(super) struct Line {
    waiting: Vec<Waiting>,
    /// Campaigns by their number, with the trigger that was already reached on this page.
    reached: Vec<(usize, usize)>,
    page_at: Time,
    active: u64,
    acted_at: Option<Time>,
    /// The farthest that the page was scrolled, in percent.
    depth: i32,
    hidden_at: Option<Time>,
    ticking: bool,
}

struct Waiting {
    campaign: usize,
    until: Time,
    asked: Asked,
    /// What brought it up.
    trigger: &'static str,
}

impl Line {
    /// Whether the tab is in the background.
    pub(super) fn is_hidden(&self) -> bool {
        self.hidden_at.is_some()
    }

    /// What brought a campaign up that stands in line.
    pub(super) fn trigger_of(&self, campaign: usize) -> Option<&'static str> {
        let waiting = self.waiting.iter().find(|one| one.campaign == campaign);
        waiting.map(|one| one.trigger)
    }

    /// A campaign had its turn.
    pub(super) fn served(&mut self, campaign: usize) {
        self.keep(Time::default(), Some(campaign));
    }

    /// Keeps those who wait longer than this, but for one campaign.
    #[inline(never)]
    fn keep(&mut self, now: Time, served: Option<usize>) {
        self.waiting
            .retain(|one| one.until > now && Some(one.campaign) != served);
    }
}

impl Engine {
    /// Another page: what was about to be said was about the last one.
    pub(super) fn page_turned(&mut self) {
        let Line {
            hidden_at, ticking, ..
        } = self.stage.line;
        self.stage.line = Line {
            page_at: self.now,
            hidden_at,
            ticking,
            ..Line::default()
        };
        self.tick();
    }

    /// The address changes: nothing new is said until the next page is read.
    pub(super) fn page_turns(&mut self) {
        self.stage.line.waiting.clear();
        if self.stage.open.as_ref().is_some_and(|open| !open.seen) {
            self.close_popup("page");
        }
    }

    /// Something happened, or so much was reached; campaigns that wait for it come up.
    pub(super) fn pull(&mut self, trigger: &str, is: &Value) {
        let place = place(trigger, &TRIGGERS);
        if place.is_some_and(|place| self.line_up(place, is)) {
            self.next_in_line();
            self.tick();
        }
    }

    /// Puts campaigns in line that wait for this, and says whether there were any.
    fn line_up(&mut self, place: usize, is: &Value) -> bool {
        let trigger = TRIGGERS[place];
        let patience = match place {
            ..WAITING => 0,
            WAITING..REACHED => PATIENCE,
            _ => u64::MAX,
        };
        let line = &mut self.stage.line;
        let mut news = false;
        for campaign in &self.settings.campaigns {
            if !segment::matches(campaign.when(trigger), is) {
                continue;
            }
            let number = campaign.number();
            if place >= REACHED {
                if line.reached.contains(&(number, place)) {
                    continue;
                }
                line.reached.push((number, place));
            }
            line.served(number);
            line.waiting.push(Waiting {
                campaign: number,
                until: self.now.after(patience),
                asked: if place == CLICK {
                    Asked::Click
                } else {
                    Asked::No
                },
                trigger,
            });
            news = true;
        }
        news
    }

    /// The first that may be shown, by the order of the settings, is shown; who waited too long goes.
    fn next_in_line(&mut self) {
        if !self.stage.armed {
            return;
        }
        let mut next = None;
        for campaign in &self.settings.campaigns {
            let number = campaign.number();
            let mut waiting = self.stage.line.waiting.iter();
            if let Some(one) = waiting.find(|one| one.campaign == number)
                && self.judge(campaign, false, one.asked).yes
            {
                next = Some((number, one.asked));
                break;
            }
        }
        if let Some((number, asked)) = next {
            self.stage.asked = asked;
            self.emit(Effect::Look(number));
        }
        self.stage.line.keep(self.now, None);
    }

    /// Time has passed.
    pub(super) fn campaigns_due(&mut self) {
        self.stage.line.ticking = false;
        self.prepare();
        let line = &self.stage.line;
        let here = self.now.since(line.page_at);
        let acted = line.acted_at.unwrap_or(line.page_at);
        let idle = self.now.since(acted);
        let pages = self.profile.session.pages.into();
        // As `TRIGGERS` has them.
        let reached = [here, line.active, line.depth as u64, idle, pages];
        for (place, is) in reached.iter().enumerate() {
            self.line_up(REACHED + place, &(*is).into());
        }
        self.next_in_line();
        self.tick();
    }

    /// Looks again when there is something to look for: first when the shopper has arrived, then as long as somebody waits.
    pub(super) fn tick(&mut self) {
        let line = &self.stage.line;
        if !self.stage.armed || line.ticking || line.is_hidden() {
            return;
        }
        let mut wait = (!line.waiting.is_empty()).then_some(TICK);
        for campaign in &self.settings.campaigns {
            for (place, trigger) in TRIGGERS.iter().enumerate() {
                if !(REACHED..PAGES).contains(&place) {
                    continue;
                }
                let needs = campaign.when(trigger).count();
                if let Some(due) = needs
                    && !line.reached.contains(&(campaign.number(), place))
                {
                    let left = if place == REACHED {
                        due.saturating_sub(self.now.since(line.page_at)).max(1)
                    } else {
                        TICK
                    };
                    wait = Some(wait.unwrap_or(TICK).min(left));
                }
            }
        }
        let arriving = ARRIVING.saturating_sub(self.elapsed());
        if arriving > 0 && !self.settings.campaigns.is_empty() {
            wait = Some(arriving);
        }
        if let Some(wait) = wait {
            self.stage.line.ticking = true;
            self.wake(Timer::Campaign, wait);
        }
    }

    /// Fetches what a popup needs, once a campaign could open one.
    pub(super) fn prepare(&mut self) {
        if !self.stage.armed || self.stage.prepared || self.elapsed() < ARRIVING {
            return;
        }
        for campaign in &self.settings.campaigns {
            let shown = self.share(campaign) != Share::HeldOut;
            if shown && offers_itself(campaign) && self.judge(campaign, false, Asked::No).yes {
                self.stage.prepared = true;
                self.emit(Effect::Prepare);
                return;
            }
        }
    }

    pub(super) fn signal(&mut self, signal: &Signal) {
        let now = self.now;
        let line = &mut self.stage.line;
        let mut hidden = None;
        let mut acts = false;
        match signal {
            Signal::Key(_) => {
                self.stage.key = Some(now);
                acts = true;
            }
            Signal::Scroll(_, depth) => {
                line.depth = line.depth.max(*depth);
                acts = true;
            }
            Signal::Move(_) | Signal::Down(_) | Signal::TouchStart => acts = true,
            Signal::FieldFocus => self.stage.typing = true,
            Signal::FieldBlur => self.stage.typing = false,
            Signal::Hidden => line.hidden_at = Some(now),
            Signal::Shown => hidden = line.hidden_at.take(),
            _ => {}
        }
        if acts {
            let pause = now.since(line.acted_at.unwrap_or(now));
            if pause < ACTIVE_GAP {
                line.active += pause;
            }
            line.acted_at = Some(now);
        }
        if let Some(hidden) = hidden {
            self.pull("return", &now.since(hidden).into());
            self.tick();
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
                let trigger = if kind.is_pointed() { "exit" } else { "leave" };
                self.pull(trigger, &kind.name().into());
            }
        }
    }
}

/// Whether anything but a call or a click brings it up.
pub(super) fn offers_itself(campaign: &Campaign) -> bool {
    let mut offers = false;
    for (name, _) in campaign.get("when").fields() {
        offers |= name != "call" && name != "click";
    }
    offers
}
