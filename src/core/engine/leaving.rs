//! Where a document is left for: further into the shop, or for good, and then what is left behind.
//! A page can only tell where it is left for when the browser says so; the rest is what the shopper did last.

use super::Engine;
use super::telling::about;
use crate::core::facts::PageType;
use crate::core::record;
use crate::core::time::{MINUTE, SECOND, Time};
use crate::core::value::Value;

/// A click or a form this short before the page is left means that the shopper goes on inside the shop.
const INSIDE: u64 = 3 * SECOND;
/// So long a shop may take to answer once the browser has said where the shopper goes.
const GOING: u64 = 20 * SECOND;
/// A page that is looked at for longer without a break is one that somebody has walked away from.
const LONGEST_LOOK: u64 = 30 * MINUTE;
/// Products in a snapshot of what is left behind.
const MAX_LEFT_BEHIND: usize = 5;

/// How the page on screen is attended to.
#[derive(Default)]
pub(super) struct Attention {
    /// Since when it is looked at; nothing while it is in the background.
    since: Option<Time>,
    /// The deepest that it was scrolled, in percent.
    depth: u32,
}

impl Engine {
    pub(super) fn went_on_inside(&mut self) {
        self.page.inside = self.page.inside.max(self.now.after(INSIDE));
    }

    /// The browser says that the next document is one of this shop.
    pub(super) fn going(&mut self) {
        self.page.inside = self.now.after(GOING);
    }

    /// The page is in the foreground.
    pub(super) fn looks(&mut self) {
        if !self.memory.hidden {
            self.attention.since = Some(self.now);
        }
    }

    /// It goes to the background, or away.
    pub(super) fn looks_away(&mut self) {
        self.profile.session.active += self.look();
        self.attention.since = None;
        // Of a visit that was forgotten there is nothing to keep.
        self.memory.changed |= self.profile.session.pages > 0;
    }

    fn look(&self) -> u64 {
        let since = self.attention.since;
        since.map_or(0, |since| self.now.since(since).min(LONGEST_LOOK))
    }

    pub(super) fn scrolled(&mut self, percent: u32) {
        self.attention.depth = self.attention.depth.max(percent.min(100));
    }

    /// Another page is on screen.
    pub(super) fn look_anew(&mut self) {
        self.looks_away();
        self.attention.depth = 0;
        self.looks();
    }

    /// How long this visit's pages were looked at, and how much of this one was: GA4's words for both.
    pub(super) fn attention(&self, data: Value) -> Value {
        let active = self.profile.session.active + self.look();
        data.with("engagement_time_msec", active)
            .with("percent_scrolled", self.attention.depth)
    }

    /// What the shopper leaves behind, when it looks like leaving for good.
    pub(super) fn leave_behind(&mut self) {
        if self.now < self.page.inside || !self.page.is_read {
            return;
        }
        let cart = &self.profile.cart;
        let (name, data) = match self.page.facts.page_type {
            PageType::Purchase => return,
            PageType::Checkout => ("checkout_left", record::items(cart)),
            _ if !cart.is_empty() => ("cart_left", record::items(cart)),
            _ => match &self.page.facts.search {
                Some(search) => ("search_left", about(search)),
                None if !self.profile.views.is_empty() => {
                    let items: Value = self
                        .profile
                        .views
                        .iter()
                        .take(MAX_LEFT_BEHIND)
                        .map(|view| view.product.item())
                        .collect();
                    ("browse_left", Value::object().with("items", items))
                }
                None => return,
            },
        };
        let data = self.attention(data);
        self.record(name, data);
    }
}
