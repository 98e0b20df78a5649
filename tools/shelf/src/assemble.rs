//! From counts to the contents of a shelf: products in their order, neighbours cut and weighed in eight levels, what is popular.
//! Whole numbers only: the same counts give the same bytes.

use std::collections::BTreeMap;

use vitrin::core::product::Product;
use vitrin::core::shelf::{Table, Tuning};
use vitrin::core::value::Value;

use crate::content::{arrivals, likeness};
use crate::count::{Counts, Edge, Want};
use crate::folder::{Contents, Rows, table};
use crate::local::brotli;
use crate::order::{Tie, order};
use crate::shop::Shop;
use crate::spool::Spool;

/// Brotli bytes of a table for each 10,000 products.
const BUDGET: usize = 78 * 1024;
/// And of a whole table, whatever the shop. A page loads some files of it, as many in a small shop as in a large one; and where
/// products are few, each is sold beside more of the others, and numbers that far apart take more bytes.
const LEAST: usize = 72 * 1024;
/// How many neighbours a product may keep: the most that the budget allows.
const CUTS: [usize; 28] = [
    48, 44, 40, 36, 32, 30, 28, 26, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9,
    8, 7, 6, 4,
];
/// Of neighbours by orders, more than this bury the best: tried.
const BOUGHT_MOST: usize = 16;
/// Alike products kept for one that the log knows, and for one that it does not.
const ALIKE: usize = 8;
const ALIKE_ALONE: usize = 28;
/// Alike products looked at for each; a new product is told to so many.
const MEASURED: usize = 48;
/// Brotli that is quick, and never smaller than the best: an estimate on the safe side.
const ESTIMATE: u32 = 5;
/// Bytes of a file before its numbers: its name and seal, which no compression shortens.
const SEAL: usize = 24;
/// New products kept for each.
const NEW: usize = 6;
/// Products in a list of popular ones.
const LISTED: usize = 100;
/// Regions that get lists of their own, and products in those.
const REGIONS: usize = 50;
const LISTED_IN_REGION: usize = 24;
/// Milliseconds that make a product a new arrival after the first look at it, and what a log must span to tell.
const ARRIVAL: i64 = 14 * 86_400_000;
const SPAN: i64 = 28 * 86_400_000;
/// Of an edge in counts, against the visits of its product: fixed point of 20 bits.
const POINT: u32 = 20;
/// How much the popularity of a neighbour counts against it, as a power, in fifths.
const VIEWED_TAMED: u32 = 1;
const BOUGHT_TAMED: u32 = 1;
/// Of all edges, in thousandths, those at the highest level.
const TOP_SHARE: usize = 10;
/// One of so many likenesses has the highest level.
const TOP_ALIKE: usize = 50;

/// How tables are used. Chosen on the last tenth of the training parts of public logs; README tells which.
pub const VIEWED: Tuning = Tuning {
    decay: 128,
    hop: 145,
    again: 800_000,
    alike: 24,
    fresh: 3,
};
/// As above.
pub const BOUGHT: Tuning = Tuning {
    decay: 256,
    hop: 26,
    again: 0,
    alike: 24,
    fresh: 3,
};
/// As above.
pub const ALIKE_TUNING: Tuning = Tuning {
    decay: 192,
    hop: 0,
    again: 0,
    alike: 0,
    fresh: 0,
};

/// By product, how much it was wanted.
fn sums(products: usize, wants: &[Want], of: fn(&Want) -> u64) -> Vec<u64> {
    let mut sums = vec![0; products];
    for want in wants {
        if let Some(sum) = sums.get_mut(want.item as usize) {
            *sum += of(want);
        }
    }
    sums
}

/// For each product those alike, by what the feed says of them; of products that are ids alone, nothing.
pub fn alike(products: &[Product]) -> Vec<Vec<(u32, u32)>> {
    match products.iter().any(|product| !product.title.is_empty()) {
        true => likeness(products, MEASURED),
        false => Vec::new(),
    }
}

/// Puts everything together.
pub fn assemble(
    shop: Shop,
    alike: Vec<Vec<(u32, u32)>>,
    spool: &Spool,
    counts: &Counts,
    k: u64,
) -> Contents {
    let count = shop.products.len();
    let views = sums(count, &counts.views, |want| want.visits);
    let sales = sums(count, &counts.orders, |want| want.visits);
    let worth = sums(count, &counts.orders, |want| want.worth);
    let known: Vec<u64> = views.iter().zip(&sales).map(|(a, b)| a + b).collect();
    let is_new: Vec<bool> = known.iter().map(|visits| *visits == 0).collect();
    let with_content = !alike.is_empty();
    let has_log = known.iter().any(|visits| *visits > 0);
    let new = match with_content && has_log && is_new.contains(&true) {
        true => arrivals(&alike, &is_new, NEW),
        false => Vec::new(),
    };
    let viewed = weigh(&counts.viewed, &views, 1000, &views, VIEWED_TAMED);
    let bought = weigh(&counts.bought, &worth, 1, &sales, BOUGHT_TAMED);
    let mut ties: Vec<Tie> = Vec::new();
    for edge in viewed.iter().chain(&bought) {
        ties.push((edge.source, edge.target, edge.weight));
    }
    for (product, list) in alike.iter().enumerate() {
        let best = list
            .first()
            .map_or(1, |(_, score)| u64::from(*score).max(1));
        for (other, score) in list.iter().take(ALIKE) {
            // Weak beside what was seen together, and enough where nothing was.
            ties.push((product as u32, *other, u64::from(*score) * 64 / best));
        }
    }
    let mut first: Vec<u32> = (0..count as u32).collect();
    first.sort_by_key(|product| (u64::MAX - known[*product as usize], *product));
    let order = order(count, &ties, &first);
    let mut place = vec![0; count];
    for (at, product) in order.iter().enumerate() {
        place[*product as usize] = at as u32;
    }
    let mut tables = Vec::new();
    for (kind, tuning, edges, most) in [
        (Table::Viewed, VIEWED, &viewed, CUTS[0]),
        (Table::Bought, BOUGHT, &bought, BOUGHT_MOST),
    ] {
        if !edges.is_empty() {
            tables.push((kind, tuning, cut(kind, &levels(edges, count), &place, most)));
        }
    }
    let has_neighbours = |product: usize| {
        tables
            .iter()
            .any(|(_, _, rows): &(_, _, Rows)| !rows[place[product] as usize].is_empty())
    };
    let top = top(&alike);
    let mut rows = Vec::new();
    for (product, list) in alike.iter().enumerate() {
        let most = if has_neighbours(product) {
            ALIKE
        } else {
            ALIKE_ALONE
        };
        rows.push(graded(
            list.get(..most.min(list.len())).unwrap_or(list),
            top,
        ));
    }
    if with_content {
        tables.push((
            Table::Alike,
            ALIKE_TUNING,
            placed(&rows, &place, usize::MAX),
        ));
    }
    if !new.is_empty() {
        let rows: Rows = new.iter().map(|list| graded(list, u32::MAX)).collect();
        tables.push((
            Table::New,
            Tuning::default(),
            placed(&rows, &place, usize::MAX),
        ));
    }
    let lists = lists(&shop, spool, counts, &place, k);
    let mut products = shop.products;
    let mut sorted = Vec::with_capacity(count);
    for product in &order {
        if let Some(product) = products.get_mut(*product as usize) {
            sorted.push(std::mem::take(product));
        }
    }
    Contents {
        products: sorted,
        tables,
        lists,
        k,
        latest: spool.latest,
    }
}

/// What is left of 256 when a number is tamed: divided by its root, of so many fifths of its doublings.
fn tame(number: u64, fifths: u32) -> u64 {
    // 256 divided by the fifth root of two, again and again.
    const ROOTS: [u64; 5] = [256, 223, 194, 169, 147];
    let steps = number.ilog2() * fifths;
    ROOTS[(steps % 5) as usize] >> (steps / 5)
}

/// Edges by what they are of their source, `each` for each of its visits; the weightiest of each source first.
fn weigh(edges: &[Edge], source: &[u64], each: u64, visits: &[u64], fifths: u32) -> Vec<Edge> {
    let mut weighed: Vec<Edge> = edges
        .iter()
        .map(|edge| {
            let of = source
                .get(edge.source as usize)
                .copied()
                .unwrap_or(1)
                .max(1);
            let to = visits
                .get(edge.target as usize)
                .copied()
                .unwrap_or(1)
                .max(1);
            let weight = (edge.weight << POINT) / each / of;
            Edge {
                weight: ((weight * tame(to, fifths)) >> 8).max(1),
                ..*edge
            }
        })
        .collect();
    weighed.sort_by_key(|edge| (edge.source, u64::MAX - edge.weight, edge.target));
    weighed
}

/// Rows of a table in levels: each a halving from the top.
fn levels(edges: &[Edge], products: usize) -> Rows {
    let mut weights: Vec<u64> = edges.iter().map(|edge| edge.weight).collect();
    weights.sort_unstable_by_key(|weight| u64::MAX - weight);
    let top = weights
        .get(weights.len() * TOP_SHARE / 1000)
        .copied()
        .unwrap_or(1)
        .max(1);
    let mut rows: Rows = vec![Vec::new(); products];
    for edge in edges {
        let level = match edge.weight >= top {
            true => 7,
            false => 7_u32
                .saturating_sub((top / edge.weight).max(1).ilog2() + u32::from(top > edge.weight)),
        };
        if let Some(row) = rows.get_mut(edge.source as usize) {
            row.push((edge.target, level));
        }
    }
    rows
}

/// The score of the highest level of likeness: few are as alike as that.
fn top(alike: &[Vec<(u32, u32)>]) -> u32 {
    let mut scores: Vec<u32> = alike.iter().flatten().map(|(_, score)| *score).collect();
    scores.sort_unstable_by_key(|score| u32::MAX - score);
    scores.get(scores.len() / TOP_ALIKE).copied().unwrap_or(1)
}

/// Likeness in levels, each half a doubling from the top; where all are far from it, by what they are of the best of their row, so
/// that what is least unlike still stands first.
fn graded(list: &[(u32, u32)], top: u32) -> Vec<(u32, u32)> {
    let best = list.first().map_or(1, |(_, score)| (*score).max(1));
    let level = |score: u32| {
        let below = |whole: u32, power: u32| {
            let part = u128::from(whole).pow(power) / u128::from(score.max(1)).pow(power);
            part.max(1).ilog2()
        };
        let of_row = if top == u32::MAX { 7 } else { 3_u32 };
        7_u32
            .saturating_sub(below(top, 2) + u32::from(score < top))
            .max(of_row.saturating_sub(below(best, 3)))
    };
    list.iter()
        .map(|(other, score)| (*other, level(*score)))
        .collect()
}

/// Rows by their new numbers, so many neighbours each.
fn placed(rows: &Rows, place: &[u32], most: usize) -> Rows {
    let mut sorted: Rows = vec![Vec::new(); place.len()];
    for (product, row) in rows.iter().enumerate() {
        let mut row: Vec<(u32, u32)> = row
            .iter()
            .take(most)
            .map(|(other, level)| (place[*other as usize], *level))
            .collect();
        row.sort_unstable();
        sorted[place[product] as usize] = row;
    }
    sorted
}

/// As many neighbours as the budget allows, and no more than `limit`.
fn cut(kind: Table, rows: &Rows, place: &[u32], limit: usize) -> Rows {
    let budget = (BUDGET * rows.len() / 10_000).max(LEAST);
    let fits = |most: usize| {
        let kept = placed(rows, place, most);
        let files = table(kind, &kept);
        let size = |text: &str| brotli(text, ESTIMATE) + SEAL;
        let bytes: usize = files.iter().map(|(_, text)| size(text)).sum();
        bytes <= budget
    };
    let most = CUTS[CUTS
        .partition_point(|most| *most > limit || !fits(*most))
        .min(CUTS.len() - 1)];
    placed(rows, place, most)
}

/// Numbers of products, best first, of those that at least k visits wanted.
fn list(best: impl Iterator<Item = (u64, u32)>, place: &[u32], most: usize) -> Value {
    let mut all: Vec<(u64, u32)> = best.filter(|(worth, _)| *worth > 0).collect();
    all.sort_unstable_by_key(|(worth, product)| (u64::MAX - worth, *product));
    all.iter()
        .take(most)
        .map(|(_, product)| place[*product as usize])
        .collect()
}

fn lists(shop: &Shop, spool: &Spool, counts: &Counts, place: &[u32], k: u64) -> Value {
    let buyable = |item: u32| {
        shop.products
            .get(item as usize)
            .is_some_and(|product| !product.sold_out())
    };
    let mut lists = Value::object();
    let mut first: BTreeMap<u32, i64> = BTreeMap::new();
    for (name, wants) in [("viewed", &counts.views), ("sold", &counts.orders)] {
        let mut all: BTreeMap<u32, (u64, u64)> = BTreeMap::new();
        for want in wants {
            let sum = all.entry(want.item).or_default();
            sum.0 += want.visits;
            sum.1 += want.recent;
            let since = first.entry(want.item).or_insert(want.first);
            *since = (*since).min(want.first);
        }
        let fair = |(item, (visits, _)): &(&u32, &(u64, u64))| *visits >= k && buyable(**item);
        let best = list(
            all.iter()
                .filter(fair)
                .map(|(item, (visits, _))| (*visits, *item)),
            place,
            LISTED,
        );
        if best.items().is_empty() {
            continue;
        }
        lists = lists.with(name, best);
        // More in the last days than such days had before: the surplus of a week over the usual one.
        let days = ((spool.latest - spool.earliest) / 86_400_000).max(1) as u64;
        let surplus = |visits: u64, recent: u64| match days > 14 {
            true => recent.saturating_sub((visits - recent) * 7 / (days - 7)),
            false => 0,
        };
        let rising = all
            .iter()
            .filter(fair)
            .filter(|(_, (_, recent))| *recent >= k);
        let trend = list(
            rising.map(|(item, (visits, recent))| (surplus(*visits, *recent), *item)),
            place,
            LISTED,
        );
        if !trend.items().is_empty() && lists.get("trending").is_null() {
            lists = lists.with("trending", trend);
        }
    }
    let mut new = Vec::new();
    if shop.has_feed && !first.is_empty() && spool.latest - spool.earliest >= SPAN {
        for item in 0..shop.products.len() as u32 {
            let since = first.get(&item).copied().unwrap_or(spool.latest);
            if since > spool.latest - ARRIVAL && buyable(item) {
                new.push(((since - spool.earliest) as u64 + 1, item));
            }
        }
    }
    if !new.is_empty() {
        lists = lists.with("new", list(new.into_iter(), place, LISTED));
    }
    let mut regions: BTreeMap<u32, u64> = BTreeMap::new();
    for want in counts.views.iter().chain(&counts.orders) {
        *regions.entry(want.region).or_default() += want.visits;
    }
    let mut largest: Vec<(u64, u32)> = regions
        .into_iter()
        .map(|(region, visits)| (visits, region))
        .collect();
    largest.sort_unstable_by_key(|(visits, region)| (u64::MAX - visits, *region));
    let mut by_region = Value::object();
    for (_, region) in largest.into_iter().take(REGIONS) {
        let Some(name) = shop
            .regions
            .all()
            .get(region as usize)
            .filter(|name| !name.is_empty())
        else {
            continue;
        };
        let mut of = Value::object();
        for (list_name, wants) in [("viewed", &counts.views), ("sold", &counts.orders)] {
            let here = wants
                .iter()
                .filter(|want| want.region == region && want.visits >= k && buyable(want.item));
            let best = list(
                here.map(|want| (want.visits, want.item)),
                place,
                LISTED_IN_REGION,
            );
            if !best.items().is_empty() {
                of = of.with(list_name, best);
            }
        }
        if !of.fields().is_empty() {
            by_region = by_region.with(name, of);
        }
    }
    if !by_region.fields().is_empty() {
        lists = lists.with("regions", by_region);
    }
    lists
}
