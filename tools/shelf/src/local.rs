//! A shelf in a folder, read as a page reads it: the manifest, then only the files that the question needs.
//! Each question starts with nothing at hand, as a shopper's first page does.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use vitrin::core::json;
use vitrin::core::shelf::{Choice, Part, Question, Shelf, Table};
use vitrin::core::value::Value;

use crate::folder::MANIFEST;

/// Brotli as static hosts precompress.
const QUALITY: u32 = 11;

/// Bytes as they travel.
#[derive(Clone, Copy, Debug, Default)]
pub struct Load {
    /// Of neighbours and ids.
    pub table: usize,
    /// Of cards and lists.
    pub cards: usize,
    /// Files.
    pub files: usize,
}

/// A folder.
pub struct Local {
    folder: PathBuf,
    manifest: Value,
    texts: RefCell<BTreeMap<Part, (Option<String>, usize)>>,
}

/// The size in brotli of a quality.
pub fn brotli(text: &str, quality: u32) -> usize {
    let mut out = Vec::new();
    let params = brotli::enc::BrotliEncoderParams {
        quality: quality as i32,
        ..Default::default()
    };
    // Writing into memory does not fail.
    let _ = brotli::BrotliCompress(&mut text.as_bytes(), &mut out, &params);
    out.len()
}

impl Local {
    /// Opens a folder.
    pub fn open(folder: &Path) -> Result<Self> {
        let path = folder.join(MANIFEST);
        let text = fs::read_to_string(&path).with_context(|| {
            format!(
                "{}: expected what `vitrin-shelf build` writes",
                path.display()
            )
        })?;
        let manifest =
            json::read(&text).map_err(|_| anyhow!("{}: expected JSON", path.display()))?;
        Ok(Self {
            folder: folder.to_owned(),
            manifest,
            texts: RefCell::default(),
        })
    }

    /// Where a file is.
    pub fn path(&self, file: &str) -> PathBuf {
        self.folder.join(file)
    }

    /// The manifest.
    pub fn manifest(&self) -> &Value {
        &self.manifest
    }

    /// A page that has read the manifest only.
    pub fn page(&self) -> Result<Shelf> {
        Shelf::open(&self.manifest)
            .map_err(|warning| anyhow!("{}: {warning}", self.folder.display()))
    }

    /// Fetches files for a page.
    pub fn fetch(&self, shelf: &mut Shelf, parts: &[Part], load: &mut Load) {
        let mut texts = self.texts.borrow_mut();
        for part in parts {
            let (text, size) = texts.entry(*part).or_insert_with(|| {
                let text = fs::read_to_string(self.folder.join(shelf.file(*part))).ok();
                let size = text.as_deref().map_or(0, |text| brotli(text, QUALITY));
                (text, size)
            });
            load.files += 1;
            if matches!(part.kind(), "c" | "p") {
                load.cards += *size
            } else {
                load.table += *size
            }
            if let Some(warning) = shelf.feed(*part, text.clone()) {
                eprintln!("{}: {warning}", shelf.file(*part));
            }
        }
    }

    /// Ids for a visit, best first, and what they took; the question is the widget's, and what is popular fills up.
    pub fn rank(&self, visit: &[&str], top: usize) -> Result<(Vec<String>, Load)> {
        let mut shelf = self.page()?;
        let mut load = Load::default();
        let question = Question {
            visit,
            table: Table::Viewed,
            again: true,
            limit: top,
        };
        let mut choices = loop {
            let answer = shelf.answer(&question);
            if answer.missing.is_empty() {
                break answer.choices;
            }
            self.fetch(&mut shelf, &answer.missing, &mut load);
        };
        if choices.len() < top {
            let name = if shelf.has(Table::Viewed) {
                "viewed"
            } else {
                "sold"
            };
            let mut popular = shelf.list(name, "");
            if !popular.1.is_empty() {
                self.fetch(&mut shelf, &popular.1, &mut load);
                popular = shelf.list(name, "");
            }
            choices.extend(popular.0.into_iter().take(2 * top));
        }
        let ids = self.ids(&mut shelf, &choices, visit, top, &mut load);
        Ok((ids, load))
    }

    fn ids(
        &self,
        shelf: &mut Shelf,
        choices: &[Choice],
        visit: &[&str],
        top: usize,
        load: &mut Load,
    ) -> Vec<String> {
        let (_, missing) = shelf.cards(choices.get(..choices.len().min(top)).unwrap_or(choices));
        self.fetch(shelf, &missing, load);
        let (_, missing) = shelf.cards(choices);
        self.fetch(shelf, &missing, &mut Load::default());
        let mut ids: Vec<String> = Vec::new();
        for (at, card) in shelf.cards(choices).0.iter().enumerate() {
            let Some(id) = card.get("id").scalar() else {
                continue;
            };
            let popular = choices.get(at).is_some_and(|choice| choice.score == 0);
            let known = popular && visit.contains(&id.as_str()) || ids.contains(&id);
            // In a line of ids an id with a blank in it would be two, and one with a line's end a line.
            let is_one = !id.contains(char::is_whitespace);
            if is_one && !known && ids.len() < top {
                ids.push(id);
            }
        }
        ids
    }

    /// Bytes of all files of some kinds, as they travel, and how many files.
    pub fn weigh(&self, kinds: &str) -> Result<(usize, usize)> {
        let build = self.manifest.get("build").text().unwrap_or("").to_owned();
        let mut sum = (0, 0);
        for entry in fs::read_dir(&self.folder)? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            let kind = name
                .strip_prefix(build.as_str())
                .and_then(|rest| rest.strip_prefix('-'));
            if kind.is_some_and(|rest| rest.starts_with(|letter| kinds.contains(letter))) {
                sum.0 += brotli(&fs::read_to_string(self.folder.join(&name))?, QUALITY);
                sum.1 += 1;
            }
        }
        Ok(sum)
    }
}
