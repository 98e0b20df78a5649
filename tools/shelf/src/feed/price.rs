//! A price as people write it, for whom the widget's reader is too strict: thousands set apart, a comma before the cents, a sign of the money.
//! What may be read in two ways is left as it is, and so is no price: a wrong one would be worse.

/// What sets thousands apart besides point and comma.
const APART: [char; 5] = [' ', '\u{a0}', '\u{202f}', '\'', '\u{2019}'];
/// Signs that stand beside a number; none of them tells which of several currencies it is.
const SIGNS: [char; 6] = ['€', '$', '£', '¥', '₹', '₽'];

/// The same price as a number with a point, and what stands beside it; a currency has so many digits after the point.
pub fn plain(text: &str, digits: u8) -> String {
    let tidy = text.replace(SIGNS, " ");
    let tidy = tidy.trim();
    let is_digit = |c: char| c.is_ascii_digit();
    let (Some(first), Some(last)) = (tidy.find(is_digit), tidy.rfind(is_digit)) else {
        return text.to_owned();
    };
    let (before, after) = (tidy[..first].trim(), tidy[last + 1..].trim());
    match (before.ends_with('-'), read(&tidy[first..=last], digits)) {
        (false, Some(number)) => format!("{before} {number} {after}").trim().to_owned(),
        _ => text.to_owned(),
    }
}

/// A number with a point: all groups but the last have three digits, and the last too where it is none of cents.
fn read(number: &str, digits: u8) -> Option<String> {
    let marks: Vec<char> = number.chars().filter(|c| !c.is_ascii_digit()).collect();
    if marks
        .iter()
        .any(|c| !APART.contains(c) && !".,".contains(*c))
    {
        return None;
    }
    let groups: Vec<&str> = number.split(|c: char| !c.is_ascii_digit()).collect();
    let (last, mark) = (*groups.last()?, *marks.last().unwrap_or(&'.'));
    let once = marks.iter().filter(|c| **c == mark).count() == 1;
    // `1,299` is a thousand and more, unless the money has thousandths; `1.299` is what programs write.
    let cents = !marks.is_empty()
        && once
        && match mark {
            '.' => true,
            ',' => last.len() != 3 || digits == 3 || marks.len() > 1,
            _ => false,
        };
    let (whole, marks) = match cents {
        true => (&groups[..groups.len() - 1], &marks[..marks.len() - 1]),
        false => (&groups[..], &marks[..]),
    };
    let even = whole.iter().skip(1).all(|group| group.len() == 3)
        && marks.windows(2).all(|two| two[0] == two[1])
        && whole
            .first()
            .is_some_and(|group| whole.len() == 1 || (1..=3).contains(&group.len()));
    even.then(|| match cents {
        true => format!("{}.{last}", whole.concat()),
        false => whole.concat(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_is_read_as_it_was_meant_or_not_at_all() {
        for (text, meant) in [
            ("12.50", "12.50"),
            ("12,50 EUR", "12.50 EUR"),
            ("EUR 12,5", "EUR 12.5"),
            ("1.299,00 €", "1299.00"),
            ("$1,299.00", "1299.00"),
            ("1,299", "1299"),
            ("1,299,000.5", "1299000.5"),
            ("1 299,00 SEK", "1299.00 SEK"),
            ("1\u{202f}299,00", "1299.00"),
            ("1'299.00 CHF", "1299.00 CHF"),
            ("1.299.000", "1299000"),
            ("1.299", "1.299"),
        ] {
            assert_eq!(plain(text, 2), meant, "{text}");
        }
        assert_eq!(plain("1,299 KWD", 3), "1.299 KWD");
        for odd in [
            "-5",
            "1e3",
            "12-15",
            "1,29,00",
            "12.50.1",
            "from 5 to 9",
            "1.2,3.4",
            "",
            "abc",
            "1234 567",
        ] {
            assert_eq!(plain(odd, 2), odd);
        }
    }
}
