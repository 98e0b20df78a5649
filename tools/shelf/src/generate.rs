//! `generate`: a shop that never was, with a log of visits that hang together, for benches and demos. The same seed gives the same bytes.
//! Shoppers keep to a category, come back to what they saw, and buy now and then; figures on it say how fast, never how good.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::GzEncoder;
use vitrin::core::ident::Chance;
use vitrin::core::json;
use vitrin::core::product::Product;
use vitrin::core::value::Value;

use crate::feed;
use crate::rank::number;
use crate::rows::Bad;
use crate::source::Source;

/// The first visit: 2026-01-01.
const BEGIN: u64 = 1_767_225_600_000;
const DAY: u64 = 86_400_000;
/// Days that the log spans.
const DAYS: u64 = 60;
/// Products that make a category.
const SHELF: u64 = 40;
const REGIONS: [&str; 5] = ["DE", "FR", "ES", "IT", "NL"];
const STARTS: [&str; 16] = [
    "bo", "ka", "li", "mu", "ne", "ro", "sa", "ti", "vo", "wa", "ze", "fi", "gu", "ha", "jo", "py",
];
const ENDS: [&str; 12] = [
    "la", "mp", "rk", "sto", "nde", "lio", "tta", "gel", "ro", "vik", "num", "se",
];

struct Luck(Chance);

impl Luck {
    fn below(&mut self, end: u64) -> u64 {
        self.0.bits() % end.max(1)
    }

    /// Few are wanted by many: the product of two draws leans to the front.
    fn front(&mut self, end: u64) -> u64 {
        let (a, b) = (self.below(end), self.below(end));
        a * b / end.max(1)
    }
}

fn word(number: u64) -> String {
    let start = STARTS[(number % 16) as usize];
    let end = ENDS[(number / 16 % 12) as usize];
    let middle = STARTS[(number / 192 % 16) as usize];
    format!("{start}{middle}{end}")
}

fn catalog(count: u64, luck: &mut Luck) -> Value {
    let mut rows = Vec::new();
    for number in 0..count {
        let category = number / SHELF;
        let title = format!(
            "{} {} {}",
            word(category * 7),
            word(luck.below(3000)),
            word(luck.below(400))
        );
        let cents = 500 + luck.front(20_000);
        rows.push(
            Value::object()
                .with("id", format!("P{number}"))
                .with("title", title)
                .with("url", format!("/p/{number}"))
                .with("image", format!("/img/{number}.jpg"))
                .with("price", format!("{}.{:02}", cents / 100, cents % 100))
                .with("currency", "EUR")
                .with("brand", word(luck.below(60)))
                .with(
                    "category",
                    format!("{} > {}", word(category / 12), word(category)),
                )
                .with(
                    "availability",
                    if luck.below(30) == 0 {
                        "OutOfStock"
                    } else {
                        "InStock"
                    },
                ),
        );
    }
    Value::list(rows)
}

fn iso(at: u64) -> String {
    vitrin::core::time::Time(at).iso()
}

/// Where the log goes: a hundred million clicks are twelve gigabytes, and a tenth of that packed.
enum Log {
    Plain(BufWriter<File>),
    Packed(Box<BufWriter<GzEncoder<File>>>),
}

impl Log {
    fn create(folder: &Path, packed: bool) -> Result<Self> {
        Ok(match packed {
            false => Self::Plain(BufWriter::new(File::create(folder.join("log.ndjson"))?)),
            true => {
                let file = File::create(folder.join("log.ndjson.gz"))?;
                let packed = GzEncoder::new(file, Compression::fast());
                Self::Packed(Box::new(BufWriter::new(packed)))
            }
        })
    }

    fn line(&mut self, text: &str) -> io::Result<()> {
        match self {
            Self::Plain(out) => writeln!(out, "{text}"),
            Self::Packed(out) => writeln!(out, "{text}"),
        }
    }

    fn close(self) -> Result<()> {
        match self {
            Self::Plain(mut out) => out.flush()?,
            Self::Packed(out) => {
                out.into_inner()?.finish()?;
            }
        }
        Ok(())
    }
}

/// Reads the arguments and writes `feed.json`, `log.ndjson` (with `--gzip` packed) and `test.txt`.
pub fn run(mut arguments: lexopt::Parser) -> Result<()> {
    let (mut products, mut visits, mut seed) = (10_000_u64, 20_000_u64, 1_u64);
    let (mut out, mut given): (Option<PathBuf>, Option<PathBuf>) = (None, None);
    let mut packed = false;
    while let Some(argument) = arguments.next()? {
        match argument {
            lexopt::Arg::Long("products") => products = number(&mut arguments)?,
            lexopt::Arg::Long("visits") => visits = number(&mut arguments)?,
            lexopt::Arg::Long("seed") => seed = number(&mut arguments)?,
            lexopt::Arg::Long("gzip") => packed = true,
            lexopt::Arg::Long("feed") => given = Some(arguments.value()?.into()),
            lexopt::Arg::Long("out") => out = Some(arguments.value()?.into()),
            _ => return Err(argument.unexpected().into()),
        }
    }
    let out = out.context("expected --out DIR")?;
    fs::create_dir_all(&out)?;
    let mut luck = Luck(Chance::new([seed, 0]));
    let products: Vec<Product> = match given {
        Some(path) => feed::read(
            &Source::one(&path.to_string_lossy())?,
            None,
            &mut Bad::default(),
        )?
        .into_iter()
        .map(|entry| entry.product)
        .collect(),
        None => {
            let rows = catalog(products, &mut luck);
            fs::write(out.join("feed.json"), json::write(&rows))?;
            rows.items()
                .iter()
                .filter_map(|row| Product::read(row, None))
                .collect()
        }
    };
    // Products of one category, in the order of the feed.
    let mut shelves: Vec<(String, Vec<&Product>)> = Vec::new();
    let mut places = std::collections::HashMap::new();
    for product in &products {
        let category = product.category.clone().unwrap_or_default();
        let at = *places.entry(category.clone()).or_insert_with(|| {
            shelves.push((category, Vec::new()));
            shelves.len() - 1
        });
        shelves[at].1.push(product);
    }
    let mut log = Log::create(&out, packed)?;
    let mut test = BufWriter::new(File::create(out.join("test.txt"))?);
    let mut clicks = 0_u64;
    for visit in 0..visits {
        let mut at = BEGIN + DAYS * DAY * visit / visits.max(1);
        let region = REGIONS[luck.front(5) as usize];
        let length = 1 + luck.front(16);
        let mut seen: Vec<&Product> = Vec::new();
        let mut shelf = luck.front(shelves.len() as u64) as usize;
        while seen.len() < length as usize {
            let draw = luck.below(100);
            if draw < 8 {
                shelf = luck.front(shelves.len() as u64) as usize;
            }
            let next = match (draw, seen.len() as u64) {
                (70.., 2..) => seen[luck.below(seen.len() as u64) as usize],
                _ => {
                    let of = &shelves[shelf].1;
                    of[luck.front(of.len() as u64) as usize]
                }
            };
            seen.push(next);
        }
        // The last visits are kept out of the log, to ask about.
        if visit >= visits - visits / 50 {
            if let Some((target, before)) =
                seen.split_last().filter(|(_, before)| !before.is_empty())
            {
                let words: Vec<&str> = [*target]
                    .iter()
                    .chain(before)
                    .map(|product| product.id.as_str())
                    .collect();
                writeln!(test, "{}", words.join(" "))?;
            }
            continue;
        }
        let mut event = |name: &str, at: u64, items: &[&Product]| {
            let items: Value = items
                .iter()
                .map(|product| Value::object().with("item_id", product.id.as_str()))
                .collect();
            let line = Value::object()
                .with("name", name)
                .with("at", iso(at))
                .with("session", format!("s{visit}"))
                .with("region", region)
                .with(
                    "transaction_id",
                    (name == "purchase").then(|| format!("t{visit}")),
                )
                .with("items", items);
            log.line(&json::write(&line))
        };
        for product in &seen {
            event("view_item", at, &[*product])?;
            at += 5_000 + luck.below(90_000);
            clicks += 1;
        }
        if luck.below(12) == 0 {
            seen.truncate(1 + luck.below(3) as usize);
            seen.dedup();
            event("purchase", at, &seen)?;
        }
    }
    log.close()?;
    test.flush()?;
    say!(
        "{}: {} products, {visits} visits, {clicks} clicks",
        out.display(),
        products.len()
    );
    Ok(())
}
