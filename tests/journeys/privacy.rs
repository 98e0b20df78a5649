//! What a shopper's no, their address and the days a shop keeps anything come to, over tabs, pages and days.

use vitrin::core::consent::{Consent, Word};
use vitrin::core::engine::{OUTBOX_KEY, PROFILE_KEY};
use vitrin::core::event::{Event, Outcome, Popup};
use vitrin::core::json;
use vitrin::core::time::{DAY, SECOND};
use vitrin::core::value::Value;

use crate::shop::{Shop, lamp};

const WAITS: &str = r#"{"endpoint":"/events","campaigns":"off","consent":"wait"}"#;
const ASKS: &str = r#"{"endpoint":"/events","campaigns":"off"}"#;
const OPEN: &str = r#"{"endpoint":"/events","campaigns":"off","consent":"granted"}"#;
const BOTH: &str = r#"[{"personalization":true,"analytics":true}]"#;

const YES: Consent = Consent::GRANTED;
const NO: Consent = Consent {
    personalization: Word::Denied,
    analytics: Word::Denied,
};
const UNDECIDED: Consent = Consent {
    personalization: Word::Unknown,
    analytics: Word::Unknown,
};
const NOT_SENT: Consent = Consent {
    personalization: Word::Granted,
    analytics: Word::Denied,
};
const PRIVACY_CONTROL: Consent = Consent {
    personalization: Word::Unknown,
    analytics: Word::Denied,
};

fn says(shop: &mut Shop, platform: &str, words: Consent) {
    shop.tell(Event::Consent(vec![(platform.into(), Some(words))]));
}

/// Whether an event that happens now is sent, and whether the device remembers anything by then.
fn goes_out(shop: &mut Shop) -> (bool, bool) {
    let before = shop.count("wink");
    shop.call("track", r#"["wink",{}]"#);
    shop.wait(3 * SECOND);
    (shop.count("wink") > before, !shop.storage.is_empty())
}

/// In another tab the shopper takes something back, or wishes to be forgotten.
fn elsewhere(shop: &mut Shop, digit: &str) {
    shop.tell(Event::Rewritten(digit.into()));
    if matches!(digit, "0" | "1" | "3") {
        shop.tell(Event::Rewritten(String::new()));
    }
    shop.storage.clear();
}

#[test]
fn a_no_in_another_tab_is_ended_by_a_yes_to_the_same_and_by_nothing_else() {
    let named = r#"{"endpoint":"/events","campaigns":"off","consent":"tcf"}"#;
    for settings in [OPEN, WAITS, named] {
        let mut shop = Shop::open(settings);
        shop.visit(&lamp(1));
        says(&mut shop, "tcf", YES);
        says(&mut shop, "cookiebot", UNDECIDED);
        if settings == WAITS {
            shop.call("consent", BOTH);
        }
        assert_eq!(goes_out(&mut shop), (true, true), "{settings}");
        elsewhere(&mut shop, "3");
        // Nobody of these counts, says yes, or says anything new.
        says(&mut shop, "cookiebot", NO);
        says(&mut shop, "cookiebot", YES);
        says(&mut shop, "tcf", YES);
        shop.call("consent", r#"[{"personalization":false}]"#);
        assert_eq!(goes_out(&mut shop), (false, false), "{settings}");
        shop.call("consent", r#"[{"personalization":true}]"#);
        assert!(!goes_out(&mut shop).0, "a yes to something else");
        shop.call("consent", r#"[{"analytics":true}]"#);
        assert_eq!(goes_out(&mut shop), (true, true), "{settings}");
    }
}

#[test]
fn who_is_forgotten_in_another_tab_keeps_every_no() {
    // Global Privacy Control and a platform are there once, and do not say again what they said.
    let mut shop = Shop::open(ASKS);
    shop.visit(&lamp(1));
    says(&mut shop, "gpc", PRIVACY_CONTROL);
    says(&mut shop, "tcf", YES);
    assert_eq!(goes_out(&mut shop), (false, true));
    elsewhere(&mut shop, "0");
    assert_eq!(goes_out(&mut shop), (false, false));
    says(&mut shop, "tcf", UNDECIDED);
    says(&mut shop, "tcf", YES);
    assert_eq!(goes_out(&mut shop), (false, true), "the control forbids it");

    let mut shop = Shop::open(ASKS);
    shop.visit(&lamp(1));
    says(&mut shop, "cookiebot", NOT_SENT);
    says(&mut shop, "consent-mode", UNDECIDED);
    shop.call("consent", r#"[{"personalization":true}]"#);
    elsewhere(&mut shop, "0");
    says(&mut shop, "consent-mode", YES);
    assert!(!goes_out(&mut shop).0, "one of two still says no");

    let mut shop = Shop::open(ASKS);
    shop.visit(&lamp(1));
    says(&mut shop, "cookiebot", UNDECIDED);
    shop.call("consent", r#"[{"personalization":true,"analytics":false}]"#);
    elsewhere(&mut shop, "0");
    says(&mut shop, "cookiebot", YES);
    assert_eq!(goes_out(&mut shop), (false, true), "the shop's own no");
}

#[test]
fn a_page_that_comes_back_finds_that_its_shopper_was_forgotten_meanwhile() {
    for anew in [false, true] {
        let mut shop = Shop::open(WAITS);
        shop.visit(&lamp(1));
        shop.call("consent", BOTH);
        shop.wait(SECOND);
        shop.answer = Outcome::Failed;
        shop.call("track", r#"["wink",{}]"#);
        shop.wait(SECOND);
        shop.tell(Event::Left);
        shop.tell(Event::Hidden);
        // On the next page the shopper is forgotten, and maybe remembered as somebody else.
        shop.storage.clear();
        if anew {
            let mut stranger = Shop::open(WAITS).next_document(WAITS);
            stranger.visit(&lamp(9));
            stranger.call("consent", BOTH);
            stranger.wait(SECOND);
            stranger.storage.retain(|(key, _)| key == PROFILE_KEY);
            shop.storage.clone_from(&stranger.storage);
        }
        let (stored, sent) = (shop.storage.clone(), shop.received.len());
        shop.answer = Outcome::Status {
            code: 204,
            retry_after: None,
        };
        shop.sleep(10 * SECOND);
        shop.tell(Event::Returned);
        shop.tell(Event::Shown);
        shop.visit(&lamp(1));
        shop.wait(20 * SECOND);
        shop.tell(Event::Left);
        assert_eq!(shop.storage, stored, "nothing comes back");
        assert_eq!(shop.received.len(), sent);
    }
}

#[test]
fn a_page_that_comes_back_to_its_own_profile_goes_on() {
    let mut shop = Shop::open(WAITS);
    shop.visit(&lamp(1));
    shop.call("consent", BOTH);
    shop.wait(SECOND);
    shop.tell(Event::Left);
    shop.sleep(10 * SECOND);
    shop.tell(Event::Returned);
    shop.tell(Event::Shown);
    assert_eq!(goes_out(&mut shop), (true, true));
}

/// The address in the forms in which shops and letters pass it on.
const FORMS: [&str; 5] = [
    "ada@shop.example",
    "ada%40shop.example",
    "ada%2540shop.example",
    "YWRhQHNob3AuZXhhbXBsZ",
    "Ada@Shop.Example",
];

fn addresses(text: &str) -> Vec<&'static str> {
    let mut found = Vec::from(FORMS);
    found.retain(|form| text.contains(form));
    found
}

#[test]
fn an_address_is_in_no_other_event_and_in_nothing_stored_wherever_a_shop_puts_it() {
    let mut shop = Shop::open(OPEN);
    shop.refines = Some(|mut event| {
        // What a page's handlers are shown carries none either.
        if event.get("lead").is_null() {
            let shown = json::write(&event);
            assert_eq!(addresses(&shown), [""; 0], "{shown}");
        }
        event.put("note", "a handler adds ada@shop.example");
        event
    });
    let page = lamp(1)
        .replacen(
            "/p/lamp-1\"",
            "/p/lamp-1?a=ada%2540shop.example&b=YWRhQHNob3AuZXhhbXBsZQ==&c=Ada@Shop.Example\"",
            1,
        )
        .replacen("Lamp 1", "Lamp for ada@shop.example", 1);
    shop.visit(&page);
    for (name, data) in [
        (
            "wink",
            r#"{"note":"ada@shop.example","deep":{"in":["x YWRhQHNob3AuZXhhbXBsZQ"]},"ada@shop.example":1}"#,
        ),
        ("ada@shop.example", "{}"),
        ("search", r#"{"search_term":"ada@shop.example"}"#),
        (
            "add_to_cart",
            r#"{"currency":"EUR","items":[{"item_id":"mug-1","item_name":"for ada@shop.example","price":21,"engraving":"ada@shop.example"}]}"#,
        ),
        (
            "purchase",
            r#"{"transaction_id":"ada@shop.example","affiliation":"ada@shop.example","value":9,"currency":"EUR"}"#,
        ),
    ] {
        shop.call("track", &format!(r#"["{name}",{data}]"#));
    }
    shop.layer(
        r#"{"event":"purchase","ecommerce":{"transaction_id":"T1","value":9,"currency":"EUR","user":{"email":"ada@shop.example"},"items":[{"item_id":"lamp-1","price":9}]}}"#,
    );
    shop.call(
        "identify",
        r#"[{"email":"ada@shop.example","traits":{"mail":"Ada@Shop.Example","tier":"gold"}}]"#,
    );
    shop.call(
        "track",
        r#"["lead_submit",{"lead":{"email":"b@c.example"},"consent":{"given":true,"text":"Ask privacy@shop.example"}}]"#,
    );
    shop.wait(5 * SECOND);
    let agreed = shop.sent("lead_submit")[0].get("consent").clone();
    assert_eq!(
        agreed.get("text").text(),
        Some("Ask privacy@shop.example"),
        "what was agreed to is told to the letter"
    );
    shop.answer = Outcome::Failed;
    shop.call("track", r#"["nod",{"note":"ada@shop.example"}]"#);
    shop.wait(SECOND);
    shop.tell(Event::Left);
    for event in &shop.received {
        let mut event = event.clone();
        if event.get("name").text() == Some("identify") {
            assert_eq!(
                event.get("lead").get("email").text(),
                Some("ada@shop.example")
            );
            event.put("lead", Value::NULL);
        }
        let told = json::write(&event);
        assert_eq!(addresses(&told), [""; 0], "{told}");
    }
    assert!(shop.received.len() > 7);
    assert_eq!(addresses(&shop.ever_written), [""; 0], "on the device");
    assert!(shop.ever_written.contains("gold") && shop.ever_written.contains("nod"));
    for (name, detail) in &shop.announced {
        let told = json::write(detail);
        assert_eq!(addresses(&told), [""; 0], "{name} {told}");
    }
}

#[test]
fn orders_that_are_numbered_by_an_address_are_counted_once_each() {
    let order = |shop: &mut Shop, number: &str| {
        let data = format!(r#"["purchase",{{"transaction_id":"{number}","value":9}}]"#);
        shop.call("track", &data);
        shop.wait(SECOND);
        shop.count("purchase")
    };
    let mut shop = Shop::open(OPEN);
    shop.visit(&lamp(1));
    assert_eq!(order(&mut shop, "1-ada@shop.example"), 1);
    let mut shop = shop.next_document(OPEN);
    shop.visit(&lamp(1));
    assert_eq!(order(&mut shop, "1-ada@shop.example"), 1, "it is the same");
    assert_eq!(order(&mut shop, "2-ada@shop.example"), 2);
}

#[test]
fn what_is_older_than_a_shop_keeps_anything_goes_also_for_who_comes_daily() {
    let settings = r#"{"endpoint":"/events","consent":"granted","retention_days":2,
        "campaigns":[{"id":"hello","when":{"call":true},"content":[{"type":"heading","text":"Hello"}]}]}"#;
    let mut shop = Shop::open(settings);
    let given = json::read(r#"{"coupon":"quagga"}"#).unwrap();
    shop.visit(&lamp(1).replacen("/p/lamp-1\"", "/p/lamp-1?utm_source=quagga\"", 1));
    shop.call("track", r#"["search",{"search_term":"quagga"}]"#);
    shop.call(
        "track",
        r#"["add_to_cart",{"items":[{"item_id":"quagga"}]}]"#,
    );
    shop.call(
        "identify",
        r#"[{"customer_id":"7","traits":{"tier":"quagga"}}]"#,
    );
    shop.call(
        "track",
        r#"["lead_submit",{"lead":{"email":"a@b.example"}}]"#,
    );
    shop.call("import", r#"[{"purchases":["quagga"]}]"#);
    shop.call(
        "track",
        r#"["purchase",{"transaction_id":"quagga","value":9,"currency":"EUR","items":[{"item_id":"quagga-2"}]}]"#,
    );
    shop.call(
        "track",
        r#"["add_to_cart",{"items":[{"item_id":"quagga"}]}]"#,
    );
    shop.wait(5 * SECOND);
    shop.call("show", r#"["hello"]"#);
    shop.tell(Event::Popup(Popup::Opened));
    shop.tell(Event::Popup(Popup::Given(given)));
    shop.tell(Event::Popup(Popup::Closed("button".into())));
    shop.call("track", r#"["rec_click",{"block":"quagga","items":[]}]"#);
    shop.wait(SECOND);
    shop.tell(Event::Left);
    let stored = |shop: &Shop| {
        let stored = shop.storage.iter().find(|(key, _)| key == PROFILE_KEY);
        stored.unwrap().1.clone()
    };
    let profile = json::read(&stored(&shop)).unwrap();
    assert_eq!(profile.get("ledger").fields().len(), 1, "{profile:?}");
    assert!(
        stored(&shop).matches("quagga").count() > 7,
        "{}",
        stored(&shop)
    );
    let visitor = profile.get("visitor").clone();
    for day in 1..=5 {
        shop.sleep(DAY);
        shop = shop.next_document(settings);
        shop.visit(&lamp(1 + day));
        shop.wait(SECOND);
        shop.tell(Event::Left);
        let kept = stored(&shop).contains("quagga");
        assert_eq!(kept, day < 2, "on day {day}: {}", stored(&shop));
    }
    let profile = json::read(&stored(&shop)).unwrap();
    assert_eq!(*profile.get("visitor"), visitor, "it is the same shopper");
    let mut left = Vec::new();
    for (name, note) in profile.get("notes").fields() {
        left.push((name.as_str(), json::write(note)));
    }
    assert_eq!(
        left,
        [("days_away", "1".to_owned()), ("dates", "{}".to_owned())]
    );
    for empty in ["cart", "orders", "bought"] {
        assert_eq!(profile.get(empty).items(), [], "{empty}");
    }
    assert_eq!(profile.get("lead").flag(), Some(false));
    assert_eq!(profile.get("ledger").fields(), []);
    assert_eq!(profile.get("views").items().len(), 2, "of these days");
    assert!(
        !shop
            .storage
            .iter()
            .any(|(key, text)| key.starts_with(OUTBOX_KEY) && text.contains("quagga"))
    );
}

#[test]
fn without_days_a_shop_keeps_what_it_knows() {
    let mut shop = Shop::open(OPEN);
    shop.visit(&lamp(1));
    shop.call("import", r#"[{"purchases":["quagga"]}]"#);
    shop.wait(SECOND);
    shop.tell(Event::Left);
    shop.sleep(300 * DAY);
    let mut shop = shop.next_document(OPEN);
    shop.visit(&lamp(2));
    shop.wait(SECOND);
    shop.tell(Event::Left);
    let stored = shop.storage.iter().find(|(key, _)| key == PROFILE_KEY);
    let text = &stored.unwrap().1;
    assert!(text.contains("quagga") && text.contains("lamp-1"), "{text}");
}

#[test]
fn who_asks_what_is_stored_is_told_also_while_nothing_is_allowed_yet() {
    let mut shop = Shop::open(WAITS);
    shop.visit(&lamp(1));
    shop.call("consent", BOTH);
    shop.wait(SECOND);
    shop.tell(Event::Left);
    let mut shop = shop.next_document(WAITS);
    shop.visit(&lamp(2));
    shop.wait(SECOND);
    let (before, asked) = (shop.storage.clone(), shop.asked);
    let shown = shop.call("export", "[]");
    let viewed = shown.get("profile").get("views").items();
    assert_eq!(viewed[0].get("id").text(), Some("lamp-1"), "{shown:?}");
    shop.wait(20 * SECOND);
    assert_eq!((&shop.storage, shop.asked), (&before, asked), "and no more");
    shop.call("forget", "[]");
    assert_eq!(shop.storage, [], "to the last key");
}
