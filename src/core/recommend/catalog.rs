//! The shop's catalog, prepared so that likeness is a walk over short lists: an index of terms over one block of text.
//! It is read in slices, so that fifty thousand products never make a long task.

use super::terms::{Traits, identity, log2, once, step};
use crate::core::decimal::Decimal;
use crate::core::money::{Currency, Money};
use crate::core::product::{Availability, Product};
use crate::core::value::Value;

/// What a browser can hold and search without being felt: 50,000 products take some 20 MB.
const MAX_PRODUCTS: usize = 50_000;
const NO_ROWS: &str =
    "The catalog has no products: expected an array, or an object with an array `products`.";
const BAD_ROWS: &str =
    " rows of the catalog were skipped: each needs an `id` and a `title` (the first is row ";
const CUT: &str = "The catalog is too large: only its first 50,000 products are used.";
/// Rows indexed together: few enough for sorting them to stay far below a long task, many enough for a search to look in few places.
const SLICE: usize = 4096;
/// Between the fields of a product in the text.
const BREAK: char = '\0';

/// The products of a shop.
#[derive(Clone, Debug, Default)]
pub struct Catalog {
    /// The fields of all products, each followed by a [`BREAK`].
    text: String,
    rows: Vec<Row>,
    /// See [`Traits::weight`]; apart from the rows, for this is what a search touches all over.
    weights: Vec<u16>,
    /// By slice: `term << 32 | row`, sorted.
    index: Vec<Vec<u64>>,
    /// Whether a whole feed was read and nothing of it was dropped.
    whole: bool,
}

/// What scoring looks at, apart from the text.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// Where its text starts.
    at: u32,
    pub(super) price: Option<Money>,
    pub(super) availability: Option<Availability>,
    /// See [`step`], in the currency of the price.
    step: u8,
}

impl Catalog {
    /// Reads a feed at once: an array of rows, or an object that has one in `products`.
    #[must_use]
    pub fn read(feed: &Value) -> (Self, Vec<String>) {
        let mut reading = Reading::default();
        reading.take(Reading::rows(feed));
        reading.finish()
    }

    /// Products met on the shop's pages, for want of a feed.
    #[must_use]
    pub fn of<'a>(products: impl IntoIterator<Item = &'a Product>) -> Self {
        let mut reading = Reading::default();
        for product in products.into_iter().take(MAX_PRODUCTS) {
            reading.add(product);
        }
        reading.close();
        reading.catalog
    }

    /// How many products there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Shows the postings of a term, slice by slice.
    pub(super) fn having(&self, term: u32, see: &mut dyn FnMut(&[u64])) {
        let first = u64::from(term) << 32;
        for slice in &self.index {
            let start = slice.partition_point(|posting| *posting < first);
            let rest = slice.get(start..).unwrap_or(&[]);
            let end = rest.partition_point(|posting| posting >> 32 == u64::from(term));
            see(rest.get(..end).unwrap_or(&[]));
        }
    }

    /// How much a term says, in 256ths of a bit: the rarer the more, and never nothing.
    pub(super) fn rarity(&self, term: u32) -> u32 {
        let mut holders = 0;
        self.having(term, &mut |postings| holders += postings.len());
        256 + log2(self.len() as u64).saturating_sub(log2(holders as u64))
    }

    /// Every row that one of these terms of identity leads to.
    pub(super) fn rows_named(&self, names: &[u32]) -> Vec<usize> {
        let mut rows = Vec::new();
        for name in names {
            self.having(*name, &mut |postings| {
                for posting in postings {
                    rows.push(row_of(*posting));
                }
            });
        }
        rows
    }

    /// What it says of a product.
    #[must_use]
    pub fn known(&self, product: &Product) -> Option<Product> {
        let mut names = Vec::new();
        identity(product, &mut names);
        self.find(&names, &|other| other.is(product))
    }

    /// The product that goes by one of these names and is the one.
    pub(super) fn find(&self, names: &[u32], is: &dyn Fn(&Product) -> bool) -> Option<Product> {
        let rows = self.rows_named(names);
        rows.into_iter().map(|row| self.card(row)).find(is)
    }

    /// Whether what it does not list is most likely gone: see [`super::candidates`].
    pub(super) const fn whole(&self) -> bool {
        self.whole
    }

    pub(super) fn weights(&self) -> &[u16] {
        &self.weights
    }

    pub(super) fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The product of a row.
    pub(super) fn card(&self, row: usize) -> Product {
        let row = self.rows.get(row);
        let mut fields = row
            .and_then(|row| self.text.get(row.at as usize..))
            .unwrap_or("")
            .split(BREAK);
        let mut next = || fields.next().unwrap_or("").to_owned();
        let (id, title) = (next(), next());
        let mut optional = || Some(next()).filter(|text| !text.is_empty());
        Product {
            id,
            title,
            url: optional(),
            image: optional(),
            sku: optional(),
            brand: optional(),
            category: optional(),
            variant: optional(),
            price: row.and_then(|row| row.price),
            availability: row.and_then(|row| row.availability),
        }
    }
}

impl Row {
    /// Whether the feed says that it cannot be ordered.
    pub(super) fn sold_out(&self) -> bool {
        self.availability
            .is_some_and(|availability| !availability.can_be_ordered())
    }

    /// The step of its price, 0 in another currency.
    pub(super) fn step(&self, currency: Option<Currency>) -> u8 {
        match self.price {
            Some(price) if Some(price.currency) == currency => self.step,
            _ => 0,
        }
    }
}

/// The row of a posting.
pub(super) const fn row_of(posting: u64) -> usize {
    (posting & 0xFFFF_FFFF) as usize
}

/// A feed being read, slice by slice; only its end is a catalog.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    catalog: Catalog,
    /// Postings of the rows since the last whole slice.
    open: Vec<u64>,
    seen: usize,
    bad: usize,
    first_bad: usize,
}

impl Reading {
    /// The rows of a feed, to be cut into slices of a few hundred or thousand.
    #[must_use]
    pub fn rows(feed: &Value) -> &[Value] {
        if feed.is_list() {
            feed.items()
        } else {
            feed.get("products").items()
        }
    }

    /// Takes in the next rows. A row without an id or a title is skipped: no card could show it.
    pub fn take(&mut self, rows: &[Value]) {
        for row in rows {
            self.seen += 1;
            match Product::read(row, None).filter(|product| !product.title.is_empty()) {
                Some(_) if self.catalog.len() >= MAX_PRODUCTS => {}
                Some(product) => self.add(&product),
                None => {
                    if self.bad == 0 {
                        self.first_bad = self.seen;
                    }
                    self.bad += 1;
                }
            }
        }
    }

    fn add(&mut self, product: &Product) {
        let catalog = &mut self.catalog;
        let row = catalog.rows.len() as u64;
        let traits = Traits::of(product);
        let mut terms = traits.terms;
        identity(product, &mut terms);
        once(&mut terms);
        for term in terms {
            self.open.push((u64::from(term) << 32) | row);
        }
        catalog.rows.push(Row {
            at: u32::try_from(catalog.text.len()).unwrap_or(u32::MAX),
            price: product.price,
            availability: product.availability,
            step: step(product.price, product.price.map(|price| price.currency)),
        });
        catalog.weights.push(traits.weight as u16);
        for field in [
            Some(&product.id),
            Some(&product.title),
            product.url.as_ref(),
            product.image.as_ref(),
            product.sku.as_ref(),
            product.brand.as_ref(),
            product.category.as_ref(),
            product.variant.as_ref(),
        ] {
            let text = field.map_or("", String::as_str);
            catalog.text.extend(text.split(BREAK));
            catalog.text.push(BREAK);
        }
        if catalog.rows.len().is_multiple_of(SLICE) {
            self.close();
        }
    }

    fn close(&mut self) {
        self.open.sort_unstable();
        self.open.shrink_to_fit();
        self.catalog.index.push(core::mem::take(&mut self.open));
    }

    /// The catalog, and what was not taken in.
    #[must_use]
    pub fn finish(mut self) -> (Catalog, Vec<String>) {
        self.close();
        let mut warnings = Vec::new();
        let number = |number: usize| Decimal::whole(number as i64).text(0);
        if self.seen == 0 {
            warnings.push(NO_ROWS.to_owned());
        }
        if self.bad > 0 {
            let (bad, seen) = (number(self.bad), number(self.seen));
            let first = number(self.first_bad);
            warnings.push([&bad, " of ", &seen, BAD_ROWS, &first, ")."].concat());
        }
        if self.seen - self.bad > self.catalog.len() {
            warnings.push(CUT.to_owned());
        }
        self.catalog.whole = self.seen == self.catalog.len() && self.seen > 0;
        self.catalog.text.shrink_to_fit();
        self.catalog.rows.shrink_to_fit();
        self.catalog.weights.shrink_to_fit();
        (self.catalog, warnings)
    }
}
