//! What a product is made of, as far as likeness goes: hashed words of its title, its brand, the levels of its category, and a price step.
//! Hashes carry their field in the low bits, so that the brand "Lamp" is not the word "lamp".

use crate::core::product::{Product, path};
use crate::core::text;

/// Words and pairs of a title; one that goes on is advertising, and may be hostile.
const MAX_WORDS: usize = 40;
/// Deeper levels of a category say no more.
const MAX_LEVELS: usize = 6;
/// Price steps in a doubling: neighbours differ by 9 %.
pub(super) const STEPS: u32 = 8;
/// Steps of all prices that fit 64 bits.
pub(super) const MAX_STEP: u32 = 64 * STEPS;
/// Half of a word's weight is gone at this many words and pairs.
const LONG_TITLE: usize = 8;

/// Where a term stands: its low bits.
pub(super) const WORD: u32 = 0;
pub(super) const BRAND: u32 = 1;
const CATEGORY: u32 = 2;
/// What tells a product from others: never part of a likeness.
const IDENTITY: u32 = 3;

/// The field of a term.
pub(super) const fn field(term: u32) -> u32 {
    term & 3
}

/// A text becoming a term begins here: FNV-1a over letters in lower case.
const START: u32 = 0x811C_9DC5;

const fn step(hash: u32, letter: u32) -> u32 {
    (hash ^ letter).wrapping_mul(0x0100_0193)
}

const fn term(hash: u32, field: u32) -> u32 {
    ((hash ^ (hash >> 15)).wrapping_mul(0x2C1B_3C6D) & !3) | field
}

/// The letter in lower case, 0 for what parts words.
#[inline(never)]
fn letter(c: char) -> u32 {
    match c as u32 {
        0..=0x2F
        | 0x3A..=0x40
        | 0x5B..=0x60
        | 0x7B..=0xBF
        | 0xD7
        | 0xF7
        | 0x2000..=0x2BFF
        | 0x3000..=0x303F
        | 0xFF00..=0xFF0F => 0,
        _ => text::lower(c) as u32,
    }
}

/// Whether a script puts no space between words: Thai and its neighbours, kana and ideographs.
const fn unspaced(letter: u32) -> bool {
    matches!(letter, 0x0E00..=0x0EFF | 0x3040..=0x9FFF)
}

/// Whether a term is one of these.
#[inline(never)]
pub(super) fn among(terms: &[u32], term: u32) -> bool {
    let mut found = false;
    for known in terms {
        found |= *known == term;
    }
    found
}

/// Adds a term unless it is there. Lists are short: a sort would cost more, in bytes and in time.
#[inline(never)]
fn add(terms: &mut Vec<u32>, term: u32) {
    if !among(terms, term) {
        terms.push(term);
    }
}

/// The words of a title and each pair of neighbours, for "jumbo bag" says more than "jumbo" and "bag"; of unspaced scripts
/// each pair of letters. A closing `s` is dropped: it is a plural more often than not. Tells how many there were.
fn words(title: &str, out: &mut Vec<u32>) -> usize {
    let mut word = START;
    let mut singular = word;
    let mut length = 0;
    let mut last = 0;
    let mut before = 0;
    let mut letters = title.chars();
    let mut count = 0;
    while count < MAX_WORDS {
        let next = letters.next();
        let code = next.map_or(0, letter);
        let alone = unspaced(code);
        if alone && unspaced(last) {
            add(out, term(step(step(START, last), code), WORD));
            count += 1;
        }
        if code == 0 || alone {
            // One letter alone is a size or a particle.
            if length > 1 {
                if length > 3 && last == 's' as u32 {
                    word = singular;
                }
                add(out, term(word, WORD));
                count += 1;
                if before != 0 {
                    add(out, term(step(word, before), WORD));
                    count += 1;
                }
                before = word;
            }
            word = START;
            length = 0;
        } else {
            singular = word;
            word = step(word, code);
            length += 1;
        }
        last = code;
        if next.is_none() {
            break;
        }
    }
    count
}

/// A whole text as one term, blind to case, spacing and punctuation.
#[inline(never)]
fn whole(text: &str, from: u32) -> u32 {
    let mut hash = from;
    for c in text.chars() {
        let code = letter(c);
        if code != 0 {
            hash = step(hash, code);
        }
    }
    hash
}

/// The levels of a category path with their terms, from the top.
#[inline(never)]
pub(super) fn levels(product: &Product) -> Vec<(&str, u32)> {
    let mut rest = product.category.as_deref().unwrap_or("");
    let mut levels = Vec::new();
    let mut path = START;
    while !rest.is_empty() && levels.len() < MAX_LEVELS {
        let end = text::find(rest, ">").unwrap_or(rest.len());
        let level = text::trim(rest.get(..end).unwrap_or(""));
        rest = rest.get(end + 1..).unwrap_or("");
        if !level.is_empty() {
            path = whole(level, step(path, '>' as u32));
            levels.push((level, term(path, CATEGORY)));
        }
    }
    levels
}

/// Adds what a product is told by: its id, its SKU and the path of its page.
pub(super) fn identity(product: &Product, out: &mut Vec<u32>) {
    let page = product.url.as_deref().map_or("", path);
    for text in &[&product.id, product.sku.as_deref().unwrap_or(""), page] {
        let mut hash = START;
        for byte in text.bytes() {
            hash = step(hash, u32::from(byte));
        }
        if !text.is_empty() {
            add(out, term(hash, IDENTITY));
        }
    }
}

/// A product as likeness sees it.
pub(super) struct Traits {
    /// Each once.
    pub(super) terms: Vec<u32>,
    /// How much a word of this title weighs, of 256: each says less in a long one.
    pub(super) weight: u32,
}

impl Traits {
    #[inline(never)]
    pub(super) fn of(product: &Product) -> Self {
        let mut terms = Vec::new();
        let count = words(&product.title, &mut terms);
        let weight = (256 * LONG_TITLE / (LONG_TITLE + count)) as u32;
        if let Some(brand) = &product.brand {
            add(&mut terms, term(whole(brand, START), BRAND));
        }
        for (_, term) in levels(product) {
            add(&mut terms, term);
        }
        Self { terms, weight }
    }

    /// How many of the terms are the other's too, in 256ths of the longer list.
    pub(super) fn overlap(&self, other: &Self) -> u32 {
        let mut shared = 0;
        for term in &self.terms {
            shared += usize::from(among(&other.terms, *term));
        }
        (shared * 256 / self.terms.len().max(other.terms.len()).max(1)) as u32
    }
}

/// `log2` in 256ths, straight between powers of two; 0 for 0 and 1.
#[inline(never)]
pub const fn log2(number: u64) -> u32 {
    let number = if number == 0 { 1 } else { number };
    let power = number.ilog2();
    // The bits below the first, moved to the top.
    let fraction = (number << (63 - power) << 1 >> 56) as u32;
    power * 256 + fraction
}

/// The currency of a price as a number, 0 without a price.
#[inline(never)]
pub(super) fn currency(product: &Product) -> u32 {
    let mut number = 0;
    if let Some(price) = &product.price {
        for byte in price.currency.letters() {
            number = number << 8 | u32::from(byte);
        }
    }
    number
}

/// The step of a price on a scale of doublings; 0 without one in this currency.
#[inline(never)]
pub(super) fn price_step(product: &Product, wanted: u32) -> u32 {
    if let Some(price) = &product.price
        && currency(product) == wanted
        && let Some(minor) = price.amount.minor(price.currency.digits())
    {
        return log2(minor as u64) * STEPS / 256;
    }
    0
}
