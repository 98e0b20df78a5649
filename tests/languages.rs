//! Default texts: every language says everything that English says and nothing else, with what is put into it, and the widget knows each file.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test reads files, and stops at the first thing that is not as told"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use vitrin::core::recommend::Kind;

/// Intl's plural categories.
const PLURALS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

fn source(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(path)
}

/// What blocks say is built into core and the card, in English.
fn blocks() -> BTreeMap<String, Value> {
    let headings = Kind::ALL.map(|kind| (format!("block.{}", kind.name()), kind.heading().into()));
    let mut words = BTreeMap::from(headings);
    words.insert("sold-out".to_owned(), "Sold out".into());
    words
}

fn languages() -> BTreeMap<String, BTreeMap<String, Value>> {
    let mut all: BTreeMap<String, BTreeMap<String, Value>> = BTreeMap::new();
    for entry in fs::read_dir(source("lang")).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let words = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path:?}: {error}"));
        all.insert(
            path.file_stem().unwrap().to_string_lossy().into_owned(),
            words,
        );
    }
    all.entry("en".to_owned()).or_default().extend(blocks());
    all
}

/// What is put into a text, such as `{n}`.
fn places(text: &str) -> BTreeSet<&str> {
    let parts = text.split('{').skip(1);
    parts.filter_map(|part| part.split('}').next()).collect()
}

#[test]
fn every_language_has_every_text_and_no_other() {
    let all = languages();
    let english = &all["en"];
    for (language, words) in &all {
        let (ours, theirs): (Vec<_>, Vec<_>) = (english.keys().collect(), words.keys().collect());
        assert_eq!(theirs, ours, "src/lang/{language}.json");
    }
}

#[test]
fn what_is_put_into_a_text_is_put_into_it_in_every_language() {
    let all = languages();
    for (language, words) in &all {
        for (name, text) in words {
            let english = &all["en"][name];
            if let Some(plurals) = text.as_object() {
                assert!(plurals.contains_key("other"), "{language}: {name}");
                for category in plurals.keys() {
                    assert!(
                        PLURALS.contains(&category.as_str()),
                        "{language}: {name}.{category}"
                    );
                }
                assert!(english.is_object() && plurals["other"].as_str().unwrap().contains("{n}"));
                continue;
            }
            let text = text
                .as_str()
                .unwrap_or_else(|| panic!("{language}: {name}"));
            assert!(!text.trim().is_empty(), "{language}: {name}");
            assert_eq!(
                places(text),
                places(english.as_str().unwrap()),
                "{language}: {name}"
            );
        }
    }
}

#[test]
fn the_widget_asks_for_the_files_that_there_are() {
    let script = fs::read_to_string(source("js/language.js")).unwrap();
    let (_, list) = script.split_once("/^(").unwrap();
    let (list, _) = list.split_once(')').unwrap();
    let asked: Vec<String> = list.split('|').map(str::to_owned).collect();
    let there: Vec<String> = languages()
        .into_keys()
        .filter(|name| name != "en")
        .collect();
    assert_eq!(asked, there, "left: language.js; right: src/lang");
}

#[test]
fn every_reason_and_control_beside_cards_has_its_words_in_every_language() {
    let script = fs::read_to_string(source("js/blocks-more.js")).unwrap();
    let read = |language: &str| -> BTreeMap<String, String> {
        let text = fs::read_to_string(source(&format!("lang-more/{language}.json"))).unwrap();
        serde_json::from_str(&text).unwrap()
    };
    let german = read("de");
    for language in languages().keys().filter(|language| *language != "en") {
        let words = read(language);
        assert!(words.keys().eq(german.keys()), "{language}");
        for (name, text) in &words {
            assert_eq!(places(text), places(&german[name]), "{language}: {name}");
        }
    }
    for name in german.keys() {
        let (group, code) = name.split_once('.').unwrap();
        let said = match group {
            "history" => format!("say('{code}'"),
            "why" if !["ask", "here"].contains(&code) => code.to_owned(),
            _ => format!("words['{name}']"),
        };
        assert!(script.contains(&said), "{name} is said nowhere");
    }
    for reason in ["bought-with", "near", "shop-choice", "matches-search"] {
        assert!(german.contains_key(&format!("why.{reason}")));
    }
}

#[test]
fn the_shoppers_panel_speaks_every_language() {
    let script = fs::read_to_string(source("js/privacy.js")).unwrap();
    let read = |language: &str| -> BTreeMap<String, String> {
        let text = fs::read_to_string(source(&format!("lang-privacy/{language}.json"))).unwrap();
        serde_json::from_str(&text).unwrap()
    };
    let english = read("en");
    for language in languages().keys() {
        let words = read(language);
        assert!(words.keys().eq(english.keys()), "{language}");
        assert!(words.values().all(|text| !text.trim().is_empty()));
    }
    for name in english.keys() {
        let last = name.split('-').next_back().unwrap();
        assert!(
            [name, last].iter().any(|name| {
                script.contains(&format!("'{name}'"))
                    || script.contains(&format!("say.{name}"))
                    || script.contains(&format!("{name}:"))
            }),
            "{name} is said nowhere"
        );
    }
}
