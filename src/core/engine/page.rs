//! What a page tells: from the facts read of it and the shop's dataLayer to the events of the vocabulary, each once.
//! The shop's own words come first, for they know more; what they leave out is filled in from the page.

use std::rc::Rc;

use super::Engine;
use super::cart::Via;
use super::later::Later;
use crate::core::detect::{self, CartChange, LayerEvent};
use crate::core::effect::Timer;
use crate::core::exit_intent::Signal;
use crate::core::facts::{Facts, Order, PageType, Search};
use crate::core::product::{Line, Product, path, query};
use crate::core::record::{self, PageInfo};
use crate::core::snapshot::Snapshot;
use crate::core::text;
use crate::core::time::Time;
use crate::core::value::Value;

/// A single-page shop has this long to draw the next page after the address changed.
pub(super) const SETTLE: u64 = 400;
/// Entries of a dataLayer kept for reading; a shop that pushes more has said what it had to say.
const MAX_LAYER: usize = 200;
/// Items in one list event, as GA4 takes them.
const MAX_ITEMS: usize = 50;

/// Names of the vocabulary that a shop's own layer may say and that are passed on as they are.
const PASSED_ON: [&str; 5] = [
    "add_to_wishlist",
    "refund",
    "view_promotion",
    "select_promotion",
    "select_item",
];

/// What is told on the way through a checkout; the second and third once the step that is named so lies behind.
const CHECKOUT: [&str; 3] = ["begin_checkout", "add_shipping_info", "add_payment_info"];

/// What is known of the page on screen.
#[derive(Default)]
pub(super) struct Page {
    pub(super) info: PageInfo,
    pub(super) facts: Rc<Facts>,
    snapshot: Snapshot,
    layer: Vec<Value>,
    /// Entries that came before the page was read.
    early: Vec<Value>,
    pub(super) is_read: bool,
    /// The address has changed and the page not been read since: what is told is about the next page.
    routing: bool,
    /// This document leads on from itself: a form was sent and the same page came back, showing what was told already.
    again: bool,
    /// What was already told of it: name and subject.
    pub(super) told: Vec<(String, String)>,
    pub(super) viewed: Vec<Product>,
    pub(super) picked: Vec<Product>,
    /// When the shopper last went on inside the shop.
    pub(super) inside: Option<Time>,
    pub(super) gone: bool,
}

impl Page {
    /// The dataLayer so far.
    fn said(&self) -> Vec<Value> {
        [self.layer.as_slice(), self.early.as_slice()].concat()
    }
}

impl Page {
    /// Seen again as it was.
    pub(super) fn begin_again(&mut self) {
        self.gone = false;
        self.is_read = false;
        self.told.clear();
        self.viewed.clear();
        self.picked.clear();
    }
}

impl Engine {
    /// The page was read, for the first time or again.
    pub(super) fn read(&mut self, snapshot: &Value) {
        let referrer = snapshot.get("referrer").text().unwrap_or("").to_owned();
        let mut snapshot = Snapshot::read(snapshot);
        snapshot.hint = self.settings.currency;
        let first = !self.page.is_read;
        let moved = !first && self.is_another_page(&snapshot);
        let early = core::mem::take(&mut self.page.early);
        if moved {
            let referrer = core::mem::take(&mut self.page.info.url);
            self.page = Page {
                info: PageInfo {
                    referrer,
                    ..PageInfo::default()
                },
                ..Page::default()
            };
            self.blocks.start_over();
        } else if first {
            if self.page.info.url.is_empty() {
                self.page.again =
                    referrer == plain(&snapshot.url) && self.profile.session.pages > 0;
            }
            self.page.info.referrer = referrer;
        }
        self.page.info.url.clone_from(&snapshot.url);
        self.page.info.title.clone_from(&snapshot.title);
        self.page.snapshot = snapshot;
        self.page.is_read = true;
        self.page.routing = false;
        self.page.early = early;
        self.understand();
        self.later(Later::Read { first, moved });
        self.fill_blocks();
    }

    /// The page is understood, and what it says is told.
    pub(super) fn understood(&mut self, first: bool, moved: bool) {
        if moved {
            self.signal(&Signal::Route);
            self.page_turned();
        }
        let page = &mut self.page;
        let said = page.said();
        if let Some(facts) = Rc::get_mut(&mut page.facts) {
            detect::more(facts, &page.snapshot, &said);
        }
        let product = self.page.facts.product.as_ref();
        let title = product.map(|product| product.title.clone());
        self.signal(&Signal::Product(title.unwrap_or_default()));
        if first || moved {
            self.arrived();
            self.profile.session.pages = self.profile.session.pages.saturating_add(1);
            self.record("page_view", Value::object());
        }
        for entry in core::mem::take(&mut self.page.early) {
            self.hear(&entry);
        }
        self.tell();
        if first {
            self.arm_campaigns();
        }
    }

    /// The address has changed without a new document.
    pub(super) fn routed(&mut self) {
        self.page.routing = true;
        self.page_turns();
        self.wake(Timer::Settle, SETTLE);
    }

    /// Another path, or another query unless both are pages of one product: its variants, or a campaign's tag taken off.
    fn is_another_page(&self, next: &Snapshot) -> bool {
        let here = &self.page.info.url;
        if path(&next.url) != path(here) {
            return true;
        }
        let same = match (&self.page.facts.product, detect::at_once(next, &[]).product) {
            (Some(shown), Some(next)) => shown.is(&next),
            _ => false,
        };
        !same && query(&next.url) != query(here)
    }

    fn understand(&mut self) {
        let page = &mut self.page;
        page.facts = Rc::new(detect::at_once(&page.snapshot, &page.said()));
        self.page.info.kind = self.page.facts.page_type.name();
    }

    /// What a form or a request means for the cart.
    pub(super) fn cart_change(&self, request: &Value) -> Option<CartChange> {
        detect::cart_change(request, &self.page.facts, &self.page.snapshot)
    }

    /// An entry of the shop's dataLayer.
    pub(super) fn layer(&mut self, entry: Value) {
        // Most entries are not about the shop; what is, is heard however many there are.
        if detect::layer_event(&entry, self.settings.currency).is_none() {
            return;
        }
        let page = &mut self.page;
        if page.layer.len() + page.early.len() >= MAX_LAYER {
            page.layer.clear();
        }
        if page.is_read && !page.routing {
            page.layer.push(entry.clone());
            self.later(Later::Said(entry));
        } else {
            self.page.early.push(entry);
        }
    }

    pub(super) fn hear(&mut self, entry: &Value) {
        let currency = self.settings.currency;
        if let Some(event) = detect::layer_event(entry, currency) {
            let original = entry.get("ecommerce").get("items");
            self.happened(event, original.clone(), Via::Layer);
        }
    }

    /// Something the shop says in GA4's words.
    pub(super) fn happened(&mut self, event: LayerEvent, items: Value, via: Via) {
        let LayerEvent {
            name,
            lines,
            currency,
            params,
        } = event;
        // The shop's own items carry more than we read of them.
        let mut data = record::items(&lines);
        if currency.is_some() {
            data.put("currency", currency.map(|code| code.code().to_owned()));
        }
        if !items.items().is_empty() {
            data.put("items", items);
        }
        for (field, value) in params.fields() {
            data.put(field, value.clone());
        }
        match name.as_str() {
            "view_item" => {
                if let Some(line) = lines.into_iter().next() {
                    let mut product = line.product;
                    if let Some(known) = self.page.facts.product.clone().filter(|p| p.is(&product))
                    {
                        product.learn(&known);
                    }
                    self.view(product, Some(data));
                }
            }
            "view_item_list" if self.once(&name, "") => self.record(&name, data),
            "search" => {
                if let Some(term) = params.get("search_term").text()
                    && self.once("search", &text::fold(term))
                {
                    self.searched(term, data);
                }
            }
            "view_cart" => {
                self.observe_cart(lines);
                if self.once("view_cart", "") {
                    self.record("view_cart", data);
                }
            }
            "add_to_cart" | "remove_from_cart" => {
                self.changed_lines(&name, lines, via, Some(data));
            }
            "purchase" => {
                if let Some(id) = params.get("transaction_id").scalar() {
                    self.purchased(&id, lines, data);
                }
            }
            "begin_checkout" if !self.passes(0) => {}
            "select_item" if lines.first().is_some_and(|line| self.picked(&line.product)) => {}
            known if PASSED_ON.contains(&known) => self.record(known, data),
            step => {
                for (at, known) in CHECKOUT.iter().enumerate() {
                    if step == *known {
                        self.passes(at);
                        self.record(known, data);
                        break;
                    }
                }
            }
        }
    }

    /// Tells what the page shows and nobody has told yet.
    fn tell(&mut self) {
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

    fn view(&mut self, product: Product, data: Option<Value>) {
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

    fn purchased(&mut self, id: &str, lines: Vec<Line>, data: Value) {
        if !self.once("purchase", id) || !self.profile.ordered(id, &lines) {
            return;
        }
        self.profile.cart.clear();
        self.profile.session.checkout = 0;
        self.profile.cart_at = self.now;
        self.touch();
        self.record("purchase", data);
    }

    /// Whether this is the first time on this page that something is told of a subject.
    fn once(&mut self, name: &str, subject: &str) -> bool {
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
    fn passes(&mut self, step: usize) -> bool {
        let passed = &mut self.profile.session.checkout;
        let first = *passed & (1 << step) == 0;
        *passed |= 1 << step;
        self.touch();
        first
    }

    /// Whether it was already told that this was picked from a list. A card and the shop's words may only have the name in common.
    fn picked(&mut self, product: &Product) -> bool {
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
        // A row of a cart is no item of a list, and a card's other links (`remove`, `compare`) do not select it.
        let listed = !matches!(
            self.page.facts.page_type,
            PageType::Cart | PageType::Checkout | PageType::Purchase
        );
        if listed
            && let Some(mut product) = detect::card_product(card, &self.page.snapshot)
            && path(card.get("to").text().unwrap_or(""))
                == path(product.url.as_deref().unwrap_or(""))
            && !self.picked(&product)
        {
            self.complete(&mut product);
            let data = Value::object()
                .with(
                    "currency",
                    product.price.map(|price| price.currency.code().to_owned()),
                )
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

/// The address without its fragment, as a referrer is told.
fn plain(url: &str) -> &str {
    let end = url.find('#').unwrap_or(url.len());
    url.get(..end).unwrap_or(url)
}
