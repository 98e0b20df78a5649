//! Cards: the theme's own markup or ours, filled with data that nobody vouches for.

use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::shop::{home_page, open_shop, returning_shopper};
use crate::tab::Tab;

const BELOW_THE_SCREEN: &str = "<div style='height: 2000px'></div>";

/// What a page's handler could put in place of our choice.
const HOSTILE: &str = "document.addEventListener('vitrin-decide', ({ detail }) => {
  const run = 'javascript:window.ran = 1'
  detail.items = [
    { id: 'lamp', title: '<img src=x onerror=\"window.ran = 1\">', url: '/lamp', image: run, other: run, code: 'window.ran = 1' },
    { title: 'Nowhere', url: run },
    { title: 'Bare' },
  ]
})";

async fn filled_with(block: &str, script: &str) -> Tab {
    let page = home_page().with(BELOW_THE_SCREEN).with(block);
    let tab = returning_shopper(page, &["Desk lamp", "Clay mug"]).await;
    tab.script(script);
    tab.start(open_shop()).await;
    tab.until("document.querySelector('vitrin-block').dataset.vitrin === 'filled'")
        .await;
    tab
}

#[wasm_bindgen_test]
async fn a_theme_draws_the_cards_by_its_own_template_in_its_own_list() {
    let tab = filled_with(
        "<vitrin-block kind='recently-viewed'><h2>Seen before</h2><ul class='grid'><template>
           <li class='theme'><a data-bind='href:url'><b data-bind='text: title'>Example</b> <i data-bind='text:price; attr.data-id:id'></i></a></li>
         </template></ul></vitrin-block>",
        "",
    )
    .await;
    assert_eq!(
        tab.see("[...document.querySelectorAll('ul.grid > li.theme > a')].map((card) => [card.getAttribute('href'), card.textContent, card.lastElementChild.dataset.id])").await,
        json!([
            ["/products/desk-lamp", "Desk lamp €29.00", "desk-lamp"],
            ["/products/clay-mug", "Clay mug €29.00", "clay-mug"]
        ])
    );
    assert_eq!(
        tab.see("document.querySelectorAll('.vitrin-cards, .vitrin-heading').length")
            .await,
        json!(0),
        "nothing of ours where the theme has its own"
    );
}

#[wasm_bindgen_test]
async fn what_a_template_binds_can_be_read_and_not_run() {
    let tab = filled_with(
        "<vitrin-block kind='recently-viewed'><template><li>
           <a data-bind='href:url'><img src='/example.png' data-bind='src:image; alt:title'><b data-bind='text:title'>Example</b></a>
           <a class='other' href='/example' data-bind='href:other'></a>
           <p data-bind='onclick:code; attr.onclick:code; attr.style:code; attr.srcdoc:title; innerHTML:title; attr.data-id:id; attr.:code; attr.data- x:code'></p>
         </li></template></vitrin-block>",
        HOSTILE,
    )
    .await;
    assert_eq!(
        tab.see("[...document.querySelectorAll('vitrin-block b')].map((one) => one.textContent)")
            .await,
        json!(["<img src=x onerror=\"window.ran = 1\">", "Bare"]),
        "text stays text, and a card that leads to code is no card"
    );
    let attributes = |selector: &str| {
        format!(
            "[...document.querySelectorAll('vitrin-block {selector}')].map((one) => Object.fromEntries([...one.attributes].filter(({{ name }}) => name !== 'data-bind').map(({{ name, value }}) => [name, value])))"
        )
    };
    assert_eq!(
        tab.see(&attributes("li > a:first-child")).await,
        json!([{"href": "/lamp"}, {}])
    );
    assert_eq!(
        tab.see(&attributes("img")).await,
        json!([{"alt": "<img src=x onerror=\"window.ran = 1\">"}, {"alt": "Bare"}]),
        "no card shows the template's example"
    );
    assert_eq!(
        tab.see(&attributes(".other")).await,
        json!([{"class": "other"}, {"class": "other"}])
    );
    assert_eq!(
        tab.see(&attributes("p")).await,
        json!([{"data-id": "lamp"}, {}]),
        "attributes that do something are not bound"
    );
    tab.see("document.querySelectorAll('vitrin-block *').forEach((one) => one.tagName !== 'A' && one.click())")
        .await;
    assert_eq!(tab.see("window.ran").await, json!(null));
}

#[wasm_bindgen_test]
async fn our_own_cards_take_the_same_data_as_text() {
    let tab = filled_with(
        "<vitrin-block kind='recently-viewed'></vitrin-block>",
        HOSTILE,
    )
    .await;
    assert_eq!(
        tab.see("[...document.querySelectorAll('.vitrin-card')].map((card) => [card.textContent, card.firstElementChild.getAttribute('href'), card.querySelectorAll('img').length])").await,
        json!([["<img src=x onerror=\"window.ran = 1\">", "/lamp", 0], ["Bare", null, 0]])
    );
    assert_eq!(tab.see("window.ran").await, json!(null));
}
