//! `vitrin-shelf`: from a shop's catalog and its own log to the static files that recommend on the device.
//! Each command is one file; `shop` holds what is read, `count` what is counted, `folder` what is written.

use std::io;
use std::process::ExitCode;

use anyhow::{Result, bail};

/// A line for whoever asked.
macro_rules! say {
    ($($part:tt)*) => {{
        use std::io::Write as _;
        writeln!(std::io::stdout(), $($part)*)?
    }};
}

mod assemble;
mod bench;
mod build;
mod cluster;
mod content;
mod cost;
mod count;
mod date;
mod evaluate;
mod events;
mod feed;
mod folder;
mod generate;
mod local;
mod order;
mod orders;
mod pieces;
mod rank;
mod remote;
mod rows;
mod shop;
mod source;
mod spool;

const USAGE: &str = "\
vitrin-shelf build --out DIR [--feed FILE [--currency EUR]] [--events FILES]… [--orders FILES]… [--k N] [--strict]
                   [--memory MB] [--scratch DIR] [--cluster df://host:port]
                                       writes the files of a shelf
vitrin-shelf rank --shelf DIR [--top N] < visits > ranks
                                       a line of ids in, oldest first; a line of ids out, best first
vitrin-shelf eval --shelf DIR --test FILE [--top N]
                                       how often it is right: each line of FILE is `target visit…`, ids oldest first
vitrin-shelf generate --out DIR [--products N | --feed FILE] [--visits N] [--seed N] [--gzip]
                                       a made-up shop and its log, for benches and demos
vitrin-shelf bench --shelf DIR --test FILE
                                       what reading a shelf and asking it costs
Folders, formats and figures: tools/shelf/README.md";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if unheard(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("vitrin-shelf: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Whether all that failed is that nobody listens any more, as `head` does not.
fn unheard(error: &anyhow::Error) -> bool {
    let cause = error.root_cause().downcast_ref::<io::Error>();
    cause.is_some_and(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}

fn run() -> Result<()> {
    let mut arguments = lexopt::Parser::from_env();
    let Some(lexopt::Arg::Value(command)) = arguments.next()? else {
        say!("{USAGE}");
        return Ok(());
    };
    match command.to_str().unwrap_or_default() {
        "build" => build::run(arguments),
        "rank" => rank::run(arguments),
        "eval" => evaluate::run(arguments),
        "generate" => generate::run(arguments),
        "bench" => bench::run(arguments),
        other => bail!("there is no command `{other}`\n{USAGE}"),
    }
}
