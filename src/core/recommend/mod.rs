//! Which products to put before a shopper, chosen on the device and to the bit the same in every browser.
//! Read `strategy` first: what each kind of block draws on; then [`recommend`]: what it leaves out; the rest serves it.

mod candidates;
mod catalog;
mod merchant;
mod reason;
mod rerank;
mod similar;
mod strategy;
mod terms;
mod variety;

use similar::{Query, score_of};
use strategy::{ADVICE, ALONE, OPEN, Source};
use terms::{STEPS, levels, price_step};
use variety::{Card, Row};

pub use catalog::{Catalog, Reading};
pub use merchant::Merchant;
pub use reason::Reason;
pub use rerank::rerank;
pub use strategy::Kind;

use super::product::{Line, Product};
use super::time::{DAY, Time};
use super::value::Value;

/// No block shows more; bounds the work a caller can ask for.
const MAX_LIMIT: usize = 100;
/// A row with fewer cards looks lost: what steps in for its kind is asked.
const FEW: usize = 2;
/// Candidates looked at beside those that are wanted: variety and rules take some away.
const SPARE: usize = 16;
/// The same where a rule or the kind itself lets few through.
const SPARE_WHEN_STRICT: usize = 240;
/// Rows of the catalog that a rule is tried on: what two milliseconds allow.
const MAX_SCANNED: usize = 2048;
/// So long a product is new.
const NEW_FOR: u64 = 60 * DAY;
/// Prices in eighths of a doubling: so near is about the same, and so far above is a step up and not another world.
const SAME_PRICE: u32 = STEPS * 5 / 8;
const A_STEP: core::ops::RangeInclusive<u32> = STEPS / 4..=STEPS * 5 / 4;

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
            catalog: None,
            merchant: &Merchant::NONE,
            price_kept: u64::MAX,
            now,
        }
    }

    /// What this page and the profile know, the page's product first.
    fn known(&self) -> Vec<&Product> {
        let mut known: Vec<&Product> = Vec::new();
        known.extend(self.page);
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
/// and which it was, for the heading follows.
#[must_use]
pub fn advise(ask: &Ask) -> (Kind, Vec<Pick>) {
    let mut best = (ask.kind, Vec::new());
    let mut next = Some(ask.kind);
    while let Some(kind) = next {
        let picks = recommend(&Ask { kind, ..*ask });
        let enough = picks.len() >= FEW.min(ask.limit);
        if best.1.is_empty() || enough && best.1.len() < picks.len() {
            best = (kind, picks);
        }
        if enough || kind.is_history() {
            break;
        }
        next = kind.next();
    }
    best
}

/// Products for the shopper, best first; none when there is nothing honest to say.
#[must_use]
#[inline(never)]
pub fn recommend(ask: &Ask) -> Vec<Pick> {
    let kind = ask.kind;
    if kind.is_history() {
        return history(ask);
    }
    let source = kind.source();
    let advice = kind.is(ADVICE);
    let limit = ask.limit.min(MAX_LIMIT);
    let catalog = ask.full_catalog();
    // What company is wanted for.
    let company = match (kind, ask.search) {
        (Kind::FromSearch, None) => return Vec::new(),
        (Kind::FromSearch, Some(term)) => Product::read(&Value::object().with("title", term), None),
        _ => ask.near.and_then(|id| ask.find(id)),
    };
    let anchor = match &company {
        // For something nobody knows there is none.
        None if advice && ask.near.is_some() => return Vec::new(),
        None if ask.near.is_some() => None,
        None => ask.page,
        found => found.as_ref(),
    };
    if anchor.is_none() && kind.is(ALONE) {
        return Vec::new();
    }
    let currency = ask.currency();
    let mut absent: Vec<Product> = Vec::new();
    for product in &[ask.page, anchor] {
        absent.extend(product.cloned());
    }
    for line in ask.cart {
        absent.push(line.product.clone());
    }
    for id in ask.shown {
        absent.extend(named(id));
    }
    if advice {
        absent.extend_from_slice(ask.listed);
        for id in ask.bought {
            absent.extend(named(id));
        }
    }
    let rules = ask.merchant.rules(kind, ask.of, anchor);
    let strict = kind.is(ALONE) || !rules.0.is_empty();
    let order = rules.order();
    let mut row = Row::of(absent, rules);
    if let Some(anchor) = anchor {
        row.wanted.clone_from(&anchor.category);
    }
    if advice {
        for id in ask.bought {
            let category = ask.find(id).and_then(|product| product.category.clone());
            row.owned
                .extend(category.filter(|name| row.wanted.as_ref() != Some(name)));
        }
    }
    let add = |row: &mut Row, product: Product, reason: Value| {
        let mut card = Card::of(product, currency);
        card.reasons = Value::list(vec![reason]);
        row.add(card, 0);
    };
    if kind.is(OPEN) {
        for id in row.rules.pins() {
            let product = id.scalar().and_then(|id| ask.find(&id));
            if let Some(product) = product.filter(|product| !product.title.is_empty()) {
                add(&mut row, product, Reason::ShopChoice.about(""));
            }
        }
        row.fill(limit, false);
    }
    let seen = candidates::seen(ask, catalog);
    let mut query = None;
    match source {
        Source::Views => {
            for product in &seen {
                let was_sold_out = (ask.views.iter())
                    .any(|view| view.product.id == product.id && view.product.sold_out());
                if was_sold_out {
                    add(&mut row, product.clone(), Reason::BackInStock.about(""));
                }
            }
        }
        Source::List => {
            let look = ask.merchant.look(ask.of, anchor);
            for id in look.iter().filter(|_| kind == Kind::Look) {
                if let Some(product) = id.scalar().and_then(|id| ask.find(&id)) {
                    add(&mut row, product, Reason::InLook.about(""));
                }
            }
            for id in ask.bought.iter().rev().filter(|_| kind == Kind::BuyAgain) {
                if let Some(product) = ask.find(id) {
                    add(&mut row, product, Reason::BoughtBefore.about(""));
                }
            }
        }
        Source::Rows => {
            let Some(catalog) = catalog else {
                return Vec::new();
            };
            if kind == Kind::New {
                for at in catalog.newest(ask.now, limit + SPARE) {
                    if let Some(product) = catalog.card(at) {
                        add(&mut row, product, Reason::New.about(""));
                    }
                }
            } else if !row.rules.0.is_empty() {
                for at in 0..catalog.rows().len().min(MAX_SCANNED) {
                    if let Some(product) = catalog.card(at as u32) {
                        add(&mut row, product, Reason::ShopChoice.about(""));
                    }
                }
                row.sort(order);
            }
        }
        Source::Log => {}
        Source::Likeness => {
            let query = query.insert(Query::of(ask, anchor, catalog, currency));
            if let Some(catalog) = catalog {
                let spare = if strict { SPARE_WHEN_STRICT } else { SPARE };
                for key in query.ranked(&row.absent, &seen, limit * 2 + spare) {
                    if let Some(product) = catalog.card(key as u32)
                        && fits(ask, anchor, &product, catalog.on_sale(key as u32))
                    {
                        row.add(Card::of(product, currency), score_of(key));
                    }
                }
            }
            for product in &seen {
                let card = Card::of(product.clone(), currency);
                // A product that was seen already is worth half of a new one.
                let score = query.score(&card) >> u32::from(catalog.is_some());
                if score > query.floor() && fits(ask, anchor, product, false) {
                    row.add(card, score);
                }
            }
            if kind == Kind::AlsoLike && catalog.is_none() {
                row.fill(limit, advice);
                for product in &seen {
                    add(&mut row, product.clone(), Reason::ViewedRecently.about(""));
                }
            }
        }
    }
    row.fill(limit, advice);
    if kind != Kind::Picks {
        row.order_chosen(order);
    }
    let mut picks = Vec::new();
    for card in row.chosen {
        let mut reasons = match &query {
            _ if !card.reasons.is_null() => card.reasons.clone(),
            _ if kind == Kind::FromSearch => {
                Value::list(vec![Reason::MatchesSearch.about(ask.search.unwrap_or(""))])
            }
            Some(query) => query.reasons(&card),
            None => Value::NULL,
        }
        .into_items();
        if card.boosted {
            reasons.push(Reason::ShopChoice.about(""));
        }
        picks.push(Pick {
            product: card.product,
            reasons: Value::list(reasons),
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
        for other in [ask.page, away].into_iter().flatten() {
            out |= other.is(&product);
        }
        for other in &picks {
            out |= other.product.is(&product);
        }
        if !out && picks.len() < ask.limit.min(MAX_LIMIT) {
            variety::keep_price(&mut product, currency);
            picks.push(Pick {
                product,
                reasons: Value::list(vec![Reason::ViewedRecently.about("")]),
            });
        }
    }
    picks
}

/// Whether a product is what the heading of its kind says beside the anchor.
#[inline(never)]
fn fits(ask: &Ask, anchor: Option<&Product>, product: &Product, on_sale: bool) -> bool {
    let (Kind::Similar | Kind::StepUp, Some(anchor)) = (ask.kind, anchor) else {
        return true;
    };
    let deepest = |product| levels(product).pop().map(|(_, term)| term);
    let category = deepest(anchor);
    if category.is_some() && category != deepest(product) {
        return false;
    }
    let currency = terms::currency(anchor);
    let (here, there) = (price_step(anchor, currency), price_step(product, currency));
    let priced = here > 0 && there > 0;
    if ask.kind == Kind::Similar {
        !priced || here.abs_diff(there) <= SAME_PRICE
    } else {
        category.is_some() && priced && !on_sale && A_STEP.contains(&there.saturating_sub(here))
    }
}

/// Whatever goes by this id or SKU is this product.
#[inline(never)]
fn named(id: &str) -> Option<Product> {
    Product::read(&Value::object().with("id", id), None)
}
