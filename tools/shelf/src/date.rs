//! Dates as exports of orders write them: ISO 8601 first, then `31.12.2025`, then `12/31/2025` and `31/12/2025`, which only all dates of a file tell apart.

use crate::events::moment;

/// The end of a year's and a day's numbers that are no date of this calendar.
const MONTHS: u32 = 12;
const DAYS: u32 = 31;

/// A date, as far as it tells by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Date {
    /// Milliseconds since 1970.
    Known(i64),
    /// Two numbers between slashes, and the year behind them.
    Slashed(u32, u32, u32),
}

fn day(year: u32, month: u32, day: u32) -> Option<i64> {
    moment(&format!("{year:04}-{month:02}-{day:02}"))
}

/// Reads a date; its hour is not needed where it is not ISO's.
pub fn read(text: &str) -> Option<Date> {
    let text = text.trim();
    if let Some(at) = moment(text) {
        return Some(Date::Known(at));
    }
    let date = text.split([' ', 'T', ',']).next().unwrap_or("");
    // `2026-03-01 10:00:00 +0100`, as Shopify writes it.
    let is_iso = date.len() == 10 && date.contains('-');
    if let Some(at) = is_iso.then(|| moment(date)).flatten() {
        return Some(Date::Known(at));
    }
    let numbers: Option<Vec<u32>> = date
        .split(['.', '/'])
        .map(|part| part.parse().ok())
        .collect();
    let (a, b, c) = match *numbers?.as_slice() {
        [a, b, c] => (a, b, c),
        _ => return None,
    };
    if a > 999 {
        return day(a, b, c).map(Date::Known);
    }
    let year = if c < 100 { 2000 + c } else { c };
    if date.contains('.') {
        return day(year, b, a).map(Date::Known);
    }
    let fits = |month: u32, day: u32| (1..=MONTHS).contains(&month) && (1..=DAYS).contains(&day);
    (fits(a, b) || fits(b, a)).then_some(Date::Slashed(a, b, year))
}

/// The dates of a file as moments; `None` when they could be read in two ways, or in none.
pub fn settle(dates: &[Option<Date>]) -> Option<Vec<Option<i64>>> {
    let slashed = dates.iter().flatten().filter_map(|date| match date {
        Date::Slashed(a, b, _) => Some((*a, *b)),
        Date::Known(_) => None,
    });
    let (mut day_first, mut month_first, mut any) = (false, false, false);
    for (a, b) in slashed {
        day_first |= a > MONTHS;
        month_first |= b > MONTHS;
        any = true;
    }
    if any && day_first == month_first {
        return None;
    }
    let moments = dates.iter().map(|date| match *date {
        Some(Date::Known(at)) => Some(at),
        Some(Date::Slashed(a, b, year)) if day_first => day(year, b, a),
        Some(Date::Slashed(a, b, year)) => day(year, a, b),
        None => None,
    });
    Some(moments.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_exports_write_them_and_in_doubt_not_at_all() {
        let march = Some(Date::Known(1_772_323_200_000));
        for text in [
            "2026-03-01",
            "1.3.2026",
            "01.03.2026 10:15",
            "2026/03/01",
            "1772323200",
            "1772323200000",
            "2026-03-01T00:00:00Z",
        ] {
            assert_eq!(read(text), march, "{text}");
        }
        assert!(matches!(
            read("2026-03-01 10:00:00 +0100"),
            Some(Date::Known(_))
        ));
        for text in [
            "yesterday",
            "31.31.2026",
            "13/13/2026",
            "1/2",
            "March 1, 2026",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        let settled =
            |texts: &[&str]| settle(&texts.iter().map(|text| read(text)).collect::<Vec<_>>());
        let april = 1_772_323_200_000 + 31 * 86_400_000;
        assert_eq!(
            settled(&["13/3/2026", "1/4/2026"]).map(|all| all[1]),
            Some(Some(april))
        );
        assert_eq!(
            settled(&["3/13/2026", "4/1/2026 8:26"]).map(|all| all[1]),
            Some(Some(april))
        );
        assert_eq!(
            settled(&["3/4/2026", "4/1/2026"]),
            None,
            "which is the month?"
        );
        assert_eq!(settled(&["13/4/2026", "4/13/2026"]), None, "both?");
    }
}
