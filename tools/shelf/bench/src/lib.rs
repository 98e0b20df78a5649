//! The reading of a shelf as a module of its own, so that the page's own code is timed and nothing around it.
//! Text comes in letter by letter: no pointer crosses, and no clock runs meanwhile.

use std::cell::RefCell;

use vitrin::core::json;
use vitrin::core::shelf::{Part, Question, Shelf, Table};

thread_local! {
    static TEXT: RefCell<String> = const { RefCell::new(String::new()) };
    static SHELF: RefCell<Option<Shelf>> = const { RefCell::new(None) };
    static VISIT: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

fn text() -> String {
    TEXT.with_borrow_mut(std::mem::take)
}

/// Takes in a letter of the text that the next call reads.
#[unsafe(no_mangle)]
pub extern "C" fn letter(code: u32) {
    TEXT.with_borrow_mut(|text| text.extend(char::from_u32(code)));
}

/// Opens a manifest; tells whether it is one.
#[unsafe(no_mangle)]
pub extern "C" fn open_shelf() -> u32 {
    let manifest = json::read(&text()).unwrap_or_default();
    let shelf = Shelf::open(&manifest).ok();
    let opened = shelf.is_some();
    SHELF.set(shelf);
    opened.into()
}

/// Takes in a file: of neighbours by the number of their table, of ids by 4; tells whether nothing was wrong with it.
#[unsafe(no_mangle)]
pub extern "C" fn feed(kind: u32, number: u32) -> u32 {
    let part = match Table::ALL.get(kind as usize) {
        Some(table) => Part::rows(*table, number),
        None => Part::ids(number),
    };
    SHELF
        .with_borrow_mut(|shelf| Some(shelf.as_mut()?.feed(part, Some(text())).is_none()))
        .unwrap_or(false)
        .into()
}

/// Takes in a visit: ids between blanks.
#[unsafe(no_mangle)]
pub extern "C" fn visit() {
    VISIT.set(text().split_whitespace().map(str::to_owned).collect());
}

/// Recommends for it; tells how many there are.
#[unsafe(no_mangle)]
pub extern "C" fn answer(limit: u32) -> u32 {
    VISIT.with_borrow(|visit| {
        let visit: Vec<&str> = visit.iter().map(String::as_str).collect();
        let question = Question {
            visit: &visit,
            table: Table::Viewed,
            again: true,
            limit: limit as usize,
        };
        SHELF.with_borrow(|shelf| {
            let answer = shelf.as_ref().map(|shelf| shelf.answer(&question));
            answer.map_or(0, |answer| answer.choices.len() as u32)
        })
    })
}
