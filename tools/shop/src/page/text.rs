//! The few pages of plain words.

use super::layout::Page;
use crate::catalogue::Catalogue;
use maud::{Markup, html};

pub struct Text {
    pub path: &'static str,
    pub html: Markup,
}

pub fn texts(catalogue: &Catalogue) -> Vec<Text> {
    vec![
        about(catalogue),
        delivery(catalogue),
        privacy(catalogue),
        recently_viewed(catalogue),
    ]
}

fn text(catalogue: &Catalogue, title: &'static str, path: &'static str, words: Markup) -> Text {
    let mut page = Page::new(title, title, path);
    page.body = "words";
    Text {
        path,
        html: page.html(
            catalogue,
            html! { article.wrap.prose { h1 { (title) } (words) } },
        ),
    }
}

/// The shopper's history as a page of its own: to look through, to pause, to clear.
fn recently_viewed(catalogue: &Catalogue) -> Text {
    let title = "What you looked at";
    let path = "/recently-viewed/";
    Text {
        path,
        html: Page::new(title, title, path).html(
            catalogue,
            html! {
                div.wrap {
                    header.history-head { h1 { (title) } p.lead { "It is written down on this device and nowhere else, and it is gone when you say so." } }
                    vitrin-block.history kind="recently-viewed" limit="24" controls="" why="off" heading="Newest first" {}
                }
            },
        ),
    }
}

fn about(catalogue: &Catalogue) -> Text {
    text(
        catalogue,
        "About us",
        "/about/",
        html! {
            p.lead { "A small shop by a small harbour, open until the last ferry." }
            p { "Skumring began with a lamp in a window. People came in to ask what it cost, then to get warm, then to talk. We put in a table, then chairs, and after a while it would have been rude not to sell them." }
            h2 { "How we choose" }
            p { "Every lamp stands in our window for a month. Every chair is sat in for a winter. Every blanket is washed ten times by somebody who is not careful. What is left after that is the shop." }
            h2 { "Who makes it" }
            p { "Ten workshops between Tromsø and İzmir. We have been to all of them, and eaten in most." }
            p.small { "None of this is true, of course: Skumring is the demonstration shop of Vitrin. But it could be." }
        },
    )
}

fn delivery(catalogue: &Catalogue) -> Text {
    let shop = &catalogue.shop;
    text(
        catalogue,
        "Delivery & returns",
        "/delivery/",
        html! {
            p.lead { "Free from " (shop.free_delivery_from.shown()) ", otherwise " (shop.delivery.shown()) ". Two to four days, in paper and string." }
            h2 { "Furniture" }
            p { "Comes by appointment, carried in, unpacked, and the cardboard goes back with us." }
            h2 { "Sixty days" }
            p { "Live with it. If it does not work out, send it back within sixty days, used or not. We only ask that you tell us why." }
            h2 { "Repairs" }
            p { "Free for as long as we can find the part, and we have not yet failed to find one." }
        },
    )
}

fn privacy(catalogue: &Catalogue) -> Text {
    text(
        catalogue,
        "What this shop remembers",
        "/privacy/",
        html! {
            p.lead { "Nothing leaves your browser that you have not sent yourself, except what the shop's own backend is told about this visit." }
            h2 { "In your browser" }
            p { "Your cart, your saved things, the look you chose, and what you viewed, so that “recently viewed” can show it again. None of it is sent to anybody else. " a href="/recently-viewed/" { "Look through it, pause it or clear it" } "." }
            h2 { "At the shop" }
            p { "Page views, searches and orders of this visit, to the shop's own address. You can watch them arrive: " a href="/beacons/" { "what the backend received" } "." }
            h2 { "Yours to see and to erase" }
            vitrin-privacy heading="" { p { "As long as nothing can be remembered, there is nothing to show." } }
        },
    )
}

pub fn not_found(catalogue: &Catalogue) -> Markup {
    let mut page = Page::new("Not here", "This page does not exist.", "/404.html");
    page.body = "words";
    page.index = false;
    page.html(
        catalogue,
        html! {
            article.wrap.prose {
                h1 { "Not here" }
                p.lead { "The tide must have taken it." }
                p { a.button href="/" { "Back to the shop" } }
            }
        },
    )
}
