//! What was bought, so that no order is counted twice and nothing is offered that somebody has.
//! An order's number is the shop's; where it holds an address, that is not kept.

use super::age::BOUGHT;
use super::{Profile, note};
use crate::core::email::veiled;
use crate::core::product::Line;
use crate::core::shelf::code::hash;
use crate::core::text::{concat, digits};
use crate::core::time::Time;

/// Orders whose number holds an address are told apart by so many signs of it, of which nobody could find out the address.
const APART: u64 = 1000;

impl Profile {
    /// An order was placed. `false` when it is already counted.
    pub fn ordered(&mut self, id: &str, lines: &[Line], now: Time) -> bool {
        if self.orders.contains(&kept_order(id)) {
            return false;
        }
        let mut ids = Vec::new();
        for line in lines {
            ids.push(line.product.id.clone());
        }
        self.had(Some(id), &ids, now);
        true
    }

    /// What was bought before, as the shop remembers it.
    pub fn had(&mut self, order: Option<&str>, ids: &[String], now: Time) {
        if let Some(id) = order {
            note(&mut self.orders, &kept_order(id));
        }
        for id in ids {
            note(&mut self.bought, id);
        }
        self.date(BOUGHT, now);
    }
}

/// An order's number as it is kept, which is never an address.
fn kept_order(id: &str) -> String {
    let plain = veiled(id);
    if plain == id {
        return plain;
    }
    concat(&[&plain, &digits(hash(id) % APART)])
}
