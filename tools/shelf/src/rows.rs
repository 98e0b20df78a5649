//! Rows of a log as they are counted, and those that could not be read.
//! A bad row is told with file, line and what was expected; the first few of them, for a log may hold a million.

use std::collections::HashMap;

use anyhow::{Result, bail};

/// Bad rows told one by one.
const TOLD: u64 = 10;

/// A product looked at or bought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// A hash of the visit, or of the order.
    pub visit: i64,
    /// Milliseconds since 1970; 0 where nothing tells, and below it how long before the latest, where only an order tells.
    pub at: i64,
    /// The number of the product; while a chunk is read, in its own list.
    pub item: u32,
    /// The number of the region, as above.
    pub region: u32,
}

/// What a part of a log says.
#[derive(Debug, Default)]
pub struct Chunk {
    /// In the order of the log.
    pub viewed: Vec<Row>,
    /// As above.
    pub bought: Vec<Row>,
    /// Names of products, by their numbers in this chunk.
    pub items: Local,
    /// Names of regions, as above.
    pub regions: Local,
    /// Lines that are none: number in the chunk, what was expected.
    pub bad: Vec<(u64, String)>,
    /// All lines.
    pub lines: u64,
    /// Lines that tell nothing of products.
    pub other: u64,
}

/// Names with numbers, of one chunk.
#[derive(Debug, Default)]
pub struct Local {
    numbers: HashMap<String, u32>,
    /// By number.
    pub names: Vec<String>,
}

impl Local {
    /// The number of a name.
    pub fn number(&mut self, name: &str) -> u32 {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let number = self.names.len() as u32;
        self.numbers.insert(name.to_owned(), number);
        self.names.push(name.to_owned());
        number
    }
}

/// Rows that could not be read.
#[derive(Debug, Default)]
pub struct Bad {
    /// Whether the first one ends the work.
    pub strict: bool,
    /// How many there were.
    pub count: u64,
}

impl Bad {
    /// A line of a file.
    pub fn line(&mut self, file: &str, line: u64, expected: &str) -> Result<()> {
        self.tell(&format!("{file}:{line}: expected {expected}"))
    }

    /// A row that has no line of its own.
    pub fn row(&mut self, file: &str, what: &str, number: u64, expected: &str) -> Result<()> {
        self.tell(&format!("{file}: {what} {number}: expected {expected}"))
    }

    fn tell(&mut self, message: &str) -> Result<()> {
        if self.strict {
            bail!("{message} (--strict stops at the first)");
        }
        self.count += 1;
        if self.count <= TOLD {
            eprintln!("{message}; skipped");
        } else if self.count == TOLD + 1 {
            eprintln!("more lines like these are skipped and counted");
        }
        Ok(())
    }
}
