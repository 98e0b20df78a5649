//! What is remembered on the device, where the device lets us, and that a page never notices where it does not.

use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::shop::{LEAVE, VISITOR, open_shop, product_page, profile, returning_shopper};
use crate::tab::{Tab, text};

/// Two looks at products, said by the shop, for a page has only one.
const LOOKS: &str = "for (const name of ['Clay mug', 'Oak tray']) vitrin('track', 'view_item', { items: [{ item_id: name, item_name: name }] })";

async fn remembered(tab: &Tab) -> Value {
    tab.see("vitrin('recommend', 'recently-viewed').then((all) => all.map(({ title }) => title))")
        .await
}

/// The page goes on with a visit that is kept in memory: nothing is thrown, everything is answered and delivered.
async fn goes_on_in_memory(tab: &Tab) {
    tab.script(LOOKS);
    tab.until("vitrin('recommend', 'recently-viewed').then(({ length }) => length === 2)")
        .await;
    assert_eq!(
        remembered(tab).await,
        json!(["Oak tray", "Clay mug"]),
        "the page's own product is left out"
    );
    tab.script(LEAVE);
    tab.until("[...story.posts, ...story.beacons].flatMap(({ events }) => events).filter(({ name }) => name === 'view_item').length >= 3").await;
}

#[wasm_bindgen_test]
async fn where_storage_is_blocked_the_visit_lives_in_memory() {
    let tab = Tab::fresh(product_page("Desk lamp")).await;
    tab.script("Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied', 'SecurityError') } })");
    tab.start(open_shop()).await;
    goes_on_in_memory(&tab).await;
    assert_eq!(
        tab.see("parent.localStorage.length").await,
        json!(0),
        "nothing got in by another way"
    );
}

#[wasm_bindgen_test]
async fn where_storage_is_full_the_visit_lives_in_memory_and_leaves_no_half_of_it() {
    let tab = Tab::fresh(product_page("Desk lamp")).await;
    tab.script(
        "for (let size = 1 << 22; size; size >>= 1)
           for (;;) try { localStorage.setItem(`shop${size}`, (localStorage.getItem(`shop${size}`) || '') + 'x'.repeat(size)) } catch { break }",
    );
    let shops = tab.see("Object.keys(localStorage).sort()").await;
    tab.start(open_shop()).await;
    goes_on_in_memory(&tab).await;
    assert_eq!(
        tab.see("Object.keys(localStorage).sort()").await,
        shops,
        "only what the shop itself keeps there"
    );
}

#[wasm_bindgen_test]
async fn a_profile_that_cannot_be_read_is_replaced() {
    let tab = Tab::fresh(product_page("Desk lamp")).await;
    tab.see("localStorage.setItem('vitrin', '{\"v\":1,\"views\":[{\"id')")
        .await;
    tab.start(open_shop()).await;
    tab.until("JSON.parse(localStorage.vitrin).views[0].title === 'Desk lamp'")
        .await;
}

#[wasm_bindgen_test]
async fn a_profile_of_a_later_version_is_left_as_it_is() {
    let tab = Tab::fresh(product_page("Desk lamp")).await;
    let later =
        json!({"v": 99, "visitor": "v-later", "seen": "in a way that this version does not know"})
            .to_string();
    tab.see(&format!("localStorage.setItem('vitrin', {})", text(&later)))
        .await;
    tab.start(open_shop()).await;
    tab.script(LOOKS);
    tab.until("vitrin('recommend', 'recently-viewed').then(({ length }) => length === 2)")
        .await;
    // The outbox is stored with the profile, in one go: when it is there, the profile would be too.
    tab.until("Object.keys(localStorage).some((key) => key.startsWith('vitrin.out.'))")
        .await;
    tab.script(LEAVE);
    tab.see("vitrin('explain')").await;
    assert_eq!(tab.see("localStorage.vitrin").await, json!(later));
    let warnings = tab.warnings().await;
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert!(warnings[0].contains("later version"), "{warnings:?}");
}

#[wasm_bindgen_test]
async fn what_one_tab_learns_the_other_knows() {
    let first = returning_shopper(product_page("Desk lamp"), &["Wool rug"]).await;
    first.start(open_shop()).await;
    first
        .until("JSON.parse(localStorage.vitrin).views.length === 2")
        .await;
    let second = Tab::beside(product_page("Clay mug")).await;
    second.start(open_shop()).await;
    first
        .until("vitrin('recommend', 'recently-viewed').then(([latest]) => latest.title === 'Clay mug')")
        .await;
    assert_eq!(remembered(&first).await, json!(["Clay mug", "Wool rug"]));
    assert_eq!(remembered(&second).await, json!(["Desk lamp", "Wool rug"]));
    // Whoever writes last, nothing that the other wrote is lost.
    for tab in [&second, &first] {
        tab.script(LEAVE);
        tab.see("vitrin('explain')").await;
        assert_eq!(
            tab.see("JSON.parse(localStorage.vitrin).views.map(({ title }) => title)")
                .await,
            json!(["Clay mug", "Desk lamp", "Wool rug"])
        );
    }
    let session = |tab: Value| tab["profile"]["session"]["id"].clone();
    assert_eq!(
        session(first.see("vitrin('export')").await),
        session(second.see("vitrin('export')").await),
        "two tabs are one visit"
    );
}

#[wasm_bindgen_test]
async fn another_tabs_broken_write_changes_nothing() {
    let tab = returning_shopper(product_page("Desk lamp"), &["Wool rug"]).await;
    tab.start(open_shop()).await;
    for broken in [
        "{",
        "null",
        &profile(&[]).to_string().replace("\"v\":1", "\"v\":2"),
    ] {
        tab.script(&format!(
            "dispatchEvent(new StorageEvent('storage', {{ key: 'vitrin', newValue: {} }}))",
            text(broken)
        ));
    }
    assert_eq!(remembered(&tab).await, json!(["Wool rug"]));
}

#[wasm_bindgen_test]
async fn what_one_tab_is_told_to_forget_no_tab_brings_back() {
    let first = returning_shopper(product_page("Desk lamp"), &["Wool rug"]).await;
    first.start(open_shop()).await;
    let second = Tab::beside(product_page("Clay mug")).await;
    second.start(open_shop()).await;
    second
        .until("vitrin('recommend', 'recently-viewed').then(({ length }) => length === 2)")
        .await;
    first.see("vitrin('forget')").await;
    second
        .until("vitrin('recommend', 'recently-viewed').then(({ length }) => length === 0)")
        .await;
    for tab in [&second, &first] {
        tab.script(LEAVE);
        tab.see("vitrin('explain')").await;
        assert_eq!(
            tab.see(&format!("Object.values(localStorage).some((text) => text.includes('Wool rug') || text.includes('{VISITOR}'))")).await,
            json!(false)
        );
    }
}
