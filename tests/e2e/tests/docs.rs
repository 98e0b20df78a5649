//! Every example of the documentation is opened as its reader would, and has to do what it says.

use anyhow::{Context, Result, bail, ensure};
use docs::fences::{Fence, all};
use serde_json::Value;
use vitrin_e2e::{
    Demo, Door, PhpServer, Put, Shopper, is_a_platforms, package, platforms_skipped, put, told_in,
    until,
};

told_in!(every_example_does_what_it_says: chromium firefox webkit);
told_in!(every_piece_of_code_in_the_guides_works_where_it_is_pasted: chromium firefox webkit);
told_in!(the_smallest_endpoint_keeps_what_it_is_sent: chromium firefox webkit);
told_in!(a_host_for_static_files_is_enough_for_another_language: chromium firefox webkit);

async fn every_example_does_what_it_says(shopper: &mut Shopper) -> Result<()> {
    let demo = Demo::open(&[])?;
    let names: Vec<String> = examples()?.into_iter().map(|(name, _)| name).collect();
    ensure!(names.len() > 5, "examples are missing: {names:?}");
    for name in names {
        let url = format!("{}/docs/examples/{name}", demo.origin);
        shopper.goes_to(&url).await?;
        shopper.meets_vitrin().await.context(name.clone())?;
        // What its reader does first.
        shopper
            .js(
                "const { first } = document.body.dataset; if (first) eval(first)",
                &[],
            )
            .await?;
        let expected = shopper.reads("document.body.dataset.expect").await?;
        let expected = expected
            .as_str()
            .context("an example says what to expect in data-expect")?;
        shopper
            .sees(&format!("{name}: {expected}"), expected)
            .await?;
    }
    Ok(())
}

/// The examples by their names, with their texts.
fn examples() -> Result<Vec<(String, String)>> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../www/docs/examples");
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        all.push((
            entry.file_name().to_string_lossy().into_owned(),
            std::fs::read_to_string(entry.path())?,
        ));
    }
    all.sort();
    Ok(all)
}

/// What an owner of a django-oscar shop lays into it.
const TEMPLATES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/oscar");

/// Whether it is a file of what is laid into django-oscar, to the letter.
fn is_template(text: &str) -> Result<bool> {
    let mut folders = vec![std::path::PathBuf::from(TEMPLATES)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if std::fs::read_to_string(&path)
                .is_ok_and(|one| one.trim_end() == text.trim_end())
            {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// The page that a piece is pasted into: a product page of a shop whose shopper has looked around and agreed. What goes wrong in it is written down.
const SHOP: &str = r#"<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <title>Paper pendant</title>
  <link rel="icon" href="data:,">
  <script>
    window.wrong = [];
    addEventListener('error', ({ message, target }) => wrong.push(message || `${target.localName} ${target.src || target.href}`), true);
    addEventListener('unhandledrejection', ({ reason }) => wrong.push(`${reason}`));
    document.addEventListener('vitrin-warning', ({ detail }) => wrong.push(detail.message));
    window.vitrin = window.vitrin || function () { (vitrin.q = vitrin.q || []).push(arguments); };
    vitrin('config', { feed: '/feed.json' });
    vitrin('consent', { personalization: true, analytics: true });
    for (const id of ['SEEN-1', 'SEEN-2', 'SEEN-3']) vitrin('track', 'view_item', { currency: 'EUR', items: [{ item_id: id, item_name: `Lamp ${id}`, price: 48, url: `/p/${id}`, image: 'data:,' }] });
    vitrin('track', 'add_to_cart', { currency: 'EUR', value: 48, items: [{ item_id: 'SEEN-1', item_name: 'Lamp', price: 48, quantity: 1 }] });
  </script>
  {{head}}
</head>
<body>
  <header><h1>A shop</h1></header>
  {{body}}
</body>
</html>
"#;
const TAG: &str = r#"<link rel="stylesheet" href="/vitrin/vitrin.css"><script async src="/vitrin/vitrin.js" data-campaigns="off"></script>"#;
/// For scripts, which may open a campaign that there is without settings.
const TAG_WITH_CAMPAIGNS: &str = r#"<link rel="stylesheet" href="/vitrin/vitrin.css"><script async src="/vitrin/vitrin.js"></script>"#;
const PRODUCT: &str = r#"<script type="application/ld+json">
{"@context": "https://schema.org", "@type": "Product", "name": "Paper pendant", "sku": "SK-105", "category": "Lighting",
 "offers": {"@type": "Offer", "price": "62.00", "priceCurrency": "EUR", "availability": "https://schema.org/InStock"}}
</script>"#;

/// Where platforms serve the package from.
const FOLDERS: [&str; 3] = [
    "/media/vitrin/",
    "/wp-content/uploads/vitrin/",
    "https://static.your.shop/vitrin/",
];

/// As a browser gets it, with integrity as it is published.
fn rendered(text: &str) -> Result<String> {
    let mut text = text.to_owned();
    for folder in FOLDERS {
        text = text.replace(folder, "/vitrin/");
    }
    ensure!(
        !text.contains("{{"),
        "a platform's word that this test does not know: {text}"
    );
    let sri: Value = serde_json::from_str(&std::fs::read_to_string(package()?.join("sri.json"))?)?;
    while let Some(at) = text.find("sha384-…") {
        let file = text[..at]
            .rsplit("/vitrin/")
            .next()
            .and_then(|rest| rest.split('"').next())
            .context("integrity of no file")?;
        let value = sri[file]
            .as_str()
            .with_context(|| format!("no integrity of {file}"))?
            .to_owned();
        text.replace_range(at..at + "sha384-…".len(), &value);
    }
    Ok(text)
}

/// The page with this piece in it; nothing for what a browser does not run.
fn page_with(fence: &Fence) -> Result<Option<String>> {
    let text = &fence.text;
    // A whole page is an example, and opened as one.
    if text.starts_with("<!doctype html>") {
        ensure!(
            examples()?
                .iter()
                .any(|(_, page)| page.trim_end() == text.trim_end()),
            "a page that is none of the examples: {text}"
        );
        return Ok(None);
    }
    // A template of Django's is a file that the story of django-oscar puts into that shop.
    if fence.language == "html" && text.contains("{%") {
        ensure!(is_template(text)?, "a template that no test uses: {text}");
        return Ok(None);
    }
    // A program of its own, told of in `the_smallest_endpoint_keeps_what_it_is_sent`.
    if text.starts_with("<?php") {
        return Ok(None);
    }
    if is_a_platforms(fence) {
        if let Some(why) = platforms_skipped() {
            println!("skipped: {}: {why}", fence.at);
            return Ok(None);
        }
        let Put { head, body } = put(fence)?;
        // A setting or a view is tried by the platform alone, and draws nothing.
        if head.is_empty() && body.is_empty() {
            return Ok(None);
        }
        let tag = if head.contains("vitrin.js") { "" } else { TAG };
        let (head, body) = (rendered(&head)?, rendered(&body)?);
        return Ok(Some(page(
            &format!("{head}{tag}{PRODUCT}"),
            &format!("<main>{body}</main>"),
        )));
    }
    let (head, body) = match &*fence.language {
        "html" => {
            let text = rendered(text)?;
            // What belongs into the head is what brings the script.
            if text.contains("vitrin.js") {
                (format!("{text}{PRODUCT}"), String::new())
            } else if text.contains("rel=\"stylesheet\"") {
                (format!("{text}{TAG}{PRODUCT}"), String::new())
            } else if text.contains("data-vitrin-page") {
                (TAG.into(), text)
            } else {
                (format!("{TAG}{PRODUCT}"), format!("<main>{text}</main>"))
            }
        }
        "js" => (
            format!(
                "<script type=\"importmap\">{{\"imports\": {{\"vitrin\": \"/vitrin/vitrin.mjs\"}}}}</script>{PRODUCT}{}",
                if text.contains("import ") {
                    ""
                } else {
                    TAG_WITH_CAMPAIGNS
                }
            ),
            format!("<script type=\"module\">\n{text}\nwindow.ran = true;\n</script>"),
        ),
        "css" => (
            format!("<style id=\"piece\">{text}</style>{TAG}{PRODUCT}"),
            "<vitrin-block kind=\"also-like\"></vitrin-block>".into(),
        ),
        _ => return Ok(None),
    };
    Ok(Some(page(&head, &body)))
}

/// The shop's page with this in its head and body.
fn page(head: &str, body: &str) -> String {
    SHOP.replace("{{head}}", head).replace("{{body}}", body)
}

/// What is true of a page once a piece of this language works in it. Each says what is not, and nothing when all is well.
const WORKS: &str = r#"(async () => {
  const not = [...window.wrong];
  if (!window.vitrin?.live) not.push('Vitrin does not run');
  for (const link of document.querySelectorAll('link[rel=stylesheet]')) if (!link.sheet) not.push(`${link.href} is not there`);
  for (const block of document.querySelectorAll('vitrin-block')) {
    const cards = [...block.querySelectorAll('a[href]')];
    if (block.dataset.vitrin !== 'filled' || !cards.length || cards.some((card) => !card.textContent.trim())) not.push(`${block.getAttribute('kind')} is ${block.dataset.vitrin} with ${cards.length} cards`);
  }
  for (const slot of document.querySelectorAll('vitrin-slot')) if (!slot.querySelector('a') || slot.querySelector('template')?.content.querySelector('a') === null) not.push('the slot is empty');
  for (const panel of document.querySelectorAll('vitrin-privacy')) if (!panel.shadowRoot?.querySelector('button')) not.push('the panel is not there');
  if (document.querySelector('[data-vitrin-page]')) {
    const { page, product } = await vitrin('inspect');
    if (page.type !== document.querySelector('[data-vitrin-page]').dataset.vitrinPage || product?.title !== 'Paper pendant' || product.price.amount !== '62.00') not.push(`it is understood as ${JSON.stringify({ page, product })}`);
  }
  if (document.querySelector('script[type=module]') && !window.ran) not.push('the script has not come to its end');
  const piece = document.getElementById('piece');
  if (piece?.localName === 'style') {
    const rules = (list) => [...list].flatMap((rule) => [rule, ...rules(rule.cssRules ?? [])]);
    const kept = rules(piece.sheet.cssRules).filter(({ style, cssRules }) => (style ?? cssRules).length).length;
    if (kept !== piece.textContent.split('{').length - 1) not.push(`${kept} rules are kept`);
    for (const [, name, value] of piece.textContent.matchAll(/([\w-]+):\s*([^;{}]+);/g)) if (!name.startsWith('--') && !CSS.supports(name, value)) not.push(`${name}: ${value} is no declaration`);
  }
  return not;
})()"#;

async fn every_piece_of_code_in_the_guides_works_where_it_is_pasted(
    shopper: &mut Shopper,
) -> Result<()> {
    let door = Door::open().await?;
    door.page("/feed.json", &feed());
    let mut tried = Vec::new();
    for fence in all()? {
        let Some(page) = page_with(&fence).with_context(|| fence.at.clone())? else {
            continue;
        };
        let path = format!("/piece-{}", tried.len());
        door.page(&path, &page);
        shopper.goes_to(&format!("{}{path}", door.origin)).await?;
        works(shopper)
            .await
            .with_context(|| format!("{} ({}):\n{}", fence.at, fence.language, fence.text))?;
        tried.push(fence.language);
    }
    for language in ["html", "js", "css"] {
        ensure!(
            tried.iter().any(|tried| tried == language),
            "the rule is blind to {language}"
        );
    }
    Ok(())
}

async fn the_smallest_endpoint_keeps_what_it_is_sent(shopper: &mut Shopper) -> Result<()> {
    if let Some(why) = platforms_skipped() {
        println!("skipped: {why}");
        return Ok(());
    }
    let pieces = all()?;
    let piece = pieces
        .iter()
        .find(|fence| fence.text.starts_with("<?php"))
        .context("the guides show no endpoint")?;
    let server = PhpServer::open(&piece.text).await?;
    let door = Door::open().await?;
    let endpoint = format!("{}/events.php", server.origin);
    let tag = TAG.replace(
        "data-campaigns",
        &format!("data-consent=\"granted\" data-endpoint=\"{endpoint}\" data-campaigns"),
    );
    door.page("/lamp", &page(&format!("{tag}{PRODUCT}"), ""));
    shopper.goes_to(&format!("{}/lamp", door.origin)).await?;
    let names = || -> Result<Vec<String>> {
        let mut names = Vec::new();
        for line in server.kept().lines() {
            let batch: Value = serde_json::from_str(line)?;
            for event in batch["events"].as_array().context("no events")? {
                names.push(event["name"].as_str().context("no name")?.to_owned());
            }
        }
        Ok(names)
    };
    until("what happened on the page is kept", async || {
        let names = names()?;
        let all = ["page_view", "view_item", "add_to_cart"]
            .iter()
            .all(|wanted| names.iter().any(|name| name == wanted));
        Ok(all.then_some(()))
    })
    .await?;
    // What is no batch of events is refused, and nothing of it is kept.
    let kept = server.kept();
    for junk in ["", "hello", r#"{"v": 1}"#, "[1]"] {
        let status = shopper
            .js(
                "const [url, body] = arguments; const ask = new XMLHttpRequest(); ask.open('POST', url, false); ask.send(body); return ask.status",
                &[endpoint.clone().into(), junk.into()],
            )
            .await?;
        ensure!(status == 400, "{junk:?} is answered with {status}");
    }
    ensure!(server.kept() == kept, "junk is kept: {}", server.kept());
    Ok(())
}

/// What the page on Shopify promises to a shop in German: style sheet and tag from elsewhere, and the rest follows, popups and their words too.
async fn a_host_for_static_files_is_enough_for_another_language(
    shopper: &mut Shopper,
) -> Result<()> {
    let (shop, files) = (Door::open().await?, Door::open().await?);
    let guide = include_str!("../../../tools/docs/pages/install-shopify.md");
    let piece = docs::fences::of("install-shopify.md", guide)
        .into_iter()
        .find(|fence| fence.text.contains("https://static.your.shop/"))
        .context("the guide names no other host")?;
    let tag = piece
        .text
        .replace("https://static.your.shop", &files.origin);
    let blocks = "<vitrin-block kind=\"recently-viewed\" limit=\"6\"></vitrin-block>";
    let html = page(&format!("{tag}{PRODUCT}"), blocks).replace("lang=\"en\"", "lang=\"de\"");
    shop.page("/lampe", &html);
    shopper.goes_to(&format!("{}/lampe", shop.origin)).await?;
    shopper
        .sees(
            "a German heading over cards",
            "document.querySelector('vitrin-block .vitrin-heading')?.textContent === 'Zuletzt angesehen' && document.querySelectorAll('vitrin-block a').length > 1",
        )
        .await?;
    shopper.js("vitrin('show', 'cart-rescue')", &[]).await?;
    shopper
        .sees(
            "a German reminder",
            "document.querySelector('vitrin-popup')?.shadowRoot.querySelector('h2')?.textContent === 'Überlegen Sie noch?'",
        )
        .await?;
    Ok(())
}

/// Waits until the piece works; what stays wrong is what it is told of.
async fn works(shopper: &Shopper) -> Result<()> {
    let script = format!("const done = arguments[arguments.length - 1]; {WORKS}.then(done)");
    until("the piece works", async || {
        let not = shopper.client().execute_async(&script, Vec::new()).await?;
        match not.as_array() {
            Some(not) if not.is_empty() => Ok(Some(())),
            _ => bail!("{not}"),
        }
    })
    .await
}

/// Products enough for every kind of block that needs no shelf.
fn feed() -> String {
    let products: Vec<Value> = (1..=8)
        .map(|at| {
            serde_json::json!({
                "id": format!("FEED-{at}"), "title": format!("Lamp number {at}"), "url": format!("/p/feed-{at}"), "image": "data:,",
                "price": format!("{}.00", 50 + at), "currency": "EUR", "brand": "Skumring", "category": "Lighting", "availability": "InStock",
            })
        })
        .collect();
    Value::from(products).to_string()
}
