//! Advice: what is known when products are chosen, for a block, a call, or a list of the shop's own; and what stands beside them.
//! The catalog is asked for once, when it may be.

use super::Engine;
use crate::core::config;
use crate::core::effect::{BlockId, Effect};
use crate::core::json;
use crate::core::product::{Line, Product, total};
use crate::core::recommend::{Ask, Catalog, Kind, Pick, advise, recommend, rerank};
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

/// A `recommend` call that waits for the catalog.
struct Wish {
    call: u32,
    kind: Kind,
    options: Value,
}

/// What advice is drawn from.
#[derive(Default)]
pub(super) struct Advice {
    feed: Feed,
    wishes: Vec<Wish>,
}

impl Advice {
    /// Whether there will be more to draw from in a moment.
    pub(super) fn waits(&self) -> bool {
        matches!(self.feed, Feed::Loading)
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
        value::Kind::Text(word) => word != "off",
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
    }

    pub(super) fn fed(&mut self, text: Option<&str>) {
        self.advice.feed = match text.map(json::read) {
            Some(Ok(feed)) => {
                let (catalog, warnings) = Catalog::read(feed);
                for warning in warnings {
                    self.warn(Warning::new("feed", &["`feed`: ", &warning]));
                }
                Feed::Ready(catalog)
            }
            Some(Err(unreadable)) => {
                let place = text::digits(unreadable.at as u64);
                self.warn(Warning::new(
                    "feed",
                    &[
                        "`feed`: expected JSON, found something else at byte ",
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
        for wish in core::mem::take(&mut self.advice.wishes) {
            self.grant(&wish);
        }
        self.fill_blocks();
    }

    /// Products for a block, or for a call where there is no such block.
    pub(super) fn choose(
        &self,
        kind: Kind,
        limit: u32,
        options: &Value,
        block: BlockId,
    ) -> (Kind, Vec<Pick>) {
        let (near, of) = (options.get("near").scalar(), options.get("of").scalar());
        let shown = self.blocks.shown(block);
        let ask = Ask {
            near: near.as_deref(),
            of: of.as_deref(),
            shown: if block == 0 { &[] } else { &shown },
            ..self.ask(kind, limit)
        };
        // Words of the shop's own stand above it, or it was asked for by name: nothing else may step in.
        if block == 0 || !options.get("headed").is_null() {
            (kind, recommend(&ask))
        } else {
            advise(&ask)
        }
    }

    /// What is known here, for whoever asks.
    pub(super) fn ask(&self, kind: Kind, limit: u32) -> Ask<'_> {
        let searched = self.profile.search.1.as_str();
        Ask {
            page: self.page.facts.product.as_ref(),
            views: &self.profile.views,
            cart: &self.profile.cart,
            bought: &self.profile.bought,
            search: Some(searched).filter(|term| !term.is_empty()),
            listed: &self.page.facts.products,
            catalog: self.advice.catalog(),
            merchant: &self.settings.merchant,
            price_kept: self.settings.price_kept,
            ..Ask::of(kind, limit as usize, self.now)
        }
    }

    /// `vitrin('rerank')`: a shop's own list in the order of this shopper's interest.
    pub(super) fn rerank(&self, ids: &Value) -> Value {
        let mut names = Vec::new();
        for id in ids.items() {
            names.extend(id.scalar());
        }
        Value::from(rerank(&self.ask(Kind::AlsoLike, config::MAX_LIMIT), &names))
    }

    /// What stands beside the cards: reasons, the shopper's hold on the history, a bundle's total.
    pub(super) fn beside(&self, kind: Kind, options: &Value, cards: &[Value]) -> Value {
        let mut more = Value::object();
        if is_on(options, "why", self.settings.why) {
            more.put("why", true);
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
            lines.extend(Line::read(card, None));
        }
        Some(lines)
    }

    /// The shop puts it into its cart: it alone knows how.
    pub(super) fn bundle_wanted(&mut self, id: BlockId) {
        let Some((kind, cards)) = self.block_cards(id, None) else {
            return;
        };
        let cards: Vec<Value> = cards.into_iter().cloned().collect();
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
            self.grant(&wish);
        }
    }

    fn grant(&mut self, wish: &Wish) {
        let limit = config::limit(wish.options.get("limit"));
        let (_, picks) = self.choose(wish.kind, limit, &wish.options, 0);
        self.emit(Effect::Reply(wish.call, picks.iter().collect()));
    }
}
