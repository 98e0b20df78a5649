//! Fills the places of a campaign's content from the visit: today the cart's real lines.
//! What cannot be told truly is left out: no lines, no block; no common currency, no total.

use crate::core::product::{Line, total};
use crate::core::value::Value;

/// More lines than these are told as a number: a dialog is not a cart page.
const MAX_LINES: usize = 4;

/// The content as the popup takes it. Money stays `{amount, currency}`: the edge knows the shopper's way of writing it.
#[must_use]
pub fn resolve(content: &Value, cart: &[Line], cart_url: Option<&str>) -> Value {
    content
        .items()
        .iter()
        .filter_map(|block| match block.get("type").text() {
            Some("cart") => lines(cart),
            Some("buttons") => Some(buttons(block, cart_url)),
            _ => Some(block.clone()),
        })
        .collect()
}

fn lines(cart: &[Line]) -> Option<Value> {
    if cart.is_empty() {
        return None;
    }
    let more = cart.len().saturating_sub(MAX_LINES);
    Some(
        Value::object()
            .with("type", "lines")
            .with(
                "lines",
                cart.iter()
                    .take(MAX_LINES)
                    .map(Line::value)
                    .collect::<Value>(),
            )
            .with(
                "more",
                (more > 0).then(|| ["+ ", &more.to_string(), " more"].concat()),
            )
            .with(
                "total",
                total(cart).map(|sum| Value::object().with("label", "Total").with("price", sum)),
            ),
    )
}

/// A button to the cart is only there when it is known where the cart is.
fn buttons(block: &Value, cart_url: Option<&str>) -> Value {
    let buttons: Value = block
        .get("buttons")
        .items()
        .iter()
        .filter_map(|button| match (button.get("action").text(), cart_url) {
            (Some("cart"), Some(url)) => Some(button.clone().with("href", url)),
            (Some("cart"), None) => None,
            _ => Some(button.clone()),
        })
        .collect();
    block.clone().with("buttons", buttons)
}
