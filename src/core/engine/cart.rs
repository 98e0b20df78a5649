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
    via: Via,
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
                    self.added(Line { product, quantity }, via, None);
                }
            }
            CartChange::Removed { product } => {
                if let Some(product) = product {
                    let quantity = quantity(&self.profile.cart, &product).max(1);
                    self.removed(Line { product, quantity }, via, None);
                }
            }
        }
    }

    /// Something was put into the cart.
    pub(super) fn added(&mut self, mut line: Line, via: Via, data: Option<Value>) {
        self.complete(&mut line.product);
        if !self.is_news(true, &line.product, via) {
            return;
        }
        match self
            .profile
            .cart
            .iter_mut()
            .find(|known| known.product.is(&line.product))
        {
            Some(known) => known.quantity = known.quantity.saturating_add(line.quantity),
            None => self.profile.cart.push(line.clone()),
        }
        self.cart_changed();
        let data = data.unwrap_or_else(|| record::items(core::slice::from_ref(&line)));
        self.record("add_to_cart", data);
    }

    /// Something was taken out of the cart.
    pub(super) fn removed(&mut self, mut line: Line, via: Via, data: Option<Value>) {
        self.complete(&mut line.product);
        if !self.is_news(false, &line.product, via) {
            return;
        }
        for known in &mut self.profile.cart {
            if known.product.is(&line.product) {
                known.quantity = known.quantity.saturating_sub(line.quantity);
            }
        }
        self.profile.cart.retain(|known| known.quantity > 0);
        self.cart_changed();
        let data = data.unwrap_or_else(|| record::items(core::slice::from_ref(&line)));
        self.record("remove_from_cart", data);
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
    }

    /// Fills in what the page, the history or the catalog knows of a product that a cart only names.
    fn complete(&mut self, product: &mut Product) {
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
            && let Some(card) = self.blocks.in_catalog(product)
        {
            product.learn(&card);
        }
    }

    /// Whether nobody else has told of this change a moment ago.
    fn is_news(&mut self, adds: bool, product: &Product, via: Via) -> bool {
        let now = self.now;
        let changes = &mut self.stage.changes;
        changes.retain(|change| now.since(change.at) < SAME_CHANGE);
        let echo = changes.iter().position(|change| {
            change.adds == adds && change.via != via && change.product.is(product)
        });
        match echo {
            // Each telling answers one echo: a second click is a second change.
            Some(index) => {
                changes.remove(index);
                false
            }
            None => {
                self.remember_change(adds, product, via);
                true
            }
        }
    }

    fn remember_change(&mut self, adds: bool, product: &Product, via: Via) {
        let changes = &mut self.stage.changes;
        if changes.len() >= MAX_RECENT {
            changes.remove(0);
        }
        changes.push(Change {
            at: self.now,
            via,
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
