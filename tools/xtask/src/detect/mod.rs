//! `cargo xtask detect`: what the package understands of a folder of saved pages, each under its own address in a headless Chromium that reaches
//! nothing else.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Mutex;

use anyhow::{Context, Result, bail};
use pack::place::root;
use serde_json::{Value, json};

use crate::{demo, tools};

mod chrome;
mod page;
mod profile;

use chrome::Chrome;
use page::{Page, Question};

const HELP: &str = "\
cargo xtask detect --pages DIR --out FILE [--answers FILE] [--tabs N] [--only TEXT]
  --pages DIR     the pages, as ID.html or ID.html.gz
  --answers FILE  {ID: {\"url\"}}: where each page was (default: answers.json in DIR or beside it; without one, example.invalid)
  --out FILE      what is written: {ID: {page_type, name, price, currency, sku, availability, brand, image}}
  --tabs N        how many pages at once (default: as many as the machine has cores)
  --only TEXT     only pages whose id holds this
cargo xtask detect --pages DIR --time      what starting and reading cost the main thread at a fourfold slowdown: the least of three visits
cargo xtask detect --pages DIR --record DIR   ID.json for each page: what src/js/snapshot.js makes of it (the tests' recordings)
VITRIN_PKG=FOLDER in the environment: with this package, as it is";

const VISITS: usize = 3;

struct Settings {
    pages: PathBuf,
    answers: Option<PathBuf>,
    out: Option<PathBuf>,
    record: Option<PathBuf>,
    time: bool,
    tabs: usize,
    only: String,
}

pub fn run(mut arguments: lexopt::Parser) -> Result<ExitCode> {
    use lexopt::{Arg::Long, ValueExt};
    let mut settings = Settings {
        pages: PathBuf::new(),
        answers: None,
        out: None,
        record: None,
        time: false,
        tabs: std::thread::available_parallelism().map_or(2, usize::from),
        only: String::new(),
    };
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("pages") => settings.pages = arguments.value()?.into(),
            Long("answers") => settings.answers = Some(arguments.value()?.into()),
            Long("out") => settings.out = Some(arguments.value()?.into()),
            Long("record") => settings.record = Some(arguments.value()?.into()),
            Long("only") => settings.only = arguments.value()?.string()?,
            Long("tabs") => settings.tabs = arguments.value()?.parse()?,
            Long("time") => settings.time = true,
            Long("help") => {
                println!("{HELP}");
                return Ok(ExitCode::SUCCESS);
            }
            other => return Err(other.unexpected().into()),
        }
    }
    let question = match (&settings.out, &settings.record, settings.time) {
        (None, None, true) => Question::Time,
        (None, Some(_), false) => Question::Snapshot,
        (Some(_), None, false) => Question::Facts,
        _ => bail!("one of --out, --record and --time\n{HELP}"),
    };
    // Two pages at once would measure each other.
    if question == Question::Time {
        settings.tabs = 1;
    }
    let pages = pages(&settings)?;
    tools::apt(&tools::Browser::Chromium.missing())?;
    let program = ["chromium", "chromium-browser", "google-chrome"]
        .iter()
        .find_map(|name| tools::find(name));
    let chrome = Chrome::start(program.context("there is no chromium")?)?;
    let package = if question == Question::Snapshot {
        root().join("src/js")
    } else {
        demo::package_to_run()?
    };
    let answers = all(&chrome, &package, &pages, question, settings.tabs);
    drop(chrome);
    if let Some(out) = &settings.out {
        let facts: BTreeMap<_, _> = answers
            .iter()
            .map(|(id, (found, _))| (id, predicted(found)))
            .collect();
        std::fs::write(out, serde_json::to_string_pretty(&facts)? + "\n")?;
    }
    if let Some(folder) = &settings.record {
        std::fs::create_dir_all(folder)?;
        for (id, (snapshot, _)) in &answers {
            if !snapshot.is_null() {
                std::fs::write(
                    folder.join(format!("{id}.json")),
                    serde_json::to_string_pretty(snapshot)? + "\n",
                )?;
            }
        }
    }
    if settings.time {
        for page in &pages {
            if let Some((_, cost)) = answers.get(&page.id) {
                println!(
                    "{:7.1} ms, longest piece {:6.1} ms, {:5} KB  {}",
                    cost.all,
                    cost.longest,
                    page.html.len() / 1024,
                    page.id
                );
            }
        }
    }
    let empty = answers
        .values()
        .filter(|(answer, _)| answer.is_null())
        .count();
    println!("{} pages, {empty} without an answer", answers.len());
    Ok(ExitCode::SUCCESS)
}

/// The pages of the folder, in order of their names.
fn pages(settings: &Settings) -> Result<Vec<Page>> {
    let folder = &settings.pages;
    let beside = [Some(folder.as_path()), folder.parent()];
    let answers = settings.answers.clone().or_else(|| {
        let mut places = beside
            .iter()
            .flatten()
            .map(|place| place.join("answers.json"));
        places.find(|place| place.is_file())
    });
    let answers: Value = match &answers {
        Some(file) => serde_json::from_slice(
            &std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?,
        )?,
        None => json!({}),
    };
    let mut pages = Vec::new();
    for entry in
        std::fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?
    {
        let path = entry?.path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let Some(id) = name
            .strip_suffix(".gz")
            .unwrap_or(&name)
            .strip_suffix(".html")
        else {
            continue;
        };
        if !id.contains(&settings.only) {
            continue;
        }
        let mut html = std::fs::read(&path)?;
        if name.ends_with(".gz") {
            let packed = std::mem::take(&mut html);
            flate2::read::MultiGzDecoder::new(&packed[..]).read_to_end(&mut html)?;
        }
        let url = answers[id]["url"]
            .as_str()
            .map(str::to_owned)
            .or_else(|| recorded(folder, id));
        let url = url.unwrap_or_else(|| format!("https://example.invalid/{id}"));
        pages.push(Page {
            id: id.to_owned(),
            url,
            html,
        });
    }
    if pages.is_empty() {
        bail!("there is no page in {}", folder.display());
    }
    pages.sort_by(|one, other| one.id.cmp(&other.id));
    Ok(pages)
}

/// The address of an earlier recording beside the page.
fn recorded(folder: &Path, id: &str) -> Option<String> {
    let text = std::fs::read(folder.join(format!("{id}.json"))).ok()?;
    let recording: Value = serde_json::from_slice(&text).ok()?;
    recording["url"].as_str().map(str::to_owned)
}

/// Asks every page, some at a time. One that fails has no answer, and says so.
fn all(
    chrome: &Chrome,
    package: &Path,
    pages: &[Page],
    question: Question,
    tabs: usize,
) -> BTreeMap<String, (Value, profile::Cost)> {
    let waiting = Mutex::new(pages.iter());
    let next = || waiting.lock().ok().and_then(|mut waiting| waiting.next());
    let answers = Mutex::new(BTreeMap::new());
    std::thread::scope(|scope| {
        for _ in 0..tabs.max(1) {
            scope.spawn(|| {
                while let Some(page) = next() {
                    let answer = visits(chrome, package, page, question).unwrap_or_else(|error| {
                        eprintln!("xtask: {}: {error:#}", page.id);
                        Default::default()
                    });
                    if let Ok(mut answers) = answers.lock() {
                        answers.insert(page.id.clone(), answer);
                    }
                }
            });
        }
    });
    answers.into_inner().unwrap_or_default()
}

/// One visit; to tell the time three, of which the cheapest counts: what else the machine does only adds to it.
fn visits(
    chrome: &Chrome,
    package: &Path,
    page: &Page,
    question: Question,
) -> Result<(Value, profile::Cost)> {
    let mut best = page::ask(chrome, page, package, question)?;
    if question == Question::Time {
        for _ in 1..VISITS {
            let (_, cost) = page::ask(chrome, page, package, question)?;
            best.1 = best.1.least(cost);
        }
    }
    Ok(best)
}

/// The facts in the form that a score is made of.
fn predicted(facts: &Value) -> Value {
    let product = &facts["product"];
    let mut out = json!({"page_type": facts["page"]["type"]});
    for (name, value) in [
        ("name", &product["title"]),
        ("price", &product["price"]["amount"]),
        ("currency", &product["price"]["currency"]),
        ("sku", &product["sku"]),
        ("availability", &product["availability"]),
        ("brand", &product["brand"]),
        ("image", &product["image"]),
    ] {
        if !value.is_null() {
            out[name] = value.clone();
        }
    }
    if facts.is_null() { json!({}) } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_are_told_in_the_score_s_words_and_a_page_without_an_answer_in_none() {
        let facts = json!({"page": {"type": "product"}, "product": {"title": "Lamp", "price": {"amount": "29.00", "currency": "EUR"}}});
        let told =
            json!({"page_type": "product", "name": "Lamp", "price": "29.00", "currency": "EUR"});
        assert_eq!(predicted(&facts), told);
        assert_eq!(predicted(&Value::Null), json!({}));
    }
}
