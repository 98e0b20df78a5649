//! The cart: rows of a cart page, replies of cart endpoints, forms that put something in.
//! A reply that holds the whole cart is the truth; a form only announces what it will do.

use super::draft::{Draft, leaf, pick};
use super::labels::NUMBERS;
use super::words::{absolute, any, cut, fold, says, until};
use super::{currency, price, visual};
use crate::core::decimal::Decimal;
use crate::core::facts::{Facts, Search};
use crate::core::money::Currency;
use crate::core::product::{Line, Product, path};
use crate::core::snapshot::{Snapshot, flag, number, text};
use crate::core::text::has;
use crate::core::value::Value;

/// What a form or a request did to the cart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CartChange {
    /// Something was put in; which product may be unknown.
    Added {
        /// What.
        product: Option<Product>,
        /// How many.
        quantity: u32,
    },
    /// Something was taken out.
    Removed {
        /// What.
        product: Option<Product>,
    },
    /// Something was put on a wish list.
    Wished {
        /// What.
        product: Option<Product>,
    },
    /// The whole cart, as the shop's server tells it.
    Contents(Vec<Line>),
    /// One line of it as it stands now; none of it when it was taken out.
    Stands(Line),
}

/// What shops call a number of things.
const COUNT: &str = "quantity|qty|cart_quantity";
/// What shops call a cart.
const CART: &str = "cart|basket| bag |korb|panier|carr|cest|sepet|koszyk|košík|kosik";
/// Steps of a checkout as addresses name them, in their order.
const STEPS: [&str; 3] = [
    " shipping| delivery | address| versand| liefer| livraison| adresse| envio",
    " payment| billing| zahlung| paiement| pago",
    " preview | review | summary | overview | confirm",
];
const RESULTS: &str =
    "result|treffer|ergebnis|résultat|resultad|risultat|wynik|sonuç|products|item|match";

/// The rows of a cart; `Some` of nothing when the page says that it is empty.
#[must_use]
pub fn read(page: &Snapshot) -> Option<Vec<Line>> {
    let empty = page.rows("notices").iter().any(|notice| {
        let told = fold(text(notice, "t"));
        told.len() < 120
            && any(&told, " empty| leer | vide | vac| vuoto| pust|boş")
            && any(&told, CART)
    });
    let mut lines = rows(page, FIELDS);
    if lines.is_empty() && !empty {
        // Buttons may change a bare figure.
        lines = rows(page, COUNTS);
    }
    (empty || !lines.is_empty()).then_some(lines)
}

/// What makes a card a line: a field for its quantity, a price and a count, either of them in an order.
const FIELDS: usize = 3;
const COUNTS: usize = 2;
pub const EITHER: usize = 1;

/// The cards that are lines by so much.
#[must_use]
#[inline(never)]
pub fn rows(page: &Snapshot, least: usize) -> Vec<Line> {
    let mut kept: Vec<(&Value, usize)> = Vec::new();
    for card in page.rows("cards") {
        let (quantity, prices) = (
            !text(card, "quantity").is_empty(),
            card.get("prices").items().len(),
        );
        let counted = !card.get("counts").items().is_empty();
        let known = if quantity {
            FIELDS
        } else {
            usize::from(prices > 0) + usize::from(counted)
        };
        // What is suggested beside has prices, and may have counts.
        let beside = least == COUNTS && visual::aside(card, page);
        if !visual::of_product(card, page) || known < least || beside {
            continue;
        }
        // The same product twice: the head's small cart beside the page's own; a price, a field, and little else make a row.
        // Twice in one list: its variants.
        let rank = usize::from(prices == 0) * 1000 + usize::from(!quantity) * 100 + prices;
        match kept.iter_mut().find(|(known, of)| {
            known.get("url") == card.get("url") && (*of != rank || known.get("w") != card.get("w"))
        }) {
            Some(known) if known.1 > rank => *known = (card, rank),
            Some(_) => {}
            None => kept.push((card, rank)),
        }
    }
    let mut out = Vec::new();
    for (at, &(card, _)) in kept.iter().enumerate() {
        let mut quantity = card.get("quantity").count();
        for told in card.get("counts").items() {
            let told = told.text().unwrap_or("");
            let digits = told.get(visual::figure(told, false)..visual::figure(told, true));
            quantity = quantity.or(Value::from(digits).count());
        }
        let quantity = quantity.unwrap_or(1);
        let mut draft = visual::card(card, page);
        // Its number stands among its own texts: before the next row begins.
        let from = number(card, "o");
        let to = (kept.get(at + 1)).map_or(from + visual::NEAR, |(next, _)| number(next, "o"));
        for spec in page.rows("specs") {
            let (order, told) = (number(spec, "o"), text(spec, "a"));
            if order > from && order < to && says(text(spec, "t"), NUMBERS) && !has(told, " ") {
                draft.add("sku", told);
            }
        }
        if quantity > 1 {
            // A row shows the price of one, of all, or both: only a pair that multiplies tells which is which.
            let mut amounts = Vec::new();
            for one in card.get("prices").items() {
                if let Some(told) = price::read(text(one, "t")).filter(|_| !flag(one, "s")) {
                    amounts.push(told.amount);
                }
            }
            let unit = amounts
                .iter()
                .find(|unit| amounts.contains(&unit.times(quantity as i64)));
            draft.facts.put("price", unit.copied());
        }
        if let Some(line) = line(draft, quantity, page) {
            out.push(line);
        }
    }
    out
}

fn line(draft: Draft, quantity: u64, page: &Snapshot) -> Option<Line> {
    let product = draft.product(page)?;
    (quantity > 0).then_some(Line {
        product,
        quantity: quantity.min(9999) as u32,
    })
}

/// What a form (`formFacts`) or a request (`tap`) does to the cart, if anything.
#[must_use]
pub fn change(request: &Value, facts: &Facts, page: &Snapshot) -> Option<CartChange> {
    if request.get("ok").flag() == Some(false) {
        return None;
    }
    let body = request.get("body");
    let sent = pick(body, "quantity|qty|Quantity|amount").count();
    let sent = sent.unwrap_or(1).clamp(1, 9999) as u32;
    let reply = request.get("reply");
    let to = fold(pick(request, "url|action").text().unwrap_or(""));
    if let Some(lines) = contents(reply, &to, facts, page) {
        // Shopify's add answers with the lines it added, not with the cart.
        if any(&to, "cart add")
            && pick(reply, "item_count|totals|cart").is_null()
            && !lines.is_empty()
        {
            return Some(CartChange::Added {
                product: lines.into_iter().next().map(|line| line.product),
                quantity: sent,
            });
        }
        return Some(CartChange::Contents(lines));
    }
    let card = request.get("card");
    let product = if visual::of_product(card, page) {
        visual::card(card, page).product(page)
    } else {
        None
    };
    let method = text(request, "method");
    let out = any(&to, "remov|delet");
    if has(&to, "wish") {
        return (any(&to, "add|toggle") && !out).then_some(CartChange::Wished { product });
    }
    let named = !body.get("add-to-cart").is_null();
    let button = fold(text(request, "button"));
    let get = method.eq_ignore_ascii_case("get");
    if !(named || any(&to, CART) || any(&button, CART)) || get && !named && !has(&to, "add to cart")
    {
        return None;
    }
    if out {
        return Some(CartChange::Removed { product });
    }
    let other = any(&to, "voucher|coupon|checkout|update|wish|shipping|save");
    // A cart of requests alone has no word for it: its answer is the line that was changed.
    if let "PUT" | "PATCH" | "DELETE" = method {
        let (mut item, mut inner) = (reply, reply);
        while inner.is_map() {
            item = inner;
            inner = pick(item, "data|item");
        }
        if other || pick(item, COUNT).is_null() {
            return None;
        }
        let mut line = told_line(item, &Value::NULL, facts, page)?;
        line.quantity *= u32::from(method != "DELETE");
        return Some(CartChange::Stands(line));
    }
    // And who sends it the product that the page shows puts it in.
    let sent_id = pick(body, "sku|id|product_id|productId").scalar();
    let adds = named
        || method == "POST"
            && sent_id.is_some()
            && (facts.product.as_ref())
                .is_some_and(|shown| sent_id == shown.sku || sent_id.as_deref() == Some(&shown.id))
        || any(&to, " add |addto|additem|hinzu|ajout|ekle")
        || says(
            text(request, "hint"),
            "add to basket|add to cart|addtocart|product form",
        )
        || any(
            &button,
            "add to|in den warenkorb|ajouter|sepete ekle|añadir",
        );
    (adds && !other).then_some(CartChange::Added {
        product,
        quantity: sent,
    })
}

/// Whether a request may have changed the cart, whatever its answer says of it: links that remove are GETs in some shops.
#[must_use]
pub fn may_change(request: &Value) -> bool {
    text(request, "method") != "GET" || says(text(request, "url"), "remov|delet| add |undo|update")
}

/// Where a shop software tells what is in the cart: an address, or the object of the page that holds it.
#[must_use]
pub fn endpoint(platform: &str) -> Option<&'static str> {
    Some(match platform {
        "shopify" => "/cart.js",
        "woocommerce" => "/wp-json/wc/store/v1/cart",
        "magento" => "/customer/section/load?sections=cart",
        "bigcommerce" => "/api/storefront/carts",
        "prestashop" => "prestashop.cart",
        "ecwid" => "Ecwid.Cart",
        _ => return None,
    })
}

/// Where a shop software keeps its cart from page to page. It may be older than what was just put in.
#[must_use]
pub fn kept(platform: &str) -> Option<&'static str> {
    (platform == "magento").then_some("localStorage.mage-cache-storage")
}

/// The lines in a cart endpoint's reply, whichever shop software it is.
fn contents(reply: &Value, to: &str, facts: &Facts, page: &Snapshot) -> Option<Vec<Line>> {
    let batch = reply.get("responses").items();
    let reply = batch.last().map_or(reply, |last| last.get("body"));
    // BigCommerce has a list of carts, and in each a list for each kind of thing.
    let first = reply.items().first().map(|cart| cart.get("lineItems"));
    let goods = first.map_or(&Value::NULL, |all| all.get("physicalItems"));
    // Magento keeps its cart beside the other sections of a customer.
    let mut cart = reply;
    while cart.get("cart").is_map() {
        cart = cart.get("cart");
    }
    // Its list of none is an empty cart.
    let carts = reply.is_list() && has(to, "storefront carts");
    let items = if carts || goods.is_list() {
        goods
    } else {
        pick(cart, "items|products")
    };
    // An `items` that is a count or a piece of HTML is no list of lines; Shopify's add of one is the line itself.
    let items = if carts || items.is_list() {
        items.items()
    } else if reply.get("variant_id").is_null() {
        return None;
    } else {
        core::slice::from_ref(reply)
    };
    let mut out = Vec::new();
    for line_item in items {
        if let Some(line) = told_line(line_item, cart, facts, page) {
            out.push(line);
        }
    }
    Some(out)
}

/// A line as a server tells it.
#[inline(never)]
fn told_line(line_item: &Value, cart: &Value, facts: &Facts, page: &Snapshot) -> Option<Line> {
    let own = facts.product.as_ref().and_then(|product| product.price);
    let own = own.map(|price| price.currency);
    let own = own.or_else(|| currency::resolve("", page));
    // Ecwid's lines hold their product.
    let item = Some(line_item.get("product"))
        .filter(|product| product.is_map())
        .unwrap_or(line_item);
    let mut draft = Draft::read("platform", 95, item, page);
    let plain = cut(draft.get("url"), "?").0.to_owned();
    draft.facts.put("url", plain);
    draft.add(
        "currency",
        &leaf(pick(cart, "currency|currency_code"), "code"),
    );
    draft.add("currency", &own.map_or(String::new(), Currency::code));
    draft.add("url", &absolute(text(item, "product_url"), &page.url));
    let prices = item.get("prices");
    let amount = if let Some(minor) = prices.get("price").number() {
        let digits = prices.get("currency_minor_unit").count().unwrap_or(2);
        Some(Decimal::scaled(minor.trunc(), digits as u8))
    } else if !item.get("variant_id").is_null()
        && !pick(item, "final_price|line_price|handle").is_null()
    {
        // Shopify's hundredths, whatever the currency's own minor unit is.
        let minor = pick(item, "discounted_price|final_price|price").number();
        minor.map(|minor| Decimal::scaled(minor.trunc(), 2))
    } else {
        let told = pick(item, "product_price_value|price_amount|salePrice").number();
        told.or_else(|| draft.amount())
    };
    draft.facts.put("price", amount);
    let quantity = pick(line_item, COUNT).count();
    line(draft, quantity.unwrap_or(1), page)
}

/// Which step of a checkout an address names: 1 where to, 2 how to pay, 3 a last look; 0 for none.
#[must_use]
pub fn checkout_step(url: &str) -> usize {
    let here = fold(path(url));
    let mut step = 0;
    for (at, words) in STEPS.iter().enumerate() {
        if any(&here, words) {
            step = at + 1;
        }
    }
    step
}

/// The search of a search page: `Found 3 results`, `12 Treffer`, `Showing 1–16 of 40 results`.
#[must_use]
pub fn search(page: &Snapshot) -> Option<Search> {
    let term = super::page_type::term(page);
    let mut results = None;
    for notice in page.rows("notices") {
        results = results.or_else(|| results_of(text(notice, "t")));
    }
    (!term.is_empty()).then_some(Search { term, results })
}

fn results_of(text: &str) -> Option<u32> {
    let text = fold(text);
    if any(
        &text,
        " no results| keine ergebnisse| keine treffer| aucun résultat",
    ) {
        return Some(0);
    }
    let (mut found, mut number, mut since) = (None, None, 0);
    until(&text, " ", &mut |word| {
        if let Some(count) = Value::from(word).count() {
            (number, since) = (Some(count), 0);
        } else if !word.is_empty() {
            since += 1;
            // `9 results`, `3 matching products`: the figure stands right before its word, whatever is around.
            if since < 3 && any(word, RESULTS) {
                found = number;
            }
        }
        found.is_some()
    });
    // `Results: 12` has it behind; only a short text says nothing else.
    let short = text.len() < 40 && any(&text, RESULTS);
    found.or(number.filter(|_| short)).map(|count| count as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_of_a_search() {
        assert_eq!(results_of("Found 3 results."), Some(3));
        assert_eq!(results_of("Showing 1–16 of 40 results"), Some(40));
        assert_eq!(results_of("No results were found"), Some(0));
        assert_eq!(results_of("In stock (4 available)"), None);
    }
}
