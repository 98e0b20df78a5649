//! `cargo xtask bench`: what the widget costs a page, measured in Chromium by `tests/e2e/src/bin/bench.rs`, beside the budgets.

use std::process::{Command, ExitCode};

use anyhow::{Context, Result};
use pack::place::root;

use crate::build::cargo;
use crate::faults::{machine, today};
use crate::test::current_package;
use crate::tools::{self, Browser};

const HELP: &str = "\
cargo xtask bench   what the widget costs a page: calls, cards, start; medians beside the budgets (bytes: cargo xtask size)";

/// Runs the command.
pub fn run(mut arguments: lexopt::Parser) -> Result<ExitCode> {
    if let Some(argument) = arguments.next()? {
        return match argument {
            lexopt::Arg::Long("help") => {
                println!("{HELP}");
                Ok(ExitCode::SUCCESS)
            }
            other => Err(other.unexpected().into()),
        };
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
