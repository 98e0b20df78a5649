//! What the browser side collected of a page in one pass, as plain data: the one input of `detect`.
//! Reading is forgiving; a field of a wrong shape is as if it were not there.

use super::money::Currency;
use super::value::Value;

/// A page as it stood.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    /// Its address.
    pub url: String,
    /// `document.title`.
    pub title: String,
    /// `<html lang>`.
    pub lang: String,
    /// `<link rel=canonical>`.
    pub canonical: String,
    /// Where the shop's logo leads.
    pub home: String,
    /// Id and classes of the body.
    pub body: String,
    /// `<meta>`: name or property, and content.
    pub meta: Vec<(String, String)>,
    /// Texts of the JSON-LD scripts.
    pub ld: Vec<String>,
    /// Microdata and RDFa scopes of products.
    pub scopes: Vec<Scope>,
    /// What the theme marked with `data-vitrin-*`.
    pub marks: Vec<Value>,
    /// First and second headings: text, place in reading order, level.
    pub headings: Vec<(String, u32, u32)>,
    /// Texts that look like prices and stand in no card.
    pub prices: Vec<PriceText>,
    /// Buy controls that stand in no card.
    pub buys: Vec<Buy>,
    /// Elements that lead to one address each: cards of a list, rows of a cart.
    pub cards: Vec<Card>,
    /// Texts on stock, order numbers, results: text, place, trail.
    pub notices: Vec<Notice>,
    /// Labelled facts: label and value.
    pub specs: Vec<(String, String)>,
    /// Pictures outside of cards come first in use: address, place, width, trail, alternative text, whether linked.
    pub images: Vec<Image>,
    /// Breadcrumbs.
    pub crumbs: Vec<String>,
    /// ISO codes that the page's own scripts call a currency.
    pub currencies: Vec<Currency>,
    /// What well-known platforms say in globals.
    pub globals: Value,
    /// The currency the shop set in its settings.
    pub hint: Option<Currency>,
}

/// One microdata or RDFa scope.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// Its type's address.
    pub kind: String,
    /// The scope around it.
    pub parent: Option<usize>,
    /// Whether it is some other thing's property.
    pub role: String,
    /// Whether the page's first heading is in it.
    pub heading: bool,
    /// Name, value, and the property whose scope it belongs to (empty: the product's own).
    pub props: Vec<(String, String, String)>,
}

/// A text with a figure that may be a price.
#[derive(Clone, Debug, Default)]
pub struct PriceText {
    /// As it reads.
    pub text: String,
    /// Place in reading order.
    pub order: u32,
    /// Names, ids and classes of the element and its ancestors.
    pub trail: String,
    /// The text before and after it.
    pub before: String,
    /// The text after it.
    pub after: String,
    /// Whether it is struck through.
    pub struck: bool,
    /// Font size in pixels, when layout was read.
    pub size: u32,
    /// Whether layout gave it no room.
    pub unseen: bool,
}

/// A control that may put something in the cart.
#[derive(Clone, Debug, Default)]
pub struct Buy {
    /// Its label.
    pub label: String,
    /// Place in reading order.
    pub order: u32,
    /// Its names and its form's action.
    pub hint: String,
    /// Whether it can be pressed.
    pub disabled: bool,
}

/// An element around one link.
#[derive(Clone, Debug, Default)]
pub struct Card {
    /// Where it leads.
    pub url: String,
    /// Texts that may be its title, best first.
    pub titles: Vec<String>,
    /// Its picture.
    pub image: String,
    /// The platform's id, when marked.
    pub id: String,
    /// The stock keeping unit, when marked.
    pub sku: String,
    /// The value of its quantity field.
    pub quantity: String,
    /// Names, ids and classes of the element and its ancestors.
    pub trail: String,
    /// Place in reading order.
    pub order: u32,
    /// Its prices.
    pub prices: Vec<PriceText>,
    /// Its notices.
    pub notices: Vec<Notice>,
    /// Bare counts in it.
    pub counts: Vec<String>,
    /// Whether it has a buy control.
    pub buy: bool,
}

/// A short text on stock, an order, a number of results.
#[derive(Clone, Debug, Default)]
pub struct Notice {
    /// As it reads.
    pub text: String,
    /// Place in reading order.
    pub order: u32,
    /// Names, ids and classes of the element and its ancestors.
    pub trail: String,
}

/// A picture.
#[derive(Clone, Debug, Default)]
pub struct Image {
    /// Its address.
    pub url: String,
    /// Place in reading order.
    pub order: u32,
    /// Its width.
    pub width: u32,
    /// Names, ids and classes around it.
    pub trail: String,
    /// Alternative text.
    pub alt: String,
    /// Whether it leads to another page.
    pub linked: bool,
}

impl Snapshot {
    /// Reads what `src/js/snapshot.js` wrote.
    #[must_use]
    pub fn read(value: &Value) -> Self {
        Self {
            url: text(value, "url"),
            title: text(value, "title"),
            lang: text(value, "lang").to_ascii_lowercase(),
            canonical: text(value, "canonical"),
            home: text(value, "home"),
            body: text(value, "body"),
            meta: rows(value, "meta", |row| (at(row, 0), at(row, 1))),
            ld: rows(value, "ld", own),
            scopes: rows(value, "scopes", |scope| Scope {
                kind: text(scope, "type"),
                parent: scope
                    .get("parent")
                    .count()
                    .and_then(|at| usize::try_from(at).ok()),
                role: text(scope, "role"),
                heading: scope.get("heading").flag().unwrap_or(false),
                props: rows(scope, "props", |row| (at(row, 0), at(row, 1), at(row, 2))),
            }),
            marks: value.get("vitrin").items().to_vec(),
            headings: rows(value, "headings", |row| {
                (at(row, 0), number(row, 1), number(row, 2))
            }),
            prices: rows(value, "prices", price),
            buys: rows(value, "buys", |row| Buy {
                label: at(row, 0),
                order: number(row, 1),
                hint: at(row, 2),
                disabled: flag(row, 3),
            }),
            cards: rows(value, "cards", Card::read),
            notices: rows(value, "notices", notice),
            specs: rows(value, "specs", |row| (at(row, 0), at(row, 1))),
            images: rows(value, "images", |row| Image {
                url: at(row, 0),
                order: number(row, 1),
                width: number(row, 2),
                trail: at(row, 3),
                alt: at(row, 4),
                linked: flag(row, 5),
            }),
            crumbs: rows(value, "crumbs", own),
            currencies: value
                .get("currencies")
                .items()
                .iter()
                .filter_map(|code| Currency::parse(code.text()?))
                .collect(),
            globals: value.get("globals").clone(),
            hint: None,
        }
    }

    /// The first filled `<meta>` of one of these names.
    #[must_use]
    pub fn meta(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| {
            self.meta
                .iter()
                .find(|(known, content)| known.eq_ignore_ascii_case(name) && !content.is_empty())
                .map(|(_, content)| content.as_str())
        })
    }
}

impl Card {
    /// Reads one card, as `cardFacts` writes it too.
    #[must_use]
    pub fn read(value: &Value) -> Self {
        Self {
            url: text(value, "url"),
            titles: rows(value, "titles", own),
            image: text(value, "image"),
            id: text(value, "id"),
            sku: text(value, "sku"),
            quantity: text(value, "quantity"),
            trail: text(value, "trail"),
            order: value.get("order").count().unwrap_or(0) as u32,
            prices: rows(value, "prices", price),
            notices: rows(value, "notices", notice),
            counts: rows(value, "counts", own),
            buy: value.get("buy").flag().unwrap_or(false),
        }
    }
}

fn price(row: &Value) -> PriceText {
    PriceText {
        text: text(row, "text"),
        order: row.get("order").count().unwrap_or(0) as u32,
        trail: text(row, "trail"),
        before: text(row, "before"),
        after: text(row, "after"),
        struck: row.get("struck").flag().unwrap_or(false),
        size: row.get("size").count().unwrap_or(0) as u32,
        unseen: row.get("unseen").flag().unwrap_or(false),
    }
}

fn notice(row: &Value) -> Notice {
    Notice {
        text: at(row, 0),
        order: number(row, 1),
        trail: at(row, 2),
    }
}

fn rows<T>(value: &Value, name: &str, read: impl Fn(&Value) -> T) -> Vec<T> {
    value.get(name).items().iter().map(read).collect()
}

fn own(value: &Value) -> String {
    value.scalar().unwrap_or_default()
}

fn text(value: &Value, name: &str) -> String {
    own(value.get(name))
}

fn cell(row: &Value, index: usize) -> &Value {
    row.items().get(index).unwrap_or(&Value::NULL)
}

fn at(row: &Value, index: usize) -> String {
    own(cell(row, index))
}

fn number(row: &Value, index: usize) -> u32 {
    cell(row, index)
        .count()
        .and_then(|n| u32::try_from(n).ok())
        .unwrap_or(0)
}

fn flag(row: &Value, index: usize) -> bool {
    cell(row, index).flag().unwrap_or(false)
}
