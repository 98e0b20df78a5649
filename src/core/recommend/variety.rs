//! How candidates become a row of cards: the best first, held back by likeness to what is already there.
//! Variety only reorders: when there is nothing else, more of the same is shown.

use super::terms::{Traits, currency};
use crate::core::product::Product;

/// What a candidate loses of its score, in 256ths, for being much like a chosen one.
const LIKENESS_COST: u32 = 96;
/// Of one brand, this many cards or half of the row, whichever is more, before others get their turn.
const BRAND_CAP: usize = 2;

/// A product that may be chosen.
pub(super) struct Card {
    pub(super) product: Product,
    pub(super) traits: Traits,
    /// Of its likeness; 0 for what is there for having been looked at.
    pub(super) score: u32,
    /// What is left of its score, plus one; nothing once the same product is chosen.
    left: u64,
}

impl Card {
    #[inline(never)]
    pub(super) fn of(mut product: Product, shown: u32) -> Self {
        // A price in another currency than the one the shopper sees is a wrong price.
        if shown != 0 && currency(&product) != shown {
            product.price = None;
        }
        Self {
            traits: Traits::of(&product),
            product,
            score: 0,
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
pub(super) struct Row {
    waiting: Vec<Card>,
    pub(super) chosen: Vec<Card>,
    /// What is not to be in it.
    pub(super) absent: Vec<Product>,
}

impl Row {
    pub(super) const fn without(absent: Vec<Product>) -> Self {
        Self {
            waiting: Vec::new(),
            chosen: Vec::new(),
            absent,
        }
    }

    /// Lets a candidate wait, unless it cannot be ordered, is not to be there, or is there.
    #[inline(never)]
    pub(super) fn add(&mut self, mut card: Card, score: u32) {
        let mut out = card.product.sold_out();
        for product in &self.absent {
            out |= product.is(&card.product);
        }
        for other in &self.chosen {
            out |= other.product.is(&card.product);
        }
        if !out {
            card.score = score;
            card.left = u64::from(score) + 1;
            self.waiting.push(card);
        }
    }

    /// Moves those who wait to the chosen until there are `limit`: of a brand with room if there is one, then by score,
    /// then as they came; never the same product twice.
    #[inline(never)]
    pub(super) fn fill(&mut self, limit: usize, varied: bool) {
        let cap = if varied {
            BRAND_CAP.max(limit.div_ceil(2))
        } else {
            limit
        };
        while self.chosen.len() < limit {
            let mut best = 0;
            let mut place = 0;
            for (at, card) in self.waiting.iter().enumerate() {
                let brand = &card.product.brand;
                let mut of_brand = 0;
                for taken in &self.chosen {
                    of_brand += usize::from(brand.is_some() && taken.product.brand == *brand);
                }
                let rank = card.left | (u64::from(of_brand < cap) << 40);
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
}
