//! What the outbox promises, told number by number.

use super::*;

const T: Time = Time(1_795_342_530_000);

fn event(number: u32, name: &str) -> Value {
    Value::object()
        .with("id", number.to_string())
        .with("name", name)
}

impl Outbox {
    /// What to do while the page stays.
    fn due(&mut self, now: Time) -> Decision {
        self.decide(now, false)
    }

    /// The next piece while the page is left.
    fn leave(&mut self, now: Time) -> Option<Parcel> {
        match self.decide(now, true) {
            Decision::Post(parcel) => Some(parcel),
            Decision::Done => None,
            Decision::Wait(span) => panic!("there is no later: {span}"),
        }
    }
}

/// One that goes to the shop's endpoint.
fn empty() -> Outbox {
    with(&[("", "/events")])
}

fn with(places: &[(&str, &str)]) -> Outbox {
    let mut outbox = Outbox::default();
    for (name, with) in places {
        assert!(outbox.address(name, Value::from(*with)));
        assert!(
            !outbox.address(name, Value::from(*with)),
            "it is named already"
        );
    }
    outbox
}

/// What another page finds, claims, and finds again.
fn takes_over(outbox: &mut Outbox, now: Time, stored: &str) {
    let Claim::Free(claimed, settles) = claim(now, stored, "next", 7) else {
        panic!("it is not free")
    };
    let later = now.after(settles);
    assert_eq!(claim(later, &claimed, "next", 7), Claim::Ours);
    outbox.adopt(later, &claimed);
}

fn filled(count: u32) -> Outbox {
    let mut outbox = empty();
    for number in 0..count {
        outbox.push(T, &event(number, "view_item"));
    }
    outbox
}

fn post(outbox: &mut Outbox, now: Time) -> (u32, Vec<String>) {
    match outbox.due(now) {
        Decision::Post(parcel) => (parcel.batch, ids(&parcel.body)),
        other => panic!("{other:?}"),
    }
}

fn ids(body: &str) -> Vec<String> {
    json::read(body)
        .unwrap()
        .get("events")
        .items()
        .iter()
        .map(|event| event.get("id").text().unwrap().to_owned())
        .collect()
}

#[test]
fn a_single_event_waits_for_company_and_ten_do_not() {
    assert_eq!(filled(1).due(T.after(100)), Decision::Wait(200));
    assert_eq!(post(&mut filled(1), T.after(1000)).1, ["0"]);
    assert_eq!(post(&mut filled(25), T).1.len(), 10);
}

#[test]
fn pieces_of_a_page_that_is_left_fit_into_beacons_in_a_backends_own_form_too() {
    let mut outbox = with(&[("", "/events"), ("posthog", "k")]);
    let wide = event(1, "view_item").with("wide", "x".repeat(1000));
    for _ in 0..100 {
        outbox.push(T, &wide);
    }
    let mut largest = [0, 0];
    while let Some(parcel) = outbox.leave(T) {
        let of = &mut largest[usize::from(!parcel.to.is_empty())];
        *of = parcel.body.len().max(*of);
    }
    let [endpoint, backend] = largest;
    assert!((40_000..49_500).contains(&endpoint), "{endpoint}");
    assert!((20_000..25_000).contains(&backend), "{backend}");
}

#[test]
fn nothing_leaves_the_outbox_before_it_arrived() {
    let mut outbox = filled(3);
    let (batch, _) = post(&mut outbox, T.after(1000));
    assert_eq!(outbox.due(T.after(1000)), Decision::Done, "one at a time");
    outbox.delivered(T.after(1100), batch, Delivery::Later(None), 0);
    assert_eq!(outbox.len(), 3);
    assert_eq!(outbox.due(T.after(1100)), Decision::Wait(600));
    let (batch, again) = post(&mut outbox, T.after(1900));
    assert_eq!(again, ["0", "1", "2"]);
    outbox.delivered(T.after(2000), batch, Delivery::Arrived, 0);
    assert!(outbox.is_empty());
}

#[test]
fn retries_double_up_to_eight_seconds_in_the_first_minute() {
    let mut outbox = filled(1);
    let mut now = T.after(1000);
    let mut waits = Vec::new();
    for _ in 0..8 {
        let (batch, _) = post(&mut outbox, now);
        outbox.delivered(now, batch, Delivery::Later(None), 0);
        let Decision::Wait(wait) = outbox.due(now) else {
            panic!()
        };
        waits.push(wait);
        now = now.after(wait);
    }
    assert_eq!(waits, [600, 1200, 2400, 4800, 6000, 6000, 6000, 6000]);
}

#[test]
fn a_server_that_names_a_time_is_not_asked_before_it() {
    let mut outbox = filled(1);
    let (batch, _) = post(&mut outbox, T.after(1000));
    outbox.delivered(T.after(1000), batch, Delivery::Later(Some(120_000)), 0);
    assert_eq!(outbox.due(T.after(61_000)), Decision::Wait(60_000));
    assert_eq!(outbox.leave(T.after(2000)), None, "not even when leaving");
}

#[test]
fn one_poisoned_event_is_found_and_the_rest_arrives() {
    let mut outbox = filled(8);
    let mut arrived = Vec::new();
    let mut now = T.after(1000);
    while let Decision::Post(Parcel { batch, body, .. }) = outbox.due(now) {
        now = now.after(10);
        let ids = ids(&body);
        if ids.contains(&"5".to_owned()) {
            outbox.delivered(now, batch, Delivery::Poisoned, 0);
        } else {
            outbox.delivered(now, batch, Delivery::Arrived, 0);
            arrived.extend(ids);
        }
    }
    assert_eq!(arrived.len(), 7);
    assert_eq!(outbox.dropped.poisoned, 1);
}

#[test]
fn a_beacon_is_repeated_by_the_next_page_with_the_same_body() {
    let mut outbox = filled(2);
    let first = outbox.leave(T).unwrap();
    outbox.beaconed(first.batch);
    assert_eq!(outbox.leave(T), None, "once is enough while leaving");
    let stored = outbox.stored(T, "me", true).unwrap();
    let mut next = empty();
    next.push(T, &event(9, "page_view"));
    takes_over(&mut next, T.after(100), &stored);
    assert_eq!(
        post(&mut next, T.after(1100)).1,
        ["0", "1", "9"],
        "older first"
    );
    assert_eq!(ids(&first.body), ["0", "1"]);
}

#[test]
fn a_page_that_is_still_at_it_keeps_its_outbox() {
    let stored = filled(1).stored(T, "me", false).unwrap();
    let asked = |now| claim(now, &stored, "next", 0);
    assert!(matches!(asked(T.after(4000)), Claim::Held(6000, _)));
    assert!(
        matches!(asked(T.after(10_001)), Claim::Free(..)),
        "its tab was killed"
    );
    assert!(
        matches!(asked(Time(5)), Claim::Free(..)),
        "the clock was put back"
    );
}

#[test]
fn of_two_tabs_that_claim_a_backlog_at_once_one_gets_it() {
    let stored = filled(3).stored(T, "gone", true).unwrap();
    let (Claim::Free(first, _), Claim::Free(second, settles)) =
        (claim(T, &stored, "one", 3), claim(T, &stored, "two", 90))
    else {
        panic!("nobody may have it")
    };
    // Both wrote; what was written later stands for both.
    assert!(matches!(
        claim(T.after(settles), &second, "one", 3),
        Claim::Held(..)
    ));
    assert_eq!(claim(T.after(settles), &second, "two", 3), Claim::Ours);
    // Claimed and never fetched, for the tab was closed at once: it is free again a second later.
    assert!(matches!(
        claim(T.after(1500), &first, "two", 3),
        Claim::Free(..)
    ));
    assert_eq!(claim(T, "{\"v\":1,\"entr", "two", 3), Claim::Corrupt);
    assert_eq!(claim(T, "{\"v\":2}", "two", 3), Claim::Foreign);
    assert_eq!(
        first.len(),
        stored.len() - 1,
        "a claim needs no room in a full storage"
    );
}

#[test]
fn an_address_is_never_written_to_the_device() {
    let mut outbox = filled(1);
    outbox.push(T, &event(7, "lead_submit").with("lead", "ada@shop.example"));
    assert!(!outbox.stored(T, "me", true).unwrap().contains("ada@"));
    assert_eq!(outbox.len(), 2);
}

#[test]
fn a_full_outbox_drops_the_least_first_and_never_a_purchase() {
    let mut outbox = empty();
    let wide = "x".repeat(10_000);
    for number in 0..60 {
        let name = ["purchase", "page_view", "add_to_cart"][number as usize % 3];
        outbox.push(T, &event(number, name).with("wide", wide.as_str()));
    }
    let left: Vec<&str> = outbox
        .entries
        .iter()
        .map(|entry| {
            if entry.body.contains("purchase") {
                "purchase"
            } else if entry.body.contains("page_view") {
                "page_view"
            } else {
                "add_to_cart"
            }
        })
        .collect();
    let bytes: usize = outbox.entries.iter().map(|entry| entry.body.len()).sum();
    assert!(bytes <= MAX_BYTES);
    assert_eq!(left.iter().filter(|name| **name == "purchase").count(), 20);
    assert!(!left.contains(&"page_view"));
    assert_eq!(outbox.dropped.crowded as usize, 60 - left.len());
}

#[test]
fn a_server_that_refuses_us_is_left_alone_and_asked_again_by_the_next_page() {
    let mut outbox = filled(1);
    let (batch, _) = post(&mut outbox, T.after(1000));
    outbox.delivered(T.after(1001), batch, Delivery::Refused, 0);
    outbox.push(T.after(1002), &event(2, "view_item"));
    assert_eq!(outbox.due(T.after(9999)), Decision::Done);
    assert_eq!(outbox.leave(T.after(9999)), None);
    assert_eq!(outbox.dropped, Dropped::default(), "nothing is lost by it");
    let mut next = empty();
    takes_over(
        &mut next,
        T.after(9999),
        &outbox.stored(T.after(9999), "me", true).unwrap(),
    );
    assert_eq!(post(&mut next, T.after(20_000)).1, ["0", "2"]);
}

#[test]
fn after_a_minute_of_failures_the_waits_grow_from_where_they_were() {
    for chance in [0, 255] {
        let mut outbox = filled(1);
        let mut now = T.after(1000);
        let mut waits = Vec::new();
        for _ in 0..30 {
            let (batch, _) = post(&mut outbox, now);
            outbox.delivered(now, batch, Delivery::Later(None), chance);
            let Decision::Wait(wait) = outbox.due(now) else {
                panic!()
            };
            waits.push((now.since(T.after(1000)), wait));
            now = now.after(wait);
        }
        assert!(waits[0].1 < 1000);
        for (since, wait) in &waits {
            assert!(
                *wait <= if *since < 60_000 { 8000 } else { 300_000 },
                "{since}: {wait}"
            );
        }
        assert!(
            waits[29].1 > 200_000,
            "a server that is down is not asked often"
        );
    }
}

#[test]
fn many_shoppers_do_not_come_back_at_once() {
    let back = |chance| {
        let mut outbox = filled(1);
        let (batch, _) = post(&mut outbox, T.after(1000));
        outbox.delivered(T.after(1000), batch, Delivery::Later(Some(5000)), chance);
        match outbox.due(T.after(1000)) {
            Decision::Wait(wait) => wait,
            other => panic!("{other:?}"),
        }
    };
    let mut waits: Vec<u64> = (0..256).map(back).collect();
    assert!(
        waits.iter().all(|wait| *wait >= 5000),
        "none before its time"
    );
    waits.dedup();
    assert!(waits.len() > 100, "{waits:?}");
}

#[test]
fn what_a_server_asked_for_holds_for_the_next_page_too() {
    let mut outbox = filled(1);
    let (batch, _) = post(&mut outbox, T.after(1000));
    outbox.delivered(T.after(1000), batch, Delivery::Later(Some(60_000)), 0);
    outbox.push(T.after(1100), &event(8, "lead_submit"));
    let stored = outbox.stored(T.after(2000), "me", true).unwrap();
    let only = ids(&outbox.leave(T.after(2000)).unwrap().body);
    assert_eq!(only, ["8"], "an address cannot wait on the device");
    assert_eq!(outbox.leave(T.after(2000)), None);
    let mut next = empty();
    next.push(T.after(2100), &event(9, "page_view"));
    takes_over(&mut next, T.after(2200), &stored);
    assert_eq!(next.due(T.after(3000)), Decision::Wait(58_000));
    assert_eq!(post(&mut next, T.after(61_000)).1, ["0", "9"]);
}

#[test]
fn a_clock_that_is_put_back_holds_nothing_up() {
    let mut outbox = filled(1);
    let (batch, _) = post(&mut outbox, T.after(1000));
    outbox.delivered(T.after(1000), batch, Delivery::Later(Some(9000)), 0);
    let yesterday = Time(T.0 - DAY);
    outbox.push(yesterday, &event(1, "view_item"));
    assert_eq!(post(&mut outbox, yesterday).1, ["0", "1"]);
}

#[test]
fn one_destination_that_is_down_holds_up_no_other() {
    let mut outbox = with(&[("", "/events"), ("posthog", "{}")]);
    outbox.push(T, &event(1, "view_item"));
    let mut now = T.after(1000);
    let mut arrived = Vec::new();
    for round in 0..4 {
        outbox.push(now, &event(10 + round, "purchase"));
        now = now.after(500);
        while let Decision::Post(parcel) = outbox.due(now) {
            let down = parcel.to == "posthog";
            let delivery = if down {
                Delivery::Later(Some(60_000))
            } else {
                arrived.extend(ids(&parcel.body));
                Delivery::Arrived
            };
            outbox.delivered(now, parcel.batch, delivery, 0);
        }
    }
    assert_eq!(
        arrived,
        ["1", "10", "11", "12", "13"],
        "each once, in order"
    );
    assert_eq!(outbox.len(), 5, "kept for the other, each body once");
    let stored = outbox.stored(now, "me", true).unwrap();
    assert_eq!(stored.matches("page_view").count(), 0);
    assert_eq!(stored.matches(r#"to":["posthog"]"#).count(), 5);

    // A page without that backend keeps it for one that has it.
    let mut without = empty();
    takes_over(&mut without, now, &stored);
    assert_eq!(without.due(now.after(90_000)), Decision::Done);
    let stored = without.stored(now, "me", true).unwrap();
    let mut next = with(&[("posthog", "{}"), ("", "/events")]);
    takes_over(&mut next, now.after(90_000), &stored);
    let Decision::Post(parcel) = next.due(now.after(90_000)) else {
        panic!("it is not sent")
    };
    assert_eq!(
        (parcel.to.as_str(), ids(&parcel.body).len()),
        ("posthog", 5)
    );
    next.delivered(now.after(90_100), parcel.batch, Delivery::Arrived, 0);
    assert!(next.is_empty());
}

#[test]
fn a_huge_event_is_dropped_alone_and_a_large_order_is_not() {
    let mut outbox = filled(2);
    let huge = "x".repeat(1_000_000);
    let large = "x".repeat(60_000);
    outbox.push(T, &event(7, "add_to_cart").with("wide", huge.as_str()));
    outbox.push(T, &event(8, "purchase").with("wide", large.as_str()));
    assert_eq!(outbox.len(), 3);
    assert_eq!(outbox.dropped.oversized, 1);
    assert_eq!(outbox.dropped.crowded, 0);
}

#[test]
fn every_beacon_is_small_enough_also_in_arabic() {
    let mut outbox = empty();
    for number in 0..120 {
        let title = "مصباح مكتبي من خشب الجوز ".repeat(30);
        outbox.push(T, &event(number, "view_item").with("title", title.as_str()));
    }
    let mut sent = Vec::new();
    while let Some(parcel) = outbox.leave(T.after(1)) {
        assert!(
            parcel.body.len() <= 48 * 1024 + 200,
            "{}",
            parcel.body.len()
        );
        sent.extend(ids(&parcel.body));
        outbox.beaconed(parcel.batch);
    }
    assert_eq!(sent.len(), outbox.len());
    assert!(sent.len() > 100);
}

#[test]
fn after_a_no_to_the_name_no_copy_differs_from_what_may_have_arrived() {
    let mut outbox = empty();
    outbox.push(T, &event(1, "view_item").with("visitor", "v1"));
    let (batch, _) = post(&mut outbox, T.after(1000));
    outbox.delivered(T.after(1000), batch, Delivery::Later(None), 0);
    outbox.push(T.after(1001), &event(2, "view_item").with("visitor", "v1"));
    outbox.anonymize();
    let Decision::Post(parcel) = outbox.due(T.after(5000)) else {
        panic!("nothing is sent")
    };
    assert_eq!(ids(&parcel.body), ["2"]);
    assert!(!parcel.body.contains("v1"));
    assert_eq!(outbox.dropped.denied, 1);
}

#[test]
fn a_tab_that_is_shown_again_repeats_its_beacons_and_not_what_is_on_its_way() {
    let mut outbox = filled(1);
    let (batch, _) = post(&mut outbox, T.after(1000));
    outbox.push(T.after(1001), &event(1, "view_item"));
    let beacon = outbox.leave(T.after(1002)).unwrap();
    outbox.beaconed(beacon.batch);
    outbox.returned(false);
    assert_eq!(outbox.due(T.after(1500)), Decision::Done, "one at a time");
    outbox.delivered(T.after(1600), batch, Delivery::Arrived, 0);
    assert_eq!(post(&mut outbox, T.after(1700)).1, ["1"]);
}

/// When somebody whose posts all fail posts again, for the `retry`th time.
fn retried(chance: u64, retry: u32, retry_after: Option<u64>) -> Time {
    let mut outbox = filled(1);
    let mut now = T;
    let mut tries = 0;
    loop {
        match outbox.due(now) {
            Decision::Post(_) if tries == retry => return now,
            Decision::Post(parcel) => {
                tries += 1;
                outbox.delivered(now, parcel.batch, Delivery::Later(retry_after), chance);
            }
            Decision::Wait(span) => now = now.after(span),
            Decision::Done => panic!("it gave up"),
        }
    }
}

#[test]
fn a_thousand_shoppers_whose_server_went_away_do_not_ask_again_together() {
    // Of a thousand so many may ask in the busiest tenth of a second, by how often they have asked.
    for (retry, most) in [(1, 510), (2, 250), (4, 75), (6, 75)] {
        let mut asked = vec![0; 1000];
        for shopper in 0..1000 {
            // Chance is any number; these are as good as any.
            let chance = (shopper * 2_654_435_761) >> 7;
            let at = retried(chance, retry, None).since(T) / 100;
            asked[at as usize] += 1;
        }
        let busiest = asked.into_iter().max().unwrap();
        assert!(busiest <= most, "retry {retry}: {busiest}");
    }
    let told = |chance| retried(chance, 1, Some(60_000)).since(retried(chance, 0, None));
    assert!(
        (0..256).all(|chance| told(chance) >= 60_000),
        "nobody comes too early"
    );
    assert!(told(0) + 14_000 < told(255), "nor all at once");
}

#[test]
fn a_page_waits_for_what_another_one_was_told() {
    let mut told = filled(1);
    let Decision::Post(parcel) = told.due(T.after(2000)) else {
        panic!("nothing is sent")
    };
    told.delivered(T.after(2000), parcel.batch, Delivery::Later(Some(8000)), 0);
    let stored = told.stored(T.after(2000), "other", false).unwrap();
    let mut mine = empty();
    let Claim::Held(_, stored) = claim(T.after(2100), &stored, "me", 0) else {
        panic!("it is the other page's")
    };
    mine.heed(T.after(2100), &stored);
    mine.push(T.after(2100), &event(2, "view_item"));
    assert!(
        matches!(mine.due(T.after(9000)), Decision::Wait(span) if span >= 1000),
        "not before its time"
    );
}

#[test]
fn what_others_left_behind_has_no_more_room_than_a_page() {
    let mut next = empty();
    for page in 0..4 {
        let mut left = empty();
        left.push(T, &event(page * 100, "purchase"));
        for number in 1..9 {
            let long = event(page * 100 + number, "page_view").with("title", "x".repeat(40_000));
            left.push(T, &long);
        }
        next.adopt(T, &left.stored(T, "left", true).unwrap());
    }
    let bytes: usize = next.entries.iter().map(|entry| entry.body.len()).sum();
    assert!(bytes <= MAX_BYTES, "{bytes}");
    assert!(next.dropped.crowded > 0);
    let kept = next
        .entries
        .iter()
        .filter(|entry| entry.worth == Worth::Kept);
    assert_eq!(kept.count(), 4, "no order is given up");
}
