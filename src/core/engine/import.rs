//! What a shop's backend hands in about a shopper who is logged in: traits, past purchases, and the products that may be offered.
//! It is told to nobody; the device keeps the purchases, with consent, and the rest is for this page.

use super::Engine;
use crate::core::value::{Value, copies};
use crate::core::warning::Warning;

const FIELDS: [&str; 3] = ["traits", "purchases", "allowed"];

impl Engine {
    /// True when any of it was understood.
    pub(super) fn import(&mut self, given: &Value) -> Value {
        let mut layer = Value::object();
        for (name, value) in given.fields() {
            match name.as_str() {
                "traits" => {
                    let mut traits = self.settings.asked.get("traits").clone();
                    if traits.is_null() {
                        traits = Value::object();
                    }
                    for (trait_name, known) in value.fields() {
                        traits.put(trait_name, known.clone());
                    }
                    layer.put("traits", traits);
                }
                "allowed" => {
                    let rule =
                        Value::object().with("filter", Value::object().with("ids", value.clone()));
                    let mut rules = copies(self.settings.asked.get("rules").each());
                    rules.push(rule);
                    layer.put("rules", Value::list(rules));
                }
                "purchases" => {
                    for purchase in value.each() {
                        self.bought_before(purchase);
                    }
                }
                other => self.warn(Warning::unknown("unknown-field", "import", other, &FIELDS)),
            }
        }
        let understood = FIELDS.iter().any(|name| !given.get(name).is_null());
        if understood {
            self.layers.push(layer);
            self.configure();
            self.touch();
            self.fill_blocks();
        }
        Value::from(understood)
    }

    /// An order with its number and items, or the id of a product.
    fn bought_before(&mut self, purchase: &Value) {
        let mut ids = Vec::new();
        let items = purchase.get("items");
        for item in if items.is_null() { purchase } else { items }.each() {
            let mut id = item.get("item_id");
            for place in &[item.get("id"), item] {
                id = if id.is_null() { place } else { id };
            }
            if let Some(id) = id.scalar() {
                ids.push(id);
            }
        }
        let number = purchase.get("transaction_id").scalar();
        self.profile.had(number.as_deref(), &ids, self.now);
    }
}
