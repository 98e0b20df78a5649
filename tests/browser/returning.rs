//! Leaving a page and coming back to it as it was: hidden, frozen in the back/forward cache, shown again.

use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::shop::{LEAVE, RECORDS, SENT, home_page, listen, open_shop, product_page};
use crate::tab::Tab;

const HIDE: &str = "Object.defineProperty(document, 'hidden', { configurable: true, value: true })
    document.dispatchEvent(new Event('visibilitychange'))";
const FREEZE: &str = "dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))";
const THAW: &str = "delete document.hidden
    dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))";

#[wasm_bindgen_test]
async fn a_page_that_comes_back_is_seen_again_and_its_popup_is_gone() {
    let tab = Tab::fresh(product_page("Desk lamp")).await;
    listen(&tab);
    tab.start(open_shop()).await;
    tab.see("vitrin('show', 'email-capture')").await;
    tab.until(&format!("{RECORDS}.includes('campaign_impression')"))
        .await;
    tab.script(FREEZE);
    tab.script(THAW);
    tab.until(&format!(
        "{RECORDS}.filter((name) => name === 'page_view').length === 2"
    ))
    .await;
    assert_eq!(
        tab.see(&format!(
            "{RECORDS}.filter((name) => name === 'view_item').length"
        ))
        .await,
        json!(2)
    );
    assert_eq!(
        tab.see("[document.querySelectorAll('vitrin-popup').length, told.filter(([name]) => name === 'close').map(([, { reason }]) => reason)]").await,
        json!([0, ["page"]])
    );
    // Shown for the first time is not come back.
    tab.script("dispatchEvent(new PageTransitionEvent('pageshow'))");
    tab.see("vitrin('explain')").await;
    assert_eq!(
        tab.see(&format!(
            "{RECORDS}.filter((name) => name === 'page_view').length"
        ))
        .await,
        json!(2)
    );
}

#[wasm_bindgen_test]
async fn what_waits_leaves_with_the_page_and_once() {
    for leaving in [[HIDE, FREEZE], [FREEZE, HIDE], [LEAVE, HIDE]] {
        let tab = Tab::fresh(home_page()).await;
        listen(&tab);
        tab.start(open_shop()).await;
        tab.script("vitrin('track', 'add_to_wishlist', { items: [{ item_id: 'desk-lamp' }] })");
        for event in leaving {
            tab.script(event);
        }
        tab.see("vitrin('explain')").await;
        let sent = tab.see(&format!("{SENT}.map(({{ id }}) => id)")).await;
        let ids: Vec<String> = serde_json::from_value(sent).unwrap_or_default();
        let mut once = ids.clone();
        once.sort();
        once.dedup();
        assert_eq!(ids.len(), once.len(), "nothing twice: {ids:?}");
        assert_eq!(
            tab.see(&format!("{RECORDS}.length")).await,
            json!(ids.len()),
            "and all of it"
        );
    }
}

#[wasm_bindgen_test]
async fn what_a_collector_refused_is_sent_when_the_page_comes_back() {
    let tab = Tab::fresh(home_page()).await;
    tab.script("story.accepts = false; navigator.sendBeacon = () => false");
    tab.start(open_shop()).await;
    tab.script(FREEZE);
    assert_eq!(tab.see(SENT).await, json!([]));
    tab.script("story.accepts = true");
    tab.script(THAW);
    tab.until(&format!(
        "{SENT}.filter(({{ name }}) => name === 'page_view').length === 2"
    ))
    .await;
}
