//! Time as core knows it: milliseconds that arrive inside events, and their ISO 8601 form on the wire.
//! There is no clock here; whoever replays a log replays its time.

use super::text;

/// Milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Time(pub u64);

/// A second in milliseconds.
pub const SECOND: u64 = 1000;
/// A minute in milliseconds.
pub const MINUTE: u64 = 60 * SECOND;
/// An hour in milliseconds.
pub const HOUR: u64 = 60 * MINUTE;
/// A day in milliseconds.
pub const DAY: u64 = 24 * HOUR;

/// So many spans, such as days, or as many as there is time for.
#[must_use]
pub const fn many(count: u64, span: u64) -> u64 {
    let most = u64::MAX / span;
    span * if count < most { count } else { most }
}

impl Time {
    /// Milliseconds from `earlier` to this; zero when the clock was put back meanwhile.
    #[must_use]
    pub const fn since(self, earlier: Time) -> u64 {
        self.0.saturating_sub(earlier.0)
    }

    /// This time plus a span.
    #[must_use]
    pub const fn after(self, span: u64) -> Time {
        Time(self.0.saturating_add(span))
    }

    /// `2026-11-22T10:15:30.004Z`.
    #[must_use]
    pub fn iso(self) -> String {
        let (year, month, day) = civil(self.0 / DAY);
        let in_day = self.0 % DAY;
        let mut out = String::with_capacity(24);
        for &(number, width, end) in &[
            (year, 4, '-'),
            (month, 2, '-'),
            (day, 2, 'T'),
            (in_day / HOUR, 2, ':'),
            (in_day / MINUTE % 60, 2, ':'),
            (in_day / SECOND % 60, 2, '.'),
            (in_day % SECOND, 3, 'Z'),
        ] {
            let digits = text::digits(number);
            for _ in digits.len()..width {
                out.push('0');
            }
            out.push_str(&digits);
            out.push(end);
        }
        out
    }
}

/// Year, month and day of a day since 1970, after Howard Hinnant's `civil_from_days` (public domain).
fn civil(days: u64) -> (u64, u64, u64) {
    let z = days + 719_468;
    let era = z / 146_097;
    let day_of_era = z % 146_097;
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    };
    (year_of_era + era * 400 + u64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn iso_dates_are_the_calendar_s() {
        for (ms, iso) in [
            (0, "1970-01-01T00:00:00.000Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (1_795_342_530_004, "2026-11-22T10:15:30.004Z"),
            (4_102_444_799_999, "2099-12-31T23:59:59.999Z"),
        ] {
            assert_eq!(Time(ms).iso(), iso);
        }
    }
}
