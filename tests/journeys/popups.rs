//! What stands in popups, and what a shopper makes of it: presets as they are, codes that are kept, goals that count, forms that fail.

use super::shop::{Shop, lamp};
use vitrin::core::event::{Event, Outcome, Popup};
use vitrin::core::json;
use vitrin::core::time::{DAY, MINUTE, SECOND};
use vitrin::core::value::Value;

fn tag(campaigns: &str) -> String {
    format!(r#"{{"endpoint":"/events","consent":"granted","campaigns":{campaigns}}}"#)
}

fn types(popup: &Value) -> Vec<&str> {
    let blocks = popup.get("content").items().iter();
    blocks
        .filter_map(|block| block.get("type").text())
        .collect()
}

fn tell(shop: &mut Shop, popup: fn(Value) -> Popup, detail: &str) {
    shop.tell(Event::Popup(popup(json::read(detail).unwrap())));
}

const ADDED: &str = r#"{"event":"add_to_cart","ecommerce":{"currency":"EUR","items":[{"item_id":"lamp-1","item_name":"Lamp 1","price":21,"quantity":1}]}}"#;

#[test]
fn a_new_visitor_is_welcomed_once_something_was_looked_at_and_not_on_arrival() {
    let mut shop = Shop::open(&tag(r#"["welcome"]"#));
    shop.visit(&lamp(1));
    shop.wait(10 * SECOND);
    assert!(
        shop.opened.is_empty(),
        "somebody who has just come looks around"
    );
    shop.wait(15 * SECOND);
    let popup = shop.open_popup("welcome");
    assert_eq!(popup.get("format").text(), Some("slide-in"));
    assert_eq!(popup.get("preset").text(), Some("welcome"));
    assert_eq!(
        types(&popup),
        ["heading", "text", "buttons"],
        "the question first"
    );
    shop.tell(Event::Popup(Popup::Opened));
    tell(
        &mut shop,
        Popup::Clicked,
        r#"{"label":"Yes","action":"next"}"#,
    );
    tell(&mut shop, Popup::Stepped, r#"{"step":2}"#);
    shop.tell(Event::Popup(Popup::Closed("button".into())));
    shop.wait(SECOND);
    assert_eq!(shop.sent("campaign_step")[0].get("step").count(), Some(2));
    assert_eq!(shop.count("lead_submit"), 0);
    shop.wait(3 * DAY);
    shop.visit(&lamp(2));
    shop.wait(60 * SECOND);
    assert_eq!(shop.opened.len(), 1, "nobody is new twice");
}

#[test]
fn the_way_to_free_shipping_is_counted_from_the_cart_and_nobody_is_told_of_an_empty_one() {
    let mut shop = Shop::open(&tag(r#"[{"preset":"free-shipping","goal":"50.00"}]"#));
    shop.visit(&lamp(1));
    shop.wait(10 * SECOND);
    assert!(shop.opened.is_empty(), "there is nothing in the cart");
    shop.layer(ADDED);
    shop.tell(Event::Hidden);
    let mut shop = shop.next_document(&tag(r#"[{"preset":"free-shipping","goal":"50.00"}]"#));
    shop.visit(&lamp(2));
    shop.wait(10 * SECOND);
    let goal = shop.open_popup("free-shipping").get("content").items()[0].clone();
    assert_eq!(goal.get("left").get("amount").text(), Some("29.00"));
    assert_eq!(goal.get("part").count(), Some(42));
    shop.tell(Event::Popup(Popup::Opened));
    shop.wait(10 * SECOND);
    shop.layer(&ADDED.replace(r#""quantity":1"#, r#""quantity":2"#));
    let goal = shop.open_popup("free-shipping").get("content").items()[0].clone();
    assert!(goal.get("left").is_null(), "reached: {goal:?}");
    assert_eq!(goal.get("part").count(), Some(100));
    assert_eq!(shop.count("campaign_impression"), 1, "it is the same bar");
}

#[test]
fn a_goal_that_nobody_has_set_is_no_bar() {
    let mut shop = Shop::open(&tag(r#"["free-shipping"]"#));
    shop.visit(&lamp(1));
    shop.layer(ADDED);
    shop.wait(10 * SECOND);
    assert!(shop.opened.is_empty());
}

#[test]
fn a_code_is_kept_and_shown_again_with_the_cart() {
    let coupon = r#"[{"id":"code","when":"delay","content":[{"type":"coupon","code":"HELLO10"}]},"cart-rescue"]"#;
    let mut shop = Shop::open(&tag(coupon));
    shop.visit(&lamp(1));
    shop.layer(ADDED);
    shop.wait(5 * SECOND);
    shop.open_popup("code");
    tell(&mut shop, Popup::Given, r#"{"coupon":"HELLO10"}"#);
    shop.tell(Event::Popup(Popup::Opened));
    tell(&mut shop, Popup::Copied, r#"{"coupon":"HELLO10"}"#);
    shop.tell(Event::Popup(Popup::Closed("button".into())));
    shop.tell(Event::Hidden);
    shop.wait(SECOND);
    assert_eq!(
        shop.sent("coupon_copied")[0].get("coupon").text(),
        Some("HELLO10")
    );
    let mut shop = shop.next_document(&tag(coupon));
    shop.visit(&lamp(2));
    shop.wait(40 * SECOND);
    shop.leave_through_the_top();
    let popup = shop.open_popup("cart-rescue");
    let again = popup.get("content").items().iter();
    let codes: Vec<_> = again.filter_map(|block| block.get("code").text()).collect();
    assert_eq!(codes, ["HELLO10"], "on another page");
}

#[test]
fn without_a_code_there_is_no_place_for_one() {
    let mut shop = Shop::open(&tag(r#"["cart-rescue"]"#));
    shop.visit(&lamp(1));
    shop.layer(ADDED);
    shop.wait(5 * SECOND);
    shop.leave_through_the_top();
    assert_eq!(
        types(&shop.open_popup("cart-rescue")),
        ["heading", "text", "lines", "buttons"]
    );
}

#[test]
fn a_form_that_could_not_be_sent_is_told_so_and_sent_once() {
    let mut shop = Shop::open(&tag(r#"["email-capture"]"#));
    shop.visit(&lamp(1));
    shop.wait(5 * SECOND);
    shop.leave_through_the_top();
    shop.open_popup("email-capture");
    shop.tell(Event::Popup(Popup::Opened));
    shop.wait(SECOND);
    shop.answer = Outcome::Failed;
    let form = r#"{"fields":{"email":"ada@shop.example"},"consent":{"given":true}}"#;
    tell(&mut shop, Popup::Submitted, form);
    shop.wait(500);
    assert_eq!(shop.arrived, [false]);
    shop.answer = Outcome::Status {
        code: 204,
        retry_after: None,
    };
    tell(&mut shop, Popup::Submitted, form);
    shop.wait(5 * SECOND);
    assert_eq!(shop.arrived.last(), Some(&true));
    assert_eq!(shop.count("lead_submit"), 1, "the same address is one lead");
    assert!(!shop.ever_written.contains("ada@"));
}

#[test]
fn a_form_with_an_endpoint_of_its_own_asks_whoever_may_not_be_reported_and_reports_nothing() {
    let campaigns = |form: &str| {
        format!(
            r#"[{{"id":"news","when":{{"call":true}},"content":[{{"type":"form","fields":[{{"name":"email","type":"email"}}]{form}}}]}}]"#
        )
    };
    let opened = |form: &str| {
        let mut shop = Shop::open(&tag(&campaigns(form)));
        shop.visit(&lamp(1));
        shop.call("consent", r#"[{"analytics":false}]"#);
        shop.wait(MINUTE);
        shop.call("show", r#"["news"]"#);
        shop
    };
    assert!(
        opened("").opened.is_empty(),
        "it could only lose the address"
    );
    let mut own = opened(r#","endpoint":"/subscribe""#);
    assert_eq!(own.opened.len(), 1);
    let form = r#"{"fields":{"email":"ada@shop.example"},"consent":{"given":true}}"#;
    tell(&mut own, Popup::Submitted, form);
    own.wait(MINUTE);
    assert_eq!(own.count("lead_submit"), 0);
    assert!(!own.ever_written.contains("ada@"));
}

#[test]
fn every_preset_says_something_in_every_format_that_it_names() {
    for name in [
        "cart-rescue",
        "email-capture",
        "welcome",
        "still-thinking",
        "free-shipping",
        "welcome-back",
    ] {
        let mut shop = Shop::open(&tag(&format!(r#"[{{"preset":"{name}","goal":"100"}}]"#)));
        shop.visit(&lamp(1));
        shop.visit(&lamp(2));
        shop.layer(ADDED);
        shop.wait(5 * SECOND);
        shop.call("show", &format!(r#"["{name}"]"#));
        assert!(!types(&shop.open_popup(name)).is_empty(), "{name}");
        assert_eq!(shop.warned, Vec::<String>::new(), "{name}");
    }
}

#[test]
fn a_bar_gives_way_to_a_dialog_and_that_is_nobodys_no() {
    let settings = tag(r#"[{"preset":"free-shipping","goal":"50.00"},"cart-rescue"]"#);
    let mut shop = Shop::open(&settings);
    shop.visit(&lamp(1));
    shop.layer(ADDED);
    shop.wait(6 * SECOND);
    shop.open_popup("free-shipping");
    shop.tell(Event::Popup(Popup::Opened));
    shop.wait(6 * SECOND);
    shop.leave_through_the_top();
    shop.open_popup("cart-rescue");
    shop.tell(Event::Popup(Popup::Closed("way".into())));
    shop.tell(Event::Popup(Popup::Opened));
    shop.tell(Event::Popup(Popup::Closed("escape".into())));
    shop.tell(Event::Hidden);
    shop.wait(SECOND);
    let closed = shop.sent("campaign_close");
    let told: Vec<_> = closed
        .iter()
        .map(|event| (event.get("campaign").text(), event.get("reason").text()))
        .collect();
    assert_eq!(
        told,
        [
            (Some("free-shipping"), Some("page")),
            (Some("cart-rescue"), Some("escape"))
        ]
    );
    let mut shop = shop.next_document(&settings);
    shop.visit(&lamp(2));
    shop.wait(60 * SECOND);
    shop.open_popup("free-shipping");
}

#[test]
fn a_product_in_a_popup_is_the_campaigns_click_and_its_order_too() {
    let settings = tag(r#"[{"preset":"still-thinking","variants":[{"name":"short"}]}]"#);
    let mut shop = Shop::open(&settings);
    shop.block_with(1, "recently-viewed", "{}");
    shop.visit(&lamp(1));
    shop.visit(&lamp(2));
    shop.visit(&lamp(3));
    shop.wait(40 * SECOND);
    shop.leave_through_the_top();
    shop.open_popup("still-thinking");
    shop.tell(Event::Popup(Popup::Opened));
    // What popup-content.js makes of a block of products.
    shop.block_with(2, "recently-viewed", r#"{"popup":""}"#);
    shop.tell(Event::BlockFilled(2));
    shop.tell(Event::BlockSeen(2));
    shop.tell(Event::BlockSeen(1));
    shop.tell(Event::CardClicked { block: 1, index: 0 });
    shop.tell(Event::CardClicked { block: 2, index: 1 });
    shop.layer(ADDED);
    shop.wait(10 * SECOND);
    let said = |event: &Value| {
        ["campaign", "variant", "block", "strategy"].map(|name| event.get(name).scalar())
    };
    let of = |names: [&str; 4]| names.map(|name| Some(name.to_owned()));
    let inside = of([
        "still-thinking",
        "short",
        "recently-viewed",
        "recently-viewed",
    ]);
    let beside = [None, None, inside[2].clone(), inside[3].clone()];
    for name in ["rec_impression", "rec_click"] {
        let told: Vec<_> = shop.sent(name).iter().map(said).collect();
        assert!(told.contains(&inside), "{name}: {told:?}");
        assert!(
            told.contains(&beside),
            "the page's own is no campaign's: {told:?}"
        );
    }
    assert_eq!(
        said(&shop.sent("add_to_cart")[0]),
        inside,
        "the last click led to it"
    );
}
