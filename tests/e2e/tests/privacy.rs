//! A shopper looks at what is remembered, takes it home, pauses it, and erases it; where nothing may be remembered the panel says so.

use anyhow::{Result, ensure};
use fantoccini::Locator;
use fantoccini::key::Key;
use serde_json::{Value, json};
use vitrin_e2e::{Answers, Demo, Pages, Shopper, told_in, until};

told_in!(what_is_remembered_is_seen_saved_paused_and_erased: chromium firefox webkit);
told_in!(where_nothing_may_be_remembered_the_panel_says_so: chromium firefox webkit);

/// Everything of ours on the device, by its key.
const STORED: &str = "Object.fromEntries(Object.keys(localStorage).filter((key) => /^vitrin/.test(key)).map((key) => [key, JSON.parse(localStorage.getItem(key))]))";

/// The panel, in scripts.
const PANEL: &str = "document.querySelector('vitrin-privacy').shadowRoot";

async fn what_is_remembered_is_seen_saved_paused_and_erased(shopper: &mut Shopper) -> Result<()> {
    let demo = Demo::open(&[])?;
    let page = |path: &str| format!("{}{path}", demo.origin);
    shopper.goes_to(&page("/p/mane-paper-pendant/")).await?;
    shopper.meets_vitrin().await?;
    ensure!(
        shopper
            .reads(
                "performance.getEntriesByType('resource').some(({ name }) => /privacy/.test(name))"
            )
            .await?
            == false,
        "a page without the panel loaded it"
    );
    shopper.goes_to(&page("/search/?q=walnut")).await?;
    shopper.meets_vitrin().await?;

    // See.
    shopper.goes_to(&page("/privacy/")).await?;
    row_says(shopper, "Products you looked at", "Måne Paper Pendant").await?;
    row_says(shopper, "What you searched for", "walnut").await?;
    says(shopper, "state", "This is kept on this device").await?;
    shopper
        .sees(
            "every button is a native one, and large enough for a finger",
            &format!(
                "[...{PANEL}.querySelectorAll('button, summary')].filter((one) => one.checkVisibility()).every((one) => one.getBoundingClientRect().height >= 44)"
            ),
        )
        .await?;

    // Save: what is in the file is what is stored.
    shopper
        .js(
            "const make = URL.createObjectURL; URL.createObjectURL = (blob) => { blob.text().then((text) => (window.file = text)); return make.call(URL, blob) }",
            &[],
        )
        .await?;
    presses(shopper, "save").await?;
    let file = shopper.sees("a file", "window.file").await?;
    let file: Value = serde_json::from_str(file.as_str().unwrap_or_default())?;
    let (mut file, mut stored) = (file, shopper.reads(STORED).await?);
    ensure!(file["vitrin"]["views"][0]["title"] == "Måne Paper Pendant");
    // What waits to be sent is sent meanwhile.
    for both in [&mut file, &mut stored] {
        if let Some(all) = both.as_object_mut() {
            all.retain(|key, _| key == "vitrin");
        }
    }
    ensure!(file == stored, "{file} is in the file, {stored} is stored");
    says(shopper, "status", "Your file is ready.").await?;

    // Pause: nothing new is remembered, on no page.
    presses(shopper, "pause").await?;
    says(shopper, "state", "Paused").await?;
    shopper.goes_to(&page("/p/badstue-scented-candle/")).await?;
    shopper.meets_vitrin().await?;
    shopper.goes_to(&page("/search/?q=linen")).await?;
    shopper.meets_vitrin().await?;
    shopper.stays_a_while().await?;
    shopper.goes_to(&page("/privacy/")).await?;
    says(shopper, "state", "Paused").await?;
    row_says(shopper, "Products you looked at", "Måne Paper Pendant").await?;
    let kept = shopper.reads(STORED).await?;
    ensure!(
        kept["vitrin"]["views"].as_array().map(Vec::len) == Some(1),
        "{kept}"
    );
    ensure!(
        kept["vitrin"]["notes"]["searched"] == json!(["walnut"])
            && kept["vitrin"]["search"] == "walnut",
        "{kept}"
    );

    // Erasing asks first, and who thinks better of it loses nothing.
    presses(shopper, "erase").await?;
    shopper.presses(Key::Escape).await?;
    shopper
        .sees(
            "the question is gone and the button has the focus again",
            &format!("{PANEL}.activeElement?.matches('[part~=erase]') && !{PANEL}.querySelector('[part=confirm]').checkVisibility()"),
        )
        .await?;
    let still = shopper.reads(STORED).await?;
    ensure!(
        still["vitrin"]["views"] == kept["vitrin"]["views"],
        "nothing was to be erased: {still}"
    );

    // Who has paused stays unremembered.
    presses(shopper, "erase").await?;
    presses(shopper, "confirm-erase").await?;
    says(shopper, "status", "Only your wish to pause is kept").await?;
    let kept = shopper.reads(STORED).await?;
    ensure!(
        kept["vitrin"]["paused"] == true && kept["vitrin"]["views"] == json!([]),
        "{kept}"
    );

    // Who has not leaves nothing.
    presses(shopper, "pause").await?;
    says(shopper, "status", "Resumed.").await?;
    presses(shopper, "erase").await?;
    presses(shopper, "confirm-erase").await?;
    says(shopper, "status", "Everything is erased.").await?;
    shopper
        .sees("0 keys", &format!("!Object.keys({STORED}).length"))
        .await?;
    shopper
        .still_sees("0 keys", &format!("!Object.keys({STORED}).length"))
        .await?;
    says(shopper, "state", "Nothing is remembered so far.").await?;

    shopper.vitrin(&[json!("destroy")]).await?;
    shopper
        .sees(
            "the shop's own words are back",
            "document.querySelector('vitrin-privacy p').checkVisibility()",
        )
        .await?;
    Ok(())
}

async fn where_nothing_may_be_remembered_the_panel_says_so(shopper: &mut Shopper) -> Result<()> {
    let pages = Pages::open(Answers::default()).await?;
    shopper
        .goes_to(&format!("{}/privacy.html", pages.origin))
        .await?;
    says(
        shopper,
        "state",
        "Nothing is remembered unless you allow it",
    )
    .await?;
    let stored = shopper.stored().await?;
    ensure!(stored["local"] == json!([]), "{stored}");
    shopper
        .sees(
            "there is nothing to save, pause or erase",
            &format!("[...{PANEL}.querySelectorAll('[part=actions] > [part~=button]')].slice(0, 3).every(({{ disabled }}) => disabled)"),
        )
        .await?;

    // The panel tells of a yes as soon as it is said.
    shopper
        .vitrin(&[
            json!("consent"),
            json!({ "personalization": true, "analytics": false }),
        ])
        .await?;
    says(shopper, "state", "This is kept on this device").await?;
    shopper
        .sees(
            "which of the two was allowed",
            &format!("[...{PANEL}.querySelectorAll('dd')].map((one) => one.textContent).join() === 'Allowed,Not allowed'"),
        )
        .await?;

    // What an earlier visit or version has left is seen and erased without a yes, whatever it is.
    shopper
        .goes_to(&format!("{}/privacy.html?again", pages.origin))
        .await?;
    shopper.meets_vitrin().await?;
    shopper
        .js(
            r#"localStorage.setItem('vitrin', '{"v":1,"views":[{"url":"http://","title":"Left behind","at":"x"},null],"cart":null,"notes":7}'); localStorage.setItem('vitrin.out.x', '{')"#,
            &[],
        )
        .await?;
    shopper
        .goes_to(&format!("{}/privacy.html", pages.origin))
        .await?;
    row_says(shopper, "Products you looked at", "Left behind").await?;
    presses(shopper, "erase").await?;
    presses(shopper, "confirm-erase").await?;
    says(shopper, "status", "Everything is erased.").await?;
    let stored = shopper.stored().await?;
    ensure!(stored["local"] == json!([]), "{stored}");

    shopper
        .goes_to(&format!("{}/privacy.html?blocked", pages.origin))
        .await?;
    says(shopper, "state", "this browser does not allow it").await?;
    Ok(())
}

/// Waits until a part of the panel says so.
async fn says(shopper: &Shopper, part: &str, text: &str) -> Result<()> {
    shopper
        .sees(
            &format!("{part}: {text}"),
            &format!("document.querySelector('vitrin-privacy')?.shadowRoot?.querySelector('[part={part}]')?.textContent.includes('{text}')"),
        )
        .await?;
    Ok(())
}

/// Opens a row by its heading, as a shopper would, and waits until it says so.
async fn row_says(shopper: &Shopper, heading: &str, text: &str) -> Result<()> {
    shopper
        .sees(
            &format!("{heading}: {text}"),
            &format!(
                "(() => {{
                  const rows = document.querySelector('vitrin-privacy')?.shadowRoot?.querySelectorAll('details') ?? [];
                  const row = [...rows].find((one) => one.querySelector('h3').textContent === '{heading}');
                  if (row && !row.open) row.querySelector('summary').click();
                  return row?.querySelector('ul').innerText.includes('{text}');
                }})()"
            ),
        )
        .await?;
    Ok(())
}

/// Presses a button of the panel, with the pointer.
async fn presses(shopper: &Shopper, part: &str) -> Result<()> {
    until(&format!("{part} can be pressed"), async || {
        let host = shopper
            .client()
            .find(Locator::Css("vitrin-privacy"))
            .await?;
        let button = host
            .shadow_root()
            .await?
            .find(Locator::Css(&format!("[part~={part}]")))
            .await?;
        if !button.is_enabled().await? {
            return Ok(None);
        }
        button.click().await?;
        Ok(Some(()))
    })
    .await
}
