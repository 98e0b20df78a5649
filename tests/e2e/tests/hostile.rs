//! What goes wrong around the widget: the shop works as if it were not there, and the console says at most one thing.

use anyhow::{Result, ensure};
use serde_json::json;
use vitrin_e2e::{Answers, Demo, Pages, Shopper, told_in};

told_in!(broken_markup_costs_only_what_is_broken: chromium firefox webkit);
told_in!(a_wrong_setting_is_named_with_the_nearest: chromium firefox webkit);
told_in!(an_endpoint_that_is_down_gets_it_later_and_once: chromium firefox webkit);
told_in!(an_endpoint_that_is_not_there_is_nobodys_trouble: chromium firefox webkit);
told_in!(without_webassembly_nothing_happens: chromium firefox webkit);

async fn broken_markup_costs_only_what_is_broken(shopper: &mut Shopper) -> Result<()> {
    let pages = Pages::open(Answers::default()).await?;
    shopper
        .goes_to(&format!("{}/broken.html", pages.origin))
        .await?;
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
    let pages = Pages::open(Answers::default()).await?;
    shopper
        .goes_to(&format!("{}/wrong-setting.html", pages.origin))
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
    let pages = Pages::open(Answers {
        events: vec![503, 503],
        ..Answers::default()
    })
    .await?;
    shopper
        .goes_to(&format!("{}/granted.html", pages.origin))
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
    let pages = Pages::open(Answers::default()).await?;
    shopper
        .goes_to(&format!("{}/refused.html", pages.origin))
        .await?;
    shopper.meets_vitrin().await?;
    shop_works(shopper).await?;
    shopper.sees("what could not be sent is kept", "Object.keys(localStorage).some((key) => key.startsWith('vitrin.out.') && localStorage[key].includes('add_to_cart'))").await?;
    let ours: Vec<String> = shopper.console_with("[vitrin]").await?;
    ensure!(ours.len() <= 1, "{ours:?}");
    // The endpoint is moved to one that is there: what was kept goes to it, from the next page.
    shopper
        .goes_to(&format!("{}/granted.html", pages.origin))
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
