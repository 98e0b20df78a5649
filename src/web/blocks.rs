//! Blocks in the document: found, filled, emptied, and never at the price of moving what the shopper sees.
//! A block changes its height only while it and all above it is below the screen; on screen it takes what fits into the room it has.

use std::cell::RefCell;

use gloo_events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlElement, HtmlTemplateElement, Node};

use super::card::{self, Card};
use super::{dispatch, document, host};
use crate::core::effect::{BlockId, Placement, Side};
use crate::core::event::Event;
use crate::core::value::Value;

/// The attribute that tells a theme's CSS, and ours, how far a block is.
const STATE: &str = "data-vitrin";
/// Half a pixel of rounding is no movement.
const SLACK: f64 = 1.0;

struct Block {
    id: BlockId,
    element: HtmlElement,
    /// Whether its height may change; unknown until the browser has told where it stands.
    free: Option<bool>,
    /// What is to be shown, when that has not been possible yet.
    wanted: Option<Wanted>,
    /// The cards on show, and the heading if it is ours.
    cards: Vec<Node>,
    ours: Vec<Node>,
    _click: EventListener,
}

#[derive(Clone)]
enum Wanted {
    Cards(&'static str, Vec<Value>),
    Nothing,
}

thread_local! {
    static BLOCKS: RefCell<(BlockId, Vec<Block>)> = const { RefCell::new((0, Vec::new())) };
}

fn with<T>(id: BlockId, act: impl FnOnce(&mut Block) -> T) -> Option<T> {
    BLOCKS.with_borrow_mut(|(_, blocks)| blocks.iter_mut().find(|block| block.id == id).map(act))
}

pub fn element(id: BlockId) -> Option<HtmlElement> {
    with(id, |block| block.element.clone())
}

pub fn found(element: HtmlElement) {
    let id = BLOCKS.with_borrow_mut(|(last, blocks)| {
        if blocks.iter().any(|block| block.element == element) {
            return None;
        }
        *last += 1;
        let id = *last;
        blocks.push(Block {
            id,
            _click: EventListener::new(&element, "click", move |event| clicked(id, event)),
            element: element.clone(),
            free: None,
            wanted: None,
            cards: Vec::new(),
            ours: Vec::new(),
        });
        Some(id)
    });
    let (Some(id), Some(kind)) = (id, element.get_attribute("kind")) else {
        return;
    };
    host(|host| host.observe(&element, id));
    dispatch(Event::BlockFound {
        id,
        kind,
        limit: element
            .get_attribute("limit")
            .and_then(|limit| limit.trim().parse().ok()),
    });
}

pub fn lost(element: &HtmlElement) {
    let block = BLOCKS.with_borrow_mut(|(_, blocks)| {
        let place = blocks.iter().position(|block| block.element == *element)?;
        Some(blocks.swap_remove(place))
    });
    if let Some(block) = block {
        host(|host| host.unobserve(&block.element));
        clear(&block);
        dispatch(Event::BlockLost(block.id));
    }
}

fn clicked(id: BlockId, event: &web_sys::Event) {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<Node>().ok());
    let index = with(id, |block| {
        block
            .cards
            .iter()
            .position(|card| card.contains(target.as_ref()))
    });
    if let Some(Some(index)) = index {
        dispatch(Event::CardClicked { block: id, index });
    }
}

pub fn fill(id: BlockId, heading: &'static str, cards: Vec<Value>) {
    with(id, |block| {
        block.wanted = Some(Wanted::Cards(heading, cards))
    });
    settle(id);
}

pub fn empty(id: BlockId) {
    with(id, |block| block.wanted = Some(Wanted::Nothing));
    settle(id);
}

/// The browser has told where a block stands.
pub fn sight(id: BlockId, free: bool) {
    with(id, |block| block.free = Some(free));
    settle(id);
}

/// Shows what is wanted, if that moves nothing on screen; otherwise it is tried again when the block is out of sight.
fn settle(id: BlockId) {
    let Some((element, Some(free), Some(wanted))) = with(id, |block| {
        (block.element.clone(), block.free, block.wanted.clone())
    }) else {
        return;
    };
    let filled = match wanted {
        Wanted::Nothing => {
            with(id, clear_mut);
            // In view the room stays, and is given back as soon as nobody sees it.
            let state = if free { "empty" } else { "hold" };
            let _ = element.set_attribute(STATE, state);
            if !free {
                return;
            }
            false
        }
        Wanted::Cards(heading, cards) => {
            if !show(id, &element, heading, &cards, free) {
                return;
            }
            true
        }
    };
    with(id, |block| block.wanted = None);
    if filled {
        dispatch(Event::BlockFilled(id));
    }
}

/// Puts cards into a block; takes them out again when they need more room than there is.
fn show(
    id: BlockId,
    element: &HtmlElement,
    heading: &'static str,
    cards: &[Value],
    free: bool,
) -> bool {
    let Some(page) = document() else {
        return false;
    };
    let before = if free { 0.0 } else { height(element) };
    let state = element.get_attribute(STATE);
    with(id, clear_mut);
    let Some((made, ours)) = build(&page, element, heading, cards) else {
        return false;
    };
    let _ = element.set_attribute(STATE, "filled");
    let fits = free || (height(element) - before).abs() <= SLACK;
    with(id, |block| {
        block.cards = made;
        block.ours = ours;
        if !fits {
            clear_mut(block);
        }
    });
    if !fits {
        let _ = match state {
            Some(state) => element.set_attribute(STATE, &state),
            None => element.remove_attribute(STATE),
        };
    }
    fits
}

fn height(element: &HtmlElement) -> f64 {
    element.get_bounding_client_rect().height()
}

/// The cards, and all nodes of ours that have to go with them.
fn build(
    page: &Document,
    element: &HtmlElement,
    heading: &'static str,
    cards: &[Value],
) -> Option<(Vec<Node>, Vec<Node>)> {
    let template = element
        .query_selector("template")
        .ok()
        .flatten()
        .and_then(|template| template.dyn_into::<HtmlTemplateElement>().ok());
    let mut ours: Vec<Node> = Vec::new();
    let bare = element
        .first_element_child()
        .is_none_or(|first| first.tag_name() == "TEMPLATE");
    if bare {
        let title = page.create_element("h2").ok()?;
        title.set_class_name("vitrin-heading");
        title.set_text_content(Some(
            element
                .get_attribute("heading")
                .as_deref()
                .unwrap_or(heading),
        ));
        element.prepend_with_node_1(&title).ok()?;
        ours.push(title.into());
    }
    // A template inside a list of the theme's own fills that list; else the list is ours.
    let home = template
        .as_ref()
        .and_then(|template| template.parent_element())
        .filter(|parent| *parent != **element);
    let list = match home {
        Some(list) => list,
        None => {
            let list = page.create_element("ul").ok()?;
            list.set_class_name("vitrin-cards");
            list.set_attribute("role", "list").ok()?;
            element.append_child(&list).ok()?;
            ours.push(list.clone().into());
            list
        }
    };
    let mut made = Vec::new();
    for value in cards {
        let card = Card::new(value);
        let node = match &template {
            Some(template) => card::from_template(template, &card),
            None => card::plain(page, &card),
        };
        // A fragment is empty once it is in: its element stands for it.
        let before = list.last_element_child();
        if let Some(node) = node
            && list.append_child(&node).is_ok()
        {
            let last = list.last_element_child();
            if last != before
                && let Some(last) = last
            {
                ours.push(last.clone().into());
                made.push(last.into());
            }
        }
    }
    Some((made, ours))
}

fn clear(block: &Block) {
    for node in &block.ours {
        if let Some(parent) = node.parent_node() {
            // A node that the page took away meanwhile is gone already.
            let _ = parent.remove_child(node);
        }
    }
}

fn clear_mut(block: &mut Block) {
    clear(block);
    block.ours.clear();
    block.cards.clear();
}

/// Blocks for themes that cannot be edited. An anchor that is not there means: not on this page.
pub fn insert(placements: &[Placement]) {
    for placement in placements {
        insert_one(placement);
    }
}

fn insert_one(placement: &Placement) -> Option<()> {
    let page = document()?;
    let anchor: Element = page.query_selector(&placement.anchor).ok()??;
    let place = match placement.side {
        Side::Before => "beforebegin",
        Side::After => "afterend",
        Side::Into => "beforeend",
    };
    let block = page.create_element("vitrin-block").ok()?;
    block.set_attribute("kind", placement.kind).ok()?;
    block
        .set_attribute("limit", &placement.limit.to_string())
        .ok()?;
    block.set_attribute("data-vitrin-placed", "").ok()?;
    // It came after first paint: it has no room yet, and takes some only out of sight.
    block.set_attribute(STATE, "empty").ok()?;
    if let Some(heading) = &placement.heading {
        block.set_attribute("heading", heading).ok()?;
    }
    anchor.insert_adjacent_element(place, &block).ok()?;
    Some(())
}

pub fn stop() {
    let blocks = BLOCKS.with_borrow_mut(|(_, blocks)| core::mem::take(blocks));
    for block in blocks {
        clear(&block);
        let _ = block.element.remove_attribute(STATE);
        if block.element.has_attribute("data-vitrin-placed") {
            block.element.remove();
        }
    }
}
