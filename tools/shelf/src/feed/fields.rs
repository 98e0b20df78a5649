//! What a row of a feed says of a product, whichever shop system wrote it: Google Merchant's names, Shopify's variants, WooCommerce's prices in cents.

use vitrin::core::money::Currency;
use vitrin::core::product::Product;
use vitrin::core::value::Value;

use super::Entry;

/// Where each field may stand, the best first.
const NAMES: [(&str, &[&str]); 7] = [
    ("id", &["id", "item_id", "product_id"]),
    ("title", &["title", "name", "item_name"]),
    ("url", &["url", "link", "permalink", "canonical_link"]),
    (
        "image",
        &[
            "image",
            "image_link",
            "image_url",
            "thumbnail",
            "featured_image",
        ],
    ),
    ("brand", &["brand", "item_brand", "vendor"]),
    (
        "category",
        &[
            "category",
            "product_type",
            "item_category",
            "google_product_category",
        ],
    ),
    ("sku", &["sku", "mpn"]),
];
/// What says that it can be had, or not, by yes or no.
const CAN_BE_HAD: [&str; 4] = ["available", "is_in_stock", "in_stock", "available_for_sale"];

/// `49.00`, `49,00 EUR`, `EUR 49.00`: an amount, and the currency where it stands beside.
fn price(text: &str) -> Option<(String, Option<Currency>)> {
    let mut amount = None;
    let mut currency = None;
    for word in text.split_whitespace() {
        match Currency::parse(word) {
            Some(code) => currency = Some(code),
            None if amount.is_none() => amount = Some(word),
            None => return None,
        }
    }
    let amount = amount?;
    // A comma is a point where two digits end the amount; else it parts thousands.
    let (whole, cents) = match amount.rsplit_once([',', '.']) {
        Some((whole, cents)) if cents.len() != 3 || !amount.contains(',') => (whole, cents),
        _ => (amount, ""),
    };
    let mut plain = whole.replace([',', '.'], "");
    if !cents.is_empty() {
        plain.push('.');
        plain.push_str(cents);
    }
    let digits = |c: char| c.is_ascii_digit() || c == '.';
    (plain.chars().all(digits) && plain.starts_with(|c: char| c.is_ascii_digit()))
        .then_some((plain, currency))
}

/// Cents as an amount.
fn minor(text: &str, digits: usize) -> Option<String> {
    let padded = format!("{text:0>width$}", width = digits + 1);
    let (whole, cents) = padded.split_at_checked(padded.len() - digits)?;
    Some(match digits {
        0 => whole.to_owned(),
        _ => format!("{whole}.{cents}"),
    })
}

/// The words of a category: itself, its name, or those of a list from the widest on.
fn category(value: &Value) -> Option<String> {
    let name = |value: &Value| value.scalar().or_else(|| value.get("name").scalar());
    if !value.is_list() {
        return name(value);
    }
    let all: Vec<String> = value.items().iter().filter_map(name).collect();
    (!all.is_empty()).then(|| all.join(" > "))
}

/// An address, in a text or in an object's `src`.
fn image(value: &Value) -> Option<String> {
    value.scalar().or_else(|| value.get("src").scalar())
}

/// The product of a row.
pub fn entry(row: &Value, currency: Option<Currency>) -> Option<Entry> {
    if !row.is_map() {
        return None;
    }
    let mut plain = Value::object();
    for (field, names) in NAMES {
        let told = names.iter().find_map(|name| match field {
            "image" => image(row.get(name)),
            "category" => category(row.get(name)),
            "brand" => category(row.get(name)),
            _ => row
                .get(name)
                .scalar()
                .filter(|text| !text.trim().is_empty()),
        });
        plain = plain.with(field, told);
    }
    let first = |name: &str| row.get(name).items().first().unwrap_or(&Value::NULL);
    if plain.get("image").is_null() {
        plain.put("image", image(first("images")));
    }
    if plain.get("category").is_null() {
        plain.put("category", category(row.get("categories")));
    }
    if plain.get("brand").is_null() {
        plain.put("brand", category(first("brands")));
    }
    if plain.get("url").is_null() {
        let handle = row.get("handle").scalar();
        plain.put("url", handle.map(|handle| format!("/products/{handle}")));
    }
    let variants = row.get("variants").items();
    let mut also = Vec::new();
    for variant in variants.iter().chain(row.get("variations").items()) {
        also.extend(
            ["id", "sku"]
                .iter()
                .filter_map(|name| variant.get(name).scalar()),
        );
    }
    also.retain(|name| !name.trim().is_empty());
    let can_be_had = |variant: &&Value| variant.get("available").flag() != Some(false);
    let variant = variants.iter().find(can_be_had).or(variants.first());
    if plain.get("sku").is_null() {
        plain.put(
            "sku",
            variant.and_then(|variant| variant.get("sku").scalar()),
        );
    }
    let known = row.get("availability").text().map(str::to_owned);
    let flag = CAN_BE_HAD
        .iter()
        .find_map(|name| row.get(name).flag())
        .or_else(|| variant.and_then(|variant| variant.get("available").flag()));
    let flag = flag.map(|can| if can { "InStock" } else { "OutOfStock" }.to_owned());
    plain.put("availability", known.or(flag));
    // What is asked today: the sale's, where there is one. Which it is while a sale has its days, nobody knows who reads this tomorrow.
    let sale = row.get("sale_price").scalar();
    let unsure = sale.is_some() && !row.get("sale_price_effective_date").is_null();
    let texts = [
        sale,
        row.get("price").scalar(),
        row.get("price").get("amount").scalar(),
        variant.and_then(|variant| variant.get("price").scalar()),
    ];
    let code = |value: &Value| value.text().and_then(Currency::parse);
    let said = code(row.get("currency"))
        .or_else(|| code(row.get("price").get("currency")))
        .or_else(|| code(row.get("prices").get("currency_code")));
    let cents = row.get("prices").get("price").scalar().and_then(|text| {
        let digits = row.get("prices").get("currency_minor_unit").count();
        Some((minor(&text, digits.unwrap_or(2).min(4) as usize)?, None))
    });
    let asked = texts
        .iter()
        .flatten()
        .find_map(|text| price(text))
        .or(cents);
    if let Some((amount, beside)) = asked.filter(|_| !unsure)
        && let Some(currency) = beside.or(said).or(currency)
    {
        plain = plain
            .with("price", amount)
            .with("currency", currency.code());
    }
    let product = Product::read(&plain, None)?;
    Some(Entry { product, also })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_are_read_as_shops_write_them() {
        for (text, amount) in [
            ("49.00 EUR", "49.00"),
            ("EUR 49,00", "49.00"),
            ("1.249,00", "1249.00"),
            ("1,249.00 USD", "1249.00"),
            ("1,249", "1249"),
            ("49", "49"),
            ("0.125", "0.125"),
        ] {
            assert_eq!(
                price(text).map(|(plain, _)| plain),
                Some(amount.to_owned()),
                "{text}"
            );
        }
        for text in [
            "",
            "free",
            "from 49.00",
            "$49.00",
            "-5",
            "49.00 EUR or 50.00 EUR",
        ] {
            assert_eq!(price(text), None, "{text}");
        }
        assert_eq!(minor("4900", 2).as_deref(), Some("49.00"));
        assert_eq!(minor("5", 2).as_deref(), Some("0.05"));
        assert_eq!(minor("1200", 0).as_deref(), Some("1200"));
    }
}
