//! The parts of shadow roots, with a sentence each. Which there are is read from the scripts that make them, and both lists have to agree.

use std::collections::BTreeSet;
use std::fmt::Write;

use anyhow::{Context, Result, bail};

/// What popups are made of.
const POPUP: &[(&str, &str)] = &[
    ("bar", "the box, as a bar along an edge of the window"),
    ("body", "all of the content, beside the way out"),
    ("box", "the tick box of a consent"),
    (
        "button",
        "every button, filled or quiet, and what copies a code",
    ),
    ("buttons", "the row of buttons"),
    ("cart", "the cart's lines with their total"),
    ("choice", "one answer of a field with several, as a pill"),
    ("choices", "the pills of a field"),
    ("close", "the cross that closes"),
    ("code", "the code of a coupon"),
    ("consent", "the words beside a tick box, with it"),
    ("copy", "the button that copies a code"),
    ("countdown", "the time until a date, with its sentence"),
    ("coupon", "a code with its label and button"),
    ("dialog", "the box in every format"),
    ("drawer", "the box, as a drawer from the side"),
    ("ends", "the sentence above a countdown"),
    (
        "error",
        "what a field or the whole form says when something is wrong",
    ),
    ("field", "a field of a form with its label"),
    ("fill", "the filled part of a meter"),
    ("form", "a form"),
    ("full-screen", "the box, over the whole window"),
    ("goal", "the way to a sum, such as free shipping"),
    ("heading", "the heading"),
    ("hint", "“Did you mean …?” below an e-mail field"),
    ("image", "the box of a large picture"),
    ("inline", "the box, in the page itself"),
    ("input", "what is written into"),
    ("label", "the label of a field or a code"),
    ("line", "a line of the cart"),
    ("lines", "the list of the cart's lines"),
    ("meter", "the bar that fills on the way to a sum"),
    ("more", "“+ 3 more”, below the lines"),
    ("picture", "the box of a line's picture"),
    ("price", "a line's price"),
    ("primary", "a filled button"),
    ("products", "a block of products"),
    ("quantity", "how many of a line"),
    ("quiet", "a button without a ground"),
    ("radio", "the round mark in a pill"),
    ("said", "“Copied”, said to screen readers"),
    ("slide-in", "the box, as a card in a corner"),
    ("stage", "what lays body and cross over each other"),
    ("submit", "the button that sends a form"),
    ("suggestion", "the address that a hint proposes"),
    ("tab", "the tab at the edge that opens a popup"),
    ("teaser", "the box, while it is a tab at the edge"),
    ("text", "a paragraph"),
    ("title", "the name of a line's product"),
    ("total", "the cart's total"),
    (
        "trap",
        "a field that only robots fill; keep it out of sight",
    ),
    ("unit", "days, hours, minutes or seconds of a countdown"),
    ("units", "the row of these"),
    (
        "words",
        "what stands beside a line's picture, or a code with its label",
    ),
];

/// What the shopper's panel is made of.
const PANEL: &[(&str, &str)] = &[
    ("actions", "a row of buttons"),
    ("button", "every button"),
    ("cancel", "the button that does not erase"),
    ("choice", "what was allowed for one purpose"),
    ("choices", "the list of purposes"),
    ("confirm", "the question before erasing, with its buttons"),
    ("confirm-erase", "the button that erases"),
    ("count", "how many there are, or yes and no"),
    ("erase", "the button that asks before erasing"),
    ("line", "one thing that is remembered"),
    ("link", "a link to a product"),
    ("list", "what is remembered of one sort"),
    ("name", "the name of a sort or a purpose"),
    ("panel", "all of it"),
    ("pause", "the button that pauses and resumes"),
    ("question", "the words of the question"),
    (
        "row",
        "a sort of what is remembered, with its list, or a purpose",
    ),
    ("rows", "all sorts and purposes"),
    ("save", "the button that saves a file"),
    ("state", "the sentence that says what holds"),
    ("status", "what is said after a button was pressed"),
    ("summary", "the line that opens a list"),
    ("title", "the panel's heading"),
    ("when", "when it was, or how much"),
];

/// What makes an element, and which of its arguments names the part.
const MAKERS: &[(&str, usize)] = &[
    ("make", 1),
    ("voice", 1),
    ("worded", 1),
    ("knob", 0),
    ("picture", 0),
    (" button", 0),
];

/// The table of the parts that the scripts of this name make.
pub fn table(files: &str) -> Result<String> {
    let said = if files == "popup" { POPUP } else { PANEL };
    let text = scripts(files)?;
    let mut out = "| part | what |\n|---|---|\n".to_owned();
    for (name, what) in said {
        if !is_named(&text, name) {
            bail!("`{name}` is no part that src/js/{files}*.js makes");
        }
        let _ = writeln!(out, "| `{name}` | {what} |");
    }
    let known: BTreeSet<&str> = said.iter().map(|(name, _)| *name).collect();
    if let Some(name) = made(&text).iter().find(|name| !known.contains(&***name)) {
        bail!("the part `{name}` has no sentence in tools/docs/src/parts.rs");
    }
    Ok(out)
}

/// All scripts of this name.
fn scripts(files: &str) -> Result<String> {
    let mut text = String::new();
    for entry in std::fs::read_dir(crate::root().join("src/js"))? {
        let path = entry?.path();
        let file = path.file_name().context("a file")?.to_string_lossy();
        if file.starts_with(files) && file.ends_with(".js") {
            text += &std::fs::read_to_string(&path)?;
        }
    }
    Ok(text)
}

/// Whether it is a word between quotes or of a pattern, as parts are written.
fn is_named(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        let before = text[..at].chars().next_back().unwrap_or(' ');
        let after = text[at + name.len()..].chars().next().unwrap_or(' ');
        "'`( |".contains(before) && "'`) |$".contains(after)
    })
}

/// The parts that calls of the makers name.
fn made(text: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (maker, place) in MAKERS {
        for piece in text.split(&format!("{maker}('")).skip(1) {
            let said: Vec<&str> = piece.splitn(2 * place + 2, '\'').collect();
            // Only a comma stands between two texts of one call.
            if *place == 1 && said.get(1) != Some(&", ") {
                continue;
            }
            let part = said.get(2 * place).copied().unwrap_or_default();
            names.extend(
                part.split_whitespace()
                    .filter(|name| name.chars().all(|c| c.is_ascii_lowercase() || c == '-'))
                    .map(str::to_owned),
            );
        }
    }
    names
}
