//! `cargo xtask faults`: the stories of `tests/e2e/tests/faults` in Chromium, and a table of what they measured.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::SystemTime;

use anyhow::{Context, Result, bail};
use pack::place::{root, target};
use serde_json::Value;

use crate::build::cargo;
use crate::test::current_package;
use crate::tools::{self, Browser};

const HELP: &str = "\
cargo xtask faults [--write]
  --write           also write the table to www/docs/delivery-faults.md";

/// Stories told side by side: more would measure each other.
const SIDE_BY_SIDE: &str = "2";
const ONE_BY_ONE: &str = "1";

/// Where the table is for everybody.
const PAGE: &str = "www/docs/delivery-faults.md";

const INTRODUCTION: &str = "\
# What becomes of events when things go wrong

Each row is a visit in a real Chromium to a shop whose events go to another server, which misbehaves as the row says and records what it is given.

- **accepted**: events of which the page was told that they are accepted. **dropped**: those of them that the shopper did not want sent.
- **received**: events the server took, each once. Nothing durable is lost when it is accepted less dropped. Durable is what was accepted 250 ms ago, or
  before the page was hidden.
- **copies**: events it was given more than once, with the same id and the same bytes. Where nobody can tell whether a request arrived, it is repeated.
- **thrown**: errors and unhandled rejections that the page saw. **longest**: the longest task of ours in ms, be it a call of the page's, what we do as the page is hidden or left, or a script
  of ours in a frame that took 50 ms. More than 50 fails the row; with the machine busy with other things their time counts as ours, so run it alone.

Two faults of the list that this suite goes by stand in other rows or rings. A thousand shoppers who come back together are no visit of one browser:
`cargo test --lib a_thousand_shoppers` shows how their retries spread. What a private window keeps ends with it like that of any other browser whose storage is
cleared: what was not taken by then is gone, as the shopper wants it; its row tells of one that keeps nothing from the start. Do Not Track is no consent signal
that anybody honours, and nobody is asked for it; Global Privacy Control has a row.

A beacon of a page that is left may overtake a request that is still on its way. That is harmless: ids begin with their time, and `at` is when it happened.
";

/// Runs the command.
pub fn run(mut arguments: lexopt::Parser) -> Result<ExitCode> {
    let mut write = false;
    while let Some(argument) = arguments.next()? {
        match argument {
            lexopt::Arg::Long("write") => write = true,
            lexopt::Arg::Long("help") => {
                println!("{HELP}");
                return Ok(ExitCode::SUCCESS);
            }
            other => return Err(other.unexpected().into()),
        }
    }
    tools::apt(&Browser::Chromium.missing())?;
    let rows = target().join("e2e/faults");
    if rows.exists() {
        fs::remove_dir_all(&rows)?;
    }
    let package = current_package()?;
    let mut failed = tell(&package, &[], SIDE_BY_SIDE)?;
    // What others did on this machine meanwhile counts as ours, so that these have it to themselves.
    if !failed.is_empty() {
        println!("once more, one by one: {}", failed.join(", "));
        failed = tell(&package, &failed, ONE_BY_ONE)?;
    }
    let passed = failed.is_empty();
    let table = table(&rows)?;
    println!("{table}");
    if write && passed {
        let page = format!(
            "{INTRODUCTION}\n{table}\n`cargo xtask faults --write`, {}, {}.\n",
            today(),
            machine()
        );
        fs::write(root().join(PAGE), page)?;
        println!("written to {PAGE}");
    }
    Ok(if passed {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Tells these stories, or all; answers those that failed.
fn tell(package: &Path, names: &[String], threads: &str) -> Result<Vec<String>> {
    let mut stories = Command::new(cargo());
    stories
        .current_dir(root())
        .args(["test", "--package", "vitrin-e2e", "--test", "faults"])
        .args(["--quiet", "--no-fail-fast", "--", "--format", "pretty"])
        .args(["--test-threads", threads])
        .args(names)
        .env(
            Browser::Chromium.e2e_variable(),
            Browser::Chromium.driver()?,
        )
        .env("VITRIN_BROWSERS", Browser::Chromium.name())
        .env("VITRIN_ALONE", "1")
        .env("VITRIN_PKG", package)
        .stdout(Stdio::piped());
    if !names.is_empty() {
        stories.arg("--exact");
    }
    let mut running = stories.spawn().context("cannot run cargo")?;
    let mut failed = Vec::new();
    for line in BufReader::new(running.stdout.take().context("no output")?).lines() {
        let line = line?;
        println!("{line}");
        let story = line.strip_prefix("test ");
        failed.extend(
            story
                .and_then(|story| story.strip_suffix(" ... FAILED"))
                .map(str::to_owned),
        );
    }
    if !running.wait()?.success() && failed.is_empty() {
        bail!("the stories could not be told");
    }
    Ok(failed)
}

/// The rows that the stories left, by the number of the fault.
fn table(folder: &std::path::Path) -> Result<String> {
    let mut rows = Vec::new();
    for entry in fs::read_dir(folder).context("no story has come to its end")? {
        let row: Value = serde_json::from_str(&fs::read_to_string(entry?.path())?)?;
        let number: u32 = row["number"]
            .as_str()
            .and_then(|number| number.parse().ok())
            .unwrap_or(0);
        rows.push((
            number,
            row["what"].as_str().unwrap_or_default().to_owned(),
            row,
        ));
    }
    rows.sort_by(|one, other| (one.0, &one.1).cmp(&(other.0, &other.1)));
    let mut table = String::from(
        "| fault | accepted | dropped | received | copies | requests | thrown | longest |\n|---|---:|---:|---:|---:|---:|---:|---:|\n",
    );
    for (_, what, row) in rows {
        let longest = row["longest"].as_f64().unwrap_or(0.0);
        table += &format!(
            "| {what} | {} | {} | {} | {} | {} | {} | {longest:.0} |\n",
            row["accepted"],
            row["dropped"],
            row["received"],
            row["copies"],
            row["requests"],
            row["thrown"]
        );
    }
    Ok(table)
}

/// The day, as it stands in tables.
pub fn today() -> String {
    let now = humantime::format_rfc3339_seconds(SystemTime::now()).to_string();
    now.split('T').next().unwrap_or_default().to_owned()
}

/// What kind of machine this is, for tables.
pub fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let system = fs::read_to_string("/etc/os-release").unwrap_or_default();
    let name = system
        .lines()
        .find_map(|line| line.strip_prefix("PRETTY_NAME="))
        .map_or("an unnamed system", |name| name.trim_matches('"'));
    format!("a shared {cores}-core machine with {name}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_story_has_its_row() {
        let mut stories = 0;
        for file in fs::read_dir(root().join("tests/e2e/tests/faults")).unwrap() {
            let told = fs::read_to_string(file.unwrap().path()).unwrap();
            stories += told
                .lines()
                .filter(|line| line.starts_with("told_in!("))
                .count();
        }
        let page = fs::read_to_string(root().join(PAGE)).unwrap();
        let rows = page.lines().filter(|line| line.starts_with("| ")).count() - 1;
        assert_eq!(rows, stories, "rows of {PAGE}, and stories");
        let events = fs::read_to_string(root().join("tools/docs/pages/events.md")).unwrap();
        assert!(events.contains(&format!("in {rows} ways and measured")));
    }
}
