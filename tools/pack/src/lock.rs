//! Reads Cargo.lock: which version of a crate is built, and what stands behind it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result, bail};

/// One package of the lock file.
pub struct Locked {
    /// Its exact version.
    pub version: String,
    /// The checksum of its source; none for the workspace's own.
    pub checksum: String,
    dependencies: Vec<String>,
}

/// The lock file by package name; a name can stand there in several versions.
pub struct Lock(BTreeMap<String, Vec<Locked>>);

impl Lock {
    /// Reads the lock file of the repository.
    pub fn read(root: &Path) -> Result<Self> {
        let text =
            std::fs::read_to_string(root.join("Cargo.lock")).context("cannot read Cargo.lock")?;
        Self::parse(&text)
    }

    fn parse(text: &str) -> Result<Self> {
        let table: toml::Table = text.parse().context("Cargo.lock is not TOML")?;
        let string = |package: &toml::Value, key: &str| {
            package
                .get(key)
                .and_then(toml::Value::as_str)
                .unwrap_or_default()
                .to_owned()
        };
        let mut packages: BTreeMap<String, Vec<Locked>> = BTreeMap::new();
        for package in table
            .get("package")
            .and_then(toml::Value::as_array)
            .into_iter()
            .flatten()
        {
            let dependencies = package
                .get("dependencies")
                .and_then(toml::Value::as_array)
                .into_iter()
                .flatten();
            packages
                .entry(string(package, "name"))
                .or_default()
                .push(Locked {
                    version: string(package, "version"),
                    checksum: string(package, "checksum"),
                    // A dependency is "name", or "name version" where the name alone would not do.
                    dependencies: dependencies
                        .filter_map(toml::Value::as_str)
                        .map(str::to_owned)
                        .collect(),
                });
        }
        Ok(Self(packages))
    }

    /// The version of a crate that stands in the lock file once.
    pub fn version(&self, name: &str) -> Result<&str> {
        match self.0.get(name).map(Vec::as_slice) {
            Some([one]) => Ok(&one.version),
            Some(_) => bail!("Cargo.lock has {name} in more than one version"),
            None => bail!("Cargo.lock has no {name}"),
        }
    }

    /// `name version checksum` of these crates and of everything they depend on, sorted.
    #[must_use]
    pub fn closure(&self, names: &[String]) -> Vec<String> {
        let mut seen = BTreeSet::new();
        let mut open = names.to_vec();
        while let Some(wanted) = open.pop() {
            let (name, version) = wanted.split_once(' ').unwrap_or((&wanted, ""));
            for package in self
                .0
                .get(name)
                .into_iter()
                .flatten()
                .filter(|p| version.is_empty() || p.version == version)
            {
                if seen.insert(format!("{name} {} {}", package.version, package.checksum)) {
                    open.extend(package.dependencies.iter().cloned());
                }
            }
        }
        seen.into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = r#"
        package = [
            { name = "shop", version = "0.1.0", dependencies = ["bell 2.0.0"] },
            { name = "bell", version = "1.0.0", checksum = "old" },
            { name = "bell", version = "2.0.0", checksum = "new", dependencies = ["clapper"] },
            { name = "clapper", version = "3.0.0", checksum = "c" },
            { name = "tool", version = "1.0.0", checksum = "t" },
        ]"#;

    #[test]
    fn the_closure_follows_the_named_version_and_leaves_strangers_out() {
        let lock = Lock::parse(LOCK).unwrap();
        assert_eq!(
            lock.closure(&["shop".into()]),
            ["bell 2.0.0 new", "clapper 3.0.0 c", "shop 0.1.0 "]
        );
    }

    #[test]
    fn a_crate_in_two_versions_has_no_one_version() {
        let lock = Lock::parse(LOCK).unwrap();
        assert_eq!(lock.version("clapper").unwrap(), "3.0.0");
        assert_eq!(
            lock.version("bell").unwrap_err().to_string(),
            "Cargo.lock has bell in more than one version"
        );
        assert_eq!(
            lock.version("horn").unwrap_err().to_string(),
            "Cargo.lock has no horn"
        );
    }
}
