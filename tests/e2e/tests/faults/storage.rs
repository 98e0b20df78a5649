//! The device keeps nothing, or something else; the clock and the data are not what they should be; the shopper changes their mind.

use anyhow::{Result, ensure};
use serde_json::json;
use vitrin_e2e::{Answer, Fault, Shopper, told_in, until};

told_in!(storage_throws: chromium);
told_in!(storage_is_null: chromium);
told_in!(writing_throws: chromium);
told_in!(the_host_has_filled_it: chromium);
told_in!(what_is_stored_is_corrupt: chromium);
told_in!(an_origin_without_storage: chromium);
told_in!(the_clock_jumps_ahead: chromium);
told_in!(the_clock_jumps_back: chromium);
told_in!(consent_comes_late: chromium);
told_in!(consent_is_refused: chromium);
told_in!(consent_is_withdrawn_on_the_way: chromium);
told_in!(privacy_control_is_on: chromium);
told_in!(an_order_is_reloaded: chromium);
told_in!(a_private_window_ends: chromium);
told_in!(calls_before_the_module: chromium);
told_in!(a_module_that_never_comes: chromium);
told_in!(a_second_part_that_never_comes: chromium);
told_in!(strange_data: chromium);
told_in!(a_small_cap_holds: chromium);

/// The same story with something wrong from the first line on.
async fn with(mut fault: Fault<'_>, script: &str) -> Result<()> {
    fault
        .shopper
        .cdp(
            "Page.addScriptToEvaluateOnNewDocument",
            json!({ "source": script }),
        )
        .await?;
    fault.door.answers(&[Answer::Status(503)]);
    fault.goes("/").await?;
    fault.tracks(20).await?;
    fault.ends().await
}

async fn storage_throws(shopper: &mut Shopper) -> Result<()> {
    let fault = Fault::open(shopper, "25", "asking for the storage throws").await?;
    with(fault, "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });").await
}

async fn storage_is_null(shopper: &mut Shopper) -> Result<()> {
    let fault = Fault::open(shopper, "25", "the storage is null").await?;
    with(
        fault,
        "Object.defineProperty(window, 'localStorage', { value: null });",
    )
    .await
}

async fn writing_throws(shopper: &mut Shopper) -> Result<()> {
    let fault = Fault::open(shopper, "25", "writing to the storage throws").await?;
    with(fault, "Storage.prototype.setItem = () => { throw new DOMException('no', 'QuotaExceededError'); };").await
}

async fn the_host_has_filled_it(shopper: &mut Shopper) -> Result<()> {
    let mut fault = Fault::open(shopper, "26", "the shop has filled the storage").await?;
    fault.breaks();
    fault.goes("/").await?;
    fault.tracks(10).await?;
    fault.tracks_and_goes(10, "{}", "/plain").await?;
    fault.shopper.js("for (let size = 1 << 20; size; size >>= 1) try { for (let n = 0; ; n++) localStorage.setItem(`shop-${size}-${n}`, 'x'.repeat(size)); } catch {}", &[]).await?;
    fault.heals();
    fault.goes("/next").await?;
    fault.tracks(20).await?;
    fault.arrives().await?;
    fault.tracks_and_goes(5, "{}", "/plain").await?;
    let shop = fault
        .shopper
        .reads("Object.keys(localStorage).filter((key) => key.startsWith('shop-')).length")
        .await?;
    ensure!(
        shop.as_u64() > Some(4),
        "the shop's own entries are there: {shop}"
    );
    fault.ends().await
}

async fn what_is_stored_is_corrupt(shopper: &mut Shopper) -> Result<()> {
    let mut fault = Fault::open(
        shopper,
        "27",
        "an outbox that is corrupt, and one of a later version",
    )
    .await?;
    fault
        .shopper
        .goes_to(&format!("{}/plain", fault.shop.origin))
        .await?;
    fault.shopper.js("localStorage['vitrin.out.A'] = '{\"v\":1,\"until\":0,\"entries\":[{\"at\"'; localStorage['vitrin.out.B'] = '{\"v\":99,\"events\":1}'; localStorage['vitrin.out.C'] = '[1]'; localStorage['vitrin.out.D'] = '{\"v\":1,\"until\":\"x\",\"entries\":[null,{\"at\":1},{\"event\":\"{\"},7]}'; localStorage.vitrin = '\\u0000'", &[]).await?;
    fault.goes("/").await?;
    fault.tracks(20).await?;
    fault.shopper.sees("what is of no use is gone, what is not ours is not", "Object.keys(localStorage).filter((key) => /^vitrin.out.[A-D]$/.test(key)).join() === 'vitrin.out.B'").await?;
    fault.ends().await
}

async fn an_origin_without_storage(shopper: &mut Shopper) -> Result<()> {
    let mut fault = Fault::open(
        shopper,
        "28",
        "a sandboxed frame, whose origin has no storage",
    )
    .await?;
    fault.shop.page("/frame", "<!DOCTYPE html><title>A frame</title><iframe sandbox=allow-scripts src=/next></iframe><script>window.said = []; window.longest = 0</script>");
    fault
        .shopper
        .goes_to(&format!("{}/frame", fault.shop.origin))
        .await?;
    fault.shopper.client().enter_frame(0).await?;
    fault.shopper.meets_vitrin().await?;
    fault.tracks(20).await?;
    fault.ends().await
}

async fn jumps(mut fault: Fault<'_>, by: &str) -> Result<()> {
    fault
        .door
        .answers(&[Answer::Status(503), Answer::Status(503)]);
    fault.goes("/").await?;
    fault.tracks(10).await?;
    until("it has failed", async || {
        Ok((!fault.door.posts().is_empty()).then_some(()))
    })
    .await?;
    fault
        .shopper
        .js(
            &format!("const now = Date.now; Date.now = () => now() + {by}"),
            &[],
        )
        .await?;
    fault.tracks(10).await?;
    fault.arrives().await?;
    fault.tracks_and_goes(5, "{}", "/next").await?;
    fault.ends().await
}

async fn the_clock_jumps_ahead(shopper: &mut Shopper) -> Result<()> {
    let fault = Fault::open(
        shopper,
        "29",
        "the clock jumps a day ahead, and back with the next page",
    )
    .await?;
    jumps(fault, "864e5").await
}

async fn the_clock_jumps_back(shopper: &mut Shopper) -> Result<()> {
    let fault = Fault::open(shopper, "29", "the clock jumps a day back").await?;
    jumps(fault, "-864e5").await
}

async fn consent_comes_late(shopper: &mut Shopper) -> Result<()> {
    let mut fault = Fault::open(shopper, "30", "consent comes after the events").await?;
    let mut settings = fault.usual();
    settings["consent"] = json!("wait");
    fault.settings("/", &settings);
    fault.goes("/").await?;
    fault.tracks(20).await?;
    ensure!(
        fault.door.posts().is_empty() && fault.shopper.reads("localStorage.length").await? == 0,
        "something was sent or stored before consent"
    );
    fault
        .shopper
        .vitrin(&[
            json!("consent"),
            json!({ "analytics": true, "personalization": true }),
        ])
        .await?;
    fault.ends().await
}

async fn consent_is_refused(shopper: &mut Shopper) -> Result<()> {
    let mut fault = Fault::open(shopper, "30", "consent is refused").await?;
    let mut settings = fault.usual();
    settings["consent"] = json!("wait");
    fault.settings("/", &settings);
    fault.goes("/").await?;
    fault.tracks(20).await?;
    fault
        .shopper
        .vitrin(&[
            json!("consent"),
            json!({ "analytics": false, "personalization": false }),
        ])
        .await?;
    fault.tracks(5).await?;
    fault.drops(25);
    let counted = fault.shopper.vitrin(&[json!("explain")]).await?["delivery"].clone();
    ensure!(
        counted["dropped"]["denied"].as_u64() >= Some(25) && counted["in_outbox"] == 0,
        "{counted}"
    );
    let stored = fault.shopper.reads("localStorage.length").await?;
    fault.looks().await;
    fault
        .shopper
        .goes_to(&format!("{}/plain", fault.shop.origin))
        .await?;
    ensure!(
        fault.door.posts().is_empty() && stored == 0,
        "{stored} stored"
    );
    fault.judge().await
}

async fn consent_is_withdrawn_on_the_way(shopper: &mut Shopper) -> Result<()> {
    let mut fault = Fault::open(
        shopper,
        "30",
        "consent is withdrawn while events are on their way",
    )
    .await?;
    fault.breaks();
    fault.goes("/").await?;
    fault.tracks(20).await?;
    fault.drops(20);
    fault.asks(1).await?;
    fault
        .shopper
        .vitrin(&[
            json!("consent"),
            json!({ "analytics": false, "personalization": false }),
        ])
        .await?;
    fault.heals();
    ensure!(
        fault.shopper.reads("localStorage.length").await? == 0,
        "something is stored"
    );
    fault
        .shopper
        .still_sees("nothing is stored", "localStorage.length === 0")
        .await?;
    fault.judge().await
}

async fn privacy_control_is_on(shopper: &mut Shopper) -> Result<()> {
    let what = "Global Privacy Control forbids what a platform allows";
    let mut fault = Fault::open(shopper, "31", what).await?;
    let mut settings = fault.usual();
    settings["consent"] = json!("auto");
    fault.runs("/", &settings, "Object.defineProperty(navigator, 'globalPrivacyControl', { value: true }); window.Cookiebot = { hasResponse: true, consent: { preferences: true, statistics: true } }");
    fault.goes("/").await?;
    fault.tracks(20).await?;
    fault.drops(20);
    let counted = fault.shopper.vitrin(&[json!("explain")]).await?["delivery"].clone();
    ensure!(
        counted["dropped"]["denied"].as_u64() >= Some(20) && counted["in_outbox"] == 0,
        "{counted}"
    );
    fault.tracks_and_goes(0, "{}", "/plain").await?;
    ensure!(fault.door.posts().is_empty(), "something was sent");
    let kept = fault.shopper.reads("Object.keys(localStorage)").await?;
    ensure!(
        kept == json!(["vitrin"]),
        "beside what the shopper's own eyes see is stored: {kept}"
    );
    fault.judge().await
}

async fn an_order_is_reloaded(shopper: &mut Shopper) -> Result<()> {
    let mut fault =
        Fault::open(shopper, "36", "the page of an order is loaded three times").await?;
    let usual = fault.usual();
    fault.runs(
        "/",
        &usual,
        "vitrin('track', 'purchase', { transaction_id: 'T-1', value: 9, currency: 'EUR' })",
    );
    for _ in 0..3 {
        fault.goes("/").await?;
        fault.tracks(5).await?;
    }
    fault.arrives().await?;
    let mut orders: Vec<_> = fault.door.taken();
    orders.retain(|event| event["name"] == "purchase");
    orders.dedup_by_key(|event| event["id"].to_string());
    ensure!(orders.len() == 1, "{orders:?}");
    fault.ends().await
}

/// What a private window keeps ends with it, so that only what leaves with the page arrives.
async fn a_private_window_ends(shopper: &mut Shopper) -> Result<()> {
    let what = "a window that keeps nothing ends in the middle of a burst of 20";
    let mut fault = Fault::open(shopper, "40", what).await?;
    let nothing = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });";
    let source = json!({ "source": nothing });
    fault
        .shopper
        .cdp("Page.addScriptToEvaluateOnNewDocument", source)
        .await?;
    fault.goes("/").await?;
    fault.tracks(5).await?;
    fault.tracks_and_goes(15, "{}", "/plain").await?;
    fault.ends().await
}

async fn calls_before_the_module(shopper: &mut Shopper) -> Result<()> {
    let mut fault = Fault::open(shopper, "34", "20 calls before the module is here").await?;
    fault.shopper.cdp("Page.addScriptToEvaluateOnNewDocument", json!({ "source": "addEventListener('DOMContentLoaded', () => window.tracks && tracks(0, 20))" })).await?;
    fault.accepts(20);
    fault.goes("/").await?;
    fault.ends().await
}

async fn a_second_part_that_never_comes(shopper: &mut Shopper) -> Result<()> {
    let fault = Fault::open(
        shopper,
        "34",
        "the second part hangs: calls end, nothing is sent",
    )
    .await?;
    // Whoever waits a quarter of a minute waits here for half a second.
    let sooner = "const { timeout } = AbortSignal; AbortSignal.timeout = () => timeout.call(AbortSignal, 500)";
    fault
        .shopper
        .cdp(
            "Page.addScriptToEvaluateOnNewDocument",
            json!({ "source": sooner }),
        )
        .await?;
    for file in ["/vitrin/vitrin-rest.wasm", "/vitrin/vitrin-rest.js"] {
        fault.shop.never_gives(file);
        fault
            .shopper
            .goes_to(&format!("{}/", fault.shop.origin))
            .await?;
        fault
            .shopper
            .js(
                "vitrin('recommend', 'also-like').then((answer) => (window.ended = [answer]))",
                &[],
            )
            .await?;
        let ended = fault.shopper.sees("the call ends", "window.ended").await?;
        ensure!(ended == json!([[]]), "{file}: {ended}");
    }
    fault.judge().await
}

async fn a_module_that_never_comes(shopper: &mut Shopper) -> Result<()> {
    let fault = Fault::open(shopper, "34", "the module never comes: nothing is sent").await?;
    fault.shopper.cdp("Network.enable", json!({})).await?;
    fault
        .shopper
        .cdp("Network.setBlockedURLs", json!({ "urls": ["*.wasm"] }))
        .await?;
    fault
        .shopper
        .goes_to(&format!("{}/", fault.shop.origin))
        .await?;
    fault.shopper.js("tracks(0, 20)", &[]).await?;
    fault
        .shopper
        .sees(
            "it is given up",
            "new Promise((done) => vitrin('track', 'fault', {}).then(() => done(true)))",
        )
        .await?;
    ensure!(
        fault.shopper.reads("localStorage.length").await? == 0,
        "something is stored"
    );
    fault.judge().await
}

async fn strange_data(shopper: &mut Shopper) -> Result<()> {
    let mut fault = Fault::open(
        shopper,
        "38",
        "lone surrogates, NaN, circles, prototypes, 1 MB",
    )
    .await?;
    fault.goes("/").await?;
    fault.tracks_with(5, "{ lone: 'a\\ud800b\\udc00', nan: NaN, far: Infinity, big: 1e308, small: 5e-324, ['__proto__']: { polluted: 1 }, constructor: { prototype: 1 }, '': 0, nothing: undefined, when: new Date(NaN) }").await?;
    fault.shopper.js("const circle = {}; circle.circle = circle; vitrin('track', 'circle', circle); vitrin('track', 'large', { wide: 'x'.repeat(100000) }); vitrin('track', 'huge', { wide: 'x'.repeat(1 << 20) }); vitrin('track', 'big', { n: 10n }); vitrin('track', 'trap', { get x() { throw new Error('mine'); } }); vitrin('track', 'proxy', new Proxy({}, { ownKeys() { throw new Error('mine'); } }))", &[]).await?;
    fault.tracks(15).await?;
    let polluted = fault.shopper.reads("({}).polluted === undefined").await?;
    ensure!(polluted == true);
    let counted = fault.shopper.vitrin(&[json!("explain")]).await?["delivery"].clone();
    ensure!(counted["dropped"]["oversized"] == 1, "{counted}");
    fault.ends().await
}

async fn a_small_cap_holds(shopper: &mut Shopper) -> Result<()> {
    let mut fault = Fault::open(
        shopper,
        "26",
        "1 MB of page views and one order while it is down",
    )
    .await?;
    fault.breaks();
    fault.goes("/").await?;
    fault.shopper.js("vitrin('track', 'purchase', { transaction_id: 'T-1', value: 9, currency: 'EUR' }); for (let n = 0; n < 100; n++) vitrin('track', 'page_view', { wide: 'x'.repeat(10000) })", &[]).await?;
    fault.tracks(20).await?;
    fault
        .shopper
        .sees(
            "it is written",
            "Object.keys(localStorage).some((key) => localStorage[key].includes('T-1'))",
        )
        .await?;
    let bytes = fault.shopper.reads("Object.keys(localStorage).filter((key) => key.startsWith('vitrin')).reduce((sum, key) => sum + localStorage[key].length, 0)").await?;
    ensure!(
        bytes.as_u64() < Some(400 * 1024),
        "{bytes} bytes are stored"
    );
    fault.heals();
    fault.arrives().await?;
    until("the order is there", async || {
        Ok(fault
            .door
            .taken()
            .iter()
            .any(|event| event["transaction_id"] == "T-1")
            .then_some(()))
    })
    .await?;
    fault.ends().await
}
