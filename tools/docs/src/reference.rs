//! Tables that are read from what they describe, so that they cannot be wrong: settings, events, custom properties, parts, adapters, languages, examples.

use std::fmt::Write;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::parts;

/// What stands after `<!-- name -->`, as Markdown.
pub fn named(name: &str) -> Result<String> {
    match name.split_once(' ') {
        Some(("example", file)) => example(file),
        Some(("source", path)) => source(path),
        Some(("shared", name)) => shared(name),
        Some(("settings", part)) => part_of_settings(part),
        _ => match name {
            "settings" => settings(),
            "properties" => properties(),
            "parts" => parts::table("popup"),
            "panel-parts" => parts::table("privacy"),
            "adapters" => adapters(),
            "languages" => languages(),
            "events" => events(),
            "package" => package(),
            "pictures" => pictures(),
            _ => bail!("`<!-- {name} -->`: known are {}", NAMES.join(", ")),
        },
    }
}

fn read(path: &str) -> Result<String> {
    std::fs::read_to_string(crate::root().join(path)).with_context(|| format!("cannot read {path}"))
}

fn json(path: &str) -> Result<Value> {
    serde_json::from_str(&read(path)?).with_context(|| path.to_owned())
}

/// A cell: one line, bars escaped, and what looks like markup outside of code too.
fn cell(text: &str) -> String {
    let line = text.replace('|', "\\|").replace('\n', " ");
    let pieces = line.split('`').enumerate().map(|(at, piece)| {
        if at % 2 == 0 {
            piece.replace('<', "\\<")
        } else {
            piece.to_owned()
        }
    });
    pieces.collect::<Vec<_>>().join("`")
}

/// What can be taken from a source, by the first word of the comment.
pub const NAMES: &[&str] = &[
    "example",
    "source",
    "shared",
    "settings",
    "properties",
    "parts",
    "panel-parts",
    "adapters",
    "languages",
    "events",
    "package",
    "pictures",
];

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or("")
}

/// What has a table of its own in the page of settings, and what a cell says instead of repeating it.
const TOLD_ELSEWHERE: &[(&str, &str)] = &[
    ("kind", "[kind](blocks.md#kinds)"),
    ("rule", "[rule](#rules)"),
    ("clause", "[products](#which-products)"),
    ("audience", "[audience](#audiences)"),
    ("triggers", "[triggers](#what-brings-a-campaign-up)"),
    ("content", "[content](#what-stands-in-a-popup)"),
];

/// What a schema takes, in words.
fn takes(schema: &Value, whole: &Value) -> String {
    if let Some(path) = schema["$ref"].as_str() {
        let name = path.rsplit('/').next().unwrap_or_default();
        if let Some((_, said)) = TOLD_ELSEWHERE.iter().find(|(told, _)| *told == name) {
            return (*said).to_owned();
        }
        return takes(referred(schema, whole), whole);
    }
    if let Some(one) = schema["allOf"].get(0) {
        return takes(one, whole);
    }
    if let Some(values) = schema["enum"].as_array() {
        let names: Vec<String> = values
            .iter()
            .map(|value| match value.as_str() {
                Some("") => "or nothing".to_owned(),
                Some(name) => format!("`{name}`"),
                None => format!("`{value}`"),
            })
            .collect();
        return with_default(names.join(" "), schema);
    }
    if let Some(path) = schema["additionalProperties"]["$ref"].as_str()
        && TOLD_ELSEWHERE.iter().any(|(told, _)| path.ends_with(told))
    {
        return format!("by name, {}", takes(&schema["additionalProperties"], whole));
    }
    if let (Some("array"), Some(_)) = (schema["type"].as_str(), schema["items"]["$ref"].as_str()) {
        return format!("list of {}", takes(&schema["items"], whole));
    }
    for several in ["oneOf", "anyOf"] {
        if let Some(any) = schema[several]
            .as_array()
            .filter(|any| any.iter().all(|one| !takes(one, whole).is_empty()))
        {
            let kinds: Vec<String> = any.iter().map(|one| takes(one, whole)).collect();
            return with_default(kinds.join(" or "), schema);
        }
    }
    if let Some(one) = schema["const"].as_str() {
        return format!("`{one}`");
    }
    let kind = match &schema["type"] {
        Value::String(kind) => kind.clone(),
        Value::Array(kinds) => kinds
            .iter()
            .filter_map(Value::as_str)
            .collect::<Vec<_>>()
            .join(" or "),
        _ => return String::new(),
    };
    let mut out = kind.replace("array", "list");
    if let (Some(least), most) = (schema["minimum"].as_i64(), schema["maximum"].as_i64()) {
        let _ = match most {
            Some(most) => write!(out, " {least}–{most}"),
            None => write!(out, " ≥ {least}"),
        };
    }
    with_default(out, schema)
}

fn with_default(takes: String, schema: &Value) -> String {
    match &schema["default"] {
        Value::Null => takes,
        Value::String(default) => format!("{takes}, default `{default}`"),
        default => format!("{takes}, default `{default}`"),
    }
}

/// The schema itself, or what it refers to.
fn referred<'a>(schema: &'a Value, whole: &'a Value) -> &'a Value {
    match schema["$ref"].as_str() {
        Some(path) => whole
            .pointer(path.trim_start_matches('#'))
            .map_or(schema, |there| referred(there, whole)),
        None => schema,
    }
}

/// The same, but nothing for what has a table of its own.
fn told_here<'a>(schema: &'a Value, whole: &'a Value) -> &'a Value {
    let name = schema["$ref"]
        .as_str()
        .and_then(|path| path.rsplit('/').next());
    match name {
        Some(name) if TOLD_ELSEWHERE.iter().any(|(told, _)| *told == name) => &Value::Null,
        _ => referred(schema, whole),
    }
}

/// What a property is, in its own words or those of what it refers to.
fn what<'a>(schema: &'a Value, whole: &'a Value) -> &'a str {
    match text(schema, "description") {
        // Which there are stands where the link leads.
        "" if schema["$ref"] == "#/$defs/kind" => "What it shows.",
        "" => text(referred(schema, whole), "description"),
        own => own,
    }
}

fn settings() -> Result<String> {
    let schema = json("src/js/vitrin.schema.json")?;
    let mut out = "| setting | takes | what |\n|---|---|---|\n".to_owned();
    rows(&mut out, &schema["properties"], "", &schema)?;
    Ok(out)
}

/// The table of a part that settings name and that is a table of its own.
fn part_of_settings(part: &str) -> Result<String> {
    let schema = json("src/js/vitrin.schema.json")?;
    let place = match part {
        "campaign" => "/properties/campaigns/oneOf/1/items/oneOf/1",
        "clause" => "/$defs/clause/oneOf/1",
        "rule" => "/$defs/rule",
        "triggers" => "/$defs/triggers",
        "audience" => "/$defs/audience",
        "content" => "/$defs/content",
        _ => bail!("no part of the settings is told of as `{part}`"),
    };
    let properties = &schema.pointer(place).context("the schema has moved")?["properties"];
    let mut out = "| field | takes | what |\n|---|---|---|\n".to_owned();
    rows(&mut out, properties, "", &schema)?;
    Ok(out)
}

/// A row for each property, then for those inside it. None is without a word.
fn rows(out: &mut String, properties: &Value, path: &str, schema: &Value) -> Result<()> {
    for (name, property) in properties.as_object().into_iter().flatten() {
        if name == "$schema" {
            continue;
        }
        let path = format!("{path}{name}");
        let what = what(property, schema);
        if what.is_empty() {
            bail!("the schema does not say what `{path}` is");
        }
        let _ = writeln!(
            out,
            "| `{path}` | {} | {} |",
            cell(&takes(property, schema)),
            cell(what)
        );
        for (inside, mark) in [(property, "."), (&property["items"], "[].")] {
            let inner = &told_here(inside, schema)["properties"];
            rows(out, inner, &format!("{path}{mark}"), schema)?;
        }
    }
    Ok(())
}

/// The list of custom properties stands at the head of `vitrin.css`.
fn properties() -> Result<String> {
    let css = read("src/js/vitrin.css")?;
    let mut out = "| property | takes | default | what |\n|---|---|---|---|\n".to_owned();
    for line in css.lines() {
        let Some(rest) = line.strip_prefix("     --vitrin-") else {
            continue;
        };
        let (name, rest) = rest
            .split_once(' ')
            .context("a custom property without a word on it")?;
        let mut said = rest
            .split("  ")
            .map(str::trim)
            .filter(|one| !one.is_empty());
        let (Some(takes), Some(what), Some(default)) = (said.next(), said.next(), said.next())
        else {
            bail!(
                "--vitrin-{name} wants what it takes, what it is for and its default, two spaces between them"
            );
        };
        let _ = writeln!(
            out,
            "| `--vitrin-{name}` | {} | {} | {} |",
            cell(takes),
            cell(default.trim_matches(['(', ')'])),
            cell(what)
        );
    }
    Ok(out)
}

fn adapters() -> Result<String> {
    let mut out = "| name | needs | asks consent for | when the page is left | facts from |\n|---|---|---|---|---|\n".to_owned();
    let mut names: Vec<_> = std::fs::read_dir(crate::root().join("src/adapters"))?
        .filter_map(|entry| {
            entry
                .ok()
                .map(|entry| entry.file_name().to_string_lossy().into_owned())
        })
        .filter(|name| name.ends_with(".json") && !name.ends_with(".schema.json"))
        .collect();
    names.sort();
    for name in names {
        let table = json(&format!("src/adapters/{name}"))?;
        let list = |value: &Value| {
            let names: Vec<String> = value
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .map(|name| format!("`{name}`"))
                .collect();
            names.join(" ")
        };
        let requests = table["requests"].as_object();
        let in_page =
            requests.is_some_and(|all| all.values().any(|request| request["call"].is_string()));
        let unload = requests.is_some_and(|all| {
            all.values()
                .any(|request| request["unload"].as_bool() == Some(true))
        });
        let _ = writeln!(
            out,
            "| `{}` | {} | {} | {} | {} ({}) |",
            text(&table, "name"),
            list(&table["needs"]),
            list(&table["purposes"]),
            if in_page {
                "in the page"
            } else if unload {
                "sent"
            } else {
                "kept for the next page"
            },
            cell(text(&table["facts"], "source")),
            text(&table["facts"], "date"),
        );
    }
    Ok(out)
}

fn languages() -> Result<String> {
    let mut names: Vec<_> = std::fs::read_dir(crate::root().join("src/lang"))?
        .filter_map(|entry| {
            entry
                .ok()
                .map(|entry| entry.file_name().to_string_lossy().into_owned())
        })
        .filter(|name| name != "en.json")
        .filter_map(|name| name.strip_suffix(".json").map(|name| format!("`{name}`")))
        .collect();
    names.sort();
    Ok(format!("`en` (built in) {}\n", names.join(" ")))
}

/// The vocabulary, from the schema that every event of every test is checked against.
fn events() -> Result<String> {
    let schema = json("src/js/vitrin-event.schema.json")?;
    let mut out = "| field | takes | what |\n|---|---|---|\n".to_owned();
    let event = &schema["$defs"]["event"];
    rows(
        &mut out,
        if event.is_null() {
            &schema["properties"]
        } else {
            &event["properties"]
        },
        "",
        &schema,
    )?;
    Ok(out)
}

fn package() -> Result<String> {
    let mut out = "| file | bytes |\n|---|---:|\n".to_owned();
    let mut names: Vec<_> = std::fs::read_dir(crate::root().join("pkg"))?
        .filter_map(Result::ok)
        .collect();
    names.sort_by_key(std::fs::DirEntry::file_name);
    for entry in names {
        let _ = writeln!(
            out,
            "| `{}` | {} |",
            entry.file_name().to_string_lossy(),
            entry.metadata()?.len()
        );
    }
    Ok(out)
}

/// A file of the repository that a test uses as it stands.
fn source(path: &str) -> Result<String> {
    let kind = path.rsplit('.').next().unwrap_or_default();
    Ok(format!("```{kind}\n{}\n```", read(path)?.trim_end()))
}

/// What several pages say in the same words: the text of `shared-<name>.md` after its title and its sentence.
fn shared(name: &str) -> Result<String> {
    let text = read(&format!("tools/docs/pages/shared-{name}.md"))?;
    let (_, body) = text
        .split_once("\n\n")
        .context("a shared text begins after its title and a blank line")?;
    Ok(body.to_owned())
}

/// What an example that a test runs marks as shown, and the way to the whole of it.
fn example(file: &str) -> Result<String> {
    let text = read(&format!("www/docs/examples/{file}"))?;
    let language = file.rsplit('.').next().unwrap_or("");
    Ok(format!(
        "```{language}\n{}\n```\n\n[Run this example](../../../www/docs/examples/{file})\n",
        shown(&text).with_context(|| file.to_owned())?
    ))
}

/// The lines between `<!-- shown -->` and `<!-- /shown -->`, each piece without its indent.
fn shown(text: &str) -> Result<String> {
    let mut pieces = Vec::new();
    for piece in text.split("<!-- shown -->\n").skip(1) {
        let (piece, _) = piece
            .split_once("<!-- /shown -->")
            .context("`<!-- shown -->` has no end")?;
        let lines: Vec<&str> = piece.trim_end().lines().collect();
        let indent = |line: &&str| line.len() - line.trim_start().len();
        let least = lines.iter().map(indent).min().unwrap_or(0);
        let cut: Vec<&str> = lines.iter().map(|line| &line[least..]).collect();
        pieces.push(cut.join("\n"));
    }
    if pieces.is_empty() {
        bail!("an example says by `<!-- shown -->` which of its lines a guide shows");
    }
    Ok(pieces.join("\n\n"))
}

/// What `tests/look/pictures.mjs` took: a row for each popup, block and page, in its four forms.
fn pictures() -> Result<String> {
    const FORMS: [&str; 4] = ["desktop", "desktop-dark", "phone", "phone-dark"];
    let mut files = std::collections::BTreeSet::new();
    for entry in std::fs::read_dir(crate::root().join("www/docs/pictures"))? {
        files.insert(entry?.file_name().to_string_lossy().into_owned());
    }
    let mut out = "| what | desktop | dark | phone | dark |\n|---|---|---|---|---|\n".to_owned();
    let things = files
        .iter()
        .filter_map(|file| file.strip_suffix("-desktop.webp"));
    for thing in things {
        let _ = write!(out, "| {} |", thing.replace('-', " "));
        for form in FORMS {
            let file = format!("{thing}-{form}.webp");
            if !files.contains(&file) {
                bail!("www/docs/pictures has no {file}");
            }
            let _ = write!(
                out,
                " [![{} {}](../../../www/docs/pictures/{file})](../../../www/docs/pictures/{file}) |",
                thing.replace('-', " "),
                form.replace('-', " ")
            );
        }
        out.push('\n');
    }
    Ok(out)
}
