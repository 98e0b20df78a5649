//! What likeness goes by, for the builder of the shelf: the same words, brands and categories as a page sees.
//! Nothing of a visit is in it, no variety and no rule.

use super::terms::{self, Traits};
use crate::core::product::Product;

pub use super::terms::log2;

/// Where a term stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// In the title: a word, or two beside each other.
    Word,
    /// The brand.
    Brand,
    /// A level of the category, with those above it.
    Category,
}

/// The terms of a product, each once.
#[must_use]
pub fn terms(product: &Product) -> Vec<(u32, Field)> {
    let field = |term| match terms::field(term) {
        terms::WORD => Field::Word,
        terms::BRAND => Field::Brand,
        _ => Field::Category,
    };
    let traits = Traits::of(product);
    traits
        .terms
        .into_iter()
        .map(|term| (term, field(term)))
        .collect()
}
