//! Before consent nothing is stored and nothing is asked for; after it what happened is told; after "no" nothing is left.

use anyhow::{Result, ensure};
use serde_json::{Value, json};
use vitrin_e2e::{Answers, Pages, Received, Shopper, told_in};

told_in!(nothing_before_consent_all_after_it_nothing_after_no: chromium firefox webkit);
told_in!(a_no_to_one_purpose_leaves_the_other: chromium firefox webkit);

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
