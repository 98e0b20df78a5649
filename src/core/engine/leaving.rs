//! Where a document is left for: further into the shop, or for good, and then what is left behind.
//! A page can only tell where it is left for when the browser says so; the rest is what the shopper did last.

use super::Engine;
use super::page::about;
use crate::core::facts::PageType;
use crate::core::record;
use crate::core::time::SECOND;
use crate::core::value::Value;

/// A click or a form this short before the page is left means that the shopper goes on inside the shop.
const INSIDE: u64 = 3 * SECOND;
/// Products in a snapshot of what is left behind.
const MAX_LEFT_BEHIND: usize = 5;

impl Engine {
    pub(super) fn went_on_inside(&mut self) {
        self.page.inside = Some(self.now);
    }

    /// What the shopper leaves behind, when it looks like leaving for good.
    pub(super) fn leave_behind(&mut self) {
        let goes_on = self
            .page
            .inside
            .is_some_and(|inside| self.now.since(inside) < INSIDE);
        if goes_on || !self.page.is_read {
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
        self.record(name, data);
    }
}
