//! Numbers and makers that a page spells out: `Article no. 4711`, `Brand: Peak`, and the number with which its address ends.
//! A number that stands beside its label is what the shopper reads, and goes before one that only markup knows.

use super::draft::Draft;
use super::visual::{NEAR, figure};
use super::words::{any, cut, fold, last};
use crate::core::product::path;
use crate::core::snapshot::{Snapshot, flag, number, text};
use crate::core::text::has;
use crate::core::value::Value;

/// A longer value is a sentence that happens to begin like a label.
const SPEC: usize = 40;
/// A number that the page itself labels as the product's: what the shopper reads goes before what only markup knows.
const LABELLED: u8 = 92;
/// A number that the product's address ends with, and one that its maker gave it.
const ADDRESS: u8 = 30;
const MAKER: u8 = 25;
/// Labels of who makes it, and of numbers that are the maker's or the trade's.
const MAKES: &str = "brand|marca|marka|marke|marque|merk|mærke|märke|manuf|herst|fabri|produc|produt|výr|proiz|бренд|произ";
const MODELS: &str = " model|part|mpn| ean| gtin|upc|isbn| an | tin |style";
/// Labels that name a number although they begin like one of the maker's.
pub const NUMBERS: &str =
    "sku|cod|kod|cód|kód|код| no | nr | id |num|asin|sifr|šifr|артик| ref|réf";

/// What the page's labels say of the product, what its address says, and what is only its maker's word.
pub fn read(page: &Snapshot, at: i32) -> [Draft; 3] {
    let draft = |from, trust| Draft::read(from, trust, &Value::NULL, page);
    let mut own = draft("visual", LABELLED);
    let mut address = draft("url", ADDRESS);
    let mut maker = draft("visual", MAKER);
    address.add("sku", code(page));
    for spec in page.rows("specs") {
        let (label, value) = (fold(text(spec, "t")), text(spec, "a"));
        // A number is one word with a figure, or of capitals; what stands before the headline is not about it.
        let capitals = value.len() > 2 && value.bytes().all(|byte| byte.is_ascii_uppercase());
        let counted =
            (figure(value, false) < value.len() || capitals) && !has(cut(value, " ").1, " ");
        let near = flag(spec, "n") || number(spec, "o") > at - NEAR;
        let (to, fact) = if any(&label, MODELS) {
            (&mut maker, "sku")
        } else if any(&label, NUMBERS) {
            (&mut own, "sku")
        } else if any(&label, MAKES) {
            (&mut maker, "brand")
        } else {
            continue;
        };
        // A value that ends like a label is the next one's.
        if near && value.len() <= SPEC && !value.ends_with(":") && (counted || fact == "brand") {
            to.add(fact, value);
        }
    }
    [own, address, maker]
}

/// The number with which the page's address ends: `/lamp-400105394.html`, `/itm/133588510845`, `/dp/B004SNMXRS`.
fn code(page: &Snapshot) -> &str {
    let mut here = path(page.text("canonical"));
    if here.is_empty() {
        here = path(&page.url);
    }
    let name = cut(last(here, "/"), ".").0;
    let part = last(last(name, "-"), "_");
    let part = part.strip_prefix("p").unwrap_or(part);
    let mut digits = 0;
    for byte in part.bytes() {
        if !matches!(byte, b'0'..=b'9' | b'A'..=b'Z') {
            return "";
        }
        digits += usize::from(byte.is_ascii_digit());
    }
    // Four digits are a year as likely as a number.
    if part.len() > 4 && digits > 1 {
        part
    } else {
        ""
    }
}
