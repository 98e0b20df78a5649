//! A visit to the demo shop: five products, a cart, a wish to leave, and the end of it.

use anyhow::{Context, Result, ensure};
use fantoccini::key::Key;
use serde_json::{Value, json};
use vitrin_e2e::{Demo, Line, Received, Shopper, told_in};

told_in!(five_products_and_a_cart_left_behind: chromium firefox webkit);

/// How the shopper comes to each product, by what is clicked.
const WAY: [&[&str]; 5] = [
    &[
        ".departments a[href='/c/lighting/']",
        ".card[data-id=SK-103] a",
    ],
    &[".grid .card[data-id=SK-104] a"],
    &["vitrin-block[kind=also-like] a"],
    &[
        ".departments a[href='/c/kitchen-table/']",
        ".card[data-id=SK-301] a",
    ],
    &[".departments a[href='/c/bath/']", ".card[data-id=SK-610] a"],
];

async fn five_products_and_a_cart_left_behind(shopper: &mut Shopper) -> Result<()> {
    let demo = Demo::open(&[])?;
    shopper.goes_to(&format!("{}/", demo.origin)).await?;
    shopper.meets_vitrin().await?;

    let mut seen: Vec<(String, String)> = Vec::new();
    for way in WAY {
        for link in way {
            shopper.follows(link).await?;
            shopper.meets_vitrin().await?;
        }
        let inspected = shopper.vitrin(&[json!("inspect")]).await?;
        ensure!(inspected["page"]["type"] == "product", "{inspected}");
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let product = &inspected["product"];
        let here = (
            text(&product["title"]),
            text(&shopper.reads("location.pathname").await?),
        );
        ensure!(
            here.0
                == shopper
                    .reads("document.querySelector('h1').textContent")
                    .await?,
            "understood as {here:?}"
        );
        the_blocks_are_right(shopper, &here, &seen).await?;
        seen.insert(0, here);
    }
    ensure!(
        seen.iter()
            .map(|(name, _)| name.as_str())
            .collect::<Vec<_>>()[..2]
            == ["Kam Pear-wood Comb", "Morgen Mug"],
        "{seen:?}"
    );
    let path = shopper.vitrin_block_leads_to("recently-viewed").await?;
    ensure!(path == seen[1].1, "the first card leads to {path}");

    shopper.clicks("form.buy button[type=submit]").await?;
    shopper
        .sees(
            "the cart counts one",
            "document.querySelector('[data-cart-count]').textContent === '1'",
        )
        .await?;
    shopper.js("document.querySelector('vitrin-block[kind=also-like]').scrollIntoView({ block: 'center' })", &[]).await?;
    demo.receives("rec_impression").await?;

    shopper.stays_a_while().await?;
    ensure!(
        shopper.popup().await?.is_none(),
        "a popup came before the shopper wanted to leave"
    );
    shopper.leaves_through_the_top().await?;
    let popup = shopper.gets_a_popup().await?;
    ensure!(
        popup.lines
            == [Line {
                title: "Kam Pear-wood Comb".into(),
                price: "€16.00".into(),
                quantity: "× 1".into()
            }],
        "the dialog shows {popup:?}"
    );
    ensure!(popup.total == "€16.00", "the dialog shows {popup:?}");
    demo.receives("campaign_impression").await?;
    shopper.presses(Key::Escape).await?;
    shopper.gets_no_popup().await?;
    demo.receives("campaign_close").await?;

    shopper.leaves_through_the_top().await?;
    shopper.gets_no_popup().await?;

    shopper.closes_the_window().await?;
    demo.receives("cart_left").await?;
    everything_was_told_once(&demo.received().await?, &seen)
}

/// Recently viewed holds the others, newest first; also-like never the product on the page, nor another thing twice.
async fn the_blocks_are_right(
    shopper: &Shopper,
    here: &(String, String),
    seen: &[(String, String)],
) -> Result<()> {
    let cards = shopper.sees_block("also-like").await?;
    ensure!(
        !cards.is_empty() && cards.len() <= 4,
        "also like: {cards:?}"
    );
    ensure!(!cards.contains(here), "{here:?} stands beside itself");
    if seen.is_empty() {
        ensure!(
            shopper
                .reads("document.querySelector('vitrin-block[kind=recently-viewed]').offsetHeight")
                .await?
                == 0,
            "an empty block takes room"
        );
    } else {
        let cards = shopper.sees_block("recently-viewed").await?;
        ensure!(
            cards == seen,
            "recently viewed: {cards:?}, expected {seen:?}"
        );
    }
    Ok(())
}

fn everything_was_told_once(received: &Received, seen: &[(String, String)]) -> Result<()> {
    received.is_one_visit()?;
    let told: Vec<String> = received
        .once()
        .iter()
        .map(|event| {
            let name = event["name"].as_str().unwrap_or_default();
            match name {
                "view_item" | "select_item" | "add_to_cart" | "rec_click" => format!(
                    "{name} {}",
                    event["items"][0]["item_name"].as_str().unwrap_or_default()
                ),
                _ => name.to_owned(),
            }
        })
        .collect();
    let third = &seen[2].0;
    let expected: Vec<String> = [
        "page_view",
        "view_item_list",
        "page_view",
        "view_item_list",
        "select_item Ask Desk Lamp, walnut",
        "page_view",
        "view_item Ask Desk Lamp, walnut",
        "view_item_list",
        "select_item Søvnig Floor Lamp",
        "page_view",
        "view_item Søvnig Floor Lamp",
        "view_item_list",
        &format!("rec_click {third}"),
        "page_view",
        &format!("view_item {third}"),
        "view_item_list",
        "page_view",
        "view_item_list",
        "select_item Morgen Mug",
        "page_view",
        "view_item Morgen Mug",
        "view_item_list",
        "page_view",
        "view_item_list",
        "select_item Kam Pear-wood Comb",
        "page_view",
        "view_item Kam Pear-wood Comb",
        "view_item_list",
        "add_to_cart Kam Pear-wood Comb",
        "rec_impression",
        "campaign_impression",
        "campaign_close",
        "cart_left",
    ]
    .iter()
    .map(|told| (*told).to_owned())
    .collect();
    ensure!(told == expected, "told: {told:#?}\nexpected: {expected:#?}");

    let added = received.only("add_to_cart")?;
    ensure!(
        added["currency"] == "EUR" && added["value"].as_f64() == Some(16.0),
        "{added}"
    );
    let item = &added["items"][0];
    ensure!(
        item["item_id"] == "SK-610"
            && item["price"].as_f64() == Some(16.0)
            && item["quantity"] == 1,
        "{added}"
    );
    let left = received.only("cart_left")?;
    ensure!(
        left["items"].as_array().map(Vec::len) == Some(1)
            && left["items"][0]["item_id"] == "SK-610"
            && left["currency"] == "EUR"
            && left["value"].as_f64() == Some(16.0),
        "{left}"
    );
    ensure!(
        received.only("campaign_close")?["reason"] == "escape",
        "{}",
        received.only("campaign_close")?
    );
    ensure!(received.only("campaign_impression")?["campaign"] == "cart-rescue");
    for view in received.named("view_item") {
        ensure!(
            view["currency"] == "EUR" && view["value"].as_f64().is_some_and(|value| value > 0.0),
            "{view}"
        );
    }
    let shown = received.only("rec_impression")?;
    ensure!(
        shown["block"] == "also-like"
            && shown["items"]
                .as_array()
                .is_some_and(|items| !items.is_empty()),
        "{shown}"
    );
    ensure!(
        received.named("select_item")[0]["item_list_name"].is_string(),
        "a list without a name"
    );
    received
        .never(&[
            "purchase",
            "begin_checkout",
            "remove_from_cart",
            "lead_submit",
            "browse_left",
            "consent_update",
        ])
        .context("nobody did that")
}
