//! Events as `src/js` writes them: a name and its facts, in the order of the fields of `core::event`.
//! What is not such a list is as if it had not happened.

use crate::core::consent::Consent;
use crate::core::effect::{Then, Timer};
use crate::core::event::{Event, Outcome, Popup};
use crate::core::exit_intent::{Key, Pointer, Signal, Target, Viewport};
use crate::core::json;
use crate::core::value::Value;

/// The timers by the number that `told` gives them.
pub const TIMERS: [Timer; 7] = [
    Timer::Save,
    Timer::Deliver,
    Timer::Exit,
    Timer::Campaign,
    Timer::Settle,
    Timer::Adopt,
    Timer::Cart,
];

/// The status that stands for a batch that went as a beacon.
const BEACONED: i32 = 1;
/// The status that stands for a batch that was not answered.
const FAILED: i32 = 0;

/// The facts of an event, taken one by one.
struct Facts(std::vec::IntoIter<Value>);

impl Facts {
    fn next(&mut self) -> Value {
        self.0.next().unwrap_or_default()
    }

    fn text(&mut self) -> String {
        self.maybe().unwrap_or_default()
    }

    fn maybe(&mut self) -> Option<String> {
        self.next().into_text()
    }

    fn flag(&mut self) -> bool {
        self.next().flag().unwrap_or(false)
    }

    fn number(&mut self) -> i32 {
        self.next().number().map_or(0, |number| number.trunc()) as i32
    }

    fn id(&mut self) -> u32 {
        self.number() as u32
    }

    fn place(&mut self) -> usize {
        self.number() as usize
    }

    fn pointer(&mut self) -> Pointer {
        Pointer {
            x: self.number(),
            y: self.number(),
            buttons: self.number() as u8,
        }
    }

    /// 64 bits as two numbers.
    fn bits(&mut self) -> u64 {
        let high = self.next().count().unwrap_or(0);
        high << 32 | self.next().count().unwrap_or(0)
    }
}

/// The event that a list tells of.
pub fn event(list: Value) -> Option<Event> {
    let mut facts = Facts(list.into_items().into_iter());
    let name = facts.text();
    let facts = &mut facts;
    Some(match name.as_str() {
        "start" => Event::Started {
            settings: settings(facts.next()),
            viewport: (facts.id(), facts.id()),
            seed: [facts.bits(), facts.bits()],
            address: facts.text(),
        },
        "whole" => Event::Whole(facts.text()),
        "on" => Event::On,
        "loaded" => Event::Loaded {
            profile: facts.maybe(),
            outboxes: outboxes(facts.next()),
        },
        "refused" => Event::StorageRefused,
        "consent" => Event::Consent(consent(facts.next())),
        "layer" => Event::Layer(facts.next()),
        "shelved" => Event::Shelved {
            file: facts.text(),
            text: facts.maybe(),
        },
        "fed" => Event::Fed(facts.maybe()),
        "answered" => Event::Answered {
            then: match (facts.number(), facts.id()) {
                (1, number) => Then::Record(number),
                (2, block) => Then::Fill(block),
                (_, campaign) => Then::Open(campaign as usize),
            },
            detail: Some(facts.next()).filter(|detail| !detail.is_null()),
        },
        "found" => Event::BlockFound {
            id: facts.id(),
            kind: facts.text(),
            limit: facts
                .next()
                .count()
                .and_then(|limit| u32::try_from(limit).ok()),
            options: facts.next(),
        },
        "lost" => Event::BlockLost(facts.id()),
        "filled" => Event::BlockFilled(facts.id()),
        "seen" => Event::BlockSeen(facts.id()),
        "chosen" => Event::CardClicked {
            block: facts.id(),
            index: facts.place(),
        },
        "call" => Event::Called {
            id: facts.id(),
            name: facts.text(),
            args: facts.next(),
        },
        name => return afterwards(name, facts),
    })
}

/// What is only heard of once the second part is here.
#[inline(never)]
fn afterwards(name: &str, facts: &mut Facts) -> Option<Event> {
    Some(match name {
        "rewritten" => Event::Rewritten(facts.text()),
        "read" => Event::Read(facts.next()),
        "route" => Event::Routed,
        "form" => Event::Submitted(facts.next()),
        "request" => Event::Requested(facts.next()),
        "click" => Event::Clicked {
            inside: facts.flag(),
            card: facts.next(),
        },
        "drawn" => Event::Drawn,
        "going" => Event::Going,
        "depth" => Event::Depth(facts.id()),
        "signal" => Event::Signal(signal(facts)?),
        "hidden" => Event::Hidden,
        "shown" => Event::Shown,
        "left" => Event::Left,
        "returned" => Event::Returned,
        "posted" => Event::Posted {
            batch: facts.id(),
            outcome: match facts.number() {
                FAILED => Outcome::Failed,
                BEACONED => Outcome::Beaconed,
                code => Outcome::Status {
                    code: code as u16,
                    retry_after: facts.next().count().filter(|wait| *wait > 0),
                },
            },
            untold: [facts.id(), facts.id(), facts.id()],
        },
        "woke" => Event::Woke(*TIMERS.get(facts.place())?),
        "bundle" => Event::BundleWanted(facts.id()),
        "device" => Event::Device(facts.next()),
        "zone" => Event::Zone(facts.text(), facts.next()),
        "pressed" => Event::Pressed(facts.text()),
        "looked" => Event::Looked {
            campaign: facts.id() as usize,
            dialog: facts.flag(),
        },
        "popup" => Event::Popup(popup(facts)?),
        _ => return None,
    })
}

/// Layers of settings: objects, and documents that should hold one.
fn settings(layers: Value) -> Vec<Value> {
    let mut all = layers.into_items();
    for layer in &mut all {
        if let Some(read) = layer.text().and_then(|text| json::read(text).ok()) {
            *layer = read;
        }
    }
    all
}

/// Pairs of a key and what is stored under it.
fn outboxes(pairs: Value) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for pair in pairs.into_items() {
        let mut facts = Facts(pair.into_items().into_iter());
        all.push((facts.text(), facts.text()));
    }
    all
}

/// Platforms with their words on the two purposes; one without words does not decide.
fn consent(platforms: Value) -> Vec<(String, Option<Consent>)> {
    let mut all = Vec::new();
    for platform in platforms.into_items() {
        let speaks = platform.items().len() > 1;
        let mut facts = Facts(platform.into_items().into_iter());
        let name = facts.text();
        let words = Consent {
            personalization: facts.next().flag().into(),
            analytics: facts.next().flag().into(),
        };
        all.push((name, speaks.then_some(words)));
    }
    all
}

/// Named as the browser names its events, where it has one of that meaning.
fn signal(facts: &mut Facts) -> Option<Signal> {
    Some(match facts.text().as_str() {
        "mousemove" => Signal::Move(facts.pointer()),
        "mouseleave" => Signal::Leave(facts.pointer()),
        "mousedown" if facts.flag() => Signal::Down(Target::Select),
        "mousedown" => Signal::Down(Target::Other),
        "click" => Signal::Click,
        "contextmenu" => Signal::ContextMenu,
        "keydown" => Signal::Key(Key::read(&facts.text(), facts.flag(), facts.flag())),
        "scroll" => Signal::Scroll(facts.number(), facts.number()),
        "touchstart" => Signal::TouchStart,
        "touchend" => Signal::TouchEnd,
        "focusfield" => Signal::FieldFocus,
        "blurfield" => Signal::FieldBlur,
        "focus" => Signal::WindowFocus,
        "blur" => Signal::WindowBlur,
        "resize" => Signal::Resize(Viewport {
            width: facts.number(),
            height: facts.number(),
        }),
        "orientationchange" => Signal::Rotate,
        "copy" => Signal::Copy(facts.text()),
        "beforeprint" => Signal::PrintStart,
        "afterprint" => Signal::PrintEnd,
        _ => return None,
    })
}

fn popup(facts: &mut Facts) -> Option<Popup> {
    Some(match facts.text().as_str() {
        "open" => Popup::Opened,
        "close" => Popup::Closed(
            facts
                .next()
                .get("reason")
                .text()
                .unwrap_or("api")
                .to_owned(),
        ),
        "click" => Popup::Clicked(facts.next()),
        "submit" => Popup::Submitted(facts.next()),
        "step" => Popup::Stepped(facts.next()),
        "coupon" => Popup::Given(facts.next()),
        "copy" => Popup::Copied(facts.next()),
        "failed" => Popup::Failed,
        _ => return None,
    })
}
