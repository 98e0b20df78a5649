//! What kind of page: the theme's word, the platform's, the address, then what stands on the page.
//! Purchase is asked before checkout and checkout before cart, for their addresses contain each other.

use super::words;
use crate::core::facts::PageType;
use crate::core::product::path;
use crate::core::snapshot::Snapshot;

use PageType::{Cart, Category, Checkout, Home, Other, Product, Purchase, Search};

/// Body classes of platforms and what they mean; more telling ones first.
const CLASSES: &[(&str, PageType)] = &[
    ("woocommerce-order-received", Purchase),
    ("checkout-onepage-success", Purchase),
    ("order-confirmation", Purchase),
    ("woocommerce-cart", Cart),
    ("checkout-cart-index", Cart),
    ("woocommerce-checkout", Checkout),
    ("checkout-index-index", Checkout),
    ("single-product", Product),
    ("catalog-product-view", Product),
    ("productView", Product),
    ("search-results", Search),
    ("catalogsearch-result-index", Search),
    ("tax-product_cat", Category),
    ("tax-product_tag", Category),
    ("post-type-archive-product", Category),
    ("catalog-category-view", Category),
    ("categoryView", Category),
    ("cms-index-index", Home),
    ("homepage", Home),
    ("template-index", Home),
    ("template-product", Product),
    ("template-collection", Category),
    ("template-cart", Cart),
    ("template-search", Search),
];

/// Names that platforms' own objects give.
const NAMES: &[(&str, PageType)] = &[
    ("home", Home),
    ("index", Home),
    ("product", Product),
    ("collection", Category),
    ("category", Category),
    ("searchresults", Search),
    ("search", Search),
    ("cart", Cart),
    ("checkout", Checkout),
    ("order-confirmation", Purchase),
    ("order", Checkout),
];

// Whole segments of an address, ` ` for any sign: a product may well be called "shopping-basket-woven".
const PURCHASE: &str = "order received|orderreceived|thank you|thankyou|order confirmation|orderconfirmation|order confirmed|order complete|ordercomplete|order success|order placed|success|danke|vielen dank|\
merci|gracias|grazie|bestellbestaetigung|confirmation|confirmation commande|commande recue|tesekkurler|dziekujemy";
const CHECKOUT: &str = "checkout|checkouts|kasse|kassa|onepage|bestellung|commande|commander|caisse|finalizar compra|finalizar|odeme|zamowienie|pokladna|onestepcheckout|cassa|afrekenen|payment";
const CART: &str = "cart|basket|shopping cart|shoppingcart|shopping bag|shoppingbag|bag|warenkorb|einkaufswagen|panier|carrito|carrello|cesta|sepet|sepetim|koszyk|kosik|winkelwagen|winkelmand|varukorg|kurv|\
indkobskurv|handlekurv|kosar|cos|viewcart|view cart|carrinho|kundvagn|korzina|my cart";
const SEARCH: &str = "search|suche|recherche|buscar|ricerca|cerca|arama|szukaj|hledat|zoeken|sok|searchresults|search results|catalogsearch|find|busca";
const CATEGORY: &str = "category|categories|collections|collection|product category|kategorie|kategori|categorie|categoria|c|shop|browse|department|brand|brands";

/// What the address and the platform say; `None` leaves it to what stands on the page.
#[must_use]
pub fn told(snapshot: &Snapshot) -> Option<(PageType, &'static str)> {
    if let Some(kind) = super::marks::page_type(snapshot) {
        return Some((kind, "data-vitrin"));
    }
    let url = snapshot.url.as_str();
    let route = url
        .split(['?', '&'])
        .find_map(|part| part.strip_prefix("route="))
        .unwrap_or("");
    let parts = segments(path(url))
        .chain(segments(route))
        .collect::<Vec<_>>();
    let any = |list: &str| {
        parts
            .iter()
            .any(|part| list.split('|').any(|word| word == part))
    };
    let (cart, checkout) = (any(CART), any(CHECKOUT));
    // `success` alone may be a story; below the checkout it is the end of one.
    if any(PURCHASE)
        && (checkout || cart || parts.len() < 3)
        && !(parts.len() == 1 && any("success|confirmation"))
    {
        return Some((Purchase, "url"));
    }
    if let Some((_, kind)) = CLASSES.iter().find(|(class, _)| {
        snapshot
            .body
            .split_ascii_whitespace()
            .any(|own| own == *class)
    }) {
        return Some((*kind, "platform"));
    }
    for name in [
        snapshot.globals.get("shopify").get("page"),
        snapshot.globals.get("prestashop").get("page"),
    ] {
        if let Some((_, kind)) = name
            .text()
            .and_then(|name| NAMES.iter().find(|(known, _)| *known == name))
        {
            return Some((*kind, "platform"));
        }
    }
    // `/checkout/cart` is Magento's cart.
    if cart {
        return Some((Cart, "url"));
    }
    if checkout {
        return Some((Checkout, "url"));
    }
    let home = is_root(url) && route.is_empty();
    if (any(SEARCH) || home) && super::search::term(url).is_some() {
        return Some((Search, "url"));
    }
    if home || route == "common/home" {
        return Some((Home, "url"));
    }
    (route == "product/product").then_some((Product, "url"))
}

/// The parts of a path, folded, without an ending such as `.php`.
fn segments(path: &str) -> impl Iterator<Item = String> + '_ {
    path.split('/').filter(|part| !part.is_empty()).map(|part| {
        let name = [".html", ".htm", ".php", ".aspx", ".jsp"]
            .iter()
            .find_map(|end| part.strip_suffix(end))
            .unwrap_or(part);
        words::fold(name).trim().to_owned()
    })
}

/// What the address suggests of a page that shows several products.
#[must_use]
pub fn of_list(snapshot: &Snapshot) -> PageType {
    // Where the shop's own logo leads is its home, also when that is `/catalogue/`.
    let here = path(&snapshot.url);
    let query = snapshot.url.contains(['?']);
    if !query
        && !snapshot.home.is_empty()
        && path(&snapshot.home) == here
        && here.matches('/').count() < 2
    {
        return Home;
    }
    if super::search::term(&snapshot.url).is_some() {
        return Search;
    }
    Category
}

/// Whether the address says that this is a list and not a product.
#[must_use]
pub fn names_list(snapshot: &Snapshot) -> bool {
    segments(path(&snapshot.url)).any(|part| CATEGORY.split('|').any(|word| word == part))
}

/// `/`, or only a language: `/en`, `/de-at/`, `/index.php`.
fn is_root(url: &str) -> bool {
    let here = path(url).trim_start_matches('/');
    let locale =
        here.len() == 2 || (here.len() == 5 && matches!(here.as_bytes().get(2), Some(b'-' | b'_')));
    here.is_empty()
        || here.starts_with("index.") && !here.contains('/')
        || (locale
            && here
                .bytes()
                .all(|b| b.is_ascii_alphabetic() || b == b'-' || b == b'_'))
}

/// The kind of a page that has no product and no list.
pub const NONE: PageType = Other;

#[cfg(test)]
mod tests {
    use super::*;

    fn of(url: &str, body: &str) -> Option<PageType> {
        let mut full = String::from("https://shop.example");
        full.push_str(url);
        told(&Snapshot {
            url: full,
            body: body.into(),
            ..Snapshot::default()
        })
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
}
