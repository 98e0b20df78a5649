//! Events in servers that shops have: what is read back there is what the page was told, in every script.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use vitrin_e2e::{Fault, Nginx, Postgres, Shopper, servers_skipped, told_in, until};

told_in!(a_log_of_nginx_and_a_table_of_postgresql: chromium);

/// What breaks when somebody on the way takes text for bytes, or bytes for markup.
const TEXTS: [&str; 5] = [
    "Ilık çay, İstanbul’un ığüşöç bardağı",
    "Ручни ћилим — ђакон, џеп, њива, љубав",
    "مصباح مكتبي من خشب الجوز — ١٢٫٥٠ د.إ",
    "\"quoted\" \\ back\\slash \t tab \n line \u{2028} <b>&amp;</b> 'it''s' $1 %s \u{0}",
    "🫖👩🏽‍🚀 e\u{301} ﷽",
];

/// Events by their id, from envelopes.
fn by_id(events: Vec<Value>) -> BTreeMap<String, Value> {
    events
        .into_iter()
        .map(|event| (event["id"].as_str().unwrap_or_default().to_owned(), event))
        .collect()
}

/// What nginx has logged.
fn logged(log: &Path) -> Result<BTreeMap<String, Value>> {
    let mut events = Vec::new();
    for line in std::fs::read_to_string(log)?.lines() {
        let line: Value = serde_json::from_str(line).context("a line of the log")?;
        let body = line["body"].as_str().context("no body")?;
        let envelope: Value = serde_json::from_str(body).context("a body")?;
        events.extend(envelope["events"].as_array().cloned().unwrap_or_default());
    }
    Ok(by_id(events))
}

async fn a_log_of_nginx_and_a_table_of_postgresql(shopper: &mut Shopper) -> Result<()> {
    if let Some(why) = servers_skipped() {
        println!("skipped: {why}");
        return Ok(());
    }
    let nginx = Nginx::open().await?;
    let mut visit = Fault::open(shopper, "0", "real servers").await?;
    let mut settings = visit.usual();
    settings["endpoint"] = json!(format!("{}/events", nginx.origin));
    visit.settings("/", &settings);
    visit.settings("/next", &settings);
    visit.goes("/").await?;
    for text in TEXTS {
        let more = json!({ "text": text, "value": 12.50, "items": [{ "item_id": "A-1", "item_name": text, "price": 1234567.89, "quantity": 3 }] });
        visit.tracks_with(3, &more.to_string()).await?;
    }
    let mut told = by_id(serde_json::from_value(visit.shopper.reads("told").await?)?);
    // The last ones go as a beacon.
    let last = json!({ "text": TEXTS[2] });
    visit.tracks_and_goes(3, &last.to_string(), "/next").await?;
    visit.shopper.meets_vitrin().await?;
    until("all is in the log", async || {
        let there = logged(&nginx.log())?;
        let count = there
            .values()
            .filter(|event| event["name"] == "fault")
            .count();
        ensure!(count >= 18, "{count} are there");
        Ok(Some(()))
    })
    .await?;
    // More may come.
    let copy = std::env::temp_dir().join(format!("vitrin-log-{}.ndjson", std::process::id()));
    std::fs::copy(nginx.log(), &copy)?;
    let there = logged(&copy)?;
    told.retain(|_, event| event["name"] == "fault");
    ensure!(told.len() == 15, "{} were told", told.len());
    for (id, event) in &told {
        ensure!(
            there.get(id) == Some(event),
            "{event} came as {:?}",
            there.get(id)
        );
    }

    // The log as a table, by what a database has for that.
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
    // PostgreSQL's jsonb takes every character but the first one of Unicode.
    postgres.says(
        "insert into events select event->>'id', event from lines,
           jsonb_array_elements(replace(line::json->>'body', '\\u0000', '')::jsonb->'events') as event
         on conflict (id) do nothing",
    )?;
    let stored: Vec<Value> =
        serde_json::from_str(&postgres.says("select json_agg(event order by id) from events")?)?;
    let stored = by_id(stored);
    ensure!(
        stored.len() == there.len(),
        "{} of {}",
        stored.len(),
        there.len()
    );
    for (id, event) in &there {
        let without: Value = serde_json::from_str(&event.to_string().replace("\\u0000", ""))?;
        ensure!(
            stored.get(id) == Some(&without),
            "{event} is stored as {:?}",
            stored.get(id)
        );
    }
    let found = postgres.says("select count(*) from events where event->'items'->0->>'item_name' like '%İstanbul%' and (event->>'value')::numeric = 12.5")?;
    ensure!(found.trim() == "3", "{found}");
    Ok(())
}
