//! The order just placed: its number, its lines, what was paid.
//! The data layer's word is taken before the page's text, and a number is taken only where a word for an order stands close before it.

use super::data_layer::LayerEvent;
use super::words::{any, fold, says, until, wordy};
use super::{cart, visual};
use crate::core::facts::Order;
use crate::core::money::Money;
use crate::core::product::path;
use crate::core::snapshot::{Snapshot, text};
use crate::core::value::Value;

const ORDER: &str = "order|bestell|auftrag|commande|pedido|ordine|zamówien|sipariş|objednáv|beställning|ordre|rendelés|заказ";

/// The order just placed: its number, what was paid, what was bought. The data layer's word is taken before the page's text.
#[must_use]
pub fn order(page: &Snapshot, layer: Option<LayerEvent>) -> Option<Order> {
    let mut id = None;
    let mut lines = Vec::new();
    let mut paid = None;
    if let Some(event) = layer {
        id = event.params.get("transaction_id").scalar();
        paid = event.params.get("value").number().zip(event.currency);
        lines = event.lines;
    }
    for list in &["notices", "heads"] {
        for one in page.rows(list) {
            id = id.or_else(|| order_number(text(one, "t")));
        }
    }
    // `/order-received/15/`.
    let mut after = false;
    until(path(&page.url), "/", &mut |part| {
        let known = after && !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if known && id.is_none() {
            id = Some(part.to_owned());
        }
        after |= says(part, "order|confirmation|thank|success");
        known
    });
    if lines.is_empty() {
        lines = cart::rows(page, cart::EITHER);
    }
    let total = paid.and_then(|(amount, currency)| Money::new(amount, currency));
    Some(Order {
        id: id?,
        total: total.or_else(|| order_total(page)),
        lines,
    })
}

/// `Order 100003`, `Order #1001`, `Bestellnummer: 2024-17`.
fn order_number(text: &str) -> Option<String> {
    let mut found = String::new();
    // Only what follows closely: a sentence later, figures are dates and sums.
    let (mut left, mut begun) = (0, false);
    let mut folded = String::new();
    for c in text.chars() {
        let sign = matches!(c, ':' | '#' | '(' | ')' | '\u{a0}');
        folded.push(if sign { ' ' } else { c });
    }
    until(&folded, " ", &mut |mut word| {
        while let Some(less) = word.strip_suffix(".").or_else(|| word.strip_suffix(",")) {
            word = less;
        }
        let digits = word.bytes().filter(u8::is_ascii_digit).count();
        // PrestaShop's numbers are nine letters.
        let letters = word.len() == 9 && word.bytes().all(|b| b.is_ascii_uppercase());
        if left > 0 && word.len() > 1 && (digits * 2 >= word.len() || letters) {
            // A sum ends the search.
            if !any(word, ",|.") {
                found.push_str(word);
            }
            return true;
        }
        left -= i32::from(left > 0 && !word.is_empty());
        if !begun && says(word, ORDER) {
            begun = true;
            left = 14;
        }
        false
    });
    (!found.is_empty()).then_some(found)
}

/// The last price that stands beside a word for the total, the more telling word first.
fn order_total(page: &Snapshot) -> Option<Money> {
    let mut total = None;
    for words in &[
        " total| gesamt| summe| toplam| razem",
        "order total|grand total|gesamtsumme|gesamtbetrag|total ttc|total general",
    ] {
        let mut each = |prices: &Value| {
            for one in prices.items() {
                // `Total: $18.00` carries its label itself.
                let own = visual::label(text(one, "t"));
                let label = fold(if wordy(own) { own } else { text(one, "b") });
                if any(&label, words)
                    && !any(
                        &label,
                        "subtotal|sub total|zwischensumme|sous total|cart total",
                    )
                {
                    total = visual::money(one, page).or(total);
                }
            }
        };
        for card in page.rows("cards") {
            each(card.get("prices"));
        }
        each(page.page.get("prices"));
    }
    total
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_numbers_are_found_in_sentences_and_not_invented() {
        for (text, want) in [
            ("Order 100003: confirmation", Some("100003")),
            (
                "Your order has been placed and a confirmation email has been sent - your order number is 100003. Please",
                None,
            ),
            ("your order number is 100003.", Some("100003")),
            ("Order number: 15", Some("15")),
            ("Bestellnummer: 2024-17", Some("2024-17")),
            ("Order #AB-1001 confirmed", Some("AB-1001")),
            (
                "Référence de la commande : XKBKNABJK Total 42,00 €",
                Some("XKBKNABJK"),
            ),
            ("Votre commande : 42,00 €", None),
            ("Your order of 19.90 EUR, 3 items, 12 points", None),
            ("Order contents", None),
            ("Free shipping on all orders", None),
        ] {
            assert_eq!(order_number(text).as_deref(), want, "{text}");
        }
    }
}
