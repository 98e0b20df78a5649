//! Visits made up of aimed movements, for judging the detector where nobody has tuned it: the same seed makes the same visits.
//! A hand is a model of its own (log-normal strokes or least jerk, mouse or trackpad, any report rate), in windows of many browsers.

use serde_json::{Value, json};

/// A source of chance that is the same on every machine (SplitMix64).
pub struct Dice(u64);

impl Dice {
    /// The chances of one visit.
    pub fn of(seed: u64, family: u64, number: u64) -> Self {
        let mut dice = Self(seed.wrapping_mul(1_000_003) + family * 100_000 + number);
        Self(dice.next())
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub fn around(&mut self, mean: f64, deviation: f64) -> f64 {
        let (u, v) = (self.between(1e-12, 1.0), self.between(0.0, 1.0));
        mean + deviation * (-2.0 * u.ln()).sqrt() * (std::f64::consts::TAU * v).cos()
    }

    /// Times are skewed: half below `median`, a sixth above `median` · `spread`.
    pub fn time(&mut self, median: f64, spread: f64) -> f64 {
        median * spread.powf(self.around(0.0, 1.0).clamp(-2.0, 2.0))
    }

    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[(self.next() % from.len() as u64) as usize]
    }

    pub fn chance(&mut self, part: f64) -> bool {
        self.between(0.0, 1.0) < part
    }
}

/// How far above the page the middles of a browser's rows are; a window has no bookmarks or no tabs in some.
#[derive(Clone, Copy)]
struct Bars {
    toolbar: f64,
    tabs: f64,
    bookmarks: Option<f64>,
    window: f64,
}

const BROWSERS: &[Bars] = &[
    Bars {
        toolbar: 21.0,
        tabs: 62.0,
        bookmarks: None,
        window: 70.0,
    },
    Bars {
        toolbar: 53.0,
        tabs: 94.0,
        bookmarks: Some(16.0),
        window: 102.0,
    },
    Bars {
        toolbar: 20.0,
        tabs: 64.0,
        bookmarks: None,
        window: 66.0,
    },
    Bars {
        toolbar: 48.0,
        tabs: 90.0,
        bookmarks: Some(14.0),
        window: 92.0,
    },
    // Safari: tabs below the toolbar, or in it.
    Bars {
        toolbar: 54.0,
        tabs: 14.0,
        bookmarks: None,
        window: 56.0,
    },
    Bars {
        toolbar: 26.0,
        tabs: 26.0,
        bookmarks: None,
        window: 28.0,
    },
];

const WINDOWS: &[(f64, f64)] = &[
    (1024.0, 690.0),
    (1263.0, 641.0),
    (1366.0, 629.0),
    (1425.0, 764.0),
    (1512.0, 823.0),
    (1600.0, 741.0),
    (1728.0, 985.0),
    (1905.0, 951.0),
    (2560.0, 1271.0),
];

/// One shopper at one desk.
struct Hand {
    dice: Dice,
    bars: Bars,
    width: f64,
    height: f64,
    least_jerk: bool,
    trackpad: bool,
    /// Milliseconds between reports of the device and between frames of the display.
    report: f64,
    frame: f64,
    tremor: f64,
    pace: f64,
    now: f64,
    at: (f64, f64),
    button: u8,
    inside: bool,
    frame_due: f64,
    log: Vec<Value>,
    crossed: Option<f64>,
    committed: Option<f64>,
}

impl Hand {
    fn new(mut dice: Dice) -> Self {
        let (width, height) = dice.pick(WINDOWS);
        let mut hand = Self {
            bars: dice.pick(BROWSERS),
            width,
            height,
            least_jerk: dice.chance(0.4),
            trackpad: dice.chance(0.3),
            report: dice.pick(&[1.0, 2.0, 4.0, 8.0, 8.0, 8.0, 11.0, 16.0]),
            frame: dice.pick(&[1_000.0 / 144.0, 8.333, 13.333, 16.667, 16.667, 16.667]),
            tremor: dice.between(0.1, 0.7),
            pace: dice.time(1.0, 1.25),
            now: dice.between(200.0, 900.0),
            at: (
                dice.between(0.2, 0.8) * width,
                dice.between(0.3, 0.9) * height,
            ),
            button: 0,
            inside: false,
            frame_due: 0.0,
            log: Vec::new(),
            crossed: None,
            committed: None,
            dice,
        };
        hand.seen(hand.at);
        hand
    }

    fn tells(&mut self, name: &str, rest: &[Value]) {
        let mut entry = vec![json!(self.now.round()), json!(name)];
        entry.extend_from_slice(rest);
        self.log.push(Value::Array(entry));
    }

    /// The device reports a place; the browser tells moves once a frame, and crossings of the edge at once.
    fn seen(&mut self, (x, y): (f64, f64)) {
        let inside = (0.0..self.width).contains(&x) && (0.0..self.height).contains(&y);
        let place = [
            json!(x.floor()),
            json!(y.floor()),
            json!(self.button),
            json!(0),
        ];
        match (self.inside, inside) {
            _ if self.button != 0 => self.tells("mousemove", &place),
            (true, true) if self.now < self.frame_due => return,
            (true, true) => {
                self.frame_due = (self.now / self.frame).floor() * self.frame + self.frame;
                self.tells("mousemove", &place);
            }
            (false, true) => {
                self.tells("mouseenter", &place);
                self.tells("mousemove", &place);
            }
            (true, false) => {
                self.tells("mouseleave", &place);
                self.crossed = Some(self.now.round());
            }
            (false, false) => {}
        }
        if self.button == 0 {
            self.inside = inside;
        }
    }

    fn waits(&mut self, median: f64, spread: f64) {
        self.now += self.dice.time(median, spread);
    }

    /// To a target of this size, as people do: longer for the farther and the smaller, not quite straight, in strokes.
    fn aims(&mut self, x: f64, y: f64, size: f64) {
        let distance = (x - self.at.0).hypot(y - self.at.1);
        let ms = self.pace * (90.0 + 125.0 * (distance / size + 1.0).log2());
        let ms = self.dice.time(ms, 1.15);
        let legs = if self.trackpad && distance > 250.0 {
            1 + usize::from(self.dice.chance(0.6))
        } else {
            1
        };
        let from = self.at;
        for leg in 1..=legs {
            let part = if leg == legs {
                1.0
            } else {
                self.dice.between(0.45, 0.7)
            };
            let to = (from.0 + (x - from.0) * part, from.1 + (y - from.1) * part);
            self.stroke(to.0, to.1, ms / (legs as f64).sqrt());
            if leg < legs {
                self.waits(70.0, 1.4);
            }
        }
    }

    fn stroke(&mut self, x: f64, y: f64, ms: f64) {
        let (from, begun) = (self.at, self.now);
        let bend = self.dice.around(0.0, 0.05);
        // A first stroke most of the way and one that corrects it, each of log-normal speed.
        let first = self.dice.between(0.86, 1.0);
        let (sigma, sharp) = (self.dice.between(0.25, 0.42), self.dice.between(0.2, 0.3));
        let second = self.dice.between(0.3, 0.5);
        while self.now < begun + ms {
            self.now += self.report * self.dice.between(0.93, 1.07);
            let u = ((self.now - begun) / ms).min(1.0);
            let way = if self.least_jerk {
                u * u * u * (10.0 - 15.0 * u + 6.0 * u * u)
            } else {
                let whole = |u: f64| {
                    first * lognormal(u, 0.42, sigma)
                        + (1.0 - first) * lognormal(u - second, 0.3, sharp)
                };
                whole(u) / whole(1.0)
            };
            let aside = bend * (std::f64::consts::PI * way).sin();
            let shake = (
                self.dice.around(0.0, self.tremor),
                self.dice.around(0.0, self.tremor),
            );
            let moved = (x - from.0, y - from.1);
            self.at = (
                from.0 + moved.0 * way + aside * moved.1 + shake.0,
                from.1 + moved.1 * way - aside * moved.0 * 0.4 + shake.1,
            );
            self.seen(self.at);
        }
        self.at = (x, y);
    }

    /// Reads for a while, with the pointer going about.
    fn reads(&mut self) {
        for _ in 0..2 + self.dice.next() % 3 {
            let (x, y) = (self.dice.between(0.08, 0.92), self.dice.between(0.25, 0.92));
            self.aims(x * self.width, y * self.height, 60.0);
            self.waits(700.0, 1.6);
        }
        if self.now < 3_300.0 {
            self.now = self.dice.between(3_300.0, 4_500.0);
        }
    }

    /// The target is reached: it is looked at, and pressed.
    fn commits(&mut self) {
        self.waits(130.0, 1.45);
        self.committed = Some(self.now.round());
    }

    fn clicks(&mut self, on: &str) {
        let place = [
            json!(self.at.0.floor()),
            json!(self.at.1.floor()),
            json!(0),
            json!(on),
        ];
        self.waits(130.0, 1.4);
        self.tells("mousedown", &place);
        self.now += 80.0;
        self.tells("mouseup", &place);
        self.tells("click", &place);
    }

    fn somewhere(&mut self) -> f64 {
        self.dice.between(0.05, 0.95) * self.width
    }

    fn header(&mut self) -> (f64, f64) {
        (self.somewhere(), self.dice.between(8.0, 48.0))
    }

    /// To a row of the browser's, some pixels off its middle.
    fn leaves_to(&mut self, x: f64, row: f64, size: f64) {
        let y = -(row + self.dice.around(0.0, size / 6.0)).max(4.0);
        self.aims(x, y, size);
    }

    /// Slips out above something in the header, rests so long, and comes back to it.
    fn overshoots(&mut self, rests: f64) {
        let (x, y) = self.header();
        let far = self.dice.between(2.0, 26.0);
        let (a, b) = (self.dice.around(0.0, 14.0), self.dice.around(0.0, 9.0));
        self.aims(x + a, -far, 40.0);
        self.waits(rests, 1.3);
        let ms = self.dice.time(130.0, 1.2);
        self.stroke(x + b, y, ms);
        self.clicks("A");
    }
}

/// How much of a log-normal stroke is done at `u`, whose middle is at `middle`.
fn lognormal(u: f64, middle: f64, sigma: f64) -> f64 {
    if u <= 0.0 {
        return 0.0;
    }
    // The error function by Abramowitz and Stegun, 7.1.26.
    let z = (u / middle).ln() / (sigma * std::f64::consts::SQRT_2);
    let t = 1.0 / (1.0 + 0.327_591_1 * z.abs());
    let poly = t
        * (0.254_829_592
            + t * (-0.284_496_736
                + t * (1.421_413_741 + t * (-1.453_152_027 + t * 1.061_405_429))));
    let erf = 1.0 - poly * (-z * z).exp();
    0.5 * (1.0 + erf.copysign(z))
}

/// What a family of visits is: whether its shoppers leave, and whether events can tell.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Kind {
    /// They leave.
    Leave,
    /// They stay, and whoever interrupts has misread something the page was told.
    Never,
    /// They stay, and the way they move can tell.
    Stay,
    /// They stay, and move as those do who leave: only what they do later tells them apart.
    Hard,
}

/// One family of visits: what its shoppers do after they have read.
pub type Family<Shopper> = (&'static str, Kind, fn(&mut Shopper));

const FAMILIES: &[Family<Hand>] = &[
    ("tab close", Kind::Leave, |hand| {
        let (x, row) = (hand.dice.between(0.12, 0.7) * hand.width, hand.bars.tabs);
        hand.leaves_to(x, row, 16.0);
        hand.commits();
    }),
    ("another tab", Kind::Leave, |hand| {
        let (x, row) = (hand.dice.between(0.03, 0.85) * hand.width, hand.bars.tabs);
        hand.leaves_to(x, row, 30.0);
        hand.commits();
    }),
    ("window close", Kind::Leave, |hand| {
        let left = hand.dice.chance(0.3);
        let x = if left { 18.0 } else { hand.width - 22.0 };
        let row = hand.bars.window;
        hand.leaves_to(x, row, 24.0);
        hand.commits();
    }),
    ("back button", Kind::Leave, |hand| {
        let (x, row) = (hand.dice.between(16.0, 60.0), hand.bars.toolbar);
        hand.leaves_to(x, row, 24.0);
        hand.commits();
    }),
    ("address bar", Kind::Leave, |hand| {
        let (x, row) = (hand.dice.between(0.15, 0.6) * hand.width, hand.bars.toolbar);
        hand.leaves_to(x, row, 28.0);
        hand.waits(150.0, 1.4);
        hand.tells("blur", &[]);
        hand.waits(900.0, 1.4);
        hand.committed = Some(hand.now.round());
    }),
    ("bookmark", Kind::Leave, |hand| {
        let (x, row) = (
            hand.dice.between(0.03, 0.75) * hand.width,
            hand.bars.bookmarks.unwrap_or(15.0),
        );
        hand.leaves_to(x, row, 22.0);
        hand.commits();
    }),
    ("stops in the menu, then a tab", Kind::Leave, |hand| {
        let (x, y) = hand.header();
        hand.aims(x, y, 40.0);
        hand.waits(400.0, 1.6);
        let (x, row) = (hand.dice.between(0.05, 0.8) * hand.width, hand.bars.tabs);
        hand.leaves_to(x, row, 24.0);
        hand.commits();
    }),
    ("hesitates", Kind::Leave, |hand| {
        hand.pace *= 1.7;
        let (x, y) = (hand.somewhere(), hand.dice.between(0.1, 0.3) * hand.height);
        hand.aims(x, y, 60.0);
        hand.waits(300.0, 1.5);
        let (x, row) = (
            hand.dice.between(0.02, 0.5) * hand.width,
            hand.bars.toolbar.max(hand.bars.tabs),
        );
        hand.leaves_to(x, row, 24.0);
        hand.commits();
    }),
    ("throws the pointer up", Kind::Leave, |hand| {
        let (x, far) = (hand.somewhere(), hand.dice.between(80.0, 140.0));
        let ms = hand.dice.time(190.0, 1.25);
        hand.stroke(x, -far, ms);
        hand.waits(250.0, 1.5);
        hand.committed = Some(hand.now.round());
    }),
    ("out of a frame", Kind::Leave, |hand| {
        // The frame keeps the pointer to itself up to a few pixels below the edge.
        let before = hand.log.len();
        let (x, row) = (hand.dice.between(0.1, 0.8) * hand.width, hand.bars.tabs);
        hand.leaves_to(x, row, 24.0);
        let kept = hand.dice.between(0.0, 20.0);
        let mut place = 0;
        hand.log.retain(|entry| {
            place += 1;
            place <= before
                || entry[1] != "mousemove"
                || entry[3].as_f64().is_some_and(|y| y < kept)
        });
        hand.commits();
    }),
    ("remote desktop", Kind::Leave, |hand| {
        let row = hand
            .dice
            .pick(&[hand.bars.tabs, hand.bars.toolbar, hand.bars.window]);
        hand.now += 100.0;
        hand.at = (hand.somewhere(), -row);
        hand.seen(hand.at);
        hand.waits(260.0, 1.4);
        hand.committed = Some(hand.now.round());
    }),
    ("shortcut", Kind::Leave, |hand| {
        hand.crossed = Some(hand.now.round());
        let keys = hand.dice.pick(&["C-l", "M-l", "A-d"]);
        hand.tells("keydown", &[json!(keys)]);
        hand.waits(900.0, 1.4);
        hand.committed = Some(hand.now.round());
    }),
    ("menu", Kind::Stay, |hand| {
        for _ in 0..2 {
            let (x, y) = hand.header();
            hand.aims(x, y, 34.0);
            hand.waits(300.0, 1.5);
        }
        hand.clicks("A");
    }),
    ("menu, overshot", Kind::Stay, |hand| hand.overshoots(55.0)),
    ("mega menu", Kind::Stay, |hand| {
        let (x, y) = hand.header();
        hand.aims(x, y, 34.0);
        for _ in 0..5 {
            let (x, y) = (hand.somewhere(), hand.dice.between(3.0, 60.0));
            hand.aims(x, y, 60.0);
            hand.waits(120.0, 1.5);
        }
    }),
    ("search in the header", Kind::Never, |hand| {
        let (x, y) = hand.header();
        hand.aims(x, y, 36.0);
        hand.clicks("INPUT");
        hand.tells("focus", &[json!("INPUT")]);
        for letter in ["s", "h", "o", "e"] {
            hand.waits(140.0, 1.3);
            hand.tells("keydown", &[json!(letter)]);
        }
        // Pushed out of the way of the suggestions.
        let (x, far) = (
            hand.at.0 + hand.dice.around(0.0, 40.0),
            hand.dice.between(5.0, 40.0),
        );
        hand.aims(x, -far, 60.0);
    }),
    ("suggestions over the field", Kind::Never, |hand| {
        let (x, y) = hand.header();
        hand.aims(x, y, 36.0);
        hand.clicks("INPUT");
        hand.waits(500.0, 1.4);
        let below = y + 25.0;
        hand.tells(
            "mouseleave",
            &[json!(x.floor()), json!(below.floor()), json!(0), json!(0)],
        );
    }),
    ("sticky header, scrolling", Kind::Never, |hand| {
        let (x, y) = hand.header();
        hand.aims(x, y, 60.0);
        for step in (0..40).rev() {
            hand.now += hand.frame;
            hand.tells("scroll", &[json!(step * 45)]);
        }
        hand.waits(600.0, 1.4);
    }),
    ("native select", Kind::Never, |hand| {
        let (x, y) = hand.header();
        hand.aims(x, y, 36.0);
        hand.clicks("SELECT");
        hand.waits(250.0, 1.4);
        let off = hand.dice.between(-30.0, 60.0);
        hand.tells(
            "mouseleave",
            &[json!(x.floor()), json!(off.floor()), json!(0), json!(0)],
        );
    }),
    ("right click at the top", Kind::Never, |hand| {
        let (x, y) = hand.header();
        hand.aims(x, y, 36.0);
        hand.tells(
            "contextmenu",
            &[json!(x.floor()), json!(y.floor()), json!(2), json!("A")],
        );
        hand.waits(300.0, 1.5);
        let off = hand.dice.between(-20.0, 40.0);
        hand.tells(
            "mouseleave",
            &[json!(x.floor()), json!(off.floor()), json!(0), json!(0)],
        );
    }),
    ("drag out of the top", Kind::Never, |hand| {
        hand.tells(
            "mousedown",
            &[json!(hand.at.0), json!(hand.at.1), json!(0), json!("P")],
        );
        hand.button = 1;
        let (x, far) = (hand.somewhere(), hand.dice.between(5.0, 70.0));
        hand.aims(x, -far, 60.0);
        hand.waits(200.0, 1.5);
        if hand.dice.chance(0.5) {
            hand.button = 0;
            hand.seen(hand.at);
            hand.waits(200.0, 1.5);
        } else {
            hand.button = 1;
        }
        let y = hand.dice.between(60.0, 200.0);
        hand.aims(x, y, 60.0);
        hand.button = 0;
    }),
    ("second screen at the side", Kind::Never, |hand| {
        let right = hand.dice.chance(0.5);
        let beyond = hand.dice.between(80.0, 700.0);
        let (x, y) = (
            if right { hand.width + beyond } else { -beyond },
            hand.dice.between(10.0, 0.6 * hand.height),
        );
        hand.aims(x, y, 80.0);
        hand.waits(900.0, 1.5);
        let (x, y) = (hand.somewhere(), 0.5 * hand.height);
        hand.aims(x, y, 80.0);
    }),
    ("taskbar below", Kind::Never, |hand| {
        let (x, y) = (hand.somewhere(), hand.height + 30.0);
        hand.aims(x, y, 40.0);
        hand.waits(900.0, 1.5);
    }),
    ("another tab by keyboard", Kind::Never, |hand| {
        hand.tells("keydown", &[json!("C-Tab")]);
        hand.now += 30.0;
        hand.tells("blur", &[]);
        hand.tells("visibilitychange", &[json!("hidden")]);
        hand.waits(2_500.0, 1.5);
        hand.tells("visibilitychange", &[json!("visible")]);
        hand.tells("focus", &[]);
        let (x, y) = (hand.somewhere(), 0.5 * hand.height);
        hand.aims(x, y, 80.0);
    }),
    ("print", Kind::Never, |hand| {
        hand.tells("keydown", &[json!("C-p")]);
        hand.now += 40.0;
        hand.tells("beforeprint", &[]);
        let (x, y) = (hand.somewhere(), -30.0);
        hand.aims(x, y, 60.0);
        hand.waits(900.0, 1.4);
        hand.tells("afterprint", &[]);
    }),
    ("menu, overshot and rested", Kind::Hard, |hand| {
        hand.overshoots(230.0)
    }),
    ("toolbar: extension, star, download", Kind::Hard, |hand| {
        let (x, row) = (
            hand.width - hand.dice.between(40.0, 330.0),
            hand.bars.toolbar,
        );
        hand.leaves_to(x, row, 28.0);
        hand.waits(900.0, 1.5);
        let (x, y) = (hand.somewhere(), 0.5 * hand.height);
        hand.aims(x, y, 80.0);
    }),
    ("parked above the page", Kind::Hard, |hand| {
        let (x, far) = (
            hand.at.0 + hand.dice.around(0.0, 40.0),
            hand.dice.between(6.0, 45.0),
        );
        hand.aims(x, -far, 40.0);
        hand.waits(1_500.0, 1.4);
        hand.tells("keydown", &[json!("PageDown")]);
    }),
];

/// A visit of a family, as [`super::replay::replay`] reads it, with its label.
pub struct Made {
    /// Of which family.
    pub family: &'static str,
    /// Its label.
    pub kind: Kind,
    /// The recording.
    pub trace: Value,
}

/// A recording without its times of leaving.
pub fn label(family: &str, kind: Kind, number: u64, (w, h): (f64, f64), log: Vec<Value>) -> Value {
    json!({
        "id": format!("{family} {number}"),
        "label": if kind == Kind::Leave { "exit" } else { "stay" },
        "device": "mouse",
        "hard": kind == Kind::Hard,
        "viewport": {"w": w, "h": h},
        "log": log,
    })
}

/// So many visits of each family.
pub fn visits(seed: u64, of_each: u64) -> Vec<Made> {
    let mut all = Vec::new();
    for (place, (family, kind, acts)) in FAMILIES.iter().enumerate() {
        for number in 0..of_each {
            let mut hand = Hand::new(Dice::of(seed, place as u64, number));
            hand.reads();
            hand.crossed = None;
            acts(&mut hand);
            let mut trace = label(family, *kind, number, (hand.width, hand.height), hand.log);
            trace["t_cross"] = json!(hand.crossed);
            trace["t_commit"] = json!(hand.committed);
            all.push(Made {
                family,
                kind: *kind,
                trace,
            });
        }
    }
    all
}
