//! The one function that the browser calls, and the one engine of its page.
//! Nothing of the engine is borrowed while effects are carried out: they leave as text.

use std::cell::RefCell;

use wasm_bindgen::prelude::wasm_bindgen;

use crate::core::engine::Engine;

thread_local! {
    static ENGINE: RefCell<Engine> = RefCell::new(Engine::new());
}

/// [`super::cross`] for the page's own engine.
#[wasm_bindgen]
pub fn update(now: f64, event: &str) -> String {
    ENGINE.with_borrow_mut(|engine| super::cross(engine, now as u64, event))
}
