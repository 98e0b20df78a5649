//! A browser and a backend, played: effects are carried out at once, timers run when time passes, what is posted is received.
//! It decides as little as the real ones: what an effect asks for, it does.

use std::collections::BTreeMap;

use vitrin::core::effect::{BlockId, Effect, Then, Timer};
use vitrin::core::engine::Engine;
use vitrin::core::event::{Event, Outcome};
use vitrin::core::exit_intent::{Pointer, Signal};
use vitrin::core::json;
use vitrin::core::outbox::Parcel;
use vitrin::core::time::Time;
use vitrin::core::value::Value;

use crate::schemas::{against_envelope, against_settings, settings_of_tag};

/// When every story begins.
pub const T: Time = Time(1_795_342_530_000);

/// The page of a lamp, as a shop with JSON-LD prints it.
pub fn lamp(number: u32) -> String {
    format!(
        r#"{{"url":"https://shop.example/p/lamp-{number}","title":"Lamp {number}","canonical":"","ld":["{{\"@type\":\"Product\",\"name\":\"Lamp {number}\",\"sku\":\"lamp-{number}\",\"brand\":\"Nord\",\"category\":\"Lamps\",\"offers\":{{\"price\":\"2{number}.00\",\"priceCurrency\":\"EUR\",\"availability\":\"https://schema.org/InStock\"}}}}"]}}"#
    )
}

/// The catalog of the shop: ten lamps, ten mugs, and a lamp that is sold out.
fn feed() -> String {
    let row = |id: &str, category: &str, availability: &str| {
        format!(
            r#"{{"id":"{id}","title":"{id}","url":"/p/{id}","price":"25.00","currency":"EUR","brand":"Nord","category":"{category}","availability":"{availability}"}}"#
        )
    };
    let mut rows: Vec<String> = (1..=10)
        .map(|n| row(&format!("lamp-{n}"), "Lamps", "in_stock"))
        .collect();
    rows.extend((1..=10).map(|n| row(&format!("mug-{n}"), "Mugs", "in_stock")));
    rows.push(row("sold-out", "Lamps", "out_of_stock"));
    format!("[{}]", rows.join(","))
}

/// Every envelope of every story is what the published schema says.
pub fn agrees_with_the_schema(body: &str) {
    let wrong = against_envelope(&serde_json::from_str(body).unwrap());
    assert!(wrong.is_empty(), "{}\n{body}", wrong.join("\n"));
}

/// A shop with one shopper.
pub struct Shop {
    /// What the browser calls itself.
    pub agent: String,
    /// What the browser says of the device, if it says anything.
    pub device: Value,
    /// Where the next document is.
    pub address: String,
    engine: Engine,
    now: Time,
    timers: Vec<(Timer, Time)>,
    calls: u32,
    replies: Vec<(u32, Value)>,
    blocks: Vec<(BlockId, &'static str)>,
    shown: Vec<(BlockId, Vec<String>)>,
    /// Of filled blocks what they really show, the heading, and what stands beside the cards.
    pub headed: Vec<(BlockId, (&'static str, String, Value))>,
    /// Announcements that cannot be cancelled.
    pub announced: Vec<(&'static str, Value)>,
    /// Blocks that have nothing to show.
    pub emptied: Vec<BlockId>,
    /// What the device holds.
    pub storage: Vec<(String, String)>,
    /// What other tabs heard of the profile's key: what was written to it, nothing where it was taken away.
    pub overheard: Vec<String>,
    /// All that was ever written to it.
    pub ever_written: String,
    /// Whether it was ever read.
    pub ever_loaded: bool,
    /// Whether the page shows a dialog of its own.
    pub dialog: bool,
    /// Whether the page's handlers refuse what can be refused.
    pub refuses: bool,
    /// What the page's handlers make of an event.
    pub refines: Option<fn(Value) -> Value>,
    /// Popups that were opened.
    pub opened: Vec<Value>,
    /// What forms were told of their way.
    pub arrived: Vec<bool>,
    /// The catalog's feed.
    feed: String,
    /// What the shop's server says is in the cart; `null` when it does not answer.
    pub cart: String,
    /// Where it was asked for that.
    pub asked_for: Vec<&'static str>,
    /// Requests of any kind.
    pub asked: usize,
    /// Files of the shelf, by their names.
    pub shelf: BTreeMap<String, String>,
    /// What the endpoint answers.
    pub answer: Outcome,
    /// Whether the second part of the module is here.
    whole: bool,
    /// Whether the page keeps its turn, so that what the second part has to catch up with waits.
    pub hurried: bool,
    /// Events the backend has, each id once, in the order of arrival.
    pub received: Vec<Value>,
    /// Every event as often as it was on its way, taken or not: its id and its bytes.
    posted: Vec<(String, String)>,
    /// What the destination is not told of the next batch, for its age and for want of a visitor, and what it says it will never take.
    pub untold: [u32; 3],
    /// Warnings in the console.
    pub warned: Vec<String>,
    /// What the published schema has against the settings.
    misset: Vec<String>,
    /// Everything that went in and came out.
    pub log: Vec<String>,
}

impl Shop {
    /// A first document, with these settings in the tag.
    pub fn open(settings: &str) -> Self {
        Self::closed().start(settings)
    }

    /// The same for a shop with this feed.
    pub fn with_feed(settings: &str, feed: &str) -> Self {
        let mut shop = Self::closed();
        shop.feed = feed.to_owned();
        shop.start(settings)
    }

    fn closed() -> Self {
        Self {
            agent: String::new(),
            device: Value::NULL,
            address: String::new(),
            engine: Engine::new(),
            whole: false,
            hurried: false,
            now: T,
            timers: Vec::new(),
            calls: 0,
            replies: Vec::new(),
            blocks: Vec::new(),
            shown: Vec::new(),
            headed: Vec::new(),
            announced: Vec::new(),
            emptied: Vec::new(),
            storage: Vec::new(),
            overheard: Vec::new(),
            ever_written: String::new(),
            ever_loaded: false,
            dialog: false,
            refuses: false,
            refines: None,
            opened: Vec::new(),
            arrived: Vec::new(),
            feed: feed(),
            cart: "null".to_owned(),
            asked_for: Vec::new(),
            asked: 0,
            shelf: BTreeMap::new(),
            answer: Outcome::Status {
                code: 204,
                retry_after: None,
            },
            received: Vec::new(),
            posted: Vec::new(),
            untold: [0; 3],
            warned: Vec::new(),
            misset: Vec::new(),
            log: Vec::new(),
        }
    }

    /// The same for a browser that calls itself so.
    pub fn visited_by(agent: &str) -> Self {
        let mut shop = Self::closed();
        shop.agent = agent.to_owned();
        shop.start(r#"{"endpoint":"/events","consent":"granted"}"#)
    }

    /// Another document of the same browser and backend.
    pub fn next_document(mut self, settings: &str) -> Self {
        // Loading takes its time.
        self.now = self.now.after(80);
        self.engine = Engine::new();
        self.whole = false;
        self.timers.clear();
        self.blocks.clear();
        self.start(settings)
    }

    fn start(mut self, settings: &str) -> Self {
        self.is_set(settings);
        self.tell(Event::Started {
            settings: vec![json::read(settings).unwrap()],
            seed: [self.now.0, 7],
            viewport: (1280, 900),
            address: self.address.clone(),
        });
        self
    }

    /// Notes what the published schema has against settings that this story uses.
    fn is_set(&mut self, settings: &str) {
        let told = serde_json::from_str(settings).unwrap_or_default();
        let wrong = against_settings(&settings_of_tag(&told));
        if !wrong.is_empty() {
            self.misset
                .push(format!("{}\n{settings}", wrong.join("\n")));
        }
    }

    /// Something happens.
    pub fn tell(&mut self, event: Event) {
        let mut events = vec![event];
        while !events.is_empty() {
            let event = events.remove(0);
            // The second part comes when the page has been read once.
            if matches!(event, Event::Read(_)) && !core::mem::replace(&mut self.whole, true) {
                if !self.device.is_null() {
                    events.push(Event::Device(self.device.clone()));
                }
                events.push(Event::Whole(self.agent.clone()));
            }
            self.log.push(format!("{:?} {event:?}", self.now));
            for effect in self.engine.update(self.now, event) {
                self.log.push(format!("  {effect:?}"));
                events.extend(self.perform(effect));
            }
        }
    }

    fn perform(&mut self, effect: Effect) -> Option<Event> {
        match effect {
            Effect::Warn(warning) => self.warned.push(warning.message),
            Effect::Announce(announcement) => {
                if announcement.then == Then::Nothing {
                    self.announced
                        .push((announcement.name, announcement.detail.clone()));
                }
                let detail = match (announcement.then, self.refines) {
                    (Then::Record(_), Some(refine)) => refine(announcement.detail),
                    _ => announcement.detail,
                };
                return Some(Event::Answered {
                    then: announcement.then,
                    detail: (!self.refuses).then_some(detail),
                });
            }
            Effect::Pause => return (!self.hurried).then_some(Event::On),
            Effect::Load { profile, outboxes } => {
                self.ever_loaded = true;
                let ours = |key: &str| key == "vitrin";
                return Some(Event::Loaded {
                    profile: self
                        .storage
                        .iter()
                        .find(|(key, _)| profile && ours(key))
                        .map(|(_, text)| text.clone()),
                    outboxes: self
                        .storage
                        .iter()
                        .filter(|(key, _)| outboxes && !ours(key))
                        .cloned()
                        .collect(),
                });
            }
            Effect::Write(key, text) => {
                let there = self.storage.iter().any(|(known, _)| *known == key);
                if key == "vitrin" && (there || text.is_some()) {
                    self.overheard.push(text.clone().unwrap_or_default());
                }
                self.storage.retain(|(known, _)| *known != key);
                if let Some(text) = text {
                    self.ever_written.push_str(&text);
                    self.storage.push((key, text));
                }
            }
            Effect::Erase { profile, outboxes } => {
                if profile && self.storage.iter().any(|(key, _)| key == "vitrin") {
                    self.overheard.push(String::new());
                }
                self.storage
                    .retain(|(key, _)| !(if key == "vitrin" { profile } else { outboxes }));
            }
            Effect::Feed(_) => {
                self.asked += 1;
                return Some(Event::Fed(Some(self.feed.clone())));
            }
            Effect::Shelf(_, file) => {
                self.asked += 1;
                let text = self.shelf.get(&file).cloned();
                return Some(Event::Shelved { file, text });
            }
            Effect::Post(Parcel {
                batch,
                body,
                beacon,
                ..
            }) => {
                self.asked += 1;
                self.same_to_the_byte(&body);
                agrees_with_the_schema(&body);
                let taken = matches!(
                    self.answer,
                    Outcome::Status {
                        code: 200..=299,
                        ..
                    }
                );
                if taken {
                    self.receive(&body);
                }
                let outcome = if beacon {
                    Outcome::Beaconed
                } else {
                    self.answer
                };
                return Some(Event::Posted {
                    batch,
                    outcome,
                    untold: if taken && !beacon {
                        core::mem::take(&mut self.untold)
                    } else {
                        self.untold
                    },
                });
            }
            Effect::Wake(timer, after) => {
                self.timers.retain(|(known, _)| *known != timer);
                self.timers.push((timer, self.now.after(after)));
            }
            Effect::Fill {
                block,
                kind,
                heading,
                cards,
                more,
            } => {
                self.headed.retain(|(known, _)| *known != block);
                self.headed.push((block, (kind, heading, more)));
                let ids = cards
                    .iter()
                    .map(|card| card.get("id").scalar().unwrap())
                    .collect();
                self.shown.retain(|(known, _)| *known != block);
                self.shown.push((block, ids));
                return Some(Event::BlockFilled(block));
            }
            Effect::Empty(block) => self.emptied.push(block),
            Effect::Look(campaign) => {
                return Some(Event::Looked {
                    campaign,
                    dialog: self.dialog,
                });
            }
            // A browser knows no clock on Mars.
            Effect::Zone(name) => {
                let known = !name.starts_with("Mars");
                return Some(Event::Zone(name, known.then_some(60_u32).into()));
            }
            Effect::Ask(path) => {
                self.asked += 1;
                self.asked_for.push(path);
                let cart = json::read(&self.cart).unwrap();
                let ok = !cart.is_null();
                return Some(Event::Requested(
                    Value::object()
                        .with("url", ["https://shop.example", path].concat())
                        .with("method", "GET")
                        .with("ok", ok)
                        .with("reply", cart),
                ));
            }
            Effect::Open(content) => self.opened.push(content),
            Effect::Sent(_, arrived) => self.arrived.push(arrived),
            Effect::Reply(call, value) => self.replies.push((call, value)),
            Effect::Read
            | Effect::Watch
            | Effect::Clicks(_)
            | Effect::Insert(_)
            | Effect::Prepare
            | Effect::Close(_)
            | Effect::Stop => {}
        }
        None
    }

    /// Whatever is posted again is posted in the same bytes.
    fn same_to_the_byte(&mut self, body: &str) {
        let (mut depth, mut quoted, mut escaped, mut from) = (0, false, false, 0);
        for (at, letter) in body.char_indices() {
            match letter {
                _ if core::mem::take(&mut escaped) => {}
                '\\' => escaped = true,
                '"' => quoted = !quoted,
                _ if quoted => {}
                '{' => {
                    depth += 1;
                    from = if depth == 2 { at } else { from };
                }
                '}' => {
                    depth -= 1;
                    if depth == 1 {
                        self.post(&body[from..=at]);
                    }
                }
                _ => {}
            }
        }
    }

    fn post(&mut self, event: &str) {
        let id = json::read(event)
            .unwrap()
            .get("id")
            .text()
            .unwrap()
            .to_owned();
        for (known, before) in &self.posted {
            assert!(*known != id || before == event, "{before}\nis not\n{event}");
        }
        self.posted.push((id, event.to_owned()));
    }

    /// How often events of this name were on their way, each time in the bytes that it was.
    pub fn posted(&self, name: &str) -> Vec<&str> {
        let name = format!("\"name\":\"{name}\"");
        let all = self.posted.iter().map(|(_, text)| text.as_str());
        all.filter(|text| text.contains(&name)).collect()
    }

    fn receive(&mut self, body: &str) {
        for event in json::read(body).unwrap().get("events").items() {
            if !self
                .received
                .iter()
                .any(|known| known.get("id") == event.get("id"))
            {
                self.received.push(event.clone());
            }
        }
    }

    /// Time passes; timers ring on their way.
    pub fn wait(&mut self, span: u64) {
        let end = self.now.after(span);
        loop {
            let next = self.timers.iter().map(|(_, at)| *at).min();
            let Some(at) = next.filter(|at| *at <= end) else {
                break;
            };
            let place = self.timers.iter().position(|(_, due)| *due == at).unwrap();
            let (timer, _) = self.timers.remove(place);
            self.now = self.now.max(at);
            self.tell(Event::Woke(timer));
        }
        self.now = end;
    }

    /// Time passes in which no document is open.
    pub fn sleep(&mut self, span: u64) {
        self.timers.clear();
        self.now = self.now.after(span);
    }

    /// Time passes in which the page is frozen: its timers are late.
    pub fn freezes(&mut self, span: u64) {
        self.now = self.now.after(span);
    }

    /// The page is read, as on a load or after a change of address.
    pub fn visit(&mut self, snapshot: &str) {
        self.tell(Event::Read(json::read(snapshot).unwrap()));
    }

    /// The shop pushes to its dataLayer.
    pub fn layer(&mut self, entry: &str) {
        self.tell(Event::Layer(json::read(entry).unwrap()));
    }

    /// A block stands in the page.
    pub fn block(&mut self, id: BlockId, kind: &'static str) {
        self.block_with(id, kind, "{}");
    }

    /// The same with attributes.
    pub fn block_with(&mut self, id: BlockId, kind: &'static str, attributes: &str) {
        self.blocks.push((id, kind));
        self.tell(Event::BlockFound {
            id,
            kind: kind.to_owned(),
            limit: Some(4),
            options: json::read(attributes).unwrap(),
        });
    }

    /// Ids of the cards of all blocks.
    pub fn shown_anywhere(&self) -> Vec<String> {
        self.shown.iter().flat_map(|(_, ids)| ids.clone()).collect()
    }

    /// Ids of the cards a block shows.
    pub fn filled(&self, kind: &str) -> Vec<String> {
        let (id, _) = self
            .blocks
            .iter()
            .find(|(_, known)| *known == kind)
            .unwrap();
        let shown = self.shown.iter().find(|(known, _)| known == id);
        shown.map(|(_, ids)| ids.clone()).unwrap_or_default()
    }

    /// `vitrin(name, …args)`.
    pub fn call(&mut self, name: &str, args: &str) -> Value {
        self.calls += 1;
        let id = self.calls;
        if name == "config" {
            self.is_set(args.trim_start_matches('[').trim_end_matches(']'));
        }
        self.tell(Event::Called {
            id,
            name: name.to_owned(),
            args: json::read(args).unwrap(),
        });
        let answer = self.replies.iter().find(|(call, _)| *call == id);
        answer
            .map(|(_, value)| value.clone())
            .unwrap_or_else(|| panic!("{name} was not answered"))
    }

    /// The pointer rests in the page and then rushes out through the top edge, to stay there.
    pub fn leave_through_the_top(&mut self) {
        let at = |y| Pointer {
            x: 600,
            y,
            buttons: 0,
        };
        self.tell(Event::Signal(Signal::Move(at(500))));
        for step in 0..40 {
            self.tell(Event::Signal(Signal::Move(at(500 - step % 3))));
            self.now = self.now.after(20);
        }
        for y in [400, 280, 160, 60, 8] {
            self.tell(Event::Signal(Signal::Move(at(y))));
            self.now = self.now.after(16);
        }
        self.tell(Event::Signal(Signal::Leave(at(-30))));
        self.wait(400);
    }

    /// The popup that was opened last, which is this one.
    pub fn open_popup(&self, campaign: &str) -> Value {
        let last = self.opened.last().unwrap_or_else(|| panic!("no popup"));
        assert_eq!(last.get("id").text(), Some(campaign));
        last.clone()
    }

    /// Events of a name that the backend has.
    pub fn sent(&self, name: &str) -> Vec<Value> {
        let named = |event: &&Value| event.get("name").text() == Some(name);
        self.received.iter().filter(named).cloned().collect()
    }

    /// How many of a name.
    pub fn count(&self, name: &str) -> usize {
        self.sent(name).len()
    }

    /// The ids of all events, in the order of arrival.
    pub fn ids(&self) -> Vec<String> {
        self.received
            .iter()
            .filter_map(|event| event.get("id").scalar())
            .collect()
    }
}

/// Settings that the schema does not take are meant to be wrong, and then the shop was told so.
impl Drop for Shop {
    fn drop(&mut self) {
        let told = self.warned.len() >= self.misset.len();
        assert!(
            told || std::thread::panicking(),
            "settings that the schema does not take, without a warning:\n{}",
            self.misset.join("\n")
        );
    }
}
