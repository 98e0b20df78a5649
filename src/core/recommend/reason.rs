//! Why a product was chosen: a closed list of codes, each naming a term of the sum that chose it.
//! Languages put words to the codes; nothing here is a sentence.

use crate::core::value::Value;

/// What spoke for a product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Of the same category as this page's product; the deepest one they share.
    SameCategory(String),
    /// Of the same brand as this page's product.
    SameBrand(String),
    /// Costs about as much as this page's product.
    SimilarPrice,
    /// Its title shares words with that of this page's product.
    SharedWords,
    /// The shopper looked at it.
    ViewedRecently,
    /// Of a category or brand of which the shopper looked at products, or put them in the cart.
    InterestedIn(String),
    /// Resembles, by words or price, the product of this title, which the shopper looked at or put in the cart.
    SimilarTo(String),
}

impl Reason {
    /// The machine's name for it.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::SameCategory(_) => "same-category",
            Self::SameBrand(_) => "same-brand",
            Self::SimilarPrice => "similar-price",
            Self::SharedWords => "shared-words",
            Self::ViewedRecently => "viewed-recently",
            Self::InterestedIn(_) => "interested-in",
            Self::SimilarTo(_) => "similar-to",
        }
    }

    /// Of which category, brand or product.
    #[must_use]
    pub fn subject(&self) -> Option<&str> {
        match self {
            Self::SameCategory(subject)
            | Self::SameBrand(subject)
            | Self::InterestedIn(subject)
            | Self::SimilarTo(subject) => Some(subject),
            _ => None,
        }
    }
}

impl From<&Reason> for Value {
    fn from(reason: &Reason) -> Self {
        Value::object()
            .with("code", reason.code())
            .with("subject", reason.subject())
    }
}
