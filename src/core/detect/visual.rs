//! What a shopper sees, for pages whose markup says nothing: the headline, the price near it, a buy control.
//! Names of classes and words beside a figure tell a price from a former price, a rate, a saving or a postage.

use super::draft::{Draft, text};
use super::{price, words};
use crate::core::decimal::Decimal;
use crate::core::product::Availability;
use crate::core::snapshot::{Buy, PriceText, Snapshot};

const TRUST: u8 = 60;
/// The headline without a price or control to go with it.
const HEADLINE: u8 = 35;
/// So many nodes after the headline are still about it.
const NEAR: u32 = 120;
/// A longer value is a sentence that happens to begin like a label.
const SPEC: usize = 40;

/// Words that a price's own names carry when it is not what is paid now.
const NOT_NOW: &str = " old|old | was|was | list price|listprice| msrp|msrp| rrp|rrp |compare|strike|crossed|through| before | original|retail| former|\
 ancien|barre|instead| statt | uvp| saving| save|savings|discount|off |percent| eski|previous|non sale|nonsale";
/// Words of prices that are not the product's.
const OTHER: &str = "shipping|delivery|versand|livraison| month|monat|installment| rate | per |unit price|unitprice|base price|grundpreis|subtotal| cart | minicart|cart total|basket mini|mini cart| bag | header| nav| footer|\
 reviews|rating| related|recommend|upsell|cross sell|crosssell| similar| also |carousel| slick|swiper|coupon| reward| points|\
financ|klarna|afterpay|affirm|sezzle|deposit|gift card| total|warranty|protection|bundle|accessor|menu|promo|banner|threshold|sponsored|compare|comparison|option";
/// Words of a price without tax, where one with tax stands beside.
const NET: &str = " ex tax| excl| exc |ex vat|without tax|net price|netto| ht |hors taxe|χωρίς|brez ddv|bez dph|bez vat| exkl|senza iva|sin iva|mas iva|más iva| ex gst|price tax";
const PRICE: &str = "price|prix|preis|precio|prezzo|cena|pris |fiyat|amount|cost";
const NOW: &str =
    " sale|current|final| our| now|special|selling|offer| main|product|detail|actual| buy|sales";

const BUY: &str = "add to|addto|add cart|addcart|buy now|buynow|buy it|buy button|in den |warenkorb|in winkel|ajouter|añadir|agregar|sepete|aggiungi|acquista|comprar|do koszyka|do košíku|\
kosárba|i kurven|i varukorg|i handle|lägg |legg i|köp|læg i|купить|в корзину|カート|购物|加入|장바구니|adicionar|acheter|bestellen|add bag|addbag|purchase|adauga|pre order|preorder";
/// Names and actions of what puts into a cart.
const ADDS: &str = "add to cart|addtocart|add to basket|addtobasket|addtobag|add to bag|basket add|cart add|add cart";
/// Labels of the way to the cart.
const WAY: &str =
    "cart|basket|bag|my|your|shopping|trolley|warenkorb|panier|carrito|sepet|sepetim|item|items";
/// A button of these leads elsewhere than into the cart.
const NOT_BUY: &str = "view cart|view basket|view bag|checkout|go to cart|my cart|shopping bag|wish|compare|registry|newsletter|subscribe|search|gift list|mini|header";

const OUT: &str = "out of stock|outofstock|out stock|sold out|soldout|unavailable|not available|no longer available|currently un|ausverkauft|nicht verfügbar|nicht lieferbar|nicht vorrätig|épuisé|rupture|\
agotado|sin stock|esaurito|non disponibile|niedostęp|tükendi|stokta yok|uitverkocht|slutsåld|udsolgt|utsolgt|nincs|vyprodáno|нет в наличии|discontinued";
const IN: &str = "in stock|instock|on stock|auf lager|lieferbar|vorrätig|verfügbar|en stock|disponible|disponibile|dostęp|stokta|op voorraad|i lager|på lager|skladem|в наличии| available";

/// What a text says of stock; the sad words first, for many contain a glad one.
#[must_use]
pub fn stock(text: &str) -> Option<Availability> {
    let text = words::fold(text);
    if words::has(&text, OUT) {
        Some(Availability::OutOfStock)
    } else if words::has(&text, " pre order| preorder") {
        Some(Availability::PreOrder)
    } else {
        words::has(&text, IN).then_some(Availability::InStock)
    }
}

/// The control that puts the page's product into the cart.
#[must_use]
pub fn buy(snapshot: &Snapshot) -> Option<&Buy> {
    snapshot.buys.iter().find(|buy| {
        let label = words::fold(&buy.label);
        let hint = words::fold(&buy.hint);
        // `Cart`, `0 Basket`: the way to the cart, whatever its classes say.
        let way = label
            .split(|c: char| !c.is_ascii_alphabetic())
            .filter(|word| !word.is_empty())
            .all(|word| WAY.split('|').any(|known| known == word));
        let way = way && !label.trim().is_empty();
        let named = words::has(&label, BUY) || words::has(&hint, ADDS);
        (named || !way && words::has(&hint, " button cart| btn cart| cart button| buy"))
            && !words::has(&label, NOT_BUY)
            && !words::has(&hint, "wish|compare|search|minicart|mini cart")
    })
}

/// The headline of the page, and where it stands.
#[must_use]
pub fn headline(snapshot: &Snapshot) -> Option<(String, u32)> {
    let named = |text: &str| words::plain(text);
    let firsts = || {
        snapshot
            .headings
            .iter()
            .filter(|(text, _, level)| *level == 1 && text.chars().any(words::of_word))
    };
    let heads = words::plain(&snapshot.title);
    let title = words::fold(&heads);
    // Several: the one that the document's title repeats, for a logo may be a headline too.
    let own = firsts()
        .filter(|(text, _, _)| title.contains(words::fold(text).trim()))
        .max_by_key(|(text, order, _)| (text.len(), u32::MAX - order));
    own.or_else(|| firsts().next())
        .or_else(|| {
            snapshot.headings.iter().find(|(text, _, level)| {
                *level == 2 && text.len() > 8 && title.contains(words::fold(text).trim())
            })
        })
        .map(|(text, order, _)| (unpriced(&named(text)), *order))
}

/// A headline that ends in its price is named without it.
fn unpriced(title: &str) -> String {
    let end = title
        .split(' ')
        .scan(0, |at, word| {
            let start = *at;
            *at += word.len() + 1;
            Some((start, word))
        })
        .find(|(start, word)| {
            *start > 0 && price::read(word).is_some_and(|told| !told.codes.is_empty())
        })
        .map_or(title.len(), |(start, _)| start);
    title.get(..end).unwrap_or(title).trim().to_owned()
}

/// The product as seen: name, price, stock, picture, number.
#[must_use]
pub fn read(snapshot: &Snapshot) -> Option<Draft> {
    let (title, at) = headline(snapshot)?;
    let buy = buy(snapshot);
    let mut draft = Draft::new("visual", HEADLINE);
    draft.title = text(&title);
    if let Some((amount, codes)) = best(snapshot, at, buy.map(|buy| buy.order)) {
        draft.amounts.push(amount);
        draft.codes = codes;
        draft.trust = TRUST;
    }
    let near = snapshot.notices.iter().filter(|notice| notice.order + 40 > at).find_map(|notice| {
        let whole = words::fold(&notice.trail);
        if words::has(&whole, "review|related|recommend|footer|header| nav|cart|option|select|question|comment|filter|sidebar") {
            return None;
        }
        stock(&notice.text).filter(|known| *known == Availability::InStock || notice.text.len() < 60)
    });
    draft.stocked = snapshot.notices.iter().any(|notice| {
        notice.order > at && notice.order < at + NEAR && stock(&notice.text).is_some()
    });
    draft.availability = near.or(buy
        .filter(|buy| !buy.disabled)
        .map(|_| Availability::InStock));
    for (label, value) in &snapshot.specs {
        let brand = words::has(
            &words::fold(label),
            "brand|mark|marq|marca|märke|manufact|herst|fabric|výrobce|proizvaj|бренд|производ",
        );
        let field = if brand {
            &mut draft.brand
        } else {
            &mut draft.sku
        };
        let numbered = brand || value.chars().any(|c| c.is_ascii_digit());
        if field.is_none() && numbered && value.len() < SPEC {
            *field = text(value.trim_start_matches(['#', ':', ' ']));
        }
    }
    draft.image = picture(snapshot, at, &title).and_then(|url| words::absolute(url, &snapshot.url));
    Some(draft)
}

/// The picture most like the product's: of the headline's words, large, near, not a way to elsewhere.
fn picture<'a>(snapshot: &'a Snapshot, at: u32, title: &str) -> Option<&'a str> {
    snapshot
        .images
        .iter()
        .filter(|image| !image.url.is_empty() && !image.url.starts_with("data:"))
        .map(|image| {
            let trail = words::fold(&image.trail);
            let mut score: i32 = if image.linked { -40 } else { 0 };
            score += (image.width.min(600) / 12) as i32;
            if words::alike(&image.alt, title) {
                score += 60;
            } else if image.alt.len() > 4 && title.contains(image.alt.as_str()) {
                score += 20;
            }
            if words::has(&trail, "main|zoom|gallery|product im|productim|primary|hero|large|big|featured") {
                score += 40;
            }
            if words::has(&trail, "thumb|logo|icon|related|footer|header| nav|recommend|review|menu|banner|payment|badge|swatch") {
                score -= 70;
            }
            score -= (image.order.abs_diff(at).min(2000) / 40) as i32;
            (score, image)
        })
        .rev()
        .max_by_key(|(score, _)| *score)
        .filter(|(score, _)| *score > 0)
        .map(|(_, image)| image.url.as_str())
}

/// Prices that could be the page's own: those outside of other products' cards.
pub fn own_prices(snapshot: &Snapshot) -> impl Iterator<Item = &PriceText> {
    snapshot.prices.iter().chain(
        snapshot
            .cards
            .iter()
            .filter(|card| !super::list::of_product(card, snapshot))
            .flat_map(|card| &card.prices),
    )
}

/// Every amount that the page shows as its own and not struck.
#[must_use]
pub fn shown(snapshot: &Snapshot) -> Vec<Decimal> {
    own_prices(snapshot)
        .filter(|one| !one.struck && !words::has(&words::fold(&one.trail), NOT_NOW))
        .flat_map(|one| price::all(&one.text))
        .map(|(price, _)| price.amount)
        .collect()
}

fn best(snapshot: &Snapshot, at: u32, buy: Option<u32>) -> Option<(Decimal, &'static str)> {
    let mut best: Option<(i32, Decimal, &'static str)> = None;
    let largest = own_prices(snapshot).map(|one| one.size).max().unwrap_or(0);
    for one in own_prices(snapshot) {
        let told = match told(&one.text) {
            Some(told) if told.amount > Decimal::ZERO => told,
            _ => continue,
        };
        let score = weigh(one, told, at, buy, largest);
        if score >= 0 && best.is_none_or(|(top, _, _)| score > top) {
            best = Some((score, told.amount, told.codes));
        }
    }
    best.map(|(_, amount, codes)| (amount, codes))
}

/// A text of two prices, `Was $20 Now $15`, tells the one after its word for now.
fn told(text: &str) -> Option<price::Price> {
    let lower = text.to_ascii_lowercase();
    ["now", "sale price", "our price", "special price", "sale"]
        .iter()
        .filter_map(|word| lower.rfind(word))
        .find_map(|at| price::read(text.get(at..)?).filter(|told| told.amount > Decimal::ZERO))
        .or_else(|| price::read(text))
}

fn weigh(one: &PriceText, told: price::Price, at: u32, buy: Option<u32>, largest: u32) -> i32 {
    let trail = words::fold(&one.trail);
    let own = words::fold(
        one.trail
            .split('/')
            .take(2)
            .fold(String::new(), |all, part| all + part + " ")
            .as_str(),
    );
    // A label stands between figures: what lies beyond another figure is about that one.
    let digit = |c: char| c.is_ascii_digit();
    let before = words::fold(one.before.rsplit(digit).next().unwrap_or(""));
    let beside = words::fold(one.after.split(digit).next().unwrap_or(""));
    let mut score: i32 = 20;
    if told.codes.is_empty() {
        score -= 12;
    }
    if one.struck
        || words::has(&own, NOT_NOW)
        || words::has(
            &before,
            " was | list price | regular price | retail | msrp | rrp | save | you save | uvp | statt | instead of",
        )
    {
        score -= 60;
    }
    if words::has(&trail, OTHER) || words::has(&words::fold(&one.text), "month|ship|save |over ") {
        score -= 45;
    }
    if words::has(
        &before,
        "shipping|delivery|versand|total|subtotal|over |from just|as low as| or ",
    ) || words::has(&beside, " month| mo | per | off")
    {
        score -= 35;
    }
    if words::has(&beside, NET) || words::has(&before, NET) || words::has(&own, NET) {
        score -= 25;
    }
    if words::has(&own, PRICE) {
        score += 30;
    } else if words::has(&trail, PRICE) {
        score += 18;
    }
    if words::has(&own, NOW) {
        score += 10;
    }
    if words::has(
        &before,
        " price| now| our price| preis| prix| cena| today| deal",
    ) {
        score += 8;
    }
    if one.unseen {
        score -= 30;
    }
    if largest > 0 && one.size == largest {
        score += 10;
    }
    if one.order > at {
        score += 14 - ((one.order - at).min(1200) / 40) as i32;
    } else {
        score -= 6 + ((at - one.order).min(1200) / 40) as i32;
    }
    if let Some(buy) = buy {
        score += 12 - (one.order.abs_diff(buy).min(1200) / 50) as i32;
    }
    score
}
