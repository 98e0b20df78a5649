//! The judge of a fault: what the page was told is accepted against what the server took, and what it did to the page.
//! Each row is kept as a file, of which `cargo xtask faults` makes a table.

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::door::{Answer, Door};
use crate::place::remains;
use crate::received::Received;
use crate::schemas::against_settings;
use crate::shopper::Shopper;
use crate::wait::until;

/// The name of the events that are counted; others only accompany them.
const COUNTED: &str = "fault";

/// What is tracked by the page of a fault: numbered, and in scripts that are easily broken on the way.
const PAGE: &str = "<!DOCTYPE html><html lang=en><meta charset=utf-8><title>Ilık çay — ћилим — شاي</title><link rel=icon href=data:,>
<script>
  window.vitrin = window.vitrin || function () { (vitrin.q = vitrin.q || []).push(arguments) };
  window.said = [];
  addEventListener('error', (event) => said.push(event.message));
  addEventListener('unhandledrejection', (event) => said.push(String(event.reason)));
  // What the page costs as it goes counts too; nobody but the next page could tell of it.
  window.longest = 0;
  window.kept = (longest) => { try { return Math.max(longest, sessionStorage.longest = Math.max(longest, sessionStorage.longest || 0)); } catch { return longest; } };
  const { addEventListener: listens } = EventTarget.prototype;
  EventTarget.prototype.addEventListener = function (name, heard, ...how) {
    return listens.call(this, name, /^(pagehide|visibilitychange|freeze)$/.test(name) ? (event) => {
      const began = performance.now();
      heard(event);
      longest = kept(Math.max(longest, performance.now() - began));
    } : heard, ...how);
  };
  new PerformanceObserver((list) => list.getEntries().forEach(({ scripts }) => scripts.forEach(({ duration, sourceURL }) => { if (sourceURL.includes('/vitrin/')) longest = Math.max(longest, duration); }))).observe({ type: 'long-animation-frame', buffered: true });
  const timed = (...call) => {
    const began = performance.now();
    const answer = vitrin(...call);
    longest = Math.max(longest, performance.now() - began);
    return answer;
  };
  window.tracks = (from, to, more) => Promise.all(Array.from({ length: to - from }, (_, index) => timed('track', 'fault', { number: from + index, text: 'Ilık çay — ћилим — شاي 🫖', ...more })));
</script>
<script type=application/json id=vitrin-config>SETTINGS</script>
<script async src=/vitrin/vitrin.js></script>
<body><h1>A page</h1></html>";

/// The longest that a task of ours may take, in ms: what the browser itself calls long.
const LONG: f64 = 50.0;

/// The most that is posted at once: browsers let all that a page sends as it is left hold 64 KB, and others use that too.
const PIECE: usize = 48 * 1024 + 200;

/// Set by `cargo xtask faults`, which tells these stories on a machine that does nothing else: elsewhere others' work counts as ours.
const ALONE: &str = "VITRIN_ALONE";

/// A shop whose endpoint is another server, and a fault to be judged.
pub struct Fault<'a> {
    /// Somebody in it.
    pub shopper: &'a mut Shopper,
    /// The shop.
    pub shop: Door,
    /// Where its events go.
    pub door: Door,
    number: &'static str,
    what: &'static str,
    accepted: u64,
    dropped: u64,
    longest: f64,
    said: Vec<String>,
}

impl<'a> Fault<'a> {
    /// Opens the shop. `number` is that of the fault in the list that this suite goes by.
    pub async fn open(
        shopper: &'a mut Shopper,
        number: &'static str,
        what: &'static str,
    ) -> Result<Self> {
        let fault = Self {
            shopper,
            shop: Door::open().await?,
            door: Door::open().await?,
            number,
            what,
            accepted: 0,
            dropped: 0,
            longest: 0.0,
            said: Vec::new(),
        };
        fault.settings("/", &fault.usual());
        fault.settings("/next", &fault.usual());
        fault
            .shop
            .page("/plain", "<!DOCTYPE html><title>No tag</title>");
        Ok(fault)
    }

    /// Events go to the door, and no consent is waited for.
    #[must_use]
    pub fn usual(&self) -> Value {
        json!({ "endpoint": format!("{}/events", self.door.origin), "consent": "granted", "campaigns": "off" })
    }

    /// The page under this path has these settings.
    pub fn settings(&self, path: &str, settings: &Value) {
        let wrong = against_settings(settings);
        assert!(wrong.is_empty(), "{}\n{settings}", wrong.join("\n"));
        let page = PAGE.replace("SETTINGS", &settings.to_string());
        self.shop.page(path, &page);
    }

    /// The same, and the page runs this besides.
    pub fn runs(&self, path: &str, settings: &Value, script: &str) {
        self.settings(path, settings);
        let page = PAGE.replace("SETTINGS", &settings.to_string());
        let script = format!("<script>{script}</script>");
        self.shop.page(path, &(page + &script));
    }

    /// Goes to a page with the tag and waits until Vitrin runs.
    pub async fn goes(&mut self, path: &str) -> Result<()> {
        self.looks().await;
        self.shopper
            .goes_to(&format!("{}{path}", self.shop.origin))
            .await?;
        self.shopper.meets_vitrin().await?;
        Ok(())
    }

    /// Tracks so many events more; each is accepted.
    pub async fn tracks(&mut self, count: u64) -> Result<()> {
        self.tracks_with(count, "{}").await
    }

    /// The same with more data, written as JavaScript.
    pub async fn tracks_with(&mut self, count: u64, more: &str) -> Result<()> {
        let (from, to) = (self.accepted, self.accepted + count);
        let script = format!(
            "const done = arguments[arguments.length - 1]; tracks({from}, {to}, {more}).then((all) => done(all.every((one) => one === true)), (error) => done(String(error)));"
        );
        let answer = self
            .shopper
            .client()
            .execute_async(&script, Vec::new())
            .await?;
        ensure!(answer == true, "they were not accepted: {answer}");
        self.accepted = to;
        Ok(())
    }

    /// Tracks so many events and goes elsewhere in the same task.
    pub async fn tracks_and_goes(&mut self, count: u64, more: &str, path: &str) -> Result<()> {
        self.looks().await;
        let (from, to) = (self.accepted, self.accepted + count);
        let here = self.shopper.reads("performance.timeOrigin").await?;
        let script = format!(
            "setTimeout(() => {{ tracks({from}, {to}, {more}); location.href = '{path}'; }})"
        );
        self.shopper.js(&script, &[]).await?;
        self.accepted = to;
        let arrived =
            format!("document.readyState === 'complete' && performance.timeOrigin !== {here}");
        self.shopper.sees("the next page", &arrived).await?;
        Ok(())
    }

    /// Waits until the server was asked so often.
    pub async fn asks(&self, times: usize) -> Result<()> {
        until("the server was asked", async || {
            Ok((self.door.posts().len() >= times).then_some(()))
        })
        .await
    }

    /// What was tracked by other means.
    pub fn accepts(&mut self, count: u64) {
        self.accepted += count;
    }

    /// What may not arrive, because the shopper or the server does not want it.
    pub fn drops(&mut self, count: u64) {
        self.dropped += count;
    }

    /// Notes what the page at hand has to say before it goes.
    pub async fn looks(&mut self) {
        if let Ok(seen) = self
            .shopper
            .reads("({ said: window.said || [], longest: window.kept ? kept(longest) : (() => { try { return +sessionStorage.longest || 0 } catch { return 0 } })() })")
            .await
        {
            self.longest = self.longest.max(seen["longest"].as_f64().unwrap_or(0.0));
            for line in seen["said"].as_array().into_iter().flatten() {
                self.said.push(line.to_string());
            }
        }
    }

    /// Numbers of counted events that were taken, with how often.
    #[must_use]
    pub fn numbers(&self) -> BTreeMap<u64, usize> {
        let mut numbers = BTreeMap::new();
        for event in self.door.taken() {
            if let Some(number) = event["number"]
                .as_u64()
                .filter(|_| event["name"] == COUNTED)
            {
                *numbers.entry(number).or_default() += 1;
            }
        }
        numbers
    }

    /// Waits until all that must arrive is there.
    pub async fn arrives(&mut self) -> Result<()> {
        let wanted = self.accepted - self.dropped;
        until("all that was accepted has arrived", async || {
            let there = self.numbers().len() as u64;
            ensure!(there >= wanted, "{there} of {wanted} are there");
            Ok(Some(()))
        })
        .await
    }

    /// Waits until it is, and the outbox is empty; then judges.
    pub async fn ends(mut self) -> Result<()> {
        self.arrives().await?;
        self.judge().await
    }

    /// Judges what is there: nothing lost, copies the same to the byte, nothing thrown.
    pub async fn judge(mut self) -> Result<()> {
        self.looks().await;
        let taken = self.door.taken();
        // It says what is not as the schema has it.
        let _ = Received::new(taken.clone());
        let mut first: BTreeMap<&str, &Value> = BTreeMap::new();
        let mut copies = 0;
        for event in &taken {
            let id = event["id"].as_str().context("an event without an id")?;
            match first.get(id) {
                Some(known) => {
                    ensure!(**known == *event, "a copy differs: {known} and {event}");
                    copies += 1;
                }
                None => {
                    first.insert(id, event);
                }
            }
        }
        let counted = first
            .values()
            .filter(|event| event["name"] == COUNTED)
            .count() as u64;
        let numbers = self.numbers().len() as u64;
        ensure!(counted == numbers, "{numbers} events have {counted} ids");
        for event in first.values() {
            ensure!(
                event["text"].is_null() || event["text"] == "Ilık çay — ћилим — شاي 🫖",
                "its text was broken: {event}"
            );
        }
        let thrown: Vec<String> = self
            .shopper
            .console_with("Uncaught")
            .await?
            .into_iter()
            .chain(self.said.clone())
            .collect();
        let row = json!({
            "number": self.number, "what": self.what, "accepted": self.accepted, "dropped": self.dropped,
            "received": numbers, "copies": copies, "thrown": thrown.len(), "longest": self.longest,
            "requests": self.door.posts().len(),
        });
        let folder = remains().join("faults");
        std::fs::create_dir_all(&folder)?;
        let name: String = self
            .what
            .chars()
            .map(|letter| {
                if letter.is_ascii_alphanumeric() {
                    letter
                } else {
                    '-'
                }
            })
            .collect();
        std::fs::write(
            folder.join(format!("{}-{name}.json", self.number)),
            row.to_string(),
        )?;
        ensure!(thrown.is_empty(), "thrown at the page: {thrown:?}");
        ensure!(
            numbers == self.accepted - self.dropped,
            "of {} accepted, {} dropped on purpose, {numbers} arrived",
            self.accepted,
            self.dropped
        );
        ensure!(
            self.longest < LONG || std::env::var_os(ALONE).is_none(),
            "a task of ours took {:.0} ms",
            self.longest
        );
        for post in self.door.posts() {
            ensure!(post.bytes <= PIECE, "a post of {} bytes", post.bytes);
        }
        Ok(())
    }

    /// The process of the page in this tab is killed.
    pub async fn dies(&mut self) -> Result<()> {
        self.looks().await;
        // It cannot answer any more.
        let killing = self.shopper.cdp("Page.crash", json!({}));
        let _ = tokio::time::timeout(std::time::Duration::from_secs(2), killing).await;
        Ok(())
    }

    /// Nothing gets through until `heals`.
    pub fn breaks(&self) {
        self.door.always(Answer::Status(503));
    }

    /// All gets through again.
    pub fn heals(&self) {
        self.door.always(Answer::Status(204));
    }
}
