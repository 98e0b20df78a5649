//! A shelf as a page meets it: files that come one by one, late, never, or damaged.
//! The little shop here is written by hand, file by file, so that no builder stands between the rule and its proof.

#![allow(clippy::unwrap_used, reason = "a test says what it expects")]

use std::collections::BTreeMap;

use proptest::prelude::*;
use vitrin::core::json;
use vitrin::core::shelf::code::{place, seal, write};
use vitrin::core::shelf::{Choice, Part, Question, Shelf, Table, Why, write_row};
use vitrin::core::value::Value;

const BUILD: &str = "abc123";
const IDS: [&str; 8] = [
    "lamp", "bulb", "desk", "chair", "rug", "vase", "sofa", "mug",
];
/// Two products a file, so that even this shop has many.
const ROWS: u32 = 2;
const PIECES: u32 = 3;

type Rows = [&'static [(u32, u32)]; 8];

/// Who looked at the lamp looked at the bulb, most of all; from the desk one comes to the chair.
const VIEWED: Rows = [
    &[(1, 7), (2, 5)],
    &[(0, 7)],
    &[(0, 5), (3, 6)],
    &[(2, 6)],
    &[],
    &[],
    &[],
    &[],
];
/// The vase is like the rug, and the mug, which is new, like the lamp.
const ALIKE: Rows = [&[], &[], &[], &[], &[(5, 7)], &[(4, 7)], &[], &[(0, 7)]];
const NEW: Rows = [&[(7, 7)], &[], &[], &[], &[], &[], &[], &[]];

fn manifest() -> Value {
    json::read(
        r#"{"vitrin_shelf":1,"products":8,"pieces":3,"rows":2,"cards":4,"build":"abc123","tables":{
            "viewed":{"decay":128,"hop":145,"again":800000,"alike":24,"fresh":4},
            "alike":{"decay":192,"hop":0,"again":0,"alike":0,"fresh":0},"new":{}}}"#,
    )
    .unwrap()
}

/// Every file of the shop, by its part.
fn files() -> BTreeMap<Part, String> {
    let mut drafts: Vec<(Part, String)> = Vec::new();
    for piece in 0..PIECES {
        let mut prints: Vec<(u32, u32)> = (0..8)
            .map(|number| (place(IDS[number as usize], PIECES), number))
            .filter(|((at, _), _)| *at == piece)
            .map(|((_, print), number)| (print, number))
            .collect();
        prints.sort_unstable();
        let (mut text, mut last) = (String::new(), 0);
        for (print, number) in prints {
            write(print - last, &mut text);
            write(number, &mut text);
            last = print;
        }
        drafts.push((Part::ids(piece), text));
    }
    for (table, rows) in [
        (Table::Viewed, VIEWED),
        (Table::Alike, ALIKE),
        (Table::New, NEW),
    ] {
        for number in 0..4 {
            let mut text = String::new();
            for product in number * ROWS..(number + 1) * ROWS {
                write_row(product, rows[product as usize], &mut text);
            }
            drafts.push((Part::rows(table, number), text));
        }
    }
    for number in 0..2_u32 {
        let rows: Value = (number * 4..number * 4 + 4)
            .map(|product| Value::object().with("id", IDS[product as usize]))
            .collect();
        drafts.push((Part::cards(number), json::write(&rows)));
    }
    let lists = r#"{"viewed":[0,2,99],"regions":{"DE":{"viewed":[6]}}}"#;
    drafts.push((Part::LISTS, lists.to_owned()));
    drafts
        .into_iter()
        .map(|(part, text)| {
            let sealed = [seal(&part.name(BUILD), &text), text].concat();
            (part, sealed)
        })
        .collect()
}

fn question<'a>(visit: &'a [&'a str]) -> Question<'a> {
    Question {
        visit,
        table: Table::Viewed,
        again: false,
        limit: 4,
    }
}

/// Asks and fetches until nothing is missing; tells the answer and what was fetched.
fn browse(shelf: &mut Shelf, question: &Question) -> (Vec<Choice>, Vec<Part>) {
    let mut fetched = Vec::new();
    loop {
        let answer = shelf.answer(question);
        if answer.missing.is_empty() {
            return (answer.choices, fetched);
        }
        for part in answer.missing {
            assert!(!fetched.contains(&part), "asked for twice: {part:?}");
            assert_eq!(shelf.feed(part, files().remove(&part)), None);
            fetched.push(part);
        }
    }
}

fn names(choices: &[Choice]) -> Vec<&'static str> {
    choices
        .iter()
        .map(|choice| IDS[choice.product as usize])
        .collect()
}

#[test]
fn who_looks_at_a_lamp_is_led_to_the_bulb_and_on_by_two_steps_to_the_chair() {
    let mut shelf = Shelf::open(&manifest()).unwrap();
    let (choices, fetched) = browse(&mut shelf, &question(&["lamp"]));
    assert_eq!(names(&choices), ["bulb", "desk", "chair", "mug"]);
    let whys: Vec<Why> = choices.iter().map(|choice| choice.why).collect();
    assert_eq!(
        whys,
        [Why::ViewedWith, Why::ViewedWith, Why::Near, Why::New]
    );
    // Rugs and sofas have nothing to do with it: their files are left where they are.
    assert!(!fetched.contains(&Part::rows(Table::Viewed, 3)));
    assert!(fetched.len() < files().len() / 2 + 1, "{fetched:?}");
}

#[test]
fn what_is_looked_at_is_not_advised_and_what_was_comes_back_only_where_it_may() {
    let mut shelf = Shelf::open(&manifest()).unwrap();
    let visit = ["desk", "lamp"];
    let (choices, _) = browse(&mut shelf, &question(&visit));
    assert!(!names(&choices).contains(&"lamp"));
    assert!(!names(&choices).contains(&"desk"));
    let again = Question {
        again: true,
        ..question(&visit)
    };
    let (choices, _) = browse(&mut shelf, &again);
    assert!(!names(&choices).contains(&"lamp"));
    let desk = choices.iter().find(|choice| choice.product == 2).unwrap();
    assert_eq!((desk.why, desk.of), (Why::Again, 0));
}

#[test]
fn a_product_that_no_visit_knows_is_recommended_by_likeness() {
    let mut shelf = Shelf::open(&manifest()).unwrap();
    let (choices, _) = browse(&mut shelf, &question(&["rug"]));
    assert_eq!(names(&choices), ["vase"]);
    assert_eq!(choices[0].why, Why::Alike);
}

#[test]
fn a_stranger_is_no_reason_for_anything() {
    let mut shelf = Shelf::open(&manifest()).unwrap();
    assert_eq!(browse(&mut shelf, &question(&["nobody-knows-this"])).0, []);
    assert_eq!(browse(&mut shelf, &question(&[])).0, []);
}

#[test]
fn what_a_page_holds_besides_changes_nothing() {
    let mut lean = Shelf::open(&manifest()).unwrap();
    let mut full = Shelf::open(&manifest()).unwrap();
    for (part, text) in files().into_iter().rev() {
        assert_eq!(full.feed(part, Some(text)), None);
    }
    for visit in [&["lamp"][..], &["chair", "bulb"], &["mug", "rug", "desk"]] {
        let question = question(visit);
        let answer = full.answer(&question);
        assert_eq!(answer.missing, []);
        assert_eq!(answer.choices, browse(&mut lean, &question).0);
    }
}

#[test]
fn a_file_that_cannot_be_had_is_told_once_and_done_without() {
    let mut shelf = Shelf::open(&manifest()).unwrap();
    let question = question(&["lamp"]);
    let mut told = 0;
    loop {
        let missing = shelf.answer(&question).missing;
        if missing.is_empty() {
            break;
        }
        for part in missing {
            let text = files()
                .remove(&part)
                .filter(|_| part.kind() != "a" && part.kind() != "n");
            told += usize::from(shelf.feed(part, text).is_some());
        }
    }
    assert_eq!(told, 1);
    assert_eq!(
        names(&shelf.answer(&question).choices),
        ["bulb", "desk", "chair"]
    );
}

#[test]
fn a_folder_half_updated_is_no_shelf_and_one_warning() {
    let mut shelf = Shelf::open(&manifest()).unwrap();
    let mut warnings = Vec::new();
    for (part, text) in files() {
        // Every other file is of the next build already.
        let text = match part.kind() {
            "i" => text,
            _ => text.replace(BUILD, "abc124"),
        };
        warnings.extend(shelf.feed(part, Some(text)));
    }
    assert_eq!(warnings.len(), 1);
    let answer = shelf.answer(&question(&["lamp"]));
    assert_eq!((answer.choices, answer.missing), (Vec::new(), Vec::new()));
    assert!(!shelf.has(Table::Viewed));
    assert_eq!(shelf.list("viewed", "").0, []);
}

#[test]
fn cards_and_lists_are_those_of_the_build_and_a_number_beyond_it_is_dropped() {
    let mut shelf = Shelf::open(&manifest()).unwrap();
    let (_, missing) = shelf.list("viewed", "DE");
    assert_eq!(missing, [Part::LISTS]);
    shelf.feed(Part::LISTS, files().remove(&Part::LISTS));
    assert_eq!(names(&shelf.list("viewed", "").0), ["lamp", "desk"]);
    assert_eq!(names(&shelf.list("viewed", "DE").0), ["sofa"]);
    assert_eq!(names(&shelf.list("viewed", "FR").0), ["lamp", "desk"]);
    let choices = shelf.list("viewed", "DE").0;
    let missing = shelf.cards(&choices).1;
    assert_eq!(shelf.file(missing[0]), "abc123-c1.txt");
    shelf.feed(missing[0], files().remove(&missing[0]));
    assert_eq!(shelf.cards(&choices).0[0].get("id").text(), Some("sofa"));
}

#[test]
fn what_is_no_manifest_of_ours_is_refused() {
    for (field, value) in [
        ("vitrin_shelf", 2_u64),
        ("products", 0),
        ("products", 1 << 40),
        ("rows", 0),
        ("pieces", 1 << 20),
    ] {
        let mut other = manifest();
        other.put(field, value);
        assert!(Shelf::open(&other).is_err(), "{field}: {value}");
    }
    let mut other = manifest();
    other.put("build", "../../etc");
    assert!(Shelf::open(&other).is_err());
    assert!(Shelf::open(&Value::NULL).is_err());
}

proptest! {
    #[test]
    fn a_damaged_file_never_harms(which in 0_usize..32, at in any::<prop::sample::Index>(), byte in 32_u8..127) {
        let all = files();
        let (part, text) = all.iter().nth(which % all.len()).unwrap();
        let mut bytes = text.clone().into_bytes();
        let at = at.index(bytes.len());
        let changed = bytes[at] != byte;
        bytes[at] = byte;
        let mut shelf = Shelf::open(&manifest()).unwrap();
        let warning = shelf.feed(*part, Some(String::from_utf8(bytes).unwrap()));
        prop_assert_eq!(warning.is_some(), changed);
    }

    #[test]
    fn a_sealed_file_of_any_text_never_harms(which in 0_usize..32, text in "[A-Za-z0-9_-]{0,80}", visit in prop::sample::select(&IDS[..])) {
        let all = files();
        let part = *all.keys().nth(which % all.len()).unwrap();
        let mut shelf = Shelf::open(&manifest()).unwrap();
        for (other, own) in &all {
            let text = match *other == part {
                true => [seal(&part.name(BUILD), &text), text.clone()].concat(),
                false => own.clone(),
            };
            shelf.feed(*other, Some(text));
        }
        let answer = shelf.answer(&question(&[visit]));
        prop_assert!(answer.choices.iter().all(|choice| choice.product < 8));
    }
}
