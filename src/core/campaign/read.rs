//! Reads campaigns from the settings: presets by name, presets changed in part, and a shop's own.
//! A mistake costs the part it stands in and one warning with its path, never the other campaigns.

use super::{Campaign, LIMITS, REACHED, TRIGGERS, content, presets};
use crate::core::json;
use crate::core::segment;
use crate::core::text;
use crate::core::value::{Kind, Value};
use crate::core::warning::Warning;

const FIELDS: [&str; 21] = [
    "preset", "id", "when", "delay", "who", "where", "schedule", "limits", "until", "content",
    "variants", "weights", "version", "holdout", "format", "position", "teaser", "after", "before",
    "into", "goal",
];
const FORMATS: [&str; 7] = [
    "dialog",
    "bar",
    "slide-in",
    "drawer",
    "full-screen",
    "inline",
    "teaser",
];
const SCHEDULE: [&str; 5] = ["from", "to", "days", "hours", "zone"];

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
        let problem = one(setting, &path, &mut campaign, warnings);
        let id = campaign.get("id");
        match problem {
            // One of two with the same name would count as the other.
            None if campaigns
                .iter()
                .any(|known: &Campaign| known.get("id") == id) =>
            {
                let found = id.text().unwrap_or("");
                let path = [&path, ".id"].concat();
                warnings.push(Warning::wrong(&path, "a name of its own", found));
            }
            Some(warning) => warnings.push(warning),
            None if can_deliver || !content::asks(campaign.get("content")) => {
                campaigns.push(Campaign(campaign));
            }
            None => {}
        }
    }
    campaigns
}

/// Fills in a campaign, or tells why there is none.
fn one(
    value: &Value,
    path: &str,
    merged: &mut Value,
    warnings: &mut Vec<Warning>,
) -> Option<Warning> {
    let field = |name: &str| [path, ".", name].concat();
    if let Some(name) = value.text().or(value.get("preset").text()) {
        match presets::named(name).map(json::read) {
            Some(Ok(preset)) => {
                *merged = preset.with("preset", name);
                let preset = merged.clone();
                let _ = when(&preset, path, merged, warnings);
            }
            _ => {
                let presets = &presets::NAMES;
                return Some(Warning::unknown("unknown-preset", path, name, presets));
            }
        }
    }
    only(value, &FIELDS, path, warnings);
    for (field, setting) in value.fields() {
        if field != "when" {
            merged.put(field, setting.clone());
        }
    }
    let trigger = when(value, &field("when"), merged, warnings);
    let id = merged.get("id").scalar();
    let (missing, expected) = if id.is_none() {
        ("id", "a name")
    } else if merged.get("content").items().is_empty() {
        ("content", "a list of content blocks")
    } else if trigger.is_some() {
        return trigger;
    } else if !merged.get("when").is_map() {
        ("when", "a trigger such as `exit`")
    } else if let Some(format) = merged.get("format").text()
        && !FORMATS.contains(&format)
    {
        let path = field("format");
        return Some(Warning::unknown("unknown-format", &path, format, &FORMATS));
    } else {
        let (limits, schedule) = (merged.get("limits"), merged.get("schedule"));
        only(limits, &LIMITS, &field("limits"), warnings);
        for (name, limit) in limits.fields() {
            if limit.count().is_none() {
                let path = field(&["limits.", name].concat());
                warnings.push(Warning::wrong(&path, "a number", limit.what()));
            }
        }
        only(schedule, &SCHEDULE, &field("schedule"), warnings);
        for tree in ["who", "where"] {
            segment::check(merged.get(tree), &field(tree), warnings);
        }
        for (index, variant) in merged.get("variants").items().iter().enumerate() {
            if variant.get("name").text().is_none() {
                let path = [&field("variants["), &*text::digits(index as u64), "].name"].concat();
                warnings.push(Warning::wrong(&path, "a name", "none"));
            }
        }
        merged.put("id", id);
        return None;
    };
    Some(Warning::wrong(&field(missing), expected, "none"))
}

/// Reads `when` into an object of triggers and what they need; one that is off is not in it. Says what a campaign without any was meant to have.
fn when(
    value: &Value,
    path: &str,
    merged: &mut Value,
    warnings: &mut Vec<Warning>,
) -> Option<Warning> {
    let setting = value.get("when");
    if setting.is_null() {
        return None;
    }
    let mut when = merged.get("when").clone();
    if !setting.is_map() || !when.is_map() {
        when = Value::object();
    }
    let mut unknown = None;
    for part in setting.each() {
        let named;
        let fields = match part.text() {
            Some(name) => {
                named = [(name.to_owned(), Value::from(true))];
                &named[..]
            }
            None => part.fields(),
        };
        for (name, needs) in fields {
            let Some(place) = TRIGGERS.iter().position(|known| known == name) else {
                let warning = Warning::unknown("unknown-trigger", path, name, &TRIGGERS);
                warnings.extend(unknown.replace(warning));
                continue;
            };
            let mut needs = needs.clone();
            if name == "delay" && needs.flag() == Some(true) {
                needs = merged.get("delay").count().unwrap_or(0).into();
            }
            if (REACHED..TRIGGERS.len() - 1).contains(&place)
                && needs.number().is_none()
                && needs.flag() != Some(false)
            {
                let path = [path, ".", name].concat();
                warnings.push(Warning::wrong(&path, "a number", needs.what()));
                continue;
            }
            when.put(
                name,
                Some(needs).filter(|needs| needs.flag() != Some(false)),
            );
        }
    }
    let none = when.fields().is_empty() && unknown.is_some();
    if !none {
        warnings.extend(unknown.take());
        merged.put("when", when);
    }
    unknown
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
        assert_eq!(campaigns[0].limit(3), 1);
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

    #[test]
    fn two_of_one_name_would_be_taken_for_each_other() {
        let (ids, warnings) = ids(r#"["cart-rescue","email-capture","cart-rescue"]"#, true);
        assert_eq!(ids, ["cart-rescue", "email-capture"]);
        assert_eq!(
            warnings,
            ["`campaigns[2].id`: expected a name of its own, found cart-rescue; it is left out"]
        );
    }

    #[test]
    fn each_trigger_is_switched_by_itself() {
        let when = |settings: &str| {
            let mut warnings = Vec::new();
            let content = r#""id":"x","content":[{"type":"text","text":"x"}],"#;
            let settings = settings.replace("[{", &["[{", content].concat());
            let campaigns = read(&json::read(&settings).unwrap(), true, &mut warnings);
            assert_eq!(warnings, [], "{settings}");
            json::write(campaigns[0].get("when"))
        };
        for (settings, triggers) in [
            (r#"[{"when":"exit"}]"#, r#"{"exit":true}"#),
            (
                r#"[{"when":["exit","leave"]}]"#,
                r#"{"exit":true,"leave":true}"#,
            ),
            (r#"[{"when":"delay","delay":4000}]"#, r#"{"delay":4000}"#),
            (
                r##"[{"when":{"click":"#size","scroll":50}}]"##,
                r##"{"click":"#size","scroll":50}"##,
            ),
            (
                r#"[{"when":["exit",{"idle":9000}]}]"#,
                r#"{"exit":true,"idle":9000}"#,
            ),
            (
                r#"[{"preset":"cart-rescue","when":{"exit":false,"idle":30000}}]"#,
                r#"{"leave":true,"idle":30000}"#,
            ),
            (
                r#"[{"preset":"cart-rescue","when":"call"}]"#,
                r#"{"call":true}"#,
            ),
        ] {
            assert_eq!(when(settings), triggers, "{settings}");
        }
    }

    #[test]
    fn what_is_wrong_inside_a_campaign_is_named_with_its_path() {
        let (ids, warnings) = ids(
            r#"[{"id":"x","when":{"scrol":50,"delay":"soon","exit":true},"who":{"cart_cuont":1},"where":{"page":7},
                "limits":{"per_dya":1,"lifetime":"once"},"schedule":{"hour":["09:00","17:00"]},"variants":[{"content":[]}],
                "content":[{"type":"text","text":"x"}]}]"#,
            true,
        );
        assert_eq!(ids, ["x"]);
        assert_eq!(
            warnings,
            [
                "`campaigns[0].when.delay`: expected a number, found a text; it is left out",
                "`campaigns[0].when`: `scrol` is unknown; did you mean `scroll`?",
                "`campaigns[0].limits`: `per_dya` is unknown; did you mean `per_day`?",
                "`campaigns[0].limits.lifetime`: expected a number, found a text; it is left out",
                "`campaigns[0].schedule`: `hour` is unknown; did you mean `hours`?",
                "`campaigns[0].who.cart_cuont`: `cart_cuont` is unknown; did you mean `cart_count`?",
                "`campaigns[0].where.page`: expected a text or a list of them, found a number; it is left out",
                "`campaigns[0].variants[0].name`: expected a name, found none; it is left out",
            ]
        );
    }
}
