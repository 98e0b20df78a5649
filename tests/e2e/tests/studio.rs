//! A shop owner clicks settings together in the studio, copies them into a page of the shop, and sees them work.

use anyhow::{Context, Result, bail, ensure};
use fantoccini::Locator;
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use serde_json::{Value, json};
use vitrin_e2e::{Answers, Browser, Door, Pages, Shopper, told_in, until};

told_in!(settings_from_the_studio_work_where_they_are_pasted: chromium firefox webkit);

const HEADING: &str = "Come <b>back</b> soon";
const BRAND: &str = "#7a1f3d";
const BRAND_AS_COMPUTED: &str = "rgb(122, 31, 61)";

const FEED: &str = r#"[{"id": "L-1", "title": "Oak floor lamp", "url": "/oak", "image": "data:,", "price": "89.00", "currency": "EUR", "category": "Lighting", "availability": "InStock"},
 {"id": "L-2", "title": "Ash reading lamp", "url": "/ash", "image": "data:,", "price": "59.00", "currency": "EUR", "category": "Lighting", "availability": "InStock"},
 {"id": "L-3", "title": "Elm wall lamp", "url": "/elm", "image": "data:,", "price": "79.00", "currency": "EUR", "category": "Lighting", "availability": "InStock"}]"#;

/// What the shop's theme is without Vitrin; the owner pastes into it what the studio gave.
fn theme(name: &str, sku: &str, tag: &str, style: &str, elements: &str) -> String {
    format!(
        r#"<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <title>{name}</title>
  <link rel="icon" href="data:,">
  {tag}
  <style>{style}</style>
  <script type="application/ld+json">
  {{"@context": "https://schema.org", "@type": "Product", "name": "{name}", "sku": "{sku}", "category": "Lighting", "image": "/lamp.svg",
   "offers": {{"@type": "Offer", "price": "59.00", "priceCurrency": "EUR", "availability": "https://schema.org/InStock"}}}}
  </script>
</head>
<body>
  <header><a href="/cart">Cart</a></header>
  <main>
    <h1>{name}</h1>
    <p>€59.00</p>
    <button id="buy" onclick="(window.dataLayer = window.dataLayer || []).push({{ event: 'add_to_cart', ecommerce: {{ currency: 'EUR', value: 59, items: [{{ item_id: '{sku}', item_name: '{name}', price: 59, quantity: 1 }}] }} }})">Add to cart</button>
    {elements}
    <div id="tall" style="height: 1500px"></div>
    <p id="product-end">Made to last.</p>
  </main>
</body>
</html>"#
    )
}

/// Empties a field and types into it.
async fn fills(shopper: &Shopper, css: &str, text: &str) -> Result<()> {
    let field = shopper
        .client()
        .find(Locator::Css(css))
        .await
        .with_context(|| css.to_owned())?;
    // WebKit's driver finds what is below the fold, and not what was scrolled past.
    shopper
        .js(
            "document.querySelector(arguments[0]).scrollIntoView({ block: 'center' })",
            &[json!(css)],
        )
        .await?;
    field.clear().await?;
    field.send_keys(text).await?;
    Ok(())
}

/// Holds Control and presses a letter.
async fn with_control(shopper: &Shopper, letter: char) -> Result<()> {
    const CONTROL: char = '\u{e009}';
    let keys = KeyActions::new("keys".into())
        .then(KeyAction::Down { value: CONTROL })
        .then(KeyAction::Down { value: letter })
        .then(KeyAction::Up { value: letter })
        .then(KeyAction::Up { value: CONTROL });
    shopper.client().perform_actions(keys).await?;
    Ok(())
}

async fn text_of(shopper: &Shopper, id: &str) -> Result<String> {
    let text = shopper
        .reads(&format!("document.getElementById('{id}').textContent"))
        .await?;
    Ok(text.as_str().context("it is text")?.to_owned())
}

/// Waits until the checks say so, or no longer do.
async fn is_told(shopper: &Shopper, part: &str, told: bool) -> Result<()> {
    let there = if told { "" } else { "!" };
    shopper
        .sees(
            &format!("the checks say “{part}”: {told}"),
            &format!("{there}document.getElementById('checks').textContent.includes('{part}')"),
        )
        .await?;
    Ok(())
}

/// Presses a size and waits for the popup with its heading in a preview that is so wide, all of it in view.
async fn sees_the_popup_at(shopper: &Shopper, width: u32, heading: &str) -> Result<()> {
    shopper.clicks(&format!("[data-width='{width}']")).await?;
    shopper
        .sees(
            &format!("the popup says {heading} at {width} pixels"),
            &format!(
                "(() => {{
                  const shop = document.getElementById('frame').contentWindow;
                  const dialog = shop.document.querySelector('vitrin-popup')?.shadowRoot.querySelector('dialog');
                  const said = dialog?.open && dialog.querySelector('[part~=heading]');
                  const {{ left, right, top, bottom }} = said ? said.getBoundingClientRect() : {{}};
                  return shop.innerWidth === {width} && said && said.textContent === {} && left >= 0 && right <= {width} && top >= 0 && bottom <= shop.innerHeight;
                }})()",
                json!(heading)
            ),
        )
        .await?;
    Ok(())
}

async fn settings_from_the_studio_work_where_they_are_pasted(shopper: &mut Shopper) -> Result<()> {
    // Files and nothing else: no server of the demo's.
    let files = Pages::open(Answers {
        folder: Some("www"),
        ..Answers::default()
    })
    .await?;
    let shop = Door::open().await?;
    shop.page("/feed.json", FEED);
    shopper
        .goes_to(&format!("{}/studio/index.html", files.origin))
        .await?;
    shopper
        .sees(
            "the preview shows both blocks",
            "document.getElementById('frame').contentDocument?.querySelectorAll('vitrin-block a').length > 4",
        )
        .await?;

    // A new shop has nothing to mend; what a campaign needs is told when it is switched on.
    shopper
        .sees(
            "nothing to mend",
            "document.querySelectorAll('#checks li').length === 1 && document.querySelector('#checks .good')",
        )
        .await?;
    shopper.clicks("[name='campaign.email-capture']").await?;
    is_told(shopper, "endpoint", true).await?;

    // The shop: where events go, whom else they are told, where the products are.
    fills(shopper, "[name=endpoint]", "/events").await?;
    is_told(shopper, "endpoint", false).await?;
    fills(shopper, "[name=feed]", "/feed.json").await?;
    shopper
        .clicks("[name=backend] option[value=segment]")
        .await?;
    fills(
        shopper,
        "[name='backend.endpoint']",
        &format!("{}/segment", shop.origin),
    )
    .await?;
    fills(shopper, "[name='backend.key']", "w-1").await?;
    // What is wrong is told of while it is typed.
    for (field, wrong, said, right) in [
        ("[name=currency]", "E1", "three letters", "EUR"),
        ("[name=feed]", "feed.json", "begin with `/`", "/feed.json"),
        ("[name='look.accent']", "blau", "no colour", BRAND),
    ] {
        // Names are set as code.
        let said = said.replace('`', "");
        fills(shopper, field, wrong).await?;
        is_told(shopper, &said, true).await?;
        fills(shopper, field, right).await?;
        is_told(shopper, &said, false).await?;
    }
    // Its files may lie elsewhere.
    fills(shopper, "[name=lies]", "/static/vitrin").await?;
    shopper
        .sees(
            "the tag follows",
            r#"document.getElementById('tag').textContent.includes('src="/static/vitrin/vitrin.js" data-config="/static/vitrin.json"')"#,
        )
        .await?;
    fills(shopper, "[name=lies]", "/vitrin/").await?;

    shopper.clicks("[name=consent][value=granted]").await?;
    shopper
        .sees(
            "what it means is said beside it",
            "document.getElementById('consent').textContent.includes('your word to the law')",
        )
        .await?;

    // Blocks: one in the theme, one where settings say.
    let last = "#blocks fieldset:last-child";
    shopper
        .clicks(&format!("{last} option[value=before]"))
        .await?;
    is_told(shopper, "name the element", true).await?;
    let place = format!("{last} .place input");
    fills(shopper, &place, "#product-end >").await?;
    is_told(shopper, "no CSS selector", true).await?;
    fills(shopper, &place, "#product-end").await?;
    is_told(shopper, "no CSS selector", false).await?;
    fills(
        shopper,
        "#blocks fieldset:first-child > label input",
        "Seen by you",
    )
    .await?;

    // Campaigns: one of two presets stays, in the shop's own words.
    shopper.clicks("[name='campaign.email-capture']").await?;
    fills(
        shopper,
        "#campaigns fieldset:first-child > label:not(.row) input",
        HEADING,
    )
    .await?;

    // Colours, held against what people can read.
    fills(
        shopper,
        "[name=theme]",
        &format!("a {{ color: {BRAND} }} .b {{ background: {BRAND}; color: #fff }}"),
    )
    .await?;
    shopper.clicks("#found button").await?;
    fills(shopper, "[name='look.on-accent']", "#7a1f55").await?;
    is_told(shopper, "contrast", true).await?;
    fills(shopper, "[name='look.on-accent']", "#ffffff").await?;
    is_told(shopper, "contrast", false).await?;

    loses_nothing(shopper).await?;

    // The live preview, at both sizes.
    shopper.clicks("[data-width='390']").await?;
    shopper.clicks("[data-show=cart-rescue]").await?;
    for width in [390, 1280] {
        sees_the_popup_at(shopper, width, HEADING).await?;
    }
    let hosts = shopper
        .reads(
            "[...new Set([window, document.getElementById('frame').contentWindow]
               .flatMap((one) => one.performance.getEntriesByType('resource')).map(({ name }) => new URL(name)).filter(({ protocol }) => protocol !== 'data:').map(({ origin }) => origin))]",
        )
        .await?;
    ensure!(hosts == json!([files.origin]), "it asked {hosts}");
    let stray: Vec<String> = files
        .requests()
        .into_iter()
        .filter(|request| {
            !request.starts_with("GET /studio/")
                && !request.starts_with("GET /vitrin/")
                && !request.starts_with("GET /img/")
                && !request.starts_with("GET /assets/")
                && request != "GET /feed.json"
        })
        .collect();
    ensure!(
        stray.is_empty() && shop.posts().is_empty(),
        "the preview sends nothing: {stray:?}"
    );

    let (head, elements, style) = (
        text_of(shopper, "tag").await?,
        text_of(shopper, "places").await?,
        text_of(shopper, "css").await?,
    );
    let settings = copied(shopper).await?;
    takes_the_colours_of_a_page(shopper).await?;
    has_the_preview_at_hand_on_a_phone(shopper).await?;
    let given: Value = serde_json::from_str(&settings)?;
    ensure!(
        given["blocks"] == json!([{"kind": "also-like", "limit": 4, "before": "#product-end"}])
            && given["backends"][0]["name"] == "segment",
        "{given}"
    );

    // Pasted into the theme: the tag into the head, the element into the template, the settings into a file.
    shop.page("/vitrin.json", &settings);
    for (path, name, sku) in [
        ("/oak", "Oak floor lamp", "L-1"),
        ("/ash", "Ash reading lamp", "L-2"),
    ] {
        shop.page(path, &theme(name, sku, &head, &style, &elements));
        shopper.goes_to(&format!("{}{path}", shop.origin)).await?;
        shopper.meets_vitrin().await?;
        delivered(&shop, "/events", "view_item").await?;
    }
    let seen = shopper.sees_block("recently-viewed").await?;
    ensure!(
        seen == [("Oak floor lamp".to_owned(), "/oak".to_owned())],
        "{seen:?}"
    );
    shopper
        .sees(
            "the blocks stand where they were put, under the heading that was typed",
            "document.querySelector('vitrin-block[kind=recently-viewed] h2').textContent === 'Seen by you' && document.querySelector('#product-end').previousElementSibling.matches('vitrin-block[kind=also-like][data-vitrin=filled]')",
        )
        .await?;
    shopper.clicks("#buy").await?;
    delivered(&shop, "/segment/v1/b", "Ash reading lamp").await?;
    shopper.stays_a_while().await?;
    shopper.leaves_through_the_top().await?;
    let popup = shopper.gets_a_popup().await?;
    ensure!(
        popup.heading == HEADING && popup.lines.len() == 1,
        "{popup:?}"
    );
    shopper
        .sees(
            "its button has the shop's colour",
            &format!("[...document.querySelector('vitrin-popup').shadowRoot.querySelectorAll('[part~=button]')].some((button) => getComputedStyle(button).backgroundColor === '{BRAND_AS_COMPUTED}')"),
        )
        .await?;
    for path in ["/events", "/segment/v1/b"] {
        delivered(&shop, path, "campaign_impression").await?;
    }
    Ok(())
}

/// A reload keeps what was clicked together; begun anew, all of it comes back from what was copied.
async fn loses_nothing(shopper: &Shopper) -> Result<()> {
    let all = "['json', 'places', 'css', 'tag'].map((id) => document.getElementById(id).textContent).join('\\n')";
    let before = shopper.reads(all).await?;
    shopper.client().refresh().await?;
    shopper
        .sees("what was there", &format!("{all} === {before}"))
        .await?;
    shopper.clicks("#anew").await?;
    shopper
        .sees(
            "a new beginning",
            "document.getElementById('tag').textContent && document.getElementById('style').hidden",
        )
        .await?;
    shopper.clicks("#open").await?;
    shopper
        .js(
            "document.querySelector('#paste textarea').value = arguments[0]",
            std::slice::from_ref(&before),
        )
        .await?;
    shopper.clicks("#paste [value=open]").await?;
    shopper
        .sees("all of it again", &format!("{all} === {before}"))
        .await?;
    Ok(())
}

/// The shop's own page on the same host gives its colours, without its scripts being run; a page elsewhere is told why not.
async fn takes_the_colours_of_a_page(shopper: &Shopper) -> Result<()> {
    for (address, said) in [
        ("https://shop.example/", "pages of"),
        ("/", "Taken from that page: buttons"),
    ] {
        fills(shopper, "#address", address).await?;
        shopper.clicks("#take").await?;
        shopper
            .sees(
                &format!("it says “{said}”"),
                &format!("document.getElementById('taken').textContent.includes('{said}')"),
            )
            .await?;
    }
    shopper
        .sees(
            "the buttons have the shop's colour, and the style to paste too",
            "/^#(?!7a1f3d)[0-9a-f]{6}$/.test(document.querySelector('[name=\"look.accent\"]').value) && document.getElementById('css').textContent.includes(document.querySelector('[name=\"look.accent\"]').value) && !document.querySelector('.aside')",
        )
        .await?;
    Ok(())
}

/// Where there is no room for both, the shop is one tap away from the settings, and all of it in view.
async fn has_the_preview_at_hand_on_a_phone(shopper: &Shopper) -> Result<()> {
    if shopper.browser == Browser::Webkit {
        // Without a window manager its driver cannot make a window smaller.
        return Ok(());
    }
    shopper.client().set_window_size(600, 800).await?;
    let seen = |view: &str| {
        format!(
            "['settings', 'preview'].map((id) => document.getElementById(id).checkVisibility({{ visibilityProperty: true }})).join() === '{},{}'",
            view == "settings",
            view == "preview"
        )
    };
    shopper
        .sees("the settings, and no preview", &seen("settings"))
        .await?;
    shopper.clicks("button[data-view=preview]").await?;
    shopper.sees("the preview alone", &seen("preview")).await?;
    shopper
        .sees(
            "all of the stage is above the bar",
            "(() => { const stage = document.querySelector('.stage').getBoundingClientRect(); return stage.top > 0 && stage.height > 200 && stage.bottom <= document.querySelector('.views').getBoundingClientRect().top; })()",
        )
        .await?;
    shopper.clicks("button[data-view=result]").await?;
    shopper
        .sees(
            "what to paste",
            "document.getElementById('result').checkVisibility()",
        )
        .await?;
    shopper.client().set_window_size(1280, 900).await?;
    Ok(())
}

/// The settings by way of the clipboard: copied by the button, pasted where the studio takes them back, and unchanged by that.
async fn copied(shopper: &Shopper) -> Result<String> {
    let before = text_of(shopper, "json").await?;
    shopper.clicks("[data-copy=json]").await?;
    let said = shopper
        .sees(
            "the button says what it did",
            "/Copied|Chosen/.exec(document.querySelector('[data-copy=json]').textContent)?.[0]",
        )
        .await?;
    if said == "Chosen" {
        with_control(shopper, 'c').await?;
    }
    shopper.clicks("#open").await?;
    shopper.clicks("#paste textarea").await?;
    // GTK's clipboard may have nothing to give yet: then one pastes again.
    until("something is pasted", async || {
        with_control(shopper, 'v').await?;
        let came = shopper
            .reads(
                "new Promise((done) => {
                  const field = document.querySelector('#paste textarea');
                  if (field.value) return done(true);
                  field.addEventListener('input', () => done(true), { once: true });
                  setTimeout(done, 2000, false);
                })",
            )
            .await?;
        ensure!(came == true, "nothing");
        Ok(Some(()))
    })
    .await?;
    let pasted = shopper
        .sees(
            "it is pasted",
            "document.querySelector('#paste textarea').value",
        )
        .await?;
    ensure!(pasted == before.as_str(), "{pasted}\n{before}");
    shopper.clicks("#paste [value=open]").await?;
    shopper
        .sees(
            "the dialog is closed",
            "!document.getElementById('paste').open",
        )
        .await?;
    let after = text_of(shopper, "json").await?;
    ensure!(
        after == before,
        "opened again it is\n{after}\nand was\n{before}"
    );
    Ok(after)
}

/// Waits until a post to this path that was taken speaks of this.
async fn delivered(shop: &Door, path: &str, part: &str) -> Result<()> {
    until(&format!("{path} is told of {part}"), async || {
        let posts = shop.posts();
        if posts
            .iter()
            .any(|post| post.taken && post.path == path && post.body.contains(part))
        {
            return Ok(Some(()));
        }
        bail!(
            "{:?}",
            posts
                .iter()
                .map(|post| (&post.path, &post.body))
                .collect::<Vec<_>>()
        )
    })
    .await
}
