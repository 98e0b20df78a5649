//! Every piece of code in the documentation, the README and the guides. What is shown is tried: `tests/fences.rs` here, `tests/e2e/tests/docs.rs` in
//! browsers, `tests/types/docs.test.mjs` by TypeScript.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

/// Guides outside `tools/docs/pages`.
const GUIDES: [&str; 5] = [
    "README.md",
    "CONTRIBUTING.md",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "tools/shelf/README.md",
];

/// A piece of code between fences.
#[derive(Clone, Debug)]
pub struct Fence {
    /// Where it stands, as `README.md:29`.
    pub at: String,
    /// What is said after the fence; empty when nothing is.
    pub language: String,
    /// The code, without the indent of the list that it stands in.
    pub text: String,
}

/// The repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The Markdown files that people read, by their paths, with their texts.
pub fn guides() -> Result<Vec<(String, String)>> {
    let mut paths: Vec<String> = GUIDES.map(str::to_owned).into();
    for folder in ["tools/docs/pages", "docs"] {
        for entry in std::fs::read_dir(root().join(folder))? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            paths.push(format!("{folder}/{name}"));
        }
    }
    paths.sort();
    paths
        .into_iter()
        .map(|path| {
            let text = std::fs::read_to_string(root().join(&path))
                .with_context(|| format!("cannot read {path}"))?;
            Ok((path, text))
        })
        .collect()
}

/// All of them, in the order of their files.
pub fn all() -> Result<Vec<Fence>> {
    let mut all = Vec::new();
    for (path, text) in guides()? {
        all.extend(of(&path, &text));
    }
    Ok(all)
}

/// Those of one text.
#[must_use]
pub fn of(path: &str, markdown: &str) -> Vec<Fence> {
    let mut found: Vec<Fence> = Vec::new();
    let mut inside = false;
    for (event, range) in Parser::new_ext(markdown, Options::all()).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                inside = true;
                let line = markdown[..range.start].matches('\n').count() + 1;
                found.push(Fence {
                    at: format!("{path}:{line}"),
                    language: match kind {
                        CodeBlockKind::Fenced(language) => language.to_string(),
                        CodeBlockKind::Indented => String::new(),
                    },
                    text: String::new(),
                });
            }
            Event::End(TagEnd::CodeBlock) => inside = false,
            Event::Text(text) if inside => {
                if let Some(last) = found.last_mut() {
                    last.text += &text;
                }
            }
            _ => {}
        }
    }
    found
}
