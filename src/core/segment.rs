//! Who somebody is: a closed tree of questions about the facts of a visit, kept as the data it was written in.
//! One walk answers it; each answer stands beside its question, which is what `explain` prints.

use super::text::{concat, fold, has, place};
use super::value::{Kind, Value};
use super::warning::Warning;

/// What can be asked: groups, then facts that are so or not, numbers, and texts.
/// A fact is added by its name here and its value in `engine/visit.rs`.
const NAMES: [&str; 33] = [
    "all",
    "any",
    "not",
    "traits",
    "lead",
    "buyer",
    "new",
    "touch",
    "cart_count",
    "cart_value",
    "viewed",
    "viewed_price",
    "visits",
    "pages",
    "orders",
    "spent",
    "days_away",
    "page",
    "path",
    "referrer",
    "utm_source",
    "utm_medium",
    "utm_campaign",
    "utm_term",
    "utm_content",
    "device",
    "language",
    "stage",
    "segment",
    "affinity",
    "in_cart",
    "bought",
    "searched",
];
/// What each of [`NAMES`] may be; see [`Shape`].
const KINDS: &[u8; NAMES.len()] = b"aaamffffnnnnnnnnntttttttttttttttt";
/// In [`NAMES`]: the first that is no group of questions.
const GROUPS: usize = 3;

/// The names that an object may have, and what may stand at each: `a`ny number of audiences, a `c`ount, a `d`ecimal, a `f`lag, a `m`ap, a `n`umber, a `t`ext, the
/// audience `w`anted; a digit is one of the shapes within; of a point the reader says more.
pub struct Shape {
    /// The code of the warning of a name that nobody knows.
    pub code: &'static str,
    /// The names.
    pub names: &'static [&'static str],
    /// A letter for each.
    pub kinds: &'static [u8],
    /// Shapes within.
    pub inner: &'static [Shape],
}

const AUDIENCE: Shape = Shape {
    code: "unknown-condition",
    names: &NAMES,
    kinds: KINDS,
    inner: &[],
};

/// Names what nobody understands in `{"cart_count": 1, "not": {"lead": true}}`.
pub fn check(who: &Value, path: &str, warnings: &mut Vec<Warning>) {
    if !who.is_null() && !who.is_map() {
        warnings.push(Warning::wrong(path, "an object of conditions", who.what()));
    }
    examine(who, path, &AUDIENCE, warnings);
}

/// Names what does not have its shape.
pub fn examine(value: &Value, path: &str, shape: &Shape, warnings: &mut Vec<Warning>) {
    for (name, field) in value.fields() {
        let Some(place) = place(name, shape.names) else {
            warnings.push(Warning::unknown(shape.code, path, name, shape.names));
            continue;
        };
        let path = &concat(&[path, ".", name]);
        let kind = shape.kinds.get(place).copied().unwrap_or(b'.');
        let number = field.number().is_some();
        let (expected, fits) = match kind {
            b'a' => {
                for part in field.each() {
                    check(part, path, warnings);
                }
                continue;
            }
            b'w' => {
                check(field, path, warnings);
                continue;
            }
            b'c' => ("a number", field.count().is_some()),
            b'f' => ("true or false", field.flag().is_some()),
            b'm' => ("an object of names and values", field.is_map()),
            b'd' => ("a number", number),
            b'n' => (
                "a number",
                number || field.flag().is_some() || field.is_map(),
            ),
            b't' => ("a text or a list of them", !number),
            _ => {
                if let Some(inner) = shape.inner.get(usize::from(kind.wrapping_sub(b'0'))) {
                    for part in field.each() {
                        examine(part, path, inner, warnings);
                    }
                }
                continue;
            }
        };
        if !fits {
            warnings.push(Warning::wrong(path, expected, field.what()));
        }
    }
}

/// Whether a fact is as a condition needs it: `true` any, a number at least that, a text the same (`*` at its ends stands for anything),
/// a list one of these, `{min, max, not}` as they say, other names the fact's own fields.
#[must_use]
pub fn matches(needs: &Value, is: &Value) -> bool {
    match needs.kind() {
        Kind::Null => false,
        Kind::Bool(flag) => flag == is_there(is),
        Kind::Number(least) => is.number() >= Some(least),
        Kind::Text(pattern) => {
            let mut fits = false;
            for one in is.each() {
                fits |= one.scalar().is_some_and(|text| like(pattern, &text));
            }
            fits
        }
        Kind::List(several) => several.iter().any(|one| matches(one, is)),
        Kind::Map(fields) => {
            let mut holds = true;
            for (name, value) in fields {
                holds &= match name.as_str() {
                    "min" => value.number().is_some() && is.number() >= value.number(),
                    "max" => is.number().is_some() && is.number() <= value.number(),
                    "not" => !matches(value, is),
                    name => matches(value, is.get(name)),
                };
            }
            holds
        }
    }
}

fn is_there(is: &Value) -> bool {
    match is.kind() {
        Kind::Null => false,
        Kind::Bool(flag) => flag,
        Kind::Number(_) => is.count() != Some(0),
        Kind::Text(text) => !text.is_empty(),
        Kind::List(items) => !items.is_empty(),
        Kind::Map(fields) => !fields.is_empty(),
    }
}

fn like(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (fold(pattern), fold(text));
    let front = pattern.strip_prefix("*");
    let inner = front.unwrap_or(&pattern);
    match (front, inner.strip_suffix("*")) {
        (None, None) => text == inner,
        (None, Some(inner)) => text.starts_with(inner),
        (Some(_), None) => text.ends_with(inner),
        (Some(_), Some(inner)) => has(&text, inner),
    }
}

/// Each question with its answer in `holds`; the fields of one object hold together.
#[must_use]
pub fn answer(who: &Value, facts: &Value) -> Value {
    let mut answers = Vec::new();
    for (name, field) in who.fields() {
        let answer = Value::object().with("rule", name.as_str());
        let place = place(name, &NAMES);
        answers.push(if place.is_some_and(|place| place < GROUPS) {
            let mut inner = Vec::new();
            for part in field.each() {
                inner.push(self::answer(part, facts));
            }
            let holding = hold(&inner);
            let holds = match name.as_str() {
                "all" => holding == inner.len(),
                "any" => holding > 0,
                _ => holding < inner.len(),
            };
            answer.with("of", inner).with("holds", holds)
        } else {
            let is = facts.get(name);
            // A condition that nobody understands holds for nobody: a campaign shown to the wrong people is worse than none.
            let holds = place.is_some() && matches(field, is);
            answer
                .with("needs", field.clone())
                .with("is", is.clone())
                .with("holds", holds)
        });
    }
    Value::object()
        .with("holds", hold(&answers) == answers.len())
        .with("all", answers)
}

/// Whether an [`answer`] is yes.
#[must_use]
pub fn holds(answer: &Value) -> bool {
    answer.get("holds").flag() == Some(true)
}

/// How many hold.
fn hold(answers: &[Value]) -> usize {
    let mut count = 0;
    for answer in answers {
        count += usize::from(holds(answer));
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::json;

    fn asked(rule: &str, visit: &str) -> (bool, usize) {
        let mut warnings = Vec::new();
        let rule = json::read(rule).unwrap();
        check(&rule, "who", &mut warnings);
        let answer = answer(&rule, &json::read(visit).unwrap());
        (holds(&answer), warnings.len())
    }

    const STRANGER: &str = r#"{"cart_count":0,"viewed":0,"visits":1,"lead":false,"buyer":false}"#;

    #[test]
    fn conditions_combine() {
        let visit = r#"{"cart_count":2,"viewed":0,"visits":0,"lead":true,"buyer":false}"#;
        for (rule, expected) in [
            ("{}", true),
            ("null", true),
            (r#"{"cart_count":1}"#, true),
            (r#"{"cart_count":3}"#, false),
            (r#"{"cart_count":1,"lead":false}"#, false),
            (r#"{"buyer":false}"#, true),
            (r#"{"not":{"cart_count":1}}"#, false),
            (r#"{"not":{"cart_count":1,"visits":5}}"#, true),
            (r#"{"not":[]}"#, false),
            (r#"{"any":[]}"#, false),
            (r#"{"all":[{"viewed":0},{"lead":true}]}"#, true),
            (r#"{"any":[{"visits":5},{"lead":true}]}"#, true),
            (r#"{"any":[{"visits":5},{"lead":false}]}"#, false),
        ] {
            assert_eq!(asked(rule, visit), (expected, 0), "{rule}");
        }
    }

    #[test]
    fn a_fact_of_each_kind_is_compared_as_people_write_it() {
        let visit = r#"{"cart_value":49.90,"path":"/sale/Lampen","affinity":["Lamps","Nord"],"utm_source":"news",
            "traits":{"plan":"gold","points":120},"searched":[]}"#;
        for (rule, expected) in [
            (r#"{"cart_value":49.9}"#, true),
            (r#"{"cart_value":{"min":20,"max":49.89}}"#, false),
            (r#"{"cart_value":{"max":50}}"#, true),
            (r#"{"cart_value":true}"#, true),
            (r#"{"spent":{"max":50}}"#, false),
            (r#"{"path":"/sale/*"}"#, true),
            (r#"{"path":"*lampe*"}"#, true),
            (r#"{"path":"*/LAMPEN"}"#, true),
            (r#"{"path":"/sale"}"#, false),
            (r#"{"path":["/a","/sale/*"]}"#, true),
            (r#"{"path":{"not":"/sale/*"}}"#, false),
            (r#"{"affinity":"nord"}"#, true),
            (r#"{"affinity":{"not":["mugs","chairs"]}}"#, true),
            (r#"{"utm_source":true,"utm_medium":false}"#, true),
            (r#"{"searched":true}"#, false),
            (
                r#"{"traits":{"plan":["gold","silver"],"points":100}}"#,
                true,
            ),
            (r#"{"traits":{"plan":"gold","points":{"min":200}}}"#, false),
        ] {
            assert_eq!(asked(rule, visit), (expected, 0), "{rule}");
        }
    }

    #[test]
    fn a_condition_nobody_understands_holds_for_nobody() {
        for rule in [
            r#"{"cart_cuont":1}"#,
            r#"{"cart_cuont":false}"#,
            r#"{"lead":"yes"}"#,
            r#"{"visits":"many"}"#,
            r#"{"traits":"gold"}"#,
            r#"{"path":7}"#,
            r#"{"holds":[{}]}"#,
        ] {
            assert_eq!(asked(rule, STRANGER), (false, 1), "{rule}");
        }
    }

    #[test]
    fn each_question_is_shown_with_its_answer() {
        let rule = json::read(r#"{"cart_count":1,"not":{"lead":true}}"#).unwrap();
        assert_eq!(
            json::write(&answer(&rule, &json::read(STRANGER).unwrap())),
            concat!(
                r#"{"holds":false,"all":[{"rule":"cart_count","needs":1,"is":0,"holds":false},"#,
                r#"{"rule":"not","of":[{"holds":false,"all":[{"rule":"lead","needs":true,"is":false,"holds":false}]}],"holds":true}]}"#
            )
        );
    }

    #[test]
    fn the_schema_and_the_types_know_the_same_questions() {
        let schema = include_str!("../js/vitrin.schema.json");
        let schema: serde_json::Value = serde_json::from_str(schema).unwrap();
        let listed = schema["$defs"]["audience"]["properties"]
            .as_object()
            .unwrap();
        let mut listed: Vec<&str> = listed.keys().map(String::as_str).collect();
        let mut names = NAMES.to_vec();
        names.sort_unstable();
        listed.sort_unstable();
        assert_eq!(listed, names);
        let types = include_str!("../js/vitrin.d.ts");
        let (_, rest) = types.split_once("export interface Audience {").unwrap();
        let (audience, _) = rest.split_once("\n}").unwrap();
        for name in NAMES {
            assert!(audience.contains(&format!("\n  {name}?:")), "{name}");
        }
    }
}
