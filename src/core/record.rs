//! The event vocabulary: GA4's names and fields, and ours beside them, in the neutral envelope.
//! A record is complete when it is made; only a page's own handler may change it, never its id.

use super::email::{introduces, veiled, without_addresses};
use super::ident::Chance;
use super::money::Money;
use super::product::{Line, total};
use super::text;
use super::time::Time;
use super::value::Value;
use crate::core::text::concat;

/// The envelope's version.
pub const VERSION: u32 = 1;

/// Fields that a handler of `vitrin-track` cannot change: they are what copies are told by.
const FIXED: [&str; 5] = ["id", "name", "at", "session", "visitor"];

/// What a record says about the page it happened on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageInfo {
    /// Public name of the page type.
    pub kind: &'static str,
    /// Address.
    pub url: String,
    /// Title.
    pub title: String,
    /// Where the shopper came from.
    pub referrer: String,
}

/// Makes a record that is nobody's yet.
#[must_use]
pub fn make(name: &str, now: Time, chance: &mut Chance, page: &PageInfo, data: Value) -> Value {
    let mut record = Value::object()
        .with("id", chance.ulid(now))
        .with("name", veiled(name))
        .with("at", now.iso())
        .with(
            "page",
            Value::object()
                .with("type", page.kind)
                .with("url", page.url.as_str())
                .with("title", page.title.as_str())
                .with("referrer", page.referrer.as_str()),
        );
    for (field, value) in data.fields() {
        if !FIXED.contains(&field.as_str()) {
            record.put(field, as_ga4_has_it(field, value));
        }
    }
    as_told(&record.clone(), record)
}

/// A field of a shop's own in the type that GA4 gives it: data layers are full of prices in quotes and ids without. What is no number where one
/// belongs is left out.
fn as_ga4_has_it(name: &str, value: &Value) -> Value {
    match name {
        "value" | "price" | "quantity" | "shipping" | "tax" | "discount" => value.number().into(),
        "search_term" | "item_id" | "item_name" => value.scalar().into(),
        "items" => value
            .items()
            .iter()
            .map(|item| {
                let mut told = Value::object();
                for (field, value) in item.fields() {
                    told.put(field, as_ga4_has_it(field, value));
                }
                told
            })
            .collect(),
        _ => value.clone(),
    }
}

/// The record as a handler left it, with the fields that are not a handler's to change, and no e-mail address but one that it is about.
#[must_use]
pub fn as_told(made: &Value, left: Value) -> Value {
    let mut told = without_addresses(&left);
    if introduces(made.get("name").text().unwrap_or("")) {
        // What somebody agreed to is told as it was shown, which may say whom to write to.
        for field in ["lead", "consent"] {
            told.put(field, left.get(field).clone());
        }
    }
    for field in &FIXED {
        told.put(field, made.get(field).clone());
    }
    told
}

/// The fields of a record about products: `currency`, `value` and `items`, as GA4 has them.
#[must_use]
pub fn items(lines: &[Line]) -> Value {
    let sum = total(lines);
    Value::object()
        .with("currency", sum.map(|sum| sum.currency.code()))
        .with("value", sum.map(|sum| sum.amount))
        .with("items", lines.iter().map(Line::item).collect::<Value>())
}

/// Money as GA4's `currency` and `value`.
#[must_use]
pub fn valued(data: Value, money: Option<Money>) -> Value {
    match money {
        Some(money) => data
            .with("currency", money.currency.code())
            .with("value", money.amount),
        None => data,
    }
}

/// How the envelope begins; records follow with commas between them, then [`ENVELOPE_END`].
#[must_use]
pub fn envelope(now: Time) -> String {
    concat(&[
        "{\"v\":",
        &text::digits(u64::from(VERSION)),
        ",\"sent_at\":\"",
        &now.iso(),
        "\",\"events\":[",
    ])
}

/// How the envelope ends.
pub const ENVELOPE_END: &str = "]}";
