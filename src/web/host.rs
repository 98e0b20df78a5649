//! The part of the edge that is JavaScript (`src/js/edge.js`): what the browser answers with promises, observers and classes.
//! None of these functions throws.

use wasm_bindgen::prelude::*;
use web_sys::{Element, EventTarget};

#[wasm_bindgen]
extern "C" {
    /// `edge()` of `src/js/edge.js`.
    #[derive(Clone)]
    pub type Host;

    #[wasm_bindgen(method)]
    pub fn snapshot(this: &Host) -> String;

    #[wasm_bindgen(method)]
    pub fn reply(this: &Host, id: u32, json: &str);

    #[wasm_bindgen(method)]
    pub fn announce(
        this: &Host,
        target: &EventTarget,
        name: &str,
        json: &str,
        cancelable: bool,
    ) -> Option<String>;

    #[wasm_bindgen(method)]
    pub fn post(this: &Host, batch: u32, url: &str, body: &str, leaving: bool);

    #[wasm_bindgen(method)]
    pub fn feed(this: &Host, url: &str);

    #[wasm_bindgen(method)]
    pub fn prepare(this: &Host);

    #[wasm_bindgen(method)]
    pub fn open(this: &Host, json: &str);

    #[wasm_bindgen(method)]
    pub fn close(this: &Host, reason: &str);

    #[wasm_bindgen(method)]
    pub fn observe(this: &Host, element: &Element, id: u32);

    #[wasm_bindgen(method)]
    pub fn unobserve(this: &Host, element: &Element);

    #[wasm_bindgen(method)]
    pub fn money(this: &Host, amount: &str, currency: &str) -> String;

    #[wasm_bindgen(method)]
    pub fn undo(this: &Host);
}
