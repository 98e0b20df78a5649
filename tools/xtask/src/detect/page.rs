//! One saved page in one tab: served under its own address, with nothing else to be had but the package and the sources, and asked what it is.

use std::path::{Component, Path};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Value, json};

use super::chrome::{Chrome, Line};
use super::profile::{Cost, cost};

/// A page that has not answered by then has hung.
pub const PATIENCE: Duration = Duration::from_secs(20);
/// The folder of a page's own origin under which the package is found.
const PACKAGE: &str = "/vitrin-package/";
/// How much slower than this machine a phone is taken to be.
const SLOWDOWN: u32 = 4;

/// A page of the folder.
pub struct Page {
    pub id: String,
    pub url: String,
    pub html: Vec<u8>,
}

/// What is asked of a page.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// `vitrin('inspect')` of the package.
    Facts,
    /// The same at a slowdown, with what the reading cost.
    Time,
    /// What `snapshot.js` makes of it.
    Snapshot,
}

/// Tags are pasted, and run once the page is read; the promise is there for whoever waits. A page's own frames get no tag.
const TAG: &str = "if (window === top) window.vitrinAnswer = new Promise((resolve, reject) => {
  document.addEventListener('DOMContentLoaded', () => {
    const tag = Object.assign(document.createElement('script'), { src: location.origin + 'SRC', onerror: () => reject(new Error('the package did not load')) });
    tag.dataset.consent = 'granted';
    tag.onload = () => window.vitrin('inspect').then(resolve, reject);
    (document.head || document.documentElement).append(tag);
  });
});";
const SNAPSHOT: &str = "if (window === top) window.vitrinAnswer = new Promise((resolve, reject) => {
  document.addEventListener('DOMContentLoaded', () => setTimeout(() => import(location.origin + 'SRC').then(({ snapshot }) => resolve(snapshot())).catch(reject), 150));
});";

/// Opens the page in a tab of its own, asks, and closes it.
pub fn ask(
    chrome: &Chrome,
    page: &Page,
    package: &Path,
    question: Question,
) -> Result<(Value, Cost)> {
    let mut browser = chrome.line()?;
    let context = browser.ask("Target.createBrowserContext", json!({}))?["browserContextId"].take();
    let opened = browser.ask(
        "Target.createTarget",
        json!({"url": "about:blank", "browserContextId": context}),
    );
    let answer = opened.and_then(|target| {
        let mut tab = chrome.tab(target["targetId"].as_str().context("no tab")?)?;
        tab.until = Instant::now() + PATIENCE;
        visit(&mut tab, page, package, question)
    });
    // A page that hangs is closed from outside.
    browser.until = Instant::now() + PATIENCE;
    browser.ask(
        "Target.disposeBrowserContext",
        json!({"browserContextId": context}),
    )?;
    answer
}

fn visit(tab: &mut Line, page: &Page, package: &Path, question: Question) -> Result<(Value, Cost)> {
    let source = if question == Question::Snapshot {
        SNAPSHOT.replace("SRC", &format!("{PACKAGE}snapshot.js"))
    } else {
        TAG.replace("SRC", &format!("{PACKAGE}vitrin.js"))
    };
    tab.answer(serve(page, package));
    for (method, params) in [
        ("Page.enable", json!({})),
        ("Page.setBypassCSP", json!({"enabled": true})),
        (
            "Page.addScriptToEvaluateOnNewDocument",
            json!({"source": source}),
        ),
        ("Fetch.enable", json!({"patterns": [{"urlPattern": "*"}]})),
    ] {
        tab.ask(method, params)?;
    }
    if question == Question::Time {
        tab.ask("Emulation.setCPUThrottlingRate", json!({"rate": SLOWDOWN}))?;
        tab.ask("Profiler.enable", json!({}))?;
        tab.ask("Profiler.setSamplingInterval", json!({"interval": 100}))?;
        tab.ask("Profiler.start", json!({}))?;
    }
    tab.ask("Page.navigate", json!({"url": page.url}))?;
    let mut told = loop {
        let expression = "window.vitrinAnswer && window.vitrinAnswer.then(JSON.stringify)";
        let told = tab.ask(
            "Runtime.evaluate",
            json!({"expression": expression, "awaitPromise": true, "returnByValue": true}),
        );
        match told {
            Ok(told)
                if told["result"]["type"] == "string" || !told["exceptionDetails"].is_null() =>
            {
                break told;
            }
            // The empty page that a tab begins with, or one that was just left.
            Ok(_) => std::thread::sleep(Duration::from_millis(20)),
            Err(error) if Instant::now() > tab.until => return Err(error),
            Err(_) => std::thread::sleep(Duration::from_millis(20)),
        }
    };
    if let Some(why) = told["exceptionDetails"]["exception"]["description"].as_str() {
        bail!("{why}");
    }
    let answer = serde_json::from_str(
        told["result"]["value"]
            .take()
            .as_str()
            .context("no answer")?,
    )?;
    let cost = if question == Question::Time {
        cost(&tab.ask("Profiler.stop", json!({}))?["profile"], PACKAGE)
    } else {
        Cost::default()
    };
    Ok((answer, cost))
}

/// What comes of each request: the page itself once, the package's files, and nothing else.
fn serve(
    page: &Page,
    package: &Path,
) -> impl FnMut(&str, &Value) -> Vec<(&'static str, Value)> + use<> {
    let plain = |url: &str| url.split('#').next().unwrap_or_default().to_owned();
    let (own, html, package) = (plain(&page.url), page.html.clone(), package.to_owned());
    let mut served = false;
    move |event, params| {
        if event == "Page.javascriptDialogOpening" {
            return vec![("Page.handleJavaScriptDialog", json!({"accept": true}))];
        }
        if event != "Fetch.requestPaused" {
            return vec![];
        }
        let (id, url) = (
            &params["requestId"],
            plain(params["request"]["url"].as_str().unwrap_or_default()),
        );
        let document = params["resourceType"] == "Document";
        let found = if document && !served && url == own {
            served = true;
            // Saved pages are mostly saved as UTF-8, whatever their own meta says; those that are not are left to it.
            let kind = if std::str::from_utf8(&html).is_ok() {
                "text/html; charset=utf-8"
            } else {
                "text/html"
            };
            Some((html.clone(), kind))
        } else {
            file(&package, &url)
        };
        vec![match found {
            Some((body, kind)) => (
                "Fetch.fulfillRequest",
                json!({
                    "requestId": id, "responseCode": 200, "body": BASE64.encode(body),
                    "responseHeaders": [{"name": "content-type", "value": kind}],
                }),
            ),
            // A document that is given up leaves the page as it stands.
            None => (
                "Fetch.failRequest",
                json!({"requestId": id, "errorReason": if document { "Aborted" } else { "BlockedByClient" }}),
            ),
        }]
    }
}

fn file(package: &Path, url: &str) -> Option<(Vec<u8>, &'static str)> {
    let name = url.split_once(PACKAGE)?.1.split('?').next()?;
    let name = Path::new(name);
    // Nothing above the package.
    if !name
        .components()
        .all(|part| matches!(part, Component::Normal(_)))
    {
        return None;
    }
    let path = package.join(name);
    let kind = match path.extension()?.to_str()? {
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "css" => "text/css",
        "json" => "application/json",
        _ => return None,
    };
    Some((std::fs::read(path).ok()?, kind))
}
