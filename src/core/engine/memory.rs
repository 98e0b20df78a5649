//! What is written to the device and when: never before consent, never on the path of a call, one truth across tabs.
//! A storage that is blocked, full or of a later version costs the memory of later visits, not this one.

use super::Engine;
use super::later::{Later, Rest};
use crate::core::consent::{ANALYTICS, Consent, Rule, Taken, Word};
use crate::core::effect::{Effect, Timer};
use crate::core::email::veiled;
use crate::core::json;
use crate::core::outbox::{self, Claim, Outbox};
use crate::core::profile::{Profile, Unusable};
use crate::core::text::{concat, place};
use crate::core::time::{DAY, Time};
use crate::core::value::Value;
use crate::core::warning::Warning;

/// The key of the profile. All that we store begins with it.
pub const PROFILE_KEY: &str = "vitrin";
/// Keys of outboxes: one a document, so that tabs do not write over each other.
pub const OUTBOX_KEY: &str = "vitrin.out.";
/// For a moment this stands in place of the profile: other tabs hear of every write to its key, and nobody of a removal where nothing was.
/// By what was taken away; the first is a wish to be forgotten.
const TAKEN: [&str; 4] = ["0", "1", "2", "3"];
/// What changed is written this much later, in one go: an event counts as kept after 250 ms.
const SAVE_AFTER: u64 = 200;
/// A cart that nobody has touched for so long is no longer there in most shops.
const CART_KEPT: u64 = 30 * DAY;
/// While events wait, the outbox on the device is renewed, or another page may think us gone.
const RENEW_AFTER: u64 = 5000;

/// Where the memory stands.
#[derive(Default)]
pub(super) struct Memory {
    /// This document's name among those that have outboxes.
    document: String,
    outbox_key: String,
    /// Whether a write is already due; renewing a lease is none.
    pub(super) due: bool,
    /// Whether the profile has anything that the device does not.
    pub(super) changed: bool,
    /// Whether the device holds a profile of ours.
    pub(super) kept: bool,
    /// Whether the outbox on the device holds anything of ours.
    holds_outbox: bool,
    /// The storage was read: one that refuses later is full.
    open: bool,
    /// It is read for outboxes of others only.
    looking: bool,
    /// It is read to be shown: the calls that wait for it.
    shown: Vec<u32>,
    /// It is read because consent has come.
    reading: bool,
    /// What consent has come is to be told when that is done.
    untold: bool,
    /// What is taken away was taken away in another tab, which has told all others.
    echo: bool,
    /// The page is in the background, where it may be ended without a word.
    pub(super) hidden: bool,
    /// The storage was refused: all stays in memory, but for one more attempt when the page is left.
    refused: bool,
    /// The document came back from the back/forward cache; another may have taken its outbox over.
    pub(super) returning: bool,
    /// A later version's profile is there: it is not ours to write over.
    foreign: bool,
}

impl Memory {
    pub(super) fn new(document: String) -> Self {
        Self {
            outbox_key: concat(&[OUTBOX_KEY, &document]),
            document,
            ..Self::default()
        }
    }

    /// The outbox as it is written.
    pub(super) fn outbox(&self, outbox: &Outbox, now: Time, leaving: bool) -> Option<String> {
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
    fn begin_as_stranger(&mut self) {
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
        self.memory.open = true;
        if !self.memory.shown.is_empty() {
            return self.later(Later::Shown(profile, outboxes));
        }
        if core::mem::take(&mut self.memory.looking) {
            return self.later(Later::Opened(outboxes));
        }
        if let Some(text) = profile {
            match Profile::read(&text) {
                Ok(mut stored) => {
                    self.memory.kept = true;
                    let kept = self.settings.retention.unwrap_or(u64::MAX);
                    // A shopper who was away for longer is a stranger.
                    if self.now.since(stored.session.last) <= kept {
                        stored.views.retain(|view| self.now.since(view.at) <= kept);
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

    /// What other pages of this shop have left unsent is ours to send.
    pub(super) fn opened(&mut self, outboxes: Vec<(String, String)>) {
        self.touch();
        if core::mem::take(&mut self.memory.returning)
            && !outboxes
                .iter()
                .any(|(key, _)| *key == self.memory.outbox_key)
        {
            self.outbox.taken_over();
        }
        let mut again = u64::MAX;
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
            self.save(self.page.gone);
        }
        if again < u64::MAX {
            self.wake(Timer::Adopt, again + 1);
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
        self.memory.shown.push(call);
        if self.memory.open && (self.consent.may_store() || self.consent.may_send()) {
            self.emit(Effect::Load {
                profile: true,
                outboxes: true,
            });
        } else {
            self.shown_stored(None, Vec::new());
        }
    }

    /// Exactly what is stored: the profile, this document's outbox, and those of other tabs and of pages that ended by their keys.
    pub(super) fn shown_stored(
        &mut self,
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
        for call in core::mem::take(&mut self.memory.shown) {
            self.emit(Effect::Reply(call, stored.clone()));
        }
    }

    pub(super) fn rewritten(&mut self, text: &str) {
        let taken = place(text, &TAKEN).unwrap_or(0);
        if taken > 0 {
            // A "no" in another tab holds here too, until somebody speaks again.
            self.voices.take(taken as Taken);
            self.memory.echo = true;
            self.agree();
            self.memory.echo = false;
        } else if text.is_empty() && self.consent.personalization == Word::Denied {
            // That its profile is gone is no news to somebody who has none.
        } else if text.is_empty() || text == TAKEN[0] {
            // A wish to be forgotten in another tab, or a "no" that nobody could tell of, holds here too, until the shop speaks again.
            self.begin_as_stranger();
            self.outbox.clear();
            self.records.forget();
            if self.settings.consent != Rule::Granted {
                self.voices.forget();
                self.consent = Consent::default();
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

    pub(super) fn storage_refused(&mut self) {
        self.memory.refused = true;
        self.memory.looking = false;
        if !self.memory.shown.is_empty() {
            self.later(Later::Shown(None, Vec::new()));
        }
        self.later(Later::Opened(Vec::new()));
        self.fetch_feed();
        self.fill_blocks();
    }

    /// The shop was searched.
    pub(super) fn searched(&mut self, term: &str, data: Value) {
        self.profile.searched(&veiled(term), self.now);
        self.touch();
        self.record("search", data);
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
            let text = self.profile.write();
            self.emit(Effect::Write(PROFILE_KEY.to_owned(), Some(text)));
        }
        if self.consent.may_send() {
            let text = self.memory.outbox(&self.outbox, self.now, leaving);
            if text.is_some() || self.memory.holds_outbox {
                self.memory.holds_outbox = text.is_some();
                if text.is_some() && !leaving {
                    // Whatever happens before that is written sooner.
                    self.wake(Timer::Save, RENEW_AFTER);
                }
                self.emit(Effect::Write(self.memory.outbox_key.clone(), text));
            }
        }
    }
}
