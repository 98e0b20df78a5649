//! Leaving with a mouse: out through the top edge, on the way to the tabs, the address bar or the back button.
//! An aimed movement slows down towards its target, so the speed that is left at the edge tells how far above the page it
//! will come to rest: in the shop's own header it rests a few pixels too far, in the browser's bars much farther.

use super::{Fired, Key, Pointer, Reaction, Target};

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
const OVERSHOOT_PX: i32 = 26;
/// A movement that will rest lower than the first is taken for an overshoot, one that will rest higher than the second is on
/// its way to the browser's bars. Between them the estimate is in doubt, and the wait shrinks with the doubt.
const DOUBT_PX: [f64; 2] = [22.0, 36.0];
/// A usual overshoot is back in the page by now: it comes to rest, is seen, and is corrected. The quickest click on a bookmark just
/// above the page is earlier, and most are later.
const CORRECTED_MS: f64 = 210.0;
/// Below the back button there is seldom more than a logo to overshoot, and above it a shopper is quick.
const BACK_PX: f64 = 90.0;
/// Half as long.
const CORRECTED_AT_BACK_MS: f64 = 100.0;
/// Nothing known of the movement (it came over an iframe or in one jump): half the time of a correction.
const UNKNOWN_MS: u64 = 100;

/// A movement whose last place inside is older than this was not seen at the edge.
const SEEN_MS: u64 = 130;
/// Samples closer than this are one: more often than a display shows says nothing new.
const SPACING_MS: u64 = 16;
/// As many as tell a speed in spite of the jitter of frames: some 50 ms.
const SAMPLES: usize = 4;
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

#[derive(Clone, Copy, Debug)]
struct Sample {
    at: u64,
    x: f64,
    y: f64,
}

/// How the pointer moves upwards.
struct Motion {
    /// Pixels a millisecond.
    speed: f64,
    /// Where it had that speed.
    middle: f64,
    /// Pixels to the right for one up.
    aside: f64,
}

#[derive(Debug)]
pub(super) struct Desktop {
    width: i32,
    /// Newest first.
    samples: [Option<Sample>; SAMPLES],
    /// Where the stroke began, and the highest speed upwards since.
    stroke: (f64, f64),
    inside_since: Option<u64>,
    been_deep: bool,
    /// The pointer moved with a button held, and has not yet moved in the page without: the next leave is the drag's.
    dragging: bool,
    select_at: Option<u64>,
    menu_at: Option<u64>,
    key_at: Option<u64>,
    printing: bool,
    focused: bool,
}

impl Desktop {
    pub(super) fn new(width: i32) -> Self {
        Self {
            width,
            samples: [None; SAMPLES],
            stroke: (0.0, 0.0),
            inside_since: None,
            been_deep: false,
            dragging: false,
            select_at: None,
            menu_at: None,
            key_at: None,
            printing: false,
            focused: true,
        }
    }

    pub(super) fn resize(&mut self, width: i32) {
        self.width = width;
    }

    pub(super) fn enter(&mut self, at: u64, pointer: Pointer) -> Reaction {
        self.inside_since = Some(at);
        self.remember(at, pointer);
        Reaction::Stay
    }

    pub(super) fn moved(&mut self, at: u64, pointer: Pointer) -> Reaction {
        if pointer.buttons != 0 {
            self.dragging = true;
        }
        if pointer.y < 0 {
            return Reaction::Ignore;
        }
        if pointer.buttons == 0 {
            self.dragging = false;
        }
        if self
            .select_at
            .is_some_and(|pressed| at >= pressed + SELECT_MS)
        {
            self.select_at = None;
        }
        self.inside_since.get_or_insert(at);
        self.remember(at, pointer);
        Reaction::Stay
    }

    fn remember(&mut self, at: u64, Pointer { x, y, .. }: Pointer) {
        self.been_deep |= y > DEEP_PX;
        let [newest, before, ..] = self.samples;
        let crowded = matches!((newest, before), (Some(n), Some(b)) if n.at < b.at + SPACING_MS);
        if !crowded {
            self.samples.copy_within(..SAMPLES - 1, 1);
        }
        let [newest, ..] = &mut self.samples;
        let (x, y) = (f64::from(x), f64::from(y));
        *newest = Some(Sample { at, x, y });
        let speed = self.motion().map_or(0.0, |motion| motion.speed);
        self.stroke = if speed < REST {
            (y, 0.0)
        } else {
            (self.stroke.0, self.stroke.1.max(speed))
        };
    }

    /// From the oldest sample to the newest.
    fn motion(&self) -> Option<Motion> {
        let mut samples = self.samples.iter().flatten();
        let newest = samples.next()?;
        let oldest = samples.last()?;
        let up = oldest.y - newest.y;
        Some(Motion {
            speed: up / newest.at.saturating_sub(oldest.at).max(1) as f64,
            middle: (oldest.y + newest.y) / 2.0,
            aside: if up > 0.0 {
                (newest.x - oldest.x) / up
            } else {
                0.0
            },
        })
    }

    pub(super) fn down(&mut self, at: u64, target: Target) -> Reaction {
        self.focused = true;
        self.select_at = (target == Target::Select).then_some(at);
        Reaction::Stay
    }

    pub(super) fn menu(&mut self, at: u64) -> Reaction {
        self.menu_at = Some(at);
        Reaction::Stay
    }

    pub(super) fn key(&mut self, at: u64, key: Key) -> Reaction {
        self.focused = true;
        match key {
            Key::AddressBar => Reaction::Leave(Fired::Shortcut),
            Key::Other => {
                self.key_at = Some(at);
                Reaction::Stay
            }
        }
    }

    pub(super) fn printing(&mut self, now: bool) -> Reaction {
        self.printing = now;
        Reaction::Stay
    }

    pub(super) fn window(&mut self, focused: bool) {
        self.focused = focused;
    }

    pub(super) fn leave(&mut self, at: u64, pointer: Pointer) -> Reaction {
        let recent = |then: Option<u64>, ms: u64| then.is_some_and(|then| at < then + ms);
        let came_to_stay = self
            .inside_since
            .take()
            .is_some_and(|since| at >= since + INSIDE_MS);
        let busy = self.dragging
            || pointer.buttons != 0
            || self.printing
            || !self.focused
            || self.select_at.is_some()
            || recent(self.menu_at, MENU_MS)
            || recent(self.key_at, TYPING_MS);
        let [last, ..] = self.samples;
        let seen = recent(last.map(|last| last.at), SEEN_MS);
        self.remember(at, pointer);
        // Strictly above: native lists and menus report leaves with coordinates in the page.
        if pointer.y >= 0 || busy || !came_to_stay || !self.been_deep {
            return Reaction::Ignore;
        }
        let motion = self.motion().filter(|_| seen);
        let aside = motion.as_ref().map_or(0.0, |motion| motion.aside);
        let (x, height) = (f64::from(pointer.x), -f64::from(pointer.y));
        let width = f64::from(self.width);
        // The line of the movement crosses the top edge, not a side.
        if !(0.0..=width).contains(&(x - aside * height)) {
            return Reaction::Ignore;
        }
        let rest = motion.map(|motion| self.resting_height(&motion).max(height));
        let aim = width - (x + aside * AIM_PX);
        let [from, to] = TOOLS_PX;
        match rest {
            Some(rest) if rest < TABS_PX && aim > from && aim < to => Reaction::Ignore,
            _ if pointer.y < -OVERSHOOT_PX => Reaction::Leave(Fired::Pointer),
            Some(rest) => {
                let [low, high] = DOUBT_PX;
                let doubt = ((high - rest) / (high - low)).clamp(0.0, 1.0);
                let corrected = if x < BACK_PX {
                    CORRECTED_AT_BACK_MS
                } else {
                    CORRECTED_MS
                };
                Reaction::Suspect(Fired::Pointer, (doubt * corrected) as u64)
            }
            None => Reaction::Suspect(Fired::Pointer, UNKNOWN_MS),
        }
    }

    /// How far above the page the stroke will end, by the speed that it has left.
    fn resting_height(&self, motion: &Motion) -> f64 {
        let (start, top) = self.stroke;
        // At rest already, or never in motion.
        if top <= 0.0 {
            return 0.0;
        }
        let left = motion.speed / top;
        if left > UNBROKEN {
            return f64::MAX;
        }
        TO_GO * left * left * (start - motion.middle) - motion.middle
    }
}
