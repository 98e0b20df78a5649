//! Pages whose content only the visitor's browser knows: cart, checkout, thank-you and search. `shop.js` fills them in place.

use super::{
    layout::{Page, Script},
    piece,
};
use crate::catalogue::Catalogue;
use maud::{Markup, html};

/// The script, where the page needs it to have run before anything below is laid out.
fn here() -> Markup {
    html! { script src="/assets/shop.js" {} }
}

fn needs_script() -> Markup {
    html! { noscript { p.lead { "This demonstration keeps the cart in your browser, which needs JavaScript." } } }
}

fn page<'a>(title: &'a str, path: &'a str, body: &'a str) -> Page<'a> {
    let mut page = Page::new(title, title, path);
    page.body = body;
    page.index = false;
    page.script = Script::InPlace;
    page
}

pub fn cart(catalogue: &Catalogue) -> Markup {
    let shop = &catalogue.shop;
    page("Your cart", "/cart/", "cart").html(
        catalogue,
        html! {
            div.wrap {
                h1 { "Your cart" }
                (needs_script())
                div #cart data-free-from=(shop.free_delivery_from) data-delivery=(shop.delivery) {}
                (here())
                (piece::also_like_as_our_cards())
                (piece::recently_viewed())
            }
        },
    )
}

pub fn checkout(catalogue: &Catalogue) -> Markup {
    let shop = &catalogue.shop;
    let text = |name: &str, label: &str, kind: &str, complete: &str| {
        html! {
            div.field {
                label for=(name) { (label) }
                input id=(name) name=(name) type=(kind) autocomplete=(complete) required aria-describedby={ (name) "-wrong" };
                p.wrong id={ (name) "-wrong" } {}
            }
        }
    };
    let option = |name: &str,
                  value: &str,
                  title: &str,
                  note: &str,
                  aside: String,
                  checked: bool| {
        html! {
            label.option {
                input type="radio" name=(name) value=(value) checked[checked] data-title=(title);
                span { strong { (title) } span { (note) } }
                span.aside { (aside) }
            }
        }
    };
    page("Checkout", "/checkout/", "checkout").html(
        catalogue,
        html! {
            div.wrap {
                h1 { "Checkout" }
                (needs_script())
                div.checkout-columns #checkout data-free-from=(shop.free_delivery_from) data-delivery=(shop.delivery) {
                    form #checkout-form method="post" action="/checkout/place" novalidate {
                        section.step.open data-step="contact" {
                            h2 { span.step-number { "1" } "Contact" }
                            div.step-body {
                                (text("email", "E-mail", "email", "email"))
                                (text("phone", "Phone, for the driver", "tel", "tel"))
                                button.button type="button" data-next { "On to delivery" }
                            }
                            p.step-said {}
                        }
                        section.step data-step="shipping" {
                            h2 { span.step-number { "2" } "Delivery" }
                            div.step-body {
                                (text("name", "Name", "text", "name"))
                                (text("address", "Street and number", "text", "street-address"))
                                div.pair { (text("postcode", "Postcode", "text", "postal-code")) (text("city", "Town", "text", "address-level2")) }
                                fieldset {
                                    legend { "How" }
                                    (option("shipping", "post", "By post", "Two to four days", format!("free from {}", shop.free_delivery_from.shown()), true))
                                    (option("shipping", "bicycle", "By bicycle", "Tonight, inside town", "€9.00".into(), false))
                                    (option("shipping", "harbour", "I come to the harbour", "Ready in an hour", "free".into(), false))
                                }
                                button.button type="button" data-next { "On to payment" }
                            }
                            p.step-said {}
                        }
                        section.step data-step="payment" {
                            h2 { span.step-number { "3" } "Payment" }
                            div.step-body {
                                fieldset {
                                    legend { "How you would pay, if this were not a demonstration" }
                                    (option("payment", "invoice", "Invoice", "Pay within 30 days", String::new(), true))
                                    (option("payment", "card", "Card", "Nothing is asked for here", String::new(), false))
                                    (option("payment", "transfer", "Bank transfer", "We send when it has arrived", String::new(), false))
                                }
                                button.button type="submit" { "Place the order" }
                                p.small { "Nothing is charged and nothing is sent. The order stays in this browser." }
                            }
                        }
                    }
                    aside.summary aria-label="Your order" data-summary {}
                }
                (here())
            }
        },
    )
}

pub fn thank_you(catalogue: &Catalogue) -> Markup {
    page("Thank you", "/thank-you/", "thanks").html(
        catalogue,
        html! {
            div.wrap {
                div #thanks {}
                (needs_script())
                (here())
                (piece::also_like())
                (piece::recently_viewed())
            }
        },
    )
}

pub fn search(catalogue: &Catalogue) -> Markup {
    page("Search", "/search/", "searching").html(
        catalogue,
        html! {
            div.wrap {
                h1 { "Search" }
                form.search-form role="search" action="/search/" aria-label="Search all products" {
                    label.vh for="q" { "What are you looking for?" }
                    input #q type="search" name="q" placeholder="Lamp, wool, Gölge …" autocomplete="off";
                    button.button type="submit" { "Search" }
                }
                p.search-said role="status" data-search-said {}
                (needs_script())
                div.search-results data-search-results {}
                (here())
            }
        },
    )
}
