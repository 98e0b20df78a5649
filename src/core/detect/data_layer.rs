//! The data layer: GA4 events, gtag's `arguments`, Universal Analytics' enhanced e-commerce.
//! One entry becomes one event with GA4's names, whatever dialect it was written in.

use super::draft::{Draft, pick};
use super::words::{cut, plain};
use crate::core::money::Currency;
use crate::core::product::Line;
use crate::core::snapshot::{Snapshot, text};
use crate::core::text::has;
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

/// GA4's parameters that an event keeps at its top level; the first three are numbers, and Universal Analytics' names stand behind `=`.
const PARAMS: &str = "value=revenue|shipping=shipping|tax=tax|transaction_id=id|coupon=coupon|item_list_name=list|affiliation=affiliation|search_term|item_list_id|payment_type|shipping_tier|promotion_id|promotion_name|creative_name";
/// Universal Analytics' actions and GA4's names for them.
const ACTIONS: &str = "purchase=purchase|refund=refund|checkout=begin_checkout|add=add_to_cart|remove=remove_from_cart|detail=view_item|click=select_item|impressions=view_item_list";
const EVENTS: &str = "|view_item_list|select_item|view_item|search|view_search_results|add_to_cart|remove_from_cart|view_cart|add_to_wishlist|begin_checkout|add_shipping_info|add_payment_info|purchase|refund|view_promotion|select_promotion|";

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
    let mut key = String::from("|");
    key.push_str(name);
    key.push('|');
    let mut meant = name;
    let mut items = commerce.get("items");
    let mut field = &Value::NULL;
    if !has(EVENTS, &key) || key.len() < 3 || items.is_null() && !commerce.get("products").is_null()
    {
        let mut rest = ACTIONS;
        loop {
            let (action, more) = cut(rest, "|");
            let (known, name) = cut(action, "=");
            if rest.is_empty() {
                return None;
            }
            let found = commerce.get(known);
            if !found.is_null() {
                meant = name;
                field = found.get("actionField");
                items = if found.is_list() {
                    found
                } else {
                    found.get("products")
                };
                break;
            }
            rest = more;
        }
        // A class named `add` of something else than commerce has no products.
        if items.each().is_empty() && meant != "purchase" {
            return None;
        }
    }
    let mut params = Value::object();
    let mut rest = PARAMS;
    while !rest.is_empty() {
        let (param, more) = cut(rest, "|");
        let (name, old) = cut(param, "=");
        let mut told = field.get(old);
        for place in [data, commerce] {
            let own = place.get(name);
            if field.is_null() && own.scalar().is_some() {
                told = own;
            }
        }
        let numeric = matches!(name, "value" | "shipping" | "tax");
        params.put(
            name,
            if numeric {
                Value::from(told.number())
            } else {
                told.scalar().into()
            },
        );
        rest = more;
    }
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
                event.currency.as_ref().map_or("", Currency::code),
            );
            return Some(draft);
        }
    }
    None
}

/// The order that the layer tells, if any.
#[must_use]
pub fn purchase(layer: &[Value], currency: Option<Currency>) -> Option<LayerEvent> {
    let mut all = layer
        .iter()
        .rev()
        .filter_map(|entry| layer_event(entry, currency));
    all.find(|event| event.name == "purchase")
}
