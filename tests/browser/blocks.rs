//! Blocks in the document: filled where there is room, and never at the price of moving what the shopper sees.

use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::shop::{LEAVE, SENT, home_page, listen, open_shop, returning_shopper};
use crate::tab::Tab;

const BLOCK: &str = "<vitrin-block kind='recently-viewed' limit='4'></vitrin-block>";
const TALL: &str = "<div style='height: 2000px'></div>";
const STATE: &str = "document.querySelector('vitrin-block').dataset.vitrin";
/// Every height that the block has had.
const MEASURE: &str = "window.heights = []
    new ResizeObserver(([{ target }]) => heights.push(target.offsetHeight)).observe(document.querySelector('vitrin-block'))";
/// Two frames: what has changed has been drawn and measured.
const DRAWN: &str = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))";

async fn heights(tab: &Tab) -> Vec<u32> {
    tab.see(DRAWN).await;
    let mut all: Vec<u32> = serde_json::from_value(tab.see("heights").await).unwrap_or_default();
    all.dedup();
    all
}

#[wasm_bindgen_test]
async fn with_its_room_reserved_a_block_fills_in_view_and_moves_nothing() {
    let page = home_page().with(BLOCK).with("<p id='below'>Below</p>");
    let tab = returning_shopper(page, &["Desk lamp", "Clay mug"]).await;
    tab.styled().await;
    tab.script(MEASURE);
    let below = "document.querySelector('#below').getBoundingClientRect().top";
    let stood = tab.see(below).await;
    tab.start(open_shop()).await;
    tab.until(&format!("{STATE} === 'filled'")).await;
    assert_eq!(heights(&tab).await.len(), 1, "{:?}", heights(&tab).await);
    assert_eq!(tab.see(below).await, stood);
    assert_eq!(
        tab.see("[...document.querySelectorAll('.vitrin-heading, .vitrin-title')].map((one) => one.textContent)").await,
        json!(["Recently viewed", "Desk lamp", "Clay mug"])
    );
}

#[wasm_bindgen_test]
async fn without_room_a_block_waits_until_nobody_sees_it() {
    let page = home_page().with(TALL).with(BLOCK).with(TALL);
    let tab = returning_shopper(page, &["Desk lamp"]).await;
    tab.script("scrollTo(0, 1900)");
    tab.script(MEASURE);
    listen(&tab);
    tab.start(open_shop()).await;
    tab.until("told.some(([name]) => name === 'decide')").await;
    assert_eq!(heights(&tab).await, [0]);
    assert_eq!(tab.see(STATE).await, json!(null));
    assert_eq!(
        tab.see("told.filter(([name]) => name === 'render').length")
            .await,
        json!(0)
    );
    tab.script("scrollTo(0, 0)");
    tab.until(&format!("{STATE} === 'filled'")).await;
    tab.until("told.some(([name]) => name === 'render')").await;
}

#[wasm_bindgen_test]
async fn with_nothing_to_show_the_room_stays_until_nobody_sees_it() {
    let page = home_page().with(TALL).with(BLOCK).with(TALL);
    let tab = Tab::fresh(page).await;
    tab.styled().await;
    tab.script("scrollTo(0, 1900)");
    tab.script(MEASURE);
    tab.start(open_shop()).await;
    tab.until(&format!("{STATE} === 'hold'")).await;
    let held = heights(&tab).await;
    assert!(held.len() == 1 && held[0] > 100, "{held:?}");
    tab.script("scrollTo(0, 0)");
    tab.until(&format!("{STATE} === 'empty'")).await;
    assert_eq!(heights(&tab).await, [held[0], 0]);
}

#[wasm_bindgen_test]
async fn after_a_no_nobody_sees_the_history_any_more_and_nothing_moves() {
    let page = home_page().with(BLOCK).with(TALL);
    let tab = returning_shopper(page, &["Desk lamp"]).await;
    tab.styled().await;
    tab.script(MEASURE);
    tab.start(open_shop()).await;
    tab.until(&format!("{STATE} === 'filled'")).await;
    let stood = heights(&tab).await;
    tab.script("vitrin('consent', { personalization: false })");
    tab.until(&format!("{STATE} === 'hold'")).await;
    assert_eq!(
        tab.see(
            "document.querySelector('.vitrin-card').checkVisibility({ visibilityProperty: true })"
        )
        .await,
        json!(false)
    );
    assert_eq!(heights(&tab).await, stood, "its room stays");
}

#[wasm_bindgen_test]
async fn below_the_screen_an_empty_block_takes_no_room_at_all() {
    let tab = Tab::fresh(home_page().with(TALL).with(BLOCK)).await;
    tab.styled().await;
    tab.start(open_shop()).await;
    tab.until(&format!("{STATE} === 'empty'")).await;
    assert_eq!(
        tab.see("document.querySelector('vitrin-block').offsetHeight")
            .await,
        json!(0)
    );
}

#[wasm_bindgen_test]
async fn a_block_that_the_page_takes_away_is_gone_and_one_that_comes_back_is_filled_again() {
    let page = home_page().with(TALL).with(BLOCK);
    let tab = returning_shopper(page, &["Desk lamp"]).await;
    tab.start(open_shop()).await;
    tab.until(&format!("{STATE} === 'filled'")).await;
    tab.script("window.block = document.querySelector('vitrin-block'); block.remove()");
    assert_eq!(
        tab.see("vitrin('explain').then(({ blocks }) => blocks)")
            .await,
        json!([])
    );
    assert_eq!(
        tab.see("block.childNodes.length").await,
        json!(0),
        "our cards are not left in it"
    );
    tab.script("document.body.append(block)");
    tab.until("block.querySelectorAll('.vitrin-card').length === 1")
        .await;
}

#[wasm_bindgen_test]
async fn a_click_on_a_card_is_told_to_the_page_and_to_the_backend() {
    let page = home_page().with(TALL).with(BLOCK);
    let tab = returning_shopper(page, &["Desk lamp", "Clay mug"]).await;
    listen(&tab);
    tab.start(open_shop()).await;
    tab.until(&format!("{STATE} === 'filled'")).await;
    // The page routes by itself; on the way up it has the last word.
    tab.script("document.addEventListener('click', (event) => event.preventDefault())");
    tab.script("document.querySelectorAll('.vitrin-title')[1].click()");
    tab.script(LEAVE);
    assert_eq!(
        tab.see("told.filter(([name]) => name === 'select').map(([, { kind, items }]) => [kind, items.map(({ id }) => id)])").await,
        json!([["recently-viewed", ["clay-mug"]]])
    );
    assert_eq!(
        tab.see(&format!("{SENT}.filter(({{ name }}) => /click|select/.test(name)).map(({{ name, block, items }}) => [name, block, items[0].item_id, items[0].index])")).await,
        json!([["rec_click", "recently-viewed", "clay-mug", 1]]),
        "once, and not as a click in a list of the shop too"
    );
}

#[wasm_bindgen_test]
async fn a_page_may_say_no_to_a_block_and_its_own_mistakes_are_its_own() {
    let page = home_page()
        .with(TALL)
        .with(BLOCK)
        .with("<vitrin-block id='other' kind='recently-viewed'></vitrin-block>");
    let tab = returning_shopper(page, &["Desk lamp"]).await;
    tab.script(
        "document.addEventListener('vitrin-decide', (event) => {
           if (event.target.id !== 'other') return event.preventDefault()
           throw new Error('a mistake of the shop')
         })",
    );
    tab.start(open_shop()).await;
    tab.until("document.querySelector('#other').dataset.vitrin === 'filled'")
        .await;
    tab.until(&format!("{STATE} === 'empty'")).await;
    let faults = tab.faults().await;
    assert!(
        faults.len() == 1 && faults[0].contains("a mistake of the shop"),
        "{faults:?}"
    );
}
