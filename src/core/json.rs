//! JSON to [`Value`] and back, by one forgiving reader that also takes what shops' templates really print.
//! Raw control characters, comments and trailing commas are read over; what cannot be read is one error with its place.

use super::decimal::Decimal;
use super::text::{find, fore, number};
use super::value::{Kind, Value};

/// Deeper nesting than any real document; keeps a hostile one from exhausting the stack.
const MAX_DEPTH: u32 = 64;

/// Where reading stopped, as a byte offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// Byte offset of the first thing that made no sense.
    pub at: usize,
}

/// Reads one JSON document.
///
/// # Errors
/// [`Unreadable`] with the place, when it is not JSON even with every allowance made.
pub fn read(text: &str) -> Result<Value, Unreadable> {
    let mut reader = Reader { text, at: 0 };
    let value = reader.value(0);
    reader.space();
    match value {
        Some(value) if reader.at == text.len() => Ok(value),
        _ => Err(Unreadable { at: reader.at }),
    }
}

/// Writes a value as compact JSON.
#[must_use]
pub fn write(value: &Value) -> String {
    let mut out = String::new();
    write_into(value, &mut out);
    out
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn take(&mut self, token: &str) -> bool {
        let found = self.rest().starts_with(token);
        if found {
            self.at += token.len();
        }
        found
    }

    /// Skips to after `end`, or to the end of the text.
    fn skip_past(&mut self, end: &str) {
        self.at += find(self.rest(), end).map_or(self.rest().len(), |at| at + end.len());
    }

    /// White space, a byte order mark, comments of JavaScript, of HTML and CDATA marks.
    fn space(&mut self) {
        loop {
            let trimmed = fore(self.rest(), |c| {
                c.is_whitespace() || c.is_control() || c == '\u{feff}'
            })
            .len();
            self.at = self.text.len() - trimmed;
            if self.take("/*") {
                // `/*<![CDATA[*/` closes at its own end like any comment.
                self.skip_past("*/");
            } else if self.take("//") {
                self.skip_past("\n");
            } else if !(self.take("<!--")
                || self.take("-->")
                || self.take("<![CDATA[")
                || self.take("]]>"))
            {
                return;
            }
        }
    }

    fn value(&mut self, depth: u32) -> Option<Value> {
        if depth > MAX_DEPTH {
            return None;
        }
        self.space();
        match self.peek()? {
            b'{' => self.object(depth),
            b'[' => self.list(depth),
            b'"' => self.string().map(Value::from),
            b't' if self.take("true") => Some(Value::from(true)),
            b'f' if self.take("false") => Some(Value::from(false)),
            b'n' if self.take("null") => Some(Value::NULL),
            b'-' | b'0'..=b'9' => self.number(),
            _ => None,
        }
    }

    fn object(&mut self, depth: u32) -> Option<Value> {
        self.at += 1;
        let mut fields = Vec::new();
        loop {
            self.space();
            match self.peek()? {
                b'}' => {
                    self.at += 1;
                    return Some(Value::map(fields));
                }
                b',' => self.at += 1,
                b'"' => {
                    let name = self.string()?;
                    self.space();
                    if !self.take(":") {
                        return None;
                    }
                    fields.push((name, self.value(depth + 1)?));
                }
                _ => return None,
            }
        }
    }

    fn list(&mut self, depth: u32) -> Option<Value> {
        self.at += 1;
        let mut items = Vec::new();
        loop {
            self.space();
            match self.peek()? {
                b']' => {
                    self.at += 1;
                    return Some(Value::list(items));
                }
                b',' => self.at += 1,
                _ => items.push(self.value(depth + 1)?),
            }
        }
    }

    fn number(&mut self) -> Option<Value> {
        let rest = self.rest();
        let end = rest
            .bytes()
            .position(|byte| !matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E'))
            .unwrap_or(rest.len());
        let number = Decimal::parse(rest.get(..end)?);
        self.at += end;
        // A number beyond our digits (1e400) is still JSON: it reads as absent.
        Some(Value::from(number))
    }

    fn string(&mut self) -> Option<String> {
        self.at += 1;
        let mut out = String::new();
        loop {
            let rest = self.rest();
            let end = rest
                .bytes()
                .position(|byte| byte == b'"' || byte == b'\\')?;
            out.push_str(rest.get(..end)?);
            let closing = rest.as_bytes().get(end) == Some(&b'"');
            self.at += end + 1;
            if closing {
                return Some(out);
            }
            let escape = self.peek()?;
            self.at += 1;
            match escape {
                b'n' => out.push('\n'),
                b't' => out.push('\t'),
                b'r' => out.push('\r'),
                b'b' => out.push('\u{8}'),
                b'f' => out.push('\u{c}'),
                b'u' => out.push(self.unicode()?),
                // `\"`, `\\`, `\/`, and templates' needless escapes such as `\'`.
                ascii if ascii.is_ascii() => out.push(ascii as char),
                // A backslash before a longer character: it stands for itself.
                _ => self.at -= 1,
            }
        }
    }

    /// Four hexadecimal digits, and the second half of a surrogate pair; half a pair is U+FFFD.
    fn unicode(&mut self) -> Option<char> {
        let high = self.hex()?;
        if (0xD800..0xDC00).contains(&high) && self.rest().starts_with("\\u") {
            let before = self.at;
            self.at += 2;
            let low = self.hex()?;
            if (0xDC00..0xE000).contains(&low) {
                return char::from_u32(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00));
            }
            self.at = before;
        }
        Some(char::from_u32(high).unwrap_or('\u{fffd}'))
    }

    fn hex(&mut self) -> Option<u32> {
        let code = number(self.text.get(self.at..self.at + 4)?, 16)?;
        self.at += 4;
        Some(code)
    }
}

fn write_into(value: &Value, out: &mut String) {
    match value.kind() {
        Kind::Null => out.push_str("null"),
        Kind::Bool(true) => out.push_str("true"),
        Kind::Bool(false) => out.push_str("false"),
        Kind::Number(number) => out.push_str(&number.text(0)),
        Kind::Text(text) => write_string(text, out),
        Kind::List(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write_into(item, out);
            }
            out.push(']');
        }
        Kind::Map(fields) => {
            out.push('{');
            for (index, (name, field)) in fields.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write_string(name, out);
                out.push(':');
                write_into(field, out);
            }
            out.push('}');
        }
    }
}

fn write_string(text: &str, out: &mut String) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c < ' ' => {
                out.push_str("\\u00");
                for nibble in &[c as usize >> 4, c as usize & 15] {
                    out.push(HEX.get(*nibble).map_or('0', |b| *b as char));
                }
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read_ok(text: &str) -> Value {
        read(text).unwrap_or_else(|error| panic!("{text}: {error:?}"))
    }

    #[test]
    fn what_templates_print_is_read_over() {
        let want = read_ok(r#"{"name":"A lamp","offers":[1,2]}"#);
        for text in [
            "\u{feff}{\"name\":\"A lamp\",\"offers\":[1,2,],}",
            "/*<![CDATA[*/ {\"name\": \"A lamp\", // the name\n \"offers\": [1, 2]} /*]]>*/",
            "<!-- {\"name\":\"A lamp\",\"offers\":[1,2]} -->",
            "{\"name\":\"A lamp\",,\"offers\":[1,2]}\n\n",
        ] {
            assert_eq!(read_ok(text), want, "{text}");
        }
        assert_eq!(
            read_ok("{\"d\":\"two\nlines\"}").get("d").text(),
            Some("two\nlines")
        );
        assert_eq!(read_ok(r#""it\'s""#).text(), Some("it's"));
    }

    #[test]
    fn broken_documents_name_the_place_and_never_panic() {
        assert_eq!(read("{\"a\":}"), Err(Unreadable { at: 5 }));
        for text in [
            "",
            " ",
            "{",
            "[1,",
            "\"abc",
            "{\"a\" 1}",
            "\"\\u12",
            "nul",
            "{} {}",
            "\"\\ud800",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
        assert!(read(&"[".repeat(100_000)).is_err());
    }

    #[test]
    fn surrogate_pairs_and_halves() {
        assert_eq!(read_ok(r#""\ud83d\ude00""#).text(), Some("😀"));
        assert_eq!(read_ok(r#""\ud83dx""#).text(), Some("\u{fffd}x"));
        assert_eq!(read_ok(r#""\ud83d\u0041""#).text(), Some("\u{fffd}A"));
    }

    #[test]
    fn the_last_of_equal_names_wins_as_in_javascript() {
        assert_eq!(read_ok(r#"{"a":1,"a":2}"#).get("a").count(), Some(2));
    }

    proptest! {
        #[test]
        fn anything_read_or_refused_without_panic(text in ".{0,200}") {
            let _ = read(&text);
        }

        #[test]
        fn what_serde_json_writes_we_read_and_back(text in "\\PC{0,40}", number in -1_000_000_000_000i64..1_000_000_000_000) {
            let theirs = serde_json::json!({"text": text, "number": number, "list": [null, true, text]});
            let ours = read_ok(&theirs.to_string());
            let back: serde_json::Value = serde_json::from_str(&write(&ours)).unwrap();
            prop_assert_eq!(back, theirs);
        }
    }
}
