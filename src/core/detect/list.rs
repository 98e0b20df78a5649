//! Lists of products: the cards of a category, a search, a home page.
//! A card leads to one address and shows a picture or a price; a link with neither is no product.

use super::draft::{Draft, text};
use super::{price, visual, words};
use crate::core::decimal::Decimal;
use crate::core::product::{Product, path};
use crate::core::snapshot::{Card, PriceText, Snapshot};

const TRUST: u8 = 55;

/// Whether a card shows a product of its own, and not a part of the page's (`zzgl. Versand` beside a price).
#[must_use]
pub fn of_product(card: &Card, snapshot: &Snapshot) -> bool {
    let to = path(&card.url);
    let here = to == path(&snapshot.url)
        || (!snapshot.canonical.is_empty() && to == path(&snapshot.canonical));
    !card.url.is_empty()
        && !here
        && (!card.image.is_empty() || !card.quantity.is_empty() || !card.counts.is_empty())
        && !card.titles.is_empty()
}

/// The card's title: the first that is not cut off, and says more than a price or a button does.
#[must_use]
pub fn title(card: &Card) -> Option<String> {
    let whole = || {
        card.titles.iter().filter(|text| {
            text.chars().filter(|c| words::letter(*c)).count() > 2
                && price::read(text).is_none_or(|p| p.codes.is_empty())
        })
    };
    let cut = |text: &&String| text.ends_with('…') || text.ends_with("...");
    let full = whole().find(|text| !cut(text));
    text(full.or_else(|| whole().next())?)
}

/// The amount paid now among a card's prices.
#[must_use]
pub fn current(prices: &[PriceText]) -> Option<price::Price> {
    let mut all = prices.iter().filter(|one| !one.struck).filter_map(|one| {
        let told = price::read(&one.text).filter(|told| told.amount > Decimal::ZERO)?;
        Some((
            words::has(
                &words::fold(&one.trail),
                " old|old | was|regular|compare|list price|msrp|strike",
            ),
            told,
        ))
    });
    let first = all.next()?;
    if first.0 {
        all.find(|(former, _)| !former)
            .or(Some(first))
            .map(|(_, told)| told)
    } else {
        Some(first.1)
    }
}

/// What a card says of its product.
#[must_use]
pub fn draft(card: &Card, snapshot: &Snapshot) -> Option<Draft> {
    let mut draft = Draft::new("visual", TRUST);
    draft.title = Some(title(card)?);
    draft.url = words::absolute(&card.url, &snapshot.url);
    draft.image = words::absolute(&card.image, &snapshot.url);
    draft.sku = text(&card.sku);
    if let Some(told) = current(&card.prices) {
        draft.amounts.push(told.amount);
        draft.codes = told.codes;
    }
    draft.availability = card
        .notices
        .iter()
        .find_map(|notice| visual::stock(&notice.text));
    Some(draft)
}

/// The product of a card.
#[must_use]
pub fn product(card: &Card, snapshot: &Snapshot) -> Option<Product> {
    draft(card, snapshot)?.product(snapshot)
}

/// Places of a page that are not its list: the cart in its head, what was seen before, suggestions.
const ASIDE: &str = " header| nav | nav| footer| aside |minicart|mini cart|basket mini|cart widget|widget shopping cart|drawer|dropdown|recently|related|recommend|upsell|crosssell|cross sell";
const SUGGESTED: &str = "recently|related|recommend|also like|also bought|also viewed|similar|zuletzt|ähnlich|auch gefallen|récemment|similaires|benzer";

/// Whether a card stands where suggestions, the cart of the head or the last seen stand.
fn aside(card: &Card, snapshot: &Snapshot) -> bool {
    let section = snapshot
        .headings
        .iter()
        .rev()
        .find(|(_, order, _)| *order < card.order);
    words::has(&words::fold(&card.trail), ASIDE)
        || section.is_some_and(|(text, _, _)| words::has(&words::fold(text), SUGGESTED))
}

/// The products of the page's cards, each address once; those beside its list only where there is none.
#[must_use]
pub fn read(snapshot: &Snapshot) -> Vec<Product> {
    let cards = || {
        snapshot
            .cards
            .iter()
            .filter(|card| of_product(card, snapshot) && !card.prices.is_empty())
    };
    let some = cards().any(|card| !aside(card, snapshot));
    let mut out: Vec<Product> = Vec::new();
    for card in cards().filter(|card| !some || !aside(card, snapshot)) {
        if let Some(product) =
            product(card, snapshot).filter(|product| !out.iter().any(|known| known.is(product)))
        {
            out.push(product);
        }
    }
    out
}
