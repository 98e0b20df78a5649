//! The log on its way to the counting: read in chunks on all cores, numbered in order, and laid down as Parquet in buckets of whole visits,
//! so that a bucket fits into memory however long the log is.

use std::collections::VecDeque;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::sync_channel;
use std::thread;

use anyhow::{Context, Result, anyhow};
use datafusion::arrow::array::{ArrayRef, Int32Array, Int64Array};
use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::parquet::arrow::ArrowWriter;
use datafusion::parquet::file::properties::WriterProperties;
use indicatif::{ProgressBar, ProgressStyle};

use crate::pieces::pieces;
use crate::rows::{Bad, Chunk, Row};
use crate::shop::Shop;
use crate::source::Source;

/// Bytes of log for each bucket: its rows and their pairs stay within a gigabyte.
const BUCKET: u64 = 1 << 30;
/// Rows gathered before they are written.
const GATHERED: usize = 1 << 17;

/// What was laid down.
pub struct Spool {
    /// Where.
    pub folder: PathBuf,
    /// How many buckets of visits.
    pub buckets: usize,
    /// Rows of products looked at.
    pub viewed: u64,
    /// Rows of products bought.
    pub bought: u64,
    /// The latest moment, in milliseconds since 1970.
    pub latest: i64,
    /// The earliest.
    pub earliest: i64,
}

/// The name of the file of a bucket: `viewed` or `bought`.
pub fn file(folder: &Path, what: &str, bucket: usize) -> PathBuf {
    folder.join(format!("{what}-{bucket}.parquet"))
}

/// Rows on their way to the files of one kind.
struct Lane {
    what: &'static str,
    schema: SchemaRef,
    open: Vec<ArrowWriter<File>>,
    waiting: Vec<Vec<(Row, i64)>>,
    rows: i64,
}

impl Lane {
    fn new(what: &'static str, folder: &Path, buckets: usize) -> Result<Self> {
        let schema = Arc::new(Schema::new(vec![
            Field::new("visit", DataType::Int64, false),
            Field::new("at", DataType::Int64, false),
            Field::new("seq", DataType::Int64, false),
            Field::new("item", DataType::Int32, false),
            Field::new("region", DataType::Int32, false),
        ]));
        let mut open = Vec::new();
        for bucket in 0..buckets {
            let properties = WriterProperties::builder()
                .set_max_row_group_row_count(Some(GATHERED))
                // Hardly a visit, moment or place is twice in a group: a dictionary of them is work for nothing.
                .set_dictionary_enabled(false)
                .set_column_dictionary_enabled("item".into(), true)
                .set_column_dictionary_enabled("region".into(), true)
                .build();
            let file = File::create(file(folder, what, bucket))?;
            open.push(ArrowWriter::try_new(
                file,
                Arc::clone(&schema),
                Some(properties),
            )?);
        }
        let waiting = vec![Vec::new(); buckets];
        Ok(Self {
            what,
            schema,
            open,
            waiting,
            rows: 0,
        })
    }

    fn push(&mut self, row: Row) -> Result<()> {
        let bucket = row.visit.rem_euclid(self.open.len() as i64) as usize;
        let seq = self.rows;
        self.rows += 1;
        if let Some(waiting) = self.waiting.get_mut(bucket) {
            waiting.push((row, seq));
            if waiting.len() >= GATHERED {
                self.flush(bucket)?;
            }
        }
        Ok(())
    }

    fn flush(&mut self, bucket: usize) -> Result<()> {
        let (Some(waiting), Some(writer)) =
            (self.waiting.get_mut(bucket), self.open.get_mut(bucket))
        else {
            return Ok(());
        };
        let long = |of: fn(&(Row, i64)) -> i64| -> ArrayRef {
            Arc::new(waiting.iter().map(of).collect::<Int64Array>())
        };
        let short = |of: fn(&(Row, i64)) -> i32| -> ArrayRef {
            Arc::new(waiting.iter().map(of).collect::<Int32Array>())
        };
        let columns = vec![
            long(|(row, _)| row.visit),
            long(|(row, _)| row.at),
            long(|(_, seq)| *seq),
            short(|(row, _)| row.item as i32),
            short(|(row, _)| row.region as i32),
        ];
        writer.write(&RecordBatch::try_new(Arc::clone(&self.schema), columns)?)?;
        waiting.clear();
        Ok(())
    }

    fn close(mut self) -> Result<u64> {
        for bucket in 0..self.open.len() {
            self.flush(bucket)?;
        }
        for writer in self.open {
            writer
                .close()
                .with_context(|| format!("writing what was {}", self.what))?;
        }
        Ok(self.rows as u64)
    }
}

/// Lays down logs and orders.
pub struct Spooling<'a> {
    shop: &'a mut Shop,
    bad: &'a mut Bad,
    folder: PathBuf,
    viewed: Lane,
    bought: Lane,
    span: Option<(i64, i64)>,
    /// Lines read.
    pub lines: u64,
    /// Events that tell nothing of products.
    pub other: u64,
}

impl<'a> Spooling<'a> {
    /// Into a folder, for logs of so many bytes together.
    pub fn new(folder: &Path, bytes: u64, shop: &'a mut Shop, bad: &'a mut Bad) -> Result<Self> {
        let buckets = (bytes / BUCKET + 1) as usize;
        Ok(Self {
            shop,
            bad,
            folder: folder.to_owned(),
            viewed: Lane::new("viewed", folder, buckets)?,
            bought: Lane::new("bought", folder, buckets)?,
            span: None,
            lines: 0,
            other: 0,
        })
    }

    /// Takes in a log of events: one thread reads, as many as there are cores understand, and all is numbered in order.
    pub fn log(&mut self, source: &Source) -> Result<()> {
        let name = source.name.as_str();
        let bar = ProgressBar::new(source.size()).with_style(ProgressStyle::with_template(
            "reading {msg} {bar:30} {bytes}/{total_bytes} {eta}",
        )?);
        bar.set_message(name.to_owned());
        let pieces = source
            .open(&self.folder, &bar)
            .and_then(|content| pieces(content).with_context(|| name.to_owned()))?;
        let cores = thread::available_parallelism().map_or(1, usize::from);
        thread::scope(|scope| {
            let (send, receive) = sync_channel(cores);
            scope.spawn(move || {
                for piece in pieces {
                    // Nobody listens after the first bad line of a strict build.
                    if send.send(piece).is_err() {
                        break;
                    }
                }
            });
            let mut running = VecDeque::new();
            // Numbered by its line before it is read, for a line's number may name a visit.
            let mut first = 1;
            let mut more = true;
            while more || !running.is_empty() {
                match receive.recv() {
                    Ok(piece) => {
                        let piece = piece.with_context(|| name.to_owned())?;
                        let at = first;
                        first += piece.count();
                        running.push_back(scope.spawn(move || piece.read(name, at)));
                    }
                    Err(_) => more = false,
                }
                if running.len() < cores && more {
                    continue;
                }
                if let Some(thread) = running.pop_front() {
                    let chunk = thread
                        .join()
                        .map_err(|_| anyhow!("{name}: reading it failed"))??;
                    self.take(name, chunk)?;
                }
            }
            Ok::<(), anyhow::Error>(())
        })?;
        bar.finish_and_clear();
        Ok(())
    }

    /// Takes in a table of orders.
    pub fn orders(&mut self, source: &Source) -> Result<()> {
        let chunk = crate::orders::read(source, self.bad)?;
        self.take(&source.name, chunk)
    }

    /// Takes in what a chunk says, with its names as the shop's numbers.
    pub fn take(&mut self, file: &str, chunk: Chunk) -> Result<()> {
        for (line, expected) in &chunk.bad {
            self.bad.line(file, *line, expected)?;
        }
        self.lines += chunk.lines;
        self.other += chunk.other;
        let items: Vec<Option<u32>> = chunk
            .items
            .names
            .iter()
            .map(|name| self.shop.number(name))
            .collect();
        let regions: Vec<u32> = chunk
            .regions
            .names
            .iter()
            .map(|name| self.shop.regions.number(name))
            .collect();
        for (rows, lane) in [
            (chunk.viewed, &mut self.viewed),
            (chunk.bought, &mut self.bought),
        ] {
            for mut row in rows {
                let Some(item) = items.get(row.item as usize).copied().flatten() else {
                    self.shop.gone += 1;
                    continue;
                };
                row.item = item;
                row.region = regions.get(row.region as usize).copied().unwrap_or(0);
                // Orders need no date.
                if row.at > 0 {
                    let (first, last) = self.span.unwrap_or((row.at, row.at));
                    self.span = Some((first.min(row.at), last.max(row.at)));
                }
                lane.push(row)?;
            }
        }
        Ok(())
    }

    /// Closes the files.
    pub fn finish(self) -> Result<Spool> {
        let buckets = self.viewed.open.len();
        let (earliest, latest) = self.span.unwrap_or((0, 0));
        Ok(Spool {
            folder: self.folder,
            buckets,
            viewed: self.viewed.close()?,
            bought: self.bought.close()?,
            latest,
            earliest,
        })
    }
}
