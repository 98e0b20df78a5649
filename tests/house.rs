//! The rules of the house that neither compiler nor clippy knows, so that nobody has to remember or argue them.
//! Each failure names the file, the rule and the way out.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::expect_used,
    reason = "a test of the sources reads them, and asks git which are committed"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use vitrin::core::config;

/// A file says in one breath what it is for: who needs more lines has two files.
const MODULE_DOC_LINES: usize = 3;
/// What is read in one sitting. Unit tests at a file's end do not count.
const FILE_LINES: usize = 450;
/// What core would need to decide by anything that is not in an event.
const NOT_IN_CORE: &[&str] = &[
    "crate::web",
    "wasm_bindgen",
    "js_sys",
    "web_sys",
    "gloo_",
    "std::time",
    "std::thread",
    "std::fs",
    "std::env",
    "std::net",
    "std::process",
    "std::io",
    "HashMap",
    "HashSet",
];

/// Ways for text to become markup or code.
const TEXT_AS_MARKUP: &[&str] = &[
    "innerHTML",
    "outerHTML",
    "insertAdjacentHTML",
    "document.write",
    "inner_html",
    "outer_html",
    "insert_adjacent_html",
    "eval(",
    "new Function",
];

/// What the standard library does with texts by machinery of its own: together some five kilobytes of the package, and `core/text.rs` does the same in a few lines.
const HEAVY: &[&str] = &[
    ".replace(",
    ".join(",
    ".concat()",
    ".split(",
    ".split_once(",
    ".rsplit",
    ".trim",
    "_with('",
    ".lines()",
    ".find('",
    ".find(\"",
    ".find([",
    "from_utf8",
    "from_str_radix",
    ".parse::<",
    "format!",
];

/// Ends of a program, which a shop's page must not meet.
const ENDS: &[&str] = &[".unwrap()", ".expect(", "panic!", "unreachable!", "todo!"];

/// Names that begin like an event of ours and are none.
const NO_EVENTS: &[&str] = &["vitrin-block", "vitrin-config"];

/// Settings that the typed form does not take: where a script finds its settings is a matter of its tag.
const TAG_ONLY: &[&str] = &["config"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).expect(path)
}

/// Files below a folder with these endings, by their path from the root, in order.
fn files(folder: &str, endings: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![root().join(folder)];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of the repository") {
            let path: PathBuf = entry.expect("an entry of it").path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let name = path.strip_prefix(root()).expect("a path below the root");
            let name = name.to_string_lossy().replace('\\', "/");
            if endings.iter().any(|ending| name.ends_with(ending)) {
                found.push(name);
            }
        }
    }
    found.sort();
    assert!(!found.is_empty(), "nothing in {folder}: the rule is blind");
    found
}

/// The lines of a Rust file without comments and unit tests, with their numbers; none of a file that is all tests.
fn code<'a>(path: &str, text: &'a str) -> Vec<(usize, &'a str)> {
    if path.ends_with("/tests.rs") {
        return Vec::new();
    }
    let tests = text
        .lines()
        .position(|line| line.starts_with("mod tests {"))
        .unwrap_or(usize::MAX);
    text.lines()
        .enumerate()
        .take(tests)
        .map(|(index, line)| (index + 1, line.split("//").next().unwrap_or("")))
        .collect()
}

/// Every place in `src` files of these endings where one of these words stands.
fn places(folder: &str, endings: &[&str], words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for path in files(folder, endings) {
        let text = read(&path);
        for (number, line) in code(&path, &text) {
            for word in words.iter().filter(|word| line.contains(**word)) {
                found.push(format!("{path}:{number}: {word}"));
            }
        }
    }
    found
}

/// Names in these quotes that begin with `vitrin-`.
fn names(text: &str, quote: char) -> BTreeSet<String> {
    let is_name = |part: &&str| {
        part.strip_prefix("vitrin-").is_some_and(|rest| {
            !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_lowercase())
        })
    };
    text.split(quote)
        .filter(is_name)
        .map(str::to_owned)
        .collect()
}

#[test]
fn a_module_says_what_it_is_for_before_anything_else() {
    for path in files("src", &[".rs"]) {
        // The front door is a list of where to go.
        if path == "src/lib.rs" {
            continue;
        }
        let text = read(&path);
        let lines = text
            .lines()
            .take_while(|line| line.starts_with("//!"))
            .count();
        assert!(
            (1..=MODULE_DOC_LINES).contains(&lines),
            "{path} begins with {lines} lines of `//!`; it takes 1 to {MODULE_DOC_LINES}: what it is for, and what it is not"
        );
    }
}

#[test]
fn core_knows_only_what_events_tell_it() {
    assert_eq!(
        places("src/core", &[".rs"], NOT_IN_CORE),
        Vec::<String>::new(),
        "what core needs to know arrives in an event; what it wants done leaves as an effect"
    );
    assert!(
        !read("Cargo.toml").contains("\n[dependencies]"),
        "a dependency of the widget stands under the wasm target, or core could reach the page in a native build"
    );
}

#[test]
fn texts_are_searched_and_put_together_by_our_own() {
    let heavy = [
        places("src/core", &[".rs"], HEAVY),
        places("src/web", &[".rs"], HEAVY),
    ]
    .concat();
    assert!(
        heavy.is_empty(),
        "the standard library's way is laid out in the package; `core/text.rs` has one: {heavy:#?}"
    );
}

#[test]
fn text_never_becomes_markup_or_code() {
    assert_eq!(
        places("src", &[".rs", ".js", ".mjs"], TEXT_AS_MARKUP),
        Vec::<String>::new(),
        "text goes in as text: textContent, setAttribute, createElement"
    );
}

#[test]
fn nothing_ends_the_page() {
    assert_eq!(
        places("src", &[".rs"], ENDS),
        Vec::<String>::new(),
        "a shop's page goes on: return an Option, or a value that means nothing"
    );
}

/// Every property of a schema that says nothing of itself, by its path. One that is told of elsewhere (`$ref`) is explained there.
fn unexplained(schema: &serde_json::Value, path: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (name, inner) in schema.as_object().into_iter().flatten() {
        if name == "properties" {
            for (name, property) in inner.as_object().into_iter().flatten() {
                let told = property["description"]
                    .as_str()
                    .is_some_and(|text| !text.is_empty());
                if !told && property.get("$ref").is_none() {
                    found.push(format!("{path}.{name}"));
                }
                found.extend(unexplained(property, &format!("{path}.{name}")));
            }
        } else {
            found.extend(unexplained(inner, path));
        }
    }
    for inner in schema.as_array().into_iter().flatten() {
        found.extend(unexplained(inner, path));
    }
    found
}

#[test]
fn every_setting_is_explained_where_people_write_it() {
    let schema: serde_json::Value =
        serde_json::from_str(&read("src/js/vitrin.schema.json")).expect("the schema is JSON");
    assert_eq!(
        unexplained(&schema, "settings"),
        Vec::<String>::new(),
        "without a description in src/js/vitrin.schema.json, which is what editors show"
    );
    for name in config::NAMES {
        assert!(schema["properties"][name].is_object(), "`{name}`");
    }
    let types = read("src/js/vitrin.d.ts");
    let settings = types
        .split_once("export interface Settings {")
        .and_then(|(_, rest)| rest.split_once("\n}"))
        .expect("vitrin.d.ts has an interface Settings")
        .0;
    for name in config::NAMES {
        let listed = settings.contains(&format!("\n  {name}?:"));
        assert_eq!(
            listed,
            !TAG_ONLY.contains(&name),
            "`{name}` in the Settings of src/js/vitrin.d.ts"
        );
    }
}

#[test]
fn every_event_of_ours_is_typed_and_every_typed_one_is_sent() {
    let mut sent = BTreeSet::new();
    for path in files("src/core", &[".rs"]) {
        let text = read(&path);
        for (_, line) in code(&path, &text) {
            sent.extend(names(line, '"'));
        }
    }
    sent.retain(|name| !NO_EVENTS.contains(&name.as_str()));
    let types = read("src/js/vitrin.d.ts");
    let map = types
        .split_once("interface VitrinBlockEventMap {")
        .expect("vitrin.d.ts types the events of blocks and, after them, of the document")
        .1;
    assert_eq!(
        sent,
        names(map, '\''),
        "left: announced in src/core; right: typed in src/js/vitrin.d.ts"
    );
}

#[test]
fn a_file_is_read_in_one_sitting() {
    let mut long = BTreeSet::new();
    for folder in ["src", "tools"] {
        for path in files(folder, &[".rs", ".js", ".css"]) {
            if path.contains("node_modules") {
                continue;
            }
            let text = read(&path);
            let lines = if path.ends_with(".rs") {
                code(&path, &text).len()
            } else {
                text.lines().count()
            };
            if lines > FILE_LINES {
                long.insert(format!("{path}: {lines} lines"));
            }
        }
    }
    assert_eq!(
        long,
        BTreeSet::new(),
        "more than {FILE_LINES} lines: split by what changes for different reasons"
    );
}

#[test]
fn nothing_committed_knows_the_machine_it_was_made_on() {
    let listed = Command::new("git")
        .arg("ls-files")
        .current_dir(root())
        .output();
    let Some(listed) = listed.ok().filter(|listed| listed.status.success()) else {
        println!("skipped: this is no git checkout, so nobody knows what is committed");
        return;
    };
    // Put together here, so that this file does not hold what it looks for.
    let homes = ["home", "root", "Users", "tmp", "work"].map(|folder| format!("/{folder}/"));
    let hosts = [
        ["registry", "npmjs.org"],
        ["static.crates", "io"],
        ["index.crates", "io"],
        ["files.pythonhosted", "org"],
        ["deb.debian", "org"],
    ]
    .map(|parts| parts.join("."));
    // A path of a file system stands at the beginning of a word; one of a shop stands behind its host.
    let begins = |before: &str| {
        before
            .chars()
            .next_back()
            .is_none_or(|last| last.is_whitespace() || "\"'`(=:,[<".contains(last))
    };
    let mut found = Vec::new();
    for path in String::from_utf8_lossy(&listed.stdout).lines() {
        // A file removed in this checkout is no longer here to be read; a picture has no text.
        let Ok(text) = fs::read_to_string(root().join(path)) else {
            continue;
        };
        for home in &homes {
            if text.match_indices(home).any(|(at, _)| begins(&text[..at])) {
                found.push(format!("{path}: a path below {home}"));
            }
        }
        for host in hosts.iter().filter(|host| text.contains(host.as_str())) {
            found.push(format!("{path}: {host}"));
        }
    }
    assert_eq!(found, Vec::<String>::new(), "it must build elsewhere too");
}
