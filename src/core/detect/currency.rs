//! Which currency a page means: what it says outright, then what its language, region and host suggest.
//! A sign that stays open gives no currency: no price is better than a wrong one.

use super::draft::pick;
use super::words::{cut, fold};
use crate::core::money::Currency;
use crate::core::snapshot::{Snapshot, text};
use crate::core::text::{find, has};

/// Metas that name the currency of the page.
const METAS: &str = "product:price:currency|og:price:currency|product:sale_price:currency|pricecurrency|currency|currencycode";
/// Regions, and languages spoken in one of them, whose currency shares its sign with another's.
const REGIONS: &str = " us USD ca CAD au AUD nz NZD sg SGD hk HKD tw TWD mx MXN ar ARS cl CLP co COP se SEK sv SEK no NOK nb NOK nn NOK dk DKK da DKK \
is ISK jp JPY ja JPY cn CNY zh CNY gb GBP uk GBP eg EGP in INR pk PKR lk LKR";

/// The currency that `codes` (of a price's sign; empty without one) mean on this page.
#[must_use]
#[inline(never)]
pub fn resolve(codes: &str, snapshot: &Snapshot) -> Option<Currency> {
    let fits = |currency: &Currency| codes.is_empty() || has(codes, currency.code());
    let meta = snapshot.page.get("meta");
    let told = Currency::parse(pick(meta, METAS).text().unwrap_or(""));
    if let Some(told) = snapshot.hint.filter(fits).or(told.filter(fits)) {
        return Some(told);
    }
    let mut named = 0;
    let mut first = None;
    let all = snapshot.rows("codes");
    for code in all {
        if let Some(code) = code.text().and_then(Currency::parse).filter(fits)
            && first != Some(code)
        {
            named += 1;
            first = first.or(Some(code));
        }
    }
    if named == 1 || codes.is_empty() {
        return first.filter(|_| named == 1);
    }
    let lang = fold(snapshot.text("lang"));
    // Most telling first: the language's region, the locale's, the country of the host, the language.
    for place in [
        lang.get(3..).unwrap_or(""),
        fold(text(meta, "og:locale")).get(3..).unwrap_or(""),
        country(snapshot.text("canonical")),
        country(&snapshot.url),
        lang.get(..3).unwrap_or(""),
    ] {
        let mut key = String::from(" ");
        key.push_str(place.trim());
        key.push(' ');
        let region = find(REGIONS, &key).filter(|_| key.len() == 4);
        // Regions that use no dollar at all say nothing about a `$`.
        if let Some(known) = region
            .and_then(|at| Currency::parse(REGIONS.get(at + 4..at + 7)?))
            .filter(fits)
        {
            return Some(known);
        }
    }
    let (one, more) = cut(codes, " ");
    // A plain `$` in English on a host of no country: only the United States leave their dollar unnamed.
    let unnamed =
        one == "USD" && first.is_none() && matches!(lang.trim().get(..2), None | Some("en"));
    if more.is_empty() || one == "GBP" || unnamed {
        return Currency::parse(one);
    }
    first.filter(|_| all.len() < 4)
}

/// The country of an address's host.
fn country(url: &str) -> &str {
    let host = cut(cut(cut(url, "://").1, "/").0, ":").0;
    host.rfind('.')
        .and_then(|at| host.get(at + 1..))
        .unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::value::Value;

    const DOLLARS: &str = "USD CAD AUD NZD SGD HKD TWD MXN ARS CLP COP";

    fn page(lang: &str, url: &str) -> Snapshot {
        Snapshot::read(&Value::object().with("lang", lang).with("url", url))
    }

    fn dollar(lang: &str, url: &str) -> Option<String> {
        resolve(DOLLARS, &page(lang, url)).map(|currency| currency.code().to_owned())
    }

    #[test]
    fn a_dollar_is_the_dollar_of_the_page_s_region() {
        assert_eq!(
            dollar("en-us", "https://shop.example/").as_deref(),
            Some("USD")
        );
        assert_eq!(
            dollar("en-ca", "https://shop.example/").as_deref(),
            Some("CAD")
        );
        assert_eq!(dollar("en", "https://shop.com.au/").as_deref(), Some("AUD"));
        assert_eq!(dollar("es", "https://shop.example/"), None);
    }

    #[test]
    fn the_shop_s_own_setting_goes_first_and_never_against_the_sign() {
        let snapshot = Snapshot {
            hint: Currency::parse("NZD"),
            ..page("en-us", "")
        };
        assert_eq!(resolve(DOLLARS, &snapshot), Currency::parse("NZD"));
        assert_eq!(resolve("EUR", &snapshot), Currency::parse("EUR"));
    }
}
