//! What the published schemas have against an envelope, an event or a shop's settings. Every ring of tests asks here, of all that its stories
//! send and set.

use std::sync::LazyLock;

use jsonschema::Validator;
use serde_json::{Value, json};

static ENVELOPE: LazyLock<Validator> = LazyLock::new(|| {
    reading(&parsed(include_str!(
        "../../src/js/vitrin-event.schema.json"
    )))
});
static EVENT: LazyLock<Validator> = LazyLock::new(|| {
    let whole = parsed(include_str!("../../src/js/vitrin-event.schema.json"));
    reading(&json!({ "$ref": "#/$defs/event", "$defs": whole["$defs"] }))
});
static SETTINGS: LazyLock<Validator> =
    LazyLock::new(|| reading(&parsed(include_str!("../../src/js/vitrin.schema.json"))));

fn parsed(text: &str) -> Value {
    // A schema that cannot be read takes nothing.
    serde_json::from_str(text).unwrap_or(Value::Bool(false))
}

fn reading(schema: &Value) -> Validator {
    jsonschema::validator_for(schema)
        .or_else(|_| jsonschema::validator_for(&Value::Bool(false)))
        .unwrap_or_else(|_| unreachable!("`false` is a schema"))
}

fn against(schema: &Validator, value: &Value) -> Vec<String> {
    schema
        .iter_errors(value)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

/// What is wrong with what is posted.
#[must_use]
#[allow(dead_code, reason = "some rings have single events")]
pub fn against_envelope(envelope: &Value) -> Vec<String> {
    against(&ENVELOPE, envelope)
}

/// What is wrong with one event.
#[must_use]
#[allow(dead_code, reason = "some rings have whole envelopes")]
pub fn against_event(event: &Value) -> Vec<String> {
    against(&EVENT, event)
}

/// What is wrong with a document of settings.
#[must_use]
pub fn against_settings(settings: &Value) -> Vec<String> {
    against(&SETTINGS, settings)
}

/// Attributes of a tag as the document that says the same: there a list is words, a number is text, and a flag may be nothing at all.
#[must_use]
pub fn settings_of_tag(attributes: &Value) -> Value {
    let mut settings = json!({});
    for (name, value) in attributes.as_object().into_iter().flatten() {
        let text = value.as_str();
        settings[name] = match (name.as_str(), text) {
            ("consent", Some(words)) if !["auto", "wait", "granted"].contains(&words) => {
                words.split(' ').collect()
            }
            ("why" | "controls", Some("" | "on")) => true.into(),
            (_, Some(text)) => match serde_json::from_str(text) {
                Ok(value @ (Value::Number(_) | Value::Bool(_))) => value,
                _ => value.clone(),
            },
            _ => value.clone(),
        };
    }
    settings
}
