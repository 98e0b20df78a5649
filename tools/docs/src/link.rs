//! Where a link leads: pages link as the repository is read, file to file, and the served pages get the addresses that these files have there.
//! What the demo does not serve is no link on the served page; its words, which say the path, stay.

/// Where the sources of the pages lie.
const PAGES: &str = "tools/docs/pages";

/// Where what is written is served from.
const SERVED: &str = "www/docs";

/// What a link of a page becomes when the page is served.
pub enum Served {
    /// As it stands: another host, or a place on the same page.
    Same,
    /// This address, from the page's own.
    At(String),
    /// A file of the repository that is not served.
    Nowhere,
}

/// The served form of a link that stands in a page.
pub fn served(link: &str) -> Served {
    if link.starts_with('#') || link.contains("://") || link.starts_with("mailto:") {
        return Served::Same;
    }
    let (file, anchor) = match link.split_once('#') {
        Some((file, anchor)) => (file, format!("#{anchor}")),
        None => (link, String::new()),
    };
    let path = joined(PAGES, file);
    if let Some(page) = path
        .strip_prefix(&format!("{PAGES}/"))
        .and_then(|name| name.strip_suffix(".md"))
    {
        return Served::At(format!("{page}.html{anchor}"));
    }
    if let Some(beside) = path.strip_prefix(&format!("{SERVED}/")) {
        return Served::At(format!("{beside}{anchor}"));
    }
    match path.strip_prefix("www/") {
        Some(elsewhere) => Served::At(format!("../{elsewhere}{anchor}")),
        None => Served::Nowhere,
    }
}

/// The path that `link` means from `folder`.
pub fn joined(folder: &str, link: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in link.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    parts.join("/")
}

/// The anchor of a heading with these words: GitHub's, so that a link holds in both readings.
pub fn anchor(words: &str) -> String {
    words
        .to_lowercase()
        .chars()
        .filter_map(|c| match c {
            ' ' => Some('-'),
            '-' | '_' => Some(c),
            c if c.is_alphanumeric() => Some(c),
            _ => None,
        })
        .collect()
}
