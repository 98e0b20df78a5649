//! `cargo xtask`: everything this repository does, from the demo to the last test. Each command is one file; `tools` knows what they need
//! from the machine and how to get it.

use std::process::ExitCode;

use anyhow::{Result, bail};

mod bench;
mod build;
mod demo;
mod detect;
mod faults;
mod lighthouse;
mod lint;
mod replay;
mod replay_exit;
mod size;
mod test;
mod tools;

const USAGE: &str = "\
cargo xtask demo [--port N] [--host]   the demo shop with an embedded collector (default port 8080)
cargo xtask test [--only PART] [--browser NAME]
                                       everything that proves it
cargo xtask bench                      what the widget costs a page, beside the budgets
cargo xtask build [--check]            rebuild pkg/, or say where it is not what the sources build
cargo xtask detect --pages DIR --out FILE
                                       what the package understands of saved pages
cargo xtask faults [--write]           what becomes of events when things go wrong, in Chromium
cargo xtask lighthouse [--runs N] [--phone] [--write]
                                       Lighthouse on the demo, with the widget and without
cargo xtask lint FILE [STYLE.css]      what there is to mend in a shop's settings and colours
cargo xtask size [--readme | --write | --parts]
                                       bytes per file, or per area, against the budgets
cargo xtask replay LOG [--settings FILE]
                                       decide a recorded visit again, by its own settings or by others
cargo xtask replay-exit DIR            when the exit detector would have spoken in recorded visits
cargo xtask help                       this list; `cargo xtask COMMAND --help` says more";

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<ExitCode> {
    let mut arguments = lexopt::Parser::from_env();
    let Some(lexopt::Arg::Value(command)) = arguments.next()? else {
        println!("{USAGE}");
        return Ok(ExitCode::SUCCESS);
    };
    match &*command.to_string_lossy() {
        "bench" => bench::run(arguments),
        "demo" => demo::run(arguments),
        "detect" => detect::run(arguments),
        "faults" => faults::run(arguments),
        "lighthouse" => lighthouse::run(arguments),
        "lint" => lint::run(arguments),
        "test" => test::run(arguments),
        "build" => build::run(arguments),
        "replay" => replay::run(arguments),
        "replay-exit" => replay_exit::run(arguments),
        "size" => size::run(arguments),
        "help" => {
            println!("{USAGE}");
            Ok(ExitCode::SUCCESS)
        }
        other => bail!("there is no command {other}\n{USAGE}"),
    }
}
