//! Which products to put before a shopper, chosen on the device and to the bit the same in every browser.
//! Read `strategy` first: what each kind of block draws on; then [`recommend`]: what it leaves out; the rest serves it.

mod alike;
mod candidates;
mod catalog;
pub mod feed;
mod gather;
mod merchant;
mod reason;
mod rerank;
mod similar;
mod strategy;
mod terms;
mod variety;

use gather::Gather;
use strategy::{ADVICE, ALONE, OPEN};
use variety::Row;

pub use alike::{Field, log2, terms};
pub use catalog::{Catalog, Reading};
pub use merchant::Merchant;
pub use reason::Reason;
pub use rerank::rerank;
pub use strategy::Kind;

use super::product::{Line, Product};
use super::shelf::{Part, Shelf};
use super::time::Time;
use super::value::Value;

/// No block shows more; bounds the work a caller can ask for.
const MAX_LIMIT: usize = 100;
/// A row with fewer cards looks lost: what steps in for its kind is asked.
const FEW: usize = 2;
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
    /// Which look or pick of the shop's, where there are several.
    pub of: Option<&'a str>,
    /// Products looked at, newest first.
    pub views: &'a [View],
    /// What lies in the cart.
    pub cart: &'a [Line],
    /// Ids of what was bought.
    pub bought: &'a [String],
    /// The last search.
    pub search: Option<&'a str>,
    /// Products that the page itself lists.
    pub listed: &'a [Product],
    /// Ids of what other blocks of this page show already.
    pub shown: &'a [String],
    /// What the shop's log says, when it has been opened.
    pub shelf: Option<&'a Shelf>,
    /// Where the shopper is, as far as the shelf tells regions apart.
    pub region: &'a str,
    /// The shop's catalog, when it has been read.
    pub catalog: Option<&'a Catalog>,
    /// What the shop wants.
    pub merchant: &'a Merchant,
    /// How long a price that was read of a page is believed.
    pub price_kept: u64,
    /// The moment of asking.
    pub now: Time,
}

impl Ask<'_> {
    /// Nothing known, by nobody.
    #[must_use]
    pub const fn of(kind: Kind, limit: usize, now: Time) -> Self {
        Self {
            kind,
            limit,
            page: None,
            near: None,
            of: None,
            views: &[],
            cart: &[],
            bought: &[],
            search: None,
            listed: &[],
            shown: &[],
            shelf: None,
            region: "",
            catalog: None,
            merchant: &Merchant::NONE,
            price_kept: u64::MAX,
            now,
        }
    }

    /// What this page and the profile know, the page's product first.
    fn known(&self) -> Vec<&Product> {
        let mut known: Vec<&Product> = Vec::new();
        if let Some(page) = self.page {
            known.push(page);
        }
        for line in self.cart {
            known.push(&line.product);
        }
        for view in self.views {
            known.push(&view.product);
        }
        known
    }

    /// What the shopper sees prices in.
    fn currency(&self) -> u32 {
        let mut currency = 0;
        for product in self.known() {
            if currency == 0 {
                currency = terms::currency(product);
            }
        }
        currency
    }

    /// The catalog, unless it holds nothing.
    fn full_catalog(&self) -> Option<&Catalog> {
        self.catalog.filter(|catalog| !catalog.is_empty())
    }

    /// A product by its id: as the page or the profile know it, or else the catalog.
    #[inline(never)]
    fn find(&self, id: &str) -> Option<Product> {
        let wanted = named(id)?;
        for product in self.known() {
            if product.is(&wanted) {
                return Some(product.clone());
            }
        }
        self.full_catalog()?.known(&wanted)
    }
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

/// Products by the kind asked for or, where that finds too few, by the first that steps in for it and finds enough;
/// and which it was, for the heading follows. With files of the shelf missing it is not said yet.
#[must_use]
pub fn advise(ask: &Ask, missing: &mut Vec<Part>) -> (Kind, Vec<Pick>) {
    let mut best = (ask.kind, Vec::new());
    let mut next = Some(ask.kind);
    while let Some(kind) = next {
        let picks = choose(&Ask { kind, ..*ask }, missing);
        let enough = picks.len() >= FEW.min(ask.limit);
        if best.1.is_empty() || enough && best.1.len() < picks.len() {
            best = (kind, picks);
        }
        if enough || !missing.is_empty() {
            break;
        }
        next = kind.next();
    }
    best
}

/// Products of the kind asked for, best first, by what is at hand; none when there is nothing honest to say.
#[must_use]
pub fn recommend(ask: &Ask) -> Vec<Pick> {
    choose(ask, &mut Vec::new())
}

/// The same, and which files of the shelf would make it better.
#[inline(never)]
pub fn choose(ask: &Ask, missing: &mut Vec<Part>) -> Vec<Pick> {
    let kind = ask.kind;
    if kind.is_history() {
        return history(ask);
    }
    let advice = kind.is(ADVICE);
    // What company is wanted for.
    let company = if kind == Kind::FromSearch {
        let term = ask.search.map(|term| Value::object().with("title", term));
        term.and_then(|term| Product::read(&term, None))
    } else {
        ask.near.and_then(|id| ask.find(id))
    };
    let mut anchor = company.as_ref();
    if kind != Kind::FromSearch && ask.near.is_none() {
        anchor = ask.page;
    }
    // For something nobody knows there is no company.
    if anchor.is_none() && (kind.is(ALONE) || advice && ask.near.is_some()) {
        return Vec::new();
    }
    let rules = ask.merchant.rules(kind, ask.of, anchor);
    let mut row = Row::of(rules, ask.currency());
    for &product in &[ask.page, anchor] {
        row.absent.extend(product.cloned());
    }
    for line in ask.cart {
        row.absent.push(line.product.clone());
    }
    for id in ask.shown {
        if let Some(product) = named(id) {
            row.absent.push(product);
        }
    }
    if advice {
        for product in ask.listed {
            row.absent.push(product.clone());
        }
    }
    row.wanted = anchor.and_then(|anchor| anchor.category.clone());
    for id in ask.bought {
        if advice && let Some(bought) = ask.find(id).or_else(|| named(id)) {
            if let Some(category) = &bought.category
                && bought.category != row.wanted
            {
                row.owned.push(category.clone());
            }
            row.absent.push(bought);
        }
    }
    let limit = ask.limit.min(MAX_LIMIT);
    let mut gather = Gather {
        ask,
        anchor,
        limit,
        row,
        missing,
    };
    if kind.is(OPEN) {
        gather.pins();
    }
    gather.ask_shelf();
    let query = gather.ask_here();
    let mut row = gather.row;
    row.fill(limit, advice);
    row.order_chosen();
    let mut picks = Vec::new();
    for card in row.chosen {
        let mut reasons = card.reasons.clone();
        if let (Some(query), true) = (&query, reasons.is_null()) {
            reasons = query.reasons(&card);
        }
        if card.boosted {
            let mut all = reasons.into_items();
            all.push(Reason::ShopChoice.about(""));
            reasons = Value::list(all);
        }
        picks.push(Pick {
            product: card.product,
            reasons,
        });
    }
    picks
}

/// What was looked at, newest first. Apart from the rest, so that it can be shown before advice has been thought about.
#[must_use]
pub fn history(ask: &Ask) -> Vec<Pick> {
    let near = ask.near.and_then(|id| ask.find(id));
    let away = if ask.near.is_some() {
        near.as_ref()
    } else {
        ask.page
    };
    let rules = ask.merchant.rules(ask.kind, None, away);
    let currency = ask.currency();
    let mut picks: Vec<Pick> = Vec::new();
    for mut product in candidates::seen(ask, ask.full_catalog()) {
        let mut out = product.sold_out() || !rules.allow(&product);
        for other in &[ask.page, away] {
            out |= other.is_some_and(|other| other.is(&product));
        }
        for other in &picks {
            out |= other.product.is(&product);
        }
        if !out && picks.len() < ask.limit.min(MAX_LIMIT) {
            variety::keep_price(&mut product, currency);
            picks.push(Pick {
                product,
                reasons: Reason::ViewedRecently.alone(""),
            });
        }
    }
    picks
}

/// Whatever goes by this id or SKU is this product.
#[inline(never)]
fn named(id: &str) -> Option<Product> {
    Product::read(&Value::object().with("id", id), None)
}
