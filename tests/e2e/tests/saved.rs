//! Pages of WooCommerce and of Shopify's Dawn theme as their servers sent them, with the carts behind them played: each does as its platform does,
//! and the themes' scripts, which are not among the pages, are played by a few lines of the same requests.

use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use vitrin_e2e::{Answers, Asked, Pages, Received, Reply, Shopper, neighbour, stays, told_in};

told_in!(dawn_from_the_list_to_the_drawer: chromium firefox webkit);
told_in!(woocommerce_from_the_list_to_the_cart: chromium firefox webkit);

/// A page as it was sent, under this shop's own address and with the tag in its head.
fn saved(name: &str) -> Option<Reply> {
    let file = neighbour(&format!("storefronts/saved/{name}.served.html.gz"))?;
    let read = Command::new("gzip").arg("-dc").arg(file).output().ok()?;
    let mut page = String::from_utf8_lossy(&read.stdout).into_owned();
    for origin in [
        "http://127.0.0.1:42040",
        "http://127.0.0.1:42010",
        "//127.0.0.1:42040",
    ] {
        page = page.replace(origin, "");
    }
    let tag = r#"<script async src="/vitrin/vitrin.js" data-endpoint="/events" data-consent="granted" data-campaigns="off"></script></head>"#;
    Some(Reply::page(page.replacen("</head>", tag, 1)))
}

/// Names and items of what was told of the cart.
fn of_cart(received: &Received) -> Vec<String> {
    let cart = |event: &&&Value| {
        ["add_to_cart", "remove_from_cart"]
            .iter()
            .any(|name| event["name"] == *name)
    };
    let told = |event: &&Value| {
        let item = &event["items"][0];
        format!(
            "{} {}×{} {} {}",
            event["name"].as_str().unwrap_or_default(),
            item["quantity"],
            item["item_name"].as_str().unwrap_or_default(),
            item["price"],
            event["currency"].as_str().unwrap_or_default()
        )
    };
    received.once().iter().filter(cart).map(told).collect()
}

/// Waits until this much is told of the cart, and then that it is all.
async fn cart_is(pages: &Pages, wanted: &[&str]) -> Result<()> {
    vitrin_e2e::until(&format!("{wanted:?} is told"), async || {
        let told = of_cart(&pages.received());
        ensure!(told == wanted, "told: {told:?}");
        Ok(Some(()))
    })
    .await
}

async fn nothing_more(pages: &Pages, wanted: &[&str]) -> Result<()> {
    cart_is(pages, wanted).await?;
    let watched = Duration::from_millis(1500);
    stays("nothing more is told", watched, async || {
        Ok(of_cart(&pages.received()) == wanted)
    })
    .await
    .with_context(|| format!("{:?}, not {wanted:?}", of_cart(&pages.received())))
}

fn count(shop: &Value, id: &str) -> u64 {
    shop[id].as_u64().unwrap_or(0)
}

const PLATE: &str = "Stoneware Dinner Plate, Ash Grey";

fn dawn(shop: &mut Value, asked: &Asked) -> Option<Reply> {
    let line = |quantity: u64| {
        json!({"id": 1001, "variant_id": 1001, "product_id": 1, "quantity": quantity, "price": 2400, "final_price": 2400, "line_price": 2400 * quantity,
        "sku": "HS-KIT-001", "title": PLATE, "product_title": PLATE, "handle": "stoneware-dinner-plate-ash-grey", "url": "/products/stoneware-dinner-plate-ash-grey?variant=1001"})
    };
    let cart = |quantity: u64| {
        let items: Vec<Value> = (quantity > 0).then(|| line(quantity)).into_iter().collect();
        json!({"token": "t", "item_count": quantity, "currency": "USD", "total_price": 2400 * quantity, "items": items})
    };
    let path = asked.path.split('?').next().unwrap_or_default();
    match (asked.method.as_str(), path) {
        ("GET", "/collections/kitchen-dining") => saved("dawn/dawn-02-category"),
        ("GET", "/products/stoneware-dinner-plate-ash-grey") => saved("dawn/dawn-03-product1"),
        ("POST", "/cart/add") => {
            let quantity = asked
                .field("quantity")
                .and_then(|text| text.parse().ok())
                .unwrap_or(1);
            if quantity > 9 {
                return Some(Reply::data(
                    422,
                    &json!({"status": 422, "message": "Cart Error", "description": "All 9 are in your cart."}),
                ));
            }
            shop["n"] = (count(shop, "n") + quantity).into();
            Some(Reply::data(200, &line(quantity)))
        }
        ("POST", "/cart/change") => {
            let told: Value = serde_json::from_str(&asked.body).ok()?;
            shop["n"] = told["quantity"].clone();
            // As an app's drawer does that draws its answer: the quantity is nowhere in it.
            let drawn = told["quantity"] == 5;
            Some(if drawn {
                Reply::page("<div>Updated</div>")
            } else {
                Reply::data(200, &cart(count(shop, "n")))
            })
        }
        ("GET", "/cart.js") => Some(Reply {
            kind: "text/javascript; charset=utf-8",
            ..Reply::data(200, &cart(count(shop, "n")))
        }),
        _ => None,
    }
}

/// What Dawn's own product form does.
const DAWN_FORM: &str = "document.querySelector('form[data-type=add-to-cart-form]').addEventListener('submit', (event) => {
    event.preventDefault();
    fetch('/cart/add', { method: 'POST', headers: { 'X-Requested-With': 'XMLHttpRequest' }, body: new FormData(event.target) }).then((answer) => answer.json());
  })";

async fn dawn_from_the_list_to_the_drawer(shopper: &mut Shopper) -> Result<()> {
    if neighbour("storefronts/saved").is_none() {
        println!("skipped: ../shared not found");
        return Ok(());
    }
    let pages = Pages::open(Answers {
        shop: Some(dawn),
        ..Answers::default()
    })
    .await?;
    shopper
        .goes_to(&format!("{}/collections/kitchen-dining", pages.origin))
        .await?;
    let inspected = shopper.meets_vitrin().await?;
    ensure!(
        inspected["page"]["type"] == "category" && inspected["platform"] == "shopify",
        "{inspected}"
    );
    // The page's styles and scripts are not there, so that links lie where they may: it is the click that counts.
    let here = shopper.reads("performance.timeOrigin").await?;
    shopper.js("document.querySelector('#product-grid a[href*=\"ash-grey\"], li a[href*=\"ash-grey\"]').click()", &[]).await?;
    shopper
        .sees(
            "the product",
            &format!("performance.timeOrigin !== {here} && document.readyState === 'complete'"),
        )
        .await?;
    shopper.meets_vitrin().await?;
    let received = pages.receives("view_item").await?;
    ensure!(
        received.only("view_item_list")?["items"]
            .as_array()
            .is_some_and(|items| items.len() > 5),
        "{:?}",
        received.names()
    );
    ensure!(
        received.only("select_item")?["items"][0]["item_name"] == PLATE,
        "{:?}",
        received.named("select_item")
    );
    let viewed = received.only("view_item")?;
    ensure!(
        viewed["value"] == 24
            && viewed["currency"] == "USD"
            && viewed["items"][0]["item_name"] == PLATE,
        "{viewed}"
    );

    shopper.js(DAWN_FORM, &[]).await?;
    let submit = "document.querySelector('form[data-type=add-to-cart-form]').requestSubmit()";
    let mut told = vec![format!("add_to_cart 1×{PLATE} 24 USD")];
    let wants = |told: &[String]| told.to_vec();
    shopper.js(submit, &[]).await?;
    check(&pages, &wants(&told)).await?;
    for (quantity, change) in [
        (3, "add_to_cart 2"),
        (5, "add_to_cart 2"),
        (4, "remove_from_cart 1"),
        (0, "remove_from_cart 4"),
    ] {
        shopper.js(&format!("fetch('/cart/change', {{ method: 'POST', headers: {{ 'content-type': 'application/json' }}, body: JSON.stringify({{ line: 1, quantity: {quantity} }}) }})"), &[]).await?;
        told.push(format!("{change}×{PLATE} 24 USD"));
        check(&pages, &told).await?;
    }
    // More than there are: the shop says no, and nothing was put in.
    shopper.js("const form = document.querySelector('form[data-type=add-to-cart-form]'); for (const field of form.querySelectorAll('[name=quantity]')) field.remove(); if (form.elements.quantity) form.elements.quantity.value = 10; else form.append(Object.assign(document.createElement('input'), { type: 'hidden', name: 'quantity', value: '10' })); form.requestSubmit()", &[]).await?;
    check(&pages, &told).await?;
    let received = pages.received();
    received.is_one_visit()?;
    received.never(&["purchase", "begin_checkout", "cart_left", "browse_left"])
}

async fn check(pages: &Pages, told: &[String]) -> Result<()> {
    let told: Vec<&str> = told.iter().map(String::as_str).collect();
    nothing_more(pages, &told).await
}

const CUP: &str = "Café Crème Cup & Saucer";
const TOWEL: &str = "Linen Tea Towel (Set of 3)";

fn woocommerce(shop: &mut Value, asked: &Asked) -> Option<Reply> {
    let path = asked.path.split('?').next().unwrap_or_default();
    let action = asked.field("wc-ajax");
    match (asked.method.as_str(), path) {
        ("GET", "/product-category/kitchen-dining/") => saved("woo/woo-02-category"),
        ("GET" | "POST", "/product/cafe-creme-cup-saucer/") => {
            if let Some(id) = asked.field("add-to-cart") {
                let quantity: u64 = asked.field("quantity")?.parse().ok()?;
                shop[id.as_str()] = (count(shop, &id) + quantity).into();
            }
            saved("woo/woo-03-product1")
        }
        ("GET", "/cart/") => {
            if asked.field("remove_item").is_some() {
                shop["25"] = 0.into();
            }
            saved("woo/woo-12-cart")
        }
        ("POST", "/cart/") => {
            shop["23"] = 4.into();
            saved("woo/woo-12-cart")
        }
        ("POST", "/") if action.as_deref() == Some("add_to_cart") => {
            let id = asked.field("product_id")?;
            shop[id.as_str()] = (count(shop, &id) + 1).into();
            Some(Reply::data(
                200,
                &json!({"fragments": {"a.cart-contents": "<a>1 item</a>"}, "cart_hash": "h"}),
            ))
        }
        ("GET", "/wp-json/wc/store/v1/cart") => {
            let mut items = Vec::new();
            for (id, name, sku, slug, price) in [
                ("23", CUP, "HS-KIT-006", "cafe-creme-cup-saucer", "1800"),
                (
                    "25",
                    TOWEL,
                    "HS-KIT-007",
                    "linen-tea-towel-set-of-3",
                    "6100",
                ),
            ] {
                if count(shop, id) > 0 {
                    items.push(json!({"key": id, "id": count(&json!({"id": id.parse::<u64>().ok()}), "id"), "quantity": count(shop, id), "name": name.replace('&', "&amp;"), "sku": sku, "permalink": format!("/product/{slug}/"),
                        "prices": {"price": price, "currency_code": "USD", "currency_minor_unit": 2}}));
                }
            }
            Some(Reply::data(
                200,
                &json!({"items": items, "items_count": items.len(), "totals": {"total_price": "0"}}),
            ))
        }
        _ => None,
    }
}

async fn woocommerce_from_the_list_to_the_cart(shopper: &mut Shopper) -> Result<()> {
    if neighbour("storefronts/saved").is_none() {
        println!("skipped: ../shared not found");
        return Ok(());
    }
    let pages = Pages::open(Answers {
        shop: Some(woocommerce),
        ..Answers::default()
    })
    .await?;
    shopper
        .goes_to(&format!(
            "{}/product-category/kitchen-dining/",
            pages.origin
        ))
        .await?;
    let inspected = shopper.meets_vitrin().await?;
    ensure!(
        inspected["page"]["type"] == "category" && inspected["platform"] == "woocommerce",
        "{inspected}"
    );
    let received = pages.receives("view_item_list").await?;
    ensure!(
        received.only("view_item_list")?["items"]
            .as_array()
            .map(Vec::len)
            == Some(8),
        "{received:?}"
    );
    // The list's own button, as WooCommerce's script has it: a request with a number, and an answer of drawn fragments.
    shopper
        .js(
            "const link = document.querySelector('a.add_to_cart_button[data-product_id=\"25\"]');
             link.addEventListener('click', (event) => {
               event.preventDefault();
               const request = new XMLHttpRequest();
               request.open('POST', '/?wc-ajax=add_to_cart');
               request.setRequestHeader('content-type', 'application/x-www-form-urlencoded');
               request.send('product_id=25&quantity=1');
             });
             link.click()",
            &[],
        )
        .await?;
    let mut told = vec![format!("add_to_cart 1×{TOWEL} 61 USD")];
    check(&pages, &told).await?;

    shopper
        .goes_to(&format!("{}/product/cafe-creme-cup-saucer/", pages.origin))
        .await?;
    shopper.meets_vitrin().await?;
    let here = shopper.reads("performance.timeOrigin").await?;
    shopper.js("document.querySelector('form.cart [name=quantity]').value = 2; document.querySelector('form.cart button[name=add-to-cart]').click()", &[]).await?;
    shopper
        .sees(
            "the page again",
            &format!("performance.timeOrigin !== {here} && document.readyState === 'complete'"),
        )
        .await?;
    shopper.meets_vitrin().await?;
    told.push(format!("add_to_cart 2×{CUP} 18 USD"));
    check(&pages, &told).await?;
    ensure!(
        pages.received().named("view_item").len() == 1,
        "the form's answer is no second look"
    );

    // On the cart page, whose saved copy has one of each: the shop's own word is asked for.
    shopper.goes_to(&format!("{}/cart/", pages.origin)).await?;
    let inspected = shopper.meets_vitrin().await?;
    ensure!(inspected["page"]["type"] == "cart", "{inspected}");
    told.push(format!("remove_from_cart 1×{CUP} 18 USD"));
    cart_is(&pages, &told.iter().map(String::as_str).collect::<Vec<_>>()).await?;
    Ok(())
}
