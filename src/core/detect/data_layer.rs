//! The data layer: GA4 events, gtag's `arguments`, Universal Analytics' enhanced e-commerce.
//! One entry becomes one event with GA4's names, whatever dialect it was written in.

use super::draft::{Draft, text};
use crate::core::money::Currency;
use crate::core::product::Line;
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

/// GA4's parameters that an event keeps at its top level.
const PARAMS: [&str; 14] = [
    "value",
    "transaction_id",
    "search_term",
    "coupon",
    "shipping",
    "tax",
    "item_list_name",
    "item_list_id",
    "affiliation",
    "payment_type",
    "shipping_tier",
    "promotion_id",
    "promotion_name",
    "creative_name",
];

/// Universal Analytics' actions and GA4's names for them.
const ACTIONS: [(&str, &str); 8] = [
    ("purchase", "purchase"),
    ("refund", "refund"),
    ("checkout", "begin_checkout"),
    ("add", "add_to_cart"),
    ("remove", "remove_from_cart"),
    ("detail", "view_item"),
    ("click", "select_item"),
    ("impressions", "view_item_list"),
];

const EVENTS: &str = " view_item_list select_item view_item search view_search_results add_to_cart remove_from_cart view_cart add_to_wishlist begin_checkout \
add_shipping_info add_payment_info purchase refund view_promotion select_promotion ";

/// The commerce event of one entry, if it is one.
#[must_use]
pub fn layer_event(entry: &Value, currency: Option<Currency>) -> Option<LayerEvent> {
    // gtag pushes its `arguments`: ['event', name, parameters].
    let called = entry.items();
    let (name, data) = match called.first().and_then(Value::text) {
        Some("event") => (called.get(1)?.text()?, called.get(2)?),
        _ => (entry.get("event").text().unwrap_or(""), entry),
    };
    let commerce = if data.get("ecommerce").is_map() {
        data.get("ecommerce")
    } else {
        data
    };
    let code = |value: &Value| {
        value
            .any(&["currency", "currencyCode"])
            .text()
            .and_then(Currency::parse)
    };
    let currency = code(commerce).or_else(|| code(data)).or(currency);
    let mut padded = String::from(" ");
    padded.push_str(name);
    padded.push(' ');
    if EVENTS.contains(&padded)
        && (!commerce.get("items").is_null() || commerce.get("products").is_null())
    {
        let items = commerce.get("items").each();
        let mut params = Value::object();
        for param in PARAMS {
            params.put(
                param,
                commerce
                    .get(param)
                    .scalar()
                    .or_else(|| data.get(param).scalar())
                    .map_or(Value::NULL, |text| number(param, text)),
            );
        }
        return Some(LayerEvent {
            name: if name == "view_search_results" {
                "search".to_owned()
            } else {
                name.to_owned()
            },
            lines: items
                .iter()
                .filter_map(|item| line(item, currency))
                .collect(),
            currency,
            params,
        });
    }
    let (key, name) = ACTIONS
        .iter()
        .find(|(key, _)| !commerce.get(key).is_null())?;
    let action = commerce.get(key);
    let field = action.get("actionField");
    let params = Value::object()
        .with("transaction_id", field.get("id").scalar())
        .with("value", field.get("revenue").number())
        .with("shipping", field.get("shipping").number())
        .with("tax", field.get("tax").number())
        .with("coupon", field.get("coupon").scalar())
        .with("item_list_name", field.get("list").scalar());
    let products = if *key == "impressions" {
        action
    } else {
        action.get("products")
    };
    // A class named `add` of something else than commerce has no products.
    let lines: Vec<Line> = products
        .each()
        .iter()
        .filter_map(|item| line(item, currency))
        .collect();
    (!lines.is_empty() || *key == "purchase").then(|| LayerEvent {
        name: (*name).to_owned(),
        lines,
        currency,
        params,
    })
}

fn number(name: &str, text: String) -> Value {
    match name {
        "value" | "shipping" | "tax" => Value::from(Value::from(text).number()),
        _ => Value::from(text),
    }
}

fn line(item: &Value, currency: Option<Currency>) -> Option<Line> {
    let mut line = Line::read(item, currency)?;
    line.product.title = super::words::plain(&line.product.title);
    Some(line)
}

/// What the layer says of the product of the page: its last `view_item` of one item.
#[must_use]
pub fn viewed(layer: &[Value], currency: Option<Currency>) -> Option<Draft> {
    let event = layer
        .iter()
        .rev()
        .filter_map(|entry| layer_event(entry, currency))
        .find(|event| event.name == "view_item" && event.lines.len() == 1)?;
    let code = event.currency;
    let product = event.lines.into_iter().next()?.product;
    let raw = layer.iter().rev().find_map(find_price);
    let mut draft = Draft::new("data-layer", TRUST);
    if let Some(price) = product.price {
        draft.amounts.push(price.amount);
    } else if let Some(raw) = raw {
        draft.offer(&raw);
    }
    draft.currency = code;
    draft.title = text(&product.title);
    draft.id = text(&product.id);
    draft.sku = product.sku;
    draft.brand = product.brand.as_deref().and_then(text);
    draft.category = product.category.as_deref().and_then(text);
    draft.variant = product.variant.as_deref().and_then(text);
    Some(draft)
}

fn find_price(entry: &Value) -> Option<String> {
    let commerce = entry.get("ecommerce");
    let items = if commerce.get("detail").is_null() {
        commerce.get("items")
    } else {
        commerce.get("detail").get("products")
    };
    items.each().first()?.get("price").scalar()
}

/// The order that the layer tells, if any.
#[must_use]
pub fn purchase(layer: &[Value], currency: Option<Currency>) -> Option<LayerEvent> {
    layer
        .iter()
        .rev()
        .filter_map(|entry| layer_event(entry, currency))
        .find(|event| event.name == "purchase")
}
