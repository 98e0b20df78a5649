//! A log cut into pieces of whole events, so that all cores read at once: lines of text, or rows of Parquet, which are read as the lines they would be.

use std::fs::File;
use std::io::Read;

use anyhow::{Context, Result, bail};
use datafusion::arrow::json::LineDelimitedWriter;
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::parquet::arrow::ProjectionMask;
use datafusion::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use crate::events;
use crate::rows::Chunk;
use crate::source::Content;

/// Bytes of text in a piece: enough to keep a core busy, little beside what counting takes.
const CHUNK: usize = 4 << 20;
/// A line of more bytes is no event and no envelope: some other JSON, that would fill the memory.
const LONGEST: usize = 64 << 20;
/// Rows of Parquet in a piece: about as much.
const ROWS: usize = 1 << 15;

/// A part of a log.
pub enum Piece {
    /// Lines.
    Lines(Vec<u8>),
    /// Rows.
    Rows(RecordBatch),
}

impl Piece {
    /// How many lines it has.
    pub fn count(&self) -> u64 {
        match self {
            Self::Lines(text) => text.iter().filter(|byte| **byte == b'\n').count() as u64,
            Self::Rows(rows) => rows.num_rows() as u64,
        }
    }

    /// Reads it; `first` is the number of its first line.
    pub fn read(self, file: &str, first: u64) -> Result<Chunk> {
        let text = match self {
            Self::Lines(text) => text,
            Self::Rows(rows) => {
                let mut writer = LineDelimitedWriter::new(Vec::new());
                writer
                    .write(&rows)
                    .with_context(|| format!("{file}: columns that are no JSON"))?;
                writer.finish()?;
                writer.into_inner()
            }
        };
        Ok(events::read(&String::from_utf8_lossy(&text), file, first))
    }
}

struct Lines {
    input: Box<dyn Read + Send>,
    rest: Vec<u8>,
    ended: bool,
}

impl Lines {
    fn piece(&mut self) -> Result<Vec<u8>> {
        loop {
            let before = self.rest.len();
            let got = self
                .input
                .by_ref()
                .take(CHUNK as u64)
                .read_to_end(&mut self.rest)?;
            self.ended = got == 0;
            let end = match self.rest[before..].iter().rposition(|byte| *byte == b'\n') {
                Some(at) => before + at + 1,
                None if self.ended => self.rest.len(),
                None if self.rest.len() > LONGEST => {
                    bail!(
                        "expected an event or an envelope a line, not a line of more than {LONGEST} bytes"
                    )
                }
                None => continue,
            };
            let left = self.rest.split_off(end);
            return Ok(std::mem::replace(&mut self.rest, left));
        }
    }
}

impl Iterator for Lines {
    type Item = Result<Piece>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let piece = self.piece();
        self.ended |= piece.is_err();
        Some(piece.map(Piece::Lines))
    }
}

fn rows(file: File) -> Result<impl Iterator<Item = Result<Piece>> + Send> {
    let builder = ParquetRecordBatchReaderBuilder::try_new(file)?;
    let names: Vec<String> = builder
        .schema()
        .fields()
        .iter()
        .map(|field| field.name().clone())
        .collect();
    let wanted = |name: &String| events::FIELDS.contains(&name.as_str());
    let has = |name: &str| names.iter().any(|other| other == name);
    if !has("name") && !has("events") {
        bail!(
            "expected columns as the fields of an event ({}), or `events`; it has {}",
            events::FIELDS.join(", "),
            names.join(", ")
        );
    }
    let kept = (0..names.len()).filter(|at| wanted(&names[*at]));
    let mask = ProjectionMask::roots(builder.parquet_schema(), kept);
    let reader = builder
        .with_projection(mask)
        .with_batch_size(ROWS)
        .build()?;
    Ok(reader.map(|batch| Ok(Piece::Rows(batch?))))
}

/// The pieces of a log, in order.
pub fn pieces(content: Content) -> Result<Box<dyn Iterator<Item = Result<Piece>> + Send>> {
    Ok(match content {
        Content::Text(input) => Box::new(Lines {
            input,
            rest: Vec::new(),
            ended: false,
        }),
        Content::Parquet(file) => Box::new(rows(file)?),
    })
}
