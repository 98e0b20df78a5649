//! What was understood of a page: the answer of `core::detect`, and of `vitrin('inspect')`.
//! Each fact carries where it came from, so that a theme developer can see why.

use super::money::Money;
use super::product::{Line, Product};
use super::value::Value;

/// The kinds of page a shop has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[expect(missing_docs, reason = "the names say all")]
pub enum PageType {
    Home,
    Category,
    Search,
    Product,
    Cart,
    Checkout,
    Purchase,
    #[default]
    Other,
}

impl PageType {
    const NAMES: [(Self, &'static str); 8] = [
        (Self::Home, "home"),
        (Self::Category, "category"),
        (Self::Search, "search"),
        (Self::Product, "product"),
        (Self::Cart, "cart"),
        (Self::Checkout, "checkout"),
        (Self::Purchase, "purchase"),
        (Self::Other, "other"),
    ];

    /// Its public name.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES
            .iter()
            .find(|(known, _)| *known == self)
            .map_or("other", |(_, name)| name)
    }

    /// Reads a public name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::NAMES
            .iter()
            .find(|(_, known)| *known == name)
            .map(|(page, _)| *page)
    }
}

/// Everything understood of one page.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Facts {
    /// What kind of page.
    pub page_type: PageType,
    /// The product the page is about.
    pub product: Option<Product>,
    /// The products it lists, in order.
    pub products: Vec<Product>,
    /// The whole cart, when the page shows it whole; an empty cart is `Some` of nothing.
    pub cart: Option<Vec<Line>>,
    /// What was searched for.
    pub search: Option<Search>,
    /// Where the page's own link to the cart leads.
    pub cart_url: Option<String>,
    /// The order just placed.
    pub order: Option<Order>,
    /// The shop software, when it gives itself away.
    pub platform: Option<&'static str>,
    /// Where each fact came from.
    pub sources: Vec<Source>,
    /// What sources said and was not taken: `{fact, value, from, why}`.
    pub rejected: Vec<Value>,
    /// What is wrong with the page's own data: `(code, message)`.
    pub warnings: Vec<(&'static str, String)>,
}

/// A search and its outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Search {
    /// The words.
    pub term: String,
    /// How many results the page says there are.
    pub results: Option<u32>,
}

/// A placed order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// The order number.
    pub id: String,
    /// What was paid.
    pub total: Option<Money>,
    /// What was bought, when the page tells.
    pub lines: Vec<Line>,
}

/// More of what was not taken tells a theme developer nothing.
const REJECTED: usize = 24;

impl Facts {
    /// Notes where a fact was taken from.
    pub fn took(&mut self, fact: &'static str, from: &'static str, confidence: u8) {
        self.sources.push(Source {
            fact,
            from,
            confidence,
        });
    }

    /// Notes what a source said and was not believed, each once.
    pub fn refused(&mut self, fact: &str, value: &Value, from: &str, why: &str) {
        let row = Value::object()
            .with("fact", fact)
            .with("value", value.clone())
            .with("from", from)
            .with("why", why);
        if self.rejected.len() < REJECTED && !self.rejected.contains(&row) {
            self.rejected.push(row);
        }
    }
}

/// Where a fact came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The fact: `page.type`, `product.price`.
    pub fact: &'static str,
    /// The source: `json-ld`, `microdata`, `opengraph`, `data-layer`, `meta-pixel`, `data-vitrin`, `visual`, `url`, `platform`.
    pub from: &'static str,
    /// How sure, in percent.
    pub confidence: u8,
}

impl From<&Facts> for Value {
    fn from(facts: &Facts) -> Self {
        Value::object()
            .with("page", Value::object().with("type", facts.page_type.name()))
            .with("product", facts.product.as_ref().map(Value::from))
            .with("products", facts.products.iter().collect::<Value>())
            .with(
                "cart",
                facts
                    .cart
                    .as_ref()
                    .map(|lines| lines.iter().map(Line::value).collect::<Value>()),
            )
            .with(
                "search",
                facts.search.as_ref().map(|search| {
                    Value::object()
                        .with("term", search.term.as_str())
                        .with("results", search.results)
                }),
            )
            .with(
                "order",
                facts.order.as_ref().map(|order| {
                    Value::object()
                        .with("id", order.id.as_str())
                        .with("total", order.total)
                        .with(
                            "lines",
                            order.lines.iter().map(Line::value).collect::<Value>(),
                        )
                }),
            )
            .with("cart_url", facts.cart_url.as_deref())
            .with("platform", facts.platform)
            .with(
                "sources",
                facts
                    .sources
                    .iter()
                    .map(|source| {
                        Value::object()
                            .with("fact", source.fact)
                            .with("from", source.from)
                            .with("confidence", u32::from(source.confidence))
                    })
                    .collect::<Value>(),
            )
            .with("rejected", facts.rejected.clone())
            .with(
                "warnings",
                facts
                    .warnings
                    .iter()
                    .map(|(code, message)| {
                        Value::object()
                            .with("code", *code)
                            .with("message", message.as_str())
                    })
                    .collect::<Value>(),
            )
    }
}
