//! `cargo run -p docs` writes `www/docs/*.html` from `pages/*.md`, and into these the tables and examples, from the files that they describe.
//! With `--check` it writes nothing and fails when a committed page differs from what it would write.

mod contents;
mod fill;
mod link;
mod page;
mod parts;
mod reference;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

/// The repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => pages().and_then(|pages| write(&pages)),
        ["--check"] => pages().and_then(|pages| check(&pages)),
        _ => Err(anyhow::anyhow!("usage: docs [--check]")),
    };
    match outcome {
        Ok(said) => {
            println!("{said}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("docs: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Every page in both its forms, by path: to be read in the repository, and to be served.
fn pages() -> Result<BTreeMap<String, String>> {
    let mut pages = BTreeMap::new();
    for (_, names) in contents::CHAPTERS {
        for name in *names {
            let path = format!("tools/docs/pages/{name}.md");
            let text = std::fs::read_to_string(root().join(&path))
                .with_context(|| format!("{path} is listed and not there"))?;
            let text = fill::filled(&text).with_context(|| path.clone())?;
            let html = page::page(name, &text).with_context(|| path.clone())?;
            pages.insert(path, text);
            pages.insert(format!("www/docs/{name}.html"), html);
        }
    }
    Ok(pages)
}

fn write(pages: &BTreeMap<String, String>) -> Result<String> {
    for (path, text) in pages {
        std::fs::write(root().join(path), text)?;
    }
    Ok(format!("{} pages in www/docs", pages.len() / 2))
}

fn check(pages: &BTreeMap<String, String>) -> Result<String> {
    for (path, text) in pages {
        let there = std::fs::read_to_string(root().join(path)).unwrap_or_default();
        if there != *text {
            bail!("{path} is not what its sources say; run: cargo run -p docs");
        }
    }
    Ok(format!(
        "{} pages are what their sources say",
        pages.len() / 2
    ))
}
