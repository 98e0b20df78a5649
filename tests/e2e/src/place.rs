//! Where things are: the repository, what is built, and what may stand beside it.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

/// The repository.
#[must_use]
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_path_buf()
}

/// Where a failed story leaves what it saw.
#[must_use]
pub fn remains() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into());
    root().join(target).join("e2e")
}

/// The package under test: VITRIN_PKG, or pkg/ as it stands.
pub fn package() -> Result<PathBuf> {
    let folder = root().join(std::env::var_os("VITRIN_PKG").unwrap_or_else(|| "pkg".into()));
    if !folder.join("vitrin.js").is_file() {
        bail!(
            "there is no package in {}; run cargo xtask build",
            folder.display()
        );
    }
    Ok(folder)
}

/// What stands beside the repository on a developer's machine: real shops to paste the tag into.
#[must_use]
pub fn neighbour(path: &str) -> Option<PathBuf> {
    let found = root().parent()?.join("shared").join(path);
    found.exists().then_some(found)
}
