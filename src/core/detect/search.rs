//! A search: its words from the address, the number of its results from the page.

use super::words;
use crate::core::facts::Search;
use crate::core::snapshot::Snapshot;

const NAMES: &[&str] = &[
    "q",
    "s",
    "query",
    "search",
    "search_query",
    "keyword",
    "keywords",
    "term",
    "text",
    "suche",
    "k",
    "w",
];

/// The search of a search page.
#[must_use]
pub fn read(snapshot: &Snapshot) -> Option<Search> {
    let term = term(&snapshot.url)?;
    let results = snapshot
        .notices
        .iter()
        .find_map(|notice| count(&notice.text));
    Some(Search { term, results })
}

/// The words searched for.
#[must_use]
pub fn term(url: &str) -> Option<String> {
    let query = url.split('#').next()?.split_once('?')?.1;
    NAMES.iter().find_map(|name| {
        let (_, value) = query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .find(|(key, _)| key == name)?;
        Some(unescape(value)).filter(|value| !value.is_empty())
    })
}

/// Percent-encoding undone; what is no UTF-8 is nothing.
fn unescape(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some(byte) = text.as_bytes().get(at).copied() {
        let code = (byte == b'%')
            .then(|| text.get(at + 1..at + 3))
            .flatten()
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        bytes.push(code.unwrap_or(if byte == b'+' { b' ' } else { byte }));
        at += if code.is_some() { 3 } else { 1 };
    }
    words::plain(&String::from_utf8(bytes).unwrap_or_default())
}

/// `Found 3 results`, `12 Treffer`, `Showing 1–16 of 40 results`.
fn count(text: &str) -> Option<u32> {
    let text = words::fold(text);
    if !words::has(
        &text,
        "result|treffer|ergebnis|résultat|resultad|risultat|wynik|sonuç|products|item|match",
    ) || text.len() > 90
    {
        return None;
    }
    if words::has(&text, " no results| keine | aucun") {
        return Some(0);
    }
    let last = |words: &str| {
        words
            .split_ascii_whitespace()
            .next()
            .and_then(|word| word.parse().ok())
    };
    [" of ", " von ", " sur ", " de "]
        .iter()
        .find_map(|word| last(text.split_once(word)?.1))
        .or_else(|| {
            text.split_ascii_whitespace()
                .find_map(|word| word.parse().ok())
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_results_of_a_search() {
        assert_eq!(
            term("https://s.example/search/?q=caf%C3%A9+cup&x=1").as_deref(),
            Some("café cup")
        );
        assert_eq!(term("https://s.example/search/?q="), None);
        assert_eq!(count("Found 3 results."), Some(3));
        assert_eq!(count("Showing 1–16 of 40 results"), Some(40));
        assert_eq!(count("No results were found"), Some(0));
        assert_eq!(count("In stock (4 available)"), None);
    }
}
