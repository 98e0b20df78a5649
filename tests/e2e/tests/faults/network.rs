//! The server is away, slow, busy, or says no.

use std::time::{Duration, SystemTime};

use anyhow::{Result, ensure};
use serde_json::json;
use vitrin_e2e::{Answer, Door, Fault, Shopper, told_in, until};

told_in!(offline_and_back: chromium);
told_in!(nobody_listens: chromium);
told_in!(a_request_hangs: chromium);
told_in!(answers_are_lost: chromium);
told_in!(down_for_six_seconds: chromium);
told_in!(too_many_requests: chromium);
told_in!(busy_until_a_date: chromium);
told_in!(one_event_is_poison: chromium);
told_in!(one_event_is_not_taken: chromium);
told_in!(not_allowed: chromium);
told_in!(another_origin_says_nothing: chromium);
told_in!(a_preflight_is_refused: chromium);
told_in!(a_redirect: chromium);
told_in!(a_policy_forbids_it: chromium);
told_in!(an_ad_blocker: chromium);
told_in!(one_of_two_destinations_is_down: chromium);
told_in!(the_endpoint_moves: chromium);
told_in!(too_old_for_one_of_two_destinations: chromium);

async fn offline_and_back(shopper: &mut Shopper) -> Result<()> {
    let mut fault = Fault::open(shopper, "9", "offline, then online").await?;
    fault.goes("/").await?;
    let network = |offline: bool| json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
    fault.shopper.cdp("Network.enable", json!({})).await?;
    fault
        .shopper
        .cdp("Network.emulateNetworkConditions", network(true))
        .await?;
    fault.tracks(20).await?;
    fault
        .shopper
        .sees(
            "a batch has failed",
            "performance.getEntriesByType('resource').some(({ name }) => name.endsWith('/events'))",
        )
        .await?;
    fault
        .shopper
        .cdp("Network.emulateNetworkConditions", network(false))
        .await?;
    fault.ends().await
}

async fn nobody_listens(shopper: &mut Shopper) -> Result<()> {
    let mut fault = Fault::open(shopper, "10", "connection refused, then up").await?;
    let port = fault
        .door
        .origin
        .rsplit(':')
        .next()
        .and_then(|port| port.parse().ok())
        .unwrap_or(0);
    fault.door = Door::open().await?;
    // The first door is closed; its address stays in the settings.
    fault.goes("/").await?;
    fault.tracks(20).await?;
    fault
        .shopper
        .sees(
            "a batch has failed",
            "performance.getEntriesByType('resource').some(({ name }) => name.endsWith('/events'))",
        )
        .await?;
    fault.door = until("the port is free", async || {
        Ok(Some(Door::open_at(port).await?))
    })
    .await?;
    fault.ends().await
}

async fn a_request_hangs(shopper: &mut Shopper) -> Result<()> {
    let mut fault = Fault::open(shopper, "11", "a request hangs").await?;
    fault.door.answers(&[Answer::Hang]);
    fault.goes("/").await?;
    fault.tracks(20).await?;
    fault.ends().await
}

async fn answers_are_lost(shopper: &mut Shopper) -> Result<()> {
    let mut fault = Fault::open(shopper, "12", "the first two answers are lost").await?;
    fault.door.answers(&[Answer::Lost, Answer::Lost]);
    fault.goes("/").await?;
    fault.tracks(20).await?;
    fault.ends().await
}

async fn down_for_six_seconds(shopper: &mut Shopper) -> Result<()> {
    let mut fault = Fault::open(shopper, "13", "503 for 6 s").await?;
    fault.breaks();
    fault.goes("/").await?;
    fault.tracks(20).await?;
    let since = std::time::Instant::now();
    until("six seconds are over", async || {
        Ok((since.elapsed() > Duration::from_secs(6)).then_some(()))
    })
    .await?;
    let tries: Vec<_> = fault.door.posts();
    let first = tries[1].at.duration_since(tries[0].at);
    ensure!(
        first < Duration::from_millis(1500),
        "the first retry came after {first:?}"
    );
    ensure!(tries.len() < 8, "{} requests in six seconds", tries.len());
    fault.heals();
    fault.ends().await
}

/// Nothing is asked of the server before its time, not by the next page either.
async fn waits(mut fault: Fault<'_>, answer: Answer, least: Duration) -> Result<()> {
    fault.door.answers(&[answer]);
    fault.goes("/").await?;
    fault.tracks(20).await?;
    // A page that is left before it has heard the answer does not know that it is to wait.
    until("the answer was heard", async || {
        let exported = fault.shopper.vitrin(&[json!("export")]).await?;
        let closed = exported["outbox"]["closed"].as_object();
        Ok(closed
            .is_some_and(|closed| !closed.is_empty())
            .then_some(()))
    })
    .await?;
    fault.tracks_and_goes(1, "{}", "/next").await?;
    fault.arrives().await?;
    let posts = fault.door.posts();
    let pause = posts[1].at.duration_since(posts[0].at);
    ensure!(pause >= least, "it was asked again after {pause:?}");
    fault.ends().await
}

async fn too_many_requests(shopper: &mut Shopper) -> Result<()> {
    let fault = Fault::open(shopper, "14", "429 with Retry-After in seconds").await?;
    waits(
        fault,
        Answer::RetryAfter(429, "4".to_owned()),
        Duration::from_secs(4),
    )
    .await
}

async fn busy_until_a_date(shopper: &mut Shopper) -> Result<()> {
    let fault = Fault::open(shopper, "14", "503 with Retry-After as a date").await?;
    let date = http_date(SystemTime::now() + Duration::from_secs(8));
    waits(fault, Answer::RetryAfter(503, date), Duration::from_secs(3)).await
}

/// As in HTTP: a day of this year is enough.
fn http_date(time: SystemTime) -> String {
    let seconds = time
        .duration_since(SystemTime::UNIX_EPOCH)
        .map_or(0, |since| since.as_secs());
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    // Civil from days, after Howard Hinnant.
    let z = days + 719_468;
    let day_of_era = z % 146_097;
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year_of_era + z / 146_097 * 400 + u64::from(month <= 2);
    let weekday = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][(days % 7) as usize];
    let name = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ][month as usize - 1];
    format!(
        "{weekday}, {day:02} {name} {year} {:02}:{:02}:{:02} GMT",
        rest / 3600,
        rest / 60 % 60,
        rest % 60
    )
}

/// One event among 20 is never taken, and the others are; it is dropped, and counted.
async fn all_but_one(
    shopper: &mut Shopper,
    number: &'static str,
    what: &'static str,
    answer: Answer,
) -> Result<()> {
    let mut fault = Fault::open(shopper, number, what).await?;
    fault.door.always(answer);
    fault.goes("/").await?;
    fault
        .shopper
        .js(
            "tracks(0, 7); vitrin('track', 'poison', {}); tracks(7, 20)",
            &[],
        )
        .await?;
    fault.accepts(20);
    fault.arrives().await?;
    let dropped = fault.shopper.sees("it is counted", "(() => { vitrin('explain').then((all) => window.counts = all.delivery); return window.counts && counts.in_outbox === 0 && counts.dropped })()").await?;
    ensure!(dropped["poisoned"] == 1, "{dropped}");
    fault.ends().await
}

async fn one_event_is_poison(shopper: &mut Shopper) -> Result<()> {
    all_but_one(
        shopper,
        "15",
        "one event of 21 is poison",
        Answer::Poison("poison"),
    )
    .await
}

async fn one_event_is_not_taken(shopper: &mut Shopper) -> Result<()> {
    let what = "207: one event of 21 is not taken";
    all_but_one(shopper, "17", what, Answer::Partly("poison")).await
}

async fn not_allowed(shopper: &mut Shopper) -> Result<()> {
    let mut fault = Fault::open(shopper, "16", "403, healed before the next page").await?;
    fault.door.always(Answer::Status(403));
    fault.goes("/").await?;
    fault.tracks(20).await?;
    fault.asks(1).await?;
    fault.shopper.sees("it is kept", "Object.keys(localStorage).some((key) => localStorage[key].includes('\\\\\"number\\\\\":19'))").await?;
    ensure!(
        fault.door.posts().len() == 1,
        "a server that refuses is asked once a page"
    );
    fault.heals();
    fault.goes("/next").await?;
    fault.ends().await
}

async fn another_origin_says_nothing(shopper: &mut Shopper) -> Result<()> {
    let mut fault = Fault::open(shopper, "18", "CORS: taken, and the answer is hidden").await?;
    fault.door.always(Answer::Unshared);
    fault.goes("/").await?;
    fault.tracks(20).await?;
    fault.asks(2).await?;
    fault.heals();
    fault.ends().await
}

async fn a_preflight_is_refused(shopper: &mut Shopper) -> Result<()> {
    let what = "a preflight is refused, on the next page too, then allowed";
    let mut fault = Fault::open(shopper, "18", what).await?;
    // JSON by its name is what a browser asks about beforehand.
    let table = json!({
        "requests": { "events": { "url": ["=@set.endpoint", "/in"], "encoding": "json", "type": "application/json", "batch": 100, "unload": false, "body": { "events": "=@events" } } },
        "shapes": { "event": { "...": "=@event" } },
        "events": {},
        "other": {}
    });
    let endpoint = fault.door.origin.clone();
    let settings = json!({ "consent": "granted", "campaigns": "off", "backends": [{ "name": "custom", "endpoint": endpoint, "table": table }] });
    fault.settings("/", &settings);
    fault.settings("/next", &settings);
    fault.door.forbids(true);
    fault.goes("/").await?;
    fault.tracks(15).await?;
    until("it was asked twice", async || {
        Ok((fault.door.forbids(true) > 1).then_some(()))
    })
    .await?;
    let asked = fault.door.forbids(true);
    fault.tracks_and_goes(5, "{}", "/next").await?;
    until("the next page has asked", async || {
        Ok((fault.door.forbids(true) > asked).then_some(()))
    })
    .await?;
    ensure!(
        fault.door.posts().is_empty(),
        "what was not allowed was posted"
    );
    fault.door.forbids(false);
    fault.ends().await
}

async fn a_redirect(shopper: &mut Shopper) -> Result<()> {
    let mut fault = Fault::open(shopper, "19", "a redirect, then none").await?;
    fault.door.always(Answer::Redirect);
    fault.goes("/").await?;
    fault.tracks(20).await?;
    fault.asks(2).await?;
    fault.heals();
    fault.ends().await
}

async fn a_policy_forbids_it(shopper: &mut Shopper) -> Result<()> {
    let mut fault = Fault::open(
        shopper,
        "20",
        "CSP connect-src forbids it, the next page not",
    )
    .await?;
    fault.shop.csp(Some("connect-src 'self'"));
    fault.goes("/").await?;
    fault.tracks(20).await?;
    fault.shop.csp(None);
    fault.tracks_and_goes(1, "{}", "/next").await?;
    fault.ends().await
}

async fn an_ad_blocker(shopper: &mut Shopper) -> Result<()> {
    let mut fault = Fault::open(shopper, "21", "an ad blocker, then none").await?;
    fault.shopper.cdp("Network.enable", json!({})).await?;
    fault
        .shopper
        .cdp("Network.setBlockedURLs", json!({ "urls": ["*/events"] }))
        .await?;
    fault.goes("/").await?;
    fault.tracks(20).await?;
    fault
        .shopper
        .sees(
            "a batch has failed",
            "performance.getEntriesByType('resource').some(({ name }) => name.endsWith('/events'))",
        )
        .await?;
    fault
        .shopper
        .cdp("Network.setBlockedURLs", json!({ "urls": [] }))
        .await?;
    fault.ends().await
}

async fn one_of_two_destinations_is_down(shopper: &mut Shopper) -> Result<()> {
    let mut fault = Fault::open(shopper, "32", "two destinations, one down").await?;
    let other = Door::open().await?;
    other.always(Answer::Status(503));
    let mut settings = fault.usual();
    settings["backends"] =
        json!([{ "name": "json", "endpoint": format!("{}/other", other.origin) }]);
    fault.settings("/", &settings);
    fault.settings("/next", &settings);
    fault.goes("/").await?;
    fault.tracks(20).await?;
    fault.arrives().await?;
    ensure!(other.taken().is_empty(), "it is down");
    fault.tracks_and_goes(1, "{}", "/next").await?;
    fault.arrives().await?;
    other.always(Answer::Status(204));
    until("the other has them too", async || {
        let mut numbers: Vec<u64> = other
            .taken()
            .iter()
            .filter_map(|event| event["number"].as_u64())
            .collect();
        numbers.sort_unstable();
        numbers.dedup();
        ensure!(numbers.len() == 21, "{numbers:?}");
        Ok(Some(()))
    })
    .await?;
    fault.ends().await
}

async fn the_endpoint_moves(shopper: &mut Shopper) -> Result<()> {
    let mut fault = Fault::open(
        shopper,
        "33",
        "the endpoint's address changes with a backlog",
    )
    .await?;
    let settings = json!({ "endpoint": "/gone", "consent": "granted", "campaigns": "off" });
    fault.shop.always(Answer::Status(404));
    fault.settings("/", &settings);
    fault.goes("/").await?;
    fault.tracks(20).await?;
    fault.tracks_and_goes(1, "{}", "/next").await?;
    fault.ends().await
}

async fn too_old_for_one_of_two_destinations(shopper: &mut Shopper) -> Result<()> {
    let what = "two days down, and one of two destinations takes a day's events";
    let mut fault = Fault::open(shopper, "39", what).await?;
    let other = Door::open().await?;
    for door in [&fault.door, &other] {
        door.always(Answer::Status(503));
    }
    let mut settings = fault.usual();
    // As a table of a shop's own, but for the name: this one's limit is a day.
    settings["backends"] = json!([{ "name": "openpanel", "endpoint": other.origin, "key": "k" }]);
    fault.settings("/", &settings);
    fault.runs(
        "/next",
        &settings,
        "const now = Date.now; Date.now = () => now() + 1728e5",
    );
    fault.goes("/").await?;
    fault.tracks(20).await?;
    fault.tracks_and_goes(0, "{}", "/plain").await?;
    for door in [&fault.door, &other] {
        door.always(Answer::Status(204));
    }
    let before = other.posts().len();
    fault.goes("/next").await?;
    fault.arrives().await?;
    let dropped = fault.shopper.sees("it is counted", "(() => { vitrin('explain').then((all) => window.counts = all.delivery); return window.counts && counts.in_outbox === 0 && counts.dropped })()").await?;
    ensure!(dropped["aged"].as_u64() >= Some(20), "{dropped}");
    let later = other.bodies()[before..].concat();
    ensure!(
        !later.contains("\"fault\""),
        "it would be misdated: {later}"
    );
    fault.ends().await
}
