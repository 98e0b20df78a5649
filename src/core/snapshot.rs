//! What the browser side collected of a page in one pass: the one input of `detect`.
//! It stays the tree it came as; a field of a wrong shape is as if it were not there.

use super::decimal::Decimal;
use super::detect;
use super::money::Currency;
use super::value::Value;

/// A page as it stood, as `src/js/snapshot.js` wrote it.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    /// Its address.
    pub url: String,
    /// `document.title`.
    pub title: String,
    /// The currency the shop set in its settings.
    pub hint: Option<Currency>,
    /// Everything. Texts are `{t: text, o: place in reading order, w: names of the element and its ancestors, b: text before, a: text after, value or alternative text,
    /// s: struck, linked or disabled, z: width, n: level}`.
    pub page: Value,
    /// Every amount that the page shows as its own and not struck.
    pub seen: Vec<Decimal>,
}

impl Snapshot {
    /// Takes what `src/js/snapshot.js` wrote.
    #[must_use]
    pub fn read(value: &Value) -> Self {
        let mut page = Self {
            url: value.get("url").scalar().unwrap_or_default(),
            title: value.get("title").scalar().unwrap_or_default(),
            page: value.clone(),
            ..Self::default()
        };
        page.seen = detect::shown(&page);
        page
    }

    /// A text of the page, empty when there is none.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        text(&self.page, name)
    }

    /// The rows of one kind.
    #[must_use]
    pub fn rows(&self, name: &str) -> &[Value] {
        self.page.get(name).items()
    }
}

/// A text of a row, empty when there is none.
#[must_use]
#[inline(never)]
pub fn text<'a>(row: &'a Value, name: &str) -> &'a str {
    row.get(name).text().unwrap_or("")
}

/// A number of a row, nothing being 0.
#[must_use]
#[inline(never)]
pub fn number(row: &Value, name: &str) -> i32 {
    row.get(name).count().unwrap_or(0) as i32
}

/// Whether a row is marked.
#[must_use]
pub fn flag(row: &Value, name: &str) -> bool {
    row.get(name).flag() == Some(true)
}
