//! Leaving with a mouse: out through the top edge, on the way to the tabs, the address bar or the back button.
//! An aimed movement slows down towards its target, so the speed that is left at the edge tells how far above the page it
//! will come to rest: in the shop's own header it rests a few pixels too far, in the browser's bars much farther.

use super::Reaction::{self, Ignore, Leave, Stay};
use super::{Fired, Key, Pointer, Target};

/// A pointer that has never been deeper than the header has not been in the page.
const DEEP_PX: i32 = 90;
/// In and out again within this time is a pointer on its way across, or a slip back from the toolbar.
const INSIDE_MS: u64 = 600;
/// Hands on the keyboard: the pointer is pushed out of the way, not led out.
const TYPING_MS: u64 = 1_500;
/// Firefox reports a leave when the native menu opens under the pointer.
const MENU_MS: u64 = 1_200;
/// A pointer that moves over the page this long after a `<select>` was pressed has its list behind it.
const SELECT_MS: u64 = 400;

/// An overshoot of something in the header ends at most this far above the page.
const OVERSHOOT_PX: f64 = 26.0;
/// A movement that will rest lower than the first is taken for an overshoot, one that will rest higher than the second is on
/// its way to the browser's bars. Between them the estimate is in doubt, and the wait shrinks with the doubt.
const DOUBT_PX: [f64; 2] = [22.0, 32.0];
/// Half of all overshoots are back in the page by now: they come to rest, are seen, and are corrected. The quickest click on a bookmark
/// just above the page is earlier, and most are later.
const CORRECTED_MS: f64 = 195.0;
/// Below the back button there is seldom more than a logo to overshoot, and above it a shopper is quick.
const BACK_PX: f64 = 90.0;
/// Half as long; also when nothing is known of the movement, because it came over an iframe or in one jump.
const HALF_MS: f64 = 100.0;
/// A stroke that goes aside less than this for one up has no target, if it is also one that comes to rest just above the page: a pointer
/// that is put out of the way takes the shortest way out, and one that goes for a button goes where the button is.
const STRAIGHT: f64 = 0.12;

/// A movement whose last place inside is older than this was not seen at the edge.
const SEEN_MS: u64 = 130;
/// Samples closer than this are one: more often than a display shows says nothing new.
const SPACING_MS: u64 = 16;
/// A pointer slower than this, in pixels a millisecond, is at rest or turning: what follows is a stroke of its own.
const REST: f64 = 0.04;
/// A stroke that still has this much of its top speed shows no end.
const UNBROKEN: f64 = 0.9;
/// With the part `f` of its top speed left, a stroke has this · `f`² of its way so far before it: between movements of least
/// jerk (Flash and Hogan, 1985), which have 0.4, and strokes of log-normal speed (Plamondon, 1995), which have 0.9.
const TO_GO: f64 = 0.6;

/// The end of the toolbar, as distances from the right edge: extensions, downloads, the star. Who goes there comes back.
const TOOLS_PX: [f64; 2] = [60.0, 330.0];
/// The middle of the browser's bars, where the line of the movement tells what it aims at.
const AIM_PX: f64 = 60.0;
/// Above the highest toolbar (there may be bookmarks under it): tabs, and the buttons of the window.
const TABS_PX: f64 = 80.0;

#[derive(Clone, Copy, Debug, Default)]
struct Sample {
    at: u64,
    x: f64,
    y: f64,
}

#[derive(Debug)]
pub(super) struct Desktop {
    width: f64,
    /// Newest first, as many as tell a speed in spite of the jitter of frames: some 50 ms.
    samples: [Sample; 4],
    /// Speed upwards from the oldest sample to the newest, in pixels a millisecond.
    speed: f64,
    /// Pixels to the right for one up.
    aside: f64,
    /// The highest speed of this stroke.
    top: f64,
    /// Where this stroke began.
    from: Sample,
    /// When the pointer came in; never, while it is outside.
    inside_since: u64,
    been_deep: bool,
    /// The pointer moved with a button held, and has not yet moved in the page without: the next leave is the drag's.
    dragging: bool,
    /// A key or a menu keeps the shopper until then.
    busy_until: u64,
    /// Moves after this time show that the list of a `<select>` is closed; 0 when none is open.
    select_until: u64,
    /// The print dialog or another window has the focus.
    elsewhere: bool,
}

impl Desktop {
    pub(super) fn new(width: i32) -> Self {
        Self {
            width: f64::from(width),
            samples: [Sample::default(); 4],
            speed: 0.0,
            aside: 0.0,
            top: 0.0,
            from: Sample::default(),
            inside_since: u64::MAX,
            been_deep: false,
            dragging: false,
            busy_until: 0,
            select_until: 0,
            elsewhere: false,
        }
    }

    pub(super) fn resize(&mut self, width: i32) {
        self.width = f64::from(width);
    }

    pub(super) fn moved(&mut self, at: u64, pointer: Pointer) -> Reaction {
        let held = pointer.buttons != 0;
        self.dragging |= held;
        if pointer.y < 0 {
            return Ignore;
        }
        self.dragging = held;
        if at >= self.select_until {
            self.select_until = 0;
        }
        self.inside_since = self.inside_since.min(at);
        self.remember(at, pointer);
        Stay
    }

    #[inline(never)]
    fn remember(&mut self, at: u64, Pointer { x, y, .. }: Pointer) {
        self.been_deep |= y > DEEP_PX;
        let (x, y) = (f64::from(x), f64::from(y));
        let now = Sample { at, x, y };
        let [a, b, c, d] = self.samples;
        let crowded = a.at < b.at + SPACING_MS;
        self.samples = if crowded {
            [now, b, c, d]
        } else {
            [now, a, b, c]
        };
        let oldest = self.samples[3];
        let up = oldest.y - y;
        self.speed = up / at.saturating_sub(oldest.at).max(1) as f64;
        if self.speed < REST {
            self.from = now;
            self.top = 0.0;
        } else {
            self.aside = (x - oldest.x) / up;
            self.top = self.top.max(self.speed);
        }
    }

    pub(super) fn down(&mut self, at: u64, target: Target) -> Reaction {
        self.select_until = match target {
            Target::Select => at + SELECT_MS,
            Target::Other => 0,
        };
        self.elsewhere(false)
    }

    pub(super) fn menu(&mut self, at: u64) -> Reaction {
        self.busy_until = at + MENU_MS;
        Stay
    }

    pub(super) fn key(&mut self, at: u64, key: Key) -> Reaction {
        self.elsewhere = false;
        match key {
            Key::AddressBar => Leave(Fired::Shortcut, 0),
            Key::Other => {
                self.busy_until = at + TYPING_MS;
                Stay
            }
        }
    }

    pub(super) fn elsewhere(&mut self, now: bool) -> Reaction {
        self.elsewhere = now;
        Stay
    }

    pub(super) fn leave(&mut self, at: u64, pointer: Pointer) -> Reaction {
        let since = core::mem::replace(&mut self.inside_since, u64::MAX);
        let busy = self.dragging
            || pointer.buttons != 0
            || self.elsewhere
            || self.select_until != 0
            || at < self.busy_until;
        let seen = at < self.samples[0].at + SEEN_MS;
        self.remember(at, pointer);
        // Strictly above: native lists and menus report leaves with coordinates in the page.
        if pointer.y >= 0 || busy || at < since.saturating_add(INSIDE_MS) || !self.been_deep {
            return Ignore;
        }
        let aside = if seen && self.top > 0.0 {
            self.aside
        } else {
            0.0
        };
        let (x, height) = (f64::from(pointer.x), -f64::from(pointer.y));
        // The line of the movement crosses the top edge, not a side.
        if !(0.0..=self.width).contains(&(x - aside * height)) {
            return Ignore;
        }
        let rest = if seen {
            self.resting_height().max(height)
        } else {
            0.0
        };
        let aim = self.width - (x + aside * AIM_PX);
        if seen && rest < TABS_PX && aim > TOOLS_PX[0] && aim < TOOLS_PX[1] {
            return Ignore;
        }
        let [low, high] = DOUBT_PX;
        let doubt = ((high - rest) / (high - low)).clamp(0.0, 1.0);
        let wait = if height > OVERSHOOT_PX || doubt <= 0.0 {
            0.0
        } else if seen && self.top > 0.0 && self.is_straight() {
            return Ignore;
        } else if seen && x >= BACK_PX {
            doubt * CORRECTED_MS
        } else {
            doubt * HALF_MS
        };
        Leave(Fired::Pointer, wait as u64)
    }

    fn is_straight(&self) -> bool {
        let [now, ..] = self.samples;
        (now.x - self.from.x).abs() < STRAIGHT * (self.from.y - now.y)
    }

    /// How far above the page the stroke will end, by the speed that it has left.
    fn resting_height(&self) -> f64 {
        // At rest already, or never in motion.
        if self.top <= 0.0 {
            return 0.0;
        }
        let left = self.speed / self.top;
        if left > UNBROKEN {
            return f64::MAX;
        }
        let middle = (self.samples[3].y + self.samples[0].y) / 2.0;
        TO_GO * left * left * (self.from.y - middle) - middle
    }
}
