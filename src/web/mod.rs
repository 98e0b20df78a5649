//! The crossing to the browser: one function, a line of JSON in and a line of JSON out, both lists that begin with a name.
//! `src/js` listens, fetches, stores and draws; it decides nothing, and nothing of the engine is borrowed while it does.

mod heard;
mod told;

use std::cell::RefCell;

use wasm_bindgen::prelude::wasm_bindgen;

use crate::core::engine::Engine;
use crate::core::json;
use crate::core::time::Time;

thread_local! {
    static ENGINE: RefCell<Engine> = RefCell::new(Engine::new());
}

/// Takes the event that `src/js` heard at a time; answers with the effects to be carried out, in order.
#[wasm_bindgen]
pub fn update(now: f64, event: &str) -> String {
    let event = heard::event(json::read(event).unwrap_or_default());
    let effects = match event {
        Some(event) => ENGINE.with_borrow_mut(|engine| engine.update(Time(now as u64), event)),
        None => Vec::new(),
    };
    told::effects(effects)
}
