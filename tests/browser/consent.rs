//! Before consent a page's own memory and nothing else; after a no, nothing at all.

use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::shop::{LEAVE, SENT, home_page, open_shop, product_page};
use crate::tab::{Tab, text};

/// Platforms, played in the page.
const PLATFORMS: &str = include_str!("consent-platforms.js");
/// An opt-out of selling and sharing keeps events here; what the device remembers is neither.
const REMEMBERS: [&str; 4] = [
    "gpp in the United States",
    CONTROL,
    "gpp with the older American string",
    "gpp with a signal of the browser",
];
const CONTROL: &str = "privacy control, where another platform grants";
/// Everything a browser would still hold of us tomorrow.
const KEPT: &str = "[...Object.keys(localStorage), ...Object.keys(sessionStorage), document.cookie, ...(await indexedDB.databases()).map(({ name }) => name), ...await window.caches?.keys() ?? []].filter(Boolean)";
/// Every request that is not for one of our own files.
const ASKED: &str = "story.asked.filter((path) => !/vitrin(-rest)?\\.(wasm|js)$/.test(path))";

#[wasm_bindgen_test]
async fn before_consent_nothing_is_stored_and_nothing_is_asked_for() {
    let block = "<vitrin-block kind='also-like'></vitrin-block>";
    let tab = Tab::fresh(product_page("Desk lamp").with(block)).await;
    tab.start(json!({"endpoint": "/events", "feed": "/catalog.json"}))
        .await;
    tab.see("vitrin('track', 'add_to_wishlist', { items: [{ item_id: 'desk-lamp' }] })")
        .await;
    tab.script("document.querySelector('h1').click()");
    tab.script(LEAVE);
    tab.script("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))");
    let waiting = tab
        .see("vitrin('explain').then(({ delivery }) => delivery.waiting_for_consent)")
        .await;
    assert!(waiting.as_u64() >= Some(3), "{waiting}");
    assert_eq!(tab.see(KEPT).await, json!([]));
    assert_eq!(tab.see(ASKED).await, json!([]));
    assert_eq!(tab.see(SENT).await, json!([]));
    // What happened on this page joins the visit once there is one.
    tab.see("vitrin('consent', { personalization: true, analytics: true })")
        .await;
    tab.script(LEAVE);
    tab.until(&format!(
        "{SENT}.some(({{ name, visitor }}) => name === 'add_to_wishlist' && visitor)"
    ))
    .await;
    assert!(tab.see("'vitrin' in localStorage").await == json!(true));
}

#[wasm_bindgen_test]
async fn a_no_erases_what_there_was_and_leaving_brings_nothing_back() {
    let tab = Tab::fresh(product_page("Desk lamp")).await;
    tab.see("localStorage.setItem('vitrin-theme', 'dark')")
        .await;
    tab.start(open_shop()).await;
    tab.until("Object.keys(localStorage).length === 3").await;
    tab.see("vitrin('consent', { personalization: false, analytics: false })")
        .await;
    let shops = json!(["vitrin-theme"]);
    assert_eq!(tab.see(KEPT).await, shops, "a key of the shop's own stays");
    let sent = tab.see(&format!("{SENT}.length")).await;
    tab.see("vitrin('track', 'add_to_wishlist', { items: [{ item_id: 'desk-lamp' }] })")
        .await;
    tab.script(LEAVE);
    tab.see("vitrin('explain')").await;
    assert_eq!(tab.see(KEPT).await, shops);
    assert_eq!(tab.see(&format!("{SENT}.length")).await, sent);
}

#[wasm_bindgen_test]
async fn what_is_to_be_forgotten_is_gone_at_once() {
    let tab = Tab::fresh(home_page()).await;
    tab.start(open_shop()).await;
    tab.until("Object.keys(localStorage).length === 2").await;
    // Nothing is stored of a stranger, and so nothing is shown.
    let visitor = "vitrin('export').then(({ profile }) => profile?.visitor ?? null)";
    let before = tab.see(visitor).await;
    tab.see("vitrin('forget')").await;
    assert_eq!(tab.see(KEPT).await, json!([]));
    assert_ne!(tab.see(visitor).await, before, "a stranger from now on");
}

/// A page with a platform that has this word of the shopper's, on which much has happened.
async fn visited(platform: &str, word: &str) -> Tab {
    let block = "<vitrin-block kind='also-like'></vitrin-block>";
    let tab = Tab::fresh(product_page("Desk lamp").with(block)).await;
    tab.script(PLATFORMS);
    tab.script(&format!("play({}, {})", text(platform), text(word)));
    tab.start(json!({"endpoint": "/events", "feed": "/catalog.json"}))
        .await;
    tab.see("vitrin('track', 'add_to_wishlist', { items: [{ item_id: 'desk-lamp' }] })")
        .await;
    tab
}

/// Nothing is kept, asked for or sent, and leaving the page changes nothing about it.
async fn holds_nothing(tab: &Tab, of: &str) {
    tab.script(LEAVE);
    tab.see("vitrin('explain')").await;
    for what in [KEPT, ASKED, SENT] {
        assert_eq!(tab.see(what).await, json!([]), "{of}: {what}");
    }
}

/// Whether the device may remember with this word: a control that cannot be read forbids sending, and no more.
fn keeps(platform: &str, word: &str) -> bool {
    word == "denied" || word == "throwing" && platform == CONTROL
}

async fn follows(platform: &str) {
    for word in ["absent", "pending", "denied", "throwing"] {
        let tab = visited(platform, word).await;
        if REMEMBERS.contains(&platform) && keeps(platform, word) {
            tab.script(LEAVE);
            tab.see("vitrin('explain')").await;
            assert_eq!(tab.see(KEPT).await, json!(["vitrin"]));
            assert_eq!(tab.see(SENT).await, json!([]));
        } else {
            holds_nothing(&tab, word).await;
        }
        if word == "throwing" && platform == "the shop's own call" {
            let said = tab.warnings().await;
            assert!(said.len() == 1 && said[0].contains("consent"), "{said:?}");
        }
    }
    follows_a_late_yes(platform).await;
    follows_a_no_after_yes(platform).await;
}

async fn follows_a_late_yes(platform: &str) {
    let tab = visited(platform, "pending").await;
    tab.script("say('granted')");
    tab.until("'vitrin' in localStorage").await;
    tab.until(&format!(
        "{SENT}.some(({{ name, visitor }}) => name === 'add_to_wishlist' && visitor)"
    ))
    .await;
}

async fn follows_a_no_after_yes(platform: &str) {
    let tab = visited(platform, "granted").await;
    tab.until("'vitrin' in localStorage").await;
    tab.until(&format!("{SENT}.length > 1")).await;
    tab.script("say('denied')");
    tab.until("vitrin('explain').then(({ consent }) => !consent.analytics)")
        .await;
    let sent = tab.see(&format!("{SENT}.length")).await;
    tab.see("vitrin('track', 'add_to_wishlist', { items: [{ item_id: 'desk-lamp' }] })")
        .await;
    tab.script(LEAVE);
    tab.see("vitrin('explain')").await;
    assert_eq!(tab.see(&format!("{SENT}.length")).await, sent, "after no");
    let kept = if REMEMBERS.contains(&platform) {
        json!(["vitrin"])
    } else {
        json!([])
    };
    assert_eq!(tab.see(KEPT).await, kept, "after no");
}

macro_rules! followed {
    ($($name:ident: $platform:literal)*) => {$(
        #[wasm_bindgen_test]
        async fn $name() {
            follows($platform).await;
        }
    )*};
}

followed! {
    tcf_is_followed: "tcf"
    tcf_is_followed_where_it_does_not_apply: "tcf where it does not apply"
    gpp_is_followed_in_the_united_states: "gpp in the United States"
    gpp_is_followed_with_the_older_american_string: "gpp with the older American string"
    gpp_is_followed_with_a_signal_of_the_browser: "gpp with a signal of the browser"
    gpp_is_followed_in_europe: "gpp in Europe, where tcf decides"
    consent_mode_is_followed: "consent-mode"
    shopify_is_followed: "shopify"
    cookiebot_is_followed: "cookiebot"
    onetrust_is_followed: "onetrust"
    usercentrics_is_followed: "usercentrics, second generation"
    usercentrics_is_followed_in_its_third_generation: "usercentrics, third generation"
    privacy_control_is_followed: "privacy control, where another platform grants"
    the_shops_own_call_is_followed: "the shop's own call"
    all_platforms_in_the_page_are_followed_together: "two platforms, of which one has long granted"
}

#[wasm_bindgen_test]
async fn privacy_control_keeps_events_here_whoever_allows_them() {
    let tab = Tab::fresh(product_page("Desk lamp")).await;
    tab.script("Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })");
    tab.script(PLATFORMS);
    tab.script("play('cookiebot', 'granted')");
    tab.start(json!({"endpoint": "/events"})).await;
    tab.until("'vitrin' in localStorage").await;
    tab.script(LEAVE);
    tab.see("vitrin('explain')").await;
    assert_eq!(tab.see(SENT).await, json!([]));
    assert_eq!(
        tab.see("Object.keys(localStorage)").await,
        json!(["vitrin"])
    );
}

#[wasm_bindgen_test]
async fn a_platform_that_the_shop_does_not_name_grants_nothing() {
    for consent in ["wait", "tcf cookiebot"] {
        let tab = Tab::fresh(product_page("Desk lamp")).await;
        tab.script(PLATFORMS);
        tab.script("play('cookiebot', 'granted')");
        tab.start(json!({"endpoint": "/events", "consent": consent}))
            .await;
        holds_nothing(&tab, consent).await;
    }
}

#[wasm_bindgen_test]
async fn what_happened_before_consent_is_dropped_where_the_shop_wants_so() {
    let tab = Tab::fresh(product_page("Desk lamp")).await;
    tab.start(json!({"endpoint": "/events", "before_consent": "drop"}))
        .await;
    tab.see("vitrin('track', 'add_to_wishlist', { items: [{ item_id: 'desk-lamp' }] })")
        .await;
    tab.see("vitrin('consent', { personalization: true, analytics: true })")
        .await;
    tab.until(&format!("{SENT}.length > 0")).await;
    tab.script(LEAVE);
    tab.see("vitrin('explain')").await;
    let told = tab.see(&format!("{SENT}.map(({{ name }}) => name)")).await;
    assert!(!told.to_string().contains("wishlist"), "{told}");
    assert!(!told.to_string().contains("view_item"), "{told}");
}

#[wasm_bindgen_test]
async fn settings_on_another_host_come_with_consent_and_no_sooner() {
    let tab = Tab::fresh(product_page("Desk lamp")).await;
    tab.script("const fetched = fetch; window.fetch = (input, init) => `${input}`.startsWith('https://settings.example/') ? (story.distant = `${input}`, Promise.resolve(new Response('{\"endpoint\": \"/events\"}'))) : fetched(input, init)");
    tab.start(json!({"config": "https://settings.example/vitrin.json"}))
        .await;
    tab.see("vitrin('explain')").await;
    assert_eq!(tab.see("story.distant").await, json!(null));
    tab.see("vitrin('consent', { personalization: true, analytics: true })")
        .await;
    tab.until("story.distant").await;
    tab.until(&format!(
        "vitrin('track', 'wink').then(() => {SENT}.some(({{ name }}) => name === 'wink'))"
    ))
    .await;
}

#[wasm_bindgen_test]
async fn nobody_is_asked_whom_the_settings_do_not_name() {
    let tab = visited("cookiebot", "granted").await;
    tab.until(&format!("{SENT}.length > 1")).await;
    tab.script("say('denied')");
    tab.script("say('granted')");
    tab.script(LEAVE);
    tab.see("vitrin('explain')").await;
    let hosts = "[...new Set(performance.getEntriesByType('resource').map(({ name }) => new URL(name).host))].filter((host) => host !== location.host)";
    assert_eq!(tab.see(hosts).await, json!([]));
}
