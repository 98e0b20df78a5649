//! Commands that the guides tell of, in fences as in sentences, are there: those of `cargo xtask`, packages, and the shelf's with its options.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use docs::fences::guides;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: &str) -> Result<String> {
    std::fs::read_to_string(root().join(path)).with_context(|| path.to_owned())
}

fn word(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'
}

/// Every word that follows this mark.
fn after<'a>(text: &'a str, mark: &str) -> Vec<&'a str> {
    text.split(mark)
        .skip(1)
        .map(|rest| rest.split(|c| !word(c)).next().unwrap_or_default())
        .collect()
}

/// Commands in a guide's text, in fences as in sentences, that this repository does not have.
fn no_command(text: &str, usage: &str, packages: &BTreeSet<String>, shelf: &str) -> Vec<String> {
    let mut faults: Vec<String> = after(text, "cargo xtask ")
        .into_iter()
        .filter(|name| !name.is_empty() && !usage.contains(&format!("cargo xtask {name} ")))
        .map(|name| format!("no `cargo xtask {name}`"))
        .collect();
    for mark in [" -p ", "--package "] {
        for line in text
            .split('`')
            .flat_map(str::lines)
            .filter(|line| line.contains("cargo "))
        {
            for name in after(line, mark) {
                if !packages.contains(name) {
                    faults.push(format!("no package `{name}`: {line}"));
                }
            }
        }
    }
    for piece in text.split(['`', '\n']).filter(|piece| {
        piece.trim_start().starts_with("vitrin-shelf ") || piece.contains("-p vitrin-shelf -- ")
    }) {
        let said = piece
            .split("vitrin-shelf -- ")
            .nth(1)
            .unwrap_or_else(|| piece.trim_start().trim_start_matches("vitrin-shelf "));
        let mut words = said.split_whitespace();
        let command = words.next().unwrap_or_default();
        if !shelf.contains(&format!("\"{command}\" =>")) {
            faults.push(format!("no `vitrin-shelf {command}`"));
        }
        for option in words.filter_map(|word| word.strip_prefix("--")) {
            let option = option.split(|c| !word(c)).next().unwrap_or_default();
            if !shelf.contains(&format!("Long(\"{option}\")"))
                && !shelf.contains(&format!("\"{option}\""))
            {
                faults.push(format!("`vitrin-shelf {command}` takes no `--{option}`"));
            }
        }
    }
    faults
}

/// The sources of the shelf's builder, for its commands and options.
fn shelf() -> Result<String> {
    let mut text = String::new();
    let mut folders = vec![root().join("tools/shelf/src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                text += &std::fs::read_to_string(path)?;
            }
        }
    }
    Ok(text)
}

fn packages() -> Result<BTreeSet<String>> {
    let mut names = BTreeSet::from(["vitrin".to_owned()]);
    for folder in [
        "tools/xtask",
        "tools/pack",
        "tools/shop",
        "tools/docs",
        "tools/shelf",
        "tests/e2e",
    ] {
        let text = read(&format!("{folder}/Cargo.toml"))?;
        let name = text
            .lines()
            .find_map(|line| line.strip_prefix("name = \""))
            .context("a package without a name")?;
        names.insert(name.trim_end_matches('"').to_owned());
    }
    Ok(names)
}

#[test]
fn commands_that_are_told_of_are_there() -> Result<()> {
    let (usage, packages, shelf) = (read("tools/xtask/src/main.rs")?, packages()?, shelf()?);
    let mut faults = Vec::new();
    for (path, text) in guides()? {
        faults.extend(
            no_command(&text, &usage, &packages, &shelf)
                .into_iter()
                .map(|fault| format!("{path}: {fault}")),
        );
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
    Ok(())
}

#[test]
fn a_command_that_there_is_not_is_found() -> Result<()> {
    let (usage, packages, shelf) = (read("tools/xtask/src/main.rs")?, packages()?, shelf()?);
    for wrong in [
        "`cargo xtask demos --port 1`",
        "`cargo run -p doc`",
        "`vitrin-shelf biuld`",
        "`vitrin-shelf build --orderz x`",
    ] {
        assert!(
            !no_command(wrong, &usage, &packages, &shelf).is_empty(),
            "{wrong}"
        );
    }
    Ok(())
}
