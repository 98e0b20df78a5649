//! A catalog as Google Merchant's XML: a channel of items, or Atom's entries. Prefixes of names are not looked at.

use anyhow::{Result, bail};
use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use vitrin::core::value::Value;

use super::Found;

/// What is a product.
const ITEMS: [&str; 3] = ["item", "entry", "product"];

fn name(start: &BytesStart) -> String {
    String::from_utf8_lossy(start.local_name().as_ref()).to_lowercase()
}

/// The address in `<link href="…"/>`, as Atom writes it.
fn href(start: &BytesStart) -> Option<String> {
    let found = start.try_get_attribute("href").ok().flatten()?;
    Some(found.unescape_value().ok()?.into_owned())
}

/// The items of a document.
pub fn rows(text: &str) -> Result<Vec<Found>> {
    let line = |at: u64| {
        let before = text.as_bytes().get(..at as usize).unwrap_or_default();
        1 + before.iter().filter(|byte| **byte == b'\n').count() as u64
    };
    let mut reader = Reader::from_str(text);
    let mut found: Vec<Found> = Vec::new();
    let mut row: Option<(u64, Value)> = None;
    // The names of what is open within an item, and the text of the outermost.
    let mut open: Vec<String> = Vec::new();
    let mut cell = String::new();
    let mut last = 1;
    let mut counted = 0;
    loop {
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) => bail!("line {}: {error}", line(reader.error_position())),
        };
        match event {
            Event::Eof => break,
            Event::Start(start) if row.is_none() => {
                let here = reader.buffer_position();
                let new = text.as_bytes().get(counted as usize..here as usize);
                last += new.map_or(0, |new| {
                    new.iter().filter(|byte| **byte == b'\n').count() as u64
                });
                counted = here;
                if ITEMS.contains(&name(&start).as_str()) {
                    row = Some((last, Value::object()));
                }
            }
            Event::Start(start) => {
                if open.is_empty() {
                    cell = href(&start).unwrap_or_default();
                }
                open.push(name(&start));
            }
            Event::Empty(start) => {
                if let (Some((_, row)), true, Some(address)) =
                    (&mut row, open.is_empty(), href(&start))
                    && row.get(&name(&start)).is_null()
                {
                    row.put(&name(&start), address);
                }
            }
            Event::Text(text) if open.len() == 1 => cell.push_str(&text.xml_content()?),
            Event::CData(text) if open.len() == 1 => cell.push_str(&text.decode()?),
            Event::GeneralRef(entity) if open.len() == 1 => match entity.resolve_char_ref()? {
                Some(letter) => cell.push(letter),
                None => cell.push_str(resolve_predefined_entity(&entity.decode()?).unwrap_or(" ")),
            },
            Event::End(_) => match (open.pop(), &mut row) {
                (Some(field), Some((_, row))) if open.is_empty() => {
                    let text = cell.trim();
                    // The first of several is the one that is meant.
                    if !text.is_empty() && row.get(&field).is_null() {
                        row.put(&field, text);
                    }
                }
                (None, Some(_)) => found.extend(row.take().map(|(at, row)| Found {
                    row,
                    line: true,
                    at,
                })),
                _ => {}
            },
            _ => {}
        }
    }
    Ok(found)
}
