//! Which products to put before a shopper, chosen on the device and to the bit the same in every browser.
//! Read [`strategy`] first: it is the table of what each kind of block draws on; the rest serves that table.

mod candidates;
mod catalog;
mod reason;
mod similar;
mod strategy;
mod terms;
mod variety;

use candidates::{Candidate, Why};
use similar::Query;
use strategy::Strategy;

pub use catalog::{Catalog, Reading};
pub use reason::Reason;
pub use strategy::Kind;

use super::money::Currency;
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
    /// What spoke for it, the weightiest first.
    pub reasons: Vec<Reason>,
}

impl From<&Pick> for Value {
    fn from(pick: &Pick) -> Self {
        Value::from(&pick.product).with("reasons", pick.reasons.iter().collect::<Value>())
    }
}

/// Products for the shopper, best first; none when there is nothing honest to say.
#[must_use]
pub fn recommend(ask: &Ask) -> Vec<Pick> {
    let scene = Scene::of(ask);
    let query = Query::of(&scene);
    let limit = ask.limit.min(MAX_LIMIT);
    let mut chosen: Vec<Candidate> = Vec::new();
    for source in scene.strategy.sources {
        if chosen.len() >= limit {
            break;
        }
        let mut candidates = source.candidates(&scene, &query, limit);
        candidates.retain(|candidate| {
            !scene
                .strategy
                .leave_out
                .iter()
                .any(|rule| rule.holds(&scene, &candidate.product))
        });
        scene.strategy.order.fill(&mut chosen, candidates, limit);
    }
    chosen
        .into_iter()
        .map(|candidate| {
            let reasons = match candidate.why {
                Why::Seen => vec![Reason::ViewedRecently],
                Why::Likeness => query.reasons(&scene, &candidate.product),
            };
            let mut product = candidate.product;
            // A price in another currency than the one the shopper sees is a wrong price.
            product.price = product.price.filter(|price| {
                scene
                    .currency
                    .is_none_or(|currency| price.currency == currency)
            });
            Pick { product, reasons }
        })
        .collect()
}

/// An ask with its references looked up.
struct Scene<'a> {
    ask: &'a Ask<'a>,
    strategy: &'static Strategy,
    /// What company is wanted for.
    anchor: Option<Product>,
    /// The catalog, when there is anything in it.
    catalog: Option<&'a Catalog>,
    /// What the shopper sees prices in.
    currency: Option<Currency>,
}

impl<'a> Scene<'a> {
    fn of(ask: &'a Ask<'a>) -> Self {
        let catalog = ask.catalog.filter(|catalog| !catalog.is_empty());
        let anchor = match ask.near {
            Some(id) => at_hand(ask)
                .find(|product| answers_to(product, id))
                .cloned()
                .or_else(|| catalog?.find(&[terms::name(id)], &|product| answers_to(product, id))),
            None => ask.page.cloned(),
        };
        let currency = at_hand(ask)
            .find_map(|product| product.price)
            .map(|price| price.currency);
        Self {
            ask,
            strategy: ask.kind.strategy(),
            anchor,
            catalog,
            currency,
        }
    }

    /// Whether company is wanted for something nobody knows.
    fn lost(&self) -> bool {
        self.ask.near.is_some() && self.anchor.is_none()
    }
}

/// What this page and the profile know, the page's product first.
fn at_hand<'a>(ask: &Ask<'a>) -> impl Iterator<Item = &'a Product> {
    let mut known: Vec<&Product> = Vec::new();
    known.extend(ask.page);
    known.extend(ask.cart.iter().map(|line| &line.product));
    known.extend(ask.views.iter().map(|view| &view.product));
    known.into_iter()
}

/// Whether `id` is what anyone calls this product by.
fn answers_to(product: &Product, id: &str) -> bool {
    product.id == id || product.sku.as_deref() == Some(id)
}
