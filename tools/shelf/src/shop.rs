//! What is known of a shop before anything is counted: its products and its regions, each with a number.
//! Numbers are given in the order in which things are first met, which depends on the input alone.

use std::collections::HashMap;

use vitrin::core::product::Product;

use crate::feed::Entry;

/// Names with numbers.
#[derive(Debug, Default)]
pub struct Names {
    numbers: HashMap<String, u32>,
    names: Vec<String>,
}

impl Names {
    /// The number of a name, a new one if need be.
    pub fn number(&mut self, name: &str) -> u32 {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let number = self.names.len() as u32;
        self.numbers.insert(name.to_owned(), number);
        self.names.push(name.to_owned());
        number
    }

    /// The names, by their numbers.
    pub fn all(&self) -> &[String] {
        &self.names
    }
}

/// A shop.
#[derive(Debug, Default)]
pub struct Shop {
    /// In the order of the feed; without a feed, in the order in which the log first names them.
    pub products: Vec<Product>,
    /// By id, by SKU where no product has it for an id, and by what its variants are called where nothing else is.
    by_id: HashMap<String, u32>,
    /// Whether there is a feed, so that what it does not list is gone.
    pub has_feed: bool,
    /// Regions that events tell.
    pub regions: Names,
    /// How often the log named what the feed does not list.
    pub gone: u64,
}

impl Shop {
    /// Of a feed.
    pub fn of(entries: Vec<Entry>) -> Self {
        let mut shop = Self {
            has_feed: true,
            ..Self::default()
        };
        let mut others = Vec::new();
        for Entry { product, also, .. } in entries {
            let number = shop.products.len() as u32;
            if shop.by_id.contains_key(&product.id) {
                continue;
            }
            shop.by_id.insert(product.id.clone(), number);
            shop.products.push(product);
            others.extend(also.into_iter().map(|name| (name, number)));
        }
        for (number, product) in shop.products.iter().enumerate() {
            if let Some(sku) = &product.sku {
                shop.by_id.entry(sku.clone()).or_insert(number as u32);
            }
        }
        for (name, number) in others {
            shop.by_id.entry(name).or_insert(number);
        }
        shop
    }

    /// The number of a product that a log names; `None` when the feed does not list it.
    pub fn number(&mut self, id: &str) -> Option<u32> {
        if let Some(number) = self.by_id.get(id) {
            return Some(*number);
        }
        if self.has_feed {
            return None;
        }
        let number = self.products.len() as u32;
        let mut product = Product::default();
        id.clone_into(&mut product.id);
        self.products.push(product);
        self.by_id.insert(id.to_owned(), number);
        Some(number)
    }
}
