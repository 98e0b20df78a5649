//! Price texts: the amount, and the currencies its sign may mean.
//! A sign shared by several currencies stays open until the page decides; see `currency`.

use super::words;
use crate::core::decimal::Decimal;

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
SGD MYR THB IDR VND PHP ILS AED SAR QAR KWD BHD OMR JOD EGP ZAR NGN KES MAD BRL MXN ARS CLP COP PEN HRK RSD BAM DEM PTE BYN KZT GEL";

/// Signs by length, so that the more telling one is met first.
const SIGNS: &[(&str, &str)] = &[
    ("dinara", "RSD"),
    ("aud$", "AUD"),
    ("руб", "RUB"),
    ("грн", "UAH"),
    ("din", "RSD"),
    ("дин", "RSD"),
    ("sfr", "CHF"),
    ("us$", "USD"),
    ("ca$", "CAD"),
    ("au$", "AUD"),
    ("nz$", "NZD"),
    ("mx$", "MXN"),
    ("nt$", "TWD"),
    ("hk$", "HKD"),
    ("sg$", "SGD"),
    ("au $", "AUD"),
    ("us $", "USD"),
    ("rs.", "INR PKR LKR"),
    ("lei", "RON"),
    ("zł", "PLN"),
    ("kč", "CZK"),
    ("лв", "BGN"),
    ("r$", "BRL"),
    ("c$", "CAD"),
    ("a$", "AUD"),
    ("s$", "SGD"),
    ("kr", "SEK NOK DKK ISK"),
    ("ft", "HUF"),
    ("tl", "TRY"),
    ("rp", "IDR"),
    ("rm", "MYR"),
    ("rs", "INR PKR LKR"),
    ("fr", "CHF"),
    ("km", "BAM"),
    ("kn", "HRK"),
    ("br", "BYN"),
    ("€", "EUR"),
    ("£", "GBP EGP"),
    ("₽", "RUB"),
    ("₴", "UAH"),
    ("₺", "TRY"),
    ("₹", "INR"),
    ("₫", "VND"),
    ("đ", "VND"),
    ("₩", "KRW"),
    ("원", "KRW"),
    ("฿", "THB"),
    ("₪", "ILS"),
    ("₦", "NGN"),
    ("₱", "PHP"),
    ("円", "JPY"),
    ("元", "CNY TWD"),
    ("¥", "JPY CNY"),
    ("￥", "JPY CNY"),
    ("р", "RUB"),
    ("Р", "RUB"),
    ("r", "ZAR"),
    ("$", DOLLARS),
];

/// Who calls it a dollar or peso.
pub const DOLLARS: &str = "USD CAD AUD NZD SGD HKD TWD MXN ARS CLP COP";

const FREE: &str = "free|gratis|kostenlos|gratuit|ücretsiz";

/// The price a text tells: the first amount with a currency sign, else the first amount.
#[must_use]
pub fn read(text: &str) -> Option<Price> {
    let all = all(text);
    let signed = all.iter().position(|(price, _)| !price.codes.is_empty());
    let Some(at) = signed else {
        return match all.first() {
            Some((price, _)) => Some(*price),
            // Nothing but the word.
            None => FREE
                .split('|')
                .any(|word| {
                    text.trim_matches(|c: char| !words::letter(c))
                        .eq_ignore_ascii_case(word)
                })
                .then_some(Price {
                    amount: Decimal::ZERO,
                    codes: "",
                }),
        };
    };
    let (price, _) = all.get(at)?;
    // `26 to 50 €`: the sign belongs to both ends.
    let low = at
        .checked_sub(1)
        .and_then(|before| all.get(before))
        .filter(|(low, joined)| *joined && low.amount < price.amount);
    Some(low.map_or(*price, |(low, _)| Price {
        amount: low.amount,
        codes: price.codes,
    }))
}

/// Every amount of a text, and whether a range's dash or word leads to the next one.
#[must_use]
pub fn all(text: &str) -> Vec<(Price, bool)> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(start) = text
        .get(at..)
        .and_then(|rest| rest.find(|c: char| c.is_ascii_digit()))
        .map(|found| at + found)
    {
        let (amount, end) = number(text, start);
        at = end;
        let before = text.get(..start).unwrap_or("");
        let after = text.get(end..).unwrap_or("");
        let codes = sign(before, after);
        // A digit of a word (`B2`) is no amount, nor is a share (`-30 %`), a threshold (`$49+`) or what is taken off.
        let glued = before.chars().next_back().is_some_and(words::letter) && codes.is_empty();
        let other = after.trim_start().starts_with('%') || after.starts_with('+');
        let bare = before.trim_end_matches(|c: char| !words::of_word(c) && c != '-' && c != '−');
        let minus = bare.ends_with(['-', '−'])
            && !bare
                .trim_end_matches([' ', '-', '−'])
                .ends_with(|c: char| c.is_ascii_digit() || c == '€' || c == '$');
        // `July, 2004`.
        let year = codes.is_empty() && before.ends_with(", ") && end - start == 4;
        if let Some(amount) = amount.filter(|_| !(glued || other || minus || year)) {
            let next = after.trim_start();
            let joined = ["to ", "-", "–", "—", "bis ", "à ", "a "]
                .iter()
                .any(|word| next.starts_with(word));
            out.push((Price { amount, codes }, joined));
        }
    }
    out
}

const SPACES: [char; 4] = [' ', '\u{a0}', '\u{202f}', '\u{2009}'];

/// Length of the run of digits at the start.
fn run(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// The number that starts at `start`, and where it ends.
fn number(text: &str, start: usize) -> (Option<Decimal>, usize) {
    let rest = |at: usize| text.get(at..).unwrap_or("");
    let first = run(rest(start));
    let mut end = start + first;
    let mut digits = rest(start).get(..first).unwrap_or("").to_owned();
    // The last dot or comma: which one, where in `digits`, and how often it and others were seen.
    let mut point: Option<(char, usize)> = None;
    let mut seen = 0;
    let mut mixed = false;
    while let Some(mark) = rest(end).chars().next() {
        let next = end + mark.len_utf8();
        let length = run(rest(next));
        let grouping = length == 3 && (seen > 0 || first <= 3);
        if mark == '.' || mark == ',' {
            // `392. 00`: a template's line break between the halves.
            let spaced = rest(next).strip_prefix(SPACES).map_or(0, |tail| {
                if run(tail) == 2 && !digits.is_empty() {
                    2
                } else {
                    0
                }
            });
            if length == 0 && spaced == 0 {
                break;
            }
            if let Some((known, _)) = point {
                // After a decimal point comes no other: `12.50.3` is a date or a version.
                if known == mark && length != 3 {
                    break;
                }
                mixed |= known != mark;
                point = Some((
                    mark,
                    if known == mark {
                        usize::MAX
                    } else {
                        digits.len()
                    },
                ));
            } else {
                mixed |= seen > 0;
                point = Some((mark, digits.len()));
            }
            let from = if length == 0 {
                next + rest(next).len() - rest(next).trim_start_matches(SPACES).len()
            } else {
                next
            };
            let length = length.max(spaced);
            digits.push_str(rest(from).get(..length).unwrap_or(""));
            end = from + length;
        } else if grouping
            && point.is_none()
            && (SPACES.contains(&mark) || mark == '\'' || mark == '’')
        {
            digits.push_str(rest(next).get(..3).unwrap_or(""));
            end = next + 3;
        } else {
            break;
        }
        seen += 1;
    }
    if let Some((_, at)) = point {
        // One mark before exactly three digits groups thousands, unless nothing but a zero stands before it.
        let thousands = !mixed && at <= 3 && digits.len() == at + 3 && !digits.starts_with('0');
        if at <= digits.len() && !thousands {
            digits.insert(at, '.');
        }
    }
    (Decimal::parse(&digits), end)
}

/// The currencies meant by what stands before and after a number; a code tells more than a sign.
fn sign(before: &str, after: &str) -> &'static str {
    let quiet = |c: char| SPACES.contains(&c) || matches!(c, ':' | '\n' | '\t');
    let before = before.trim_end_matches(quiet);
    let after = after.trim_start_matches(|c: char| quiet(c) || matches!(c, ',' | '-' | '–' | '.'));
    let letter = |c: Option<char>| c.is_some_and(words::letter);
    let code = |text: Option<&str>| {
        let upper = text?.to_ascii_uppercase();
        let at = CODES
            .find(upper.as_str())
            .filter(|_| upper.len() == 3 && !upper.contains(' '))?;
        CODES.get(at..at + 3)
    };
    let bare = before.trim_end_matches(['$', ' ']);
    if let Some(known) = bare.len().checked_sub(3).and_then(|from| {
        code(bare.get(from..))
            .filter(|_| !letter(bare.get(..from).and_then(|t| t.chars().next_back())))
    }) {
        return known;
    }
    let tail = after.trim_start_matches(['$', ' ']);
    if let Some(known) =
        code(tail.get(..3)).filter(|_| !letter(tail.get(3..).and_then(|t| t.chars().next())))
    {
        return known;
    }
    let lower = |text: &str| {
        text.chars()
            .map(|c| c.to_ascii_lowercase())
            .collect::<String>()
    };
    let head: String = lower(
        after
            .get(
                ..after
                    .char_indices()
                    .nth(8)
                    .map_or(after.len(), |(at, _)| at),
            )
            .unwrap_or(""),
    );
    let from = before.char_indices().rev().nth(7).map_or(0, |(at, _)| at);
    let last = lower(before.get(from..).unwrap_or(""));
    let wordy = |token: &str| token.starts_with(words::letter);
    for (token, codes) in SIGNS {
        let ahead = last
            .strip_suffix(token)
            .is_some_and(|rest| !(wordy(token) && letter(rest.chars().next_back())));
        let behind = head.strip_prefix(token).is_some_and(|rest| {
            !(token.ends_with(words::letter) && letter(rest.chars().next()))
                || *token == "руб"
                || *token == "р"
        });
        if ahead || behind {
            return codes;
        }
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::*;

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
            ("Free!", "0", ""),
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
