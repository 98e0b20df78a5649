//! What becomes of events over several pages, destinations and days.

use vitrin::core::engine::{OUTBOX_KEY, PROFILE_KEY};
use vitrin::core::event::{Event, Outcome};
use vitrin::core::json;
use vitrin::core::time::DAY;

use crate::shop::{Shop, T, agrees_with_the_schema, lamp};

const OPEN: &str = r#"{"endpoint":"/events","consent":"granted","campaigns":"off"}"#;
const WAITS: &str = r#"{"endpoint":"/events","campaigns":"off"}"#;
const DOWN: Outcome = Outcome::Failed;
const TAKEN: Outcome = Outcome::Status {
    code: 204,
    retry_after: None,
};

fn kept(shop: &Shop, key: &str) -> String {
    let of = |(known, _): &&(String, String)| match key {
        PROFILE_KEY => known == key,
        _ => known.starts_with(key),
    };
    let all: Vec<&str> = shop
        .storage
        .iter()
        .filter(of)
        .map(|(_, text)| text.as_str())
        .collect();
    all.concat()
}

#[test]
fn the_journey_that_adapters_are_judged_by_is_one_that_can_be_sent() {
    agrees_with_the_schema(include_str!("../adapters/journey.json"));
}

#[test]
fn what_happens_after_a_write_is_written_soon_too() {
    let mut shop = Shop::open(OPEN);
    shop.answer = DOWN;
    shop.visit(&lamp(1));
    shop.wait(1000);
    assert!(kept(&shop, OUTBOX_KEY).contains("view_item"));
    // The tab may be killed a quarter of a second from now.
    shop.call(
        "track",
        r#"["add_to_wishlist",{"items":[{"item_id":"lamp-1"}]}]"#,
    );
    shop.wait(250);
    assert!(kept(&shop, OUTBOX_KEY).contains("add_to_wishlist"));
}

#[test]
fn a_shop_s_own_fields_are_told_in_the_types_of_ga4() {
    let mut shop = Shop::open(OPEN);
    shop.visit(&lamp(1));
    shop.call("track", r#"["wish",{"value":"29.90","tax":"none","items":[{"item_id":7,"price":"29.90","quantity":"2"},{"item_id":"8","price":"twelve","color":5}]}]"#);
    shop.wait(3000);
    let told = &shop.sent("wish")[0];
    let wanted =
        json::read(r#"[{"item_id":"7","price":29.90,"quantity":2},{"item_id":"8","color":5}]"#);
    assert_eq!(Some(told.get("items").clone()), wanted.ok());
    assert_eq!(told.get("value"), &json::read("29.90").unwrap());
    assert!(
        told.get("tax").is_null(),
        "what is no number is not told as one"
    );
}

#[test]
fn a_word_that_holds_since_an_earlier_page_is_told_once() {
    const BOTH: &str = r#"[{"personalization":true,"analytics":true}]"#;
    let mut shop = Shop::open(WAITS);
    for page in 1..=4 {
        // Before the page is read, and long after it.
        if page % 2 == 1 {
            shop.call("consent", BOTH);
        }
        shop.visit(&lamp(page));
        shop.wait(3000);
        shop.call("consent", BOTH);
        shop.wait(3000);
        assert_eq!(shop.count("page_view"), page as usize);
        assert_eq!(shop.count("consent_update"), 1, "on page {page}");
        shop = shop.next_document(WAITS);
    }
    // Another word is news, and so is the first one after it.
    shop.visit(&lamp(5));
    shop.call("consent", r#"[{"personalization":false,"analytics":true}]"#);
    shop.wait(3000);
    assert_eq!(shop.count("consent_update"), 2);
    shop.call("consent", BOTH);
    shop.wait(3000);
    assert_eq!(shop.count("consent_update"), 3);
}

#[test]
fn what_is_left_behind_is_sent_twice_in_the_same_bytes() {
    let mut shop = Shop::open(OPEN);
    shop.visit(&lamp(1));
    shop.call(
        "track",
        r#"["add_to_cart",{"currency":"EUR","value":21,"items":[{"item_id":"lamp-1","item_name":"Ilık çay","price":21,"quantity":1}]}]"#,
    );
    shop.wait(3000);
    shop.tell(Event::Left);
    let mut next = shop.next_document(OPEN);
    next.visit(&lamp(2));
    next.wait(3000);
    let arrivals = next.posted("cart_left");
    assert_eq!(arrivals.len(), 2, "as a beacon, and by the next page");
    assert_eq!(arrivals[0], arrivals[1]);
}

#[test]
fn what_a_backend_is_not_told_is_counted_once_and_by_reason() {
    let mut shop = Shop::open(OPEN);
    shop.visit(&lamp(1));
    let dropped = |shop: &mut Shop| {
        shop.call("explain", "[]")
            .get("delivery")
            .get("dropped")
            .clone()
    };
    shop.untold = [2, 1, 4];
    shop.answer = DOWN;
    shop.wait(3000);
    assert_eq!(
        dropped(&mut shop).get("aged").count(),
        Some(0),
        "it is tried again"
    );
    shop.answer = TAKEN;
    shop.wait(10_000);
    assert_eq!(dropped(&mut shop).get("aged").count(), Some(2));
    assert_eq!(dropped(&mut shop).get("denied").count(), Some(1));
    assert_eq!(dropped(&mut shop).get("poisoned").count(), Some(4));
    assert_eq!(shop.warned.len(), 1, "{:?}", shop.warned);
}

#[test]
fn in_the_background_nothing_waits_for_a_timer() {
    let mut shop = Shop::open(OPEN);
    shop.visit(&lamp(1));
    shop.wait(1000);
    shop.answer = DOWN;
    shop.tell(Event::Hidden);
    shop.call(
        "track",
        r#"["add_to_wishlist",{"items":[{"item_id":"lamp-1"}]}]"#,
    );
    assert!(kept(&shop, OUTBOX_KEY).contains("add_to_wishlist"));
}

#[test]
fn in_the_background_a_burst_is_written_once_and_not_by_the_call() {
    let mut shop = Shop::open(OPEN);
    shop.visit(&lamp(1));
    shop.wait(1000);
    shop.answer = DOWN;
    shop.tell(Event::Hidden);
    let before = shop.ever_written.len();
    // All in one task of the page's.
    shop.hurried = true;
    for number in 0..20 {
        shop.call("track", &format!(r#"["wink",{{"number":{number}}}]"#));
    }
    assert_eq!(shop.ever_written.len(), before);
    shop.hurried = false;
    shop.tell(Event::On);
    let written = &shop.ever_written[before..];
    for number in 0..20 {
        let event = format!(r#"\"number\":{number},\"id"#);
        assert_eq!(written.matches(&event).count(), 1, "{number}");
    }
}

/// Two tabs of one browser in which the shopper has said this; the second has tracked something that cannot be sent.
fn two_tabs(said: &str) -> [Shop; 2] {
    let words = format!("[{said}]");
    let mut first = Shop::open(WAITS);
    first.visit(&lamp(1));
    first.call("consent", &words);
    first.wait(1000);
    let mut second = Shop::open(WAITS).next_document(WAITS);
    second.storage = first.storage.clone();
    second.answer = DOWN;
    second.visit(&lamp(1));
    second.call("consent", &words);
    second.call("track", r#"["wink",{"number":1}]"#);
    second.wait(1000);
    assert!(kept(&second, OUTBOX_KEY).contains("wink"));
    first.storage = second.storage.clone();
    first.overheard.clear();
    [first, second]
}

/// The second tab hears what the first has written; tells how its visit went on with the backend up again.
fn goes_on(tabs: [Shop; 2]) -> Shop {
    let [first, mut second] = tabs;
    second.storage = first.storage.clone();
    second.overheard.clear();
    for text in first.overheard.clone() {
        second.tell(Event::Rewritten(text));
    }
    assert!(
        second.overheard.iter().all(|text| text.len() != 1),
        "who heard of it does not say it again: {:?}",
        second.overheard
    );
    second.answer = TAKEN;
    second.call("track", r#"["wink",{"number":2}]"#);
    second.wait(20_000);
    second
}

#[test]
fn a_no_to_sending_holds_in_another_tab_at_once_and_leaves_the_profile() {
    let mut tabs = two_tabs(r#"{"personalization":true,"analytics":true}"#);
    tabs[0].call("consent", r#"[{"analytics":false}]"#);
    assert_eq!(tabs[0].storage.len(), 1, "{:?}", tabs[0].storage);
    assert!(kept(&tabs[0], PROFILE_KEY).contains("lamp-1"));
    let mut second = goes_on(tabs);
    assert_eq!(second.count("wink"), 0, "neither what waited nor what came");
    assert_eq!(kept(&second, OUTBOX_KEY), "");
    assert!(kept(&second, PROFILE_KEY).contains("lamp-1"));
    let explained = second.call("explain", "[]");
    assert_eq!(
        explained.get("consent").get("personalization").flag(),
        Some(true)
    );
    assert!(
        explained
            .get("delivery")
            .get("dropped")
            .get("denied")
            .count()
            >= Some(2)
    );
    // Whoever speaks in this tab is heard.
    second.call("consent", r#"[{"analytics":true}]"#);
    second.call("track", r#"["wink",{"number":3}]"#);
    second.wait(3000);
    assert_eq!(second.count("wink"), 1);
}

#[test]
fn a_no_to_remembering_holds_in_another_tab_and_what_waits_there_is_told_of_nobody() {
    let mut tabs = two_tabs(r#"{"personalization":true,"analytics":true}"#);
    tabs[0].call("consent", r#"[{"personalization":false}]"#);
    assert_eq!(kept(&tabs[0], PROFILE_KEY), "");
    let second = goes_on(tabs);
    assert_eq!(kept(&second, PROFILE_KEY), "");
    let told = second.sent("wink");
    assert_eq!(
        told.len(),
        1,
        "what was on its way may have arrived: {told:?}"
    );
    assert!(told[0].get("visitor").is_null(), "{told:?}");
}

#[test]
fn a_no_of_somebody_who_has_no_profile_holds_in_another_tab_too() {
    for (wish, words) in [
        ("consent", r#"[{"analytics":false}]"#),
        (
            "consent",
            r#"[{"personalization":false,"analytics":false}]"#,
        ),
        ("forget", "[]"),
    ] {
        let mut tabs = two_tabs(r#"{"analytics":true}"#);
        tabs[0].call(wish, words);
        assert!(tabs[0].storage.is_empty(), "{:?}", tabs[0].storage);
        let second = goes_on(tabs);
        assert_eq!(second.count("wink"), 0, "{wish} {words}");
        assert!(second.storage.is_empty(), "{:?}", second.storage);
    }
}

#[test]
fn a_no_to_sending_as_the_first_word_of_a_page_is_heard_in_other_tabs_and_costs_no_profile() {
    let [first, second] = two_tabs(r#"{"personalization":true,"analytics":true}"#);
    let mut first = first.next_document(WAITS);
    first.visit(&lamp(2));
    first.overheard.clear();
    first.call("consent", r#"[{"personalization":true,"analytics":false}]"#);
    first.wait(1000);
    let profile = kept(&first, PROFILE_KEY);
    assert!(
        profile.contains("lamp-1") && profile.contains("lamp-2"),
        "{profile}"
    );
    assert_eq!(goes_on([first, second]).count("wink"), 0);
}

#[test]
fn a_page_that_slept_sends_nothing_that_another_took_over_and_all_that_nobody_did() {
    for (taken_over, seen) in [(true, false), (true, true), (false, false)] {
        let mut shop = Shop::open(OPEN);
        shop.answer = DOWN;
        shop.visit(&lamp(1));
        shop.call("track", r#"["wink",{}]"#);
        shop.wait(1000);
        shop.tell(Event::Hidden);
        shop.freezes(60_000);
        if taken_over {
            shop.storage.retain(|(key, _)| key == PROFILE_KEY);
        }
        let before = shop.posted("wink").len();
        shop.answer = TAKEN;
        if seen {
            shop.tell(Event::Shown);
        }
        shop.wait(20_000);
        let times = shop.posted("wink").len() - before;
        assert_eq!(
            times,
            usize::from(!taken_over),
            "taken over: {taken_over}, seen: {seen}"
        );
        shop.call("track", r#"["nod",{}]"#);
        shop.wait(3000);
        assert_eq!(shop.count("nod"), 1, "what comes after it is its own");
    }
}

#[test]
fn a_page_that_slept_looks_before_its_first_event_is_sent() {
    for (taken_over, left) in [(true, false), (false, false), (true, true), (false, true)] {
        let mut shop = Shop::open(OPEN);
        shop.answer = DOWN;
        shop.visit(&lamp(1));
        shop.call("track", r#"["wink",{}]"#);
        shop.wait(1000);
        if left {
            shop.tell(Event::Left);
        }
        shop.freezes(60_000);
        if taken_over {
            shop.storage.retain(|(key, _)| key == PROFILE_KEY);
        }
        let before = shop.posted("wink").len();
        shop.answer = TAKEN;
        // A script of the page's runs before the browser tells that it is back.
        shop.call("track", r#"["nod",{}]"#);
        if left {
            shop.tell(Event::Returned);
        }
        shop.wait(3000);
        let times = shop.posted("wink").len() - before;
        assert_eq!(
            times,
            usize::from(!taken_over),
            "taken over: {taken_over}, left: {left}"
        );
        assert_eq!(shop.count("nod"), 1, "what comes after it is its own");
        assert_eq!(kept(&shop, OUTBOX_KEY), "", "and nothing is left over");
    }
}

#[test]
fn what_another_has_claimed_from_a_page_that_slept_is_left_to_it_while_it_lives() {
    let mut shop = Shop::open(OPEN);
    shop.answer = DOWN;
    shop.visit(&lamp(1));
    shop.call("track", r#"["wink",{}]"#);
    shop.wait(1000);
    shop.freezes(60_000);
    let woke = T.after(61_000);
    for (key, text) in &mut shop.storage {
        if key != PROFILE_KEY {
            let claimed = json::read(text).unwrap().with("by", "other");
            *text = json::write(&claimed.with("until", woke.after(1000).0));
        }
    }
    let (before, claimed) = (shop.posted("wink").len(), kept(&shop, OUTBOX_KEY));
    shop.answer = TAKEN;
    shop.call("track", r#"["nod",{}]"#);
    shop.wait(900);
    assert_eq!((shop.posted("wink").len(), shop.count("nod")), (before, 1));
    assert_eq!(kept(&shop, OUTBOX_KEY), claimed);
    // It has died.
    shop.wait(3000);
    assert_eq!(shop.posted("wink").len(), before + 1);
    assert_eq!(kept(&shop, OUTBOX_KEY), "");
}

#[test]
fn what_a_page_knew_only_itself_as_it_fell_asleep_is_sent_whoever_took_over_the_rest() {
    let mut shop = Shop::open(OPEN);
    shop.answer = DOWN;
    shop.visit(&lamp(1));
    shop.call("track", r#"["wink",{}]"#);
    shop.wait(1000);
    shop.call("track", r#"["nod",{}]"#);
    shop.freezes(60_000);
    shop.storage.retain(|(key, _)| key == PROFILE_KEY);
    let before = shop.posted("wink").len();
    shop.answer = TAKEN;
    shop.wait(3000);
    assert_eq!(shop.posted("wink").len(), before);
    assert_eq!(shop.count("nod"), 1);
}

#[test]
fn a_page_back_from_the_cache_keeps_what_a_full_device_would_not_hold() {
    let mut shop = Shop::open(OPEN);
    shop.answer = DOWN;
    shop.visit(&lamp(1));
    shop.wait(1000);
    shop.tell(Event::StorageRefused);
    shop.call("track", r#"["wink",{}]"#);
    shop.tell(Event::Left);
    shop.storage.retain(|(key, _)| key == PROFILE_KEY);
    shop.freezes(5000);
    shop.answer = TAKEN;
    shop.tell(Event::Returned);
    shop.wait(3000);
    assert_eq!(shop.count("wink"), 1);
}

/// Time passes in a tab that sees this on the device; what it has written or taken away there comes upon what others have left meanwhile.
fn passes(shop: &mut Shop, seen: &[(String, String)], device: &mut Vec<(String, String)>) {
    shop.storage = seen.to_vec();
    shop.wait(2);
    let news = |texts: &[(String, String)], (key, text): &(String, String)| {
        !texts.iter().any(|(k, t)| k == key && t == text)
    };
    device.retain(|(key, _)| {
        let before = seen.iter().find(|(known, _)| known == key);
        before.is_none_or(|before| !news(&shop.storage, before))
    });
    for one in &shop.storage {
        if news(seen, one) {
            device.retain(|(key, _)| *key != one.0);
            device.push(one.clone());
        }
    }
}

#[test]
fn of_two_tabs_that_wake_together_one_sends_what_either_has() {
    // Each sees what the other has written, or both write before they see it.
    for (late, at_once) in [0, 2, 40, 90, 150, 250]
        .map(|late| [(late, false), (late, true)])
        .concat()
    {
        for first in [0, 1] {
            let mut tabs = [1, 2].map(|number| {
                let mut shop = Shop::open(OPEN);
                // A name of its own.
                shop.wait(number);
                let mut shop = shop.next_document(OPEN);
                shop.answer = DOWN;
                shop.visit(&lamp(number as u32));
                shop.call("track", &format!(r#"["wink",{{"tab":{number}}}]"#));
                shop.wait(1000 - number);
                shop
            });
            let [one, two] = &mut tabs;
            let mut device = one.storage.clone();
            device.extend(two.storage.clone());
            device.retain(|(key, _)| key != PROFILE_KEY);
            assert_eq!(device.len(), 2, "two outboxes");
            let before = tabs.each_ref().map(|tab| tab.posted("wink").len());
            for tab in &mut tabs {
                tab.freezes(60_000);
                tab.answer = TAKEN;
            }
            for step in 0..1500 {
                let before = device.clone();
                for number in [first, 1 - first] {
                    if number == first || step * 2 >= late {
                        let seen = if at_once {
                            before.clone()
                        } else {
                            device.clone()
                        };
                        passes(&mut tabs[number], &seen, &mut device);
                    } else {
                        tabs[number].freezes(2);
                    }
                }
            }
            let sent: Vec<&str> = [0, 1]
                .iter()
                .flat_map(|tab| tabs[*tab].posted("wink").split_off(before[*tab]))
                .collect();
            assert_eq!(
                sent.len(),
                2,
                "{first} first, by {late} ms, {at_once}: {sent:?}"
            );
            assert_ne!(sent[0], sent[1], "{first} first, by {late} ms");
        }
    }
}

#[test]
fn who_never_said_yes_has_nothing_written_to_tell_others_of_their_no() {
    let mut shop = Shop::open(WAITS);
    shop.visit(&lamp(1));
    shop.call(
        "consent",
        r#"[{"personalization":false,"analytics":false}]"#,
    );
    shop.call("forget", "[]");
    shop.wait(20_000);
    assert_eq!((shop.ever_written.as_str(), shop.overheard.len()), ("", 0));
}

#[test]
fn what_is_exported_is_what_is_stored_in_this_tab_and_others() {
    let mut shop = Shop::open(OPEN);
    shop.answer = DOWN;
    shop.visit(&lamp(1));
    shop.wait(1000);
    let left = r#"{"v":1,"by":"B","until":9999999999999,"closed":{},"entries":[{"at":1,"event":"{}","to":[""]}]}"#;
    shop.storage.push(("vitrin.out.B".into(), left.into()));
    shop.storage.push(("vitrin.out.C".into(), "no JSON".into()));
    shop.call("track", r#"["wink",{}]"#);
    let mut shown = shop.call("export", "[]");
    for (key, text) in &shop.storage {
        let stored = json::read(text).unwrap_or_else(|_| text.as_str().into());
        let (place, of) = match key.as_str() {
            PROFILE_KEY => ("profile", shown.get("profile")),
            "vitrin.out.B" | "vitrin.out.C" => ("", shown.get("others").get(key)),
            _ => ("outbox", shown.get("outbox")),
        };
        assert_eq!(*of, stored, "{key}");
        shown.put(place, json::read("null").unwrap());
    }
    assert_eq!(shown.fields().len(), 1, "and nothing else: {shown:?}");
    assert_eq!(shown.get("others").fields().len(), 2);
    assert!(
        kept(&shop, OUTBOX_KEY).contains("wink"),
        "it was stored before it was shown"
    );
}

#[test]
fn a_server_that_refuses_gets_what_it_missed_from_a_later_page() {
    let mut shop = Shop::open(OPEN);
    shop.answer = Outcome::Status {
        code: 403,
        retry_after: None,
    };
    shop.visit(&lamp(1));
    shop.wait(20_000);
    assert_eq!(shop.asked, 1, "it is asked once a page");
    assert_eq!(shop.warned.len(), 1, "{:?}", shop.warned);
    shop.tell(Event::Left);
    let mut shop = shop.next_document(OPEN);
    shop.answer = Outcome::Status {
        code: 204,
        retry_after: None,
    };
    shop.visit(&lamp(2));
    shop.wait(2000);
    assert_eq!(shop.count("view_item"), 2);
}

#[test]
fn what_is_dropped_before_consent_is_counted_and_an_order_is_not_dropped() {
    let mut shop = Shop::open(r#"{"endpoint":"/events","consent":"wait","campaigns":"off"}"#);
    shop.visit(&lamp(1));
    shop.call(
        "track",
        r#"["purchase",{"transaction_id":"T1","value":9,"currency":"EUR"}]"#,
    );
    for number in 0..150 {
        shop.call("track", &format!(r#"["add_to_wishlist",{{"n":{number}}}]"#));
    }
    let dropped = shop
        .call("explain", "[]")
        .get("delivery")
        .get("dropped")
        .clone();
    assert!(dropped.get("crowded").count() >= Some(50), "{dropped:?}");
    shop.call("consent", r#"[{"analytics":true,"personalization":true}]"#);
    shop.wait(30_000);
    assert_eq!(shop.count("purchase"), 1);
    assert!(shop.count("add_to_wishlist") < 100);
    shop.call("consent", r#"[{"analytics":false}]"#);
    shop.call("track", r#"["add_to_wishlist",{"n":1}]"#);
    let dropped = shop
        .call("explain", "[]")
        .get("delivery")
        .get("dropped")
        .clone();
    assert!(dropped.get("denied").count() >= Some(1), "{dropped:?}");
}

#[test]
fn wrong_backends_are_named_and_the_right_ones_are_told() {
    let mut shop = Shop::open(
        r#"{"consent":"granted","campaigns":"off","backends":[{"name":"posthog","key":"k"},{"name":"../x"},{"name":"posthog"},7]}"#,
    );
    shop.visit(&lamp(1));
    shop.wait(1000);
    assert_eq!(shop.count("view_item"), 1, "one of four is told");
    assert!(
        shop.warned.iter().any(|said| said.contains("../x")),
        "{:?}",
        shop.warned
    );
}

#[test]
fn after_the_days_a_shop_keeps_anything_the_shopper_is_a_stranger() {
    let settings =
        r#"{"endpoint":"/events","consent":"granted","campaigns":"off","retention_days":2}"#;
    let mut shop = Shop::open(settings);
    shop.visit(&lamp(1));
    shop.answer = DOWN;
    shop.call(
        "track",
        r#"["add_to_wishlist",{"items":[{"item_id":"lamp-1"}]}]"#,
    );
    shop.wait(1000);
    shop.tell(Event::Left);
    let visitor = |shop: &Shop| {
        let stored = shop.storage.iter().find(|(key, _)| key == PROFILE_KEY);
        let profile = stored.map(|(_, text)| json::read(text).unwrap());
        profile.unwrap().get("visitor").scalar().unwrap()
    };
    let before = visitor(&shop);
    let mut shop = shop.next_document(settings);
    shop.visit(&lamp(1));
    shop.wait(1000);
    assert_eq!(visitor(&shop), before, "the next page knows them");
    shop.tell(Event::Left);
    // Three days pass in which no page of this shop is open.
    shop.sleep(3 * DAY);
    let mut shop = shop.next_document(settings);
    shop.answer = Outcome::Status {
        code: 204,
        retry_after: None,
    };
    shop.visit(&lamp(2));
    shop.wait(5000);
    assert_ne!(visitor(&shop), before);
    assert_eq!(shop.count("add_to_wishlist"), 0, "it is too old");
    let delivery = shop.call("explain", "[]").get("delivery").clone();
    assert!(
        delivery.get("dropped").get("aged").count() > Some(0),
        "{delivery:?}"
    );
}
