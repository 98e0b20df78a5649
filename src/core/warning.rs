//! Warnings: how core tells a shop that something it wrote could not be used.
//! Analysis returns `(T, Vec<Warning>)`, never an error; whoever shows a warning decides how.

use crate::core::text::concat;

/// One thing that was left out, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// Stable, for programs: `unknown-setting`.
    pub code: &'static str,
    /// For people: names the place, what was expected and the nearest valid name.
    pub message: String,
}

impl Warning {
    /// A warning made of the parts of its sentence.
    #[must_use]
    pub fn new(code: &'static str, parts: &[&str]) -> Self {
        Self {
            code,
            message: concat(parts),
        }
    }

    /// A name nobody knows, with the nearest that somebody does.
    #[must_use]
    pub fn unknown(code: &'static str, path: &str, name: &str, known: &[&str]) -> Self {
        match nearest(name, known) {
            Some(near) => Self::new(
                code,
                &[
                    "`",
                    path,
                    "`: `",
                    name,
                    "` is unknown; did you mean `",
                    near,
                    "`?",
                ],
            ),
            None => {
                let mut all = String::new();
                for known in known {
                    let between = if all.is_empty() { "" } else { ", " };
                    all = concat(&[&all, between, known]);
                }
                let parts = ["`", path, "`: `", name, "` is unknown; known are ", &all];
                Self::new(code, &parts)
            }
        }
    }

    /// A value of the wrong kind.
    #[must_use]
    pub fn wrong(path: &str, expected: &str, found: &str) -> Self {
        Self::new(
            "wrong-setting",
            &[
                "`",
                path,
                "`: expected ",
                expected,
                ", found ",
                found,
                "; it is left out",
            ],
        )
    }
}

/// Who hears of mistakes while something is read.
pub trait Listener {
    /// See [`Warning::wrong`].
    fn wrong(&mut self, path: &str, expected: &str, found: &str);
    /// See [`Warning::unknown`].
    fn unknown(&mut self, code: &'static str, path: &str, name: &str, known: &[&str]);
}

impl Listener for Vec<Warning> {
    fn wrong(&mut self, path: &str, expected: &str, found: &str) {
        self.push(Warning::wrong(path, expected, found));
    }

    fn unknown(&mut self, code: &'static str, path: &str, name: &str, known: &[&str]) {
        self.push(Warning::unknown(code, path, name, known));
    }
}

/// Hears nothing: what puts warnings into words is not needed for it.
pub struct Nobody;

impl Listener for Nobody {
    fn wrong(&mut self, _: &str, _: &str, _: &str) {}

    fn unknown(&mut self, _: &'static str, _: &str, _: &str, _: &[&str]) {}
}

/// The known name that is most like `name`, if any is like it: at most a third of it mistyped.
fn nearest<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    let name = plain(name);
    let mut least = usize::MAX;
    let mut best = "";
    for candidate in known {
        let distance = distance(&name, &plain(candidate));
        if distance < least {
            (least, best) = (distance, candidate);
        }
    }
    (least <= 1.max(name.len().max(best.len()) / 3)).then_some(best)
}

/// Letters and figures, small: what a typing error is looked for in.
#[inline(never)]
fn plain(text: &str) -> Vec<u8> {
    let mut out = Vec::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() {
            out.push(byte.to_ascii_lowercase());
        }
    }
    out
}

/// Levenshtein's distance.
fn distance(a: &[u8], b: &[u8]) -> usize {
    // Of what has been read of `a` to every beginning of `b` but the empty one.
    let mut row = Vec::new();
    for _ in b {
        row.push(row.len() + 1);
    }
    let mut left = b.len();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = i;
        left = i + 1;
        for (place, y) in b.iter().enumerate() {
            let Some(cell) = row.get_mut(place) else {
                break;
            };
            let above = *cell;
            left = (diagonal + usize::from(x != y))
                .min(above + 1)
                .min(left + 1);
            diagonal = above;
            *cell = left;
        }
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typing_error_meets_its_name_and_nonsense_none() {
        let known = ["endpoint", "consent", "campaigns"];
        assert_eq!(nearest("endpont", &known), Some("endpoint"));
        assert_eq!(nearest("Campaign", &known), Some("campaigns"));
        assert_eq!(nearest("constent", &known), Some("consent"));
        assert_eq!(nearest("xyz", &known), None);
    }
}
