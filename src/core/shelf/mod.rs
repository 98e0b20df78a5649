//! The shelf: what a shop's visits and orders say of its products, in static files of which a page loads the few it needs.
//! [`Shelf`] says which and reads them, [`Shelf::answer`] recommends; `tools/shelf` writes them and ranks by this very code.

mod answer;
pub mod code;
mod parts;

pub use answer::{Answer, Choice, Question, Why};
pub use parts::{Part, Table, write_row};

use super::value::Value;
use crate::core::text::concat;
use parts::Held;

/// The form of the files that this code reads.
pub const VERSION: u64 = 1;
/// What a browser can score without being felt: an array of so many numbers.
pub const MAX_PRODUCTS: u32 = 200_000;
/// Files of one kind: a manifest that asks for more is not ours.
const MAX_FILES: u32 = 20_000;

/// An opened shelf: the manifest, and the files that have come so far.
///
/// ```text
/// let mut shelf = Shelf::open(&manifest)?;              // shelf.json
/// loop {
///     let answer = shelf.answer(&question);             // usable at any time: what the files at hand say
///     if answer.missing.is_empty() { break }            // the same files always give the same answer, to the bit
///     for part in answer.missing {                      // a few files; what is held is never asked for again
///         let text = fetch(shelf.file(part));           // relative to the manifest; None when it cannot be had
///         warn(shelf.feed(part, text));                 // at most one warning in the life of a shelf
///     }
/// }
/// let (cards, missing) = shelf.cards(&answer.choices);  // the same dance for what is shown: rows of a feed, for `Product::read`
/// let (sold, missing) = shelf.list("sold", region);     // and for best-sellers, trending, new
/// ```
///
/// A page should ask for twice the cards it shows, for some will be sold out or shown already. Files are text: `fetch(…).text()`.
/// A file that is damaged, or of another build than the manifest, closes the shelf: no answer, nothing missing, one warning.
#[derive(Clone, Debug)]
pub struct Shelf {
    build: String,
    latest: u64,
    products: u32,
    pieces: u32,
    row_size: u32,
    card_size: u32,
    tables: Vec<(Table, Tuning)>,
    held: Vec<Held>,
    closed: bool,
}

/// How a table is used; chosen by the builder on the last tenth of what it learned from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tuning {
    /// What is left of the weight of a product for each that was looked at later, of 256.
    pub decay: u32,
    /// What a step further from the visit is worth, of 256.
    pub hop: u32,
    /// What having been looked at before is worth, of 2^20.
    pub again: u32,
    /// What likeness adds to what others did, of 256.
    pub alike: u32,
    /// Of 16 places, how many are kept for products too new for the log.
    pub fresh: u32,
}

/// The fields of [`Tuning`], in order, as the manifest names them.
pub const TUNING: [&str; 5] = ["decay", "hop", "again", "alike", "fresh"];

impl Tuning {
    fn read(value: &Value) -> Self {
        let mut numbers = [0; 5];
        for (at, name) in TUNING.iter().enumerate() {
            // More would overflow; the builder writes less.
            numbers[at] = value.get(name).count().unwrap_or(0).min(1 << 20) as u32;
        }
        let [decay, hop, again, alike, fresh] = numbers;
        Self {
            decay: decay.min(256),
            hop: hop.min(256),
            again,
            alike: alike.min(256),
            fresh: fresh.min(16),
        }
    }
}

const NOT_A_SHELF: &str = "The shelf cannot be used: its manifest is not what `vitrin-shelf build` writes, or of another version of it.";
const DAMAGED: &str = "The shelf is not used: a file of it is damaged or of another build. Upload the whole folder, `shelf.json` last.";
const LACKING: &str =
    "A file of the shelf could not be loaded: recommendations do without what it holds.";

impl Shelf {
    /// Reads a manifest; the error is a warning for the shop.
    ///
    /// # Errors
    /// When it is none, or of a version that this code does not read.
    pub fn open(manifest: &Value) -> Result<Self, &'static str> {
        let number = |name: &str| manifest.get(name).count().unwrap_or(0);
        let mut shelf = Self {
            build: manifest.get("build").text().unwrap_or("").to_owned(),
            latest: number("latest"),
            products: number("products").min(1 << 30) as u32,
            pieces: number("pieces").min(1 << 30) as u32,
            row_size: number("rows").min(1 << 30) as u32,
            card_size: number("cards").min(1 << 30) as u32,
            tables: Vec::new(),
            held: Vec::new(),
            closed: false,
        };
        let tables = manifest.get("tables");
        for &table in &Table::ALL {
            let tuning = tables.get(table.name());
            if tuning.is_map() {
                shelf.tables.push((table, Tuning::read(tuning)));
            }
        }
        let most = shelf.products.div_ceil(shelf.row_size.max(1));
        let cards = shelf.products.div_ceil(shelf.card_size.max(1));
        let whole = number("vitrin_shelf") == VERSION
            && is_name(&shelf.build)
            && shelf.products > 0
            && shelf.products <= MAX_PRODUCTS
            && shelf.pieces > 0
            && shelf.row_size > 0
            && shelf.card_size > 0
            && most.max(cards).max(shelf.pieces) <= MAX_FILES;
        whole.then_some(shelf).ok_or(NOT_A_SHELF)
    }

    /// The name of a file, beside the manifest.
    #[must_use]
    pub fn file(&self, part: Part) -> String {
        concat(&[&part.name(&self.build), ".txt"])
    }

    /// Takes in a file, or that it cannot be had; tells what to warn of, once.
    pub fn feed(&mut self, part: Part, text: Option<String>) -> Option<&'static str> {
        if self.closed || self.held(part).is_some() {
            return None;
        }
        let lacks = self.held.iter().any(Held::is_lacking);
        let held = match text {
            Some(text) => Held::read(self, part, text),
            None => Some(Held::lacking(part)),
        };
        let Some(held) = held else {
            self.closed = true;
            self.held.clear();
            return (!lacks).then_some(DAMAGED);
        };
        let warning = (held.is_lacking() && !lacks).then_some(LACKING);
        let at = self.held.partition_point(|other| other.part < part);
        self.held.insert(at, held);
        warning
    }

    /// A product by its id, as a choice, and the file to get.
    #[must_use]
    pub fn find(&self, id: &str) -> (Option<Choice>, Vec<Part>) {
        let mut missing = Vec::new();
        let (piece, print) = code::place(id, self.pieces);
        let part = Part::ids(piece);
        let product = match self.held(part) {
            Some(held) => held.find(print),
            None => {
                self.want(part, &mut missing);
                None
            }
        };
        let choice = product.map(|product| Choice {
            product,
            score: 0,
            why: Why::Popular,
            of: 0,
        });
        (choice, missing)
    }

    /// When the last of what it was made of happened, in milliseconds since 1970; 0 when nothing says.
    #[must_use]
    pub fn latest(&self) -> u64 {
        self.latest
    }

    /// Whether recommendations of this sort can be made from it.
    #[must_use]
    pub fn has(&self, table: Table) -> bool {
        !self.closed && self.tuning(table).is_some()
    }

    /// Rows of the feed for products that were chosen, `NULL` for those that have not come, and the files to get.
    #[must_use]
    pub fn cards(&self, choices: &[Choice]) -> (Vec<&Value>, Vec<Part>) {
        let mut cards = Vec::new();
        let mut missing = Vec::new();
        for choice in choices {
            let part = Part::cards(choice.product / self.card_size);
            let row = choice.product % self.card_size;
            let rows = self.value(part, &mut missing);
            cards.push(rows.items().get(row as usize).unwrap_or(&Value::NULL));
        }
        (cards, missing)
    }

    /// A list of products, best first, as choices: `viewed`, `sold`, `trending` or `new`; of a region when it is told and listed.
    #[must_use]
    pub fn list(&self, name: &str, region: &str) -> (Vec<Choice>, Vec<Part>) {
        let mut missing = Vec::new();
        let lists = self.value(Part::LISTS, &mut missing);
        let mut list = lists.get("regions").get(region).get(name);
        if list.is_null() {
            list = lists.get(name);
        }
        let mut choices = Vec::new();
        for number in list.items() {
            if let Some(product) = number.count()
                && product < u64::from(self.products)
            {
                choices.push(Choice {
                    product: product as u32,
                    score: 0,
                    why: Why::Popular,
                    of: 0,
                });
            }
        }
        (choices, missing)
    }

    fn tuning(&self, table: Table) -> Option<Tuning> {
        for (known, tuning) in &self.tables {
            if *known == table {
                return Some(*tuning);
            }
        }
        None
    }

    /// A file at hand.
    fn held(&self, part: Part) -> Option<&Held> {
        // Asked for every row that an answer reads: looking through all of a large shelf's files takes five times as long as the answer.
        let at = self.held.partition_point(|held| held.part < part);
        self.held.get(at).filter(|held| held.part == part)
    }

    /// A file that is a tree; told to be missing when it has not come.
    fn value(&self, part: Part, missing: &mut Vec<Part>) -> &Value {
        match self.held(part) {
            Some(held) => &held.value,
            None => {
                self.want(part, missing);
                &Value::NULL
            }
        }
    }

    fn want(&self, part: Part, missing: &mut Vec<Part>) {
        if !self.closed && !missing.contains(&part) {
            missing.push(part);
        }
    }
}

/// Whether a name of a build can stand in an address as it is.
fn is_name(build: &str) -> bool {
    (1..=32).contains(&build.len()) && build.bytes().all(|byte| byte.is_ascii_alphanumeric())
}
