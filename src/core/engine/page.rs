//! What a page tells: from the facts read of it and the shop's dataLayer to the events of the vocabulary, each once.
//! The shop's own words come first, for they know more; what they leave out is filled in from the page.

use std::rc::Rc;

use super::Engine;
use super::cart::Via;
use super::later::Later;
use super::telling::CHECKOUT;
use crate::core::detect::{self, CartChange, LayerEvent};
use crate::core::effect::Timer;
use crate::core::exit_intent::Signal;
use crate::core::facts::Facts;
use crate::core::product::{Product, path, query};
use crate::core::record::{self, PageInfo};
use crate::core::snapshot::Snapshot;
use crate::core::text;
use crate::core::time::Time;
use crate::core::value::{Value, copies};

/// A single-page shop has this long to draw the next page after the address changed.
pub(super) const SETTLE: u64 = 400;
/// A page that moves for longer never stands still.
const RESTLESS: u64 = 3 * SETTLE;
/// So often it is looked for again while the last page's headlines stand; then it has the same ones.
const MAX_LOOKS: u32 = 4;
/// Entries of a dataLayer kept for reading; a shop that pushes more has said what it had to say.
const MAX_LAYER: usize = 200;

/// Entries kept until the page is read, whatever they are about.
const MAX_EARLY: usize = 1000;

/// Names of the vocabulary that a shop's own layer may say and that are passed on as they are.
const PASSED_ON: [&str; 4] = [
    "refund",
    "view_promotion",
    "select_promotion",
    "select_item",
];

/// What is known of the page on screen.
#[derive(Default)]
pub(super) struct Page {
    pub(super) info: PageInfo,
    /// What its address alone says is looked at here.
    pub(super) presumed: Option<Product>,
    pub(super) facts: Rc<Facts>,
    pub(super) snapshot: Snapshot,
    layer: Vec<Value>,
    /// Entries that came before the page was read.
    early: Vec<Value>,
    pub(super) is_read: bool,
    /// The address has changed and the page not been read since: what is told is about the next page.
    routing: bool,
    /// This document leads on from itself: a form was sent and the same page came back, showing what was told already.
    pub(super) again: bool,
    /// What was already told of it: name and subject.
    pub(super) told: Vec<(String, String)>,
    pub(super) viewed: Vec<Product>,
    pub(super) picked: Vec<Product>,
    /// Until when leaving the document is going on inside the shop.
    pub(super) inside: Time,
    /// How often the next page was looked for where the last one still stands.
    looks: u32,
    /// When the address changed, and when the page is to be read for that.
    routed_at: Time,
    due: Time,
    pub(super) gone: bool,
}

impl Page {
    /// The dataLayer so far.
    fn said(&self) -> Vec<Value> {
        let mut said = copies(&self.layer);
        said.append(&mut copies(&self.early));
        said
    }

    /// An entry of the dataLayer from before the page was read.
    pub(super) fn hear_early(&mut self, entry: Value) {
        if self.early.len() < MAX_EARLY {
            self.early.push(entry);
        }
    }

    /// What is looked at here.
    pub(super) fn product(&self) -> Option<&Product> {
        if self.is_read {
            self.facts.product.as_ref()
        } else {
            self.presumed.as_ref()
        }
    }

    /// Seen again as it was.
    pub(super) fn begin_again(&mut self) {
        self.gone = false;
        self.inside = Time::default();
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
        if moved && self.page.looks < MAX_LOOKS && self.still_shows_the_last(&snapshot) {
            self.page.looks += 1;
            self.wake(Timer::Settle, SETTLE);
            return;
        }
        let mut early = Vec::new();
        for entry in core::mem::take(&mut self.page.early) {
            if self.about_the_shop(&entry) {
                early.push(entry);
            }
        }
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
        if let Some(product) = &self.page.facts.product {
            self.blocks.leave_out(product);
        }
        self.before_all_heard(Later::Understood { first, moved });
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
            self.look_anew();
            self.recheck_cart();
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
        self.page.inside = Time::default();
        self.page.routed_at = self.now;
        self.page_turns();
        self.drawn();
    }

    /// The page is being drawn: it is read when nothing has moved for a while, and now and then where something always does.
    pub(super) fn drawn(&mut self) {
        let page = &mut self.page;
        if self.now.since(page.routed_at) < RESTLESS || self.now >= page.due {
            page.due = self.now.after(SETTLE);
            self.wake(Timer::Settle, SETTLE);
        }
    }

    /// The address is the next page's and the headlines are still the last one's: its shop draws it when it has come.
    fn still_shows_the_last(&self, next: &Snapshot) -> bool {
        let heads = next.rows("heads");
        !heads.is_empty() && heads == self.page.snapshot.rows("heads")
    }

    /// Another path, or another query unless both are pages of one product: its variants, or a campaign's tag taken off.
    fn is_another_page(&self, next: &Snapshot) -> bool {
        let here = &self.page.info.url;
        if path(&next.url) != path(here) || route(&next.url) != route(here) {
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

    /// Most entries of a dataLayer are not; what is, is heard however many there are.
    fn about_the_shop(&self, entry: &Value) -> bool {
        detect::layer_event(entry, self.settings.currency).is_some()
    }

    /// An entry of the shop's dataLayer.
    pub(super) fn layer(&mut self, entry: Value) {
        if !self.about_the_shop(&entry) {
            return;
        }
        let page = &mut self.page;
        if page.layer.len() + page.early.len() >= MAX_LAYER {
            page.layer.clear();
        }
        if page.is_read && !page.routing {
            page.layer.push(entry.clone());
            self.hear(&entry);
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
            data.put("currency", currency.map(|code| code.code()));
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
            "add_to_cart" | "remove_from_cart" | "add_to_wishlist" => {
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
}

/// The fragment where it is an address within the page (`#/lamp`, `#!/lamp`), empty where it is a place on it.
fn route(url: &str) -> &str {
    let fragment = url.get(plain(url).len()..).unwrap_or("");
    if fragment.starts_with("#/") || fragment.starts_with("#!") {
        fragment
    } else {
        ""
    }
}

/// The address without its fragment, as a referrer is told.
fn plain(url: &str) -> &str {
    text::cut(url, "#").0
}
