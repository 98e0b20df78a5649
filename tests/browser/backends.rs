//! Backends with a table: what leaves the page is in their own form, and what a tag of theirs is told is not heard as the shop's.

use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::shop::product_page;
use crate::tab::Tab;

/// A backend that takes everything.
const BACKEND: &str = "const fetched = fetch; story.told = []; window.fetch = (input, init) => `${input}`.startsWith('https://backend.example/') ? (story.told.push([`${input}`, init.body]), Promise.resolve(new Response('{}', { status: 202 }))) : fetched(input, init)";
const WISH: &str =
    "vitrin('track', 'add_to_wishlist', { items: [{ item_id: 'desk-lamp', quantity: 1 }] })";

async fn telling(backend: &str) -> Tab {
    let tab = Tab::fresh(product_page("Desk lamp")).await;
    tab.script(BACKEND);
    tab.script("window.dataLayer = []");
    tab.start(json!({"consent": "granted"})).await;
    tab.set(&format!("{{ backends: [{backend}] }}")).await;
    tab
}

#[wasm_bindgen_test]
async fn a_backend_is_told_in_its_own_form() {
    let tab = telling("{ name: 'plausible', endpoint: 'https://backend.example', site: 'shop.example', events: ['add_to_wishlist'] }").await;
    tab.see(WISH).await;
    tab.until("story.told.length").await;
    let told = tab
        .see("story.told.map(([url, body]) => [url, JSON.parse(body).n, JSON.parse(body).d, JSON.parse(body).p.item])")
        .await;
    assert_eq!(
        told,
        json!([[
            "https://backend.example/api/event",
            "Add to Wishlist",
            "shop.example",
            "desk-lamp"
        ]])
    );
}

#[wasm_bindgen_test]
async fn a_shops_own_mapping_is_told_as_the_shop_wants_it() {
    let table = "{ requests: { events: { url: ['=@set.endpoint', '/in'], encoding: 'json', type: 'text/plain', batch: 9, unload: true, body: '=@events' } }, shapes: { event: { what: '=@as' } }, events: { add_to_wishlist: 'wished' } }";
    let tab = telling(&format!(
        "{{ name: 'custom', endpoint: 'https://backend.example', table: {table} }}"
    ))
    .await;
    tab.see(WISH).await;
    tab.until("story.told.length").await;
    assert_eq!(
        tab.see("story.told").await,
        json!([["https://backend.example/in", "[{\"what\":\"wished\"}]"]])
    );
}

#[wasm_bindgen_test]
async fn what_is_pushed_to_the_data_layer_is_not_heard_as_the_shops() {
    let tab = telling("{ name: 'datalayer' }").await;
    tab.see(WISH).await;
    let ours = "dataLayer.filter(({ event }) => event === 'vitrin.add_to_wishlist').length";
    tab.until(&format!("{ours} === 1")).await;
    // The layer is read at every click.
    tab.script("document.querySelector('h1').click()");
    tab.see("new Promise((done) => setTimeout(done))").await;
    tab.script("dataLayer.push({ event: 'add_to_wishlist', vitrin_id: 'x', ecommerce: { items: [{ item_id: 'desk-lamp' }] } })");
    tab.script("document.querySelector('h1').click()");
    tab.see("new Promise((done) => setTimeout(done))").await;
    tab.see("vitrin('track', 'wink')").await;
    tab.until("dataLayer.some(({ event }) => event === 'vitrin.wink')")
        .await;
    assert_eq!(tab.see(ours).await, json!(1), "it happened once");
}

#[wasm_bindgen_test]
async fn a_backend_without_what_it_needs_is_one_warning() {
    let tab = telling("{ name: 'segment', endpoint: 'https://backend.example' }").await;
    tab.see(WISH).await;
    tab.until("story.warnings.length").await;
    assert_eq!(
        tab.warnings().await,
        ["[vitrin] destination segment: its setting `key` is missing"]
    );
    assert_eq!(tab.see("story.told").await, json!([]));
}
