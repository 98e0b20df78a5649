//! A catalog as a table with a header line, between tabs, commas, semicolons or bars; also the line that tells which of them it is.

use anyhow::{Result, bail};
use vitrin::core::value::Value;

use super::{EXPECTED, Found};
use crate::rows::Bad;

/// Letters of a header that a message tells: what is no table may be one long line.
const TOLD: usize = 200;

/// What stands between the cells of a table: whatever its header has most of, for names of columns have none.
pub fn delimiter(header: &str) -> u8 {
    let count = |mark: &u8| header.bytes().filter(|byte| byte == mark).count();
    // Of equals the last is taken: a line without any is a column alone.
    [b'|', b';', b'\t', b',']
        .into_iter()
        .max_by_key(count)
        .unwrap_or(b',')
}

/// The line of a place in a table with such a header. Of two letters that end a line, the reader counts the second to the next.
pub fn line(header: &str, place: Option<&csv::Position>) -> u64 {
    place.map_or(0, csv::Position::line) + u64::from(header.ends_with('\r'))
}

/// What a header has, for a message.
pub fn named(header: &[String]) -> String {
    let all = header.join(", ");
    match all.trim().is_empty() {
        true => "none".to_owned(),
        false => all.chars().take(TOLD).collect(),
    }
}

/// The rows of a table.
pub fn rows(text: &str, name: &str, bad: &mut Bad) -> Result<Vec<Found>> {
    let first = text.split('\n').next().unwrap_or("");
    let mut table = csv::ReaderBuilder::new()
        .delimiter(delimiter(first))
        .flexible(true)
        .from_reader(text.as_bytes());
    let header: Vec<String> = table
        .headers()?
        .iter()
        .map(|field| field.trim().to_lowercase().replace(' ', "_"))
        .collect();
    if !header.iter().any(|name| name == "id" || name == "sku") {
        bail!(
            "{name}:1: expected JSON, Google Merchant's XML, or a header line with `id`; it has {}",
            named(&header)
        );
    }
    let mut found = Vec::new();
    for line in table.records() {
        let line = match line {
            Ok(line) => line,
            Err(error) => {
                let at = self::line(first, error.position());
                bad.line(name, at, EXPECTED)?;
                continue;
            }
        };
        let mut row = Value::object();
        for (field, cell) in header.iter().zip(&line) {
            let cell = cell.trim();
            if !cell.is_empty() && row.get(field).is_null() {
                row = row.with(field, cell);
            }
        }
        let at = self::line(first, line.position());
        // A product that only its address names is another one with each campaign.
        let is_named = ["id", "sku"].iter().any(|field| !row.get(field).is_null());
        found.push(Found {
            row: if is_named { row } else { Value::NULL },
            line: true,
            at,
        });
    }
    // A quotation mark that nothing closes takes all that follows into its cell.
    let lines = text.lines().count() as u64;
    let odd = text.bytes().filter(|byte| *byte == b'"').count() % 2 == 1;
    if let Some(last) = found.last()
        && odd
        && last.at < lines
    {
        bad.line(
            name,
            last.at,
            "a quotation mark that closes the one that opens here",
        )?;
        found.pop();
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_tells_what_stands_between_cells() {
        assert_eq!(delimiter("id;title, long;price"), b';');
        assert_eq!(delimiter("id\ttitle\tprice"), b'\t');
        assert_eq!(delimiter("id,title"), b',');
        assert_eq!(delimiter("id"), b',');
    }
}
