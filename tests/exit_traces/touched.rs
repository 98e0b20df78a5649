//! Visits made up with a finger, as `made` does with a pointer: drags, momentum that dies away, and what a phone's browser does besides.
//! Half of the phones bounce at the top of a page and half stop there.

use serde_json::{Value, json};

use super::made::{Dice, Family, Kind, Made, label};

const PHONES: &[(f64, f64)] = &[
    (360.0, 668.0),
    (375.0, 553.0),
    (393.0, 659.0),
    (412.0, 770.0),
    (430.0, 739.0),
    (768.0, 954.0),
];
const FRAME: f64 = 16.667;
const NAME: &str = "Aurora Trail Running Shoe 42";

struct Finger {
    dice: Dice,
    size: (f64, f64),
    bounces: bool,
    now: f64,
    /// `scrollY`.
    at: f64,
    log: Vec<Value>,
    crossed: Option<f64>,
    committed: Option<f64>,
    returns: bool,
}

impl Finger {
    fn tells(&mut self, name: &str, rest: &[Value]) {
        let mut entry = vec![json!(self.now.round()), json!(name)];
        entry.extend_from_slice(rest);
        self.log.push(Value::Array(entry));
    }

    fn waits(&mut self, median: f64, spread: f64) {
        self.now += self.dice.time(median, spread);
    }

    fn scrolls_to(&mut self, y: f64) {
        self.at = if self.bounces {
            y.max(-90.0)
        } else {
            y.max(0.0)
        };
        self.tells("scroll", &[json!(self.at.round())]);
    }

    /// A drag at so many pixels a millisecond (less than zero is up), and the momentum that it leaves.
    fn flicks(&mut self, speed: f64) {
        self.tells("touchstart", &[]);
        let drag = self.dice.between(45.0, 130.0);
        let begun = self.now;
        while self.now < begun + drag {
            self.now += FRAME;
            let faster = ((self.now - begun) / drag).min(1.0);
            self.scrolls_to(self.at + speed * faster * FRAME);
        }
        self.tells("touchend", &[]);
        let fades = self.dice.between(180.0, 360.0);
        let mut speed = speed;
        while speed.abs() > 0.03 {
            self.now += FRAME;
            speed *= (-FRAME / fades).exp();
            let y = self.at + speed * FRAME;
            if y < 0.0 && !self.bounces {
                self.scrolls_to(0.0);
                break;
            }
            if y < 0.0 {
                speed *= 0.5;
            }
            self.scrolls_to(y);
        }
        while self.at < -1.0 {
            self.now += FRAME;
            self.scrolls_to(self.at * 0.7);
        }
    }

    fn taps(&mut self) {
        self.tells("touchstart", &[]);
        self.now += 70.0;
        self.tells("touchend", &[]);
        self.tells("click", &[json!(100), json!(200), json!(0), json!("A")]);
    }

    fn reads(&mut self) {
        for _ in 0..2 + self.dice.next() % 4 {
            let speed = self.dice.between(0.9, 2.4);
            self.flicks(speed);
            self.waits(900.0, 1.6);
        }
        self.now = self.now.max(3_200.0);
    }

    fn hides(&mut self) {
        self.tells("blur", &[]);
        self.tells("visibilitychange", &[json!("hidden")]);
    }

    fn comes_back(&mut self) {
        self.tells("visibilitychange", &[json!("visible")]);
        self.tells("focus", &[]);
    }

    /// Up to the top by flicks as fast as this.
    fn up(&mut self, slowest: f64, fastest: f64, pause: f64) {
        while self.at > 0.5 {
            let speed = self.dice.between(slowest, fastest);
            self.flicks(-speed);
            if self.at > 0.5 {
                self.waits(pause, 1.3);
            }
        }
    }

    fn glides_to(&mut self, y: f64, ms: f64) {
        let (from, begun) = (self.at, self.now);
        while self.now < begun + ms {
            self.now += FRAME;
            let u = ((self.now - begun) / ms).min(1.0);
            self.scrolls_to(from + (y - from) * u * u * (3.0 - 2.0 * u));
        }
    }

    fn leaves_after(&mut self, median: f64) {
        self.crossed = Some(self.now.round());
        self.waits(median, 1.35);
        self.committed = Some(self.now.round());
        self.hides();
    }
}

const FAMILIES: &[Family<Finger>] = &[
    ("flicks to the top, then the bar", Kind::Leave, |finger| {
        finger.up(3.2, 6.5, 90.0);
        finger.leaves_after(900.0);
    }),
    ("the address bar", Kind::Leave, |finger| {
        finger.flicks(-1.2);
        finger.waits(500.0, 1.3);
        finger.tells("blur", &[]);
        finger.leaves_after(1_700.0);
    }),
    ("copies the name", Kind::Leave, |finger| {
        finger.tells("touchstart", &[]);
        finger.waits(600.0, 1.1);
        finger.tells("touchend", &[]);
        let words = [NAME, "Aurora Trail Running Shoe", "Trail Running"];
        let name = finger.dice.pick(&words);
        finger.tells("copy", &[json!(name)]);
        finger.leaves_after(1_500.0);
    }),
    ("another tab, and back", Kind::Leave, |finger| {
        finger.crossed = Some(finger.now.round());
        finger.committed = finger.crossed;
        finger.returns = true;
        finger.hides();
        let away = finger.dice.between(6_000.0, 30_000.0);
        finger.now += away;
        finger.comes_back();
    }),
    ("up and down a list", Kind::Stay, |finger| {
        for _ in 0..5 {
            let speed = finger.dice.between(-2.2, 2.2);
            finger.flicks(speed);
            finger.waits(700.0, 1.5);
        }
    }),
    ("up to the menu, which is tapped", Kind::Stay, |finger| {
        finger.up(1.2, 3.0, 250.0);
        finger.waits(450.0, 1.5);
        finger.taps();
    }),
    ("back to the top by a button", Kind::Never, |finger| {
        finger.taps();
        finger.waits(60.0, 1.5);
        let ms = finger.dice.between(250.0, 700.0);
        finger.glides_to(0.0, ms);
    }),
    ("to an anchor", Kind::Never, |finger| {
        finger.taps();
        finger.now += 30.0;
        let y = finger.dice.between(0.0, 60.0);
        finger.scrolls_to(y);
    }),
    ("pulls to reload", Kind::Never, |finger| {
        finger.bounces = true;
        finger.glides_to(0.0, 2_500.0);
        finger.waits(800.0, 1.3);
        finger.tells("touchstart", &[]);
        finger.glides_to(-80.0, 300.0);
        finger.tells("touchend", &[]);
        finger.glides_to(0.0, 250.0);
    }),
    ("turns the phone", Kind::Never, |finger| {
        finger.tells("orientationchange", &[]);
        finger.tells("resize", &[]);
        let y = finger.at * 0.55;
        finger.scrolls_to(y);
    }),
    ("writes in a field", Kind::Never, |finger| {
        finger.taps();
        finger.tells("focus", &[json!("INPUT")]);
        finger.now += 150.0;
        finger.tells("resize", &[]);
        finger.tells("blur", &[]);
        for letter in ["m", "a", "x"] {
            finger.waits(200.0, 1.3);
            finger.tells("keydown", &[json!(letter)]);
        }
    }),
    ("answers a message", Kind::Never, |finger| {
        finger.hides();
        let away = finger.dice.between(300.0, 4_000.0);
        finger.now += away;
        finger.comes_back();
    }),
    ("copies a code", Kind::Never, |finger| {
        finger.taps();
        finger.tells("copy", &[json!("TRAIL-10")]);
    }),
    ("flicks to the top, to look there", Kind::Hard, |finger| {
        finger.up(3.2, 6.5, 90.0);
        finger.waits(1_500.0, 1.4);
        finger.flicks(1.5);
    }),
];

/// So many visits of each family.
pub fn visits(seed: u64, of_each: u64) -> Vec<Made> {
    let mut all = Vec::new();
    for (place, (family, kind, acts)) in FAMILIES.iter().enumerate() {
        for number in 0..of_each {
            let mut dice = Dice::of(seed, 500 + place as u64, number);
            let mut finger = Finger {
                size: dice.pick(PHONES),
                bounces: dice.chance(0.5),
                now: dice.between(500.0, 1_500.0),
                at: 0.0,
                log: Vec::new(),
                crossed: None,
                committed: None,
                returns: false,
                dice,
            };
            finger.reads();
            acts(&mut finger);
            let mut trace = label(family, *kind, number, finger.size, finger.log);
            trace["device"] = json!("touch");
            trace["t_cross"] = json!(finger.crossed);
            trace["t_commit"] = json!(finger.committed);
            trace["returnCase"] = json!(finger.returns);
            all.push(Made {
                family,
                kind: *kind,
                trace,
            });
        }
    }
    all
}
