//! What a shelf recommends for a visit: products that others looked at beside what this shopper did, step by step away from it,
//! those that are alike, and places kept for what is new. Whole numbers only, so that every browser and the builder agree to the bit.

use super::code::place;
use super::parts::{Row, WEIGHT_BITS};
use super::{Part, Shelf, Table, Tuning};

/// Products of the visit that count, the latest first.
const MAX_VISIT: usize = 12;
/// What the latest product weighs, and an edge of the highest weight: one.
const ONE: u32 = 1 << 20;
/// The highest weight of an edge, as a power of two.
const HIGHEST: u32 = (1 << WEIGHT_BITS) - 1;
/// Steps away from the visit; those after the second are taken only while there are too few to choose from.
const MAX_STEPS: usize = 4;
/// Products a step starts from, the best first.
const MAX_FRONT: usize = 60;
/// Files of rows that steps may add to those of the visit: each costs a page a kilobyte.
const MAX_FAR: usize = 4;
/// For having been looked at before the last but one, a product keeps this part of what that is worth, of 256, for each in between.
const AGAIN_DECAY: u32 = 192;

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// Ids of what was looked at, or lies in the cart, the latest last; it is never in the answer itself.
    pub visit: &'a [&'a str],
    /// What to go by: `Bought` for what goes with the cart, `Alike` for similar products, else `Viewed`.
    /// A shelf without that table goes by the next that it has.
    pub table: Table,
    /// Whether earlier products of the visit may come back.
    pub again: bool,
    /// How many at most.
    pub limit: usize,
}

/// The best at hand, and what would make it better.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The best first.
    pub choices: Vec<Choice>,
    /// Files to get; with none missing the answer is final.
    pub missing: Vec<Part>,
}

/// A product, by its number in this build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// For [`Shelf::cards`].
    pub product: u32,
    /// The sum that chose it.
    pub score: u32,
    /// The largest term of that sum.
    pub why: Why,
    /// Which of [`Question::visit`] that term is of.
    pub of: usize,
}

/// Why a product was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// At least k visits looked at both.
    ViewedWith,
    /// At least k orders hold both.
    BoughtWith,
    /// They are alike.
    Alike,
    /// They are alike, and it is too new to be known otherwise.
    New,
    /// It goes with what goes with them.
    Near,
    /// It was looked at in this visit.
    Again,
    /// Many want it.
    Popular,
}

impl Why {
    const fn of(table: Table) -> Self {
        match table {
            Table::Viewed => Self::ViewedWith,
            Table::Bought => Self::BoughtWith,
            Table::Alike => Self::Alike,
            Table::New => Self::New,
        }
    }
}

/// A product of the visit: its number, its weight, its place in the question.
type Seen = (u32, u32, usize);

/// Sums being made for products: a table of places found by the product's number, at most half full. Zeroing an array of all
/// products would take longer than the sums.
struct Sums {
    /// A product, plus one, and its sum.
    places: Vec<(u32, u32)>,
    /// Products that have one.
    count: usize,
}

/// Places to begin with.
const PLACES: usize = 1024;

impl Sums {
    fn new() -> Self {
        Self {
            places: vec![(0, 0); PLACES],
            count: 0,
        }
    }

    /// The place of a product, or the one where it belongs.
    fn place(&self, product: u32) -> usize {
        let mask = self.places.len() - 1;
        let mut at = (product.wrapping_mul(0x9E37_79B1) >> 7) as usize & mask;
        while let Some((key, _)) = self.places.get(at)
            && *key != 0
            && *key != product + 1
        {
            at = (at + 1) & mask;
        }
        at
    }

    fn add(&mut self, product: u32, sum: u32) {
        if sum == 0 {
            return;
        }
        if self.count * 2 >= self.places.len() {
            let doubled = vec![(0, 0); self.places.len() * 2];
            for old in core::mem::replace(&mut self.places, doubled) {
                if old.0 > 0 {
                    let at = self.place(old.0 - 1);
                    if let Some(place) = self.places.get_mut(at) {
                        *place = old;
                    }
                }
            }
        }
        let at = self.place(product);
        if let Some(place) = self.places.get_mut(at) {
            self.count += usize::from(place.0 == 0);
            *place = (product + 1, place.1.saturating_add(sum));
        }
    }

    fn clear(&mut self, product: u32) {
        let at = self.place(product);
        if let Some(place) = self.places.get_mut(at) {
            place.1 = 0;
        }
    }

    /// The best, as `!sum << 32 | product`: of equals the lower number first.
    #[inline(never)]
    fn best(&self, limit: usize) -> Vec<u64> {
        let mut keys = Vec::new();
        for (key, sum) in &self.places {
            if *sum > 0 {
                keys.push(u64::from(!sum) << 32 | u64::from(key - 1));
            }
        }
        keys.sort_unstable();
        keys.truncate(limit);
        keys
    }
}

/// An answer being made.
struct Search<'a> {
    shelf: &'a Shelf,
    main: Table,
    /// What likeness adds to the main table, of 256; nothing to itself.
    alike: u32,
    /// Files that may be used, so that what a page holds besides changes nothing.
    allowed: Vec<Part>,
    missing: Vec<Part>,
}

impl Search<'_> {
    /// The neighbours of a product, where its file may be used and has come.
    #[inline(never)]
    fn row(&self, table: Table, product: u32) -> Option<Row<'_>> {
        let part = Part::rows(table, product / self.shelf.row_size);
        if !self.allowed.contains(&part) {
            return None;
        }
        self.shelf.held(part)?.row(product, self.shelf.row_size)
    }

    /// What the neighbours of a product in a table count, of 256. Where nobody tells of it, likeness alone speaks.
    fn share(&self, table: Table, product: u32) -> u32 {
        let told = |row: Option<Row>| row.is_some_and(|row| row.left > 0);
        if table == Table::Alike && self.alike > 0 && told(self.row(self.main, product)) {
            return self.alike;
        }
        256
    }

    /// Adds to `sums` what the neighbours of `product` get for its weight.
    #[inline(never)]
    fn spread(&mut self, table: Table, product: u32, weight: u32, sums: &mut Sums) {
        let part = Part::rows(table, product / self.shelf.row_size);
        if self.allowed.contains(&part) && self.shelf.held(part).is_none() {
            self.shelf.want(part, &mut self.missing);
        }
        let weight = scaled(weight, self.share(table, product));
        if let Some(mut row) = self.row(table, product) {
            while let Some((other, power)) = row.next() {
                sums.add(other, weight >> (HIGHEST - power));
            }
        }
    }

    /// Lets the rows of a product be used, while there is room.
    fn allow(&mut self, table: Table, product: u32, most: usize) {
        let part = Part::rows(table, product / self.shelf.row_size);
        if self.allowed.len() < most && !self.allowed.contains(&part) {
            self.allowed.push(part);
        }
    }

    /// What a product of the visit gives another by an edge of a table.
    #[inline(never)]
    fn edge(&self, table: Table, seen: Seen, other: u32) -> u32 {
        if let Some(mut row) = self.row(table, seen.0) {
            while let Some((product, power)) = row.next() {
                if product == other {
                    return scaled(seen.1, self.share(table, seen.0)) >> (HIGHEST - power);
                }
            }
        }
        0
    }

    /// The choice that a key stands for, with the largest term of its sum.
    fn choice(&self, key: u64, visit: &[Seen], tables: &[Table], again: u32) -> Choice {
        let mut choice = Choice {
            product: key as u32,
            score: !((key >> 32) as u32),
            why: Why::Near,
            of: visit.first().map_or(0, |seen| seen.2),
        };
        let mut most = 0;
        for (ago, seen) in visit.iter().enumerate() {
            if seen.0 == choice.product {
                (choice.why, choice.of) = (Why::Again, seen.2);
                most = came_back(again, ago);
            }
        }
        for seen in visit {
            for table in tables {
                let term = self.edge(*table, *seen, choice.product);
                if term > most {
                    (choice.why, choice.of) = (Why::of(*table), seen.2);
                    most = term;
                }
            }
        }
        choice
    }
}

/// A part, of 256, of a weight.
fn scaled(weight: u32, share: u32) -> u32 {
    ((u64::from(weight) * u64::from(share)) >> 8) as u32
}

/// What having been looked at is worth, so many products ago.
fn came_back(again: u32, ago: usize) -> u32 {
    let mut worth = again;
    for _ in 0..ago {
        worth = scaled(worth, AGAIN_DECAY);
    }
    worth
}

impl Shelf {
    /// Recommends, from the files at hand.
    #[must_use]
    #[inline(never)]
    pub fn answer(&self, question: &Question) -> Answer {
        let mut answer = Answer::default();
        let mut main = question.table;
        for &table in &[Table::Viewed, Table::Bought, Table::Alike] {
            if !self.has(main) {
                main = table;
            }
        }
        let Some(tuning) = self.tuning(main).filter(|_| !self.closed) else {
            return answer;
        };
        let mut search = Search {
            shelf: self,
            main,
            alike: 0,
            allowed: Vec::new(),
            missing: Vec::new(),
        };
        let visit = self.visit(question, tuning, &mut search.missing);
        // What likeness adds; it is not asked twice.
        if main != Table::Alike && self.has(Table::Alike) {
            search.alike = tuning.alike;
        }
        let mut sums = Sums::new();
        let mut front: Vec<(u32, u32)> = Vec::new();
        for seen in &visit {
            search.allow(main, seen.0, usize::MAX);
            front.push((seen.0, seen.1));
        }
        let most = search.allowed.len() + MAX_FAR;
        let mut share = 256;
        for step in 0..MAX_STEPS {
            if step > 1 && sums.count >= question.limit + visit.len() || share == 0 {
                break;
            }
            let mut level = Sums::new();
            for (product, weight) in &front {
                if step == 1 {
                    search.allow(main, *product, most);
                }
                search.spread(main, *product, *weight, &mut level);
            }
            front.clear();
            for key in level.best(usize::MAX) {
                let product = key as u32;
                let sum = !((key >> 32) as u32);
                sums.add(product, scaled(sum, share));
                if front.len() < MAX_FRONT {
                    front.push((product, sum));
                }
            }
            share = scaled(share, tuning.hop);
        }
        let mut fresh = Sums::new();
        for seen in &visit {
            if search.alike > 0 {
                search.allow(Table::Alike, seen.0, usize::MAX);
                search.spread(Table::Alike, seen.0, seen.1, &mut sums);
            }
            if tuning.fresh > 0 && self.has(Table::New) {
                search.allow(Table::New, seen.0, usize::MAX);
                search.spread(Table::New, seen.0, seen.1, &mut fresh);
            }
        }
        // The latest is what the shopper looks at; the others come back if they may.
        let again = if question.again { tuning.again } else { 0 };
        for (ago, seen) in visit.iter().enumerate() {
            if ago == 0 || again == 0 {
                sums.clear(seen.0);
                fresh.clear(seen.0);
            } else {
                sums.add(seen.0, came_back(again, ago));
            }
        }
        let mut keys = sums.best(question.limit);
        let places = question.limit * tuning.fresh as usize / 16;
        let mut kept: Vec<u64> = Vec::new();
        for key in fresh.best(places) {
            if !keys.iter().any(|other| *other as u32 == key as u32) {
                kept.push(key);
            }
        }
        keys.truncate(question.limit - kept.len());
        for key in keys {
            let tables: &[Table] = match search.alike {
                0 => &[main],
                _ => &[main, Table::Alike],
            };
            answer
                .choices
                .push(search.choice(key, &visit, tables, again));
        }
        for key in kept {
            answer
                .choices
                .push(search.choice(key, &visit, &[Table::New], 0));
        }
        answer.missing = search.missing;
        answer
    }

    /// The products of a visit that the shelf knows, the latest first, each once.
    fn visit(&self, question: &Question, tuning: Tuning, missing: &mut Vec<Part>) -> Vec<Seen> {
        let mut visit: Vec<Seen> = Vec::new();
        let mut weight = ONE;
        for (at, id) in question.visit.iter().enumerate().rev().take(MAX_VISIT) {
            let (piece, print) = place(id, self.pieces);
            let part = Part::ids(piece);
            match self.held(part) {
                None => self.want(part, missing),
                Some(held) => {
                    if let Some(product) = held.find(print) {
                        match visit.iter_mut().find(|seen| seen.0 == product) {
                            Some(seen) => seen.1 += weight,
                            None => visit.push((product, weight, at)),
                        }
                    }
                }
            }
            weight = scaled(weight, tuning.decay);
        }
        visit
    }
}
