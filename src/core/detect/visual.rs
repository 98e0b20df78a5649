//! What a shopper sees, for pages whose markup says nothing: the headline, the price near it, a buy control, the cards of a list.
//! Names of classes and words beside a figure tell a price from a former price, a rate, a saving or a postage.

use super::draft::Draft;
use super::words::{any, cut, fold, plain, says, until, wordy};
use super::{currency, labels, page_type, picture, price};
use crate::core::decimal::Decimal;
use crate::core::product::{Availability, Product, path};
use crate::core::snapshot::{Snapshot, flag, number, text};
use crate::core::text::{concat, has, trim};
use crate::core::value::Value;

/// A price near a headline; a headline without one; a card.
pub const PRICED: u8 = 60;
const HEADLINE: u8 = 35;
const CARD: u8 = 55;
/// So many nodes after the headline are still about it.
pub const NEAR: i32 = 120;

/// Words that a price's own names carry when it is not what is paid now.
const FORMER: &str = " old|eold | was|list price|listprice|msrp| rrp|compare|strike|crossed|through|before |original|retail|regular|former|uvp|statt|instead|saving| save|discount a|discount b|discount v|barre|previous";
/// Words of prices that are not the product's.
const OTHER: &str = "shipping|versand| month| per |unit price|grundpreis|total| cart |mini| header| nav| footer|review|rating|related|recommend|upsell|cross| also |carousel|slick|swiper|coupon|klarna|deposit|option|menu|banner";
/// Words of a price without tax, where one with tax stands beside.
const NET: &str = " ex tax| excl|ex vat|without tax|netto| ht |hors taxe|price tax|zzgl  mwst|zzgl  ust|plus vat| exkl| ex gst|sin iva";
/// What the texts of a price weigh: in its own names, all names around it, itself, and what stands before and after it.
static WEIGHTS: [(i32, usize, &str); 13] = [
    (-60, OWN, FORMER),
    (
        -60,
        BEFORE,
        " was | list | regular | rrp | save | uvp | statt | old | før | ord | stara | antes | eski | mrp |\
shipping|delivery|versand|livraison|frakt|fragt|kargo|envío|frete|dostaw|spediz|verzend|доставк|total|over | or | oder | ou |havale|member|mitglied|medlem|adhér| club",
    ),
    (-45, TRAIL, OTHER),
    // What is saved or paid each month; what is read out to those who do not see that it is struck; the lowest of thirty days, which shops of the Union have to name.
    (
        -60,
        TEXT,
        "month|ship|save |over |spar |sparen|risparm|économis|ahorr| or more| origin| ursprüng| initial| regular| uvp| rrp| msrp|\
oorspr|pierwotn|conseil|consigl|recom|empf| 30 da| 30 dn| 30 día| 30 dia| 30 ta| 30 jo| 30 dern| 30 gi",
    ),
    (-45, AFTER, "month| monat| mois| mes | mese"),
    (-25, AFTER, NET),
    (-65, TEXT, NET),
    (-25, BEFORE, NET),
    (-65, OWN, NET),
    (12, OWN, PRICE),
    (18, TRAIL, PRICE),
    (
        10,
        OWN,
        " sale|current|final| now|special|offer| main|product|detail",
    ),
    (8, BEFORE, " price| now| preis| prix"),
];
const OWN: usize = 0;
const TRAIL: usize = 1;
const TEXT: usize = 2;
const BEFORE: usize = 3;
const AFTER: usize = 4;
const PRICE: &str = "price|prix|preis|precio|prezzo|cena|pris |fiyat|amount|cost";

const BUY: &str = "add to|addto|buy now|buynow|buy it|in den |warenkorb|in winkel|ajouter|acheter|añadir|agregar|comprar|sepete|aggiungi|acquist|do kosz|do koš|kosárba| i kurv|handlekurv|i varu|köp|korpu|košar|giỏ|السلة|구매|al carro|купить|в корз|カート|加入|장바구니|adicionar|bestellen|pre order";
/// Names and actions of what puts into a cart.
const ADDS: &str = "add to cart|addtocart|add to b|addtob|basket add|cart add|add cart| button cart| btn cart| buy";
/// A button of these leads elsewhere than into the cart.
const NOT_BUY: &str = "view|checkout|go to|my cart|wish|compare|search|mini|header";

const OUT: &str = "out of stock|outofstock|sold out|soldout|unavailable|not available|no longer|ausverkauft|nicht verf|nicht lief|épuisé|rupture|agotado|sin stock|esaurito|non dispon|no dispon|indispon|não dispon|niedostęp|tükendi|stokta yok|uitverkocht|slutsåld|udsolgt|vyprodáno|нет в нал";
const IN: &str = "in stock|instock|on stock|auf lager|lieferbar|vorrätig|verfügbar|en stock|dispon|dostęp|stokta|op voorraad|i lager|på lager|skladem|в наличии| available";

/// Places of a page that are not its list: the cart in its head, what was seen before, suggestions.
const ASIDE: &str = " header| nav| footer|minicart|mini cart|basket mini|cart widget|drawer|dropdown|recently|related|recommend|upsell|cross";
const SUGGESTED: &str =
    "recently|related|recommend|also like|you might|also bought|similar|zuletzt|ähnlich|récemment";

/// What a text says of stock; the sad words first, for many contain a glad one.
#[must_use]
pub fn stock(text: &str) -> Option<Availability> {
    let text = fold(text);
    if any(&text, OUT) {
        Some(Availability::OutOfStock)
    } else if any(&text, " pre order| preorder") {
        Some(Availability::PreOrder)
    } else {
        any(&text, IN).then_some(Availability::InStock)
    }
}

/// The control that puts the page's product into the cart.
#[must_use]
pub fn buy(page: &Snapshot) -> Option<&Value> {
    page.rows("buys").iter().find(|buy| {
        let label = fold(text(buy, "t"));
        let hint = fold(text(buy, "w"));
        // `Cart`, `0 Basket`: the way to the cart, whatever its classes say.
        let way = label.len() < 12
            && any(
                &label,
                " cart | basket | bag | warenkorb | panier | sepetim ",
            );
        (any(&label, BUY) || !way && any(&hint, ADDS))
            && !any(&label, NOT_BUY)
            && !any(&hint, "wish|compare|search|minicart|mini cart")
    })
}

/// The headline of the page, and where it stands.
#[must_use]
pub fn headline(page: &Snapshot) -> Option<(String, i32)> {
    let title = fold(&plain(&page.title));
    let mut best: Option<(usize, &Value)> = None;
    for head in page.rows("heads") {
        let named = text(head, "t");
        if !wordy(named) {
            continue;
        }
        // Several: the one that the document's title repeats, for a logo may be a headline too.
        let repeated = has(&title, trim(&fold(named)));
        let rank = match (number(head, "n"), repeated) {
            (1, true) => 1000 + named.len(),
            (1, false) => 900,
            (_, true) if named.len() > 8 => 800,
            _ => continue,
        };
        if best.is_none_or(|(top, _)| rank > top) {
            best = Some((rank, head));
        }
    }
    let (_, mut head) = best?;
    // A headline of the brand alone, and below it the whole name, with which the document's title begins.
    let first = fold(text(head, "t"));
    for longer in page.rows("heads") {
        let whole = fold(text(longer, "t"));
        if whole.len() > first.len() && title.starts_with(&whole) && whole.starts_with(&first) {
            head = longer;
        }
    }
    let named = plain(text(head, "t"));
    // A headline that ends in its price is named without it.
    let mut end = 0;
    until(&named, " ", &mut |word| {
        let priced = end > 0 && price::read(word).is_some_and(|told| !told.codes.is_empty());
        end += if priced { 0 } else { word.len() + 1 };
        priced
    });
    let named = named.get(..end.saturating_sub(1)).unwrap_or("");
    Some((named.to_owned(), number(head, "o")))
}

/// Adds the product as seen: name, price, stock, picture, numbers; and whether it can surely be bought here.
pub fn read(page: &Snapshot, title: &str, at: i32, drafts: &mut Vec<Draft>) -> bool {
    let buy = buy(page);
    let mut draft = Draft::read("visual", HEADLINE, &Value::NULL, page);
    draft.add("title", title);
    if let Some(price::Price { amount, codes }) = best(page, at, buy.map(|buy| number(buy, "o"))) {
        draft.facts.put("price", amount);
        draft.add("codes", codes);
        draft.trust = PRICED;
        // What markup still calls the price although the page strikes it, or tells in a currency that the page does not show, and the low end of a range of which the page
        // shows another, are not what is paid.
        let struck = amounts(page, true);
        for other in &mut *drafts {
            let Some(told) = other.amount() else { continue };
            let named = other.get("currency");
            let foreign = !codes.is_empty() && !named.is_empty() && !has(codes, named);
            let stale =
                (foreign || amount < told && struck.contains(&told)) && !page.seen.contains(&told);
            let high = other.facts.get("high").number();
            if stale || told < amount && high.is_some_and(|high| amount <= high) {
                other.facts.put("price", Value::NULL);
            }
        }
    }
    let mut stocked = false;
    let mut gone = false;
    for notice in page.rows("notices") {
        let (told, order) = (text(notice, "t"), number(notice, "o"));
        let Some(known) = stock(told) else { continue };
        let near = order > at && order < at + NEAR;
        stocked |= near;
        gone |= near && known == Availability::OutOfStock;
        let other = says(
            text(notice, "w"),
            "review|related|recommend|footer|header| nav|cart|option|select|comment|filter|sidebar",
        );
        if order + 40 > at
            && !other
            && (known == Availability::InStock
                || told.len() < 60
                || says(cut(told, ".").0, OUT) && near)
        {
            draft.add("availability", known.name());
        }
    }
    if buy.is_some_and(|buy| !flag(buy, "s")) && !gone {
        draft.add("availability", "InStock");
    }
    let [mut own, address, mut maker] = labels::read(page, at);
    let brand = maker.get("brand");
    draft.add("brand", brand);
    let (pictured, image) = picture::of(page, at, title, drafts);
    let to = match pictured {
        picture::MAIN.. => &mut own,
        picture::LIKELY.. => &mut draft,
        _ => &mut maker,
    };
    to.add("image", &image);
    // Headline and price, with a buy control, or with a word on stock and a number: a product that is chosen by its variants has no control yet.
    let numbered = !own.get("sku").is_empty();
    // What is sold out may have no price any more: it still has a maker, a number, and one in its address.
    // The trade's number tells a thing for sale as well as the shop's own.
    let traded = numbered || !maker.get("sku").is_empty();
    let mut others = 0;
    for card in page.rows("cards") {
        others += usize::from(!aside(card, page));
    }
    let chosen = others < 2 && page_type::names_product(page);
    let sold = (buy.is_some() || stocked && traded || chosen) && draft.amount().is_some()
        || gone && numbered && !draft.get("brand").is_empty() && !address.get("sku").is_empty();
    drafts.push(draft);
    drafts.push(own);
    drafts.push(address);
    drafts.push(maker);
    sold
}

/// Calls `each` with the prices that could be the page's own: those outside of other products' cards.
fn own_prices(page: &Snapshot, each: &mut dyn FnMut(&Value)) {
    for one in page.rows("prices") {
        each(one);
    }
    for card in page.rows("cards") {
        if !of_product(card, page) {
            for one in card.get("prices").items() {
                each(one);
            }
        }
    }
}

/// Every amount that the page shows as its own and not struck.
#[must_use]
pub fn shown(page: &Snapshot) -> Vec<Decimal> {
    amounts(page, false)
}

/// Every amount that the page shows as its own, either struck or not.
#[inline(never)]
fn amounts(page: &Snapshot, struck: bool) -> Vec<Decimal> {
    let mut out = Vec::new();
    own_prices(page, &mut |one| {
        if struck == (flag(one, "s") || says(text(one, "w"), FORMER)) {
            for (price, _) in price::all(text(one, "t")) {
                out.push(price.amount);
            }
        }
    });
    out
}

/// The likeliest price so far, and how likely it is.
type Likeliest = (i32, Option<price::Price>);

/// Keeps this price if it is likelier.
#[inline(never)]
fn keep(top: &mut Likeliest, one: &Value, at: i32, buy: Option<i32>) {
    if let Some(told) = told(text(one, "t")) {
        let score = weigh(one, told, at, buy);
        if score > top.0 {
            *top = (score, Some(told));
        }
    }
}

fn best(page: &Snapshot, at: i32, buy: Option<i32>) -> Option<price::Price> {
    let mut top = (-1, None);
    own_prices(page, &mut |one| keep(&mut top, one, at, buy));
    top.1
}

/// A text of two prices, `Was $20 Now $15`, tells the one after its word for now.
#[inline(never)]
fn told(text: &str) -> Option<price::Price> {
    let lower = text.to_ascii_lowercase();
    let mut told = None;
    until("now|sale|special", "|", &mut |word| {
        told = price::read(cut(&lower, word).1);
        told.is_some()
    });
    told.or_else(|| price::read(text))
        .filter(|told| told.amount > Decimal::ZERO)
}

/// Where the first figure of a text begins, or after its last one where a label that follows begins.
pub fn figure(text: &str, after: bool) -> usize {
    let (mut first, mut end) = (text.len(), 0);
    for (at, byte) in text.bytes().enumerate() {
        if byte.is_ascii_digit() {
            first = first.min(at);
            end = at + 1;
        }
    }
    if after { end } else { first }
}

/// What stands before the first figure of a text.
#[inline(never)]
pub fn label(text: &str) -> &str {
    text.get(..figure(text, false)).unwrap_or("")
}

/// How likely a text is the product's price: what stands in its names and before it, and how near it is.
#[inline(never)]
fn weigh(one: &Value, told: price::Price, at: i32, buy: Option<i32>) -> i32 {
    let trail = text(one, "w");
    let mut own = fold(cut(trail, "/").0);
    own.push_str(&fold(cut(cut(trail, "/").1, "/").0));
    // A label stands between figures: what lies beyond another figure is about that one.
    let before = text(one, "b");
    let before = before.get(figure(before, true)..).unwrap_or("");
    let after = label(text(one, "a"));
    // A label with a colon is the next figure's.
    let after = if has(after, ":") { "" } else { after };
    let told_as = text(one, "t");
    let before = concat(&[before, " ", label(told_as)]);
    let texts = [own, fold(trail), fold(told_as), fold(&before), fold(after)];
    let mut score: i32 = if told.codes.is_empty() { 8 } else { 20 };
    for (weight, place, words) in &WEIGHTS {
        if texts.get(*place).is_some_and(|text| any(text, words)) {
            score += weight;
        }
    }
    if flag(one, "s") {
        score -= 60;
    }
    // What a measure of it costs: `4,98 € / 100 ml`.
    if has(told_as, "/") || has(after, "/") {
        score -= 30;
    }
    let order = number(one, "o");
    let far = (order - at).abs().min(1200) / 40;
    score += if order > at { 14 - far } else { -6 - far };
    if let Some(buy) = buy {
        score += 12 - (order - buy).abs().min(1200) / 50;
    }
    score
}

/// Whether a card shows a product of its own, and not a part of the page's (`zzgl. Versand` beside a price).
#[must_use]
pub fn of_product(card: &Value, page: &Snapshot) -> bool {
    let to = path(text(card, "url"));
    !to.is_empty()
        && to != path(&page.url)
        && to != path(page.text("canonical"))
        && !text(card, "title").is_empty()
        && !(text(card, "image").is_empty()
            && text(card, "quantity").is_empty()
            && card.get("counts").items().is_empty())
}

/// What a card says of its product.
#[must_use]
pub fn card(card: &Value, page: &Snapshot) -> Draft {
    let mut draft = Draft::read("visual", CARD, card, page);
    // The card's id is the platform's own, and no page repeats it: the address tells the product.
    draft.facts.put("id", Value::NULL);
    // What is paid now: what is most like a price, of alike ones the first.
    let mut top = (i32::MIN, None);
    for one in card.get("prices").items() {
        if !flag(one, "s") {
            keep(&mut top, one, number(card, "o"), None);
        }
    }
    if let Some(told) = top.1 {
        draft.facts.put("price", told.amount);
        draft.add("codes", told.codes);
    }
    for notice in card.get("notices").items() {
        if let Some(known) = stock(text(notice, "t")) {
            draft.add("availability", known.name());
        }
    }
    draft
}

/// Whether a card stands where suggestions, the cart of the head or the last seen stand.
#[inline(never)]
pub fn aside(card: &Value, page: &Snapshot) -> bool {
    let mut section = "";
    for head in page.rows("heads") {
        if number(head, "o") <= number(card, "o") {
            section = text(head, "t");
        }
    }
    says(text(card, "w"), ASIDE) || says(section, SUGGESTED)
}

/// The products of the page's cards, each address once; those beside its list only where there is none.
#[must_use]
pub fn list(page: &Snapshot) -> Vec<Product> {
    let mut out: Vec<Product> = Vec::new();
    for &beside in &[false, true] {
        for one in page.rows("cards") {
            if !of_product(one, page)
                || one.get("prices").items().is_empty()
                || aside(one, page) != beside
            {
                continue;
            }
            if let Some(product) = card(one, page).product(page)
                && !out.iter().any(|known| known.id == product.id)
            {
                out.push(product);
            }
        }
        if !out.is_empty() {
            break;
        }
    }
    out
}

/// The number of a price's currency on this page.
#[must_use]
pub fn money(one: &Value, page: &Snapshot) -> Option<crate::core::money::Money> {
    let told = price::read(text(one, "t"))?;
    crate::core::money::Money::new(told.amount, currency::resolve(told.codes, page)?)
}
