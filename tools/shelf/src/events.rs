//! The shop's own events: a line is an event or an envelope of them, in the neutral form that the widget posts.
//! Whatever else stands in them is not read; page and visitor may be missing.

use std::borrow::Cow;
use std::fmt;

use datafusion::arrow::compute::kernels::cast_utils::string_to_timestamp_nanos;
use serde::Deserialize;
use serde::de::{Deserializer, Error, Visitor};
use vitrin::core::shelf::code::hash;

use crate::rows::{Chunk, Row};

const EXPECTED: &str =
    "an event ({\"name\", \"at\", \"session\", \"items\"}) or an envelope ({\"events\": […]})";
const LISTED: &str = "an event or an envelope a line ({\"events\": […]}), not a list, nor a document of several lines";
const EXPECTED_AT: &str = "`at` as ISO 8601 or milliseconds since 1970";
/// Events that say: this product had this shopper's attention.
const LOOKED: [&str; 4] = ["view_item", "select_item", "add_to_cart", "add_to_wishlist"];

/// What of an event is read, and so which columns of Parquet.
pub const FIELDS: [&str; 12] = [
    "name",
    "id",
    "at",
    "session",
    "visitor",
    "transaction_id",
    "region",
    "country",
    "page",
    "items",
    "item_id",
    "events",
];

/// A string, or a number as its text: shops write ids both ways.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Text<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reading;
        impl<'de> Visitor<'de> for Reading {
            type Value = Text<'de>;
            fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
                out.write_str("a text or a number")
            }
            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Borrowed(text)))
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }
            fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
                Ok(Text(Cow::Owned(number.to_string())))
            }
            fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
                Ok(Text(Cow::Owned(number.to_string())))
            }
            fn visit_f64<E: Error>(self, number: f64) -> Result<Self::Value, E> {
                Ok(Text(Cow::Owned(number.to_string())))
            }
        }
        deserializer.deserialize_any(Reading)
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Page<'a> {
    #[serde(borrow)]
    region: Option<Text<'a>>,
    country: Option<Text<'a>>,
}

/// A page, or whatever else stands in its place: an address, as some write it, tells no region.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Place<'a> {
    #[serde(borrow)]
    Page(Page<'a>),
    Other(serde::de::IgnoredAny),
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, expecting = "an item ({\"item_id\"})")]
struct Item<'a> {
    #[serde(borrow)]
    item_id: Option<Text<'a>>,
    id: Option<Text<'a>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, expecting = "an event")]
struct Event<'a> {
    #[serde(borrow)]
    name: Option<Text<'a>>,
    id: Option<Text<'a>>,
    at: Option<Text<'a>>,
    session: Option<Text<'a>>,
    visitor: Option<Text<'a>>,
    transaction_id: Option<Text<'a>>,
    region: Option<Text<'a>>,
    country: Option<Text<'a>>,
    page: Option<Place<'a>>,
    item_id: Option<Text<'a>>,
    items: Option<Vec<Item<'a>>>,
    events: Option<Vec<Event<'a>>>,
}

/// Reads whole lines; `first` numbers the first, so that a line without any name is still a visit of its own.
pub fn read(text: &str, file: &str, first: u64) -> Chunk {
    let mut chunk = Chunk::default();
    for line in text.split_terminator('\n') {
        let number = first + chunk.lines;
        chunk.lines += 1;
        let line = line.trim_start_matches('\u{feff}').trim();
        if line.is_empty() {
            continue;
        }
        match serde_json::from_str::<Event>(line) {
            Ok(_) if line.starts_with('[') => chunk.bad.push((number, LISTED.to_owned())),
            Ok(event) if event.name.is_some() || event.events.is_some() => {
                let mut bad = None;
                let one = std::slice::from_ref(&event);
                for event in event.events.as_deref().unwrap_or(one) {
                    if let Err(expected) = take(event, &mut chunk, file, number) {
                        bad = Some(expected);
                    }
                }
                if let Some(expected) = bad {
                    chunk.bad.push((number, expected.to_owned()));
                }
            }
            Ok(_) => chunk.bad.push((number, EXPECTED.to_owned())),
            Err(_) if line.starts_with('[') => chunk.bad.push((number, LISTED.to_owned())),
            Err(error) => {
                let told = error.to_string();
                let what = told.split(" at line ").next().unwrap_or(&told);
                let at = error.column();
                chunk
                    .bad
                    .push((number, format!("{EXPECTED}; column {at}: {what}")));
            }
        }
    }
    chunk
}

fn take(event: &Event, chunk: &mut Chunk, file: &str, line: u64) -> Result<(), &'static str> {
    let name = event.name.as_ref().map_or("", |name| &name.0);
    let bought = name == "purchase";
    if name.is_empty() {
        return Err(EXPECTED);
    }
    if !bought && !LOOKED.contains(&name) {
        chunk.other += 1;
        return Ok(());
    }
    let at = event
        .at
        .as_ref()
        .and_then(|at| moment(&at.0))
        .ok_or(EXPECTED_AT)?;
    let whose = |names: &[(&str, &Option<Text>)]| {
        for (kind, name) in names {
            if let Some(name) = name
                && !name.0.is_empty()
            {
                return hash(&[kind, ":", &name.0].concat()) as i64;
            }
        }
        hash(&format!("line:{file}:{line}")) as i64
    };
    let visit = if bought {
        whose(&[("order", &event.transaction_id), ("event", &event.id)])
    } else {
        whose(&[("session", &event.session), ("visitor", &event.visitor)])
    };
    let page = match &event.page {
        Some(Place::Page(page)) => Some(page),
        _ => None,
    };
    let region = event
        .region
        .as_ref()
        .or(event.country.as_ref())
        .or_else(|| page.and_then(|page| page.region.as_ref().or(page.country.as_ref())))
        .map_or("", |region| &region.0);
    let region = chunk.regions.number(region);
    let items = event.items.as_deref().unwrap_or_default();
    let of_items = items
        .iter()
        .map(|item| item.item_id.as_ref().or(item.id.as_ref()));
    // A table has a row for each, with the id in a column.
    let alone = event.item_id.iter().map(Some);
    if items.is_empty() && event.item_id.is_none() {
        chunk.other += 1;
    }
    for id in of_items.chain(alone.filter(|_| items.is_empty())) {
        let Some(id) = id.filter(|id| !id.0.trim().is_empty()) else {
            return Err("items with `item_id`");
        };
        // What is no UTF-8 has become that letter; a name with it would be nobody's.
        if id.0.contains(char::REPLACEMENT_CHARACTER) {
            return Err("`item_id` in UTF-8");
        }
        let row = Row {
            visit,
            at,
            item: chunk.items.number(id.0.trim()),
            region,
        };
        if bought {
            &mut chunk.bought
        } else {
            &mut chunk.viewed
        }
        .push(row);
    }
    Ok(())
}

/// A moment in milliseconds: ISO 8601, or a number since 1970 in seconds or milliseconds.
pub fn moment(text: &str) -> Option<i64> {
    let text = text.trim();
    if text.len() > 10 && text.as_bytes().get(4) == Some(&b'-')
        || text.contains([':', '/'])
        || text.len() == 10 && text.contains('-')
    {
        return string_to_timestamp_nanos(text)
            .ok()
            .map(|nanos| nanos / 1_000_000);
    }
    let number: f64 = text.parse().ok()?;
    // Seconds until the year 5138.
    let millis = if number.abs() < 1e11 {
        number * 1000.0
    } else {
        number
    };
    (millis.abs() < 1e16).then_some(millis as i64)
}
