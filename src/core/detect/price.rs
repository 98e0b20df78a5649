//! Price texts: the amount, and the currencies its sign may mean.
//! A sign shared by several currencies stays open until the page decides; see `currency`.

use super::words::{blank, cut, letter, lookup};
use crate::core::decimal::Decimal;
use crate::core::text::{back, find, fore, lower};

/// What a price text says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Price {
    /// How much.
    pub amount: Decimal,
    /// The ISO codes its sign may mean, with spaces between; empty without a sign.
    pub codes: &'static str,
}

/// Codes that price texts spell out.
const CODES: &str = "USD EUR GBP CAD AUD NZD CHF SEK NOK DKK ISK PLN CZK HUF RON BGN RUB UAH TRY INR PKR JPY CNY KRW TWD HKD \
SGD MYR THB IDR VND PHP ILS AED SAR QAR KWD BHD OMR JOD EGP ZAR NGN KES MAD BRL MXN ARS CLP COP PEN RSD BAM KZT GEL BYN";

/// Signs and what they may mean.
const SIGNS: &str = "|dinara=RSD|руб=RUB|грн=UAH|din=RSD|дин=RSD|sfr=CHF|us$=USD|ca$=CAD|au$=AUD|nz$=NZD|mx$=MXN|nt$=TWD|hk$=HKD|sg$=SGD|\
lei=RON|zł=PLN|kč=CZK|лв=BGN|r$=BRL|c$=CAD|a$=AUD|s$=SGD|kr=SEK NOK DKK ISK|ft=HUF|tl=TRY|rp=IDR|rm=MYR|rs=INR PKR LKR|\
fr=CHF|km=BAM|br=BYN|€=EUR|£=GBP EGP|₽=RUB|₴=UAH|₺=TRY|₹=INR|₫=VND|đ=VND|₩=KRW|원=KRW|฿=THB|₪=ILS|₦=NGN|₱=PHP|円=JPY|元=CNY TWD|¥=JPY CNY|￥=JPY CNY|р=RUB|\
r=ZAR|$=USD CAD AUD NZD SGD HKD TWD MXN ARS CLP COP|";

/// The price a text tells: the first amount with a currency sign, else the first amount.
#[must_use]
pub fn read(text: &str) -> Option<Price> {
    let mut low: Option<Price> = None;
    let mut first = None;
    for (price, joined) in all(text) {
        if !price.codes.is_empty() {
            // `26 to 50 €`: the sign belongs to both ends.
            let amount = low.map_or(price.amount, |low| low.amount.min(price.amount));
            return Some(Price { amount, ..price });
        }
        low = joined.then_some(price);
        first = first.or(Some(price));
    }
    first
}

/// Every amount of a text, and whether a range's dash or word leads to the next one.
#[must_use]
#[inline(never)]
pub fn all(text: &str) -> Vec<(Price, bool)> {
    let mut tidy = String::with_capacity(text.len());
    for c in text.chars() {
        tidy.push(match c {
            '’' => '\'',
            '−' | '–' | '—' => '-',
            c if blank(c) => ' ',
            c => lower(c),
        });
    }
    // `59€90`: the sign stands where the point does.
    let (whole, cents) = cut(&tidy, "€");
    // `29 €99`, with the cents in an element of their own, only where nothing else is said.
    let alone = cents.len() == 2 && run(whole.as_bytes(), 0) + 1 == whole.len();
    let whole = if alone { back(whole, space) } else { whole };
    if run(cents.as_bytes(), 0) == 2
        && !matches!(cents.as_bytes().get(2), Some(b'.' | b','))
        && matches!(whole.as_bytes().last(), Some(b'0'..=b'9'))
    {
        let mut pointed = String::from(whole);
        for part in [
            ".",
            cents.get(..2).unwrap_or(""),
            "€",
            cents.get(2..).unwrap_or(""),
        ] {
            pointed.push_str(part);
        }
        tidy = pointed;
    }
    let mut out = Vec::new();
    let mut at = 0;
    while at < tidy.len() {
        let start = at;
        let Some(amount) = number(tidy.as_bytes(), &mut at) else {
            at += usize::from(at == start);
            continue;
        };
        let before = tidy.get(..start).unwrap_or("");
        let after = tidy.get(at..).unwrap_or("");
        let (codes, ahead) = sign(before, after);
        let next = fore(after, space);
        // What is taken off, when no range's other end stands before: the shop's own dash.
        let lower = back(ahead, |c| c == '-' || space(c));
        let minus = back(ahead, space).ends_with("-")
            && !matches!(lower.chars().next_back(), Some('0'..='9' | '€' | '$'));
        // A digit of a word (`B2`) is no amount, nor is a share (`-30 %`), a threshold (`$49+`) or the year of `July, 2004`.
        let glued = codes.is_empty()
            && (back(before, letter).len() < before.len()
                || at - start == 4 && before.ends_with(", "));
        if !glued && !minus && !matches!(next.as_bytes().first(), Some(b'%' | b'+')) {
            let joined =
                next.starts_with("-") || matches!(cut(next, " ").0, "to" | "bis" | "à" | "a");
            out.push((Price { amount, codes }, joined));
        }
    }
    out
}

fn space(c: char) -> bool {
    matches!(c, ' ' | ':' | '.')
}

fn symbol(c: char) -> bool {
    c == '$' || c > '\u{a0}' && !letter(c)
}

/// Length of the run of digits from there.
fn run(text: &[u8], from: usize) -> usize {
    let mut at = from;
    while text.get(at).is_some_and(u8::is_ascii_digit) {
        at += 1;
    }
    at - from
}

/// The number that starts at `at`, which moves to its end.
fn number(text: &[u8], at: &mut usize) -> Option<Decimal> {
    let mut digits = String::new();
    // The last dot or comma: which, where in `digits`, whether it stands twice, whether another sign groups.
    let (mut sign, mut point, mut twice, mut mixed) = (0, 0, false, false);
    let mut first = 0;
    loop {
        let length = run(text, *at);
        for _ in 0..length {
            digits.push(char::from(*text.get(*at)?));
            *at += 1;
        }
        first = if first == 0 { length } else { 9 };
        let mark = text.get(*at).copied().unwrap_or(0);
        let next = run(text, *at + 1);
        if digits.is_empty() {
            return None;
        } else if mark == b'.' || mark == b',' {
            // `392. 00`: a template's line break between the halves.
            let spaced = next == 0 && text.get(*at + 1) == Some(&b' ') && run(text, *at + 2) == 2;
            // After a decimal point comes no other: `12.50.3` is a date or a version.
            if next == 0 && !spaced || sign == mark && next != 3 {
                break;
            }
            mixed |= first == 9 && sign != mark;
            twice = sign == mark;
            sign = mark;
            point = digits.len();
            *at += 1 + usize::from(spaced);
        } else if (mark == b' ' || mark == b'\'')
            && next == 3
            && sign == 0
            && first != 0
            && (first <= 3 || first == 9)
        {
            *at += 1;
        } else {
            break;
        }
    }
    // One mark before exactly three digits groups thousands, unless nothing but a zero stands before it.
    let thousands = !mixed && point <= 3 && digits.len() == point + 3 && !digits.starts_with("0");
    if sign != 0 && !twice && !thousands {
        digits.insert(point, '.');
    }
    Decimal::parse(&digits)
}

/// The currencies meant by what stands before and after a number, and what stands before the sign; a code tells more than a sign.
fn sign<'a>(before: &'a str, after: &str) -> (&'static str, &'a str) {
    let before = back(before, space);
    let bare = back(before, symbol);
    let place = if bare.len() < before.len() {
        back(bare, space)
    } else {
        bare
    };
    let head = back(place, letter);
    let word = place.get(head.len()..).unwrap_or("");
    let signed = before.get(head.len()..).unwrap_or("");
    let own = before.get(bare.len()..).unwrap_or("");
    let after = fore(after, |c| space(c) || c == ',' || c == '-');
    let tail = fore(after, |c| c == '$' || space(c));
    let next = tail
        .get(..tail.len() - fore(tail, letter).len())
        .unwrap_or("");
    let mark = after
        .get(..after.len() - fore(after, symbol).len())
        .unwrap_or("");
    for code in [word, next] {
        let code = code.to_ascii_uppercase();
        if let Some(at) = find(CODES, &code).filter(|_| code.len() == 3) {
            return (CODES.get(at..at + 3).unwrap_or(""), head);
        }
    }
    for (token, rest) in [(signed, head), (own, bare), (next, before), (mark, before)] {
        let codes = lookup(SIGNS, token);
        if !codes.is_empty() {
            return (codes, rest);
        }
    }
    ("", before)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOLLARS: &str = "USD CAD AUD NZD SGD HKD TWD MXN ARS CLP COP";

    #[test]
    fn prices_read_as_shoppers_of_that_country_read_them() {
        for (text, amount, codes) in [
            ("1.299,00 €", "1299", "EUR"),
            ("$1,299.00", "1299", DOLLARS),
            ("12,90 zł", "12.9", "PLN"),
            ("CHF 1'290.–", "1290", "CHF"),
            ("₺1.299,00", "1299", "TRY"),
            ("1 299,00 kr", "1299", "SEK NOK DKK ISK"),
            ("1\u{a0}299 Kč", "1299", "CZK"),
            ("1.899,-", "1899", ""),
            ("8.000.000 ₫", "8000000", "VND"),
            ("$39.99", "39.99", DOLLARS),
            ("US$ 0.995", "0.995", "USD"),
            ("From 26 to 50 €", "26", "EUR"),
            ("$10.00 - $20.00", "10", DOLLARS),
            ("3 Ausgaben für nur 14,85 EUR", "14.85", "EUR"),
            ("-30% 69,99 €", "69.99", "EUR"),
            ("$1,190.00 AUD", "1190", "AUD"),
            ("R273.00", "273", "ZAR"),
            ("392. 00", "392", ""),
            ("59€90", "59.9", "EUR"),
            ("29 €99", "29.99", "EUR"),
            ("12,50€20,00€", "12.5", "EUR"),
            ("34.992001", "34.992001", ""),
        ] {
            let got = read(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(
                (got.amount.text(0).as_str(), got.codes),
                (amount, codes),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_price_gives_none() {
        for text in [
            "",
            "40% OFF",
            "July, 2004",
            "Orders $49+",
            "/",
            "save -$5.00",
            "Not available",
            "USP B2",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
