//! Likeness by the feed, as the widget itself judges it: for products that no log knows enough of.
//! Made here once, so that a page needs no catalog to know what resembles what.

use std::thread;

use vitrin::core::product::Product;
use vitrin::core::recommend::{Catalog, alike};
use vitrin::core::value::Value;

/// Rows that the widget's catalog takes.
const ROWS: usize = 50_000;

/// For each product the products alike, the most alike first, with scores.
pub fn likeness(products: &[Product], limit: usize) -> Vec<Vec<(u32, u32)>> {
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
                .map(|some| {
                    let (catalog, part_of) = (&catalog, part);
                    scope.spawn(move || {
                        let mut lists = Vec::new();
                        for product in some {
                            let mut list = alike(catalog, product, 2 * limit);
                            for (row, score) in &mut list {
                                if let Some(other) = part_of.get(*row as usize) {
                                    *score += *score / 16 * nearness(product, other) / 16;
                                }
                            }
                            list.sort_unstable_by_key(|(row, score)| (u32::MAX - score, *row));
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

/// For each product the new ones it may lead to: those that have it among the products they resemble most. So every new product
/// is named somewhere, which it would not be if the others chose.
pub fn arrivals(alike: &[Vec<(u32, u32)>], is_new: &[bool], most: usize) -> Vec<Vec<(u32, u32)>> {
    let mut rows: Vec<Vec<(u32, u32)>> = vec![Vec::new(); alike.len()];
    for (new, list) in alike.iter().enumerate() {
        let best = list.first().map_or(0, |(_, score)| *score);
        for (other, score) in list {
            if is_new.get(new) == Some(&true)
                && *score >= best / 2
                && let Some(row) = rows.get_mut(*other as usize)
            {
                row.push((new as u32, *score));
            }
        }
    }
    for row in &mut rows {
        row.sort_unstable_by_key(|(new, score)| (u32::MAX - score, *new));
        row.truncate(most);
    }
    rows
}

/// How near two prices are, of 256: none at a doubling. What costs alike is bought alike, among products of like words.
fn nearness(product: &Product, other: &Product) -> u32 {
    let (Some(here), Some(there)) = (product.price, other.price) else {
        return 0;
    };
    let minor = |price: vitrin::core::money::Money| {
        price.amount.minor(price.currency.digits()).unwrap_or(0)
    };
    let (low, high) = (minor(here).min(minor(there)), minor(here).max(minor(there)));
    if here.currency != there.currency || low <= 0 {
        return 0;
    }
    // Straight from one to two: close enough to its logarithm, and whole.
    let over = (high - low) as u128 * 256 / low as u128;
    256 - over.min(256) as u32
}
