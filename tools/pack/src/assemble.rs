//! The order of the steps: compile, bundle, minify, write. Every file is made in memory and written at the end, so that a failed build
//! leaves the package as it was.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};

use crate::bundle::Bundler;
use crate::contents::{
    BUNDLES, COPIES, ENGLISH, Form, LANGUAGES, LICENCES, README, REST, STYLES, WASM,
};
use crate::manifest::{About, integrity, package_json};
use crate::node::{self, Tools};
use crate::wasm::Purpose;
use crate::{place, sources, tables, wasm};

/// Terser, where `toplevel` means the names inside our one function and of a module.
const TERSER: &[&str] = &[
    "--compress",
    "passes=3",
    "--mangle",
    "--toplevel",
    "--ecma",
    "2020",
    "--comments",
    "false",
];
const ESBUILD: &[&str] = &["--loader=css", "--minify", "--legal-comments=none"];
/// V8's word for a script whose functions are all called at once: they are compiled while it loads, beside the page's thread.
const EAGER: &str = "//# allFunctionsCalledOnLoad\n";

/// How much is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effort {
    /// Everything there are tools for.
    Full,
    /// Only what is needed to run.
    Fast,
}

/// Builds the package into this folder; gives back what was missing for the published one.
pub fn assemble(out: &Path, effort: Effort) -> Result<Vec<&'static str>> {
    let (root, target) = (place::root(), place::target());
    let mut missing = Vec::new();
    let mut have = |there: bool, what: &'static str| {
        if !there || effort == Effort::Fast {
            missing.push(what);
        }
        there && effort == Effort::Full
    };
    let small = have(
        wasm::std_sources(),
        "rust-src (rustup component add rust-src)",
    );
    let tools = if have(node::present(), "node and npm") {
        Some(Tools::ready(&root, &target)?)
    } else {
        None
    };

    let about = About::read(&root)?;
    // Taken before anything is read: what changes meanwhile makes the package stale, not wrong.
    let digest = sources::digest(&root)?;
    let mut files = BTreeMap::new();

    let purpose = if small { Purpose::Small } else { Purpose::Fast };
    let module = wasm::build(&root, &target, purpose)?;
    let parts = wasm::parts(&module, tools.as_ref(), &target)?;
    files.insert(WASM.to_owned(), parts.first);
    files.insert(REST.to_owned(), parts.rest);

    let scripts = root.join("src/js");
    let style = |file: &str| -> Result<String> {
        let text = std::fs::read_to_string(scripts.join(file))
            .with_context(|| format!("cannot read src/js/{file}"))?;
        Ok(match &tools {
            Some(tools) => {
                String::from_utf8(tools.run("esbuild/bin/esbuild", ESBUILD, text.as_bytes())?)?
                    .trim_end()
                    .to_owned()
            }
            None => text,
        })
    };
    let mut tag = Bundler::new(&scripts);
    // What the tag hands over to the script that continues it.
    let shared = match BUNDLES.iter().find(|bundle| bundle.form == Form::Rest) {
        Some(rest) => {
            tag.bundle(BUNDLES[0].entry, false, &style)?;
            let mut rest_of_it = Bundler::beside(&scripts, &tag);
            rest_of_it.bundle(rest.entry, false, &style)?;
            rest_of_it.needs()
        }
        None => String::new(),
    };
    for bundle in BUNDLES {
        let mut bundler = match bundle.form {
            Form::Rest => Bundler::beside(&scripts, &tag),
            _ => Bundler::new(&scripts),
        };
        let body = bundler.bundle(bundle.entry, bundle.form == Form::Module, &style)?;
        let script = match bundle.form {
            Form::Tag => format!(
                "(function () {{\n'use strict';\n{}\n{body}const SHARED = {{ {shared} }};\n}})();\n",
                module.glue
            ),
            Form::Script => format!("(function () {{\n'use strict';\n{body}}})();\n"),
            Form::Module => body,
            Form::Rest => format!(
                "export const rest = ({{ {shared} }}) => {{\n{body}return {{ {} }};\n}};\n",
                bundler.exports(bundle.entry)
            ),
        };
        let script = match &tools {
            Some(tools) => {
                let module: &[&str] = if matches!(bundle.form, Form::Module | Form::Rest) {
                    &["--module"]
                } else {
                    &[]
                };
                String::from_utf8(tools.run(
                    "terser/bin/terser",
                    &[TERSER, module].concat(),
                    script.as_bytes(),
                )?)?
            }
            None => script,
        };
        let hint = if matches!(bundle.form, Form::Rest) {
            EAGER
        } else {
            ""
        };
        files.insert(
            bundle.file.to_owned(),
            (about.banner() + hint + &script).into_bytes(),
        );
    }
    for file in STYLES {
        files.insert(
            (*file).to_owned(),
            (about.banner() + &style(file)? + "\n").into_bytes(),
        );
    }
    let copies = COPIES
        .iter()
        .map(|file| (*file, scripts.join(file)))
        .chain(LICENCES.iter().map(|file| (*file, root.join(file))))
        .chain([("README.md", root.join("tools/pack").join(README))]);
    for (name, path) in copies {
        files.insert(
            name.to_owned(),
            std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?,
        );
    }
    files.append(&mut tables::tables(&root)?);
    // What stands beside cards and the shopper's panel have words of their own, for most pages need none of them.
    let texts = LANGUAGES.iter().flat_map(|language| {
        [
            (*language, "lang", format!("lang/{language}.json")),
            (*language, "lang-more", format!("lang/more/{language}.json")),
            (
                *language,
                "lang-privacy",
                format!("lang/privacy/{language}.json"),
            ),
        ]
    });
    for (language, from, to) in texts.chain([("en", "lang", ENGLISH.to_owned())]) {
        let path = root.join(format!("src/{from}/{language}.json"));
        let text = std::fs::read_to_string(&path)
            .with_context(|| format!("cannot read {}", path.display()))?;
        let words: serde_json::Value = serde_json::from_str(&text)
            .with_context(|| format!("{} is not JSON", path.display()))?;
        files.insert(to, words.to_string().into());
    }
    // A reduced build says so where a full one has its digest.
    let digest = if missing.is_empty() {
        digest
    } else {
        format!("reduced {digest}")
    };
    files.insert("sri.json".to_owned(), integrity(&files).into_bytes());
    let mut names: Vec<&str> = files.keys().map(String::as_str).collect();
    names.sort_unstable();
    let package = package_json(&root, &about, &digest, &names)?;
    files.insert("package.json".to_owned(), package.into_bytes());
    write(out, &files)?;
    Ok(missing)
}

/// Makes the folder hold exactly these files; those that are right already are not touched.
fn write(out: &Path, files: &BTreeMap<String, Vec<u8>>) -> Result<()> {
    std::fs::create_dir_all(out).with_context(|| format!("cannot make {}", out.display()))?;
    for name in place::files(out)? {
        if !files.contains_key(&name) {
            std::fs::remove_file(out.join(name))?;
        }
    }
    for (name, bytes) in files {
        let path = out.join(name);
        if !std::fs::read(&path).is_ok_and(|old| old == *bytes) {
            if let Some(folder) = path.parent() {
                std::fs::create_dir_all(folder)?;
            }
            std::fs::write(&path, bytes)
                .with_context(|| format!("cannot write {}", path.display()))?;
        }
    }
    Ok(())
}
