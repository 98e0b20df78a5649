//! `cargo xtask test`: everything that proves it, in order, stopping at nothing. A part that lacks a tool installs it, or fails with the line
//! to run.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::time::Instant;

use anyhow::{Result, bail};
use pack::node::Tools;
use pack::place::{root, target};
use pack::sources;

use crate::build::{self, cargo, pack, package};
use crate::size;
use crate::tools::{self, Browser};
use display::Display;
use tally::Tally;

mod display;
mod ring;
mod said;
mod tally;

const HELP: &str = "\
cargo xtask test [--only PART]... [--browser NAME]...
  --only PART      lint, native, adapters, pkg, browser, look, e2e or shelf; may be given several times (default: all of them)
  --browser NAME   chromium, firefox or webkit, for the parts that need one (default: all of them)";

/// So many failures of a step are told again at the end; when one thing breaks all, the first ones say what.
const MOST_TOLD: usize = 12;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Lint,
    Native,
    Adapters,
    Pkg,
    Browser,
    Look,
    E2e,
    Shelf,
}

impl Part {
    const ALL: [Self; 8] = [
        Self::Lint,
        Self::Native,
        Self::Adapters,
        Self::Pkg,
        Self::Browser,
        Self::Look,
        Self::E2e,
        Self::Shelf,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::Lint => "lint",
            Self::Native => "native",
            Self::Adapters => "adapters",
            Self::Pkg => "pkg",
            Self::Browser => "browser",
            Self::Look => "look",
            Self::E2e => "e2e",
            Self::Shelf => "shelf",
        }
    }
}

pub fn run(mut arguments: lexopt::Parser) -> Result<ExitCode> {
    let (mut parts, mut browsers) = (Vec::new(), Vec::new());
    while let Some(argument) = arguments.next()? {
        use lexopt::{Arg::Long, ValueExt};
        match argument {
            Long("only") => parts.push(one(&Part::ALL, Part::name, &arguments.value()?.string()?)?),
            Long("browser") => browsers.push(one(
                &Browser::ALL,
                Browser::name,
                &arguments.value()?.string()?,
            )?),
            Long("help") => {
                println!("{HELP}");
                return Ok(ExitCode::SUCCESS);
            }
            other => return Err(other.unexpected().into()),
        }
    }
    if parts.is_empty() {
        parts = Part::ALL.to_vec();
    }
    if browsers.is_empty() {
        browsers = Browser::ALL.to_vec();
    }
    let mut session = Session {
        browsers,
        display: None,
        results: Vec::new(),
    };
    session.packages(&parts);
    for part in Part::ALL.into_iter().filter(|part| parts.contains(part)) {
        match part {
            Part::Lint => session.lint(),
            Part::Native => session.native(),
            Part::Adapters => {
                session.linter();
                session.adapters();
            }
            Part::Pkg => session.pkg(),
            Part::Browser => session.browser(),
            Part::Look => session.look(),
            Part::E2e => session.e2e(),
            Part::Shelf => session.shelf(),
        }
    }
    Ok(session.summary())
}

fn one<T: Copy>(all: &[T], name: fn(T) -> &'static str, wanted: &str) -> Result<T> {
    let names = || {
        all.iter()
            .map(|it| name(*it))
            .collect::<Vec<_>>()
            .join(", ")
    };
    match all.iter().find(|it| name(**it) == wanted) {
        Some(it) => Ok(*it),
        None => bail!("there is no {wanted}; expected one of {}", names()),
    }
}

/// What came of one step.
struct Outcome {
    step: String,
    tally: Tally,
    /// Why it failed, where its own output does not say so.
    reason: Option<String>,
    seconds: f32,
}

struct Session {
    browsers: Vec<Browser>,
    /// Kept to the end: closing it would take the browsers on it along.
    display: Option<Display>,
    results: Vec<Outcome>,
}

impl Session {
    /// Installs at once all that the machine lacks, or says the one line that would.
    fn packages(&mut self, parts: &[Part]) {
        let mut missing = Vec::new();
        let wants_npm = [Part::Adapters, Part::Pkg, Part::Look, Part::E2e];
        if wants_npm.iter().any(|part| parts.contains(part)) {
            missing.extend(tools::missing_for_package());
        }
        if parts.contains(&Part::E2e) {
            missing.extend(tools::missing_servers());
        }
        if [Part::Browser, Part::Look, Part::E2e]
            .iter()
            .any(|part| parts.contains(part))
        {
            missing.extend(self.browsers.iter().flat_map(|browser| browser.missing()));
            if self.browsers.contains(&Browser::Webkit) && Display::missing() {
                missing.push("xvfb");
            }
        }
        if !missing.is_empty() {
            self.step("what the machine lacks", |_| {
                tools::apt(&missing).map(|()| Tally::default())
            });
        }
    }

    fn lint(&mut self) {
        self.step("format", |_| {
            tools::linters()?;
            tally::check(cargo_with("fmt --all --check"))
        });
        self.step("clippy", |_| {
            tally::check(cargo_with(
                "clippy --workspace --exclude vitrin-shelf --all-targets -- -D warnings",
            ))
        });
        self.step("clippy for wasm", |_| {
            tools::toolchain()?;
            tally::check(cargo_with("clippy --target wasm32-unknown-unknown --package vitrin --lib --test browser -- -D warnings"))
        });
    }

    fn native(&mut self) {
        self.step("native tests", |_| {
            tally::tests(cargo_with(
                "test --workspace --exclude vitrin-e2e --exclude vitrin-shelf --no-fail-fast",
            ))
        });
    }

    /// The linter that the page, the studio and `xtask lint` share.
    fn linter(&mut self) {
        self.step("the linter", |_| {
            let mut tests = Command::new("node");
            tests
                .current_dir(root())
                .args(["--test", "--test-reporter=tap", "tests/lint"]);
            tally::tests(tests)
        });
    }

    /// What the adapters make of a journey, beside what official SDKs send, and before judges from npm.
    fn adapters(&mut self) {
        self.step("adapters", |_| {
            let mut tests = Command::new("node");
            tests
                .current_dir(root())
                .args(["--test", "--test-reporter=tap", "tests/adapters"])
                .env("VITRIN_JUDGES", judges()?)
                .env("VITRIN_PKG", current_package()?);
            tally::tests(tests)
        });
    }

    fn pkg(&mut self) {
        self.step("pkg/ is what the sources build", |_| {
            build::check().map(|()| Tally::one_passed())
        });
        self.step("sizes", |_| {
            size::check(Some(size::Readme::Check), size::Limit::Debt).map(|()| Tally::one_passed())
        });
        self.step("types and npm", |_| {
            let tools = target().join("types");
            Tools::install(&root().join("tests/types"), &tools)?;
            let mut tests = Command::new("node");
            tests
                .current_dir(root())
                .args(["--test", "--test-reporter=tap", "tests/types"])
                .env("VITRIN_TYPES", tools)
                .env("VITRIN_PKG", current_package()?);
            tally::tests(tests)
        });
        if root().join("tools/shop/Cargo.toml").is_file() {
            self.step("the demo shop's pages", |_| {
                tally::check(cargo_with("run --quiet --package shop -- --check"))
            });
        }
        self.step("the documentation's pages", |_| {
            tally::check(cargo_with("run --quiet --package docs -- --check"))
        });
    }

    fn browser(&mut self) {
        let runner = target().join("debug/browser-test-runner");
        let mut served = PathBuf::new();
        let built = self.step("the browser test runner", |_| {
            tools::toolchain()?;
            served = ring::served_package()?;
            tally::check(cargo_with(
                "build --package pack --features browser-tests --bin browser-test-runner",
            ))
        });
        if !built {
            return;
        }
        for browser in self.browsers.clone() {
            self.step(&format!("browser tests in {}", browser.name()), |session| {
                let screen = session.screen(&[browser])?;
                ring::tests(browser, &browser.driver()?, &screen, &runner, &served)
            });
        }
    }

    /// What can be said of looks without an eye: contrast, names, room, focus. Where a browser cannot be asked something, the output says so.
    fn look(&mut self) {
        let browsers = self.browsers.clone();
        for browser in browsers {
            let name = format!("looks in {}", browser.name());
            self.step(&name, |session| {
                let tools = target().join("look");
                Tools::install(&root().join("tests/look"), &tools)?;
                let package = current_package()?;
                let screen = session.screen(&[browser])?;
                tally::again(&name, || {
                    let mut stories = Command::new("node");
                    stories
                        .current_dir(&tools)
                        .arg(root().join("tests/look/check.mjs"))
                        .arg(browser.name())
                        .env("VITRIN_PKG", &package)
                        .envs(screen.iter().cloned());
                    tally::check(stories)
                })
            });
        }
    }

    fn e2e(&mut self) {
        self.step("end to end", |session| {
            let browsers = session.browsers.clone();
            let screen = session.screen(&browsers)?;
            let names: Vec<&str> = browsers.iter().map(|browser| browser.name()).collect();
            let package = current_package()?;
            let tell = |arguments: &[&str]| -> Result<Tally> {
                // The output of passed tests is where one says that it was skipped, and why.
                let mut tests =
                    cargo_with("test --package vitrin-e2e --no-fail-fast -- --show-output");
                for browser in &browsers {
                    tests.env(browser.e2e_variable(), browser.driver()?);
                }
                tests
                    .args(arguments)
                    .env("VITRIN_BROWSERS", names.join(","))
                    .env("VITRIN_XTASK", std::env::current_exe()?)
                    .env("VITRIN_PKG", &package)
                    .envs(screen.iter().cloned());
                tally::tests(tests)
            };
            tally::alone(tell(&[])?, |failed| {
                tell(&[&["--test-threads=1", "--exact"], failed].concat())
            })
        });
    }

    /// The builder of the shelf, last and apart: its query engine takes longer to compile than all else together.
    fn shelf(&mut self) {
        self.step("clippy for the shelf", |_| {
            tally::check(cargo_with(
                "clippy --package vitrin-shelf --all-targets -- -D warnings",
            ))
        });
        self.step("the shelf", |_| {
            tally::tests(cargo_with("test --package vitrin-shelf --no-fail-fast"))
        });
    }

    /// The variables that give these browsers a screen. Only WebKitGTK has no headless form.
    fn screen(&mut self, browsers: &[Browser]) -> Result<Vec<(&'static str, OsString)>> {
        if !browsers.contains(&Browser::Webkit) || Display::given() {
            return Ok(Vec::new());
        }
        let display = match self.display.take() {
            Some(display) => display,
            None => Display::open()?,
        };
        let name = display.name();
        self.display = Some(display);
        // On a screen without a graphics card WebKit's compositor has crashed within Mesa's software renderer.
        Ok(vec![
            ("DISPLAY", name),
            ("WEBKIT_DISABLE_COMPOSITING_MODE", "1".into()),
        ])
    }

    /// Runs a step and remembers what came of it; true when nothing failed.
    fn step(&mut self, name: &str, what: impl FnOnce(&mut Self) -> Result<Tally>) -> bool {
        println!("\n== {name}");
        let start = Instant::now();
        let (tally, reason) = match what(self) {
            Ok(tally) => (tally, None),
            Err(error) => (Tally::one_failed(), Some(format!("{error:#}"))),
        };
        if let Some(reason) = &reason {
            println!("{reason}");
        }
        let passed = tally.failed == 0;
        self.results.push(Outcome {
            step: name.to_owned(),
            tally,
            reason,
            seconds: start.elapsed().as_secs_f32(),
        });
        passed
    }

    fn summary(&self) -> ExitCode {
        for Outcome { step, tally, .. } in &self.results {
            for failure in tally.failures.iter().take(MOST_TOLD) {
                println!("\nfailed, {step}: {failure}");
            }
        }
        println!(
            "\n{:<36} {:>7} {:>7} {:>8} {:>8}",
            "", "passed", "failed", "skipped", "seconds"
        );
        let mut all = Tally::default();
        for Outcome {
            step,
            tally,
            reason,
            seconds,
        } in &self.results
        {
            let reason = reason.as_deref().unwrap_or_default();
            println!(
                "{step:<36} {:>7} {:>7} {:>8} {seconds:>8.1}  {reason}",
                tally.passed, tally.failed, tally.skipped
            );
            all += tally.clone();
        }
        if all.again > 0 {
            println!(
                "{} held only when told again (\"told again:\" above says which, and what went wrong at first)",
                all.again
            );
        }
        println!(
            "{} passed, {} failed, {} skipped",
            all.passed, all.failed, all.skipped
        );
        if all.failed == 0 {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    }
}

/// The folder that holds what judges the adapters, in exactly the versions of its lock file.
fn judges() -> Result<PathBuf> {
    let folder = target().join("judges");
    Tools::install(&root().join("tests/adapters"), &folder)?;
    Ok(folder)
}

fn cargo_with(arguments: &str) -> Command {
    let mut command = Command::new(cargo());
    command
        .current_dir(root())
        .args(arguments.split_whitespace());
    command
}

/// A package of exactly these sources. Never built into pkg/: a test changes nothing that is committed.
pub fn current_package() -> Result<PathBuf> {
    if sources::recorded(&package()).as_deref() == Some(&*sources::digest(&root())?) {
        return Ok(package());
    }
    tools::try_for_package();
    let built = build::check_folder();
    pack(&built)?;
    Ok(built)
}
