//! Understanding a page, as a shopper's visit would meet it: pages of our own, recorded by `src/js/snapshot.js` from the HTML beside them.

#![allow(
    clippy::disallowed_methods,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test reads its recordings from files, and stops at the first that is not as told"
)]

use vitrin::core::detect::{self, CartChange};
use vitrin::core::facts::{Facts, PageType};
use vitrin::core::json;
use vitrin::core::money::{Currency, Money};
use vitrin::core::product::{Availability, Product};
use vitrin::core::snapshot::Snapshot;
use vitrin::core::value::Value;

fn value(text: &str) -> Value {
    json::read(text).unwrap_or_else(|error| panic!("{error:?} in {text}"))
}

fn snapshot(name: &str) -> Snapshot {
    let path = format!(
        "{}/tests/fixtures/detect/{name}.json",
        env!("CARGO_MANIFEST_DIR")
    );
    Snapshot::read(&value(&std::fs::read_to_string(path).unwrap()))
}

fn facts(name: &str) -> Facts {
    detect::facts(&snapshot(name), &[])
}

fn product(name: &str) -> Product {
    let facts = facts(name);
    assert_eq!(facts.page_type, PageType::Product, "{name}");
    facts.product.unwrap()
}

fn money(price: Option<Money>) -> String {
    price.map_or("none".into(), |price| {
        format!("{} {}", price.amount_text(), price.currency.code())
    })
}

#[test]
fn a_shop_without_any_markup_is_read_as_a_shopper_reads_it() {
    let mug = product("plain-shop");
    assert_eq!(mug.title, "Clay mug, moss green");
    assert_eq!(
        money(mug.price),
        "18.50 USD",
        "not the cart's total, not the price without tax, not the tray's"
    );
    assert_eq!(mug.sku.as_deref(), Some("HG-0007"));
    assert_eq!(mug.availability, Some(Availability::InStock));
    assert_eq!(
        mug.image.as_deref(),
        Some("https://shop.example/media/clay-mug.jpg")
    );
    assert_eq!(
        mug.url.as_deref(),
        Some("https://shop.example/catalogue/clay-mug_7/")
    );
    assert_eq!(mug.category.as_deref(), Some("Kitchen"));
}

#[test]
fn a_dollar_sign_alone_in_another_country_is_no_price() {
    let mut page = snapshot("plain-shop");
    page.page.put("places", Value::from_iter(["es"]));
    assert_eq!(detect::facts(&page, &[]).product.unwrap().price, None);
    page.page.put("places", Value::from_iter(["ca", "en"]));
    assert_eq!(
        money(detect::facts(&page, &[]).product.unwrap().price),
        "18.50 CAD"
    );
    page.hint = Currency::parse("AUD");
    assert_eq!(
        money(detect::facts(&page, &[]).product.unwrap().price),
        "18.50 AUD"
    );
}

#[test]
fn names_escaped_twice_are_decoded_and_the_former_price_is_not_the_price() {
    let cup = product("escaped-twice");
    assert_eq!(cup.title, "Tasse & Untertasse");
    assert_eq!(money(cup.price), "1299.00 EUR");
    assert_eq!(cup.category.as_deref(), Some("Küche"));
    assert_eq!(cup.id, "4711");
}

#[test]
fn a_product_with_variants_keeps_its_parent_s_identity_and_shows_the_price_that_is_seen() {
    let shirt = product("variants");
    assert_eq!(shirt.id, "8801");
    assert_eq!(money(shirt.price), "1059.00 EUR");
    assert_eq!(shirt.availability, Some(Availability::InStock));
    assert_eq!(shirt.brand.as_deref(), Some("Northfield"));
}

#[test]
fn a_broken_block_is_skipped_alone_and_said_so() {
    let facts = facts("broken-markup");
    assert_eq!(money(facts.product.unwrap().price), "49.00 GBP");
    assert_eq!(
        facts
            .warnings
            .iter()
            .map(|(code, _)| *code)
            .collect::<Vec<_>>(),
        ["json-ld-unreadable"]
    );
}

#[test]
fn a_related_product_s_scope_is_not_the_product() {
    let shoe = product("microdata");
    assert_eq!(
        (shoe.title.as_str(), shoe.id.as_str()),
        ("Trail shoe", "TS-44")
    );
    assert_eq!(money(shoe.price), "89.00 USD");
    assert_eq!(shoe.brand.as_deref(), Some("Peak"));
    assert_eq!(
        shoe.availability,
        Some(Availability::OutOfStock),
        "the markup's word goes before a missing button"
    );
}

#[test]
fn of_several_prices_the_one_that_is_paid_is_the_price() {
    for (page, price, why) in [
        (
            "price-read-aloud",
            "34.90 EUR",
            "the former one is told to those who do not see it struck",
        ),
        (
            "price-in-rows",
            "98.00 USD",
            "each row of a list names its own",
        ),
        ("price-per-litre", "24.90 EUR", "a measure is not the thing"),
        ("price-without-tax", "119.00 EUR", "a shopper pays the tax"),
        (
            "price-of-thirty-days",
            "79.00 EUR",
            "the lowest of thirty days is over",
        ),
        ("price-advised", "59.90 EUR", "what is advised is not asked"),
        (
            "price-struck-by-style",
            "140.00 GBP",
            "struck by a style alone",
        ),
        (
            "price-struck-in-markup",
            "32.00 GBP",
            "markup still tells the price that the page strikes",
        ),
        (
            "price-within-range",
            "299.90 EUR",
            "another seller's is the lowest of the range",
        ),
        ("price-on-request", "none", "postage is no price"),
        (
            "price-of-another-locale",
            "119.00 EUR",
            "markup tells another country's price, which the page does not show",
        ),
        (
            "price-with-its-labels",
            "399.00 NOK",
            "each figure is what its own words call it",
        ),
        (
            "price-below-others",
            "962.00 GBP",
            "struck by a style, below prices of another form; of many each is cheaper",
        ),
    ] {
        assert_eq!(money(product(page).price), price, "{why}");
    }
}

#[test]
fn a_product_whose_variant_is_still_to_be_chosen_is_one_at_an_address_of_products() {
    let shirt = product("choose-first");
    assert_eq!(shirt.title, "Cotton sweatshirt");
    assert_eq!(money(shirt.price), "10.00 EUR");
    let mut page = snapshot("choose-first");
    let suggested = |at: u32| {
        Value::object()
            .with("url", format!("https://shop.example/products/short-{at}"))
            .with("title", "Short")
            .with("o", 900 + at)
    };
    page.page.put("cards", vec![suggested(1), suggested(2)]);
    let head = Value::object()
        .with("t", "You might also want these")
        .with("n", 2u32)
        .with("o", 890u32);
    let mut heads = page.rows("heads").to_vec();
    heads.push(head);
    page.page.put("heads", heads);
    assert_eq!(
        detect::facts(&page, &[]).page_type,
        PageType::Product,
        "suggestions below it make no list of it"
    );
    page.url = "https://shop.example/dk/stories/sweatshirt".into();
    let facts = detect::facts(&page, &[]);
    assert_eq!(
        facts.page_type,
        PageType::Other,
        "a price and no way to buy is no product elsewhere"
    );
}

#[test]
fn the_shop_s_name_behind_the_product_s_is_none_of_it() {
    assert_eq!(product("named-with-the-shop").title, "Ash bowl");
}

#[test]
fn an_article_that_mentions_a_product_and_a_price_is_no_product() {
    let facts = facts("article");
    assert_eq!(facts.page_type, PageType::Other);
    assert_eq!(facts.product, None);
    assert!(facts.products.is_empty());
}

#[test]
fn the_theme_s_own_marks_go_before_everything() {
    let lamp = product("marked");
    assert_eq!(
        (lamp.id.as_str(), lamp.title.as_str()),
        ("L-1", "Walnut desk lamp")
    );
    assert_eq!(money(lamp.price), "29.00 EUR");
}

#[test]
fn a_search_lists_what_was_found_and_not_what_was_seen_before() {
    let facts = facts("list");
    assert_eq!(facts.page_type, PageType::Search);
    let search = facts.search.unwrap();
    assert_eq!((search.term.as_str(), search.results), ("mug", Some(2)));
    let found: Vec<_> = facts
        .products
        .iter()
        .map(|one| (one.title.as_str(), money(one.price)))
        .collect();
    assert_eq!(
        found,
        [
            ("Clay mug, moss green", "18.50 USD".to_owned()),
            ("Enamel mug", "14.00 USD".to_owned())
        ]
    );
    assert!(facts.products[1].sold_out());
}

#[test]
fn of_a_card_s_prices_the_one_read_aloud_as_former_is_not_what_is_paid() {
    let facts = facts("list-read-aloud");
    let prices: Vec<_> = facts.products.iter().map(|one| money(one.price)).collect();
    assert_eq!(prices, ["49.90 EUR", "69.90 EUR"]);
}

#[test]
fn a_list_below_a_long_menu_is_read_and_the_shop_s_name_above_it_is_no_headline() {
    let facts = detect::facts(&snapshot("long-menu"), &[]);
    let titles: Vec<&str> = facts
        .products
        .iter()
        .map(|product| product.title.as_str())
        .collect();
    assert_eq!(
        titles,
        ["Reading lamp 1", "Reading lamp 2", "Reading lamp 3"]
    );
}

#[test]
fn a_cart_has_rows_with_the_price_of_one() {
    let facts = facts("cart");
    assert_eq!(facts.page_type, PageType::Cart);
    let rows: Vec<_> = facts
        .cart
        .unwrap()
        .into_iter()
        .map(|line| {
            (
                line.product.title.clone(),
                line.quantity,
                money(line.product.price),
            )
        })
        .collect();
    assert_eq!(
        rows,
        [
            ("Clay mug, moss green".to_owned(), 2, "18.50 USD".to_owned()),
            ("Oak tray".to_owned(), 1, "32.00 USD".to_owned())
        ]
    );
}

#[test]
fn a_cart_whose_quantities_are_figures_between_buttons_is_read_too() {
    let page = snapshot("cart-of-buttons");
    let rows: Vec<_> = (detect::facts(&page, &[]).cart.unwrap().into_iter())
        .map(|line| (line.product.id.clone(), line.quantity))
        .collect();
    let want = [("JUG-7-BL".to_owned(), 2), ("TRY-1".to_owned(), 1)];
    assert_eq!(
        rows, want,
        "by the numbers of their rows; not what is suggested below"
    );
    // A page that says that the cart is empty has no rows, whatever it suggests.
    let mut page = page;
    let told = value(r#"[{"t":"Your cart is empty!","o":4}]"#);
    page.page.put("notices", told);
    assert_eq!(detect::facts(&page, &[]).cart, Some(vec![]));
}

#[test]
fn two_variants_of_one_address_are_two_lines_of_a_cart() {
    let rows: Vec<_> = (facts("cart-of-variants").cart.unwrap().into_iter())
        .map(|line| {
            (
                line.product.title.clone(),
                line.quantity,
                money(line.product.price),
            )
        })
        .collect();
    let want = [
        ("Wool jumper".to_owned(), 2, "48.00 GBP".to_owned()),
        ("Wool jumper".to_owned(), 1, "52.00 GBP".to_owned()),
        ("Rain hat".to_owned(), 1, "20.00 GBP".to_owned()),
    ];
    assert_eq!(rows, want, "and nothing of the small cart in the head");
}

#[test]
fn a_line_of_the_cart_in_a_page_s_data_is_not_its_product() {
    let told = |page: &Snapshot| {
        let throw = detect::facts(page, &[]).product.unwrap();
        (throw.sku.clone(), money(throw.price))
    };
    let want = (Some("WT-1".to_owned()), "80.00 PLN".to_owned());
    let mut page = snapshot("object-evershop");
    assert_eq!(told(&page), want, "not the jug's in the cart");
    // Nor where the page shows no price.
    page.page.put("prices", Value::NULL);
    page.seen.clear();
    assert_eq!(told(&page), want);
}

#[test]
fn a_price_in_bold_letters_is_no_former_price() {
    let page = snapshot("object-evershop");
    assert_eq!(page.seen.len(), 1, "`font-semibold` ends like `price-old`");
    let mut former = Value::object();
    for (w, shown) in [
        ("span  PriceOld/div   /", 0),
        ("span  old-price/", 0),
        ("b  font-bold/", 1),
    ] {
        former.put(
            "prices",
            value(&format!(r#"[{{"t":"80,00 zł","o":8,"w":"{w}"}}]"#)),
        );
        assert_eq!(Snapshot::read(&former).seen.len(), shown, "{w}");
    }
}

#[test]
fn an_order_has_its_number_its_total_and_no_price_that_is_only_guessed() {
    let facts = facts("thank-you");
    assert_eq!(facts.page_type, PageType::Purchase);
    let order = facts.order.unwrap();
    assert_eq!(order.id, "100021");
    assert_eq!(
        money(order.total),
        "41.00 USD",
        "not the cart's, not the shipping"
    );
    let line = &order.lines[0];
    assert_eq!(
        (
            line.product.title.as_str(),
            line.quantity,
            line.product.price
        ),
        ("Clay mug, moss green", 2, None)
    );
}

#[test]
fn every_dialect_of_the_data_layer_becomes_one_event() {
    for entry in [
        r#"{"event":"add_to_cart","ecommerce":{"currency":"EUR","value":58,"items":[{"item_id":"L-1","item_name":"Lamp","price":"29.00","quantity":2}]}}"#,
        r#"["event","add_to_cart",{"currency":"EUR","value":58,"items":[{"item_id":"L-1","item_name":"Lamp","price":29,"quantity":"2"}]}]"#,
        r#"{"event":"addToCart","ecommerce":{"currencyCode":"EUR","add":{"products":[{"id":"L-1","name":"Lamp","price":"29.00","quantity":2}]}}}"#,
    ] {
        let event = detect::layer_event(&value(entry), None).unwrap();
        assert_eq!(event.name, "add_to_cart", "{entry}");
        assert_eq!(
            (event.lines[0].product.id.as_str(), event.lines[0].quantity),
            ("L-1", 2),
            "{entry}"
        );
        assert_eq!(money(event.lines[0].product.price), "29.00 EUR", "{entry}");
    }
    for entry in [
        r#"{"ecommerce":null}"#,
        r#"{"event":"gtm.js","gtm.start":1}"#,
        r#"["js",1]"#,
        r#"["config","G-1"]"#,
        "[]",
        "null",
        r#"{"event":"click","add":{"x":1}}"#,
    ] {
        assert_eq!(detect::layer_event(&value(entry), None), None, "{entry}");
    }
}

#[test]
fn a_purchase_of_the_data_layer_is_the_order() {
    let layer = [value(
        r#"{"event":"purchase","ecommerce":{"transaction_id":"T-9","currency":"USD","value":45.5,"items":[{"item_id":"HG-0007","item_name":"Clay mug","price":18.5,"quantity":2}]}}"#,
    )];
    let order = detect::facts(&snapshot("thank-you"), &layer).order.unwrap();
    assert_eq!(
        (order.id.as_str(), money(order.total)),
        ("T-9", "45.50 USD".to_owned())
    );
    assert_eq!(order.lines.len(), 1);
}

#[test]
fn a_form_that_adds_is_told_from_one_that_does_not() {
    let page = snapshot("plain-shop");
    let facts = detect::facts(&page, &[]);
    let add = value(
        r#"{"action":"/basket/add/7/","method":"post","body":{"quantity":"2"},"button":"Add to cart","card":null}"#,
    );
    assert_eq!(
        detect::cart_change(&add, &facts, &page),
        Some(CartChange::Added {
            // Without a card around it: the page's own.
            product: None,
            quantity: 2,
        })
    );
    for other in [
        r#"{"action":"/basket/vouchers/add/","method":"post","body":{"code":"X"},"button":"Add coupon"}"#,
        r#"{"action":"/search/","method":"get","body":{},"button":"Search"}"#,
        r#"{"action":"/i18n/setlang/","method":"post","body":{"language":"de"},"button":"Go"}"#,
        r#"{"action":"/checkout/","method":"post","body":{},"button":"Continue"}"#,
        r#"{"action":"/newsletter","method":"post","body":{},"button":"Subscribe"}"#,
    ] {
        assert_eq!(
            detect::cart_change(&value(other), &facts, &page),
            None,
            "{other}"
        );
    }
}

#[test]
fn replies_of_cart_endpoints_are_read_in_their_own_units() {
    let page = snapshot("plain-shop");
    let facts = detect::facts(&page, &[]);
    let lines = |request: &str| match detect::cart_change(&value(request), &facts, &page) {
        Some(CartChange::Contents(lines)) => lines
            .into_iter()
            .map(|line| {
                (
                    line.product.title.clone(),
                    line.quantity,
                    money(line.product.price),
                )
            })
            .collect::<Vec<_>>(),
        other => panic!("{other:?} of {request}"),
    };
    let want = vec![("Clay mug".to_owned(), 2, "18.00 USD".to_owned())];
    assert_eq!(
        lines(
            r#"{"url":"https://s.example/cart.js","method":"GET","ok":true,"reply":{"item_count":2,"currency":"USD","items":[{"id":1,"variant_id":1,"product_id":8,"product_title":"Clay mug","title":"Clay mug - M","final_price":1800,"price":1800,"quantity":2,"url":"/products/clay-mug?variant=1","image":"https://s.example/m.jpg"}]}}"#
        ),
        want
    );
    assert_eq!(
        lines(
            r#"{"url":"https://s.example/wp-json/wc/store/v1/cart","method":"GET","ok":true,"reply":{"items":[{"id":3,"name":"Clay mug","quantity":2,"prices":{"price":"1800","currency_code":"USD","currency_minor_unit":2},"permalink":"https://s.example/m/","images":[{"src":"https://s.example/m.jpg"}]}],"totals":{}}}"#
        ),
        want
    );
    assert_eq!(
        lines(
            r#"{"url":"https://s.example/api/cart","method":"GET","ok":true,"reply":{"items":[{"sku":"M","name":"Clay mug","quantity":2,"price":"18.00"}]}}"#
        ),
        want
    );
    for told in [
        // PrestaShop answers to an addition with the whole cart.
        r#"{"url":"https://s.example/cart?add=1","method":"POST","ok":true,"reply":{"success":true,"cart":{"products":[{"id_product":"8","name":"Clay mug","cart_quantity":2,"price":"$18.00","price_amount":18,"url":"https://s.example/8-mug.html"}],"products_count":2}}}"#,
        // Magento's section of it.
        r#"{"url":"https://s.example/customer/section/load?sections=cart","method":"GET","ok":true,"reply":{"cart":{"summary_count":2,"items":[{"qty":2,"item_id":"5","product_id":"8","product_name":"Clay mug","product_sku":"M","product_url":"https://s.example/mug.html","product_price":"<span>$18.00</span>","product_price_value":18}]}}}"#,
        // And as its page keeps it, beside the other sections.
        r#"{"url":"https://s.example/","method":"GET","ok":true,"reply":{"cart":{"cart":{"summary_count":2,"items":[{"qty":2,"item_id":"5","product_id":"8","product_name":"Clay mug","product_sku":"M","product_url":"https://s.example/mug.html","product_price_value":18}]},"customer":{}}}}"#,
        // BigCommerce's carts.
        r#"{"url":"https://s.example/api/storefront/carts","method":"GET","ok":true,"reply":[{"id":"x","currency":{"code":"USD"},"lineItems":{"physicalItems":[{"sku":"M","name":"Clay mug","quantity":2,"salePrice":18,"url":"https://s.example/mug/"}],"digitalItems":[]}}]}"#,
        // WooCommerce's cart block sends its changes in a batch.
        r#"{"url":"https://s.example/wp-json/wc/store/v1/batch","method":"POST","ok":true,"reply":{"responses":[{"status":200,"body":{"items":[{"id":3,"name":"Clay mug","quantity":2,"prices":{"price":"1800","currency_code":"USD","currency_minor_unit":2},"permalink":"https://s.example/m/"}]}}]}}"#,
        // Ecwid's, and PrestaShop's as its page holds it.
        r#"{"url":"https://s.example/","method":"GET","ok":true,"reply":{"cart":{"productsQuantity":2,"items":[{"quantity":2,"product":{"id":8,"name":"Clay mug","price":18,"sku":"M","url":"https://s.example/#!/p/8"}}]}}}"#,
        r#"{"url":"https://s.example/","method":"GET","ok":true,"reply":{"cart":{"products":[{"id_product":"8","name":"Clay mug","quantity":2,"price":"$18.00","price_amount":18,"url":"https://s.example/8-mug.html"}]}}}"#,
    ] {
        assert_eq!(lines(told), want, "{told}");
    }
    // Nothing kept yet is no empty cart.
    let blank = r#"{"url":"https://s.example/","method":"GET","ok":true,"reply":{"cart":{}}}"#;
    assert_eq!(detect::cart_change(&value(blank), &facts, &page), None);
    // A list of no carts is an empty cart where carts are listed, and nothing elsewhere.
    assert_eq!(
        lines(
            r#"{"url":"https://s.example/api/storefront/carts","method":"GET","ok":true,"reply":[]}"#
        ),
        vec![]
    );
    let other = r#"{"url":"https://s.example/cart/messages","method":"GET","ok":true,"reply":[]}"#;
    assert_eq!(detect::cart_change(&value(other), &facts, &page), None);
    assert_eq!(
        lines(
            r#"{"url":"https://s.example/cart.js","method":"GET","ok":true,"reply":{"item_count":0,"currency":"USD","items":[]}}"#
        ),
        vec![]
    );
}

#[test]
fn of_several_pictures_the_first_that_the_product_s_own_data_names_is_shown() {
    let stool = product("own-picture");
    assert_eq!(
        stool.image.as_deref().map(|image| image.rsplit('/').next()),
        Some(Some("stool-front.jpg")),
        "not the one that is shared of the page, however the theme names its place"
    );
}

#[test]
fn each_software_s_cart_is_asked_for_where_it_keeps_it() {
    for (body, want) in [
        ("template-product Shopify", Some("/cart.js")),
        ("type-product BCData", Some("/api/storefront/carts")),
        ("template-product prestashop", Some("prestashop.cart")),
        ("home Ecwid", Some("Ecwid.Cart")),
        ("blog about-recommerce", None),
    ] {
        let mut page = snapshot("plain-shop");
        page.page.put("body", body);
        let platform = detect::facts(&page, &[]).platform;
        assert_eq!(platform.and_then(detect::cart_endpoint), want, "{body}");
    }
}

#[test]
fn what_shopify_answers_to_an_add_is_one_product_added() {
    let page = snapshot("variants");
    let facts = detect::facts(&page, &[]);
    let add = value(
        r#"{"url":"https://northfield.example/cart/add.js","method":"POST","ok":true,"body":{"id":"2","quantity":"3"},"reply":{"id":2,"variant_id":2,"product_id":8801,"product_title":"Linen shirt","variant_title":"M","final_price":105900,"price":105900,"quantity":5,"url":"/products/linen-shirt?variant=2"}}"#,
    );
    let Some(CartChange::Added {
        product: Some(shirt),
        quantity: 3,
    }) = detect::cart_change(&add, &facts, &page)
    else {
        panic!()
    };
    assert_eq!(
        (
            shirt.title.as_str(),
            money(shirt.price).as_str(),
            shirt.variant.as_deref()
        ),
        ("Linen shirt", "1059.00 EUR", Some("M"))
    );
    let refused = value(
        r#"{"url":"https://northfield.example/cart/add.js","method":"POST","ok":false,"status":422,"reply":{"description":"sold out"}}"#,
    );
    assert_eq!(detect::cart_change(&refused, &facts, &page), None);
}

#[test]
fn who_posts_the_product_that_is_shown_to_a_cart_puts_it_in() {
    let page = snapshot("object-evershop");
    let facts = detect::facts(&page, &[]);
    // As EverShop does, whose answer is one line and whose address has no word for it.
    let posted = |to: &str, sku: &str| {
        detect::cart_change(
            &value(&format!(
                r#"{{"url":"https://kubek.example{to}","method":"POST","ok":true,"body":{{"sku":"{sku}","qty":2}},"reply":{{"data":{{"item":{{"product_sku":"{sku}","qty":5}},"count":5}}}}}}"#
            )),
            &facts,
            &page,
        )
    };
    let added = CartChange::Added {
        product: None,
        quantity: 2,
    };
    assert_eq!(posted("/api/cart/mine/items", "WT-1"), Some(added));
    for (to, sku) in [
        ("/api/cart/mine/items", "another"),
        ("/api/reviews", "WT-1"),
        ("/api/cart/mine/update", "WT-1"),
    ] {
        assert_eq!(posted(to, sku), None, "{to} {sku}");
    }
}

#[test]
fn what_answers_a_change_of_one_line_says_how_the_line_stands() {
    let page = snapshot("cart-of-buttons");
    let facts = detect::facts(&page, &[]);
    let told = |method: &str, to: &str, reply: &str| {
        let request = format!(
            r#"{{"url":"https://kubek.example{to}","method":"{method}","ok":true,"body":{{"qty":1,"action":"increase"}},"reply":{reply}}}"#
        );
        match detect::cart_change(&value(&request), &facts, &page) {
            Some(CartChange::Stands(line)) => Some((line.product.id.clone(), line.quantity)),
            None => None,
            other => panic!("{other:?} of {request}"),
        }
    };
    let line = r#"{"data":{"item":{"product_id":4,"product_sku":"JUG-7-BL","product_name":"Stoneware jug - Blue","qty":3},"count":4}}"#;
    let jug = |quantity| Some(("JUG-7-BL".to_owned(), quantity));
    let items = "/api/cart/mine/items/0b7f";
    assert_eq!(told("PATCH", items, line), jug(3));
    assert_eq!(told("DELETE", items, line), jug(0));
    // As Magento's, whose answer is the line itself.
    let bare = r#"{"item_id":5,"sku":"JUG-7-BL","name":"Stoneware jug","qty":2}"#;
    assert_eq!(told("PUT", "/rest/V1/carts/mine/items/5", bare), jug(2));
    for (method, to, reply) in [
        ("DELETE", items, "true"),
        ("PATCH", "/api/reviews/5", line),
        ("PUT", "/api/cart/mine/coupon", line),
        (
            "PUT",
            "/api/cart/mine/address",
            r#"{"name":"Ada Mill","id":9}"#,
        ),
    ] {
        assert_eq!(told(method, to, reply), None, "{method} {to}");
    }
}

#[test]
fn a_number_that_the_page_labels_goes_before_one_that_only_markup_knows() {
    let pack = product("labelled");
    assert_eq!(
        pack.sku.as_deref(),
        Some("79961"),
        "not the shop's internal one, not the maker's, not the address's"
    );
    assert_eq!(pack.brand.as_deref(), Some("Nordfels"), "not the menu's");
    assert_eq!(
        pack.title, "Nordfels Wanderrucksack 30 l",
        "whole, as the headline says it"
    );
    assert_eq!(
        pack.image.as_deref(),
        Some("https://bergladen.example/bilder/rucksack_600.jpg"),
        "the lazy one, not its placeholder, not the shared one"
    );
}

#[test]
fn what_is_sold_out_for_good_is_still_a_product_and_has_no_price() {
    let torch = product("gone");
    assert_eq!(torch.title, "Peak Torcia frontale 400 lumen");
    assert_eq!(torch.availability, Some(Availability::OutOfStock));
    assert_eq!(
        (torch.sku.as_deref(), torch.brand.as_deref(), torch.price),
        (Some("B0SLMP4402"), Some("Peak"), None)
    );
}

#[test]
fn a_maker_above_the_headline_is_not_the_name_and_what_is_struck_not_the_price() {
    let lock = product("maker-above");
    assert_eq!(lock.title, "Ironlink U-Lock Series 2 with key");
    assert_eq!(money(lock.price), "39.99 USD");
    assert_eq!(lock.sku, None, "the 2 of its address is no number of it");
}

#[test]
fn what_a_platform_s_own_objects_say_completes_what_the_page_shows() {
    for (name, price, sku, brand, stock) in [
        ("object-shopify", "18.00 USD", "NF-1-S", "Northfield", None),
        (
            "object-woo",
            "31.00 EUR",
            "OT-L",
            "",
            Some(Availability::InStock),
        ),
        ("object-magento", "40.00 EUR", "", "", None),
        (
            "object-bigcommerce",
            "12.50 AUD",
            "SB-9",
            "",
            Some(Availability::InStock),
        ),
        ("object-evershop", "80.00 PLN", "WT-1", "", None),
        (
            "object-prestashop",
            "79.00 EUR",
            "CP-24",
            "Kupfer",
            Some(Availability::InStock),
        ),
        (
            "object-wix",
            "140.00 USD",
            "AS-2",
            "Grove",
            Some(Availability::InStock),
        ),
        (
            "object-pixel",
            "29.90 EUR",
            "",
            "",
            Some(Availability::InStock),
        ),
    ] {
        let found = product(name);
        assert_eq!(money(found.price), price, "{name}");
        assert_eq!(found.sku.as_deref().unwrap_or(""), sku, "{name}");
        assert_eq!(found.brand.as_deref().unwrap_or(""), brand, "{name}");
        if stock.is_some() {
            assert_eq!(found.availability, stock, "{name}");
        }
    }
    assert_eq!(product("object-pixel").id, "FS-41");
}

#[test]
fn rdfa_is_read_like_microdata_and_the_card_beside_it_is_not_the_product() {
    let jug = product("rdfa");
    assert_eq!(
        (jug.title.as_str(), jug.sku.as_deref(), jug.brand.as_deref()),
        ("Clay jug", Some("CJ-5"), Some("Moor Pottery"))
    );
    assert_eq!(money(jug.price), "32.00 GBP");
    assert_eq!(jug.image.as_deref(), Some("https://hearth.example/jug.jpg"));
}

#[test]
fn what_was_not_believed_is_told_with_its_reason() {
    let refused = |name: &str| {
        let told = Value::from(&facts(name));
        let rows = told.get("rejected").items().iter();
        rows.map(|row| {
            let text = |field| row.get(field).text().unwrap_or("");
            format!(
                "{} {} {}: {}",
                text("from"),
                text("fact"),
                text("value"),
                text("why")
            )
        })
        .collect::<Vec<_>>()
    };
    let pack = refused("labelled");
    assert!(
        pack.contains(&"json-ld product.sku intern-77: another source is trusted more".to_owned()),
        "{pack:#?}"
    );
    let mut page = snapshot("article");
    let mut blocks = page.rows("ld").to_vec();
    blocks.push(Value::from(
        r#"{"@type":"Product","name":"Lamp","offers":{"price":"9","priceCurrency":"EUR"}}"#,
    ));
    page.page.put("ld", blocks);
    let story = detect::facts(&page, &[]);
    assert_ne!(story.page_type, PageType::Product);
    assert!(
        json::write(&Value::from(&story)).contains("the page is an article"),
        "and why its lamp is not the page's"
    );
    let mut page = snapshot("plain-shop");
    page.page.put("places", Value::from_iter(["es"]));
    let dollar = Value::from(&detect::facts(&page, &[]));
    assert!(
        json::write(dollar.get("rejected")).contains("its currency could not be told"),
        "a price that is left out says so"
    );
    assert_eq!(
        refused("gone"),
        Vec::<String>::new(),
        "nothing was said otherwise"
    );
}

#[test]
fn a_variant_s_name_behind_the_product_s_is_none_of_it_but_what_the_shop_shares_is() {
    for (shared, title) in [("Lamp", "Lamp"), ("Lamp - S / Oak", "Lamp - S / Oak")] {
        let facts = shared_as(
            shared,
            r#"{"@type": "Product", "name": "Lamp - S / Oak", "offers": {"price": "20.00", "priceCurrency": "EUR"}}"#,
        );
        assert_eq!(
            facts.product.map(|product| product.title.clone()),
            Some(title.to_owned()),
            "shared as {shared}"
        );
    }
}

/// A page of one headline and one JSON-LD block, as shops write them.
fn written(block: &str) -> Facts {
    shared_as("", block)
}

/// And with the title that links to it shall show.
fn shared_as(title: &str, block: &str) -> Facts {
    let head = Value::object().with("t", "Lamp").with("n", 1u32);
    let page = Value::object()
        .with("url", "https://shop.example/p/lamp?variant=2")
        .with("query", Value::object().with("variant", "2"))
        .with("heads", vec![head])
        .with("meta", Value::object().with("og:title", title))
        .with("ld", vec![Value::from(block)]);
    detect::facts(&Snapshot::read(&page), &[])
}

#[test]
fn every_way_to_write_an_offer_gives_the_price_that_is_asked() {
    for (how, offers, want) in [
        (
            "a list",
            r#"[{"price":"29.00","priceCurrency":"EUR"}]"#,
            "29.00 EUR",
        ),
        (
            "an aggregate",
            r#"{"@type":"AggregateOffer","lowPrice":29,"highPrice":"49.00","priceCurrency":"EUR"}"#,
            "29.00 EUR",
        ),
        (
            "an aggregate of offers",
            r#"{"@type":"AggregateOffer","priceCurrency":"EUR","offers":[{"price":"29"},{"price":"49"}]}"#,
            "29.00 EUR",
        ),
        (
            "a range without a price",
            r#"{"@type":"Offer","minPrice":"29.00","maxPrice":"49.00","priceCurrency":"EUR"}"#,
            "29.00 EUR",
        ),
        (
            "a specification",
            r#"{"@type":"Offer","priceSpecification":{"price":"29.00","priceCurrency":"EUR"}}"#,
            "29.00 EUR",
        ),
        (
            "specifications, the first of them former",
            r#"{"priceSpecification":[{"priceType":"https://schema.org/ListPrice","price":"39.00","priceCurrency":"EUR"},{"price":"29.00","priceCurrency":"EUR"}]}"#,
            "29.00 EUR",
        ),
        ("words", r#"{"price":"1.299,00 €"}"#, "1299.00 EUR"),
        (
            "nothing yet",
            r#"{"price":"0","priceCurrency":"EUR"}"#,
            "none",
        ),
        (
            "a sign alone",
            r#"{"price":"29.00","priceCurrency":"?"}"#,
            "none",
        ),
    ] {
        let block = format!(r#"{{"@type":"Product","name":"Lamp","offers":{offers}}}"#);
        let found = written(&block).product.unwrap();
        assert_eq!(money(found.price), want, "{how}");
    }
}

#[test]
fn a_group_of_variants_shows_the_one_that_the_address_asks_for() {
    let group = r#"{"@context":"https://schema.org","@graph":[{"@type":"BreadcrumbList"},{"@type":["ProductGroup"],"name":"Lamp","productGroupID":"G-1","brand":{"@type":"Thing","name":"Grove"},
        "hasVariant":[{"@type":"Product","name":"Lamp - S","sku":"L-S","offers":{"price":"19","priceCurrency":"EUR","availability":"InStock","url":"https://shop.example/p/lamp?variant=1"}},
                      {"@type":"Product","name":"Lamp - M","sku":"L-M","offers":{"price":"29","priceCurrency":"EUR","availability":"OutOfStock","url":"https://shop.example/p/lamp?variant=2"}}]}]}"#;
    let lamp = written(group).product.unwrap();
    assert_eq!(
        (lamp.id.as_str(), lamp.sku.as_deref(), lamp.brand.as_deref()),
        ("G-1", Some("L-M"), Some("Grove"))
    );
    assert_eq!(money(lamp.price), "29.00 EUR");
    assert_eq!(lamp.title, "Lamp");
}

#[test]
fn blocks_that_are_no_strict_json_are_read_all_the_same() {
    for (how, block) in [
        (
            "raw control characters",
            "{\"@type\":\"Product\",\"name\":\"La\tmp\",\"description\":\"one\ntwo\u{1}\",\"offers\":{\"price\":\"29\",\"priceCurrency\":\"EUR\"}}",
        ),
        (
            "comments",
            "/* theme */ {\"@type\":\"Product\", // the name\n\"name\":\"Lamp\",\"offers\":{\"price\":\"29\",\"priceCurrency\":\"EUR\"}}",
        ),
        (
            "CDATA",
            "//<![CDATA[\n{\"@type\":\"Product\",\"name\":\"Lamp\",\"offers\":{\"price\":\"29\",\"priceCurrency\":\"EUR\"}}\n//]]>",
        ),
        (
            "an HTML comment",
            "<!-- {\"@type\":\"Product\",\"name\":\"Lamp\",\"offers\":{\"price\":\"29\",\"priceCurrency\":\"EUR\"}} -->",
        ),
        (
            "trailing commas",
            "[{\"@type\":\"Product\",\"name\":\"Lamp\",\"offers\":{\"price\":\"29\",\"priceCurrency\":\"EUR\",},},]",
        ),
        (
            "a semicolon after it",
            "{\"@type\":\"Product\",\"name\":\"Lamp\",\"offers\":{\"price\":\"29\",\"priceCurrency\":\"EUR\"}};",
        ),
    ] {
        let facts = written(block);
        let found = facts
            .product
            .unwrap_or_else(|| panic!("{how}: {:?}", facts.warnings));
        assert_eq!(money(found.price), "29.00 EUR", "{how}");
    }
}

#[test]
fn the_detail_of_universal_analytics_names_the_product_and_completes_it() {
    let layer = [
        value(r#"{"event":"gtm.js"}"#),
        value(
            r#"{"ecommerce":{"currencyCode":"EUR","detail":{"actionField":{"list":"Search"},"products":[{"id":"L-1","name":"Lamp","price":"29.00","brand":"Grove","category":"Home/Light"}]}}}"#,
        ),
    ];
    let head = Value::object().with("t", "Lamp").with("n", 1u32);
    let page = Value::object()
        .with("url", "https://shop.example/lamp")
        .with("heads", vec![head]);
    let facts = detect::facts(&Snapshot::read(&page), &layer);
    assert_eq!(facts.page_type, PageType::Product);
    let lamp = facts.product.unwrap();
    assert_eq!(
        (lamp.id.as_str(), lamp.brand.as_deref(), money(lamp.price)),
        ("L-1", Some("Grove"), "29.00 EUR".to_owned())
    );
}

/// Labelled price texts stand beside the repository, where there are any.
#[test]
fn amounts_in_price_texts_are_right_and_hardly_ever_wrong() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../shared/detection/price_strings.json"
    );
    let Ok(text) = std::fs::read_to_string(path) else {
        println!("skipped: ../shared not found");
        return;
    };
    let all = value(&text);
    let (mut right, mut wrong) = (0, Vec::new());
    for row in all.items() {
        let told = row.get("text").text().unwrap_or("");
        let read = detect::price::read(told).map(|price| price.amount);
        let want = row.get("amount").number();
        if read == want {
            right += 1;
        } else if read.is_some() {
            wrong.push((told, read.map(|amount| amount.text(0))));
        }
    }
    let count = all.items().len();
    println!("{right} of {count} right, {} wrong {wrong:?}", wrong.len());
    assert!(right * 100 >= count * 97, "{right} of {count}");
    assert!(wrong.len() * 100 <= count, "{wrong:?}");
}
