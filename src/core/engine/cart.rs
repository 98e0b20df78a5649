//! What becomes of a cart: additions and removals from whichever of five ways tells of them first, each counted once.
//! A cart that is seen whole is compared with what was known, and the difference is what happened.

use std::rc::Rc;

use super::Engine;
use super::page::SETTLE;
use crate::core::detect::{self, CartChange};
use crate::core::effect::{Effect, Timer};
use crate::core::product::{Line, Product};
use crate::core::record;
use crate::core::time::{SECOND, Time};
use crate::core::value::Value;

/// A form, its request and the shop's own dataLayer tell of one addition within this time.
const SAME_CHANGE: u64 = 4 * SECOND;
/// A page that sends its form by itself can have its answer before the form is told of.
const JUST_NOW: u64 = 500;
/// From sending a form to hearing the page that answers it.
const LOADING: u64 = 15 * SECOND;
/// A page that sends a form by itself has its answer by then, or sends it in a way that cannot be heard.
const AWAITED: u64 = 3 * SECOND;
/// The note of what a form of a card has put in, until the next document.
const POSTED: &str = "posted";
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
    /// As its event is called.
    name: String,
    product: Product,
}

/// What is going on with the cart at this moment.
#[derive(Default)]
pub(super) struct Till {
    /// A form that the page sends by itself, and has had no answer yet.
    awaited: Option<(Time, CartChange)>,
    /// The card that was clicked last.
    touched: Option<(Time, Product)>,
    /// When the shop last refused what no form was known for.
    refused: Time,
    /// Whether the shop software is about to be asked.
    due: bool,
}

impl Engine {
    pub(super) fn submitted(&mut self, form: &Value) {
        self.went_on_inside();
        let Some(change) = self.cart_change(form) else {
            return;
        };
        if form.get("prevented").flag() == Some(true) {
            // The page sends it by itself: what the shop answers tells whether it was done, and may have done so already.
            let refused = core::mem::take(&mut self.till.refused);
            if self.now.since(refused) < JUST_NOW {
                return;
            }
            self.till.awaited = Some((self.now, change));
            self.wake(Timer::Cart, AWAITED);
        } else {
            if self.page.facts.product.is_none() && matches!(change, CartChange::Added { .. }) {
                self.profile.notes.put(POSTED, form.get("card").clone());
            }
            self.changed(change, Via::Form);
        }
    }

    /// Who put something in from a card and comes out at that product's own page has still to choose there: nothing was put in.
    fn take_back(&mut self) {
        let posted = Line::read(self.profile.notes.get(POSTED), None);
        self.profile.notes.put(POSTED, Value::NULL);
        let facts = Rc::clone(&self.page.facts);
        if let (Some(line), Some(own)) = (posted, &facts.product)
            && line.product.is(own)
            && self.now.since(self.profile.cart_at) < LOADING
        {
            self.changed_lines("remove_from_cart", vec![line], Via::Form, None);
        }
    }

    pub(super) fn requested(&mut self, request: &Value) {
        let told = self.cart_change(request);
        let answered = request.get("ok").flag() == Some(true);
        let changes = detect::may_change(request);
        let awaited = if changes {
            self.till.awaited.take().map(|(_, change)| change)
        } else {
            None
        };
        if changes && !answered && awaited.is_none() {
            self.till.refused = self.now;
        }
        let exact = matches!(told, Some(CartChange::Contents(_) | CartChange::Stands(_)));
        if !answered || exact && !changes && self.till.due {
            // Refused; or an answer that is older than what has happened since it was asked for.
            return;
        }
        // A form knows its product, a request often only its number.
        let unknown = matches!(
            told,
            None | Some(
                CartChange::Added { product: None, .. } | CartChange::Wished { product: None }
            )
        );
        match awaited.filter(|_| unknown) {
            Some(change) => self.changed(change, Via::Form),
            None => {
                if let Some(change) = told {
                    self.changed(change, Via::Request);
                }
            }
        }
        if changes && !exact {
            // A reply that is drawn and not said (django-oscar's basket is HTML in JSON): the page will show what became of it.
            self.wake(Timer::Settle, SETTLE);
            self.check_cart();
        }
    }

    /// Asks the shop software what is in the cart, once nothing has changed for a moment. Never before consent.
    pub(super) fn check_cart(&mut self) {
        let allowed = self.may_look();
        let endpoint = self.page.facts.platform.and_then(detect::cart_endpoint);
        if allowed && endpoint.is_some() {
            self.till.due = true;
            self.wake(Timer::Cart, SETTLE);
        }
    }

    fn may_look(&self) -> bool {
        self.consent.may_store() || self.consent.may_send()
    }

    /// A document begins: what was put in on the last one may have been refused, and pages out of a cache do not tell.
    /// With nothing put in just now, what the shop keeps in the browser is the cart.
    pub(super) fn recheck_cart(&mut self) {
        self.take_back();
        if self.now.since(self.profile.cart_at) < LOADING {
            self.check_cart();
        } else if self.may_look()
            && let Some(place) = self.page.facts.platform.and_then(detect::kept_cart)
        {
            self.emit(Effect::Ask(place));
        }
    }

    pub(super) fn cart_due(&mut self) {
        if let Some((at, change)) = self.till.awaited.take() {
            let left = AWAITED.saturating_sub(self.now.since(at));
            if left > 0 {
                self.till.awaited = Some((at, change));
                self.wake(Timer::Cart, left);
            } else {
                // Sent in a way that cannot be heard.
                self.changed(change, Via::Form);
            }
        }
        if core::mem::take(&mut self.till.due)
            && let Some(path) = self.page.facts.platform.and_then(detect::cart_endpoint)
        {
            self.emit(Effect::Ask(path));
        }
    }

    /// The page goes: what is awaited has most likely been done by going.
    pub(super) fn leave_till(&mut self) {
        if let Some((_, change)) = self.till.awaited.take() {
            self.changed(change, Via::Form);
        }
    }

    pub(super) fn changed(&mut self, change: CartChange, via: Via) {
        // What names no product means the card that was clicked, or the product of the page.
        let touched = self.till.touched.take();
        let meant = |product: Option<Product>, page: Option<&Product>| {
            // A card of ours knows its product by the id that it was told by, a form in it by the address.
            let same = |card: &Product| product.as_ref().is_none_or(|it| it.is(card));
            touched
                .filter(|(at, card)| self.now.since(*at) < SAME_CHANGE && same(card))
                .map(|(_, card)| card)
                .or(product)
                .or(page.cloned())
        };
        let facts = Rc::clone(&self.page.facts);
        let own = facts.product.as_ref();
        let (name, product, quantity) = match change {
            CartChange::Contents(lines) => {
                self.observe_cart(lines);
                return;
            }
            CartChange::Stands(Line {
                mut product,
                quantity: now,
            }) => {
                self.complete(&mut product);
                let then = quantity(&self.profile.cart, &product);
                if now == then && now > 0 {
                    return;
                }
                let name = if now > then {
                    "add_to_cart"
                } else {
                    "remove_from_cart"
                };
                (name, Some(product), now.abs_diff(then).max(1))
            }
            CartChange::Added { product, quantity } => {
                ("add_to_cart", meant(product, own), quantity)
            }
            CartChange::Wished { product } => ("add_to_wishlist", meant(product, own), 1),
            CartChange::Removed { product } => {
                let product = meant(product, None);
                let there = |product| quantity(&self.profile.cart, product).max(1);
                let count = product.as_ref().map_or(1, there);
                ("remove_from_cart", product, count)
            }
        };
        if let Some(product) = product {
            self.changed_lines(name, vec![Line { product, quantity }], via, None);
        }
    }

    /// The card that was clicked last, or none.
    pub(super) fn touched(&mut self, product: Option<Product>) {
        self.till.touched = product.map(|product| (self.now, product));
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
            if self.is_news(name, &line.product, via) {
                match name {
                    "add_to_cart" => self.put_in(&line),
                    "remove_from_cart" => self.take_out(&line),
                    _ => {}
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
        let lines = core::mem::take(&mut self.profile.cart);
        for line in lines {
            if line.quantity > 0 {
                self.profile.cart.push(line);
            }
        }
    }

    /// The whole cart was seen.
    pub(super) fn observe_cart(&mut self, mut lines: Vec<Line>) {
        for line in &mut lines {
            self.complete(&mut line.product);
        }
        let known = core::mem::replace(&mut self.profile.cart, lines.clone());
        // The first sight of a whole cart is no change of it.
        let compares = core::mem::replace(&mut self.profile.cart_seen, true);
        self.cart_changed();
        if !compares {
            return;
        }
        for &(name, now, then) in &[
            ("add_to_cart", &lines, &known),
            ("remove_from_cart", &known, &lines),
        ] {
            for (at, line) in now.iter().enumerate() {
                // Variants of a product count together, at the first of them.
                let counted = now.iter().take(at).any(|one| one.product.is(&line.product));
                let (more, less) = (quantity(now, &line.product), quantity(then, &line.product));
                if more > less && !counted {
                    self.difference(name, line, more - less);
                }
            }
        }
    }

    fn difference(&mut self, name: &str, line: &Line, quantity: u32) {
        self.remember_change(name, &line.product, Via::Request);
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
        let mut known: Vec<&Product> = Vec::new();
        if let Some(own) = &self.page.facts.product {
            known.push(own);
        }
        for listed in &self.page.facts.products {
            known.push(listed);
        }
        for view in &self.profile.views {
            known.push(&view.product);
        }
        for line in &self.profile.cart {
            known.push(&line.product);
        }
        for other in known {
            if other.is(product) {
                product.learn(other);
                break;
            }
        }
        if product.image.is_none()
            && let Some(card) = self.advice.in_catalog(product)
        {
            product.learn(&card);
        }
    }

    /// Whether nobody else has told of this change a moment ago.
    fn is_news(&mut self, name: &str, product: &Product, via: Via) -> bool {
        let now = self.now;
        let changes = &mut self.stage.changes;
        while (changes.first()).is_some_and(|oldest| now.since(oldest.at) >= SAME_CHANGE) {
            changes.remove(0);
        }
        for change in changes {
            if change.name == name && !change.vias.contains(&via) && change.product.is(product) {
                change.vias.push(via);
                return false;
            }
        }
        // A form that loads the next page is told again by what that page says of itself.
        let told_before = name == "add_to_cart"
            && via == Via::Layer
            && self.elapsed() < SAME_CHANGE
            && now.since(self.profile.cart_at) < LOADING
            && quantity(&self.profile.cart, product) > 0;
        self.remember_change(name, product, via);
        !told_before
    }

    fn remember_change(&mut self, name: &str, product: &Product, via: Via) {
        let changes = &mut self.stage.changes;
        if changes.len() >= MAX_RECENT {
            changes.remove(0);
        }
        changes.push(Change {
            at: self.now,
            vias: vec![via],
            name: name.to_owned(),
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
