//! Pages that forbid much: strict content security policies, and WebAssembly refused.

use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::shop::{RECORDS, home_page, listen, open_shop, returning_shopper};
use crate::tab::Tab;

const BELOW: &str =
    "<div style='height: 2000px'></div><vitrin-block kind='recently-viewed'></vitrin-block>";

#[wasm_bindgen_test]
async fn where_webassembly_is_refused_nothing_happens_and_one_line_says_why() {
    let tab = Tab::fresh(home_page().with(BELOW)).await;
    tab.styled().await;
    tab.script("vitrin = function () { (vitrin.q = vitrin.q || []).push(arguments) }; window.markup = document.body.innerHTML");
    tab.paste(open_shop(), "script-src 'self'").await;
    tab.until("document.querySelector('vitrin-block').dataset.vitrin === 'off'")
        .await;
    // What a page calls is taken, as ever.
    tab.see("(vitrin('track', 'add_to_cart', { items: [] }), dispatchEvent(new PageTransitionEvent('pagehide')))").await;
    assert_eq!(
        tab.see("[localStorage.length, sessionStorage.length, story.posts.length, story.beacons.length, story.asked.filter((path) => !/vitrin\\.wasm$/.test(path))]").await,
        json!([0, 0, 0, 0, []])
    );
    assert_eq!(
        tab.see("document.body.innerHTML.replace(' data-vitrin=\"off\"', '') === markup")
            .await,
        json!(true)
    );
    let warnings = tab.warnings().await;
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert!(
        warnings[0].starts_with("[vitrin]") && warnings[0].contains("WebAssembly"),
        "{warnings:?}"
    );
}

#[wasm_bindgen_test]
async fn under_the_strictest_policy_that_lets_it_run_everything_works() {
    let tab = returning_shopper(home_page().with(BELOW), &["Desk lamp", "Clay mug"]).await;
    listen(&tab);
    tab.see("document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => story.faults.push(`${violatedDirective} ${blockedURI}`))").await;
    tab.paste(
        open_shop(),
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'",
    )
    .await;
    tab.until("document.querySelector('vitrin-block').dataset.vitrin === 'filled'")
        .await;
    tab.see("vitrin('show', 'email-capture')").await;
    tab.until(&format!("{RECORDS}.includes('campaign_impression')"))
        .await;
    let inside = "document.querySelector('vitrin-popup').shadowRoot";
    assert_eq!(
        tab.see(&format!("[{inside}.activeElement.textContent, getComputedStyle({inside}.querySelector('[part=close]')).position !== 'static']")).await,
        json!(["Before you go", true]),
        "with its own styles, where every other style is forbidden"
    );
}
