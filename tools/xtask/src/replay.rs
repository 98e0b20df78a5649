//! `cargo xtask replay`: a visit that a page recorded with `?vitrin-debug`, decided again natively, by these settings or by others.
//! With its own settings every answer must be the recorded one, to the byte; with others the browser is played as far as decisions need it.

use std::fmt::Write as _;
use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use vitrin::core::engine::Engine;
use vitrin::web;

const HELP: &str = "\
cargo xtask replay LOG [--settings FILE]

LOG is what `copy(vitrin.log.join('\\n'))` gives on a page opened with `?vitrin-debug`.
Prints what was decided, a line each: milliseconds since the start, the event, the effects. Last, what `explain` says.
With --settings FILE (JSON) these settings stand over those of the page, and forms, popups and timers are played.";

/// Effects that carry out nothing a person would call a decision.
const QUIET: &[&str] = &[
    "wake", "write", "load", "read", "watch", "reply", "zone", "pause",
];
/// What the browser answered to effects: with other settings it is played instead.
const ANSWERS: &[&str] = &[
    "woke", "answered", "looked", "popup", "zone", "filled", "seen", "on",
];
/// A played wait longer than a visit is none.
const MAX_ROUNDS: usize = 100_000;

/// Runs the command.
pub fn run(mut arguments: lexopt::Parser) -> Result<ExitCode> {
    let (mut log, mut settings) = (None, None);
    while let Some(argument) = arguments.next()? {
        match argument {
            lexopt::Arg::Long("help") | lexopt::Arg::Short('h') => {
                println!("{HELP}");
                return Ok(ExitCode::SUCCESS);
            }
            lexopt::Arg::Long("settings") => settings = Some(PathBuf::from(arguments.value()?)),
            lexopt::Arg::Value(value) if log.is_none() => log = Some(PathBuf::from(value)),
            other => return Err(other.unexpected().into()),
        }
    }
    let Some(path) = log else {
        bail!("which log?\n{HELP}");
    };
    let log = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let other = match &settings {
        Some(path) => {
            let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
            Some(serde_json::from_str(&text).with_context(|| path.display().to_string())?)
        }
        None => None,
    };
    let replayed = replay(&log, other.as_ref())?;
    std::io::stdout().write_all(replayed.text.as_bytes())?;
    if let Some(difference) = replayed.difference {
        eprintln!("not as recorded, line {difference}");
        return Ok(ExitCode::FAILURE);
    }
    if other.is_none() {
        eprintln!("{} events, every answer as recorded", replayed.events);
    }
    Ok(ExitCode::SUCCESS)
}

struct Replayed {
    text: String,
    events: usize,
    /// The first answer that is not the recorded one: its line, and both.
    difference: Option<String>,
}

/// A recorded line: a time and an event, and the effects if they were recorded.
struct Entry<'a> {
    line: usize,
    at: u64,
    event: &'a str,
    effects: Option<&'a str>,
}

fn entries(log: &str) -> Result<Vec<Entry<'_>>> {
    let mut entries: Vec<Entry> = Vec::new();
    for (index, text) in log.lines().enumerate() {
        let line = index + 1;
        if let Some(effects) = text.strip_prefix("= ") {
            if let Some(last) = entries.last_mut() {
                last.effects = Some(effects);
            }
        } else if !text.trim().is_empty() {
            let (at, event) = text
                .split_once(' ')
                .with_context(|| format!("line {line}: no event"))?;
            let at = at
                .parse()
                .with_context(|| format!("line {line}: {at} is no time"))?;
            entries.push(Entry {
                line,
                at,
                event,
                effects: None,
            });
        }
    }
    Ok(entries)
}

fn replay(log: &str, settings: Option<&Value>) -> Result<Replayed> {
    let mut replayed = Replayed {
        text: String::new(),
        events: 0,
        difference: None,
    };
    let mut document = Document::new(0);
    for entry in entries(log)? {
        let mut event: Value = serde_json::from_str(entry.event)
            .with_context(|| format!("line {}: not JSON", entry.line))?;
        let name = event
            .get(0)
            .and_then(Value::as_str)
            .unwrap_or("")
            .to_owned();
        if name == "start" {
            document.explain(&mut replayed.text)?;
            document = Document::new(entry.at);
        }
        match settings {
            None => {
                let effects = document.tell(entry.at, entry.event, &mut replayed.text)?;
                if replayed.difference.is_none()
                    && entry.effects.is_some_and(|recorded| recorded != effects)
                {
                    let recorded = entry.effects.unwrap_or("");
                    replayed.difference = Some(format!(
                        "{}\nrecorded: {recorded}\nnow:      {effects}",
                        entry.line
                    ));
                }
            }
            Some(settings) => {
                document.ring(entry.at, &mut replayed.text)?;
                if ANSWERS.contains(&&*name) {
                    continue;
                }
                if name == "start"
                    && let Some(layers) = event.get_mut(1).and_then(Value::as_array_mut)
                {
                    layers.push(settings.clone());
                }
                document.play(entry.at, event, &mut replayed.text)?;
            }
        }
        replayed.events += 1;
    }
    document.explain(&mut replayed.text)?;
    Ok(replayed)
}

/// One document of the visit, with its engine.
struct Document {
    engine: Engine,
    started: u64,
    now: u64,
    timers: Vec<(Value, u64)>,
}

impl Document {
    fn new(started: u64) -> Self {
        Self {
            engine: Engine::new(),
            started,
            now: started,
            timers: Vec::new(),
        }
    }

    /// Tells the engine, prints its decisions, gives its answer.
    fn tell(&mut self, at: u64, event: &str, text: &mut String) -> Result<String> {
        self.now = at;
        let effects = web::cross(&mut self.engine, at, event);
        let list: Vec<Value> = serde_json::from_str(&effects)?;
        let decided: Vec<&Value> = list
            .iter()
            .filter(|effect| !QUIET.contains(&effect[0].as_str().unwrap_or("")))
            .collect();
        if !decided.is_empty() {
            let event: Value = serde_json::from_str(event)?;
            let line = json!({
                "ms": at.saturating_sub(self.started),
                "event": event[0],
                "effects": decided,
            });
            writeln!(text, "{line}")?;
        }
        Ok(effects)
    }

    /// Tells the engine and does for it what a browser would do.
    fn play(&mut self, at: u64, event: Value, text: &mut String) -> Result<()> {
        let mut events = vec![event];
        while !events.is_empty() {
            let event = events.remove(0);
            let effects = self.tell(at, &event.to_string(), text)?;
            let effects: Vec<Value> = serde_json::from_str(&effects)?;
            for effect in effects {
                match effect[0].as_str().unwrap_or("") {
                    "announce" if effect[4] != 0 => {
                        events.push(json!(["answered", effect[4], effect[5], effect[2]]))
                    }
                    "pause" => events.push(json!(["on"])),
                    "look" => events.push(json!(["looked", effect[1], false])),
                    // Names of zones need a browser's tables; the recorded visit is taken to have been in UTC.
                    "zone" => events.push(json!(["zone", effect[1], 0])),
                    "open" => events.push(json!(["popup", "open", {}])),
                    "close" => events.push(json!(["popup", "close", { "reason": effect[1] }])),
                    "wake" => {
                        self.timers.retain(|(timer, _)| *timer != effect[1]);
                        let after = effect[2].as_u64().unwrap_or(0);
                        self.timers.push((effect[1].clone(), at + after));
                    }
                    _ => {}
                }
            }
        }
        Ok(())
    }

    /// Rings the timers that are due up to a time.
    fn ring(&mut self, end: u64, text: &mut String) -> Result<()> {
        for _ in 0..MAX_ROUNDS {
            let due = self
                .timers
                .iter()
                .enumerate()
                .min_by_key(|(_, timer)| timer.1);
            let Some((place, at)) = due.map(|(place, timer)| (place, timer.1)) else {
                break;
            };
            if at > end {
                break;
            }
            let (timer, at) = self.timers.remove(place);
            self.play(at.max(self.now), json!(["woke", timer]), text)?;
        }
        Ok(())
    }

    fn explain(&mut self, text: &mut String) -> Result<()> {
        if self.started == 0 {
            return Ok(());
        }
        let effects = web::cross(&mut self.engine, self.now, r#"["call",0,"explain",[]]"#);
        let effects: Vec<Value> = serde_json::from_str(&effects)?;
        for effect in effects {
            if effect[0] == "reply" {
                writeln!(text, "{}", json!({ "explain": effect[2] }))?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page that a browser would have told of, with its answers recorded.
    fn recorded() -> Result<String> {
        let settings = json!([{ "consent": "granted", "campaigns": [
            { "id": "hello", "when": { "delay": 4000 }, "content": [{ "type": "heading", "text": "Hello" }] }
        ] }]);
        let page = json!({ "url": "https://shop.example/p/lamp", "title": "Lamp" });
        let mut log = String::new();
        let mut document = Document::new(1_000_000);
        for (at, event) in [
            (0, json!(["start", settings, 1280, 800, 1, 2, 3, 4])),
            (5, json!(["loaded", null, []])),
            (9, json!(["read", page])),
            (10, json!(["whole"])),
            (2_600, json!(["woke", 3])),
            (4_100, json!(["woke", 3])),
        ] {
            let at = 1_000_000 + at;
            let mut next = Some(event);
            while let Some(event) = next {
                let effects = document.tell(at, &event.to_string(), &mut String::new())?;
                writeln!(log, "{at} {event}\n= {effects}")?;
                next = effects.contains("[\"pause\"]").then(|| json!(["on"]));
            }
        }
        Ok(log)
    }

    #[test]
    fn a_recorded_visit_is_decided_again_to_the_byte() -> Result<()> {
        let log = recorded()?;
        let replayed = replay(&log, None)?;
        assert_eq!(replayed.difference, None);
        assert_eq!(replayed.events, log.lines().count() / 2);
        assert!(replayed.text.contains(r#"["look","#), "{}", replayed.text);
        let changed = log.replace("\"delay\":4000", "\"delay\":9000");
        let replayed = replay(&changed, None)?;
        assert!(
            replayed.difference.is_some(),
            "another delay, another answer"
        );
        Ok(())
    }

    #[test]
    fn other_settings_are_tried_on_a_recorded_visit() -> Result<()> {
        let log = recorded()?;
        let opens = |settings: Value| -> Result<bool> {
            Ok(replay(&log, Some(&settings))?.text.contains(r#"["open",{"#))
        };
        assert!(opens(json!({}))?);
        assert!(!opens(json!({ "campaigns": [] }))?);
        Ok(())
    }
}
