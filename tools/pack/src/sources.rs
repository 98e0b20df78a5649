//! A digest of everything that shapes the package. It stands in `pkg/package.json`, so that anyone can tell in milliseconds whether pkg/ is
//! what these sources build.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::contents::LICENCES;
use crate::lock::Lock;

/// Folders whose every file shapes the package.
const FOLDERS: &[&str] = &["src", "tools/pack/src"];

/// Single files that do.
const FILES: &[&str] = &[
    "rust-toolchain.toml",
    "tools/pack/package.template.json",
    "tools/pack/package.readme.md",
    "tools/npm/package.json",
    "tools/npm/package-lock.json",
];

/// The parts of Cargo.toml that do. Members, lints and the crates of tests do not: changing them leaves pkg/ as it is.
const MANIFEST: &[&[&str]] = &[
    &["workspace", "package"],
    &["package"],
    &["lib"],
    &["features"],
    &["dependencies"],
    &["target"],
    &["profile", "wasm"],
];

/// The crate that writes the glue.
const TOOL: &str = "wasm-bindgen-cli-support";

/// The digest of this tree, in hexadecimal.
pub fn digest(root: &Path) -> Result<String> {
    let mut hash = Sha256::new();
    let mut files: Vec<PathBuf> = FILES
        .iter()
        .chain(LICENCES)
        .map(|file| root.join(file))
        .collect();
    for folder in FOLDERS {
        walk(&root.join(folder), &mut files)?;
    }
    files.sort();
    for file in files.iter().filter(|file| file.is_file()) {
        let name = file
            .strip_prefix(root)
            .unwrap_or(file)
            .to_string_lossy()
            .replace('\\', "/");
        let bytes = std::fs::read(file).with_context(|| format!("cannot read {name}"))?;
        feed(&mut hash, &name, &bytes);
    }
    manifest(root, &mut hash)?;
    Ok(hex(&hash.finalize()))
}

/// The digest that the package in this folder was built from, if it says one.
#[must_use]
pub fn recorded(package: &Path) -> Option<String> {
    let text = std::fs::read_to_string(package.join("package.json")).ok()?;
    let manifest: serde_json::Value = serde_json::from_str(&text).ok()?;
    Some(manifest.get("vitrin")?.get("sources")?.as_str()?.to_owned())
}

fn manifest(root: &Path, hash: &mut Sha256) -> Result<()> {
    let text =
        std::fs::read_to_string(root.join("Cargo.toml")).context("cannot read Cargo.toml")?;
    let table: toml::Table = text.parse().context("Cargo.toml is not TOML")?;
    let table = toml::Value::Table(table);
    for path in MANIFEST {
        if let Some(part) = path.iter().try_fold(&table, |at, key| at.get(key)) {
            feed(hash, &path.join("."), canonical(part).as_bytes());
        }
    }
    let everywhere = table.get("dependencies").into_iter();
    let targets = table
        .get("target")
        .and_then(toml::Value::as_table)
        .into_iter()
        .flat_map(|t| t.values());
    let shipped = everywhere.chain(targets.filter_map(|target| target.get("dependencies")));
    let names: Vec<String> = shipped
        .filter_map(toml::Value::as_table)
        .flat_map(|t| t.keys().cloned())
        .collect();
    let lock = Lock::read(root)?;
    feed(hash, TOOL, lock.version(TOOL)?.as_bytes());
    feed(hash, "crates", lock.closure(&names).join("\n").as_bytes());
    Ok(())
}

/// One spelling per value: which order a table keeps depends on the features that other crates ask of the TOML reader.
fn canonical(value: &toml::Value) -> String {
    match value {
        toml::Value::Table(table) => {
            let mut lines: Vec<String> = table
                .iter()
                .map(|(key, value)| format!("{key:?}={}", canonical(value)))
                .collect();
            lines.sort();
            format!("{{{}}}", lines.join(","))
        }
        toml::Value::Array(items) => format!(
            "[{}]",
            items.iter().map(canonical).collect::<Vec<_>>().join(",")
        ),
        other => format!("{other:?}"),
    }
}

/// Lengths go in first, so that no two different trees feed the same bytes.
fn feed(hash: &mut Sha256, name: &str, bytes: &[u8]) {
    hash.update((name.len() as u64).to_le_bytes());
    hash.update(name);
    hash.update((bytes.len() as u64).to_le_bytes());
    hash.update(bytes);
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in
        std::fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?
    {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        // What an editor leaves beside a file is no source.
        if name.starts_with('.') || name.ends_with('~') {
            continue;
        }
        if path.is_dir() {
            walk(&path, files)?
        } else {
            files.push(path)
        }
    }
    Ok(())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_a_manifest_says_nothing() {
        let canonical = |text: &str| canonical(&toml::Value::Table(text.parse().unwrap()));
        assert_eq!(
            canonical("b = [1, 'x']\na = { d = 1, c = 2 }"),
            canonical("a = { c = 2, d = 1 }\nb = [1, \"x\"]")
        );
        assert_ne!(canonical("a = 1"), canonical("a = '1'"));
    }

    #[test]
    fn where_a_name_ends_and_bytes_begin_is_part_of_the_digest() {
        let digest = |name: &str, bytes: &[u8]| {
            let mut hash = Sha256::new();
            feed(&mut hash, name, bytes);
            hex(&hash.finalize())
        };
        assert_ne!(digest("ab", b"c"), digest("a", b"bc"));
        assert_eq!(digest("ab", b"c"), digest("ab", b"c"));
    }
}
