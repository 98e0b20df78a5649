//! Likeness by content: rare words, brand, category levels and price steps shared with this page's product and with the visit's interest.
//! The score is a plain sum, so that the reasons given are its very terms.

use super::strategy::ALONE;
use super::terms::{
    BRAND, MAX_STEP, STEPS, Traits, WORD, among, field, identity, levels, price_step,
};
use super::variety::Card;
use super::{Ask, Catalog, Reason};
use crate::core::product::Product;
use crate::core::time::DAY;
use crate::core::value::Value;

/// What the anchor weighs; also the whole interest of a visit where there is no anchor.
const FULL: u32 = 256;
/// What the interest of the visit weighs beside an anchor: more finds more of what orders hold, but then one mug seen puts mugs beside a lamp.
const BESIDE_ANCHOR: u32 = 128;
/// Views that still tell of interest.
const MAX_VIEWS: usize = 12;
/// What a line of the cart weighs: half of the latest view.
const LINE_WEIGHT: u32 = 512;
/// Lines of the cart that count as interest, the last ones first.
const MAX_LINES: usize = 6;
/// So many views ago, interest was half of what it is.
const VIEWS_TO_HALF: u32 = 8;
/// Interest also halves in this span.
const HALF_LIFE: u64 = 7 * DAY;
/// Prices further apart than this are not similar: a doubling.
const PRICE_RANGE: u32 = STEPS;
/// What an equal price weighs: about a third of a shared word of medium rarity.
const PRICE_WEIGHT: u32 = 2048;
/// What a bit of rarity of a shared brand and of a shared level of category weighs, against words: a category says more
/// than any one rare word, a brand about as much.
const BRAND_WEIGHT: u32 = 4;
const CATEGORY_WEIGHT: u32 = 8;
/// Candidates that score less than this part of the best score thinkable resemble nothing.
const FLOOR: u32 = 24;
/// A term below this part of the score is no reason.
const REASON_FLOOR: u32 = 16;
/// More reasons than this are an apology.
const MAX_REASONS: usize = 4;

/// What sharing words, brand, category and price is a reason of.
static OF_ANCHOR: [Reason; 4] = [
    Reason::SharedWords,
    Reason::SameBrand,
    Reason::SameCategory,
    Reason::SimilarPrice,
];
static OF_INTEREST: [Reason; 4] = [
    Reason::SimilarTo,
    Reason::InterestedIn,
    Reason::InterestedIn,
    Reason::SimilarTo,
];

/// A product that others are compared with.
struct Model<'a> {
    product: &'a Product,
    is_anchor: bool,
    /// See [`price_step`].
    step: u32,
    /// Of 256.
    weight: u32,
    /// Each of its terms with what sharing it is worth.
    terms: Vec<(u32, u32)>,
}

/// What sharing this term is worth to a product whose words weigh so much.
fn worth(term: u32, value: u32, word_weight: u32) -> u32 {
    if field(term) == WORD {
        (value * word_weight) >> 8
    } else {
        value
    }
}

/// What is looked for.
pub(super) struct Query<'a> {
    catalog: Option<&'a Catalog>,
    currency: u32,
    models: Vec<Model<'a>>,
    /// Of each row of the catalog, without prices.
    scores: Vec<u32>,
    /// The score of the product most alike that can be thought of.
    most: u32,
}

impl<'a> Query<'a> {
    #[inline(never)]
    pub(super) fn of(
        ask: &'a Ask,
        anchor: Option<&'a Product>,
        catalog: Option<&'a Catalog>,
        currency: u32,
    ) -> Self {
        let mut query = Self {
            catalog,
            currency,
            models: Vec::new(),
            scores: Vec::new(),
            most: 0,
        };
        if let Some(catalog) = catalog {
            query.scores.reserve(catalog.rows().len());
            for _ in catalog.rows() {
                query.scores.push(0);
            }
        }
        let mut whole = FULL;
        if let Some(anchor) = anchor {
            query.add(anchor, FULL, true);
            whole = BESIDE_ANCHOR;
        }
        let mut interest: Vec<(&Product, u32)> = Vec::new();
        if ask.kind.is(ALONE) {
            return query;
        }
        for view in ask.views.iter().take(MAX_VIEWS) {
            let halvings = ask.now.since(view.at) / HALF_LIFE;
            let often = 3 + view.times.clamp(1, 5);
            let weight = 8192 / (interest.len() as u32 + VIEWS_TO_HALF) * often / 4;
            interest.push((&view.product, weight >> halvings.min(8)));
        }
        for line in ask.cart.iter().rev().take(MAX_LINES) {
            interest.push((&line.product, LINE_WEIGHT));
        }
        let mut sum = 0;
        for (product, weight) in &mut interest {
            if anchor.is_some_and(|anchor| anchor.is(product)) {
                *weight = 0;
            }
            sum += *weight;
        }
        for (product, weight) in interest {
            if weight > 0 {
                query.add(product, weight * whole / sum, false);
            }
        }
        query
    }

    #[inline(never)]
    fn add(&mut self, product: &'a Product, weight: u32, is_anchor: bool) {
        let traits = Traits::of(product);
        let mut terms = Vec::new();
        for term in traits.terms {
            let mut rows = Vec::new();
            let mut rarity = 256;
            if let Some(catalog) = self.catalog {
                catalog.having(term, &mut rows);
                rarity = catalog.rarity(rows.len());
            }
            let value = match field(term) {
                WORD => rarity * rarity / 1024 * traits.weight / 64,
                BRAND => rarity * BRAND_WEIGHT,
                _ => rarity * CATEGORY_WEIGHT,
            } * weight
                / FULL;
            for row in rows {
                let row = row as usize;
                if let (Some(score), Some(catalog)) = (self.scores.get_mut(row), self.catalog)
                    && let Some(row) = catalog.rows().get(row)
                {
                    *score += worth(term, value, u32::from(row.weight));
                }
            }
            self.most += worth(term, value, traits.weight);
            terms.push((term, value));
        }
        let model = Model {
            product,
            is_anchor,
            step: price_step(product, self.currency),
            weight,
            terms,
        };
        self.most += model.price(model.step);
        self.models.push(model);
    }

    /// Candidates that score no more resemble nothing.
    pub(super) const fn floor(&self) -> u32 {
        self.most / FLOOR
    }

    /// What speaks for a product, term by term; nothing speaks for itself.
    fn contributions<'b>(&'b self, card: &'b Card) -> Vec<(Reason, &'b str, u32)> {
        let product = &card.product;
        let step = price_step(product, self.currency);
        let brand_name = product.brand.as_deref().unwrap_or("");
        let mut found: Vec<(Reason, &str, u32)> = Vec::new();
        for model in &self.models {
            // By field; the place of identity, which is no likeness, is the price's.
            let mut sums = [0; 4];
            for (term, value) in &model.terms {
                if among(&card.traits.terms, *term)
                    && let Some(sum) = sums.get_mut(field(*term) as usize)
                {
                    *sum += worth(*term, *value, card.traits.weight);
                }
            }
            if sums == [0; 4] || model.product.is(product) {
                // A like price alone is chance.
                continue;
            }
            sums[3] = model.price(step);
            let mut level_name = "";
            for (level, term) in levels(product) {
                for (theirs, _) in &model.terms {
                    if *theirs == term {
                        level_name = level;
                    }
                }
            }
            let (reasons, title) = if model.is_anchor {
                (&OF_ANCHOR, "")
            } else {
                (&OF_INTEREST, model.product.title.as_str())
            };
            let subjects = [title, brand_name, level_name, title];
            for (at, reason) in reasons.iter().enumerate() {
                let mut left = sums[at];
                let subject = subjects[at];
                for (known, about, sum) in &mut found {
                    if *known == *reason && *about == subject {
                        *sum += left;
                        left = 0;
                    }
                }
                if left > 0 {
                    found.push((*reason, subject, left));
                }
            }
        }
        found
    }

    /// The score of a product that is not in the catalog.
    pub(super) fn score(&self, card: &Card) -> u32 {
        let mut sum = 0;
        for (_, _, worth) in self.contributions(card) {
            sum += worth;
        }
        sum
    }

    /// The reasons for a product, the weightiest first.
    #[inline(never)]
    pub(super) fn reasons(&self, card: &Card) -> Value {
        let mut found = self.contributions(card);
        let mut least = 0;
        for (_, _, worth) in &found {
            least += worth;
        }
        least /= REASON_FLOOR;
        let mut reasons = Vec::new();
        while reasons.len() < MAX_REASONS {
            let mut best = least;
            let mut next = None;
            for reason in &mut found {
                if reason.2 > best {
                    best = reason.2;
                    next = Some(reason);
                }
            }
            let Some((reason, subject, worth)) = next else {
                break;
            };
            reasons.push(reason.about(subject));
            *worth = 0;
        }
        Value::list(reasons)
    }

    /// The best rows of the catalog as `!score << 32 | row`, best first and the earlier row first among equals.
    #[inline(never)]
    pub(super) fn ranked(
        &mut self,
        absent: &[Product],
        seen: &[Product],
        wanted: usize,
    ) -> Vec<u64> {
        let mut best: Vec<u64> = Vec::new();
        let Some(catalog) = self.catalog else {
            return best;
        };
        let mut names = Vec::new();
        for product in absent {
            identity(product, &mut names);
        }
        for product in seen {
            identity(product, &mut names);
        }
        let mut rows = Vec::new();
        for name in names {
            catalog.having(name, &mut rows);
        }
        for row in rows {
            if let Some(score) = self.scores.get_mut(row as usize) {
                *score = 0;
            }
        }
        let mut prices = Vec::new();
        for step in 0..MAX_STEP {
            let mut sum = 0;
            for model in &self.models {
                sum += model.price(step);
            }
            prices.push(sum);
        }
        let mut least = self.floor();
        for (at, row) in catalog.rows().iter().enumerate() {
            let score = self.scores.get(at).unwrap_or(&0);
            let price = prices.get(usize::from(row.step(self.currency)));
            let sum = score + price.unwrap_or(&0);
            if *score == 0 || sum <= least {
                continue;
            }
            // Turned over, so that sorting puts the best first.
            best.push((u64::from(!sum) << 32) | at as u64);
            if best.len() >= wanted * 2 {
                least = cut(&mut best, wanted);
            }
        }
        cut(&mut best, wanted);
        best
    }
}

/// Keeps the best. Later rows lose ties, so that from here on only a higher score than the last's gets in.
#[inline(never)]
fn cut(best: &mut Vec<u64>, wanted: usize) -> u32 {
    best.sort_unstable();
    best.truncate(wanted);
    best.last().map_or(0, |last| score_of(*last))
}

/// The score in a key of [`Query::ranked`].
pub(super) const fn score_of(key: u64) -> u32 {
    !((key >> 32) as u32)
}

impl Model<'_> {
    /// What a price step is worth.
    fn price(&self, step: u32) -> u32 {
        if step == 0 || self.step == 0 {
            return 0;
        }
        let apart = step.abs_diff(self.step);
        (self.weight * PRICE_WEIGHT / FULL) * PRICE_RANGE.saturating_sub(apart) / PRICE_RANGE
    }
}
