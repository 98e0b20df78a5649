//! Tabs of one browser in any order of being hidden, frozen, left, brought back and killed, with a server that comes and goes: what was durable
//! arrives, in the same bytes however often. A failure names the storm, which can be told again.

use std::collections::{BTreeMap, BTreeSet};

use vitrin::core::event::{Event, Outcome};
use vitrin::core::json;

use crate::shop::{Shop, lamp};

const OPEN: &str = r#"{"endpoint":"/events","consent":"granted","campaigns":"off"}"#;
/// An event is durable when it was accepted so long ago, or its page has been hidden since.
const DURABLE: u64 = 250;
/// So fine is the weave of what tabs do at once.
const STEP: u64 = 20;
const STORMS: u64 = 12;
const TURNS: u64 = 60;
const TABS: usize = 3;

/// Chance that can be told again (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    Shown,
    Hidden,
    Frozen,
    /// In the back/forward cache.
    Left,
}

struct Tab {
    shop: Shop,
    state: State,
    /// Numbers of events that are not durable yet, and when each was accepted.
    fresh: Vec<(u64, u64)>,
}

struct Storm {
    dice: Dice,
    now: u64,
    device: Vec<(String, String)>,
    tabs: Vec<Tab>,
    answer: Outcome,
    tracked: u64,
    durable: BTreeSet<u64>,
    arrived: BTreeSet<u64>,
    bytes: BTreeMap<u64, String>,
    told: Vec<String>,
}

impl Storm {
    fn new(seed: u64) -> Self {
        let mut storm = Self {
            dice: Dice((seed + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15)),
            now: 0,
            device: Vec::new(),
            tabs: Vec::new(),
            answer: status(204, None),
            tracked: 0,
            durable: BTreeSet::new(),
            arrived: BTreeSet::new(),
            bytes: BTreeMap::new(),
            told: Vec::new(),
        };
        for tab in 0..TABS {
            let opened = storm.document(tab);
            storm.tabs.push(opened);
            // All are one shopper's.
            storm.pass(1000);
        }
        storm
    }

    /// A new document, at this time.
    fn document(&mut self, tab: usize) -> Tab {
        let mut shop = Shop::open(OPEN);
        shop.sleep(self.now);
        shop.storage.clone_from(&self.device);
        let mut shop = shop.next_document(OPEN);
        shop.answer = self.answer;
        shop.visit(&lamp(1 + tab as u32));
        self.device.clone_from(&shop.storage);
        // Loading took its time; no two documents begin at once.
        self.now += 80;
        for other in 0..self.tabs.len() {
            if other != tab {
                self.passes(other, 80);
            }
        }
        Tab {
            shop,
            state: State::Shown,
            fresh: Vec::new(),
        }
    }

    /// Something happens in a tab, with the device as it stands.
    fn within(&mut self, tab: usize, happens: impl FnOnce(&mut Shop)) {
        let tab = &mut self.tabs[tab];
        tab.shop.answer = self.answer;
        tab.shop.storage.clone_from(&self.device);
        happens(&mut tab.shop);
        self.device.clone_from(&tab.shop.storage);
    }

    fn runs(&self, tab: usize) -> bool {
        matches!(self.tabs[tab].state, State::Shown | State::Hidden)
    }

    fn passes(&mut self, tab: usize, span: u64) {
        if !self.runs(tab) {
            return self.tabs[tab].shop.freezes(span);
        }
        self.within(tab, |shop| shop.wait(span));
        let now = self.now;
        let fresh = std::mem::take(&mut self.tabs[tab].fresh);
        for (number, at) in fresh {
            if now >= at + DURABLE {
                self.durable.insert(number);
            } else {
                self.tabs[tab].fresh.push((number, at));
            }
        }
    }

    fn pass(&mut self, span: u64) {
        for _ in 0..span / STEP {
            self.now += STEP;
            for tab in 0..self.tabs.len() {
                self.passes(tab, STEP);
            }
        }
    }

    fn secures(&mut self, tab: usize) {
        for (number, _) in std::mem::take(&mut self.tabs[tab].fresh) {
            self.durable.insert(number);
        }
    }

    fn tracks(&mut self, tab: usize) {
        self.tracked += 1;
        let number = self.tracked;
        self.within(tab, |shop| {
            shop.call("track", &format!(r#"["wink",{{"number":{number}}}]"#));
        });
        if self.tabs[tab].state == State::Shown {
            self.tabs[tab].fresh.push((number, self.now));
        } else {
            self.durable.insert(number);
        }
    }

    fn hears(&mut self, tab: usize, event: Event, state: State) {
        self.tabs[tab].state = state;
        self.within(tab, |shop| shop.tell(event));
    }

    /// What the server got from this document, which is then gone without a word.
    fn ends(&mut self, tab: usize) {
        let shop = &self.tabs[tab].shop;
        for event in shop.sent("wink") {
            self.arrived.extend(event.get("number").count());
        }
        for text in shop.posted("wink") {
            let number = json::read(text).unwrap().get("number").count().unwrap();
            let known = self.bytes.entry(number).or_insert_with(|| text.to_owned());
            assert_eq!(known, text, "a copy differs");
        }
    }

    fn anew(&mut self, tab: usize) {
        self.ends(tab);
        self.tabs[tab] = self.document(tab);
    }

    /// One thing happens.
    fn turn(&mut self) {
        let tab = self.dice.below(TABS as u64) as usize;
        let what = self.dice.below(10);
        let state = self.tabs[tab].state;
        self.told
            .push(format!("{} tab {tab} {state:?} {what}", self.now));
        match (state, what) {
            (State::Shown, 0..=4) | (State::Hidden, 0..=1) => self.tracks(tab),
            (State::Shown, 5..=6) => {
                self.hears(tab, Event::Hidden, State::Hidden);
                self.secures(tab);
            }
            (State::Shown | State::Hidden, 7) => {
                self.tracks(tab);
                self.within(tab, |shop| shop.tell(Event::Left));
                self.hears(tab, Event::Hidden, State::Left);
                self.secures(tab);
            }
            (State::Hidden, 2..=3) => self.hears(tab, Event::Shown, State::Shown),
            (State::Hidden, 4..=6) => self.tabs[tab].state = State::Frozen,
            (State::Frozen, 0..=4) => {
                self.tabs[tab].state = State::Hidden;
                if what < 2 {
                    self.tracks(tab);
                }
                if what.is_multiple_of(2) {
                    self.hears(tab, Event::Shown, State::Shown);
                }
            }
            (State::Left, 0..=4) => {
                if what < 2 {
                    self.tracks(tab);
                }
                self.within(tab, |shop| shop.tell(Event::Returned));
                self.hears(tab, Event::Shown, State::Shown);
            }
            (_, 8) => self.anew(tab),
            (_, 9) => {
                self.answer = match self.dice.below(5) {
                    0 | 1 => status(204, None),
                    2 => Outcome::Failed,
                    3 => status(503, None),
                    _ => status(429, Some(2000)),
                }
            }
            _ => {}
        }
        match self.dice.below(12) {
            // The machine sleeps, and all wakes together.
            0 => {
                self.now += 30_000;
                for tab in &mut self.tabs {
                    tab.shop.freezes(30_000);
                }
            }
            1..=3 => {
                let span = self.dice.below(15_000);
                self.pass(span);
            }
            4..=8 => {
                let span = self.dice.below(400);
                self.pass(span);
            }
            _ => {}
        }
    }

    /// All tabs but one are gone, and the server takes what it is given.
    fn calms_down(&mut self) {
        self.answer = status(204, None);
        self.anew(0);
        for tab in 1..TABS {
            self.ends(tab);
            self.tabs[tab].state = State::Left;
        }
        // What others left as they went is found by the next page.
        for _ in 0..2 {
            self.pass(15_000);
            self.anew(0);
        }
        self.pass(1000);
        self.ends(0);
    }
}

fn status(code: u16, retry_after: Option<u64>) -> Outcome {
    Outcome::Status { code, retry_after }
}

#[test]
fn whatever_tabs_go_through_what_was_durable_arrives() {
    let mut tracked = 0;
    for seed in 0..STORMS {
        let mut storm = Storm::new(seed);
        for _ in 0..TURNS {
            storm.turn();
        }
        storm.calms_down();
        let lost: Vec<&u64> = storm.durable.difference(&storm.arrived).collect();
        assert!(
            lost.is_empty(),
            "storm {seed}: {lost:?} of {} are lost\n{}",
            storm.tracked,
            storm.told.join("\n")
        );
        let waits = |(key, text): &&(String, String)| {
            key.starts_with("vitrin.out.") && text.contains("wink")
        };
        assert_eq!(storm.device.iter().find(waits), None, "storm {seed}");
        tracked += storm.tracked;
    }
    assert!(tracked > STORMS * 10, "{tracked}");
}
