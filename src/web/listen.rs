//! Listens to the document: its life always, and pointer, keys, scroll and touch once a campaign wants to know about leaving.
//! All listeners are passive and end together.

use std::cell::RefCell;

use gloo_events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{
    Element, Event as DomEvent, EventTarget, KeyboardEvent, MouseEvent, PageTransitionEvent,
    StorageEvent,
};

use super::{dispatch, document};
use crate::core::engine::PROFILE_KEY;
use crate::core::event::Event;
use crate::core::exit_intent::{Key, Pointer, Signal, Target, Viewport};

/// What counts as a dialog of the page's own.
pub const DIALOG: &str = "dialog[open],[role=dialog][aria-modal=true]:not([hidden])";

thread_local! {
    static LISTENERS: RefCell<Vec<EventListener>> = const { RefCell::new(Vec::new()) };
}

fn listen(target: &EventTarget, name: &'static str, heard: fn(&DomEvent)) {
    let listener = EventListener::new_with_options(
        target,
        name,
        EventListenerOptions::run_in_capture_phase(),
        heard,
    );
    LISTENERS.with_borrow_mut(|listeners| listeners.push(listener));
}

pub fn stop() {
    LISTENERS.take();
}

/// Width and height of the viewport in CSS pixels.
pub fn viewport() -> (u32, u32) {
    let size = |length: Result<wasm_bindgen::JsValue, _>| {
        length
            .ok()
            .and_then(|length| length.as_f64())
            .unwrap_or(0.0) as u32
    };
    web_sys::window().map_or((0, 0), |window| {
        (size(window.inner_width()), size(window.inner_height()))
    })
}

/// The document's life: hidden, shown, left, back from the cache; and other tabs' writes.
pub fn page_life() {
    let Some(window) = web_sys::window() else {
        return;
    };
    listen(&window, "pagehide", |_| dispatch(Event::Left));
    listen(&window, "pageshow", |event| {
        if event
            .dyn_ref::<PageTransitionEvent>()
            .is_some_and(PageTransitionEvent::persisted)
        {
            dispatch(Event::Returned);
        }
    });
    listen(&window, "storage", |event| {
        if let Some(event) = event.dyn_ref::<StorageEvent>()
            && event.key().as_deref() == Some(PROFILE_KEY)
            && let Some(text) = event.new_value()
        {
            dispatch(Event::Rewritten(text));
        }
    });
    if let Some(page) = document() {
        listen(&page, "visibilitychange", |_| {
            let hidden = document().is_some_and(|page| page.hidden());
            dispatch(if hidden { Event::Hidden } else { Event::Shown });
        });
    }
}

/// Everything the exit detector listens to.
pub fn exit() {
    let Some(window) = web_sys::window() else {
        return;
    };
    for name in [
        "mousemove",
        "mousedown",
        "click",
        "contextmenu",
        "keydown",
        "scroll",
        "touchstart",
        "touchend",
        "focus",
        "blur",
        "resize",
        "orientationchange",
        "copy",
        "beforeprint",
        "afterprint",
    ] {
        listen(&window, name, heard);
    }
    if let Some(root) = document().and_then(|page| page.document_element()) {
        listen(&root, "mouseenter", heard);
        listen(&root, "mouseleave", heard);
    }
}

fn heard(event: &DomEvent) {
    if let Some(signal) = signal(event) {
        dispatch(Event::Signal(signal));
    }
}

fn signal(event: &DomEvent) -> Option<Signal> {
    let pointer = || {
        let mouse = event.dyn_ref::<MouseEvent>()?;
        Some(Pointer {
            x: mouse.client_x(),
            y: mouse.client_y(),
            buttons: mouse.buttons() as u8,
        })
    };
    let element = || event.target()?.dyn_into::<Element>().ok();
    // Listening in the capture phase hears of every element; only the root's own counts for enter and leave.
    let at_root = || element().is_some_and(|element| element.parent_element().is_none());
    Some(match event.type_().as_str() {
        "mousemove" => Signal::Move(pointer()?),
        "mouseenter" if at_root() => Signal::Enter(pointer()?),
        "mouseleave" if at_root() => Signal::Leave(pointer()?),
        "mousedown" => Signal::Down(if element()?.tag_name() == "SELECT" {
            Target::Select
        } else {
            Target::Other
        }),
        "click" => Signal::Click,
        "contextmenu" => Signal::ContextMenu,
        "keydown" => {
            let key = event.dyn_ref::<KeyboardEvent>()?;
            Signal::Key(Key::read(
                &key.key(),
                key.ctrl_key() || key.meta_key(),
                key.alt_key(),
            ))
        }
        "scroll" => Signal::Scroll(web_sys::window()?.scroll_y().ok()? as i32),
        "touchstart" => Signal::TouchStart,
        "touchend" => Signal::TouchEnd,
        // Fields tell of their focus on the way down; the window of its own.
        name @ ("focus" | "blur") => {
            let gained = name == "focus";
            match element() {
                Some(field) if takes_text(&field) => {
                    if gained {
                        Signal::FieldFocus
                    } else {
                        Signal::FieldBlur
                    }
                }
                Some(_) => return None,
                None if gained => Signal::WindowFocus,
                None if document()?.has_focus().unwrap_or(false) => return None,
                None => Signal::WindowBlur,
            }
        }
        "resize" => {
            let (width, height) = viewport();
            Signal::Resize(Viewport {
                width: i32::try_from(width).unwrap_or(i32::MAX),
                height: i32::try_from(height).unwrap_or(i32::MAX),
            })
        }
        "orientationchange" => Signal::Rotate,
        "copy" => Signal::Copy(
            web_sys::window()?
                .get_selection()
                .ok()
                .flatten()
                .map(|selection| String::from(selection.to_string()))
                .unwrap_or_default(),
        ),
        "beforeprint" => Signal::PrintStart,
        "afterprint" => Signal::PrintEnd,
        _ => return None,
    })
}

/// Whether somebody may be writing in an element.
fn takes_text(element: &Element) -> bool {
    element
        .matches("input:not([type=button]):not([type=submit]):not([type=checkbox]):not([type=radio]),textarea,select,[contenteditable]")
        .unwrap_or(false)
}
