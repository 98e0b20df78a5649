//! Where things are: the repository, and cargo's target folder, which holds everything that is built, downloaded or recorded.

use std::path::{Path, PathBuf};

/// The repository's root folder: two up from this crate.
#[must_use]
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_path_buf()
}

/// Cargo's target folder, also where it was moved by `CARGO_TARGET_DIR`.
#[must_use]
pub fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(folder) if !folder.is_empty() => root().join(folder),
        _ => root().join("target"),
    }
}
