//! A shop's own grid or search result in the order of this shopper's interest.
//! The shop's order counts as much as ours: what was first and fits comes first, and nothing is left out.

use super::Ask;
use super::similar::Query;
use super::variety::Card;
use crate::core::value::Value;

/// At this place, being so far in front in the shop's order is worth half of what it is at the first.
const HALF: u64 = 10;
/// What the first place is worth, and the best score.
const ONE: u64 = 1 << 24;
/// More ids than any page lists.
const MAX_IDS: usize = 1000;

/// The same ids, each once, reordered; of a stranger they stay as they are.
#[must_use]
pub fn rerank(ask: &Ask, ids: &[Value]) -> Value {
    let query = Query::of(ask, None, ask.full_catalog(), ask.currency());
    // Score and id, each once.
    let mut kept: Vec<(u64, String)> = Vec::new();
    let mut best = 1;
    for id in ids.iter().take(MAX_IDS) {
        let id = id.scalar().unwrap_or_default();
        let mut score = 0;
        if let Some(product) = ask.find(&id) {
            score = u64::from(query.score(&Card::of(product, ask.currency())));
        }
        best = best.max(score);
        let mut known = id.is_empty();
        for (_, other) in &kept {
            known |= *other == id;
        }
        if !known {
            kept.push((score, id));
        }
    }
    let mut order = Vec::new();
    for (at, (score, _)) in kept.iter().enumerate() {
        let sum = ONE * HALF / (HALF + at as u64) + score * ONE / best;
        // Turned over, so that sorting puts the best first and the earlier first among equals.
        order.push(u64::from(!(sum as u32)) << 32 | at as u64);
    }
    order.sort_unstable();
    let mut out = Vec::new();
    for key in order {
        if let Some((_, id)) = kept.get(key as u32 as usize) {
            out.push(Value::from(id.as_str()));
        }
    }
    Value::list(out)
}
