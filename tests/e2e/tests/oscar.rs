//! The tag in a real django-oscar shop, which marks nothing up: what a shopper sees there is all there is to understand.

use std::time::Duration;

use anyhow::{Result, ensure};
use fantoccini::key::Key;
use serde_json::json;
use vitrin_e2e::{Answers, Oscar, Pages, Shopper, stays, told_in};

told_in!(six_products_seen_and_one_taken: chromium firefox webkit);
told_in!(a_visit_from_the_first_list_to_the_order: chromium firefox webkit);
told_in!(an_owner_follows_the_documentation: chromium firefox webkit);

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
        // Without a catalog there is nothing else to advise.
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

/// The visit that follows, as the backend should learn it.
const VISIT: [&str; 34] = [
    "page_view home",
    "view_item_list home",
    "page_view category",
    "view_item_list category",
    "select_item category",
    "page_view product",
    "view_item product",
    "page_view search",
    "search search",
    "view_item_list search",
    "select_item search",
    "page_view product",
    "view_item product",
    "add_to_cart product",
    // The form's answer is the same page: loaded again, not looked at again.
    "page_view product",
    "page_view category",
    "view_item_list category",
    "add_to_cart category",
    "page_view category",
    "page_view cart",
    "view_cart cart",
    "add_to_cart cart",
    "remove_from_cart cart",
    "remove_from_cart cart",
    "page_view checkout",
    "begin_checkout checkout",
    "page_view checkout",
    "page_view checkout",
    "add_shipping_info checkout",
    "page_view checkout",
    "add_payment_info checkout",
    "page_view purchase",
    "purchase purchase",
    "page_view purchase",
];

/// Sends a basket form and waits until the basket has been drawn anew and told of.
async fn sets_quantity(
    shopper: &mut Shopper,
    backend: &Pages,
    to: &str,
    event: &str,
    times: usize,
) -> Result<()> {
    let field = "input[name=form-0-quantity]";
    shopper
        .js(
            &format!("document.querySelector('{field}').value = ''"),
            &[],
        )
        .await?;
    shopper.types(field, to).await?;
    shopper
        .clicks("#basket_formset button[type=submit][data-loading-text]")
        .await?;
    backend.receives_times(event, times).await?;
    Ok(())
}

async fn a_visit_from_the_first_list_to_the_order(shopper: &mut Shopper) -> Result<()> {
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
    let category = ".side_categories a[href*='/category/kitchen-dining'], .breadcrumb a[href*='/category/kitchen-dining']";
    shopper.follows(category).await?;
    shopper.meets_vitrin().await?;
    shopper
        .follows("article.product_pod h3 a[href*='kettle']")
        .await?;
    shopper.meets_vitrin().await?;
    shopper.types("#id_q", "knife\u{e007}").await?;
    shopper
        .sees(
            "the results",
            "/search/.test(location.pathname) && document.readyState === 'complete'",
        )
        .await?;
    shopper.meets_vitrin().await?;
    shopper.follows("article.product_pod h3 a").await?;
    shopper.meets_vitrin().await?;
    shopper
        .follows("#add_to_basket_form button[type=submit], form.add-to-basket button[type=submit]")
        .await?;
    shopper.meets_vitrin().await?;
    shopper.follows(category).await?;
    shopper.meets_vitrin().await?;
    shopper.follows("article.product_pod form button").await?;
    shopper.meets_vitrin().await?;
    shopper.follows(".alert a[href='/basket/']").await?;
    shopper.meets_vitrin().await?;
    backend.receives("view_cart").await?;
    sets_quantity(shopper, &backend, "3", "add_to_cart", 3).await?;
    shopper
        .sees(
            "three of it",
            "document.querySelector('input[name=form-0-quantity]')?.value === '3'",
        )
        .await?;
    sets_quantity(shopper, &backend, "2", "remove_from_cart", 1).await?;
    shopper
        .sees(
            "two of it",
            "document.querySelector('input[name=form-0-quantity]')?.value === '2'",
        )
        .await?;
    shopper.clicks("form#basket_formset .basket-items:nth-of-type(2) [data-behaviours=remove], form#basket_formset > .basket-items ~ .basket-items [data-behaviours=remove]").await?;
    backend.receives_times("remove_from_cart", 2).await?;
    shopper
        .sees(
            "one line",
            "document.querySelectorAll('[data-behaviours=remove]').length === 1",
        )
        .await?;
    shopper.follows("a[href='/checkout/']").await?;
    shopper.meets_vitrin().await?;
    shopper
        .types("input[name=username]", "ada@shop.example\u{e007}")
        .await?;
    shopper
        .sees(
            "the address form",
            "document.readyState === 'complete' && document.querySelector('input[name=line1]')",
        )
        .await?;
    shopper.meets_vitrin().await?;
    for (field, text) in [
        ("first_name", "Ada"),
        ("last_name", "Lovelace"),
        ("line1", "1 Main St"),
        ("line4", "Fresno"),
        ("postcode", "93650\u{e007}"),
    ] {
        shopper.types(&format!("input[name={field}]"), text).await?;
    }
    shopper
        .sees(
            "the payment step",
            "document.readyState === 'complete' && document.querySelector('#view_preview')",
        )
        .await?;
    shopper.meets_vitrin().await?;
    shopper.follows("#view_preview").await?;
    shopper.meets_vitrin().await?;
    shopper
        .follows("#place_order_form button, #place-order")
        .await?;
    let thanks = shopper.meets_vitrin().await?;
    backend.receives("purchase").await?;
    let before = shopper.reads("performance.timeOrigin").await?;
    shopper.client().refresh().await?;
    shopper
        .sees(
            "the page again",
            &format!("document.readyState === 'complete' && performance.timeOrigin !== {before}"),
        )
        .await?;
    shopper.meets_vitrin().await?;
    let received = backend.receives_times("page_view", 15).await?;

    received.is_one_visit()?;
    received.never(&[
        "cart_left",
        "browse_left",
        "search_left",
        "checkout_left",
        "lead_submit",
        "refund",
    ])?;
    let mut told = received.once();
    // What is said on the way out goes as a beacon, and may overtake what is under way.
    told.sort_by_key(|event| event["id"].as_str().unwrap_or_default().to_owned());
    let told: Vec<String> = told
        .iter()
        .map(|event| {
            format!(
                "{} {}",
                event["name"].as_str().unwrap_or_default(),
                event["page"]["type"].as_str().unwrap_or_default()
            )
        })
        .collect();
    ensure!(told == VISIT, "told: {told:#?}");

    let search = received.only("search")?;
    ensure!(
        search["search_term"] == "knife" && search["results"] == 1,
        "{search}"
    );
    let knife = "Chef's Knife 8\" \"Kōhana\"";
    let selected = received.named("select_item")[1];
    ensure!(
        selected["items"][0]["item_name"] == knife && selected["items"][0]["price"] == 400,
        "{selected}"
    );
    let added = received.named("add_to_cart");
    ensure!(
        added[0]["items"][0]["item_name"] == knife
            && added[0]["value"] == 400
            && added[0]["items"][0]["quantity"] == 1,
        "{}",
        added[0]
    );
    ensure!(
        added[1]["items"][0]["price"].is_number() && added[1]["items"][0]["item_name"] != knife,
        "{}",
        added[1]
    );
    ensure!(
        added[2]["items"][0]["item_name"] == knife && added[2]["items"][0]["quantity"] == 2,
        "{}",
        added[2]
    );
    let removed = received.named("remove_from_cart");
    ensure!(
        removed[0]["items"][0]["item_name"] == knife && removed[0]["items"][0]["quantity"] == 1,
        "{}",
        removed[0]
    );
    ensure!(
        removed[1]["items"][0]["item_name"] == added[1]["items"][0]["item_name"],
        "{}",
        removed[1]
    );
    let purchase = received.only("purchase")?;
    let item = &purchase["items"][0];
    ensure!(
        purchase["transaction_id"] == thanks["order"]["id"]
            && purchase["value"] == 800
            && purchase["currency"] == "USD"
            && purchase["items"].as_array().map(Vec::len) == Some(1)
            && item["item_name"] == knife
            && item["quantity"] == 2
            && item["price"] == 400
            && item["item_id"] == added[0]["items"][0]["item_id"],
        "{purchase}"
    );
    ensure!(
        !received.text().contains("ada@") && !received.text().contains("Lovelace"),
        "what was typed went along"
    );
    Ok(())
}

/// As an owner does it with README and the page on Django: three templates and a style sheet, no line of the shop changed.
async fn an_owner_follows_the_documentation(shopper: &mut Shopper) -> Result<()> {
    if let Some(why) = Oscar::skipped() {
        println!("skipped: {why}");
        return Ok(());
    }
    let shop = Oscar::open_by_its_owner().await?;
    for (path, ..) in &SEEN[2..] {
        shopper.goes_to(&format!("{}{path}", shop.origin)).await?;
        shopper.meets_vitrin().await?;
    }
    for kind in ["also-like", "recently-viewed"] {
        let pods = format!("vitrin-block[kind={kind}] li > .product_pod");
        shopper
            .sees(
                &format!("{kind}: the three seen before, in the shop's own cards"),
                &format!(
                    "document.querySelectorAll('{pods} h3 a[href]').length === 3
                     && document.querySelectorAll('{pods} .price_color').length === 3"
                ),
            )
            .await?;
    }
    let remedies = shopper.vitrin(&[json!("lint")]).await?;
    ensure!(
        remedies.as_array().is_some_and(Vec::is_empty),
        "the documentation's own files are to be mended: {remedies}"
    );
    shopper
        .follows("#add_to_basket_form button[type=submit], form.add-to-basket button[type=submit]")
        .await?;
    shopper.meets_vitrin().await?;
    shopper.stays_a_while().await?;
    shopper.leaves_through_the_top().await?;
    let popup = shopper.gets_a_popup().await?;
    ensure!(
        popup.lines.len() == 1 && popup.lines[0].title == SEEN[5].1,
        "the dialog shows {popup:?}"
    );
    Ok(())
}
