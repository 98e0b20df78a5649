//! `bench`: what a shelf costs the one who reads it, measured natively: taking in all of its files, holding them, and recommending.
//! The page's own figures are those of wasm; `README` has both.

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use vitrin::core::shelf::{Part, Question, Table};

use crate::local::Local;

/// Visits asked about.
const VISITS: usize = 2_000;

/// Reads the arguments and measures.
pub fn run(mut arguments: lexopt::Parser) -> Result<()> {
    let (mut folder, mut test): (Option<PathBuf>, Option<PathBuf>) = (None, None);
    while let Some(argument) = arguments.next()? {
        match argument {
            lexopt::Arg::Long("shelf") => folder = Some(arguments.value()?.into()),
            lexopt::Arg::Long("test") => test = Some(arguments.value()?.into()),
            _ => return Err(argument.unexpected().into()),
        }
    }
    let local = Local::open(&folder.context("expected --shelf DIR")?)?;
    let number = |name: &str| local.manifest().get(name).count().unwrap_or(0) as u32;
    let products = number("products");
    let mut parts: Vec<Part> = (0..number("pieces")).map(Part::ids).collect();
    for table in Table::ALL {
        if !local.manifest().get("tables").get(table.name()).is_null() {
            parts.extend(
                (0..products.div_ceil(number("rows").max(1))).map(|at| Part::rows(table, at)),
            );
        }
    }
    let mut shelf = local.page()?;
    let mut texts = Vec::new();
    for part in &parts {
        texts.push(fs::read_to_string(local.path(&shelf.file(*part)))?);
    }
    let held: usize = texts.iter().map(String::len).sum::<usize>() + products as usize * 4 * 4;
    let mut slowest = Duration::ZERO;
    let began = Instant::now();
    for (part, text) in parts.iter().zip(texts) {
        let one = Instant::now();
        if let Some(warning) = shelf.feed(*part, Some(text)) {
            eprintln!("{}: {warning}", shelf.file(*part));
        }
        slowest = slowest.max(one.elapsed());
    }
    say!(
        "{products} products: {} files of neighbours and ids taken in within {:.1} ms, the slowest {} µs; {:.1} MB held",
        parts.len(),
        began.elapsed().as_secs_f64() * 1e3,
        slowest.as_micros(),
        held as f64 / 1e6
    );
    let test = test.context("expected --test FILE, each line `target visit…`")?;
    let text = fs::read_to_string(&test).with_context(|| format!("{}", test.display()))?;
    let mut spans = Vec::new();
    for line in text.lines().take(VISITS) {
        let visit: Vec<&str> = line.split_whitespace().skip(1).collect();
        let question = Question {
            visit: &visit,
            table: Table::Viewed,
            again: true,
            limit: 24,
        };
        let one = Instant::now();
        let answer = shelf.answer(&question);
        spans.push((one.elapsed(), answer.choices.len()));
    }
    spans.sort_unstable();
    let at = |part: usize| {
        spans
            .get(spans.len() * part / 100)
            .map_or(0, |span| span.0.as_micros())
    };
    say!(
        "{} recommendations of up to 24: p50 {} µs, p90 {} µs, p99 {} µs",
        spans.len(),
        at(50),
        at(90),
        at(99)
    );
    Ok(())
}
