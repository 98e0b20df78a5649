//! Visits in shops that have a shelf, rules, or blocks of other kinds: what is claimed above the cards is what the shop's log says.

use crate::shop::{Shop, lamp};
use std::collections::BTreeMap;
use vitrin::core::event::Event;
use vitrin::core::json;
use vitrin::core::shelf::{Part, Table, code, write_row};
use vitrin::core::time::{DAY, SECOND};
use vitrin::core::value::Value;

const TAG: &str = r#"{"feed":"/feed.json","consent":"granted"}"#;
const SHELF: &str = r#"{"shelf":"/shelf","consent":"granted"}"#;
const HOME: &str = r#"{"url":"https://shop.example/","title":"Lamps and mugs","canonical":""}"#;

/// A shelf of one file of each kind: products with what was bought and looked at beside them, and what sells.
fn shelf(
    products: &[(&str, &str)],
    viewed: &[&[u32]],
    bought: &[&[u32]],
    sold: &str,
) -> BTreeMap<String, String> {
    let count = products.len() as u32;
    let mut files = BTreeMap::new();
    let mut file = |part: Part, body: String| {
        let name = part.name("b1");
        files.insert(format!("{name}.txt"), code::seal(&name, &body) + &body);
    };
    for (table, rows) in [(Table::Viewed, viewed), (Table::Bought, bought)] {
        let mut body = String::new();
        for (product, others) in rows.iter().enumerate() {
            let edges: Vec<(u32, u32)> = others.iter().map(|other| (*other, 7)).collect();
            write_row(product as u32, &edges, &mut body);
        }
        file(Part::rows(table, 0), body);
    }
    let mut prints: Vec<(u32, u32)> = (0..)
        .zip(products)
        .map(|(number, (id, _))| (code::place(id, 1).1, number))
        .collect();
    prints.sort_unstable();
    let mut ids = String::new();
    let mut last = 0;
    for (print, number) in prints {
        code::write(print - last, &mut ids);
        code::write(number, &mut ids);
        last = print;
    }
    file(Part::ids(0), ids);
    let cards: Vec<String> = products
        .iter()
        .map(|(id, category)| format!(r#"{{"id":"{id}","title":"{id}","url":"/p/{id}","price":"30.00","currency":"EUR","category":"{category}"}}"#))
        .collect();
    file(Part::cards(0), format!("[{}]", cards.join(",")));
    file(
        Part::LISTS,
        format!(r#"{{"sold":{sold},"trending":[3],"new":[],"regions":{{"DE":{{"sold":[2,3]}}}}}}"#),
    );
    let tuning = r#"{"decay":200,"hop":0,"again":0,"alike":0,"fresh":0}"#;
    files.insert(
        "shelf.json".into(),
        format!(r#"{{"vitrin_shelf":1,"build":"b1","products":{count},"pieces":1,"rows":{count},"cards":{count},"tables":{{"viewed":{tuning},"bought":{tuning}}}}}"#),
    );
    files
}

/// Lamps are looked at with lamps, and bought with bulbs and a shade.
fn lamps_and_bulbs() -> BTreeMap<String, String> {
    let products = [
        ("lamp-1", "Lamps"),
        ("lamp-2", "Lamps"),
        ("bulb", "Bulbs"),
        ("shade", "Shades"),
        ("lamp-3", "Lamps"),
    ];
    let viewed: [&[u32]; 5] = [&[1, 4], &[0, 4], &[], &[], &[0, 1]];
    let bought: [&[u32]; 5] = [&[2, 3, 4], &[2], &[0], &[0], &[]];
    shelf(&products, &viewed, &bought, "[4,0,2]")
}

fn open(settings: &str, shelf: BTreeMap<String, String>) -> Shop {
    let mut shop = Shop::open(r#"{"consent":"wait"}"#);
    shop.shelf = shelf;
    shop.next_document(settings)
}

#[test]
fn with_a_shelf_each_kind_says_what_the_log_says_and_its_reason_names_it() {
    let mut shop = open(SHELF, lamps_and_bulbs());
    shop.block(1, "bought-together");
    shop.block(2, "also-like");
    shop.visit(&lamp(1));
    assert_eq!(shop.filled("bought-together"), ["bulb", "shade", "lamp-3"]);
    assert_eq!(
        shop.filled("also-like"),
        ["lamp-2"],
        "lamp-3 stands in the other block"
    );
    let (_, (kind, heading, more)) = shop.headed[0].clone();
    assert_eq!(
        (kind, heading.as_str()),
        ("bought-together", "Often bought together")
    );
    let total = more.get("bundle").get("total");
    assert_eq!(
        total.get("amount").text(),
        Some("111.00"),
        "21 for the lamp on the page and three times 30"
    );
    let answer = shop.call("recommend", r#"["goes-with", {"limit": 4}]"#);
    let picks: Vec<(Option<String>, Option<String>)> = answer
        .items()
        .iter()
        .map(|pick| {
            let reason = &pick.get("reasons").items()[0];
            (pick.get("id").scalar(), reason.get("subject").scalar())
        })
        .collect();
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(
        picks,
        [
            (some("bulb"), some("Lamp 1")),
            (some("shade"), some("Lamp 1"))
        ],
        "of other categories than the lamp's"
    );
}

#[test]
fn best_sellers_are_the_log_s_and_of_a_region_when_the_page_names_one() {
    for (settings, sold) in [
        (SHELF.to_owned(), vec!["lamp-3", "lamp-1", "bulb"]),
        (
            SHELF.replace("{", r#"{"region":"DE","#),
            vec!["bulb", "shade"],
        ),
    ] {
        let mut shop = open(&settings, lamps_and_bulbs());
        shop.block(1, "best-sellers");
        shop.visit(HOME);
        assert_eq!(shop.filled("best-sellers"), sold);
    }
}

#[test]
fn without_a_log_nothing_is_called_a_best_seller_and_what_steps_in_says_what_it_is() {
    let mut shop = Shop::open(TAG);
    shop.block(1, "best-sellers");
    shop.block(2, "bought-together");
    shop.block_with(3, "similar", r#"{"headed":true}"#);
    shop.visit(&lamp(1));
    assert_eq!(shop.filled("best-sellers"), Vec::<String>::new());
    assert!(!shop.filled("bought-together").is_empty());
    let (_, (kind, heading, more)) = shop.headed[0].clone();
    assert_eq!((kind, heading.as_str()), ("also-like", "You may also like"));
    assert_eq!(
        more,
        Value::NULL,
        "no bundle of what nobody bought together"
    );
    assert!(!shop.filled("similar").is_empty());
    let answer = shop.call("recommend", r#"["bought-together"]"#);
    assert_eq!(
        answer.items().len(),
        0,
        "who asks by name gets that or nothing"
    );
}

#[test]
fn no_product_stands_twice_on_a_page() {
    let mut shop = Shop::open(TAG);
    for (id, kind) in [
        (1, "also-like"),
        (2, "similar"),
        (3, "recently-viewed"),
        (4, "also-like"),
    ] {
        shop.block(id, kind);
    }
    shop.visit(&lamp(7));
    shop.wait(SECOND);
    shop.visit(&lamp(1));
    let mut all: Vec<String> = shop.shown_anywhere();
    let count = all.len();
    assert!(count >= 9, "{all:?}");
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), count);
}

#[test]
fn what_was_bought_pinned_or_put_together_is_found_in_the_shelf_too() {
    let settings = SHELF.replace("{", r#"{"looks":{"light":["lamp-1","bulb","no-such"]},"rules":[{"kind":"also-like","pin":["shade"]}],"#);
    let mut shop = open(&settings, lamps_and_bulbs());
    shop.visit(&lamp(1));
    shop.call(
        "track",
        r#"["purchase", {"transaction_id": "7", "items": [{"item_id": "lamp-2", "quantity": 1}]}]"#,
    );
    shop.wait(SECOND);
    shop.block(1, "look");
    shop.block(2, "buy-again");
    shop.block(3, "also-like");
    assert_eq!(shop.filled("look"), ["bulb"]);
    assert_eq!(shop.filled("buy-again"), ["lamp-2"]);
    assert_eq!(
        shop.filled("also-like"),
        ["shade", "lamp-3"],
        "not what was bought"
    );
}

#[test]
fn a_price_of_an_old_shelf_is_not_shown_unless_the_catalog_knows_it() {
    let mut files = lamps_and_bulbs();
    let manifest = files["shelf.json"].replace(
        "{\"vitrin_shelf\"",
        "{\"latest\":1700000000000,\"vitrin_shelf\"",
    );
    files.insert("shelf.json".into(), manifest);
    let price = |shop: &mut Shop| {
        let found = shop.call("recommend", r#"["also-like", {"limit": 1}]"#);
        found.items()[0].get("price").get("amount").scalar()
    };
    let mut shop = open(SHELF, files.clone());
    shop.visit(&lamp(1));
    assert_eq!(price(&mut shop), None);
    let both = SHELF.replace("{", r#"{"feed":"/feed.json","#);
    let mut shop = open(&both, files);
    shop.visit(&lamp(1));
    assert_eq!(price(&mut shop).as_deref(), Some("25.00"));
}

#[test]
fn before_consent_no_file_of_the_shelf_is_asked_for() {
    let mut shop = open(r#"{"shelf":"/shelf/"}"#, lamps_and_bulbs());
    shop.block(1, "bought-together");
    shop.visit(&lamp(1));
    assert_eq!(shop.asked, 0);
    shop.call("consent", r#"[{"personalization": true}]"#);
    assert_eq!(shop.filled("bought-together"), ["bulb", "shade", "lamp-3"]);
}

#[test]
fn a_half_updated_shelf_costs_its_advice_and_one_warning() {
    let mut files = lamps_and_bulbs();
    let broken = files["b1-b0.txt"].replace("b1-b0", "b0-b0");
    files.insert("b1-b0.txt".into(), broken);
    files.remove("b1-v0.txt");
    let mut shop = open(SHELF, files);
    shop.block(1, "bought-together");
    shop.visit(&lamp(1));
    assert_eq!(shop.filled("bought-together"), Vec::<String>::new());
    let warned: Vec<_> = shop
        .warned
        .iter()
        .filter(|text| text.contains("shelf"))
        .collect();
    assert_eq!(warned.len(), 1, "{warned:?}");
}

#[test]
fn a_block_for_some_pages_is_empty_on_others() {
    let mut shop = Shop::open(TAG);
    shop.block_with(1, "also-like", r#"{"pages":"cart product"}"#);
    shop.block_with(2, "recently-viewed", r#"{"pages":"home"}"#);
    shop.visit(&lamp(1));
    assert!(!shop.filled("also-like").is_empty());
    shop.wait(SECOND);
    shop.visit(HOME);
    assert_eq!(shop.emptied.last(), Some(&1));
    assert_eq!(shop.filled("recently-viewed"), ["lamp-1"]);
}

#[test]
fn a_shopper_clears_and_pauses_what_is_remembered_of_looking() {
    let mut shop = Shop::open(TAG);
    shop.block_with(1, "recently-viewed", r#"{"controls":""}"#);
    shop.visit(&lamp(1));
    shop.wait(SECOND);
    shop.visit(&lamp(2));
    assert_eq!(shop.headed[0].1.2.get("paused").flag(), Some(false));
    let said = shop.call("history", r#"["pause"]"#);
    assert_eq!(said.get("paused").flag(), Some(true));
    shop.wait(SECOND);
    shop.visit(&lamp(3));
    assert_eq!(shop.filled("recently-viewed"), ["lamp-2", "lamp-1"]);
    let said = shop.call("history", r#"["clear"]"#);
    assert_eq!(said.get("products").count(), Some(0));
    assert_eq!(shop.emptied.last(), Some(&1));
    let before = shop.storage.clone();
    shop.wait(DAY);
    let stored = &shop
        .storage
        .iter()
        .find(|(key, _)| key == "vitrin")
        .unwrap()
        .1;
    assert!(!stored.contains("lamp-1") && !stored.contains("lamp-2"));
    // Another tab still knows and writes; it does not come back.
    let old = before.iter().find(|(key, _)| key == "vitrin");
    if let Some((_, text)) = old {
        shop.tell(Event::Rewritten(text.clone()));
    }
    assert_eq!(shop.call("history", "[]").get("products").count(), Some(0));
    shop.call("history", r#"["resume"]"#);
    shop.visit(&lamp(4));
    assert_eq!(shop.call("history", "[]").get("products").count(), Some(1));
}

#[test]
fn the_last_search_is_remembered_for_the_home_page() {
    let mut shop = Shop::open(TAG);
    shop.visit(HOME);
    shop.call("track", r#"["search", {"search_term": "mug 3"}]"#);
    shop.wait(SECOND);
    let mut shop = shop.next_document(TAG);
    shop.block(1, "from-search");
    shop.visit(HOME);
    let found = shop.filled("from-search");
    assert_eq!(found.len(), 4);
    assert!(found.iter().all(|id| id.starts_with("mug")), "{found:?}");
}

#[test]
fn a_bundle_is_handed_to_the_shop_with_the_product_of_the_page() {
    let mut shop = open(SHELF, lamps_and_bulbs());
    shop.block_with(1, "bought-together", r#"{"add":""}"#);
    shop.visit(&lamp(1));
    shop.tell(Event::BundleWanted(1));
    let (_, detail) = shop
        .announced
        .iter()
        .find(|(name, _)| *name == "vitrin-add")
        .unwrap();
    let ids: Vec<_> = detail
        .get("items")
        .items()
        .iter()
        .map(|item| item.get("id").scalar().unwrap())
        .collect();
    assert_eq!(ids, ["lamp-1", "bulb", "shade", "lamp-3"]);
    assert_eq!(
        shop.count("add_to_cart"),
        0,
        "the shop's cart is the shop's"
    );
}

#[test]
fn the_usual_blocks_are_put_where_a_shop_leaves_that_to_us() {
    let settings = r#"{"blocks":"auto","consent":"granted"}"#;
    let (read, warnings) = vitrin::core::config::Settings::read(&[json::read(settings).unwrap()]);
    assert_eq!(warnings, Vec::new());
    let on = |page: &str| -> Vec<String> {
        let here = |pages: &str| pages.split(' ').any(|word| word == page);
        let placed = read.blocks.iter().map(|block| &block.attributes);
        placed
            .filter(|block| here(block.get("pages").text().unwrap()))
            .map(|block| block.get("kind").scalar().unwrap())
            .collect()
    };
    assert_eq!(on("cart"), ["goes-with"]);
    assert_eq!(on("home"), ["also-like", "best-sellers", "recently-viewed"]);
    assert_eq!(
        on("product"),
        ["bought-together", "similar", "recently-viewed"]
    );
    assert_eq!(on("category"), Vec::<String>::new());
    assert_eq!(on("checkout"), Vec::<String>::new());
}

#[test]
fn a_shop_without_a_catalog_advises_what_was_seen_also_where_the_history_shows_it() {
    let mut shop = Shop::open(r#"{"consent":"granted"}"#);
    shop.block(1, "recently-viewed");
    shop.block(2, "also-like");
    shop.block(3, "similar");
    shop.visit(&lamp(1));
    shop.wait(SECOND);
    assert!(shop.filled("also-like").is_empty(), "nothing else was seen");
    for number in 2..=8 {
        shop.visit(&lamp(number));
        shop.wait(SECOND);
        let others = (number as usize - 1).min(4);
        assert_eq!(
            shop.filled("recently-viewed").len(),
            others,
            "the history leaves nothing out for advice"
        );
        let advice = shop.filled("also-like");
        assert_eq!(advice.len(), others, "{advice:?}");
        assert!(
            !advice.contains(&format!("lamp-{number}")),
            "not what is on screen"
        );
        assert!(
            !shop.filled("similar").iter().any(|id| advice.contains(id)),
            "no advice stands twice"
        );
    }
}

#[test]
fn the_shops_own_list_of_what_was_seen_takes_nothing_from_its_advice() {
    let mut shop = Shop::open(r#"{"consent":"granted"}"#);
    shop.block(1, "also-like");
    for number in 1..=4 {
        shop.visit(&lamp(number));
        shop.wait(SECOND);
    }
    let mark = |number: u32| format!(r#"{{"id":"lamp-{number}","title":"Lamp {number}"}}"#);
    let marks: Vec<String> = (1..=4).map(mark).collect();
    let list = format!(r#"{{"marks":[{}],"#, marks.join(","));
    shop.visit(&lamp(5).replacen('{', &list, 1));
    shop.wait(SECOND);
    assert_eq!(
        shop.call("inspect", "[]").get("products").items().len(),
        4,
        "the shop lists them itself"
    );
    assert_eq!(shop.filled("also-like").len(), 4);
}

#[test]
fn a_catalog_has_better_advice_than_the_history_beside_it() {
    let mut shop = Shop::open(TAG);
    shop.block(1, "recently-viewed");
    shop.block(2, "also-like");
    for number in 1..=4 {
        shop.visit(&lamp(number));
        shop.wait(SECOND);
    }
    let history = shop.filled("recently-viewed");
    assert_eq!(history.len(), 3);
    let advice = shop.filled("also-like");
    assert_eq!(advice.len(), 4);
    assert!(!advice.iter().any(|id| history.contains(id)), "{advice:?}");
}

#[test]
fn a_block_without_a_yes_says_that_it_waits_for_one() {
    let mut shop = Shop::open("{}");
    shop.block(1, "recently-viewed");
    shop.visit(&lamp(1));
    shop.wait(SECOND);
    let told = shop.call("explain", "[]");
    assert_eq!(
        told.get("blocks").items()[0].get("state").text(),
        Some("waits for consent")
    );
}
