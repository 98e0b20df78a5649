//! What a shopper does to the end: an order, and a newsletter.

use std::time::Duration;

use anyhow::{Result, ensure};
use fantoccini::key::Key;
use serde_json::json;
use vitrin_e2e::{Demo, Shopper, stays, told_in};

told_in!(an_order_is_told_once: chromium firefox webkit);
told_in!(an_address_goes_one_way_only: chromium firefox webkit);

async fn an_order_is_told_once(shopper: &mut Shopper) -> Result<()> {
    let demo = Demo::open(&[])?;
    shopper
        .goes_to(&format!("{}/p/morgen-mug/", demo.origin))
        .await?;
    shopper.meets_vitrin().await?;
    shopper.clicks("form.buy button[type=submit]").await?;
    demo.receives("add_to_cart").await?;
    shopper.follows("a.to-cart").await?;
    shopper.meets_vitrin().await?;
    shopper.follows("a[href='/checkout/'].button").await?;
    shopper.meets_vitrin().await?;
    for (field, text) in [("email", "ada@example.org"), ("phone", "0123456")] {
        shopper.types(&format!("#{field}"), text).await?;
    }
    shopper.clicks("[data-step=contact] [data-next]").await?;
    for (field, text) in [
        ("name", "Ada Example"),
        ("address", "Quay 1"),
        ("postcode", "1000"),
        ("city", "Bergen"),
    ] {
        shopper.types(&format!("#{field}"), text).await?;
    }
    shopper.clicks("[data-step=shipping] [data-next]").await?;

    // Somebody in the middle of paying is not held up.
    shopper.stays_a_while().await?;
    shopper.leaves_through_the_top().await?;
    shopper.gets_no_popup().await?;

    let path = shopper
        .follows("[data-step=payment] button[type=submit]")
        .await?;
    ensure!(path == "/thank-you/", "the order leads to {path}");
    shopper.meets_vitrin().await?;
    demo.receives("purchase").await?;
    let id = shopper
        .reads("new URLSearchParams(location.search).get('order')")
        .await?;

    shopper.client().refresh().await?;
    let inspected = shopper.meets_vitrin().await?;
    ensure!(inspected["page"]["type"] == "purchase", "{inspected}");
    let exported = shopper.vitrin(&[json!("export")]).await?;
    ensure!(
        exported["profile"]["cart"]
            .as_array()
            .is_some_and(Vec::is_empty),
        "the cart is not empty after the order: {exported}"
    );
    shopper.follows("main a.button[href='/']").await?;
    shopper.meets_vitrin().await?;
    stays(
        "the order stays told once",
        Duration::from_millis(500),
        async || Ok(demo.received().await?.named("purchase").len() == 1),
    )
    .await?;

    let received = demo.received().await?;
    received.is_one_visit()?;
    let order = received.only("purchase")?;
    ensure!(
        order["transaction_id"] == id
            && order["currency"] == "EUR"
            && order["items"][0]["item_name"] == "Morgen Mug"
            && order["items"][0]["quantity"] == 1,
        "{order}"
    );
    ensure!(
        order["value"].as_f64() == Some(27.9) && order["shipping"].as_f64() == Some(5.9),
        "with delivery: {order}"
    );
    for step in [
        "view_cart",
        "begin_checkout",
        "add_shipping_info",
        "add_payment_info",
    ] {
        received.only(step)?;
    }
    received.never(&[
        "campaign_impression",
        "checkout_left",
        "cart_left",
        "remove_from_cart",
        "lead_submit",
    ])?;
    let all = received.text();
    for secret in ["ada@example.org", "0123456", "Ada Example", "Quay 1"] {
        ensure!(
            !all.contains(secret),
            "{secret} was sent, and nobody sent it by the widget's own form"
        );
    }
    Ok(())
}

async fn an_address_goes_one_way_only(shopper: &mut Shopper) -> Result<()> {
    let address = "ada@example.org";
    let demo = Demo::open(&[])?;
    shopper
        .goes_to(&format!("{}/p/morgen-mug/", demo.origin))
        .await?;
    shopper.stays_a_while().await?;
    shopper.leaves_through_the_top().await?;
    let popup = shopper.gets_a_popup().await?;
    ensure!(
        popup.lines.is_empty() && popup.heading == "Before you go",
        "the dialog shows {popup:?}"
    );
    demo.receives("campaign_impression").await?;

    shopper
        .types_into_popup("input[type=email]", "not an address")
        .await?;
    shopper.clicks_in_popup("button[part~=submit]").await?;
    shopper.still_sees("the dialog waits for an address", "document.querySelector('vitrin-popup').shadowRoot.querySelector('form input[aria-invalid=true]')").await?;
    ensure!(
        !demo.received().await?.has("lead_submit"),
        "something that is no address was sent"
    );

    shopper
        .types_into_popup("input[type=email]", address)
        .await?;
    shopper.clicks_in_popup("input[type=checkbox]").await?;
    shopper.clicks_in_popup("button[part~=submit]").await?;
    demo.receives("lead_submit").await?;
    shopper
        .sees(
            "thanks, once the shop has the address",
            "document.querySelector('vitrin-popup').shadowRoot.querySelector('[part~=heading]').textContent === 'Thank you'",
        )
        .await?;
    shopper.presses(Key::Escape).await?;
    shopper.gets_no_popup().await?;
    demo.receives("campaign_close").await?;
    shopper.leaves_through_the_top().await?;
    shopper.gets_no_popup().await?;

    let received = demo.received().await?;
    received.is_one_visit()?;
    let lead = received.only("lead_submit")?;
    ensure!(
        lead["lead"]["email"] == address
            && lead["consent"]["given"] == true
            && lead["campaign"] == "email-capture",
        "{lead}"
    );
    let others: String = received
        .once()
        .iter()
        .filter(|event| event["name"] != "lead_submit")
        .map(ToString::to_string)
        .collect();
    ensure!(
        !others.contains(address),
        "the address stands in another event: {others}"
    );
    shopper
        .sees(
            "what was sent is not kept",
            "!Object.keys(localStorage).some((key) => key.startsWith('vitrin.out.'))",
        )
        .await?;
    let kept = shopper
        .reads("JSON.stringify({ ...localStorage, ...sessionStorage }) + document.cookie")
        .await?;
    ensure!(
        !kept.to_string().contains(address),
        "the address is kept: {kept}"
    );
    Ok(())
}
