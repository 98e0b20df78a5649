//! A document in the background, left, and brought back: what waits is handed over before there is no later.
//! Any of these may be the last that is heard of a page.

use super::Engine;
use super::memory::Waking;
use crate::core::effect::{Effect, Timer};
use crate::core::exit_intent::Signal;

impl Engine {
    pub(super) fn hidden(&mut self) {
        self.memory.hidden = true;
        self.looks_away();
        self.signal(&Signal::Hidden);
        self.deliver(true);
        // Chromium tells of leaving first and of hiding after it: what was given free stays free for the next page.
        self.save(self.page.gone);
    }

    pub(super) fn shown(&mut self) {
        self.memory.hidden = false;
        self.looks();
        self.outbox.returned(false);
        if !self.slept() {
            self.deliver(false);
            self.look_for_outboxes();
        }
        self.signal(&Signal::Shown);
    }

    /// The document is being left.
    pub(super) fn left(&mut self) {
        self.looks_away();
        self.leave_till();
        if !core::mem::replace(&mut self.page.gone, true) {
            self.leave_behind();
        }
        self.deliver(true);
        self.save(true);
    }

    /// The document is back from the back/forward cache: a page seen again.
    pub(super) fn returned(&mut self) {
        self.page.begin_again();
        self.memory.hidden = false;
        self.outbox.returned(true);
        self.close_popup("page");
        let (profile, outboxes) = (self.consent.may_store(), self.consent.may_send());
        if profile || outboxes {
            self.memory.waking = Waking::Looks;
            self.emit(Effect::Load { profile, outboxes });
        }
        self.blocks.start_over();
        self.emit(Effect::Read);
        self.wake(Timer::Deliver, 0);
    }
}
