//! `cargo xtask replay-exit`: plays recorded visits to the exit detector, natively, and says when it would have spoken.
//! What a recording holds is read by `tests/exit_traces/replay.rs`, which the project's own test of the detector uses too.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

#[path = "../../../tests/exit_traces/replay.rs"]
mod recording;

const HELP: &str = "\
cargo xtask replay-exit DIR   one line for each recording `*.json` in DIR (or in DIR/dom, where there is one), by name: {\"id\": …, \"fired_at\": ms | null}
                              (ms as in the recording, counted from the load of its page)";

/// Runs the command.
pub fn run(mut arguments: lexopt::Parser) -> Result<ExitCode> {
    let mut folder = None;
    while let Some(argument) = arguments.next()? {
        match argument {
            lexopt::Arg::Long("help") | lexopt::Arg::Short('h') => {
                println!("{HELP}");
                return Ok(ExitCode::SUCCESS);
            }
            lexopt::Arg::Value(value) if folder.is_none() => folder = Some(PathBuf::from(value)),
            other => return Err(other.unexpected().into()),
        }
    }
    let Some(folder) = folder else {
        bail!("which folder?\n{HELP}");
    };
    let mut out = std::io::stdout().lock();
    let mut code = ExitCode::SUCCESS;
    for path in recordings(&folder)? {
        match play(&path) {
            Ok(line) => writeln!(out, "{line}")?,
            // One broken recording does not keep the others from being judged.
            Err(error) => {
                eprintln!("{}: {error:#}", path.display());
                code = ExitCode::FAILURE;
            }
        }
    }
    Ok(code)
}

fn recordings(folder: &Path) -> Result<Vec<PathBuf>> {
    // Recordings of the device and of the page's events lie side by side; these are read.
    let dom = folder.join("dom");
    let folder = if dom.is_dir() { &dom } else { folder };
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "json") {
            paths.push(path);
        }
    }
    if paths.is_empty() {
        bail!("{}: no recordings (`*.json`) there", folder.display());
    }
    paths.sort();
    Ok(paths)
}

fn play(path: &Path) -> Result<Value> {
    let trace: Value = serde_json::from_str(&fs::read_to_string(path)?)?;
    let named = trace.get("id").and_then(Value::as_str);
    let id = match named {
        Some(id) => id.to_owned(),
        None => path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into(),
    };
    let fired = recording::replay(&trace).map_err(anyhow::Error::msg)?;
    Ok(json!({ "id": id, "fired_at": fired.map(|(_, at)| at) }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recorded_exit_has_its_moment_and_a_recorded_stay_none() -> Result<()> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/exit");
        let exit = play(&folder.join("tab-strip.json"))?;
        assert_eq!(exit.get("id"), Some(&json!("tab-strip")));
        let at = exit.get("fired_at").and_then(Value::as_u64);
        assert!(at.is_some_and(|at| (3_000..4_000).contains(&at)), "{exit}");
        let stay = play(&folder.join("second-screen-to-the-right.json"))?;
        assert_eq!(stay.get("fired_at"), Some(&Value::Null));
        assert!(recordings(&folder)?.len() >= 8);
        Ok(())
    }

    #[test]
    fn of_recordings_in_two_forms_those_of_the_page_are_read() -> Result<()> {
        let folder = std::env::temp_dir().join(format!("vitrin-replay-{}", std::process::id()));
        fs::create_dir_all(folder.join("dom"))?;
        for file in ["index.json", "dom/a.json"] {
            fs::write(folder.join(file), "{}")?;
        }
        let found = recordings(&folder)?;
        fs::remove_dir_all(&folder)?;
        assert_eq!(found, [folder.join("dom/a.json")]);
        Ok(())
    }
}
