//! What goes wrong around the widget: the shop works as if it were not there, and the console says at most one thing.

use anyhow::{Result, ensure};
use serde_json::{Value, json};
use vitrin_e2e::{Answers, Asked, Demo, Pages, Reply, Shopper, told_in};

/// What the lamp's page says of Vitrin, and what a shop may have made of it.
const TAG: &str = r#"data-endpoint="/events""#;
const GRANTED: &str = r#"data-endpoint="/events" data-consent="granted""#;
const MISSPELT: &str = r#"data-endpoint="/events" data-fed="/feed.json" data-consent="granted""#;
const NOBODY_LISTENS: &str = r#"data-endpoint="http://127.0.0.1:1/events" data-consent="granted""#;

/// Where the lamp's own markup begins, and what broken markup may stand before it.
const MARKUP: &str = r#"<script type="application/ld+json">"#;
const BROKEN: &str = r#"<script type="application/ld+json">{"@context": "https://schema.org", "@type": "Product", "name": "Torn off</script>
<script type="application/ld+json">[null, {"@type": 7}, "text", {"@graph": {"@type": "Product"}}]</script>
"#;

told_in!(broken_markup_costs_only_what_is_broken: chromium firefox webkit);
told_in!(a_wrong_setting_is_named_with_the_nearest: chromium firefox webkit);
told_in!(an_endpoint_that_is_down_gets_it_later_and_once: chromium firefox webkit);
told_in!(an_endpoint_that_is_not_there_is_nobodys_trouble: chromium firefox webkit);
told_in!(without_webassembly_nothing_happens: chromium firefox webkit);

async fn broken_markup_costs_only_what_is_broken(shopper: &mut Shopper) -> Result<()> {
    let pages = lamps(&[]).await?;
    shopper.goes_to(&format!("{}/broken", pages.origin)).await?;
    let inspected = shopper.meets_vitrin().await?;
    ensure!(
        inspected["product"]["title"] == "Walnut desk lamp"
            && inspected["product"]["price"]["amount"] == "29.00",
        "{inspected}"
    );
    let received = pages.receives("view_item").await?;
    ensure!(
        received.names() == ["page_view", "view_item"],
        "{:?}",
        received.names()
    );
    shop_works(shopper).await?;
    ensure!(
        console(shopper).await?.len() <= 1,
        "{:?}",
        shopper.console().await?
    );
    Ok(())
}

async fn a_wrong_setting_is_named_with_the_nearest(shopper: &mut Shopper) -> Result<()> {
    let pages = lamps(&[]).await?;
    shopper
        .goes_to(&format!("{}/wrong-setting", pages.origin))
        .await?;
    shopper.meets_vitrin().await?;
    pages.receives("view_item").await?;
    shop_works(shopper).await?;
    pages.receives("add_to_cart").await?;
    let said = console(shopper).await?;
    if let Some(said) = said.first() {
        ensure!(
            said.contains("fed") && said.contains("feed") && said.contains("[vitrin]"),
            "{said}"
        );
    }
    let expected = usize::from(shopper.has_console());
    ensure!(said.len() == expected, "{said:?}");
    Ok(())
}

async fn an_endpoint_that_is_down_gets_it_later_and_once(shopper: &mut Shopper) -> Result<()> {
    let pages = lamps(&[503, 503]).await?;
    shopper
        .goes_to(&format!("{}/granted", pages.origin))
        .await?;
    shopper.meets_vitrin().await?;
    shop_works(shopper).await?;
    let received = pages.receives("add_to_cart").await?;
    ensure!(
        received.names() == ["page_view", "view_item", "add_to_cart"],
        "{:?}",
        received.names()
    );
    ensure!(received.copies() == 0, "something was taken twice");
    received.is_one_visit()?;
    ensure!(
        pages.offered().copies() > 0,
        "it was not offered again under the same ids"
    );
    Ok(())
}

async fn an_endpoint_that_is_not_there_is_nobodys_trouble(shopper: &mut Shopper) -> Result<()> {
    let pages = lamps(&[]).await?;
    shopper
        .goes_to(&format!("{}/nobody-listens", pages.origin))
        .await?;
    shopper.meets_vitrin().await?;
    shop_works(shopper).await?;
    shopper.sees("what could not be sent is kept", "Object.keys(localStorage).some((key) => key.startsWith('vitrin.out.') && localStorage[key].includes('add_to_cart'))").await?;
    let ours: Vec<String> = shopper.console_with("[vitrin]").await?;
    ensure!(ours.len() <= 1, "{ours:?}");
    // The endpoint is moved to one that is there: what was kept goes to it, from the next page.
    shopper
        .goes_to(&format!("{}/granted", pages.origin))
        .await?;
    pages.receives("add_to_cart").await?;
    let received = pages.receives_times("view_item", 2).await?;
    ensure!(
        received.named("view_item").len() == 2,
        "one of each page: {:?}",
        received.names()
    );
    ensure!(
        received.named("add_to_cart").len() == 1 && received.copies() == 0,
        "{:?}",
        received.names()
    );
    Ok(())
}

async fn without_webassembly_nothing_happens(shopper: &mut Shopper) -> Result<()> {
    let demo = Demo::open(&["--csp", "script-src 'self'"])?;
    shopper
        .goes_to(&format!("{}/p/morgen-mug/", demo.origin))
        .await?;
    shopper
        .sees("the tag is there", "window.vitrin && window.vitrin.live")
        .await?;
    shopper.clicks("form.buy button[type=submit]").await?;
    shopper
        .sees(
            "the shop's own cart",
            "document.querySelector('[data-cart-count]').textContent === '1'",
        )
        .await?;
    shopper.leaves_through_the_top().await?;
    shopper.gets_no_popup().await?;
    let said = shopper.console_with("[vitrin]").await?;
    ensure!(
        said.len() == usize::from(shopper.has_console()),
        "the console says {said:?}"
    );
    let all = console(shopper).await?;
    ensure!(all.len() <= 1, "the console says {all:?}");
    let stored = shopper.stored().await?;
    ensure!(
        stored["local"].as_array().is_some_and(|keys| keys
            .iter()
            .all(|key| key.as_str().is_some_and(|key| key.starts_with("shop-"))))
            && stored["session"] == json!([])
            && stored["cookies"] == "",
        "{stored}"
    );
    shopper.closes_the_window().await?;
    ensure!(
        demo.received().await?.is_empty(),
        "without WebAssembly was sent: {:?}",
        demo.received().await?.names()
    );
    Ok(())
}

/// A shop of lamps whose door for events first answers with these statuses.
async fn lamps(events: &[u16]) -> Result<Pages> {
    Pages::open(Answers {
        shop: Some(lamp),
        events: events.to_vec(),
        ..Answers::default()
    })
    .await
}

/// The lamp's page, with another tag or other markup by its path.
fn lamp(_: &mut Value, asked: &Asked) -> Option<Reply> {
    let page = include_str!("../pages/lamp.html");
    let granted = page.replace(TAG, GRANTED);
    Some(Reply::page(match asked.path.as_str() {
        "/granted" => granted,
        "/broken" => granted.replacen(MARKUP, &format!("{BROKEN}{MARKUP}"), 1),
        "/wrong-setting" => page.replace(TAG, MISSPELT),
        "/nobody-listens" => page.replace(TAG, NOBODY_LISTENS),
        _ => return None,
    }))
}

/// The shop's own button counts.
async fn shop_works(shopper: &Shopper) -> Result<()> {
    shopper.clicks("#add").await?;
    shopper
        .sees(
            "the shop's own cart counts one",
            "document.querySelector('#count').textContent === '1'",
        )
        .await?;
    Ok(())
}

/// Warnings and errors of the console.
async fn console(shopper: &mut Shopper) -> Result<Vec<String>> {
    Ok([
        shopper.console_with("WARNING").await?,
        shopper.console_with("SEVERE").await?,
    ]
    .concat())
}
