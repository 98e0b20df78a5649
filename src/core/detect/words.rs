//! Reading texts and addresses as pages write them: entities, tags, white space, case, relative links.
//! Text goes out as plain text; nothing here ever becomes markup.

/// Entities are decoded at most this often: `&amp;amp;amp;` is seen, an endless chain is not.
const ROUNDS: usize = 3;

const ENTITIES: &[(&str, &str)] = &[
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("nbsp", " "),
    ("reg", "®"),
    ("trade", "™"),
    ("copy", "©"),
    ("ndash", "–"),
    ("mdash", "—"),
    ("hellip", "…"),
    ("rsquo", "’"),
    ("lsquo", "‘"),
    ("rdquo", "”"),
    ("ldquo", "“"),
    ("euro", "€"),
    ("pound", "£"),
    ("yen", "¥"),
    ("deg", "°"),
    ("times", "×"),
    ("eacute", "é"),
    ("egrave", "è"),
    ("agrave", "à"),
    ("ccedil", "ç"),
    ("auml", "ä"),
    ("ouml", "ö"),
    ("uuml", "ü"),
    ("szlig", "ß"),
    ("Auml", "Ä"),
    ("Ouml", "Ö"),
    ("Uuml", "Ü"),
    ("oslash", "ø"),
    ("aring", "å"),
    ("ntilde", "ñ"),
];

/// White space and control characters, as far as pages hold them: whole Unicode tables would cost more than all else here.
pub fn blank(c: char) -> bool {
    c <= ' '
        || ('\u{7f}'..='\u{a0}').contains(&c)
        || ('\u{2000}'..='\u{200b}').contains(&c)
        || matches!(
            c,
            '\u{2028}' | '\u{2029}' | '\u{202f}' | '\u{3000}' | '\u{feff}'
        )
}

/// A letter: ASCII's, or of another script by not being one of its known signs.
pub fn letter(c: char) -> bool {
    c.is_ascii_alphabetic()
        || (c >= '\u{c0}'
            && !('\u{2000}'..='\u{2bff}').contains(&c)
            && !('\u{3000}'..='\u{3004}').contains(&c)
            && !('\u{ff00}'..='\u{ff0f}').contains(&c)
            && c != '￥')
}

/// A letter or a digit.
pub fn of_word(c: char) -> bool {
    c.is_ascii_digit() || letter(c)
}

/// Plain text: entities decoded until stable, tags taken out, white space collapsed.
pub fn plain(text: &str) -> String {
    let mut now = text.to_owned();
    for _ in 0..ROUNDS {
        let next = decode(&now);
        if next == now {
            break;
        }
        now = next;
    }
    collapse(&strip(&now))
}

/// [`plain`], `None` when nothing is left.
pub fn some(text: &str) -> Option<String> {
    Some(plain(text)).filter(|text| !text.is_empty())
}

fn decode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut parts = text.split('&');
    out.push_str(parts.next().unwrap_or(""));
    for part in parts {
        let known = part.split_once(';').and_then(|(name, rest)| {
            let c = match name.strip_prefix('#') {
                Some(code) => {
                    let number = match code.strip_prefix(['x', 'X']) {
                        Some(hex) => u32::from_str_radix(hex, 16).ok(),
                        None => code.parse().ok(),
                    };
                    out.push(number.and_then(char::from_u32)?);
                    return Some(rest);
                }
                None => ENTITIES.iter().find(|(known, _)| *known == name)?.1,
            };
            out.push_str(c);
            Some(rest)
        });
        if known.is_none() {
            out.push('&');
        }
        out.push_str(known.unwrap_or(part));
    }
    out
}

fn strip(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let tag = is_tag(from.as_bytes());
        match from.find('>').filter(|_| tag) {
            Some(end) => {
                out.push(' ');
                rest = from.get(end + 1..).unwrap_or("");
            }
            None => {
                out.push('<');
                rest = from.get(1..).unwrap_or("");
            }
        }
    }
    out.push_str(rest);
    out
}

/// Whether a tag or a comment begins here: its name ends like one. "<No. 4>" is part of a product's name.
fn is_tag(from: &[u8]) -> bool {
    let mut name = from.iter().skip(1).skip_while(|b| **b == b'/').copied();
    name.next()
        .is_some_and(|b| b == b'!' || b.is_ascii_alphabetic())
        && name
            .find(|b| !b.is_ascii_alphanumeric())
            .is_some_and(|b| matches!(b, b'>' | b' ' | b'/' | b'-' | b'\n'))
}

fn collapse(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split(blank).filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Lower case (ASCII), every other sign a space, a space around: then ` old ` is a whole word and `old` any.
#[inline(never)]
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push(' ');
    out.extend(text.chars().map(|c| {
        if c.is_ascii() && !c.is_ascii_alphanumeric() {
            ' '
        } else {
            c.to_ascii_lowercase()
        }
    }));
    out.push(' ');
    out
}

/// Whether folded text holds one of `a|b|c`.
#[inline(never)]
pub fn has(folded: &str, words: &str) -> bool {
    words.split('|').any(|word| folded.contains(word))
}

/// Whether two titles are the same but for signs and case.
#[inline(never)]
pub fn alike(one: &str, other: &str) -> bool {
    let key = |text: &str| fold(text).replace(' ', "");
    let (one, other) = (key(one), key(other));
    !one.is_empty() && one == other
}

/// An absolute address; `None` for what is not http.
pub fn absolute(url: &str, base: &str) -> Option<String> {
    let url = plain(url);
    if url.is_empty() || url.starts_with('#') {
        return None;
    }
    if url.starts_with("http://") || url.starts_with("https://") {
        // `http:` before a protocol-relative address: a template's mistake seen in the wild.
        return Some(url.replacen(":////", "://", 1));
    }
    let scheme = base.find("://")?;
    let after = base.get(scheme + 3..)?;
    let host = scheme + 3 + after.find(['/', '?', '#']).unwrap_or(after.len());
    let mut out = String::new();
    if url.starts_with("//") {
        out.push_str(base.get(..=scheme)?);
    } else if url.starts_with('/') {
        out.push_str(base.get(..host)?);
    } else if url
        .find(':')
        .is_some_and(|colon| url.find('/').is_none_or(|slash| colon < slash))
    {
        return None;
    } else {
        let path = base.split(['?', '#']).next().unwrap_or(base);
        let folder = path.rfind('/').filter(|at| *at >= host).unwrap_or(host);
        out.push_str(path.get(..folder).unwrap_or(path));
        out.push('/');
    }
    out.push_str(url.strip_prefix("./").unwrap_or(&url));
    Some(out)
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
            ("/a", Some("https://shop.example/a")),
            ("//cdn.example/a.jpg", Some("https://cdn.example/a.jpg")),
            ("b.jpg", Some("https://shop.example/en/p/b.jpg")),
            ("http://x.example/?a&amp;b", Some("http://x.example/?a&b")),
            ("javascript:x()", None),
            ("data:image/gif;base64,AA", None),
            ("", None),
        ] {
            assert_eq!(absolute(url, base).as_deref(), want, "{url}");
        }
        assert_eq!(
            absolute("a", "https://shop.example").as_deref(),
            Some("https://shop.example/a")
        );
    }
}
