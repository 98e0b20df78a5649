//! Vitrin: on-site personalization for any web shop, from one script tag.
//!
//! Where to start:
//! - [`core::effect`] is the table of contents: everything the program can do to a page;
//! - [`core::event`] is what it can learn, and [`core::engine`] what follows from it;
//! - [`web`] is the crossing to `src/js`, the browser edge, which carries out effects and decides nothing;
//! - `src/js/main.js` is where a page begins: the tag, the queue, the module.

pub mod core;
pub mod web;

/// Half the size of the standard one, which is made for larger programs.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();
