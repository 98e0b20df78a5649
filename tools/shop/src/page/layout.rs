//! What every page shares: head, masthead, footer, and the Vitrin tag as a shop owner pastes it.

use crate::{catalogue::Catalogue, data};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use serde_json::Value;

/// The tag as README tells a shop owner to paste it, with the settings of this shop.
const VITRIN: &str = r#"<link rel="stylesheet" href="/vitrin/vitrin.css">
<script async src="/vitrin/vitrin.js" data-endpoint="/events" data-feed="/feed.json" data-shelf="/shelf/" data-consent="granted"></script>"#;

/// When `shop.js` runs.
#[derive(PartialEq, Eq)]
pub enum Script {
    /// After the page is parsed.
    Deferred,
    /// The page runs it where it fills something in, before what follows is laid out, so that nothing moves.
    InPlace,
}

pub struct Page<'a> {
    pub title: &'a str,
    pub description: &'a str,
    pub path: &'a str,
    pub body: &'a str,
    pub og_type: &'a str,
    pub image: &'a str,
    pub index: bool,
    pub ld: Vec<Value>,
    /// Pushed to the dataLayer in this order.
    pub events: Vec<Value>,
    pub script: Script,
    /// `og:` and `product:` properties beside the usual ones.
    pub properties: Vec<(&'a str, String)>,
}

impl<'a> Page<'a> {
    pub fn new(title: &'a str, description: &'a str, path: &'a str) -> Self {
        Self {
            title,
            description,
            path,
            body: "plain",
            og_type: "website",
            image: "/assets/icon.svg",
            index: true,
            ld: Vec::new(),
            events: Vec::new(),
            script: Script::Deferred,
            properties: Vec::new(),
        }
    }

    pub fn html(&self, catalogue: &Catalogue, main: Markup) -> Markup {
        let shop = &catalogue.shop;
        html! {
            (DOCTYPE)
            html lang="en" data-theme="linen" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    title { (self.title) " · " (shop.name) }
                    meta name="description" content=(self.description);
                    @if self.index { link rel="canonical" href=(self.path); } @else { meta name="robots" content="noindex"; }
                    meta property="og:site_name" content=(shop.name);
                    meta property="og:type" content=(self.og_type);
                    meta property="og:title" content=(self.title);
                    meta property="og:description" content=(self.description);
                    meta property="og:url" content=(self.path);
                    meta property="og:image" content=(self.image);
                    @for (property, content) in &self.properties { meta property=(property) content=(content); }
                    link rel="icon" href="/assets/icon.svg" type="image/svg+xml";
                    script src="/assets/head.js" {}
                    link rel="stylesheet" href="/assets/shop.css";
                    @if self.script == Script::Deferred { script defer src="/assets/shop.js" {} }
                    @for ld in &self.ld { script type="application/ld+json" { (PreEscaped(data::in_script(ld))) } }
                    (PreEscaped("\n")) (PreEscaped(VITRIN)) (PreEscaped("\n"))
                }
                body class=(self.body) {
                    a.skip href="#main" { "Skip to content" }
                    (masthead(catalogue, self.path))
                    main #main tabindex="-1" { (main) }
                    (footer(catalogue))
                    @if !self.events.is_empty() {
                        script #page-events type="application/json" { (PreEscaped(data::in_script(&Value::Array(self.events.clone())))) }
                    }
                }
            }
        }
    }
}

/// The half sun on a horizon.
fn mark() -> Markup {
    html! {
        svg.mark viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false" {
            path d="M6 19a10 10 0 0 1 20 0z" {}
            path d="M2 22.5h28M8 26.5h16" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" {}
        }
    }
}

fn masthead(catalogue: &Catalogue, path: &str) -> Markup {
    html! {
        section.notice aria-label="Notice" {
            p { "Free delivery from " (catalogue.shop.free_delivery_from.shown()) span.wide { " · 60 days to change your mind" } }
            div.look role="group" aria-label="Look of the shop" {
                button type="button" data-theme-to="linen" { "Linen" }
                button type="button" data-theme-to="studio" { "Studio" }
            }
        }
        header.masthead {
            a.brand href="/" { (mark()) span { (catalogue.shop.name) } }
            nav.departments aria-label="Departments" {
                ul {
                    @for category in &catalogue.categories {
                        @let current = (category.url() == path).then_some("page");
                        li { a href=(category.url()) aria-current=[current] { (category.name) } }
                    }
                }
            }
            form.find role="search" action="/search/" {
                label.vh for="find" { "Search the shop" }
                input #find type="search" name="q" placeholder="Search" autocomplete="off";
                button type="submit" aria-label="Search" {
                    svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true" focusable="false" {
                        path d="M8.5 14.5a6 6 0 1 1 0-12 6 6 0 0 1 0 12zM13 13l5 5" fill="none" stroke="currentColor" stroke-width="1.7" stroke-linecap="round" {}
                    }
                }
            }
            a.to-cart href="/cart/" { "Cart " span.count data-cart-count { "0" } span.vh { " items" } }
        }
    }
}

fn footer(catalogue: &Catalogue) -> Markup {
    html! {
        footer.foot {
            section.letter aria-labelledby="letter-title" {
                h2 #letter-title { "A letter at dusk" }
                p { "One e-mail a month: what is new, what is back, and one thing worth reading after dinner." }
                form #newsletter method="post" action="/newsletter" {
                    label.vh for="letter-email" { "E-mail address" }
                    input #letter-email type="email" name="email" placeholder="you@example.org" autocomplete="email" required;
                    button type="submit" { "Sign up" }
                    p.said role="status" data-newsletter-said {}
                }
            }
            div.foot-columns {
                div {
                    h2 { "Departments" }
                    ul { @for category in &catalogue.categories { li { a href=(category.url()) { (category.name) } } } }
                }
                div {
                    h2 { "The shop" }
                    ul {
                        li { a href="/about/" { "About us" } }
                        li { a href="/delivery/" { "Delivery & returns" } }
                        li { a href="/privacy/" { "What this shop remembers" } }
                    }
                }
                div {
                    h2 { "Behind the counter" }
                    ul {
                        li { a href="/beacons/" { "What the backend received" } }
                        li { a href="/feed.json" { "The product feed" } }
                    }
                }
                p.small {
                    (catalogue.shop.name) " is a demonstration shop: nothing is sold and nothing is charged. Its pictures were drawn for it."
                }
            }
        }
    }
}
