//! What the documentation shows is what there is: settings that the schema and the program take without a word, names that exist.
//! What only a browser or TypeScript can say of a piece of code, these say in their own tests.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use docs::fences::{Fence, all, of};
use serde_json::{Value, json};
use vitrin::core::effect::Effect;
use vitrin::core::engine::Engine;
use vitrin::core::event::Event;
use vitrin::core::time::Time;

/// Each language of a fence, and who tries it: `names` here, `browser` in `tests/e2e/tests/docs.rs`, `types` in `tests/types`.
/// `platform`: the platform's own engine runs it, and a browser opens what it writes (`tests/e2e/tests/docs.rs` too).
const TRIED: &[(&str, &[&str])] = &[
    // A drawing, or a file of a shop that no test starts (EverShop's, tried by hand).
    ("", &[]),
    ("css", &["names", "browser"]),
    ("html", &["names", "browser"]),
    ("js", &["names", "browser", "types"]),
    ("json", &["settings"]),
    ("liquid", &["names", "platform"]),
    ("php", &["names", "platform"]),
    ("python", &["names", "platform"]),
    ("sh", &["commands"]),
    ("smarty", &["names", "platform"]),
    ("ts", &["names", "types"]),
    ("xml", &["names", "platform"]),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: &str) -> Result<String> {
    std::fs::read_to_string(root().join(path)).with_context(|| path.to_owned())
}

fn schema(file: &str) -> Result<Value> {
    Ok(serde_json::from_str(&read(&format!("src/js/{file}"))?)?)
}

/// All faults of all fences at once, or none.
fn none(faults: &[String]) -> Result<()> {
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
    Ok(())
}

#[test]
fn no_fence_is_of_a_language_that_nobody_tries() -> Result<()> {
    let fences = all()?;
    assert!(
        fences.len() > 30,
        "the rule is blind: {} fences",
        fences.len()
    );
    let stray: Vec<String> = fences
        .iter()
        .filter(|fence| {
            !TRIED
                .iter()
                .any(|(language, _)| *language == fence.language)
        })
        .map(|fence| format!("{}: `{}` is tried by no test", fence.at, fence.language))
        .collect();
    none(&stray)
}

#[test]
fn settings_are_taken_without_a_word() -> Result<()> {
    let mut faults = Vec::new();
    for Fence { at, text, .. } in all()?.into_iter().filter(|fence| fence.language == "json") {
        faults.extend(
            settings(&text)?
                .into_iter()
                .map(|fault| format!("{at}: {fault}")),
        );
    }
    none(&faults)
}

/// A catalog: each product is one to the program, with all that a card shows.
fn feed(text: &str) -> Result<Vec<String>> {
    let rows = vitrin::core::recommend::feed::read(text, "https://shop.example/feed.json", None)
        .map_err(|at| anyhow::anyhow!("no feed at byte {at}"))?;
    let mut faults = Vec::new();
    for row in rows.items() {
        let product = vitrin::core::product::Product::read(row, None);
        let whole = product.as_ref().is_some_and(|product| {
            product.price.is_some() && product.image.is_some() && product.url.is_some()
        });
        if !whole {
            faults.push(format!("not understood: {product:?}"));
        }
    }
    Ok(faults)
}

/// What the schema and the program have to say of a piece of JSON: a catalog, an envelope of events, or settings.
fn settings(text: &str) -> Result<Vec<String>> {
    let value: Value = match serde_json::from_str(text) {
        Ok(value) => value,
        Err(error) => return Ok(vec![format!("no JSON: {error}")]),
    };
    if value.is_array() {
        return feed(text);
    }
    let envelope = value.get("events").is_some();
    let file = if envelope {
        "vitrin-event.schema.json"
    } else {
        "vitrin.schema.json"
    };
    let validator = jsonschema::validator_for(&schema(file)?)?;
    let mut faults: Vec<String> = validator
        .iter_errors(&value)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    if !envelope {
        faults.extend(warnings(text)?);
    }
    Ok(faults)
}

/// What the widget itself says of settings in the console.
fn warnings(text: &str) -> Result<Vec<String>> {
    let read = vitrin::core::json::read(text)
        .ok()
        .context("core reads it as JSON")?;
    let tag = vitrin::core::value::Value::object().with("endpoint", "/events");
    let mut engine = Engine::new();
    let start = Event::Started {
        // As the tag of a shop whose forms have somewhere to go.
        settings: vec![tag, read],
        seed: [1, 2],
        viewport: (1280, 900),
        address: String::new(),
    };
    let mut said = Vec::new();
    let mut events = vec![Event::Whole(String::new()), start];
    while let Some(event) = events.pop() {
        for effect in engine.update(Time(1), event) {
            match effect {
                Effect::Warn(warning) => said.push(warning.message),
                Effect::Pause => events.push(Event::On),
                _ => {}
            }
        }
    }
    Ok(said)
}

/// The names that markup, styles and scripts can use.
struct Names {
    settings: BTreeSet<String>,
    kinds: BTreeSet<String>,
    block: BTreeSet<String>,
    elements: BTreeSet<String>,
    files: BTreeSet<String>,
    properties: BTreeSet<String>,
    classes: String,
}

fn keys(value: &Value) -> BTreeSet<String> {
    value
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, _)| name.clone())
        .collect()
}

fn names() -> Result<Names> {
    let schema = schema("vitrin.schema.json")?;
    let css = read("src/js/vitrin.css")?;
    let mut block = keys(&schema["properties"]["blocks"]["items"]["properties"]);
    block.extend(["card-src", "class", "id", "style"].map(str::to_owned));
    Ok(Names {
        settings: keys(&schema["properties"]),
        kinds: schema["$defs"]["kind"]["enum"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|kind| kind.as_str().map(str::to_owned))
            .collect(),
        block,
        elements: [
            "vitrin-block",
            "vitrin-slot",
            "vitrin-privacy",
            "vitrin-popup",
        ]
        .map(str::to_owned)
        .into(),
        files: std::fs::read_dir(root().join("pkg"))?
            .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
            .collect::<Result<_>>()?,
        properties: css
            .lines()
            .filter_map(|line| line.strip_prefix("     --vitrin-"))
            .filter_map(|rest| rest.split_whitespace().next().map(str::to_owned))
            .collect(),
        classes: css
            + &read("src/js/card.js")?
            + &read("src/js/blocks.js")?
            + &read("src/js/blocks-more.js")?
            + &read("src/js/blocks-more.css")?,
    })
}

/// Every word that follows this mark and is made of these letters.
fn after<'a>(text: &'a str, mark: &str, is: fn(char) -> bool) -> Vec<&'a str> {
    text.split(mark)
        .skip(1)
        .map(|rest| rest.split(|c| !is(c)).next().unwrap_or_default())
        .collect()
}

fn word(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'
}

/// Every element of this name, from its `<` to the next `>`.
fn tags<'a>(text: &'a str, name: &str) -> Vec<&'a str> {
    text.split(&format!("<{name}"))
        .skip(1)
        .map(|rest| rest.split('>').next().unwrap_or_default())
        .collect()
}

/// Names in a piece of markup, style or script that there are not.
fn unknown(text: &str, names: &Names) -> Vec<String> {
    let mut faults = Vec::new();
    let mut wants = |known: bool, what: String| {
        if !known {
            faults.push(what);
        }
    };
    for element in after(text, "<vitrin-", word) {
        wants(
            names.elements.contains(&format!("vitrin-{element}")),
            format!("no element `vitrin-{element}`"),
        );
    }
    for tag in tags(text, "vitrin-block") {
        for kind in after(tag, "kind=\"", word) {
            wants(names.kinds.contains(kind), format!("no kind `{kind}`"));
        }
        for attribute in after(tag, " ", word)
            .into_iter()
            .filter(|name| tag.contains(&format!(" {name}=\"")))
        {
            wants(
                names.block.contains(attribute),
                format!("a block takes no `{attribute}`"),
            );
        }
    }
    for tag in tags(text, "script")
        .into_iter()
        .filter(|tag| tag.contains("vitrin.js"))
    {
        for name in after(tag, "data-", word) {
            wants(
                names.settings.contains(&name.replace('-', "_")),
                format!("no setting `data-{name}`"),
            );
        }
    }
    for name in after(text, ".dataset.", |c| c.is_ascii_alphanumeric()) {
        wants(
            names.settings.contains(name),
            format!("no setting `{name}`"),
        );
    }
    for name in after(text, "/vitrin/", |c| word(c) || c == '.') {
        wants(
            name.is_empty() || names.files.contains(name),
            format!("no file `{name}` in the package"),
        );
    }
    for property in after(text, "--vitrin-", word) {
        wants(
            names.properties.contains(property),
            format!("no property `--vitrin-{property}`"),
        );
    }
    for class in after(text, ".vitrin-", word) {
        wants(
            names.classes.contains(&format!("vitrin-{class}")),
            format!("no class `vitrin-{class}`"),
        );
    }
    faults
}

#[test]
fn what_is_named_is_there() -> Result<()> {
    let names = names()?;
    assert!(
        names.kinds.len() > 10
            && names.properties.len() > 8
            && names.block.len() > 8
            && names.settings.len() > 20
            && names.files.len() > 10,
        "the rule is blind: {} kinds, {} properties, {:?}",
        names.kinds.len(),
        names.properties.len(),
        names.block
    );
    let mut faults = Vec::new();
    for Fence { at, text, language } in all()? {
        if TRIED
            .iter()
            .any(|(name, by)| *name == language && by.contains(&"names"))
        {
            faults.extend(
                unknown(&text, &names)
                    .into_iter()
                    .map(|fault| format!("{at}: {fault}")),
            );
        }
    }
    none(&faults)
}

#[test]
fn each_rule_finds_what_breaks_it() -> Result<()> {
    let names = names()?;
    for wrong in [
        "<vitrin-blok kind=\"new\"></vitrin-blok>",
        "<vitrin-block kind=\"you-like\"></vitrin-block>",
        "<vitrin-block kind=\"new\" limits=\"4\"></vitrin-block>",
        "<script async src=\"/vitrin/vitrin.js\" data-endpiont=\"/events\"></script>",
        "<link href=\"/vitrin/vitrin-blocks.css\">",
        "script.dataset.feeds = '/feed.json'",
        ":root { --vitrin-accnt: red; }",
        ".vitrin-crad { color: red; }",
    ] {
        assert!(
            unknown(wrong, &names).len() == 1,
            "{wrong}: {:?}",
            unknown(wrong, &names)
        );
    }
    for wrong in [
        json!({ "endpiont": "/events" }),
        json!({ "campaigns": ["cart-rescu"] }),
        json!([{ "id": "1", "title": "Lamp", "url": "/p/1", "picture": "/1.jpg", "price": "9.00", "currency": "EUR" }]),
        json!({ "v": 1, "sent_at": "2026-11-22T10:15:32.120Z", "events": [{ "name": "add_to_cart" }] }),
    ] {
        assert!(!settings(&wrong.to_string())?.is_empty(), "{wrong}");
    }
    let [fence] = &of("a.md", "1. So:\n\n   ```js\n   let a;\n   ```\n")[..] else {
        anyhow::bail!("a fence in a list");
    };
    assert!(
        (&*fence.at, &*fence.language, &*fence.text) == ("a.md:3", "js", "let a;\n"),
        "{fence:?}"
    );
    Ok(())
}
