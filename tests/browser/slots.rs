//! Content slots: the server's own content, and what takes its place when that is sure and nobody has seen it.

use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::shop::{home_page, returning_shopper};
use crate::tab::Tab;

const HERO: &str = "<script type='application/json' id='vitrin-config'>{\"segments\": {\"returning\": {\"visits\": 2}}}</script>\
    <vitrin-slot name='hero'><p id='own'>For everybody</p><template segment='returning'><p id='again'>Welcome back</p></template></vitrin-slot>";
const BELOW: &str = "<div style='height: 3000px'></div>";
/// Whether the slot has been thought about: everything that was asked before has been answered.
const THOUGHT: &str = "customElements.get('vitrin-slot') && vitrin('explain').then(() => true)";

async fn shop(tab: &Tab) {
    tab.start(json!({"consent": "granted"})).await;
    tab.until(THOUGHT).await;
}

#[wasm_bindgen_test]
async fn who_is_in_the_segment_gets_its_part_where_nobody_has_seen_the_slot() {
    let page = home_page().with(BELOW).with(HERO);
    let tab = returning_shopper(page, &["Desk lamp"]).await;
    shop(&tab).await;
    tab.until("document.querySelector('vitrin-slot').textContent === 'Welcome back'")
        .await;
    tab.see("vitrin('destroy')").await;
    assert_eq!(
        tab.see("[!!document.querySelector('#own'), document.querySelector('vitrin-slot').dataset.vitrin ?? null]")
            .await,
        json!([true, null]),
        "the server's content is back"
    );
}

#[wasm_bindgen_test]
async fn what_is_seen_stays() {
    let tab = returning_shopper(home_page().with(HERO).with(BELOW), &["Desk lamp"]).await;
    shop(&tab).await;
    assert_eq!(
        tab.see("[!!document.querySelector('#own'), !!document.querySelector('#again')]")
            .await,
        json!([true, false])
    );
}

#[wasm_bindgen_test]
async fn who_is_not_in_it_gets_what_the_server_gave() {
    let tab = Tab::fresh(home_page().with(BELOW).with(HERO)).await;
    shop(&tab).await;
    assert_eq!(
        tab.see("[!!document.querySelector('#own'), !!document.querySelector('#again')]")
            .await,
        json!([true, false])
    );
}
