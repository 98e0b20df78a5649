//! Orders as a table: a line is a line of an order, or an order with its products in one cell.
//! Columns are known by their names, in the words of the shop systems that export them.

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader, Cursor, Read as _};

use anyhow::{Context, Result, bail};
use vitrin::core::shelf::code::hash;

use crate::date::{self, Date};
use crate::feed::{self, delimiter, named};
use crate::rows::{Bad, Chunk, Row};
use crate::source::Source;

const ORDER: [&str; 15] = [
    "order",
    "order_id",
    "order id",
    "order number",
    "order_number",
    "orderid",
    "increment_id",
    "transaction_id",
    "invoice",
    "invoiceno",
    "invoice_id",
    "basket",
    "basket_id",
    "session",
    "name",
];
const ITEM: [&str; 13] = [
    "item_id",
    "product_id",
    "item",
    "product",
    "sku",
    "lineitem sku",
    "stockcode",
    "item_sku",
    "product id",
    "product sku",
    "lineitem_sku",
    "productid",
    "id",
];
/// Columns with all products of an order in one cell, between blanks, commas, semicolons or bars.
const ITEMS: [&str; 4] = ["items", "products", "item_ids", "product_ids"];
const AT: [&str; 11] = [
    "at",
    "date",
    "time",
    "timestamp",
    "created_at",
    "created at",
    "invoicedate",
    "order_date",
    "order date",
    "date_created",
    "paid at",
];
const REGION: [&str; 4] = ["region", "country", "shipping country", "shipping_country"];

/// What an export without dates is taken to span: orders are numbered as they come in, so that their numbers stand for dates.
const UNDATED: i64 = 365 * 86_400_000;

/// Dates for orders without any, by their numbers: so long before the latest, told by a time below zero.
fn date_by_numbers(orders: &[Option<i64>], bought: &mut [Row]) {
    let numbers: Option<Vec<i64>> = orders.iter().copied().collect();
    let numbers = numbers.unwrap_or_default();
    let (Some(first), Some(last)) = (numbers.iter().min(), numbers.iter().max()) else {
        return;
    };
    for (row, number) in bought.iter_mut().zip(&numbers) {
        let since = i128::from(last - number) * i128::from(UNDATED);
        row.at = -((since / i128::from((last - first).max(1))) as i64);
    }
}

/// Reads a table of orders.
pub fn read(source: &Source, bad: &mut Bad) -> Result<Chunk> {
    let name = source.name.clone();
    let mut text = BufReader::new(source.text()?);
    let mut header = Vec::new();
    text.read_until(b'\n', &mut header)
        .with_context(|| name.clone())?;
    let first = String::from_utf8_lossy(&header)
        .trim_end_matches('\n')
        .to_owned();
    let mark = delimiter(&first);
    let mut table = csv::ReaderBuilder::new()
        .delimiter(mark)
        .flexible(true)
        .from_reader(Cursor::new(header).chain(text));
    let header: Vec<String> = table
        .headers()
        .with_context(|| name.clone())?
        .iter()
        .map(|name| name.trim_start_matches('\u{feff}').trim().to_lowercase())
        .collect();
    let columns: HashMap<&str, usize> = header.iter().map(String::as_str).zip(0..).collect();
    let find = |names: &[&str]| names.iter().find_map(|name| columns.get(*name).copied());
    let many = find(&ITEMS);
    let (Some(order), Some(item)) = (find(&ORDER), many.or_else(|| find(&ITEM))) else {
        bail!(
            "{name}:1: expected a header line with a column for the order ({}) and one for the product ({}) or for all of them ({}); it has {}",
            ORDER.join(", "),
            ITEM.join(", "),
            ITEMS.join(", "),
            named(&header)
        );
    };
    let (when, region) = (find(&AT), find(&REGION));
    let mut chunk = Chunk::default();
    // Of each row: the number of its order, and its date.
    let mut numbers = Vec::new();
    let mut dates: Vec<Option<Date>> = Vec::new();
    for line in table.records() {
        let line = match line {
            Ok(line) => line,
            Err(error) => {
                let at = feed::line(&first, error.position());
                bad.line(&name, at, "a line of a table in UTF-8")?;
                continue;
            }
        };
        chunk.lines += 1;
        let number = feed::line(&first, line.position());
        let (Some(order), Some(items)) = (line.get(order), line.get(item)) else {
            bad.line(&name, number, "an order and a product")?;
            continue;
        };
        let time = when.and_then(|at| line.get(at)).unwrap_or("");
        let at = date::read(time);
        if at.is_none() && !time.trim().is_empty() {
            bad.line(&name, number, "a date such as 2026-12-31")?;
            continue;
        }
        // A quotation mark that nothing closes takes all that follows into its cell.
        let torn = order.contains('\n') || many.is_none() && items.contains('\n');
        if torn || order.trim().is_empty() || items.trim().is_empty() {
            bad.line(&name, number, "an order and a product")?;
            continue;
        }
        let digits = order.trim().trim_start_matches('#');
        let digits = digits.parse::<u32>().ok().map(i64::from);
        let region = region.and_then(|at| line.get(at)).unwrap_or("");
        let region = chunk.regions.number(region.trim());
        let parts = |c: char| many.is_some() && (c.is_whitespace() || ",;|".contains(c));
        for id in items
            .split(parts)
            .map(str::trim)
            .filter(|id| !id.is_empty())
        {
            let item = chunk.items.number(id);
            numbers.push(digits);
            dates.push(at);
            chunk.bought.push(Row {
                visit: hash(&["order:", order.trim()].concat()) as i64,
                at: 0,
                item,
                region,
            });
        }
    }
    let settled = date::settle(&dates);
    if settled.is_none() {
        eprintln!(
            "{name}: dates as 3/4/2026 may be of March or of April; the numbers of the orders tell which came later"
        );
    }
    match settled.filter(|dates| dates.iter().any(Option::is_some)) {
        Some(dates) => {
            for (row, at) in chunk.bought.iter_mut().zip(dates) {
                row.at = at.unwrap_or(0);
            }
        }
        None => date_by_numbers(&numbers, &mut chunk.bought),
    }
    Ok(chunk)
}
