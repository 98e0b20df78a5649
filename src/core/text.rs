//! Text by hand: small letters and searching without the tables and searchers of the standard library, which would be a tenth of the package.
//! Covers the alphabets of the shops we know: Latin with its extensions, Greek and Cyrillic; others have no capitals or stay as they are.

/// The small letter.
#[must_use]
pub fn lower(letter: char) -> char {
    let code = letter as u32;
    let small = match code {
        0x41..=0x5A | 0xC0..=0xD6 | 0xD8..=0xDE | 0x391..=0x3A1 | 0x3A3..=0x3AB | 0x410..=0x42F => {
            code + 32
        }
        0x400..=0x40F => code + 80,
        // Turkish İ: a plain i, so that it meets the i of other writers.
        0x130 => 0x69,
        0x178 => 0xFF,
        // Pairs of capital and small letter: even first, in some runs odd first.
        0x100..=0x137
        | 0x14A..=0x177
        | 0x460..=0x481
        | 0x48A..=0x4BF
        | 0x4D0..=0x52F
        | 0x1E00..=0x1EFF => code | 1,
        0x139..=0x148 | 0x179..=0x17E => code + (code & 1),
        other => other,
    };
    char::from_u32(small).unwrap_or(letter)
}

/// The text in small letters.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        out.push(lower(letter));
    }
    out
}

/// Texts one after another: the standard library's way is laid out anew for every separator.
#[must_use]
#[inline(never)]
pub fn concat(parts: &[&str]) -> String {
    let mut all = String::new();
    for part in parts {
        all.push_str(part);
    }
    all
}

/// The text without white space around it.
#[must_use]
#[inline(never)]
pub fn trim(text: &str) -> &str {
    back(fore(text, char::is_whitespace), char::is_whitespace)
}

/// The text without such letters at its end.
#[must_use]
#[inline(never)]
pub fn back(text: &str, such: fn(char) -> bool) -> &str {
    let mut end = text.len();
    for (at, c) in text.char_indices().rev() {
        if !such(c) {
            break;
        }
        end = at;
    }
    text.get(..end).unwrap_or("")
}

/// The text without such letters at its start.
#[must_use]
#[inline(never)]
pub fn fore(text: &str, such: fn(char) -> bool) -> &str {
    let mut start = 0;
    for c in text.chars() {
        if !such(c) {
            break;
        }
        start += c.len_utf8();
    }
    text.get(start..).unwrap_or("")
}

/// The place of a name in a list.
#[must_use]
#[inline(never)]
pub fn place(name: &str, names: &[&str]) -> Option<usize> {
    names.iter().position(|known| *known == name)
}

/// A whole number in digits, without the formatting machinery of the standard library.
#[must_use]
pub fn digits(number: u64) -> String {
    let mut out = String::new();
    if number > 9 {
        out = digits(number / 10);
    }
    out.push(figure(number));
    out
}

/// The last figure of a whole number.
#[must_use]
pub fn figure(number: u64) -> char {
    char::from(b'0' + (number % 10) as u8)
}

/// A whole number written with the figures of this base (at most 36) and nothing else; none where it is too large.
#[must_use]
#[inline(never)]
pub fn number(text: &str, base: u32) -> Option<u32> {
    let mut number = 0;
    for figure in text.chars() {
        number = number * u64::from(base) + u64::from(figure.to_digit(base)?);
        if number > u64::from(u32::MAX) {
            return None;
        }
    }
    (!text.is_empty()).then_some(number as u32)
}

/// The text with another in place of every `what`.
#[must_use]
pub fn replace(text: &str, what: &str, with: &str) -> String {
    let mut out = String::new();
    let mut between = "";
    for part in &parts(text, what) {
        out.push_str(between);
        out.push_str(part);
        between = with;
    }
    out
}

/// What stands before the first `at` and what after it; all and nothing without one.
#[must_use]
#[inline(never)]
pub fn cut<'a>(text: &'a str, at: &str) -> (&'a str, &'a str) {
    match find(text, at) {
        Some(place) => (
            text.get(..place).unwrap_or(""),
            text.get(place + at.len()..).unwrap_or(""),
        ),
        None => (text, ""),
    }
}

/// What stands between one `at` and the next; all without one.
#[must_use]
#[inline(never)]
pub fn parts<'a>(text: &'a str, at: &str) -> Vec<&'a str> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(place) = find(rest, at) {
        parts.push(rest.get(..place).unwrap_or(""));
        rest = rest.get(place + at.len()..).unwrap_or("");
    }
    parts.push(rest);
    parts
}

/// Where `needle` first stands in `text`.
#[must_use]
#[inline(never)]
pub fn find(text: &str, needle: &str) -> Option<usize> {
    let (text, needle) = (text.as_bytes(), needle.as_bytes());
    let last = text.len().checked_sub(needle.len())?;
    let Some(first) = needle.first() else {
        return Some(0);
    };
    // The first byte sorts out nearly every place; a slice is only compared where it stands.
    for (at, byte) in text.iter().enumerate().take(last + 1) {
        if byte == first && text.get(at..at + needle.len()) == Some(needle) {
            return Some(at);
        }
    }
    None
}

/// Whether `needle` stands in `text`.
#[must_use]
pub fn has(text: &str, needle: &str) -> bool {
    find(text, needle).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn capitals_of_the_shops_alphabets_are_folded() {
        assert_eq!(
            fold("ÀÉÎÕÜ Ÿ ŠČŽ ĞŞ ŁŻŐ ΑΩ ЁЖЯ Ђ ẼỲ 12€"),
            "àéîõü ÿ ščž ğş łżő αω ёжя ђ ẽỳ 12€"
        );
        assert_eq!(fold("İstanbul"), "istanbul");
        assert_eq!(fold("ß ı 漢字"), "ß ı 漢字");
    }

    proptest! {
        #[test]
        fn digits_are_those_of_the_standard_library(number: u64) {
            prop_assert_eq!(digits(number), number.to_string());
        }

        #[test]
        fn white_space_is_that_of_the_standard_library(text in "[ \\n\u{a0}\u{3000}é]{0,8}") {
            prop_assert_eq!(trim(&text), text.trim());
        }

        #[test]
        fn searching_finds_what_the_standard_library_finds(text in "[ab]{0,12}", needle in "[ab]{0,3}") {
            prop_assert_eq!(find(&text, &needle), text.find(&needle));
        }

        #[test]
        fn numbers_are_those_of_the_standard_library(text in "[0-9a-g]{0,10}") {
            for base in [10, 16] {
                prop_assert_eq!(number(&text, base), u32::from_str_radix(&text, base).ok());
            }
        }

        #[test]
        fn parts_are_those_of_the_standard_library(text in "[abé]{0,12}", at in "[abé]{1,2}") {
            prop_assert_eq!(parts(&text, &at), text.split(&at).collect::<Vec<_>>());
        }

        #[test]
        fn replacing_replaces_what_the_standard_library_replaces(text in "[abé]{0,12}", what in "[abé]{1,2}") {
            prop_assert_eq!(replace(&text, &what, "b"), text.replace(&what, "b"));
        }

        #[test]
        fn folding_latin_greek_and_cyrillic_agrees_with_unicode(letter in "[A-Za-zÀ-ÖØ-öø-ıĴ-ňŊ-žΑ-Ρα-ωЀ-џ]") {
            let letter = letter.chars().next().unwrap();
            if letter != 'İ' {
                prop_assert_eq!(lower(letter).to_string(), letter.to_lowercase().to_string());
            }
        }
    }
}
