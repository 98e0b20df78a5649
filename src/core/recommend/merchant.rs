//! What a shop sets of its recommendations: rules that pin, boost, exclude, filter and order, picks by rule, looks by hand.
//! They stay the tree they came as; what is wrong in it is named with its path and left out.

use super::strategy::Kind;
use crate::core::product::Product;
use crate::core::segment::{Shape, examine};
use crate::core::text::{concat, digits, fold, has};
use crate::core::value::Value;
use crate::core::warning::Warning;

/// The fields of a rule.
const RULE: [&str; 7] = ["kind", "for", "pin", "boost", "exclude", "filter", "order"];
/// A clause, which says what products it is about; `by` is a boost's.
const CLAUSE: Shape = Shape {
    code: "unknown-setting",
    names: &[
        "ids",
        "brand",
        "category",
        "title",
        "min_price",
        "max_price",
        "by",
    ],
    kinds: b"....ddd",
    inner: &[],
};
/// The orders of a rule.
const ORDERS: [&str; 2] = ["price", "-price"];
/// A boost that does not say how much.
const DOUBLED: i64 = 512;
/// No boost beats everything: sixteenfold, in 256ths.
const MAX_BOOST: i64 = 4096;

/// What a shop sets of its recommendations.
#[derive(Clone, Debug, Default)]
pub struct Merchant {
    /// A list of rules.
    rules: Value,
    /// By name, rules.
    picks: Value,
    /// By name, lists of ids.
    looks: Value,
}

impl Merchant {
    /// A shop that sets nothing.
    pub const NONE: Self = Self {
        rules: Value::NULL,
        picks: Value::NULL,
        looks: Value::NULL,
    };

    /// Reads the settings.
    #[must_use]
    pub fn read(settings: &Value, warnings: &mut Vec<Warning>) -> Self {
        let mut rules = Vec::new();
        for (at, rule) in settings.get("rules").each().iter().enumerate() {
            let path = concat(&["rules[", &digits(at as u64), "]"]);
            if let Some(rule) = read_rule(&path, rule, warnings) {
                rules.push(rule);
            }
        }
        let mut picks = Value::object();
        for (name, rule) in named("picks", settings, warnings) {
            let path = concat(&["picks.", name]);
            picks.put(name, read_rule(&path, rule, warnings));
        }
        let mut looks = Value::object();
        for (name, ids) in named("looks", settings, warnings) {
            looks.put(name, list(&concat(&["looks.", name]), ids, warnings));
        }
        let days = settings.get("price_days");
        if !days.is_null() && days.count().is_none() {
            warnings.push(Warning::wrong(
                "price_days",
                "a number of days",
                days.what(),
            ));
        }
        Self {
            rules: Value::list(rules),
            picks,
            looks,
        }
    }

    /// The ids of a look: of the one of this name, or of the first that holds the product.
    pub(super) fn look(&self, name: Option<&str>, product: Option<&Product>) -> &[Value] {
        for (known, ids) in self.looks.fields() {
            let wanted = match (name, product) {
                (Some(name), _) => name == known,
                (None, Some(product)) => holds(ids, product),
                _ => false,
            };
            if wanted {
                return ids.items();
            }
        }
        &[]
    }

    /// The rules that hold for a kind beside a product, a pick's own among them.
    pub(super) fn rules(
        &self,
        kind: Kind,
        name: Option<&str>,
        anchor: Option<&Product>,
    ) -> Rules<'_> {
        let mut found = Vec::new();
        if kind == Kind::Picks {
            for (known, rule) in self.picks.fields() {
                if found.is_empty() && name.is_none_or(|name| name == known) {
                    found.push(rule);
                }
            }
        }
        for rule in self.rules.items() {
            let kinds = rule.get("kind");
            let mut holds = kinds.is_null();
            for known in kinds.each() {
                holds |= known.text() == Some(kind.name());
            }
            let about = rule.get("for");
            if holds && (about.is_null() || anchor.is_some_and(|product| matches(about, product))) {
                found.push(rule);
            }
        }
        Rules(found)
    }
}

/// Rules that hold.
pub(super) struct Rules<'a>(pub(super) Vec<&'a Value>);

impl<'a> Rules<'a> {
    /// Whether no rule is against a product.
    #[inline(never)]
    pub(super) fn allow(&self, product: &Product) -> bool {
        let mut allowed = true;
        for rule in &self.0 {
            let filter = rule.get("filter");
            allowed &= !matches(rule.get("exclude"), product);
            allowed &= filter.is_null() || matches(filter, product);
        }
        allowed
    }

    /// By how many 256ths a score is multiplied.
    #[inline(never)]
    pub(super) fn boost(&self, product: &Product) -> u64 {
        let mut by = 256;
        for rule in &self.0 {
            let boost = rule.get("boost");
            if matches(boost, product) {
                let times = boost.get("by").number();
                let times = times.map_or(DOUBLED, |times| times.times(256).trunc());
                by = (by * times / 256).clamp(1, MAX_BOOST);
            }
        }
        by as u64
    }

    /// The order that the shop wants.
    pub(super) fn order(&self) -> Option<&'a str> {
        let mut order = None;
        for rule in &self.0 {
            order = order.or(rule.get("order").text());
        }
        order
    }
}

/// Whether one of these ids is the product's.
fn holds(ids: &Value, product: &Product) -> bool {
    let mut found = false;
    for id in ids.each() {
        let id = id.scalar();
        found |= id.is_some() && (id.as_ref() == Some(&product.id) || id == product.sku);
    }
    found
}

/// Whether a clause is about a product: all that it says holds, of each list one.
#[inline(never)]
fn matches(clause: &Value, product: &Product) -> bool {
    if !clause.is_map() {
        return holds(clause, product);
    }
    let mut all = !clause.fields().is_empty();
    for (name, wanted) in clause.fields() {
        let price = |cheap: bool| {
            let (Some(price), Some(limit)) = (product.price, wanted.number()) else {
                return false;
            };
            price.amount == limit || (price.amount < limit) == cheap
        };
        all &= match name.as_str() {
            "ids" => holds(wanted, product),
            "min_price" => price(false),
            "max_price" => price(true),
            "by" => true,
            field => {
                let text = match field {
                    "brand" => product.brand.as_deref(),
                    "category" => product.category.as_deref(),
                    _ => Some(product.title.as_str()),
                };
                let text = fold(text.unwrap_or(""));
                let mut one = false;
                for word in wanted.each() {
                    let word = fold(word.text().unwrap_or(""));
                    one |= !word.is_empty()
                        && match field {
                            "brand" => text == word,
                            // A whole path, or the name of one of its levels.
                            "category" => has(
                                &concat(&[" > ", &text, " > "]),
                                &concat(&[" > ", &word, " > "]),
                            ),
                            _ => has(&text, &word),
                        };
                }
                one
            }
        };
    }
    all
}

/// The fields of a setting that has names of the shop's own.
fn named<'a>(
    name: &str,
    settings: &'a Value,
    warnings: &mut Vec<Warning>,
) -> Vec<(&'a String, &'a Value)> {
    let value = settings.get(name);
    if !value.is_null() && !value.is_map() {
        warnings.push(Warning::wrong(name, "an object of names", value.what()));
    }
    let mut found = Vec::new();
    for (name, value) in value.fields() {
        found.push((name, value));
    }
    found
}

fn unknown(path: &str, name: &str, known: &[&str]) -> Warning {
    Warning::unknown("unknown-setting", path, name, known)
}

/// A list of ids.
fn list(path: &str, value: &Value, warnings: &mut Vec<Warning>) -> Option<Value> {
    let right = value.is_list();
    if !right {
        warnings.push(Warning::wrong(path, "a list of ids", value.what()));
    }
    right.then(|| value.clone())
}

/// A rule without what is wrong in it; none when what is wrong says where it holds.
fn read_rule(path: &str, rule: &Value, warnings: &mut Vec<Warning>) -> Option<Value> {
    if !rule.is_map() {
        warnings.push(Warning::wrong(path, "an object", rule.what()));
        return None;
    }
    let mut read = Value::object();
    for (name, value) in rule.fields() {
        let (whole, path) = (path, concat(&[path, ".", name]));
        let mut right = true;
        match name.as_str() {
            "kind" => {
                for kind in value.each() {
                    let kind = kind.text().unwrap_or("");
                    match Kind::parse(kind) {
                        None => {
                            warnings.push(Warning::unknown(
                                "unknown-kind",
                                &path,
                                kind,
                                &Kind::names(),
                            ));
                            return None;
                        }
                        Some(known) if !known.is_open() && !rule.get("pin").is_null() => {
                            warnings.push(Warning::wrong(
                                &path,
                                "a kind whose heading claims no fact, for `pin`",
                                kind,
                            ));
                            return None;
                        }
                        _ => {}
                    }
                }
            }
            "pin" => right = list(&path, value, warnings).is_some(),
            "order" => {
                let order = value.text().unwrap_or("");
                right = ORDERS.contains(&order);
                if !right {
                    warnings.push(unknown(&path, order, &ORDERS));
                }
            }
            field if RULE.contains(&field) => {
                if !value.is_map() {
                    right = list(&path, value, warnings).is_some();
                } else {
                    right = !value.fields().is_empty();
                }
                let before = warnings.len();
                examine(value, &path, &CLAUSE, warnings);
                right &= warnings.len() == before;
                if field == "for" && !right {
                    return None;
                }
            }
            _ => {
                warnings.push(unknown(whole, name, &RULE));
                right = false;
            }
        }
        if right {
            read.put(name, value.clone());
        }
    }
    Some(read)
}
