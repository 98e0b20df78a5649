//! Prints what the widget costs a page, beside its budgets: `cargo xtask bench` runs this. Medians, in Chromium, in ms or µs of the page's own thread.

use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::{Value, json};
use vitrin_e2e::{Browser, Door, Shopper, Told, measure, root, story};

/// Loads, bursts or drawings of which the median is taken.
const TIMES: usize = 15;
/// Calls in one task: a shop that tells all it knows of a page does not come to more.
const BURST: u32 = 20;
/// As in the budget of long tasks.
const SLOWDOWN: u32 = 4;

/// The tag of a shop with the usual campaigns.
const CAMPAIGNS: &str =
    "<script async src=/vitrin/vitrin.js data-endpoint=/events data-consent=granted></script>";

const EVENT: &str = "{ currency: 'EUR', value: 29, items: [{ item_id: 'LAMP-1', item_name: 'Walnut desk lamp', price: 29, quantity: 1 }] }";

fn main() -> Told {
    println!("| what | measured | budget |\n|---|---:|---:|");
    story(Browser::Chromium, "bench", bench)
}

fn row(what: &str, measured: f64, unit: &str, budget: &str) {
    println!("| {what} | {measured:.2} {unit} | {budget} |");
}

fn median(mut all: Vec<f64>) -> f64 {
    all.sort_by(f64::total_cmp);
    all.get(all.len() / 2).copied().unwrap_or(0.0)
}

async fn bench(shopper: &mut Shopper) -> Result<()> {
    let shop = Door::open().await?;
    shop.page("/", &page("<script async src=/vitrin/vitrin.js data-endpoint=/events data-consent=granted data-campaigns=off></script>"));
    shop.page("/without", &page(""));
    ready(shopper, &shop).await?;
    track(shopper, &shop).await?;
    cards(shopper, &shop).await?;
    reading(shopper, &shop).await?;
    hearing(shopper, &shop).await?;
    leaving(shopper, &shop).await?;
    shopper.cdp("Performance.disable", json!({})).await?;
    let mut longest = Vec::new();
    for _ in 0..5 {
        let vitals = measure(
            shopper,
            &format!("{}/", shop.origin),
            SLOWDOWN,
            Some("window.vitrin?.live"),
        )
        .await?;
        longest.push(vitals.longest());
    }
    let best = longest.into_iter().fold(f64::INFINITY, f64::min);
    row(
        "longest task over 50 ms, processor 4 times slower (best of 5)",
        best,
        "ms",
        "none",
    );
    Ok(())
}

fn page(tag: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=en><meta charset=utf-8><title>Walnut desk lamp</title><link rel=icon href=data:,><link rel=stylesheet href=/vitrin/vitrin.css>{tag}
<script type=application/ld+json>{{\"@context\":\"https://schema.org\",\"@type\":\"Product\",\"name\":\"Walnut desk lamp\",\"sku\":\"LAMP-1\",\"offers\":{{\"@type\":\"Offer\",\"price\":\"29.00\",\"priceCurrency\":\"EUR\"}}}}</script>
<h1>Walnut desk lamp</h1><p>€29.00</p><vitrin-block kind=recently-viewed></vitrin-block></html>"
    )
}

/// What the page's thread has done since it began, in ms: scripts and their compilation.
async fn spent(shopper: &Shopper) -> Result<f64> {
    // A page in another process has its own.
    shopper.cdp("Performance.enable", json!({})).await?;
    let metrics = shopper.cdp("Performance.getMetrics", json!({})).await?;
    let named = |name: &str| {
        let all = metrics["metrics"].as_array().into_iter().flatten();
        all.filter(|one| one["name"] == name)
            .filter_map(|one| one["value"].as_f64())
            .sum::<f64>()
    };
    Ok((named("ScriptDuration") + named("V8CompileDuration")) * 1000.0)
}

async fn ready(shopper: &mut Shopper, shop: &Door) -> Result<()> {
    let (mut with, mut without) = (Vec::new(), Vec::new());
    for _ in 0..TIMES {
        for (path, all) in [("/", &mut with), ("/without", &mut without)] {
            shopper.goes_to("about:blank").await?;
            let before = spent(shopper).await?;
            shopper.goes_to(&format!("{}{path}", shop.origin)).await?;
            if path == "/" {
                shopper.meets_vitrin().await?;
            }
            tokio::time::sleep(Duration::from_millis(150)).await;
            let after = spent(shopper).await?;
            // A new process begins anew.
            all.push(if after < before {
                after
            } else {
                after - before
            });
        }
    }
    row(
        "scripts until ready, with their compilation",
        median(with) - median(without),
        "ms",
        "≤ 15 ms",
    );
    Ok(())
}

async fn track(shopper: &mut Shopper, shop: &Door) -> Result<()> {
    shopper.goes_to(&format!("{}/", shop.origin)).await?;
    shopper.meets_vitrin().await?;
    let script = format!(
        "const done = arguments[arguments.length - 1];
         let writes = 0;
         const set = Storage.prototype.setItem;
         const bursts = [];
         (async () => {{
           for (let burst = 0; burst < {TIMES} * 4; burst++) {{
             Storage.prototype.setItem = function (...all) {{ writes++; return set.apply(this, all); }};
             const promises = [];
             const start = performance.now();
             for (let n = 0; n < {BURST}; n++) promises.push(vitrin('track', 'add_to_wishlist', {EVENT}));
             bursts.push((performance.now() - start) / {BURST} * 1000);
             Storage.prototype.setItem = set;
             await Promise.all(promises);
             await new Promise((next) => setTimeout(next, 20));
           }}
           done({{ bursts, writes }});
         }})();"
    );
    let before = spent(shopper).await?;
    let seen = shopper.client().execute_async(&script, Vec::new()).await?;
    let after = spent(shopper).await?;
    let calls = TIMES as f64 * 4.0 * f64::from(BURST);
    row(
        "`track`, what the caller waits",
        median(numbers(&seen["bursts"])),
        "µs",
        "≤ 20 µs",
    );
    row(
        "`track`, with everything it causes until it is sent",
        (after - before) / calls * 1000.0,
        "µs",
        "",
    );
    row(
        "storage writes while 1,200 calls are made",
        seen["writes"].as_f64().context("no count")?,
        "",
        "0",
    );
    Ok(())
}

async fn cards(shopper: &mut Shopper, shop: &Door) -> Result<()> {
    shopper.goes_to(&format!("{}/without", shop.origin)).await?;
    let seen = shopper
        .client()
        .execute_async(
            "const done = arguments[arguments.length - 1];
             import('/src/js/card.js').then(({ plain }) => {
               const card = { url: '/p/1', title: 'Walnut desk lamp', price: '€29.00', image: 'data:,' };
               const list = document.body.appendChild(document.createElement('ul'));
               const times = [];
               for (let round = 0; round < 60; round++) {
                 const start = performance.now();
                 list.replaceChildren(...Array.from({ length: 8 * 10 }, () => plain(card)));
                 times.push((performance.now() - start) / 10);
               }
               done(times.slice(10));
             });",
            Vec::new(),
        )
        .await?;
    row("8 cards, warm", median(numbers(&seen)), "ms", "≤ 2 ms");
    Ok(())
}

/// A product page of half a megabyte, as shops have them: menus, the product, what others thought of it, other products, and scripts.
fn long_page(data: &str) -> String {
    let all = |count: u32, one: &dyn Fn(u32) -> String| (0..count).map(one).collect::<String>();
    let menu = all(150, &|n| {
        format!("<li class=nav-item><a href=/c/{n}/>Lamps of kind {n}</a></li>\n")
    });
    let reviews = all(250, &|n| {
        format!(
            "<div class=review><div class=stars><span>{}</span>/<span>5</span></div><b>Customer {n}</b><p>It stands where it should and gives the light that I had hoped for, after {n} days.</p></div>\n",
            n % 5 + 1
        )
    });
    let others = all(40, &|n| {
        format!(
            "<li class=card><a href=/p/{n}><img src=data:, alt='Lamp {n}' width=200><h3>Lamp {n}</h3></a><p class=price>€{n}.90</p><p>In stock</p></li>\n"
        )
    });
    let script = "/* a theme's own script */\n".repeat(16_000);
    format!(
        "<!DOCTYPE html><html lang=en><meta charset=utf-8><title>Walnut desk lamp – Lampery</title><link rel=icon href=data:,>{data}
<header><a class=logo href=/>Lampery</a><ul>{menu}</ul><a href=/cart>Cart</a></header>
<main><img src=data:, alt='Walnut desk lamp' width=600><h1>Walnut desk lamp</h1><p class=price>€29.00</p><p>SKU: LAMP-1</p><form action=/cart/add><button>Add to cart</button></form>
<section>{reviews}</section><ul>{others}</ul></main><script>{script}</script></html>"
    )
}

/// The scripts that read a page as one, as `pack` puts them into the package's second: with its word for the browser to compile them while they load.
fn reader() -> Result<String> {
    let mut all = "//# allFunctionsCalledOnLoad\n".to_owned();
    for name in ["life.js", "spoken.js", "objects.js", "snapshot.js"] {
        let source = std::fs::read_to_string(root().join("src/js").join(name))?;
        for line in source.lines().filter(|line| !line.starts_with("import ")) {
            let own = line
                .strip_prefix("export ")
                .filter(|_| name != "snapshot.js");
            all.push_str(own.unwrap_or(line));
            all.push('\n');
        }
    }
    Ok(all)
}

/// What nobody has compiled before is read once cold, as on a shopper's first page, and once more, as when the page has changed.
async fn reading(shopper: &mut Shopper, shop: &Door) -> Result<()> {
    let data = "<script type=application/ld+json>{\"@type\":\"Product\",\"name\":\"Walnut desk lamp\",\"sku\":\"LAMP-1\",\"offers\":{\"price\":\"29.00\",\"priceCurrency\":\"EUR\"}}</script>";
    let reader = reader()?;
    shop.page("/long", &long_page(""));
    shop.page("/long-told", &long_page(data));
    for (path, what) in [("/long-told", "with data"), ("/long", "without data")] {
        let (mut cold, mut again, mut walked) = (Vec::new(), Vec::new(), Vec::new());
        for load in 0..TIMES {
            shopper.goes_to("about:blank").await?;
            shopper.goes_to(&format!("{}{path}", shop.origin)).await?;
            // The browser keeps what it has compiled of a text that it knows.
            let source = format!("{reader}// {path} {load}\n");
            shopper
                .client()
                .execute_async(
                    "const [source, done] = arguments;
                     import(URL.createObjectURL(new Blob([source], { type: 'text/javascript' }))).then((all) => { window.reader = all; setTimeout(done, 50); });",
                    vec![json!(source)],
                )
                .await?;
            shopper
                .cdp("Emulation.setCPUThrottlingRate", json!({"rate": SLOWDOWN}))
                .await?;
            let seen = shopper
                .client()
                .execute(
                    // The tag has asked an element and a pattern before: a page's first ones prepare the engine for all.
                    "document.scripts[0].src;
                     /[?&]vitrin-debug\\b/.test(location.search);
                     const start = performance.now();
                     reader.snapshot();
                     const cold = performance.now();
                     reader.snapshot();
                     const again = performance.now();
                     for (const { localName } of document.querySelectorAll('*')) if (!localName) throw localName;
                     return [cold - start, again - cold, performance.now() - again];",
                    Vec::new(),
                )
                .await?;
            shopper
                .cdp("Emulation.setCPUThrottlingRate", json!({"rate": 1}))
                .await?;
            let [one, other, walk] = numbers(&seen)[..] else {
                anyhow::bail!("no times: {seen}");
            };
            cold.push(one);
            again.push(other);
            walked.push(walk);
        }
        let (cold, again, walked) = (median(cold), median(again), median(walked));
        row(
            &format!(
                "reading a page of 500 KB {what} for the first time, processor 4 times slower"
            ),
            cold,
            "ms",
            "≤ 10 ms",
        );
        row(&format!("reading it {what} again"), again, "ms", "≤ 10 ms");
        row(
            &format!("the first time {what}, in walks over all its elements"),
            cold / walked,
            "",
            "",
        );
    }
    Ok(())
}

/// Events of each kind, as a browser makes them while a campaign waits for somebody to leave: dispatched, heard and thought about.
async fn hearing(shopper: &mut Shopper, shop: &Door) -> Result<()> {
    shop.page("/campaigns", &page(CAMPAIGNS));
    shopper
        .goes_to(&format!("{}/campaigns", shop.origin))
        .await?;
    shopper.stays_a_while().await?;
    for (kind, make) in [
        (
            "pointer",
            "new MouseEvent('mousemove', { clientX: 200 + n * 7 % 90, clientY: 500 - n * 9 % 300, bubbles: true })",
        ),
        ("scroll", "new Event('scroll', { bubbles: true })"),
        (
            "key",
            "new KeyboardEvent('keydown', { key: 'a', bubbles: true })",
        ),
        ("touch", "new Event('touchstart', { bubbles: true })"),
    ] {
        let script = format!(
            "const done = arguments[arguments.length - 1];
             const bursts = [];
             (async () => {{
               for (let burst = 0; burst < {TIMES} * 4; burst++) {{
                 const all = Array.from({{ length: {BURST} }}, (_, n) => {make});
                 const start = performance.now();
                 for (const event of all) document.dispatchEvent(event);
                 bursts.push((performance.now() - start) / {BURST} * 1000);
                 await new Promise((next) => setTimeout(next, 20));
               }}
               done(bursts);
             }})();"
        );
        let seen = shopper.client().execute_async(&script, Vec::new()).await?;
        row(
            &format!("one {kind} event, heard and thought about"),
            median(numbers(&seen)),
            "µs",
            "≤ 100 µs",
        );
    }
    Ok(())
}

/// From the decision, of which the page is told by `vitrin-open`, until the popup has been drawn; with a new device for each.
async fn leaving(shopper: &mut Shopper, shop: &Door) -> Result<()> {
    let mut took = Vec::new();
    for _ in 0..TIMES {
        shopper
            .goes_to(&format!("{}/campaigns", shop.origin))
            .await?;
        shopper
            .js(
                "document.addEventListener('vitrin-open', () => (window.decided = performance.now()));
                 document.addEventListener('vitrin-track', ({ detail }) => detail.name === 'campaign_impression' && (window.drawn = performance.now()))",
                &[],
            )
            .await?;
        shopper.stays_a_while().await?;
        shopper.leaves_through_the_top().await?;
        shopper.sees("the popup is drawn", "window.drawn").await?;
        took.extend(shopper.reads("drawn - decided").await?.as_f64());
        shopper.vitrin(&[json!("forget")]).await?;
    }
    let worst = took.iter().copied().fold(0.0, f64::max);
    row(
        "an exit popup on screen after the decision",
        median(took),
        "ms",
        "≤ 100 ms",
    );
    row("the slowest of these", worst, "ms", "");
    Ok(())
}

fn numbers(list: &Value) -> Vec<f64> {
    let list = list.as_array().into_iter().flatten();
    list.filter_map(Value::as_f64).collect()
}
