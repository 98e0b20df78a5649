//! Leaving with a mouse: out through the top edge, on the way to the tabs, the address bar or the back button.
//! An aimed movement slows down towards its target, so the way it slows at the edge tells how far above the page it will
//! come to rest: in the shop's own header it rests a few pixels too far, in the browser's bars much farther.

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
/// A movement that will rest this far above the page or farther is on its way to the browser's bars. Between an
/// overshoot and this the estimate is in doubt, and the wait shrinks with the doubt.
const BARS_PX: f64 = 50.0;
/// A usual overshoot is back in the page by now: it comes to rest, is seen, and is corrected. The quickest click on a bookmark just
/// above the page is earlier, and most are later: of the two mistakes an interruption is the worse one, and more exits are caught than must be.
const CORRECTED_MS: u64 = 225;
/// Nothing known of the movement (it came over an iframe or in one jump): half the time of a correction.
const UNKNOWN_MS: u64 = 100;

/// The last part of a movement, in which slowing down shows. Longer blurs it, shorter drowns it in the jitter of frames.
const MOVEMENT_MS: u64 = 130;
/// Samples closer than this are one: more often than a display shows says nothing new.
const SPACING_MS: u64 = 8;
/// `MOVEMENT_MS` at `SPACING_MS`.
const SAMPLES: usize = 16;

#[derive(Clone, Copy, Debug)]
struct Sample {
    at: u64,
    x: i32,
    y: i32,
}

impl Sample {
    /// How much older `earlier` is.
    fn age(self, earlier: Self) -> u64 {
        self.at.saturating_sub(earlier.at)
    }
}

#[derive(Debug)]
pub(super) struct Desktop {
    width: i32,
    /// Newest first.
    samples: [Option<Sample>; SAMPLES],
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
        *newest = Some(Sample { at, x, y });
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
        let out = Sample {
            at,
            x: pointer.x,
            y: pointer.y,
        };
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
        // Strictly above: native lists and menus report leaves with coordinates in the page.
        if pointer.y >= 0 || busy || !came_to_stay || !self.been_deep || !self.through_top(out) {
            return Reaction::Ignore;
        }
        if pointer.y < -OVERSHOOT_PX {
            return Reaction::Leave(Fired::Pointer);
        }
        match self.resting_height(out) {
            Some(height) if height >= BARS_PX => Reaction::Leave(Fired::Pointer),
            Some(height) => {
                let doubt = (BARS_PX - height) / (BARS_PX - f64::from(OVERSHOOT_PX));
                Reaction::Suspect(
                    Fired::Pointer,
                    (doubt.min(1.0) * CORRECTED_MS as f64) as u64,
                )
            }
            None => Reaction::Suspect(Fired::Pointer, UNKNOWN_MS),
        }
    }

    /// Whether the line from the last place inside crosses the top edge before it crosses a side.
    fn through_top(&self, out: Sample) -> bool {
        let [last, ..] = self.samples;
        let x = match last {
            Some(last) if out.age(last) <= MOVEMENT_MS && last.y > out.y => {
                let inside = f64::from(last.y) / (f64::from(last.y) - f64::from(out.y));
                f64::from(last.x) + (f64::from(out.x) - f64::from(last.x)) * inside
            }
            _ => f64::from(out.x),
        };
        x >= 0.0 && x <= f64::from(self.width)
    }

    /// How far above the page the movement will end: a parabola through its last samples gives speed and slowing at the
    /// edge, and a movement of least jerk (Flash and Hogan, 1985) has 2/3 · speed² / slowing to go near its end.
    fn resting_height(&self, out: Sample) -> Option<f64> {
        // Sums of the least-squares fit, with the leave as origin, time running backwards, and height above it.
        let (mut n, mut t1, mut t2, mut t3, mut t4) = (1.0, 0.0, 0.0, 0.0, 0.0);
        let (mut y0, mut y1, mut y2) = (0.0, 0.0, 0.0);
        for sample in self
            .samples
            .iter()
            .flatten()
            .filter(|s| out.age(**s) <= MOVEMENT_MS)
        {
            let t = out.age(*sample) as f64;
            let y = f64::from(sample.y) - f64::from(out.y);
            n += 1.0;
            t1 += t;
            t2 += t * t;
            t3 += t * t * t;
            t4 += t * t * t * t;
            y0 += y;
            y1 += y * t;
            y2 += y * t * t;
        }
        // Cramer's rule; the third unknown, the height at the leave itself, is known well enough.
        let (a, b, c) = (n * t2 - t1 * t1, n * t3 - t1 * t2, n * t4 - t2 * t2);
        let (u, v) = (n * y1 - t1 * y0, n * y2 - t2 * y0);
        let determinant = a * c - b * b;
        // Exactly zero with fewer than two recent places inside.
        if determinant <= 0.0 {
            return None;
        }
        let speed = (u * c - v * b) / determinant;
        let slowing = 2.0 * (v * a - u * b) / determinant;
        let height = -f64::from(out.y);
        Some(if slowing <= 0.0 {
            f64::MAX
        } else if speed <= 0.0 {
            height
        } else {
            height + speed * speed / (1.5 * slowing)
        })
    }
}
