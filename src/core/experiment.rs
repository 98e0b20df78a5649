//! Which variant somebody gets: GrowthBook's published hash (FNV-1a, versions 1 and 2) and its ranges, in whole numbers.
//! The same id gets the same variant in every page, and in GrowthBook's own SDKs; what was given once stays given.

use super::text::{self, place};
use super::value::Value;
use crate::core::text::concat;

/// The unit in which weights and ranges are counted, so that a third has nine digits and everything is exact.
pub const WHOLE: u64 = 1_000_000_000;
/// The digits of [`WHOLE`].
const DIGITS: u8 = 9;
/// Weights whose sum is farther from one than this are a mistake, and all variants weigh the same.
const SLACK: u64 = WHOLE / 100;

/// A part of all ids: from the first to before the second, of [`WHOLE`].
pub type Range = (u64, u64);

/// The 32-bit FNV-1a hash of these bytes.
#[must_use]
#[inline(never)]
pub fn fnv1a(parts: &[&str]) -> u32 {
    let mut hash: u32 = 0x811C_9DC5;
    for part in parts {
        for byte in part.bytes() {
            hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        }
    }
    hash
}

/// Where an id falls between 0 and [`WHOLE`]; ids are ASCII, on which all implementations agree. `None` for an unknown version.
#[must_use]
pub fn hash(seed: &str, id: &str, version: u64) -> Option<u64> {
    match version {
        1 => Some(u64::from(fnv1a(&[id, seed]) % 1_000) * (WHOLE / 1_000)),
        2 => {
            let first = text::digits(u64::from(fnv1a(&[seed, id])));
            Some(u64::from(fnv1a(&[&first]) % 10_000) * (WHOLE / 10_000))
        }
        _ => None,
    }
}

/// A part of one, as settings write it (`0.25`), in [`WHOLE`]; less than nothing is nothing, more than all is all.
#[must_use]
pub fn part(value: &Value) -> Option<u64> {
    let number = value.number()?;
    if number.is_negative() {
        return Some(0);
    }
    let part = number
        .minor(DIGITS)
        .and_then(|part| u64::try_from(part).ok());
    Some(part.unwrap_or(WHOLE).min(WHOLE))
}

/// The same weight for each of so many.
#[must_use]
pub fn equal_weights(count: usize) -> Vec<u64> {
    let mut weights = Vec::new();
    for _ in 0..count {
        weights.push(WHOLE / count as u64);
    }
    weights
}

/// The ranges of so many variants. Weights that do not fit (another number, another sum than one) are equal ones.
#[must_use]
pub fn ranges(count: usize, coverage: u64, weights: &[u64]) -> Vec<Range> {
    let mut sum = 0;
    for weight in weights {
        sum += weight;
    }
    let fits = weights.len() == count && sum.abs_diff(WHOLE) <= SLACK;
    let equal = equal_weights(count);
    let mut ranges = Vec::new();
    let mut start: u64 = 0;
    for weight in if fits { weights } else { &equal } {
        ranges.push((start, start + weight * coverage / WHOLE));
        start += weight;
    }
    ranges
}

/// The variant into whose range a place falls.
#[must_use]
pub fn choose(place: u64, ranges: &[Range]) -> Option<usize> {
    let within = |range: &Range| place >= range.0 && place < range.1;
    ranges.iter().position(within)
}

/// Whether an id belongs to a namespace's range: experiments in ranges that do not meet never share a visitor.
#[must_use]
pub fn in_namespace(id: &str, namespace: &str, range: Range) -> bool {
    hash(&concat(&["__", namespace]), id, 1).is_some_and(|place| choose(place, &[range]).is_some())
}

/// What was given before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sticky {
    /// Nothing yet.
    Free,
    /// This variant.
    Given(usize),
    /// A variant of a version that no longer counts: this id takes part no more.
    Blocked,
}

/// Under which name a given variant is kept: `key__version`.
#[must_use]
pub fn sticky_name(key: &str, version: u64) -> String {
    concat(&[key, "__", &text::digits(version)])
}

/// Looks up what an id was given. Versions before `least` block it; a variant that is no longer there counts for nothing.
#[must_use]
pub fn sticky(given: &Value, key: &str, version: u64, least: u64, names: &[&str]) -> Sticky {
    for old in 0..least {
        if !given.get(&sticky_name(key, old)).is_null() {
            return Sticky::Blocked;
        }
    }
    let name = given.get(&sticky_name(key, version)).text();
    match name.and_then(|name| place(name, names)) {
        Some(variant) => Sticky::Given(variant),
        None => Sticky::Free,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_third_of_three_is_a_third() {
        assert_eq!(equal_weights(3), [333_333_333; 3]);
        assert_eq!(
            ranges(2, WHOLE, &[WHOLE / 4, WHOLE / 4 * 3]),
            [(0, WHOLE / 4), (WHOLE / 4, WHOLE)]
        );
    }

    #[test]
    fn who_was_given_a_variant_of_an_old_version_takes_part_no_more() {
        let given = Value::object().with("x__1", "b");
        let names = ["a", "b"];
        assert_eq!(sticky(&given, "x", 1, 0, &names), Sticky::Given(1));
        assert_eq!(sticky(&given, "x", 1, 2, &names), Sticky::Blocked);
        assert_eq!(sticky(&given, "x", 2, 0, &names), Sticky::Free);
        assert_eq!(sticky(&given, "x", 1, 0, &["a"]), Sticky::Free);
        assert_eq!(sticky(&given, "y", 1, 0, &names), Sticky::Free);
    }
}
