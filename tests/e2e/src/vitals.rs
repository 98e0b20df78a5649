//! What a page costs its shopper, measured in Chromium on a processor four times slower.

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::shopper::Shopper;
use crate::wait::until;

/// A shift or a long task may come late; when nothing came for this long, nothing will.
const QUIET: u32 = 800;

/// Runs before any script of the page.
const OBSERVER: &str = "
window.__vitals = { shifts: [], tasks: [], last: 0, scripts: [] };
const ours = (node) => {
  const element = node && (node.nodeType === 1 ? node : node.parentElement);
  if (!element) return false;
  // What stands behind a block is pushed by it.
  const pushes = (block) => !!(block.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING);
  return !!element.closest('vitrin-block, vitrin-popup') || [...document.querySelectorAll('vitrin-block')].some(pushes);
};
const named = (node) => node ? (node.id ? '#' + node.id : node.nodeName.toLowerCase() + (node.className ? '.' + node.className : '')) : 'gone';
new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
  __vitals.last = performance.now();
  __vitals.shifts.push({ value: entry.value, late: entry.hadRecentInput, sources: entry.sources.map((source) => ({
    name: named(source.node), ours: ours(source.node), from: source.previousRect.top, to: source.currentRect.top })) });
})).observe({ type: 'layout-shift', buffered: true });
new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
  __vitals.last = performance.now();
  __vitals.tasks.push(entry.duration);
})).observe({ type: 'longtask', buffered: true });
if (PerformanceObserver.supportedEntryTypes.includes('long-animation-frame')) {
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => entry.scripts.forEach((script) => {
    if (/vitrin/.test(script.sourceURL)) __vitals.scripts.push(script.duration);
  }))).observe({ type: 'long-animation-frame', buffered: true });
}
";

/// What was measured.
#[derive(Clone, Debug, Default)]
pub struct Vitals {
    /// Sum of all layout shifts.
    pub shift: f64,
    /// Shifts, each with what moved.
    pub shifts: Vec<Value>,
    /// Durations of tasks over 50 ms, in ms.
    pub tasks: Vec<f64>,
    /// Durations of scripts of ours in frames that took long, in ms.
    pub scripts: Vec<f64>,
}

/// Slows the processor down, loads a page and waits until nothing moves any more. `seen` is waited for first.
pub async fn measure(
    shopper: &mut Shopper,
    url: &str,
    slowdown: u32,
    seen: Option<&str>,
) -> Result<Vitals> {
    let installed = shopper
        .cdp(
            "Page.addScriptToEvaluateOnNewDocument",
            json!({ "source": OBSERVER }),
        )
        .await?;
    shopper
        .cdp(
            "Emulation.setCPUThrottlingRate",
            json!({ "rate": slowdown }),
        )
        .await?;
    shopper.goes_to(url).await?;
    if let Some(seen) = seen {
        shopper.sees("the page is as it will be", seen).await?;
    }
    let quiet = format!(
        "document.readyState === 'complete' && performance.now() > Math.max(__vitals.last, performance.timing.loadEventEnd - performance.timing.navigationStart) + {QUIET}"
    );
    shopper.sees("the page is quiet", &quiet).await?;
    let read = until("the measures are there", async || {
        let read = shopper.reads("__vitals").await?;
        Ok(read.is_object().then_some(read))
    })
    .await?;
    shopper
        .cdp("Emulation.setCPUThrottlingRate", json!({ "rate": 1 }))
        .await?;
    shopper
        .cdp(
            "Page.removeScriptToEvaluateOnNewDocument",
            json!({ "identifier": installed["identifier"] }),
        )
        .await?;
    let shifts = read["shifts"].as_array().context("no shifts")?.clone();
    Ok(Vitals {
        shift: shifts
            .iter()
            .filter_map(|shift| shift["value"].as_f64())
            .sum(),
        shifts,
        tasks: numbers(&read["tasks"]),
        scripts: numbers(&read["scripts"]),
    })
}

impl Vitals {
    /// The shifts in which one of our elements moved, or something behind one.
    #[must_use]
    pub fn moved_by_us(&self) -> Vec<&Value> {
        let ours = |shift: &&Value| {
            let sources = shift["sources"].as_array();
            sources.is_some_and(|sources| sources.iter().any(|source| source["ours"] == true))
        };
        self.shifts.iter().filter(ours).collect()
    }

    /// The longest task.
    #[must_use]
    pub fn longest(&self) -> f64 {
        self.tasks.iter().copied().fold(0.0, f64::max)
    }
}

fn numbers(list: &Value) -> Vec<f64> {
    let list = list.as_array().into_iter().flatten();
    list.filter_map(Value::as_f64).collect()
}
