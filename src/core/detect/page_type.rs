//! What kind of page: the theme's word, the platform's, the address, then what stands on the page.
//! Purchase is asked before checkout and checkout before cart, for their addresses contain each other.

use super::draft::{leaf, pick};
use super::words::{among, any, cut, fold, until};
use crate::core::facts::PageType::{
    self, Cart, Category, Checkout, Home, Other, Product, Purchase, Search,
};
use crate::core::product::path;
use crate::core::snapshot::{Snapshot, text};
use crate::core::text::has;

/// Body classes of platforms, and names that their own objects give; more telling ones first.
static CLASSES: [(&str, PageType); 8] = [
    (
        " woocommerce order received | checkout onepage success | order confirmation ",
        Purchase,
    ),
    (
        " woocommerce cart | checkout cart index | template cart | type cart ",
        Cart,
    ),
    (
        " woocommerce checkout | checkout index index | template checkout ",
        Checkout,
    ),
    (
        " single product | catalog product view | productview | template product | type product ",
        Product,
    ),
    (" single post ", Other),
    (
        " search results | catalogsearch result | template search",
        Search,
    ),
    (
        " tax product | archive product | type category | catalog category view | categoryview | template col| template cat",
        Category,
    ),
    (
        " cms index index | homepage | template index | template home ",
        Home,
    ),
];

// Whole segments of an address, ` ` for any sign: a product may well be called "shopping-basket-woven".
static SEGMENTS: [&str; 6] = [
    "|order received|thank you|thankyou|order confirmation|confirmation|order confirmed|order complete|order success|success|finish|danke|vielen dank|merci|gracias|grazie|",
    "|checkout|checkouts|kasse|kassa|onepage|bestellung|commande|caisse|finalizar compra|odeme|zamowienie|pokladna|cassa|afrekenen|payment|",
    "|cart|basket|shopping cart|shopping bag|bag|warenkorb|einkaufswagen|panier|carrito|carrello|cesta|sepet|sepetim|koszyk|kosik|winkelwagen|varukorg|kurv|handlekurv|kosar|carrinho|my cart|",
    "|search|suche|recherche|buscar|ricerca|arama|szukaj|hledat|zoeken|sok|searchresults|catalogsearch|find|",
    "|category|categories|collections|collection|product category|kategorie|kategori|categorie|categoria|c|shop|browse|department|brand|brands|",
    "|product|products|p|produkt|produkte|produit|produits|producto|productos|prodotto|produto|urun|artikel|item|dp|",
];
const PURCHASE: u8 = 1;
const CHECKOUT: u8 = 2;
const CART: u8 = 4;
const SEARCH: u8 = 8;
const LIST: u8 = 16;
const ITEM: u8 = 32;

/// The words searched for, empty without a search.
#[must_use]
pub fn term(page: &Snapshot) -> String {
    let names = "q|s|query|search|search_query|keyword|keywords|term|text|suche|k|w";
    leaf(pick(page.page.get("query"), names), "")
}

/// Which of [`SEGMENTS`] stand in a path, a bit for each; and how many segments it has.
fn segments(path: &str) -> (u8, u8) {
    let (mut mask, mut count) = (0, 0);
    until(path, "/", &mut |part| {
        let name = fold(cut(part, ".").0);
        count += u8::from(!part.is_empty());
        for (at, list) in SEGMENTS.iter().enumerate() {
            mask |= u8::from(among(list, &name)) << at;
        }
        false
    });
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
    let route = text(page.page.get("query"), "route");
    let here = path(&page.url);
    let (mut mask, count) = segments(here);
    mask |= segments(route).0;
    let is = |bits| mask & bits != 0;
    // `success` alone may be a story; below the checkout it is the end of one.
    if is(PURCHASE) && (is(CART | CHECKOUT) || count < 3 && !any(&fold(here), " success | finish "))
    {
        return Some((Purchase, "url"));
    }
    let body = fold(page.text("body"));
    for (classes, kind) in &CLASSES {
        if any(&body, classes) {
            return Some((*kind, "platform"));
        }
    }
    // `/`, or only a language: `/en`, `/de-at/`, `/index.php`.
    let root = matches!(
        here.as_bytes(),
        [] | [_, _, _] | [_, _, _, b'-' | b'_', _, _]
    ) || here.starts_with("/index.");
    let home = root && route.is_empty() || route == "common/home";
    // `/checkout/cart` is Magento's cart.
    let kind = if is(CART) {
        Cart
    } else if is(CHECKOUT) {
        Checkout
    } else if (is(SEARCH) || home) && !term(page).is_empty() {
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
    if !has(&page.url, "?") && path(page.text("home")) == here && segments(here).1 < 2 {
        Home
    } else if term(page).is_empty() {
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

/// Whether the address says that this is one product: `/products/lamp`.
#[must_use]
pub fn names_product(page: &Snapshot) -> bool {
    let (mask, count) = segments(path(&page.url));
    mask & (ITEM | LIST) == ITEM && count > 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::value::Value;

    fn of(url: &str, body: &str) -> Option<PageType> {
        let mut full = String::from("https://shop.example");
        full.push_str(url);
        let mut query = Value::object();
        for pair in full.split(['?', '&']).skip(1) {
            let (name, value) = pair.split_once('=').unwrap();
            query.put(name, value);
        }
        let page = Value::object().with("url", full).with("body", body);
        told(&Snapshot::read(&page.with("query", query))).map(|(kind, _)| kind)
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
            ("/checkout/finish?orderId=1", Some(Purchase)),
            ("/paint/finish", None),
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
                "/2026/how-to-glaze/",
                "single single-post woocommerce-no-js"
            ),
            Some(Other),
            "a story beside which products are shown"
        );
        assert_eq!(
            of(
                "/kasse/x/",
                "woocommerce-checkout woocommerce-order-received"
            ),
            Some(Purchase)
        );
    }
}
