//! Feeds as shops have them, read into one shape of row: plain JSON, Google Merchant's XML and tab-separated text, Shopify's `products.json` and
//! WooCommerce's Store API. Formats differ in their brackets and in what they call things, and two small tables hold the latter.

use crate::core::decimal::Decimal;
use crate::core::detect::{absolute, last, pick, plain};
use crate::core::json;
use crate::core::money::Currency;
use crate::core::text::{concat, cut, find, fore, parts, replace, trim};
use crate::core::value::{Value, copies};

/// More rows than the catalog takes are not read out of a text.
const MAX_ROWS: usize = 50_001;
/// Where a document of JSON keeps its products.
const LISTS: [&str; 4] = ["products", "items", "data", "results"];
/// What each field of a row is called elsewhere; what a row has already by its own name stays.
const FIELDS: [(&str, &str); 9] = [
    ("id", "item_id"),
    ("title", "name"),
    ("url", "link|permalink"),
    ("image", "image_link|images|featured_image"),
    ("brand", "vendor|brands|manufacturer"),
    (
        "category",
        "product_type|categories|google_product_category",
    ),
    ("currency", "currency_code|priceCurrency"),
    ("availability", "is_in_stock|is_purchasable|available"),
    ("sku", "mpn"),
];
/// What a thing in the place of a text is called.
const INNER: &str = "src|url|name";

/// The rows of a feed, a list of objects in the catalog's shape.
///
/// `base` is where the feed came from, for addresses that are relative; `currency` is for feeds that name none.
///
/// # Errors
/// The byte at which it is none of the formats that are known.
pub fn read(text: &str, base: &str, currency: Option<Currency>) -> Result<Value, usize> {
    let text = text.strip_prefix("\u{feff}").unwrap_or(text);
    let begins = fore(text, char::is_whitespace);
    let rows = if begins.starts_with("<") {
        xml(begins).ok_or(0_usize)?
    } else if matches!(begins.as_bytes().first(), Some(b'[' | b'{')) {
        let document = json::read(text).map_err(|error| error.at)?;
        let mut list = &document;
        for name in &LISTS {
            if !list.is_list() {
                list = Some(document.get(name))
                    .filter(|inner| inner.is_list())
                    .unwrap_or(list);
            }
        }
        if !list.is_list() {
            // The catalog says what it has expected.
            return Ok(document);
        }
        copies(list.items())
    } else {
        tabs(begins).ok_or(0_usize)?
    };
    let mut out = Vec::new();
    for row in rows {
        out.push(shaped(row, base, currency));
    }
    Ok(Value::list(out))
}

/// A row with its fields by the catalog's names.
#[must_use]
pub fn shaped(mut row: Value, base: &str, currency: Option<Currency>) -> Value {
    if !row.is_map() {
        return row;
    }
    for (field, names) in &FIELDS {
        let own = row.get(field);
        if own.text().is_some() || own.number().is_some() {
            continue;
        }
        let found = if own.is_null() {
            pick(&row, names)
        } else {
            own
        };
        if let Some(told) = leaf(found) {
            row.put(field, told);
        }
    }
    // WooCommerce escapes its names for the page.
    if let Some(title) = row.get("title").text()
        && find(title, "&").is_some()
    {
        let title = plain(title);
        row.put("title", title);
    }
    let variants = row.get("variants");
    let first = variants.items().first().cloned().unwrap_or_default();
    if !first.is_null() {
        // Shopify: what costs and can be had are the variants; the product's address is made of its handle.
        let there = |one: &Value| one.get("available").flag() != Some(false);
        let some = variants.items().iter().any(there);
        for field in &["price", "sku"] {
            if row.get(field).is_null() {
                row.put(field, first.get(field).clone());
            }
        }
        if row.get("availability").is_null() {
            row.put(
                "availability",
                if some { "in_stock" } else { "out_of_stock" },
            );
        }
    }
    if row.get("url").is_null()
        && let Some(handle) = row.get("handle").text()
    {
        let url = concat(&["/products/", handle]);
        row.put("url", url);
    }
    let prices = row.get("prices");
    if let Some(minor) = prices.get("price").number() {
        let places = prices.get("currency_minor_unit").count().unwrap_or(2) as u8;
        let (amount, code) = (
            Decimal::scaled(minor.trunc(), places),
            prices.get("currency_code").clone(),
        );
        row.put("price", amount);
        row.put("currency", code);
    }
    // `15.00 USD`, as Google has it; a price that is reduced is the one that is paid.
    let sale = row.get("sale_price");
    let paid = if sale.scalar().is_none_or(|text| text.is_empty()) {
        row.get("price")
    } else {
        sale
    };
    if let Some(text) = paid.text()
        && Decimal::parse(text).is_none()
    {
        let (mut amount, mut code) = (None, None);
        let spaced = replace(text, "\u{a0}", " ");
        for word in &parts(&spaced, " ") {
            amount = amount.or(Decimal::parse(&replace(word, ",", ".")));
            code = code.or(Currency::parse(word));
        }
        row.put("price", amount);
        if let Some(code) = code {
            row.put("currency", code.code());
        }
    } else if !sale.is_null() {
        let paid = paid.clone();
        row.put("price", paid);
    }
    if row.get("currency").is_null() {
        row.put("currency", currency.map(|code| code.code()));
    }
    match row.get("availability").text() {
        Some("true") => row.put("availability", "in_stock"),
        Some("false") => row.put("availability", "out_of_stock"),
        _ => {}
    }
    for field in &["url", "image"] {
        if let Some(address) = row.get(field).text()
            && !address.starts_with("http")
            && !base.is_empty()
        {
            let whole = absolute(address, base);
            row.put(field, whole);
        }
    }
    row
}

/// A text, or the first of what stands for one.
fn leaf(value: &Value) -> Option<String> {
    let first = value.each().first()?;
    let inner = if first.is_map() {
        pick(first, INNER)
    } else {
        first
    };
    match inner.flag() {
        Some(flag) => Some(if flag { "true" } else { "false" }.to_owned()),
        None => inner.scalar(),
    }
}

/// RSS's items or Atom's entries, each a flat object; names lose their prefix.
fn xml(text: &str) -> Option<Vec<Value>> {
    let mut rows = Vec::new();
    let name = if find(text, "<item>").is_some() || find(text, "<item ").is_some() {
        "item"
    } else {
        "entry"
    };
    let (open, close) = (concat(&["<", name]), concat(&["</", name, ">"]));
    let mut rest = text;
    while rows.len() < MAX_ROWS
        && let Some(at) = find(rest, &open)
    {
        rest = rest.get(at + open.len()..)?;
        if !matches!(
            rest.as_bytes().first(),
            Some(b'>' | b' ' | b'\n' | b'\r' | b'\t')
        ) {
            continue;
        }
        let end = find(rest, &close).unwrap_or(rest.len());
        rows.push(fields(rest.get(..end)?));
        rest = rest.get(end..)?;
    }
    let channel = find(text, "<rss")
        .or(find(text, "<feed"))
        .or(find(text, "<channel"));
    (!rows.is_empty() || channel.is_some()).then_some(rows)
}

/// The elements of an item that hold text; of two of a name the first. What stands deeper (the prices of shipping) is passed over.
fn fields(item: &str) -> Value {
    let mut row = Value::object();
    let mut rest = item;
    while let Some(at) = find(rest, "<") {
        rest = rest.get(at + 1..).unwrap_or("");
        let Some(end) = find(rest, ">") else { break };
        let tag = rest.get(..end).unwrap_or("");
        rest = rest.get(end + 1..).unwrap_or("");
        let mut full = tag;
        for end in &[" ", "\n", "\t", "/"] {
            full = cut(full, end).0;
        }
        if matches!(full.as_bytes().first(), None | Some(b'!' | b'?')) {
            continue;
        }
        let name = last(full, ":");
        let mut told = String::new();
        if tag.ends_with("/") {
            // `<link href="…"/>`, Atom's.
            let (_, href) = cut(tag, "href=\"");
            told.push_str(cut(href, "\"").0);
        } else {
            let close = concat(&["</", full, ">"]);
            let end = find(rest, &close).unwrap_or(rest.len());
            told.push_str(rest.get(..end).unwrap_or(""));
            rest = rest.get(end..).unwrap_or("");
            rest = rest.get(close.len()..).unwrap_or("");
        }
        let raw = trim(&told);
        let raw = raw
            .strip_prefix("<![CDATA[")
            .and_then(|inner| inner.strip_suffix("]]>"))
            .unwrap_or(raw);
        let told = plain(raw);
        if !told.is_empty() && row.get(name).is_null() {
            row.put(name, told);
        }
    }
    row
}

/// Google Merchant's tab-separated text: a line of names, a line for each product.
fn tabs(text: &str) -> Option<Vec<Value>> {
    let (head, mut rest) = cut(text, "\n");
    let mut names = Vec::new();
    let mut has_id = false;
    for name in &parts(head, "\t") {
        let name = replace(trim(name), " ", "_");
        has_id |= name == "id";
        names.push(name);
    }
    if names.len() < 2 || !has_id {
        return None;
    }
    let mut rows = Vec::new();
    while !rest.is_empty() && rows.len() < MAX_ROWS {
        let (line, more) = cut(rest, "\n");
        rest = more;
        if trim(line).is_empty() {
            continue;
        }
        let mut row = Value::object();
        for (at, told) in parts(line, "\t").iter().enumerate() {
            let Some(name) = names.get(at) else { break };
            let told = trim(told);
            let told = told
                .strip_prefix("\"")
                .and_then(|inner| inner.strip_suffix("\""))
                .unwrap_or(told);
            if !told.is_empty() {
                row.put(name, replace(told, "\"\"", "\""));
            }
        }
        rows.push(row);
    }
    Some(rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::product::Product;

    const BASE: &str = "https://shop.example/feeds/google.xml";

    fn products(text: &str) -> Vec<Product> {
        let rows = read(text, BASE, Currency::parse("EUR")).unwrap();
        let read = |row| Product::read(row, None).unwrap();
        rows.items().iter().map(read).collect()
    }

    fn is_the_mug(product: &Product) {
        assert_eq!(product.id, "7");
        assert_eq!(product.title, "Mug & saucer <No. 4>");
        assert_eq!(product.url.as_deref(), Some("https://shop.example/p/mug"));
        assert_eq!(
            product.image.as_deref(),
            Some("https://shop.example/i/mug.jpg")
        );
        let price = product.price.unwrap();
        assert_eq!(
            (price.amount_text().as_str(), price.currency.code().as_str()),
            ("15.00", "EUR")
        );
        assert!(!product.sold_out());
        assert_eq!(product.brand.as_deref(), Some("Clayworks"));
    }

    #[test]
    fn one_product_in_six_formats_is_one_product() {
        for feed in [
            r#"[{"id":7,"title":"Mug & saucer <No. 4>","url":"/p/mug","image":"/i/mug.jpg","price":"15.00","currency":"EUR","brand":"Clayworks","availability":"in_stock"}]"#,
            r#"{"products":[{"id":7,"title":"Mug & saucer <No. 4>","url":"https://shop.example/p/mug","handle":"mug","vendor":"Clayworks","product_type":"Mugs","images":[{"id":1,"src":"https://shop.example/i/mug.jpg"}],"variants":[{"id":71,"price":"15.00","sku":"M-7","available":false},{"id":72,"price":"15.00","available":true}]}]}"#,
            r#"[{"id":7,"name":"Mug &amp; saucer &lt;No. 4&gt;","permalink":"https://shop.example/p/mug","prices":{"price":"1500","currency_code":"EUR","currency_minor_unit":2},"images":[{"id":3,"src":"https://shop.example/i/mug.jpg"}],"categories":[{"name":"Mugs"}],"brands":[{"name":"Clayworks"}],"is_in_stock":true}]"#,
            r#"<?xml version="1.0"?><rss xmlns:g="http://base.google.com/ns/1.0" version="2.0"><channel><title>Shop</title><item><g:id>7</g:id><title><![CDATA[Mug & saucer &lt;No. 4&gt;]]></title><link>https://shop.example/p/mug</link><g:image_link>https://shop.example/i/mug.jpg</g:image_link><g:shipping><g:country>DE</g:country><g:price>4.90 EUR</g:price></g:shipping><g:price>18.00 EUR</g:price><g:sale_price>15.00 EUR</g:sale_price><g:availability>in stock</g:availability><g:brand>Clayworks</g:brand></item></channel></rss>"#,
            r#"<feed xmlns="http://www.w3.org/2005/Atom" xmlns:g="http://base.google.com/ns/1.0"><title>Shop</title><entry><g:id>7</g:id><title>Mug &amp; saucer &lt;No. 4&gt;</title><link href="/p/mug"/><g:image_link>/i/mug.jpg</g:image_link><g:price>15,00 EUR</g:price><g:availability>in_stock</g:availability><g:brand>Clayworks</g:brand></entry></feed>"#,
            "id\ttitle\tlink\timage link\tprice\tavailability\tbrand\n7\t\"Mug & saucer <No. 4>\"\thttps://shop.example/p/mug\thttps://shop.example/i/mug.jpg\tEUR 15.00\tin_stock\tClayworks\n\n",
        ] {
            let products = products(feed);
            assert_eq!(products.len(), 1, "{feed}");
            is_the_mug(&products[0]);
        }
    }

    #[test]
    fn a_handle_is_an_address_and_what_has_no_currency_has_the_shop_s() {
        let feed = r#"{"products":[{"id":9,"title":"Bowl","handle":"bowl","variants":[{"price":"9.50","available":false}]}]}"#;
        let bowl = &products(feed)[0];
        assert_eq!(
            bowl.url.as_deref(),
            Some("https://shop.example/products/bowl")
        );
        assert_eq!(bowl.price.unwrap().currency.code(), "EUR");
        assert!(bowl.sold_out());
    }

    #[test]
    fn what_is_no_feed_is_said_to_be_none() {
        for text in [
            "",
            "<html><body>Not found</body></html>",
            "Not found",
            "{\"products\":",
        ] {
            assert!(read(text, BASE, None).is_err(), "{text}");
        }
        assert_eq!(read("[]", BASE, None), Ok(Value::list(Vec::new())));
    }
}
