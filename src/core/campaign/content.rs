//! Fills the places of a campaign's content from the visit: today the cart's real lines.
//! What cannot be told truly is left out: no lines, no block; no common currency, no total.

use crate::core::product::{Line, total};
use crate::core::text;
use crate::core::value::Value;

/// More lines than these are told as a number: a dialog is not a cart page.
const MAX_LINES: usize = 4;

/// The content as the popup takes it. Money stays `{amount, currency}`: the edge knows the shopper's way of writing it.
#[must_use]
pub fn resolve(content: &Value, cart: &[Line], cart_url: Option<&str>) -> Value {
    let mut blocks = Vec::new();
    for block in content.items() {
        let mut block = block.clone();
        match block.get("type").text() {
            Some("cart") if cart.is_empty() => continue,
            Some("cart") => block = lines(cart),
            Some("buttons") => {
                let mut buttons = Vec::new();
                for button in block.get("buttons").items() {
                    let mut button = button.clone();
                    if button.get("action").text() == Some("cart") {
                        // A button to the cart is only there when it is known where the cart is.
                        if cart_url.is_none() {
                            continue;
                        }
                        button.put("href", cart_url);
                    }
                    buttons.push(button);
                }
                block.put("buttons", buttons);
            }
            _ => {}
        }
        blocks.push(block);
    }
    Value::list(blocks)
}

fn lines(cart: &[Line]) -> Value {
    let mut lines = Vec::new();
    for line in cart.iter().take(MAX_LINES) {
        lines.push(line.value());
    }
    let mut block = Value::object().with("type", "lines").with("lines", lines);
    if cart.len() > MAX_LINES {
        let more = text::digits((cart.len() - MAX_LINES) as u64);
        block.put("more", ["+ ", &more, " more"].concat());
    }
    if let Some(sum) = total(cart) {
        block.put(
            "total",
            Value::object().with("label", "Total").with("price", sum),
        );
    }
    block
}
