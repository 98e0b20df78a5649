//! The moment at which a campaign may speak: what is asked again when it is about to be shown, who may ask past what, and what ends it.
//! In each story stands what must not happen beside what must.

use super::one_campaign::{CONTENT, closes, shop, tag};
use super::shop::{Shop, lamp};
use vitrin::core::event::{Event, Popup};
use vitrin::core::exit_intent::{Key, Signal};
use vitrin::core::json;
use vitrin::core::time::{DAY, MINUTE, SECOND};

fn now(shop: &mut Shop) {
    shop.call("track", r#"["now",{}]"#);
}

/// The next page, so many days later, with the shopper arrived.
fn comes_back(shop: &mut Shop, days: u64) {
    shop.wait(days * DAY);
    shop.visit(&lamp(2));
    shop.wait(3 * SECOND);
}

const ADDED: &str = r#"{"event":"add_to_cart","ecommerce":{"currency":"EUR","items":[{"item_id":"lamp-1","item_name":"Lamp 1","price":21,"quantity":1}]}}"#;
const EMPTIED: &str = r#"{"event":"remove_from_cart","ecommerce":{"currency":"EUR","items":[{"item_id":"lamp-1","item_name":"Lamp 1","price":21,"quantity":1}]}}"#;
const BOUGHT: &str = r#"{"event":"purchase","ecommerce":{"transaction_id":"A-1","currency":"EUR","value":21,"items":[{"item_id":"lamp-1","item_name":"Lamp 1","price":21}]}}"#;

#[test]
fn nobody_is_spoken_to_a_moment_after_a_key_wherever_it_was_pressed() {
    let mut shop = shop(r#""when":{"event":"now"}"#);
    shop.tell(Event::Signal(Signal::Key(Key::Other)));
    now(&mut shop);
    shop.wait(1_400);
    assert!(shop.opened.is_empty(), "no field, but a key");
    shop.wait(2 * SECOND);
    assert_eq!(shop.opened.len(), 1);
}

#[test]
fn what_held_when_it_came_up_must_hold_when_it_is_shown() {
    let full = r#""when":{"event":"now"},"who":{"cart_count":1}"#;
    let mut emptied = shop(full);
    emptied.layer(ADDED);
    emptied.dialog = true;
    now(&mut emptied);
    emptied.layer(EMPTIED);
    emptied.dialog = false;
    emptied.wait(10 * SECOND);
    assert!(emptied.opened.is_empty(), "there is nothing in it any more");

    let mut kept = shop(full);
    kept.layer(ADDED);
    kept.dialog = true;
    now(&mut kept);
    kept.dialog = false;
    kept.wait(10 * SECOND);
    assert_eq!(kept.opened.len(), 1, "the same with the cart as it was");

    let mut late = shop(full);
    now(&mut late);
    late.wait(SECOND);
    late.layer(ADDED);
    late.wait(2 * SECOND);
    assert_eq!(
        late.opened.len(),
        1,
        "it holds while it is still a reason to speak"
    );
    let mut too_late = shop(full);
    now(&mut too_late);
    too_late.wait(MINUTE);
    too_late.layer(ADDED);
    too_late.wait(MINUTE);
    assert!(too_late.opened.is_empty());
}

#[test]
fn the_page_has_the_last_word() {
    let mut shop = shop(r#""when":{"event":"now"}"#);
    shop.refuses = true;
    now(&mut shop);
    shop.wait(30 * SECOND);
    assert!(shop.opened.is_empty());
    assert_eq!(shop.count("campaign_impression"), 0);
    shop.refuses = false;
    now(&mut shop);
    assert_eq!(shop.opened.len(), 1, "what was not shown was not used up");
}

#[test]
fn a_call_goes_past_audience_and_limits_but_over_nothing() {
    let mut shop = Shop::open(&tag(
        r#""when":{"event":"never"},"who":{"cart_count":9},"where":{"page":"cart"},"limits":{"lifetime":1}"#,
    ));
    shop.visit(r#"{"url":"https://shop.example/checkout/","title":"Checkout"}"#);
    shop.tell(Event::Signal(Signal::Key(Key::Other)));
    for time in 1..=2 {
        assert_eq!(shop.call("show", r#"["x"]"#).flag(), Some(true));
        assert_eq!(shop.opened.len(), time, "on arrival, at checkout, again");
        shop.call("show", r#"["x"]"#);
        assert_eq!(shop.opened.len(), time, "not over itself");
        closes(&mut shop);
    }
    shop.dialog = true;
    shop.call("show", r#"["x"]"#);
    assert_eq!(shop.opened.len(), 2, "not over another dialog");
    shop.dialog = false;
    shop.tell(Event::Hidden);
    shop.call("show", r#"["x"]"#);
    assert_eq!(shop.opened.len(), 2, "not where nobody looks");

    let mut unsent = Shop::open(r#"{"endpoint":"/events","campaigns":["email-capture"]}"#);
    unsent.visit(&lamp(1));
    unsent.wait(3 * SECOND);
    unsent.call("show", r#"["email-capture"]"#);
    assert!(unsent.opened.is_empty(), "an address that nobody may send");
}

#[test]
fn of_two_that_wait_for_the_same_only_the_first_is_shown() {
    let two = |first: &str, second: &str| {
        let mut shop = Shop::open(&format!(
            r#"{{"consent":"granted","campaigns":[{{"id":"{first}","when":"exit",{CONTENT}}},{{"id":"{second}","when":"exit",{CONTENT}}}]}}"#
        ));
        shop.visit(&lamp(1));
        shop.wait(3 * SECOND);
        shop.leave_through_the_top();
        closes(&mut shop);
        shop.wait(2 * MINUTE);
        assert_eq!(shop.opened.len(), 1, "the moment of leaving is over");
        shop.open_popup(first);
        shop.leave_through_the_top();
        shop.open_popup(second);
    };
    two("a", "b");
    two("b", "a");
}

#[test]
fn a_finger_leaves_by_other_signs_than_a_pointer() {
    type Act = fn(&mut Shop);
    let flick: Act = |shop| {
        for y in [1_200, 1_000, 800] {
            shop.tell(Event::Signal(Signal::Scroll(y, 50)));
            shop.wait(100);
        }
        shop.tell(Event::Signal(Signal::TouchStart));
        for y in (0..=8).rev() {
            shop.tell(Event::Signal(Signal::Scroll(y * 100, 50)));
            shop.wait(16);
        }
        shop.tell(Event::Signal(Signal::TouchEnd));
        shop.wait(SECOND);
    };
    let bar: Act = |shop| {
        shop.tell(Event::Signal(Signal::TouchStart));
        shop.tell(Event::Signal(Signal::TouchEnd));
        shop.tell(Event::Signal(Signal::WindowBlur));
        shop.wait(SECOND);
    };
    let away: Act = |shop| {
        shop.tell(Event::Signal(Signal::TouchStart));
        shop.tell(Event::Signal(Signal::TouchEnd));
        shop.tell(Event::Signal(Signal::Hidden));
        shop.wait(10 * SECOND);
        shop.tell(Event::Signal(Signal::Shown));
        shop.wait(SECOND);
    };
    for (name, act) in [("flick", flick), ("address bar", bar), ("away", away)] {
        let mut leaves = shop(r#""when":"leave""#);
        act(&mut leaves);
        assert_eq!(leaves.opened.len(), 1, "{name}");
        let mut pointed = shop(r#""when":"exit""#);
        act(&mut pointed);
        assert!(pointed.opened.is_empty(), "{name} is no pointer");
    }
    let mut pointed = shop(r#""when":"leave""#);
    pointed.leave_through_the_top();
    assert!(pointed.opened.is_empty(), "a pointer is no finger");
    let mut typed = shop(r#""when":"exit""#);
    typed.tell(Event::Signal(Signal::Key(Key::AddressBar)));
    typed.wait(SECOND);
    assert!(
        typed.opened.is_empty(),
        "not right after a key, and then it is over"
    );
}

#[test]
fn a_stop_event_holds_for_a_season_as_its_own_success_does() {
    let campaign = r#""when":{"event":"now"},"until":["purchase"],"limits":{"days_after_close":0,"days_after_convert":30}"#;
    for stops in [true, false] {
        let mut shop = shop(campaign);
        now(&mut shop);
        closes(&mut shop);
        if stops {
            shop.layer(BOUGHT);
        } else {
            shop.call("track", r#"["quiz_done",{}]"#);
        }
        comes_back(&mut shop, 29);
        now(&mut shop);
        assert_eq!(shop.opened.len(), if stops { 1 } else { 2 });
        closes(&mut shop);
        comes_back(&mut shop, 2);
        now(&mut shop);
        assert_eq!(shop.opened.len(), if stops { 2 } else { 3 });
        closes(&mut shop);
    }
}

#[test]
fn what_stopped_it_in_one_tab_stops_it_in_another() {
    let campaign = r#""when":{"event":"now"},"until":["purchase"],"limits":{"per_session":9,"days_after_close":0}"#;
    let mut here = shop(campaign);
    now(&mut here);
    closes(&mut here);
    here.wait(SECOND);
    let seen = here.storage.clone();
    here.layer(BOUGHT);
    here.wait(5 * SECOND);
    let written = |storage: &[(String, String)]| {
        let mut found = storage.iter().filter(|(key, _)| key == "vitrin");
        found.next().map(|(_, text)| text.clone()).unwrap()
    };
    for (stored, opens) in [(written(&seen), 1), (written(&here.storage), 0)] {
        let mut there = shop(campaign);
        there.wait(10 * SECOND);
        there.tell(Event::Rewritten(stored));
        now(&mut there);
        assert_eq!(there.opened.len(), opens);
    }
}

#[test]
fn a_copied_code_and_a_sent_form_are_its_success_and_closing_it_then_is_no_no() {
    let campaign =
        r#""when":{"event":"now"},"limits":{"days_after_close":60,"days_after_convert":30}"#;
    let acts: [fn(&mut Shop); 3] = [
        |shop| {
            let code = json::read(r#"{"coupon":"HELLO10"}"#).unwrap();
            shop.tell(Event::Popup(Popup::Copied(code)));
        },
        |shop| {
            let form = json::read(r#"{"fields":{"email":"ada@shop.example"}}"#).unwrap();
            shop.tell(Event::Popup(Popup::Submitted(form)));
        },
        |shop| {
            let click = json::read(r#"{"action":"cart","label":"To the cart"}"#).unwrap();
            shop.tell(Event::Popup(Popup::Clicked(click)));
        },
    ];
    for act in acts {
        let mut shop = shop(campaign);
        now(&mut shop);
        shop.tell(Event::Popup(Popup::Opened));
        act(&mut shop);
        shop.tell(Event::Popup(Popup::Closed("button".into())));
        comes_back(&mut shop, 29);
        now(&mut shop);
        assert_eq!(shop.opened.len(), 1, "a month of quiet");
        comes_back(&mut shop, 2);
        now(&mut shop);
        assert_eq!(shop.opened.len(), 2, "and no two");
    }
    let mut closed = shop(campaign);
    now(&mut closed);
    closes(&mut closed);
    comes_back(&mut closed, 31);
    now(&mut closed);
    assert_eq!(closed.opened.len(), 1, "a no is a no for its two months");
}

#[test]
fn what_is_opened_but_not_yet_there_goes_with_its_page() {
    let mut shop = shop(r#""when":{"event":"now"}"#);
    now(&mut shop);
    shop.log.clear();
    shop.tell(Event::Routed);
    assert!(shop.log.iter().any(|line| line.contains("Close(\"page\")")));
    let mut seen = self::shop(r#""when":{"event":"now"}"#);
    now(&mut seen);
    seen.tell(Event::Popup(Popup::Opened));
    seen.log.clear();
    seen.tell(Event::Routed);
    assert!(!seen.log.iter().any(|line| line.contains("Close(")));
}

#[test]
fn explain_names_the_rule_that_keeps_it_back_and_what_it_says_is_what_happens() {
    type Act = fn(&mut Shop);
    let campaign = r#""when":{"event":"now"},"until":["purchase"],"limits":{"per_session":2,"days_after_close":1,"days_after_convert":30},"schedule":{"to":"2026-12-24"}"#;
    let states: [(&str, Act); 13] = [
        ("", |_| {}),
        ("no popup is open", |shop| {
            shop.call("show", r#"["x"]"#);
        }),
        ("no popup is open", |shop| shop.tell(Event::Hidden)),
        ("not on checkout", |shop| {
            shop.visit(r#"{"url":"https://shop.example/checkout/","title":"Checkout"}"#);
        }),
        ("times per visit", |shop| {
            for _ in 0..2 {
                shop.call("show", r#"["x"]"#);
                shop.tell(Event::Popup(Popup::Opened));
                shop.tell(Event::Popup(Popup::Closed("page".into())));
            }
            shop.wait(MINUTE);
        }),
        ("quiet after close", |shop| {
            shop.call("show", r#"["x"]"#);
            closes(shop);
            comes_back(shop, 0);
            shop.wait(MINUTE);
        }),
        ("", |shop| {
            shop.call("show", r#"["x"]"#);
            closes(shop);
            comes_back(shop, 1);
        }),
        ("quiet after success", |shop| {
            shop.call("show", r#"["x"]"#);
            shop.tell(Event::Popup(Popup::Opened));
            let click = json::read(r#"{"action":"cart","label":"To the cart"}"#).unwrap();
            shop.tell(Event::Popup(Popup::Clicked(click)));
            shop.tell(Event::Popup(Popup::Closed("action".into())));
            comes_back(shop, 2);
        }),
        ("not stopped", |shop| {
            shop.call("show", r#"["x"]"#);
            closes(shop);
            shop.layer(BOUGHT);
            comes_back(shop, 2);
        }),
        ("not while typing", |shop| {
            shop.tell(Event::Signal(Signal::FieldFocus));
        }),
        ("not while typing", |shop| {
            shop.tell(Event::Signal(Signal::Key(Key::Other)));
        }),
        ("not right after another", |shop| {
            shop.call("show", r#"["x"]"#);
            shop.tell(Event::Popup(Popup::Opened));
            shop.tell(Event::Popup(Popup::Closed("page".into())));
        }),
        ("schedule", |shop| comes_back(shop, 40)),
    ];
    for (rule, act) in states {
        let mut shop = shop(campaign);
        act(&mut shop);
        let told = shop.call("explain", "[]").get("campaigns").items()[0].clone();
        let mut failing = Vec::new();
        for one in told.get("rules").items() {
            if one.get("passes").flag() == Some(false) {
                failing.push(one.get("rule").text().unwrap_or_default());
            }
        }
        assert_eq!(failing.join(", "), rule);
        assert_eq!(told.get("rules").items().len(), 16, "every rule, each time");
        let before = shop.opened.len();
        now(&mut shop);
        assert_eq!(
            told.get("show").flag(),
            Some(shop.opened.len() > before),
            "{rule}"
        );
    }
}

#[test]
fn a_shop_may_keep_a_part_of_all_from_every_campaign() {
    let tag = |holdout: &str| {
        format!(
            r##"{{"endpoint":"/events","consent":"granted","holdout":{holdout},"campaigns":[{{"id":"x","when":{{"event":"now"}},{CONTENT}}},{{"id":"y","when":{{"event":"then","click":"#sizes"}},{CONTENT}}}]}}"##
        )
    };
    let mut held = Shop::open(&tag("1"));
    held.visit(&lamp(1));
    held.wait(3 * SECOND);
    now(&mut held);
    held.call("track", r#"["then",{}]"#);
    held.wait(SECOND);
    assert!(held.opened.is_empty());
    let told = held.sent("experiment_exposure");
    let told: Vec<_> = told
        .iter()
        .map(|event| (event.get("campaign").text(), event.get("variant").text()))
        .collect();
    assert_eq!(
        told,
        [(Some("x"), Some("holdout")), (Some("y"), Some("holdout"))],
        "whom it would have spoken to is counted"
    );
    held.tell(Event::Pressed("#sizes".into()));
    held.open_popup("y");

    let mut all = Shop::open(&tag("0"));
    all.visit(&lamp(1));
    all.wait(3 * SECOND);
    now(&mut all);
    closes(&mut all);
    all.wait(SECOND);
    all.open_popup("x");
    assert_eq!(
        all.count("experiment_exposure"),
        0,
        "there is nothing to compare"
    );
}
