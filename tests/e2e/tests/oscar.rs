//! The tag in a real django-oscar shop, which marks nothing up: what a shopper sees there is all there is to understand.

use std::time::Duration;

use anyhow::{Result, ensure};
use fantoccini::key::Key;
use serde_json::json;
use vitrin_e2e::{Answers, Oscar, Pages, Shopper, stays, told_in};

told_in!(six_products_seen_and_one_taken: chromium firefox webkit);

/// Awkward names, a price over a thousand, one sold out, a product that is chosen by its variants, and one of those.
const SEEN: [(&str, &str, f64); 6] = [
    (
        "/catalogue/cafe-creme-cup-saucer_6/",
        "Café Crème Cup & Saucer",
        18.0,
    ),
    (
        "/catalogue/cold-brew-pack-no-4_12/",
        "Cold Brew Pack <No. 4>",
        36.28,
    ),
    (
        "/catalogue/ribbed-midi-dress_29/",
        "Ribbed Midi Dress",
        149.99,
    ),
    (
        "/catalogue/ribbed-midi-dress-m_31/",
        "Ribbed Midi Dress – M",
        139.99,
    ),
    (
        "/catalogue/2-person-tent-fjall-2_101/",
        "2-Person Tent \"Fjäll 2\"",
        755.95,
    ),
    (
        "/catalogue/chefs-knife-8-kohana_4/",
        "Chef's Knife 8\" \"Kōhana\"",
        400.0,
    ),
];

const SOLD_OUT: &str = "Cold Brew Pack <No. 4>";

async fn six_products_seen_and_one_taken(shopper: &mut Shopper) -> Result<()> {
    if let Some(why) = Oscar::skipped() {
        println!("skipped: {why}");
        return Ok(());
    }
    let backend = Pages::open(Answers::default()).await?;
    let shop = Oscar::open(Some(&backend.origin)).await?;

    shopper
        .goes_to(&format!("{}/catalogue/", shop.origin))
        .await?;
    shopper.meets_vitrin().await?;
    for (index, (path, name, _)) in SEEN.iter().enumerate() {
        shopper.goes_to(&format!("{}{path}", shop.origin)).await?;
        shopper.meets_vitrin().await?;
        // What is sold out is not shown again.
        let seen: Vec<_> = SEEN[..index]
            .iter()
            .rev()
            .filter(|(_, name, _)| *name != SOLD_OUT)
            .map(|(path, name, _)| ((*name).to_owned(), (*path).to_owned()))
            .collect();
        if index > 0 {
            let cards = shopper.sees_block("recently-viewed").await?;
            ensure!(
                cards == seen,
                "on {name} recently viewed is {cards:?}, expected {seen:?}"
            );
        }
        if index > 1 {
            let cards = shopper.sees_block("also-like").await?;
            ensure!(
                cards.iter().all(|card| seen.contains(card)),
                "{name} stands beside itself, or what was never seen: {cards:?}"
            );
        }
    }
    let received = backend.receives_times("view_item", SEEN.len()).await?;
    let views = received.named("view_item");
    ensure!(
        views.len() == SEEN.len(),
        "{} products were viewed: {views:#?}",
        views.len()
    );
    for ((path, name, price), view) in SEEN.iter().zip(&views) {
        let item = &view["items"][0];
        ensure!(
            item["item_name"] == *name
                && item["price"].as_f64() == Some(*price)
                && view["currency"] == "USD"
                && view["page"]["type"] == "product",
            "{path} should be {name} for {price} USD: {view}"
        );
    }

    // The shop's own form, which is posted and comes back with the same page.
    shopper
        .follows("#add_to_basket_form button[type=submit], form.add-to-basket button[type=submit]")
        .await?;
    shopper.meets_vitrin().await?;
    shopper.stays_a_while().await?;
    shopper.leaves_through_the_top().await?;
    let popup = shopper.gets_a_popup().await?;
    ensure!(
        popup.lines.len() == 1
            && popup.lines[0].title == SEEN[5].1
            && popup.lines[0].price == "$400.00",
        "the dialog shows {popup:?}"
    );
    shopper.presses(Key::Escape).await?;
    shopper.gets_no_popup().await?;
    let received = backend.receives("campaign_close").await?;
    let added = received.only("add_to_cart")?;
    ensure!(
        added["currency"] == "USD"
            && added["items"][0]["item_name"] == SEEN[5].1
            && added["items"][0]["quantity"] == 1,
        "{added}"
    );

    // On the basket page the quantity is changed by a request, without a reload.
    shopper.goes_to(&format!("{}/basket/", shop.origin)).await?;
    let inspected = shopper.meets_vitrin().await?;
    ensure!(
        inspected["page"]["type"] == "cart"
            && inspected["cart"].as_array().map(Vec::len) == Some(1),
        "{inspected}"
    );
    shopper
        .js(
            "document.querySelector('input[name=form-0-quantity]').value = ''",
            &[],
        )
        .await?;
    shopper.types("input[name=form-0-quantity]", "3").await?;
    shopper
        .clicks("#basket_formset button[type=submit][data-loading-text]")
        .await?;
    backend.receives_times("add_to_cart", 2).await?;
    shopper
        .sees(
            "one line of three",
            "document.querySelector('input[name=form-0-quantity]')?.value === '3'",
        )
        .await?;
    shopper.clicks("[data-behaviours=remove]").await?;
    let received = backend.receives("remove_from_cart").await?;
    let more = received.named("add_to_cart")[1];
    ensure!(
        more["items"][0]["quantity"] == 2,
        "two more make three: {more}"
    );
    let less = received.only("remove_from_cart")?;
    ensure!(
        less["items"][0]["item_name"] == SEEN[5].1 && less["items"][0]["quantity"] == 3,
        "{less}"
    );

    stays(
        "nothing more is told of the cart",
        Duration::from_millis(500),
        async || {
            let received = backend.received();
            Ok(received.named("add_to_cart").len() == 2
                && received.named("remove_from_cart").len() == 1)
        },
    )
    .await?;
    let received = backend.received();
    received.is_one_visit()?;
    received.never(&["purchase", "lead_submit", "begin_checkout"])?;
    let cart = shopper.vitrin(&[json!("export")]).await?;
    ensure!(
        cart["profile"]["cart"].as_array().is_none_or(Vec::is_empty),
        "{cart}"
    );
    Ok(())
}
