//! Likeness by content: rare words, brand, category levels and price steps shared with this page's product and with the visit's interest.
//! The score is a plain sum, so that the reasons given are its very terms.

use super::candidates::{self, Candidate, Why};
use super::catalog::{Catalog, row_of};
use super::terms::{Field, STEPS, Traits, field, identity, levels, step};
use super::{Reason, Scene};
use crate::core::product::Product;
use crate::core::time::DAY;

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
/// How many halvings a product that was seen already loses against a new one.
const SEEN_COST: u32 = 1;

/// A product that others are compared with.
struct Model<'a> {
    product: &'a Product,
    is_anchor: bool,
    /// See [`step`].
    step: u8,
    /// Of 256.
    weight: u32,
    /// See [`Traits::weight`].
    word_weight: u32,
    /// Each of its terms with what sharing it is worth.
    terms: Vec<(u32, u32)>,
}

impl<'a> Model<'a> {
    fn of(scene: &Scene, product: &'a Product, weight: u32, is_anchor: bool) -> Self {
        let traits = Traits::of(product);
        let mut terms = Vec::new();
        for term in traits.terms {
            let rarity = scene.catalog.map_or(256, |catalog| catalog.rarity(term));
            let value = match field(term) {
                Field::Word => rarity * rarity / 1024 * traits.weight / 64,
                Field::Brand => rarity * BRAND_WEIGHT,
                Field::Category => rarity * CATEGORY_WEIGHT,
                Field::Identity => 0,
            };
            terms.push((term, value * weight / FULL));
        }
        Self {
            product,
            is_anchor,
            step: step(product.price, scene.currency),
            weight,
            word_weight: traits.weight,
            terms,
        }
    }

    /// What sharing this term is worth to a product whose words weigh so much.
    fn worth(term: u32, value: u32, word_weight: u32) -> u32 {
        match field(term) {
            Field::Word => (value * word_weight) >> 8,
            _ => value,
        }
    }

    /// What a price step is worth.
    fn price(&self, step: u8) -> u32 {
        if step == 0 || self.step == 0 {
            return 0;
        }
        let apart = u32::from(step.abs_diff(self.step));
        (self.weight * PRICE_WEIGHT / FULL) * PRICE_RANGE.saturating_sub(apart) / PRICE_RANGE
    }
}

/// What is looked for.
pub(super) struct Query<'a> {
    models: Vec<Model<'a>>,
}

impl<'a> Query<'a> {
    pub(super) fn of(scene: &'a Scene<'a>) -> Self {
        let anchor = scene.anchor.as_ref();
        let mut models = Vec::new();
        let mut whole = FULL;
        if let Some(anchor) = anchor {
            models.push(Model::of(scene, anchor, FULL, true));
            whole = BESIDE_ANCHOR;
        }
        let mut interest: Vec<(&Product, u32)> = Vec::new();
        for (place, view) in scene.ask.views.iter().take(MAX_VIEWS).enumerate() {
            let halvings = scene.ask.now.since(view.at) / HALF_LIFE;
            let often = 3 + view.times.clamp(1, 5);
            let weight = 8192 / (place as u32 + VIEWS_TO_HALF) * often / 4;
            interest.push((&view.product, weight >> halvings.min(8)));
        }
        for line in scene.ask.cart.iter().rev().take(MAX_LINES) {
            interest.push((&line.product, LINE_WEIGHT));
        }
        interest.retain(|(product, _)| anchor.is_none_or(|anchor| !anchor.is(product)));
        let sum = interest
            .iter()
            .map(|(_, weight)| *weight)
            .sum::<u32>()
            .max(1);
        for (product, weight) in interest {
            models.push(Model::of(scene, product, weight * whole / sum, false));
        }
        Self { models }
    }

    /// The score of the product most alike that can be thought of.
    fn most(&self) -> u32 {
        self.models
            .iter()
            .map(|model| {
                let terms = model
                    .terms
                    .iter()
                    .map(|(term, value)| Model::worth(*term, *value, model.word_weight));
                terms.sum::<u32>() + model.price(model.step)
            })
            .sum()
    }

    /// What speaks for a product, term by term; nothing speaks for itself.
    fn contributions(&self, scene: &Scene, product: &Product) -> Vec<(Reason, u32)> {
        let traits = Traits::of(product);
        let step = step(product.price, scene.currency);
        let mut found: Vec<(Reason, u32)> = Vec::new();
        let mut add = |reason: Reason, worth: u32| {
            if worth > 0 {
                match found.iter_mut().find(|(known, _)| *known == reason) {
                    Some((_, sum)) => *sum += worth,
                    None => found.push((reason, worth)),
                }
            }
        };
        for model in self
            .models
            .iter()
            .filter(|model| !model.product.is(product))
        {
            let mut sums = [0; 3];
            for (term, value) in &model.terms {
                if traits.has(*term)
                    && let Some(sum) = sums.get_mut(field(*term) as usize)
                {
                    *sum += Model::worth(*term, *value, traits.weight);
                }
            }
            let [words, brand, category] = sums;
            if words + brand + category == 0 {
                // A like price alone is chance.
                continue;
            }
            let price = model.price(step);
            let brand_name = product.brand.clone().unwrap_or_default();
            let mut level_name = "";
            for (level, term) in levels(product.category.as_deref().unwrap_or("")) {
                if model.terms.iter().any(|(theirs, _)| *theirs == term) {
                    level_name = level;
                }
            }
            let level_name = level_name.to_owned();
            if model.is_anchor {
                add(Reason::SharedWords, words);
                add(Reason::SameBrand(brand_name), brand);
                add(Reason::SameCategory(level_name), category);
                add(Reason::SimilarPrice, price);
            } else {
                add(Reason::InterestedIn(brand_name), brand);
                add(Reason::InterestedIn(level_name), category);
                add(
                    Reason::SimilarTo(model.product.title.clone()),
                    words + price,
                );
            }
        }
        found
    }

    /// The reasons for a product, the weightiest first.
    pub(super) fn reasons(&self, scene: &Scene, product: &Product) -> Vec<Reason> {
        let mut found = self.contributions(scene, product);
        let least = found.iter().map(|(_, worth)| *worth).sum::<u32>() / REASON_FLOOR;
        let mut reasons = Vec::new();
        while reasons.len() < MAX_REASONS {
            let best = found.iter_mut().max_by_key(|(_, worth)| *worth);
            let Some((reason, worth)) = best.filter(|(_, worth)| *worth > least) else {
                break;
            };
            reasons.push(reason.clone());
            *worth = 0;
        }
        reasons
    }
}

/// The products of the catalog, best first, and then those seen, that resemble what is looked for.
pub(super) fn candidates(scene: &Scene, query: &Query, limit: usize) -> Vec<Candidate> {
    let seen = candidates::seen(scene);
    let floor = query.most() / FLOOR;
    let mut found = Vec::new();
    if let Some(catalog) = scene.catalog {
        for key in ranked(scene, catalog, query, &seen, floor, limit * 2 + 16) {
            found.push(Candidate {
                product: catalog.card(row_of(key)),
                score: score_of(key),
                why: Why::Likeness,
            });
        }
    }
    for candidate in seen {
        let score = query
            .contributions(scene, &candidate.product)
            .iter()
            .map(|(_, worth)| *worth)
            .sum::<u32>()
            >> if scene.catalog.is_some() {
                SEEN_COST
            } else {
                0
            };
        if score > floor {
            found.push(Candidate {
                score,
                why: Why::Likeness,
                ..candidate
            });
        }
    }
    found
}

/// The score in a key of [`ranked`].
const fn score_of(key: u64) -> u32 {
    !((key >> 32) as u32)
}

/// The best rows as `!score << 32 | row`, best first and the earlier row first among equals.
fn ranked(
    scene: &Scene,
    catalog: &Catalog,
    query: &Query,
    seen: &[Candidate],
    floor: u32,
    wanted: usize,
) -> Vec<u64> {
    let mut sums: Vec<u64> = Vec::new();
    for model in &query.models {
        for (term, value) in &model.terms {
            sums.push((u64::from(*term) << 32) | u64::from(*value));
        }
    }
    sums.sort_unstable();
    let mut scores = vec![0_u32; catalog.len()];
    for shared in sums.chunk_by(|a, b| a >> 32 == b >> 32) {
        let value: u32 = shared.iter().map(|sum| *sum as u32).sum();
        let Some(term) = shared.first().map(|sum| (sum >> 32) as u32) else {
            continue;
        };
        catalog.having(term, &mut |postings| {
            for posting in postings {
                let row = row_of(*posting);
                if let (Some(score), Some(weight)) =
                    (scores.get_mut(row), catalog.weights().get(row))
                {
                    *score += Model::worth(term, value, u32::from(*weight));
                }
            }
        });
    }
    let mut names = Vec::new();
    for rule in scene.strategy.leave_out {
        rule.names(scene, &mut names);
    }
    for candidate in seen {
        identity(&candidate.product, &mut names);
    }
    for row in catalog.rows_named(&names) {
        if let Some(score) = scores.get_mut(row) {
            *score = 0;
        }
    }
    let dearest: u32 = query
        .models
        .iter()
        .map(|model| model.price(model.step))
        .sum();
    // Turned over, so that sorting puts the best first.
    let mut best: Vec<u64> = Vec::new();
    let mut least = floor;
    for (at, (score, row)) in scores.iter().zip(catalog.rows()).enumerate() {
        if *score == 0 || score.saturating_add(dearest) <= least || row.sold_out() {
            continue;
        }
        let step = row.step(scene.currency);
        let price: u32 = query.models.iter().map(|model| model.price(step)).sum();
        let score = score.saturating_add(price);
        if score <= least {
            continue;
        }
        best.push((u64::from(!score) << 32) | at as u64);
        if best.len() >= wanted * 2 {
            best.sort_unstable();
            best.truncate(wanted);
            // Later rows lose ties, so that from here on only a higher score gets in.
            least = best.last().map_or(floor, |last| score_of(*last));
        }
    }
    best.sort_unstable();
    best.truncate(wanted);
    best
}
