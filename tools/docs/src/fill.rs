//! What a page takes from a source stands in the page itself, between two comments, so that the file reads whole in the repository too:
//! `<!-- settings -->`, what `reference` says, `<!-- /settings -->`. Nothing between them is written by hand.

use anyhow::{Context, Result, bail};

use crate::reference;

/// The page with everything between its comments as the sources say it now.
pub fn filled(markdown: &str) -> Result<String> {
    let mut out = String::new();
    let mut lines = markdown.lines();
    while let Some(line) = lines.next() {
        out += line;
        out.push('\n');
        if line.starts_with("{{") && !line.starts_with("{{ ") {
            bail!(
                "`{line}`: what is taken from a source stands between `<!-- … -->` and `<!-- /… -->`"
            );
        }
        let Some((indent, name)) = comment(line) else {
            continue;
        };
        let end = end_of(indent, name);
        let said = reference::named(name)?;
        lines
            .find(|line| *line == end)
            .with_context(|| format!("`{line}` has no `{end}`"))?;
        out.push('\n');
        for line in said.trim_end().lines() {
            if !line.is_empty() {
                out += indent;
            }
            out += line;
            out.push('\n');
        }
        out += &format!("\n{end}\n");
    }
    Ok(out)
}

/// The page without the comments that say where a part of it is from.
pub fn without_marks(markdown: &str) -> String {
    let mut out = String::new();
    let mut end = None;
    for line in markdown.lines() {
        match (&end, comment(line)) {
            (None, Some((indent, name))) => end = Some(end_of(indent, name)),
            (Some(last), _) if line == last => end = None,
            _ => {
                out += line;
                out.push('\n');
            }
        }
    }
    out
}

/// What a comment that is a whole line says, and its indent: in a list, what is taken stands in the item. There only known words count, for an
/// indented comment may as well be part of the code that a page shows.
fn comment(line: &str) -> Option<(&str, &str)> {
    let text = line.trim_start();
    let indent = &line[..line.len() - text.len()];
    let name = text.strip_prefix("<!-- ")?.strip_suffix(" -->")?;
    let known = reference::NAMES.contains(&name.split(' ').next().unwrap_or(name));
    (indent.is_empty() || known).then_some((indent, name))
}

/// The comment after what was taken.
fn end_of(indent: &str, name: &str) -> String {
    let word = name.split(' ').next().unwrap_or(name);
    format!("{indent}<!-- /{word} -->")
}
