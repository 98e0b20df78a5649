//! What kind of page: the theme's word, the platform's, the address, then what stands on the page.
//! Purchase is asked before checkout and checkout before cart, for their addresses contain each other.

use super::words::{any, cut, fold, plain};
use crate::core::facts::PageType::{
    self, Cart, Category, Checkout, Home, Product, Purchase, Search,
};
use crate::core::product::path;
use crate::core::snapshot::{Snapshot, text};
use crate::core::text::has;

/// Body classes of platforms, and names that their own objects give; more telling ones first.
const CLASSES: [(&str, PageType); 7] = [
    (
        " woocommerce order received | checkout onepage success | order confirmation ",
        Purchase,
    ),
    (
        " woocommerce cart | checkout cart index | template cart ",
        Cart,
    ),
    (
        " woocommerce checkout | checkout index index | template checkout | template order ",
        Checkout,
    ),
    (
        " single product | catalog product view | productview | template product ",
        Product,
    ),
    (
        " search results | catalogsearch result index | template search",
        Search,
    ),
    (
        " tax product cat | tax product tag | post type archive product | catalog category view | categoryview | template collection | template category ",
        Category,
    ),
    (
        " cms index index | homepage | template index | template home ",
        Home,
    ),
];

// Whole segments of an address, ` ` for any sign: a product may well be called "shopping-basket-woven".
const SEGMENTS: [&str; 5] = [
    "|order received|orderreceived|thank you|thankyou|order confirmation|orderconfirmation|order confirmed|order complete|ordercomplete|order success|order placed|success|danke|vielen dank|merci|gracias|grazie|confirmation|tesekkurler|dziekujemy|",
    "|checkout|checkouts|kasse|kassa|onepage|bestellung|commande|commander|caisse|finalizar compra|odeme|zamowienie|pokladna|onestepcheckout|cassa|afrekenen|payment|",
    "|cart|basket|shopping cart|shoppingcart|shopping bag|bag|warenkorb|einkaufswagen|panier|carrito|carrello|cesta|sepet|sepetim|koszyk|kosik|winkelwagen|winkelmand|varukorg|kurv|indkobskurv|handlekurv|kosar|viewcart|view cart|carrinho|kundvagn|korzina|my cart|",
    "|search|suche|recherche|buscar|ricerca|cerca|arama|szukaj|hledat|zoeken|sok|searchresults|search results|catalogsearch|find|busca|",
    "|category|categories|collections|collection|product category|kategorie|kategori|categorie|categoria|c|shop|browse|department|brand|brands|",
];
const PURCHASE: u8 = 1;
const CHECKOUT: u8 = 2;
const CART: u8 = 4;
const SEARCH: u8 = 8;
const LIST: u8 = 16;

/// Parameters that carry the words of a search.
const TERMS: &str = "q|s|query|search|search_query|keyword|keywords|term|text|suche|k|w";

/// The value of a parameter `a|b|c` of the query, as written; empty when there is none.
#[must_use]
pub fn parameter<'a>(url: &'a str, names: &str) -> &'a str {
    let query = cut(cut(url, "#").0, "?").1;
    let mut names = names;
    while !names.is_empty() {
        let (name, more) = cut(names, "|");
        let mut rest = query;
        while !rest.is_empty() {
            let (pair, next) = cut(rest, "&");
            let (key, value) = cut(pair, "=");
            if key == name {
                return value;
            }
            rest = next;
        }
        names = more;
    }
    ""
}

/// The words searched for, empty without a search; what is no UTF-8 is nothing.
#[must_use]
pub fn term(url: &str) -> String {
    let text = parameter(url, TERMS);
    let mut bytes = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some(byte) = text.as_bytes().get(at).copied() {
        at += 1;
        let code = text.get(at..at + 2).filter(|_| byte == b'%');
        bytes.push(
            match code.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
                Some(code) => {
                    at += 2;
                    code
                }
                None if byte == b'+' => b' ',
                None => byte,
            },
        );
    }
    plain(&String::from_utf8(bytes).unwrap_or_default())
}

/// Which of [`SEGMENTS`] stand in a path, a bit for each; and how many segments it has.
fn segments(path: &str) -> (u8, usize) {
    let (mut mask, mut count, mut rest) = (0, 0, path);
    while !rest.is_empty() {
        let (part, more) = cut(rest, "/");
        rest = more;
        if part.is_empty() {
            continue;
        }
        count += 1;
        let end = part.rfind('.').filter(|at| part.len() - at < 6);
        let name = fold(end.and_then(|at| part.get(..at)).unwrap_or(part));
        let mut key = String::from("|");
        key.push_str(name.trim());
        key.push('|');
        for (at, list) in SEGMENTS.iter().enumerate() {
            mask |= u8::from(has(list, &key)) << at;
        }
    }
    (mask, count)
}

/// What the address and the platform say; `None` leaves it to what stands on the page.
#[must_use]
pub fn told(page: &Snapshot) -> Option<(PageType, &'static str)> {
    for mark in page.rows("marks") {
        if let Some(kind) = PageType::parse(text(mark, "page")) {
            return Some((kind, "data-vitrin"));
        }
    }
    let url = page.url.as_str();
    let route = parameter(url, "route");
    let here = path(url);
    let (mut mask, mut count) = segments(here);
    let (more, parts) = segments(route);
    mask |= more;
    count += parts;
    let is = |bits| mask & bits != 0;
    // `success` alone may be a story; below the checkout it is the end of one.
    let lonely = matches!(here, "/success" | "/confirmation");
    if is(PURCHASE) && (is(CART | CHECKOUT) || count < 3) && !lonely {
        return Some((Purchase, "url"));
    }
    let body = fold(page.text("body"));
    for (classes, kind) in CLASSES {
        if any(&body, classes) {
            return Some((kind, "platform"));
        }
    }
    // `/`, or only a language: `/en`, `/de-at/`, `/index.php`.
    let first = here.trim_start_matches('/');
    let locale = matches!(first.as_bytes(), [a, b] | [a, b, b'-' | b'_', _, _] if a.is_ascii_alphabetic() && b.is_ascii_alphabetic());
    let root = first.is_empty() || locale || first.starts_with("index.") && !has(first, "/");
    let home = root && route.is_empty() || route == "common/home";
    // `/checkout/cart` is Magento's cart.
    let kind = if is(CART) {
        Cart
    } else if is(CHECKOUT) {
        Checkout
    } else if (is(SEARCH) || home) && !term(url).is_empty() {
        Search
    } else if home {
        Home
    } else if route == "product/product" {
        Product
    } else {
        return None;
    };
    Some((kind, "url"))
}

/// What the address suggests of a page that shows several products.
#[must_use]
pub fn of_list(page: &Snapshot) -> PageType {
    let here = path(&page.url);
    // Where the shop's own logo leads is its home, also when that is `/catalogue/`.
    if !has(&page.url, "?")
        && !here.is_empty()
        && path(page.text("home")) == here
        && segments(here).1 < 2
    {
        Home
    } else if term(&page.url).is_empty() {
        Category
    } else {
        Search
    }
}

/// Whether the address says that this is a list and not a product.
#[must_use]
pub fn names_list(page: &Snapshot) -> bool {
    segments(path(&page.url)).0 & LIST != 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::value::Value;

    fn of(url: &str, body: &str) -> Option<PageType> {
        let mut full = String::from("https://shop.example");
        full.push_str(url);
        told(&Snapshot::read(
            &Value::object().with("url", full).with("body", body),
        ))
        .map(|(kind, _)| kind)
    }

    #[test]
    fn addresses_of_many_shops_and_languages() {
        for (url, want) in [
            ("/", Some(Home)),
            ("/de/", Some(Home)),
            ("/en-us", Some(Home)),
            ("/basket/", Some(Cart)),
            ("/de/warenkorb", Some(Cart)),
            ("/sepetim", Some(Cart)),
            ("/checkout/", Some(Checkout)),
            ("/checkout/shipping-address/", Some(Checkout)),
            ("/checkout/cart/", Some(Cart)),
            ("/checkout/thank-you/", Some(Purchase)),
            ("/checkout/order-received/15/?key=x", Some(Purchase)),
            ("/search/?q=lamp", Some(Search)),
            ("/?s=lamp", Some(Search)),
            (
                "/index.php?route=product/product&product_id=43",
                Some(Product),
            ),
            ("/index.php?route=checkout/cart", Some(Cart)),
            ("/index.php?route=checkout/success", Some(Purchase)),
            ("/catalogue/lamp_1/", None),
            ("/p/shopping-basket-woven", None),
            ("/products/tote-bag", None),
            ("/about", None),
        ] {
            assert_eq!(of(url, ""), want, "{url}");
        }
        assert_eq!(
            of(
                "/kasse/x/",
                "woocommerce-checkout woocommerce-order-received"
            ),
            Some(Purchase)
        );
    }

    #[test]
    fn the_words_of_a_search() {
        assert_eq!(
            term("https://s.example/search/?q=caf%C3%A9+cup&x=1"),
            "café cup"
        );
        assert_eq!(term("https://s.example/search/?q="), "");
    }
}
