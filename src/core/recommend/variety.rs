//! How candidates become a row of cards: the best first, held back by likeness to what is already there.
//! Variety only reorders: when there is nothing else, more of the same is shown.

use super::merchant::Rules;
use super::terms::{Traits, currency};
use crate::core::product::Product;
use crate::core::value::Value;

/// What a candidate loses of its score, in 256ths, for being much like a chosen one.
const LIKENESS_COST: u32 = 96;
/// Of one brand or category, this many cards or half of the row, whichever is more, before others get their turn.
const CAP: usize = 2;
/// Ranks above any score: of a brand and a category with room; of a category the shopper has not bought of.
const HAS_ROOM: u64 = 1 << 40;
const NOT_OWNED: u64 = 1 << 41;

/// A product that may be chosen.
pub(super) struct Card {
    pub(super) product: Product,
    pub(super) traits: Traits,
    /// Of its likeness or of the log; 0 for what is there in its place.
    pub(super) score: u32,
    /// Why it is there, where its score does not say.
    pub(super) reasons: Value,
    /// Whether the shop wants it more than its score does.
    pub(super) boosted: bool,
    /// What is left of its score, plus one; nothing once the same product is chosen.
    left: u64,
}

/// A price in another currency than the one the shopper sees is a wrong price.
pub(super) fn keep_price(product: &mut Product, shown: u32) {
    if shown != 0 && currency(product) != shown {
        product.price = None;
    }
}

impl Card {
    #[inline(never)]
    pub(super) fn of(mut product: Product, shown: u32) -> Self {
        keep_price(&mut product, shown);
        Self {
            traits: Traits::of(&product),
            product,
            score: 0,
            reasons: Value::NULL,
            boosted: false,
            left: 0,
        }
    }

    /// What it is still worth once `chosen` is shown.
    #[inline(never)]
    fn after(&mut self, chosen: &Self) {
        let cost = match chosen.traits.overlap(&self.traits) {
            // To the eye the same product once more.
            256 => 256,
            likeness => likeness * LIKENESS_COST / 256,
        };
        let left = u64::from(self.score) * u64::from(256 - cost) / 256 + 1;
        self.left = if self.product.is(&chosen.product) {
            0
        } else {
            self.left.min(left)
        };
    }
}

/// A row of cards becoming full.
pub(super) struct Row<'a> {
    waiting: Vec<Card>,
    pub(super) chosen: Vec<Card>,
    /// What is not to be in it.
    pub(super) absent: Vec<Product>,
    /// What the shop says of it.
    pub(super) rules: Rules<'a>,
    /// What the shopper sees prices in.
    pub(super) currency: u32,
    /// Categories of what was bought: a second of the kind comes after everything else.
    pub(super) owned: Vec<String>,
    /// The category that is wanted: no cap holds for it.
    pub(super) wanted: Option<String>,
}

impl<'a> Row<'a> {
    pub(super) const fn of(rules: Rules<'a>, currency: u32) -> Self {
        Self {
            waiting: Vec::new(),
            chosen: Vec::new(),
            absent: Vec::new(),
            rules,
            currency,
            owned: Vec::new(),
            wanted: None,
        }
    }

    /// Lets a candidate wait, unless it cannot be ordered, is not to be there, or is there.
    #[inline(never)]
    pub(super) fn add(&mut self, product: Product, score: u32, reasons: Value) {
        let mut card = Card::of(product, self.currency);
        let mut out = card.product.sold_out() || !self.rules.allow(&card.product);
        for product in &self.absent {
            out |= product.is(&card.product);
        }
        for other in &self.chosen {
            out |= other.product.is(&card.product);
        }
        if !out {
            let boost = self.rules.boost(&card.product);
            card.boosted = boost > 256 && score > 0;
            card.score = (u64::from(score) * boost / 256).min(u64::from(u32::MAX)) as u32;
            card.left = u64::from(card.score) + 1;
            card.reasons = reasons;
            self.waiting.push(card);
        }
    }

    /// Moves those who wait to the chosen until there are `limit`: of a brand and a category with room if there is one,
    /// then by score, then as they came; never the same product twice.
    #[inline(never)]
    pub(super) fn fill(&mut self, limit: usize, varied: bool) {
        let cap = CAP.max(limit.div_ceil(2));
        while self.chosen.len() < limit {
            let mut best = 0;
            let mut place = 0;
            for (at, card) in self.waiting.iter().enumerate() {
                let mut rank = card.left;
                if varied && rank > 0 {
                    let (brand, category) = (&card.product.brand, &card.product.category);
                    let (mut brands, mut categories) = (0, 0);
                    for taken in &self.chosen {
                        brands += usize::from(brand.is_some() && taken.product.brand == *brand);
                        categories += usize::from(
                            category.is_some()
                                && *category != self.wanted
                                && taken.product.category == *category,
                        );
                    }
                    if brands < cap && categories < cap {
                        rank |= HAS_ROOM;
                    }
                    if category
                        .as_ref()
                        .is_none_or(|name| !self.owned.contains(name))
                    {
                        rank |= NOT_OWNED;
                    }
                }
                if card.left > 0 && rank > best {
                    (best, place) = (rank, at);
                }
            }
            if best == 0 {
                return;
            }
            let next = self.waiting.remove(place);
            for card in &mut self.waiting {
                card.after(&next);
            }
            self.chosen.push(next);
        }
    }

    /// Puts the chosen in the order that the shop wants.
    #[inline(never)]
    pub(super) fn order_chosen(&mut self) {
        let order = self.rules.order();
        let mut done = 0;
        while order.is_some() && done < self.chosen.len() {
            let mut least = done;
            for at in done..self.chosen.len() {
                if self.place(order, at) < self.place(order, least) {
                    least = at;
                }
            }
            // Moved and not swapped: what costs the same stays as it was.
            let card = self.chosen.remove(least);
            self.chosen.insert(done, card);
            done += 1;
        }
    }

    fn place(&self, order: Option<&str>, at: usize) -> i64 {
        (self.chosen.get(at)).map_or(i64::MAX, |card| place(order, &card.product))
    }
}

/// Where a product stands in an order by its price: rising, or falling; without one last.
#[inline(never)]
pub(super) fn place(order: Option<&str>, product: &Product) -> i64 {
    let price = product.price.filter(|_| order.is_some());
    let cents = price.and_then(|price| price.amount.minor(price.currency.digits()));
    match (cents, order) {
        (Some(cents), Some("price")) => cents,
        (Some(cents), _) => -cents,
        _ => i64::MAX,
    }
}
