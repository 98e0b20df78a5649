//! `cargo xtask lighthouse`: Google's Lighthouse on the demo with the widget, beside the same pages without it.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context, Result, bail};
use pack::node::Tools;
use pack::place::{root, target};
use serde_json::Value;

use crate::demo;
use crate::faults::{machine, today};
use crate::test::current_package;
use crate::tools::{self, Browser};

const HELP: &str = "\
cargo xtask lighthouse [--runs N] [--phone] [--write]
  --runs N          loads of each page, with and without in turns, of which the median counts (default: 5)
  --phone           the phone alone, in half the time
  --write           also write the table to www/docs/lighthouse.md
Fails when the widget costs a page more than a point of performance, or a point of accessibility or best practices.";

/// Where the table is for everybody.
const PAGE: &str = "www/docs/lighthouse.md";

/// What the widget may cost a page, of a hundred.
const PERFORMANCE_POINTS: i64 = 1;

/// What of a page in the demo is ours: everything else stays as it is.
const OURS: [(&str, &str); 3] = [
    ("<link rel=\"stylesheet\" href=\"/vitrin/vitrin.css\">", ""),
    ("<script async src=\"/vitrin/vitrin.js\"", "</script>"),
    ("<vitrin-block", "</vitrin-block>"),
];

const INTRODUCTION: &str = "\
# What Lighthouse says

Lighthouse on pages of the demo shop, at their first visit, with the widget and with its tag, style sheet and blocks taken out; in turns, a browser of its own for each load, medians.
Performance is Lighthouse's score of a simulated slow phone (or its desktop); accessibility and best practices are of the page with the widget. Paints and blocking in ms.
Blocking is what the clock says of tasks, four times over: on a machine that does other work meanwhile (its load stands below) most of it is that work's, and more of it falls on the side that does more.
";

/// Runs the command.
pub fn run(mut arguments: lexopt::Parser) -> Result<ExitCode> {
    use lexopt::{Arg::Long, ValueExt};
    let (mut runs, mut presets, mut write) = (5_u32, &["phone", "desktop"][..], false);
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("runs") => runs = arguments.value()?.parse()?,
            Long("phone") => presets = &["phone"],
            Long("write") => write = true,
            Long("help") => {
                println!("{HELP}");
                return Ok(ExitCode::SUCCESS);
            }
            other => return Err(other.unexpected().into()),
        }
    }
    tools::apt(&Browser::Chromium.missing())?;
    let home = target().join("lighthouse");
    Tools::install(&root().join("tests/lighthouse"), &home)?;
    let package = current_package()?;
    let bare = home.join("without");
    if bare.exists() {
        fs::remove_dir_all(&bare)?;
    }
    copy_without_us(&root().join("www"), &bare)?;

    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let with = runtime.block_on(demo::open(root().join("www"), package.clone()))?;
    let without = runtime.block_on(demo::open(bare, package))?;
    let mut measuring = Command::new("node")
        .current_dir(&home)
        .arg(root().join("tests/lighthouse/measure.mjs"))
        .args([&with, &without, &runs.to_string()])
        .args(presets)
        .env("VITRIN_CHROMIUM", chromium()?)
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot run node")?;
    let told = measuring.stdout.take().context("node has no output")?;
    let mut table = String::from(HEAD);
    println!("{}, {}, medians of {runs}\n\n{table}", today(), machine());
    let mut kept = true;
    for line in BufReader::new(told).lines() {
        let page: Value = serde_json::from_str(&line?)?;
        let (row, good) = row(&page);
        println!("{row}");
        for failed in page["with"]["failed"].as_array().into_iter().flatten() {
            println!("    {failed}");
        }
        kept &= good;
        table += &row;
        table.push('\n');
    }
    if !measuring.wait()?.success() {
        bail!("Lighthouse did not come to its end");
    }
    if write {
        let page = format!(
            "{INTRODUCTION}\n{table}\n`cargo xtask lighthouse --write`, {}, {}, medians of {runs}, load {}.\n",
            today(),
            machine(),
            load()
        );
        fs::write(root().join(PAGE), page)?;
        println!("written to {PAGE}");
    }
    Ok(if kept {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

const HEAD: &str = "\
| page | performance with · without | accessibility | best practices | first paint | largest paint | blocking | shift |
|---|---:|---:|---:|---:|---:|---:|---:|
";

/// A row of the table, and whether it keeps what is promised.
fn row(page: &Value) -> (String, bool) {
    let points = |side: &str, at: usize| page[side]["points"][at].as_i64().unwrap_or(0);
    let timing = |at: usize, digits: usize| {
        let value = |side: &str| page[side]["timings"][at].as_f64().unwrap_or(0.0);
        format!("{:.digits$} · {:.digits$}", value("with"), value("without"))
    };
    let text = |name: &str| page[name].as_str().unwrap_or_default();
    let row = format!(
        "| {}, {} | {} · {} | {} | {} | {} | {} | {} | {} |",
        text("page"),
        text("preset"),
        points("with", 0),
        points("without", 0),
        points("with", 1),
        points("with", 2),
        timing(0, 0),
        timing(1, 0),
        timing(2, 0),
        timing(3, 3),
    );
    let good = points("with", 0) >= points("without", 0) - PERFORMANCE_POINTS
        && points("with", 1) == 100
        && points("with", 2) == 100;
    (row, good)
}

/// The shop as it is without the widget.
fn copy_without_us(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (path, place) = (entry.path(), to.join(entry.file_name()));
        if entry.file_type()?.is_dir() {
            copy_without_us(&path, &place)?;
        } else if path.extension().is_some_and(|kind| kind == "html") {
            fs::write(place, without_us(&fs::read_to_string(&path)?))?;
        } else {
            fs::copy(&path, place)?;
        }
    }
    Ok(())
}

fn without_us(page: &str) -> String {
    let mut page = page.to_owned();
    for (begins, ends) in OURS {
        while let Some(start) = page.find(begins) {
            let rest = start + begins.len();
            let Some(end) = page[rest..].find(ends) else {
                break;
            };
            page.replace_range(start..rest + end + ends.len(), "");
        }
    }
    page
}

/// How many tasks wanted a core, in the last quarter of an hour.
fn load() -> String {
    fs::read_to_string("/proc/loadavg")
        .ok()
        .and_then(|loads| Some(loads.split_whitespace().nth(2)?.to_owned()))
        .unwrap_or_else(|| "unknown".to_owned())
}

fn chromium() -> Result<PathBuf> {
    tools::find("chromium")
        .or_else(|| tools::find("google-chrome"))
        .context("there is no chromium")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_without_the_widget_is_the_page_without_the_widget() {
        let page = "<head><link rel=\"stylesheet\" href=\"/vitrin/vitrin.css\">\n<script async src=\"/vitrin/vitrin.js\" data-feed=\"/f\"></script>\
                    <script src=\"/shop.js\"></script></head><p>Lamp</p><vitrin-block kind=\"new\"><h2>New</h2></vitrin-block><vitrin-block></vitrin-block>";
        assert_eq!(
            without_us(page),
            "<head>\n<script src=\"/shop.js\"></script></head><p>Lamp</p>"
        );
    }

    #[test]
    fn two_points_of_performance_are_too_many_and_one_is_not() {
        let page = |with: [i64; 3]| {
            serde_json::json!({"page": "home", "preset": "phone", "with": {"points": with, "timings": [0, 0, 0, 0]},
                "without": {"points": [98, 100, 100], "timings": [0, 0, 0, 0]}})
        };
        assert!(row(&page([97, 100, 100])).1);
        assert!(!row(&page([96, 100, 100])).1);
        assert!(!row(&page([98, 99, 100])).1);
        assert!(!row(&page([98, 100, 96])).1);
    }
}
