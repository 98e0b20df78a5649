//! The files of a shelf: their names, and their reading, which checks all of a file before anything of it is used.
//! Adding a kind of file starts here.

use super::Shelf;
use super::code::{PRINT, Reader, seal};
use crate::core::json;
use crate::core::text;
use crate::core::text::concat;
use crate::core::value::Value;

/// Edges of one product: more is not what the builder writes.
const MAX_EDGES: u32 = 256;
/// The low bits of a number in a row are the weight, a power of two.
pub(super) const WEIGHT_BITS: u32 = 3;

/// What a table of neighbours was counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Table {
    /// Looked at in one visit.
    Viewed,
    /// Bought in one order.
    Bought,
    /// Alike by the feed.
    Alike,
    /// Alike by the feed, and too new to be in the log.
    New,
}

impl Table {
    /// Every table.
    pub const ALL: [Self; 4] = [Self::Viewed, Self::Bought, Self::Alike, Self::New];
    const NAMES: [&str; 4] = ["viewed", "bought", "alike", "new"];

    /// Its name in the manifest.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }
}

/// A file of a shelf: a kind, and a number within it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Part(u32);

/// Below it stands the number.
const KIND: u32 = 24;
const IDS: u32 = 4;
const CARDS: u32 = 5;
/// The letter of each kind in the names of files: the tables, ids, cards, lists.
const LETTERS: [&str; 7] = ["v", "b", "a", "n", "i", "c", "p"];

impl Part {
    /// What is popular and new.
    pub const LISTS: Self = Self(6 << KIND);

    /// Rows of a table.
    #[must_use]
    pub const fn rows(table: Table, number: u32) -> Self {
        Self((table as u32) << KIND | number)
    }

    /// A piece of the directory of ids.
    #[must_use]
    pub const fn ids(number: u32) -> Self {
        Self(IDS << KIND | number)
    }

    /// Rows of the feed.
    #[must_use]
    pub const fn cards(number: u32) -> Self {
        Self(CARDS << KIND | number)
    }

    /// The name, without the ending.
    #[must_use]
    pub fn name(self, build: &str) -> String {
        let kind = LETTERS.get((self.0 >> KIND) as usize).unwrap_or(&"");
        let number = text::digits(u64::from(self.number()));
        concat(&[build, "-", kind, &number])
    }

    /// The letter of its kind.
    #[must_use]
    pub fn kind(self) -> &'static str {
        LETTERS.get((self.0 >> KIND) as usize).unwrap_or(&"")
    }

    const fn number(self) -> u32 {
        self.0 & ((1 << KIND) - 1)
    }
}

/// A file that has come, or is known not to come.
#[derive(Clone, Debug)]
pub(super) struct Held {
    pub(super) part: Part,
    /// Numbers, for tables and ids.
    text: String,
    /// Where each row begins.
    starts: Vec<u32>,
    /// The tree, for cards and lists.
    pub(super) value: Value,
}

impl Held {
    pub(super) const fn lacking(part: Part) -> Self {
        Self {
            part,
            text: String::new(),
            starts: Vec::new(),
            value: Value::NULL,
        }
    }

    pub(super) fn is_lacking(&self) -> bool {
        self.text.is_empty() && self.value.is_null()
    }

    /// Reads a file; `None` when any of it is not as the builder writes it.
    #[inline(never)]
    pub(super) fn read(shelf: &Shelf, part: Part, text: String) -> Option<Self> {
        let start = text::find(&text, "\n")? + 1;
        let body = text.get(start..)?;
        if text.get(..start)? != seal(&part.name(&shelf.build), body) {
            return None;
        }
        let mut held = Self::lacking(part);
        let kind = part.0 >> KIND;
        if kind > IDS {
            held.value = json::read(body).ok()?;
            return Some(held);
        }
        let mut reader = Reader {
            bytes: text.as_bytes(),
            at: start,
        };
        if kind == IDS {
            held.starts.push(start as u32);
            let mut print = 0;
            while reader.at < text.len() {
                print += reader.number()?;
                if print > PRINT || reader.number()? >= shelf.products {
                    return None;
                }
            }
        } else {
            let first = part.number().checked_mul(shelf.row_size)?;
            let last = shelf.products.min(first.checked_add(shelf.row_size)?);
            for product in first..last {
                held.starts.push(reader.at as u32);
                let mut row = Row::begin(reader, product)?;
                if row.left > MAX_EDGES {
                    return None;
                }
                while row.left > 0 {
                    let (other, _) = row.next()?;
                    if other >= shelf.products {
                        return None;
                    }
                }
                reader = row.reader;
            }
            if reader.at != text.len() {
                return None;
            }
        }
        held.text = text;
        Some(held)
    }

    /// The product of a fingerprint, in a piece of the directory.
    pub(super) fn find(&self, wanted: u32) -> Option<u32> {
        let mut reader = self.reader(0)?;
        let mut print = 0;
        loop {
            print += reader.number()?;
            let product = reader.number()?;
            if print == wanted {
                return Some(product);
            }
        }
    }

    /// The neighbours of a product.
    pub(super) fn row(&self, product: u32, row_size: u32) -> Option<Row<'_>> {
        Row::begin(self.reader(product % row_size)?, product)
    }

    fn reader(&self, row: u32) -> Option<Reader<'_>> {
        Some(Reader {
            bytes: self.text.as_bytes(),
            at: *self.starts.get(row as usize)? as usize,
        })
    }
}

/// The neighbours of a product, in the order of their numbers.
pub(super) struct Row<'a> {
    reader: Reader<'a>,
    pub(super) left: u32,
    last: u32,
    /// The first neighbour may stand before the product, so its gap carries a sign.
    first: bool,
}

impl<'a> Row<'a> {
    fn begin(mut reader: Reader<'a>, product: u32) -> Option<Self> {
        let left = reader.number()?;
        Some(Self {
            reader,
            left,
            last: product,
            first: true,
        })
    }

    /// The next neighbour and its weight, as a power of two.
    pub(super) fn next(&mut self) -> Option<(u32, u32)> {
        self.left = self.left.checked_sub(1)?;
        let number = self.reader.number()?;
        let gap = number >> WEIGHT_BITS;
        self.last = match (self.first, gap & 1) {
            (true, 1) => self.last.checked_sub((gap >> 1) + 1)?,
            (true, _) => self.last + (gap >> 1),
            (false, _) => self.last + 1 + gap,
        };
        self.first = false;
        Some((self.last, number & ((1 << WEIGHT_BITS) - 1)))
    }
}

/// Writes the neighbours of a product, given in the order of their numbers, with weights below 8.
pub fn write_row(product: u32, neighbours: &[(u32, u32)], out: &mut String) {
    super::code::write(neighbours.len() as u32, out);
    let mut last = None;
    for (other, weight) in neighbours {
        let gap = match last {
            None if *other < product => (product - other - 1) << 1 | 1,
            None => (other - product) << 1,
            Some(last) => other - last - 1,
        };
        super::code::write(gap << WEIGHT_BITS | weight, out);
        last = Some(*other);
    }
}
