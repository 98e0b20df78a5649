//! Where candidates come from: the shop's log as the shelf tells it, the catalog by likeness, lists, and what was seen.
//! The shelf is asked first; what it leaves open is filled in by content, except where the heading claims what only a log knows.

use super::reason::Reason;
use super::similar::{Query, score_of};
use super::strategy::{ADVICE, ALONE, Source};
use super::terms::{STEPS, currency, levels, price_step};
use super::variety::{Card, Row, place};
use super::{Ask, Kind, candidates};
use crate::core::detect::pick;
use crate::core::product::Product;
use crate::core::shelf::{Part, Question, Shelf, Table, Why};
use crate::core::time::{DAY, Time};
use crate::core::value::Value;

/// Candidates looked at beside those that are wanted: variety and rules take some away.
const SPARE: usize = 16;
/// The same where a rule or the kind itself lets few through.
const SPARE_WHEN_STRICT: usize = 240;
/// Rows of the catalog that a rule is tried on: what two milliseconds allow.
const MAX_SCANNED: usize = 2048;
/// Prices above are in no order, so that a price, turned over or not, and a row fit 64 bits.
const DEAREST: i64 = 1 << 51;
/// So long a product is new.
pub(super) const NEW_FOR: u64 = 60 * DAY;
/// Prices in eighths of a doubling: so near is about the same, and so far above is a step up and not another world.
const SAME_PRICE: u32 = STEPS * 5 / 8;
const A_STEP: core::ops::RangeInclusive<u32> = STEPS / 4..=STEPS * 5 / 4;

/// Candidates being gathered.
pub(super) struct Gather<'a> {
    pub(super) ask: &'a Ask<'a>,
    pub(super) anchor: Option<&'a Product>,
    pub(super) limit: usize,
    pub(super) row: Row<'a>,
    pub(super) missing: &'a mut Vec<Part>,
}

impl<'a> Gather<'a> {
    #[inline(never)]
    fn add(&mut self, product: Product, reason: Reason) {
        self.row.add(product, 0, reason.alone(""));
    }

    /// Adds products by their ids: as the page, the profile or the catalog know them, or else the shelf.
    #[inline(never)]
    fn add_ids(&mut self, ids: &[Value], reason: Reason) {
        for id in ids {
            let id = id.scalar().unwrap_or_default();
            let mut product = self.ask.find(&id);
            if product.as_ref().is_none_or(|known| known.title.is_empty())
                && let Some(shelf) = self.ask.shelf
            {
                let (choice, missing) = shelf.find(&id);
                self.missing.extend(missing);
                if let Some(choice) = choice {
                    let (cards, missing) = shelf.cards(&[choice]);
                    self.missing.extend(missing);
                    product = cards.first().and_then(|card| self.of_shelf(card));
                    // A fingerprint may be another's.
                    product = product.filter(|product| product.id == id);
                }
            }
            if let Some(product) = product.filter(|product| !product.title.is_empty()) {
                self.add(product, reason);
            }
        }
    }

    /// A product as the shelf has it; what the catalog knows of it is newer.
    fn of_shelf(&self, card: &Value) -> Option<Product> {
        let mut product = Product::read(card, None)?;
        let known = self
            .ask
            .full_catalog()
            .and_then(|catalog| catalog.known(&product));
        let made = self.ask.shelf.map_or(0, Shelf::latest);
        if let Some(mut known) = known {
            known.learn(&product);
            product = known;
        } else if made > 0 && self.ask.now.since(Time(made)) >= self.ask.price_kept {
            product.price = None;
        }
        Some(product)
    }

    /// What the shop wants in front.
    pub(super) fn pins(&mut self) {
        for rule in self.row.rules.0.clone() {
            self.add_ids(rule.get("pin").each(), Reason::ShopChoice);
        }
        self.row.fill(self.limit, false);
    }

    /// What others did.
    #[inline(never)]
    pub(super) fn ask_shelf(&mut self) {
        let (ask, kind) = (self.ask, self.ask.kind);
        let Some(shelf) = ask.shelf else {
            return;
        };
        // What it goes by, oldest first.
        let mut visit: Vec<&Product> = Vec::new();
        let (choices, mut missing, popular) = match kind {
            Kind::BestSellers => with(shelf.list("sold", ask.region), Reason::BestSeller),
            Kind::Trending => with(shelf.list("trending", ask.region), Reason::Trending),
            Kind::New => with(shelf.list("new", ask.region), Reason::New),
            _ => {
                let table = match kind {
                    Kind::AlsoLike => Table::Viewed,
                    Kind::BoughtTogether | Kind::GoesWith => Table::Bought,
                    Kind::Similar | Kind::StepUp => Table::Alike,
                    _ => return,
                };
                // Only what is counted from orders is bought together.
                if table != Table::Viewed && !shelf.has(table) {
                    return;
                }
                let orders = table == Table::Bought;
                if !orders && !kind.is(ALONE) {
                    for view in ask.views.iter().rev() {
                        visit.push(&view.product);
                    }
                }
                if kind == Kind::AlsoLike || kind == Kind::GoesWith && self.anchor.is_none() {
                    for line in ask.cart {
                        visit.push(&line.product);
                    }
                }
                if let Some(anchor) = self.anchor {
                    visit.push(anchor);
                }
                let mut ids: Vec<&str> = Vec::new();
                for product in &visit {
                    ids.push(&product.id);
                }
                let answer = shelf.answer(&Question {
                    visit: &ids,
                    table,
                    again: false,
                    limit: self.limit * 2,
                });
                (answer.choices, answer.missing, Reason::Near)
            }
        };
        let (cards, more) = shelf.cards(&choices);
        missing.extend(more);
        let orders = matches!(kind, Kind::BoughtTogether | Kind::GoesWith);
        for (choice, card) in choices.iter().zip(cards) {
            let Some(product) = self.of_shelf(card) else {
                continue;
            };
            let reason = match choice.why {
                Why::ViewedWith => Reason::ViewedWith,
                Why::BoughtWith => Reason::BoughtWith,
                Why::Alike | Why::New => Reason::SimilarTo,
                Why::Again => Reason::ViewedRecently,
                Why::Near | Why::Popular => popular,
            };
            if orders && reason != Reason::BoughtWith
                || !fits(kind, self.anchor, &product, was_more(card))
            {
                continue;
            }
            let about = visit.get(choice.of).map_or("", |product| &product.title);
            let score = choice.score;
            self.row.add(product, score, reason.alone(about));
        }
        self.missing.append(&mut missing);
        self.row.fill(self.limit, kind.is(ADVICE));
    }

    /// What the catalog and this device say; what likeness goes by, for its reasons.
    #[inline(never)]
    pub(super) fn ask_here(&mut self) -> Option<Query<'a>> {
        let (ask, kind, anchor) = (self.ask, self.ask.kind, self.anchor);
        let catalog = ask.full_catalog();
        let seen = candidates::seen(ask, catalog);
        match kind.source() {
            Source::Log => {}
            Source::Views => {
                for product in seen {
                    for view in ask.views {
                        if view.product.id == product.id && view.product.sold_out() {
                            self.add(product.clone(), Reason::BackInStock);
                        }
                    }
                }
            }
            Source::List => {
                if kind == Kind::Look {
                    self.add_ids(ask.merchant.look(ask.of, anchor), Reason::InLook);
                } else {
                    for id in ask.bought.iter().rev() {
                        self.add_ids(&[Value::from(id.as_str())], Reason::BoughtBefore);
                    }
                }
            }
            Source::Rows => {
                let catalog = catalog?;
                let mut rows = Vec::new();
                let mut reason = Reason::New;
                if kind == Kind::New {
                    rows = catalog.newest(ask.now, self.limit + SPARE);
                } else if !self.row.rules.0.is_empty() {
                    reason = Reason::ShopChoice;
                    for row in 0..catalog.rows().len().min(MAX_SCANNED) {
                        rows.push(row as u32);
                    }
                }
                // In the order of the shop, so that of many the right ones are taken.
                let order = self.row.rules.order().filter(|_| kind == Kind::Picks);
                let mut places = Vec::new();
                for (at, row) in rows.iter().enumerate() {
                    if let Some(product) = catalog.card(*row)
                        && self.row.rules.allow(&product)
                    {
                        // Of one price as they came.
                        let price = place(order, &product).clamp(-DEAREST, DEAREST) + DEAREST;
                        places.push(price as u64 * MAX_SCANNED as u64 + at as u64);
                    }
                }
                places.sort_unstable();
                places.truncate(self.limit * 2 + SPARE);
                for key in places {
                    if let Some(row) = rows.get(key as usize % MAX_SCANNED)
                        && let Some(product) = catalog.card(*row)
                    {
                        self.add(product, reason);
                    }
                }
            }
            Source::Likeness => {
                let mut query = Query::of(ask, anchor, catalog, self.row.currency);
                let mut why = Value::NULL;
                if kind == Kind::FromSearch {
                    let term = ask.search.unwrap_or("");
                    why = Reason::MatchesSearch.alone(term);
                }
                if let Some(catalog) = catalog {
                    let strict = kind.is(ALONE) || !self.row.rules.0.is_empty();
                    let spare = if strict { SPARE_WHEN_STRICT } else { SPARE };
                    for key in query.ranked(&self.row.absent, &seen, self.limit * 2 + spare) {
                        let at = key as u32;
                        if let Some(product) = catalog.card(at)
                            && fits(kind, anchor, &product, was_more(catalog.row(at)))
                        {
                            self.row.add(product, score_of(key), why.clone());
                        }
                    }
                }
                for product in &seen {
                    // A product that was seen already is worth half of a new one.
                    let card = Card::of(product.clone(), self.row.currency);
                    let score = query.score(&card) >> u32::from(catalog.is_some());
                    if score > query.floor() && fits(kind, anchor, product, false) {
                        self.row.add(product.clone(), score, why.clone());
                    }
                }
                if kind == Kind::AlsoLike && catalog.is_none() {
                    self.row.fill(self.limit, true);
                    for product in seen {
                        self.add(product, Reason::ViewedRecently);
                    }
                }
                return Some(query);
            }
        }
        None
    }
}

/// A list of the shelf, and why its products are in it.
fn with<T, U>((choices, missing): (T, U), reason: Reason) -> (T, U, Reason) {
    (choices, missing, reason)
}

/// What feeds call the price before a sale.
const WAS: &str = "compare_at_price|regular_price|list_price";

/// Whether a row says that it costs less than it did.
fn was_more(row: &Value) -> bool {
    !row.get("sale_price").is_null() || pick(row, WAS).number() > row.get("price").number()
}

/// Whether a product is what the heading of its kind says beside the anchor.
#[inline(never)]
fn fits(kind: Kind, anchor: Option<&Product>, product: &Product, on_sale: bool) -> bool {
    let deepest = |product| levels(product).pop().map(|(_, term)| term);
    let Some(anchor) = anchor else {
        return true;
    };
    if kind == Kind::GoesWith {
        return anchor.category.is_none() || deepest(anchor) != deepest(product);
    }
    if kind != Kind::Similar && kind != Kind::StepUp {
        return true;
    }
    let category = deepest(anchor);
    if category.is_some() && category != deepest(product) {
        return false;
    }
    let code = currency(anchor);
    let (here, there) = (price_step(anchor, code), price_step(product, code));
    let priced = here > 0 && there > 0;
    if kind == Kind::Similar {
        !priced || here.abs_diff(there) <= SAME_PRICE
    } else {
        category.is_some() && priced && !on_sale && A_STEP.contains(&there.saturating_sub(here))
    }
}
