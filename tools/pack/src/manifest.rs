//! The package's own papers: package.json from its template, and the integrity of every file.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};
use sha2::{Digest, Sha384};

/// The name, version and licence of the root crate.
pub struct About {
    /// The crate's name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// One sentence.
    pub description: String,
    /// An SPDX expression.
    pub licence: String,
}

impl About {
    /// Reads the root Cargo.toml.
    pub fn read(root: &Path) -> Result<Self> {
        let text =
            std::fs::read_to_string(root.join("Cargo.toml")).context("cannot read Cargo.toml")?;
        let table: toml::Table = text.parse().context("Cargo.toml is not TOML")?;
        let shared = table
            .get("workspace")
            .and_then(|workspace| workspace.get("package"));
        let field = |key: &str| {
            let own = table
                .get("package")
                .and_then(|package| package.get(key))
                .and_then(toml::Value::as_str);
            let text = own.or_else(|| shared?.get(key)?.as_str());
            text.map(str::to_owned)
                .with_context(|| format!("Cargo.toml says no {key}"))
        };
        Ok(Self {
            name: field("name")?,
            version: field("version")?,
            description: field("description")?,
            licence: field("license")?,
        })
    }

    /// The line at the top of each script and style sheet.
    pub fn banner(&self) -> String {
        format!("/*! {} {} | {} */\n", self.name, self.version, self.licence)
    }
}

/// package.json for these files.
pub fn package_json(root: &Path, about: &About, sources: &str, files: &[&str]) -> Result<String> {
    let text = std::fs::read_to_string(root.join("tools/pack/package.template.json"))
        .context("cannot read package.template.json")?;
    let mut manifest: Value =
        serde_json::from_str(&text).context("package.template.json is not JSON")?;
    manifest["version"] = json!(about.version);
    manifest["description"] = json!(about.description);
    // npm wants the alternatives in brackets.
    manifest["license"] = json!(format!("({})", about.licence));
    manifest["files"] = json!(files);
    manifest["vitrin"]["sources"] = json!(sources);
    Ok(format!("{manifest:#}\n"))
}

/// sri.json: what stands in a tag's `integrity`, for each file.
pub fn integrity(files: &BTreeMap<String, Vec<u8>>) -> String {
    let sums: serde_json::Map<String, Value> = files
        .iter()
        .map(|(name, bytes)| {
            (
                name.clone(),
                json!(format!(
                    "sha384-{}",
                    BASE64_STANDARD.encode(Sha384::digest(bytes))
                )),
            )
        })
        .collect();
    format!("{:#}\n", Value::Object(sums))
}
