//! Understanding a page: every source is asked, each answers with a draft, and the drafts become facts with where they came from.
//! Nothing here touches the page; `snapshot` is all that is known of it.

mod cart;
mod currency;
mod data_layer;
mod draft;
mod labels;
mod order;
mod page_type;
mod picture;
pub mod price;
mod visual;
mod words;

pub use cart::{
    CartChange, change as cart_change, checkout_step, endpoint as cart_endpoint, kept as kept_cart,
    may_change,
};
pub use data_layer::{LayerEvent, layer_event};
pub(in crate::core) use draft::pick;
pub use visual::shown;
pub(in crate::core) use words::{absolute, last, plain};

use super::facts::{Facts, PageType};
use super::json;
use super::product::{Product, path};
use super::snapshot::{Snapshot, flag, text};
use super::text::{concat, has, trim};
use super::value::Value;
use draft::{Draft, leaf, merge};
use words::{alike, any, cut, fold, wordy};

/// Types of things that are products, and of pages that may mention products and are not one.
const PRODUCT: &str = " product | productgroup | individualproduct | productmodel | someproducts | book | vehicle | car ";
const ARTICLE: &str =
    " article|newsarticle|blogposting|reportage|podcast|recipe|videoobject|profile| blog";
/// Where a thing that is no product keeps those that are.
static INSIDE: [&str; 4] = ["@graph", "mainEntity", "mainEntityOfPage", "about"];
/// Shop software, and what gives it away.
static PLATFORMS: [(&str, &str); 7] = [
    ("shopify", "shopify"),
    ("woocommerce", "woocommerce"),
    ("prestashop", "prestashop"),
    ("opencart", "opencart"),
    ("bigcommerce", "bigcommerce|bcdata|stencilbootstrap"),
    (
        "magento",
        "catalog product view|catalog category view|cms index index|checkout cart index",
    ),
    // A shop inside another site's pages comes last.
    ("ecwid", " ecwid "),
];
/// From here on the page is a product's.
const SURE: u8 = 50;
/// So many cards are a list.
const SOME: usize = 2;

/// Everything understood of a page and what its data layer said so far.
#[must_use]
pub fn facts(page: &Snapshot, layer: &[Value]) -> Facts {
    let mut facts = at_once(page, layer);
    more(&mut facts, page, layer);
    facts
}

/// What no block waits for: the cart that a page shows, the order, the search.
pub fn more(facts: &mut Facts, page: &Snapshot, layer: &[Value]) {
    match facts.page_type {
        PageType::Cart => facts.cart = cart::read(page),
        PageType::Purchase => {
            let told = data_layer::purchase(layer, currency::resolve("", page));
            facts.order = order::order(page, told);
        }
        PageType::Search => facts.search = cart::search(page),
        _ => {}
    }
}

/// What blocks wait for: the kind of page, its product, its list.
#[must_use]
pub fn at_once(page: &Snapshot, layer: &[Value]) -> Facts {
    let mut facts = Facts {
        platform: platform(page),
        cart_url: page.page.get("cart").scalar(),
        ..Facts::default()
    };
    let mut told = page_type::told(page);
    let mut blocks = Vec::new();
    for block in page.rows("ld") {
        let block = block.text().unwrap_or("");
        match json::read(block) {
            Ok(value) => blocks.push(value),
            Err(_) if block.is_empty() => {}
            // A document with something after it (`};`) is read up to there.
            Err(error) => match json::read(block.get(..error.at).unwrap_or("")) {
                Ok(value) => blocks.push(value),
                Err(_) => facts.warnings.push((
                    "json-ld-unreadable",
                    "a JSON-LD block of this page is not JSON and was skipped".to_owned(),
                )),
            },
        }
    }
    let mut found = Found::default();
    walk(&blocks, &mut found);
    let mut marked = Vec::new();
    let mut listed = Vec::new();
    for mark in page.rows("marks") {
        let draft = Draft::read("data-vitrin", 100, mark, page);
        if !pick(&draft.facts, "id|title").is_null() {
            if let Some(product) = draft.clone().product(page) {
                listed.push(product);
            }
            marked.push(draft);
        }
    }
    if listed.len() < SOME {
        listed = visual::list(page);
        marked.truncate(1);
    } else {
        marked.clear();
    }
    let named = matches!(told, Some((PageType::Product, _)));
    let sure = if named { 90 } else { 0 };
    let (own, sure) = own_product(page, layer, &found, marked, sure, &mut facts);
    // A home may feature a product; one address for all pages tells them apart by its query.
    told = told.filter(|(kind, _)| *kind != PageType::Home || sure < SURE || !has(&page.url, "?"));
    let list = listed.len() >= SOME
        || !listed.is_empty() && (page_type::names_list(page) || !page_type::term(page).is_empty());
    let (kind, from, confidence) = match told {
        Some((kind, from)) => (kind, from, 90),
        None if sure >= SURE => (PageType::Product, "visual", sure),
        None if list => (page_type::of_list(page), "visual", 60),
        None => (PageType::Other, "visual", 30),
    };
    facts.page_type = kind;
    facts.took("page.type", from, confidence);
    if !matches!(kind, PageType::Cart | PageType::Purchase) {
        facts.products = listed;
    }
    if kind == PageType::Product {
        let mut here = absolute(page.text("canonical"), &page.url);
        if here.is_empty() {
            here.push_str(cut(cut(&page.url, "#").0, "?").0);
        }
        let here = if path(&here).is_empty() {
            &page.url
        } else {
            &here
        };
        facts.product = merge(&own, page, here, &mut facts);
        if let Some(product) = &mut facts.product {
            if product.category.is_none() {
                product.category = category(&found.crumbs, page, &product.title);
            }
            if product.price.is_none() {
                facts.warnings.push((
                    "price-unknown",
                    "no price of this product could be told for sure, or its currency could not"
                        .to_owned(),
                ));
            }
        }
    }
    facts
}

/// What structured data holds.
#[derive(Default)]
struct Found<'a> {
    /// Products that are not a part of something else.
    products: Vec<&'a Value>,
    /// Names of the breadcrumbs.
    crumbs: Vec<Value>,
    /// Every other type named.
    types: String,
}

/// The types of a thing, without the address before them.
fn types(node: &Value) -> String {
    let mut out = String::new();
    for kind in node.get("@type").each() {
        let kind = kind.text().unwrap_or("");
        out.push_str(&fold(last(last(kind, "/"), ":")));
    }
    out
}

fn walk<'a>(nodes: &'a [Value], found: &mut Found<'a>) {
    for node in nodes {
        if node.is_list() {
            walk(node.items(), found);
            continue;
        }
        let kinds = types(node);
        if any(&kinds, PRODUCT) {
            found.products.push(node);
        } else if has(&kinds, " breadcrumblist ") {
            found.crumbs.clear();
            for entry in node.get("itemListElement").each() {
                found
                    .crumbs
                    .push(leaf(pick(entry, "name|item"), "name").into());
            }
        } else {
            found.types.push_str(&kinds);
            for &name in &INSIDE {
                walk(node.get(name).each(), found);
            }
        }
    }
}

/// What each source says of the page's own product, and how sure it is that there is one.
fn own_product(
    page: &Snapshot,
    layer: &[Value],
    graph: &Found,
    mut drafts: Vec<Draft>,
    mut sure: u8,
    facts: &mut Facts,
) -> (Vec<Draft>, u8) {
    if !drafts.is_empty() {
        sure = 100;
    }
    let (h1, at) = visual::headline(page).unwrap_or_default();
    let canonical = path(page.text("canonical"));
    let meta = page.page.get("meta");
    let kind = fold(text(meta, "og:type"));
    // Shops set `og:type` to article by mistake; structured data that says so means it.
    let story = any(&graph.types, ARTICLE);
    let article = story || any(&kind, ARTICLE);
    let mut scopes = Found::default();
    walk(page.rows("things"), &mut scopes);
    for (from, trust, few, all) in [
        ("json-ld", 90, 3, &graph.products),
        ("microdata", 84, 2, &scopes.products),
    ] {
        let mut best: Option<(u8, Draft)> = None;
        let mut outer = 0;
        let mut same = Vec::new();
        for node in all {
            let draft = Draft::read(from, trust, node, page);
            let to = path(draft.get("url"));
            let matches = alike(draft.get("title"), &h1)
                || flag(node, "@h1")
                || !to.is_empty() && (to == path(&page.url) || to == canonical);
            let rank = u8::from(matches) * 2 + u8::from(draft.amount().is_some());
            outer += u8::from(!flag(node, "@in"));
            same.push(draft.clone());
            if best.as_ref().is_none_or(|(top, _)| rank > *top) {
                best = Some((rank, draft));
            }
        }
        let Some((rank, mut node)) = best else {
            continue;
        };
        let (matches, priced) = (rank > 1, rank & 1 > 0);
        let several = outer >= few && !matches;
        // What is offered at a price that the page shows is for sale there, whatever else the page is.
        let shown = node
            .amount()
            .is_some_and(|amount| page.seen.contains(&amount));
        if !matches && (article || several) && !(shown && all.len() == 1) {
            let why = if article {
                "the page is an article, and not about it"
            } else {
                "one of several products, and not what the headline names"
            };
            facts.refused("product", node.facts.get("title"), from, why);
            continue;
        }
        if !priced {
            node.trust = 72;
        }
        if (matches || priced && !several)
            && (!article || shown || !story && !page.seen.is_empty() && matches)
        {
            sure = sure.max(node.trust);
        }
        // Scopes that share its name complete it.
        for other in same {
            if alike(other.get("title"), node.get("title")) {
                drafts.push(Draft {
                    trust: node.trust - 1,
                    ..other
                });
            }
        }
        drafts.push(node);
    }
    for node in page.rows("objects") {
        // A pixel names what it saw; what has no name stands only on the product's own page.
        let (from, trust) = if flag(node, "pixel") {
            ("meta-pixel", 58)
        } else {
            ("platform", 76)
        };
        let draft = Draft::read(from, trust, node, page);
        let named = draft.get("title");
        let matches = alike(named, &h1);
        if !matches && !named.is_empty() {
            let why = "not what the headline names";
            facts.refused("product", draft.facts.get("title"), from, why);
            continue;
        }
        if matches && draft.amount().is_some() && !story {
            sure = sure.max(trust);
        }
        drafts.push(draft);
    }
    let mut priced = Draft::read("opengraph", 80, meta, page);
    let mut shared = Draft::read("opengraph", 40, &Value::NULL, page);
    // A title and picture that every page has: they name the product only when another source says that there is one.
    for name in &["title", "image"] {
        shared.add(name, priced.get(name));
        priced.facts.put(name, Value::NULL);
    }
    priced.facts.put("url", Value::NULL);
    if !article && (priced.amount().is_some() || has(&kind, "product") && !has(&kind, "group")) {
        sure = sure.max(80);
    }
    if let Some(viewed) = data_layer::viewed(layer, page) {
        sure = sure.max(viewed.trust);
        drafts.push(viewed);
    }
    // A headline that says the structured name and a word or two more, its kind or brand, is the whole name.
    let whole = fold(&h1);
    let site = text(meta, "og:site_name");
    for draft in &mut drafts {
        // And a name with the shop's behind or before it is the headline's; so is one with a variant's behind it, where the page is shared by the headline alone.
        let told = draft.get("title");
        if !h1.is_empty()
            && (alike(told, &concat(&[&h1, site]))
                || alike(told, &concat(&[site, &h1]))
                || alike(text(meta, "og:title"), &h1) && told.starts_with(&concat(&[&h1, " - "])))
        {
            draft.facts.put("title", h1.as_str());
            continue;
        }
        let named = fold(told);
        let (before, after) = cut(&whole, &named);
        let spaces = |text: &str| text.bytes().filter(|byte| *byte == b' ').count();
        if named.len() > 4 && before.len() < whole.len() && spaces(before) + spaces(after) < 4 {
            draft.facts.put("title", h1.as_str());
        }
    }
    drafts.push(priced);
    if !h1.is_empty() {
        let sold = visual::read(page, &h1, at, &mut drafts);
        if sold && !article && !(page_type::names_list(page) && page.rows("cards").len() > 6) {
            sure = sure.max(visual::PRICED);
        }
    }
    drafts.push(shared);
    (drafts, sure)
}

/// The category path: breadcrumbs without the home before and the product after.
fn category(crumbs: &[Value], page: &Snapshot, title: &str) -> Option<String> {
    let mut out = String::new();
    for crumb in if crumbs.is_empty() {
        page.rows("crumbs")
    } else {
        crumbs
    } {
        let crumb = plain(crumb.text().unwrap_or(""));
        let way = matches!(
            trim(&fold(&crumb)),
            "home" | "startseite" | "accueil" | "inicio" | "start" | "shop" | "all" | "back"
        );
        if !way && wordy(&crumb) && !alike(&crumb, title) {
            if !out.is_empty() {
                out.push_str(" > ");
            }
            out.push_str(&crumb);
        }
    }
    Some(out).filter(|path| !path.is_empty())
}

/// Shop software that gives itself away.
fn platform(page: &Snapshot) -> Option<&'static str> {
    let mut body = fold(page.text("body"));
    body.push_str(&fold(text(page.page.get("meta"), "generator")));
    for (name, sign) in &PLATFORMS {
        if any(&body, sign) {
            return Some(name);
        }
    }
    None
}

/// The product of a card that was clicked, as `cardFacts` tells it.
#[must_use]
pub fn card_product(card: &Value, page: &Snapshot) -> Option<Product> {
    if !visual::of_product(card, page) {
        return None;
    }
    visual::card(card, page).product(page)
}
