//! No link is dead, in either reading: as Markdown in the repository, and as pages that a server gives out. Anchors too.

#![allow(
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a test of files reads them, and asks git which are committed"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

#[allow(dead_code, reason = "the test needs the half of it that says anchors")]
#[path = "../src/link.rs"]
mod link;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The committed files.
fn committed() -> BTreeSet<String> {
    let listed = Command::new("git")
        .current_dir(root())
        .args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .output()
        .expect("git");
    String::from_utf8(listed.stdout)
        .expect("names in UTF-8")
        .lines()
        .map(str::to_owned)
        .collect()
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).expect(path)
}

/// What a Markdown file links to, and the anchors of its headings.
fn markdown(text: &str) -> (Vec<String>, BTreeSet<String>) {
    let (mut links, mut anchors) = (Vec::new(), BTreeSet::new());
    let mut heading: Option<String> = None;
    for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_GFM) {
        match event {
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                links.push(dest_url.to_string());
            }
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::Text(words) | Event::Code(words) => {
                if let Some(heading) = &mut heading {
                    *heading += &words;
                }
            }
            Event::End(TagEnd::Heading(_)) => {
                let anchor = link::anchor(&heading.take().unwrap_or_default());
                assert!(
                    anchors.insert(anchor.clone()),
                    "two headings are #{anchor}: a link finds the first only"
                );
            }
            _ => {}
        }
    }
    (links, anchors)
}

/// The values of these attributes in a page.
fn attributes(html: &str, names: &[&str]) -> Vec<String> {
    let mut values = Vec::new();
    for name in names {
        for rest in html.split(&format!(" {name}=\"")).skip(1) {
            let value = rest.split('"').next().unwrap_or_default();
            values.push(value.replace("&amp;", "&"));
        }
    }
    values
}

/// A page without the code that it shows.
fn without_code(html: &str) -> String {
    html.split("<code")
        .map(|piece| piece.split_once("</code>").map_or(piece, |(_, rest)| rest))
        .collect()
}

/// Whether a link leaves what is ours.
fn outside(link: &str) -> bool {
    link.is_empty()
        || ["http://", "https://", "mailto:", "data:", "javascript:"]
            .iter()
            .any(|scheme| link.starts_with(scheme))
}

#[test]
fn no_link_of_the_repository_is_dead() {
    let files = committed();
    let mut anchors = BTreeMap::new();
    let mut links = Vec::new();
    for path in files.iter().filter(|path| path.ends_with(".md")) {
        let (to, here) = markdown(&read(path));
        anchors.insert(path.clone(), here);
        links.extend(to.into_iter().map(|to| (path.clone(), to)));
    }
    assert!(links.len() > 60, "only {} links are read", links.len());
    let mut dead = Vec::new();
    for (path, to) in links.iter().filter(|(_, to)| !outside(to)) {
        let (file, anchor) = to.split_once('#').unwrap_or((to, ""));
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let file = match file {
            "" => path.clone(),
            file => link::joined(folder, file),
        };
        let is_folder = files.iter().any(|known| {
            known
                .strip_prefix(&file)
                .is_some_and(|rest| rest.starts_with('/'))
        });
        if !files.contains(&file) && !is_folder {
            dead.push(format!("{path}: {to} is no file of the repository"));
        } else if !anchor.is_empty()
            && !anchors
                .get(&file)
                .is_some_and(|known| known.contains(anchor))
        {
            dead.push(format!("{path}: {to} names no heading there"));
        }
    }
    assert!(dead.is_empty(), "dead links:\n{}", dead.join("\n"));
}

#[test]
fn no_link_of_a_served_page_is_dead() {
    let files = committed();
    // A page is served at its path in `www`, and the package under `/vitrin/`.
    let served = |path: &str| match path.strip_prefix("vitrin/") {
        Some(file) => files.contains(&format!("pkg/{file}")).then(String::new),
        None => [path.to_owned(), format!("{path}/index.html")]
            .into_iter()
            .map(|path| format!("www/{}", path.trim_start_matches('/')))
            .find(|path| files.contains(path)),
    };
    let pages: Vec<&String> = files
        .iter()
        .filter(|path| path.starts_with("www/") && path.ends_with(".html"))
        .collect();
    let mut dead = Vec::new();
    let mut seen = 0;
    for page in pages {
        let text = without_code(&read(page));
        let own = page.trim_start_matches("www/");
        let folder = own.rsplit_once('/').map_or("", |(folder, _)| folder);
        for to in attributes(&text, &["href", "src"]) {
            if outside(&to) {
                continue;
            }
            seen += 1;
            let (address, anchor) = to.split_once('#').unwrap_or((&to, ""));
            let address = address.split('?').next().unwrap_or_default();
            let path = match address.strip_prefix('/') {
                Some(absolute) => link::joined("", absolute),
                None if address.is_empty() => own.to_owned(),
                None => link::joined(folder, address),
            };
            match served(&path) {
                None => dead.push(format!("{page}: {to} is not served")),
                Some(file)
                    if file.ends_with(".html")
                        && !anchor.is_empty()
                        && !read(&file).contains(&format!("id=\"{anchor}\"")) =>
                {
                    dead.push(format!("{page}: {to} names no place there"));
                }
                Some(_) => {}
            }
        }
    }
    assert!(seen > 1000, "only {seen} links are read");
    assert!(dead.is_empty(), "dead links:\n{}", dead.join("\n"));
}

/// What is taken from a source is read in the repository too, not only on the served page.
#[test]
fn a_page_reads_whole_in_the_repository() {
    let settings = read("tools/docs/pages/settings.md");
    assert!(
        settings.contains("| `endpoint` |"),
        "the table is not there"
    );
    let theming = read("tools/docs/pages/theming.md");
    assert!(theming.contains("| `--vitrin-accent` |"));
    for path in committed()
        .iter()
        .filter(|path| path.starts_with("tools/docs/pages/"))
    {
        let text = read(path);
        assert!(
            !text
                .lines()
                .any(|line| line.starts_with("{{") && !line.starts_with("{{ ")),
            "{path}: `{{{{…}}}}` means nothing to who reads it here"
        );
    }
    // And nothing of how that is done is left in the served form.
    for path in committed()
        .iter()
        .filter(|path| path.starts_with("www/docs/") && path.matches('/').count() == 2)
        .filter(|path| path.ends_with(".html"))
    {
        let text = read(path);
        assert!(
            !text.contains("<!-- "),
            "{path} shows where its parts are from"
        );
        assert!(
            !attributes(&text, &["href"])
                .iter()
                .any(|to| !outside(to) && to.contains(".md") && !to.starts_with("delivery")),
            "{path} leads to a source"
        );
    }
}
