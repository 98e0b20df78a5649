//! A form was sent: the one place where an address is read. It is a lead at once, and done when a destination has it.

use super::Engine;
use crate::core::effect::Effect;
use crate::core::value::Value;

impl Engine {
    pub(super) fn lead(&mut self, about: Value, form: &Value) {
        // A field that people do not see was filled in: it was no person.
        if form.get("trap").flag() == Some(true) {
            return;
        }
        let fields = form.get("fields");
        let Some(open) = &mut self.stage.open else {
            return;
        };
        // Sent once more, because it did not get through: it is the same lead, on its way already.
        if open.lead.as_ref() == Some(fields) && self.outbox.personal() {
            self.outbox.hurry(self.now);
            self.deliver(false);
            return;
        }
        open.lead = Some(fields.clone());
        self.worked();
        let consent = form.get("consent").clone().with("at", self.now.iso());
        self.record(
            "lead_submit",
            about
                .clone()
                .with("lead", fields.clone())
                .with("consent", consent),
        );
        self.record("campaign_convert", about.clone());
        self.announce("vitrin-lead", about.with("lead", fields.clone()));
    }

    /// Something was taken in, posted or refused: the form is told what became of its lead, if that is known by now.
    pub(super) fn lead_went(&mut self, well: bool) {
        let waits = self.outbox.personal();
        let Some(open) = &mut self.stage.open else {
            return;
        };
        if open.lead.is_none() || well && waits {
            return;
        }
        if !waits {
            open.lead = None;
        }
        let id = open.campaign.id().to_owned();
        self.emit(Effect::Sent(id, well));
    }
}
