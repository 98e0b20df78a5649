//! The order of a thank-you page: its number, what was paid, what was bought.
//! The data layer's word is taken before the page's text.

use super::data_layer::LayerEvent;
use super::{cart, currency, price, words};
use crate::core::facts::Order;
use crate::core::money::Money;
use crate::core::snapshot::Snapshot;

const ORDER: &str = "order|bestell|auftrag|commande|pedido|ordine|zamówien|sipariş|objednáv|beställning|ordre|rendelés|заказ";

/// The order just placed.
#[must_use]
pub fn read(snapshot: &Snapshot, layer: Option<&LayerEvent>) -> Option<Order> {
    let told = layer.and_then(|event| event.params.get("transaction_id").scalar());
    let texts = || {
        snapshot
            .notices
            .iter()
            .map(|notice| notice.text.as_str())
            .chain(snapshot.headings.iter().map(|(text, _, _)| text.as_str()))
    };
    let id = told
        .or_else(|| texts().find_map(number))
        .or_else(|| in_url(&snapshot.url))?;
    let lines = match layer.filter(|event| !event.lines.is_empty()) {
        Some(event) => event.lines.clone(),
        None => cart::rows(snapshot, |card| {
            !card.counts.is_empty() || !card.prices.is_empty()
        }),
    };
    let paid =
        layer.and_then(|event| Money::new(event.params.get("value").number()?, event.currency?));
    Some(Order {
        id,
        total: paid.or_else(|| total(snapshot)),
        lines,
    })
}

/// `Your order number is 100003`, `Order #1001`, `Bestellnummer: 2024-17`.
fn number(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let at = ORDER.split('|').filter_map(|word| lower.find(word)).min()?;
    // Only what follows closely: a sentence later, figures are dates and sums.
    lower
        .get(at..)?
        .split(|c: char| words::blank(c) || matches!(c, ':' | '#' | '(' | ')'))
        .skip(1)
        .filter(|word| !word.is_empty())
        .take(14)
        .map(|word| word.trim_matches(|c: char| !words::of_word(c)))
        .find(|word| {
            word.len() > 1 && word.chars().filter(char::is_ascii_digit).count() * 2 >= word.len()
        })
        .map(str::to_ascii_uppercase)
}

/// `/order-received/15/`.
fn in_url(url: &str) -> Option<String> {
    let mut parts = url.split(['?', '#']).next()?.split('/');
    parts.find(|part| words::has(&words::fold(part), "order|confirmation|thank|success"))?;
    parts
        .find(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
        .map(str::to_owned)
}

/// The last price that stands beside a word for the total.
fn total(snapshot: &Snapshot) -> Option<Money> {
    let labelled = |words_: &str| {
        snapshot
            .prices
            .iter()
            .chain(snapshot.cards.iter().flat_map(|card| &card.prices))
            .rev()
            .find_map(|one| {
                // `Total: $18.00` carries its label itself.
                let own = one
                    .text
                    .split(|c: char| c.is_ascii_digit())
                    .next()
                    .unwrap_or("");
                let label = words::fold(if own.chars().any(words::letter) {
                    own
                } else {
                    &one.before
                });
                if !words::has(&label, words_)
                    || words::has(
                        &label,
                        "subtotal|sub total|zwischensumme|sous total|cart total",
                    )
                {
                    return None;
                }
                let told = price::read(&one.text)?;
                Money::new(told.amount, currency::resolve(told.codes, snapshot)?)
            })
    };
    labelled("order total|grand total|gesamtsumme|gesamtbetrag|total ttc|total general")
        .or_else(|| labelled(" total| gesamt| summe| toplam| razem| totale"))
}

#[cfg(test)]
mod tests {
    use super::number;

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
            ("Order contents", None),
            ("Free shipping on all orders", None),
        ] {
            assert_eq!(number(text).as_deref(), want, "{text}");
        }
    }
}
