//! What can wait until the first block is drawn: telling, remembering, campaigns, calls, delivery.
//! `pack` moves functions named `afterwards`, and what only they call, into the module's second part; until that is here their work waits in order.

use core::mem::{replace, take};

use super::Engine;
use crate::core::campaign;
use crate::core::config::Settings;
use crate::core::consent::{Consent, Taken};
use crate::core::effect::{BlockId, Effect, Timer};
use crate::core::event::{Event, Popup};
use crate::core::profile::Profile;
use crate::core::recommend::{Kind, Merchant};
use crate::core::segment;
use crate::core::text::concat;
use crate::core::time::Time;
use crate::core::value::Value;
use crate::core::warning::Warning;

/// Something left to the second part.
pub(super) enum Later {
    /// An event that no block waits for, and when it happened.
    Heard(Time, Event),
    /// The settings have come or changed.
    Configured,
    /// Consent has come, changed or gone, and this of it was taken away.
    Consented(Consent, Taken),
    /// What is allowed now is to be told.
    Allowed,
    /// These outboxes were on the device; none when it has no storage.
    Opened(Vec<(String, String)>),
    /// This is what the device holds of ours, to be shown to these calls.
    Shown(Vec<u32>, Option<String>, Vec<(String, String)>),
    /// The device remembers this besides.
    Stored(Box<Profile>),
    /// A block of the page is of a kind that nobody knows.
    UnknownKind(String),
    /// A block stands in the document whose kind or heading is an experiment's.
    Varied {
        id: BlockId,
        kind: String,
        limit: Option<u32>,
        options: Value,
    },
    /// The page is understood and what it says is to be told.
    Understood {
        /// For the first time.
        first: bool,
        /// As another page than before.
        moved: bool,
    },
    /// Blocks of advice are open.
    Advice,
}

/// So many light things are one piece: a browser gives turns every few milliseconds at most.
const LIGHT: usize = 20;

impl Later {
    /// Whether it takes next to no time.
    fn is_light(&self) -> bool {
        matches!(
            self,
            Self::Heard(
                _,
                Event::Called { .. }
                    | Event::Answered { .. }
                    | Event::Layer(_)
                    | Event::BlockFilled(_)
                    | Event::BlockSeen(_)
            )
        )
    }
}

/// Where the second part is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Rest {
    /// On its way.
    Away,
    /// Here, and busy with what waited for it: a piece at a time, for all together would hold the page up.
    Busy,
    /// Here.
    Here,
}

impl Engine {
    /// Leaves something to the second part; done at once when that is here.
    pub(super) fn later(&mut self, what: Later) {
        self.leave(self.left.len(), what);
    }

    /// Leaves it something that comes before all that was heard meanwhile.
    pub(super) fn before_all_heard(&mut self, what: Later) {
        let heard = |left: &Later| matches!(left, Later::Heard(..));
        let first = self.left.iter().position(heard);
        self.leave(first.unwrap_or(self.left.len()), what);
    }

    fn leave(&mut self, place: usize, what: Later) {
        self.left.insert(place, what);
        while self.rest == Rest::Here && !self.left.is_empty() {
            self.next();
        }
    }

    /// Leaves an event to the second part.
    pub(super) fn hear_later(&mut self, event: Event) {
        let last_words = matches!(event, Event::Hidden | Event::Left);
        // What waits is of this page and this device: it is told once they are known.
        let first = matches!(event, Event::Read(_) | Event::Device(_)) && self.rest == Rest::Away;
        let heard = Later::Heard(self.now, event);
        if first {
            self.before_all_heard(heard);
        } else {
            self.later(heard);
        }
        // There may be no later turn.
        while last_words && self.rest == Rest::Busy {
            self.piece();
        }
    }

    /// The next piece of what waits for the second part; with the last, all of it is here.
    pub(super) fn catch_up(&mut self) {
        for _ in 0..LIGHT {
            self.piece();
            if !self.left.first().is_some_and(Later::is_light) {
                break;
            }
        }
        if self.rest == Rest::Busy {
            self.emit(Effect::Pause);
        }
    }

    fn piece(&mut self) {
        self.rest = Rest::Busy;
        if !self.left.is_empty() {
            self.next();
        }
        if self.left.is_empty() {
            self.rest = Rest::Here;
        }
    }

    fn next(&mut self) {
        let next = self.left.remove(0);
        self.afterwards(next);
    }

    /// A way into the second part.
    #[inline(never)]
    fn afterwards(&mut self, mut what: Later) {
        match &mut what {
            Later::Heard(at, event) => {
                // What is told of it happened then.
                let now = replace(&mut self.now, *at);
                self.hear_of(replace(event, Event::On));
                self.now = now;
            }
            Later::Configured => self.configured(),
            Later::Consented(consent, taken) => self.consented(*consent, *taken),
            Later::Allowed => self.allowed(),
            Later::Opened(outboxes) => self.opened(take(outboxes)),
            Later::Shown(calls, profile, outboxes) => {
                self.shown_stored(calls, take(profile), take(outboxes));
            }
            Later::UnknownKind(name) => self.warn(Warning::unknown(
                "unknown-kind",
                "vitrin-block",
                name,
                &Kind::names(),
            )),
            Later::Varied {
                id,
                kind,
                limit,
                options,
            } => self.varied(*id, kind, *limit, take(options)),
            Later::Stored(profile) => self.profile.merge(profile),
            Later::Understood { first, moved } => self.understood(*first, *moved),
            Later::Advice => self.fill_with_advice(),
        }
    }

    /// What is handed over is taken out of the event, so that what is left of it is given back in one place.
    fn hear_of(&mut self, mut event: Event) {
        match &mut event {
            Event::Read(snapshot) => self.read(snapshot),
            Event::Layer(entry) => self.layer(take(entry)),
            Event::Rewritten(profile) => self.rewritten(profile),
            Event::Routed => self.routed(),
            Event::Submitted(form) => self.submitted(form),
            Event::Requested(request) => self.requested(request),
            Event::Clicked { inside, card } => self.clicked(*inside, card),
            Event::Signal(signal) => self.signal(signal),
            Event::Drawn => self.drawn(),
            Event::Going => self.going(),
            Event::Depth(percent) => self.scrolled(*percent),
            Event::Hidden => self.hidden(),
            Event::Shown => self.shown(),
            Event::Left => self.left(),
            Event::Returned => self.returned(),
            Event::Fed(text) => self.fed(text.as_deref()),
            Event::Shelved { file, text } => self.shelved(file, take(text)),
            Event::BundleWanted(id) => self.bundle_wanted(*id),
            Event::Posted {
                batch,
                outcome,
                untold,
            } => self.posted(*batch, *outcome, *untold),
            Event::Woke(timer) => self.woke(*timer),
            Event::Answered { then, detail } => self.answered(*then, take(detail)),
            Event::BlockFilled(id) => self.block_filled(*id),
            Event::BlockSeen(id) => self.block_seen(*id),
            Event::CardClicked { block, index } => self.card_clicked(*block, *index),
            Event::Device(device) => self.stage.device = take(device),
            Event::Zone(name, ahead) => self.clock_is(name, take(ahead)),
            Event::Pressed(selector) => self.pull("click", &take(selector).into()),
            Event::Looked { campaign, dialog } => self.looked(*campaign, *dialog),
            Event::Popup(popup) => self.popup(replace(popup, Popup::Opened)),
            Event::Called { id, name, args } => self.called(*id, name, args),
            // The first part has dealt with the others.
            _ => {}
        }
    }

    fn woke(&mut self, timer: Timer) {
        match timer {
            Timer::Save => self.save(self.page.gone),
            Timer::Deliver => self.deliver(false),
            Timer::Exit => self.exit_wake(),
            Timer::Campaign => self.campaigns_due(),
            Timer::Adopt => self.look_for_outboxes(),
            Timer::Cart => self.cart_due(),
            Timer::Settle => self.emit(Effect::Read),
        }
    }

    fn configured(&mut self) {
        let (_, mut warnings) = Settings::read(&self.layers);
        let sends = self.address(&mut warnings);
        let asked = &self.settings.asked;
        for (name, segment) in asked.get("segments").fields() {
            segment::check(segment, &concat(&["segments.", name]), &mut warnings);
        }
        let merchant = Merchant::read(asked, &mut warnings);
        self.settings.campaigns = campaign::read(asked.get("campaigns"), sends, &mut warnings);
        self.settings.merchant = merchant;
        for warning in warnings {
            self.warn(warning);
        }
        self.watch_campaigns();
    }
}
