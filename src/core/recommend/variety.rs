//! How candidates become a row of cards: as they come, or so that no two cards say the same.
//! Variety only reorders: when there is nothing else, more of the same is shown.

use super::candidates::Candidate;
use super::terms::Traits;

/// How candidates are put in order.
#[derive(Clone, Copy)]
pub(super) enum Order {
    /// As their source gave them.
    AsGiven,
    /// By score, held back by likeness to what is already there.
    Varied,
}

/// What a candidate exactly like a chosen one loses of its score, in 256ths.
const LIKENESS_COST: u32 = 96;
/// Of one brand, this many cards or half of the row, whichever is more, before others get their turn.
const BRAND_CAP: usize = 2;

impl Order {
    /// Moves candidates, best first, to the chosen until there are `limit`; never the same product twice.
    pub(super) fn fill(
        self,
        chosen: &mut Vec<Candidate>,
        candidates: Vec<Candidate>,
        limit: usize,
    ) {
        let mut waiting: Vec<(Candidate, Traits, u32)> = candidates
            .into_iter()
            .map(|candidate| {
                let traits = Traits::of(&candidate.product);
                let score = candidate.score;
                (candidate, traits, score)
            })
            .collect();
        let cap = BRAND_CAP.max(limit.div_ceil(2));
        while chosen.len() < limit && !waiting.is_empty() {
            let at = match self {
                Self::AsGiven => 0,
                Self::Varied => best(&waiting, chosen, cap),
            };
            let (next, traits, _) = waiting.remove(at);
            waiting.retain_mut(|(candidate, other, score)| {
                let cost = traits.overlap(other) * LIKENESS_COST / 256;
                *score =
                    (*score).min((u64::from(candidate.score) * u64::from(256 - cost) / 256) as u32);
                !candidate.product.is(&next.product)
            });
            if !chosen.iter().any(|taken| taken.product.is(&next.product)) {
                chosen.push(next);
            }
        }
    }
}

/// The place of the highest score, the first among equals, of a brand with room if there is one.
fn best(waiting: &[(Candidate, Traits, u32)], chosen: &[Candidate], cap: usize) -> usize {
    let mut best = (false, 0, 0);
    for (at, (candidate, _, score)) in waiting.iter().enumerate() {
        let brand = &candidate.product.brand;
        let of_brand = chosen
            .iter()
            .filter(|taken| taken.product.brand == *brand)
            .count();
        let room = brand.is_none() || of_brand < cap;
        if (room, *score) > (best.0, best.1) {
            best = (room, *score, at);
        }
    }
    best.2
}
