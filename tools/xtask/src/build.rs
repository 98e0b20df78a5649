//! `cargo xtask build`: makes pkg/, or checks that the committed one is what the sources build.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};
use pack::place::{files, root, target};

use crate::tools;

const HELP: &str = "\
cargo xtask build           rebuild pkg/
cargo xtask build --check   build into the target folder and list where pkg/ is not what the sources build";

pub fn run(mut arguments: lexopt::Parser) -> Result<ExitCode> {
    let mut check = false;
    while let Some(argument) = arguments.next()? {
        match argument {
            lexopt::Arg::Long("check") => check = true,
            lexopt::Arg::Long("help") => {
                println!("{HELP}");
                return Ok(ExitCode::SUCCESS);
            }
            other => return Err(other.unexpected().into()),
        }
    }
    if check {
        self::check()?;
    } else {
        tools::try_for_package();
        pack(&package())?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Builds the package elsewhere and compares it with the committed one byte by byte.
pub fn check() -> Result<()> {
    tools::for_package()?;
    let built = check_folder();
    pack(&built)?;
    let differences = differences(&package(), &built)?;
    for line in &differences {
        println!("{line}");
    }
    if !differences.is_empty() {
        bail!("pkg/ is not what the sources build; run cargo xtask build and commit pkg/");
    }
    println!("pkg/ is what the sources build");
    Ok(())
}

/// The committed package.
pub fn package() -> PathBuf {
    root().join("pkg")
}

/// Where a package is built that is not to be committed.
pub fn check_folder() -> PathBuf {
    target().join("pkg-check")
}

/// Builds the package into this folder.
pub fn pack(out: &Path) -> Result<()> {
    let mut cargo = Command::new(cargo());
    cargo
        .current_dir(root())
        .args(["run", "--quiet", "--package", "pack", "--", "--out"])
        .arg(out);
    if !cargo.status().context("cannot run cargo")?.success() {
        bail!("the package was not built");
    }
    Ok(())
}

/// The cargo that runs this, or the one to be found.
pub fn cargo() -> OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

/// One line per file in which the two folders differ.
fn differences(committed: &Path, built: &Path) -> Result<Vec<String>> {
    let mut names = BTreeSet::new();
    for folder in [committed, built] {
        let files = files(folder).with_context(|| format!("cannot read {}", folder.display()))?;
        names.extend(files);
    }
    let mut lines = Vec::new();
    for name in names {
        lines.push(
            match (
                std::fs::read(committed.join(&name)),
                std::fs::read(built.join(&name)),
            ) {
                (Ok(old), Ok(new)) if old == new => continue,
                (Ok(old), Ok(new)) => {
                    let at = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
                    format!(
                        "pkg/{name} differs from byte {at} on ({} bytes committed, {} built)",
                        old.len(),
                        new.len()
                    )
                }
                (Err(_), _) => format!("pkg/{name} is missing"),
                (_, Err(_)) => format!("pkg/{name} is not built by anything"),
            },
        );
    }
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_difference_is_named_and_equal_files_are_not() {
        let base = std::env::temp_dir().join(format!("vitrin-differences-{}", std::process::id()));
        let (committed, built) = (base.join("pkg"), base.join("built"));
        for (folder, files) in [
            (
                &committed,
                [("same", "1"), ("changed", "abcd"), ("old", "")],
            ),
            (&built, [("same", "1"), ("changed", "abxd"), ("new", "")]),
        ] {
            std::fs::create_dir_all(folder).unwrap();
            for (name, text) in files {
                std::fs::write(folder.join(name), text).unwrap();
            }
        }
        let lines = differences(&committed, &built).unwrap();
        std::fs::remove_dir_all(&base).unwrap();
        assert_eq!(
            lines,
            [
                "pkg/changed differs from byte 2 on (4 bytes committed, 4 built)",
                "pkg/new is missing",
                "pkg/old is not built by anything"
            ]
        );
    }
}
