//! What a page shows becomes events of the vocabulary, each once: what is viewed, listed, searched for, begun, bought and picked.
//! The shop's own words for them (`page`) pass here too, and count as told.

use std::rc::Rc;

use super::Engine;
use super::cart::Via;
use crate::core::detect::{self, CartChange};
use crate::core::facts::{Order, PageType, Search};
use crate::core::product::{Line, Product, path};
use crate::core::record;
use crate::core::text;
use crate::core::value::Value;

/// Items in one list event, as GA4 takes them.
const MAX_ITEMS: usize = 50;

/// What is told on the way through a checkout; the second and third once the step that is named so lies behind.
pub(super) const CHECKOUT: [&str; 3] = ["begin_checkout", "add_shipping_info", "add_payment_info"];

impl Engine {
    /// Tells what the page shows and nobody has told yet.
    pub(super) fn tell(&mut self) {
        let facts = Rc::clone(&self.page.facts);
        if let Some(product) = &facts.product {
            self.view(product.clone(), None);
        }
        let news = !self.page.again;
        if let Some(search) = &facts.search
            && news
            && self.once("search", &text::fold(&search.term))
        {
            self.searched(&search.term, about(search));
        }
        let is_list = matches!(
            facts.page_type,
            PageType::Home | PageType::Category | PageType::Search
        );
        if is_list && news && !facts.products.is_empty() && self.once("view_item_list", "") {
            let items: Value = facts
                .products
                .iter()
                .take(MAX_ITEMS)
                .enumerate()
                .map(|(index, product)| product.item().with("index", index))
                .collect();
            let data = Value::object()
                .with("item_list_name", self.page.info.title.as_str())
                .with("items", items);
            self.record("view_item_list", data);
        }
        if let Some(lines) = &facts.cart {
            self.observe_cart(lines.clone());
        }
        let cart = |engine: &Self| record::items(&engine.profile.cart);
        match facts.page_type {
            PageType::Cart if news && self.once("view_cart", "") => {
                self.record("view_cart", cart(self));
            }
            PageType::Checkout => {
                let step = detect::checkout_step(&self.page.info.url);
                for (at, name) in CHECKOUT.iter().enumerate() {
                    // The step is behind when it was seen and a later one is on screen.
                    let behind = self.profile.session.checkout & (8 << at) != 0 && step > at;
                    if (at == 0 || behind) && self.passes(at) {
                        self.record(name, cart(self));
                    }
                }
                self.profile.session.checkout |= 8 << step;
            }
            _ => {}
        }
        // Back among the products, the next way to the checkout is another one.
        if !matches!(
            facts.page_type,
            PageType::Checkout | PageType::Purchase | PageType::Other
        ) && core::mem::take(&mut self.profile.session.checkout) != 0
        {
            self.touch();
        }
        if let Some(Order { id, total, lines }) = &facts.order {
            let mut lines = if lines.is_empty() {
                self.profile.cart.clone()
            } else {
                lines.clone()
            };
            // A thank-you page shows what a line costs in all, or nothing; the cart knew the price of one.
            for line in &mut lines {
                self.complete(&mut line.product);
            }
            let data = record::valued(
                record::items(&lines).with("transaction_id", id.as_str()),
                *total,
            );
            self.purchased(id, lines, data);
        }
    }

    pub(super) fn view(&mut self, product: Product, data: Option<Value>) {
        if self.page.viewed.iter().any(|seen| seen.is(&product)) {
            return;
        }
        self.page.viewed.push(product.clone());
        if self.page.again
            && (self.profile.views.first()).is_some_and(|last| last.product.is(&product))
        {
            return;
        }
        self.profile.viewed(&product, self.now);
        self.touch();
        let line = Line {
            product,
            quantity: 1,
        };
        let data = data.unwrap_or_else(|| record::items(core::slice::from_ref(&line)));
        self.record("view_item", data);
    }

    pub(super) fn purchased(&mut self, id: &str, lines: Vec<Line>, data: Value) {
        if !self.once("purchase", id) || !self.profile.ordered(id, &lines, self.now) {
            return;
        }
        self.profile.cart.clear();
        self.profile.session.checkout = 0;
        self.profile.cart_at = self.now;
        self.touch();
        self.record("purchase", data);
    }

    /// Whether this is the first time on this page that something is told of a subject.
    pub(super) fn once(&mut self, name: &str, subject: &str) -> bool {
        let known = self
            .page
            .told
            .iter()
            .any(|(told, about)| told == name && about == subject);
        if !known {
            self.page.told.push((name.to_owned(), subject.to_owned()));
        }
        !known
    }

    /// Whether this step of the checkout was not passed before.
    pub(super) fn passes(&mut self, step: usize) -> bool {
        let passed = &mut self.profile.session.checkout;
        let first = *passed & (1 << step) == 0;
        *passed |= 1 << step;
        self.touch();
        first
    }

    /// Whether it was already told that this was picked from a list. A card and the shop's words may only have the name in common.
    pub(super) fn picked(&mut self, product: &Product) -> bool {
        let picked = &mut self.page.picked;
        let known = picked
            .iter()
            .any(|known| known.is(product) || known.title == product.title);
        if !known {
            picked.push(product.clone());
        }
        known
    }

    pub(super) fn clicked(&mut self, inside: bool, card: &Value) {
        if inside {
            self.went_on_inside();
        }
        let product = detect::card_product(card, &self.page.snapshot);
        let to = card.get("to").text().unwrap_or("");
        if !inside {
            self.touched(product.clone());
            if let Some(change @ CartChange::Wished { .. }) =
                self.cart_change(&Value::object().with("url", to).with("card", card.clone()))
            {
                self.changed(change, Via::Form);
            }
        }
        // A row of a cart is no item of a list, and a card's other links (`remove`, `compare`) do not select it.
        let listed = !matches!(
            self.page.facts.page_type,
            PageType::Cart | PageType::Checkout | PageType::Purchase
        );
        if listed
            && let Some(mut product) = product
            && path(to) == path(product.url.as_deref().unwrap_or(""))
            && !self.picked(&product)
        {
            self.complete(&mut product);
            let data = Value::object()
                .with("currency", product.price.map(|price| price.currency.code()))
                .with("item_list_name", self.page.info.title.as_str())
                .with("items", Value::list(vec![product.item()]));
            self.record("select_item", data);
        }
    }
}

/// A search as its events tell it.
pub(super) fn about(search: &Search) -> Value {
    let data = Value::object().with("search_term", search.term.as_str());
    data.with("results", search.results)
}
