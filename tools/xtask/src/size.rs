//! `cargo xtask size`: bytes per file of pkg/, against the budgets. The README states the total; here it is checked and written.

mod parts;

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use pack::place::{files, root};

use crate::build::package;

const HELP: &str = "\
cargo xtask size            print raw, gzip and brotli bytes of pkg/; fail over budget
cargo xtask size --readme   fail too when README.md states other sums
cargo xtask size --write    write the sums into README.md
cargo xtask size --parts    what each area of the product weighs; fail where one is over its budget
                            by more than is known; with --write, put it into ARCHITECTURE.md";

const KB: usize = 1024;

/// When a shopper's browser needs a file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Need {
    /// Before the first block: these share one budget.
    First,
    /// When the first block is drawn and the page has time.
    Then,
    /// Only in shops or moments that use it.
    OnDemand,
    /// Never: it is for people and tools.
    Never,
}

/// A file's place in the budgets.
struct Budget {
    file: &'static str,
    need: Need,
    brotli: usize,
    reason: &'static str,
}

/// Everything a shopper waits for before the first block.
const FIRST_TOTAL: usize = 45 * KB;

/// What is still over its budget, in bytes. `cargo xtask size` fails on it; the tests hold it, so that it can only shrink.
const DEBTS: &[(&str, usize)] = &[
    ("vitrin-rest.js", 4 * KB),
    ("vitrin-rest.wasm", 43 * KB + 768),
];

/// The line of all files that are needed before the first block.
const FIRST: &str = "needed first";

/// How strict the table is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// The budgets.
    Budget,
    /// The budgets and what is known to be over them.
    Debt,
}

impl Limit {
    /// Bytes over budget that are let pass.
    fn slack(self, name: &str) -> usize {
        let debt = DEBTS.iter().find(|(indebted, _)| *indebted == name);
        match self {
            Self::Budget => 0,
            Self::Debt => debt.map_or(0, |(_, bytes)| *bytes),
        }
    }
}

/// Detection, delivery, recommendations, and the campaign engine with the exit detector, without what is theirs before the first block.
const REST: usize = 29 * KB;

/// What must be there before an exit popup can be: it is fetched when one becomes likely, on a phone's connection.
const FORMATS: usize = 8 * KB;

/// A file that stands in no line of the table below: loaded on demand.
const ON_DEMAND: usize = 8 * KB;
/// One table a backend, loaded by shops that name it.
const TABLE: usize = 2 * KB;

const BUDGETS: &[Budget] = &[
    Budget {
        file: "vitrin.js",
        need: Need::First,
        brotli: 5 * KB,
        reason: "on the page's critical path: one request hop later everything starts",
    },
    Budget {
        file: "vitrin.wasm",
        need: Need::First,
        brotli: FIRST_TOTAL,
        reason: "remembering, and the history; bounded by the total",
    },
    Budget {
        file: "vitrin.css",
        need: Need::First,
        brotli: 3 * KB,
        reason: "blocks first paint, so it stays a fraction of a theme's own",
    },
    Budget {
        file: "vitrin-rest.js",
        need: Need::Then,
        brotli: 5 * KB,
        reason: "reading the page, listening, posting, opening popups: no history waits for it",
    },
    Budget {
        file: "vitrin-rest.wasm",
        need: Need::Then,
        brotli: REST,
        reason: "what the page means, advice, telling, campaigns, delivery: no history waits for it",
    },
    Budget {
        file: "vitrin-adapters.js",
        need: Need::OnDemand,
        brotli: 2_600,
        reason: "reads the tables of backends (2 KB), and asks them",
    },
    Budget {
        file: "vitrin-popup.js",
        need: Need::OnDemand,
        brotli: FORMATS,
        reason: "every format of popup with all it may hold, and their styles; English is a file of its own, as each language",
    },
    Budget {
        file: "vitrin.mjs",
        need: Need::OnDemand,
        brotli: KB,
        reason: "a typed door to the same script",
    },
];

/// Endings of files that no browser loads.
const NEVER: &[&str] = &[".d.ts", ".json", ".md"];

/// The bytes of a file in the three forms it travels in.
struct Bytes {
    raw: usize,
    gzip: usize,
    brotli: usize,
}

pub fn run(mut arguments: lexopt::Parser) -> Result<ExitCode> {
    let (mut readme, mut parted) = (None, false);
    while let Some(argument) = arguments.next()? {
        match argument {
            lexopt::Arg::Long("readme") => readme = Some(Readme::Check),
            lexopt::Arg::Long("write") => readme = Some(Readme::Write),
            lexopt::Arg::Long("parts") => parted = true,
            lexopt::Arg::Long("help") => {
                println!("{HELP}");
                return Ok(ExitCode::SUCCESS);
            }
            other => return Err(other.unexpected().into()),
        }
    }
    if parted {
        parts::check(matches!(readme, Some(Readme::Write)))?;
    } else {
        check(readme, Limit::Budget)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Prints the table, looks after the README if told to, and fails over the limit.
pub fn check(readme: Option<Readme>, limit: Limit) -> Result<()> {
    let (sums, over) = table(&package(), limit)?;
    if let Some(readme) = readme {
        readme.state(&root().join("README.md"), &sums)?;
    }
    if !over.is_empty() {
        bail!("{}", over.join("; "));
    }
    Ok(())
}

/// What every page loads, in brotli bytes.
struct Sums {
    /// Before the first block.
    first: usize,
    /// With what comes when it is drawn.
    all: usize,
}

/// Prints the table; gives back the sums, and all that is over the limit.
fn table(package: &Path, limit: Limit) -> Result<(Sums, Vec<String>)> {
    let names = files(package).context("there is no pkg/; run cargo xtask build")?;
    let mut over = Vec::new();
    let (mut first, mut all) = (0, 0);
    println!(
        "{:<24} {:>8} {:>8} {:>8}  {:>8}",
        "pkg/", "raw", "gzip", "brotli", "budget"
    );
    for name in &names {
        let (need, budget, reason) = place(name);
        if need == Need::Never {
            continue;
        }
        let bytes = measure(&std::fs::read(package.join(name))?)?;
        println!(
            "{name:<24} {:>8} {:>8} {:>8}  {budget:>8}  {reason}",
            bytes.raw, bytes.gzip, bytes.brotli
        );
        if bytes.brotli > budget + limit.slack(name) {
            over.push(excess(name, bytes.brotli - budget));
        }
        if need == Need::First {
            first += bytes.brotli;
        }
        if matches!(need, Need::First | Need::Then) {
            all += bytes.brotli;
        }
    }
    println!(
        "{FIRST:<24} {:>8} {:>8} {first:>8}  {FIRST_TOTAL:>8}  {} KB before the first block",
        "",
        "",
        kilobytes(first)
    );
    println!(
        "{:<24} {:>8} {:>8} {all:>8}  {:>8}  {} KB in all",
        "on every page",
        "",
        "",
        "",
        kilobytes(all)
    );
    for budget in BUDGETS.iter().filter(|budget| budget.need == Need::First) {
        if !names.iter().any(|name| name == budget.file) {
            over.push(format!("{} is not there", budget.file));
        }
    }
    if first > FIRST_TOTAL + limit.slack(FIRST) {
        over.push(excess("what is needed first", first - FIRST_TOTAL));
    } else if first > FIRST_TOTAL {
        println!(
            "known: {}",
            excess("what is needed first", first - FIRST_TOTAL)
        );
    }
    Ok((Sums { first, all }, over))
}

fn excess(what: &str, bytes: usize) -> String {
    format!("{what} is {bytes} bytes over its budget")
}

fn place(name: &str) -> (Need, usize, &'static str) {
    match BUDGETS.iter().find(|budget| budget.file == name) {
        Some(budget) => (budget.need, budget.brotli, budget.reason),
        None if name.starts_with("adapters/") => (Need::OnDemand, TABLE, "a backend's table"),
        None if !name.contains('.') || NEVER.iter().any(|ending| name.ends_with(ending)) => {
            (Need::Never, 0, "")
        }
        None => (Need::OnDemand, ON_DEMAND, "loaded only where it is used"),
    }
}

fn measure(bytes: &[u8]) -> Result<Bytes> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(bytes)?;
    // What a CDN does once per release: the best quality, and the largest window every browser takes.
    let settings = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        size_hint: bytes.len(),
        ..Default::default()
    };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut compressed, &settings)?;
    Ok(Bytes {
        raw: bytes.len(),
        gzip: gzip.finish()?.len(),
        brotli: compressed.len(),
    })
}

/// Kilobytes with one decimal, rounded up: a stated size is never smaller than the real one.
fn kilobytes(bytes: usize) -> String {
    let tenths = (bytes * 10).div_ceil(KB);
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// What is done about the README.
pub enum Readme {
    Check,
    Write,
}

const OPEN: &str = "<!-- size -->";
const CLOSE: &str = "<!-- /size -->";

impl Readme {
    fn state(&self, path: &Path, sums: &Sums) -> Result<()> {
        let text = std::fs::read_to_string(path).context("cannot read README.md")?;
        let (first, all) = (kilobytes(sums.first), kilobytes(sums.all));
        let wanted = format!("{first} KB before the first block, {all} KB in all");
        let changed =
            state(&text, &wanted).with_context(|| format!("README.md has no {OPEN}…{CLOSE}"))?;
        match self {
            Self::Write => std::fs::write(path, changed).context("cannot write README.md"),
            Self::Check if changed == text => Ok(()),
            Self::Check => bail!("README.md does not state {wanted}; run cargo xtask size --write"),
        }
    }
}

/// The text with `wanted` between each pair of markers; none when there is no pair.
fn state(text: &str, wanted: &str) -> Option<String> {
    let mut parts = text.split(OPEN);
    let mut out = parts.next()?.to_owned();
    let mut found = false;
    for part in parts {
        let (_, after) = part.split_once(CLOSE)?;
        out += &format!("{OPEN}{wanted}{CLOSE}{after}");
        found = true;
    }
    found.then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stated_size_is_never_smaller_than_the_real_one() {
        assert_eq!(kilobytes(12 * KB), "12.0");
        assert_eq!(kilobytes(12 * KB + 1), "12.1");
    }

    #[test]
    fn only_what_stands_between_the_markers_changes() {
        let text = "It is <!-- size -->1.0 KB<!-- /size --> small, <!-- size --><!-- /size -->!";
        let wanted =
            "It is <!-- size -->9.5 KB<!-- /size --> small, <!-- size -->9.5 KB<!-- /size -->!";
        assert_eq!(state(text, "9.5 KB").as_deref(), Some(wanted));
        assert_eq!(state("no marker", "9.5 KB"), None);
        assert_eq!(state("<!-- size -->never closed", "9.5 KB"), None);
    }

    #[test]
    fn an_unlisted_script_has_the_budget_of_what_is_loaded_on_demand() {
        assert!(matches!(
            place("vitrin-lint.js"),
            (Need::OnDemand, ON_DEMAND, _)
        ));
        assert!(matches!(place("vitrin.d.ts"), (Need::Never, ..)));
        assert!(matches!(place("LICENSE-MIT"), (Need::Never, ..)));
    }
}
