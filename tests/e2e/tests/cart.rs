//! A cart that is changed in every way a shop has: a form and the page it loads, a request by fetch, a request by XMLHttpRequest, and the
//! cart's own page. Each change is told once, with product, quantity and price; and before consent nobody is asked anything.

use std::time::Duration;

use anyhow::{Result, ensure};
use serde_json::{Value, json};
use vitrin_e2e::{Answers, Asked, Pages, Reply, Shopper, stays, told_in, until};

told_in!(every_way_into_a_cart_and_out_of_it: chromium firefox webkit);
told_in!(before_consent_a_cart_is_not_asked_for: chromium);

fn page(title: &str, consent: &str, body: &str) -> Reply {
    Reply::page(format!(
        "<!DOCTYPE html><html lang='en'><meta charset='utf-8'><title>{title}</title><link rel='icon' href='data:,'>
         <script async src='/vitrin/vitrin.js' data-endpoint='/events' {consent} data-campaigns='off'></script>{body}</html>"
    ))
}

const LAMP: &str = r#"<script type="application/ld+json">{"@type": "Product", "name": "Brass lamp", "sku": "L-1", "offers": {"price": "20.00", "priceCurrency": "EUR", "availability": "https://schema.org/InStock"}}</script>
  <h1>Brass lamp</h1><p>€20.00</p><p><a href="/cart/">Cart</a></p>
  <form action="/cart/add" method="post"><input type="number" name="quantity" value="2"><button>Add to cart</button></form>
  <button id="fetched">Add to cart</button><button id="requested">Add to cart</button><button id="wished">Add to wishlist</button>
  <script>
    fetched.onclick = () => fetch('/cart/add', { method: 'POST', body: JSON.stringify({ quantity: 1 }) });
    requested.onclick = () => { const it = new XMLHttpRequest(); it.open('POST', '/cart/add'); it.send(new URLSearchParams({ quantity: 1 })); };
    wished.onclick = () => fetch('/wishlist/add', { method: 'POST' });
  </script>"#;

fn shop(cart: &mut Value, asked: &Asked) -> Option<Reply> {
    let quantity = || {
        let json: Value = serde_json::from_str(&asked.body).unwrap_or_default();
        let field = asked.field("quantity").and_then(|text| text.parse().ok());
        json["quantity"].as_u64().or(field).unwrap_or(1)
    };
    let held = cart["n"].as_u64().unwrap_or(0);
    Some(match (asked.method.as_str(), asked.path.as_str()) {
        ("GET", "/lamp/") => page("Brass lamp", "data-consent='granted'", LAMP),
        ("GET", "/undecided/") => page(
            "Brass lamp",
            "",
            &LAMP.replace("<h1>", "<body class='woocommerce single-product'><h1>"),
        ),
        ("GET", "/cart/") if held == 0 => page(
            "Cart",
            "data-consent='granted'",
            "<h1>Cart</h1><p>Your cart is empty.</p>",
        ),
        ("GET", "/cart/") => page(
            "Cart",
            "data-consent='granted'",
            &format!(
                "<h1>Cart</h1><table><tr><td><a href='/lamp/'><img src='data:,' alt='Brass lamp'></a></td><td><a href='/lamp/'>Brass lamp</a></td><td>€20.00</td>
                 <td><form id='update' action='/cart/update' method='post'><input type='number' name='quantity' value='{held}'><button>Update</button></form></td>
                 <td><form id='remove' action='/cart/remove' method='post'><button>Remove</button></form></td></tr></table>"
            ),
        ),
        ("POST", "/cart/add") => {
            cart["n"] = (held + quantity()).into();
            // A form goes back to the page it was sent from; scripts get an answer that says nothing.
            if asked.body == "quantity=2" {
                Reply::see("/lamp/")
            } else {
                Reply::data(200, &json!({"ok": true}))
            }
        }
        ("POST", "/cart/update") => {
            cart["n"] = quantity().into();
            Reply::see("/cart/")
        }
        ("POST", "/cart/remove") => {
            cart["n"] = 0.into();
            Reply::see("/cart/")
        }
        ("POST", "/wishlist/add") => Reply::data(200, &json!({"ok": true})),
        _ => return None,
    })
}

/// What was told of cart and wishes, in order.
fn told(pages: &Pages) -> Vec<String> {
    let mut all = Vec::new();
    for event in pages.received().once() {
        let name = event["name"].as_str().unwrap_or_default();
        if ["add_to_cart", "remove_from_cart", "add_to_wishlist"].contains(&name) {
            let item = &event["items"][0];
            all.push(format!(
                "{name} {} {} {}",
                item["quantity"], item["item_id"], event["value"]
            ));
        }
    }
    all
}

async fn tells(pages: &Pages, wanted: &[String]) -> Result<()> {
    until(&format!("{wanted:?} is told"), async || {
        let told = told(pages);
        ensure!(told == wanted, "told: {told:?}");
        Ok(Some(()))
    })
    .await
}

async fn every_way_into_a_cart_and_out_of_it(shopper: &mut Shopper) -> Result<()> {
    let pages = Pages::open(Answers {
        shop: Some(shop),
        ..Answers::default()
    })
    .await?;
    shopper.goes_to(&format!("{}/lamp/", pages.origin)).await?;
    let mut wanted = Vec::new();
    for (way, event) in [
        ("form button", "add_to_cart 2 \"L-1\" 40"),
        ("#fetched", "add_to_cart 1 \"L-1\" 20"),
        ("#requested", "add_to_cart 1 \"L-1\" 20"),
        ("#wished", "add_to_wishlist 1 \"L-1\" 20"),
        ("a[href='/cart/']", ""),
        ("#update button", "remove_from_cart 3 \"L-1\" 60"),
        ("#remove button", "remove_from_cart 1 \"L-1\" 20"),
    ] {
        shopper.meets_vitrin().await?;
        if way == "#update button" {
            pages.receives("view_cart").await?;
            shopper
                .js("document.querySelector('#update input').value = 1", &[])
                .await?;
        }
        if way.starts_with('#') && !way.ends_with("button") {
            shopper.clicks(way).await?;
        } else {
            shopper.follows(way).await?;
        }
        if !event.is_empty() {
            wanted.push(event.to_owned());
        }
        tells(&pages, &wanted).await?;
    }
    stays(
        "nothing is told twice",
        Duration::from_secs(5),
        async || Ok(told(&pages) == wanted),
    )
    .await?;
    let received = pages.received();
    received.is_one_visit()?;
    received.never(&[
        "purchase",
        "begin_checkout",
        "cart_left",
        "browse_left",
        "select_item",
    ])?;
    ensure!(
        received.named("view_item").len() == 1,
        "{:?}",
        received.names()
    );
    let viewed = received.named("view_cart");
    ensure!(
        viewed[0]["items"][0]["quantity"] == 4 && viewed[0]["value"] == 80,
        "{}",
        viewed[0]
    );
    Ok(())
}

async fn before_consent_a_cart_is_not_asked_for(shopper: &mut Shopper) -> Result<()> {
    let pages = Pages::open(Answers {
        shop: Some(shop),
        ..Answers::default()
    })
    .await?;
    shopper
        .goes_to(&format!("{}/undecided/", pages.origin))
        .await?;
    let inspected = shopper.meets_vitrin().await?;
    ensure!(inspected["platform"] == "woocommerce", "{inspected}");
    shopper.clicks("#fetched").await?;
    let asks = || {
        pages
            .requests()
            .iter()
            .filter(|one| one.contains("/wp-json/"))
            .count()
    };
    stays(
        "the shop is left alone",
        Duration::from_secs(3),
        async || Ok(asks() == 0 && pages.offered().is_empty()),
    )
    .await?;
    shopper
        .vitrin(&[
            json!("consent"),
            json!({"personalization": true, "analytics": true}),
        ])
        .await?;
    let received = pages.receives("add_to_cart").await?;
    received.only("add_to_cart")?;
    shopper.clicks("#fetched").await?;
    until("the shop is asked", async || Ok((asks() > 0).then_some(()))).await
}
