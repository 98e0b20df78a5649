//! `eval`: how often a shelf is right about visits it was not built from.
//! A line of the test is the product that came next, then the visit until then.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::local::Local;
use crate::rank::{bytes, number};

/// Reads the arguments and evaluates.
pub fn run(mut arguments: lexopt::Parser) -> Result<()> {
    let (mut folder, mut test): (Option<PathBuf>, Option<PathBuf>) = (None, None);
    let mut top = 20;
    while let Some(argument) = arguments.next()? {
        match argument {
            lexopt::Arg::Long("shelf") => folder = Some(arguments.value()?.into()),
            lexopt::Arg::Long("test") => test = Some(arguments.value()?.into()),
            lexopt::Arg::Long("top") => top = number(&mut arguments)?,
            _ => return Err(argument.unexpected().into()),
        }
    }
    let local = Local::open(&folder.context("expected --shelf DIR")?)?;
    let test = test.context("expected --test FILE, each line `target visit…`")?;
    let text = fs::read_to_string(&test).with_context(|| format!("{}", test.display()))?;
    let (mut lines, mut hits, mut novel, mut novel_hits) = (0_u64, 0_u64, 0_u64, 0_u64);
    // In millionths, so that the sum does not depend on the machine.
    let mut ranks = 0_u64;
    let mut shown = BTreeSet::new();
    let mut loads = Vec::new();
    for line in text.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let Some((target, visit)) = words.split_first() else {
            continue;
        };
        let (ids, load) = local.rank(visit, top)?;
        let is_novel = !visit.contains(target);
        lines += 1;
        novel += u64::from(is_novel);
        if let Some(at) = ids.iter().position(|id| id == target) {
            hits += 1;
            novel_hits += u64::from(is_novel);
            ranks += 1_000_000 / (at as u64 + 1);
        }
        shown.extend(ids);
        loads.push(load);
    }
    let products = local.manifest().get("products").count().unwrap_or(0);
    let rate = |part: u64, whole: u64| part as f64 / whole.max(1) as f64;
    say!(
        "HR@{top} {:.4}  MRR@{top} {:.4}  novel HR@{top} {:.4}  of {lines} lines, {novel} novel",
        rate(hits, lines),
        rate(ranks, lines * 1_000_000),
        rate(novel_hits, novel)
    );
    say!(
        "coverage {:.4} ({} of {products} products)",
        rate(shown.len() as u64, products),
        shown.len()
    );
    for (kinds, what) in [
        ("v", "viewed"),
        ("b", "bought"),
        ("a", "alike"),
        ("n", "new"),
        ("i", "ids"),
        ("c", "cards"),
        ("p", "lists"),
    ] {
        let (size, files) = local.weigh(kinds)?;
        if files > 0 {
            say!(
                "{what}: {size} bytes brotli in {files} files, {:.1} KB per 10,000 products",
                rate(size as u64 * 10_000, products * 1024)
            );
        }
    }
    say!("{}", bytes(&loads));
    Ok(())
}
