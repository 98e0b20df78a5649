//! Which currency a page means: what it says outright, then what its language, region and host suggest.
//! A sign that stays open gives no currency: no price is better than a wrong one.

use super::draft::pick;
use super::words::{cut, lookup};
use crate::core::money::Currency;
use crate::core::snapshot::Snapshot;
use crate::core::text::has;

/// Metas that name the currency of the page.
const METAS: &str = "product:price:currency|og:price:currency|product:sale_price:currency|pricecurrency|currency|currencycode";
/// Regions, and languages spoken in one of them, whose currency shares its sign with another's.
const REGIONS: &str = "|us=USD|ca=CAD|au=AUD|nz=NZD|sg=SGD|hk=HKD|tw=TWD|mx=MXN|ar=ARS|cl=CLP|co=COP|se=SEK|sv=SEK|no=NOK|nb=NOK|nn=NOK|dk=DKK|da=DKK|\
is=ISK|jp=JPY|ja=JPY|cn=CNY|zh=CNY|gb=GBP|uk=GBP|eg=EGP|in=INR|pk=PKR|lk=LKR|";

/// The currency that `codes` (of a price's sign; empty without one) mean on this page.
#[must_use]
#[inline(never)]
pub fn resolve(codes: &str, page: &Snapshot) -> Option<Currency> {
    let fits = |currency: &Currency| codes.is_empty() || has(codes, &currency.code());
    let told = Currency::parse(pick(page.page.get("meta"), METAS).text().unwrap_or(""));
    if let Some(told) = page.hint.filter(fits).or(told.filter(fits)) {
        return Some(told);
    }
    let mut named = 0;
    let mut first = None;
    let all = page.rows("codes");
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
    // Most telling first: the language's region, the locale's, the country of the host; last the language.
    let mut english = true;
    for place in page.rows("places") {
        let place = place.text().unwrap_or("");
        let known = lookup(REGIONS, place);
        // Regions that use no dollar at all say nothing about a `$`.
        if !known.is_empty() && has(codes, known) {
            return Currency::parse(known);
        }
        english = matches!(place, "" | "en");
    }
    let (one, more) = cut(codes, " ");
    // A plain `$` in English on a host of no country: only the United States leave their dollar unnamed.
    if more.is_empty() || one == "GBP" || one == "USD" && first.is_none() && english {
        return Currency::parse(one);
    }
    first.filter(|_| all.len() < 4)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::value::Value;

    const DOLLARS: &str = "USD CAD AUD NZD SGD HKD TWD MXN ARS CLP COP";

    fn page(places: &[&str]) -> Snapshot {
        let places: Value = places.iter().copied().collect();
        Snapshot::read(&Value::object().with("places", places))
    }

    fn dollar(places: &[&str]) -> Option<String> {
        resolve(DOLLARS, &page(places)).map(|currency| currency.code())
    }

    #[test]
    fn a_dollar_is_the_dollar_of_the_page_s_region() {
        assert_eq!(dollar(&["us", "en"]).as_deref(), Some("USD"));
        assert_eq!(dollar(&["", "ca", "en"]).as_deref(), Some("CAD"));
        assert_eq!(dollar(&["", "au", "en"]).as_deref(), Some("AUD"));
        assert_eq!(dollar(&["", "", "es"]), None);
    }

    #[test]
    fn the_shop_s_own_setting_goes_first_and_never_against_the_sign() {
        let snapshot = Snapshot {
            hint: Currency::parse("NZD"),
            ..page(&["us", "en"])
        };
        assert_eq!(resolve(DOLLARS, &snapshot), Currency::parse("NZD"));
        assert_eq!(resolve("EUR", &snapshot), Currency::parse("EUR"));
    }
}
