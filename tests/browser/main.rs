//! The middle ring: the package in a real browser, one promise of the browser edge at a time, without a server.
//! Journeys over several pages with a real server are told in `tests/e2e`; what is decided, and why, in `src/core`.

#![cfg(target_arch = "wasm32")]
#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a story stops at the first thing that is not as told"
)]

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

mod backends;
mod beside;
mod blocks;
mod cards;
mod consent;
mod hearing;
mod hostile;
mod leaving;
mod memory;
mod popups;
mod reading;
mod returning;
#[path = "../schemas/mod.rs"]
mod schemas;
mod shop;
mod slots;
mod tab;
