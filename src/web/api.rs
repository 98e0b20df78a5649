//! What JavaScript can call: conversions into events, and nothing else.
//! Data crosses as JSON text; what is no JSON is as if it were not there.

use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

use super::host::Host;
use super::{HOST, blocks, dispatch, listen};
use crate::core::event::{Event, Outcome, Popup};
use crate::core::json;
use crate::core::value::Value;

/// `batch` went as a beacon.
const BEACONED: u16 = 1;
/// `batch` was not answered.
const FAILED: u16 = 0;

fn data(text: &str) -> Value {
    json::read(text).unwrap_or_default()
}

/// The script has started. `layers` is a list of settings: objects, or texts that should be JSON.
#[wasm_bindgen]
pub fn start(host: Host, layers: &str, seed: &[u32]) {
    HOST.set(Some(host));
    listen::page_life();
    let mut halves = [0, 0];
    for (half, bits) in halves.iter_mut().zip(seed.chunks(2)) {
        *half = bits
            .iter()
            .fold(0, |sum, bits| sum << 32 | u64::from(*bits));
    }
    dispatch(Event::Started {
        settings: data(layers).items().to_vec(),
        seed: halves,
        viewport: listen::viewport(),
    });
}

/// The page can be read.
#[wasm_bindgen]
pub fn read() {
    dispatch(Event::Read(
        super::host(|host| data(&host.snapshot())).unwrap_or_default(),
    ));
}

/// Something that `tap.js` or `acts.js` saw.
#[wasm_bindgen]
pub fn tell(kind: &str, facts: &str) {
    let facts = data(facts);
    dispatch(match kind {
        "layer" => Event::Layer(facts),
        "form" => Event::Submitted(facts),
        "request" => Event::Requested(facts),
        "click" => Event::Clicked {
            inside: facts.get("inside").flag().unwrap_or(true),
            card: facts.get("card").clone(),
        },
        "route" => Event::Routed,
        _ => return,
    });
}

/// A call of the public face.
#[wasm_bindgen]
pub fn call(id: u32, name: String, args: &str) {
    dispatch(Event::Called {
        id,
        name,
        args: data(args),
    });
}

/// A `<vitrin-block>` stands in the document.
#[wasm_bindgen]
pub fn block_found(element: HtmlElement) {
    blocks::found(element);
}

/// A `<vitrin-block>` was taken out.
#[wasm_bindgen]
pub fn block_lost(element: HtmlElement) {
    blocks::lost(&element);
}

/// A block came on screen, or may change its height because nothing on screen is below it.
#[wasm_bindgen]
pub fn sight(id: u32, free: bool) {
    blocks::sight(id, free);
}

/// A block was really looked at.
#[wasm_bindgen]
pub fn seen(id: u32) {
    dispatch(Event::BlockSeen(id));
}

/// What came of a batch.
#[wasm_bindgen]
pub fn posted(batch: u32, status: u16, retry_after: f64) {
    dispatch(Event::Posted {
        batch,
        outcome: match status {
            FAILED => Outcome::Failed,
            BEACONED => Outcome::Beaconed,
            code => Outcome::Status {
                code,
                retry_after: (retry_after > 0.0).then_some(retry_after as u64),
            },
        },
    });
}

/// The catalog feed came, or did not.
#[wasm_bindgen]
pub fn fed(text: Option<String>) {
    dispatch(Event::Fed(text));
}

/// Something happened in the open popup.
#[wasm_bindgen]
pub fn popup(what: &str, detail: &str) {
    let detail = data(detail);
    dispatch(Event::Popup(match what {
        "open" => Popup::Opened,
        "close" => Popup::Closed(detail.get("reason").text().unwrap_or("api").to_owned()),
        "click" => Popup::Clicked(detail),
        "submit" => Popup::Submitted(detail),
        "failed" => Popup::Failed,
        _ => return,
    }));
}
