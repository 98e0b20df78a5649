//! The bytes of each area in each file of the package, for `cargo xtask size --parts`: the module is built as ever, but keeps the names of its functions.
//! `FOLDER/<file>/<area>` holds the area's bytes one after the other, `FOLDER/<file>/functions.txt` says which functions these are.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::Path;

use anyhow::Result;
use wasmparser::{DataKind, KnownCustom, Name, Operator, Parser, Payload, TypeRef};

use crate::areas::{AREAS, of_function, of_script, path};
use crate::bundle::Bundler;
use crate::contents::{BUNDLES, Form, REST, WASM};
use crate::node::{self, Tools};
use crate::wasm::Purpose;
use crate::{place, wasm};

/// Scripts that every page loads, and the reader of tables.
const SCRIPTS: &[&str] = &["vitrin.js", "vitrin-rest.js", "vitrin-adapters.js"];
/// Of a file of an area nothing is called here, and yet it is all to be kept.
const TERSER: &[&str] = &[
    "--compress",
    "passes=3,toplevel,unused=false,dead_code=false",
    "--mangle",
    "toplevel",
    "--ecma",
    "2020",
    "--comments",
    "false",
];

/// A file's bytes by area.
type Pieces = Vec<Vec<u8>>;

/// Takes the package apart into this folder.
pub fn weigh(out: &Path) -> Result<()> {
    let (root, target) = (place::root(), place::target());
    anyhow::ensure!(
        wasm::std_sources() && node::present(),
        "the published package is built with rust-src, node and npm"
    );
    let tools = Tools::ready(&root, &target)?;
    let module = wasm::build(&root, &target, Purpose::Counted)?;
    let parts = wasm::counted_parts(&module, &tools, &target)?;
    if out.is_dir() {
        fs::remove_dir_all(out)?;
    }
    for (file, wasm) in [(WASM, parts.first), (REST, parts.rest)] {
        let (pieces, functions) = of_module(&wasm, &module.owned)?;
        write(&out.join(file), &pieces)?;
        fs::write(out.join(file).join("functions.txt"), functions)?;
    }
    let folder = root.join("src/js");
    // Styles are no part of these.
    let no_style = |_: &str| Ok(String::new());
    let mut tag = Bundler::new(&folder);
    for bundle in BUNDLES
        .iter()
        .filter(|bundle| SCRIPTS.contains(&bundle.file))
    {
        let mut bundler = match bundle.form {
            Form::Rest => Bundler::beside(&folder, &tag),
            _ => Bundler::new(&folder),
        };
        bundler.bundle(bundle.entry, false, &no_style)?;
        let mut texts = vec![String::new(); AREAS.len()];
        if bundle.form == Form::Tag {
            texts[0].push_str(&module.glue);
        }
        for file in bundler.files() {
            let text = &mut texts[of_script(file)];
            let alone = fs::read_to_string(folder.join(file))?;
            for line in alone.lines().filter(|line| !line.starts_with("import ")) {
                text.push_str(line.strip_prefix("export ").unwrap_or(line));
                text.push('\n');
            }
        }
        let small = |text: String| {
            if text.is_empty() {
                return Ok(Vec::new());
            }
            tools.run("terser/bin/terser", TERSER, text.as_bytes())
        };
        let pieces: Pieces = texts.into_iter().map(small).collect::<Result<_>>()?;
        write(&out.join(bundle.file), &pieces)?;
        if bundle.form == Form::Tag {
            tag = bundler;
        }
    }
    Ok(())
}

fn write(folder: &Path, pieces: &Pieces) -> Result<()> {
    fs::create_dir_all(folder)?;
    for (area, bytes) in AREAS.iter().zip(pieces) {
        fs::write(folder.join(area.name), bytes)?;
    }
    Ok(())
}

/// A module's functions and data by area, and a line for each function, the largest first.
fn of_module(wasm: &[u8], owned: &[(Range<u32>, usize)]) -> Result<(Pieces, String)> {
    let mut names = BTreeMap::new();
    let mut pieces = vec![Vec::new(); AREAS.len()];
    let mut functions = Vec::new();
    // The names stand behind the code.
    for payload in Parser::new(0).parse_all(wasm) {
        if let Payload::CustomSection(section) = payload?
            && let KnownCustom::Name(reader) = section.as_known()
        {
            for part in reader {
                if let Name::Function(all) = part? {
                    for name in all {
                        let name = name?;
                        names.insert(name.index, name.name);
                    }
                }
            }
        }
    }
    let mut next = 0;
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    next += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => {
                // What `split` itself makes has none.
                let name = names.get(&next).copied().unwrap_or("");
                let (area, bytes) = (of_function(name), body.as_bytes());
                pieces[area].extend_from_slice(bytes);
                functions.push((bytes.len(), AREAS[area].name, path(name), name));
                next += 1;
            }
            Payload::DataSection(section) => {
                for segment in section {
                    let segment = segment?;
                    let DataKind::Active { offset_expr, .. } = segment.kind else {
                        continue;
                    };
                    let Operator::I32Const { value } = offset_expr.get_operators_reader().read()?
                    else {
                        anyhow::bail!("a segment whose place is computed");
                    };
                    let base = u32::try_from(value)?;
                    for (byte, address) in segment.data.iter().zip(base..) {
                        let at = owned.partition_point(|(place, _)| place.end <= address);
                        let owner = owned.get(at).filter(|(place, _)| place.contains(&address));
                        pieces[owner.map_or(0, |(_, area)| *area)].push(*byte);
                    }
                }
            }
            _ => {}
        }
    }
    functions.sort_by_key(|function| std::cmp::Reverse(function.0));
    let mut list = String::new();
    for (bytes, area, path, name) in functions {
        list += &format!("{bytes}\t{area}\t{path}\t{name}\n");
    }
    Ok((pieces, list))
}
