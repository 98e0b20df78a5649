//! The page goes, and what it was told goes with it or waits for the next one.

use anyhow::{Result, ensure};
use serde_json::json;
use vitrin_e2e::{Answer, Fault, Shopper, told_in, until};

told_in!(one_event_then_the_next_page: chromium);
told_in!(a_burst_then_the_next_page: chromium);
told_in!(a_burst_then_no_tag: chromium);
told_in!(a_burst_then_no_tag_without_beacons: chromium);
told_in!(a_burst_then_the_tab_is_closed: chromium);
told_in!(more_than_a_beacon_holds: chromium);
told_in!(others_use_what_is_kept_alive: chromium);
told_in!(others_use_what_is_kept_alive_beside_a_backend: chromium);
told_in!(away_and_back: chromium);
told_in!(away_and_back_while_it_is_down: chromium);
told_in!(hidden_and_killed: chromium);
told_in!(a_burst_in_the_background_then_killed: chromium);
told_in!(the_renderer_dies: chromium);
told_in!(beacons_overtake: chromium);
told_in!(a_page_drawn_ahead: chromium);
told_in!(a_page_drawn_ahead_and_never_seen: chromium);

async fn one_event_then_the_next_page(shopper: &mut Shopper) -> Result<()> {
    let mut fault = Fault::open(shopper, "1", "one event, then the next page").await?;
    fault.goes("/").await?;
    fault.tracks_and_goes(1, "{}", "/next").await?;
    fault.ends().await
}

async fn a_burst_then_the_next_page(shopper: &mut Shopper) -> Result<()> {
    let mut fault = Fault::open(shopper, "2", "a burst of 20, then the next page").await?;
    fault.goes("/").await?;
    fault.tracks_and_goes(20, "{}", "/next").await?;
    fault.ends().await
}

async fn a_burst_then_no_tag(shopper: &mut Shopper) -> Result<()> {
    let mut fault = Fault::open(shopper, "2", "a burst of 20, then a page without the tag").await?;
    fault.goes("/").await?;
    fault.tracks_and_goes(20, "{}", "/plain").await?;
    fault.ends().await
}

async fn a_burst_then_no_tag_without_beacons(shopper: &mut Shopper) -> Result<()> {
    let what = "a burst of 20, then a page without the tag, and the browser has no sendBeacon";
    let mut fault = Fault::open(shopper, "2", what).await?;
    let usual = fault.usual();
    fault.runs("/", &usual, "delete Navigator.prototype.sendBeacon");
    fault.goes("/").await?;
    fault.tracks_and_goes(20, "{}", "/plain").await?;
    fault.ends().await
}

async fn a_burst_then_the_tab_is_closed(shopper: &mut Shopper) -> Result<()> {
    let mut fault = Fault::open(shopper, "3", "a burst of 20, then the tab is closed").await?;
    fault.goes("/").await?;
    fault.tracks(20).await?;
    fault.looks().await;
    fault.shopper.closes_the_window().await?;
    fault.ends().await
}

async fn more_than_a_beacon_holds(shopper: &mut Shopper) -> Result<()> {
    let mut fault = Fault::open(shopper, "4", "120 KB wait when the page is left").await?;
    fault.goes("/").await?;
    fault
        .tracks_and_goes(60, "{ wide: 'x'.repeat(2000) }", "/next")
        .await?;
    fault.ends().await
}

async fn others_use_what_is_kept_alive(shopper: &mut Shopper) -> Result<()> {
    let mut fault = Fault::open(shopper, "5", "others hold the 64 KB that are kept alive").await?;
    fault.goes("/").await?;
    // Nobody answers this one, so that it stays on its way.
    fault.shop.answers(&[Answer::Hang]);
    fault.shopper.js("fetch('/others', { method: 'POST', keepalive: true, body: 'x'.repeat(64000) }).catch(() => {})", &[]).await?;
    until("it is on its way", async || {
        Ok((!fault.shop.posts().is_empty()).then_some(()))
    })
    .await?;
    fault.tracks(20).await?;
    fault.tracks_and_goes(20, "{}", "/next").await?;
    fault.ends().await
}

async fn others_use_what_is_kept_alive_beside_a_backend(shopper: &mut Shopper) -> Result<()> {
    let what = "others hold the 64 KB that are kept alive, and events go to a backend of a table";
    let mut fault = Fault::open(shopper, "5", what).await?;
    let endpoint = format!("{}/events", fault.door.origin);
    let settings = json!({ "consent": "granted", "campaigns": "off", "backends": [{ "name": "json", "endpoint": endpoint }] });
    fault.shop.answers(&[Answer::Hang]);
    fault.runs("/", &settings, "fetch('/others', { method: 'POST', keepalive: true, body: 'x'.repeat(65000) }).catch(() => {})");
    fault.goes("/").await?;
    fault.tracks(20).await?;
    fault.ends().await
}

async fn away_and_back(shopper: &mut Shopper) -> Result<()> {
    let mut fault =
        Fault::open(shopper, "6", "away, back by the back/forward cache, and on").await?;
    fault.goes("/").await?;
    fault.tracks_and_goes(10, "{}", "/plain").await?;
    fault.shopper.client().back().await?;
    fault.shopper.meets_vitrin().await?;
    let kept = fault
        .shopper
        .reads("performance.getEntriesByType('navigation')[0].type !== 'back_forward'")
        .await?;
    ensure!(kept == true, "the page was loaded anew, not brought back");
    fault.door.answers(&[Answer::Status(503)]);
    fault.tracks(10).await?;
    fault.ends().await
}

async fn away_and_back_while_it_is_down(shopper: &mut Shopper) -> Result<()> {
    let mut fault = Fault::open(shopper, "6", "away and back while the endpoint is down").await?;
    fault.breaks();
    fault.goes("/").await?;
    fault.tracks_and_goes(10, "{}", "/plain").await?;
    fault.shopper.client().back().await?;
    fault.shopper.meets_vitrin().await?;
    fault.tracks(10).await?;
    fault.heals();
    fault.ends().await
}

async fn hidden_and_killed(shopper: &mut Shopper) -> Result<()> {
    let mut fault = Fault::open(shopper, "7", "hidden, then killed without a word").await?;
    fault.breaks();
    fault.goes("/").await?;
    fault.tracks(20).await?;
    // A driver that looks at a tab brings it to the front, so the page is told by the words of the event instead.
    fault.shopper.js("Object.defineProperty(document, 'hidden', { value: true }); document.dispatchEvent(new Event('visibilitychange'))", &[]).await?;
    let other = fault.shopper.client().new_window(true).await?.handle;
    fault.dies().await?;
    fault.shopper.client().switch_to_window(other).await?;
    fault.heals();
    fault.goes("/next").await?;
    fault.ends().await
}

async fn a_burst_in_the_background_then_killed(shopper: &mut Shopper) -> Result<()> {
    let what = "a burst of 20 in the background, killed when that task is over";
    let mut fault = Fault::open(shopper, "7", what).await?;
    fault.breaks();
    fault.goes("/").await?;
    fault.shopper.js("Object.defineProperty(document, 'hidden', { value: true }); document.dispatchEvent(new Event('visibilitychange'))", &[]).await?;
    // Whatever is written while a call runs is written by the call.
    let writes = "window.writes = [0, 0]; const { setItem } = Storage.prototype; Storage.prototype.setItem = function (...given) { writes[+!window.calling]++; return setItem.apply(this, given); }";
    fault.shopper.js(writes, &[]).await?;
    fault
        .shopper
        .js(
            "window.calling = true; tracks(0, 20); window.calling = false; queueMicrotask(() => (window.over = [...writes]))",
            &[],
        )
        .await?;
    fault.accepts(20);
    let over = fault.shopper.reads("window.over").await?;
    ensure!(over[0] == 0, "calls have written {over}");
    ensure!(
        over[1].as_u64() > Some(0) && over[1].as_u64() < Some(4),
        "not once for all: {over}"
    );
    let other = fault.shopper.client().new_window(true).await?.handle;
    fault.dies().await?;
    fault.shopper.client().switch_to_window(other).await?;
    fault.heals();
    fault.goes("/next").await?;
    fault.ends().await
}

async fn the_renderer_dies(shopper: &mut Shopper) -> Result<()> {
    let mut fault = Fault::open(shopper, "8", "the tab's process is killed 250 ms after").await?;
    fault.breaks();
    fault.goes("/").await?;
    // Another batch before it: what is written once must be written again.
    fault.tracks(5).await?;
    until("it has failed", async || {
        Ok((fault.door.posts().len() > 1).then_some(()))
    })
    .await?;
    fault.tracks(15).await?;
    let tracked = fault.shopper.reads("performance.now()").await?;
    fault
        .shopper
        .sees(
            "a quarter of a second is over",
            &format!("performance.now() > {tracked} + 250"),
        )
        .await?;
    let other = fault.shopper.client().new_window(true).await?.handle;
    fault.dies().await?;
    fault.shopper.client().switch_to_window(other).await?;
    fault.heals();
    fault.goes("/next").await?;
    fault.ends().await
}

async fn beacons_overtake(shopper: &mut Shopper) -> Result<()> {
    let mut fault = Fault::open(
        shopper,
        "12",
        "a beacon overtakes a request that is on its way",
    )
    .await?;
    fault.goes("/").await?;
    until("the view of the page is there", async || {
        Ok((!fault.door.taken().is_empty()).then_some(()))
    })
    .await?;
    fault.door.answers(&[Answer::Hang]);
    fault.tracks(10).await?;
    until("it is on its way", async || {
        Ok((fault.door.posts().len() > 1).then_some(()))
    })
    .await?;
    fault.tracks_and_goes(5, "{}", "/next").await?;
    fault.arrives().await?;
    let order: Vec<u64> = fault
        .door
        .taken()
        .iter()
        .filter_map(|event| event["number"].as_u64())
        .collect();
    ensure!(order.first() > Some(&0), "{order:?}");
    // Whoever reads them by their time has them in order.
    let mut events = fault.door.taken();
    events.retain(|event| event["name"] == "fault");
    events.sort_by_key(|event| event["id"].to_string());
    events.dedup_by_key(|event| event["id"].to_string());
    let sorted: Vec<_> = events.iter().map(|event| event["number"].clone()).collect();
    ensure!(
        json!(sorted) == json!((0..15).collect::<Vec<u64>>()),
        "{sorted:?}"
    );
    fault.ends().await
}

/// Opens a page that has the next one drawn ahead, which tracks ten events and says to the shop that it was drawn.
async fn draws_ahead(fault: &mut Fault<'_>) -> Result<()> {
    let usual = fault.usual();
    fault.runs(
        "/next",
        &usual,
        "tracks(0, 10); fetch('/drawn', { method: 'POST', body: 'drawn' })",
    );
    fault.runs("/", &usual, "document.head.append(Object.assign(document.createElement('script'), { type: 'speculationrules', textContent: JSON.stringify({ prerender: [{ source: 'list', urls: ['/next'], eagerness: 'immediate' }] }) }))");
    fault.goes("/").await?;
    until("it is drawn, and this page is told of", async || {
        let both = !fault.shop.posts().is_empty() && !fault.door.taken().is_empty();
        Ok(both.then_some(()))
    })
    .await
}

/// Nothing was sent that happened on the page drawn ahead.
fn nothing_of_it(fault: &Fault<'_>) -> Result<()> {
    let taken = fault.door.taken();
    ensure!(
        taken
            .iter()
            .all(|event| event["name"] != "fault"
                && !event["page"]["url"].to_string().contains("/next")),
        "{taken:?}"
    );
    Ok(())
}

async fn a_page_drawn_ahead(shopper: &mut Shopper) -> Result<()> {
    let mut fault = Fault::open(shopper, "35", "a page drawn ahead, then visited").await?;
    draws_ahead(&mut fault).await?;
    nothing_of_it(&fault)?;
    fault
        .shopper
        .js("setTimeout(() => { location.href = '/next' })", &[])
        .await?;
    fault
        .shopper
        .sees(
            "the page that was drawn ahead",
            "location.pathname === '/next' && performance.getEntriesByType('navigation')[0].activationStart > 0",
        )
        .await?;
    fault.accepts(10);
    fault.ends().await
}

async fn a_page_drawn_ahead_and_never_seen(shopper: &mut Shopper) -> Result<()> {
    let mut fault = Fault::open(shopper, "35", "a page drawn ahead and never seen").await?;
    draws_ahead(&mut fault).await?;
    fault.tracks_and_goes(0, "{}", "/plain").await?;
    nothing_of_it(&fault)?;
    fault.judge().await
}
