//! Reads campaigns from the settings: presets by name, presets changed in part, and a shop's own.
//! A mistake costs the part it stands in and one warning with its path, never the other campaigns.

use super::audience::Audience;
use super::{Campaign, Limits, Trigger, presets};
use crate::core::json;
use crate::core::value::{Kind, Value};
use crate::core::warning::Warning;

const FIELDS: [&str; 8] = [
    "preset", "id", "when", "delay", "who", "limits", "until", "content",
];
const TRIGGERS: [&str; 3] = ["exit", "delay", "call"];
const LIMITS: [&str; 3] = ["per_session", "days_after_close", "days_after_convert"];

/// Reads the setting `campaigns`. Without it the presets are on that make sense: capture needs somewhere to send an address to.
#[must_use]
pub fn read(value: &Value, can_deliver: bool, warnings: &mut Vec<Warning>) -> Vec<Campaign> {
    let defaults = Value::list(vec!["cart-rescue".into(), "email-capture".into()]);
    let campaigns = match value.kind() {
        Kind::Null => &defaults,
        Kind::Bool(false) | Kind::Text("off") => return Vec::new(),
        Kind::List(_) => value,
        _ => {
            warnings.push(Warning::wrong(
                "campaigns",
                "`off` or a list",
                value.text().unwrap_or(value.what()),
            ));
            // Whoever writes something here wants something else than the defaults.
            return Vec::new();
        }
    };
    let campaigns: Vec<Campaign> = campaigns
        .items()
        .iter()
        .enumerate()
        .filter_map(|(index, campaign)| {
            one(
                campaign,
                &["campaigns[", &index.to_string(), "]"].concat(),
                warnings,
            )
        })
        .collect();
    let has_form = |campaign: &Campaign| {
        campaign
            .content
            .items()
            .iter()
            .any(|block| block.get("type").text() == Some("form"))
    };
    campaigns
        .into_iter()
        .filter(|campaign| can_deliver || !has_form(campaign))
        .collect()
}

fn one(value: &Value, path: &str, warnings: &mut Vec<Warning>) -> Option<Campaign> {
    let name = value.text().or_else(|| value.get("preset").text());
    let mut merged = match name {
        None => Value::object(),
        Some(name) => match presets::named(name).map(json::read) {
            Some(Ok(preset)) => preset,
            _ => {
                warnings.push(Warning::unknown(
                    "unknown-preset",
                    path,
                    name,
                    &presets::NAMES,
                ));
                return None;
            }
        },
    };
    for (field, setting) in value.fields() {
        if FIELDS.contains(&field.as_str()) {
            merged.put(field, setting.clone());
        } else {
            warnings.push(Warning::unknown("unknown-setting", path, field, &FIELDS));
        }
    }
    let field = |name: &str| [path, ".", name].concat();
    let Some(id) = merged.get("id").scalar() else {
        warnings.push(Warning::wrong(&field("id"), "a name", "none"));
        return None;
    };
    if merged.get("content").items().is_empty() {
        warnings.push(Warning::wrong(
            &field("content"),
            "a list of content blocks",
            "none",
        ));
        return None;
    }
    let trigger = match merged.get("when").text() {
        Some("exit") => Trigger::Exit,
        Some("delay") => Trigger::Delay(merged.get("delay").count().unwrap_or(0)),
        Some("call") => Trigger::Call,
        other => {
            warnings.push(Warning::unknown(
                "unknown-trigger",
                &field("when"),
                other.unwrap_or(""),
                &TRIGGERS,
            ));
            return None;
        }
    };
    let limits = merged.get("limits");
    for (name, _) in limits.fields() {
        if !LIMITS.contains(&name.as_str()) {
            warnings.push(Warning::unknown(
                "unknown-setting",
                &field("limits"),
                name,
                &LIMITS,
            ));
        }
    }
    let limit = |name: &str, default: u32| {
        limits
            .get(name)
            .count()
            .and_then(|n| u32::try_from(n).ok())
            .unwrap_or(default)
    };
    Some(Campaign {
        id,
        trigger,
        audience: Audience::read(merged.get("who"), &field("who"), warnings),
        limits: Limits {
            per_session: limit("per_session", Limits::DEFAULT.per_session),
            days_after_close: limit("days_after_close", Limits::DEFAULT.days_after_close),
            days_after_convert: limit("days_after_convert", Limits::DEFAULT.days_after_convert),
        },
        until: merged
            .get("until")
            .each()
            .iter()
            .filter_map(Value::scalar)
            .collect(),
        content: merged.get("content").clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(settings: &str, can_deliver: bool) -> (Vec<String>, Vec<String>) {
        let mut warnings = Vec::new();
        let campaigns = read(&json::read(settings).unwrap(), can_deliver, &mut warnings);
        (
            campaigns.into_iter().map(|campaign| campaign.id).collect(),
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
        assert_eq!(campaigns[0].limits.days_after_close, 1);
        assert_eq!(campaigns[0].limits.per_session, 1);
        assert_eq!(campaigns[0].until, ["purchase"]);
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
