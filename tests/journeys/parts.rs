//! What a shopper gets before the page was read and the module's second part is here, and that nothing is lost on the way to it.

use crate::shop::{Shop, lamp};
use vitrin::core::event::Event;

const ON: &str = r#"{"endpoint":"/events","consent":"granted"}"#;

/// A shopper who has seen three lamps, in a document of which nothing was read yet.
fn back_at(address: &str) -> Shop {
    let mut shop = Shop::open(ON);
    for number in [1, 2, 3] {
        shop.visit(&lamp(number));
        shop.wait(1000);
        shop.address = address.to_owned();
        shop = shop.next_document(ON);
    }
    shop
}

#[test]
fn the_history_stands_before_the_page_was_read_without_the_product_of_its_address() {
    let mut shop = back_at("https://shop.example/p/lamp-3");
    shop.block(1, "recently-viewed");
    assert_eq!(shop.filled("recently-viewed"), ["lamp-2", "lamp-1"]);
    shop.visit(&lamp(3));
    assert_eq!(
        shop.filled("recently-viewed"),
        ["lamp-2", "lamp-1"],
        "reading the page changes nothing of it"
    );
    let fills = shop.log.iter().filter(|line| line.contains("  Fill"));
    assert_eq!(fills.count(), 1, "and it is not drawn again");
}

#[test]
fn a_product_that_its_address_does_not_tell_leaves_the_history_when_the_page_is_read() {
    let mut shop = back_at("https://shop.example/index.php?page=3");
    shop.block(1, "recently-viewed");
    assert_eq!(
        shop.filled("recently-viewed"),
        ["lamp-3", "lamp-2", "lamp-1"]
    );
    shop.visit(&lamp(3));
    assert_eq!(shop.filled("recently-viewed"), ["lamp-2", "lamp-1"]);
}

#[test]
fn what_a_shop_rules_out_is_not_shown_before_its_rules_were_read() {
    let rules =
        r#"{"endpoint":"/events","consent":"granted","rules":[{"exclude":{"title":"Lamp 2"}}]}"#;
    let mut shop = back_at("https://shop.example/").next_document(rules);
    shop.block(1, "recently-viewed");
    assert!(shop.filled("recently-viewed").is_empty());
    shop.visit(r#"{"url":"https://shop.example/","title":"Shop"}"#);
    assert_eq!(shop.filled("recently-viewed"), ["lamp-3", "lamp-1"]);
    let shown = |line: &&String| line.contains("  Fill") && line.contains("lamp-2");
    assert_eq!(shop.log.iter().find(shown), None);
}

#[test]
fn whoever_leaves_while_there_is_still_more_to_think_about_was_there() {
    let mut shop = Shop::open(ON);
    shop.hurried = true;
    shop.visit(&lamp(1));
    assert_eq!(shop.count("page_view"), 0, "it is still to be told");
    shop.tell(Event::Hidden);
    shop.tell(Event::Left);
    assert_eq!(shop.count("page_view"), 1);
    assert_eq!(shop.count("view_item"), 1);
    assert_eq!(shop.count("browse_left"), 1);
    let mut next = shop.next_document(ON);
    next.hurried = false;
    next.block(1, "recently-viewed");
    assert_eq!(next.filled("recently-viewed"), ["lamp-1"]);
}

#[test]
fn what_the_data_layer_said_before_the_page_was_read_comes_after_its_page_view() {
    let mut shop = Shop::open(ON);
    shop.layer(r#"{"event":"view_item","ecommerce":{"currency":"EUR","items":[{"item_id":"lamp-1","item_name":"Lamp 1","price":21}]}}"#);
    shop.visit(&lamp(1));
    shop.wait(2000);
    let names: Vec<_> = shop
        .received
        .iter()
        .filter_map(|event| event.get("name").scalar())
        .collect();
    assert_eq!(names, ["page_view", "view_item"]);
}

#[test]
fn a_no_to_sending_leaves_what_was_seen_and_a_no_to_remembering_takes_it_off_the_screen() {
    const ASKS: &str = r#"{"endpoint":"/events","consent":"wait"}"#;
    let mut shop = back_at("https://shop.example/").next_document(ASKS);
    shop.call("consent", r#"[{"personalization":true,"analytics":false}]"#);
    shop.block(1, "recently-viewed");
    assert_eq!(
        shop.filled("recently-viewed"),
        ["lamp-3", "lamp-2", "lamp-1"]
    );
    shop.call("consent", r#"[{"personalization":false}]"#);
    assert_eq!(shop.emptied, [1]);
    assert!(shop.storage.is_empty(), "{:?}", shop.storage);
}

#[test]
fn a_no_that_is_followed_by_a_yes_before_the_second_part_is_here_was_a_no() {
    const ASKS: &str = r#"{"endpoint":"/events","consent":"granted"}"#;
    let mut shop = back_at("https://shop.example/").next_document(ASKS);
    shop.call(
        "consent",
        r#"[{"personalization":false,"analytics":false}]"#,
    );
    assert!(shop.storage.is_empty(), "{:?}", shop.storage);
    shop.call("consent", r#"[{"personalization":true,"analytics":true}]"#);
    shop.visit(r#"{"url":"https://shop.example/","title":"Shop"}"#);
    shop.wait(1000);
    shop.block(1, "recently-viewed");
    assert!(shop.filled("recently-viewed").is_empty());
    let remembered = |(_, text): &&(String, String)| text.contains("lamp-1");
    assert_eq!(shop.storage.iter().find(remembered), None);
}

#[test]
fn what_happens_on_a_page_follows_its_page_view_and_keeps_its_time() {
    let mut shop = back_at("https://shop.example/");
    let seen = shop.received.len();
    shop.block(1, "recently-viewed");
    shop.tell(Event::BlockSeen(1));
    shop.tell(Event::Called {
        id: 99,
        name: "track".to_owned(),
        args: vitrin::core::json::read(r#"["sized_up"]"#).unwrap(),
    });
    shop.wait(3000);
    shop.visit(r#"{"url":"https://shop.example/","title":"Shop"}"#);
    shop.wait(2000);
    let fresh = &shop.received[seen..];
    let names: Vec<_> = fresh
        .iter()
        .filter_map(|event| event.get("name").text())
        .collect();
    assert_eq!(names, ["page_view", "rec_impression", "sized_up"]);
    let at = |index: usize| fresh[index].get("at").text().unwrap_or("");
    assert!(at(2) < at(0), "{} {}", at(2), at(0));
}
