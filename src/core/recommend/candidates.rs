//! What was looked at and is still there, with what is known of it now.
//! The page was there last, the feed knows of all since: which is believed depends on how long ago that was.

use super::terms::currency;
use super::{Ask, Catalog};
use crate::core::product::Product;
use crate::core::time::{DAY, HOUR};

/// What a page said within this span is truer than a feed, which is made once a day or so.
const FRESH: u64 = HOUR;
/// A product seen within this span may be too new for the feed; an older one that a whole feed lacks is gone.
const NEWER_THAN_FEED: u64 = DAY;
/// A feed is believed when it lists this many products seen for each that it lacks; else it is of part of the shop, or of another.
const TRUST: usize = 3;

/// What was looked at, newest first.
#[inline(never)]
pub(super) fn seen(ask: &Ask, catalog: Option<&Catalog>) -> Vec<Product> {
    let row = |product: &Product| catalog.and_then(|catalog| catalog.known(product));
    let mut listed = 0;
    for view in ask.views {
        listed += usize::from(row(&view.product).is_some());
    }
    // A feed may hold only part of a shop: its silence counts once it has proved to list what this shopper saw.
    let covers = catalog.is_some_and(|catalog| catalog.whole)
        && listed >= TRUST * (ask.views.len() - listed);
    let mut found = Vec::new();
    for view in ask.views {
        let age = ask.now.since(view.at);
        let mut product = view.product.clone();
        if age >= ask.price_kept {
            product.price = None;
        }
        if let Some(row) = row(&product) {
            if age >= FRESH {
                product.availability = row.availability.or(product.availability);
                if currency(&product) == currency(&row) {
                    product.price = row.price;
                }
            }
            product.learn(&row);
        } else if covers && age >= NEWER_THAN_FEED {
            continue;
        }
        found.push(product);
    }
    found
}
