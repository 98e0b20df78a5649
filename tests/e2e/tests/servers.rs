//! Events in servers that shops have: what is read back there is what the page told, what went as it was left too, in every script.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use vitrin_e2e::{Demo, Fault, Nginx, Postgres, Shopper, servers_skipped, told_in, until};

told_in!(a_log_of_nginx_and_a_table_of_postgresql: chromium);
told_in!(the_demos_collector_and_a_table_of_postgresql: chromium);

/// What breaks when somebody on the way takes text for bytes, or bytes for markup.
const TEXTS: [&str; 5] = [
    "Ilık çay, İstanbul’un ığüşöç bardağı",
    "Ручни ћилим — ђакон, џеп, њива, љубав",
    "مصباح مكتبي من خشب الجوز — ١٢٫٥٠ د.إ",
    "\"quoted\" \\ back\\slash \t tab \n line \u{2028} <b>&amp;</b> 'it''s' $1 %s \u{0}",
    "🫖👩🏽‍🚀 e\u{301} ﷽",
];

/// The page keeps what it is told of each event, over its end: `vitrin-track` is what a shop's own script hears.
const KEEPS: &str = "addEventListener('vitrin-track', ({ detail }) => { sessionStorage[detail.id] = JSON.stringify(detail) })";

/// Names of which there must be one among what is compared: what happened, and what is told only when a page is left for good.
const NAMES: [&str; 4] = ["page_view", "add_to_cart", "fault", "cart_left"];

type Events = BTreeMap<String, Value>;

/// Events by their id; a copy is the same.
fn by_id(events: impl IntoIterator<Item = Value>) -> Result<Events> {
    let mut all = Events::new();
    for event in events {
        let id = event["id"].as_str().context("no id")?.to_owned();
        let copy = all.insert(id, event.clone());
        ensure!(
            copy.as_ref().is_none_or(|first| *first == event),
            "{event} came before as {copy:?}"
        );
    }
    Ok(all)
}

/// What nginx has logged.
fn logged(log: &Path) -> Result<Events> {
    let mut events = Vec::new();
    for line in std::fs::read_to_string(log)?.lines() {
        let line: Value = serde_json::from_str(line).context("a line of the log")?;
        let body = line["body"].as_str().context("no body")?;
        let envelope: Value = serde_json::from_str(body).context("a body")?;
        events.extend(envelope["events"].as_array().cloned().unwrap_or_default());
    }
    by_id(events)
}

/// A page on which much happens up to its last moment, which is that the shop is left, and the shop once more; answers all that its pages
/// were told. `elsewhere` is a page of the same machine by its other name.
async fn visits(shopper: &mut Shopper, origin: &str, elsewhere: &str) -> Result<Events> {
    let keeps = json!({ "source": KEEPS });
    shopper
        .cdp("Page.addScriptToEvaluateOnNewDocument", keeps)
        .await?;
    let first = format!("{origin}/");
    let elsewhere = format!("{}{elsewhere}", origin.replace("127.0.0.1", "localhost"));
    shopper.goes_to(&first).await?;
    shopper.meets_vitrin().await?;
    for (number, text) in (1..).zip(TEXTS) {
        let item = json!({ "item_id": format!("A-{number}"), "item_name": text, "price": 1_234_567.89, "quantity": 3 });
        let cart = json!({ "currency": "EUR", "value": 12.50, "items": [item] });
        shopper
            .vitrin(&[json!("track"), json!("add_to_cart"), cart])
            .await?;
    }
    // The last ones go as beacons, with the cart that is left behind.
    let last = "setTimeout(() => { for (const text of arguments[0]) vitrin('track', 'fault', { text }); location.href = arguments[1]; })";
    shopper.js(last, &[json!(TEXTS), json!(elsewhere)]).await?;
    shopper
        .sees(
            "the shop is left",
            &format!("location.href === {}", json!(elsewhere)),
        )
        .await?;
    shopper.goes_to(&first).await?;
    shopper.meets_vitrin().await?;
    let told = "Object.keys(sessionStorage).filter((key) => key.length === 26).map((key) => JSON.parse(sessionStorage[key]))";
    let told = by_id(serde_json::from_value::<Vec<Value>>(
        shopper.reads(told).await?,
    )?)?;
    for name in NAMES {
        let there = told.values().any(|event| event["name"] == name);
        ensure!(there, "no {name} among {:?}", told.keys());
    }
    Ok(told)
}

/// Each event that the page was told of is there as it was told, except for what the server cannot hold.
fn all_there(told: &Events, there: &Events, held: fn(String) -> String) -> Result<()> {
    for (id, event) in told {
        let whole: Value = serde_json::from_str(&held(event.to_string()))?;
        let came = there.get(id);
        ensure!(came == Some(&whole), "{whole} came as {came:?}");
    }
    Ok(())
}

/// PostgreSQL's jsonb takes every character but the first one of Unicode.
fn without_nothing(json: String) -> String {
    json.replace("\\u0000", "")
}

/// The rows of the table, and that the database can ask them what they say.
fn stored(postgres: &Postgres) -> Result<Events> {
    let found = postgres.says("select count(*) from events where event->'items'->0->>'item_name' like '%İstanbul%' and event->>'name' = 'add_to_cart' and (event->>'value')::numeric = 12.5")?;
    ensure!(found.trim() == "1", "{found} rows of Istanbul");
    let rows = postgres.says("select json_agg(event order by id) from events")?;
    by_id(serde_json::from_str::<Vec<Value>>(&rows)?)
}

async fn a_log_of_nginx_and_a_table_of_postgresql(shopper: &mut Shopper) -> Result<()> {
    if let Some(why) = servers_skipped() {
        println!("skipped: {why}");
        return Ok(());
    }
    let nginx = Nginx::open().await?;
    let shop = Fault::open(shopper, "0", "real servers").await?;
    let mut settings = shop.usual();
    settings["endpoint"] = json!(format!("{}/events", nginx.origin));
    shop.settings("/", &settings);
    let origin = shop.shop.origin.clone();
    let told = visits(shop.shopper, &origin, "/plain").await?;
    let log = nginx.log();
    until("all is in the log", async || {
        all_there(&told, &logged(&log)?, |same| same).map(Some)
    })
    .await?;

    // The log as a table, by what a database has for that. More may come into the log.
    let copy = std::env::temp_dir().join(format!("vitrin-log-{}.ndjson", std::process::id()));
    std::fs::copy(&log, &copy)?;
    let postgres = Postgres::open()?;
    postgres.says(
        "create table lines (line text); create table events (id text primary key, event jsonb)",
    )?;
    // One column, whatever stands in it: neither of these bytes stands in a line of JSON.
    postgres.says(&format!(
        "copy lines from '{}' with (format csv, delimiter e'\\x02', quote e'\\x01')",
        copy.display()
    ))?;
    std::fs::remove_file(&copy)?;
    postgres.says(
        "insert into events select event->>'id', event from lines,
           jsonb_array_elements(replace(line::json->>'body', '\\u0000', '')::jsonb->'events') as event
         on conflict (id) do nothing",
    )?;
    all_there(&told, &stored(&postgres)?, without_nothing)
}

async fn the_demos_collector_and_a_table_of_postgresql(shopper: &mut Shopper) -> Result<()> {
    if let Some(why) = servers_skipped() {
        println!("skipped: {why}");
        return Ok(());
    }
    let postgres = Postgres::open()?;
    postgres.says(
        "create table lines (line text); create table events (id text primary key, event jsonb);
         create function keep() returns trigger language plpgsql as $$ begin
           insert into events select event->>'id', event from (select replace(new.line, '\\u0000', '')::jsonb->'event' as event) as read
           on conflict (id) do nothing;
           return null;
         end $$;
         create trigger keep before insert on lines for each row execute function keep()",
    )?;
    let copy = postgres
        .command("copy lines from stdin with (format csv, delimiter e'\\x02', quote e'\\x01')");
    let demo = Demo::open(&["--record", &copy])?;
    let told = visits(shopper, &demo.origin, "/robots.txt").await?;
    until("all is in the collector", async || {
        let there = by_id(demo.received().await?.once().into_iter().cloned())?;
        all_there(&told, &there, |same| same).map(Some)
    })
    .await?;
    // Its end is the end of what the database is to copy.
    drop(demo);
    until("all is in the table", async || {
        all_there(&told, &stored(&postgres)?, without_nothing).map(Some)
    })
    .await
}
