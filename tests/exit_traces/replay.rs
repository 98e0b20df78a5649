//! Plays one recorded visit, as DOM events, to the exit detector.
//! Shared by the test beside it and by whoever wants to ask the same of a folder of recordings.

use serde_json::Value;
use vitrin::core::exit_intent::{
    ARMED_AFTER_MS, Detector, Fired, Key, Pointer, Signal, Target, Verdict, Viewport,
};

/// The product of every recording that does not name its own.
const PRODUCT: &str = "Aurora Trail Running Shoe 42";

/// How and when (ms since the page loaded) the detector first says that the shopper is leaving. `Err` names what could not be read.
pub fn replay(trace: &Value) -> Result<Option<(Fired, u64)>, String> {
    let size = |side: &str| {
        let size = trace["viewport"][side]
            .as_f64()
            .ok_or_else(|| format!("viewport.{side} is missing"));
        size.map(|size| size as i32)
    };
    let viewport = Viewport {
        width: size("w")?,
        height: size("h")?,
    };
    let log = trace["log"].as_array().ok_or("log is missing")?;

    let mut detector = Detector::new(viewport, ARMED_AFTER_MS);
    let product = trace["product"].as_str().unwrap_or(PRODUCT);
    detector.update(0, &Signal::Product(product.to_owned()));
    let mut due = None;
    for (index, entry) in log.iter().enumerate() {
        let at = entry[0]
            .as_f64()
            .ok_or_else(|| format!("log[{index}][0] is not a time"))? as u64;
        if let Some(fired) = wakes(&mut detector, &mut due, at) {
            return Ok(Some(fired));
        }
        let Some(signal) = signal(entry, viewport) else {
            continue;
        };
        match detector.update(at, &signal) {
            Some(Verdict::Fire { kind, at }) => return Ok(Some((kind, at))),
            Some(Verdict::Wake { at }) => due = Some(at),
            None => {}
        }
    }
    Ok(wakes(&mut detector, &mut due, u64::MAX))
}

/// Wakes the detector as often as it asks to be woken up to `end`.
fn wakes(detector: &mut Detector, due: &mut Option<u64>, end: u64) -> Option<(Fired, u64)> {
    while let Some(now) = due.take_if(|due| *due <= end) {
        match detector.wake(now) {
            Some(Verdict::Fire { kind, at }) => return Some((kind, at)),
            Some(Verdict::Wake { at }) => *due = Some(at),
            None => {}
        }
    }
    None
}

/// `[time, type, …]`; `None` for events the detector does not listen to.
fn signal(entry: &Value, viewport: Viewport) -> Option<Signal> {
    let number = |index: usize| entry[index].as_f64().unwrap_or(0.0).floor() as i32;
    let text = |index: usize| entry[index].as_str().unwrap_or("");
    let pointer = Pointer {
        x: number(2),
        y: number(3),
        buttons: number(4) as u8,
    };
    Some(match text(1) {
        // Whoever comes in also moves.
        "mouseenter" | "mousemove" => Signal::Move(pointer),
        "mouseleave" => Signal::Leave(pointer),
        "mousedown" if text(5) == "SELECT" => Signal::Down(Target::Select),
        "mousedown" => Signal::Down(Target::Other),
        "click" => Signal::Click,
        "contextmenu" => Signal::ContextMenu,
        "keydown" => Signal::Key(key(text(2))),
        "scroll" => Signal::Scroll(number(2), 0),
        "touchstart" => Signal::TouchStart,
        "touchend" => Signal::TouchEnd,
        "visibilitychange" if text(2) == "visible" => Signal::Shown,
        "visibilitychange" | "pagehide" => Signal::Hidden,
        // A field is named, the window is not.
        "focus" if entry[2].is_string() => Signal::FieldFocus,
        "blur" if entry[2].is_string() => Signal::FieldBlur,
        "focus" => Signal::WindowFocus,
        "blur" => Signal::WindowBlur,
        // The recording does not say how large the viewport became: a keyboard takes about half.
        "resize" => Signal::Resize(Viewport {
            height: viewport.height / 2,
            ..viewport
        }),
        "orientationchange" => Signal::Rotate,
        "copy" => Signal::Copy(text(2).to_owned()),
        "beforeprint" => Signal::PrintStart,
        "afterprint" => Signal::PrintEnd,
        _ => return None,
    })
}

/// `C-l` is Ctrl+L, `M-l` is ⌘L, `A-d` is Alt+D.
fn key(chord: &str) -> Key {
    match chord.split_once('-') {
        Some(("C" | "M", name)) => Key::read(name, true, false),
        Some(("A", name)) => Key::read(name, false, true),
        _ => Key::read(chord, false, false),
    }
}
