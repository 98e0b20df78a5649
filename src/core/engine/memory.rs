//! What is written to the device and when: never before consent, never on the path of a call, one truth across tabs.
//! A storage that is blocked, full or of a later version costs the memory of later visits, not this one.

use super::Engine;
use super::later::{Later, Rest};
use crate::core::consent::{Consent, Taken, Word};
use crate::core::effect::{Effect, Timer};
use crate::core::event::Event;
use crate::core::outbox::{CLAIM, LEASE, Outbox};
use crate::core::profile::{Profile, Unusable};
use crate::core::text::concat;
use crate::core::time::{DAY, Time};
use crate::core::value::Value;
use crate::core::warning::Warning;

/// The key of the profile. All that we store begins with it.
pub const PROFILE_KEY: &str = "vitrin";
/// Keys of outboxes: one a document, so that tabs do not write over each other.
pub const OUTBOX_KEY: &str = "vitrin.out.";
/// What changed is written this much later, in one go: an event counts as kept after 250 ms.
const SAVE_AFTER: u64 = 200;
/// A cart that nobody has touched for so long is no longer there in most shops.
const CART_KEPT: u64 = 30 * DAY;
/// While events wait, the outbox on the device is renewed, or another page may think us gone.
const RENEW_AFTER: u64 = 5000;

/// A document that slept: another may have taken over what it had stored.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Waking {
    /// It is awake.
    #[default]
    No,
    /// It looks. Nothing is sent or written before that.
    Looks,
    /// It was ours and is written again: should another have taken it at that moment, the later write stands.
    Settles,
}

/// Where the memory stands.
#[derive(Default)]
pub(super) struct Memory {
    /// This document's name among those that have outboxes.
    pub(super) document: String,
    pub(super) outbox_key: String,
    /// Whether a write is already due; renewing a lease is none.
    pub(super) due: bool,
    /// Whether the profile has anything that the device does not.
    pub(super) changed: bool,
    /// Whether the device holds a profile of ours.
    pub(super) kept: bool,
    /// Whether the outbox on the device holds anything of ours.
    pub(super) holds_outbox: bool,
    /// When it was written last.
    pub(super) renewed: Time,
    /// How long after that nobody can have taken it over.
    pub(super) lease: u64,
    /// The storage was read: one that refuses later is full.
    pub(super) open: bool,
    /// It is read for outboxes of others only.
    pub(super) looking: bool,
    /// It is read to be shown: the calls that wait for it.
    pub(super) shown: Vec<u32>,
    /// It is read because consent has come.
    pub(super) reading: bool,
    /// What consent has come is to be told when that is done.
    pub(super) untold: bool,
    /// What is taken away was taken away in another tab, which has told all others.
    pub(super) echo: bool,
    /// The page is in the background, where it may be ended without a word.
    pub(super) hidden: bool,
    /// The storage was refused: all stays in memory, but for one more attempt when the page is left.
    pub(super) refused: bool,
    /// Whether what it holds is ours still.
    pub(super) waking: Waking,
    /// A later version's profile is there: it is not ours to write over.
    pub(super) foreign: bool,
}

impl Memory {
    pub(super) fn new(document: String) -> Self {
        let mut memory = Self::default();
        memory.rename(document);
        memory
    }

    /// From now on this document stores its outbox in this name.
    pub(super) fn rename(&mut self, document: String) {
        self.outbox_key = concat(&[OUTBOX_KEY, &document]);
        self.document = document;
        self.holds_outbox = false;
    }

    /// The outbox as it is written.
    pub(super) fn outbox(&self, outbox: &mut Outbox, now: Time, leaving: bool) -> Option<String> {
        outbox.stored(now, &self.document, leaving)
    }
}

impl Engine {
    /// Does what follows from all words together; true when that is something else than before.
    pub(super) fn agree(&mut self) -> bool {
        let together = self.voices.together(self.settings.consent);
        let changed = together != self.consent;
        if changed {
            self.allow(together);
        }
        changed
    }

    /// The shop has said what is allowed. Where that opens the device, it may hold that this was told on an earlier page.
    pub(super) fn tell_consent(&mut self) {
        if self.memory.reading {
            self.memory.untold = true;
        } else {
            self.later(Later::Allowed);
        }
    }

    /// A word that was told already is no news.
    pub(super) fn allowed(&mut self) {
        let consent = Value::from(self.consent);
        if *self.profile.notes.get("consent") != consent {
            self.profile.notes.put("consent", consent.clone());
            self.touch();
            self.record("consent_update", Value::object().with("consent", consent));
        }
    }

    /// Consent has come, changed or gone.
    fn allow(&mut self, consent: Consent) {
        let before = core::mem::replace(&mut self.consent, consent);
        let taken = if self.memory.echo {
            0
        } else {
            before.taken(consent)
        };
        self.later(Later::Consented(consent, taken));
        // A "no" holds at once: what it takes away is gone before anybody has time to think about the rest.
        if consent.personalization == Word::Denied {
            self.forget_profile();
        }
        if consent.analytics == Word::Denied {
            self.erase_outboxes();
        }
        let profile = consent.may_store() && !before.may_store();
        let outboxes = consent.may_send() && !before.may_send();
        if profile && self.settings.drops_early {
            self.profile = Profile::new(self.now, &mut self.chance);
        }
        self.memory.reading = profile || outboxes;
        if profile || outboxes {
            self.emit(Effect::Load { profile, outboxes });
        }
    }

    /// What a "no" takes away is taken away.
    pub(super) fn consented(&mut self, consent: Consent, taken: Taken) {
        if consent.personalization == Word::Denied {
            self.outbox.anonymize();
        }
        if consent.analytics == Word::Denied {
            self.forget_records();
        }
        if taken > 0 {
            self.tell_tabs(taken);
        }
    }

    /// Nothing of the shopper stays, here or on the device.
    pub(super) fn forget_profile(&mut self) {
        self.memory.foreign = false;
        self.emit(Effect::Erase {
            profile: true,
            outboxes: false,
        });
        self.begin_as_stranger();
    }

    /// Nothing is known of the shopper any more, nor shown.
    pub(super) fn begin_as_stranger(&mut self) {
        self.profile = Profile::new(self.now, &mut self.chance);
        self.memory.kept = false;
        self.blocks.start_over();
        self.fill_blocks();
    }

    /// Also what other documents have left.
    fn erase_outboxes(&mut self) {
        self.emit(Effect::Erase {
            profile: false,
            outboxes: true,
        });
    }

    pub(super) fn forget_records(&mut self) {
        self.outbox.clear();
        self.outbox.dropped.denied += self.records.waiting() as u32;
        self.records.forget();
        self.memory.holds_outbox = false;
        self.erase_outboxes();
    }

    pub(super) fn loaded(&mut self, profile: Option<String>, outboxes: Vec<(String, String)>) {
        let shown = core::mem::take(&mut self.memory.shown);
        if !shown.is_empty() {
            return self.later(Later::Shown(shown, profile, outboxes));
        }
        self.memory.open = true;
        if core::mem::take(&mut self.memory.looking) {
            return self.later(Later::Opened(outboxes));
        }
        let stored = profile.as_deref().map(Profile::read);
        let gone = match &stored {
            None => true,
            Some(Ok(stored)) => stored.visitor != self.profile.visitor,
            Some(Err(_)) => false,
        };
        let memory = &self.memory;
        let slept = memory.waking == Waking::Looks && memory.kept && !memory.refused;
        if slept && gone && self.consent.may_store() {
            // Who slept heard nothing of a "no", or of a wish to be forgotten.
            self.hear_later(Event::Rewritten(String::new()));
        }
        if self.consent.may_store()
            && let Some(stored) = stored
        {
            match stored {
                Ok(mut stored) => {
                    self.memory.kept = true;
                    let kept = self.settings.retention.unwrap_or(u64::MAX);
                    // A shopper who was away for longer is a stranger.
                    if self.now.since(stored.session.last) <= kept {
                        // The newest are in front.
                        while (stored.views.last())
                            .is_some_and(|view| self.now.since(view.at) > kept)
                        {
                            stored.views.pop();
                        }
                        // Before the second part is here nothing was noted that would have to join it.
                        if self.rest != Rest::Away {
                            self.later(Later::Stored(Box::new(stored)));
                        } else {
                            self.profile = stored;
                        }
                    }
                }
                Err(Unusable::Corrupt) => {}
                Err(Unusable::Newer) => {
                    self.memory.foreign = true;
                    self.warn(Warning::new(
                        "newer-profile",
                        &["the stored profile is of a later version; this page does not change it"],
                    ));
                }
            }
        }
        if self.now.since(self.profile.cart_at) > CART_KEPT {
            self.profile.cart.clear();
        }
        self.profile.renew(self.now, &mut self.chance);
        self.later(Later::Opened(outboxes));
        self.fetch_feed();
        self.fill_blocks();
    }

    pub(super) fn storage_refused(&mut self) {
        let shown = core::mem::take(&mut self.memory.shown);
        if !shown.is_empty() {
            return self.later(Later::Shown(shown, None, Vec::new()));
        }
        self.memory.refused = true;
        self.memory.looking = false;
        self.later(Later::Opened(Vec::new()));
        self.fetch_feed();
        self.fill_blocks();
    }

    /// The shop was searched.
    pub(super) fn searched(&mut self, term: &str, data: Value) {
        self.profile.searched(term, self.now);
        self.touch();
        self.record("search", data);
    }

    /// Nothing is remembered for longer than the shop keeps anything.
    pub(super) fn forget_old(&mut self) {
        if let Some(kept) = self.settings.retention {
            self.profile.age(self.now, kept);
        }
    }

    /// Something changed that the device should remember.
    pub(super) fn touch(&mut self) {
        self.memory.changed = true;
        let allowed = self.consent.may_store() || self.consent.may_send();
        if !allowed || self.memory.refused {
            return;
        }
        if self.page.gone {
            // There will be no later.
            self.save(true);
        } else if !core::mem::replace(&mut self.memory.due, true) {
            if self.memory.hidden {
                // Timers are late in the background: once for all that this task tells of, when it has told it.
                self.emit(Effect::Pause);
            } else {
                self.wake(Timer::Save, SAVE_AFTER);
            }
        }
    }

    /// Writes what changed. `leaving` gives the outbox free for the next page.
    pub(super) fn save(&mut self, leaving: bool) {
        self.memory.due = false;
        if self.memory.refused && !(leaving && self.memory.open) {
            return;
        }
        let changed = core::mem::take(&mut self.memory.changed);
        if changed && self.consent.may_store() && !self.memory.foreign {
            self.memory.kept = true;
            self.forget_old();
            let text = self.profile.write();
            self.emit(Effect::Write(PROFILE_KEY.to_owned(), Some(text)));
        }
        if self.consent.may_send() && !self.slept() {
            let text = self.memory.outbox(&mut self.outbox, self.now, leaving);
            if text.is_some() || self.memory.holds_outbox {
                self.memory.holds_outbox = text.is_some();
                self.memory.renewed = self.now;
                self.memory.lease = if leaving { CLAIM } else { LEASE };
                if text.is_some() && !leaving {
                    // Whatever happens before that is written sooner.
                    self.wake(Timer::Save, RENEW_AFTER);
                }
                self.emit(Effect::Write(self.memory.outbox_key.clone(), text));
            }
        }
    }
}
