//! Likeness by the feed, as the widget itself judges it: for products that no log knows enough of.
//! Made here once, so that a page needs no catalog to know what resembles what.

use std::thread;

use vitrin::core::product::Product;
use vitrin::core::recommend::{Catalog, alike};
use vitrin::core::value::Value;

/// Rows that the widget's catalog takes.
const ROWS: usize = 50_000;

/// For each product the products alike, the most alike first, with scores; of those that `may` be named.
pub fn likeness(products: &[Product], may: &[bool], limit: usize) -> Vec<Vec<(u32, u32)>> {
    let mut all = Vec::new();
    for (number, part) in products.chunks(ROWS).enumerate() {
        let first = number * ROWS;
        let feed: Value = part.iter().map(crate::feed::row).collect();
        let (catalog, _) = Catalog::read(feed);
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let share = part.len().div_ceil(cores).max(1);
        let found: Vec<Vec<Vec<(u32, u32)>>> = thread::scope(|scope| {
            let running: Vec<_> = part
                .chunks(share)
                .map(|part| {
                    let catalog = &catalog;
                    scope.spawn(move || {
                        let mut lists = Vec::new();
                        for product in part {
                            let mut list = alike(catalog, product);
                            list.retain(|(row, _)| may.get(first + *row as usize) == Some(&true));
                            list.truncate(limit);
                            lists.push(list);
                        }
                        lists
                    })
                })
                .collect();
            running
                .into_iter()
                .filter_map(|thread| thread.join().ok())
                .collect()
        });
        for list in found.into_iter().flatten() {
            all.push(
                list.into_iter()
                    .map(|(row, score)| (first as u32 + row, score))
                    .collect(),
            );
        }
    }
    all
}
