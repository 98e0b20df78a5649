//! The catalog: JSON as the widget reads it, or a table with a header line as Google Merchant takes it.
//! A row that cannot be used is counted and told with its place.

use std::io::Read as _;

use anyhow::{Context, Result, bail};
use vitrin::core::json;
use vitrin::core::product::Product;
use vitrin::core::value::Value;

use crate::rows::Bad;
use crate::source::Source;

const EXPECTED: &str =
    "an `id`, and best also title, url, image, price, currency, brand, category and availability";

/// Reads a feed.
pub fn read(source: &Source, bad: &mut Bad) -> Result<Vec<Product>> {
    let name = source.name.clone();
    let mut text = String::new();
    source
        .text()?
        .read_to_string(&mut text)
        .with_context(|| name.clone())?;
    let text = text.trim_start_matches('\u{feff}');
    let mut products = Vec::new();
    if text.trim_start().starts_with(['[', '{']) {
        let tree = json::read(text);
        let Ok(tree) = tree else {
            bail!(
                "{name}: expected JSON, an array of products or an object with an array `products`"
            );
        };
        let rows = if tree.is_list() {
            tree.items()
        } else {
            tree.get("products").items()
        };
        for (at, row) in rows.iter().enumerate() {
            match Product::read(row, None) {
                Some(product) => products.push(product),
                None => bad.row(&name, "product", at as u64 + 1, EXPECTED)?,
            }
        }
    } else {
        let tab = text.lines().next().is_some_and(|line| line.contains('\t'));
        let mut table = csv::ReaderBuilder::new()
            .delimiter(if tab { b'\t' } else { b',' })
            .flexible(true)
            .from_reader(text.as_bytes());
        let header = table.headers()?.clone();
        if !header.iter().any(|name| name.trim() == "id") {
            bail!("{name}:1: expected JSON, or a header line with `id`");
        }
        for line in table.records() {
            let line = line.with_context(|| name.clone())?;
            let mut row = Value::object();
            for (field, cell) in header.iter().zip(&line) {
                let field = match field.trim() {
                    "product_type" | "product type" => "category",
                    "image link" => "image",
                    other => other,
                };
                // `29.00 EUR`, as Google writes it.
                let words: Vec<&str> = cell.split_whitespace().collect();
                match (field, words.as_slice()) {
                    (_, []) => {}
                    ("price", [amount, currency]) => {
                        row = row.with("price", *amount).with("currency", *currency);
                    }
                    _ => row = row.with(field, cell.trim()),
                }
            }
            match Product::read(&row, None) {
                Some(product) if !row.get("id").is_null() => products.push(product),
                _ => {
                    let at = line.position().map_or(0, csv::Position::line);
                    bad.line(&name, at, EXPECTED)?;
                }
            }
        }
    }
    if products.is_empty() {
        bail!("{name}: no products in it; each needs {EXPECTED}");
    }
    Ok(products)
}

/// The row of a feed for a card.
pub fn row(product: &Product) -> Value {
    Value::object()
        .with("id", product.id.as_str())
        .with(
            "title",
            Some(product.title.as_str()).filter(|title| !title.is_empty()),
        )
        .with("url", product.url.as_deref())
        .with("image", product.image.as_deref())
        .with("price", product.price.map(|price| price.amount_text()))
        .with(
            "currency",
            product.price.map(|price| price.currency.code().to_owned()),
        )
        .with(
            "sku",
            product.sku.as_deref().filter(|sku| *sku != product.id),
        )
        .with("brand", product.brand.as_deref())
        .with("category", product.category.as_deref())
        .with(
            "availability",
            product.availability.map(|known| known.name()),
        )
}
