//! Who a campaign is for: a closed tree of questions about the visit.
//! Each answer can be shown in words, which is what `explain` prints.

use crate::core::value::Value;
use crate::core::warning::Warning;

/// What audiences can ask about.
#[derive(Clone, Copy, Debug, Default)]
pub struct Visit {
    /// Pieces in the cart.
    pub cart_count: u32,
    /// Products looked at.
    pub viewed: u32,
    /// Visits, the present one included.
    pub visits: u32,
    /// Whether the shopper has left an address.
    pub lead: bool,
    /// Whether the shopper has ever ordered.
    pub buyer: bool,
}

/// A question about the visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Audience {
    /// All hold; everybody, when there are none.
    All(Vec<Audience>),
    /// One holds.
    Any(Vec<Audience>),
    /// It does not hold.
    Not(Box<Audience>),
    /// At least so much of something.
    AtLeast(Measure, u32),
    /// Something is so.
    Is(Trait),
}

/// Something that is counted; see [`Visit`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    CartCount,
    Viewed,
    Visits,
}

/// Something that is or is not; see [`Visit`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trait {
    Lead,
    Buyer,
}

const MEASURES: [(&str, Measure); 3] = [
    ("cart_count", Measure::CartCount),
    ("viewed", Measure::Viewed),
    ("visits", Measure::Visits),
];
const TRAITS: [(&str, Trait); 2] = [("lead", Trait::Lead), ("buyer", Trait::Buyer)];
const NAMES: [&str; 8] = [
    "all",
    "any",
    "not",
    "cart_count",
    "viewed",
    "visits",
    "lead",
    "buyer",
];

impl Audience {
    /// Everybody.
    #[must_use]
    pub const fn everybody() -> Self {
        Self::All(Vec::new())
    }

    /// Reads `{"cart_count": 1, "not": {"lead": true}}`: the fields of one object hold together.
    #[must_use]
    pub fn read(value: &Value, path: &str, warnings: &mut Vec<Warning>) -> Self {
        let mut all = Vec::new();
        if !value.is_null() && !value.is_map() {
            warnings.push(Warning::wrong(
                path,
                "an object of conditions",
                value.what(),
            ));
        }
        for (name, field) in value.fields() {
            let path = [path, ".", name].concat();
            let mut several = || -> Vec<Audience> {
                field
                    .each()
                    .iter()
                    .map(|part| Self::read(part, &path, warnings))
                    .collect()
            };
            let question = match name.as_str() {
                "all" => Some(Self::All(several())),
                "any" => Some(Self::Any(several())),
                "not" => Some(Self::Not(Box::new(Self::All(several())))),
                other => {
                    let measure = MEASURES.iter().find(|(known, _)| *known == other);
                    let is = TRAITS.iter().find(|(known, _)| *known == other);
                    match (measure, is) {
                        (Some((_, measure)), _) => field
                            .count()
                            .and_then(|n| u32::try_from(n).ok())
                            .map(|least| Self::AtLeast(*measure, least))
                            .or_else(|| {
                                warnings.push(Warning::wrong(&path, "a number", field.what()));
                                None
                            }),
                        (_, Some((_, is))) => match field.flag() {
                            Some(true) => Some(Self::Is(*is)),
                            Some(false) => Some(Self::Not(Box::new(Self::Is(*is)))),
                            None => {
                                warnings.push(Warning::wrong(&path, "true or false", field.what()));
                                None
                            }
                        },
                        _ => {
                            warnings.push(Warning::unknown(
                                "unknown-condition",
                                &path,
                                other,
                                &NAMES,
                            ));
                            None
                        }
                    }
                }
            };
            // A condition that nobody understands holds for nobody: a campaign shown to the wrong people is worse than none.
            all.push(question.unwrap_or(Self::Any(Vec::new())));
        }
        Self::All(all)
    }

    /// Whether it holds.
    #[must_use]
    pub fn holds(&self, visit: &Visit) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.holds(visit)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(visit)),
            Self::Not(part) => !part.holds(visit),
            Self::AtLeast(measure, least) => measure.of(visit) >= *least,
            Self::Is(is) => is.of(visit),
        }
    }

    /// Each question with its answer, as `explain` shows it.
    #[must_use]
    pub fn explain(&self, visit: &Visit) -> Value {
        let parts = |parts: &[Audience]| {
            parts
                .iter()
                .map(|part| part.explain(visit))
                .collect::<Value>()
        };
        let answer = Value::object().with("holds", self.holds(visit));
        match self {
            Self::All(all) => answer.with("all", parts(all)),
            Self::Any(any) => answer.with("any", parts(any)),
            Self::Not(part) => answer.with("not", part.explain(visit)),
            Self::AtLeast(measure, least) => answer
                .with("rule", measure.name())
                .with("at_least", *least)
                .with("is", measure.of(visit)),
            Self::Is(is) => answer.with("rule", is.name()).with("is", is.of(visit)),
        }
    }
}

impl Measure {
    const fn of(self, visit: &Visit) -> u32 {
        match self {
            Self::CartCount => visit.cart_count,
            Self::Viewed => visit.viewed,
            Self::Visits => visit.visits,
        }
    }

    fn name(self) -> &'static str {
        MEASURES
            .iter()
            .find(|(_, known)| *known == self)
            .map_or("", |(name, _)| name)
    }
}

impl Trait {
    const fn of(self, visit: &Visit) -> bool {
        match self {
            Self::Lead => visit.lead,
            Self::Buyer => visit.buyer,
        }
    }

    fn name(self) -> &'static str {
        TRAITS
            .iter()
            .find(|(_, known)| *known == self)
            .map_or("", |(name, _)| name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::json;

    fn holds(rule: &str, visit: &Visit) -> (bool, usize) {
        let mut warnings = Vec::new();
        let audience = Audience::read(&json::read(rule).unwrap(), "who", &mut warnings);
        (audience.holds(visit), warnings.len())
    }

    #[test]
    fn conditions_combine() {
        let visit = Visit {
            cart_count: 2,
            lead: true,
            ..Visit::default()
        };
        assert_eq!(holds("{}", &visit), (true, 0));
        assert_eq!(holds(r#"{"cart_count":1}"#, &visit), (true, 0));
        assert_eq!(
            holds(r#"{"cart_count":1,"lead":false}"#, &visit),
            (false, 0)
        );
        assert_eq!(holds(r#"{"not":{"cart_count":1}}"#, &visit), (false, 0));
        assert_eq!(
            holds(r#"{"any":[{"visits":5},{"lead":true}]}"#, &visit),
            (true, 0)
        );
    }

    #[test]
    fn a_condition_nobody_understands_holds_for_nobody() {
        assert_eq!(holds(r#"{"cart_cuont":1}"#, &Visit::default()), (false, 1));
        assert_eq!(holds(r#"{"lead":"yes"}"#, &Visit::default()), (false, 1));
    }
}
