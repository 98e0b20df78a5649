//! The catalog, in the forms in which shops have one: JSON as the widget reads it, as Shopify and WooCommerce serve it, or a line a product; a table;
//! Google Merchant's XML. A row that cannot be used is counted and told with its place.

mod fields;
mod price;
mod table;
mod xml;

pub use table::{delimiter, line, named};

use std::collections::HashSet;
use std::io::Read as _;

use anyhow::{Context, Result, bail};
use serde::de::IgnoredAny;
use vitrin::core::json;
use vitrin::core::money::Currency;
use vitrin::core::product::Product;
use vitrin::core::value::Value;

use crate::rows::Bad;
use crate::source::Source;

const EXPECTED: &str =
    "an `id`, and best also title, url, image, price, currency, brand, category and availability";

/// Names of the list within a document.
const LISTS: [&str; 3] = ["products", "items", "data"];

/// A product of a feed, and what else it is called: the ids and SKUs of its variants.
#[derive(Clone, Debug)]
pub struct Entry {
    /// As cards show it.
    pub product: Product,
    /// Other names in logs and orders.
    pub also: Vec<String>,
    /// A price that is none, or has no currency: the product is shown without.
    pub unread: Option<String>,
}

/// What happened to some products, told once: how many, and of the first where and what.
#[derive(Default)]
struct Note {
    count: u64,
    first: String,
}

impl Note {
    fn add(&mut self, line: bool, at: u64, what: &str) {
        let place = if line { "line" } else { "product" };
        if self.count == 0 {
            self.first = format!("{place} {at}: `{what}`");
        }
        self.count += 1;
    }

    fn tell(&self, name: &str, what: &str) {
        if self.count > 0 {
            eprintln!("{name}: {} {what}; the first is {}", self.count, self.first);
        }
    }
}

/// A row of a feed and where it stands.
struct Found {
    row: Value,
    /// A line where `true`, else the number of a product.
    line: bool,
    at: u64,
}

/// Reads a feed; prices without a currency are in the one given, or left out.
pub fn read(source: &Source, currency: Option<Currency>, bad: &mut Bad) -> Result<Vec<Entry>> {
    let name = &source.name;
    let mut bytes = Vec::new();
    source
        .text()?
        .read_to_end(&mut bytes)
        .with_context(|| name.clone())?;
    let text = String::from_utf8(bytes)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let found = if text.starts_with('<') {
        xml::rows(text).with_context(|| name.clone())?
    } else if text.starts_with(['[', '{']) {
        rows(text).with_context(|| name.clone())?
    } else {
        table::rows(text, name, bad)?
    };
    let mut entries = Vec::new();
    let (mut again, mut unread) = (Note::default(), Note::default());
    let mut ids = HashSet::new();
    for Found { row, line, at } in found {
        match fields::entry(&row, currency) {
            Some(entry) if !ids.insert(entry.product.id.clone()) => {
                again.add(line, at, &entry.product.id);
            }
            Some(entry) => {
                if let Some(price) = &entry.unread {
                    unread.add(line, at, price);
                }
                entries.push(entry);
            }
            None if line => bad.line(name, at, EXPECTED)?,
            None => bad.row(name, "product", at, EXPECTED)?,
        }
    }
    again.tell(name, "have the id of an earlier product, which counts");
    unread.tell(
        name,
        "stay without a price: expected a number and a currency, as `12.50 EUR`, or --currency EUR for all",
    );
    if entries.is_empty() {
        bail!("{name}: no products in it; each needs {EXPECTED}");
    }
    Ok(entries)
}

/// Products of a JSON document, or of one a line.
fn rows(text: &str) -> Result<Vec<Found>> {
    let lines = || text.lines().filter(|line| !line.trim().is_empty());
    if text.starts_with('{') && lines().count() > 1 {
        let one = |line: &str| json::read(line).ok().filter(Value::is_map);
        if lines().next().and_then(one).is_some() {
            let rows = text
                .lines()
                .zip(1..)
                .filter(|(line, _)| !line.trim().is_empty());
            let found = rows.map(|(line, at)| Found {
                row: one(line).unwrap_or_default(),
                line: true,
                at,
            });
            return Ok(found.collect());
        }
    }
    let Ok(tree) = json::read(text) else {
        // The widget's reader forgives much and does not say where it stopped.
        let place = serde_json::from_str::<IgnoredAny>(text).err();
        let place = place.map_or(String::new(), |error| format!("{error}; "));
        bail!(
            "{place}expected JSON: an array of products, or an object with an array `products`, or a product a line"
        );
    };
    let tree = match tree.is_list() {
        true => tree,
        false => tree.any(&LISTS).clone(),
    };
    let found = tree
        .into_items()
        .into_iter()
        .zip(1..)
        .map(|(row, at)| Found {
            row,
            line: false,
            at,
        });
    Ok(found.collect())
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
