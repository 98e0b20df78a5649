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

/// What a candidate loses of its score, in 256ths, for being much like a chosen one.
const LIKENESS_COST: u32 = 96;
/// Of one brand, this many cards or half of the row, whichever is more, before others get their turn.
const BRAND_CAP: usize = 2;

/// A candidate that may still be chosen.
struct Waiting {
    candidate: Candidate,
    traits: Traits,
    /// What is left of its score.
    score: u32,
}

impl Order {
    /// Moves candidates, best first, to the chosen until there are `limit`; never the same product twice.
    pub(super) fn fill(
        self,
        chosen: &mut Vec<Candidate>,
        candidates: Vec<Candidate>,
        limit: usize,
    ) {
        let cap = BRAND_CAP.max(limit.div_ceil(2));
        let mut waiting: Vec<Option<Waiting>> = candidates
            .into_iter()
            .map(|candidate| {
                let fresh = !chosen
                    .iter()
                    .any(|taken| taken.product.is(&candidate.product));
                fresh.then(|| Waiting {
                    traits: Traits::of(&candidate.product),
                    score: candidate.score,
                    candidate,
                })
            })
            .collect();
        while chosen.len() < limit {
            let next = match self {
                Self::AsGiven => waiting.iter_mut().find(|slot| slot.is_some()),
                Self::Varied => best(&mut waiting, chosen, cap),
            };
            let Some(next) = next.and_then(Option::take) else {
                return;
            };
            for slot in &mut waiting {
                *slot = slot.take().and_then(|other| other.after(&next));
            }
            chosen.push(next.candidate);
        }
    }
}

impl Waiting {
    /// What it is still worth once `chosen` is shown; nothing when that is the same product.
    fn after(mut self, chosen: &Self) -> Option<Self> {
        let cost = match chosen.traits.overlap(&self.traits) {
            // To the eye the same product once more.
            256 => 256,
            likeness => likeness * LIKENESS_COST / 256,
        };
        let left = u64::from(self.candidate.score) * u64::from(256 - cost) / 256;
        self.score = self.score.min(left as u32);
        (!self.candidate.product.is(&chosen.candidate.product)).then_some(self)
    }
}

/// The highest score, the first among equals, of a brand with room if there is one.
fn best<'a>(
    waiting: &'a mut [Option<Waiting>],
    chosen: &[Candidate],
    cap: usize,
) -> Option<&'a mut Option<Waiting>> {
    let rank = |slot: &Option<Waiting>| {
        let waiting = slot.as_ref()?;
        let brand = &waiting.candidate.product.brand;
        let of_brand = chosen.iter().filter(|taken| taken.product.brand == *brand);
        Some((brand.is_none() || of_brand.count() < cap, waiting.score))
    };
    // Backwards, for the last of equal maxima is taken.
    waiting.iter_mut().rev().max_by_key(|slot| rank(slot))
}
