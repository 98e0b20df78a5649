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
        let Some(name) = comment(line) else { continue };
        let end = format!("<!-- /{} -->", name.split(' ').next().unwrap_or(name));
        let said = reference::named(name)?;
        lines
            .find(|line| *line == end)
            .with_context(|| format!("`{line}` has no `{end}`"))?;
        out += &format!("\n{}\n\n{end}\n", said.trim_end());
    }
    Ok(out)
}

/// The page without the comments that say where a part of it is from.
pub fn without_marks(markdown: &str) -> String {
    let mut out = String::new();
    let mut end = None;
    for line in markdown.lines() {
        match (&end, comment(line)) {
            (None, Some(name)) => {
                let word = name.split(' ').next().unwrap_or(name);
                end = Some(format!("<!-- /{word} -->"));
            }
            (Some(last), _) if line == last => end = None,
            _ => {
                out += line;
                out.push('\n');
            }
        }
    }
    out
}

/// What a comment that is a whole line says.
fn comment(line: &str) -> Option<&str> {
    line.strip_prefix("<!-- ")?.strip_suffix(" -->")
}
