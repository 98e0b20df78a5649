//! `cargo xtask size --parts`: what each area of the product weighs, beside its budget. Over it, or over what it is known to be over it, the
//! command fails. ARCHITECTURE.md states the figures; they are written here.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result, bail};
use pack::areas::AREAS;
use pack::place::{files, root, target};

use super::{KB, kilobytes, measure};
use crate::build::{cargo, package};
use crate::tools;

const HOW: &str = "\
How it is counted: the module is built once more with the names of its functions and with none drawn into another, so that each byte of code is found
under the module it is written in (a list's code under what it lists); a text belongs to the area whose functions alone name it. What several areas share,
the standard library with it, is the foundation's. Scripts are counted by file. An area's bytes of a file are compressed alone, and the areas of a file then
made smaller or larger by one factor, so that they add up to the file that is published. `alone` is before that factor. functions.txt beside the bytes
lists every function. Styles are the foundation's; what is loaded on demand (popups, formats, languages, tables) is not counted, except for the reader of tables.";

/// The files that an area's bytes are in; a page loads the reader of tables only for a backend that has one.
const COUNTED: &[&str] = &[
    "vitrin.wasm",
    "vitrin-rest.wasm",
    "vitrin.js",
    "vitrin-rest.js",
    "vitrin-adapters.js",
];
const STYLES: &str = "vitrin.css";

/// Areas that are still over their budget, in bytes: this can only shrink.
const DEBTS: &[(&str, usize)] = &[
    ("foundation", 29 * KB + 640),
    ("detection", 20 * KB + 768),
    ("recommendations", 14 * KB + 512),
    ("campaigns and exit", 7 * KB),
];

/// The document that states what each area weighs, and where in it.
const PAGE: &str = "ARCHITECTURE.md";
const OPEN: &str = "<!-- parts -->\n";
const CLOSE: &str = "<!-- /parts -->";

/// What an area weighs.
#[derive(Clone, Copy, Default)]
struct Weight {
    raw: f64,
    alone: usize,
    /// Its share of each file that is published.
    share: f64,
}

/// Builds the module to be counted, prints the table, writes it down if told to, and fails over the limit.
pub fn check(write: bool) -> Result<()> {
    tools::for_package()?;
    let folder = target().join("parts");
    let mut pack = Command::new(cargo());
    pack.current_dir(root())
        .args(["run", "--quiet", "--package", "pack", "--", "--parts"])
        .arg(&folder);
    if !pack.status().context("cannot run cargo")?.success() {
        bail!("the package was not taken apart");
    }
    let mut all = vec![Weight::default(); AREAS.len()];
    let mut by_file = Vec::new();
    for file in COUNTED {
        let published = measure(&fs::read(package().join(file))?)?;
        let mut pieces = Vec::new();
        for area in AREAS {
            let bytes = fs::read(folder.join(file).join(area.name))?;
            let brotli = if bytes.is_empty() {
                0
            } else {
                measure(&bytes)?.brotli
            };
            pieces.push((bytes.len(), brotli));
        }
        let weights = shares(&pieces, published.raw, published.brotli);
        for (sum, weight) in all.iter_mut().zip(&weights) {
            sum.raw += weight.raw;
            sum.alone += weight.alone;
            sum.share += weight.share;
        }
        by_file.push((*file, weights));
    }
    let styles = measure(&fs::read(package().join(STYLES))?)?;
    all[0].raw += styles.raw as f64;
    all[0].alone += styles.brotli;
    all[0].share += styles.brotli as f64;

    println!(
        "{:<22} {:>8} {:>8} {:>8} {:>8}   of which",
        "area", "raw", "alone", "brotli", "budget"
    );
    for (place, (area, weight)) in AREAS.iter().zip(&all).enumerate() {
        let of: Vec<String> = by_file
            .iter()
            .filter(|(_, weights)| weights[place].alone > 0)
            .map(|(file, weights)| format!("{file} {:.0}", weights[place].share))
            .collect();
        println!(
            "{:<22} {:>8.0} {:>8} {:>8.0} {:>8}   {}",
            area.name,
            weight.raw,
            weight.alone,
            weight.share,
            area.budget,
            of.join(", ")
        );
    }
    let sum: f64 = all.iter().map(|weight| weight.share).sum();
    println!(
        "{:<22} {:>8} {:>8} {:>8.0} {:>8}   {} KB",
        "in all",
        "",
        "",
        sum,
        AREAS.iter().map(|area| area.budget).sum::<usize>(),
        kilobytes(sum.ceil() as usize)
    );
    println!("\n{HOW}");
    let built = files(&folder)?.len();
    println!("{built} files in {}", folder.display());
    let weights: Vec<(&str, usize, usize)> = AREAS
        .iter()
        .zip(&all)
        .map(|(area, weight)| (area.name, weight.share.ceil() as usize, area.budget))
        .collect();
    if write {
        let page = root().join(PAGE);
        let text = fs::read_to_string(&page)?;
        let stated = state(&text, &table(&weights))
            .with_context(|| format!("{PAGE} has no {OPEN}…{CLOSE}"))?;
        fs::write(page, stated)?;
        println!("written to {PAGE}");
    }
    let over = over(&weights, DEBTS);
    if !over.is_empty() {
        bail!("{}", over.join("; "));
    }
    Ok(())
}

/// The areas that weigh more than they may, each with by how much.
fn over(weights: &[(&str, usize, usize)], debts: &[(&str, usize)]) -> Vec<String> {
    let mut over = Vec::new();
    for (name, bytes, budget) in weights {
        let debt = debts.iter().find(|(indebted, _)| indebted == name);
        let known = debt.map_or(0, |(_, debt)| *debt);
        if *bytes > budget + known {
            let excess = bytes - budget;
            over.push(format!(
                "{name} is {excess} bytes over its budget, of which {known} are known"
            ));
        }
    }
    over
}

/// The table that is written down.
fn table(weights: &[(&str, usize, usize)]) -> String {
    let mut table = String::from("| area | KB | budget |\n|---|---:|---:|\n");
    for (name, bytes, budget) in weights {
        table += &format!("| {name} | {} | {} |\n", kilobytes(*bytes), budget / KB);
    }
    table
}

/// The text with this table between its marks; none when there are no marks.
fn state(text: &str, table: &str) -> Option<String> {
    let (before, rest) = text.split_once(OPEN)?;
    let (_, after) = rest.split_once(CLOSE)?;
    Some([before, OPEN, table, CLOSE, after].concat())
}

/// The pieces of one file (raw and compressed alone), made to add up to the file.
fn shares(pieces: &[(usize, usize)], raw: usize, brotli: usize) -> Vec<Weight> {
    let (mut all_raw, mut all_alone) = (0, 0);
    for (raw, alone) in pieces {
        all_raw += raw;
        all_alone += alone;
    }
    let part = |piece: usize, of: usize, published: usize| {
        piece as f64 * published as f64 / of.max(1) as f64
    };
    pieces
        .iter()
        .map(|&(bytes, alone)| Weight {
            raw: part(bytes, all_raw, raw),
            alone,
            share: part(alone, all_alone, brotli),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_area_fails_over_its_budget_and_what_is_known_of_it() {
        let weights = [("light", 8, 8), ("heavy", 11, 8), ("indebted", 10, 8)];
        let debts = [("indebted", 2), ("light", 5)];
        let said = over(&weights, &debts);
        assert_eq!(
            said,
            ["heavy is 3 bytes over its budget, of which 0 are known"]
        );
    }

    #[test]
    fn only_the_table_between_the_marks_is_written() {
        let text = format!("a\n{OPEN}old{CLOSE}\nb");
        let wanted = format!("a\n{OPEN}new\n{CLOSE}\nb");
        assert_eq!(state(&text, "new\n").as_deref(), Some(&*wanted));
        assert_eq!(state("no marks", "new"), None);
    }

    #[test]
    fn the_areas_of_a_file_add_up_to_what_is_published() {
        let weights = shares(&[(300, 100), (0, 0), (100, 60)], 200, 80);
        let sum: f64 = weights.iter().map(|weight| weight.share).sum();
        assert_eq!(sum, 80.0);
        assert_eq!(weights[0].raw, 150.0);
        assert_eq!((weights[1].share, weights[2].alone), (0.0, 60));
    }
}
