//! One thing for sale.

use super::{
    layout::Page,
    piece::{self, Heading},
};
use crate::{
    catalogue::{Catalogue, Choice, Product, Variant},
    data,
};
use maud::{Markup, PreEscaped, html};

/// Neighbours from the same department shown under a product: one row.
const NEIGHBOURS: usize = 4;

/// Titles beyond this many letters are set smaller.
const LONG_TITLE: usize = 48;

pub fn product(catalogue: &Catalogue, product: &Product) -> Markup {
    let category = catalogue.category_of(product);
    let (url, image) = (product.url(), product.image());
    let trail = [
        ("Home", "/".to_owned()),
        (category.name.as_str(), category.url()),
        (product.title.as_str(), url.clone()),
    ];
    // The ones after it, around the corner: every product gets seen from some other page.
    let all: Vec<&Product> = catalogue.in_category(category).collect();
    let here = all
        .iter()
        .position(|other| other.id == product.id)
        .unwrap_or(0);
    let neighbours: Vec<&Product> = all
        .iter()
        .cycle()
        .skip(here + 1)
        .take(NEIGHBOURS)
        .copied()
        .collect();
    let list = format!("More from {}", category.name);

    let mut page = Page::new(&product.title, &product.text, &url);
    page.body = "thing";
    page.og_type = "product";
    page.image = &image;
    page.properties = vec![
        ("product:price:amount", product.price.to_string()),
        ("product:price:currency", catalogue.shop.currency.clone()),
        ("product:brand", product.brand.clone()),
        (
            "product:availability",
            if product.in_stock() {
                "in stock"
            } else {
                "out of stock"
            }
            .into(),
        ),
        ("product:retailer_item_id", product.id.clone()),
    ];
    page.ld = vec![data::product_ld(catalogue, product), data::trail_ld(&trail)];
    page.events = vec![
        data::view_item(catalogue, product),
        data::view_item_list(
            catalogue,
            &format!("more-{}", category.slug),
            &list,
            &neighbours,
        ),
    ];
    page.html(
        catalogue,
        html! {
            div.wrap {
                (piece::trail(&trail))
                article.product #product-info {
                    div.product-picture {
                        img data-picture src=(image) alt=(product.title) width="400" height="500" fetchpriority="high";
                        (piece::badge(product))
                    }
                    div.product-words {
                        p.product-brand { (product.brand) }
                        h1.long[product.title.chars().count() > LONG_TITLE] { (product.title) }
                        p.product-price data-price { (piece::price(product)) }
                        p.product-text { (product.text) }
                        (form(product))
                        ul.facts { @for fact in &product.facts { li { (fact) } } }
                        p.number { "Item " (product.id) }
                    }
                }
                script #product-data type="application/json" { (PreEscaped(data::in_script(&data::for_cart(catalogue, product)))) }
                (piece::also_like())
                section.notes aria-label="Good to know" {
                    div { h2 { "Delivery" } p { "Sent within two days from our own shelves; big furniture comes by appointment. " a href="/delivery/" { "Delivery & returns" } } }
                    div { h2 { "Care" } p { "Use it. Most of what we sell needs a damp cloth, some oil once a year and not to be saved for guests." } }
                    div { h2 { "Made by " (product.brand) } p { "We know the workshop, the dog and the waiting list. Spare parts are kept for fifteen years." } }
                }
                section aria-labelledby="more-title" {
                    div.row-head { h2 #more-title { (list) } p { a.more href=(category.url()) { "See all " (all.len()) } } }
                    (piece::grid(&neighbours, &list, Heading::H3, 0))
                }
                (piece::recently_viewed())
            }
        },
    )
}

fn form(product: &Product) -> Markup {
    html! {
        form.buy method="post" action="/cart/add" {
            input type="hidden" name="product_id" value=(product.id);
            @match product.choice() {
                Choice::None => {},
                Choice::Colour(colours) => (choice("Colour", &colours)),
                Choice::Size(sizes) => (choice("Size", &sizes)),
            }
            @if product.in_stock() {
                div.buy-row {
                    label.quantity { span.vh { "Quantity" } input type="number" name="quantity" value="1" min="1" max="20" inputmode="numeric"; }
                    button.button type="submit" { "Add to cart" }
                    (heart())
                }
                p.stock { "In stock, leaves us tomorrow" }
            } @else {
                div.buy-row { button.button type="submit" disabled { "Sold out" } (heart()) }
                p.stock.gone { "Sold out for now. The next ones are being made." }
            }
        }
    }
}

fn heart() -> Markup {
    html! {
        button.heart type="button" data-wish aria-pressed="false" aria-label="Save for later" {
            svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true" focusable="false" {
                path d="M12 20.5C6.5 16.4 3 13 3 8.9 3 6 5.200 4 7.700 4c1.800 0 3.400 1 4.300 2.700C12.900 5 14.500 4 16.300 4 18.800 4 21 6 21 8.900c0 4.100-3.500 7.500-9 11.600z" stroke="currentColor" stroke-width="1.6" stroke-linejoin="round" {}
            }
        }
    }
}

fn choice(legend: &str, variants: &[Variant<'_>]) -> Markup {
    html! {
        fieldset.choice {
            legend { (legend) ": " span data-chosen { (variants[0].name) } }
            @for (index, variant) in variants.iter().enumerate() {
                label title=[(!variant.in_stock).then_some("Sold out")] {
                    input type="radio" name="variant" value=(variant.sku) checked[index == 0] disabled[!variant.in_stock];
                    @match variant.swatch {
                        Some(ink) => span.swatch {
                            svg viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false" { circle cx="16" cy="16" r="16" fill=(ink.rgb().hex()) {} }
                            span.vh { (variant.name) }
                        },
                        None => span.size { (variant.name) },
                    }
                }
            }
        }
    }
}
