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

#[wasm_bindgen_test]
async fn what_was_seen_and_pressed_in_a_slot_is_told_once_with_its_segment() {
    const LINKED: &str = "<script type='application/json' id='vitrin-config'>{\"segments\": {\"returning\": {\"visits\": 2}}}</script>\
        <vitrin-slot name='hero'><p>For everybody</p><template segment='returning'><p><a href='#again'>Welcome back</a></p></template></vitrin-slot>";
    // With more below it, it comes to stand where every frame can be seen.
    let page = home_page().with(BELOW).with(LINKED).with(BELOW);
    let tab = returning_shopper(page, &["Desk lamp"]).await;
    tab.see("(window.promoted = [], document.addEventListener('vitrin-track', ({ detail }) => /promotion/.test(detail.name) && promoted.push([detail.name, detail.creative_slot, detail.creative_name])))").await;
    shop(&tab).await;
    tab.until("document.querySelector('vitrin-slot').textContent === 'Welcome back'")
        .await;
    assert_eq!(tab.see("promoted").await, json!([]), "nobody has seen it");
    tab.see("document.querySelector('vitrin-slot').scrollIntoView()")
        .await;
    tab.until("promoted.length === 1").await;
    tab.see("(scrollTo(0, 0), document.querySelector('vitrin-slot').scrollIntoView(), document.querySelector('vitrin-slot a').click())").await;
    tab.until("promoted.length === 2").await;
    assert_eq!(
        tab.see("promoted").await,
        json!([
            ["view_promotion", "hero", "returning"],
            ["select_promotion", "hero", "returning"]
        ])
    );
}
