//! Feeds and orders as other systems write them: the same shop in all of their forms, and what is told when a form is none.

use std::fs;

use crate::{Shop, contents, lines, run};

const JSON: &str = r#"[{"id":"7","title":"Walnut & oak lamp","url":"https://shop.example/products/lamp","image":"https://shop.example/lamp.jpg","price":"39.00","currency":"EUR","brand":"Ny","category":"Light > Desk","availability":"InStock"},
{"id":"8","title":"Warm bulb; E27","url":"https://shop.example/products/bulb","price":"9.00","currency":"EUR","availability":"OutOfStock"}]"#;

const XML: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<rss xmlns:g="http://base.google.com/ns/1.0" version="2.0"><channel><title>Shop</title><link>https://shop.example</link>
<item><g:id>7</g:id><title>Walnut &amp; oak lamp</title><link>https://shop.example/products/lamp</link>
 <g:image_link>https://shop.example/lamp.jpg</g:image_link><g:image_link>https://shop.example/back.jpg</g:image_link>
 <g:price>49.00 EUR</g:price><g:sale_price>39.00 EUR</g:sale_price><g:brand>Ny</g:brand>
 <g:product_type>Light &gt; Desk</g:product_type><g:availability>in_stock</g:availability>
 <g:shipping><g:price>4.00 EUR</g:price></g:shipping></item>
<item><g:id>8</g:id><title><![CDATA[Warm bulb; E27]]></title><link>https://shop.example/products/bulb</link>
 <g:price>9,00 EUR</g:price><g:availability>out of stock</g:availability></item>
</channel></rss>"#;

const TABS: &str = "id\ttitle\tlink\timage link\tprice\tsale price\tbrand\tproduct type\tavailability\n\
7\tWalnut & oak lamp\thttps://shop.example/products/lamp\thttps://shop.example/lamp.jpg\t49.00 EUR\t39.00 EUR\tNy\tLight > Desk\tin stock\n\
8\tWarm bulb; E27\thttps://shop.example/products/bulb\t\t9.00 EUR\t\t\t\tout_of_stock\n";

const SEMICOLONS: &str = "\u{feff}ID;Title;Link;Image_link;Price;Currency;Brand;Category;Availability\r\n\
7;Walnut & oak lamp;https://shop.example/products/lamp;https://shop.example/lamp.jpg;39,00;EUR;Ny;Light > Desk;InStock\r\n\
8;\"Warm bulb; E27\";https://shop.example/products/bulb;;9,00;EUR;;;OutOfStock\r\n";

const LINES: &str = "{\"id\":7,\"title\":\"Walnut & oak lamp\",\"url\":\"https://shop.example/products/lamp\",\"image\":\"https://shop.example/lamp.jpg\",\"price\":{\"amount\":\"39.00\",\"currency\":\"EUR\"},\"brand\":\"Ny\",\"category\":\"Light > Desk\",\"availability\":\"InStock\"}\n\
\n{\"id\":8,\"title\":\"Warm bulb; E27\",\"url\":\"https://shop.example/products/bulb\",\"price\":\"9.00\",\"currency\":\"EUR\",\"availability\":\"OutOfStock\"}\n";

const STORE_API: &str = r#"[{"id":7,"name":"Walnut & oak lamp","permalink":"https://shop.example/products/lamp","images":[{"src":"https://shop.example/lamp.jpg"}],"prices":{"price":"3900","currency_code":"EUR","currency_minor_unit":2},"brands":[{"name":"Ny"}],"categories":[{"id":2,"name":"Light > Desk"}],"is_in_stock":true},
{"id":8,"name":"Warm bulb; E27","permalink":"https://shop.example/products/bulb","images":[],"prices":{"price":"900","currency_code":"EUR","currency_minor_unit":2},"brands":[],"categories":[],"is_in_stock":false}]"#;

const SHOPIFY: &str = r#"{"products":[{"id":7,"title":"Walnut lamp","handle":"lamp","vendor":"Ny","product_type":"Light","images":[{"src":"https://cdn.example/lamp.jpg"}],
"variants":[{"id":71,"sku":"L-S","price":"45.00","available":false},{"id":72,"sku":"L-M","price":"45.00","available":true}]},
{"id":8,"title":"Bulb","handle":"bulb","variants":[{"id":81,"sku":"","price":"9.00","available":true}]},
{"id":9,"title":"Rug","handle":"rug","variants":[{"id":91,"sku":"R","price":"90.00","available":true}]}]}"#;

fn build(shop: &Shop, out: &str, feed: &str, more: &[&str]) -> std::process::Output {
    let (feed, out) = (shop.text(feed), shop.text(out));
    run(
        &[&["build", "--feed", &feed, "--out", &out], more].concat(),
        "",
    )
}

fn told(output: &std::process::Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn whatever_form_a_feed_has_the_shelf_is_the_same() {
    let shop = Shop::new();
    shop.put("feed.json", JSON);
    assert!(
        build(&shop, "out", "feed.json", &["--strict"])
            .status
            .success()
    );
    let expected = contents(&shop.path("out"));
    for (at, feed) in [XML, TABS, SEMICOLONS, LINES, STORE_API].iter().enumerate() {
        shop.put("other", feed);
        let out = format!("out{at}");
        let built = build(&shop, &out, "other", &["--strict"]);
        assert!(built.status.success(), "{feed}\n{}", told(&built));
        assert!(contents(&shop.path(&out)) == expected, "{feed}");
    }
}

/// Shopify's own list of products names no currency, and orders name variants.
#[test]
fn of_shopify_variants_lead_to_their_product_and_a_price_needs_a_currency() {
    let shop = Shop::new();
    shop.put("products.json", SHOPIFY);
    let orders: String = (1001..1004)
        .map(|order| format!("#{order},2026-03-01 10:00:00 +0100,L-M\n#{order},,91\n"))
        .collect();
    shop.put(
        "orders.csv",
        &format!("Name,Created at,Lineitem sku\n{orders}"),
    );
    let orders = ["--orders", &shop.text("orders.csv"), "--strict"];
    for (out, currency, price) in [
        ("with", &["--currency", "EUR"][..], true),
        ("without", &[], false),
    ] {
        let built = build(
            &shop,
            out,
            "products.json",
            &[&orders[..], currency].concat(),
        );
        assert!(built.status.success(), "{}", told(&built));
        let (ranks, _) = shop.rank(out, "7\n");
        assert!(ranks[0].starts_with('9'), "{ranks:?}");
        let cards: String = contents(&shop.path(out))
            .iter()
            .filter(|(name, _)| name.contains("-c"))
            .map(|(_, text)| String::from_utf8_lossy(text).into_owned())
            .collect();
        assert_eq!(
            cards.contains("\"45.00\",\"currency\":\"EUR\""),
            price,
            "{cards}"
        );
        assert!(cards.contains("/products/lamp"), "{cards}");
    }
}

#[test]
fn a_feed_that_is_none_says_where_and_what_was_expected() {
    let shop = Shop::new();
    for (feed, expected) in [
        (
            "",
            "1: expected JSON, Google Merchant's XML, or a header line with `id`",
        ),
        ("name,cost\nlamp,3\n", "it has name, cost"),
        (
            "[{\"id\":1},\n{\"id\" 2}]",
            "line 2 column 7; expected JSON",
        ),
        (
            "<rss><channel>\n<item><id>1</wrong></item></channel></rss>",
            "line 2: ",
        ),
        ("<rss><channel></channel></rss>", "no products in it"),
        ("{\"catalog\":[]}", "no products in it"),
    ] {
        shop.put("feed", feed);
        let built = build(&shop, "none", "feed", &[]);
        assert!(!built.status.success(), "{feed}");
        assert!(told(&built).contains(expected), "{}", told(&built));
        assert!(!shop.path("none").exists(), "nothing is written");
    }
    shop.put(
        "feed",
        "id,title\n7,Lamp\n,Nameless\n8,Bulb\n7,Lamp again\n",
    );
    let built = build(&shop, "out", "feed", &[]);
    assert!(built.status.success());
    assert!(
        told(&built).contains("feed:3: expected an `id`"),
        "{}",
        told(&built)
    );
    let all = lines(&built.stdout).concat();
    assert!(
        all.contains("1 were skipped") && all.contains("2 products"),
        "{all}"
    );
    assert!(
        !build(&shop, "strict", "feed", &["--strict"])
            .status
            .success()
    );
    assert!(!shop.path("strict").exists());
}

#[test]
fn whatever_form_orders_have_the_shelf_is_the_same() {
    let shop = Shop::new();
    let of = |mark: char, date: &str, end: &str| {
        let header = [
            "Order Number",
            "Order Date",
            "Product SKU",
            "Name of customer",
        ];
        let mut text = header.join(&mark.to_string()) + end;
        for order in 1..4 {
            for product in ["desk", "rug"] {
                let row = [&order.to_string(), date, product, "\"Roe, J.; jr.\""];
                text += &(row.join(&mark.to_string()) + end);
            }
        }
        text
    };
    shop.put("orders.csv", &of(',', "2026-03-13", "\n"));
    let orders = shop.text("orders.csv");
    assert!(
        shop.build("out", &["--orders", &orders, "--strict"])
            .status
            .success()
    );
    let expected = contents(&shop.path("out"));
    for (at, text) in [
        "\u{feff}".to_owned() + &of(';', "13.03.2026 00:00", "\r\n"),
        of('\t', "3/13/2026 8:26", "\n"),
        of(',', "13/3/26", "\n"),
        of('|', "1773360000", "\n"),
    ]
    .iter()
    .enumerate()
    {
        shop.put("orders.csv", text);
        let out = format!("out{at}");
        let built = shop.build(&out, &["--orders", &orders, "--strict"]);
        assert!(built.status.success(), "{text}\n{}", told(&built));
        assert!(contents(&shop.path(&out)) == expected, "{text}");
    }
    shop.put("orders.csv", &of(',', "3/4/2026", "\n"));
    let built = shop.build("doubt", &["--orders", &orders]);
    assert!(built.status.success() && told(&built).contains("may be of March or of April"));
    shop.put("orders.csv", &of(',', "Friday", "\n"));
    let built = shop.build("bad", &["--orders", &orders]);
    assert!(told(&built).contains("orders.csv:2: expected a date such as 2026-12-31"));
}

/// What logs hold that no shopper did: nothing of it ends the build or gets into the files.
#[test]
fn odd_visits_do_no_harm() {
    let shop = Shop::new();
    let mut log = crate::log();
    let plain = shop.text("log.ndjson");
    assert!(shop.build("out", &["--events", &plain]).status.success());
    // Somebody's robot, for hours; visits of one look; and events without page, visitor and products.
    for step in 0..5_000 {
        let item = ["desk", "rug", "lamp"][step % 3];
        log += &format!(
            "{{\"name\":\"view_item\",\"at\":{},\"session\":\"robot\",\"items\":[{{\"item_id\":\"{item}\"}}]}}\r\n",
            1_772_359_200 + step
        );
    }
    for (at, more) in [
        "{\"name\":\"view_item\",\"at\":\"2026-03-01T10:00:00Z\",\"items\":[{\"item_id\":\"rug\"}]}",
        "{\"name\":\"view_item\",\"at\":1772359200.5,\"page\":\"https://shop.example/\",\"visitor\":null,\"items\":[{\"item_id\":\"rug\"}]}",
        "{\"name\":\"view_item\",\"at\":1772359200000,\"session\":12,\"items\":[{\"id\":\"rug\",\"price\":1.5,\"item_id\":null}]}",
        "{\"name\":\"view_item\",\"at\":1772359200000,\"session\":13,\"items\":[]}",
        "{\"name\":\"page_view\"}",
        "   ",
    ]
    .iter()
    .enumerate()
    {
        log += more;
        log += if at % 2 == 0 { "\r\n" } else { "\n" };
    }
    shop.put("odd.ndjson", &log);
    let built = shop.build("odd", &["--events", &shop.text("odd.ndjson"), "--strict"]);
    assert!(built.status.success(), "{}", told(&built));
    let (ranks, _) = shop.rank("odd", "lamp\n");
    assert!(ranks[0].starts_with("bulb"), "{ranks:?}");
    assert!(
        !ranks[0].contains("secret"),
        "one visit, however long: {ranks:?}"
    );
    // A log with nothing in it is no error: the feed alone says what is alike.
    shop.put("empty.ndjson", "");
    let built = shop.build("empty", &["--events", &shop.text("empty.ndjson")]);
    assert!(built.status.success() && shop.path("empty/shelf.json").exists());
    // One line of two, as somebody's formatter has it.
    shop.put("pretty.ndjson", "[\n{\"name\":\"view_item\"\n}]\n");
    let built = shop.build("pretty", &["--events", &shop.text("pretty.ndjson")]);
    assert!(
        told(&built).contains("pretty.ndjson:1: expected an event"),
        "{}",
        told(&built)
    );
}

#[test]
fn odd_questions_get_a_line_each() {
    let shop = Shop::new();
    // Ids that a line of ids cannot hold are left out of it, and of nothing else.
    shop.put(
        "broken.json",
        r#"[{"id":"lamp","title":"Red lamp"},{"id":"la\nmp","title":"Red lamp 2"},{"id":"red lamp","title":"Red lamp 3"},{"id":"bulb","title":"Red lamp bulb"},{"id":"desk","title":"Oak desk"},{"id":"rug","title":"Wool rug"},{"id":"bed","title":"Box bed"},{"id":"pot","title":"Iron pot"}]"#,
    );
    assert!(build(&shop, "broken", "broken.json", &[]).status.success());
    assert_eq!(shop.rank("broken", "lamp\n").0, ["bulb"]);
    assert!(
        shop.build("out", &["--events", &shop.text("log.ndjson")])
            .status
            .success()
    );
    let long = "lamp nobody ".repeat(20_000);
    let visits = format!("lamp\r\n\r\n\t lamp  \n{long}\nlamp lamp lamp\n\u{1f4a1} \u{0}\nlamp");
    let ranked = run(
        &["rank", "--shelf", &shop.text("out"), "--top", "3"],
        &visits,
    );
    assert!(ranked.status.success());
    let ranks = lines(&ranked.stdout);
    assert_eq!(ranks.len(), 7);
    assert_eq!(ranks[0], ranks[2]);
    assert_eq!(ranks[0], ranks[6]);
    assert_eq!(
        ranks[1], ranks[5],
        "who is not known is told what is popular"
    );
    let none = run(&["rank", "--shelf", &shop.text("out")], "");
    assert!(none.status.success() && none.stdout.is_empty());
    let nowhere = run(&["rank", "--shelf", &shop.text("gone")], "lamp\n");
    assert!(
        !nowhere.status.success()
            && told(&nowhere).contains("expected what `vitrin-shelf build` writes")
    );
    // Without a log there is nothing popular, and for nobody nothing.
    fs::remove_file(shop.path("log.ndjson")).unwrap();
    assert!(shop.build("feed", &[]).status.success());
    let (ranks, told) = shop.rank("feed", "\nnobody\nlamp\n");
    assert_eq!(ranks[..2], ["", ""]);
    assert!(ranks[2].contains("newlamp"), "{ranks:?}");
    assert!(told.contains("mean") && told.contains("p95"));
}

/// What people's spreadsheets hold: told in a line each, and the rest of the table counts.
#[test]
fn prices_and_ids_that_cannot_be_are_told_once_and_shown_by_nobody() {
    let shop = Shop::new();
    shop.put(
        "feed",
        "\u{feff}id,title,price,currency\r\na,A,\"1.299,00\",EUR\r\nb,B,\"1,299.00\",EUR\r\nc,C,12.50,\r\nd,D,abc,EUR\r\na,Another,5,EUR\r\nred lamp,\"Läm\"\"p 🛋\",7,EUR\r\n",
    );
    let built = build(&shop, "out", "feed", &["--strict"]);
    assert!(built.status.success(), "{}", told(&built));
    assert!(
        told(&built).contains(
            "feed: 1 have the id of an earlier product, which counts; the first is line 6: `a`"
        ),
        "{}",
        told(&built)
    );
    assert!(
        told(&built).contains("feed: 2 stay without a price: expected a number and a currency, as `12.50 EUR`, or --currency EUR for all; the first is line 4: `12.50`"),
        "{}",
        told(&built)
    );
    let cards: String = contents(&shop.path("out"))
        .iter()
        .filter(|(name, _)| name.contains("-c"))
        .map(|(_, text)| String::from_utf8_lossy(text).into_owned())
        .collect();
    assert_eq!(cards.matches("\"1299.00\"").count(), 2, "{cards}");
    assert_eq!(cards.matches("\"price\"").count(), 3, "{cards}");
    assert!(
        !cards.contains("Another") && cards.contains("red lamp"),
        "{cards}"
    );
    // A quotation mark that nothing closes: what it took is no product.
    shop.put("feed", "id,title\na,A\nb,\"B\nc,C\nd,D\n");
    let built = build(&shop, "torn", "feed", &[]);
    assert!(
        told(&built).contains("feed:3: expected a quotation mark that closes"),
        "{}",
        told(&built)
    );
    assert!(lines(&built.stdout).concat().contains("1 products"));
    shop.put("orders.csv", "order,sku\n1,\"a\n1,b\n2,a\n");
    let built = shop.build("none", &["--orders", &shop.text("orders.csv")]);
    assert!(
        told(&built).contains("orders.csv:2: expected an order and a product"),
        "{}",
        told(&built)
    );
}

#[test]
fn letters_that_nobody_can_read_name_no_product() {
    let shop = Shop::new();
    let line = |id: &[u8]| {
        let head =
            b"{\"name\":\"view_item\",\"at\":\"2026-03-01T10:00:00Z\",\"items\":[{\"item_id\":\"";
        [&head[..], id, b"\"}]}\n"].concat()
    };
    // Latin-1, as a log of long ago has it.
    fs::write(shop.path("log"), [line(b"l\xe4mp"), line(b"lamp")].concat()).unwrap();
    let log = shop.text("log");
    let built = shop.build("out", &["--events", &log]);
    assert!(
        told(&built).contains(":1: expected `item_id` in UTF-8"),
        "{}",
        told(&built)
    );
    for (text, expected) in [
        (
            "\u{feff}[{\"name\":\"view_item\"}]\n",
            ":1: expected an event or an envelope a line",
        ),
        (
            "null\n",
            "column 4: invalid type: null, expected an event; skipped",
        ),
    ] {
        shop.put("log", text);
        let built = shop.build("none", &["--events", &log]);
        assert!(told(&built).contains(expected), "{}", told(&built));
    }
    for (bytes, what) in [
        (&b"\xff\xfei\0d\0"[..], "not UTF-16"),
        (b"PK\x03\x04....", "not zip"),
    ] {
        fs::write(shop.path("log"), bytes).unwrap();
        let built = shop.build("none", &["--events", &log]);
        assert!(
            !built.status.success() && told(&built).contains(what),
            "{}",
            told(&built)
        );
    }
}
