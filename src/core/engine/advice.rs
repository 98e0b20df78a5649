//! Advice: what is known when products are chosen, for a block, a call, or a list of the shop's own; and what stands beside them.
//! The catalog is asked for once, when it may be.

use super::Engine;
use crate::core::config;
use crate::core::detect;
use crate::core::effect::{BlockId, Effect};
use crate::core::json;
use crate::core::product::{Line, Product, total};
use crate::core::recommend::{Ask, Catalog, Kind, Pick, advise, choose, feed, rerank};
use crate::core::shelf::{Part, Shelf};
use crate::core::text;
use crate::core::value::{self, Value};
use crate::core::warning::Warning;

/// The catalog's way here.
#[derive(Default)]
enum Feed {
    #[default]
    None,
    Loading,
    Ready(Catalog),
    Failed,
}

/// The shelf's way here.
#[derive(Default)]
enum Stock {
    #[default]
    None,
    /// Its manifest is on the way.
    Opening,
    /// With the files that were asked for and have not come.
    Open(Box<Shelf>, Vec<Part>),
    Failed,
}

/// The manifest of a shelf.
const MANIFEST: &str = "shelf.json";

/// A `recommend` call that waits for the catalog or the shelf.
struct Wish {
    call: u32,
    kind: Kind,
    options: Value,
}

/// What advice is drawn from.
#[derive(Default)]
pub(super) struct Advice {
    feed: Feed,
    stock: Stock,
    wishes: Vec<Wish>,
}

impl Advice {
    /// Whether there will be more to draw from in a moment.
    pub(super) fn waits(&self) -> bool {
        matches!(self.feed, Feed::Loading) || matches!(self.stock, Stock::Opening)
    }

    fn shelf(&self) -> Option<&Shelf> {
        match &self.stock {
            Stock::Open(shelf, _) => Some(shelf),
            _ => None,
        }
    }

    pub(super) fn catalog(&self) -> Option<&Catalog> {
        match &self.feed {
            Feed::Ready(catalog) => Some(catalog),
            _ => None,
        }
    }

    /// What the catalog knows of a product.
    pub(super) fn in_catalog(&self, product: &Product) -> Option<Product> {
        self.catalog()?.known(product)
    }
}

/// Whether something is on: by the block's own attribute, or else by the settings.
fn is_on(options: &Value, name: &str, by_settings: bool) -> bool {
    match options.get(name).kind() {
        value::Kind::Text(word) => word != "off" && word != "false",
        _ => by_settings,
    }
}

impl Engine {
    /// Asks for the catalog when there may be use for it and it is allowed to ask for anything.
    pub(super) fn fetch_feed(&mut self) {
        if let (Some(url), Feed::None, true) = (
            &self.settings.feed,
            &self.advice.feed,
            self.consent.may_store(),
        ) {
            self.emit(Effect::Feed(url.clone()));
            self.advice.feed = Feed::Loading;
        }
        if let (Some(_), Stock::None, true) = (
            &self.settings.shelf,
            &self.advice.stock,
            self.consent.may_store(),
        ) {
            self.fetch_of_shelf(MANIFEST);
            self.advice.stock = Stock::Opening;
        }
    }

    /// Asks for a file of the shelf.
    fn fetch_of_shelf(&mut self, file: &str) {
        let mut url = self.settings.shelf.clone().unwrap_or_default();
        if !url.ends_with("/") {
            url.push('/');
        }
        url.push_str(file);
        self.emit(Effect::Shelf(url, file.to_owned()));
    }

    /// A file of the shelf has come, or cannot be had.
    pub(super) fn shelved(&mut self, file: &str, text: Option<String>) {
        let mut warning = None;
        match &mut self.advice.stock {
            Stock::Opening if file == MANIFEST => {
                let manifest = text.and_then(|text| json::read(&text).ok());
                self.advice.stock = match Shelf::open(&manifest.unwrap_or_default()) {
                    Ok(shelf) => Stock::Open(Box::new(shelf), Vec::new()),
                    Err(why) => {
                        warning = Some(why);
                        Stock::Failed
                    }
                };
            }
            Stock::Open(shelf, asked) => {
                let part = asked.iter().position(|part| shelf.file(*part) == file);
                if let Some(at) = part {
                    warning = shelf.feed(asked.remove(at), text);
                }
            }
            _ => {}
        }
        if let Some(warning) = warning {
            self.warn(Warning::new("shelf", &["`shelf`: ", warning]));
        }
        self.supplied();
    }

    /// Asks for files of the shelf that are not on their way.
    pub(super) fn lack(&mut self, missing: Vec<Part>) {
        for part in missing {
            if let Stock::Open(shelf, asked) = &mut self.advice.stock
                && !asked.contains(&part)
            {
                let file = shelf.file(part);
                asked.push(part);
                self.fetch_of_shelf(&file);
            }
        }
    }

    /// There is more to draw from.
    fn supplied(&mut self) {
        if self.advice.waits() {
            return;
        }
        for wish in core::mem::take(&mut self.advice.wishes) {
            self.grant(wish);
        }
        self.fill_blocks();
    }

    pub(super) fn fed(&mut self, text: Option<&str>) {
        // Addresses in a feed are meant from where it lies.
        let base = detect::absolute(
            self.settings.feed.as_deref().unwrap_or(""),
            &self.page.info.url,
        );
        let shown = self.page.facts.product.as_ref();
        let shown = shown
            .and_then(|product| product.price)
            .map(|price| price.currency);
        let currency = self.settings.currency.or(shown);
        self.advice.feed = match text.map(|text| feed::read(text, &base, currency)) {
            Some(Ok(feed)) => {
                let (catalog, warnings) = Catalog::read(feed);
                for warning in warnings {
                    self.warn(Warning::new("feed", &["`feed`: ", &warning]));
                }
                Feed::Ready(catalog)
            }
            Some(Err(unreadable)) => {
                let place = text::digits(unreadable as u64);
                self.warn(Warning::new(
                    "feed",
                    &[
                        "`feed`: expected JSON, Google Merchant's XML or tab-separated text, found something else at byte ",
                        &place,
                    ],
                ));
                Feed::Failed
            }
            None => {
                self.warn(Warning::new("feed", &["`feed`: it could not be fetched"]));
                Feed::Failed
            }
        };
        self.supplied();
    }

    /// Products for a block, or for a call where there is no such block.
    pub(super) fn choose(
        &self,
        kind: Kind,
        limit: u32,
        options: &Value,
        block: BlockId,
        missing: &mut Vec<Part>,
    ) -> (Kind, Vec<Pick>) {
        let mut answer = self.choose_beside(kind, limit, options, block, false, missing);
        // All that a shop without a catalog can advise was seen: rather than nothing it is what stands in a history too, ours or the shop's.
        let nothing_more =
            self.advice.shelf().is_none() && self.advice.catalog().is_none_or(Catalog::is_empty);
        if block != 0 && nothing_more && answer.1.len() < limit as usize {
            answer = self.choose_beside(kind, limit, options, block, true, missing);
        }
        answer
    }

    /// The same beside what the page shows: other advice is never repeated, histories and the shop's own lists where it `repeats`.
    fn choose_beside(
        &self,
        kind: Kind,
        limit: u32,
        options: &Value,
        block: BlockId,
        repeats: bool,
        missing: &mut Vec<Part>,
    ) -> (Kind, Vec<Pick>) {
        let (near, of) = (options.get("near").scalar(), options.get("of").scalar());
        let shown = self.blocks.shown(block, !repeats);
        let mut ask = Ask {
            near: near.as_deref(),
            of: of.as_deref(),
            shown: if block == 0 { &[] } else { &shown },
            ..self.ask(kind, limit)
        };
        if repeats {
            ask.listed = &[];
        }
        // Words of the shop's own stand above it, or it was asked for by name: nothing else may step in.
        if block == 0 || !options.get("headed").is_null() {
            (kind, choose(&ask, missing))
        } else {
            advise(&ask, missing)
        }
    }

    /// What is known here, for whoever asks.
    pub(super) fn ask(&self, kind: Kind, limit: u32) -> Ask<'_> {
        let searched = self.profile.search.1.as_str();
        Ask {
            page: self.page.product(),
            views: &self.profile.views,
            cart: &self.profile.cart,
            bought: &self.profile.bought,
            search: Some(searched).filter(|term| !term.is_empty()),
            listed: &self.page.facts.products,
            catalog: self.advice.catalog(),
            shelf: self.advice.shelf(),
            region: self.settings.region.as_deref().unwrap_or(""),
            merchant: &self.settings.merchant,
            price_kept: self.settings.price_kept,
            ..Ask::of(kind, limit as usize, self.now)
        }
    }

    /// `vitrin('rerank')`: a shop's own list in the order of this shopper's interest.
    pub(super) fn rerank(&self, ids: &Value) -> Value {
        rerank(&self.ask(Kind::AlsoLike, config::MAX_LIMIT), ids.items())
    }

    /// What stands beside the cards: reasons, the shopper's hold on the history, a bundle's total.
    pub(super) fn beside(&self, kind: Kind, options: &Value, cards: &[Value]) -> Value {
        let mut more = Value::object();
        if is_on(options, "why", self.settings.why) {
            more.put("why", true);
        }
        // The shop's server learns which products are shown.
        if !options.get("card-src").is_null() && self.consent.may_store() {
            more.put("drawn", true);
        }
        if kind.is_history() && is_on(options, "controls", self.settings.controls) {
            more.put("paused", self.profile.paused.1);
        }
        if kind == Kind::BoughtTogether
            && let Some(lines) = self.bundle(cards)
        {
            let bundle = Value::object()
                .with("count", lines.len())
                .with("total", total(&lines));
            more.put("bundle", bundle.with("add", is_on(options, "add", false)));
        }
        if more.fields().is_empty() {
            Value::NULL
        } else {
            more
        }
    }

    /// The page's product and what is bought with it, one of each.
    fn bundle(&self, cards: &[Value]) -> Option<Vec<Line>> {
        let mut lines = vec![Line {
            product: self.page.facts.product.clone()?,
            quantity: 1,
        }];
        for card in cards {
            if let Some(line) = Line::read(card, None) {
                lines.push(line);
            }
        }
        Some(lines)
    }

    /// The shop puts it into its cart: it alone knows how.
    pub(super) fn bundle_wanted(&mut self, id: BlockId) {
        let Some((kind, cards)) = self.block_cards(id, None) else {
            return;
        };
        let lines = self.bundle(&cards).unwrap_or_default();
        let detail = Value::object()
            .with("kind", kind.name())
            .with("items", lines.iter().map(Line::value).collect::<Value>());
        self.announce_on(Some(id), "vitrin-add", detail);
    }

    /// `vitrin('recommend')`: answers now, or when the catalog is here.
    pub(super) fn wish(&mut self, call: u32, kind: Kind, options: &Value) {
        let wish = Wish {
            call,
            kind,
            options: options.clone(),
        };
        if self.advice.waits() {
            self.advice.wishes.push(wish);
        } else {
            self.grant(wish);
        }
    }

    fn grant(&mut self, wish: Wish) {
        let limit = config::limit(wish.options.get("limit"));
        let mut missing = Vec::new();
        let (_, picks) = self.choose(wish.kind, limit, &wish.options, 0, &mut missing);
        if missing.is_empty() {
            self.emit(Effect::Reply(wish.call, picks.iter().collect()));
        } else {
            self.lack(missing);
            self.advice.wishes.push(wish);
        }
    }
}
