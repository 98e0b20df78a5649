//! Identifiers: ULIDs (48 bits of time, 80 of chance, Crockford's base 32), so that events sort by time and never meet.
//! Chance comes from one seed that arrives with the first event; the same seed and times give the same ids.

use super::time::Time;

/// A source of chance made of the browser's random bits.
#[derive(Clone, Debug)]
pub struct Chance {
    state: u64,
    salt: u64,
    /// The last id: the next one of the same millisecond, or of a clock that was put back, follows it.
    last: u128,
}

impl Chance {
    /// From 128 random bits.
    #[must_use]
    pub const fn new(seed: [u64; 2]) -> Self {
        Self {
            state: seed[0],
            salt: seed[1],
            last: 0,
        }
    }

    /// The next 64 bits: SplitMix64, salted with the half of the seed that its state does not hold.
    pub fn bits(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state ^ self.salt;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A fresh ULID.
    pub fn ulid(&mut self, now: Time) -> String {
        const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        let chance = u128::from(self.bits() & 0xFFFF) << 64 | u128::from(self.bits());
        let fresh = u128::from(now.0) << 80 | chance;
        let mut bits = match fresh >> 80 > self.last >> 80 {
            true => fresh,
            false => self.last + 1,
        };
        self.last = bits;
        let mut out = [b'0'; 26];
        for place in out.iter_mut().rev() {
            *place = ALPHABET.get((bits & 31) as usize).copied().unwrap_or(b'0');
            bits >>= 5;
        }
        out.iter().map(|byte| *byte as char).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_by_time_and_repeat_with_the_seed() {
        let ids = |seed| {
            let mut chance = Chance::new(seed);
            (0..1000)
                .map(|i| chance.ulid(Time(1_795_342_530_000 + i)))
                .collect::<Vec<_>>()
        };
        let first = ids([1, 2]);
        assert!(first.is_sorted());
        assert_eq!(first, ids([1, 2]));
        let mut hasty = Chance::new([1, 2]);
        let same_moment: Vec<_> = (0..100).map(|i| hasty.ulid(Time(1000 - i / 50))).collect();
        assert!(
            same_moment.is_sorted(),
            "also within a millisecond, and when the clock is put back"
        );
        assert!(first.iter().zip(ids([1, 3])).all(|(a, b)| *a != b));
        assert!(
            first
                .iter()
                .all(|id| id.len() == 26 && id.starts_with("01M"))
        );
    }
}
