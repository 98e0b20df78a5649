//! What a django-oscar shop taught, told on small pages of our own: for machines that have no such shop.

use anyhow::{Result, ensure};
use serde_json::json;
use vitrin_e2e::{Answers, Pages, Shopper, told_in};

told_in!(a_shop_without_markup_is_understood_by_its_looks: chromium firefox webkit);

const TEA: &str = "Smoked Tea <No. 4> \"Pine\"";

async fn a_shop_without_markup_is_understood_by_its_looks(shopper: &mut Shopper) -> Result<()> {
    let pages = Pages::open(Answers::default()).await?;
    let shop = format!("{}/fixtures/oscar", pages.origin);
    shopper
        .goes_to(&format!("{shop}/catalogue/smoked-tea-no-4_12/"))
        .await?;
    let inspected = shopper.meets_vitrin().await?;
    ensure!(inspected["product"]["title"] == TEA, "{inspected}");
    ensure!(
        inspected["product"]["price"] == json!({ "amount": "1036.28", "currency": "USD" }),
        "{inspected}"
    );
    pages.receives("view_item").await?;

    shopper.goes_to(&format!("{shop}/basket/")).await?;
    let inspected = shopper.meets_vitrin().await?;
    ensure!(inspected["page"]["type"] == "cart", "{inspected}");
    ensure!(
        inspected["cart"].as_array().map(Vec::len) == Some(1),
        "{inspected}"
    );
    pages.receives("view_cart").await?;
    shopper
        .js(
            "document.querySelector('[name=form-0-quantity]').value = 3",
            &[],
        )
        .await?;
    shopper.clicks("#basket button").await?;
    let received = pages.receives("add_to_cart").await?;
    let more = received.only("add_to_cart")?;
    ensure!(
        more["items"][0]["item_name"] == TEA
            && more["items"][0]["quantity"] == 2
            && more["currency"] == "USD",
        "{more}"
    );
    received.is_one_visit()?;
    received.only("view_item")?;
    received.never(&["remove_from_cart", "purchase", "begin_checkout"])
}
