//! Pieces several pages are made of: a product card, a price, a breadcrumb, Vitrin's blocks.

use crate::catalogue::{Choice, Product};
use maud::{Markup, html};

/// The heading a card needs where it stands.
#[derive(Clone, Copy)]
pub enum Heading {
    H2,
    H3,
}

pub fn price(product: &Product) -> Markup {
    let from = match product.choice() {
        Choice::Size(sizes) => sizes.iter().any(|size| size.price != product.price),
        Choice::None | Choice::Colour(_) => false,
    };
    html! {
        span.price {
            @if let Some(was) = product.was {
                span.vh { "Now " } ins { (product.price.shown()) } " " span.vh { "instead of " } del { (was.shown()) }
            } @else {
                @if from { span.from { "from " } }
                (product.price.shown())
            }
        }
    }
}

pub fn badge(product: &Product) -> Markup {
    html! {
        @if !product.in_stock() { span.badge.out { "Sold out" } }
        @else if product.was.is_some() { span.badge.sale { "Sale" } }
    }
}

pub fn card(product: &Product, heading: Heading, eager: bool) -> Markup {
    let loading = if eager { "eager" } else { "lazy" };
    let colours = match product.choice() {
        Choice::Colour(colours) => colours.len(),
        Choice::None | Choice::Size(_) => 0,
    };
    let stock = if product.in_stock() { "in" } else { "out" };
    html! {
        li.card data-id=(product.id) data-price=(product.price) data-stock=(stock) {
            a href=(product.url()) {
                span.card-picture {
                    img src=(product.image()) alt="" width="400" height="500" loading=(loading) decoding="async";
                    (badge(product))
                }
                @match heading {
                    Heading::H2 => h2.card-title { (product.title) },
                    Heading::H3 => h3.card-title { (product.title) },
                }
                span.card-brand { (product.brand) @if colours > 0 { " · " (colours) " colours" } }
                (price(product))
            }
        }
    }
}

/// A grid of cards, named as in its `view_item_list`.
pub fn grid(products: &[&Product], list: &str, heading: Heading, eager: usize) -> Markup {
    html! {
        ul.grid data-list=(list) { @for (index, product) in products.iter().enumerate() { (card(product, heading, index < eager)) } }
    }
}

pub fn trail(steps: &[(&str, String)]) -> Markup {
    html! {
        nav.trail aria-label="Breadcrumb" {
            ol {
                @for (index, (name, url)) in steps.iter().enumerate() {
                    @if index + 1 == steps.len() { li { span aria-current="page" { (name) } } } @else { li { a href=(url) { (name) } } }
                }
            }
        }
    }
}

pub fn also_like() -> Markup {
    html! { vitrin-block kind="also-like" limit="4" { h2 { "You may also like" } } }
}

pub fn recently_viewed() -> Markup {
    html! { vitrin-block kind="recently-viewed" limit="6" { h2 { "Recently viewed" } } }
}

/// The same block with the theme's own card: what the shop's grids are made of, filled by bindings.
pub fn also_like_as_our_cards() -> Markup {
    html! {
        vitrin-block kind="also-like" limit="4" {
            h2 { "You may also like" }
            template {
                li.card {
                    a data-bind="href:url" {
                        span.card-picture { img data-bind="src:image; alt:title" width="400" height="500" loading="lazy"; }
                        h3.card-title data-bind="text:title" {}
                        span.card-brand data-bind="text:brand" {}
                        span.price data-bind="text:price" {}
                    }
                }
            }
        }
    }
}
