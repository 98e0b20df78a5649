//! Which products to put before a shopper, chosen on the device and to the bit the same in every browser.
//! Read [`recommend`] first: what each kind of block draws on and leaves out; the rest serves it.

mod candidates;
mod catalog;
mod reason;
mod similar;
mod strategy;
mod terms;
mod variety;

use similar::{Query, score_of};
use variety::{Card, Row};

pub use catalog::{Catalog, Reading};
pub use reason::Reason;
pub use strategy::Kind;

use super::product::{Line, Product};
use super::time::Time;
use super::value::Value;

/// No block shows more; bounds the work a caller can ask for.
const MAX_LIMIT: usize = 100;

/// A product the shopper has looked at, as the profile remembers it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// What, as its page told it.
    pub product: Product,
    /// When last.
    pub at: Time,
    /// On how many occasions.
    pub times: u32,
}

/// What is asked for, and everything that is known when it is.
#[derive(Clone, Copy, Debug)]
pub struct Ask<'a> {
    /// What sort of recommendation.
    pub kind: Kind,
    /// How many at most.
    pub limit: usize,
    /// The product of this page.
    pub page: Option<&'a Product>,
    /// The id of a product that the caller wants company for, in place of the page's.
    pub near: Option<&'a str>,
    /// Products looked at, newest first.
    pub views: &'a [View],
    /// What lies in the cart.
    pub cart: &'a [Line],
    /// Ids of what was bought.
    pub bought: &'a [String],
    /// Ids of what other blocks of this page show already.
    pub shown: &'a [String],
    /// The shop's catalog, when it has been read.
    pub catalog: Option<&'a Catalog>,
    /// The moment of asking.
    pub now: Time,
}

/// A chosen product and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pick {
    /// What to show.
    pub product: Product,
    /// What spoke for it, the weightiest first: [`Reason::about`] each.
    pub reasons: Value,
}

impl From<&Pick> for Value {
    fn from(pick: &Pick) -> Self {
        Value::from(&pick.product).with("reasons", pick.reasons.clone())
    }
}

/// Products for the shopper, best first; none when there is nothing honest to say.
#[must_use]
#[inline(never)]
pub fn recommend(ask: &Ask) -> Vec<Pick> {
    let advice = ask.kind.is_advice();
    let limit = ask.limit.min(MAX_LIMIT);
    let catalog = ask.catalog.filter(|catalog| !catalog.is_empty());
    // What this page and the profile know, the page's product first.
    let mut known: Vec<&Product> = Vec::new();
    if let Some(page) = ask.page {
        known.push(page);
    }
    for line in ask.cart {
        known.push(&line.product);
    }
    for view in ask.views {
        known.push(&view.product);
    }
    // What company is wanted for.
    let wanted = ask.near.and_then(named);
    let listed;
    let mut anchor = ask.page;
    if let Some(wanted) = &wanted {
        anchor = None;
        for product in known.iter().rev() {
            if product.is(wanted) {
                anchor = Some(*product);
            }
        }
        if anchor.is_none() {
            listed = catalog.and_then(|catalog| catalog.known(wanted));
            anchor = listed.as_ref();
        }
        // For something nobody knows there is none.
        if anchor.is_none() && advice {
            return Vec::new();
        }
    }
    // What the shopper sees prices in.
    let mut currency = 0;
    for product in known {
        if currency == 0 {
            currency = terms::currency(product);
        }
    }
    let mut absent: Vec<Product> = Vec::new();
    for product in &[ask.page, anchor] {
        absent.extend(product.cloned());
    }
    if advice {
        for line in ask.cart {
            absent.push(line.product.clone());
        }
        for ids in &[ask.bought, ask.shown] {
            for id in *ids {
                absent.extend(named(id));
            }
        }
    }
    let seen = candidates::seen(ask, catalog);
    let mut query = Query::of(ask, anchor, catalog, currency);
    let mut row = Row::without(absent);
    for &likeness in &[true, false] {
        if !advice && likeness {
            continue;
        }
        if likeness && let Some(catalog) = catalog {
            for key in query.ranked(&row.absent, &seen, limit * 2 + 16) {
                if let Some(product) = catalog.card(key as u32) {
                    row.add(Card::of(product, currency), score_of(key));
                }
            }
        }
        if advice && !likeness && catalog.is_some() {
            break;
        }
        for product in &seen {
            let card = Card::of(product.clone(), currency);
            let mut score = 0;
            if likeness {
                // A product that was seen already is worth half of a new one.
                score = query.score(&card) >> u32::from(catalog.is_some());
                if score <= query.floor() {
                    continue;
                }
            }
            row.add(card, score);
        }
        row.fill(limit, advice);
    }
    let mut picks = Vec::new();
    for card in row.chosen {
        let reasons = if card.score == 0 {
            Value::list(vec![Reason::ViewedRecently.about("")])
        } else {
            query.reasons(&card)
        };
        picks.push(Pick {
            product: card.product,
            reasons,
        });
    }
    picks
}

/// Whatever goes by this id or SKU is this product.
#[inline(never)]
fn named(id: &str) -> Option<Product> {
    Product::read(&Value::object().with("id", id), None)
}
