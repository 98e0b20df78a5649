//! The ring of tests inside a browser: the wasm of `tests/browser`, run by the runner that `pack` builds, one browser at a time.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use pack::place::root;

use super::tally::{self, Tally};
use super::{cargo_with, current_package};
use crate::tools::Browser;

/// More stack than the usual megabyte, for the unoptimised reader of the published schemas goes deep: in WebKitGTK it once left its memory there, and 79
/// stories failed after it.
const ROOM_FOR_SCHEMAS: &str = "-C link-arg=-zstack-size=8388608";

/// How long a browser may take for one file of tests, in seconds. A cold Firefox on two busy cores needs more than the runner's 20.
const BROWSER_PATIENCE: &str = "180";

/// Tells the stories again when the browser failed some: a module that dies takes every story after it along.
pub fn tests(
    browser: Browser,
    driver: &Path,
    screen: &[(&str, OsString)],
    runner: &Path,
    served: &Path,
) -> Result<Tally> {
    tally::again(&format!("browser tests in {}", browser.name()), || {
        let mut tests = cargo_with(
            "test --target wasm32-unknown-unknown --package vitrin --test browser --no-fail-fast",
        );
        // The runner takes the first driver it is told of.
        for other in Browser::ALL {
            tests.env_remove(other.runner_variable());
        }
        tests
            .env(browser.runner_variable(), driver)
            .envs(screen.iter().cloned())
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner)
            .env(
                "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
                ROOM_FOR_SCHEMAS,
            )
            .env("VITRIN_SERVED", served)
            .env("WASM_BINDGEN_TEST_TIMEOUT", BROWSER_PATIENCE);
        tally::tests(tests)
    })
}

/// The same by its path below the root, which is all that the browser test runner serves.
pub fn served_package() -> Result<PathBuf> {
    let package = current_package()?;
    match package.strip_prefix(root()) {
        Ok(below) => Ok(below.to_owned()),
        Err(_) => bail!(
            "pkg/ is not what the sources build, and a package outside of the repository cannot be served; run cargo xtask build"
        ),
    }
}
