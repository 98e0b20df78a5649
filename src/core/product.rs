//! A product as pages, feeds and profiles tell of it, and a line of a cart.
//! What a source does not say is absent, never guessed.

use core::ops::{Deref, DerefMut};

use super::decimal::Decimal;
use super::money::{Currency, Money};
use super::text::{concat, cut, find, has, parts, trim};
use super::value::Value;

/// A product; the public shape of `inspect` and `recommend`. One pointer wide, so that handing it on costs nothing.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Product(Box<Details>);

/// What is known of a product.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Details {
    /// The shop's own id, its SKU, or the path of its page: what tells it from others.
    pub id: String,
    /// Its name, as plain text.
    pub title: String,
    /// Absolute address of its page.
    pub url: Option<String>,
    /// Absolute address of a picture.
    pub image: Option<String>,
    /// What it costs now.
    pub price: Option<Money>,
    /// Stock keeping unit.
    pub sku: Option<String>,
    /// Brand.
    pub brand: Option<String>,
    /// Category path, ` > ` between levels.
    pub category: Option<String>,
    /// Whether it can be bought.
    pub availability: Option<Availability>,
    /// The chosen variant, such as `L`.
    pub variant: Option<String>,
}

/// schema.org's `ItemAvailability`, as far as shops use it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Availability {
    /// Can be bought now.
    InStock,
    /// Cannot be bought now.
    OutOfStock,
    /// Not yet on sale, can be ordered.
    PreOrder,
    /// Ordered for the shopper on demand.
    BackOrder,
    /// Few left.
    LimitedAvailability,
    /// Will not come back.
    Discontinued,
    /// Sold out.
    SoldOut,
    /// Only in the physical shop.
    InStoreOnly,
    /// Only on the web.
    OnlineOnly,
}

impl Availability {
    const NAMES: [(Self, &'static str); 9] = [
        (Self::InStock, "InStock"),
        (Self::OutOfStock, "OutOfStock"),
        (Self::PreOrder, "PreOrder"),
        (Self::BackOrder, "BackOrder"),
        (Self::LimitedAvailability, "LimitedAvailability"),
        (Self::Discontinued, "Discontinued"),
        (Self::SoldOut, "SoldOut"),
        (Self::InStoreOnly, "InStoreOnly"),
        (Self::OnlineOnly, "OnlineOnly"),
    ];

    /// Reads `https://schema.org/InStock`, `InStock`, `in_stock`, `in stock`, `IN STOCK`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut letters = String::new();
        for c in trim(text).chars() {
            match c {
                '/' | '#' => letters.clear(),
                _ if c.is_ascii_alphabetic() => letters.push(c),
                _ => {}
            }
        }
        Self::NAMES
            .iter()
            .find(|(_, name)| letters.eq_ignore_ascii_case(name))
            .map(|(known, _)| *known)
    }

    /// schema.org's short name.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES
            .iter()
            .find(|(known, _)| *known == self)
            .map_or("InStock", |(_, name)| name)
    }

    /// Whether a shopper who clicks can order it.
    #[must_use]
    pub const fn can_be_ordered(self) -> bool {
        !matches!(
            self,
            Self::OutOfStock | Self::Discontinued | Self::SoldOut | Self::InStoreOnly
        )
    }
}

impl From<Details> for Product {
    fn from(details: Details) -> Self {
        Self(Box::new(details))
    }
}

impl Deref for Product {
    type Target = Details;

    fn deref(&self) -> &Details {
        &self.0
    }
}

impl DerefMut for Product {
    fn deref_mut(&mut self) -> &mut Details {
        &mut self.0
    }
}

impl Product {
    /// Whether both are the same product: by id, by SKU or by the path of the page, whichever both sides know.
    #[must_use]
    pub fn is(&self, other: &Product) -> bool {
        self.id == other.id
            || same(&self.sku, &other.sku)
            || self.sku.as_ref() == Some(&other.id)
            || other.sku.as_ref() == Some(&self.id)
            || match (&self.url, &other.url) {
                (Some(mine), Some(theirs)) => {
                    let here = address(mine);
                    !here.is_empty() && here == address(theirs)
                }
                _ => false,
            }
    }

    /// Whether anything says that it cannot be ordered.
    #[must_use]
    pub fn sold_out(&self) -> bool {
        self.availability
            .is_some_and(|availability| !availability.can_be_ordered())
    }

    /// Whether nothing tells it from others but where it stands.
    #[must_use]
    pub fn goes_by_address(&self) -> bool {
        (self.url.as_deref()).is_some_and(|url| address(url) == self.id)
    }

    /// Takes over what `other` knows and this does not.
    pub fn learn(&mut self, other: &Product) {
        let fill = |mine: &mut Option<String>, theirs: &Option<String>| {
            if mine.is_none() {
                mine.clone_from(theirs);
            }
        };
        if self.title.is_empty() {
            self.title.clone_from(&other.title);
        }
        // Who is known by an address alone takes the name that the shop has for it.
        if self.goes_by_address() {
            self.id.clone_from(&other.id);
        }
        fill(&mut self.url, &other.url);
        fill(&mut self.image, &other.image);
        fill(&mut self.sku, &other.sku);
        fill(&mut self.brand, &other.brand);
        fill(&mut self.category, &other.category);
        fill(&mut self.variant, &other.variant);
        self.price = self.price.or(other.price);
        self.availability = self.availability.or(other.availability);
    }

    /// Reads the public shape, a feed's row (flat `price` and `currency`) or a GA4 item.
    /// `None` when there is neither an id nor a title to tell it by.
    #[must_use]
    pub fn read(value: &Value, currency: Option<Currency>) -> Option<Self> {
        let text = |names: &[&str]| value.any(names).scalar();
        let title = text(&["title", "item_name", "name"]).unwrap_or_default();
        let url = text(&["url", "link"]);
        let id = text(&["id", "item_id", "sku"])
            .or_else(|| url.as_deref().map(address).filter(|here| !here.is_empty()))
            .or_else(|| Some(title.clone()).filter(|title| !title.is_empty()))?;
        let price = value.get("price");
        Some(Self::from(Details {
            price: Money::read(price).or_else(|| {
                Money::new(
                    price.number()?,
                    value
                        .get("currency")
                        .text()
                        .and_then(Currency::parse)
                        .or(currency)?,
                )
            }),
            image: text(&["image", "image_link"]),
            sku: text(&["sku"]),
            brand: text(&["brand", "item_brand"]),
            category: text(&["category", "item_category"]),
            availability: value
                .get("availability")
                .text()
                .and_then(Availability::parse),
            variant: text(&["variant", "item_variant"]),
            id,
            title,
            url,
        }))
    }

    /// GA4's item shape, as events carry it.
    #[must_use]
    pub fn item(&self) -> Value {
        Value::object()
            .with("item_id", self.sku.as_ref().unwrap_or(&self.id).as_str())
            .with("item_name", self.title.as_str())
            .with("item_brand", self.brand.as_deref())
            .with("item_category", self.category.as_deref())
            .with("item_variant", self.variant.as_deref())
            .with("price", self.price.map(|price| price.amount))
    }
}

impl From<&Product> for Value {
    fn from(product: &Product) -> Self {
        Value::object()
            .with("id", product.id.as_str())
            .with("title", product.title.as_str())
            .with("url", product.url.as_deref())
            .with("image", product.image.as_deref())
            .with("price", product.price)
            .with("sku", product.sku.as_deref())
            .with("brand", product.brand.as_deref())
            .with("category", product.category.as_deref())
            .with("availability", product.availability.map(Availability::name))
            .with("variant", product.variant.as_deref())
    }
}

/// A line of a cart or an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What.
    pub product: Product,
    /// How many, at least one.
    pub quantity: u32,
}

impl Line {
    /// GA4's item with its quantity.
    #[must_use]
    pub fn item(&self) -> Value {
        self.product.item().with("quantity", self.quantity)
    }

    /// The public shape of a cart line.
    #[must_use]
    pub fn value(&self) -> Value {
        Value::from(&self.product).with("quantity", self.quantity)
    }

    /// Reads the public shape or a GA4 item.
    #[must_use]
    pub fn read(value: &Value, currency: Option<Currency>) -> Option<Self> {
        Some(Self {
            product: Product::read(value, currency)?,
            quantity: value
                .get("quantity")
                .count()
                .and_then(|count| u32::try_from(count).ok())
                .unwrap_or(1)
                .max(1),
        })
    }
}

/// What lines cost together; `None` when a price is missing or currencies differ, for a wrong total is worse than none.
#[must_use]
pub fn total(lines: &[Line]) -> Option<Money> {
    let currency = lines.first()?.product.price?.currency;
    let mut sum = Decimal::ZERO;
    for line in lines {
        let price = line.product.price.filter(|p| p.currency == currency)?;
        sum = sum.plus(price.amount.times(i64::from(line.quantity)));
    }
    Money::new(sum, currency)
}

/// The path of an address without host, query, fragment and closing slash: what stays when a shop moves or a campaign tags its links.
#[must_use]
pub fn path(url: &str) -> &str {
    let plain = cut(cut(url, "#").0, "?").0;
    let mut path = plain;
    if let Some(at) = find(plain, "://") {
        let rest = plain.get(at + 3..).unwrap_or("");
        path = rest.get(cut(rest, "/").0.len()..).unwrap_or("");
    }
    while let Some(open) = path.strip_suffix("/") {
        path = open;
    }
    path
}

/// Parameters by which shops without speaking addresses tell their products apart.
const NAMING: &str = "|id|p|pid|product|product_id|productid|item|item_id|article|sku|";

/// What an address names: its path, and of its query what tells products apart.
#[must_use]
pub fn address(url: &str) -> String {
    let mut named = path(url).to_owned();
    let query = cut(cut(url, "#").0, "?").1;
    for pair in &parts(cut(query, "?").0, "&") {
        let name = cut(pair, "=").0;
        if !name.is_empty() && has(NAMING, &concat(&["|", name, "|"])) {
            named.push('?');
            named.push_str(pair);
        }
    }
    named
}

fn same(a: &Option<String>, b: &Option<String>) -> bool {
    a.is_some() && a == b
}

/// The question of an address with its mark, empty without one.
#[must_use]
pub fn query(url: &str) -> &str {
    let plain = cut(url, "#").0;
    plain.get(cut(plain, "?").0.len()..).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::json;

    fn product(text: &str) -> Product {
        Product::read(&json::read(text).unwrap(), None).unwrap()
    }

    #[test]
    fn a_feed_row_a_ga4_item_and_the_public_shape_are_one_product() {
        let feed = product(
            r#"{"id":7,"title":"Lamp","price":"29.00","currency":"EUR","availability":"in_stock","url":"https://shop.example/p/lamp/"}"#,
        );
        assert_eq!(feed.price.unwrap().amount_text(), "29.00");
        assert_eq!(feed.availability, Some(Availability::InStock));
        assert_eq!(product(&json::write(&Value::from(&feed))), feed);
        let ga4 = Product::read(
            &json::read(r#"{"item_id":"7","item_name":"Lamp","price":29}"#).unwrap(),
            Currency::parse("EUR"),
        )
        .unwrap();
        assert!(ga4.is(&feed));
        assert_eq!(ga4.price, feed.price);
    }

    #[test]
    fn a_price_without_a_currency_is_no_price() {
        assert_eq!(product(r#"{"id":1,"price":29}"#).price, None);
    }

    #[test]
    fn a_tagged_link_leads_to_the_same_product() {
        let tagged = product(r#"{"id":"a","url":"https://shop.example/p/lamp?utm_source=x"}"#);
        assert!(tagged.is(&product(r#"{"id":"b","url":"/p/lamp/"}"#)));
        assert!(!tagged.is(&product(r#"{"id":"b","url":"/p/chair"}"#)));
        assert_eq!(path("https://shop.example"), "");
        let home = product(r#"{"id":"c","url":"https://shop.example"}"#);
        assert!(!home.is(&product(r#"{"id":"d","url":"https://shop.example/"}"#)));
    }

    #[test]
    fn where_the_query_names_the_product_two_queries_are_two_products() {
        let link = |query| {
            product(
                &[
                    "{\"url\":\"https://shop.example/index.php?route=product/product&",
                    query,
                    "\"}",
                ]
                .concat(),
            )
        };
        assert!(!link("product_id=42").is(&link("product_id=43")));
        assert!(link("product_id=42").is(&link("product_id=42&utm_source=mail")));
    }

    #[test]
    fn a_total_of_two_currencies_is_not_told() {
        let line = |text| Line::read(&json::read(text).unwrap(), None).unwrap();
        let euro = line(r#"{"id":1,"price":"9.95","currency":"EUR","quantity":2}"#);
        let dollar = line(r#"{"id":2,"price":"1","currency":"USD"}"#);
        assert_eq!(
            total(core::slice::from_ref(&euro)).unwrap().amount_text(),
            "19.90"
        );
        assert_eq!(total(&[euro, dollar]), None);
    }
}
