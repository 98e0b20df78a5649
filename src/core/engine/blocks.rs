//! Blocks: which products each gets, once all that decides it is known, and what became of them.
//! A page's own handlers see every choice before it is shown.

use super::Engine;
use crate::core::config;
use crate::core::effect::{Announcement, BlockId, Effect, Then};
use crate::core::facts::PageType;
use crate::core::json;
use crate::core::product::Product;
use crate::core::recommend::{Ask, Catalog, Kind, Pick, recommend};
use crate::core::text;
use crate::core::value::Value;
use crate::core::warning::Warning;

/// A block in the document.
struct Block {
    id: BlockId,
    kind: Kind,
    limit: u32,
    state: State,
    seen: bool,
}

/// How far a block is.
enum State {
    /// Nothing decided.
    Open,
    /// Nothing to show, as far as is known now.
    Empty,
    /// Shown to the page's handlers.
    Offered,
    /// Filled with these cards.
    Filled(Vec<Value>),
}

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
    limit: u32,
    near: Option<String>,
}

/// All blocks of the document.
#[derive(Default)]
pub(super) struct Blocks {
    blocks: Vec<Block>,
    feed: Feed,
    wishes: Vec<Wish>,
}

impl Blocks {
    /// Another page is on screen: everything is decided again.
    pub(super) fn start_over(&mut self) {
        for block in &mut self.blocks {
            block.state = State::Open;
            block.seen = false;
        }
    }

    fn of(&mut self, id: BlockId) -> Option<&mut Block> {
        self.blocks.iter_mut().find(|block| block.id == id)
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

    /// Ids that blocks show already.
    fn shown(&self) -> Vec<String> {
        self.blocks
            .iter()
            .filter_map(|block| match &block.state {
                State::Filled(cards) => Some(cards),
                _ => None,
            })
            .flatten()
            .filter_map(|card| card.get("id").scalar())
            .collect()
    }
}

/// The heading of a block that brings none: true for what the kind does, and no more.
fn heading(kind: Kind) -> &'static str {
    match kind {
        Kind::RecentlyViewed => "Recently viewed",
        Kind::AlsoLike => "You may also like",
    }
}

impl Engine {
    pub(super) fn block_found(&mut self, id: BlockId, kind: &str, limit: Option<u32>) {
        let Some(kind) = Kind::parse(kind) else {
            self.warn(Warning::unknown(
                "unknown-kind",
                "vitrin-block",
                kind,
                &Kind::NAMES,
            ));
            self.emit(Effect::Empty(id));
            return;
        };
        self.blocks.blocks.push(Block {
            id,
            kind,
            limit: limit
                .unwrap_or(config::DEFAULT_LIMIT)
                .clamp(1, config::MAX_LIMIT),
            state: State::Open,
            seen: false,
        });
        self.fill_blocks();
    }

    pub(super) fn block_lost(&mut self, id: BlockId) {
        self.blocks.blocks.retain(|block| block.id != id);
    }

    /// Asks for the catalog when there may be use for it and it is allowed to ask for anything.
    pub(super) fn fetch_feed(&mut self) {
        if let (Some(url), Feed::None, true) = (
            &self.settings.feed,
            &self.blocks.feed,
            self.consent.may_store(),
        ) {
            self.emit(Effect::Feed(url.clone()));
            self.blocks.feed = Feed::Loading;
        }
    }

    pub(super) fn fed(&mut self, text: Option<&str>) {
        self.blocks.feed = match text.map(json::read) {
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
        for wish in core::mem::take(&mut self.blocks.wishes) {
            self.grant(&wish);
        }
        self.fill_blocks();
    }

    /// Decides what is not decided yet and can be.
    pub(super) fn fill_blocks(&mut self) {
        // What a cart page shows is told by the second part, and is not to be advised.
        if !self.page.is_read || !self.whole && self.page.facts.page_type == PageType::Cart {
            return;
        }
        // Histories first: advice leaves out what stands beside it.
        for kind in [Kind::RecentlyViewed, Kind::AlsoLike] {
            // A history needs no catalog; advice waits for it.
            if kind == Kind::AlsoLike && matches!(self.blocks.feed, Feed::Loading) {
                return;
            }
            let open: Vec<(BlockId, u32)> = self
                .blocks
                .blocks
                .iter()
                .filter(|block| block.kind == kind)
                .filter(|block| matches!(block.state, State::Open | State::Empty))
                .map(|block| (block.id, block.limit))
                .collect();
            for (id, limit) in open {
                let picks = self.choose(kind, limit, None);
                let found = !picks.is_empty();
                if let Some(block) = self.blocks.of(id) {
                    block.state = if found { State::Offered } else { State::Empty };
                }
                self.emit(if found {
                    Effect::Announce(Announcement {
                        name: "vitrin-decide",
                        detail: Value::object()
                            .with("kind", kind.name())
                            .with("items", picks.iter().collect::<Value>()),
                        block: Some(id),
                        then: Then::Fill(id),
                    })
                } else {
                    Effect::Empty(id)
                });
            }
        }
    }

    fn choose(&self, kind: Kind, limit: u32, near: Option<&str>) -> Vec<Pick> {
        recommend(&Ask {
            kind,
            limit: limit as usize,
            page: self.page.facts.product.as_ref(),
            near,
            views: &self.profile.views,
            cart: &self.profile.cart,
            bought: &self.profile.bought,
            shown: &self.blocks.shown(),
            catalog: self.blocks.catalog(),
            now: self.now,
        })
    }

    /// The page's handlers have had their say on a block.
    pub(super) fn decided(&mut self, id: BlockId, detail: Option<Value>) {
        let Some(block) = self.blocks.of(id) else {
            return;
        };
        let mut cards = detail
            .map(|detail| detail.get("items").items().to_vec())
            .unwrap_or_default();
        cards.retain(|card| {
            let linked = card.get("url").text().is_none_or(config::is_address);
            linked && card.get("title").text().is_some()
        });
        cards.truncate(block.limit as usize);
        if cards.is_empty() {
            block.state = State::Empty;
            self.emit(Effect::Empty(id));
            return;
        }
        block.state = State::Filled(cards.clone());
        let kind = block.kind;
        self.emit(Effect::Fill {
            block: id,
            kind: kind.name(),
            heading: heading(kind),
            cards,
        });
    }

    pub(super) fn block_filled(&mut self, id: BlockId) {
        if let Some(detail) = self.block_detail(id, None) {
            self.announce_on(Some(id), "vitrin-render", detail);
        }
    }

    pub(super) fn block_seen(&mut self, id: BlockId) {
        // A block without cards shows nothing that could be seen.
        let Some(data) = self.block_record(id, None) else {
            return;
        };
        let first = |block: &mut Block| !core::mem::replace(&mut block.seen, true);
        if self.blocks.of(id).is_some_and(first) {
            self.record("rec_impression", data);
        }
    }

    pub(super) fn card_clicked(&mut self, id: BlockId, index: usize) {
        self.went_on_inside();
        if let (Some(data), Some(detail)) = (
            self.block_record(id, Some(index)),
            self.block_detail(id, Some(index)),
        ) {
            self.record("rec_click", data);
            self.announce_on(Some(id), "vitrin-select", detail);
        }
    }

    /// A filled block's cards, or one of them.
    fn block_cards(&self, id: BlockId, only: Option<usize>) -> Option<(Kind, Vec<&Value>)> {
        let block = self.blocks.blocks.iter().find(|block| block.id == id)?;
        let State::Filled(cards) = &block.state else {
            return None;
        };
        let cards = match only {
            Some(index) => vec![cards.get(index)?],
            None => cards.iter().collect(),
        };
        Some((block.kind, cards))
    }

    fn block_detail(&self, id: BlockId, only: Option<usize>) -> Option<Value> {
        let (kind, cards) = self.block_cards(id, only)?;
        Some(
            Value::object()
                .with("kind", kind.name())
                .with("items", cards.into_iter().cloned().collect::<Value>()),
        )
    }

    fn block_record(&self, id: BlockId, only: Option<usize>) -> Option<Value> {
        let (kind, cards) = self.block_cards(id, only)?;
        let items: Value = cards
            .iter()
            .enumerate()
            .filter_map(|(index, card)| {
                let item = Product::read(card, None)?.item();
                Some(item.with("index", only.unwrap_or(index)))
            })
            .collect();
        Some(
            Value::object()
                .with("block", kind.name())
                .with("strategy", kind.name())
                .with("items", items),
        )
    }

    /// `vitrin('recommend')`: answers now, or when the catalog is here.
    pub(super) fn wish(&mut self, call: u32, kind: Kind, options: &Value) {
        let wish = Wish {
            call,
            kind,
            limit: config::limit(options.get("limit")),
            near: options.get("near").scalar(),
        };
        if matches!(self.blocks.feed, Feed::Loading) {
            self.blocks.wishes.push(wish);
        } else {
            self.grant(&wish);
        }
    }

    fn grant(&mut self, wish: &Wish) {
        let picks = self.choose(wish.kind, wish.limit, wish.near.as_deref());
        self.emit(Effect::Reply(wish.call, picks.iter().collect()));
    }

    /// What `explain` tells of blocks.
    pub(super) fn explain_blocks(&self) -> Value {
        self.blocks
            .blocks
            .iter()
            .map(|block| {
                let (state, cards) = match &block.state {
                    State::Open if matches!(self.blocks.feed, Feed::Loading) => {
                        ("waits for the feed", None)
                    }
                    State::Open => ("waits for the page", None),
                    State::Empty => ("nothing honest to show", None),
                    State::Offered => ("offered to the page's handlers", None),
                    State::Filled(cards) => ("filled", Some(cards.clone())),
                };
                Value::object()
                    .with("kind", block.kind.name())
                    .with("limit", block.limit)
                    .with("state", state)
                    .with("seen", block.seen)
                    .with("items", cards)
            })
            .collect()
    }
}
