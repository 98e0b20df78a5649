//! The tables of backends: checked against their schema and against themselves, and made small. An error names the file, the path and the reason.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// What a table can say.
const SCHEMA: &str = "table.schema.json";

/// The tables of `src/adapters` as files of the package.
pub fn tables(root: &Path) -> Result<BTreeMap<String, Vec<u8>>> {
    let folder = root.join("src/adapters");
    let schema = read(&folder.join(SCHEMA))?;
    let validator = jsonschema::validator_for(&schema)
        .map_err(|error| anyhow::anyhow!("src/adapters/{SCHEMA}: {error}"))?;
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(&folder)? {
        let path = entry?.path();
        let file = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if !file.ends_with(".json") || file == SCHEMA {
            continue;
        }
        let mut table = read(&path)?;
        let wrong = wrong(&validator, &table, file.trim_end_matches(".json"));
        if !wrong.is_empty() {
            bail!("src/adapters/{file}: {}", wrong.join("; "));
        }
        if let Some(fields) = table.as_object_mut() {
            fields.remove("$schema");
        }
        files.insert(format!("adapters/{file}"), serde_json::to_vec(&table)?);
    }
    Ok(files)
}

fn read(path: &Path) -> Result<Value> {
    let text =
        std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    serde_json::from_str(&text).with_context(|| format!("{} is not JSON", path.display()))
}

/// Every mistake with its path: what the schema says, and names that nothing has.
fn wrong(validator: &jsonschema::Validator, table: &Value, name: &str) -> Vec<String> {
    let mut found: Vec<String> = validator
        .iter_errors(table)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    if table["name"] != name {
        found.push(format!("/name: expected {name}, as the file is named"));
    }
    let known = |list: &str, name: &str| table[list].get(name).is_some();
    for (at, text) in texts(table, "") {
        for operation in text
            .strip_prefix('=')
            .iter()
            .flat_map(|blank| blank.split('|').skip(1))
        {
            if let Some(("to" | "in", part)) = operation.split_once(':')
                && !known("parts", part)
            {
                found.push(format!("{at}: there is no part {part}"));
            }
        }
    }
    let events = table["events"].as_object();
    let rows = events
        .into_iter()
        .flatten()
        .map(|(event, rows)| (format!("/events/{event}"), rows))
        .chain(table.get("other").map(|rows| ("/other".to_owned(), rows)));
    for (at, rows) in rows {
        let one = std::slice::from_ref(rows);
        for row in rows.as_array().map_or(one, Vec::as_slice) {
            for (list, key, usual) in [("shapes", "shape", "event"), ("requests", "to", "events")] {
                let wanted = row.get(key).and_then(Value::as_str).unwrap_or(usual);
                if !known(list, wanted) {
                    found.push(format!("{at}: there is no {wanted} in {list}"));
                }
            }
        }
    }
    found
}

/// Every text of a tree with its path.
fn texts<'a>(value: &'a Value, at: &str) -> Vec<(String, &'a str)> {
    match value {
        Value::String(text) => vec![(at.to_owned(), text)],
        Value::Array(items) => (items.iter().enumerate())
            .flat_map(|(place, inner)| texts(inner, &format!("{at}/{place}")))
            .collect(),
        Value::Object(fields) => (fields.iter())
            .flat_map(|(name, inner)| texts(inner, &format!("{at}/{name}")))
            .collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_table_can_be_read_and_is_small() {
        let files = tables(&crate::place::root()).unwrap();
        assert!(files.len() >= 22, "{}", files.len());
        for (name, bytes) in files {
            assert!(bytes.len() < 8 * 1024, "{name} has {} bytes", bytes.len());
        }
    }

    #[test]
    fn the_settings_know_every_table_by_its_name() {
        let root = crate::place::root();
        let schema = read(&root.join("src/js/vitrin.schema.json")).unwrap();
        let listed = &schema["properties"]["backends"]["items"]["properties"]["name"]["enum"];
        let mut names = vec![json!("custom")];
        names.extend(tables(&root).unwrap().keys().map(|file| {
            let name = file.trim_start_matches("adapters/");
            json!(name.trim_end_matches(".json"))
        }));
        assert_eq!(listed, &json!(names));
    }

    #[test]
    fn a_mistake_is_named_with_its_path_and_reason() {
        let folder = crate::place::root().join("src/adapters");
        let schema = read(&folder.join(SCHEMA)).unwrap();
        let validator = jsonschema::validator_for(&schema).unwrap();
        let spoilt = |path: &str, value: Value| {
            let mut table = read(&folder.join("segment.json")).unwrap();
            *table.pointer_mut(path).unwrap() = value;
            wrong(&validator, &table, "segment").join("\n")
        };
        assert_eq!(spoilt("/max_age", json!(86400)), "");
        let unknown = spoilt("/shapes/event/messageId", json!("=id|shout"));
        assert!(unknown.contains("/shapes/event"), "{unknown}");
        let host = spoilt("/requests/events/url/0", json!("https://api.segment.io"));
        assert!(host.contains("/requests/events"), "{host}");
        for (path, value, said) in [
            (
                "/max_age",
                json!(1),
                "/max_age: 1 is less than the minimum of 60",
            ),
            (
                "/facts",
                json!({"source": "x"}),
                "/facts: \"date\" is a required property",
            ),
            (
                "/data/products",
                json!("=items|to:prodct"),
                "/data/products: there is no part prodct",
            ),
            (
                "/events/page_view",
                json!({"shape": "pge"}),
                "/events/page_view: there is no pge in shapes",
            ),
            (
                "/name",
                json!("segmnt"),
                "/name: expected segment, as the file is named",
            ),
        ] {
            assert_eq!(spoilt(path, value), said);
        }
    }
}
