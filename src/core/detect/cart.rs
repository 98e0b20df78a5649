//! The cart: rows of a cart page, replies of cart endpoints, forms that put something in.
//! A reply that holds the whole cart is the truth; a form only announces what it will do.

use super::draft::Draft;
use super::{currency, list, price, words};
use crate::core::decimal::Decimal;
use crate::core::facts::Facts;
use crate::core::money::{Currency, Money};
use crate::core::product::{Line, Product};
use crate::core::snapshot::{Card, Snapshot};
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
    /// The whole cart, as the shop's server tells it.
    Contents(Vec<Line>),
}

/// The rows of a cart or an order; `Some` of nothing when the page says that it is empty.
#[must_use]
pub fn read(snapshot: &Snapshot) -> Option<Vec<Line>> {
    let rows: Vec<Line> = rows(snapshot, |card| !card.quantity.is_empty());
    if !rows.is_empty() {
        return Some(rows);
    }
    let empty = snapshot
        .notices
        .iter()
        .map(|notice| words::fold(&notice.text))
        .any(|text| {
            text.len() < 120
                && words::has(&text, " empty| leer | vide | vacío| vacio| vuoto| pust|boş")
                && words::has(
                    &text,
                    "cart|basket|bag|korb|panier|carr|cest|sepet|koszyk|košík",
                )
        });
    empty.then(Vec::new)
}

/// The cards that are lines.
#[must_use]
pub fn rows(snapshot: &Snapshot, is_row: impl Fn(&Card) -> bool) -> Vec<Line> {
    let mut kept: Vec<&Card> = Vec::new();
    let all = || {
        snapshot
            .cards
            .iter()
            .filter(|card| list::of_product(card, snapshot) && is_row(card))
    };
    for card in all() {
        // The same product twice: the head's small cart beside the page's own, or a table around its only row.
        let better = all()
            .filter(|other| other.url == card.url)
            .min_by_key(|other| {
                (
                    other.prices.is_empty(),
                    other.quantity.is_empty(),
                    other.prices.len(),
                )
            });
        if better.is_some_and(|better| !kept.iter().any(|known| known.url == better.url)) {
            kept.extend(better);
        }
    }
    kept.into_iter()
        .filter_map(|card| line(card, snapshot))
        .collect()
}

fn line(card: &Card, snapshot: &Snapshot) -> Option<Line> {
    let counted = || {
        card.counts.iter().find_map(|text| {
            text.chars()
                .filter(char::is_ascii_digit)
                .collect::<String>()
                .parse()
                .ok()
        })
    };
    let quantity: u32 = card
        .quantity
        .trim()
        .parse()
        .ok()
        .or_else(counted)
        .unwrap_or(1);
    if quantity == 0 {
        return None;
    }
    let mut draft = list::draft(card, snapshot)?;
    let amounts: Vec<price::Price> = card
        .prices
        .iter()
        .filter(|one| !one.struck)
        .filter_map(|one| price::read(&one.text))
        .collect();
    if quantity > 1 {
        // A row shows the price of one, of all, or both: only a pair that multiplies tells which is which.
        let unit = amounts.iter().find(|unit| {
            amounts
                .iter()
                .any(|all| all.amount == unit.amount.times(i64::from(quantity)))
        });
        draft.amounts = unit.map(|unit| unit.amount).into_iter().collect();
    }
    Some(Line {
        product: draft.product(snapshot)?,
        quantity,
    })
}

/// What a form (`formFacts`) or a request (`tap`) does to the cart, if anything.
#[must_use]
pub fn change(request: &Value, facts: &Facts, snapshot: &Snapshot) -> Option<CartChange> {
    if request.get("ok").flag() == Some(false) {
        return None;
    }
    let page = facts
        .product
        .as_ref()
        .and_then(|product| product.price)
        .map(|price| price.currency)
        .or_else(|| currency::resolve("", snapshot));
    let reply = request.get("reply");
    let address = request.any(&["url", "action"]).text().unwrap_or("");
    let to = words::fold(address);
    if let Some(lines) = contents(reply, page, snapshot) {
        // Shopify's add answers with the lines it added, not with the cart.
        return match &lines[..] {
            [one]
                if words::has(&to, "cart add")
                    && reply.get("item_count").is_null()
                    && reply.get("totals").is_null() =>
            {
                Some(CartChange::Added {
                    product: Some(one.product.clone()),
                    quantity: sent(request).max(1),
                })
            }
            _ if words::has(&to, "cart add")
                && reply.get("item_count").is_null()
                && reply.get("totals").is_null()
                && !lines.is_empty() =>
            {
                Some(CartChange::Added {
                    product: lines.first().map(|line| line.product.clone()),
                    quantity: sent(request).max(1),
                })
            }
            _ => Some(CartChange::Contents(lines)),
        };
    }
    let method = request.get("method").text().unwrap_or("get");
    let button = words::fold(request.get("button").text().unwrap_or(""));
    let hint = words::fold(request.get("hint").text().unwrap_or(""));
    let named = |name: &str| field(request, name).is_some();
    let about = words::has(
        &to,
        "cart|basket|bag |korb|panier|carrito|carrello|sepet|koszyk|kosik",
    ) || named("add-to-cart")
        || words::has(&button, "cart|basket|korb|panier|sepet");
    if !about
        || (method.eq_ignore_ascii_case("get")
            && !words::has(&to, "add to cart")
            && !named("add-to-cart"))
    {
        return None;
    }
    let card = request.get("card");
    let card = (!card.is_null())
        .then(|| Card::read(card))
        .filter(|card| list::of_product(card, snapshot))
        .and_then(|card| list::product(&card, snapshot));
    if words::has(&to, "remov|delet") {
        return Some(CartChange::Removed { product: card });
    }
    let adds = words::has(&to, " add |addto|add to cart|additem|hinzu|ajout|ekle")
        || named("add-to-cart")
        || words::has(&hint, "add to basket|add to cart|addtocart|product form")
        || words::has(
            &button,
            "add to|in den warenkorb|ajouter|sepete ekle|añadir",
        );
    let other = words::has(&to, "voucher|coupon|checkout|update|wish|shipping|save");
    (adds && !other).then(|| CartChange::Added {
        product: card.or_else(|| facts.product.clone()),
        quantity: sent(request).max(1),
    })
}

fn field<'a>(request: &'a Value, name: &str) -> Option<&'a Value> {
    let of_form = request
        .get("fields")
        .items()
        .iter()
        .find(|row| row.items().first().and_then(Value::text) == Some(name))
        .and_then(|row| row.items().get(1));
    of_form.or_else(|| Some(request.get("body").get(name)).filter(|value| !value.is_null()))
}

fn sent(request: &Value) -> u32 {
    ["quantity", "qty", "Quantity", "amount"]
        .iter()
        .find_map(|name| field(request, name))
        .and_then(Value::count)
        .and_then(|count| u32::try_from(count).ok())
        .unwrap_or(1)
}

/// The lines in a cart endpoint's reply, whichever shop software it is.
fn contents(reply: &Value, page: Option<Currency>, snapshot: &Snapshot) -> Option<Vec<Line>> {
    let cart = [reply.get("cart"), reply]
        .into_iter()
        .find(|cart| !cart.get("items").is_null() || !cart.get("products").is_null());
    let Some(cart) = cart else {
        // Shopify's add of one: the line itself.
        return (!reply.get("variant_id").is_null())
            .then(|| line_of(reply, reply, page, snapshot).into_iter().collect());
    };
    let items = cart.any(&["items", "products"]);
    // An `items` that is a count or a piece of HTML is no list of lines.
    items.is_list().then(|| {
        items
            .items()
            .iter()
            .filter_map(|item| line_of(item, cart, page, snapshot))
            .collect()
    })
}

fn line_of(
    item: &Value,
    cart: &Value,
    page: Option<Currency>,
    snapshot: &Snapshot,
) -> Option<Line> {
    let quantity = item
        .any(&["quantity", "qty"])
        .count()
        .and_then(|count| u32::try_from(count).ok())
        .unwrap_or(1);
    if quantity == 0 {
        return None;
    }
    let prices = item.get("prices");
    let code = [
        prices.get("currency_code"),
        cart.get("currency"),
        item.get("currency"),
        cart.get("currency_code"),
    ]
    .into_iter()
    .find_map(|code| Currency::parse(code.text()?));
    let code = code.or(page);
    let shopify = !item.get("variant_id").is_null()
        && !item.any(&["final_price", "line_price", "handle"]).is_null();
    let amount = if let Some(minor) = prices.get("price").number() {
        let digits = prices
            .get("currency_minor_unit")
            .count()
            .and_then(|digits| u8::try_from(digits).ok())
            .unwrap_or(2);
        Some(Decimal::scaled(minor.trunc(), digits))
    } else if shopify {
        // Hundredths, whatever the currency's own minor unit is.
        item.any(&["discounted_price", "final_price", "price"])
            .number()
            .map(|minor| Decimal::scaled(minor.trunc(), 2))
    } else {
        let price = item.any(&["price", "unit_price", "price_wt", "product_price_value"]);
        price
            .number()
            .or_else(|| price::read(price.text()?).map(|told| told.amount))
    };
    let get = |names: &[&str]| item.any(names).scalar().and_then(|raw| words::some(&raw));
    let pictures = item.any(&["image", "images", "product_image"]);
    let first = pictures.each().first().unwrap_or(&Value::NULL);
    let image = first.text().or_else(|| first.any(&["src", "url"]).text());
    let mut draft = Draft::new("platform", 95);
    draft.title = get(&["product_title", "product_name", "name", "title"]);
    draft.sku = get(&["sku", "product_sku"]);
    draft.id = get(&["product_id", "id_product", "id"]);
    draft.url = item
        .any(&["url", "permalink", "product_url"])
        .text()
        .and_then(|url| words::absolute(url.split('?').next().unwrap_or(url), &snapshot.url));
    draft.image = image.and_then(|url| words::absolute(url, &snapshot.url));
    draft.variant = get(&["variant_title"]);
    draft.brand = get(&["vendor", "brand"]);
    let mut product = draft.product(snapshot)?;
    product.price = amount
        .zip(code)
        .and_then(|(amount, code)| Money::new(amount, code));
    Some(Line { product, quantity })
}
