//! A shop owner clicks settings together in the studio, pastes them into a page, and sees them work.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use vitrin_e2e::{Demo, Shopper, told_in};

told_in!(settings_from_the_studio_work_where_they_are_pasted: chromium firefox webkit);

async fn settings_from_the_studio_work_where_they_are_pasted(shopper: &mut Shopper) -> Result<()> {
    let demo = Demo::open(&[])?;
    shopper
        .goes_to(&format!("{}/studio/index.html", demo.origin))
        .await?;
    let frame = "document.getElementById('frame').contentDocument";
    shopper
        .sees(
            "the preview shows both blocks",
            &format!("{frame} && {frame}.querySelectorAll('vitrin-block a').length > 4"),
        )
        .await?;
    // What a person types and ticks.
    shopper
        .js(
            "const form = document.getElementById('settings');
             const set = (input, value) => {
               input.value = value;
               input.dispatchEvent(new Event('input', { bubbles: true }));
             };
             set(form.elements.feed, '/feed.json');
             form.querySelector('[name=consent][value=granted]').click();
             form.querySelector('[name=\"campaign.email-capture\"]').click();
             const [heading] = [...form.querySelectorAll('#campaigns fieldset')][0].querySelectorAll('input:not([type=checkbox])');
             set(heading, 'Come <b>back</b> soon');
             set(document.querySelector('#blocks fieldset:last-child [placeholder]'), 'h1');",
            &[],
        )
        .await?;
    let text = shopper
        .reads("document.getElementById('json').textContent")
        .await?;
    let settings: Value = serde_json::from_str(text.as_str().context("settings are text")?)?;
    ensure!(
        settings["consent"] == "granted"
            && settings["blocks"] == json!([{"kind": "also-like", "limit": 4, "after": "h1"}])
            && settings["campaigns"][0]["content"][0]["text"] == "Come <b>back</b> soon",
        "{settings}"
    );
    shopper
        .sees(
            "what needs no consent is said to be the shop's word",
            "document.getElementById('checks').textContent.includes('law')",
        )
        .await?;

    // Pasted into a page, they do what they say.
    shopper
        .goes_to(&format!("{}/docs/examples/settings.html", demo.origin))
        .await?;
    shopper.meets_vitrin().await?;
    shopper.vitrin(&[json!("config"), settings]).await?;
    shopper
        .sees(
            "the block stands behind the headline",
            "document.querySelectorAll('h1 + vitrin-block a').length === 4",
        )
        .await?;
    Ok(())
}
