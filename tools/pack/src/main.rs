//! `pack --out FOLDER [--fast]` builds the package into a folder; `pack --parts FOLDER` takes it apart by the areas of the product.

use std::path::PathBuf;
use std::process::ExitCode;

use pack::assemble::{Effort, assemble};
use pack::weigh::weigh;

const USAGE: &str = "usage: pack --out FOLDER [--fast]   (--fast: to try things out; not the published package) | pack --parts FOLDER";

fn main() -> ExitCode {
    let (mut out, mut effort, mut parts) = (None, Effort::Full, None);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--out" => out = arguments.next().map(PathBuf::from),
            "--parts" => parts = arguments.next().map(PathBuf::from),
            "--fast" => effort = Effort::Fast,
            _ => {
                eprintln!("pack: unknown {argument}; {USAGE}");
                return ExitCode::FAILURE;
            }
        }
    }
    if let Some(parts) = parts {
        return match weigh(&parts) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("pack: {error:#}");
                ExitCode::FAILURE
            }
        };
    }
    let Some(out) = out else {
        eprintln!("{USAGE}");
        return ExitCode::FAILURE;
    };
    match assemble(&out, effort) {
        Ok(missing) => {
            if effort == Effort::Full && !missing.is_empty() {
                eprintln!(
                    "pack: built without {}: this runs, but it is not the published package",
                    missing.join(", ")
                );
            }
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("pack: {error:#}");
            ExitCode::FAILURE
        }
    }
}
