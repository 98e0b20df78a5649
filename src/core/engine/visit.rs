//! The facts of a visit, under the names that audiences ask for, and what is noted to know them later.
//! What happens is looked at once, in [`Engine::followed`]: notes, segments, what campaigns wait for, what a click led to.

use super::Engine;
use crate::core::decimal::Decimal;
use crate::core::facts::PageType;
use crate::core::money::Money;
use crate::core::product::{Line, path, total};
use crate::core::profile::{BOUGHT, LEAD, SEARCHED};
use crate::core::segment;
use crate::core::text::{concat, find, fold};
use crate::core::time::{DAY, Time};
use crate::core::value::{self, Value};

/// A click on a campaign or a recommendation is what led to an order for so long.
const CREDITED: u64 = 7 * DAY;
/// What a click is told by.
const CREDIT: [&str; 5] = ["campaign", "experiment", "variant", "block", "strategy"];
/// Events that a click may have led to.
const EARNED: [&str; 3] = ["add_to_cart", "begin_checkout", "purchase"];
/// A category or brand met on so many occasions is one that somebody likes.
const LIKED: u32 = 2;
/// Looks at products, from which on somebody is interested.
const INTERESTED: u32 = 3;
/// A finger's screen up to this wide is a phone's.
const PHONE: u64 = 700;
const UTM: [&str; 5] = [
    "utm_source",
    "utm_medium",
    "utm_campaign",
    "utm_term",
    "utm_content",
];

impl Engine {
    /// All that an audience can ask about.
    pub(super) fn facts(&self) -> Value {
        let profile = &self.profile;
        let notes = &profile.notes;
        let page = &self.page.info;
        let mut pieces: u32 = 0;
        let mut in_cart = Vec::new();
        let mut met: Vec<(&str, u32)> = Vec::new();
        for Line { product, quantity } in &profile.cart {
            pieces = pieces.saturating_add(*quantity);
            in_cart.push(Value::from(product.id.as_str()));
            in_cart.push(product.title.as_str().into());
            for &name in &[&product.category, &product.brand] {
                in_cart.push(name.as_deref().into());
                meet(&mut met, name, LIKED);
            }
        }
        let mut looks: u32 = 0;
        let mut prices = Vec::new();
        for view in &profile.views {
            looks = looks.saturating_add(view.times);
            for &name in &[&view.product.category, &view.product.brand] {
                meet(&mut met, name, view.times);
            }
            if let Some(price) = view.product.price
                && prices
                    .first()
                    .is_none_or(|first: &Money| first.currency == price.currency)
            {
                prices.push(price);
            }
        }
        let mut affinity = Vec::new();
        for (name, times) in met {
            if times >= LIKED {
                affinity.push(Value::from(name));
            }
        }
        let kind = self.page.facts.page_type;
        let stage = match () {
            () if matches!(kind, PageType::Checkout) => "checkout",
            () if !profile.cart.is_empty() => "cart",
            () if !profile.orders.is_empty() => "buyer",
            () if looks >= INTERESTED => "interested",
            () if looks > 0 => "browsing",
            () => "new",
        };
        let device = &self.stage.device;
        let touch = device.get("touch").flag() == Some(true);
        let mut facts = Value::object()
            .with("lead", profile.lead)
            .with("buyer", !profile.orders.is_empty())
            .with("new", profile.visits <= 1)
            .with("touch", touch)
            .with("cart_count", pieces)
            .with("cart_value", total(&profile.cart).map(|sum| sum.amount))
            .with("viewed", profile.views.len())
            .with("viewed_price", middle(&prices))
            .with("visits", profile.visits)
            .with("pages", profile.session.pages)
            .with("orders", profile.orders.len())
            .with("page", page.kind)
            .with("path", path(&page.url))
            .with(
                "device",
                match device.get("width").count() {
                    _ if !touch => "desktop",
                    Some(width) if width > PHONE => "tablet",
                    _ => "phone",
                },
            )
            .with("language", device.get("language").clone())
            .with("stage", stage)
            .with("affinity", affinity)
            .with("in_cart", in_cart)
            .with("bought", value::texts(&profile.bought));
        for name in &["spent", "days_away", "referrer", "searched"] {
            facts.put(name, notes.get(name).clone());
        }
        for name in &UTM {
            facts.put(name, notes.get("utm").get(name).clone());
        }
        // What the shop says now over what it said before.
        let mut traits = notes.get("traits").clone();
        let said = self.settings.asked.get("traits");
        if traits.is_null() {
            traits = said.clone();
        }
        for (name, value) in said.fields() {
            traits.put(name, value.clone());
        }
        facts.put("traits", traits);
        let mut holding = Vec::new();
        for (name, who) in self.settings.asked.get("segments").fields() {
            // One segment may ask for those before it.
            facts.put("segment", holding.clone());
            if segment::holds(&segment::answer(who, &facts)) {
                holding.push(Value::from(name.as_str()));
            }
        }
        facts.put("segment", holding);
        facts
    }

    /// Where this page view comes from, and what brought the shopper.
    pub(super) fn arrived(&mut self) {
        let page = &self.page.info;
        let notes = &mut self.profile.notes;
        let here = host(&page.url);
        let from = host(&page.referrer);
        if !from.is_empty() && from != here {
            notes.put("referrer", from);
        }
        let mut utm = Value::object();
        for name in &UTM {
            utm.put(name, parameter(&page.url, name));
        }
        if !utm.fields().is_empty() {
            notes.put("utm", utm.with("at", self.now.0));
        }
    }

    /// An event with the click that led to it.
    pub(super) fn credited(&self, name: &str, mut data: Value) -> Value {
        let credit = self.profile.notes.get("credit");
        let at = Time(credit.get("at").count().unwrap_or(0));
        if EARNED.contains(&name) && self.now.since(at) < CREDITED {
            for field in &CREDIT {
                if data.get(field).is_null() {
                    data.put(field, credit.get(field).clone());
                }
            }
        }
        data
    }

    /// Something of the vocabulary happened, and things follow from it.
    pub(super) fn followed(&mut self, name: &str, record: &Value) {
        self.stop_campaigns(name);
        let notes = &mut self.profile.notes;
        match name {
            "segment_enter" | "experiment_exposure" => return,
            "campaign_click" | "rec_click" => {
                let mut credit = Value::object();
                for field in &CREDIT {
                    credit.put(field, record.get(field).clone());
                }
                notes.put("credit", credit.with("at", self.now.0));
                self.touch();
            }
            // In a popup's form or in one of the shop's own.
            "lead_submit" => {
                self.profile.lead = true;
                self.profile.date(LEAD, self.now);
                self.touch();
            }
            "purchase" => {
                if let Some(value) = record.get("value").number() {
                    let before = notes.get("spent").number().unwrap_or_default();
                    notes.put("spent", before.plus(value));
                    self.profile.date(BOUGHT, self.now);
                }
            }
            "identify" => {
                let traits = record.get("lead").get("traits");
                if traits.is_map() {
                    self.profile.keep("traits", traits.clone(), self.now);
                }
                self.touch();
            }
            "page_view" => self.pull("pages", &self.profile.session.pages.into()),
            "add_to_cart" | "remove_from_cart" => self.pull("cart_change", &name.into()),
            "search" => {
                let term = record.get("search_term");
                if let Some(term) = term.text() {
                    self.profile.note(SEARCHED, &fold(term), self.now);
                }
                self.pull("search", term);
                if record.get("results").count() == Some(0) {
                    self.pull("empty_search", &true.into());
                }
            }
            _ => {}
        }
        self.pull("event", &name.into());
        self.enter_segments();
    }

    /// Tells of segments that begin to hold: once, and only to somebody whom we may know again.
    pub(super) fn enter_segments(&mut self) {
        if self.settings.asked.get("segments").is_null() || !self.consent.may_store() {
            return;
        }
        let facts = self.facts();
        let holding = facts.get("segment");
        let before = self.profile.notes.get("segments").clone();
        if *holding == before {
            return;
        }
        self.profile.notes.put("segments", holding.clone());
        self.touch();
        for name in holding.items() {
            if !before.items().contains(name) {
                self.record(
                    "segment_enter",
                    Value::object().with("segment", name.clone()),
                );
            }
        }
    }
}

/// The price that half of these reach and half do not pass.
#[inline(never)]
fn middle(prices: &[Money]) -> Option<Decimal> {
    for one in prices {
        let (mut below, mut above) = (0, 0);
        for other in prices {
            below += usize::from(other.amount < one.amount);
            above += usize::from(one.amount < other.amount);
        }
        if below.max(above) * 2 <= prices.len() {
            return Some(one.amount);
        }
    }
    None
}

/// A category or a brand was met.
#[inline(never)]
fn meet<'a>(met: &mut Vec<(&'a str, u32)>, name: &'a Option<String>, times: u32) {
    let Some(name) = name.as_deref() else {
        return;
    };
    for (known, sum) in met.iter_mut() {
        if *known == name {
            *sum = sum.saturating_add(times);
            return;
        }
    }
    met.push((name, times));
}

/// The host of an address.
fn host(url: &str) -> &str {
    match find(url, "://") {
        Some(at) => until(url, at + 3, b"/?#"),
        None => "",
    }
}

/// A parameter of an address, as it stands there.
fn parameter<'a>(url: &'a str, name: &str) -> Option<&'a str> {
    let at = find(url, &concat(&[name, "="]))?;
    let before = url.as_bytes().get(at.wrapping_sub(1));
    let begins = matches!(before, Some(b'?' | b'&'));
    begins.then(|| until(url, at + name.len() + 1, b"&#"))
}

/// The part of a text from a place to before the next of these signs.
#[inline(never)]
fn until<'a>(text: &'a str, from: usize, signs: &[u8]) -> &'a str {
    let mut end = from;
    while let Some(byte) = text.as_bytes().get(end)
        && !signs.contains(byte)
    {
        end += 1;
    }
    text.get(from..end).unwrap_or("")
}
