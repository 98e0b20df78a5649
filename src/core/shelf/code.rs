//! The alphabet of the shelf: numbers as text, five bits a letter, so that any host serves and compresses the files and they cross to the
//! module like all else. What is read here is checked, never believed.

use crate::core::text::concat;

/// Letters that survive every host, editor and encoding.
const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/// Letters of a checksum.
pub(super) const CHECK: usize = 6;

/// Reads numbers, one after the other.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reader<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) at: usize,
}

impl Reader<'_> {
    /// The next number; `None` at the end and for what is none.
    pub(super) fn number(&mut self) -> Option<u32> {
        let mut number = 0;
        let mut shift = 0;
        loop {
            let digit = u32::from(match *self.bytes.get(self.at)? {
                letter @ b'A'..=b'Z' => letter - b'A',
                letter @ b'a'..=b'z' => letter - b'a' + 26,
                letter @ b'0'..=b'9' => letter - b'0' + 52,
                b'-' => 62,
                b'_' => 63,
                _ => return None,
            });
            self.at += 1;
            // No number of a shelf takes more than 30 bits.
            if shift > 25 {
                return None;
            }
            number |= (digit & 31) << shift;
            if digit < 32 {
                return Some(number);
            }
            shift += 5;
        }
    }
}

/// Writes a number of at most 30 bits.
pub fn write(mut number: u32, out: &mut String) {
    loop {
        let more = if number > 31 { 32 } else { 0 };
        out.push(letter((number & 31) | more));
        number >>= 5;
        if more == 0 {
            return;
        }
    }
}

fn letter(digit: u32) -> char {
    char::from(LETTERS.get(digit as usize & 63).copied().unwrap_or(b'A'))
}

/// FNV-1a in 64 bits: any one changed byte changes it.
#[must_use]
pub fn hash(text: &str) -> u64 {
    let mut hash = 0xCBF2_9CE4_8422_2325;
    for byte in text.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
    }
    hash ^ (hash >> 29)
}

/// What stands before the text of a file, so that a damaged or foreign one is known: its name and a checksum.
#[must_use]
pub fn seal(name: &str, text: &str) -> String {
    let mut seal = concat(&[name, " "]);
    let mut rest = hash(text);
    for _ in 0..CHECK {
        seal.push(letter(rest as u32 & 63));
        rest >>= 6;
    }
    seal.push('\n');
    seal
}

/// In which of so many pieces of the directory an id stands, and as what.
#[must_use]
pub fn place(id: &str, pieces: u32) -> (u32, u32) {
    let hash = hash(id);
    (
        ((hash >> 32) % u64::from(pieces.max(1))) as u32,
        hash as u32 & PRINT,
    )
}

/// Bits of an id's fingerprint: among the 500 of a piece, one stranger in 2,000 is taken for another.
pub const PRINT: u32 = 0xF_FFFF;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_written_is_read(numbers in prop::collection::vec(0_u32..1 << 30, 0..50)) {
            let mut text = String::new();
            for number in &numbers {
                write(*number, &mut text);
            }
            let mut reader = Reader { bytes: text.as_bytes(), at: 0 };
            for number in &numbers {
                prop_assert_eq!(reader.number(), Some(*number));
            }
            prop_assert_eq!(reader.number(), None);
        }

        #[test]
        fn any_text_is_read_without_harm(text in ".{0,60}") {
            let mut reader = Reader { bytes: text.as_bytes(), at: 0 };
            while reader.number().is_some() {}
        }
    }

    #[test]
    fn a_changed_letter_breaks_the_seal() {
        assert_ne!(seal("a-v0", "BCD"), seal("a-v0", "BCE"));
        assert_ne!(seal("a-v0", "BCD"), seal("a-v1", "BCD"));
    }
}
