//! E-mail addresses in texts that are not meant to carry one: a newsletter's link, a search box used as a form.
//! An address leaves with the events that are about it, and with no other.

/// What stands in an address's place.
const VEIL: &str = "(email)";

/// The text with every e-mail address taken out, also one with its `@` written as in links (`%40`).
#[must_use]
pub fn veiled(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = String::new();
    let (mut told, mut at) = (0, 0);
    while let Some(byte) = bytes.get(at) {
        let sign = match byte {
            b'@' => 1,
            b'%' if bytes.get(at + 1..at + 3) == Some(b"40") => 3,
            _ => 0,
        };
        let mut end = at + 1;
        if sign > 0 {
            let mut from = at;
            while from > told && belongs(bytes, from - 1) {
                from -= 1;
            }
            let (mut to, mut dot) = (at + sign, 0);
            // A full stop at the end is the sentence's.
            while belongs(bytes, to) && (bytes.get(to) != Some(&b'.') || belongs(bytes, to + 1)) {
                if bytes.get(to) == Some(&b'.') {
                    dot = to;
                }
                to += 1;
            }
            let top = bytes.get(dot + 1..to).unwrap_or_default();
            // `vue@3.2` is none.
            if from < at && dot > 0 && top.first().is_some_and(u8::is_ascii_alphabetic) {
                out.push_str(text.get(told..from).unwrap_or_default());
                out.push_str(VEIL);
                (told, end) = (to, to);
            }
        }
        at = end;
    }
    out.push_str(text.get(told..).unwrap_or_default());
    out
}

/// What a name or a host is made of; letters of other alphabets too.
fn belongs(bytes: &[u8], at: usize) -> bool {
    (bytes.get(at))
        .is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte >= 128 || b"._-+".contains(byte))
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
            ("to dora@shop.example.", "to (email)."),
            ("zoë@büro.example, x@y.de", "(email), (email)"),
            (
                "https://video.example/@shop.example/1",
                "https://video.example/@shop.example/1",
            ),
            ("vue@3.2 and @home at 5%40", "vue@3.2 and @home at 5%40"),
            ("", ""),
        ] {
            assert_eq!(veiled(text), expected);
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
