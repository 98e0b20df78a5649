//! The product of a row, read as the widget reads its feed, and what only a log needs to know of it.

use vitrin::core::money::Currency;
use vitrin::core::product::Product;
use vitrin::core::recommend::feed::shaped;
use vitrin::core::value::Value;

use super::{Entry, price};

/// Where variants stand.
const VARIANTS: [&str; 2] = ["variants", "variations"];
/// Fields that tell a price.
const PRICES: [&str; 4] = ["price", "sale_price", "prices", "variants"];

/// What a row without its price says: which it is while a sale has its days, nobody knows who reads this tomorrow.
fn unpriced(row: &Value) -> Value {
    let kept = row.fields().iter();
    Value::map(
        kept.filter(|(name, _)| !PRICES.contains(&name.as_str()))
            .cloned()
            .collect(),
    )
}

/// A row whose prices are written as the widget reads them.
fn legible(mut row: Value, currency: Option<Currency>) -> Value {
    for field in ["price", "sale_price"] {
        let Some(text) = row.get(field).text().map(str::to_owned) else {
            continue;
        };
        let of_row = row.get("currency").text().and_then(Currency::parse);
        let of_text = text.split_whitespace().find_map(Currency::parse);
        let digits = of_text
            .or(of_row)
            .or(currency)
            .map_or(2, |known| known.digits());
        row.put(field, price::plain(&text, digits));
    }
    row
}

/// The product of a row.
pub fn entry(row: &Value, currency: Option<Currency>) -> Option<Entry> {
    if !row.is_map() {
        return None;
    }
    let mut also = Vec::new();
    for variant in VARIANTS.iter().flat_map(|name| row.get(name).items()) {
        let names = ["id", "sku"].iter();
        also.extend(names.filter_map(|name| variant.get(name).scalar()));
    }
    also.retain(|name| !name.trim().is_empty());
    let limited = !row.get("sale_price_effective_date").is_null();
    let row = match limited && !row.get("sale_price").is_null() {
        true => unpriced(row),
        false => legible(row.clone(), currency),
    };
    let price = row.any(&["price", "sale_price"]).scalar();
    let product = Product::read(&shaped(row, "", currency), None)?;
    let unread = price.filter(|text| !text.trim().is_empty() && product.price.is_none());
    Some(Entry {
        product,
        also,
        unread,
    })
}
