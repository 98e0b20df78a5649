//! E-mail addresses in texts that are not meant to carry one: a newsletter's link, a search box used as a form, a field of the shop's own.
//! An address leaves with the events that are about it, and with no other; all else that is told or kept passes here.

use super::value::{Kind, Value};

/// What stands in an address's place.
const VEIL: &str = "(email)";
/// The shortest address there is, `a@b.cd`, is so long in base64.
const ENCODED: usize = 8;

/// Whether events of this name say who somebody is, in their field `lead`.
#[must_use]
#[inline(never)]
pub fn introduces(event: &str) -> bool {
    matches!(event, "lead_submit" | "identify")
}

/// The value without an e-mail address in any text of it, names of fields too.
#[must_use]
pub fn without_addresses(value: &Value) -> Value {
    match value.kind() {
        Kind::Text(text) => veiled(text).into(),
        Kind::List(items) => {
            let mut all = Vec::new();
            for item in items {
                all.push(without_addresses(item));
            }
            all.into()
        }
        Kind::Map(fields) => {
            let mut all = Vec::new();
            for (name, value) in fields {
                all.push((veiled(name), without_addresses(value)));
            }
            Value::map(all)
        }
        _ => value.clone(),
    }
}

/// The text with every e-mail address taken out, also one with its `@` written as in links (`%40`, and that once more), and words that hold one in
/// base64, as links of letters do.
#[must_use]
pub fn veiled(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = String::new();
    let (mut told, mut at) = (0, 0);
    while at < bytes.len() {
        match address(bytes, told, at).or_else(|| encoded(bytes, at)) {
            Some((from, to)) => {
                out.push_str(text.get(told..from).unwrap_or_default());
                out.push_str(VEIL);
                (told, at) = (to, to);
            }
            None => at += 1,
        }
    }
    out.push_str(text.get(told..).unwrap_or_default());
    out
}

/// Where an address whose sign stands here begins, not before `first`, and ends.
#[inline(never)]
fn address(bytes: &[u8], first: usize, at: usize) -> Option<(usize, usize)> {
    let pair = |at: usize| bytes.get(at..at + 2).unwrap_or_default();
    let mut host = at + 1;
    match bytes.get(at) {
        Some(b'@') => {}
        Some(b'%') => {
            while pair(host) == b"25" {
                host += 2;
            }
            if pair(host) != b"40" {
                return None;
            }
            host += 2;
        }
        _ => return None,
    }
    let (mut to, mut named) = (host, false);
    loop {
        // A full stop at the end is the sentence's. Of what is written as in links only letters belong to a name.
        match pair(to) {
            [b'.', next] if is_of(bytes, to + 1, b"_-%") => named |= !next.is_ascii_digit(),
            [b'%', b'8'..=b'9' | b'A'..=b'F' | b'a'..=b'f'] => {}
            _ if is_of(bytes, to, b"_-") => {}
            _ => break,
        }
        to += 1;
    }
    // `vue@3.2` is none. What stands before the sign is looked at last, so that a text of nothing but signs takes no time.
    let mut from = at;
    while named && from > first && is_of(bytes, from - 1, b"_-.+'%") {
        from -= 1;
    }
    (from < at).then_some((from, to))
}

/// What a name is made of, letters of other alphabets too, and these signs.
#[inline(never)]
fn is_of(bytes: &[u8], at: usize, signs: &[u8]) -> bool {
    (bytes.get(at))
        .is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte >= 128 || signs.contains(byte))
}

/// Where a word that begins here ends, if it says an address in base64. The signs of its two alphabets that are no letters stand fourth of four where
/// plain text is written, so that what follows them is a word of its own; what stands before one may be a part of something else.
fn encoded(bytes: &[u8], at: usize) -> Option<(usize, usize)> {
    let letter = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
    if at > 0 && letter(at - 1) {
        return None;
    }
    let mut to = at;
    while letter(to) {
        to += 1;
    }
    if to - at < ENCODED {
        return None;
    }
    for from in at..at + 4 {
        let (mut bits, mut held, mut plain) = (0_u32, 0, Vec::new());
        for byte in bytes.get(from..to).unwrap_or_default() {
            let figure = match byte {
                b'A'..=b'Z' => byte - b'A',
                b'a'..=b'z' => byte - b'a' + 26,
                _ => byte - b'0' + 52,
            };
            bits = bits << 6 | u32::from(figure);
            held += 6;
            if held >= 8 {
                held -= 8;
                plain.push((bits >> held) as u8);
            }
            // Most words say nothing, and that soon.
            if plain.last().is_some_and(|letter| !letter.is_ascii()) {
                break;
            }
        }
        for sign in 0..plain.len() {
            if address(&plain, 0, sign).is_some() {
                return Some((at, to));
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_address_is_taken_out_and_what_only_looks_like_one_stays() {
        for (text, expected) in [
            (
                "https://shop.example/a?email=ann.b+x@shop.example&utm=1",
                "https://shop.example/a?email=(email)&utm=1",
            ),
            ("/?e=ann%40shop.co.uk#top", "/?e=(email)#top"),
            (
                "/?e=ann%252Bx%2540shop.example%26a%3D1",
                "/?e=(email)%26a%3D1",
            ),
            ("/?e=ann%40b%C3%BCro.example&a", "/?e=(email)&a"),
            ("to dora@shop.example.", "to (email)."),
            ("dora@shop.example... o'brien@x.ie!", "(email)... (email)!"),
            (
                "q=a@b.example+shoes dora@b.example-1.5",
                "q=(email)+shoes (email)",
            ),
            ("zoë@büro.example, x@y.de", "(email), (email)"),
            ("почта@пример.рф", "(email)"),
            // ada@shop.example, as letters have it in their links, and within what is signed.
            ("/?e=YWRhQHNob3AuZXhhbXBsZQ==&a", "/?e=(email)==&a"),
            ("/?u=e%3DYWRhQHNob3AuZXhhbXBsZQ", "/?u=e%(email)"),
            (
                "eyJhbGciOiJIUzI1NiJ9.eyJlbWFpbCI6ImFkYUBzaG9wLmV4YW1wbGUifQ.sig",
                "eyJhbGciOiJIUzI1NiJ9.(email).sig",
            ),
            (
                "https://video.example/@shop.example/1",
                "https://video.example/@shop.example/1",
            ),
            ("vue@3.2 and @home at 5%40", "vue@3.2 and @home at 5%40"),
            (
                "01M81C1XEGX1504HKZW8TZHH44 Beschreibung personalization",
                "01M81C1XEGX1504HKZW8TZHH44 Beschreibung personalization",
            ),
            ("", ""),
        ] {
            assert_eq!(veiled(text), expected);
        }
    }

    #[test]
    fn a_long_text_of_a_few_signs_takes_no_longer_than_another() {
        for piece in ["%40", "%25", "@a", "a.", "@a.", "%", "a", "YWRh", "aEBi"] {
            let text = piece.repeat(400_000 / piece.len());
            assert!(veiled(&text).len() <= text.len(), "{piece}");
        }
    }

    proptest! {
        #[test]
        fn nothing_else_is_changed(text in "[a-c @.%40é]{0,16}") {
            let kept = veiled(&text);
            prop_assert!(kept == text || kept.contains(VEIL));
        }

        #[test]
        fn no_text_is_too_strange(text: String) {
            let _ = veiled(&text);
        }
    }
}
