//! Where candidates come from; each source answers with products and its reasons for them, best first.
//! The model file becomes one more of these.

use super::similar::{self, Query};
use super::{Catalog, Scene, View};
use crate::core::product::Product;
use crate::core::time::{DAY, HOUR};

/// What a page said within this span is truer than a feed, which is made once a day or so.
const FRESH: u64 = HOUR;
/// A product seen within this span may be too new for the feed; an older one that a whole feed lacks is gone.
const NEWER_THAN_FEED: u64 = DAY;
/// A feed is believed when it lists this many products seen for each that it lacks; else it is of part of the shop, or of another.
const TRUST: usize = 3;

/// A product that may be chosen.
pub(super) struct Candidate {
    pub(super) product: Product,
    /// Comparable within one source only.
    pub(super) score: u32,
    pub(super) why: Why,
}

/// Where a candidate's reasons come from: told at the end, for only the chosen ones need them.
pub(super) enum Why {
    /// It was looked at.
    Seen,
    /// The terms of its likeness.
    Likeness,
}

/// A source of candidates.
#[derive(Clone, Copy)]
pub(super) enum Source {
    /// What was looked at, newest first.
    Seen,
    /// The same, only where no catalog offers anything better.
    SeenForWantOfCatalog,
    /// What resembles this page's product and the interest of the visit.
    Similar,
}

impl Source {
    pub(super) fn candidates(self, scene: &Scene, query: &Query, limit: usize) -> Vec<Candidate> {
        match self {
            Self::Seen => seen(scene),
            Self::SeenForWantOfCatalog if scene.catalog.is_none() && !scene.lost() => seen(scene),
            Self::SeenForWantOfCatalog => Vec::new(),
            Self::Similar if scene.lost() => Vec::new(),
            Self::Similar => similar::candidates(scene, query, limit),
        }
    }
}

/// What was looked at and is still there, with what is known of it now.
pub(super) fn seen(scene: &Scene) -> Vec<Candidate> {
    let mut rows: Vec<Option<Product>> = Vec::new();
    let mut listed = 0;
    for View { product, .. } in scene.ask.views {
        let row = scene.catalog.and_then(|catalog| catalog.known(product));
        listed += usize::from(row.is_some());
        rows.push(row);
    }
    // A feed may hold only part of a shop: its silence counts once it has proved to list what this shopper saw.
    let covers =
        scene.catalog.is_some_and(Catalog::whole) && listed >= TRUST * (rows.len() - listed);
    let mut found = Vec::new();
    for (view, row) in scene.ask.views.iter().zip(rows) {
        let age = scene.ask.now.since(view.at);
        if row.is_none() && covers && age >= NEWER_THAN_FEED {
            continue;
        }
        let mut product = view.product.clone();
        if let Some(row) = row {
            update(&mut product, &row, age);
        }
        found.push(Candidate {
            product,
            score: 0,
            why: Why::Seen,
        });
    }
    found
}

/// Brings a product seen up to date from the catalog, where that knows better.
fn update(product: &mut Product, listed: &Product, age: u64) {
    if age >= FRESH {
        product.availability = listed.availability.or(product.availability);
        if let (Some(old), Some(new)) = (product.price, listed.price)
            && old.currency == new.currency
        {
            product.price = listed.price;
        }
    }
    product.learn(listed);
}
