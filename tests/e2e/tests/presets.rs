//! Presets as they are. The welcome: who is new is asked once, in two steps and not on arrival; who has subscribed or bought is not asked.
//! Still thinking: what was looked at, of which a click is the campaign's.

use anyhow::{Result, ensure};
use serde_json::{Value, json};
use vitrin_e2e::{Answers, Asked, Pages, Reply, Shopper, told_in};

told_in!(a_newcomer_is_asked_in_two_steps_and_never_again: chromium firefox webkit);
told_in!(who_has_bought_is_not_asked: chromium firefox webkit);
told_in!(a_product_in_a_popup_names_its_campaign: chromium firefox webkit);

/// A lamp, a mug and a chair; `soon` where the shop has set the welcome to two seconds, and an order behind `thanks`.
fn shop(_: &mut Value, asked: &Asked) -> Option<Reply> {
    let (path, query) = asked.path.split_once('?').unwrap_or((&asked.path, ""));
    let body = match path {
        "/p/lamp" | "/p/mug" | "/p/chair" => {
            let product = json!({"@context": "https://schema.org", "@type": "Product", "name": path, "sku": path,
                "offers": {"@type": "Offer", "price": "29.00", "priceCurrency": "EUR", "availability": "https://schema.org/InStock"}});
            format!(
                r#"<script type="application/ld+json">{product}</script><h1>{path}</h1><input id="search">"#
            )
        }
        "/thanks" => r#"<script>window.dataLayer = [{ event: "purchase", ecommerce: { transaction_id: "A-1", currency: "EUR", value: 29, items: [{ item_id: "lamp", item_name: "Lamp", price: 29, quantity: 1 }] } }]</script><h1>Thank you</h1>"#.into(),
        _ => return None,
    };
    let mut welcome = json!({"preset": "welcome"});
    if query == "soon" {
        welcome["when"] = json!({"delay": 2000});
    }
    let settings = json!({"consent": "granted", "endpoint": "/events", "campaigns": [welcome, "still-thinking"]});
    Some(Reply::page(format!(
        r#"<!doctype html><html lang="en"><meta charset="utf-8"><title>Shop</title><link rel="icon" href="data:,">
        <script>window.opened = []; addEventListener("vitrin-open", () => opened.push(performance.now()))</script>
        <script type="application/json" id="vitrin-config">{settings}</script>
        <script async src="/vitrin/vitrin.js"></script><body>{body}"#
    )))
}

/// The popup's inside, in scripts.
const INSIDE: &str = "document.querySelector('vitrin-popup').shadowRoot";

async fn pages() -> Result<Pages> {
    Pages::open(Answers {
        shop: Some(shop),
        ..Answers::default()
    })
    .await
}

/// The welcome's rule of this name, as `explain` tells it.
async fn audience(shopper: &Shopper) -> Result<(Value, String)> {
    let told = shopper.vitrin(&[json!("explain")]).await?;
    let welcome = &told["campaigns"][0];
    Ok((welcome["show"].clone(), welcome["audience"].to_string()))
}

/// Past the moment when somebody new would be asked, nobody was.
async fn is_not_asked(shopper: &Shopper) -> Result<()> {
    shopper.meets_vitrin().await?;
    shopper
        .sees(
            "a newcomer would have been asked",
            "performance.now() > 5000",
        )
        .await?;
    shopper
        .still_sees(
            "nobody is asked",
            "!opened.length && !document.querySelector('vitrin-popup')",
        )
        .await
}

async fn a_newcomer_is_asked_in_two_steps_and_never_again(shopper: &mut Shopper) -> Result<()> {
    let pages = pages().await?;
    let page = |path: &str| format!("{}{path}", pages.origin);
    shopper.goes_to(&page("/p/lamp")).await?;
    shopper.meets_vitrin().await?;
    shopper.clicks("#search").await?;
    shopper
        .still_sees(
            "nobody is asked on arrival",
            "!document.querySelector('vitrin-popup')",
        )
        .await?;
    // Whoever writes is not asked either; so they look elsewhere.
    shopper.js("document.activeElement.blur()", &[]).await?;
    shopper
        .sees("the question", &format!("document.querySelector('vitrin-popup') && {INSIDE}.querySelector('[role=dialog] [part~=heading]')"))
        .await?;
    pages.receives("campaign_impression").await?;
    ensure!(
        shopper.reads("opened[0] >= 20000").await? == true,
        "it came after {} ms",
        shopper.reads("opened[0]").await?
    );
    ensure!(
        shopper
            .reads(&format!("[{INSIDE}.querySelectorAll('input').length, document.activeElement === document.body, {INSIDE}.querySelectorAll('[part~=button]').length]"))
            .await?
            == json!([0, true, 2]),
        "the question first, and beside the page"
    );

    shopper.clicks_in_popup("[part~=primary]").await?;
    shopper
        .sees(
            "the second step, with the focus on it",
            &format!("{INSIDE}.querySelector('[name=email]') && {INSIDE}.activeElement?.matches('[part~=heading]')"),
        )
        .await?;
    pages
        .receives("campaign_step")
        .await?
        .never(&["lead_submit"])?;
    shopper
        .types_into_popup("[name=email]", "ada@shop.example")
        .await?;
    shopper.clicks_in_popup("[name=consent]").await?;
    shopper.clicks_in_popup("[part~=submit]").await?;
    let received = pages.receives("lead_submit").await?;
    let lead = received.only("lead_submit")?;
    ensure!(
        lead["campaign"] == "welcome"
            && lead["lead"]["email"] == "ada@shop.example"
            && lead["consent"]["given"] == true
            && lead["consent"]["double_opt_in"].is_boolean()
            && ["text", "version", "at"]
                .iter()
                .all(|field| lead["consent"][*field]
                    .as_str()
                    .is_some_and(|told| !told.is_empty())),
        "{lead}"
    );
    shopper
        .sees(
            "the thanks",
            &format!(
                "!{INSIDE}.querySelector('form') && {INSIDE}.querySelector('[part~=heading]')"
            ),
        )
        .await?;
    shopper.clicks_in_popup("[part~=button]").await?;
    pages.receives("campaign_close").await?;

    // Never again, however soon and wherever; `explain` says why.
    shopper.goes_to(&page("/p/mug?soon")).await?;
    is_not_asked(shopper).await?;
    let (show, audience) = audience(shopper).await?;
    ensure!(show == false, "{audience}");
    pages.received().only("campaign_impression").map(|_| ())
}

async fn who_has_bought_is_not_asked(shopper: &mut Shopper) -> Result<()> {
    let pages = pages().await?;
    let page = |path: &str| format!("{}{path}", pages.origin);
    shopper.goes_to(&page("/thanks")).await?;
    shopper.meets_vitrin().await?;
    pages.receives("purchase").await?;
    shopper.goes_to(&page("/p/lamp?soon")).await?;
    is_not_asked(shopper).await?;
    let (show, told) = audience(shopper).await?;
    ensure!(show == false && told.contains("buyer"), "{told}");

    // Whom nobody remembers is new again, and is asked.
    shopper.vitrin(&[json!("forget")]).await?;
    shopper.goes_to(&page("/p/mug?soon")).await?;
    shopper
        .sees(
            "the question",
            "opened.length && document.querySelector('vitrin-popup')",
        )
        .await?;
    Ok(())
}

async fn a_product_in_a_popup_names_its_campaign(shopper: &mut Shopper) -> Result<()> {
    let pages = pages().await?;
    for product in ["lamp", "mug", "chair"] {
        shopper
            .goes_to(&format!("{}/p/{product}", pages.origin))
            .await?;
        shopper.meets_vitrin().await?;
    }
    shopper
        .vitrin(&[json!("show"), json!("still-thinking")])
        .await?;
    shopper
        .sees(
            "what was looked at",
            &format!("document.querySelector('vitrin-popup') && {INSIDE}.querySelectorAll('vitrin-block[data-vitrin=filled] a').length === 2"),
        )
        .await?;
    pages.receives("rec_impression").await?;
    shopper.clicks_in_popup("vitrin-block a").await?;
    shopper
        .sees("the product", "location.pathname === '/p/mug'")
        .await?;
    let received = pages.receives("rec_click").await?;
    for name in ["rec_impression", "rec_click"] {
        let told = received.only(name)?;
        ensure!(
            told["campaign"] == "still-thinking"
                && told["block"] == "recently-viewed"
                && told["strategy"] == "recently-viewed",
            "{told}"
        );
    }
    Ok(())
}
