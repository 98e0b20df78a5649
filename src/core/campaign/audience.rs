//! Who a campaign is for: a closed tree of questions about the visit, kept as the data it was written in.
//! One walk answers it; each answer stands beside its question, which is what `explain` prints.

use crate::core::value::Value;
use crate::core::warning::Warning;

/// What audiences can ask about: `cart_count`, `viewed` and `visits` are numbers, `lead` and `buyer` are so or not.
pub type Visit = Value;

const NAMES: [&str; 8] = [
    "all",
    "any",
    "not",
    "lead",
    "buyer",
    "cart_count",
    "viewed",
    "visits",
];
/// In [`NAMES`]: before it stand groups of questions.
const GROUPS: usize = 3;
/// In [`NAMES`]: before it stand questions of yes or no, from it on such of numbers.
const TRAITS: usize = 5;

/// Names what nobody understands in `{"cart_count": 1, "not": {"lead": true}}`.
pub(super) fn check(who: &Value, path: &str, warnings: &mut Vec<Warning>) {
    if !who.is_null() && !who.is_map() {
        warnings.push(Warning::wrong(path, "an object of conditions", who.what()));
    }
    for (name, field) in who.fields() {
        let path = &[path, ".", name].concat();
        let wrong = match NAMES.iter().position(|known| known == name) {
            None => {
                let warning = Warning::unknown("unknown-condition", path, name, &NAMES);
                warnings.push(warning);
                continue;
            }
            Some(place) if place < GROUPS => {
                for part in field.each() {
                    check(part, path, warnings);
                }
                continue;
            }
            Some(place) if place < TRAITS => field.flag().is_none().then_some("true or false"),
            Some(_) => field.count().is_none().then_some("a number"),
        };
        if let Some(expected) = wrong {
            warnings.push(Warning::wrong(path, expected, field.what()));
        }
    }
}

/// Each question with its answer in `holds`; the fields of one object hold together.
pub(super) fn answer(who: &Value, visit: &Visit) -> Value {
    let mut answers = Vec::new();
    for (name, field) in who.fields() {
        let is = visit.get(name);
        // A condition that nobody understands holds for nobody: a campaign shown to the wrong people is worse than none.
        let mut holds = false;
        let mut inner = Vec::new();
        if is.is_null() {
            for part in field.each() {
                inner.push(answer(part, visit));
            }
            holds = match name.as_str() {
                "all" => hold(&inner) == inner.len(),
                "any" => hold(&inner) > 0,
                "not" => hold(&inner) < inner.len(),
                _ => false,
            };
        } else if let Some(is) = is.flag() {
            holds = field.flag() == Some(is);
        } else if let Some(least) = field.count() {
            holds = is.count() >= Some(least);
        }
        let answer = Value::object().with("rule", name.as_str());
        answers.push(
            if inner.is_empty() {
                answer.with("needs", field.clone()).with("is", is.clone())
            } else {
                answer.with("of", inner)
            }
            .with("holds", holds),
        );
    }
    Value::object()
        .with("holds", hold(&answers) == answers.len())
        .with("all", answers)
}

/// How many hold.
fn hold(answers: &[Value]) -> usize {
    let mut count = 0;
    for answer in answers {
        count += usize::from(answer.get("holds").flag() == Some(true));
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::json;

    fn holds(rule: &str, visit: &str) -> (bool, usize) {
        let mut warnings = Vec::new();
        let rule = json::read(rule).unwrap();
        check(&rule, "who", &mut warnings);
        let answer = answer(&rule, &json::read(visit).unwrap());
        (answer.get("holds").flag().unwrap(), warnings.len())
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
            assert_eq!(holds(rule, visit), (expected, 0), "{rule}");
        }
    }

    #[test]
    fn a_condition_nobody_understands_holds_for_nobody() {
        for rule in [
            r#"{"cart_cuont":1}"#,
            r#"{"lead":"yes"}"#,
            r#"{"visits":true}"#,
            r#"{"holds":[{}]}"#,
        ] {
            assert_eq!(holds(rule, STRANGER), (false, 1), "{rule}");
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
}
