//! The folder of a shelf: sealed files named by what they hold, the manifest last, and of earlier builds the one before stays,
//! so that a page that read its manifest a moment ago still finds its files.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use vitrin::core::json;
use vitrin::core::product::Product;
use vitrin::core::shelf::code::{self, hash, place, seal};
use vitrin::core::shelf::{Part, TUNING, Table, Tuning, VERSION, write_row};
use vitrin::core::value::Value;

/// Products whose neighbours share a file: about one kilobyte, for a page wants a few rows of it.
pub const ROWS: u32 = 64;
/// Products whose cards share a file: half a kilobyte to one.
const CARDS: u32 = 16;
/// Products in a piece of the directory: a quarter of a kilobyte, for a page looks up one name in each.
const IDS: usize = 64;
/// The manifest.
pub const MANIFEST: &str = "shelf.json";

/// A table of neighbours: each product's, in the order of their numbers, with levels.
pub type Rows = Vec<Vec<(u32, u32)>>;

/// All that a shelf holds; numbers are those of the new order.
pub struct Contents {
    /// In order.
    pub products: Vec<Product>,
    /// With how each is used.
    pub tables: Vec<(Table, Tuning, Rows)>,
    /// What is popular and new: a list of numbers for each name, and by region.
    pub lists: Value,
    /// Visits that an edge takes.
    pub k: u64,
    /// The latest moment of the log, so that a shop sees how old it is.
    pub latest: i64,
}

/// A file before it is sealed.
type Draft = (Part, String);

/// The texts of a table's files.
pub fn table(table: Table, rows: &Rows) -> Vec<Draft> {
    let mut files = Vec::new();
    for (number, part) in rows.chunks(ROWS as usize).enumerate() {
        let mut text = String::new();
        for (at, row) in part.iter().enumerate() {
            write_row(number as u32 * ROWS + at as u32, row, &mut text);
        }
        files.push((Part::rows(table, number as u32), text));
    }
    files
}

fn ids(products: &[Product]) -> (u32, Vec<Draft>) {
    let pieces = products.len().div_ceil(IDS).max(1) as u32;
    let mut lists: Vec<Vec<(u32, u32)>> = vec![Vec::new(); pieces as usize];
    for (number, product) in products.iter().enumerate() {
        let sku = product.sku.as_deref().filter(|sku| *sku != product.id);
        for name in [Some(product.id.as_str()), sku].into_iter().flatten() {
            let (piece, print) = place(name, pieces);
            if let Some(list) = lists.get_mut(piece as usize) {
                list.push((print, number as u32));
            }
        }
    }
    let mut files = Vec::new();
    for (number, mut list) in lists.into_iter().enumerate() {
        list.sort_unstable();
        let mut text = String::new();
        let mut last = 0;
        for (print, product) in list {
            code::write(print - last, &mut text);
            code::write(product, &mut text);
            last = print;
        }
        files.push((Part::ids(number as u32), text));
    }
    (pieces, files)
}

/// Writes a shelf; tells its build, how many files it has and how many bytes they hold.
pub fn write(folder: &Path, contents: &Contents) -> Result<(String, usize, usize)> {
    fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    let (pieces, mut drafts) = ids(&contents.products);
    let mut tables = Value::object();
    for (kind, tuning, rows) in &contents.tables {
        drafts.extend(table(*kind, rows));
        let numbers = [
            tuning.decay,
            tuning.hop,
            tuning.again,
            tuning.alike,
            tuning.fresh,
        ];
        let mut fields = Value::object();
        for (name, number) in TUNING.iter().zip(numbers) {
            fields = fields.with(name, number);
        }
        tables = tables.with(kind.name(), fields);
    }
    for (number, part) in contents.products.chunks(CARDS as usize).enumerate() {
        let rows: Value = part.iter().map(crate::feed::row).collect();
        drafts.push((Part::cards(number as u32), json::write(&rows)));
    }
    drafts.push((Part::LISTS, json::write(&contents.lists)));
    let manifest = Value::object()
        .with("vitrin_shelf", VERSION)
        .with("products", contents.products.len())
        .with("pieces", pieces)
        .with("rows", ROWS)
        .with("cards", CARDS)
        .with("k", contents.k)
        .with("latest", contents.latest.max(0) as u64)
        .with("tables", tables);
    // The build is named by all that is in it: another name, another content.
    let mut all = json::write(&manifest);
    for (part, text) in &drafts {
        all.push_str(&format!("{}:{:016x};", part.name(""), hash(text)));
    }
    let build = format!("{:016x}", hash(&all));
    let build = build.get(..10).unwrap_or(&build).to_owned();
    let mut bytes = 0;
    for (part, text) in &drafts {
        let name = part.name(&build);
        let text = [seal(&name, text), text.clone()].concat();
        bytes += text.len();
        let file = folder.join(name + ".txt");
        fs::write(&file, text).with_context(|| format!("writing {}", file.display()))?;
    }
    let before = fs::read_to_string(folder.join(MANIFEST))
        .ok()
        .and_then(|text| json::read(&text).ok())
        .and_then(|manifest| manifest.get("build").text().map(str::to_owned));
    let fresh = folder.join("shelf.json.new");
    fs::write(&fresh, json::write(&manifest.with("build", build.as_str())))?;
    fs::rename(&fresh, folder.join(MANIFEST))?;
    prune(folder, &[Some(build.clone()), before])?;
    Ok((build, drafts.len(), bytes))
}

/// Removes files of builds that no page reads any more; touches nothing that is not named like a file of a shelf.
fn prune(folder: &Path, keep: &[Option<String>]) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let Some((build, rest)) = name.split_once('-') else {
            continue;
        };
        let ours = build.len() == 10
            && build.bytes().all(|byte| byte.is_ascii_hexdigit())
            && rest.ends_with(".txt")
            && rest.starts_with(|letter| "vbanicp".contains(letter));
        if ours && !keep.iter().flatten().any(|kept| kept == build) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}
