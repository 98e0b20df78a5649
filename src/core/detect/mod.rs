//! Understanding a page: every source is asked, each answers with a draft, and the drafts become facts with where they came from.
//! Nothing here touches the page; `snapshot` is all that is known of it.

mod cart;
mod currency;
mod data_layer;
mod draft;
mod json_ld;
mod list;
mod marks;
mod microdata;
mod open_graph;
mod order;
mod page_type;
pub mod price;
mod search;
mod visual;
mod words;

pub use cart::CartChange;
pub use data_layer::{LayerEvent, layer_event};

use super::decimal::Decimal;
use super::facts::{Facts, PageType, Source};
use super::product::{Product, path};
use super::snapshot::{Card, Snapshot};
use super::value::Value;
use draft::Draft;

/// Types of pages that may mention products and are not one.
const ARTICLE: &str =
    " article|newsarticle|blogposting|reportage|podcast|recipe|videoobject|profile| blog";
/// So many cards are a list.
const SOME: usize = 2;

/// Everything understood of a page and what its data layer said so far.
#[must_use]
pub fn facts(snapshot: &Snapshot, layer: &[Value]) -> Facts {
    let mut facts = Facts {
        platform: platform(snapshot),
        ..Facts::default()
    };
    let graph = json_ld::read(snapshot);
    if graph.broken > 0 {
        draft::warn(
            &mut facts,
            "json-ld-unreadable",
            "a JSON-LD block of this page is not JSON and was skipped",
        );
    }
    let marked = marks::read(snapshot);
    let told = page_type::told(snapshot);
    let seen = visual::shown(snapshot);
    let currency = currency::resolve("", snapshot);
    let mut listed: Vec<Product> = marked
        .iter()
        .skip(usize::from(marked.len() == 1))
        .cloned()
        .filter_map(|draft| draft.product(snapshot))
        .collect();
    if listed.is_empty() {
        listed = list::read(snapshot);
    }

    let (own, about) = own_product(
        snapshot,
        layer,
        &seen,
        &graph,
        &marked,
        told.map(|(kind, _)| kind),
    );
    let (kind, from, trust) = match told {
        // A home may feature a product; one address for all pages tells them apart by its query.
        Some((kind, from))
            if kind != PageType::Home || about < SURE || !snapshot.url.contains('?') =>
        {
            (kind, from, 90)
        }
        _ if about >= SURE => (PageType::Product, "visual", about),
        _ if listed.len() >= SOME
            || (!listed.is_empty()
                && (page_type::names_list(snapshot) || search::term(&snapshot.url).is_some())) =>
        {
            (page_type::of_list(snapshot), "visual", 60)
        }
        _ => (page_type::NONE, "visual", 30),
    };
    facts.page_type = kind;
    facts.sources.push(Source {
        fact: "page.type",
        from,
        confidence: trust,
    });
    match kind {
        PageType::Product => {
            let here = words::absolute(&snapshot.canonical, &snapshot.url).unwrap_or_else(|| {
                snapshot
                    .url
                    .split(['#', '?'])
                    .next()
                    .unwrap_or("")
                    .to_owned()
            });
            let here = if path(&here).is_empty() {
                snapshot.url.clone()
            } else {
                here
            };
            facts.product = draft::merge(own, snapshot, &seen, Some(&here), &mut facts.sources);
            if let Some(product) = &mut facts.product {
                product.category = product
                    .category
                    .take()
                    .or_else(|| category(&graph, snapshot, &product.title));
                if product.price.is_none() {
                    draft::warn(
                        &mut facts,
                        "price-unknown",
                        "no price of this product could be told for sure, or its currency could not",
                    );
                }
            }
            facts.products = listed;
        }
        PageType::Cart => facts.cart = cart::read(snapshot),
        PageType::Purchase => {
            facts.order = order::read(snapshot, data_layer::purchase(layer, currency).as_ref())
        }
        PageType::Search => {
            facts.search = search::read(snapshot);
            facts.products = listed;
        }
        _ => facts.products = listed,
    }
    facts
}

/// From here on the page is a product's.
const SURE: u8 = 50;

/// What each source says of the page's own product, and how sure it is that there is one.
fn own_product(
    snapshot: &Snapshot,
    layer: &[Value],
    seen: &[Decimal],
    graph: &json_ld::Graph,
    marked: &[Draft],
    told: Option<PageType>,
) -> (Vec<Draft>, u8) {
    let mut drafts = Vec::new();
    let mut sure = if told == Some(PageType::Product) {
        90
    } else {
        0
    };
    if let [mark] = marked {
        drafts.push(mark.clone());
        sure = 100;
    }
    let headline = visual::headline(snapshot);
    let h1 = headline.as_ref().map_or("", |(text, _)| text.as_str());
    // Shops set `og:type` to article by mistake; structured data that says so means it.
    let story = words::has(&words::fold(&graph.types), ARTICLE);
    let article = story
        || snapshot
            .meta(&["og:type"])
            .is_some_and(|kind| words::has(&words::fold(kind), ARTICLE));
    let heres = [path(&snapshot.url), path(&snapshot.canonical)];
    let matches = |draft: &Draft| {
        draft
            .title
            .as_deref()
            .is_some_and(|title| words::alike(title, h1))
            || draft
                .url
                .as_deref()
                .is_some_and(|url| !path(url).is_empty() && heres.contains(&path(url)))
    };
    let node = graph
        .products
        .iter()
        .find(|d| !d.amounts.is_empty() && matches(d))
        .or_else(|| graph.products.iter().find(|d| matches(d)))
        .or_else(|| graph.products.iter().find(|d| !d.amounts.is_empty()))
        .or(graph.products.first());
    // What is offered at a price that the page shows is for sale there, whatever else the page is.
    let shown = |draft: &Draft| draft.amounts.iter().any(|amount| seen.contains(amount));
    if let Some(node) = node {
        let several = graph.products.len() > 2 && !matches(node);
        if matches(node) || !article && !several || shown(node) && graph.products.len() == 1 {
            let offered = !node.amounts.is_empty() && !several;
            if (offered || matches(node))
                && (!article || shown(node) || !story && !seen.is_empty() && matches(node))
            {
                sure = sure.max(node.trust);
            }
            drafts.push(node.clone());
        }
    }
    for scope in microdata::read(snapshot) {
        if !article || matches(&scope) {
            let offered =
                !scope.amounts.is_empty() || scope.availability.is_some() || scope.sku.is_some();
            sure = sure.max(if offered {
                scope.trust
            } else {
                scope.trust.min(SURE)
            });
            drafts.push(scope);
        }
    }
    let (graph_meta, product) = open_graph::read(snapshot);
    if product && !article {
        sure = sure.max(80);
        drafts.push(open_graph::priced(graph_meta.clone()));
    }
    if let Some(viewed) = data_layer::viewed(layer, currency::resolve("", snapshot)) {
        sure = sure.max(viewed.trust);
        drafts.push(viewed);
    }
    if let Some(mut seen) = visual::read(snapshot) {
        // The picture that the shop shares is more surely the product's than the one that stands out.
        if graph_meta.image.is_some() {
            seen.image = None;
        }
        // Headline and price, with a buy control, or with a word on stock and a number: a product that is chosen by its variants has no control yet.
        let priced = !seen.amounts.is_empty();
        if priced
            && (visual::buy(snapshot).is_some() || seen.sku.is_some() && seen.stocked)
            && !article
            && !(page_type::names_list(snapshot) && snapshot.cards.len() > 6)
        {
            sure = sure.max(seen.trust);
        }
        drafts.push(seen);
    }
    drafts.push(graph_meta);
    (drafts, sure)
}

/// The category path: breadcrumbs without the home before and the product after.
fn category(graph: &json_ld::Graph, snapshot: &Snapshot, title: &str) -> Option<String> {
    let crumbs = if graph.crumbs.is_empty() {
        &snapshot.crumbs
    } else {
        &graph.crumbs
    };
    let mut out = String::new();
    for crumb in crumbs.iter().map(|crumb| words::plain(crumb)) {
        let folded = words::fold(&crumb);
        let signs = !crumb.chars().any(words::of_word);
        if signs
            || words::alike(&crumb, title)
            || matches!(
                folded.trim(),
                "home" | "startseite" | "accueil" | "inicio" | "start" | "shop" | "all" | "back"
            )
        {
            continue;
        }
        if !out.is_empty() {
            out.push_str(" > ");
        }
        out.push_str(&crumb);
    }
    Some(out).filter(|path| !path.is_empty())
}

/// Shop software that gives itself away.
fn platform(snapshot: &Snapshot) -> Option<&'static str> {
    let body = words::fold(&snapshot.body);
    let generator = words::fold(snapshot.meta(&["generator"]).unwrap_or(""));
    let of = |name: &str| !snapshot.globals.get(name).is_null();
    if of("shopify") {
        Some("shopify")
    } else if of("woo") || words::has(&body, "woocommerce") || generator.contains("woocommerce") {
        Some("woocommerce")
    } else if of("prestashop") || generator.contains("prestashop") {
        Some("prestashop")
    } else if of("magento")
        || words::has(
            &body,
            "catalog product view|catalog category view|cms index index",
        )
    {
        Some("magento")
    } else if generator.contains("opencart") {
        Some("opencart")
    } else {
        None
    }
}

/// What a submitted form or a request of the page does to the cart.
#[must_use]
pub fn cart_change(request: &Value, facts: &Facts, snapshot: &Snapshot) -> Option<CartChange> {
    cart::change(request, facts, snapshot)
}

/// The product of a card that was clicked, as `cardFacts` tells it.
#[must_use]
pub fn card_product(card: &Value, snapshot: &Snapshot) -> Option<Product> {
    let card = Card::read(card);
    list::of_product(&card, snapshot)
        .then(|| list::product(&card, snapshot))
        .flatten()
}
