//! Exact decimal numbers: the only numbers in core.
//! Prices, JSON numbers and scores never pass through binary floats, so native and wasm agree to the digit and no float formatting is shipped.

use super::text;
use core::cmp::Ordering;

/// `mantissa / 10^scale`, kept without trailing zeros, so that equal numbers are equal values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub struct Decimal {
    mantissa: i64,
    scale: u8,
}

/// Eighteen digits always fit an `i64`; what a page writes beyond them is noise of its own floats.
const MAX_DIGITS: u32 = 18;

impl Decimal {
    /// Zero.
    pub const ZERO: Self = Self {
        mantissa: 0,
        scale: 0,
    };

    /// A whole number.
    #[must_use]
    pub const fn whole(number: i64) -> Self {
        Self {
            mantissa: number,
            scale: 0,
        }
    }

    /// `mantissa / 10^scale`, such as minor units with the currency's digits.
    #[must_use]
    pub fn scaled(mantissa: i64, scale: u8) -> Self {
        let mut number = Self { mantissa, scale };
        while number.scale > 0 && number.mantissa % 10 == 0 {
            number.mantissa /= 10;
            number.scale -= 1;
        }
        number
    }

    /// Reads JSON's number grammar (`-12.50`, `1e3`), nothing looser.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (negative, digits) = match text.strip_prefix("-") {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (digits, exponent) = match digits.bytes().position(|byte| byte | 32 == b'e') {
            Some(at) => (digits.get(..at)?, exponent(digits.get(at + 1..)?)?),
            None => (digits, 0),
        };
        let mut mantissa: i64 = 0;
        let mut kept = 0;
        // How far the point has to move left, as an i32 so that exponents and dropped digits add up.
        let mut scale: i32 = 0;
        let mut seen_point = false;
        let mut seen_digit = false;
        for byte in digits.bytes() {
            match byte {
                b'0'..=b'9' => {
                    seen_digit = true;
                    if kept < MAX_DIGITS {
                        mantissa = mantissa * 10 + i64::from(byte - b'0');
                        kept += u32::from(mantissa != 0);
                        scale += i32::from(seen_point);
                    } else if !seen_point {
                        scale -= 1;
                    }
                }
                b'.' if !seen_point => seen_point = true,
                _ => return None,
            }
        }
        if !seen_digit {
            return None;
        }
        scale = scale.checked_sub(exponent)?;
        if mantissa == 0 {
            scale = 0;
        }
        while scale < 0 {
            mantissa = multiply(mantissa, 10)?;
            scale += 1;
        }
        while scale > MAX_DIGITS as i32 && mantissa != 0 {
            mantissa /= 10;
            scale -= 1;
        }
        let scale = if mantissa == 0 {
            0
        } else {
            u8::try_from(scale).ok()?
        };
        Some(Self::scaled(
            if negative { -mantissa } else { mantissa },
            scale,
        ))
    }

    /// Whether it is below zero.
    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.mantissa < 0
    }

    /// The whole part, rounded towards zero.
    #[must_use]
    pub fn trunc(self) -> i64 {
        self.mantissa / pow10(self.scale)
    }

    /// The number in units of `10^-scale`, rounded towards zero; `None` when it does not fit.
    #[must_use]
    pub fn minor(self, scale: u8) -> Option<i64> {
        if self.scale > scale {
            Some(self.mantissa / pow10(self.scale - scale))
        } else {
            multiply(self.mantissa, pow10(scale - self.scale))
        }
    }

    /// `self + other`, saturating in the absurd.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        let scale = self.scale.max(other.scale);
        match (self.minor(scale), other.minor(scale)) {
            (Some(a), Some(b)) => Self::scaled(a.saturating_add(b), scale),
            _ => self,
        }
    }

    /// `self × count`, saturating in the absurd.
    #[must_use]
    pub fn times(self, count: i64) -> Self {
        let negative = self.is_negative() != (count < 0);
        let most = if negative { i64::MIN } else { i64::MAX };
        Self::scaled(multiply(self.mantissa, count).unwrap_or(most), self.scale)
    }

    /// Writes the number with at least `places` digits after the point: `29` with 2 is `29.00`.
    #[must_use]
    pub fn text(self, places: u8) -> String {
        let one = pow10(self.scale).unsigned_abs();
        let mut rest = self.mantissa.unsigned_abs();
        let sign = if self.is_negative() { "-" } else { "" };
        let mut text = text::concat(&[sign, &text::digits(rest / one)]);
        let places = self.scale.max(places);
        if places > 0 {
            text.push('.');
        }
        for _ in 0..places {
            rest = rest % one * 10;
            text.push(text::figure(rest / one));
        }
        text
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        let parts = |number: Self| {
            let one = pow10(number.scale);
            let fill = pow10((MAX_DIGITS as u8).saturating_sub(number.scale));
            (number.mantissa / one, number.mantissa % one * fill)
        };
        parts(*self).cmp(&parts(*other))
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// As far as it fits.
fn pow10(exponent: u8) -> i64 {
    let mut power = 1;
    for _ in 0..exponent.min(MAX_DIGITS as u8) {
        power *= 10;
    }
    power
}

/// `a × b` where it fits. Asked by dividing: what the standard library checks products with reckons in 128 bits, which takes half a kilobyte.
#[inline(never)]
fn multiply(a: i64, b: i64) -> Option<i64> {
    let most = i64::MAX.unsigned_abs();
    let fits = most.checked_div(b.unsigned_abs()).unwrap_or(most);
    (a.unsigned_abs() <= fits).then(|| a.wrapping_mul(b))
}

/// What stands behind the `e` of a number.
fn exponent(told: &str) -> Option<i32> {
    let (negative, figures) = match told.as_bytes().first() {
        Some(sign @ (b'-' | b'+')) => (*sign == b'-', told.get(1..)?),
        _ => (false, told),
    };
    let exponent = i32::try_from(text::number(figures, 10)?).ok()?;
    Some(if negative { -exponent } else { exponent })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_a_shop_writes_is_what_comes_out() {
        for (text, places, out) in [
            ("29", 2, "29.00"),
            ("29.9", 2, "29.90"),
            ("0.30000000000000004", 2, "0.30000000000000004"),
            ("-5", 0, "-5"),
            ("1e3", 0, "1000"),
            ("25e-2", 2, "0.25"),
            ("0", 2, "0.00"),
            ("1299.00", 0, "1299"),
            ("1e-30", 0, "0"),
        ] {
            assert_eq!(
                Decimal::parse(text).map(|d| d.text(places)).as_deref(),
                Some(out),
                "{text}"
            );
        }
    }

    #[test]
    fn nonsense_is_no_number() {
        for text in ["", "-", ".", "1.2.3", "12a", "1e", "NaN", "1e400", "0x10"] {
            assert_eq!(Decimal::parse(text), None, "{text}");
        }
    }

    #[test]
    fn sums_and_order_are_exact() {
        let a = Decimal::parse("0.1").unwrap();
        let b = Decimal::parse("0.2").unwrap();
        assert_eq!(a.plus(b), Decimal::parse("0.3").unwrap());
        assert!(a < b);
        assert_eq!(Decimal::parse("19.99").unwrap().times(3).text(2), "59.97");
        assert_eq!(Decimal::scaled(1800, 2).text(2), "18.00");
    }

    proptest! {
        #[test]
        fn products_are_those_of_the_standard_library(a: i64, b: i64, near in -9_i64..9) {
            for b in [b, near] {
                let a = a.max(-i64::MAX);
                prop_assert_eq!(Decimal::whole(a).times(b), Decimal::whole(a.saturating_mul(b)));
                // The lowest of all has no opposite, and counts as what does not fit.
                let product = a.checked_mul(b).filter(|product| *product != i64::MIN);
                prop_assert_eq!(multiply(a, b), product);
            }
        }

        #[test]
        fn order_is_that_of_128_bits(a: i64, x in 0_u8..=18, b: i64, y in 0_u8..=18, near in -9_i64..9) {
            let power = |scale| 10_i128.pow(u32::from(scale));
            for (b, y) in [(b, y), (a.saturating_add(near), x)] {
                let exact = (i128::from(a) * power(y)).cmp(&(i128::from(b) * power(x)));
                prop_assert_eq!(Decimal::scaled(a, x).cmp(&Decimal::scaled(b, y)), exact);
            }
        }
    }
}
