//! A page: its Markdown between the head and the way to the others. Plain HTML and one style sheet, nothing that runs.

use anyhow::{Context, Result, bail};
use maud::{DOCTYPE, PreEscaped, html};
use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::contents::CHAPTERS;
use crate::fill;
use crate::link::{self, Served};

/// The page of this name.
pub fn page(name: &str, markdown: &str) -> Result<String> {
    let title = title(markdown)?;
    let summary = markdown
        .lines()
        .find_map(|line| line.strip_prefix("> "))
        .context("the line after the title begins with `> ` and says in one sentence what the page is for")?;
    let body = body(markdown)?;
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " · Vitrin" }
                meta name="description" content=(summary);
                link rel="icon" href="/assets/icon.svg" type="image/svg+xml";
                link rel="stylesheet" href="docs.css";
            }
            body {
                a.skip href="#text" { "To the text" }
                header {
                    a.home href="index.html" { "Vitrin" }
                    nav aria-label="Elsewhere" {
                        a.all href="#contents" { "All pages" }
                        a href="../studio/index.html" { "Studio" }
                        a href="/" { "Demo shop" }
                    }
                }
                div.columns {
                    nav.contents #contents aria-label="Documentation" {
                        @for (chapter, names) in CHAPTERS {
                            h2 { (chapter) }
                            ul {
                                @for other in *names {
                                    li {
                                        a href={ (other) ".html" } aria-current=[(*other == name).then_some("page")] {
                                            (named(other)?)
                                        }
                                    }
                                }
                            }
                        }
                    }
                    main #text {
                        (PreEscaped(body))
                        nav.beside aria-label="Before and after this page" {
                            @for (word, other) in beside(name) {
                                a rel=(word) href={ (other) ".html" } { (named(other)?) }
                            }
                        }
                    }
                }
                footer { p { "Vitrin runs in the shopper's browser. No server of ours, no account, no cookie, no third party." } }
            }
        }
    };
    Ok(page.into_string() + "\n")
}

/// The pages before and after this one, in the order of the contents.
fn beside(name: &str) -> Vec<(&'static str, &'static str)> {
    let all: Vec<&str> = CHAPTERS
        .iter()
        .flat_map(|(_, names)| *names)
        .copied()
        .collect();
    let Some(at) = all.iter().position(|other| *other == name) else {
        return Vec::new();
    };
    let before = at.checked_sub(1).and_then(|at| all.get(at));
    let after = all.get(at + 1);
    let words = [("prev", before), ("next", after)];
    words
        .into_iter()
        .filter_map(|(word, other)| Some((word, *other?)))
        .collect()
}

fn title(markdown: &str) -> Result<&str> {
    markdown
        .lines()
        .next()
        .and_then(|line| line.strip_prefix("# "))
        .context("the first line is the title: `# …`")
}

/// How the page of this name is called in the contents.
fn named(name: &str) -> Result<String> {
    let path = crate::root()
        .join("tools/docs/pages")
        .join(format!("{name}.md"));
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("{name}.md is listed and not there"))?;
    Ok(title(&text)?.to_owned())
}

/// Markdown as HTML, its links as they are served.
fn body(markdown: &str) -> Result<String> {
    let text = fill::without_marks(markdown);
    let options = Options::ENABLE_TABLES | Options::ENABLE_GFM;
    let mut events: Vec<Event> = Parser::new_ext(&text, options).collect();
    if let Some(markup) = events.iter().find_map(|event| match event {
        Event::Html(markup) | Event::InlineHtml(markup) => Some(markup.trim()),
        _ => None,
    }) {
        bail!(
            "`{markup}` would be markup of the page: what is meant as text stands between backticks"
        );
    }
    anchors(&mut events);
    let events = links(events);
    let mut out = String::new();
    pulldown_cmark::html::push_html(&mut out, events.into_iter());
    // What is wide scrolls by itself, not the page, and by the keyboard too.
    Ok(out
        .replace(
            "<table>",
            "<div class=\"table\" tabindex=\"0\" role=\"group\"><table>",
        )
        .replace("</table>", "</table></div>")
        .replace("<img ", "<img loading=\"lazy\" "))
}

/// Links and pictures lead where the files are served; what is not served is only named.
fn links(events: Vec<Event>) -> Vec<Event> {
    let mut nowhere = false;
    let mut out = Vec::with_capacity(events.len());
    for mut event in events {
        match &mut event {
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                match link::served(dest_url) {
                    Served::Same => {}
                    Served::At(address) => *dest_url = CowStr::from(address),
                    Served::Nowhere => {
                        nowhere = true;
                        continue;
                    }
                }
            }
            Event::End(TagEnd::Link | TagEnd::Image) if std::mem::take(&mut nowhere) => continue,
            _ => {}
        }
        out.push(event);
    }
    out
}

/// Every heading can be linked to.
fn anchors(events: &mut [Event]) {
    for at in 0..events.len() {
        let Event::Start(Tag::Heading { level, .. }) = &events[at] else {
            continue;
        };
        if *level == HeadingLevel::H1 {
            continue;
        }
        let mut words = String::new();
        for event in &events[at..] {
            match event {
                Event::Text(text) | Event::Code(text) => words += text,
                Event::End(TagEnd::Heading(_)) => break,
                _ => {}
            }
        }
        if let Event::Start(Tag::Heading { id, .. }) = &mut events[at] {
            *id = Some(CowStr::from(link::anchor(&words)));
        }
    }
}
