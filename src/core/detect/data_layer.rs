//! The data layer: GA4 events, gtag's `arguments`, Universal Analytics' enhanced e-commerce.
//! One entry becomes one event with GA4's names, whatever dialect it was written in.

use super::draft::{Draft, pick};
use super::words::{cut, plain, until};
use crate::core::money::Currency;
use crate::core::product::Line;
use crate::core::snapshot::{Snapshot, text};
use crate::core::value::Value;

const TRUST: u8 = 78;

/// An entry of the data layer that tells of commerce.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LayerEvent {
    /// GA4's name of the event.
    pub name: String,
    /// Its items.
    pub lines: Vec<Line>,
    /// Its currency.
    pub currency: Option<Currency>,
    /// GA4's parameters at the top level: `value`, `transaction_id`, `search_term`, ….
    pub params: Value,
}

/// GA4's parameters that an event keeps at its top level, and Universal Analytics' names where they differ.
const PARAMS: &str = "value=revenue|shipping|tax|transaction_id=id|coupon|item_list_name=list|affiliation|search_term|results|item_list_id|payment_type|shipping_tier|promotion_id|promotion_name|creative_name";
/// Universal Analytics' actions and GA4's names for them.
static ACTIONS: [(&str, &str); 8] = [
    ("purchase", "purchase"),
    ("refund", "refund"),
    ("checkout", "begin_checkout"),
    ("add", "add_to_cart"),
    ("remove", "remove_from_cart"),
    ("detail", "view_item"),
    ("click", "select_item"),
    ("impressions", "view_item_list"),
];

/// The commerce event of one entry, if it is one.
#[must_use]
pub fn layer_event(entry: &Value, currency: Option<Currency>) -> Option<LayerEvent> {
    read(entry, currency).map(|(event, _)| event)
}

/// The event of an entry, and its items as they were written.
fn read(entry: &Value, currency: Option<Currency>) -> Option<(LayerEvent, &Value)> {
    // gtag pushes its `arguments`: ['event', name, parameters].
    let (name, data) = match entry.items() {
        [called, name, data] if called.text() == Some("event") => (name.text()?, data),
        _ => (text(entry, "event"), entry),
    };
    let commerce = Some(data.get("ecommerce"))
        .filter(|inner| inner.is_map())
        .unwrap_or(data);
    let mut code = currency;
    for place in [data, commerce] {
        let told = Currency::parse(pick(place, "currency|currencyCode").text().unwrap_or(""));
        code = told.or(code);
    }
    let mut meant = name;
    let mut items = commerce.get("items");
    let mut field = commerce;
    // What tells of commerce in GA4's words has items, or something that only such events have.
    if name.is_empty()
        || items.is_null()
            && pick(commerce, "search_term|transaction_id|promotion_id|currency").is_null()
    {
        let (key, known) = ACTIONS
            .iter()
            .find(|(key, _)| !commerce.get(key).is_null())?;
        let action = commerce.get(key);
        meant = known;
        field = action.get("actionField");
        items = if action.is_list() {
            action
        } else {
            action.get("products")
        };
        // A class named `add` of something else than commerce has no products.
        if items.each().is_empty() && meant != "purchase" {
            return None;
        }
    }
    let mut params = Value::object();
    until(PARAMS, "|", &mut |param| {
        let (name, old) = cut(param, "=");
        let mut told = field.get(name);
        for (place, name) in [(field, old), (data, name)] {
            if told.is_null() {
                told = place.get(name);
            }
        }
        let numeric = matches!(name, "value" | "shipping" | "tax");
        params.put(
            name,
            if numeric {
                told.number().into()
            } else {
                Value::from(told.scalar())
            },
        );
        false
    });
    let mut lines = Vec::new();
    for item in items.each() {
        if let Some(mut line) = Line::read(item, code) {
            line.product.title = plain(&line.product.title);
            lines.push(line);
        }
    }
    let name = if meant == "view_search_results" {
        "search"
    } else {
        meant
    };
    let event = LayerEvent {
        name: name.to_owned(),
        lines,
        currency: code,
        params,
    };
    Some((event, items))
}

/// What the layer says of the product of the page: its last `view_item` of one item.
#[must_use]
pub fn viewed(layer: &[Value], page: &Snapshot) -> Option<Draft> {
    for entry in layer.iter().rev() {
        if let Some((event, items)) = read(entry, None)
            && event.name == "view_item"
            && let [item] = items.each()
        {
            let mut draft = Draft::read("data-layer", TRUST, item, page);
            draft.add(
                "currency",
                &event.currency.map_or(String::new(), Currency::code),
            );
            return Some(draft);
        }
    }
    None
}

/// The order that the layer tells, if any.
#[must_use]
pub fn purchase(layer: &[Value], currency: Option<Currency>) -> Option<LayerEvent> {
    for entry in layer.iter().rev() {
        if let Some(event) = layer_event(entry, currency)
            && event.name == "purchase"
        {
            return Some(event);
        }
    }
    None
}
