//! Experiments with blocks: which strategy and which heading somebody gets, and that they saw it.
//! They are given as campaigns' variants are; who is held out gets the block as the markup has it.

use super::Engine;
use crate::core::campaign::{Campaign, Share};
use crate::core::effect::BlockId;
use crate::core::text::find;
use crate::core::value::Value;
use crate::core::warning::Warning;

impl Engine {
    /// The experiment of this name.
    fn experiment(&self, id: &str) -> Option<Campaign> {
        let experiments = self.settings.asked.get("experiments").items();
        let setting = experiments
            .iter()
            .find(|one| one.get("id").text() == Some(id));
        setting.map(Campaign::experiment)
    }

    /// A block is found as the visitor's variant has it.
    pub(super) fn varied(
        &mut self,
        id: BlockId,
        kind: &str,
        limit: Option<u32>,
        mut options: Value,
    ) {
        let asked = options.get("experiment").scalar().unwrap_or_default();
        options.put("experiment", Value::NULL);
        let (mut kind, mut limit) = (kind.to_owned(), limit);
        if let Some(experiment) = self.experiment(&asked) {
            let given = self.profile.notes.get("given");
            let share = experiment.share(&self.profile.visitor, given, &Value::NULL);
            options.put("varied", asked);
            options.put("variant", share.name());
            if let Share::Variant(variant) = share {
                kind = variant.get("kind").text().unwrap_or(&kind).to_owned();
                let own = variant.get("limit").count();
                limit = own.and_then(|own| u32::try_from(own).ok()).or(limit);
                options.put("variant_heading", self.worded(variant.get("heading")));
            }
        } else {
            let mut known = Vec::new();
            for one in self.settings.asked.get("experiments").items() {
                if let Some(id) = one.get("id").text() {
                    known.push(id);
                }
            }
            let warning = Warning::unknown("unknown-experiment", "vitrin-block", &asked, &known);
            self.warn(warning);
        }
        self.block_found(id, &kind, limit, options);
    }

    /// Words as the page's language has them, where they are given by language; else the first.
    fn worded(&self, words: &Value) -> Value {
        let Some((_, first)) = words.fields().first() else {
            return words.clone();
        };
        let language = self.stage.device.get("language").text().unwrap_or("");
        let short = find(language, "-").and_then(|end| language.get(..end));
        let mut own = words.get(language);
        if own.is_null() {
            own = words.get(short.unwrap_or(""));
        }
        if own.is_null() { first } else { own }.clone()
    }

    /// A block is really seen: whoever is in its experiment has met it.
    pub(super) fn seen_as(&mut self, id: BlockId) {
        let Some(options) = self.block_options(id) else {
            return;
        };
        let variant = options.get("variant").scalar();
        if let Some(experiment) = self.experiment(options.get("varied").text().unwrap_or("")) {
            self.compared(&experiment, variant.as_deref(), Value::object());
        }
    }
}
