//! Shoppers' visits, told to the engine event by event: what they see, what the shop's backend learns, and what must not happen.
//! Everything else is real: settings, detection, profile, recommendations, campaigns, outbox. Only the browser is played by `shop`.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a story stops at the first thing that is not as told"
)]

mod advice;
mod campaigns;
mod delivery;
mod experiments;
mod moments;
mod one_campaign;
mod parts;
mod popups;
mod privacy;
#[path = "../schemas/mod.rs"]
mod schemas;
mod shop;
mod storms;

use shop::{Shop, T, lamp};
use vitrin::core::event::{Event, Outcome, Popup};
use vitrin::core::exit_intent::{Key, Signal};
use vitrin::core::json;
use vitrin::core::time::{DAY, HOUR, SECOND};

const TAG: &str = r#"{"endpoint":"/events","feed":"/feed.json","consent":"granted"}"#;
const CAREFUL_TAG: &str = r#"{"endpoint":"/events","feed":"/feed.json"}"#;

#[test]
fn five_lamps_are_looked_at_and_both_blocks_know() {
    let mut shop = Shop::open(TAG);
    shop.block(1, "recently-viewed");
    shop.block(2, "also-like");
    for number in 1..=5 {
        shop.visit(&lamp(number));
        shop.wait(5 * SECOND);
    }
    assert_eq!(
        shop.filled("recently-viewed"),
        ["lamp-4", "lamp-3", "lamp-2", "lamp-1"],
        "newest first, without the one on screen"
    );
    let advice = shop.filled("also-like");
    assert!(!advice.is_empty());
    assert!(
        !advice.iter().any(|id| id == "lamp-5"),
        "not what is on screen"
    );
    assert!(
        !advice.iter().any(|id| id == "sold-out"),
        "not what cannot be had"
    );
    assert_eq!(shop.count("page_view"), 5);
    assert_eq!(shop.count("view_item"), 5, "each once");
    assert_eq!(shop.count("purchase") + shop.count("add_to_cart"), 0);
    let seen = shop.sent("view_item");
    assert_eq!(seen[0].get("currency").text(), Some("EUR"));
    assert_eq!(seen[0].get("value").scalar().as_deref(), Some("21"));
    let one = |field| {
        seen.iter()
            .all(|event| event.get(field) == seen[0].get(field))
    };
    assert!(one("session") && one("visitor"), "one visit, one visitor");
}

#[test]
fn a_first_visitor_s_empty_history_takes_no_room() {
    let mut shop = Shop::open(TAG);
    shop.block(1, "recently-viewed");
    shop.visit(&lamp(1));
    assert_eq!(shop.filled("recently-viewed"), Vec::<String>::new());
    assert_eq!(shop.emptied, [1]);
}

#[test]
fn leaving_with_a_full_cart_is_asked_about_once() {
    let mut shop = Shop::open(TAG);
    shop.visit(&lamp(1));
    shop.layer(r#"{"event":"add_to_cart","ecommerce":{"currency":"EUR","value":42,"items":[{"item_id":"lamp-1","item_name":"Lamp 1","price":21,"quantity":2}]}}"#);
    shop.wait(5 * SECOND);
    shop.leave_through_the_top();
    let dialog = shop.open_popup("cart-rescue");
    let lines = dialog.get("content").items()[2].clone();
    assert_eq!(lines.get("type").text(), Some("lines"));
    let line = &lines.get("lines").items()[0];
    assert_eq!(line.get("title").text(), Some("Lamp 1"));
    assert_eq!(line.get("quantity").count(), Some(2));
    assert_eq!(
        lines.get("total").get("price").get("amount").text(),
        Some("42.00")
    );
    shop.tell(Event::Popup(Popup::Opened));
    shop.tell(Event::Popup(Popup::Closed("escape".into())));
    shop.leave_through_the_top();
    assert_eq!(shop.opened.len(), 1, "not a second time on this page");
    shop.visit(&lamp(2));
    shop.wait(40 * SECOND);
    shop.leave_through_the_top();
    assert_eq!(shop.opened.len(), 1, "nor on the next");
    shop.wait(3 * DAY);
    shop.visit(&lamp(3));
    shop.wait(5 * SECOND);
    shop.leave_through_the_top();
    assert_eq!(shop.opened.len(), 1, "nor within the week");
    shop.wait(8 * DAY);
    shop.visit(&lamp(4));
    shop.wait(5 * SECOND);
    shop.leave_through_the_top();
    assert_eq!(shop.opened.len(), 2, "a week later it may ask again");
    assert_eq!(
        shop.count("campaign_impression"),
        1,
        "only the first was on screen"
    );
    assert_eq!(shop.count("add_to_cart"), 1);
}

#[test]
fn nobody_is_interrupted_too_early_while_typing_at_checkout_or_over_another_dialog() {
    let full = |shop: &mut Shop| {
        shop.layer(r#"{"event":"add_to_cart","ecommerce":{"currency":"EUR","items":[{"item_id":"lamp-1","price":21}]}}"#);
    };
    let mut early = Shop::open(TAG);
    early.visit(&lamp(1));
    full(&mut early);
    early.leave_through_the_top();
    assert!(early.opened.is_empty(), "just arrived");

    let mut typing = Shop::open(TAG);
    typing.visit(&lamp(1));
    full(&mut typing);
    typing.wait(5 * SECOND);
    typing.tell(Event::Signal(Signal::FieldFocus));
    typing.tell(Event::Signal(Signal::Key(Key::Other)));
    typing.leave_through_the_top();
    assert!(typing.opened.is_empty(), "somebody is writing");

    let mut paying = Shop::open(TAG);
    paying.visit(r#"{"url":"https://shop.example/checkout/","title":"Checkout"}"#);
    full(&mut paying);
    paying.wait(5 * SECOND);
    paying.leave_through_the_top();
    assert!(paying.opened.is_empty(), "at checkout");

    let mut covered = Shop::open(TAG);
    covered.dialog = true;
    covered.visit(&lamp(1));
    full(&mut covered);
    covered.wait(5 * SECOND);
    covered.leave_through_the_top();
    assert!(covered.opened.is_empty(), "over the shop's own dialog");
}

#[test]
fn an_address_is_read_from_a_sent_form_and_stands_nowhere_else() {
    let mut shop = Shop::open(TAG);
    shop.visit(&lamp(1));
    shop.wait(5 * SECOND);
    shop.leave_through_the_top();
    shop.open_popup("email-capture");
    shop.tell(Event::Popup(Popup::Opened));
    let form = json::read(r#"{"fields":{"email":"ada@shop.example"},"consent":{"given":true,"text":"Yes, news.","version":"1","double_opt_in":false}}"#).unwrap();
    shop.tell(Event::Popup(Popup::Submitted(form)));
    shop.wait(SECOND);
    shop.tell(Event::Popup(Popup::Closed("button".into())));
    shop.tell(Event::Hidden);
    shop.wait(5 * SECOND);
    let leads = shop.sent("lead_submit");
    assert_eq!(leads.len(), 1);
    assert_eq!(
        leads[0].get("lead").get("email").text(),
        Some("ada@shop.example")
    );
    assert_eq!(leads[0].get("consent").get("given").flag(), Some(true));
    assert_eq!(
        leads[0].get("consent").get("text").text(),
        Some("Yes, news.")
    );
    assert!(leads[0].get("consent").get("at").text().is_some());
    assert_eq!(shop.arrived, [true], "the form is told, once");
    let others = shop
        .received
        .iter()
        .filter(|event| event.get("name").text() != Some("lead_submit"));
    for event in others {
        assert!(!json::write(event).contains("ada@"), "{event:?}");
    }
    assert!(!shop.ever_written.contains("ada@"), "not on the device");
    shop.wait(8 * DAY);
    shop.visit(&lamp(2));
    shop.wait(5 * SECOND);
    shop.leave_through_the_top();
    assert_eq!(
        shop.opened.len(),
        1,
        "who has left an address is not asked for it"
    );
}

#[test]
fn a_field_that_no_person_sees_was_filled_in_by_none() {
    let mut shop = Shop::open(TAG);
    shop.visit(&lamp(1));
    shop.wait(5 * SECOND);
    shop.leave_through_the_top();
    shop.tell(Event::Popup(Popup::Opened));
    let form = json::read(r#"{"fields":{"email":"bot@spam.example"},"trap":true}"#).unwrap();
    shop.tell(Event::Popup(Popup::Submitted(form)));
    shop.wait(5 * SECOND);
    assert_eq!(shop.count("lead_submit"), 0);
}

#[test]
fn before_consent_nothing_is_kept_sent_or_asked_for() {
    let mut shop = Shop::open(CAREFUL_TAG);
    shop.block(1, "recently-viewed");
    shop.visit(&lamp(1));
    shop.call("track", r#"["wink", {"eye": "left"}]"#);
    shop.wait(HOUR);
    shop.tell(Event::Hidden);
    assert_eq!(shop.asked, 0, "no request, not even for the catalog");
    assert!(shop.storage.is_empty() && shop.ever_written.is_empty());
    assert!(!shop.ever_loaded, "what may be stored is not even read");

    shop.call("consent", r#"[{"personalization":true,"analytics":true}]"#);
    shop.wait(5 * SECOND);
    let winks = shop.sent("wink");
    assert_eq!(winks.len(), 1, "what happened meanwhile is told");
    assert_eq!(
        winks[0].get("at").text(),
        Some(T.iso().as_str()),
        "with the time it happened"
    );
    assert!(winks[0].get("visitor").text().is_some());
    assert!(!shop.storage.is_empty());

    let before = shop.received.len();
    shop.call(
        "consent",
        r#"[{"personalization":false,"analytics":false}]"#,
    );
    shop.visit(&lamp(2));
    shop.wait(HOUR);
    shop.tell(Event::Left);
    assert!(shop.storage.is_empty(), "nothing stays");
    assert_eq!(
        shop.received.len(),
        before,
        "nothing more is sent, not even that"
    );
}

#[test]
fn an_order_is_counted_once_however_often_its_page_is_loaded() {
    let mut shop = Shop::open(TAG);
    shop.visit(&lamp(1));
    shop.layer(r#"{"event":"add_to_cart","ecommerce":{"currency":"EUR","items":[{"item_id":"lamp-1","price":21}]}}"#);
    let thanks = r#"{"url":"https://shop.example/checkout/order-received/","title":"Thank you"}"#;
    let order = r#"{"event":"purchase","ecommerce":{"transaction_id":"A-77","currency":"EUR","value":21,"items":[{"item_id":"lamp-1","price":21}]}}"#;
    for _ in 0..2 {
        shop.visit(thanks);
        shop.layer(order);
        shop.wait(5 * SECOND);
        shop = shop.next_document(TAG);
    }
    assert_eq!(shop.count("purchase"), 1);
    shop.visit(&lamp(2));
    shop.wait(5 * SECOND);
    shop.leave_through_the_top();
    assert!(
        shop.opened
            .iter()
            .all(|popup| popup.get("id").text() != Some("cart-rescue")),
        "the cart is empty now"
    );
}

#[test]
fn an_addition_that_three_tell_of_happened_once_and_two_clicks_are_two() {
    let mut shop = Shop::open(TAG);
    shop.visit(&lamp(1));
    let form = json::read(
        r#"{"action":"/cart/add","method":"post","button":"Add to cart","body":{"quantity":"1","product_id":"lamp-1"}}"#,
    )
    .unwrap();
    let entry = r#"{"event":"add_to_cart","ecommerce":{"currency":"EUR","items":[{"item_id":"lamp-1","price":21,"quantity":1}]}}"#;
    for _ in 0..2 {
        shop.tell(Event::Submitted(form.clone()));
        shop.layer(entry);
        shop.wait(10 * SECOND);
    }
    assert_eq!(shop.count("add_to_cart"), 2);
}

#[test]
fn what_is_added_from_a_card_of_ours_goes_by_the_id_that_the_card_was_told_by() {
    let mut shop = Shop::open(TAG);
    shop.block(1, "also-like");
    for number in 1..=2 {
        shop.visit(&lamp(number));
        shop.wait(5 * SECOND);
    }
    let advised = shop.filled("also-like")[0].clone();
    // The theme's own form in the card: nothing in it names the product but the card's link.
    let form = format!(
        r#"{{"action":"/cart/add/77","method":"post","button":"Add to cart","body":{{"quantity":"1"}},"card":{{"url":"https://shop.example/p/{advised}","title":"{advised}","image":"/{advised}.jpg"}}}}"#
    );
    shop.tell(Event::CardClicked { block: 1, index: 0 });
    shop.tell(Event::Submitted(json::read(&form).unwrap()));
    shop.wait(5 * SECOND);
    let added = shop.sent("add_to_cart");
    let item = added[0].get("items").items()[0].clone();
    assert_eq!(item.get("item_id").text(), Some(&*advised));
}

#[test]
fn a_form_of_a_card_that_ends_at_the_products_own_page_put_nothing_in() {
    let form = r#"{"action":"/cart/add/77","method":"post","button":"Add to cart","body":{"quantity":"1"},"card":{"url":"https://shop.example/p/lamp-3","title":"Lamp 3","image":"/3.jpg"}}"#;
    let list = r#"{"url":"https://shop.example/lamps","title":"Lamps"}"#;
    let added = || {
        let mut shop = Shop::open(TAG);
        shop.visit(list);
        shop.tell(Event::Submitted(json::read(form).unwrap()));
        shop.tell(Event::Left);
        shop.next_document(TAG)
    };
    let mut chooses = added();
    chooses.visit(&lamp(3));
    chooses.wait(5 * SECOND);
    assert_eq!(chooses.count("add_to_cart"), 1);
    assert_eq!(
        chooses.count("remove_from_cart"),
        1,
        "a size is to be chosen"
    );
    // Back at the list it is in, and its page is but looked at.
    let mut looks = added();
    looks.visit(list);
    looks.wait(SECOND);
    looks.tell(Event::Left);
    let mut looks = looks.next_document(TAG);
    looks.visit(&lamp(3));
    looks.wait(5 * SECOND);
    assert_eq!(looks.count("remove_from_cart"), 0);
    // Put in on its own page, which is loaded anew.
    let mut own = Shop::open(TAG);
    own.visit(&lamp(3));
    own.tell(Event::Submitted(json::read(form).unwrap()));
    own.tell(Event::Left);
    let mut own = own.next_document(TAG);
    own.visit(&lamp(3));
    own.wait(5 * SECOND);
    assert_eq!(
        (own.count("add_to_cart"), own.count("remove_from_cart")),
        (1, 0)
    );
}

#[test]
fn an_addition_that_the_next_page_tells_again_happened_once() {
    let mut shop = Shop::open(TAG);
    shop.visit(&lamp(1));
    let form = r#"{"action":"/cart/add","method":"post","button":"Add to cart","body":{"quantity":"1","product_id":"lamp-1"}}"#;
    shop.tell(Event::Submitted(json::read(form).unwrap()));
    shop.tell(Event::Left);
    let mut shop = shop.next_document(TAG);
    let entry = r#"{"event":"add_to_cart","ecommerce":{"currency":"EUR","items":[{"item_id":"lamp-1","price":21,"quantity":1}]}}"#;
    shop.layer(entry);
    shop.visit(&lamp(1));
    shop.wait(10 * SECOND);
    assert_eq!(shop.count("add_to_cart"), 1);
    shop.layer(entry);
    shop.wait(10 * SECOND);
    assert_eq!(shop.count("add_to_cart"), 2, "a later one is another");
}

#[test]
fn what_a_dead_endpoint_misses_the_next_page_brings_in_order() {
    let mut shop = Shop::open(TAG);
    shop.answer = Outcome::Status {
        code: 503,
        retry_after: None,
    };
    shop.visit(&lamp(1));
    shop.wait(5 * SECOND);
    assert!(shop.received.is_empty());
    shop.tell(Event::Left);
    let mut shop = shop.next_document(TAG);
    shop.answer = Outcome::Status {
        code: 200,
        retry_after: None,
    };
    shop.visit(&lamp(2));
    shop.wait(30 * SECOND);
    let ids = shop.ids();
    assert!(ids.is_sorted(), "in order");
    assert_eq!(shop.count("view_item"), 2, "nothing lost");
    assert!(
        !shop
            .storage
            .iter()
            .any(|(key, _)| key.starts_with("vitrin.out.")),
        "nothing waits any more"
    );
}

#[test]
fn leaving_for_good_tells_what_is_left_behind_and_going_on_does_not() {
    let mut shop = Shop::open(TAG);
    shop.visit(&lamp(1));
    shop.tell(Event::Clicked {
        inside: true,
        card: vitrin::core::value::Value::NULL,
    });
    shop.tell(Event::Left);
    assert_eq!(
        shop.count("browse_left"),
        0,
        "a click leads on inside the shop"
    );
    let mut shop = shop.next_document(TAG);
    shop.visit(&lamp(2));
    shop.wait(10 * SECOND);
    shop.tell(Event::Left);
    let left = shop.sent("browse_left");
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].get("items").items().len(), 2);
}

#[test]
fn storage_that_is_refused_costs_the_next_visit_and_not_this_one() {
    let mut shop = Shop::open(TAG);
    shop.block(1, "recently-viewed");
    shop.tell(Event::StorageRefused);
    for number in 1..=3 {
        shop.visit(&lamp(number));
        shop.wait(2 * SECOND);
    }
    assert_eq!(shop.filled("recently-viewed"), ["lamp-2", "lamp-1"]);
    assert_eq!(shop.count("view_item"), 3);
    let shown = shop.call("export", "[]");
    assert!(
        shown.get("profile").is_null(),
        "nothing is stored: {shown:?}"
    );
}

#[test]
fn forgetting_leaves_nothing_and_export_shows_what_there_was() {
    let mut shop = Shop::open(TAG);
    shop.visit(&lamp(1));
    shop.wait(2 * SECOND);
    let shown = shop.call("export", "[]");
    assert_eq!(
        shown.get("profile").get("views").items()[0]
            .get("id")
            .text(),
        Some("lamp-1")
    );
    let visitor = shown.get("profile").get("visitor").clone();
    shop.call("forget", "[]");
    assert!(shop.storage.is_empty());
    let after = shop.call("export", "[]");
    assert!(
        after.get("profile").is_null() && shop.storage.is_empty(),
        "nothing is stored, and looking at it stores nothing"
    );
    shop.visit(&lamp(2));
    shop.wait(2 * SECOND);
    let after = shop.call("export", "[]");
    assert_ne!(
        *after.get("profile").get("visitor"),
        visitor,
        "a stranger again"
    );
    assert_eq!(after.get("profile").get("views").items().len(), 1);
}

#[test]
fn forgotten_is_forgotten_also_when_the_page_is_left_and_in_other_tabs() {
    let mut shop = Shop::open(CAREFUL_TAG);
    shop.visit(&lamp(1));
    shop.call("consent", r#"[{"personalization":true,"analytics":true}]"#);
    shop.answer = Outcome::Failed;
    shop.call("track", r#"["wink"]"#);
    shop.wait(SECOND);
    assert!(!shop.storage.is_empty());
    shop.tell(Event::Rewritten(String::new()));
    shop.storage.clear();
    shop.wait(HOUR);
    shop.tell(Event::Left);
    assert!(shop.storage.is_empty(), "another tab's no holds here");

    let mut shop = Shop::open(TAG);
    shop.visit(&lamp(1));
    shop.call("forget", "[]");
    shop.wait(SECOND);
    shop.tell(Event::Hidden);
    assert!(shop.storage.is_empty(), "nothing comes back by itself");
}

#[test]
fn a_no_to_analytics_takes_back_what_other_pages_left_unsent() {
    let mut shop = Shop::open(TAG);
    shop.answer = Outcome::Failed;
    shop.visit(&lamp(1));
    shop.wait(SECOND);
    shop.storage.push((
        "vitrin.out.elsewhere".into(),
        r#"{"v":1,"until":0,"entries":[]}"#.into(),
    ));
    shop.call("consent", r#"[{"analytics":false}]"#);
    let left: Vec<&str> = shop.storage.iter().map(|(key, _)| key.as_str()).collect();
    assert_eq!(left, ["vitrin"], "the history stays, as it may");
}

#[test]
fn no_address_is_asked_for_that_could_not_be_sent() {
    let mut shop = Shop::open(CAREFUL_TAG);
    shop.visit(&lamp(1));
    shop.wait(5 * SECOND);
    shop.leave_through_the_top();
    assert!(shop.opened.is_empty());
    assert_eq!(
        shop.call("show", r#"["email-capture"]"#).flag(),
        Some(true),
        "it is known"
    );
    assert!(shop.opened.is_empty(), "and not shown by hand either");
}

#[test]
fn consent_that_comes_late_makes_no_second_visit_and_a_return_is_one_more() {
    let mut shop = Shop::open(TAG);
    for visits in 1..=3 {
        shop.visit(&lamp(1));
        shop.wait(2 * SECOND);
        let shown = shop.call("export", "[]");
        assert_eq!(shown.get("profile").get("visits").count(), Some(visits));
        shop.wait(DAY);
        shop = shop.next_document(TAG);
    }
    let mut shop = shop.next_document(CAREFUL_TAG);
    shop.received.clear();
    shop.visit(&lamp(2));
    shop.call("consent", r#"[{"personalization":true,"analytics":true}]"#);
    shop.call("consent", r#"[{"personalization":true,"analytics":true}]"#);
    shop.wait(5 * SECOND);
    let one = |field| {
        shop.received
            .iter()
            .all(|event| event.get(field) == shop.received[0].get(field))
    };
    assert!(one("session") && one("visitor"));
    assert_eq!(shop.count("consent_update"), 1, "said when it changes");
}

#[test]
fn a_shop_that_tells_much_is_heard_to_the_end_and_two_things_at_once_are_told_once() {
    let mut shop = Shop::open(TAG);
    shop.visit(&lamp(1));
    for _ in 0..500 {
        shop.layer(r#"{"event":"gtm.click"}"#);
    }
    let both = r#"{"event":"add_to_cart","ecommerce":{"currency":"EUR","value":42,"items":[{"item_id":"lamp-1","price":21},{"item_id":"mug-1","price":21}]}}"#;
    shop.layer(both);
    shop.wait(5 * SECOND);
    let added = shop.sent("add_to_cart");
    assert_eq!(added.len(), 1);
    assert_eq!(added[0].get("items").items().len(), 2);
}

#[test]
fn another_variant_is_the_same_page_and_the_next_product_is_not() {
    let mut shop = Shop::open(TAG);
    shop.visit(&lamp(1));
    shop.visit(&lamp(1).replace("/p/lamp-1\"", "/p/lamp-1?variant=2\""));
    shop.wait(SECOND);
    assert_eq!((shop.count("page_view"), shop.count("view_item")), (1, 1));
    shop.tell(Event::Routed);
    shop.layer(r#"{"event":"view_item","ecommerce":{"currency":"EUR","items":[{"item_id":"lamp-2","price":22}]}}"#);
    shop.visit(&lamp(2));
    shop.wait(5 * SECOND);
    assert_eq!(shop.count("page_view"), 2);
    let urls: Vec<_> = shop
        .sent("view_item")
        .iter()
        .map(|event| event.get("page").get("url").scalar())
        .collect();
    assert_eq!(urls.len(), 2, "once for each product");
    assert!(
        urls[1].as_ref().unwrap().ends_with("lamp-2"),
        "told of its own page"
    );
}

#[test]
fn what_nobody_could_see_was_not_seen() {
    let mut shop = Shop::open(TAG);
    shop.block(1, "recently-viewed");
    shop.visit(&lamp(1));
    shop.tell(Event::BlockSeen(1));
    shop.visit(&lamp(2));
    shop.wait(SECOND);
    assert_eq!(shop.count("rec_impression"), 0, "it was empty");
    shop.tell(Event::BlockSeen(1));
    shop.tell(Event::BlockSeen(1));
    shop.wait(SECOND);
    assert_eq!(
        shop.count("rec_impression"),
        1,
        "and once filled it counts once"
    );
    assert_eq!(
        shop.call("track", r#"["purchase", {"value": 5}]"#).flag(),
        Some(false),
        "an order has a number"
    );
}

#[test]
fn consent_and_campaigns_may_come_with_later_settings() {
    let mut shop = Shop::open("{}");
    shop.visit(&lamp(1));
    shop.call("config", r#"[{"endpoint":"/events","consent":"granted"}]"#);
    shop.call("track", r#"["wink"]"#);
    shop.wait(5 * SECOND);
    assert_eq!(shop.count("wink"), 1);
}

#[test]
fn wrong_calls_and_settings_are_one_warning_each_and_nothing_breaks() {
    let mut shop = Shop::open(r#"{"endpont":"/events","consent":"granted"}"#);
    shop.visit(&lamp(1));
    shop.call("trak", "[]");
    shop.call("trak", "[]");
    shop.call("recommend", r#"["also-liked"]"#);
    shop.call("track", "[]");
    assert_eq!(
        shop.warned,
        [
            "`settings`: `endpont` is unknown; did you mean `endpoint`?",
            "`vitrin`: `trak` is unknown; did you mean `track`?",
            "`recommend`: `also-liked` is unknown; did you mean `also-like`?",
            "`track`: expected the name of an event, found nothing; it is left out",
        ]
    );
    assert_eq!(shop.asked, 0, "no endpoint, no request");
}

#[test]
fn the_same_visit_told_again_has_the_same_effects_to_the_byte() {
    let visit = || {
        let mut shop = Shop::open(TAG);
        shop.block(1, "recently-viewed");
        shop.block(2, "also-like");
        for number in 1..=4 {
            shop.visit(&lamp(number));
            shop.wait(3 * SECOND);
        }
        shop.leave_through_the_top();
        shop.tell(Event::Left);
        core::mem::take(&mut shop.log)
    };
    let log = visit();
    assert!(log.len() > 50);
    assert_eq!(log, visit());
}

/// A page of the shop that came by a link or a form on another.
fn from(url: &str, referrer: &str, rest: &str) -> String {
    let shop = "https://shop.example";
    format!(r#"{{"url":"{shop}{url}","title":"x","referrer":"{shop}{referrer}"{rest}}}"#)
}

#[test]
fn a_page_that_answers_its_own_form_is_loaded_again_and_not_looked_at_again() {
    let product = |referrer| {
        lamp(1).replacen(
            "\"title\"",
            &format!("\"referrer\":\"https://shop.example{referrer}\",\"title\""),
            1,
        )
    };
    let mut shop = Shop::open(TAG);
    shop.visit(&product("/lamps"));
    shop.wait(5 * SECOND);
    shop.tell(Event::Left);
    let mut shop = shop.next_document(TAG);
    shop.visit(&product("/p/lamp-1"));
    shop.wait(5 * SECOND);
    assert_eq!(shop.count("page_view"), 2);
    assert_eq!(shop.count("view_item"), 1);
    // Back another way, it is looked at again.
    shop.tell(Event::Left);
    let mut shop = shop.next_document(TAG);
    shop.visit(&product("/lamps"));
    shop.wait(5 * SECOND);
    assert_eq!(shop.count("view_item"), 2);
}

#[test]
fn a_checkout_of_several_pages_is_begun_once_and_its_steps_are_told() {
    let mut shop = Shop::open(TAG);
    shop.visit(&lamp(1));
    shop.layer(r#"{"event":"add_to_cart","ecommerce":{"currency":"EUR","items":[{"item_id":"lamp-1","price":21}]}}"#);
    for (here, before) in [
        ("/checkout/", "/cart/"),
        ("/checkout/shipping-address/", "/checkout/"),
        ("/checkout/payment/", "/checkout/shipping-address/"),
        // Back, and forward again.
        ("/checkout/shipping-address/", "/checkout/payment/"),
        ("/checkout/payment/", "/checkout/shipping-address/"),
        ("/checkout/review/", "/checkout/payment/"),
    ] {
        shop.tell(Event::Left);
        shop = shop.next_document(TAG);
        shop.visit(&from(here, before, ""));
        shop.wait(SECOND);
    }
    for name in ["begin_checkout", "add_shipping_info", "add_payment_info"] {
        let told = shop.sent(name);
        assert_eq!(told.len(), 1, "{name}");
        assert_eq!(told[0].get("items").items().len(), 1, "{name}");
    }
    assert_eq!(
        shop.sent("add_shipping_info")[0]
            .get("page")
            .get("url")
            .text(),
        Some("https://shop.example/checkout/payment/"),
        "once it lies behind"
    );
    // Another way to the checkout is another beginning.
    shop.tell(Event::Left);
    let mut shop = shop.next_document(TAG);
    shop.visit(&lamp(2));
    shop.tell(Event::Left);
    let mut shop = shop.next_document(TAG);
    shop.visit(&from("/checkout/", "/p/lamp-2", ""));
    shop.wait(SECOND);
    assert_eq!(shop.count("begin_checkout"), 2);
}

#[test]
fn only_the_link_to_its_product_selects_a_card() {
    let mut shop = Shop::open(TAG);
    shop.visit(r#"{"url":"https://shop.example/lamps","title":"Lamps"}"#);
    let mut click = |to: &str| {
        let card = format!(
            r#"{{"url":"https://shop.example/p/lamp-1","title":"Lamp 1","image":"/lamp-1.jpg","to":"https://shop.example{to}"}}"#
        );
        shop.tell(Event::Clicked {
            inside: false,
            card: json::read(&card).unwrap(),
        });
        shop.wait(2 * SECOND);
        shop.count("select_item")
    };
    assert_eq!(click("/lamps#"), 0, "a button that looks like a link");
    assert_eq!(click("/wishlist/add/1"), 0);
    assert_eq!(click("/p/lamp-1?from=list"), 1);
}

#[test]
fn where_the_browser_says_that_it_stays_in_the_shop_nothing_is_left_behind() {
    let mut shop = Shop::open(TAG);
    shop.visit(&lamp(1));
    shop.wait(10 * SECOND);
    shop.tell(Event::Going);
    // The shop takes its time to answer.
    shop.wait(9 * SECOND);
    shop.tell(Event::Left);
    assert_eq!(shop.count("browse_left"), 0);
    // A single-page shop went there itself; its page is left later.
    let mut shop = shop.next_document(TAG);
    shop.visit(&lamp(2));
    shop.tell(Event::Going);
    shop.tell(Event::Routed);
    shop.visit(&lamp(3));
    shop.wait(SECOND);
    shop.tell(Event::Left);
    assert_eq!(shop.count("browse_left"), 1);
}

#[test]
fn how_long_a_visit_was_attended_to_leaves_out_the_background() {
    let mut shop = Shop::open(TAG);
    shop.visit(&lamp(1));
    shop.wait(10 * SECOND);
    shop.tell(Event::Depth(30));
    shop.tell(Event::Hidden);
    shop.wait(20 * SECOND);
    shop.tell(Event::Shown);
    shop.wait(5 * SECOND);
    let explained = shop.call("explain", "[]");
    let attention = explained.get("attention");
    assert_eq!(attention.get("engagement_time_msec").count(), Some(15_000));
    assert_eq!(attention.get("percent_scrolled").count(), Some(30));
    shop.tell(Event::Going);
    shop.tell(Event::Left);
    let mut shop = shop.next_document(TAG);
    shop.visit(&lamp(2));
    shop.wait(5 * SECOND);
    shop.tell(Event::Depth(80));
    shop.tell(Event::Depth(10));
    shop.tell(Event::Left);
    let left = shop.sent("browse_left");
    assert_eq!(left.len(), 1);
    assert_eq!(
        left[0].get("engagement_time_msec").count(),
        Some(20_000),
        "of both pages, and no page in between"
    );
    assert_eq!(left[0].get("percent_scrolled").count(), Some(80));
}

#[test]
fn a_robot_that_names_itself_is_counted_nowhere() {
    let mut shop = Shop::visited_by(
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    );
    shop.visit(&lamp(1));
    shop.wait(5 * SECOND);
    shop.tell(Event::Left);
    assert!(shop.received.is_empty());
}

#[test]
fn a_single_page_shop_is_read_when_its_next_page_stands() {
    let page = |number: u32, shows: u32| {
        lamp(shows)
            .replacen("/p/lamp-", "/p/x-", 0)
            .replacen(
                &format!("shop.example/p/lamp-{shows}"),
                &format!("shop.example/p/lamp-{number}"),
                1,
            )
            .replacen(
                "\"title\"",
                &format!(r#""heads":[{{"t":"Lamp {shows}","n":1,"o":1}}],"title""#),
                1,
            )
    };
    let mut shop = Shop::open(TAG);
    shop.visit(&page(1, 1));
    shop.wait(5 * SECOND);
    shop.tell(Event::Routed);
    // Read too early: the address is the next page's, all else the last one's.
    shop.visit(&page(2, 1));
    assert_eq!(shop.count("view_item"), 1);
    shop.visit(&page(2, 2));
    shop.wait(5 * SECOND);
    let seen = shop.sent("view_item");
    assert_eq!(seen.len(), 2);
    assert_eq!(
        seen[1].get("items").items()[0].get("item_name").text(),
        Some("Lamp 2")
    );
    assert_eq!(shop.count("page_view"), 2);
    // A page that is headed like the last one is believed in the end.
    shop.tell(Event::Routed);
    for _ in 0..8 {
        shop.visit(&page(3, 2));
    }
    shop.wait(5 * SECOND);
    assert_eq!(shop.count("page_view"), 3);
}

/// A product page of a Shopify shop.
fn shopify(number: u32) -> String {
    lamp(number).replacen(
        "\"title\"",
        "\"body\":\"template-product Shopify\",\"title\"",
        1,
    )
}

/// What such a shop says is in the cart.
fn cart_js(lines: &[(u32, u32)]) -> String {
    let items: Vec<String> = lines
        .iter()
        .map(|(number, quantity)| format!(r#"{{"variant_id":{number}0,"quantity":{quantity},"price":2{number}00,"final_price":2{number}00,"handle":"lamp-{number}","sku":"lamp-{number}","product_title":"Lamp {number}","url":"/p/lamp-{number}?variant={number}0"}}"#))
        .collect();
    format!(
        r#"{{"currency":"EUR","item_count":{},"items":[{}]}}"#,
        lines.len(),
        items.join(",")
    )
}

fn form(prevented: bool) -> Event {
    Event::Submitted(
        json::read(&format!(r#"{{"action":"/cart/add","method":"post","button":"Add to cart","body":{{"id":"10","quantity":"1"}},"prevented":{prevented}}}"#)).unwrap(),
    )
}

fn request(text: &str) -> Event {
    Event::Requested(json::read(text).unwrap())
}

fn names(shop: &Shop) -> Vec<String> {
    let cart = |name: &String| name.ends_with("_cart") || name.ends_with("_wishlist");
    let all = shop
        .received
        .iter()
        .filter_map(|event| event.get("name").scalar());
    all.filter(cart).collect()
}

#[test]
fn a_shop_that_says_nothing_is_asked_what_is_in_its_cart() {
    let mut shop = Shop::open(TAG);
    shop.visit(&shopify(1));
    shop.cart = cart_js(&[(1, 1)]);
    shop.tell(form(true));
    shop.tell(request(
        r#"{"url":"https://shop.example/cart/add","method":"POST","ok":true,"reply":{}}"#,
    ));
    shop.wait(5 * SECOND);
    assert_eq!(
        names(&shop),
        ["add_to_cart"],
        "form, request and cart are one addition"
    );
    assert_eq!(shop.asked_for, ["/cart.js"]);
    // A drawer changes the quantity and answers with HTML.
    shop.cart = cart_js(&[(1, 3)]);
    shop.tell(request(
        r#"{"url":"https://shop.example/cart/change","method":"POST","ok":true}"#,
    ));
    shop.wait(5 * SECOND);
    let more = shop.sent("add_to_cart");
    assert_eq!(more.len(), 2);
    assert_eq!(
        more[1].get("items").items()[0].get("quantity").count(),
        Some(2)
    );
    assert_eq!(more[1].get("value").scalar().as_deref(), Some("42"));
    shop.cart = cart_js(&[]);
    shop.tell(request(
        r#"{"url":"https://shop.example/cart/change","method":"POST","ok":true}"#,
    ));
    shop.wait(5 * SECOND);
    let less = shop.sent("remove_from_cart");
    assert_eq!(less.len(), 1);
    assert_eq!(
        less[0].get("items").items()[0].get("quantity").count(),
        Some(3)
    );
    assert_eq!(shop.asked_for.len(), 3, "once for each change");
}

#[test]
fn a_line_that_is_changed_by_requests_is_told_by_how_it_stands_then() {
    let mut shop = Shop::open(TAG);
    shop.visit(&lamp(1));
    shop.tell(request(
        r#"{"url":"https://shop.example/api/cart/items","method":"POST","ok":true,"body":{"sku":"lamp-1","qty":2},"reply":{"data":{"item":{"product_sku":"lamp-1","product_name":"Lamp 1","qty":2}}}}"#,
    ));
    let mut stands = |method: &str, quantity: u32| {
        shop.tell(request(&format!(
            r#"{{"url":"https://shop.example/api/cart/items/7","method":"{method}","ok":true,"reply":{{"data":{{"item":{{"product_sku":"lamp-1","product_name":"Lamp 1","qty":{quantity}}}}}}}}}"#
        )));
        shop.wait(SECOND);
    };
    for (method, quantity) in [
        ("PATCH", 3),
        ("PATCH", 4),
        ("PATCH", 4),
        ("PATCH", 3),
        ("DELETE", 3),
    ] {
        stands(method, quantity);
    }
    let told = |name: &str| -> Vec<_> {
        let all = shop.sent(name);
        all.iter()
            .map(|event| {
                let item = event.get("items").items()[0].clone();
                (item.get("quantity").count(), item.get("price").scalar())
            })
            .collect()
    };
    let price = || Some("21".to_owned());
    assert_eq!(
        told("add_to_cart"),
        [(Some(2), price()), (Some(1), price()), (Some(1), price())],
        "each by what it adds"
    );
    assert_eq!(
        told("remove_from_cart"),
        [(Some(1), price()), (Some(3), price())],
        "what was left goes as a whole"
    );
}

#[test]
fn what_the_shop_refuses_was_not_put_in() {
    let mut shop = Shop::open(TAG);
    shop.visit(&lamp(1));
    shop.tell(form(true));
    shop.tell(request(r#"{"url":"https://shop.example/cart/add","method":"POST","ok":false,"reply":{"status":422}}"#));
    shop.wait(5 * SECOND);
    assert_eq!(shop.count("add_to_cart"), 0);
    // What is sent in a way that cannot be heard is believed.
    shop.tell(form(true));
    shop.wait(5 * SECOND);
    assert_eq!(shop.count("add_to_cart"), 1);
}

#[test]
fn a_form_that_loads_the_next_page_is_checked_there() {
    let mut shop = Shop::open(TAG);
    shop.visit(&shopify(1));
    shop.tell(form(false));
    shop.wait(100);
    shop.tell(Event::Left);
    let mut shop = shop.next_document(TAG);
    // Two other things were in the cart all along.
    shop.cart = cart_js(&[(1, 1), (2, 1), (3, 2)]);
    shop.visit(&shopify(1));
    shop.wait(5 * SECOND);
    assert_eq!(shop.asked_for, ["/cart.js"]);
    assert_eq!(
        names(&shop),
        ["add_to_cart"],
        "the first sight of a cart is no change of it"
    );
    shop.tell(Event::Left);
    let mut shop = shop.next_document(TAG);
    shop.visit(&shopify(2));
    shop.wait(20 * SECOND);
    shop.tell(Event::Left);
    let mut shop = shop.next_document(TAG);
    shop.visit(&shopify(3));
    shop.wait(20 * SECOND);
    assert_eq!(
        shop.asked_for.len(),
        2,
        "and left alone when nothing has happened"
    );
}

/// Magento's `mage-cache-storage`, as the page holds it.
fn mage_cache(lines: &[(u32, u32)]) -> String {
    let items: Vec<String> = lines
        .iter()
        .map(|(number, quantity)| format!(r#"{{"qty":{quantity},"item_id":"9{number}","product_id":"{number}","product_sku":"lamp-{number}","product_name":"Lamp {number}","product_url":"https://shop.example/p/lamp-{number}","product_image":{{"src":"https://shop.example/{number}.jpg"}},"product_price":"<span>€2{number}.00</span>","product_price_value":2{number}}}"#))
        .collect();
    format!(
        r#"{{"cart":{{"cart":{{"summary_count":{},"items":[{}],"data_id":1700000000}},"messages":{{"messages":[]}}}}}}"#,
        lines.len(),
        items.join(",")
    )
}

fn magento(number: u32) -> String {
    lamp(number).replacen(
        "\"title\"",
        "\"body\":\"catalog-product-view\",\"title\"",
        1,
    )
}

#[test]
fn what_magento_keeps_of_the_cart_is_read_on_each_page_and_not_while_it_is_old() {
    let mut shop = Shop::open(TAG);
    shop.cart = mage_cache(&[(1, 1)]);
    shop.visit(&magento(2));
    assert_eq!(shop.asked_for, ["localStorage.mage-cache-storage"]);
    shop.wait(20 * SECOND);
    assert!(names(&shop).is_empty(), "what lay there before is no news");
    // Put in where nobody heard of it.
    shop.tell(Event::Left);
    let mut shop = shop.next_document(TAG);
    shop.cart = mage_cache(&[(1, 1), (3, 2)]);
    shop.visit(&magento(2));
    shop.wait(5 * SECOND);
    assert_eq!(names(&shop), ["add_to_cart"]);
    let added = shop.sent("add_to_cart")[0].get("items").items()[0].clone();
    assert_eq!(added.get("item_name").text(), Some("Lamp 3"));
    assert_eq!(added.get("quantity").count(), Some(2));
    assert_eq!(added.get("price").scalar().as_deref(), Some("23"));
    shop.wait(20 * SECOND);
    // A form that loads the next page: Magento's copy is older than that, its server is asked.
    shop.tell(form(false));
    shop.tell(Event::Left);
    let mut shop = shop.next_document(TAG);
    shop.cart = "null".to_owned();
    shop.visit(&magento(2));
    assert!(shop.asked_for.iter().all(|place| place.starts_with('l')));
    shop.wait(5 * SECOND);
    assert_eq!(
        shop.asked_for.last(),
        Some(&"/customer/section/load?sections=cart")
    );
    assert_eq!(names(&shop), ["add_to_cart", "add_to_cart"], "none twice");
    assert_eq!(shop.count("remove_from_cart"), 0);
}

#[test]
fn a_cart_is_not_asked_for_before_consent() {
    let mut shop = Shop::open(CAREFUL_TAG);
    shop.visit(&shopify(1));
    shop.tell(form(true));
    shop.tell(request(
        r#"{"url":"https://shop.example/cart/add","method":"POST","ok":true}"#,
    ));
    shop.wait(10 * SECOND);
    shop.tell(Event::Returned);
    shop.visit(&shopify(1));
    shop.wait(10 * SECOND);
    shop.visit(&magento(2));
    assert_eq!(shop.asked, 0);
}

#[test]
fn a_wish_is_told_once_and_is_nothing_in_the_cart() {
    let mut shop = Shop::open(TAG);
    shop.visit(&lamp(1));
    shop.tell(request(r#"{"url":"https://shop.example/wishlist/add/1","method":"POST","ok":true,"reply":{"status":"added"}}"#));
    shop.layer(r#"{"event":"add_to_wishlist","ecommerce":{"currency":"EUR","items":[{"item_id":"lamp-1","price":21}]}}"#);
    shop.tell(request(
        r#"{"url":"https://shop.example/wishlist/remove/1","method":"POST","ok":true}"#,
    ));
    shop.wait(5 * SECOND);
    assert_eq!(names(&shop), ["add_to_wishlist"]);
    let wish = &shop.sent("add_to_wishlist")[0];
    assert_eq!(
        wish.get("items").items()[0].get("item_name").text(),
        Some("Lamp 1")
    );
    shop.leave_through_the_top();
    assert!(
        shop.opened
            .iter()
            .all(|popup| popup.get("id").text() != Some("cart-rescue"))
    );
}

#[test]
fn what_the_shops_server_knows_is_taken_in_and_told_to_nobody() {
    let mut shop = Shop::open(TAG);
    shop.visit(&lamp(1));
    let before = shop.received.len();
    let known = r#"[{"traits":{"plan":"gold"},"purchases":["mug-1",{"transaction_id":"T-1","items":[{"item_id":"mug-2"},"mug-3"]}],"allowed":["lamp-3","mug-4"]}]"#;
    assert_eq!(shop.call("import", known).flag(), Some(true));
    shop.wait(5 * SECOND);
    let advice = shop.call("recommend", r#"["also-like",{"limit":4}]"#);
    let ids: Vec<_> = (advice.items().iter())
        .filter_map(|product| product.get("id").text())
        .collect();
    assert!(!ids.is_empty());
    assert!(
        ids.iter().all(|id| ["lamp-3", "mug-4"].contains(id)),
        "{ids:?}"
    );
    let bought = shop
        .call("export", "[]")
        .get("profile")
        .get("bought")
        .clone();
    let bought: Vec<_> = bought.items().iter().filter_map(|id| id.text()).collect();
    assert_eq!(bought, ["mug-1", "mug-2", "mug-3"]);
    assert!(
        shop.received[before..]
            .iter()
            .all(|event| !json::write(event).contains("gold")),
        "it is told to nobody"
    );
    shop.call("import", r#"[{"trait":{}}]"#);
    assert_eq!(
        shop.warned,
        ["`import`: `trait` is unknown; did you mean `traits`?"]
    );
}

#[test]
fn a_feed_of_google_s_fills_a_block_and_an_empty_one_is_no_fault() {
    let item = |number: u32| {
        format!(
            "<item><g:id>lamp-{number}</g:id><title>Lamp {number}</title><link>/p/lamp-{number}</link><g:price>2{number}.00 EUR</g:price><g:product_type>Lamps</g:product_type><g:availability>in_stock</g:availability></item>"
        )
    };
    let items: String = (1..=6).map(item).collect();
    let mut shop = Shop::with_feed(
        TAG,
        &format!("<rss version=\"2.0\"><channel><title>Shop</title>{items}</channel></rss>"),
    );
    shop.block(2, "also-like");
    shop.visit(&lamp(1));
    shop.wait(SECOND);
    let advice = shop.filled("also-like");
    assert!(
        advice.len() >= 3 && !advice.contains(&"lamp-1".to_owned()),
        "{advice:?}"
    );
    assert_eq!(shop.warned, Vec::<String>::new());

    let mut shop = Shop::with_feed(TAG, "[]");
    shop.visit(&lamp(1));
    shop.wait(SECOND);
    assert_eq!(shop.warned, Vec::<String>::new());

    let mut shop = Shop::with_feed(TAG, "<html>Not found</html>");
    shop.visit(&lamp(1));
    shop.wait(SECOND);
    assert_eq!(shop.warned.len(), 1);
    assert!(shop.warned[0].contains("byte 0"), "{:?}", shop.warned);
}

#[test]
fn what_is_exported_is_what_the_device_holds_to_the_letter() {
    let mut shop = Shop::open(TAG);
    shop.answer = Outcome::Failed;
    shop.visit(&lamp(1));
    shop.wait(SECOND);
    shop.call("track", r#"["wink"]"#);
    shop.visit(&lamp(2));
    let shown = shop.call("export", "[]");
    let stored = |begins: &str| {
        let (_, text) = (shop.storage.iter())
            .find(|(key, _)| key == begins || begins.ends_with('.') && key.starts_with(begins))
            .unwrap();
        json::read(text).unwrap()
    };
    assert_eq!(*shown.get("profile"), stored("vitrin"));
    assert_eq!(*shown.get("outbox"), stored("vitrin.out."));
    assert_eq!(shop.storage.len(), 2, "and that is all");
    shop.call("forget", "[]");
    assert_eq!(shop.storage, [], "to the last key");
}

#[test]
fn an_address_leaves_with_the_events_that_carry_one_and_stays_nowhere() {
    let mut shop = Shop::open(TAG);
    shop.visit(&lamp(1));
    let person = r#"[{"email":"Ann@Example.com","customer_id":7,"traits":{"plan":"gold"}}]"#;
    shop.call("identify", person);
    shop.call("track", r#"["wink"]"#);
    // A newsletter's link, and a search box taken for a form.
    shop.visit(&lamp(2).replacen(
        "\"url\":\"",
        "\"referrer\":\"https://mail.example/?to=ann%40example.com\",\"url\":\"",
        1,
    ));
    shop.call(
        "track",
        r#"["search",{"search_term":"ann@example.com","results":0}]"#,
    );
    shop.wait(5 * SECOND);
    shop.tell(Event::Left);
    let carries = |text: &str| {
        let text = text.to_ascii_lowercase();
        text.contains("ann@example.com") || text.contains("ann%40example.com")
    };
    assert!(
        shop.received
            .iter()
            .any(|event| event.get("search_term").text() == Some("(email)"))
    );
    let with: Vec<_> = (shop.received.iter())
        .filter(|event| carries(&json::write(event)))
        .filter_map(|event| event.get("name").text())
        .collect();
    assert_eq!(with, ["identify"]);
    assert!(!carries(&shop.ever_written), "never on the device");
    let shown = shop.call("export", "[]");
    assert!(!carries(&json::write(&shown)));
}
