//! `cargo run -p docs` writes `www/docs/*.html`: prose from `pages/*.md`, tables from the files that they describe.
//! With `--check` it writes nothing and fails when the committed pages differ from what it would write.

mod contents;
mod page;
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

/// Every page by the name of its file.
fn pages() -> Result<BTreeMap<String, String>> {
    let mut pages = BTreeMap::new();
    for (_, names) in contents::CHAPTERS {
        for name in *names {
            let path = root().join("tools/docs/pages").join(format!("{name}.md"));
            let text = std::fs::read_to_string(&path)
                .with_context(|| format!("tools/docs/pages/{name}.md is listed and not there"))?;
            let html =
                page::page(name, &text).with_context(|| format!("tools/docs/pages/{name}.md"))?;
            pages.insert(format!("{name}.html"), html);
        }
    }
    Ok(pages)
}

fn write(pages: &BTreeMap<String, String>) -> Result<String> {
    for (file, html) in pages {
        std::fs::write(root().join("www/docs").join(file), html)?;
    }
    Ok(format!("{} pages in www/docs", pages.len()))
}

fn check(pages: &BTreeMap<String, String>) -> Result<String> {
    for (file, html) in pages {
        let there = std::fs::read_to_string(root().join("www/docs").join(file)).unwrap_or_default();
        if there != *html {
            bail!("www/docs/{file} is not what its sources say; run: cargo run -p docs");
        }
    }
    Ok(format!("{} pages are what their sources say", pages.len()))
}
