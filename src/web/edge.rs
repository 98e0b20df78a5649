//! The one function that the browser calls, and the one engine of its page.
//! Nothing of the engine is borrowed while effects are carried out: they leave as text.

use std::cell::RefCell;

use wasm_bindgen::prelude::wasm_bindgen;

use crate::core::engine::Engine;

thread_local! {
    // Never given back: the page's own lives as long as the page, and what would take it apart is a kilobyte.
    static ENGINE: &'static RefCell<Engine> = Box::leak(Box::new(RefCell::new(Engine::new())));
}

/// [`super::cross`] for the page's own engine; as bytes, for a text would be shrunk to its size on the way, by code that nothing else needs.
#[wasm_bindgen]
pub fn update(now: f64, event: &str) -> Box<[u8]> {
    let effects = ENGINE.with(|engine| super::cross(&mut engine.borrow_mut(), now as u64, event));
    Box::from(effects.as_bytes())
}
