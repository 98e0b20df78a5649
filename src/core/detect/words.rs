//! Reading texts and addresses as pages write them: entities, tags, white space, case, relative links.
//! Text goes out as plain text; nothing here ever becomes markup.

pub use crate::core::text::cut;
use crate::core::text::{find, has, lower, number, trim};

/// Entities are decoded at most this often: `&amp;amp;` is seen, an endless chain is not.
const ROUNDS: usize = 3;
const ENTITIES: &str = "|amp=&|lt=<|gt=>|quot=\"|apos='|nbsp= |reg=®|trade=™|ndash=–|mdash=—|rsquo=’|euro=€|pound=£|eacute=é|egrave=è|auml=ä|ouml=ö|uuml=ü|szlig=ß|";

/// White space and control characters, as far as pages hold them.
pub fn blank(c: char) -> bool {
    c <= ' '
        || ('\u{7f}'..='\u{a0}').contains(&c)
        || ('\u{2000}'..='\u{200b}').contains(&c)
        || c == '\u{202f}'
        || c == '\u{feff}'
}

/// A letter: ASCII's, or of another script by not being one of its known signs.
pub fn letter(c: char) -> bool {
    c.is_ascii_alphabetic()
        || (c >= '\u{c0}' && !('\u{2000}'..='\u{2bff}').contains(&c) && c < '\u{ff00}')
}

/// What stands after the last `at`; all without one.
#[inline(never)]
pub fn last<'a>(text: &'a str, at: &str) -> &'a str {
    let mut rest = text;
    while let Some(place) = find(rest, at) {
        rest = rest.get(place + at.len()..).unwrap_or("");
    }
    rest
}

/// Calls `each` with the parts of `a|b|c` until it says that it is done.
#[inline(never)]
pub fn until(text: &str, at: &str, each: &mut dyn FnMut(&str) -> bool) -> bool {
    let mut rest = text;
    while !rest.is_empty() {
        let (part, more) = cut(rest, at);
        if each(part) {
            return true;
        }
        rest = more;
    }
    false
}

/// A list between bars holds this word as one of its own.
#[inline(never)]
pub fn among(list: &str, word: &str) -> bool {
    let mut key = String::from("|");
    key.push_str(trim(word));
    key.push('|');
    has(list, &key)
}

/// What `|word=` leads to in a table, up to the next bar; nothing without a word.
#[inline(never)]
pub fn lookup(table: &'static str, word: &str) -> &'static str {
    let mut key = String::from("|");
    key.push_str(word);
    key.push('=');
    if word.is_empty() {
        ""
    } else {
        cut(cut(table, &key).1, "|").0
    }
}

/// Whether it holds a letter.
#[inline(never)]
pub fn wordy(text: &str) -> bool {
    for c in text.chars() {
        if letter(c) {
            return true;
        }
    }
    false
}

/// Plain text: entities decoded until stable, tags taken out, white space collapsed.
#[inline(never)]
pub fn plain(text: &str) -> String {
    let mut now = round(text);
    for _ in 1..ROUNDS {
        // What began as an entity may have become another one or a tag.
        if has(text, "&") {
            now = round(&now);
        }
    }
    now
}

fn round(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        rest = rest.get(c.len_utf8()..).unwrap_or("");
        let mut put = c;
        if c == '&' {
            let (name, after) = cut(rest, ";");
            if let Some(meant) = entity(name).filter(|_| name.len() < rest.len()) {
                put = meant;
                rest = after;
            }
        } else if c == '<' && is_tag(rest) {
            let (_, after) = cut(rest, ">");
            if !after.is_empty() || rest.ends_with(">") {
                put = ' ';
                rest = after;
            }
        }
        if !blank(put) {
            out.push(put);
        } else if !out.is_empty() && !out.ends_with(" ") {
            out.push(' ');
        }
    }
    if out.ends_with(" ") {
        out.pop();
    }
    out
}

/// Whether a tag or a comment stands here: its name ends like one. "<No. 4>" is part of a product's name.
fn is_tag(rest: &str) -> bool {
    let mut name = rest.as_bytes();
    let begins = matches!(name.first(), Some(b'a'..=b'z' | b'A'..=b'Z' | b'/' | b'!'));
    while let Some((b'/' | b'!', more)) = name.split_first() {
        name = more;
    }
    while let Some((byte, more)) = name.split_first()
        && byte.is_ascii_alphanumeric()
    {
        name = more;
    }
    begins && matches!(name.first(), Some(b'>' | b' ' | b'/' | b'-' | b'\n'))
}

fn entity(name: &str) -> Option<char> {
    if let Some(code) = name.strip_prefix("#") {
        let (digits, radix) = match code.strip_prefix("x") {
            Some(hex) => (hex, 16),
            None => (code, 10),
        };
        return char::from_u32(number(digits, radix)?);
    }
    lookup(ENTITIES, name).chars().next()
}

/// Small letters, every ASCII sign a space, a space around: then ` old ` is a whole word and `old` any.
#[inline(never)]
pub fn fold(text: &str) -> String {
    let mut out = String::from(" ");
    for c in text.chars() {
        let sign = c.is_ascii() && !c.is_ascii_alphanumeric();
        out.push(if sign { ' ' } else { lower(c) });
    }
    out.push(' ');
    out
}

/// Whether folded text holds one of `a|b|c`.
#[inline(never)]
pub fn any(folded: &str, words: &str) -> bool {
    until(words, "|", &mut |word| has(folded, word))
}

/// Whether text holds one of `a|b|c`.
pub fn says(text: &str, words: &str) -> bool {
    any(&fold(text), words)
}

/// Whether two titles are the same but for signs and case.
pub fn alike(one: &str, other: &str) -> bool {
    let one = key(one);
    !one.is_empty() && one == key(other)
}

fn key(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if c.is_ascii_digit() || letter(c) {
            out.push(lower(c));
        }
    }
    out
}

/// An absolute address; nothing for what is not http.
#[inline(never)]
pub fn absolute(url: &str, base: &str) -> String {
    let url = plain(url);
    // `http:` before a protocol-relative address: a template's mistake seen in the wild.
    let (scheme, rest) = cut(&url, "://");
    let (own, after) = cut(base, "://");
    let mut out = String::new();
    if matches!(url.as_bytes().first(), None | Some(b'#')) {
        return out;
    }
    if scheme.starts_with("http") && !rest.is_empty() {
        out.push_str(scheme);
        out.push_str("://");
        out.push_str(rest.strip_prefix("//").unwrap_or(rest));
        return out;
    }
    if has(cut(&url, "/").0, ":") {
        return out;
    }
    out.push_str(own);
    if url.starts_with("//") {
        out.push(':');
    } else {
        out.push_str("://");
        let here = cut(after, "?").0;
        let folder = here.len() - last(here, "/").len();
        if url.starts_with("/") || folder == 0 {
            out.push_str(cut(here, "/").0);
        } else {
            out.push_str(here.get(..folder - 1).unwrap_or(""));
        }
        if !url.starts_with("/") {
            out.push('/');
        }
    }
    out.push_str(&url);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_escaped_twice_reads_as_it_was_meant() {
        assert_eq!(
            plain("Café Crème Cup &amp;amp; Saucer"),
            "Café Crème Cup & Saucer"
        );
        assert_eq!(
            plain(" Knife 8&#34; <b>&quot;Kōhana&quot;</b>\n"),
            "Knife 8\" \"Kōhana\""
        );
        assert_eq!(plain("a < b & c; AT&T"), "a < b & c; AT&T");
        assert_eq!(
            plain("Cold Brew<br/>Pack <No. 4><!-- new -->"),
            "Cold Brew Pack <No. 4>"
        );
    }

    #[test]
    fn every_address_becomes_absolute_or_nothing() {
        let base = "https://shop.example/en/p/lamp?x=/y";
        for (url, want) in [
            ("/a", "https://shop.example/a"),
            ("//cdn.example/a.jpg", "https://cdn.example/a.jpg"),
            ("http:////cdn.example/a.jpg", "http://cdn.example/a.jpg"),
            ("b.jpg", "https://shop.example/en/p/b.jpg"),
            ("http://x.example/?a&amp;b", "http://x.example/?a&b"),
            ("javascript:x()", ""),
            ("data:image/gif;base64,AA", ""),
            ("", ""),
        ] {
            assert_eq!(absolute(url, base), want, "{url}");
        }
        assert_eq!(
            absolute("a", "https://shop.example"),
            "https://shop.example/a"
        );
    }
}
