//! Whether this shopper is about to leave, from the signals a page can see without getting in the way.
//! Nothing here touches history or unload: it watches the pointer, the fingers and the window, and is told the time.

mod desktop;
mod touch;

#[cfg(test)]
mod tests;

use Reaction::{Ignore, Leave, Stay};
use desktop::Desktop;
use touch::Touch;

/// No fires before this age of the page: pointers rush through the top edge right after a click on a link or a tab,
/// and nobody has read anything yet.
pub const ARMED_AFTER_MS: u64 = 2_500;

/// A pointer in CSS pixels of the viewport; `buttons` as in `MouseEvent.buttons`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pointer {
    /// From the left edge.
    pub x: i32,
    /// From the top edge: negative above the page. Rounded down, so that -0.5 stays outside.
    pub y: i32,
    /// The buttons held.
    pub buttons: u8,
}

/// What was pressed, as far as it matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A `<select>`: the browser opens a list of its own over the page.
    Select,
    /// Anything else.
    Other,
}

/// What a key was for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// Goes to the address bar.
    AddressBar,
    /// Any other key: hands on the keyboard.
    Other,
}

impl Key {
    /// Reads `KeyboardEvent.key`; `command` is Ctrl or ⌘, `alt` is Alt.
    pub fn read(name: &str, command: bool, alt: bool) -> Self {
        match (name, command, alt) {
            ("l" | "L", true, false) | ("d" | "D", false, true) => Self::AddressBar,
            _ => Self::Other,
        }
    }
}

/// What the edge saw. The moment goes beside it, in milliseconds since the page loaded.
///
/// `mouseout` is not here: the root's `mouseleave` says the same once, and not for every element on the way. Nor is
/// `mouseup`: the next move says which buttons are still held, also when the button was let go outside the window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Signal {
    /// The pointer moved, or came in, which is a move too; a drag goes on telling outside the page.
    Move(Pointer),
    /// The pointer left the page (`mouseleave` of the root element).
    Leave(Pointer),
    /// A button went down.
    Down(Target),
    /// A click or tap was completed.
    Click,
    /// The native context menu was asked for.
    ContextMenu,
    /// A key went down.
    Key(Key),
    /// The page scrolled to `scrollY`, negative while a rubber band holds it; so much of it, in percent, is above the lower edge of the window.
    Scroll(i32, i32),
    /// A finger touched.
    TouchStart,
    /// The last finger lifted.
    TouchEnd,
    /// The page went out of sight: `visibilitychange` or `pagehide`.
    Hidden,
    /// The page came back into sight: `visibilitychange`, or `pageshow` out of the back/forward cache.
    Shown,
    /// The window got the focus.
    WindowFocus,
    /// The window lost the focus to something outside the page: `blur` of the window while `document.hasFocus()` is false.
    /// (A tap into an iframe blurs the window too, but keeps `hasFocus`.)
    WindowBlur,
    /// A form field got the focus.
    FieldFocus,
    /// A form field lost the focus.
    FieldBlur,
    /// The viewport has a new size.
    Resize(Viewport),
    /// The device was turned.
    Rotate,
    /// This text was copied.
    Copy(String),
    /// The print dialog opened.
    PrintStart,
    /// The print dialog closed.
    PrintEnd,
    /// The shop changed the page without loading one.
    Route,
    /// The name of the product the page is about; empty when it is about none.
    Product(String),
}

/// The size of the visible page in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Viewport {
    /// Width.
    pub width: i32,
    /// Height.
    pub height: i32,
}

/// How the shopper was leaving, for `explain`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fired {
    /// The pointer went out through the top edge.
    Pointer,
    /// A shortcut to the address bar.
    Shortcut,
    /// A fast flick to the top of the page, where the address bar and the tabs appear.
    Flick,
    /// On a touch device, the address bar or something else of the browser has the focus.
    AddressBar,
    /// On a touch device, the product's name was copied: prices are being compared.
    CopiedName,
    /// On a touch device, back after a while somewhere else.
    Return,
}

impl Fired {
    /// Whether a pointer or a keyboard told, and not a finger.
    #[must_use]
    pub const fn is_pointed(self) -> bool {
        matches!(self, Self::Pointer | Self::Shortcut)
    }

    /// In words of one piece.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pointer => "pointer",
            Self::Shortcut => "shortcut",
            Self::Flick => "flick",
            Self::AddressBar => "address-bar",
            Self::CopiedName => "copied-name",
            Self::Return => "return",
        }
    }
}

/// What the detector wants now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Call [`Detector::wake`] at this time; it replaces any time asked for before.
    Wake {
        /// Milliseconds since the page loaded.
        at: u64,
    },
    /// The shopper is leaving.
    Fire {
        /// How.
        kind: Fired,
        /// Milliseconds since the page loaded.
        at: u64,
    },
}

/// What one signal means, before the question whether it is too early for it.
enum Reaction {
    /// Nothing to do with leaving.
    Ignore,
    /// The shopper is here after all: forget what was waiting.
    Stay,
    /// Leaving, unless a sign of staying comes within so many milliseconds.
    Leave(Fired, u64),
}

#[derive(Clone, Copy, Debug)]
struct Suspicion {
    kind: Fired,
    due: u64,
}

/// Watches one page view. It may fire again when the shopper has come back: how often to interrupt is the campaign's affair.
#[derive(Debug)]
pub struct Detector {
    armed_after: u64,
    desktop: Desktop,
    touch: Touch,
    suspicion: Option<Suspicion>,
}

impl Detector {
    /// `armed_after_ms` is usually [`ARMED_AFTER_MS`].
    pub fn new(viewport: Viewport, armed_after_ms: u64) -> Self {
        Self {
            armed_after: armed_after_ms,
            desktop: Desktop::new(viewport.width),
            touch: Touch::new(viewport),
            suspicion: None,
        }
    }

    /// Takes one signal.
    pub fn update(&mut self, at: u64, signal: &Signal) -> Option<Verdict> {
        let Self { desktop, touch, .. } = self;
        let reaction = match signal {
            // A tap is followed by mouse events made up by the browser.
            Signal::Move(_) | Signal::Leave(_) | Signal::Down(_) if touch.imitates_mouse(at) => {
                Ignore
            }
            Signal::Move(pointer) => desktop.moved(at, *pointer),
            Signal::Leave(pointer) => desktop.leave(at, *pointer),
            Signal::Down(target) => desktop.down(at, *target),
            Signal::ContextMenu => desktop.menu(at),
            Signal::Key(key) => desktop.key(at, *key),
            Signal::PrintStart => desktop.elsewhere(true),
            Signal::PrintEnd | Signal::WindowFocus => desktop.elsewhere(false),
            Signal::WindowBlur => {
                desktop.elsewhere(true);
                match self.suspicion {
                    // Out through the top, and now the browser has the focus: the address bar was clicked.
                    Some(Suspicion {
                        kind: Fired::Pointer,
                        ..
                    }) => Leave(Fired::Pointer, 0),
                    _ => touch.window_blur(),
                }
            }
            Signal::Scroll(y, _) => touch.scroll(at, *y),
            Signal::TouchStart => touch.start(at),
            Signal::TouchEnd => touch.end(at),
            Signal::Hidden => touch.hidden(at),
            Signal::Shown => touch.shown(at),
            Signal::FieldFocus => touch.field(true),
            Signal::FieldBlur => touch.field(false),
            Signal::Resize(viewport) => {
                desktop.resize(viewport.width);
                touch.resize(*viewport)
            }
            Signal::Click | Signal::Rotate | Signal::Route => touch.moves_itself(),
            Signal::Copy(text) => touch.copy(text),
            Signal::Product(name) => touch.product(name),
        };
        match reaction {
            Stay => self.suspicion = None,
            Leave(kind, wait) if at >= self.armed_after => {
                let due = at + wait;
                self.suspicion = Some(Suspicion { kind, due });
                return self.wake(at);
            }
            _ => {}
        }
        None
    }

    /// The time asked for has come.
    pub fn wake(&mut self, at: u64) -> Option<Verdict> {
        let Suspicion { kind, due } = self.suspicion?;
        if at < due {
            return Some(Verdict::Wake { at: due });
        }
        self.suspicion = None;
        Some(Verdict::Fire { kind, at })
    }
}
