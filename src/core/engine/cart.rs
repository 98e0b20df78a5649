//! What becomes of a cart: additions and removals from whichever of five ways tells of them first, each counted once.
//! A cart that is seen whole is compared with what was known, and the difference is what happened.

use super::Engine;
use super::page::SETTLE;
use crate::core::detect::CartChange;
use crate::core::effect::Timer;
use crate::core::product::{Line, Product};
use crate::core::record;
use crate::core::time::{SECOND, Time};
use crate::core::value::Value;

/// A form, its request and the shop's own dataLayer tell of one addition within this time.
const SAME_CHANGE: u64 = 4 * SECOND;
/// From sending a form to hearing the page that answers it.
const LOADING: u64 = 15 * SECOND;
/// More changes than a shopper makes in that time.
const MAX_RECENT: usize = 20;

/// Who told of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Via {
    /// A form was sent.
    Form,
    /// A request was answered.
    Request,
    /// The shop's dataLayer.
    Layer,
    /// `vitrin('track')`.
    Call,
}

/// A change that was told of a moment ago.
pub(super) struct Change {
    at: Time,
    /// Who has told of it; who does so again tells of another.
    vias: Vec<Via>,
    adds: bool,
    product: Product,
}

impl Engine {
    pub(super) fn submitted(&mut self, form: &Value) {
        self.went_on_inside();
        if let Some(change) = self.cart_change(form) {
            self.changed(change, Via::Form);
        }
    }

    pub(super) fn requested(&mut self, request: &Value) {
        if let Some(change) = self.cart_change(request) {
            self.changed(change, Via::Request);
        } else if request.get("ok").flag() == Some(true)
            && request.get("method").text() != Some("GET")
        {
            // A reply that is drawn and not said (django-oscar's basket is HTML in JSON): the page will show what became of it.
            self.wake(Timer::Settle, SETTLE);
        }
    }

    fn changed(&mut self, change: CartChange, via: Via) {
        match change {
            CartChange::Contents(lines) => self.observe_cart(lines),
            CartChange::Added { product, quantity } => {
                if let Some(product) = product.or_else(|| self.page.facts.product.clone()) {
                    let line = Line { product, quantity };
                    self.changed_lines("add_to_cart", vec![line], via, None);
                }
            }
            CartChange::Removed { product } => {
                if let Some(product) = product {
                    let quantity = quantity(&self.profile.cart, &product).max(1);
                    let line = Line { product, quantity };
                    self.changed_lines("remove_from_cart", vec![line], via, None);
                }
            }
        }
    }

    /// Things were put in or taken out; told once, if any of it is news.
    pub(super) fn changed_lines(
        &mut self,
        name: &str,
        lines: Vec<Line>,
        via: Via,
        data: Option<Value>,
    ) {
        let mut news = Vec::new();
        for mut line in lines {
            self.complete(&mut line.product);
            let adds = name == "add_to_cart";
            if self.is_news(adds, &line.product, via) {
                if adds {
                    self.put_in(&line);
                } else {
                    self.take_out(&line);
                }
                news.push(line);
            }
        }
        if !news.is_empty() {
            self.cart_changed();
            self.record(name, data.unwrap_or_else(|| record::items(&news)));
        }
    }

    fn put_in(&mut self, line: &Line) {
        match self
            .profile
            .cart
            .iter_mut()
            .find(|known| known.product.is(&line.product))
        {
            Some(known) => known.quantity = known.quantity.saturating_add(line.quantity),
            None => self.profile.cart.push(line.clone()),
        }
    }

    fn take_out(&mut self, line: &Line) {
        for known in &mut self.profile.cart {
            if known.product.is(&line.product) {
                known.quantity = known.quantity.saturating_sub(line.quantity);
            }
        }
        self.profile.cart.retain(|known| known.quantity > 0);
    }

    /// The whole cart was seen.
    pub(super) fn observe_cart(&mut self, mut lines: Vec<Line>) {
        for line in &mut lines {
            self.complete(&mut line.product);
        }
        let known = core::mem::replace(&mut self.profile.cart, lines.clone());
        // The first sight of a cart is no change of it.
        let compares = self.profile.cart_at != Time::default();
        self.cart_changed();
        if !compares {
            return;
        }
        for line in &lines {
            let before = quantity(&known, &line.product);
            if line.quantity > before {
                self.difference("add_to_cart", line, line.quantity - before);
            }
        }
        for line in &known {
            let after = quantity(&lines, &line.product);
            if after < line.quantity {
                self.difference("remove_from_cart", line, line.quantity - after);
            }
        }
    }

    fn difference(&mut self, name: &str, line: &Line, quantity: u32) {
        let adds = name == "add_to_cart";
        self.remember_change(adds, &line.product, Via::Request);
        let line = Line {
            product: line.product.clone(),
            quantity,
        };
        self.record(name, record::items(&[line]));
    }

    fn cart_changed(&mut self) {
        self.profile.cart_at = self.now;
        self.touch();
        self.prepare();
        self.recount();
    }

    /// Fills in what the page, the history or the catalog knows of a product that a cart only names.
    pub(super) fn complete(&mut self, product: &mut Product) {
        let known = self
            .page
            .facts
            .product
            .iter()
            .chain(self.page.facts.products.iter())
            .chain(self.profile.views.iter().map(|view| &view.product))
            .chain(self.profile.cart.iter().map(|line| &line.product))
            .find(|known| known.is(product));
        if let Some(known) = known {
            product.learn(known);
        }
        if product.image.is_none()
            && let Some(card) = self.advice.in_catalog(product)
        {
            product.learn(&card);
        }
    }

    /// Whether nobody else has told of this change a moment ago.
    fn is_news(&mut self, adds: bool, product: &Product, via: Via) -> bool {
        let now = self.now;
        let changes = &mut self.stage.changes;
        changes.retain(|change| now.since(change.at) < SAME_CHANGE);
        for change in changes {
            if change.adds == adds && !change.vias.contains(&via) && change.product.is(product) {
                change.vias.push(via);
                return false;
            }
        }
        // A form that loads the next page is told again by what that page says of itself.
        let told_before = adds
            && via == Via::Layer
            && self.elapsed() < SAME_CHANGE
            && now.since(self.profile.cart_at) < LOADING
            && quantity(&self.profile.cart, product) > 0;
        self.remember_change(adds, product, via);
        !told_before
    }

    fn remember_change(&mut self, adds: bool, product: &Product, via: Via) {
        let changes = &mut self.stage.changes;
        if changes.len() >= MAX_RECENT {
            changes.remove(0);
        }
        changes.push(Change {
            at: self.now,
            vias: vec![via],
            adds,
            product: product.clone(),
        });
    }
}

fn quantity(lines: &[Line], product: &Product) -> u32 {
    lines
        .iter()
        .filter(|line| line.product.is(product))
        .map(|line| line.quantity)
        .sum()
}
