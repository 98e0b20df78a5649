//! Reads campaigns from the settings: presets by name, presets changed in part, and a shop's own.
//! A mistake costs the part it stands in and one warning with its path, never the other campaigns.

use super::{Campaign, LIMITS, PAGES, REACHED, TRIGGERS, content, presets};
use crate::core::json;
use crate::core::segment::{self, Shape};
use crate::core::text::{self, concat, place};
use crate::core::value::Value;
use crate::core::warning::Warning;

/// All that a campaign can say.
const CAMPAIGN: Shape = Shape {
    code: "unknown-setting",
    names: &[
        "preset", "id", "when", "delay", "who", "where", "schedule", "limits", "until", "variants",
        "content", "weights", "version", "holdout", "format", "position", "teaser", "after",
        "before", "into", "goal",
    ],
    kinds: b"....ww01.2...........",
    inner: &[
        Shape {
            code: "unknown-setting",
            names: &["from", "to", "days", "hours", "zone"],
            kinds: b".....",
            inner: &[],
        },
        Shape {
            code: "unknown-setting",
            names: &LIMITS,
            kinds: b"ccccc",
            inner: &[],
        },
        // What is seen may vary; for whom, when and how often is one for all, or their numbers could not be compared.
        Shape {
            code: "unknown-setting",
            names: &[
                "name", "preset", "content", "format", "position", "teaser", "after", "before",
                "into", "goal",
            ],
            kinds: b"..........",
            inner: &[],
        },
    ],
};
const FORMATS: [&str; 7] = [
    "dialog",
    "bar",
    "slide-in",
    "drawer",
    "full-screen",
    "inline",
    "teaser",
];

/// What is on unless the shop says otherwise.
const DEFAULTS: &str = r#"["cart-rescue","email-capture"]"#;

/// Reads the setting `campaigns`. Without it the presets are on that make sense: capture needs somewhere to send an address to.
#[must_use]
#[inline(never)]
pub fn read(value: &Value, can_deliver: bool, warnings: &mut Vec<Warning>) -> Vec<Campaign> {
    let mut campaigns: Vec<Campaign> = Vec::new();
    let defaults = json::read(DEFAULTS).unwrap_or_default();
    let mut list = value;
    if value.is_null() {
        list = &defaults;
    } else if !value.is_list() && value.flag() != Some(false) && value.text() != Some("off") {
        // Whoever writes something here wants something else than the defaults.
        let found = value.text().unwrap_or(value.what());
        warnings.push(Warning::wrong("campaigns", "`off` or a list", found));
    }
    for (index, setting) in list.items().iter().enumerate() {
        let mut reader = Reader {
            path: concat(&["campaigns[", &text::digits(index as u64), "]"]),
            warnings,
        };
        let Some(campaign) = reader.take(setting) else {
            continue;
        };
        let mut twice = false;
        for known in &campaigns {
            twice |= known.id() == campaign.id();
        }
        if twice {
            // One of two with the same name would count as the other.
            reader.wrong("id", "a name of its own", campaign.id());
        } else if can_deliver || !content::asks(campaign.content()) {
            campaigns.push(campaign);
        } else if !value.is_null() {
            reader.wrong("content", "an `endpoint`", "none");
        }
    }
    campaigns
}

/// What can stand in a popup.
const CONTENT: [&str; 10] = [
    "heading",
    "text",
    "image",
    "cart",
    "products",
    "form",
    "coupon",
    "countdown",
    "goal",
    "buttons",
];

/// Reads one campaign.
struct Reader<'a> {
    path: String,
    warnings: &'a mut Vec<Warning>,
}

impl Reader<'_> {
    #[inline(never)]
    fn at(&self, field: &str) -> String {
        let dot = if field.is_empty() { "" } else { "." };
        concat(&[&self.path, dot, field])
    }

    #[inline(never)]
    fn wrong(&mut self, field: &str, expected: &str, found: &str) {
        let warning = Warning::wrong(&self.at(field), expected, found);
        self.warnings.push(warning);
    }

    #[inline(never)]
    fn unknown(&mut self, code: &'static str, field: &str, name: &str, known: &[&str]) {
        let warning = Warning::unknown(code, &self.at(field), name, known);
        self.warnings.push(warning);
    }

    /// The campaign, if it stands.
    fn take(&mut self, value: &Value) -> Option<Campaign> {
        let mut all = Value::object();
        if let Some(name) = value.text().or(value.get("preset").text()) {
            let Some(Ok(preset)) = presets::named(name).map(json::read) else {
                self.unknown("unknown-preset", "", name, &presets::NAMES);
                return None;
            };
            all = preset.with("preset", name);
        }
        segment::examine(value, &self.path, &CAMPAIGN, self.warnings);
        let when = all.get("when").clone();
        for (field, setting) in value.fields() {
            all.put(field, setting.clone());
        }
        let own = value.get("when");
        let (when, stands) = self.when(when, own, all.get("delay"));
        all.put("when", when);
        let content = all.get("content").items();
        let aimless = self.content(all.get("content"), "content", all.get("goal"));
        let mut nameless = false;
        for variant in all.get("variants").items() {
            nameless |= variant.get("name").text().is_none();
            self.content(variant.get("content"), "variants.content", &Value::NULL);
        }
        let id = all.get("id").scalar();
        let (missing, expected) = if !stands {
            return None;
        } else if id.is_none() {
            ("id", "a name")
        } else if content.is_empty() {
            ("content", "a list of content blocks")
        } else if !all.get("when").is_map() {
            ("when", "a trigger such as `exit`")
        } else {
            let format = all.get("format").text().unwrap_or(FORMATS[0]);
            if !FORMATS.contains(&format) {
                self.unknown("unknown-format", "format", format, &FORMATS);
                return None;
            }
            if aimless && all.get("variants").is_null() {
                let expected = "an amount in the currency of the cart, such as `80.00`";
                self.wrong("goal", expected, "none");
            }
            if nameless {
                self.wrong("variants", "a `name` in each", "none");
            }
            all.put("id", id);
            return Some(Campaign(all));
        };
        self.wrong(missing, expected, "none");
        None
    }

    /// Names what cannot stand in a popup, on any of its steps. Says whether something shows the way to a goal that nobody has set.
    fn content(&mut self, content: &Value, path: &str, goal: &Value) -> bool {
        let mut aimless = false;
        for (at, block) in content.items().iter().enumerate() {
            let name = block.get("type").text().unwrap_or("");
            if !CONTENT.contains(&name) {
                let field = concat(&[path, "[", &text::digits(at as u64), "].type"]);
                self.unknown("unknown-content", &field, name, &CONTENT);
            }
            let goal = block.get("amount").number().or(goal.number());
            aimless |= name == "goal" && goal.is_none();
            self.content(block.get("success"), "content.success", &Value::NULL);
            for button in block.get("buttons").items() {
                self.content(button.get("next"), "content.next", &Value::NULL);
            }
        }
        aimless
    }

    /// Reads `when` into an object of triggers and what they need, beginning with a preset's; one that is off is not in it. Says whether
    /// any was understood.
    fn when(&mut self, mut when: Value, own: &Value, delay: &Value) -> (Value, bool) {
        if !(own.is_map() || own.is_null()) || !when.is_map() && !own.is_null() {
            when = Value::object();
        }
        let mut unknown = false;
        for part in own.each() {
            let named;
            let mut triggers = part;
            if let Some(name) = part.text() {
                named = Value::object().with(name, true);
                triggers = &named;
            }
            for (name, needs) in triggers.fields() {
                let Some(place) = place(name, &TRIGGERS) else {
                    self.unknown("unknown-trigger", "when", name, &TRIGGERS);
                    unknown = true;
                    continue;
                };
                let mut needs = needs.clone();
                if name == "delay" && needs.flag() == Some(true) {
                    needs = delay.count().unwrap_or(0).into();
                }
                if needs.flag() == Some(false) {
                    needs = Value::NULL;
                } else if (REACHED..=PAGES).contains(&place) && needs.number().is_none() {
                    self.wrong(&concat(&["when.", name]), "a number", needs.what());
                    continue;
                }
                when.put(name, needs);
            }
        }
        let none = unknown && when.fields().is_empty();
        (when, !none)
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
    fn content_that_nobody_knows_is_named_with_the_nearest_and_the_campaign_stands() {
        let mut warnings = Vec::new();
        let asked = json::read(
            r#"[{"id":"x","when":"exit","content":[{"type":"headin","text":"x"},{"type":"text","text":"y"}]}]"#,
        );
        let campaigns = super::read(&asked.unwrap(), true, &mut warnings);
        assert_eq!(campaigns.len(), 1);
        assert_eq!(
            warnings[0].message,
            "`campaigns[0].content[0].type`: `headin` is unknown; did you mean `heading`?"
        );
    }

    #[test]
    fn a_mistake_on_a_later_step_or_in_a_variant_is_named_too() {
        let (named, warnings) = ids(
            r#"[{"id":"x","when":"exit","content":[{"type":"form","fields":[],"success":[{"type":"thanks"}]},
                {"type":"buttons","buttons":[{"action":"next","next":[{"type":"txt"}]}]}],
                "variants":[{"name":"a","content":[{"type":"text","text":"x"},{"type":"hedding"}]},{"name":"b","who":{"lead":true},"contnet":[]}]}]"#,
            true,
        );
        assert_eq!(named, ["x"]);
        assert_eq!(
            warnings,
            [
                "`campaigns[0].variants`: `who` is unknown; known are name, preset, content, format, position, teaser, after, before, into, goal",
                "`campaigns[0].variants`: `contnet` is unknown; did you mean `content`?",
                "`campaigns[0].content.success[0].type`: `thanks` is unknown; known are heading, text, image, cart, products, form, coupon, countdown, goal, buttons",
                "`campaigns[0].content.next[0].type`: `txt` is unknown; did you mean `text`?",
                "`campaigns[0].variants.content[1].type`: `hedding` is unknown; did you mean `heading`?",
            ]
        );
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
    fn a_form_needs_somewhere_to_go_and_may_have_that_itself() {
        let own = r#"[{"id": "news", "when": "exit", "content": [{"type": "form", "endpoint": "/subscribe", "fields": []}]}]"#;
        assert_eq!(ids(own, false), (vec!["news".to_owned()], vec![]));
        assert_eq!(
            ids(r#"["email-capture"]"#, false),
            (
                vec![],
                vec![
                    "`campaigns[0].content`: expected an `endpoint`, found none; it is left out"
                        .to_owned()
                ]
            ),
            "asked for by name, it is missed"
        );
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
    fn a_bar_to_a_goal_has_to_be_told_the_goal() {
        let missing = "`campaigns[0].goal`: expected an amount in the currency of the cart, such as `80.00`, found none; it is left out";
        for (settings, told) in [
            (r#"["free-shipping"]"#, vec![missing]),
            (
                r#"[{"preset":"free-shipping","goal":"free"}]"#,
                vec![missing],
            ),
            (r#"[{"preset":"free-shipping","goal":"80.00"}]"#, vec![]),
            (r#"[{"preset":"free-shipping","goal":80}]"#, vec![]),
            (
                r#"[{"preset":"free-shipping","content":[{"type":"goal","amount":"80.00"}]}]"#,
                vec![],
            ),
            (
                r#"[{"preset":"free-shipping","variants":[{"name":"a","goal":"80.00"},{"name":"b","goal":"60.00"}]}]"#,
                vec![],
            ),
        ] {
            let (named, warnings) = ids(settings, true);
            assert_eq!(named, ["free-shipping"], "{settings}");
            assert_eq!(warnings, told, "{settings}");
        }
    }

    #[test]
    fn an_audience_that_is_no_object_is_named() {
        let (_, warnings) = ids(
            r#"[{"id":"x","when":"exit","who":[{"lead":true}],"where":"home","content":[{"type":"text","text":"x"}]}]"#,
            true,
        );
        assert_eq!(
            warnings,
            [
                "`campaigns[0].who`: expected an object of conditions, found a list; it is left out",
                "`campaigns[0].where`: expected an object of conditions, found a text; it is left out",
            ]
        );
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
                "`campaigns[0].who`: `cart_cuont` is unknown; did you mean `cart_count`?",
                "`campaigns[0].where.page`: expected a text or a list of them, found a number; it is left out",
                "`campaigns[0].limits`: `per_dya` is unknown; did you mean `per_day`?",
                "`campaigns[0].limits.lifetime`: expected a number, found a text; it is left out",
                "`campaigns[0].schedule`: `hour` is unknown; did you mean `hours`?",
                "`campaigns[0].when`: `scrol` is unknown; did you mean `scroll`?",
                "`campaigns[0].when.delay`: expected a number, found a text; it is left out",
                "`campaigns[0].variants`: expected a `name` in each, found none; it is left out",
            ]
        );
    }
}
