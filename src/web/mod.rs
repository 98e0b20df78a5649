//! The hands: everything that touches the browser, and decides nothing.
//! Events go into the engine through [`dispatch`]; the effects it answers are carried out in order, with nothing borrowed.

mod api;
mod blocks;
mod card;
mod host;
mod listen;
mod perform;
mod storage;
mod timers;

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

use crate::core::engine::Engine;
use crate::core::event::Event;
use crate::core::time::Time;
use host::Host;

thread_local! {
    static ENGINE: RefCell<Engine> = RefCell::new(Engine::new());
    static QUEUE: RefCell<VecDeque<Event>> = const { RefCell::new(VecDeque::new()) };
    static BUSY: Cell<bool> = const { Cell::new(false) };
    static HOST: RefCell<Option<Host>> = const { RefCell::new(None) };
}

/// Takes an event in. A page's handler that runs within an effect may call back: its event waits for its turn.
fn dispatch(event: Event) {
    QUEUE.with_borrow_mut(|queue| queue.push_back(event));
    if BUSY.replace(true) {
        return;
    }
    while let Some(event) = QUEUE.with_borrow_mut(VecDeque::pop_front) {
        let effects = ENGINE.with_borrow_mut(|engine| engine.update(now(), event));
        for effect in effects {
            perform::perform(effect);
        }
    }
    BUSY.set(false);
}

fn now() -> Time {
    Time(js_sys::Date::now() as u64)
}

/// The part of the edge that is JavaScript; there once the script has started.
fn host<T>(ask: impl FnOnce(&Host) -> T) -> Option<T> {
    let host = HOST.with_borrow(Clone::clone);
    host.as_ref().map(ask)
}

fn document() -> Option<web_sys::Document> {
    web_sys::window()?.document()
}
