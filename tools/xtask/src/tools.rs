//! What the commands need from the machine: found, or installed where that is allowed (Debian and Ubuntu as root, rustup, cargo), or named in
//! one line.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use pack::place::{root, target};

const WASM: &str = "wasm32-unknown-unknown";

/// Has no Debian package and is not downloaded ready-made from anywhere: compiled once, without optimization (it only passes messages on).
const GECKODRIVER: &str = "0.37.1";

/// A browser the tests run in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Browser {
    Chromium,
    Firefox,
    Webkit,
}

impl Browser {
    pub const ALL: [Self; 3] = [Self::Chromium, Self::Firefox, Self::Webkit];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::Webkit => "webkit",
        }
    }

    /// The variable that tells wasm-bindgen's test runner which driver to start.
    pub const fn runner_variable(self) -> &'static str {
        match self {
            Self::Chromium => "CHROMEDRIVER",
            Self::Firefox => "GECKODRIVER",
            Self::Webkit => "SAFARIDRIVER",
        }
    }

    /// The variable that tells the end-to-end tests where the driver is.
    pub const fn e2e_variable(self) -> &'static str {
        match self {
            Self::Chromium => "VITRIN_CHROMEDRIVER",
            Self::Firefox => "VITRIN_GECKODRIVER",
            Self::Webkit => "VITRIN_WEBKITDRIVER",
        }
    }

    /// The Debian packages that this browser and its driver lack.
    pub fn missing(self) -> Vec<&'static str> {
        let there = match self {
            Self::Chromium => find("chromedriver").is_some(),
            Self::Firefox => find("firefox").or_else(|| find("firefox-esr")).is_some(),
            Self::Webkit => find("WebKitWebDriver").is_some(),
        };
        match self {
            _ if there => vec![],
            Self::Chromium => vec!["chromium", "chromium-driver"],
            Self::Firefox => vec!["firefox-esr"],
            Self::Webkit => vec!["webkit2gtk-driver"],
        }
    }

    /// The driver's program.
    pub fn driver(self) -> Result<PathBuf> {
        let missing = self.missing();
        if !missing.is_empty() {
            bail!(
                "there is no {}: {} not installed",
                self.name(),
                missing.join(", ")
            );
        }
        match self {
            Self::Chromium => find("chromedriver").context("there is no chromedriver"),
            Self::Firefox => geckodriver(),
            Self::Webkit => find("WebKitWebDriver").context("there is no WebKitWebDriver"),
        }
    }
}

/// The Debian packages that building the published package lacks.
pub fn missing_for_package() -> Vec<&'static str> {
    if pack::node::present() {
        vec![]
    } else {
        vec!["nodejs", "npm"]
    }
}

/// The Debian packages of the servers that take beacons in the tests, where they lack.
pub fn missing_servers() -> Vec<&'static str> {
    [
        ("/usr/sbin/nginx", "nginx-light"),
        ("/usr/lib/postgresql", "postgresql"),
        // What runs the pieces that the guides give to owners of shops.
        ("/usr/bin/php", "php-cli"),
        ("/var/lib/dpkg/info/php-xml.list", "php-xml"),
        ("/usr/share/php/smarty4", "smarty4"),
        ("/usr/share/php/Twig", "php-twig"),
        ("/usr/bin/ruby", "ruby"),
        ("/var/lib/dpkg/info/ruby-liquid.list", "ruby-liquid"),
    ]
    .into_iter()
    .filter(|(place, _)| !Path::new(place).exists())
    .map(|(_, package)| package)
    .collect()
}

/// What `pack` needs for the published package.
pub fn for_package() -> Result<()> {
    toolchain()?;
    apt(&missing_for_package())
}

/// The same where a package that only runs will do: what cannot be had is said in a line. True when nothing lacks.
pub fn try_for_package() -> bool {
    for_package()
        .inspect_err(|missing| eprintln!("xtask: {missing:#}"))
        .is_ok()
}

/// The pinned toolchain with the parts that rust-toolchain.toml leaves out.
pub fn toolchain() -> Result<()> {
    let library = sysroot()?.join("lib/rustlib");
    if !library.join("src/rust/library/std/Cargo.toml").is_file() {
        rustup(&["component", "add", "rust-src"])?;
    }
    if !library.join(WASM).is_dir() {
        rustup(&["target", "add", WASM])?;
    }
    Ok(())
}

/// rustfmt and clippy: a minimal installation has neither.
pub fn linters() -> Result<()> {
    // In the PATH rustup has a stand-in for both, there or not.
    let own = sysroot()?.join("bin");
    let there = |program| {
        own.join(program).is_file() || (find("rustup").is_none() && find(program).is_some())
    };
    for (program, component) in [("cargo-fmt", "rustfmt"), ("cargo-clippy", "clippy")] {
        if !there(program) {
            rustup(&["component", "add", component])?;
        }
    }
    Ok(())
}

/// A program by its name: beside what this repository installed itself, then in the PATH.
pub fn find(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(installed().join("bin")).chain(std::env::split_paths(&path));
    folders
        .map(|folder| folder.join(name))
        .find(|program| program.is_file())
}

/// Installs Debian packages; where that is not allowed, says what to run.
pub fn apt(packages: &[&str]) -> Result<()> {
    if packages.is_empty() {
        return Ok(());
    }
    let line = format!(
        "apt-get install -y --no-install-recommends {}",
        packages.join(" ")
    );
    if find("apt-get").is_none() || !is_root() {
        bail!("{} missing; run: sudo {line}", packages.join(", "));
    }
    eprintln!("xtask: installing {}", packages.join(", "));
    for line in ["apt-get update", &line] {
        let mut words = line.split_whitespace();
        let mut apt = Command::new(words.next().unwrap_or_default());
        apt.env("DEBIAN_FRONTEND", "noninteractive")
            .args(["-qq", "-o", "Acquire::Retries=5"])
            .args(words);
        let output = apt.output().context("cannot run apt-get")?;
        if !output.status.success() {
            eprintln!("{}", String::from_utf8_lossy(&output.stderr).trim());
            bail!(
                "{line} failed (Ubuntu has browsers as snaps only: install them by hand, or choose with --browser)"
            );
        }
    }
    Ok(())
}

fn geckodriver() -> Result<PathBuf> {
    if let Some(program) = find("geckodriver") {
        return Ok(program);
    }
    eprintln!("xtask: compiling geckodriver {GECKODRIVER}, once");
    let build = installed().join("build");
    let mut cargo = Command::new(crate::build::cargo());
    cargo.current_dir(root()).args([
        "install",
        "geckodriver",
        "--quiet",
        "--locked",
        "--debug",
        "--version",
        GECKODRIVER,
    ]);
    cargo
        .arg("--root")
        .arg(installed())
        .arg("--target-dir")
        .arg(&build);
    if !cargo.status().context("cannot run cargo")?.success() {
        bail!("cargo install geckodriver failed");
    }
    std::fs::remove_dir_all(build)?;
    find("geckodriver").context("there is no geckodriver after its installation")
}

/// Where programs go that no package manager has.
fn installed() -> PathBuf {
    target().join("tools")
}

fn rustup(arguments: &[&str]) -> Result<()> {
    let line = format!("rustup {}", arguments.join(" "));
    if find("rustup").is_none() {
        bail!(
            "there is no rustup; install the Rust of rust-toolchain.toml with what `{line}` would add"
        );
    }
    eprintln!("xtask: {line}");
    if !Command::new("rustup")
        .current_dir(root())
        .args(arguments)
        .status()
        .context("cannot run rustup")?
        .success()
    {
        bail!("{line} failed");
    }
    Ok(())
}

fn sysroot() -> Result<PathBuf> {
    let output = Command::new("rustc")
        .args(["--print", "sysroot"])
        .current_dir(root())
        .output()
        .context("cannot run rustc")?;
    Ok(PathBuf::from(
        String::from_utf8_lossy(&output.stdout).trim(),
    ))
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    Path::new("/proc/self")
        .metadata()
        .is_ok_and(|own| own.uid() == 0)
}
