//! Where a feed, a log or a table of orders is read from: files by a pattern, or an address. What comes gzipped is unpacked,
//! and Parquet is known by its first letters, so that no name has to tell.

use std::fs::{self, File};
use std::io::{self, Cursor, Read, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use flate2::read::MultiGzDecoder;
use indicatif::ProgressBar;

use crate::remote::{self, Remote};

/// How a file begins that is packed or no text.
const GZIP: &[u8] = &[0x1f, 0x8b];
const PARQUET: &[u8] = b"PAR1";
/// And what is neither of those that are read, with its name.
const OTHERS: [(&[u8], &str); 6] = [
    (&[0x28, 0xb5, 0x2f, 0xfd], "zstd"),
    (b"PK\x03\x04", "zip (a workbook is one too: save it as CSV)"),
    (b"BZh", "bzip2"),
    (&[0xfd, b'7', b'z', b'X'], "xz"),
    (&[0xff, 0xfe], "UTF-16: save it as UTF-8"),
    (&[0xfe, 0xff], "UTF-16: save it as UTF-8"),
];
/// What a byte holds of lines, by the ending of the name: how many buckets a log is laid into is decided before it is read,
/// and one too many costs nothing.
const HOLDS: [(&str, u64); 2] = [(".gz", 16), (".parquet", 32)];

/// Something to read.
pub struct Source {
    /// As messages call it.
    pub name: String,
    place: Place,
    size: u64,
}

enum Place {
    File(PathBuf),
    Remote(Remote),
}

/// What is in it.
pub enum Content {
    /// Text.
    Text(Box<dyn Read + Send>),
    /// Parquet, on this machine, for it is read from its end.
    Parquet(File),
}

impl Source {
    /// Files by a pattern, or what an address names, in the order of their names.
    pub fn find(pattern: &str) -> Result<Vec<Self>> {
        if pattern.contains("://") {
            let found = remote::find(pattern)?
                .into_iter()
                .map(|(remote, size)| Self {
                    name: remote.name(),
                    place: Place::Remote(remote),
                    size,
                });
            return Ok(found.collect());
        }
        let mut paths: Vec<PathBuf> = glob::glob(pattern)
            .with_context(|| format!("`{pattern}` is no pattern of files"))?
            .collect::<Result<_, _>>()?;
        paths.sort();
        if paths.is_empty() {
            bail!("{pattern}: no such file");
        }
        let mut found = Vec::new();
        for path in paths {
            let data = fs::metadata(&path).with_context(|| format!("{}", path.display()))?;
            if data.is_dir() {
                let name = path.display();
                bail!("{name} is a folder: expected files, such as '{name}/*'");
            }
            found.push(Self {
                name: path.display().to_string(),
                size: data.len(),
                place: Place::File(path),
            });
        }
        Ok(found)
    }

    /// The only one of a pattern.
    pub fn one(pattern: &str) -> Result<Self> {
        let mut found = Self::find(pattern)?;
        match (found.pop(), found.len()) {
            (Some(one), 0) => Ok(one),
            _ => bail!("{pattern}: expected one file"),
        }
    }

    /// How many bytes travel.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// About how many bytes of lines are in it.
    pub fn holds(&self) -> u64 {
        let known = HOLDS.iter().find(|(end, _)| self.name.ends_with(end));
        self.size * known.map_or(1, |(_, times)| *times)
    }

    /// Begins to read, and tells the bar how far; Parquet from elsewhere is laid into a folder first.
    pub fn open(&self, scratch: &Path, bar: &ProgressBar) -> Result<Content> {
        let failed = || self.name.clone();
        let raw: Box<dyn Read + Send> = match &self.place {
            Place::File(path) => Box::new(File::open(path).with_context(failed)?),
            Place::Remote(remote) => Box::new(remote.read()?),
        };
        let mut raw = bar.wrap_read(raw);
        let mut head = Vec::new();
        let longest = PARQUET.len() as u64;
        raw.by_ref()
            .take(longest)
            .read_to_end(&mut head)
            .with_context(failed)?;
        if head == PARQUET {
            if let Place::File(path) = &self.place {
                return Ok(Content::Parquet(File::open(path).with_context(failed)?));
            }
            let mut here = tempfile::tempfile_in(scratch)?;
            here.write_all(&head)?;
            io::copy(&mut raw, &mut here).with_context(failed)?;
            return Ok(Content::Parquet(here));
        }
        if let Some((_, what)) = OTHERS.iter().find(|(first, _)| head.starts_with(first)) {
            bail!("{}: expected text, gzip or Parquet, not {what}", self.name);
        }
        let packed = head.starts_with(GZIP);
        let whole = Cursor::new(head).chain(raw);
        Ok(Content::Text(match packed {
            true => Box::new(MultiGzDecoder::new(whole)),
            false => Box::new(whole),
        }))
    }

    /// The text of it, to be read as a stream.
    pub fn text(&self) -> Result<Box<dyn Read + Send>> {
        match self.open(Path::new("."), &ProgressBar::hidden())? {
            Content::Text(text) => Ok(text),
            Content::Parquet(_) => bail!("{}: expected text, not Parquet", self.name),
        }
    }
}
