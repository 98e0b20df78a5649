//! `cargo xtask lint`: settings in a file, read as the widget reads them, then by the linter that `vitrin('lint')` and the studio use.
//! What is not valid core warns about; what is valid and still does not do what it seems to, the linter finds.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};
use pack::place::root;
use serde_json::Value;
use vitrin::core::effect::Effect;
use vitrin::core::engine::Engine;
use vitrin::core::event::Event;
use vitrin::core::json;
use vitrin::core::time::Time;

const HELP: &str = "\
cargo xtask lint FILE [STYLE.css]   what there is to mend in settings (JSON), and in the colours of a style sheet that sets `--vitrin-*`,
                                    each with its path and the remedy; fails when there is something; needs node";

/// Runs the linter of `src/js` over the files that it is given; prints its findings as JSON. Of a property that is set more than once the last counts.
const SCRIPT: &str = r"const [linter, file, style] = process.argv.slice(1);
const { lint, lintColours } = await import(linter);
const { readFileSync } = await import('node:fs');
const colours = new Map(style ? [...readFileSync(style, 'utf8').matchAll(/(--vitrin-[\w-]+)\s*:\s*([^;}]+)/g)].map(([, name, value]) => [name, value]) : []);
console.log(JSON.stringify([...lint(JSON.parse(readFileSync(file, 'utf8')), Date.now()), ...lintColours((name) => colours.get(name) || '')]));";

/// Runs the command.
pub fn run(mut arguments: lexopt::Parser) -> Result<ExitCode> {
    let (mut file, mut style) = (None, None);
    while let Some(argument) = arguments.next()? {
        match argument {
            lexopt::Arg::Long("help") | lexopt::Arg::Short('h') => {
                println!("{HELP}");
                return Ok(ExitCode::SUCCESS);
            }
            lexopt::Arg::Value(value) if file.is_none() => file = Some(PathBuf::from(value)),
            lexopt::Arg::Value(value) if style.is_none() => style = Some(PathBuf::from(value)),
            other => return Err(other.unexpected().into()),
        }
    }
    let Some(file) = file else {
        bail!("which file?\n{HELP}");
    };
    let file = file
        .canonicalize()
        .with_context(|| file.display().to_string())?;
    let text = std::fs::read_to_string(&file)?;
    let warnings = warnings(&text)?;
    let findings = findings(&file, style.as_deref())?;
    for warning in &warnings {
        println!("{warning}");
    }
    for finding in &findings {
        let field = |name: &str| finding[name].as_str().unwrap_or("").to_owned();
        println!(
            "`{}`: {}; {}",
            field("path"),
            field("problem"),
            field("remedy")
        );
    }
    match warnings.len() + findings.len() {
        0 => println!("nothing to mend"),
        several => println!("{several} to mend"),
    }
    Ok(if warnings.is_empty() && findings.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// What the widget itself would say of these settings in the console.
fn warnings(text: &str) -> Result<Vec<String>> {
    let settings = match json::read(text) {
        Ok(settings) => settings,
        Err(error) => bail!("no JSON: something else at byte {}", error.at),
    };
    let mut engine = Engine::new();
    let start = Event::Started {
        settings: vec![settings],
        seed: [1, 2],
        viewport: (1280, 900),
        address: String::new(),
    };
    let mut warnings = Vec::new();
    let mut events = vec![Event::Whole(String::new()), start];
    while let Some(event) = events.pop() {
        for effect in engine.update(Time(1), event) {
            match effect {
                Effect::Warn(warning) => warnings.push(warning.message),
                Effect::Pause => events.push(Event::On),
                _ => {}
            }
        }
    }
    Ok(warnings)
}

fn findings(file: &Path, style: Option<&Path>) -> Result<Vec<Value>> {
    let output = Command::new("node")
        .args(["--input-type=module", "--eval", SCRIPT])
        .arg(root().join("src/js/lint.js"))
        .arg(file)
        .args(style)
        .output()
        .context("cannot run node; on Debian: apt-get install nodejs")?;
    if !output.status.success() {
        bail!("{}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_widget_warns_about_is_said_before_it_is_pasted() {
        let said =
            warnings(r#"{"endpont": "/e", "campaigns": [{"preset": "cart-rescu"}]}"#).unwrap();
        assert!(
            said.iter()
                .any(|line| line.contains("did you mean `endpoint`")),
            "{said:?}"
        );
        assert!(
            said.iter()
                .any(|line| line.contains("did you mean `cart-rescue`")),
            "{said:?}"
        );
        assert_eq!(
            warnings(r#"{"endpoint": "/e"}"#).unwrap(),
            Vec::<String>::new()
        );
        assert!(warnings("{").is_err());
    }

    #[test]
    fn what_seems_to_work_and_does_not_is_found_in_settings_and_in_colours() {
        if Command::new("node").arg("--version").output().is_err() {
            println!("skipped: there is no node");
            return;
        }
        let folder = std::env::temp_dir().join(format!("vitrin-lint-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let (file, style) = (folder.join("settings.json"), folder.join("theme.css"));
        std::fs::write(&file, r#"{"campaigns": ["free-shipping"]}"#).unwrap();
        std::fs::write(
            &style,
            ":root { --vitrin-accent: #000; }\n:root { --vitrin-accent: #777; --vitrin-on-accent: #888 }",
        )
        .unwrap();
        let paths = |style| {
            findings(&file, style)
                .unwrap()
                .iter()
                .map(|finding| finding["path"].as_str().unwrap().to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(paths(None), ["campaigns[0].goal"]);
        assert_eq!(
            paths(Some(&style)),
            ["campaigns[0].goal", "--vitrin-on-accent"]
        );
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
