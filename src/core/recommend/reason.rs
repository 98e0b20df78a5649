//! Why a product was chosen: a closed list of codes, each naming a term of the sum that chose it.
//! Languages put words to the codes; nothing here is a sentence.

use crate::core::text::parts;
use crate::core::value::Value;

/// What spoke for a product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Of the same category as this page's product; the subject is the deepest one they share.
    SameCategory,
    /// Of the same brand as this page's product, the subject.
    SameBrand,
    /// Costs about as much as this page's product.
    SimilarPrice,
    /// Its title shares words with that of this page's product.
    SharedWords,
    /// The shopper looked at it.
    ViewedRecently,
    /// Of a category or brand, the subject, of which the shopper looked at products, or put them in the cart.
    InterestedIn,
    /// Resembles, by words or price, the product of this title, which the shopper looked at or put in the cart.
    SimilarTo,
    /// Orders hold it together with the product of this title.
    BoughtWith,
    /// Visits that looked at the product of this title looked at it too.
    ViewedWith,
    /// Many orders hold it.
    BestSeller,
    /// It is looked at more than it used to be.
    Trending,
    /// The shop has listed it lately.
    New,
    /// It was sold out when the shopper looked at it.
    BackInStock,
    /// The shopper has bought it.
    BoughtBefore,
    /// The last search, the subject, finds it.
    MatchesSearch,
    /// The shop shows it together with this page's product.
    InLook,
    /// The shop has chosen it, or wants it in front.
    ShopChoice,
    /// It goes with what goes with the product of this title.
    Near,
}

/// In the order above.
const CODES: &str = "same-category same-brand similar-price shared-words viewed-recently interested-in similar-to bought-with viewed-with best-seller trending new back-in-stock bought-before matches-search in-look shop-choice near";

impl Reason {
    /// The machine's name for it.
    #[must_use]
    pub fn code(self) -> &'static str {
        parts(CODES, " ").get(self as usize).copied().unwrap_or("")
    }

    /// The public shape; the subject, of which category, brand or product, is empty for what has none.
    #[must_use]
    pub fn about(self, subject: &str) -> Value {
        let reason = Value::object().with("code", self.code());
        if subject.is_empty() {
            reason
        } else {
            reason.with("subject", subject)
        }
    }

    /// The only reason, in a list.
    #[must_use]
    #[inline(never)]
    pub fn alone(self, subject: &str) -> Value {
        Value::list(vec![self.about(subject)])
    }
}
