//! `rank`: visits in, recommendations out, a line each.
//! What a page would have loaded goes to the other stream at the end.

use std::io::{BufRead, BufWriter, Write, stdin, stdout};
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::local::{Load, Local};

/// Reads the arguments and ranks.
pub fn run(mut arguments: lexopt::Parser) -> Result<()> {
    let mut folder: Option<PathBuf> = None;
    let mut top = 20;
    while let Some(argument) = arguments.next()? {
        match argument {
            lexopt::Arg::Long("shelf") => folder = Some(arguments.value()?.into()),
            lexopt::Arg::Long("top") => top = number(&mut arguments)?,
            _ => return Err(argument.unexpected().into()),
        }
    }
    let local = Local::open(&folder.context("expected --shelf DIR")?)?;
    let mut out = BufWriter::new(stdout().lock());
    let mut loads = Vec::new();
    let mut input = stdin().lock();
    let mut line = Vec::new();
    while input.read_until(b'\n', &mut line)? > 0 {
        let text = String::from_utf8_lossy(&line).into_owned();
        let visit: Vec<&str> = text.split_whitespace().collect();
        let (ids, load) = local.rank(&visit, top)?;
        writeln!(out, "{}", ids.join(" "))?;
        loads.push(load);
        line.clear();
    }
    out.flush()?;
    eprintln!("{}", bytes(&loads));
    Ok(())
}

/// A whole number.
pub fn number<T: std::str::FromStr<Err: Into<Box<dyn std::error::Error + Send + Sync>>>>(
    arguments: &mut lexopt::Parser,
) -> Result<T> {
    use lexopt::ValueExt as _;
    Ok(arguments.value()?.parse()?)
}

/// What pages load, in brotli bytes: mean and 95th percentile.
pub fn bytes(loads: &[Load]) -> String {
    let told = |what: &str, of: fn(&Load) -> usize| {
        let mut sizes: Vec<usize> = loads.iter().map(of).collect();
        sizes.sort_unstable();
        let mean = sizes.iter().sum::<usize>() / sizes.len().max(1);
        let p95 = sizes
            .get((sizes.len() * 95 / 100).min(sizes.len().saturating_sub(1)))
            .unwrap_or(&0);
        format!("{what}: mean {mean}, p95 {p95}")
    };
    format!(
        "a line, in brotli bytes: {}; {}; {}; {}",
        told("all", |load| load.table + load.cards),
        told("neighbours and ids", |load| load.table),
        told("cards and lists", |load| load.cards),
        told("files", |load| load.files),
    )
}
