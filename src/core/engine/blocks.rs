//! Blocks: which products each gets, once all that decides it is known, and what became of them.
//! A page's own handlers see every choice before it is shown.

use super::Engine;
use super::later::{Later, Rest};
use crate::core::config;
use crate::core::effect::{Announcement, BlockId, Effect, Then};
use crate::core::product::Product;
use crate::core::recommend::{Kind, Pick, history};
use crate::core::text;
use crate::core::text::concat;
use crate::core::value::{Value, copies};

/// A block in the document.
struct Block {
    id: BlockId,
    kind: Kind,
    /// What stepped in for it where it had too little to say.
    used: Kind,
    limit: u32,
    options: Value,
    state: State,
    seen: bool,
}

/// How far a block is.
enum State {
    /// Nothing decided.
    Open,
    /// Nothing to show, as far as is known now.
    Empty,
    /// These are shown to the page's handlers.
    Offered(Vec<Value>),
    /// Filled with these cards.
    Filled(Vec<Value>),
}

/// All blocks of the document.
#[derive(Default)]
pub(super) struct Blocks {
    blocks: Vec<Block>,
}

impl Blocks {
    /// Another page is on screen: everything is decided again.
    pub(super) fn start_over(&mut self) {
        for block in &mut self.blocks {
            block.state = State::Open;
            block.seen = false;
        }
    }

    /// What was looked at is forgotten.
    pub(super) fn reopen_histories(&mut self) {
        for block in &mut self.blocks {
            if block.kind.is_history() {
                block.state = State::Open;
            }
        }
    }

    /// A history that shows the product of the page itself, which its address had not told, is decided again.
    pub(super) fn leave_out(&mut self, product: &Product) {
        for block in &mut self.blocks {
            if let State::Filled(cards) | State::Offered(cards) = &block.state
                && block.kind.is_history()
                && cards
                    .iter()
                    .any(|card| Product::read(card, None).is_some_and(|shown| shown.is(product)))
            {
                block.state = State::Open;
            }
        }
    }

    fn of(&mut self, id: BlockId) -> Option<&mut Block> {
        self.blocks.iter_mut().find(|block| block.id == id)
    }

    /// Ids of what other blocks show already, with the histories or without.
    pub(super) fn shown(&self, but: BlockId, histories: bool) -> Vec<String> {
        let mut ids = Vec::new();
        for block in &self.blocks {
            if let State::Filled(cards) | State::Offered(cards) = &block.state
                && block.id != but
                && (histories || !block.kind.is_history())
            {
                for card in cards {
                    if let Some(id) = card.get("id").scalar() {
                        ids.push(id);
                    }
                }
            }
        }
        ids
    }
}

/// Whether one of the words of a list is this.
fn lists(list: &str, word: &str) -> bool {
    text::has(&concat(&[" ", list, " "]), &concat(&[" ", word, " "]))
}

impl Engine {
    pub(super) fn block_found(
        &mut self,
        id: BlockId,
        kind: &str,
        limit: Option<u32>,
        options: Value,
    ) {
        // Which variant somebody gets is known in the second part.
        if !options.get("experiment").is_null() {
            return self.later(Later::Varied {
                id,
                kind: kind.to_owned(),
                limit,
                options,
            });
        }
        let Some(kind) = Kind::parse(kind) else {
            self.later(Later::UnknownKind(kind.to_owned()));
            self.emit(Effect::Empty(id));
            return;
        };
        self.blocks.blocks.push(Block {
            id,
            kind,
            used: kind,
            options,
            limit: limit
                .unwrap_or(config::DEFAULT_LIMIT)
                .clamp(1, config::MAX_LIMIT),
            state: State::Open,
            seen: false,
        });
        self.fill_blocks();
    }

    pub(super) fn block_lost(&mut self, id: BlockId) {
        let blocks = &mut self.blocks.blocks;
        if let Some(at) = blocks.iter().position(|block| block.id == id) {
            blocks.remove(at);
        }
        let varied = |left: &Later| matches!(left, Later::Varied { id: lost, .. } if *lost == id);
        if let Some(at) = self.left.iter().position(varied) {
            self.left.remove(at);
        }
    }

    /// Decides what is not decided yet and can be. Histories first: advice leaves out what stands beside it, and waits for
    /// the second part of the module, to which most of it belongs.
    pub(super) fn fill_blocks(&mut self) {
        // A shop's rules are read in the second part, and hold for histories too.
        if self.rest == Rest::Here || self.settings.asked.get("rules").is_null() {
            self.fill_histories();
        }
        if !matches!(self.left.last(), Some(Later::Advice)) {
            self.later(Later::Advice);
        }
    }

    pub(super) fn fill_histories(&mut self) {
        for (id, limit) in self.undecided(true) {
            let picks = history(&self.ask(Kind::RecentlyViewed, limit));
            self.decide(id, Kind::RecentlyViewed, &picks);
        }
    }

    /// Decides what is left: histories that waited for the shop's rules, and, once the catalog is here, advice.
    pub(super) fn fill_with_advice(&mut self) {
        self.fill_histories();
        if !self.page.is_read || self.advice.waits() {
            return;
        }
        for (id, limit) in self.undecided(false) {
            if let Some(block) = self.block(id) {
                let mut missing = Vec::new();
                let (used, picks) =
                    self.choose(block.kind, limit, &block.options, id, &mut missing);
                if missing.is_empty() {
                    self.decide(id, used, &picks);
                } else {
                    self.lack(missing);
                }
            }
        }
    }

    /// Blocks that are not decided, with their limits; those that are not for this page stay empty.
    fn undecided(&mut self, histories: bool) -> Vec<(BlockId, u32)> {
        let here = self.page.facts.page_type.name();
        let mut open = Vec::new();
        let mut not_here = Vec::new();
        for block in &self.blocks.blocks {
            if block.kind.is_history() != histories
                || !matches!(block.state, State::Open | State::Empty)
            {
                continue;
            }
            match block.options.get("pages").text() {
                // What page it is comes out when it is read.
                Some(_) if !self.page.is_read => {}
                Some(pages) if !lists(pages, here) => not_here.push((block.id, block.kind)),
                _ => open.push((block.id, block.limit)),
            }
        }
        for (id, kind) in not_here {
            self.decide(id, kind, &[]);
        }
        open
    }

    fn decide(&mut self, id: BlockId, used: Kind, picks: &[Pick]) {
        let mut items = Vec::new();
        for pick in picks {
            items.push(Value::from(pick));
        }
        let found = !items.is_empty();
        let Some(block) = self.blocks.of(id) else {
            return;
        };
        if !found && matches!(block.state, State::Empty) {
            return;
        }
        let kind = block.kind;
        block.used = used;
        block.state = if found {
            State::Offered(copies(&items))
        } else {
            State::Empty
        };
        self.emit(if found {
            Effect::Announce(Announcement {
                name: "vitrin-decide",
                detail: Value::object()
                    .with("kind", kind.name())
                    .with("strategy", used.name())
                    .with("items", items),
                block: Some(id),
                then: Then::Fill(id),
            })
        } else {
            Effect::Empty(id)
        });
    }

    /// The page's handlers have had their say on a block.
    pub(super) fn decided(&mut self, id: BlockId, detail: Option<Value>) {
        let Some(block) = self.blocks.of(id) else {
            return;
        };
        let detail = detail.unwrap_or_default();
        let mut cards = Vec::new();
        for card in detail.get("items").items() {
            let linked = card.get("url").text().is_none_or(config::is_address);
            if linked && card.get("title").text().is_some() && cards.len() < block.limit as usize {
                cards.push(card.clone());
            }
        }
        if cards.is_empty() {
            block.state = State::Empty;
            self.emit(Effect::Empty(id));
            return;
        }
        block.state = State::Filled(copies(&cards));
        let used = block.used;
        let options = block.options.clone();
        let own = options.get("variant_heading").text();
        let more = self.beside(used, &options, &cards);
        self.emit(Effect::Fill {
            block: id,
            kind: if own.is_some() { "" } else { used.name() },
            heading: own.unwrap_or(used.heading()).to_owned(),
            cards,
            more,
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
            self.seen_as(id);
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
            self.touched(
                detail
                    .get("items")
                    .items()
                    .first()
                    .and_then(|card| Product::read(card, None)),
            );
            self.announce_on(Some(id), "vitrin-select", detail);
        }
    }

    /// A filled block's cards, or one of them.
    pub(super) fn block_cards(
        &self,
        id: BlockId,
        only: Option<usize>,
    ) -> Option<(Kind, Vec<Value>)> {
        let block = self.block(id)?;
        let State::Filled(cards) = &block.state else {
            return None;
        };
        let cards = match only {
            Some(index) => vec![cards.get(index)?.clone()],
            None => copies(cards),
        };
        Some((block.kind, cards))
    }

    /// What was asked of a block.
    pub(super) fn block_options(&self, id: BlockId) -> Option<Value> {
        Some(self.block(id)?.options.clone())
    }

    fn block(&self, id: BlockId) -> Option<&Block> {
        self.blocks.blocks.iter().find(|block| block.id == id)
    }

    fn block_detail(&self, id: BlockId, only: Option<usize>) -> Option<Value> {
        let (kind, cards) = self.block_cards(id, only)?;
        Some(
            Value::object()
                .with("kind", kind.name())
                .with("strategy", self.block(id)?.used.name())
                .with("items", Value::list(cards)),
        )
    }

    fn block_record(&self, id: BlockId, only: Option<usize>) -> Option<Value> {
        let (kind, cards) = self.block_cards(id, only)?;
        let mut items = Vec::new();
        for (index, card) in cards.iter().enumerate() {
            if let Some(product) = Product::read(card, None) {
                items.push(product.item().with("index", only.unwrap_or(index)));
            }
        }
        let Block { options, used, .. } = self.block(id)?;
        let mut record = Value::object()
            .with("block", kind.name())
            .with("strategy", used.name())
            .with("items", Value::list(items));
        for (name, option) in &[("experiment", "varied"), ("variant", "variant")] {
            record.put(name, options.get(option).clone());
        }
        // It stands in the popup.
        if let (false, Some(open)) = (options.get("popup").is_null(), &self.stage.open) {
            for (name, value) in open.about().fields() {
                record.put(name, value.clone());
            }
        }
        Some(record)
    }

    /// What `explain` tells of blocks.
    pub(super) fn explain_blocks(&self) -> Value {
        self.blocks
            .blocks
            .iter()
            .map(|block| {
                let (state, cards) = match &block.state {
                    State::Open if self.advice.waits() => ("waits for the feed", None),
                    State::Open => ("waits for the page", None),
                    State::Empty if !self.consent.may_store() => ("waits for consent", None),
                    State::Empty => ("nothing honest to show", None),
                    State::Offered(_) => ("offered to the page's handlers", None),
                    State::Filled(cards) => ("filled", Some(copies(cards))),
                };
                Value::object()
                    .with("kind", block.kind.name())
                    .with("strategy", block.used.name())
                    .with("limit", block.limit)
                    .with("state", state)
                    .with("seen", block.seen)
                    .with("items", cards)
            })
            .collect()
    }
}
