//! The shop's catalog, prepared so that likeness is a walk over short lists: an index of terms over the rows of its feed.
//! It is read in slices, so that fifty thousand products never make a long task.

use super::gather::NEW_FOR;
use super::terms::{Traits, currency, identity, log2, price_step};
use crate::core::detect::pick;
use crate::core::product::Product;
use crate::core::text::{concat, digits};
use crate::core::time::Time;
use crate::core::value::Value;

/// What a browser can hold and search without being felt.
const MAX_ROWS: usize = 50_000;
const NO_ROWS: &str =
    "The catalog has no products: expected an array, or an object with an array `products`.";
const BAD_ROWS: &str =
    " rows of the catalog were skipped: each needs an `id` and a `title` (the first is row ";
const CUT: &str = "The catalog is too large: only its first 50,000 rows are used.";
/// Rows indexed together: few enough for sorting them to stay far below a long task, many enough for a search to look in few places.
const SLICE: usize = 2048;
/// The products of a shop.
#[derive(Clone, Debug, Default)]
pub struct Catalog {
    /// As it came: reading it again costs less than another form of it.
    feed: Value,
    /// One for each of the feed, also for those that cannot be used.
    rows: Vec<Row>,
    /// By slice: `term << 32 | row`, sorted.
    index: Vec<Vec<u64>>,
    /// How many rows are products.
    products: usize,
    /// Whether a whole feed was read and nothing of it was dropped: then what it does not list is most likely gone.
    pub(super) whole: bool,
}

/// What scoring looks at, apart from the terms.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    currency: u32,
    /// See [`price_step`], in the currency of the price.
    step: u16,
    /// See [`Traits::weight`].
    pub(super) weight: u16,
    /// Since when it is listed: the eight digits of a date, 0 when nobody says.
    since: u32,
}

impl Catalog {
    /// Reads a feed at once: an array of rows, or an object that has one in `products`.
    #[must_use]
    pub fn read(feed: Value) -> (Self, Vec<String>) {
        let mut reading = Reading::of(feed);
        while reading.take() {}
        reading.finish()
    }

    /// How many products there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.products
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.products == 0
    }

    /// Adds the rows that have a term.
    #[inline(never)]
    pub(super) fn having(&self, term: u32, rows: &mut Vec<u32>) {
        let first = u64::from(term) << 32;
        for slice in &self.index {
            let mut at = slice.partition_point(|posting| *posting < first);
            while let Some(posting) = slice.get(at)
                && posting >> 32 == u64::from(term)
            {
                rows.push(*posting as u32);
                at += 1;
            }
        }
    }

    /// How much a term of so many holders says, in 256ths of a bit: the rarer the more, and never nothing.
    pub(super) fn rarity(&self, holders: usize) -> u32 {
        256 + log2(self.len() as u64).saturating_sub(log2(holders as u64))
    }

    /// What it says of a product.
    #[must_use]
    #[inline(never)]
    pub fn known(&self, product: &Product) -> Option<Product> {
        let mut names = Vec::new();
        identity(product, &mut names);
        let mut rows = Vec::new();
        for name in names {
            self.having(name, &mut rows);
        }
        for row in rows {
            if let Some(card) = self.card(row)
                && card.is(product)
            {
                return Some(card);
            }
        }
        None
    }

    pub(super) fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The rows listed last, the last first, not longer ago than is new.
    #[inline(never)]
    pub(super) fn newest(&self, now: Time, wanted: usize) -> Vec<u32> {
        let today = day(&now.iso());
        let oldest = day(&Time(now.0.saturating_sub(NEW_FOR)).iso());
        let mut found: Vec<u64> = Vec::new();
        for (at, row) in self.rows.iter().enumerate() {
            if row.since > oldest && row.since <= today {
                // Turned over, so that sorting puts the last first.
                found.push((u64::from(!row.since) << 32) | at as u64);
            }
        }
        found.sort_unstable();
        found.truncate(wanted);
        let mut rows = Vec::new();
        for key in found {
            rows.push(key as u32);
        }
        rows
    }

    /// A row as it came.
    pub(super) fn row(&self, row: u32) -> &Value {
        rows(&self.feed).get(row as usize).unwrap_or(&Value::NULL)
    }

    /// The product of a row.
    #[inline(never)]
    pub(super) fn card(&self, row: u32) -> Option<Product> {
        let product = Product::read(self.row(row), None)?;
        (!product.title.is_empty()).then_some(product)
    }
}

impl Row {
    /// The step of its price, 0 in another currency.
    pub(super) fn step(&self, currency: u32) -> u16 {
        if self.currency == currency {
            self.step
        } else {
            0
        }
    }
}

/// What feeds call the day from which a product is listed.
const SINCE: &str = "added|date_added|published_at|created_at";

/// The day of an ISO date as a number, 20261122; 0 for what is none.
fn day(date: &str) -> u32 {
    let mut number = 0;
    let mut figures = 0;
    for byte in date.bytes().take(10) {
        if byte.is_ascii_digit() {
            number = number * 10 + u32::from(byte - b'0');
            figures += 1;
        }
    }
    if figures == 8 { number } else { 0 }
}

/// The rows of a feed.
fn rows(feed: &Value) -> &[Value] {
    if feed.is_list() {
        feed.items()
    } else {
        feed.get("products").items()
    }
}

/// A feed being read, slice by slice; only its end is a catalog.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    catalog: Catalog,
    first_bad: usize,
}

impl Reading {
    /// Of an array of rows, or of an object that has one in `products`.
    #[must_use]
    pub fn of(feed: Value) -> Self {
        let mut reading = Self::default();
        reading.catalog.feed = feed;
        reading
    }

    /// Takes in the next slice; tells whether there may be more.
    /// A row without an id or a title is skipped: no card could show it.
    pub fn take(&mut self) -> bool {
        let catalog = &mut self.catalog;
        let mut postings = Vec::new();
        let first = catalog.rows.len();
        let slice = rows(&catalog.feed).len().min(first + SLICE).min(MAX_ROWS);
        for at in first..slice {
            let mut row = Row::default();
            if let Some(product) = catalog.card(at as u32) {
                let mut traits = Traits::of(&product);
                if product.sold_out() {
                    // Known by its name only, so that no likeness finds it.
                    traits.terms.clear();
                }
                identity(&product, &mut traits.terms);
                for term in traits.terms {
                    postings.push((u64::from(term) << 32) | at as u64);
                }
                row.currency = currency(&product);
                row.step = price_step(&product, row.currency) as u16;
                row.weight = traits.weight as u16;
                row.since = day(pick(catalog.row(at as u32), SINCE).text().unwrap_or(""));
                catalog.products += 1;
            } else if self.first_bad == 0 {
                self.first_bad = at + 1;
            }
            catalog.rows.push(row);
        }
        postings.sort_unstable();
        catalog.index.push(postings);
        slice > first
    }

    /// The catalog, and what was not taken in.
    #[must_use]
    pub fn finish(mut self) -> (Catalog, Vec<String>) {
        let mut warnings = Vec::new();
        let number = |number: usize| digits(number as u64);
        let catalog = &mut self.catalog;
        let read = catalog.rows.len();
        let empty = catalog.feed.is_list() || catalog.feed.get("products").is_list();
        if read == 0 && !empty {
            warnings.push(NO_ROWS.to_owned());
        }
        if self.first_bad > 0 {
            let bad = number(read - catalog.products);
            let first = number(self.first_bad);
            warnings.push(concat(&[
                &bad,
                " of ",
                &number(read),
                BAD_ROWS,
                &first,
                ").",
            ]));
        }
        if rows(&catalog.feed).len() > read {
            warnings.push(CUT.to_owned());
        }
        catalog.whole = warnings.is_empty() && read > 0;
        (self.catalog, warnings)
    }
}
