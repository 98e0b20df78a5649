//! Before consent nothing is stored and nothing is asked for; after it what happened is told; after "no" nothing is left.

use anyhow::{Result, ensure};
use fantoccini::wd::WindowHandle;
use serde_json::{Value, json};
use vitrin_e2e::{Answers, Pages, Received, Shopper, told_in};

told_in!(nothing_before_consent_all_after_it_nothing_after_no: chromium firefox webkit);
told_in!(a_no_to_one_purpose_leaves_the_other: chromium firefox webkit);
told_in!(a_no_holds_in_another_open_tab_at_once: chromium firefox webkit);
told_in!(a_platforms_later_no_ends_the_shops_own_yes: chromium firefox webkit);

async fn nothing_before_consent_all_after_it_nothing_after_no(shopper: &mut Shopper) -> Result<()> {
    let pages = Pages::open(Answers::default()).await?;
    shopper
        .goes_to(&format!("{}/lamp.html", pages.origin))
        .await?;
    let inspected = shopper.meets_vitrin().await?;
    ensure!(
        inspected["product"]["title"] == "Walnut desk lamp",
        "{inspected}"
    );
    shopper.clicks("#add").await?;
    shopper
        .sees(
            "the shop's own cart",
            "document.querySelector('#count').textContent === '1'",
        )
        .await?;
    shopper.stays_a_while().await?;

    nothing_is_stored(shopper, "before consent").await?;
    let asked = pages.requests();
    let own = ["/lamp.html", "/shop.js", "/vitrin/"];
    ensure!(
        asked.iter().all(|request| own
            .iter()
            .any(|own| request.starts_with(&format!("GET {own}")))),
        "before consent was asked for: {asked:?}"
    );

    let before = shopper.reads("new Date().toISOString()").await?;
    shopper
        .vitrin(&[
            json!("consent"),
            json!({ "personalization": true, "analytics": true }),
        ])
        .await?;
    let received = pages.receives("consent_update").await?;
    received.is_one_visit()?;
    let told = early(&received, &before);
    ensure!(
        told == ["page_view", "view_item", "add_to_cart"],
        "told with the time it happened at: {told:?} of {:?}",
        received.names()
    );
    shopper
        .sees("the visit is remembered", "'vitrin' in localStorage")
        .await?;

    // A reload later it is still known.
    shopper
        .vitrin(&[
            json!("consent"),
            json!({ "personalization": false, "analytics": false }),
        ])
        .await?;
    nothing_is_stored(shopper, "after no").await?;
    let sent = pages.offered().names().len();
    shopper.clicks("#add").await?;
    shopper
        .sees(
            "the shop's own cart",
            "document.querySelector('#count').textContent === '2'",
        )
        .await?;
    shopper
        .goes_to(&format!("{}/lamp.html?again", pages.origin))
        .await?;
    shopper.meets_vitrin().await?;
    nothing_is_stored(shopper, "on the next page after no").await?;
    let after: Vec<String> = pages.offered().names()[sent..]
        .iter()
        .map(|name| (*name).to_owned())
        .collect();
    ensure!(
        after.iter().all(|name| name == "consent_update"),
        "after no was sent: {after:?}"
    );
    Ok(())
}

/// A wink that the page takes.
async fn winks(shopper: &Shopper, number: u32) -> Result<()> {
    let taken = shopper
        .vitrin(&[json!("track"), json!("wink"), json!({ "number": number })])
        .await?;
    ensure!(taken == true, "{taken}");
    Ok(())
}

async fn a_no_to_one_purpose_leaves_the_other(shopper: &mut Shopper) -> Result<()> {
    const KEYS: &str = "Object.keys(localStorage).filter((key) => key.startsWith('vitrin')).sort()";
    let pages = Pages::open(Answers::default()).await?;
    let lamp = format!("{}/lamp.html", pages.origin);
    shopper.goes_to(&lamp).await?;
    shopper.meets_vitrin().await?;
    let says = |personalization: bool, analytics: bool| {
        let words = json!({ "personalization": personalization, "analytics": analytics });
        [json!("consent"), words]
    };
    shopper.vitrin(&says(true, true)).await?;
    winks(shopper, 1).await?;
    let known = pages.receives("wink").await?;
    ensure!(
        known.only("wink")?["visitor"].is_string(),
        "who may be remembered is a visitor"
    );
    shopper
        .sees("the visit is remembered", "'vitrin' in localStorage")
        .await?;

    // Remembering ends, and telling goes on, of nobody.
    shopper.vitrin(&says(false, true)).await?;
    ensure!(
        !shopper
            .reads(KEYS)
            .await?
            .to_string()
            .contains("\"vitrin\""),
        "the profile is gone at once"
    );
    winks(shopper, 2).await?;
    let told = pages.receives_times("wink", 2).await?;
    let second = told.named("wink")[1];
    ensure!(
        second["number"] == 2 && second["visitor"].is_null(),
        "without a visitor's number: {second}"
    );
    shopper
        .still_sees("no profile comes back", "!('vitrin' in localStorage)")
        .await?;

    // Telling ends, and what waits to be told is gone; remembering begins anew.
    shopper.vitrin(&says(true, false)).await?;
    let offered = pages.offered().names().len();
    winks(shopper, 3).await?;
    shopper
        .sees("it is remembered", "'vitrin' in localStorage")
        .await?;
    shopper.goes_to(&format!("{lamp}?again")).await?;
    shopper.meets_vitrin().await?;
    let keys = shopper.reads(KEYS).await?;
    ensure!(
        keys == json!(["vitrin"]),
        "beside the profile is stored: {keys}"
    );
    let later: Vec<String> = pages.offered().names()[offered..]
        .iter()
        .map(|name| (*name).to_owned())
        .collect();
    ensure!(
        !later.iter().any(|name| name == "wink"),
        "after a no to sending was sent: {later:?}"
    );
    let profile = shopper.reads("localStorage.vitrin").await?;
    ensure!(
        !profile
            .as_str()
            .unwrap_or_default()
            .contains(known.only("wink")?["visitor"].as_str().unwrap_or("-")),
        "who was forgotten is somebody else now"
    );
    Ok(())
}

/// What is stored is that of these keys, which stays so.
async fn only_these_stay(shopper: &Shopper, keys: &[&str]) -> Result<()> {
    let keys = json!(keys);
    let what = format!(
        "JSON.stringify(Object.keys(localStorage).filter((key) => key.startsWith('vitrin')).map((key) => key.slice(0, 11)).sort()) === '{keys}'"
    );
    shopper
        .sees(&format!("only {keys} is stored"), &what)
        .await?;
    shopper.still_sees("and stays so", &what).await
}

/// A tab of the shop in which the shopper has said this.
async fn tab(shopper: &mut Shopper, lamp: &str, words: &Value) -> Result<WindowHandle> {
    let tab = shopper.client().new_window(true).await?.handle;
    shopper.client().switch_to_window(tab.clone()).await?;
    shopper.goes_to(lamp).await?;
    shopper.meets_vitrin().await?;
    shopper.vitrin(&[json!("consent"), words.clone()]).await?;
    Ok(tab)
}

async fn a_no_holds_in_another_open_tab_at_once(shopper: &mut Shopper) -> Result<()> {
    let both = json!({ "personalization": true, "analytics": true });
    let sending = json!({ "analytics": true });
    let neither = json!({ "personalization": false, "analytics": false });
    let cases: [(&Value, &[Value], &[&str]); 4] = [
        (
            &both,
            &[json!("consent"), json!({ "analytics": false })],
            &["vitrin"],
        ),
        (&both, &[json!("consent"), neither], &[]),
        (
            &sending,
            &[json!("consent"), json!({ "analytics": false })],
            &[],
        ),
        (&sending, &[json!("forget")], &[]),
    ];
    for (words, no, stays) in cases {
        let pages = Pages::open(Answers {
            events: vec![503; 1000],
            ..Answers::default()
        })
        .await?;
        let lamp = format!("{}/lamp.html", pages.origin);
        let first = tab(shopper, &lamp, words).await?;
        let second = tab(shopper, &lamp, words).await?;
        winks(shopper, 1).await?;
        shopper
            .sees(
                "it waits on the device",
                "Object.keys(localStorage).some((key) => localStorage[key].includes('wink'))",
            )
            .await?;

        shopper.client().switch_to_window(first).await?;
        shopper.vitrin(no).await?;
        only_these_stay(shopper, stays).await?;

        shopper.client().switch_to_window(second).await?;
        let offered = pages.offered().names().len();
        winks(shopper, 2).await?;
        let waits = shopper.vitrin(&[json!("explain")]).await?["delivery"].clone();
        ensure!(
            waits["in_outbox"] == 0 && waits["waiting_for_consent"].as_u64() < Some(2),
            "{no:?}: {waits}"
        );
        only_these_stay(shopper, stays).await?;
        let later: Vec<String> = pages.offered().names()[offered..]
            .iter()
            .map(|name| (*name).to_owned())
            .collect();
        ensure!(
            !later.iter().any(|name| name == "wink"),
            "{no:?}: after it another tab has sent {later:?}"
        );
    }
    Ok(())
}

async fn a_platforms_later_no_ends_the_shops_own_yes(shopper: &mut Shopper) -> Result<()> {
    const SENDS: &str =
        "(vitrin('explain').then(({ consent }) => window.sends = consent.analytics), window.sends)";
    let pages = Pages::open(Answers::default()).await?;
    shopper
        .goes_to(&format!("{}/lamp.html", pages.origin))
        .await?;
    shopper.meets_vitrin().await?;
    let says = |statistics: bool| {
        format!(
            "window.Cookiebot = {{ hasResponse: true, consent: {{ preferences: true, statistics: {statistics} }} }}; setTimeout(() => document.body.click())"
        )
    };
    shopper.js(&says(false), &[]).await?;
    shopper
        .sees("the platform is heard", "'vitrin' in localStorage")
        .await?;
    let yes = [json!("consent"), json!({ "analytics": true })];
    let heard = shopper.vitrin(&yes).await?;
    ensure!(
        heard["analytics"] == true,
        "it overrides what was said: {heard}"
    );
    shopper.js(&says(true), &[]).await?;
    shopper.js(&says(true), &[]).await?;
    shopper
        .sees("what is allowed", &format!("{SENDS} === true"))
        .await?;
    shopper
        .still_sees("both say so", &format!("{SENDS} === true"))
        .await?;
    shopper.js(&says(false), &[]).await?;
    shopper
        .sees(
            "the platform's new no is followed",
            &format!("{SENDS} === false"),
        )
        .await?;
    Ok(())
}

async fn nothing_is_stored(shopper: &Shopper, when: &str) -> Result<()> {
    let stored = shopper.stored().await?;
    let nothing = json!({ "local": [], "session": [], "cookies": "", "bases": 0, "caches": 0 });
    ensure!(stored == nothing, "{when} is stored: {stored}");
    Ok(())
}

fn early<'a>(received: &'a Received, before: &Value) -> Vec<&'a str> {
    received
        .once()
        .into_iter()
        .filter(|event| event["at"].as_str() <= before.as_str())
        .filter_map(|event| event["name"].as_str())
        .collect()
}
