//! Cards: a product as elements, by the theme's own `<template>` or by our markup. Text goes in as text, addresses only as http(s) or relative.
//! Bindings are a closed list, so that there is nothing to escape and nothing to run.

use wasm_bindgen::JsCast;
use web_sys::{Document, DocumentFragment, Element, HtmlTemplateElement, Node};

use super::host;
use crate::core::config::is_address;
use crate::core::product::Product;
use crate::core::value::Value;

/// The fields of a product that markup can show.
pub struct Card<'a> {
    value: &'a Value,
    product: Option<Product>,
}

impl<'a> Card<'a> {
    pub fn new(value: &'a Value) -> Self {
        Self {
            value,
            product: Product::read(value, None),
        }
    }

    /// A field as text: the price as the page's language writes it, the rest as it is.
    fn text(&self, field: &str) -> Option<String> {
        match field {
            "price" => {
                let price = self.product.as_ref()?.price?;
                host(|host| host.money(&price.amount_text(), price.currency.code()))
            }
            other => self.value.get(other).scalar(),
        }
    }

    /// Whether it can be ordered is only said when it cannot.
    fn sold_out(&self) -> bool {
        self.product.as_ref().is_some_and(Product::sold_out)
    }
}

/// The theme's own card, filled.
pub fn from_template(template: &HtmlTemplateElement, card: &Card) -> Option<Node> {
    let clone: DocumentFragment = template
        .content()
        .clone_node_with_deep(true)
        .ok()?
        .dyn_into()
        .ok()?;
    let bound = clone.query_selector_all("[data-bind]").ok()?;
    for index in 0..bound.length() {
        if let Some(element) = bound
            .item(index)
            .and_then(|node| node.dyn_into::<Element>().ok())
        {
            let bindings = element.get_attribute("data-bind").unwrap_or_default();
            for binding in bindings.split(';') {
                if let Some((what, field)) = binding.split_once(':') {
                    bind(&element, what.trim(), card.text(field.trim()));
                }
            }
        }
    }
    Some(clone.into())
}

/// Sets one thing of an element. What is missing takes its attribute away, so that no card shows a template's example.
fn bind(element: &Element, what: &str, text: Option<String>) {
    let name = match what {
        "text" => {
            element.set_text_content(Some(text.as_deref().unwrap_or("")));
            return;
        }
        "href" | "src" | "alt" => what,
        other => match other.strip_prefix("attr.") {
            Some(name) if is_plain_attribute(name) => name,
            _ => return,
        },
    };
    let text = text.filter(|text| what != "href" && what != "src" || is_address(text));
    // A name or value the browser refuses leaves the element as it was.
    let _ = match (what, text) {
        ("alt", None) => element.set_attribute("alt", ""),
        (_, Some(text)) => element.set_attribute(name, &text),
        (_, None) => element.remove_attribute(name),
    };
}

/// Attributes that say something and do nothing.
fn is_plain_attribute(name: &str) -> bool {
    name.starts_with("data-")
        || name.starts_with("aria-")
        || matches!(name, "title" | "content" | "value" | "datetime" | "lang")
}

/// Our own card: `li.vitrin-card > a > img.vitrin-image, span.vitrin-title, span.vitrin-price`.
pub fn plain(page: &Document, card: &Card) -> Option<Node> {
    let make = |tag: &str, class: &str| {
        let element = page.create_element(tag).ok()?;
        if !class.is_empty() {
            element.set_class_name(class);
        }
        Some(element)
    };
    let item = make("li", "vitrin-card")?;
    let link = make("a", "")?;
    bind(&link, "href", card.text("url"));
    if let Some(image) = card.text("image").filter(|image| is_address(image)) {
        let picture = make("img", "vitrin-image")?;
        for (name, value) in [("loading", "lazy"), ("decoding", "async"), ("alt", "")] {
            picture.set_attribute(name, value).ok()?;
        }
        picture.set_attribute("src", &image).ok()?;
        link.append_child(&picture).ok()?;
    }
    if card.sold_out() {
        let badge = make("span", "vitrin-badge")?;
        badge.set_text_content(Some("Sold out"));
        link.append_child(&badge).ok()?;
    }
    for (class, field) in [("vitrin-title", "title"), ("vitrin-price", "price")] {
        let part = make("span", class)?;
        part.set_text_content(card.text(field).as_deref());
        link.append_child(&part).ok()?;
    }
    item.append_child(&link).ok()?;
    Some(item.into())
}
