//! What a browser reads of a page: the recordings that the native tests judge are what each engine reads today.

use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::tab::{Page, Tab};

/// A page of the native tests, and what was recorded of it.
macro_rules! fixture {
    ($name:literal) => {
        (
            concat!("/tests/fixtures/detect/", $name, ".html"),
            include_str!(concat!("../fixtures/detect/", $name, ".json")),
        )
    };
}

/// Gives the page our reading functions, as they are in the sources.
async fn reader(tab: &Tab) {
    tab.see("void document.head.append(Object.assign(document.createElement('script'), { type: 'module', textContent: `import * as reader from '/src/js/snapshot.js'; Object.assign(window.story, reader)` }))")
        .await;
    tab.until("story.snapshot").await;
}

#[wasm_bindgen_test]
async fn every_engine_reads_what_was_recorded() {
    let mut differences = Vec::new();
    for (file, recorded) in [
        fixture!("article"),
        fixture!("broken-markup"),
        fixture!("cart"),
        fixture!("escaped-twice"),
        fixture!("list"),
        fixture!("long-menu"),
        fixture!("marked"),
        fixture!("microdata"),
        fixture!("plain-shop"),
        fixture!("thank-you"),
        fixture!("variants"),
    ] {
        let recorded: Value = serde_json::from_str(recorded).expect(file);
        let address = recorded["url"].as_str().unwrap_or_default();
        let at = address.match_indices('/').nth(2).map_or(0, |(at, _)| at);
        let (shop, path) = address.split_at(at);
        let tab = Tab::fresh(Page::file(file, path)).await;
        reader(&tab).await;
        let read = tab
            .see(&format!(
                "JSON.parse(JSON.stringify(story.snapshot()).replaceAll(location.origin, '{shop}'))"
            ))
            .await;
        for (name, value) in recorded.as_object().expect(file) {
            let mut read = read[name].clone();
            // The runner's host has no top-level domain.
            if name == "places" {
                read[3] = value[3].clone();
            }
            if read != *value {
                differences.push(format!("{name} of {file}: {read}, recorded {value}"));
            }
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[wasm_bindgen_test]
async fn the_tag_understands_a_shop_without_any_markup() {
    let page = Page::file(
        "/tests/fixtures/detect/plain-shop.html",
        "/catalogue/clay-mug_7/",
    );
    let tab = Tab::fresh(page).await;
    tab.start(json!({})).await;
    assert_eq!(
        tab.see("vitrin('inspect').then(({ page, product }) => [page.type, product.title, product.price, product.sku, product.availability])").await,
        json!(["product", "Clay mug, moss green", {"amount": "18.50", "currency": "USD"}, "HG-0007", "InStock"]),
        "the price that a shopper sees: not the cart's, not the one without tax, not the tray's"
    );
}

#[wasm_bindgen_test]
async fn what_a_shopper_types_is_never_read() {
    let page = Page::at(
        "/checkout/",
        "<h1>Checkout</h1><form action='/cart/note' method='post'>
           <input name='email' value='ada@shop.example'><input type='password' name='pin' value='secret-pin'>
           <textarea name='note'>secret-note</textarea><input type='tel' name='phone' value='+49 secret-phone'>
           <input type='hidden' name='csrf_token' value='secret-token'><input name='card' value='secret-card'>
           <button>Order</button></form>",
    );
    let tab = Tab::fresh(page).await;
    tab.script("window.all = []; for (const name of ['track', 'ready']) document.addEventListener(`vitrin-${name}`, ({ detail }) => all.push(detail)); addEventListener('submit', (event) => event.preventDefault())");
    tab.start(json!({"consent": "granted", "endpoint": "/events"}))
        .await;
    reader(&tab).await;
    let form = tab
        .see("JSON.stringify([story.formFacts(document.forms[0]), story.snapshot()])")
        .await
        .to_string();
    tab.script("document.querySelector('form').requestSubmit()");
    tab.script("dispatchEvent(new PageTransitionEvent('pagehide'))");
    let everything = "JSON.stringify([all, await vitrin('inspect'), await vitrin('export'), story.posts, story.beacons, { ...localStorage }])";
    let everything = tab.see(everything).await.to_string();
    for typed in ["ada@", "secret"] {
        assert!(!form.contains(typed), "{typed} in {form}");
        assert!(!everything.contains(typed), "{typed} in {everything}");
    }
}

#[wasm_bindgen_test]
async fn a_link_may_be_the_card_and_products_a_heading() {
    let card = |name: &str| {
        format!(
            "<a href='/products/{name}'><img src='/i.png' alt='{name}'><h4>{name}</h4><small>$35.00</small></a>"
        )
    };
    let cards = [card("boots"), card("jacket")].concat();
    let body = format!(
        "<h1>Outdoor</h1><h5>Products</h5><p>Canvas tote $35.00</p><div class='grid'>{cards}</div>"
    );
    let tab = Tab::fresh(Page::at("/collections/outdoor", &body)).await;
    reader(&tab).await;
    assert_eq!(
        tab.see("story.snapshot().specs").await,
        json!([]),
        "no label of a maker"
    );
    assert_eq!(
        tab.see(
            "[...document.querySelectorAll('.grid a')].map((link) => story.cardFacts(link)?.title)"
        )
        .await,
        json!(["boots", "jacket"])
    );
}
