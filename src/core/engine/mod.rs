//! The engine: one event in, the effects out, nothing else. What it knows of this page and visit is its own.
//! The files beside this one each answer one question: what a page tells, what becomes of a cart, of blocks, of campaigns, of calls, of records.

mod advice;
mod blocks;
mod calls;
mod campaigns;
mod cart;
mod delivery;
mod import;
mod later;
mod leads;
mod leaving;
mod life;
mod memory;
mod page;
mod tabs;
mod telling;
mod triggers;
mod vary;
mod visit;

pub use memory::{OUTBOX_KEY, PROFILE_KEY};

use super::campaign::ARRIVING;
use super::config::Settings;
use super::consent::{Consent, Voices, Word};
use super::effect::{Effect, Then, Timer};
use super::event::Event;
use super::exit_intent::{Detector, Viewport};
use super::ident::Chance;
use super::outbox::Outbox;
use super::product::Product;
use super::profile::Profile;
use super::time::Time;
use super::value::Value;
use super::warning::Warning;
use later::{Later, Rest};

/// Everything that is known, and what is to be done about it.
pub struct Engine {
    now: Time,
    started: Time,
    effects: Vec<Effect>,
    /// Settings as they were given; `vitrin('config')` adds one.
    layers: Vec<Value>,
    settings: Settings,
    warned: Vec<String>,
    consent: Consent,
    voices: Voices,
    chance: Chance,
    profile: Profile,
    memory: memory::Memory,
    page: page::Page,
    records: delivery::Records,
    outbox: Outbox,
    advice: advice::Advice,
    blocks: blocks::Blocks,
    stage: campaigns::Stage,
    detector: Detector,
    /// What the first part of the module left to the second.
    left: Vec<Later>,
    rest: Rest,
    attention: leaving::Attention,
    till: cart::Till,
    /// What the browser calls itself.
    agent: String,
    stopped: bool,
}

impl Engine {
    /// An engine that waits for [`Event::Started`].
    #[must_use]
    pub fn new() -> Self {
        let mut chance = Chance::new([0, 0]);
        Self {
            now: Time(0),
            started: Time(0),
            effects: Vec::new(),
            layers: Vec::new(),
            settings: Settings::default(),
            warned: Vec::new(),
            consent: Consent::default(),
            voices: Voices::default(),
            profile: Profile::new(Time(0), &mut chance),
            chance,
            memory: memory::Memory::default(),
            page: page::Page::default(),
            records: delivery::Records::default(),
            outbox: Outbox::default(),
            advice: advice::Advice::default(),
            blocks: blocks::Blocks::default(),
            stage: campaigns::Stage::default(),
            detector: Detector::new(
                Viewport {
                    width: 0,
                    height: 0,
                },
                ARRIVING,
            ),
            left: Vec::new(),
            rest: Rest::Away,
            attention: leaving::Attention::default(),
            till: cart::Till::default(),
            agent: String::new(),
            stopped: false,
        }
    }

    /// Takes an event in and says what is to be done, in order.
    pub fn update(&mut self, now: Time, event: Event) -> Vec<Effect> {
        self.now = now;
        if !self.stopped {
            self.take(event);
        }
        core::mem::take(&mut self.effects)
    }

    /// What a block needs before it can be shown is done here and now; all else is left to the second part (see [`later`]).
    fn take(&mut self, event: Event) {
        match event {
            Event::Started {
                settings,
                seed,
                viewport,
                address,
            } => {
                let mut here = Product::default();
                here.url = Some(address);
                self.page.presumed = Some(here);
                self.start(settings, seed, viewport);
            }
            Event::Whole(agent) => {
                self.agent = agent;
                self.catch_up();
            }
            Event::On => {
                self.catch_up();
                if self.memory.due && self.memory.hidden {
                    self.hear_later(Event::Woke(Timer::Save));
                }
            }
            Event::Consent(platforms) => {
                for (platform, words) in &platforms {
                    self.voices.hear(platform, *words, self.settings.consent);
                }
                let before = self.consent;
                // The first word of a page is no change of mind.
                if self.agree() && before.analytics != Word::Unknown {
                    self.tell_consent();
                }
            }
            Event::Loaded { profile, outboxes } => self.loaded(profile, outboxes),
            Event::StorageRefused => self.storage_refused(),
            // Of the page, which is to be read first.
            Event::Layer(entry) if self.rest == Rest::Away => self.page.hear_early(entry),
            Event::Answered {
                then: Then::Fill(block),
                detail,
            } => self.decided(block, detail),
            Event::BlockFound {
                id,
                kind,
                limit,
                options,
            } => self.block_found(id, &kind, limit, options),
            Event::BlockLost(id) => self.block_lost(id),
            Event::Called { id, name, args } if name == "consent" || name == "config" => {
                self.told(id, &name, &args)
            }
            other => self.hear_later(other),
        }
    }

    fn start(&mut self, layers: Vec<Value>, seed: [u64; 2], (width, height): (u32, u32)) {
        self.started = self.now;
        self.chance = Chance::new(seed);
        self.profile = Profile::new(self.now, &mut self.chance);
        self.memory = memory::Memory::new(self.chance.ulid(self.now));
        self.detector = Detector::new(
            Viewport {
                width: i32::try_from(width).unwrap_or(i32::MAX),
                height: i32::try_from(height).unwrap_or(i32::MAX),
            },
            ARRIVING,
        );
        self.layers = layers;
        self.configure();
    }

    /// Settings have come or changed.
    fn configure(&mut self) {
        let settings = Settings::at_once(&self.layers);
        let before = core::mem::replace(&mut self.settings, settings);
        let mut blocks = Vec::new();
        for block in &self.settings.blocks {
            if !before.blocks.contains(block) {
                blocks.push(block.clone());
            }
        }
        if !blocks.is_empty() {
            self.emit(Effect::Insert(blocks));
        }
        self.agree();
        self.later(Later::Configured);
    }

    /// Compiled once: effects are asked for in many places.
    #[inline(never)]
    fn emit(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    fn wake(&mut self, timer: Timer, after: u64) {
        self.emit(Effect::Wake(timer, after));
    }

    /// Says it once, to the console and to whoever listens.
    fn warn(&mut self, warning: Warning) {
        if !self.warned.contains(&warning.message) {
            self.warned.push(warning.message.clone());
            let detail = Value::object()
                .with("code", warning.code)
                .with("message", warning.message.as_str());
            self.emit(Effect::Warn(warning));
            self.announce("vitrin-warning", detail);
        }
    }

    /// Milliseconds since the script started.
    fn elapsed(&self) -> u64 {
        self.now.since(self.started)
    }
}

impl Default for Engine {
    fn default() -> Self {
        Self::new()
    }
}
