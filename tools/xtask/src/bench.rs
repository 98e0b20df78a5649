//! `cargo xtask bench`: what the widget costs a page, measured in Chromium by `tests/e2e/src/bin/bench.rs`, beside the budgets;
//! and what a shelf costs the module that reads it, measured in Node and in a page of Chromium by `tools/shelf/bench`.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result};
use pack::place::root;

use crate::build::cargo;
use crate::faults::{machine, today};
use crate::test::current_package;
use crate::tools::{self, Browser};

const HELP: &str = "\
cargo xtask bench   what the widget costs a page: calls, cards, start; medians beside the budgets (bytes: cargo xtask size)
cargo xtask bench --shelf DIR --test FILE
                    what a shelf costs in wasm: taking in all of its files, holding them, recommending";

/// The switches of the package, so that the same code is timed.
const LIKE_THE_PACKAGE: &str = "-Zunstable-options\x1f-Cpanic=immediate-abort";

/// Runs the command.
pub fn run(mut arguments: lexopt::Parser) -> Result<ExitCode> {
    let (mut folder, mut test) = (None, None);
    while let Some(argument) = arguments.next()? {
        match argument {
            lexopt::Arg::Long("help") => {
                println!("{HELP}");
                return Ok(ExitCode::SUCCESS);
            }
            lexopt::Arg::Long("shelf") => folder = Some(PathBuf::from(arguments.value()?)),
            lexopt::Arg::Long("test") => test = Some(PathBuf::from(arguments.value()?)),
            other => return Err(other.unexpected().into()),
        }
    }
    if let Some(folder) = folder {
        return shelf(
            &folder,
            &test.context("expected --test FILE beside --shelf")?,
        );
    }
    tools::apt(&Browser::Chromium.missing())?;
    let package = current_package()?;
    let mut bench = Command::new(cargo());
    bench
        .current_dir(root())
        .args([
            "run",
            "--quiet",
            "--package",
            "vitrin-e2e",
            "--bin",
            "bench",
        ])
        .env(
            Browser::Chromium.e2e_variable(),
            Browser::Chromium.driver()?,
        )
        .env("VITRIN_BROWSERS", Browser::Chromium.name())
        .env("VITRIN_PKG", package);
    println!("{}, {}, Chromium\n", today(), machine());
    let passed = bench.status().context("cannot run cargo")?.success();
    Ok(if passed {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Times the reading of a shelf, with visits to ask about: each line of `test` is `target visit…`.
fn shelf(folder: &Path, test: &Path) -> Result<ExitCode> {
    let into = root().join("target/shelf-bench");
    let built = Command::new(cargo())
        .current_dir(root())
        .args([
            "build",
            "--quiet",
            "--package",
            "shelf-bench",
            "--profile",
            "wasm",
        ])
        .args([
            "--target",
            "wasm32-unknown-unknown",
            "-Zbuild-std=std,panic_abort",
        ])
        .arg("-Zbuild-std-features=optimize_for_size")
        .arg("--target-dir")
        .arg(&into)
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_ENCODED_RUSTFLAGS", LIKE_THE_PACKAGE)
        .status()
        .context("cannot run cargo")?;
    if !built.success() {
        return Ok(ExitCode::FAILURE);
    }
    println!("{}, {}\n", today(), machine());
    println!(
        "| in | products | files | taken in | the slowest | memory | a recommendation, p50 | p90 | products in it |"
    );
    println!("|---|---:|---:|---:|---:|---:|---:|---:|---:|");
    tools::apt(&Browser::Chromium.missing())?;
    let passed = Command::new("node")
        .arg(root().join("tools/shelf/bench/bench.mjs"))
        .arg(into.join("wasm32-unknown-unknown/wasm/shelf_bench.wasm"))
        .args([folder, test])
        .args(tools::find("chromium"))
        .status()
        .context("cannot run node")?
        .success();
    Ok(if passed {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
