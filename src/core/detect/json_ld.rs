//! schema.org in JSON-LD: products wherever they are nested, with offers in every shape shops write.
//! A block that cannot be read is skipped alone; products of reviews, parts and suggestions are not the page's.

use super::draft::{Draft, text};
use super::words;
use crate::core::json;
use crate::core::product::{Availability, path};
use crate::core::snapshot::Snapshot;
use crate::core::value::Value;

/// How far a product with offers is believed; one without only names.
const OFFERED: u8 = 90;
const NAMED: u8 = 72;

/// What the page's JSON-LD says.
#[derive(Default)]
pub struct Graph {
    /// Products at the top, in order.
    pub products: Vec<Draft>,
    /// Products of lists.
    pub listed: Vec<Draft>,
    /// The breadcrumbs without home and the product itself.
    pub crumbs: Vec<String>,
    /// Every other type named at the top.
    pub types: String,
    /// How many blocks could not be read.
    pub broken: usize,
}

/// Reads all blocks.
#[must_use]
pub fn read(snapshot: &Snapshot) -> Graph {
    let mut graph = Graph::default();
    for block in &snapshot.ld {
        match json::read(block) {
            Ok(value) => walk(&value, snapshot, &mut graph, false),
            Err(_) if block.trim().is_empty() => {}
            Err(error) => match repaired(block, error.at) {
                Some(value) => walk(&value, snapshot, &mut graph, false),
                None => graph.broken += 1,
            },
        }
    }
    graph
}

/// A document with something after it (`};`) is read up to there.
fn repaired(block: &str, at: usize) -> Option<Value> {
    json::read(block.get(..at)?)
        .ok()
        .filter(|value| !value.is_null())
}

fn is(node: &Value, kinds: &str) -> bool {
    node.get("@type")
        .each()
        .iter()
        .filter_map(Value::text)
        .any(|kind| {
            let name = kind.rsplit(['/', ':']).next().unwrap_or(kind);
            kinds
                .split('|')
                .any(|known| known.eq_ignore_ascii_case(name))
        })
}

fn walk(node: &Value, snapshot: &Snapshot, graph: &mut Graph, listed: bool) {
    for node in node.each() {
        if is(node, "BreadcrumbList") {
            graph.crumbs = crumbs(node);
            continue;
        }
        if is(
            node,
            "Product|ProductGroup|IndividualProduct|ProductModel|SomeProducts|Book|Vehicle|Car",
        ) {
            let draft = product(node, snapshot);
            if listed {
                graph.listed.push(draft)
            } else {
                graph.products.push(draft)
            }
            continue;
        }
        for kind in node.get("@type").each().iter().filter_map(Value::text) {
            graph.types.push(' ');
            graph.types.push_str(kind);
        }
        for name in ["@graph", "mainEntity", "mainEntityOfPage", "about"] {
            walk(node.get(name), snapshot, graph, listed);
        }
        for entry in node.get("itemListElement").each() {
            let item = entry.get("item");
            walk(
                if item.fields().is_empty() {
                    entry
                } else {
                    item
                },
                snapshot,
                graph,
                true,
            );
        }
    }
}

fn crumbs(node: &Value) -> Vec<String> {
    node.get("itemListElement")
        .each()
        .iter()
        .filter_map(|entry| {
            text(
                entry
                    .get("name")
                    .text()
                    .or_else(|| entry.get("item").get("name").text())?,
            )
        })
        .collect()
}

/// A name, given as text, as a thing with a name, or as a list of either.
fn named(value: &Value) -> Option<String> {
    let value = value.each().first()?;
    text(
        value
            .text()
            .or_else(|| value.get("name").text())
            .or_else(|| value.get("@id").text().filter(|id| !id.contains("://")))?,
    )
}

/// An address, given as text, as an `ImageObject`, or as a list of either.
fn address(value: &Value, snapshot: &Snapshot) -> Option<String> {
    value.each().iter().find_map(|value| {
        words::absolute(
            value.text().or_else(|| {
                value
                    .any(&["contentUrl", "url", "@id"])
                    .each()
                    .first()?
                    .text()
            })?,
            &snapshot.url,
        )
    })
}

fn product(node: &Value, snapshot: &Snapshot) -> Draft {
    let mut draft = Draft::new("json-ld", NAMED);
    draft.title = node
        .get("name")
        .each()
        .first()
        .and_then(Value::text)
        .and_then(text);
    draft.url = address(node.any(&["url", "@id"]), snapshot);
    draft.image = address(node.get("image"), snapshot);
    draft.sku = node
        .any(&["sku", "mpn"])
        .each()
        .first()
        .and_then(Value::scalar)
        .and_then(|sku| text(&sku));
    draft.id = node.get("productID").scalar().and_then(|id| text(&id));
    draft.parent = node
        .get("productGroupID")
        .scalar()
        .or_else(|| node.get("isVariantOf").get("productGroupID").scalar())
        .and_then(|id| text(&id));
    draft.brand = named(node.any(&["brand", "manufacturer"]));
    draft.category = named(node.get("category"));
    let offers = node.get("offers");
    if !offers.is_null() {
        self::offers(offers, &mut draft, snapshot);
    }
    let variants = node.get("hasVariant").each();
    // The variant that the address chose, else the first that can be bought, else the first: its price is the one shown.
    let buyable = |variant: &&Value| {
        let mut one = Draft::default();
        self::offers(variant.get("offers"), &mut one, snapshot);
        one.availability.is_some_and(Availability::can_be_ordered)
    };
    let chosen = variants
        .iter()
        .find(|variant| {
            address(variant.any(&["url", "@id"]), snapshot)
                .or_else(|| {
                    address(
                        variant
                            .get("offers")
                            .each()
                            .first()
                            .unwrap_or(&Value::NULL)
                            .get("url"),
                        snapshot,
                    )
                })
                .is_some_and(|url| url == snapshot.url)
        })
        .or_else(|| variants.iter().find(buyable))
        .or(variants.first());
    if let Some(variant) = chosen {
        self::offers(variant.get("offers"), &mut draft, snapshot);
        draft.image = draft
            .image
            .or_else(|| address(variant.get("image"), snapshot));
        draft.sku = draft.sku.or_else(|| variant.get("sku").scalar());
        if draft.title.is_none() {
            draft.title = named(variant.get("name"));
        }
    }
    if !draft.amounts.is_empty() {
        draft.trust = OFFERED;
    }
    draft
}

/// Offers in a row: each may be one, an aggregate of several, or a range.
fn offers(value: &Value, draft: &mut Draft, snapshot: &Snapshot) {
    let all = value.each();
    let here = path(&snapshot.url);
    let own = all.iter().position(|offer| {
        all.len() > 1
            && address(offer.get("url"), snapshot)
                .is_some_and(|url| url == snapshot.url && path(&url) == here)
    });
    let first = own.and_then(|at| all.get(at));
    for offer in first.into_iter().chain(all) {
        for amount in [offer.any(&["price", "lowPrice", "minPrice"])]
            .into_iter()
            .chain(
                offer
                    .get("priceSpecification")
                    .each()
                    .iter()
                    .filter(|spec| !listed(spec))
                    .map(|spec| spec.any(&["price", "minPrice"])),
            )
        {
            if let Some(amount) = amount.scalar() {
                draft.offer(&amount);
            }
        }
        for currency in [
            offer.get("priceCurrency"),
            offer
                .get("priceSpecification")
                .each()
                .first()
                .unwrap_or(&Value::NULL)
                .get("priceCurrency"),
        ] {
            if let Some(currency) = currency.text() {
                draft.money(currency);
            }
        }
        if draft.sku.is_none() {
            draft.sku = offer.get("sku").scalar().and_then(|sku| text(&sku));
        }
        let told = offer
            .get("availability")
            .each()
            .first()
            .and_then(Value::text)
            .and_then(Availability::parse);
        // One offer that can be bought makes the product buyable.
        if draft
            .availability
            .is_none_or(|known| !known.can_be_ordered())
        {
            draft.availability = told.or(draft.availability);
        }
        offers(offer.get("offers"), draft, snapshot);
    }
}

/// A former or recommended price.
fn listed(spec: &Value) -> bool {
    spec.get("priceType")
        .text()
        .is_some_and(|kind| words::has(&words::fold(kind), "list|strike|srp|msrp|regular"))
}
