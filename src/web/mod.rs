//! The crossing to the browser: one function, a line of JSON in and a line of JSON out, both lists that begin with a name.
//! `src/js` listens, fetches, stores and draws; it decides nothing. What crosses is all that a replay needs (`cargo xtask replay`).

#[cfg(target_arch = "wasm32")]
mod edge;
pub mod heard;
pub mod told;

use crate::core::engine::Engine;
use crate::core::json;
use crate::core::time::Time;

/// Takes the event that `src/js` heard at a time; answers with the effects to be carried out, in order.
pub fn cross(engine: &mut Engine, now: u64, event: &str) -> String {
    let event = heard::event(json::read(event).unwrap_or_default());
    told::effects(match event {
        Some(event) => engine.update(Time(now), event),
        None => Vec::new(),
    })
}
