//! Reads campaigns from the settings: presets by name, presets changed in part, and a shop's own.
//! A mistake costs the part it stands in and one warning with its path, never the other campaigns.

use super::{Campaign, LIMITS, audience, presets};
use crate::core::json;
use crate::core::text;
use crate::core::value::{Kind, Value};
use crate::core::warning::Warning;

const FIELDS: [&str; 8] = [
    "preset", "id", "when", "delay", "who", "limits", "until", "content",
];
const TRIGGERS: [&str; 3] = ["exit", "delay", "call"];

/// Reads the setting `campaigns`. Without it the presets are on that make sense: capture needs somewhere to send an address to.
#[must_use]
#[inline(never)]
pub fn read(value: &Value, can_deliver: bool, warnings: &mut Vec<Warning>) -> Vec<Campaign> {
    let mut campaigns = Vec::new();
    let defaults = Value::list(vec![presets::NAMES[0].into(), presets::NAMES[1].into()]);
    let list = match value.kind() {
        Kind::Null => &defaults,
        Kind::Bool(false) | Kind::Text("off") | Kind::List(_) => value,
        _ => {
            // Whoever writes something here wants something else than the defaults.
            let found = value.text().unwrap_or(value.what());
            warnings.push(Warning::wrong("campaigns", "`off` or a list", found));
            value
        }
    };
    for (index, setting) in list.items().iter().enumerate() {
        let path = ["campaigns[", &text::digits(index as u64), "]"].concat();
        let mut campaign = Value::object();
        match one(setting, &path, &mut campaign, warnings) {
            Some(warning) => warnings.push(warning),
            None if can_deliver || !has_form(&campaign) => campaigns.push(Campaign(campaign)),
            None => {}
        }
    }
    campaigns
}

fn has_form(campaign: &Value) -> bool {
    let mut has = false;
    for block in campaign.get("content").items() {
        has |= block.get("type").text() == Some("form");
    }
    has
}

/// Fills in a campaign, or tells why there is none.
fn one(
    value: &Value,
    path: &str,
    merged: &mut Value,
    warnings: &mut Vec<Warning>,
) -> Option<Warning> {
    if let Some(name) = value.text().or(value.get("preset").text()) {
        match presets::named(name).map(json::read) {
            Some(Ok(preset)) => *merged = preset,
            _ => {
                let presets = &presets::NAMES;
                return Some(Warning::unknown("unknown-preset", path, name, presets));
            }
        }
    }
    only(value, &FIELDS, path, warnings);
    for (field, setting) in value.fields() {
        merged.put(field, setting.clone());
    }
    let field = |name: &str| [path, ".", name].concat();
    let id = merged.get("id").scalar();
    let when = merged.get("when").text().unwrap_or("");
    let (missing, expected) = if id.is_none() {
        ("id", "a name")
    } else if merged.get("content").items().is_empty() {
        ("content", "a list of content blocks")
    } else if !TRIGGERS.contains(&when) {
        let path = field("when");
        return Some(Warning::unknown("unknown-trigger", &path, when, &TRIGGERS));
    } else {
        only(merged.get("limits"), &LIMITS, &field("limits"), warnings);
        audience::check(merged.get("who"), &field("who"), warnings);
        merged.put("id", id);
        return None;
    };
    Some(Warning::wrong(&field(missing), expected, "none"))
}

/// Warns of fields that nobody knows.
#[inline(never)]
fn only(value: &Value, known: &[&str], path: &str, warnings: &mut Vec<Warning>) {
    for (name, _) in value.fields() {
        if !known.contains(&name.as_str()) {
            warnings.push(Warning::unknown("unknown-setting", path, name, known));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(settings: &str, can_deliver: bool) -> (Vec<String>, Vec<String>) {
        let mut warnings = Vec::new();
        let campaigns = read(&json::read(settings).unwrap(), can_deliver, &mut warnings);
        (
            campaigns
                .iter()
                .map(|campaign| campaign.id().to_owned())
                .collect(),
            warnings
                .into_iter()
                .map(|warning| warning.message)
                .collect(),
        )
    }

    #[test]
    fn two_presets_are_on_unless_the_shop_says_otherwise() {
        assert_eq!(ids("null", true).0, ["cart-rescue", "email-capture"]);
        assert_eq!(
            ids("null", false).0,
            ["cart-rescue"],
            "no endpoint, no form"
        );
        for off in ["\"off\"", "[]", "false"] {
            assert_eq!(ids(off, true), (vec![], vec![]));
        }
    }

    #[test]
    fn a_preset_changed_in_part_keeps_the_rest() {
        let mut warnings = Vec::new();
        let settings =
            json::read(r#"[{"preset":"cart-rescue","limits":{"days_after_close":1}}]"#).unwrap();
        let campaigns = read(&settings, true, &mut warnings);
        assert_eq!(campaigns[0].limit(1), 1);
        assert_eq!(campaigns[0].limit(0), 1);
        assert!(campaigns[0].ends_with("purchase") && !campaigns[0].ends_with("lead_submit"));
        assert!(warnings.is_empty());
    }

    #[test]
    fn a_mistake_costs_only_its_own_campaign() {
        let (ids, warnings) = ids(
            r#"["cart-resque",{"id":"x","when":"exitt","content":[{"type":"text","text":"x"}]},{"id":"y","when":"exit"},"email-capture"]"#,
            true,
        );
        assert_eq!(ids, ["email-capture"]);
        assert_eq!(
            warnings,
            [
                "`campaigns[0]`: `cart-resque` is unknown; did you mean `cart-rescue`?",
                "`campaigns[1].when`: `exitt` is unknown; did you mean `exit`?",
                "`campaigns[2].content`: expected a list of content blocks, found none; it is left out",
            ]
        );
    }
}
