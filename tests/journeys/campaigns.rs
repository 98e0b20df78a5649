//! When a campaign comes up, for whom, where, how often, until when and in which variant: a story for every kind of each.
//! What must not happen stands beside what must: another trigger, another shopper, another page, once too often.

use super::one_campaign::{CONTENT, closes, shop, tag};
use super::shop::{Shop, T, lamp};
use vitrin::core::consent::{Consent, Word};
use vitrin::core::event::{Event, Popup};
use vitrin::core::exit_intent::{Key, Signal};
use vitrin::core::json;
use vitrin::core::time::{DAY, HOUR, MINUTE, SECOND};
use vitrin::core::value::Value;

fn adds(shop: &mut Shop) {
    shop.layer(r#"{"event":"add_to_cart","ecommerce":{"currency":"EUR","items":[{"item_id":"lamp-1","item_name":"Lamp 1","item_category":"Lamps","price":21,"quantity":2}]}}"#);
}

fn buys(shop: &mut Shop, order: &str) {
    shop.layer(&format!(r#"{{"event":"purchase","ecommerce":{{"transaction_id":"{order}","currency":"EUR","value":42.5,"items":[{{"item_id":"lamp-9","item_name":"Lamp 9","price":42.5}}]}}}}"#));
}

fn scrolls(shop: &mut Shop, percent: i32) {
    shop.tell(Event::Signal(Signal::Scroll(percent * 10, percent)));
}

#[test]
fn each_trigger_brings_a_campaign_up_and_only_its_own() {
    type Act = fn(&mut Shop);
    let acts: [(&str, &str, Act); 13] = [
        ("exit", "true", Shop::leave_through_the_top),
        ("leave", "true", |shop| {
            shop.tell(Event::Signal(Signal::Product("Lamp 1".into())));
            shop.tell(Event::Signal(Signal::TouchStart));
            shop.tell(Event::Signal(Signal::TouchEnd));
            shop.tell(Event::Signal(Signal::Copy("Lamp 1".into())));
        }),
        ("click", r##""#sizes""##, |shop| {
            shop.tell(Event::Pressed("#sizes".into()));
        }),
        ("cart_change", "true", adds),
        ("search", r#""walnut*""#, |shop| {
            shop.call(
                "track",
                r#"["search",{"search_term":"walnut lamp","results":3}]"#,
            );
        }),
        ("empty_search", "true", |shop| {
            shop.call(
                "track",
                r#"["search",{"search_term":"unicorn","results":0}]"#,
            );
        }),
        ("return", "60000", |shop| {
            shop.tell(Event::Hidden);
            shop.wait(2 * MINUTE);
            shop.tell(Event::Shown);
        }),
        ("event", r#""quiz_done""#, |shop| {
            shop.call("track", r#"["quiz_done",{}]"#);
        }),
        ("delay", "20000", |shop| shop.wait(18 * SECOND)),
        ("active", "4000", |shop| {
            for step in 0..6 {
                scrolls(shop, 10 + step);
                shop.wait(SECOND);
            }
        }),
        ("scroll", "70", |shop| {
            scrolls(shop, 75);
            shop.wait(SECOND);
        }),
        ("idle", "300000", |shop| shop.wait(6 * MINUTE)),
        ("pages", "2", |shop| {
            shop.visit(&lamp(2));
            shop.wait(3 * SECOND);
        }),
    ];
    for (name, needs, act) in acts {
        let mut visit = shop(&format!(r#""when":{{"{name}":{needs}}}"#));
        assert!(visit.opened.is_empty(), "{name}: not by itself");
        act(&mut visit);
        assert_eq!(visit.opened.len(), 1, "{name}");
        let mut off = shop(&format!(r#""when":{{"{name}":false,"call":true}}"#));
        act(&mut off);
        assert!(off.opened.is_empty(), "{name} is switched off");
    }
    // One of another kind brings nothing up: neither time nor a pointer.
    let mut other = shop(r#""when":{"scroll":70,"search":"oak","return":60000,"active":9000}"#);
    for step in 0..9 {
        scrolls(&mut other, 10 + step);
        other.wait(30 * SECOND);
    }
    scrolls(&mut other, 60);
    other.call(
        "track",
        r#"["search",{"search_term":"walnut","results":3}]"#,
    );
    other.tell(Event::Hidden);
    other.wait(30 * SECOND);
    other.tell(Event::Shown);
    other.wait(HOUR);
    other.leave_through_the_top();
    assert!(other.opened.is_empty());
}

#[test]
fn by_call_only_is_by_call_only() {
    let mut shop = shop(r#""when":"call""#);
    shop.leave_through_the_top();
    shop.wait(HOUR);
    assert!(shop.opened.is_empty());
    assert_eq!(shop.call("show", r#"["x"]"#).flag(), Some(true));
    assert_eq!(shop.opened.len(), 1);
}

/// Whether a campaign for these opens for a shopper who did this.
fn opens_for(who: &str, did: fn(&mut Shop)) -> bool {
    let settings = tag(&format!(r#""when":{{"event":"now"}},"who":{who}"#)).replacen(
        '{',
        r#"{"segments":{"gold":{"traits":{"plan":"gold"}},"good":{"segment":"gold","visits":1}},"traits":{"plan":"gold","points":120},"#,
        1,
    );
    let mut shop = Shop::open(&settings);
    shop.tell(Event::Device(
        json::read(r#"{"language":"de-AT","touch":true,"width":412}"#).unwrap(),
    ));
    let first = r#"{"url":"https://shop.example/?utm_source=news&utm_campaign=autumn&utm_term=lamps&utm_content=top","title":"Home","referrer":"https://mail.example/inbox"}"#;
    shop.visit(first);
    did(&mut shop);
    shop.wait(20 * SECOND);
    shop.call("track", r#"["now",{}]"#);
    assert_eq!(shop.warned, Vec::<String>::new(), "{who}");
    !shop.opened.is_empty()
}

#[test]
fn each_kind_of_audience_holds_for_those_it_means_and_for_nobody_else() {
    type Did = fn(&mut Shop);
    let nothing: Did = |_| {};
    let looked: Did = |shop| {
        shop.visit(&lamp(1));
        shop.visit(&lamp(2));
    };
    // 21, 22, 23 and 29: neither their mean nor the last.
    let compared: Did = |shop| {
        for number in [1, 2, 3, 9] {
            shop.visit(&lamp(number));
        }
        shop.visit(&lamp(1).replace("EUR", "USD").replace("lamp-1", "lamp-8"));
        shop.visit(&lamp(3));
    };
    let fills: Did = adds;
    let bought: Did = |shop| buys(shop, "A-1");
    let left_address: Did = |shop| {
        shop.call(
            "identify",
            r#"[{"email":"ada@shop.example","traits":{"club":"oak"}}]"#,
        );
    };
    let from_a_letter: Did = |shop| {
        shop.call(
            "identify",
            r#"[{"customer_id":"8842","traits":{"subscriber":true}}]"#,
        );
    };
    // Another way in, which has nothing to do with the first.
    let from_an_ad: Did = |shop| {
        shop.visit(r#"{"url":"https://shop.example/?utm_source=ads&utm_medium=letter","title":"Home","referrer":"https://ads.example/"}"#);
    };
    let came_back: Did = |shop| {
        shop.wait(3 * DAY);
        shop.visit(&lamp(1));
    };
    let searched: Did = |shop| {
        shop.call(
            "track",
            r#"["search",{"search_term":"Walnut desk","results":3}]"#,
        );
    };
    for (who, did) in [
        (r#"{"new":true}"#, came_back as Did),
        (r#"{"lead":true}"#, nothing),
        (r#"{"buyer":true}"#, fills),
        (r#"{"touch":false}"#, nothing),
        (r#"{"cart_count":3}"#, fills),
        (r#"{"cart_value":{"min":42.01}}"#, fills),
        (r#"{"viewed":3}"#, looked),
        (r#"{"viewed_price":24}"#, compared),
        (r#"{"viewed_price":{"max":22.99}}"#, compared),
        (r#"{"viewed_price":{"max":500}}"#, nothing),
        (r#"{"visits":2}"#, looked),
        (r#"{"pages":4}"#, looked),
        (r#"{"orders":2}"#, bought),
        (r#"{"spent":{"max":42.49}}"#, bought),
        (r#"{"days_away":4}"#, came_back),
        (r#"{"page":"home"}"#, looked),
        (r#"{"path":"/p/lamp-1"}"#, looked),
        (r#"{"referrer":"search.example"}"#, nothing),
        (r#"{"utm_source":"ads"}"#, nothing),
        (r#"{"utm_medium":true}"#, nothing),
        (r#"{"utm_term":"mugs"}"#, nothing),
        (r#"{"utm_content":"end*"}"#, nothing),
        (r#"{"utm_source":true}"#, came_back),
        (r#"{"utm_source":"news"}"#, from_an_ad),
        (r#"{"utm_campaign":"autumn"}"#, from_an_ad),
        (r#"{"device":["tablet","desktop"]}"#, nothing),
        (r#"{"language":"en*"}"#, nothing),
        (r#"{"stage":"interested"}"#, looked),
        (r#"{"segment":"silver"}"#, nothing),
        (r#"{"affinity":"mugs"}"#, looked),
        (r#"{"in_cart":"lamp-2"}"#, fills),
        (r#"{"bought":"lamp-1"}"#, bought),
        (r#"{"searched":"*oak*"}"#, searched),
        (r#"{"traits":{"plan":"silver"}}"#, nothing),
        (r#"{"traits":{"points":200}}"#, nothing),
        (r#"{"traits":{"club":"oak"}}"#, nothing),
        (r#"{"not":{"traits":{"subscriber":true}}}"#, from_a_letter),
        (r#"{"not":{"cart_count":1}}"#, fills),
        (r#"{"any":[{"cart_count":3},{"viewed":9}]}"#, fills),
        (r#"{"all":[{"cart_count":1},{"viewed":9}]}"#, fills),
    ] {
        assert!(!opens_for(who, did), "{who}");
    }
    for (who, did) in [
        (r#"{"new":true}"#, nothing),
        (r#"{"lead":false}"#, nothing),
        (r#"{"buyer":true}"#, bought),
        (r#"{"touch":true}"#, nothing),
        (r#"{"cart_count":2}"#, fills),
        (r#"{"cart_value":{"min":42,"max":42}}"#, fills),
        (r#"{"viewed":2}"#, looked),
        (r#"{"viewed_price":{"min":23,"max":23}}"#, compared),
        (r#"{"visits":2}"#, came_back),
        (r#"{"pages":3}"#, looked),
        (r#"{"orders":1}"#, bought),
        (r#"{"spent":42.5}"#, bought),
        (r#"{"days_away":2}"#, came_back),
        (r#"{"page":["home","product"]}"#, looked),
        (r#"{"path":"/p/*"}"#, looked),
        (r#"{"referrer":"*mail*"}"#, nothing),
        (r#"{"utm_source":"news","utm_campaign":"autumn"}"#, looked),
        (
            r#"{"utm_term":"lamps","utm_content":["top","end"]}"#,
            looked,
        ),
        (r#"{"utm_source":false}"#, came_back),
        (r#"{"utm_medium":"letter"}"#, from_an_ad),
        (r#"{"utm_source":"ads","utm_term":false}"#, from_an_ad),
        (r#"{"device":"phone"}"#, nothing),
        (r#"{"language":"de*"}"#, nothing),
        (r#"{"stage":"new"}"#, nothing),
        (r#"{"stage":"browsing"}"#, looked),
        (r#"{"stage":"cart"}"#, fills),
        (r#"{"stage":"buyer"}"#, bought),
        (r#"{"segment":"good"}"#, nothing),
        (r#"{"affinity":"lamps"}"#, looked),
        (r#"{"in_cart":"Lamp 1"}"#, fills),
        (r#"{"bought":"lamp-9"}"#, bought),
        (r#"{"searched":"walnut*"}"#, searched),
        (r#"{"traits":{"plan":"gold","points":100}}"#, nothing),
        (r#"{"traits":{"club":"oak"}}"#, left_address),
        (r#"{"not":{"traits":{"subscriber":true}}}"#, nothing),
        (r#"{"not":{"cart_count":3}}"#, fills),
        (r#"{"any":[{"cart_count":1},{"viewed":9}]}"#, fills),
        (r#"{"all":[{"cart_count":1},{"not":{"viewed":9}}]}"#, fills),
    ] {
        assert!(opens_for(who, did), "{who}");
    }
}

#[test]
fn a_campaign_stays_on_its_pages() {
    let mut shop = shop(r#""when":{"event":"now"},"where":{"page":"product","path":"/p/lamp-*"}"#);
    shop.visit(r#"{"url":"https://shop.example/about","title":"About"}"#);
    shop.call("track", r#"["now",{}]"#);
    assert!(shop.opened.is_empty(), "not here");
    shop.visit(&lamp(2));
    assert!(
        shop.opened.is_empty(),
        "what was said of the last page is over"
    );
    shop.call("track", r#"["now",{}]"#);
    assert_eq!(shop.opened.len(), 1);
}

#[test]
fn a_schedule_goes_by_the_clock_of_its_zone() {
    assert_eq!(T.iso(), "2026-11-22T10:15:30.000Z", "a Sunday");
    // `shop` plays a browser in whose zones it is an hour later.
    for (schedule, opens) in [
        (
            r#"{"hours":["11:15","12:00"],"zone":"Europe/Berlin"}"#,
            true,
        ),
        (r#"{"hours":["10:00","11:15"]}"#, false),
        (r#"{"from":"2026-11-23"}"#, false),
        (r#"{"to":"2026-11-23","days":["sun"]}"#, true),
        (r#"{"days":["mon","fri"]}"#, false),
    ] {
        let mut shop = shop(&format!(
            r#""when":{{"event":"now"}},"schedule":{schedule}"#
        ));
        shop.call("track", r#"["now",{}]"#);
        assert_eq!(!shop.opened.is_empty(), opens, "{schedule}");
    }
    let mut lost = Shop::open(&tag(
        r#""when":{"event":"now"},"schedule":{"zone":"Mars/Olympus"}"#,
    ));
    lost.visit(&lamp(1));
    lost.wait(3 * SECOND);
    lost.call("track", r#"["now",{}]"#);
    assert!(lost.opened.is_empty());
    assert_eq!(
        lost.warned,
        [
            "`schedule.zone`: expected an IANA time zone such as `Europe/Berlin`, found Mars/Olympus; it is left out"
        ]
    );
}

/// How often it opens when it is asked for again after each of these spans, and closed each time.
fn times(limits: &str, spans: &[u64]) -> usize {
    let mut shop = shop(&format!(r#""when":{{"event":"now"}},"limits":{limits}"#));
    for span in spans {
        let before = shop.opened.len();
        shop.call("track", r#"["now",{}]"#);
        if shop.opened.len() > before {
            closes(&mut shop);
        }
        shop.wait(*span);
        shop.visit(&lamp(1));
        shop.wait(3 * SECOND);
    }
    shop.opened.len()
}

#[test]
fn each_limit_holds_and_lets_go() {
    let minute = [MINUTE; 4];
    let often = r#""per_session":9,"days_after_close":0"#;
    assert_eq!(times(&format!("{{{often}}}"), &minute), 4, "no limit");
    assert_eq!(
        times(r#"{"days_after_close":0}"#, &minute),
        1,
        "once a visit"
    );
    let visits = [HOUR; 3];
    assert_eq!(times(r#"{"days_after_close":0}"#, &visits), 3);
    assert_eq!(times(&format!(r#"{{{often},"per_day":2}}"#), &minute), 2);
    let days = [HOUR, HOUR, HOUR, 23 * HOUR, HOUR, HOUR];
    assert_eq!(times(&format!(r#"{{{often},"per_day":2}}"#), &days), 4);
    assert_eq!(times(&format!(r#"{{{often},"lifetime":3}}"#), &days), 3);
    let weeks = [3 * DAY, 3 * DAY, 3 * DAY];
    assert_eq!(times("{}", &weeks), 1, "a week of quiet after a no");
    assert_eq!(times(r#"{"days_after_close":3}"#, &weeks), 3);
}

#[test]
fn after_it_did_its_work_it_is_quiet_for_a_season() {
    let mut shop = shop(r#""when":{"event":"now"}"#);
    let click = |shop: &mut Shop| {
        shop.call("track", r#"["now",{}]"#);
        shop.tell(Event::Popup(Popup::Opened));
        let detail = r#"{"label":"Look","action":"follow","href":"/new"}"#;
        shop.tell(Event::Popup(Popup::Clicked(json::read(detail).unwrap())));
        shop.tell(Event::Popup(Popup::Closed("action".into())));
    };
    click(&mut shop);
    for days in [8, 80] {
        shop.wait(days * DAY);
        shop.visit(&lamp(2));
        shop.wait(3 * SECOND);
        shop.call("track", r#"["now",{}]"#);
        assert_eq!(shop.opened.len(), 1, "{days} days later");
    }
    shop.wait(3 * DAY);
    shop.visit(&lamp(3));
    shop.wait(3 * SECOND);
    click(&mut shop);
    assert_eq!(shop.opened.len(), 2);
}

#[test]
fn a_stop_event_ends_it_for_those_who_saw_it() {
    let campaign = r#""when":{"event":"now"},"until":["purchase"],"limits":{"per_session":9,"days_after_close":0}"#;
    let mut shop = shop(campaign);
    shop.call("track", r#"["now",{}]"#);
    closes(&mut shop);
    buys(&mut shop, "A-1");
    shop.wait(DAY);
    shop.visit(&lamp(2));
    shop.wait(3 * SECOND);
    shop.call("track", r#"["now",{}]"#);
    assert_eq!(shop.opened.len(), 1, "bought: there is nothing more to say");
}

#[test]
fn an_address_left_anywhere_ends_what_asks_for_one() {
    let campaign = r#""when":{"event":"now"},"until":["lead_submit","quiz_done"],"limits":{"per_session":9,"days_after_close":0}"#;
    let lead = r#"{"lead":{"email":"ada@shop.example"}}"#;
    for (name, data, ends) in [
        ("lead_submit", lead, true),
        ("quiz_done", "{}", true),
        ("add_to_wishlist", "{}", false),
    ] {
        let mut shop = shop(campaign);
        let done = format!(r#"["{name}",{data}]"#);
        shop.call("track", &done);
        shop.call("track", r#"["now",{}]"#);
        assert_eq!(shop.opened.len(), 1, "{name}: whoever has not seen it yet");
        closes(&mut shop);
        shop.call("track", &done);
        shop.wait(DAY);
        shop.visit(&lamp(2));
        shop.wait(3 * SECOND);
        shop.call("track", r#"["now",{}]"#);
        assert_eq!(shop.opened.len() == 1, ends, "{name}");
    }
}

#[test]
fn who_subscribed_in_the_shops_own_form_is_not_asked_for_an_address() {
    let mut shop = Shop::open(
        r#"{"endpoint":"/events","consent":"granted","campaigns":["email-capture","welcome"]}"#,
    );
    shop.visit(&lamp(1));
    shop.call(
        "track",
        r#"["lead_submit",{"lead":{"email":"ada@shop.example"}}]"#,
    );
    shop.wait(MINUTE);
    shop.leave_through_the_top();
    assert!(shop.opened.is_empty());
    assert!(
        !shop.ever_written.contains("ada@"),
        "only that there is one"
    );
}

#[test]
fn another_document_and_an_upgrade_know_what_was_shown() {
    let campaign = r#""when":{"event":"now"}"#;
    let mut first = shop(campaign);
    first.call("track", r#"["now",{}]"#);
    closes(&mut first);
    first.wait(MINUTE);
    // What an earlier edition of the package has written: no notes, no days.
    for (_, text) in &mut first.storage {
        let mut stored = json::read(text).unwrap();
        if !stored.get("ledger").is_null() {
            stored.put("notes", Value::NULL);
            let ledger =
                r#"{"x":{"session":"old","in_session":1,"shown":1,"closed":1795342530000}}"#;
            stored.put("ledger", json::read(ledger).unwrap());
            *text = json::write(&stored);
        }
    }
    let mut next = first.next_document(&tag(campaign));
    next.visit(&lamp(2));
    next.wait(3 * SECOND);
    next.call("track", r#"["now",{}]"#);
    assert_eq!(next.opened.len(), 1, "not within the week");
}

#[test]
fn the_first_of_the_settings_goes_first_and_the_second_waits_its_turn() {
    let campaigns = format!(
        r#"{{"consent":"granted","campaigns":[{{"id":"low","when":{{"delay":9000}},{CONTENT}}},{{"id":"high","when":"exit",{CONTENT}}},
            {{"id":"a","when":{{"event":"now"}},{CONTENT}}},{{"id":"b","when":{{"event":"now"}},{CONTENT}}}]}}"#
    );
    let mut shop = Shop::open(&campaigns);
    shop.visit(&lamp(1));
    shop.wait(3 * SECOND);
    shop.call("track", r#"["now",{}]"#);
    shop.open_popup("a");
    shop.tell(Event::Popup(Popup::Opened));
    shop.leave_through_the_top();
    shop.wait(20 * SECOND);
    assert_eq!(shop.opened.len(), 1, "one at a time");
    shop.tell(Event::Popup(Popup::Closed("button".into())));
    shop.wait(20 * SECOND);
    assert_eq!(shop.opened.len(), 1, "not right after another");
    shop.wait(20 * SECOND);
    shop.open_popup("low");
    assert_eq!(
        shop.opened.len(),
        2,
        "what waited too long is not said at all"
    );
}

#[test]
fn it_waits_for_the_banner_for_the_end_of_a_sentence_and_for_the_tab() {
    let mut behind = shop(r#""when":{"delay":4000}"#);
    behind.dialog = true;
    behind.wait(MINUTE);
    assert!(behind.opened.is_empty(), "the consent banner comes first");
    behind.dialog = false;
    behind.wait(2 * SECOND);
    assert_eq!(behind.opened.len(), 1, "it was answered");

    // These two ask where the page does not show it.
    for platform in ["onetrust", "usercentrics"] {
        let says = |analytics| Event::Consent(vec![(platform.into(), analytics)]);
        let mut asked = shop(r#""when":{"delay":4000}"#);
        asked.tell(says(Some(Consent::default())));
        asked.wait(MINUTE);
        assert!(asked.opened.is_empty(), "{platform} is still asking");
        asked.tell(says(Some(Consent {
            analytics: Word::Denied,
            ..Consent::default()
        })));
        asked.wait(2 * SECOND);
        assert_eq!(asked.opened.len(), 1, "{platform} was answered");
    }

    let mut leaving = shop(r#""when":"exit""#);
    leaving.dialog = true;
    leaving.leave_through_the_top();
    leaving.dialog = false;
    leaving.wait(10 * SECOND);
    assert!(leaving.opened.is_empty(), "the moment of leaving is over");

    let mut typing = shop(r#""when":{"event":"now"}"#);
    typing.tell(Event::Signal(Signal::FieldFocus));
    typing.tell(Event::Signal(Signal::Key(Key::Other)));
    typing.call("track", r#"["now",{}]"#);
    typing.wait(5 * SECOND);
    assert!(typing.opened.is_empty(), "somebody is writing");
    typing.tell(Event::Signal(Signal::FieldBlur));
    typing.wait(3 * SECOND);
    assert_eq!(typing.opened.len(), 1);

    let mut away = shop(r#""when":{"delay":4000,"event":"now"}"#);
    away.tell(Event::Hidden);
    away.call("track", r#"["now",{}]"#);
    away.wait(MINUTE);
    assert!(away.opened.is_empty(), "nobody would see it");
    away.tell(Event::Shown);
    away.wait(2 * SECOND);
    assert_eq!(away.opened.len(), 1);

    let mut routed = shop(r#""when":{"event":"now"}"#);
    routed.dialog = true;
    routed.call("track", r#"["now",{}]"#);
    routed.tell(Event::Routed);
    routed.dialog = false;
    routed.wait(5 * SECOND);
    assert!(routed.opened.is_empty(), "it was about the page before");

    let mut paying = shop(r#""when":{"event":"now"}"#);
    paying.visit(r#"{"url":"https://shop.example/checkout/","title":"Checkout"}"#);
    paying.call("track", r#"["now",{}]"#);
    paying.tell(Event::Pressed("#sizes".into()));
    assert!(paying.opened.is_empty(), "at checkout");
}

#[test]
fn what_the_shopper_clicks_for_is_not_kept_from_them() {
    let mut shop = Shop::open(&tag(r##""when":{"click":"#sizes"}"##));
    shop.visit(&lamp(1));
    for time in 1..=3 {
        shop.tell(Event::Pressed("#sizes".into()));
        assert_eq!(shop.opened.len(), time, "on arrival, and again");
        closes(&mut shop);
    }
    shop.dialog = true;
    shop.tell(Event::Pressed("#sizes".into()));
    assert_eq!(shop.opened.len(), 3, "never over another dialog");
}

#[test]
fn new_settings_leave_the_open_popup_what_it_is() {
    let mut shop = shop(r#""when":{"event":"now"}"#);
    shop.call("track", r#"["now",{}]"#);
    shop.tell(Event::Popup(Popup::Opened));
    let other = format!(r#"[{{"campaigns":[{{"id":"y","when":"exit",{CONTENT}}}]}}]"#);
    shop.call("config", &other);
    shop.tell(Event::Popup(Popup::Closed("button".into())));
    let closed = shop.sent("campaign_close");
    assert!(
        closed
            .iter()
            .all(|event| event.get("campaign").text() == Some("x"))
    );
    assert_eq!(
        shop.storage
            .iter()
            .filter(|(_, text)| text.contains(r#""y":{"#))
            .count(),
        0
    );
}

#[test]
fn a_segment_is_entered_once_and_told_of_by_its_name() {
    let settings = r#"{"endpoint":"/events","consent":"granted","campaigns":"off","segments":{"full":{"cart_count":1},"rich":{"cart_value":40,"segment":"full"},"gone":{"visits":9}}}"#;
    let mut shop = Shop::open(settings);
    shop.visit(&lamp(1));
    shop.wait(SECOND);
    assert_eq!(shop.count("segment_enter"), 0);
    shop.layer(r#"{"event":"add_to_cart","ecommerce":{"currency":"EUR","items":[{"item_id":"mug-1","item_name":"Mug 1","price":9,"quantity":1}]}}"#);
    shop.wait(SECOND);
    assert_eq!(shop.count("segment_enter"), 1);
    adds(&mut shop);
    shop.wait(SECOND);
    let names = |shop: &Shop| -> Vec<String> {
        let entered = shop.sent("segment_enter");
        entered
            .iter()
            .filter_map(|event| event.get("segment").scalar())
            .collect()
    };
    assert_eq!(names(&shop), ["full", "rich"]);
    let mut shop = shop.next_document(settings);
    shop.visit(&lamp(2));
    shop.wait(SECOND);
    assert_eq!(names(&shop).len(), 2, "it goes on holding");
    buys(&mut shop, "A-1");
    shop.wait(SECOND);
    adds(&mut shop);
    shop.wait(SECOND);
    assert_eq!(
        names(&shop),
        ["full", "rich", "full", "rich"],
        "it began anew"
    );
}

const TWO: &str = r#""when":{"event":"now"},"limits":{"per_session":9,"days_after_close":0},"variants":[{"name":"a"},{"name":"b","content":[{"type":"heading","text":"Other"}]}]"#;

#[test]
fn a_variant_is_told_when_it_is_seen_and_stays_the_same() {
    let mut shop = shop(TWO);
    shop.call("track", r#"["now",{}]"#);
    shop.wait(SECOND);
    assert_eq!(
        shop.count("experiment_exposure"),
        0,
        "nobody has seen it yet"
    );
    closes(&mut shop);
    shop.wait(SECOND);
    let exposure = shop.sent("experiment_exposure")[0].clone();
    let variant = exposure.get("variant").scalar().unwrap();
    assert_eq!(exposure.get("experiment").text(), Some("x"));
    let text = shop.opened[0].get("content").items()[0]
        .get("text")
        .scalar();
    assert_eq!(
        text.as_deref(),
        Some(if variant == "a" { "Hello" } else { "Other" })
    );
    assert_eq!(
        shop.sent("campaign_impression")[0].get("variant").scalar(),
        Some(variant.clone())
    );
    // A shop changes the weights: who has one keeps it.
    let other = if variant == "a" { "[0,1]" } else { "[1,0]" };
    let mut shop = shop.next_document(&tag(&format!(r#"{TWO},"weights":{other}"#)));
    shop.visit(&lamp(2));
    shop.wait(40 * SECOND);
    shop.call("track", r#"["now",{}]"#);
    closes(&mut shop);
    shop.wait(SECOND);
    assert_eq!(
        shop.sent("experiment_exposure")[1].get("variant").scalar(),
        Some(variant.clone())
    );
    let mut shop = shop.next_document(&tag(&format!(r#"{TWO},"weights":{other},"version":1"#)));
    shop.visit(&lamp(3));
    shop.wait(40 * SECOND);
    shop.call("track", r#"["now",{}]"#);
    closes(&mut shop);
    shop.wait(SECOND);
    assert_ne!(
        shop.sent("experiment_exposure")[2].get("variant").scalar(),
        Some(variant),
        "a new edition"
    );
}

#[test]
fn who_is_held_out_sees_nothing_and_is_counted() {
    let mut held = shop(&format!(r#"{TWO},"holdout":1"#));
    held.call("track", r#"["now",{}]"#);
    held.wait(SECOND);
    assert!(held.opened.is_empty());
    assert_eq!(
        held.sent("experiment_exposure")[0].get("variant").text(),
        Some("holdout")
    );
    assert_eq!(held.count("campaign_impression"), 0);

    let sizes = TWO.replace(r#""event":"now""#, r##""click":"#sizes""##);
    let mut asking = shop(&format!(r#"{sizes},"holdout":1"#));
    asking.tell(Event::Pressed("#sizes".into()));
    closes(&mut asking);
    asking.wait(SECOND);
    assert_eq!(
        asking.opened.len(),
        1,
        "who asks is not left without an answer"
    );
    assert_eq!(asking.count("experiment_exposure"), 0);

    let mut stranger = Shop::open(&tag(TWO).replace(r#""consent":"granted","#, ""));
    stranger.visit(&lamp(1));
    stranger.wait(3 * SECOND);
    stranger.call("track", r#"["now",{}]"#);
    closes(&mut stranger);
    stranger.call("consent", r#"[{"analytics":true}]"#);
    stranger.wait(SECOND);
    assert_eq!(stranger.count("campaign_impression"), 1);
    assert_eq!(
        stranger.count("experiment_exposure"),
        0,
        "whom we shall not know again is not counted"
    );
}

#[test]
fn an_order_says_which_campaign_led_to_it() {
    let mut shop = shop(TWO);
    adds(&mut shop);
    shop.call("track", r#"["now",{}]"#);
    shop.tell(Event::Popup(Popup::Opened));
    let detail = r#"{"label":"Look","action":"follow","href":"/new"}"#;
    shop.tell(Event::Popup(Popup::Clicked(json::read(detail).unwrap())));
    shop.tell(Event::Popup(Popup::Closed("action".into())));
    buys(&mut shop, "A-1");
    shop.wait(8 * DAY);
    shop.visit(&lamp(2));
    buys(&mut shop, "A-2");
    shop.wait(SECOND);
    assert!(
        shop.sent("add_to_cart")[0].get("campaign").is_null(),
        "it was before the click"
    );
    let orders = shop.sent("purchase");
    assert_eq!(orders[0].get("campaign").text(), Some("x"));
    assert!(orders[0].get("variant").text().is_some());
    assert!(
        orders[1].get("campaign").is_null(),
        "a week later it was something else"
    );
}

#[test]
fn explain_says_of_every_rule_what_it_saw() {
    let mut shop = shop(r#""when":{"event":"now"},"who":{"cart_count":1},"where":{"page":"cart"}"#);
    let told = shop.call("explain", "[]");
    let campaign = &told.get("campaigns").items()[0];
    assert_eq!(campaign.get("show").flag(), Some(false));
    let failing: Vec<&str> = campaign
        .get("rules")
        .items()
        .iter()
        .filter(|rule| rule.get("passes").flag() == Some(false))
        .filter_map(|rule| rule.get("rule").text())
        .collect();
    assert_eq!(failing, ["audience", "page"]);
    let asked = &campaign.get("audience").get("all").items()[0];
    assert_eq!(
        json::write(asked),
        r#"{"rule":"cart_count","needs":1,"is":0,"holds":false}"#
    );
    assert_eq!(told.get("visit").get("page").text(), Some("product"));
}

#[test]
fn the_example_of_the_handbook_is_understood() {
    let text = include_str!("../../docs/campaigns.md");
    let (_, rest) = text.split_once("```json\n").unwrap();
    let (settings, _) = rest.split_once("```").unwrap();
    let shop = Shop::open(&settings.replacen('{', r#"{"endpoint":"/e","#, 1));
    assert_eq!(shop.warned, Vec::<String>::new());
}

#[test]
fn what_one_tab_has_shown_another_does_not_show_again() {
    let campaign = r#""when":{"event":"now"}"#;
    let mut here = shop(campaign);
    let mut there = shop(campaign);
    here.call("track", r#"["now",{}]"#);
    closes(&mut here);
    here.wait(SECOND);
    let (_, written) = here
        .storage
        .iter()
        .find(|(key, _)| key == "vitrin")
        .unwrap();
    there.tell(Event::Rewritten(written.clone()));
    there.call("track", r#"["now",{}]"#);
    there.wait(20 * SECOND);
    assert!(there.opened.is_empty());
}

#[test]
fn an_order_says_which_advice_led_to_it() {
    let mut shop = Shop::open(
        r#"{"endpoint":"/events","feed":"/feed.json","consent":"granted","campaigns":"off"}"#,
    );
    shop.block(1, "also-like");
    shop.visit(&lamp(1));
    shop.tell(Event::CardClicked { block: 1, index: 0 });
    shop.visit(&lamp(2));
    buys(&mut shop, "A-1");
    shop.wait(SECOND);
    let order = shop.sent("purchase")[0].clone();
    assert_eq!(order.get("block").text(), Some("also-like"));
    assert!(order.get("strategy").text().is_some());
    assert!(order.get("campaign").is_null());
}
