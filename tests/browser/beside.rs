//! What stands beside cards: reasons, the shopper's hold on the history, a bundle; at no time more room than there was.
//! `shelf/` is a shelf of four products: a lamp, and what orders hold with it.

use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::shop::{LEAVE, SENT, home_page, listen, open_shop, product_page, returning_shopper};
use crate::tab::Tab;

const STATE: &str = "document.querySelector('vitrin-block').dataset.vitrin";
const MEASURE: &str = "window.heights = []
    new ResizeObserver(([{ target }]) => heights.push(target.offsetHeight)).observe(document.querySelector('vitrin-block'))";
const DRAWN: &str = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))";

async fn heights(tab: &Tab) -> usize {
    tab.see(DRAWN).await;
    let mut all: Vec<u32> = serde_json::from_value(tab.see("heights").await).unwrap_or_default();
    all.dedup();
    all.len()
}

async fn filled(page: crate::tab::Page, settings: Value) -> Tab {
    let tab = returning_shopper(page, &["Clay mug", "Desk lamp"]).await;
    tab.styled().await;
    tab.script(MEASURE);
    listen(&tab);
    tab.start(settings).await;
    tab.until(&format!("{STATE} === 'filled'")).await;
    tab
}

#[wasm_bindgen_test]
async fn a_card_says_why_it_is_there_when_asked_and_asking_is_no_click_on_it() {
    let page =
        home_page().with("<vitrin-block kind='recently-viewed' limit='4' why></vitrin-block>");
    let tab = filled(page, open_shop()).await;
    let open = "[...document.querySelectorAll('.vitrin-reasons')].map(({ hidden }) => hidden)";
    assert_eq!(tab.see(open).await, json!([true, true]));
    tab.script("document.querySelector('.vitrin-why').click()");
    assert_eq!(tab.see(open).await, json!([false, true]));
    assert_eq!(
        tab.see("document.querySelector('.vitrin-reasons li').textContent")
            .await,
        json!("You looked at it")
    );
    assert_eq!(
        tab.see("document.querySelector('.vitrin-why').dispatchEvent(new KeyboardEvent('keydown', { key: 'Tab', bubbles: true, cancelable: true }))")
            .await,
        json!(true),
        "Tab leads on"
    );
    tab.script("document.querySelector('.vitrin-why').dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))");
    assert_eq!(tab.see(open).await, json!([true, true]));
    assert_eq!(heights(&tab).await, 1);
    tab.script(LEAVE);
    assert_eq!(
        tab.see("told.filter(([name]) => name === 'select')").await,
        json!([])
    );
    assert_eq!(
        tab.see(&format!(
            "{SENT}.filter(({{ name }}) => /click|select/.test(name))"
        ))
        .await,
        json!([])
    );
}

#[wasm_bindgen_test]
async fn nothing_stands_beside_cards_unless_the_shop_asks_for_it() {
    let page = home_page().with("<vitrin-block kind='recently-viewed' limit='4'></vitrin-block>");
    let tab = filled(page, open_shop()).await;
    assert_eq!(
        tab.see("document.querySelectorAll('.vitrin-beside, vitrin-block button').length")
            .await,
        json!(0)
    );
    assert_eq!(
        tab.see("performance.getEntriesByType('resource').filter(({ name }) => /blocks-more/.test(name)).length").await,
        json!(0)
    );
}

#[wasm_bindgen_test]
async fn a_history_is_cleared_and_paused_in_its_block_and_its_room_stays() {
    let page = home_page().with(
        "<vitrin-block kind='recently-viewed' limit='4'></vitrin-block><p id='below'>Below</p>",
    );
    let mut settings = open_shop();
    settings["controls"] = true.into();
    let tab = filled(page, settings).await;
    let below = "document.querySelector('#below').getBoundingClientRect().top";
    let stood = tab.see(below).await;
    tab.script("document.querySelectorAll('.vitrin-control')[0].click()");
    assert_eq!(
        tab.see("vitrin('history')").await,
        json!({"paused": true, "products": 2})
    );
    tab.script("document.querySelectorAll('.vitrin-control')[1].click()");
    assert_eq!(
        tab.see("vitrin('history')").await,
        json!({"paused": true, "products": 0})
    );
    assert_eq!(
        tab.see("document.querySelectorAll('.vitrin-card').length")
            .await,
        json!(0)
    );
    assert_eq!(
        tab.see("document.querySelector('vitrin-block [role=status]').textContent !== ''")
            .await,
        json!(true)
    );
    assert_eq!(heights(&tab).await, 1);
    assert_eq!(tab.see(below).await, stood);
    tab.until("!/desk-lamp|clay-mug/.test(localStorage.vitrin)")
        .await;
    tab.until("JSON.parse(localStorage.vitrin).paused === true")
        .await;
}

#[wasm_bindgen_test]
async fn a_bundle_has_a_total_and_the_shop_itself_puts_it_into_the_cart() {
    let page = product_page("Desk lamp")
        .with("<vitrin-block kind='bought-together' limit='3' add></vitrin-block>");
    let mut settings = open_shop();
    settings["shelf"] = "/tests/browser/shelf".into();
    let tab = filled(page, settings).await;
    assert_eq!(
        tab.see("[...document.querySelectorAll('.vitrin-heading, .vitrin-title, .vitrin-total')].map((one) => one.textContent.replace(/\\s/g, ' '))").await,
        json!(["Often bought together", "Light bulb", "Linen shade", "All 3 together: €55.00"]),
        "29 for the lamp, 12.50 and 13.50"
    );
    assert_eq!(heights(&tab).await, 1);
    let press = "document.querySelector('.vitrin-add')";
    tab.script(&format!("{press}.click()"));
    assert_eq!(
        tab.see(&format!("{press}.disabled")).await,
        json!(false),
        "nobody has taken it: nothing is claimed"
    );
    tab.script(
        "document.addEventListener('vitrin-add', ({ detail }) => {
           window.added = detail.items.map(({ id, quantity }) => [id, quantity])
           detail.done = Promise.resolve()
         })",
    );
    tab.script(&format!("{press}.click()"));
    tab.until(&format!(
        "{press}.querySelector('.vitrin-either:not([inert])').textContent === 'Added'"
    ))
    .await;
    assert_eq!(
        tab.see("added").await,
        json!([["desk-lamp", 1], ["light-bulb", 1], ["linen-shade", 1]])
    );
}

#[wasm_bindgen_test]
async fn with_a_heading_of_the_shop_s_own_nothing_else_steps_in_under_it() {
    let page = product_page("Desk lamp")
        .with("<div style='height: 2000px'></div>")
        .with("<vitrin-block id='own' kind='best-sellers'><h2>What sells</h2></vitrin-block><vitrin-block id='ours' kind='bought-together'></vitrin-block>");
    let tab = returning_shopper(page, &["Clay mug"]).await;
    tab.start(open_shop()).await;
    tab.until("document.querySelector('#own').dataset.vitrin === 'empty'")
        .await;
    tab.until("document.querySelector('#ours').dataset.vitrin === 'filled'")
        .await;
    assert_eq!(
        tab.see("document.querySelector('#ours .vitrin-heading').textContent")
            .await,
        json!("You may also like"),
        "no orders: it says what it is"
    );
}

#[wasm_bindgen_test]
async fn a_card_may_be_drawn_by_the_shop_s_server_and_what_does_not_come_is_ours() {
    let page = home_page().with("<div style='height: 2000px'></div>").with(
        "<vitrin-block kind='recently-viewed' card-src='/tests/browser/card-{handle}.html'></vitrin-block>",
    );
    let tab = returning_shopper(page, &["Desk lamp", "Clay mug"]).await;
    tab.start(open_shop()).await;
    tab.until(&format!("{STATE} === 'filled'")).await;
    assert_eq!(
        tab.see("[...document.querySelector('.vitrin-cards').children].map((card) => [card.className, card.textContent.trim()])").await,
        json!([["theirs", "The shop's own lamp"], ["vitrin-card", "Clay mug€29.00"]])
    );
    assert_eq!(
        tab.see("window.ran").await,
        json!(null),
        "its scripts do not run"
    );
}
