//! A deliberately naive bundler: every file's lines in the order of their imports, in one scope. What it cannot do it refuses, with the line.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// What may be written, for the messages.
const RULE: &str = "imports are one line, import { a, b } from './file.js', or import css from './file.css', or of a .json file";

/// The bundle of an entry file.
#[derive(Default)]
pub struct Bundler {
    folder: PathBuf,
    text: String,
    /// Each file that was taken, with the names it exports.
    taken: BTreeMap<String, BTreeSet<String>>,
    /// Each name at the top of a file, with that file: all files share one scope.
    names: BTreeMap<String, String>,
    /// Files that stand in another bundle, with the names they export.
    given: BTreeMap<String, BTreeSet<String>>,
    /// Which of those names are used here.
    needs: BTreeSet<String>,
}

impl Bundler {
    /// A bundler for the files of this folder.
    pub fn new(folder: &Path) -> Self {
        Self {
            folder: folder.to_path_buf(),
            ..Self::default()
        }
    }

    /// A bundler for a script that continues another one.
    pub fn beside(folder: &Path, other: &Self) -> Self {
        Self {
            given: other.taken.clone(),
            ..Self::new(folder)
        }
    }

    /// What it takes of the other script, as the fields of an object.
    pub fn needs(&self) -> String {
        Vec::from_iter(self.needs.iter().map(String::as_str)).join(", ")
    }

    /// What a file exports, as the fields of an object.
    pub fn exports(&self, file: &str) -> String {
        let names = self.taken.get(file).into_iter().flatten();
        Vec::from_iter(names.map(String::as_str)).join(", ")
    }

    /// The files that were taken.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.taken.keys().map(String::as_str)
    }

    /// The text of `entry` with all it imports before it. `keep` leaves the entry's own `export`s.
    pub fn bundle(
        &mut self,
        entry: &str,
        keep: bool,
        style: &dyn Fn(&str) -> Result<String>,
    ) -> Result<String> {
        self.take(entry, keep, style)?;
        Ok(std::mem::take(&mut self.text))
    }

    fn take(
        &mut self,
        file: &str,
        keep: bool,
        style: &dyn Fn(&str) -> Result<String>,
    ) -> Result<()> {
        if self.taken.contains_key(file) {
            return Ok(());
        }
        let text = std::fs::read_to_string(self.folder.join(file))
            .with_context(|| format!("cannot read src/js/{file}"))?;
        self.taken.insert(
            file.to_owned(),
            text.lines()
                .filter_map(exported)
                .map(str::to_owned)
                .collect(),
        );
        let mut own = String::new();
        for (number, line) in text.lines().enumerate() {
            let at = || format!("src/js/{file}:{}", number + 1);
            if line.starts_with("import ") || line.starts_with("import{") {
                let (names, from) = import(line).with_context(|| format!("{}: {RULE}", at()))?;
                match names {
                    Names::Style(name) => {
                        self.claim(name, file).with_context(at)?;
                        let value = if from.ends_with(".json") {
                            self.data(from)?
                        } else {
                            serde_json::Value::from(style(from)?)
                        };
                        own += &format!("const {name} = {value};\n");
                    }
                    Names::Some(names) => {
                        let given = self.given.get(from).cloned();
                        if given.is_some() {
                            self.needs.extend(names.iter().map(|&name| name.to_owned()));
                        } else {
                            self.take(from, false, style)?;
                        }
                        // A file that is being taken (a cycle) has its names listed already.
                        let known = given.as_ref().or_else(|| self.taken.get(from));
                        if let Some(name) = names
                            .iter()
                            .find(|&&name| !known.is_some_and(|known| known.contains(name)))
                        {
                            bail!("{}: {from} exports no {name}", at());
                        }
                    }
                }
                continue;
            }
            if let Some(name) = declared(line) {
                self.claim(name, file).with_context(at)?;
            }
            let line = match line.strip_prefix("export ") {
                Some(_) if !keep && declared(line).is_none() => bail!(
                    "{}: export stands only before const, let, function or class",
                    at()
                ),
                Some(rest) if !keep => rest,
                _ => line,
            };
            own += line;
            own.push('\n');
        }
        self.text += &own;
        Ok(())
    }

    fn data(&self, file: &str) -> Result<serde_json::Value> {
        let text = std::fs::read_to_string(self.folder.join(file))
            .with_context(|| format!("cannot read src/js/{file}"))?;
        serde_json::from_str(&text).with_context(|| format!("src/js/{file} is not JSON"))
    }

    fn claim(&mut self, name: &str, file: &str) -> Result<()> {
        match self.names.insert(name.to_owned(), file.to_owned()) {
            Some(other) => bail!("{name} is also a name in {other}, and all files share one scope"),
            None => Ok(()),
        }
    }
}

enum Names<'a> {
    Some(Vec<&'a str>),
    Style(&'a str),
}

fn import(line: &str) -> Option<(Names<'_>, &str)> {
    let line = line.trim_end().strip_prefix("import")?.trim_start();
    let line = line.strip_suffix(';').unwrap_or(line);
    let (names, from) = line.split_once("from ").unwrap_or(("{}", line));
    let from = from.trim().trim_matches(['\'', '"']).strip_prefix("./")?;
    let names = names.trim();
    if from.ends_with(".css") || from.ends_with(".json") {
        return identifier(names)
            .filter(|name| *name == names)
            .map(|name| (Names::Style(name), from));
    }
    let list = names.strip_prefix('{')?.strip_suffix('}')?;
    let list: Vec<&str> = list
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .collect();
    let plain = list.iter().all(|name| identifier(name) == Some(name));
    plain.then_some((Names::Some(list), from))
}

/// The name that this line declares at the top of its file.
fn declared(line: &str) -> Option<&str> {
    let line = line.strip_prefix("export ").unwrap_or(line);
    let rest = [
        "const ",
        "let ",
        "var ",
        "class ",
        "function ",
        "function* ",
        "async function ",
    ]
    .iter()
    .find_map(|word| line.strip_prefix(word));
    rest.and_then(identifier)
}

fn exported(line: &str) -> Option<&str> {
    line.starts_with("export ")
        .then(|| declared(line))
        .flatten()
}

/// The identifier at the start of this text.
fn identifier(text: &str) -> Option<&str> {
    let end = text
        .find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '$'))
        .unwrap_or(text.len());
    (end > 0).then(|| &text[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bundles `main.js` of these files.
    fn bundle(files: &[(&str, &str)], keep: bool) -> Result<String> {
        static NEXT: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
        let number = NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let folder =
            std::env::temp_dir().join(format!("vitrin-bundle-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        for (name, text) in files {
            std::fs::write(folder.join(name), text).unwrap();
        }
        let text = Bundler::new(&folder).bundle("main.js", keep, &|file| {
            Ok(format!("a{{}} /* \"{file}\" */"))
        });
        std::fs::remove_dir_all(&folder).unwrap();
        text
    }

    fn refusal(files: &[(&str, &str)]) -> String {
        format!("{:#}", bundle(files, false).unwrap_err())
    }

    #[test]
    fn what_is_imported_comes_first_and_once_even_in_a_cycle() {
        let text = bundle(
            &[
                (
                    "main.js",
                    "import { a } from './a.js';\nimport { b } from \"./b.js\"\nimport './a.js'\na(b);\n",
                ),
                (
                    "a.js",
                    "import { b } from './b.js';\nexport function a() { return b; }\n",
                ),
                (
                    "b.js",
                    "import { a } from './a.js';\nexport const b = () => a;\n",
                ),
            ],
            false,
        );
        assert_eq!(
            text.unwrap(),
            "const b = () => a;\nfunction a() { return b; }\na(b);\n"
        );
    }

    #[test]
    fn a_module_keeps_the_exports_of_its_entry_only() {
        let text = bundle(
            &[
                (
                    "main.js",
                    "import { a } from './a.js';\nexport const b = a;\n",
                ),
                ("a.js", "export const a = 1;\n"),
            ],
            true,
        );
        assert_eq!(text.unwrap(), "const a = 1;\nexport const b = a;\n");
    }

    #[test]
    fn what_stands_in_the_script_that_is_continued_is_asked_of_it() {
        let files = [
            ("main.js", "import { a } from './a.js';\na();\n"),
            ("a.js", "export const a = () => 1;\n"),
            ("c.js", "export const c = 2;\n"),
            (
                "rest.js",
                "import { a } from './a.js';\nimport { c } from './c.js';\nexport const b = () => a() + c;\n",
            ),
        ];
        let folder = std::env::temp_dir().join(format!("vitrin-rest-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        for (name, text) in files {
            std::fs::write(folder.join(name), text).unwrap();
        }
        let style = |_: &str| Ok(String::new());
        let mut tag = Bundler::new(&folder);
        tag.bundle("main.js", false, &style).unwrap();
        let mut rest = Bundler::beside(&folder, &tag);
        let text = rest.bundle("rest.js", false, &style).unwrap();
        std::fs::remove_dir_all(&folder).unwrap();
        assert_eq!(text, "const c = 2;\nconst b = () => a() + c;\n");
        assert_eq!(
            (rest.needs(), rest.exports("rest.js")),
            ("a".to_owned(), "b".to_owned())
        );
    }

    #[test]
    fn a_style_sheet_becomes_a_string() {
        let text = bundle(
            &[("main.js", "import css from './popup.css';\nuse(css);\n")],
            false,
        );
        assert_eq!(
            text.unwrap(),
            "const css = \"a{} /* \\\"popup.css\\\" */\";\nuse(css);\n"
        );
    }

    #[test]
    fn data_becomes_what_it_is() {
        let text = bundle(
            &[
                ("main.js", "import words from './en.json';\nuse(words);\n"),
                ("en.json", "{ \"close\": \"Close\" }\n"),
            ],
            false,
        );
        assert_eq!(
            text.unwrap(),
            "const words = {\"close\":\"Close\"};\nuse(words);\n"
        );
    }

    #[test]
    fn what_one_scope_cannot_hold_is_refused_with_its_line() {
        assert_eq!(
            refusal(&[
                ("main.js", "import { a } from './a.js';\nconst b = 1;\n"),
                ("a.js", "let b = 2;\nexport const a = b;\n")
            ]),
            "src/js/main.js:2: b is also a name in a.js, and all files share one scope"
        );
        assert_eq!(
            refusal(&[
                ("main.js", "import { b } from './a.js';\n"),
                ("a.js", "export const a = 1;\n")
            ]),
            "src/js/main.js:1: a.js exports no b"
        );
        for line in [
            "import { a as b } from './a.js';",
            "import a from './a.js';",
            "import * as a from './a.js';",
            "import { a } from 'a';",
            "import {",
        ] {
            assert!(
                refusal(&[("main.js", line), ("a.js", "export const a = 1;\n")]).ends_with(RULE),
                "{line}"
            );
        }
        for line in [
            "export default 1;",
            "export { a };",
            "export * from './a.js';",
        ] {
            assert!(
                refusal(&[("main.js", line)]).contains("main.js:1: export stands only before"),
                "{line}"
            );
        }
    }
}
