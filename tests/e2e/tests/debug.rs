//! Somebody who works on the shop asks the page itself why it is as it is, by keyboard, and nothing of the panel is left behind.

use anyhow::Result;
use vitrin_e2e::{Demo, Shopper, told_in};

told_in!(the_debug_panel_tells_why_and_goes_without_a_trace: chromium firefox webkit);

const PANEL: &str = "document.querySelector('vitrin-debug').shadowRoot";

async fn the_debug_panel_tells_why_and_goes_without_a_trace(shopper: &mut Shopper) -> Result<()> {
    let demo = Demo::open(&[])?;
    let lamp = format!("{}/p/mane-paper-pendant/", demo.origin);
    shopper.goes_to(&lamp).await?;
    shopper.meets_vitrin().await?;
    shopper
        .sees(
            "who does not ask loads no panel",
            "!performance.getEntriesByType('resource').some(({ name }) => name.includes('debug'))",
        )
        .await?;
    shopper.goes_to(&format!("{lamp}?vitrin-debug")).await?;
    shopper
        .sees(
            "the product and where it comes from",
            &format!("document.querySelector('vitrin-debug') && /Paper Pendant[^]*json-ld/.test({PANEL}.querySelector('[role=tabpanel]').textContent)"),
        )
        .await?;
    let key = |name: &str| {
        format!(
            "{PANEL}.querySelector('[aria-selected=true]').dispatchEvent(new KeyboardEvent('keydown', {{ key: '{name}', bubbles: true, composed: true }}))"
        )
    };
    for _ in 0..2 {
        shopper.js(&key("ArrowRight"), &[]).await?;
    }
    shopper
        .sees(
            "each rule of a campaign with its value",
            &format!("/cart-rescue[^]*audience[^]*no/.test({PANEL}.querySelector('[role=tabpanel]').textContent)"),
        )
        .await?;
    shopper.js(&key("Escape"), &[]).await?;
    shopper
        .sees("it is gone", "!document.querySelector('vitrin-debug')")
        .await?;
    Ok(())
}
