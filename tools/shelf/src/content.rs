//! Likeness by the feed: how much two products share of what tells each of them, words by how rare they are, brand, category, price,
//! and numbers that a supplier gave in a row. Made here once, so that a page needs no catalog to know what resembles what.

use std::collections::HashMap;
use std::thread;

use vitrin::core::money::{Currency, Money};
use vitrin::core::product::Product;
use vitrin::core::recommend::{Field, log2, terms};

/// A whole: what a product shares with itself, price aside.
const ONE: u64 = 1 << 16;
/// What brand and a level of category weigh against a word as rare: one says more than a word of many.
const BRAND: u64 = 8;
const CATEGORY: u64 = 16;
/// Candidates that share less than this part of the whole resemble nothing.
const FLOOR: u64 = 24;
/// A term of more products than this, and of more than a part of them, finds too much and tells too little.
const COMMON: usize = 500;
const COMMON_PART: usize = 200;
/// Numbers of SKUs so far apart are of one range, the nearer the more; what the next one is worth, of a whole: three tenths.
const RANGE: u64 = 20;
const IN_RANGE: u64 = ONE * 3 / 10;

/// What likeness knows of a product.
#[derive(Default)]
struct Traits {
    /// Its terms, by their places among all.
    terms: Vec<u32>,
    /// What they are worth together.
    norm: u64,
    /// In the smallest coins, for it is asked of millions of pairs.
    price: Option<(Currency, u64)>,
    /// What stands before the number of its SKU, or of its id where it has none, and the number: what came in together was numbered in a row.
    number: Option<(String, u64)>,
}

/// A term: who has it, and what sharing it is worth.
#[derive(Default)]
struct Term {
    having: Vec<u32>,
    worth: u64,
}

/// A SKU as a name and a number; what follows the number is a variant's.
fn number(sku: &str) -> Option<(String, u64)> {
    let trimmed = sku.trim_end_matches(|c: char| !c.is_ascii_digit());
    let name = trimmed.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = trimmed.get(name.len()..)?;
    Some((name.to_owned(), digits.parse().ok()?))
}

/// All that products are told by.
fn read(products: &[Product]) -> (Vec<Traits>, Vec<Term>) {
    let mut places: HashMap<u32, u32> = HashMap::new();
    let mut all: Vec<Term> = Vec::new();
    let mut fields = Vec::new();
    let mut traits = Vec::new();
    for (at, product) in products.iter().enumerate() {
        let mut of = Traits {
            price: product.price.and_then(coins),
            number: number(product.sku.as_deref().unwrap_or(&product.id)),
            ..Traits::default()
        };
        for (term, field) in terms(product) {
            let place = *places.entry(term).or_insert(all.len() as u32);
            if place as usize == all.len() {
                all.push(Term::default());
                fields.push(field);
            }
            all[place as usize].having.push(at as u32);
            of.terms.push(place);
        }
        traits.push(of);
    }
    let whole = log2(products.len() as u64);
    for (term, field) in all.iter_mut().zip(&fields) {
        let rarity = u64::from(whole - log2(term.having.len() as u64));
        term.worth = match field {
            // A rare word says more than its rarity.
            Field::Word => rarity * (rarity * 256).isqrt() / 256,
            Field::Brand => rarity * BRAND,
            Field::Category => rarity * CATEGORY,
        };
    }
    for of in &mut traits {
        of.norm = of.terms.iter().map(|term| all[*term as usize].worth).sum();
    }
    (traits, all)
}

/// For each product the products alike, the most alike first, with scores.
pub fn likeness(products: &[Product], limit: usize) -> Vec<Vec<(u32, u32)>> {
    let (traits, terms) = read(products);
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let share = products.len().div_ceil(cores).max(1);
    let (traits, terms) = (&traits, &terms);
    thread::scope(|scope| {
        let running: Vec<_> = (0..products.len())
            .step_by(share)
            .map(|first| {
                scope.spawn(move || {
                    let mut sums = vec![0; traits.len()];
                    (first..traits.len().min(first + share))
                        .map(|product| alike(product, traits, terms, limit, &mut sums))
                        .collect::<Vec<_>>()
                })
            })
            .collect();
        running
            .into_iter()
            .filter_map(|thread| thread.join().ok())
            .flatten()
            .collect()
    })
}

/// The products most like one; `sums` are zero, and left so.
fn alike(
    product: usize,
    traits: &[Traits],
    terms: &[Term],
    limit: usize,
    sums: &mut [u64],
) -> Vec<(u32, u32)> {
    let this = &traits[product];
    let mut found = Vec::new();
    for term in &this.terms {
        let term = &terms[*term as usize];
        if term.having.len() > COMMON.max(traits.len() / COMMON_PART) {
            continue;
        }
        for other in &term.having {
            let sum = &mut sums[*other as usize];
            if *sum == 0 && term.worth > 0 {
                found.push(*other);
            }
            *sum += term.worth;
        }
    }
    let mut best: Vec<(u32, u32)> = Vec::new();
    for other in found {
        let sum = std::mem::take(&mut sums[other as usize]);
        if other as usize == product {
            continue;
        }
        let that = &traits[other as usize];
        let shared = sum * ONE / (this.norm * that.norm).isqrt().max(1);
        if shared < ONE / FLOOR {
            continue;
        }
        let mut score = shared + shared * nearness(this.price, that.price) / 256;
        if let (Some((name, here)), Some((other, there))) = (&this.number, &that.number)
            && name == other
        {
            let apart = here.abs_diff(*there);
            score += IN_RANGE * (RANGE + 1).saturating_sub(apart) / (RANGE + 1);
        }
        best.push((other, score as u32));
    }
    best.sort_unstable_by_key(|(other, score)| (u32::MAX - score, *other));
    best.truncate(limit);
    best
}

/// For each product the new ones it may lead to: those that have it among the products they resemble most. So every new product
/// is named somewhere, which it would not be if the others chose.
pub fn arrivals(alike: &[Vec<(u32, u32)>], is_new: &[bool], most: usize) -> Vec<Vec<(u32, u32)>> {
    let mut rows: Vec<Vec<(u32, u32)>> = vec![Vec::new(); alike.len()];
    for (new, list) in alike.iter().enumerate() {
        let best = list.first().map_or(0, |(_, score)| *score);
        for (other, score) in list {
            if is_new.get(new) == Some(&true)
                && *score >= best / 2
                && let Some(row) = rows.get_mut(*other as usize)
            {
                row.push((new as u32, *score));
            }
        }
    }
    for row in &mut rows {
        row.sort_unstable_by_key(|(new, score)| (u32::MAX - score, *new));
        row.truncate(most);
    }
    rows
}

/// A price in the smallest coins; what costs nothing is near to nothing.
fn coins(price: Money) -> Option<(Currency, u64)> {
    let minor = price.amount.minor(price.currency.digits())?;
    let coins = u64::try_from(minor).ok().filter(|coins| *coins > 0)?;
    Some((price.currency, coins))
}

/// How near two prices are, of 256: none at a doubling. What costs alike is bought alike, among products of like words.
fn nearness(here: Option<(Currency, u64)>, there: Option<(Currency, u64)>) -> u64 {
    let (Some((currency, here)), Some((other, there))) = (here, there) else {
        return 0;
    };
    let (low, high) = (here.min(there), here.max(there));
    if currency != other {
        return 0;
    }
    // Straight from one to two: close enough to its logarithm, and whole.
    let over = u128::from(high - low) * 256 / u128::from(low);
    256 - over.min(256) as u64
}
