//! Before consent a page's own memory and nothing else; after a no, nothing at all.

use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::shop::{LEAVE, SENT, home_page, open_shop, product_page};
use crate::tab::Tab;

/// Everything a browser would still hold of us tomorrow.
const KEPT: &str = "[...Object.keys(localStorage), ...Object.keys(sessionStorage), document.cookie].filter(Boolean)";
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
    let visitor = "vitrin('export').then(({ profile }) => profile.visitor)";
    let before = tab.see(visitor).await;
    tab.see("vitrin('forget')").await;
    assert_eq!(tab.see(KEPT).await, json!([]));
    assert_ne!(tab.see(visitor).await, before, "a stranger from now on");
}
