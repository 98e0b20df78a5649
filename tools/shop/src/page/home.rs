//! The front door.

use super::{
    layout::Page,
    piece::{self, Heading},
};
use crate::{
    catalogue::{Catalogue, Product},
    data,
};
use maud::{Markup, PreEscaped, html};

/// Drawn for the front page. Its colours are classes, so each theme lights it differently.
const SCENE: &str = include_str!("scene.svg");

/// How many of the reduced things the home page shows: one row.
const REDUCED: usize = 4;

pub fn home(catalogue: &Catalogue) -> Markup {
    let shop = &catalogue.shop;
    let featured: Vec<&Product> = catalogue
        .products
        .iter()
        .filter(|product| product.featured)
        .collect();
    let reduced = catalogue
        .products
        .iter()
        .filter(|product| product.was.is_some());
    let reduced: Vec<&Product> = reduced.skip(1).take(REDUCED).collect();
    let (season, sale) = ("Favourites this season", "For a little less");
    let mut page = Page::new(
        &shop.tagline,
        "Lamps, chairs, cups and blankets for the hour between work and sleep.",
        "/",
    );
    page.body = "home";
    page.ld = vec![data::shop_ld(catalogue)];
    page.events = vec![
        data::view_item_list(catalogue, "season", season, &featured),
        data::view_item_list(catalogue, "sale", sale, &reduced),
    ];
    page.html(
        catalogue,
        html! {
            section.hero {
                div.hero-words {
                    p.over { "Autumn & winter" }
                    h1 { "Things for the " em { "slow hours" } }
                    p.lead { "Skumring is the Norwegian word for the time between day and night. We sell what makes it last a little longer." }
                    p.calls { a.button href="/c/lighting/" { "See the lamps" } " " a.more href="/c/furniture/" { "or just sit down" } }
                }
                div.hero-scene { (PreEscaped(SCENE)) }
            }
            section.wrap.rooms aria-labelledby="rooms-title" {
                h2 #rooms-title { "Six rooms, no doors" }
                ul {
                    @for category in &catalogue.categories {
                        @let first = catalogue.in_category(category).find(|product| product.featured);
                        li {
                            a href=(category.url()) {
                                @if let Some(product) = first {
                                    img src=(product.image()) alt="" width="400" height="500" loading="lazy" decoding="async";
                                }
                                span.room-name { (category.name) }
                                span.room-line { (category.line) }
                            }
                        }
                    }
                }
            }
            section.wrap aria-labelledby="season-title" {
                div.row-head { h2 #season-title { (season) } p { "What left the shelf first when the clocks went back." } }
                (piece::grid(&featured, season, Heading::H3, 0))
            }
            div.wrap { (piece::also_like()) }
            section.story aria-labelledby="story-title" {
                div.story-picture { img src="/img/ferry-at-22-40-print.svg" alt="" width="400" height="500" loading="lazy" decoding="async"; }
                div.story-words {
                    p.over { "From the harbour" }
                    h2 #story-title { "The last ferry leaves at 22:40" }
                    p { "Our shop is the one with the light on. Every lamp we sell has stood in that window for a month, because a lamp tells you the truth about itself only after dark, in the rain, when somebody is looking for the door." }
                    p { a.more href="/about/" { "Read how we choose" } }
                }
            }
            section.wrap aria-labelledby="sale-title" {
                div.row-head { h2 #sale-title { (sale) } p { "Last pieces and slightly loved ones, as long as they last." } }
                (piece::grid(&reduced, sale, Heading::H3, 0))
            }
            div.wrap { (piece::recently_viewed()) }
            section.wrap.promises aria-label="What we promise" {
                div { h2 { "Repaired, not replaced" } p { "Send it back in ten years. We keep the drawings, the screws and the man who knows." } }
                div { h2 { "Home by Thursday" } p { "Packed in paper, carried by bicycle to the ferry and by somebody friendly to your door." } }
                div { h2 { "Sixty days to sit on it" } p { "A chair cannot be judged in a shop. Take it home, have guests, then decide." } }
            }
        },
    )
}
