//! Which currency a page means: what it says outright, then what its language, region and host suggest.
//! A sign that stays open gives no currency: no price is better than a wrong one.

use super::price::DOLLARS;
use super::words::fold;
use crate::core::money::Currency;
use crate::core::snapshot::Snapshot;

/// Metas that name the currency of the page.
pub const METAS: &[&str] = &[
    "product:price:currency",
    "og:price:currency",
    "product:sale_price:currency",
    "twitter:data1:currency",
    "priceCurrency",
    "currency",
    "currencycode",
];

/// Regions, and languages spoken in one of them, whose currency shares its sign with another's.
const REGIONS: &str = "us USD ca CAD au AUD nz NZD sg SGD hk HKD tw TWD mx MXN ar ARS cl CLP co COP se SEK sv SEK no NOK nb NOK nn NOK dk DKK da DKK \
is ISK jp JPY ja JPY cn CNY zh CNY gb GBP uk GBP eg EGP in INR pk PKR lk LKR";

/// The currency that `codes` (of a price's sign; empty without one) mean on this page.
pub fn resolve(codes: &str, snapshot: &Snapshot) -> Option<Currency> {
    let fits = |currency: &Currency| codes.is_empty() || codes.contains(currency.code());
    let told = [
        snapshot.hint,
        snapshot.meta(METAS).and_then(Currency::parse),
    ];
    if let Some(told) = told.into_iter().flatten().find(fits) {
        return Some(told);
    }
    let mut scripts = snapshot.currencies.iter().copied().filter(fits);
    let first = scripts.next();
    if first.is_some() && scripts.next().is_none() {
        return first;
    }
    if codes.is_empty() {
        return None;
    }
    let regions = regions(snapshot);
    // Regions that use no dollar at all say nothing about a `$`.
    if let Some(known) = regions
        .iter()
        .find_map(|region| of_region(region).filter(fits))
    {
        return Some(known);
    }
    match codes.split_once(' ') {
        None => Currency::parse(codes),
        Some(("GBP", _)) => Currency::parse("GBP"),
        // A plain `$` in English on a host of no country: only the United States leave their dollar unnamed.
        Some(_)
            if codes == DOLLARS
                && (snapshot.lang.is_empty() || snapshot.lang.starts_with("en"))
                && first.is_none() =>
        {
            Currency::parse("USD")
        }
        _ => first.filter(|_| snapshot.currencies.len() < 4),
    }
}

fn of_region(region: &str) -> Option<Currency> {
    let mut words = REGIONS.split_ascii_whitespace();
    while let (Some(known), Some(code)) = (words.next(), words.next()) {
        if known == region {
            return Currency::parse(code);
        }
    }
    None
}

/// What may name a region, most telling first: the language's region, the locale's, the country of the host, the language.
fn regions(snapshot: &Snapshot) -> Vec<String> {
    let mut out = Vec::new();
    for locale in [
        snapshot.lang.as_str(),
        snapshot.meta(&["og:locale"]).unwrap_or(""),
    ] {
        if let [_, .., region] = fold(locale).split_ascii_whitespace().collect::<Vec<_>>()[..] {
            out.push(region.to_owned());
        }
    }
    for url in [snapshot.canonical.as_str(), snapshot.url.as_str()] {
        let host = url
            .split("://")
            .nth(1)
            .unwrap_or("")
            .split(['/', ':', '?'])
            .next()
            .unwrap_or("");
        if let Some(country) = host.rsplit('.').next().filter(|country| country.len() == 2) {
            out.push(country.to_owned());
        }
    }
    out.push(snapshot.lang.get(..2).unwrap_or("").to_owned());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dollar(lang: &str, url: &str) -> Option<String> {
        let snapshot = Snapshot {
            lang: lang.into(),
            url: url.into(),
            ..Snapshot::default()
        };
        resolve(DOLLARS, &snapshot).map(|currency| currency.code().to_owned())
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
            lang: "en-us".into(),
            ..Snapshot::default()
        };
        assert_eq!(resolve(DOLLARS, &snapshot), Currency::parse("NZD"));
        assert_eq!(resolve("EUR", &snapshot), Currency::parse("EUR"));
    }
}
