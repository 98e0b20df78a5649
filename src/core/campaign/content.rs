//! Fills the places of a campaign's content from the visit: the cart's real lines, a kept code, what is missing to a goal.
//! What cannot be told truly is left out: no lines, no block; no common currency, no total.

use crate::core::decimal::Decimal;
use crate::core::money::Money;
use crate::core::product::{Line, total};
use crate::core::profile::Profile;
use crate::core::value::Value;

/// More lines than these are told as a number: a dialog is not a cart page.
const MAX_LINES: usize = 4;

/// Where its places are filled from.
#[derive(Clone, Copy, Debug)]
pub struct Places<'a> {
    /// The cart, and the code that was given.
    pub profile: &'a Profile,
    /// Where the cart is.
    pub cart_url: Option<&'a str>,
    /// The amount of goals that have none of their own.
    pub goal: &'a Value,
}

/// The content as the popup takes it. Money stays `{amount, currency}`: the edge knows the shopper's way of writing it.
#[must_use]
#[inline(never)]
pub fn resolve(content: &Value, places: Places) -> Value {
    let Places {
        profile, cart_url, ..
    } = places;
    let cart = &profile.cart;
    let mut blocks = Vec::new();
    for block in content.items() {
        let mut block = block.clone();
        match block.get("type").text() {
            Some("cart") if cart.is_empty() => continue,
            Some("cart") => block = lines(cart),
            Some("goal") => match goal(block, cart, places.goal) {
                Some(goal) => block = goal,
                None => continue,
            },
            // Without a code of its own it shows the one that was given before, if one was.
            Some("coupon") if block.get("code").is_null() => {
                let kept = profile.notes.get("coupon");
                if kept.is_null() {
                    continue;
                }
                block.put("code", kept.clone());
            }
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
                    later(&mut button, "next", places);
                    buttons.push(button);
                }
                block.put("buttons", buttons);
            }
            _ => later(&mut block, "success", places),
        }
        blocks.push(block);
    }
    Value::list(blocks)
}

/// Content that takes the popup over later.
fn later(block: &mut Value, name: &str, places: Places) {
    let content = resolve(block.get(name), places);
    if !content.items().is_empty() {
        block.put(name, content);
    }
}

/// Whether there is a form in it, on any of its steps, whose address only a backend could take: the form names no endpoint of its own.
#[must_use]
pub fn asks(content: &Value) -> bool {
    let mut asks = false;
    for block in content.items() {
        asks |= block.get("type").text() == Some("form") && block.get("endpoint").is_null();
        for button in block.get("buttons").items() {
            asks |= self::asks(button.get("next"));
        }
    }
    asks
}

fn lines(cart: &[Line]) -> Value {
    let mut lines = Vec::new();
    for line in cart.iter().take(MAX_LINES) {
        lines.push(line.value());
    }
    let mut block = Value::object().with("type", "lines").with("lines", lines);
    if cart.len() > MAX_LINES {
        block.put("more", cart.len() - MAX_LINES);
    }
    if let Some(sum) = total(cart) {
        block.put("total", Value::object().with("price", sum));
    }
    block
}

/// What is missing to an amount, and how far the cart is, in hundredths.
fn goal(block: Value, cart: &[Line], goal: &Value) -> Option<Value> {
    let goal = block.get("amount").number().or(goal.number())?;
    let sum = total(cart)?;
    let missing = goal.plus(sum.amount.times(-1));
    let left = Money::new(missing, sum.currency).filter(|left| left.amount != Decimal::ZERO);
    let digits = sum.currency.digits();
    let part = sum.amount.times(100).minor(digits)?;
    let part = part.checked_div(goal.minor(digits)?)?;
    Some(
        block
            .with("left", left)
            .with("part", part.clamp(0, 100) as u32),
    )
}
