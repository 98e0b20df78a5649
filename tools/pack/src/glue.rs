//! Makes what wasm-bindgen writes smaller: all of it becomes ours, and the names that cross the boundary become letters. Both lean on how the
//! pinned version writes its glue, and say so when that has changed.

use std::collections::BTreeMap;

use anyhow::{Result, bail};

/// What wasm-bindgen writes for our one function, as far as ours relies on it: how a text goes in, comes out, and who frees it.
const CROSSING: &[&str] = &[
    "(event, wasm.__wbindgen_malloc, wasm.__wbindgen_realloc)",
    "const ret = wasm.update(val2, ptr0, len0);",
    "getArrayU8FromWasm0(ret[0], ret[1]).slice();",
    "wasm.__wbindgen_free(ret[0], ret[1] * 1, 1);",
];

/// Our glue, if it fits what wasm-bindgen wrote.
pub fn ours(glue: &str) -> Result<&'static str> {
    let fits = CROSSING.iter().all(|line| glue.contains(line));
    if !fits || glue.matches("exports.").count() != 1 {
        bail!(
            "this wasm-bindgen, or src/web, crosses in another way: look at tools/pack/src/glue.js"
        );
    }
    Ok(include_str!("glue.js"))
}

/// True when the glue reads this export.
pub fn reads(glue: &str, export: &str) -> bool {
    let whole = |rest: &str| {
        rest.strip_prefix(export)
            .is_some_and(|rest| !rest.starts_with(in_word))
    };
    glue.split("wasm.").skip(1).any(whole)
}

/// Short names for what crosses the boundary. wasm-bindgen's end in a hash: bytes that stand in both files and that no compression takes out.
#[derive(Default)]
pub struct Names(BTreeMap<String, String>);

impl Names {
    /// The short name of an import or export.
    pub fn short(&mut self, name: &str) -> String {
        let next = letters(self.0.len());
        self.0.entry(name.to_owned()).or_insert(next).clone()
    }

    /// The glue with these names: the keys of the imports, and what is read from `wasm`.
    pub fn rename(&self, glue: &str) -> Result<String> {
        let mut out = String::with_capacity(glue.len());
        let mut unused: BTreeMap<&str, &str> = self
            .0
            .iter()
            .map(|(long, short)| (&**long, &**short))
            .collect();
        let mut rest = glue;
        while let Some(start) = rest.find(in_word) {
            let (between, from) = rest.split_at(start);
            out += between;
            let (word, after) = from.split_at(from.find(|c| !in_word(c)).unwrap_or(from.len()));
            let crosses = out.ends_with("wasm.")
                || word.starts_with("__wbg_")
                || word.starts_with("__wbindgen_");
            match self.0.get(word) {
                Some(short) if crosses => {
                    unused.remove(word);
                    out += short;
                }
                _ => out += word,
            }
            rest = after;
        }
        if let Some(name) = unused.keys().next() {
            bail!(
                "the glue of this wasm-bindgen does not name {name}: look at tools/pack/src/glue.rs"
            );
        }
        Ok(out + rest)
    }
}

fn in_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '$'
}

/// a, b, … z, ba, bb, …
fn letters(number: usize) -> String {
    let last = char::from(b"abcdefghijklmnopqrstuvwxyz"[number % 26]);
    match number / 26 {
        0 => last.to_string(),
        more => letters(more) + &last.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn only_what_crosses_the_boundary_is_renamed() {
        let mut names = Names::default();
        for name in ["__wbg_log_0123", "start", "__wbindgen_export"] {
            names.short(name);
        }
        let glue = "{ __wbg_log_0123: log } function start() { wasm.start(wasm.__wbindgen_export, 'start'); } __wbg_log_01234";
        assert_eq!(
            names.rename(glue).unwrap(),
            "{ a: log } function start() { wasm.b(wasm.c, 'start'); } __wbg_log_01234"
        );
    }

    #[test]
    fn an_export_is_read_by_its_whole_name_only() {
        let glue = "wasm.started(wasm.memory.buffer)";
        assert!(reads(glue, "memory") && reads(glue, "started"));
        assert!(!reads(glue, "start") && !reads(glue, "buffer"));
    }

    #[test]
    fn a_name_that_the_glue_does_not_know_is_an_error_here_and_not_in_the_shop() {
        let mut names = Names::default();
        names.short("__wbg_log_0123");
        assert!(
            names
                .rename("wasm.start()")
                .unwrap_err()
                .to_string()
                .contains("does not name __wbg_log_0123")
        );
        assert!(ours("wasm.start()").is_err());
    }

    #[test]
    fn no_two_names_are_short_for_the_same() {
        let all: BTreeSet<String> = (0..2000).map(letters).collect();
        assert_eq!(all.len(), 2000);
    }
}
