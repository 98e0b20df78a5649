//! Leaving with a finger, where no pointer tells: a fast flick to the top, the browser's own bar taking the focus, the
//! product's name copied, or a return from elsewhere.

use super::Reaction::{self, Ignore, Leave, Stay};
use super::{Fired, Viewport};
use crate::core::text;

/// Mouse events this soon after a touch are the browser's imitation of a mouse.
const IMITATION_MS: u64 = 1_000;

/// A flick up must at some moment have been this fast, in pixels a second: browsing a list stays well below.
const FLICK_PX_PER_S: i64 = 2_500;
/// … and this long: shorter ones only show the browser's bar.
const FLICK_PX: i32 = 220;
/// … and end this near to the top.
const TOP_PX: i32 = 70;
/// Scrolling longer than this after the finger lifted is not its momentum.
const MOMENTUM_MS: u64 = 1_500;
/// Two scrolls farther apart than this are two scrolls, not a speed.
const FRAME_MS: u64 = 60;
/// At rest at the top, and nothing done there: what else was the flick for?
const REST_MS: u64 = 320;
/// The browser's bar has the focus without the page being hidden: a switch of apps would have hidden it by now.
const BLUR_MS: u64 = 400;
/// Away shorter than this was a message or a slip.
const AWAY_MS: u64 = 5_000;
/// The browser's own bar comes and goes with scrolling and changes the height by no more than this; a keyboard by more.
const BAR_PX: i32 = 130;
/// Copying less of a product's name than this is copying a size or a colour.
const NAME_BYTES: usize = 5;

#[derive(Debug)]
pub(super) struct Touch {
    viewport: Viewport,
    touched_at: Option<u64>,
    finger_down: bool,
    /// What moves is the last finger's doing.
    flick: bool,
    /// Highest `scrollY` since the finger came down.
    from: i32,
    dragged: bool,
    fast: bool,
    scrolled: (u64, i32),
    /// Never, while the page is in sight.
    hidden_at: u64,
    in_field: bool,
    /// In small letters.
    product: String,
}

impl Touch {
    pub(super) fn new(viewport: Viewport) -> Self {
        Self {
            viewport,
            touched_at: None,
            finger_down: false,
            flick: false,
            from: 0,
            dragged: false,
            fast: false,
            scrolled: (0, 0),
            hidden_at: u64::MAX,
            in_field: false,
            product: String::new(),
        }
    }

    /// Whether a mouse event at this time is the browser's imitation. If not, the shopper has put the finger away and
    /// taken a mouse, and touch signals mean nothing until the next touch.
    pub(super) fn imitates_mouse(&mut self, at: u64) -> bool {
        if let Some(touched) = self.touched_at
            && at >= touched + IMITATION_MS
        {
            self.touched_at = None;
        }
        self.touched_at.is_some()
    }

    pub(super) fn start(&mut self, at: u64) -> Reaction {
        self.touched_at = Some(at);
        self.finger_down = true;
        self.flick = true;
        self.from = self.scrolled.1;
        self.dragged = false;
        self.fast = false;
        Stay
    }

    pub(super) fn end(&mut self, at: u64) -> Reaction {
        self.touched_at = Some(at);
        self.finger_down = false;
        Ignore
    }

    /// A tap, a route or a turn: the page may now move by itself, and no flick counts until the next finger.
    pub(super) fn moves_itself(&mut self) -> Reaction {
        self.flick = false;
        Stay
    }

    pub(super) fn resize(&mut self, viewport: Viewport) -> Reaction {
        let before = core::mem::replace(&mut self.viewport, viewport);
        if before.width == viewport.width && (before.height - viewport.height).abs() <= BAR_PX {
            return Ignore;
        }
        self.moves_itself()
    }

    pub(super) fn scroll(&mut self, at: u64, y: i32) -> Reaction {
        let (then, was) = core::mem::replace(&mut self.scrolled, (at, y));
        if y < 0 {
            // A rubber band: pulled down at the top, to look or to reload.
            return self.moves_itself();
        }
        let Some(touched) = self.touched_at else {
            return Ignore;
        };
        self.flick &= self.finger_down || at <= touched + MOMENTUM_MS;
        if !self.flick {
            return Ignore;
        }
        self.from = self.from.max(y);
        self.dragged |= self.finger_down && y < was;
        let ms = at.saturating_sub(then);
        let up = i64::from(was) - i64::from(y);
        self.fast |= ms > 0 && ms <= FRAME_MS && up * 1_000 >= FLICK_PX_PER_S * ms as i64;
        let far = y <= TOP_PX && self.from >= y + FLICK_PX;
        if far && self.dragged && self.fast && !self.in_field {
            return Leave(Fired::Flick, REST_MS);
        }
        Stay
    }

    pub(super) fn hidden(&mut self, at: u64) -> Reaction {
        self.hidden_at = self.hidden_at.min(at);
        Stay
    }

    pub(super) fn shown(&mut self, at: u64) -> Reaction {
        let hidden = core::mem::replace(&mut self.hidden_at, u64::MAX);
        if self.touched_at.is_some() && at >= hidden.saturating_add(AWAY_MS) {
            return Leave(Fired::Return, 0);
        }
        Stay
    }

    pub(super) fn window_blur(&mut self) -> Reaction {
        if self.touched_at.is_some() && !self.in_field && self.hidden_at == u64::MAX {
            return Leave(Fired::AddressBar, BLUR_MS);
        }
        Ignore
    }

    pub(super) fn field(&mut self, focused: bool) -> Reaction {
        self.in_field = focused;
        Stay
    }

    pub(super) fn product(&mut self, name: &str) -> Reaction {
        self.product = text::fold(name);
        Ignore
    }

    pub(super) fn copy(&mut self, copied: &str) -> Reaction {
        let copied = text::fold(text::trim(copied));
        let named = copied.len() >= NAME_BYTES && text::has(&self.product, &copied);
        if named && self.touched_at.is_some() && !self.in_field {
            return Leave(Fired::CopiedName, 0);
        }
        Ignore
    }
}
