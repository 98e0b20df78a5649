//! What the device remembers of a shopper: one bounded, versioned record, the same for all tabs.
//! It never leaves the device; what is stored of another version or corrupt is left alone or replaced, and the visit goes on.

mod age;
mod orders;

pub use age::{BOUGHT, LEAD};

use super::campaign::Ledger;
use super::email::without_addresses;
use super::ident::Chance;
use super::json;
use super::product::{Line, Product};
use super::recommend::View;
use super::time::{DAY, MINUTE, Time};
use super::value::{self, Kind, Value};
use crate::core::text::concat;

/// The stored form's version. A later one is never overwritten by us.
pub const VERSION: u64 = 1;
/// More than a shopper can look back on; about 12 KB.
const MAX_VIEWS: usize = 40;
/// Orders and bought products only guard against counting or offering twice.
const MAX_BOUGHT: usize = 100;
/// Of searches and the like: the last ones tell what somebody is after.
const MAX_NOTES: usize = 20;
/// The name of the note of what was searched for.
pub const SEARCHED: &str = "searched";
/// GA4's and everybody's: half an hour without a sign ends a visit.
const SESSION_ENDS: u64 = 30 * MINUTE;

/// The memory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// Stable name of this browser in this shop.
    pub visitor: String,
    /// The present visit.
    pub session: Session,
    /// Visits so far, the present one included.
    pub visits: u32,
    /// Products seen, the latest first.
    pub views: Vec<View>,
    /// The cart as last known.
    pub cart: Vec<Line>,
    /// When the cart was last known.
    pub cart_at: Time,
    /// Whether the whole cart was ever seen, and not only what was put in.
    pub cart_seen: bool,
    /// Order numbers already counted.
    pub orders: Vec<String>,
    /// Ids of products bought.
    pub bought: Vec<String>,
    /// What became of each campaign.
    pub ledger: Ledger,
    /// Whether the shopper has left an address.
    pub lead: bool,
    /// The last search, and when.
    pub search: (Time, String),
    /// When the shopper last cleared the history: views before are not to come back from another tab.
    pub cleared: Time,
    /// Whether what is looked at is not to be remembered, and since when.
    pub paused: (Time, bool),
    /// What else is remembered, each under its name: see [`Profile::note`] and `engine/visit.rs`.
    pub notes: Value,
}

/// A visit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Session {
    /// Its id.
    pub id: String,
    /// Its last sign.
    pub last: Time,
    /// Pages seen in it.
    pub pages: u32,
    /// What of its present checkout was told and seen, a bit for each; 0 outside one.
    pub checkout: u32,
    /// For how long its pages were looked at, in milliseconds.
    pub active: u64,
}

/// Why a stored profile was not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unusable {
    /// Not readable: it is replaced.
    Corrupt,
    /// Written by a later version: it is left alone.
    Newer,
}

impl Profile {
    /// A stranger's.
    #[must_use]
    pub fn new(now: Time, chance: &mut Chance) -> Self {
        let mut profile = Self {
            visitor: concat(&["v", &chance.ulid(now)]),
            notes: Value::object(),
            ..Self::default()
        };
        profile.renew(now, chance);
        profile
    }

    /// A sign of life: begins a visit when the last one has ended. Tells whether it did.
    pub fn renew(&mut self, now: Time, chance: &mut Chance) -> bool {
        let ended = self.session.id.is_empty() || now.since(self.session.last) > SESSION_ENDS;
        if ended {
            self.away(now.since(self.session.last));
            self.session.id = concat(&["s", &chance.ulid(now)]);
            self.session.pages = 0;
            self.session.checkout = 0;
            self.session.active = 0;
            self.visits = self.visits.saturating_add(1);
        }
        self.session.last = now;
        ended
    }

    /// A visit begins after so long: what was known of the last one's beginning is over.
    fn away(&mut self, span: u64) {
        for name in &["utm", "referrer"] {
            self.notes.put(name, Value::NULL);
        }
        if self.visits > 0 {
            self.notes.put("days_away", span / DAY);
        }
    }

    /// Notes a text under a name, once, and only so many of them.
    pub fn note(&mut self, name: &str, text: &str, now: Time) {
        if self.paused.1 {
            return;
        }
        let mut fresh = Value::object();
        fresh.put(name, vec![Value::from(text)]);
        join(&mut self.notes, &fresh);
        self.date(name, now);
    }

    /// A product was looked at.
    pub fn viewed(&mut self, product: &Product, now: Time) {
        if self.paused.1 {
            return;
        }
        let known = self.views.iter().find(|view| view.product.is(product));
        let times = known.map_or(0, |view| view.times).saturating_add(1);
        self.remember(View {
            product: product.clone(),
            at: now,
            times,
        });
    }

    /// Puts a view where its time says, together with what was known of the same product.
    fn remember(&mut self, mut view: View) {
        let same = |known: &View| known.product.is(&view.product);
        if let Some(index) = self.views.iter().position(same) {
            let known = self.views.remove(index);
            view.times = view.times.max(known.times);
            if known.at > view.at {
                view.at = known.at;
                view.product = known.product;
            }
        }
        let older = |known: &View| known.at <= view.at;
        let place = self.views.iter().position(older);
        self.views.insert(place.unwrap_or(self.views.len()), view);
        self.views.truncate(MAX_VIEWS);
    }

    /// A search of the shop.
    pub fn searched(&mut self, term: &str, now: Time) {
        if !self.paused.1 {
            self.search = (now, term.to_owned());
        }
    }

    /// The shopper does not want to be reminded of what was looked at.
    pub fn clear_views(&mut self, now: Time) {
        self.cleared = self.cleared.max(now);
        self.views.clear();
        self.notes.put(SEARCHED, Value::NULL);
        self.search = (now, String::new());
    }

    /// Takes in what another tab, or this browser's storage, knows: of each thing the later or the larger.
    pub fn merge(&mut self, other: &Profile) {
        self.visitor = other.visitor.clone();
        let ended = other.session.last;
        if other.session.last >= self.session.last || self.session.id.is_empty() {
            self.session = other.session.clone();
        } else if self.session.id != other.session.id
            && self.session.last.since(other.session.last) <= SESSION_ENDS
        {
            // The stored visit is still on: what began here without knowing of it belongs to it.
            self.session.id = other.session.id.clone();
            self.session.checkout |= other.session.checkout;
            self.session.active += other.session.active;
            self.session.pages = self.session.pages.saturating_add(other.session.pages);
        }
        // A visit that began here after the stored one had ended is one more.
        let one_more =
            self.session.id != other.session.id && self.session.last.since(ended) > SESSION_ENDS;
        self.visits = self.visits.max(other.visits + u32::from(one_more));
        let mut fresh = core::mem::replace(&mut self.notes, other.notes.clone());
        // What was cleared there is not brought back from here.
        if other.cleared > self.cleared {
            fresh.put(SEARCHED, Value::NULL);
        } else if self.cleared > other.cleared {
            self.notes.put(SEARCHED, Value::NULL);
        }
        if one_more {
            self.away(self.session.last.since(ended));
        }
        join(&mut self.notes, &fresh);
        for view in &other.views {
            self.remember(view.clone());
        }
        if other.cart_at > self.cart_at {
            self.cart = other.cart.clone();
            self.cart_at = other.cart_at;
            self.cart_seen |= other.cart_seen;
        }
        for id in &other.orders {
            note(&mut self.orders, id);
        }
        for id in &other.bought {
            note(&mut self.bought, id);
        }
        self.ledger.merge(&other.ledger);
        self.lead |= other.lead;
        if other.search > self.search {
            self.search = other.search.clone();
        }
        self.paused = self.paused.max(other.paused);
        self.cleared = self.cleared.max(other.cleared);
        // The newest are in front.
        while self.views.last().is_some_and(|view| view.at < self.cleared) {
            self.views.pop();
        }
    }

    /// The stored form.
    #[must_use]
    pub fn write(&self) -> String {
        json::write(&without_addresses(&Value::from(self)))
    }

    /// Reads the stored form.
    ///
    /// # Errors
    /// [`Unusable`], which tells whether it may be replaced.
    pub fn read(text: &str) -> Result<Self, Unusable> {
        let value = json::read(text).map_err(|_| Unusable::Corrupt)?;
        match value.get("v").count() {
            Some(VERSION) => {}
            Some(later) if later > VERSION => return Err(Unusable::Newer),
            _ => return Err(Unusable::Corrupt),
        }
        let session = value.get("session");
        let mut views = Vec::new();
        for view in value.get("views").items().iter().take(MAX_VIEWS) {
            if let Some(product) = Product::read(view, None) {
                views.push(View {
                    product,
                    at: time(view.get("at")),
                    times: small(view.get("times")).max(1),
                });
            }
        }
        let mut cart = Vec::new();
        for line in value.get("cart").items() {
            if let Some(line) = Line::read(line, None) {
                cart.push(line);
            }
        }
        Ok(Self {
            visitor: value.get("visitor").scalar().ok_or(Unusable::Corrupt)?,
            session: Session {
                id: session.get("id").scalar().unwrap_or_default(),
                last: time(session.get("last")),
                pages: small(session.get("pages")),
                checkout: small(session.get("checkout")),
                active: session.get("active").count().unwrap_or(0),
            },
            visits: small(value.get("visits")),
            views,
            cart,
            cart_at: time(value.get("cart_at")),
            cart_seen: value.get("cart_seen").flag().unwrap_or(false),
            orders: names(value.get("orders")),
            bought: names(value.get("bought")),
            ledger: Ledger::read(value.get("ledger")),
            lead: value.get("lead").flag().unwrap_or(false),
            search: (
                time(value.get("search_at")),
                value.get("search").scalar().unwrap_or_default(),
            ),
            cleared: time(value.get("cleared")),
            paused: (
                time(value.get("paused_at")),
                value.get("paused").flag().unwrap_or(false),
            ),
            notes: Some(value.get("notes").clone())
                .filter(Value::is_map)
                .unwrap_or(Value::object()),
        })
    }
}

/// Takes fresh notes in: of what has a time the later, of numbers the larger, of lists what is new, of all else the fresh one.
fn join(notes: &mut Value, fresh: &Value) {
    for (name, theirs) in fresh.fields() {
        let ours = notes.get(name);
        let joined = match (ours.kind(), theirs.kind()) {
            (Kind::Number(ours), Kind::Number(theirs)) => ours.max(theirs).into(),
            (Kind::List(ours), Kind::List(theirs)) => {
                let mut all = value::copies(ours);
                for one in theirs {
                    if let Some(at) = all.iter().position(|known| known == one) {
                        all.remove(at);
                    }
                    all.push(one.clone());
                }
                while all.len() > MAX_NOTES {
                    all.remove(0);
                }
                all.into()
            }
            (Kind::Map(_), Kind::Map(_)) => {
                if ours.get("at").count() > theirs.get("at").count() {
                    continue;
                }
                let mut both = ours.clone();
                if theirs.get("at").is_null() {
                    join(&mut both, theirs);
                } else {
                    both = theirs.clone();
                }
                both
            }
            _ => theirs.clone(),
        };
        notes.put(name, joined);
    }
}

/// Adds an id to a list that only grows so far, the oldest first out.
fn note(list: &mut Vec<String>, id: &str) {
    if !list.iter().any(|known| known == id) {
        if list.len() >= MAX_BOUGHT {
            list.remove(0);
        }
        list.push(id.to_owned());
    }
}

fn names(value: &Value) -> Vec<String> {
    let mut names = Vec::new();
    for name in value.items() {
        if let Some(name) = name.scalar() {
            names.push(name);
        }
    }
    names
}

fn time(value: &Value) -> Time {
    Time(value.count().unwrap_or(0))
}

fn small(value: &Value) -> u32 {
    value
        .count()
        .map_or(0, |n| n.min(u64::from(u32::MAX)) as u32)
}

impl From<&Profile> for Value {
    fn from(profile: &Profile) -> Self {
        let session = &profile.session;
        let mut views = Vec::new();
        for view in &profile.views {
            let value = Value::from(&view.product).with("at", view.at.0);
            views.push(value.with("times", view.times));
        }
        let mut cart = Vec::new();
        for line in &profile.cart {
            cart.push(line.value());
        }
        Value::object()
            .with("v", VERSION)
            .with("visitor", profile.visitor.as_str())
            .with(
                "session",
                Value::object()
                    .with("id", session.id.as_str())
                    .with("last", session.last.0)
                    .with("pages", session.pages)
                    .with("checkout", session.checkout)
                    .with("active", session.active),
            )
            .with("visits", profile.visits)
            .with("views", views)
            .with("cart", cart)
            .with("cart_at", profile.cart_at.0)
            .with("cart_seen", profile.cart_seen)
            .with("orders", value::texts(&profile.orders))
            .with("bought", value::texts(&profile.bought))
            .with("ledger", profile.ledger.value())
            .with("lead", profile.lead)
            .with("search_at", profile.search.0.0)
            .with("search", profile.search.1.as_str())
            .with("cleared", profile.cleared.0)
            .with("paused_at", profile.paused.0.0)
            .with("paused", profile.paused.1)
            .with("notes", profile.notes.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::time::HOUR;

    const T: Time = Time(1_795_342_530_000);

    fn product(id: &str) -> Product {
        let mut product = Product::default();
        product.id = id.to_owned();
        product.title = id.to_owned();
        product
    }

    fn profile(seed: u64) -> Profile {
        Profile::new(T, &mut Chance::new([seed, seed]))
    }

    #[test]
    fn a_product_seen_again_moves_to_the_front_and_is_there_once() {
        let mut profile = profile(1);
        for (index, id) in ["a", "b", "a"].iter().enumerate() {
            profile.viewed(&product(id), T.after(index as u64));
        }
        let seen: Vec<_> = profile
            .views
            .iter()
            .map(|v| (v.product.id.as_str(), v.times))
            .collect();
        assert_eq!(seen, [("a", 2), ("b", 1)]);
        for number in 0..1000 {
            profile.viewed(&product(&number.to_string()), T);
        }
        assert_eq!(profile.views.len(), MAX_VIEWS);
    }

    #[test]
    fn who_pauses_is_not_followed_and_who_clears_leaves_no_search_behind() {
        let mut profile = profile(1);
        profile.note(SEARCHED, "lamp", T);
        let elsewhere = profile.clone();
        profile.paused = (T, true);
        profile.viewed(&product("a"), T);
        profile.searched("chair", T);
        profile.note(SEARCHED, "chair", T);
        assert_eq!(profile.notes.get(SEARCHED).items(), [Value::from("lamp")]);
        assert!(profile.views.is_empty() && profile.search.1.is_empty());
        profile.clear_views(T.after(1));
        let (mut one, mut other) = (profile.clone(), elsewhere.clone());
        one.merge(&elsewhere);
        other.merge(&profile);
        for all in [one, other] {
            assert!(all.notes.get(SEARCHED).is_null(), "another tab knew it");
        }
    }

    #[test]
    fn what_is_written_is_what_is_read() {
        let mut profile = profile(1);
        profile.viewed(&product("a"), T);
        profile.ordered(
            "100",
            &[Line {
                product: product("a"),
                quantity: 2,
            }],
            T,
        );
        profile.cart = vec![Line {
            product: product("b"),
            quantity: 3,
        }];
        profile.cart_at = T;
        assert_eq!(Profile::read(&profile.write()), Ok(profile));
    }

    #[test]
    fn corrupt_is_replaced_and_newer_is_left_alone() {
        for text in [
            "",
            "{",
            "[]",
            "{\"v\":1}",
            "{\"v\":0,\"visitor\":\"v\"}",
            "null",
        ] {
            assert_eq!(Profile::read(text), Err(Unusable::Corrupt), "{text}");
        }
        assert_eq!(Profile::read("{\"v\":2}"), Err(Unusable::Newer));
    }

    #[test]
    fn two_tabs_end_with_the_same_truth_whoever_writes_last() {
        let mut start = profile(1);
        start.viewed(&product("old"), T);
        let (mut left, mut right) = (start.clone(), start);
        left.viewed(&product("lamp"), T.after(1000));
        right.viewed(&product("chair"), T.after(2000));
        right.cart = vec![Line {
            product: product("chair"),
            quantity: 1,
        }];
        right.cart_at = T.after(2500);
        let mut one = left.clone();
        one.merge(&right);
        let mut other = right;
        other.merge(&left);
        assert_eq!(one.views, other.views);
        assert_eq!(one.cart, other.cart);
        assert_eq!(one.views.len(), 3);
    }

    #[test]
    fn half_an_hour_of_silence_ends_a_visit() {
        let mut chance = Chance::new([1, 1]);
        let mut profile = profile(1);
        let first = profile.session.id.clone();
        assert!(!profile.renew(T.after(HOUR / 2), &mut chance));
        assert_eq!(profile.session.id, first);
        assert!(profile.renew(T.after(HOUR / 2 + HOUR), &mut chance));
        assert_ne!(profile.session.id, first);
        assert_eq!(profile.visits, 2);
    }

    #[test]
    fn consent_that_comes_late_continues_the_stored_visit() {
        let mut stored = profile(1);
        stored.session.pages = 3;
        let mut here = Profile::new(T.after(MINUTE), &mut Chance::new([2, 2]));
        here.session.pages = 1;
        here.merge(&stored);
        assert_eq!(here.session.id, stored.session.id);
        assert_eq!(here.visitor, stored.visitor);
        assert_eq!(here.session.pages, 4);
    }

    #[test]
    fn an_order_counts_once() {
        let mut profile = profile(1);
        assert!(profile.ordered("A-1", &[], T));
        assert!(
            !profile.ordered("A-1", &[], T),
            "the thank-you page was reloaded"
        );
    }
}
