//! What tabs of one browser and pages that ended leave each other on the device: words of consent, profiles, and what is still to be sent.
//! Nothing is held between them but a lease: a page that sleeps or dies keeps no other waiting for long.

use core::mem::replace;

use super::Engine;
use super::memory::{PROFILE_KEY, Waking};
use crate::core::consent::{ANALYTICS, Rule, Taken, Word};
use crate::core::effect::{Effect, Timer};
use crate::core::json;
use crate::core::outbox::{self, CLAIM, Claim};
use crate::core::profile::Profile;
use crate::core::text::place;
use crate::core::value::Value;

/// For a moment this stands in place of the profile: other tabs hear of every write to its key, and nobody of a removal where nothing was.
/// By what was taken away; the first is a wish to be forgotten.
const TAKEN: [&str; 4] = ["0", "1", "2", "3"];

impl Engine {
    /// Other tabs hear of it by the profile's key, which then holds what it should. What is still to be read is not written over.
    pub(super) fn tell_tabs(&mut self, taken: Taken) {
        let stays = self.consent.may_store() && taken > 0;
        if !self.memory.open || self.memory.foreign || stays && self.memory.reading {
            return;
        }
        let text = TAKEN[usize::from(taken) % TAKEN.len()].to_owned();
        self.emit(Effect::Write(PROFILE_KEY.to_owned(), Some(text)));
        if stays {
            self.memory.changed = true;
            self.save(self.page.gone);
        } else {
            self.emit(Effect::Write(PROFILE_KEY.to_owned(), None));
        }
    }

    /// What other pages of this shop have left unsent is ours to send.
    pub(super) fn opened(&mut self, outboxes: Vec<(String, String)>) {
        self.forget_old();
        self.touch();
        let mut again = u64::MAX;
        let mut settles = false;
        let waking = replace(&mut self.memory.waking, Waking::No);
        if waking != Waking::No && !self.memory.refused {
            let mut ours = false;
            for (key, text) in &outboxes {
                if *key == self.memory.outbox_key
                    && let Ok(stored) = json::read(text)
                {
                    ours = stored.get("by").text() == Some(&*self.memory.document);
                }
            }
            if !ours {
                self.outbox.taken_over();
                // What it has stored since is no part of what was taken over.
                let name = self.chance.ulid(self.now);
                self.memory.rename(name);
            }
            let young = waking == Waking::Looks || self.now.since(self.memory.renewed) < CLAIM;
            settles = ours && young && !self.memory.hidden && !self.page.gone;
            if settles {
                again = CLAIM + self.chance.bits() % CLAIM;
            }
            self.memory.renewed = self.now;
            self.save(self.page.gone);
        }
        let mut adopted = false;
        for (key, text) in outboxes {
            if key == self.memory.outbox_key || !self.consent.may_send() {
                continue;
            }
            let chance = self.chance.bits();
            match outbox::claim(self.now, &text, &self.memory.document, chance) {
                Claim::Free(claimed, settles) => {
                    self.emit(Effect::Write(key, Some(claimed)));
                    again = again.min(settles);
                }
                Claim::Held(span, stored) => {
                    self.outbox.heed(self.now, &stored);
                    again = again.min(span);
                }
                Claim::Ours => {
                    self.outbox.adopt(self.now, &text);
                    self.emit(Effect::Write(key, None));
                    adopted = true;
                }
                Claim::Corrupt => self.emit(Effect::Write(key, None)),
                Claim::Foreign => {}
            }
        }
        if adopted {
            // What is ours now must not be lost with this page.
            self.memory.holds_outbox = true;
            self.memory.renewed = self.now;
            self.save(self.page.gone);
        }
        if again < u64::MAX {
            self.wake(Timer::Adopt, again + 1);
        }
        if settles {
            self.memory.waking = Waking::Settles;
        }
        self.release_waiting();
        if core::mem::take(&mut self.memory.reading) && self.consent.analytics == Word::Denied {
            // What other tabs were told earlier may be another word.
            self.tell_tabs(ANALYTICS);
        }
        if core::mem::take(&mut self.memory.untold) {
            self.allowed();
        }
    }

    /// Whether this page has slept for longer than its lease, so that another may have taken over what it had stored: then it looks before it goes on.
    pub(super) fn slept(&mut self) -> bool {
        let memory = &mut self.memory;
        let late = self.now < memory.renewed || self.now.since(memory.renewed) > memory.lease;
        // Who is being left cannot wait for a claim to stand.
        let last = memory.waking == Waking::Settles && (memory.hidden || self.page.gone);
        if last || memory.waking == Waking::No && memory.holds_outbox && !memory.refused && late {
            memory.waking = Waking::Looks;
            if !replace(&mut memory.looking, true) {
                self.emit(Effect::Load {
                    profile: self.consent.may_store(),
                    outboxes: true,
                });
            }
        }
        self.memory.waking != Waking::No
    }

    /// Other pages may have left something, or were ended without a word.
    pub(super) fn look_for_outboxes(&mut self) {
        if self.consent.may_send() && !self.page.gone && self.memory.open {
            self.memory.looking = true;
            self.emit(Effect::Load {
                profile: false,
                outboxes: true,
            });
        }
    }

    /// All that the device holds of ours is to be shown, when what changed is stored.
    pub(super) fn show_stored(&mut self, call: u32) {
        self.save(self.page.gone);
        if self.memory.shown.is_empty() {
            // Who asks what is stored is told, whatever is allowed by now.
            self.emit(Effect::Load {
                profile: true,
                outboxes: true,
            });
        }
        self.memory.shown.push(call);
    }

    /// Exactly what is stored: the profile, this document's outbox, and those of other tabs and of pages that ended by their keys.
    pub(super) fn shown_stored(
        &mut self,
        calls: &[u32],
        profile: Option<String>,
        outboxes: Vec<(String, String)>,
    ) {
        let read = |text: &str| json::read(text).unwrap_or_else(|_| text.into());
        let mut stored = Value::object();
        if let Some(text) = profile {
            stored.put("profile", read(&text));
        }
        let mut others = Value::object();
        for (key, text) in outboxes {
            if key == self.memory.outbox_key {
                stored.put("outbox", read(&text));
            } else {
                others.put(&key, read(&text));
            }
        }
        if !others.fields().is_empty() {
            stored.put("others", others);
        }
        for call in calls {
            self.emit(Effect::Reply(*call, stored.clone()));
        }
    }

    /// Another tab has written the profile, or taken it away.
    pub(super) fn rewritten(&mut self, text: &str) {
        let taken = place(text, &TAKEN);
        // That its profile is gone is no news to somebody who has none.
        let gone = text.is_empty() && self.consent.personalization != Word::Denied;
        if taken.is_some() || gone {
            let taken = taken.unwrap_or(0) as Taken;
            if taken == 0 {
                // A wish to be forgotten, or a "no" that nobody could tell of.
                self.begin_as_stranger();
                self.outbox.clear();
                self.records.forget();
            }
            if taken > 0 || self.settings.consent != Rule::Granted {
                // It holds here too, until somebody comes to say yes.
                self.voices.take(taken);
                self.memory.echo = true;
                self.agree();
                self.memory.echo = false;
            }
        } else if self.consent.may_store()
            && let Ok(theirs) = Profile::read(text)
        {
            self.memory.kept = true;
            let (views, cart_at) = (theirs.views.len(), theirs.cart_at);
            self.profile.merge(&theirs);
            // Two tabs have written at once, and what only this one knows was written over.
            if self.profile.views.len() > views || self.profile.cart_at > cart_at {
                self.touch();
            }
        }
    }
}
