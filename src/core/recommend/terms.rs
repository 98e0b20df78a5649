//! What a product is made of, as far as likeness goes: hashed words of its title, its brand, the levels of its category, and a price step.
//! Hashes carry their field in the low bits, so that the brand "Lamp" is not the word "lamp".

use crate::core::money::{Currency, Money};
use crate::core::product::{Product, path};

/// Words and pairs of a title; one that goes on is advertising, and may be hostile.
const MAX_WORDS: usize = 40;
/// Deeper levels of a category say no more.
const MAX_LEVELS: usize = 6;
/// Price steps in a doubling: neighbours differ by 9 %.
pub(super) const STEPS: u32 = 8;

/// Where a term stands.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub(super) enum Field {
    Word = 0,
    Brand = 1,
    Category = 2,
    /// What tells a product from others: never part of a likeness.
    Identity = 3,
}

/// The field of a term.
pub(super) const fn field(term: u32) -> Field {
    match term & 3 {
        0 => Field::Word,
        1 => Field::Brand,
        2 => Field::Category,
        _ => Field::Identity,
    }
}

/// A text becoming a term: FNV-1a over letters in lower case.
#[derive(Clone, Copy)]
struct Hash(u32);

impl Hash {
    const START: Self = Self(0x811C_9DC5);

    const fn step(self, letter: u32) -> Self {
        Self((self.0 ^ letter).wrapping_mul(0x0100_0193))
    }

    const fn term(self, field: Field) -> u32 {
        ((self.0 ^ (self.0 >> 15)).wrapping_mul(0x2C1B_3C6D) & !3) | field as u32
    }
}

/// The letter in lower case, `None` for what parts words.
///
/// By rule for Latin, Greek and Cyrillic, since Unicode's own tables weigh more than the rest of this module.
const fn letter(c: char) -> Option<u32> {
    let code = c as u32;
    match code {
        0x30..=0x39 | 0x61..=0x7A => Some(code),
        0x41..=0x5A => Some(code + 32),
        0..=0xBF | 0xD7 | 0xF7 | 0x2000..=0x2BFF | 0x3000..=0x303F | 0xFF00..=0xFF0F => None,
        0xC0..=0xDE | 0x391..=0x3AB | 0x410..=0x42F => Some(code + 32),
        0x100..=0x137 | 0x14A..=0x177 => Some(code | 1),
        0x139..=0x148 | 0x179..=0x17E => Some(code + code % 2),
        0x400..=0x40F => Some(code + 80),
        _ => Some(code),
    }
}

/// Whether a script puts no space between words: Thai and its neighbours, kana and ideographs.
const fn unspaced(letter: u32) -> bool {
    matches!(letter, 0x0E00..=0x0EFF | 0x3040..=0x9FFF)
}

/// The words of a title and each pair of neighbours, for "jumbo bag" says more than "jumbo" and "bag"; of unspaced scripts
/// each pair of letters. A closing `s` is dropped: it is a plural more often than not.
fn words(title: &str, out: &mut Vec<u32>) {
    let mut word = Hash::START;
    let mut singular = word;
    let mut length = 0;
    let mut last = 0;
    let mut before = None;
    for c in title.chars().chain([' ']) {
        let letter = letter(c);
        let code = letter.unwrap_or(0);
        if unspaced(code) && unspaced(last) {
            out.push(Hash::START.step(last).step(code).term(Field::Word));
        }
        if letter.is_none() || unspaced(code) {
            // One letter alone is a size or a particle.
            if length > 1 {
                let plural = length > 3 && last == 's' as u32;
                let whole = if plural { singular } else { word };
                out.push(whole.term(Field::Word));
                if let Some(before) = before {
                    out.push(whole.step(before).term(Field::Word));
                }
                before = Some(whole.0);
            }
            word = Hash::START;
            length = 0;
        } else {
            singular = word;
            word = word.step(code);
            length += 1;
        }
        last = code;
        if out.len() >= MAX_WORDS {
            return;
        }
    }
}

/// A whole text as one term, blind to case, spacing and punctuation.
fn whole(text: &str, from: Hash) -> Hash {
    text.chars().filter_map(letter).fold(from, Hash::step)
}

/// The levels of a category path, from the top.
pub(super) fn levels(category: &str) -> impl Iterator<Item = (&str, u32)> {
    category
        .split('>')
        .map(str::trim)
        .filter(|level| !level.is_empty())
        .take(MAX_LEVELS)
        .scan(Hash::START, |path, level| {
            *path = whole(level, path.step(u32::from(b'>')));
            Some((level, path.term(Field::Category)))
        })
}

/// Adds what a product is told by: its id, its SKU and the path of its page.
pub(super) fn identity(product: &Product, out: &mut Vec<u32>) {
    let page = product.url.as_deref().map_or("", path);
    for text in [&product.id, product.sku.as_deref().unwrap_or(""), page] {
        if !text.is_empty() {
            out.push(name(text));
        }
    }
}

/// Takes out what stands there twice. Lists are short: a sort would cost more, in bytes and in time.
pub(super) fn once(terms: &mut Vec<u32>) {
    let mut known: Vec<u32> = Vec::new();
    for term in terms.drain(..) {
        if !known.contains(&term) {
            known.push(term);
        }
    }
    *terms = known;
}

/// The term of an id.
pub(super) fn name(id: &str) -> u32 {
    id.bytes()
        .fold(Hash::START, |hash, byte| hash.step(u32::from(byte)))
        .term(Field::Identity)
}

/// A product as likeness sees it.
pub(super) struct Traits {
    /// Each once.
    pub(super) terms: Vec<u32>,
    /// How much a word of this title weighs, of 256: each says less in a long one.
    pub(super) weight: u32,
}

impl Traits {
    pub(super) fn of(product: &Product) -> Self {
        let mut terms = Vec::new();
        words(&product.title, &mut terms);
        let weight = word_weight(terms.len());
        if let Some(brand) = &product.brand {
            terms.push(whole(brand, Hash::START).term(Field::Brand));
        }
        for (_, term) in levels(product.category.as_deref().unwrap_or("")) {
            terms.push(term);
        }
        once(&mut terms);
        Self { terms, weight }
    }

    pub(super) fn has(&self, term: u32) -> bool {
        self.terms.contains(&term)
    }

    /// How many of the terms are the other's too, in 256ths of the longer list.
    pub(super) fn overlap(&self, other: &Self) -> u32 {
        let shared = self.terms.iter().filter(|term| other.has(**term)).count();
        let most = self.terms.len().max(other.terms.len()).max(1);
        (shared * 256 / most) as u32
    }
}

/// Half of a word's weight is gone at this many words and pairs.
const LONG_TITLE: usize = 8;

fn word_weight(words: usize) -> u32 {
    (256 * LONG_TITLE / (LONG_TITLE + words)) as u32
}

/// `log2` in 256ths, straight between powers of two; 0 for 0 and 1.
pub(super) const fn log2(number: u64) -> u32 {
    if number == 0 {
        return 0;
    }
    let power = number.ilog2();
    let fraction = if power >= 8 {
        number >> (power - 8)
    } else {
        number << (8 - power)
    };
    power * 256 + (fraction as u32 & 255)
}

/// The step of a price on a scale of doublings; 0 without a price in this currency.
pub(super) fn step(price: Option<Money>, currency: Option<Currency>) -> u8 {
    price
        .filter(|price| Some(price.currency) == currency)
        .and_then(|price| price.amount.minor(price.currency.digits()))
        .and_then(|minor| u64::try_from(minor).ok())
        .map_or(0, |minor| (log2(minor) * STEPS / 256).min(255) as u8)
}
