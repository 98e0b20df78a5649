//! Likeness alone, for the builder of the shelf: what resembles a product, as a page would judge it.
//! Nothing of a visit is in it, no variety and no rule.

use super::similar::{Query, score_of};
use super::{Ask, Catalog, Kind, terms};
use crate::core::product::Product;
use crate::core::time::Time;

/// The rows of a catalog that resemble a product, the most alike first, with their scores.
#[must_use]
pub fn alike(catalog: &Catalog, product: &Product, limit: usize) -> Vec<(u32, u32)> {
    let ask = Ask::of(Kind::AlsoLike, 0, Time(0));
    let mut query = Query::of(&ask, Some(product), Some(catalog), terms::currency(product));
    query
        .ranked(core::slice::from_ref(product), &[], limit)
        .into_iter()
        .map(|key| (key as u32, score_of(key)))
        .collect()
}
