//! Somebody who works on the shop asks the page itself why it is as it is, by keyboard, and nothing of the panel is left behind.

use anyhow::{Context, Result, ensure};
use fantoccini::key::Key;
use serde_json::{Value, json};
use vitrin_e2e::{Answer, Door, Shopper, told_in};

told_in!(the_debug_panel_tells_why_and_goes_without_a_trace: chromium firefox webkit);
told_in!(the_debug_panel_is_called_and_worked_by_keys: chromium firefox webkit);
told_in!(the_linter_names_all_that_does_not_do_what_it_seems_to: chromium firefox webkit);

const ROOT: &str = "document.querySelector('vitrin-debug').shadowRoot";

/// A page whose sources disagree about the article's number, beside one product more in the feed.
const LAMP: &str = r##"<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Walnut desk lamp</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/vitrin/vitrin.css">
<script>
  window.dataLayer = [{ event: 'view_item', ecommerce: { currency: 'EUR', value: 29, items: [{ item_id: 'LAMP-1', item_name: 'Walnut desk lamp', price: 29, quantity: 1 }] } }];
</script>
<script async src="/vitrin/vitrin.js" data-endpoint="/events" data-feed="/feed.json" data-consent="granted"></script>
<script type="application/ld+json">
{"@context": "https://schema.org", "@type": "Product", "name": "Walnut desk lamp", "sku": "intern-77", "category": "Lighting",
 "offers": {"@type": "Offer", "price": "29.00", "priceCurrency": "EUR", "availability": "https://schema.org/InStock"}}
</script>
<body>
<a href="/">Home</a>
<main>
  <h1>Walnut desk lamp</h1>
  <p>€29.00</p>
  <p>SKU: WL-29</p>
  <input id="note" aria-label="A note">
  <vitrin-block kind="also-like" limit="2"></vitrin-block>
</main>
</html>"##;

const FEED: &str = r#"[{"id": "LAMP-2", "title": "Oak floor lamp", "url": "/p/oak", "image": "data:,", "price": "89.00", "currency": "EUR", "category": "Lighting", "availability": "InStock"},
 {"id": "LAMP-3", "title": "Ash reading lamp", "url": "/p/ash", "image": "data:,", "price": "59.00", "currency": "EUR", "category": "Lighting", "availability": "InStock"}]"#;

/// Each pane with what must be read in it, in the order in which the arrow leads to them.
const PANES: &[(&str, &[&str])] = &[
    (
        "Page",
        &[
            // Understood, from where, and what was not believed and why.
            "Walnut desk lamp",
            "29.00 EUR",
            r"product\.title\s*Walnut desk lamp\s*json-ld",
            r"product\.price[^]*json-ld",
            r"product\.sku[^]*intern-77[^]*json-ld[^]*trusted more",
        ],
    ),
    (
        "Profile",
        &[
            r"cart_count\s*0",
            r"personalization\s*yes",
            r"Products seen[^]*Walnut desk lamp",
        ],
    ),
    (
        "Blocks",
        &[
            "also-like filled",
            r"Oak floor lamp\s*same-category Lighting",
            "Ash reading lamp",
        ],
    ),
    (
        "Campaigns",
        &[
            "cart-rescue held back: audience",
            r"cart_count\s*0 \(wanted: 1\)\s*no",
            r"no popup is open\s*nothing is open\s*yes",
            // The keys that led here were the panel's.
            r"not while typing\s*nobody has typed\s*yes",
            r"times per visit\s*0\s*yes",
            r"not on checkout\s*product\s*yes",
            "email-capture",
        ],
    ),
    (
        "Sent",
        &[
            r"page_view\s*–\s*/events\s*204",
            r"view_item\s*Walnut desk lamp[^]*204",
            r"poisoned\s*0",
        ],
    ),
    ("Waiting", &["Nothing waits", r"in the outbox\s*0"]),
];

/// The page, with the lamp and its feed.
async fn shop() -> Result<Door> {
    let door = Door::open().await?;
    door.page("/lamp", LAMP);
    door.page("/feed.json", FEED);
    Ok(door)
}

/// Waits until this pane is the chosen one, has the focus, and reads so. Cells are told apart by a space.
async fn reads(shopper: &Shopper, pane: &str, texts: &[&str]) -> Result<()> {
    shopper
        .sees(
            &format!("the pane {pane} has the focus"),
            &format!(
                "document.querySelector('vitrin-debug') && {ROOT}.activeElement?.id === '{pane}' && {ROOT}.activeElement.getAttribute('aria-selected') === 'true'
                   && {ROOT}.querySelectorAll('[aria-selected=true]').length === 1 && {ROOT}.querySelector('[role=tabpanel]').getAttribute('aria-labelledby') === '{pane}'"
            ),
        )
        .await?;
    shopper
        .sees(
            &format!("no cell of {pane} is empty"),
            &format!(
                "![...{ROOT}.querySelectorAll('[role=tabpanel] td')].some(({{ textContent }}) => !textContent.trim())"
            ),
        )
        .await?;
    for text in texts {
        shopper
            .sees(
                &format!("{pane} says {text}"),
                &format!(
                    "/{}/.test([...{ROOT}.querySelectorAll('[role=tabpanel] :is(h3, p, th, td)')].map((cell) => cell.textContent).join(' '))",
                    text.replace('/', "\\/")
                ),
            )
            .await?;
    }
    Ok(())
}

async fn loads_no_panel(shopper: &Shopper) -> Result<()> {
    shopper
        .sees(
            "who does not ask loads no panel",
            "!document.querySelector('vitrin-debug') && !performance.getEntriesByType('resource').some(({ name }) => /vitrin-debug\\./.test(name))",
        )
        .await?;
    Ok(())
}

async fn the_debug_panel_tells_why_and_goes_without_a_trace(shopper: &mut Shopper) -> Result<()> {
    let door = shop().await?;
    shopper.goes_to(&format!("{}/lamp", door.origin)).await?;
    shopper.meets_vitrin().await?;
    loads_no_panel(shopper).await?;
    // A first visit again, for what the profile holds is told to the letter.
    shopper.vitrin(&[json!("forget")]).await?;
    shopper
        .goes_to(&format!("{}/lamp?vitrin-debug", door.origin))
        .await?;
    for (pane, texts) in PANES {
        reads(shopper, pane, texts).await?;
        shopper.presses(Key::Right).await?;
    }
    reads(shopper, "Page", &[]).await?;

    // What the endpoint does not take waits, and is not told as sent.
    door.always(Answer::Status(503));
    shopper
        .vitrin(&[
            json!("track"),
            json!("add_to_wishlist"),
            json!({"items": [{"item_id": "LAMP-1", "item_name": "Walnut desk lamp"}]}),
        ])
        .await?;
    shopper.presses(Key::Left).await?;
    reads(
        shopper,
        "Waiting",
        &[
            r"add_to_wishlist\s*Walnut desk lamp",
            r"in the outbox\s*[1-9]",
        ],
    )
    .await?;
    shopper.presses(Key::Left).await?;
    reads(shopper, "Sent", &[r"add_to_wishlist[^]*503"]).await?;

    shopper.vitrin(&[json!("destroy")]).await?;
    shopper
        .sees(
            "destroy takes the panel along",
            "!document.querySelector('vitrin-debug')",
        )
        .await?;
    Ok(())
}

async fn the_debug_panel_is_called_and_worked_by_keys(shopper: &mut Shopper) -> Result<()> {
    let door = shop().await?;
    shopper.goes_to(&format!("{}/lamp", door.origin)).await?;
    shopper.meets_vitrin().await?;
    shopper.sees_block("also-like").await?;
    loads_no_panel(shopper).await?;

    shopper.clicks("#note").await?;
    ensure!(
        shopper.vitrin(&[json!("debug")]).await? == true,
        "it says that it is open"
    );
    // Without the log of `?vitrin-debug` it knows what was recorded since it came.
    for (pane, texts) in PANES.iter().filter(|(pane, _)| *pane != "Sent") {
        while shopper.reads(&format!("{ROOT}.activeElement?.id")).await? != **pane {
            shopper.presses(Key::Right).await?;
        }
        reads(shopper, pane, texts).await?;
    }
    shopper.presses(Key::Left).await?;
    reads(shopper, "Sent", &[r"poisoned\s*0"]).await?;
    shopper
        .vitrin(&[
            json!("track"),
            json!("add_to_wishlist"),
            json!({"items": [{"item_id": "LAMP-1"}]}),
        ])
        .await?;
    reads(shopper, "Sent", &[r"add_to_wishlist\s*LAMP-1"]).await?;
    shopper.presses(Key::Home).await?;
    reads(shopper, "Page", &[]).await?;
    shopper.presses(Key::End).await?;
    reads(shopper, "Waiting", &[]).await?;

    // By Tab from the tabs over the buttons to what they show, one stop each.
    let mut stops = Vec::new();
    for _ in 0..3 {
        shopper.presses(Key::Tab).await?;
        let stop = shopper
            .reads(&format!(
                "{ROOT}.activeElement?.getAttribute('role') || {ROOT}.activeElement?.textContent"
            ))
            .await?;
        stops.push(stop.as_str().context("Tab leads to something")?.to_owned());
    }
    ensure!(stops == ["Refresh", "Close", "tabpanel"], "{stops:?}");

    shopper.presses(Key::Escape).await?;
    shopper
        .sees(
            "it is gone, and the focus is where it was",
            "!document.querySelector('vitrin-debug') && document.activeElement.id === 'note'",
        )
        .await?;
    // Called twice, it is closed again.
    for open in [true, false] {
        ensure!(
            shopper.vitrin(&[json!("debug")]).await? == open,
            "called again it closes"
        );
    }
    shopper
        .sees(
            "nothing of it is left",
            "!document.querySelector('vitrin-debug') && document.activeElement.id === 'note'",
        )
        .await?;
    Ok(())
}

/// Settings with one of each mistake, beside a style sheet with another.
const MISTAKEN: &str = r#"{
  "endpoint": "/events",
  "rules": [{ "pin": ["A"], "exclude": ["A"] }],
  "blocks": [{ "kind": "similar", "after": "h1", "heading": "Customers also bought" }],
  "backends": [{ "name": "custom", "endpoint": "/mine", "table": { "version": 1, "name": "custom" } }],
  "campaigns": [
    { "id": "nowhere", "when": "exit", "where": { "page": "checkout" }, "content": [{ "type": "heading", "text": "Hello" }] },
    { "id": "first", "when": { "idle": 30000 }, "content": [{ "type": "heading", "text": "Hello" }] },
    { "id": "second", "when": { "idle": 30000 }, "content": [{ "type": "heading", "text": "Hello" }] },
    { "id": "asking", "when": "call", "content": [{ "type": "form", "fields": [{ "name": "email", "type": "email" }] }] },
    { "id": "again", "when": { "delay": 3000 }, "until": ["purchase"], "limits": { "per_session": 9, "days_after_close": 0 }, "content": [{ "type": "heading", "text": "Hello" }] },
    { "id": "spoken", "when": "call", "content": [{ "type": "heading", "text": { "en": "Hello", "de": "Hallo" } }, { "type": "text", "text": { "en": "Well" } }] }
  ]
}"#;

/// Where each of them is.
const MISTAKES: [&str; 10] = [
    "--vitrin-on-accent",
    "backends[0].table.events",
    "backends[0].table.purposes",
    "blocks[0].heading",
    "campaigns[0].where.page",
    "campaigns[2]",
    "campaigns[3].until",
    "campaigns[4].when.delay",
    "campaigns[5].content[1].text",
    "rules[0].pin",
];

/// Where something is to mend, sorted; each finding says what is wrong and how to mend it.
async fn mends(shopper: &Shopper, arguments: &[Value]) -> Result<Vec<String>> {
    let findings = shopper.vitrin(arguments).await?;
    let mut paths = Vec::new();
    for finding in findings.as_array().context("a list")? {
        for field in ["problem", "remedy"] {
            ensure!(
                finding[field].as_str().is_some_and(|text| text.len() > 10),
                "{finding} has no {field}"
            );
        }
        paths.push(finding["path"].as_str().context("a path")?.to_owned());
    }
    paths.sort();
    Ok(paths)
}

async fn the_linter_names_all_that_does_not_do_what_it_seems_to(
    shopper: &mut Shopper,
) -> Result<()> {
    let door = shop().await?;
    let colours = "<style>:root { --vitrin-accent: #777; --vitrin-on-accent: #888; }</style>";
    let page = LAMP.replace("<body>", &format!("{colours}<script type=\"application/json\" id=\"vitrin-config\">{MISTAKEN}</script><body>"));
    door.page("/mistaken", &page);
    shopper
        .goes_to(&format!("{}/mistaken", door.origin))
        .await?;
    shopper.meets_vitrin().await?;
    let paths = mends(shopper, &[json!("lint")]).await?;
    ensure!(paths == MISTAKES, "{paths:?}");
    // Settings that are not this page's, and a page that is as it should be.
    let other = json!({"campaigns": ["free-shipping"]});
    let paths = mends(shopper, &[json!("lint"), other]).await?;
    ensure!(
        paths == ["--vitrin-on-accent", "campaigns[0].goal"],
        "{paths:?}"
    );
    shopper.goes_to(&format!("{}/lamp", door.origin)).await?;
    shopper.meets_vitrin().await?;
    let paths = mends(shopper, &[json!("lint")]).await?;
    ensure!(paths.is_empty(), "{paths:?}");
    Ok(())
}
