//! A department: everything in it, to be sorted and narrowed in the browser.

use super::{
    layout::Page,
    piece::{self, Heading},
};
use crate::{
    catalogue::{Catalogue, Category, Product},
    data,
};
use maud::{Markup, html};

/// Cards that are in view when a department opens on a desktop.
const EAGER: usize = 8;

pub fn category(catalogue: &Catalogue, category: &Category) -> Markup {
    let products: Vec<&Product> = catalogue.in_category(category).collect();
    let url = category.url();
    let trail = [
        ("Home", "/".to_owned()),
        (category.name.as_str(), url.clone()),
    ];
    let mut page = Page::new(&category.name, &category.text, &url);
    page.body = "department";
    page.ld = vec![data::trail_ld(&trail)];
    page.events = vec![data::view_item_list(
        catalogue,
        &category.slug,
        &category.name,
        &products,
    )];
    let image = products
        .first()
        .map(|product| product.image())
        .unwrap_or_default();
    page.image = &image;
    page.html(
        catalogue,
        html! {
            div.wrap {
                (piece::trail(&trail))
                header.department-head {
                    h1 { (category.name) }
                    p.motto { (category.line) }
                    p.lead { (category.text) }
                }
                form.toolbar data-toolbar {
                    p role="status" { span data-shown { (products.len()) } " things" }
                    label { input type="checkbox" name="stock"; " In stock only" }
                    label { "Sort by " select name="sort" {
                        option value="ours" { "our order" }
                        option value="up" { "price, low to high" }
                        option value="down" { "price, high to low" }
                        option value="name" { "name" }
                    } }
                }
                (piece::grid(&products, &category.name, Heading::H2, EAGER))
            }
        },
    )
}
