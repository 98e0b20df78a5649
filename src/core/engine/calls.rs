//! The calls of the public face: each name with what it does and what it answers.
//! A call with a wrong name or argument is one warning and an empty answer; it never throws.

use super::Engine;
use super::cart::Via;
use crate::core::detect;
use crate::core::effect::Effect;
use crate::core::recommend::Kind;
use crate::core::value::Value;
use crate::core::warning::Warning;

const NAMES: [&str; 17] = [
    "track",
    "consent",
    "identify",
    "import",
    "recommend",
    "rerank",
    "history",
    "inspect",
    "explain",
    "show",
    "close",
    "export",
    "forget",
    "config",
    "destroy",
    // Files of their own, which `src/js/main.js` answers for.
    "lint",
    "debug",
];

/// What `history` takes.
const WISHES: [&str; 3] = ["clear", "pause", "resume"];

/// What `identify` takes.
const IDENTITY: [&str; 4] = ["email", "phone", "customer_id", "traits"];

impl Engine {
    /// The calls that decide what may be done for a page hold before it is read.
    pub(super) fn told(&mut self, id: u32, name: &str, args: &Value) {
        let nothing = Value::NULL;
        let first = args.items().first().unwrap_or(&nothing);
        let answer = if name == "consent" {
            self.voices.call(first);
            if self.agree() {
                self.tell_consent();
            }
            Value::from(self.consent)
        } else {
            self.layers.push(first.clone());
            self.configure();
            self.fetch_feed();
            self.fill_blocks();
            Value::NULL
        };
        self.emit(Effect::Reply(id, answer));
    }

    pub(super) fn called(&mut self, id: u32, name: &str, args: &Value) {
        let nothing = Value::NULL;
        let mut args = args.items().iter();
        let first = args.next().unwrap_or(&nothing);
        let second = args.next().unwrap_or(&nothing);
        let answer = match name {
            "track" => self.track(first, second),
            "identify" => self.identify(first),
            "import" => self.import(first),
            "recommend" => {
                let name = first.text().unwrap_or("");
                if let Some(kind) = Kind::parse(name) {
                    self.wish(id, kind, second);
                    return;
                }
                self.warn(Warning::unknown(
                    "unknown-kind",
                    "recommend",
                    name,
                    &Kind::names(),
                ));
                Value::list(Vec::new())
            }
            "rerank" => self.rerank(first),
            "history" => self.history(first.text().unwrap_or("")),
            "inspect" => Value::from(&*self.page.facts),
            "explain" => self.explain(),
            "show" => Value::from(self.show(first.text().unwrap_or(""))),
            "close" => {
                self.close_popup("api");
                Value::NULL
            }
            "export" => return self.show_stored(id),
            "forget" => {
                self.forget();
                Value::NULL
            }
            "destroy" => {
                self.save(true);
                self.close_popup("api");
                self.emit(Effect::Reply(id, Value::NULL));
                self.emit(Effect::Stop);
                self.stopped = true;
                return;
            }
            other => {
                self.warn(Warning::unknown("unknown-call", "vitrin", other, &NAMES));
                Value::NULL
            }
        };
        self.emit(Effect::Reply(id, answer));
    }

    /// `track(name, data)`, or `track(entry)` with an object as it would be pushed to a dataLayer.
    fn track(&mut self, name: &Value, data: &Value) -> Value {
        let entry = match name.text() {
            Some(name) => {
                let entry = Value::object().with("event", name);
                // A dataLayer object passes unchanged; a plain one holds what would stand under `ecommerce`.
                let inner = data.get("ecommerce");
                let plain = if inner.is_map() { inner } else { data };
                entry.with("ecommerce", plain.clone())
            }
            None => name.clone(),
        };
        let Some(name) = entry.get("event").text().map(str::to_owned) else {
            self.warn(Warning::wrong("track", "the name of an event", name.what()));
            return Value::from(false);
        };
        let data = entry.get("ecommerce").clone();
        // Without its number an order could not be told from the same one reloaded.
        let number = [
            data.get("transaction_id"),
            data.get("purchase").get("actionField").get("id"),
        ];
        if name == "purchase" && number.iter().all(|id| id.is_null()) {
            self.warn(Warning::wrong(
                "track purchase",
                "a `transaction_id`",
                "none",
            ));
            return Value::from(false);
        }
        match detect::layer_event(&entry, self.settings.currency) {
            Some(event) if is_shop_event(&event.name) => {
                self.happened(event, data.get("items").clone(), Via::Call);
            }
            _ => self.record(&name, data),
        }
        Value::from(true)
    }

    /// The only other way, beside a sent form, by which an address comes in.
    fn identify(&mut self, person: &Value) -> Value {
        let mut known = Value::object();
        for (name, value) in person.fields() {
            if IDENTITY.contains(&name.as_str()) {
                known.put(name, value.clone());
            } else {
                self.warn(Warning::unknown(
                    "unknown-field",
                    "identify",
                    name,
                    &IDENTITY,
                ));
            }
        }
        if known.fields().is_empty() {
            return Value::from(false);
        }
        self.record("identify", Value::object().with("lead", known));
        Value::from(true)
    }

    fn explain(&self) -> Value {
        let dropped = self.outbox.dropped;
        let mut settings = Value::object();
        for layer in &self.layers {
            for (name, value) in layer.fields() {
                settings.put(name, value.clone());
            }
        }
        Value::object()
            .with("settings", settings)
            .with("consent", self.consent)
            .with("blocks", self.explain_blocks())
            .with("campaigns", self.explain_campaigns())
            .with("visit", self.facts())
            .with("attention", self.attention(Value::object()))
            .with(
                "delivery",
                Value::object()
                    .with("waiting_for_consent", self.records.waiting())
                    .with("in_outbox", self.outbox.len())
                    .with(
                        "dropped",
                        Value::object()
                            .with("poisoned", dropped.poisoned)
                            .with("aged", dropped.aged)
                            .with("crowded", dropped.crowded)
                            .with("oversized", dropped.oversized)
                            .with("denied", dropped.denied),
                    ),
            )
    }

    /// What was looked at: `clear` forgets it, `pause` and `resume` say whether it is remembered from now on.
    fn history(&mut self, wish: &str) -> Value {
        match wish {
            "clear" => {
                self.profile.clear_views(self.now);
                self.blocks.reopen_histories();
            }
            "pause" => self.profile.paused = (self.now, true),
            "resume" => self.profile.paused = (self.now, false),
            "" => {}
            other => self.warn(Warning::unknown("unknown-field", "history", other, &WISHES)),
        }
        if !wish.is_empty() {
            self.touch();
            self.fill_blocks();
        }
        Value::object()
            .with("paused", self.profile.paused.1)
            .with("products", self.profile.views.len())
    }

    /// Everything stored is gone; what the shopper does next is remembered as by a stranger, if consent stands.
    fn forget(&mut self) {
        if self.consent.may_store() || self.consent.may_send() {
            self.tell_tabs(0);
        }
        self.forget_profile();
        self.forget_records();
        self.memory.changed = false;
    }
}

/// Events of a shop change what is known (views, cart, orders); others are only passed on.
fn is_shop_event(name: &str) -> bool {
    matches!(
        name,
        "view_item" | "view_cart" | "search" | "add_to_cart" | "remove_from_cart" | "purchase"
    )
}
