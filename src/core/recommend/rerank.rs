//! A shop's own grid or search result in the order of this shopper's interest.
//! The shop's order counts as much as ours: what was first and fits comes first, and nothing is left out.

use super::Ask;
use super::similar::Query;
use super::variety::Card;

/// At this place, being so far in front in the shop's order is worth half of what it is at the first.
const HALF: u64 = 10;
/// What the first place is worth, and the best score.
const ONE: u64 = 1 << 24;
/// More ids than any page lists.
const MAX_IDS: usize = 1000;

/// The same ids, each once, reordered; of a stranger they stay as they are.
#[must_use]
pub fn rerank(ask: &Ask, ids: &[String]) -> Vec<String> {
    let currency = ask.currency();
    let query = Query::of(ask, None, ask.full_catalog(), currency);
    let mut kept: Vec<&String> = Vec::new();
    let mut scores: Vec<u64> = Vec::new();
    let mut best = 1;
    for id in ids.iter().take(MAX_IDS) {
        if kept.contains(&id) {
            continue;
        }
        let product = ask.find(id);
        let score = product.map_or(0, |product| query.score(&Card::of(product, currency)));
        best = best.max(u64::from(score));
        scores.push(u64::from(score));
        kept.push(id);
    }
    let mut order: Vec<(u64, usize)> = Vec::new();
    for (at, score) in scores.iter().enumerate() {
        let sum = ONE * HALF / (HALF + at as u64) + score * ONE / best;
        // Turned over, so that sorting puts the best first and the earlier first among equals.
        order.push((!sum, at));
    }
    order.sort_unstable();
    let mut out = Vec::new();
    for (_, at) in order {
        out.extend(kept.get(at).map(|id| (*id).clone()));
    }
    out
}
