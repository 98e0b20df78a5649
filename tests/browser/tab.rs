//! A tab of a shop, as a story opens it, puts something into it, looks at it, and closes it.
//! A page that meets an error, an unhandled rejection or a console message that its story does not ask for fails the story.

use js_sys::Promise;
use js_sys::futures::JsFuture;
use serde_json::Value;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use crate::schemas::{against_envelope, against_settings, settings_of_tag};

/// The package under test, by its path from the root of the repository.
const PACKAGE: &str = match option_env!("VITRIN_SERVED") {
    Some(path) => path,
    None => "pkg",
};

#[wasm_bindgen(module = "/tests/browser/tab.js")]
extern "C" {
    fn freshen();
    fn open(address: &str) -> Promise;
    fn close(page: &JsValue) -> String;
    fn told(page: &JsValue) -> String;
    fn style(page: &JsValue, address: &str) -> Promise;
    fn tag(page: &JsValue, address: &str, settings: &str, policy: &str) -> Promise;
    fn script(page: &JsValue, code: &str);
    fn see(page: &JsValue, code: &str) -> Promise;
    fn until(page: &JsValue, condition: &str) -> Promise;
}

async fn done(promise: Promise, what: &str) -> JsValue {
    JsFuture::from(promise)
        .await
        .unwrap_or_else(|error| panic!("{what}: {error:?}"))
}

/// What a shop puts at an address.
pub struct Page {
    file: &'static str,
    path: String,
    body: Option<String>,
}

impl Page {
    /// A page with this address.
    pub fn at(path: &str, body: &str) -> Self {
        Self {
            file: "/tests/browser/page.html",
            path: path.into(),
            body: Some(body.into()),
        }
    }

    /// A file of this repository at this address.
    pub fn file(file: &'static str, path: &str) -> Self {
        Self {
            file,
            path: path.into(),
            body: None,
        }
    }

    /// The same page with more below.
    pub fn with(mut self, more: &str) -> Self {
        self.body.get_or_insert_default().push_str(more);
        self
    }
}

/// A page of the shop on screen.
pub struct Tab(JsValue);

impl Tab {
    /// The only tab of a browser that was never here.
    pub async fn fresh(page: Page) -> Self {
        freshen();
        Self::beside(page).await
    }

    /// One more tab.
    pub async fn beside(page: Page) -> Self {
        let tab = Self(done(open(page.file), page.file).await);
        let path = text(&page.path);
        tab.see(&format!("history.replaceState(null, '', {path})"))
            .await;
        if let Some(body) = page.body {
            let body = text(&body);
            tab.see(&format!("document.body.innerHTML = {body}")).await;
        }
        tab
    }

    /// Puts vitrin.css into the head.
    pub async fn styled(&self) {
        done(
            style(&self.0, &format!("/{PACKAGE}/vitrin.css")),
            "vitrin.css",
        )
        .await;
    }

    /// Pastes the tag into a page with this content security policy.
    pub async fn paste(&self, settings: Value, policy: &str) {
        let address = format!("/{PACKAGE}/vitrin.js");
        let came = tag(&self.0, &address, &settings.to_string(), policy);
        let came = done(came, "the tag").await;
        assert!(came.is_truthy(), "{address} could not be fetched");
    }

    /// Pastes the tag, and goes on before it has come.
    pub fn paste_at_once(&self, settings: Value) {
        let address = format!("/{PACKAGE}/vitrin.js");
        // Nobody waits for it: the story waits for what it does.
        let _ = tag(&self.0, &address, &settings.to_string(), "");
    }

    /// Pastes the tag, and waits until it has started and read the page.
    pub async fn start(&self, settings: Value) {
        self.paste(settings, "").await;
        self.until("vitrin('inspect')").await;
    }

    /// Sets more, as JavaScript.
    pub async fn set(&self, settings: &str) {
        agree(against_settings(&self.see(settings).await), settings);
        self.see(&format!("vitrin('config', {settings})")).await;
    }

    /// Runs code as the shop's own script would run.
    pub fn script(&self, code: &str) {
        script(&self.0, code);
    }

    /// What an expression is, in the page; a promise is awaited.
    pub async fn see(&self, code: &str) -> Value {
        let json = done(see(&self.0, code), code).await;
        serde_json::from_str(&json.as_string().unwrap_or_default())
            .unwrap_or_else(|error| panic!("{code}: {error}"))
    }

    /// Waits until a condition holds.
    pub async fn until(&self, condition: &str) {
        let failure = done(until(&self.0, condition), condition).await;
        let failure = failure.as_string().unwrap_or_default();
        assert!(
            failure.is_empty(),
            "waited in vain until {condition}: {failure}"
        );
    }

    /// What the page has said in the console since this was last asked.
    pub async fn warnings(&self) -> Vec<String> {
        let all = self.see("story.warnings.splice(0)").await;
        serde_json::from_value(all).unwrap_or_default()
    }

    /// What went wrong in the page since this was last asked.
    pub async fn faults(&self) -> Vec<String> {
        let all = self.see("story.faults.splice(0)").await;
        serde_json::from_value(all).unwrap_or_default()
    }
}

/// What the published schemas have against a story's events and settings ends the story.
fn agree(wrong: Vec<String>, of: &str) {
    assert!(wrong.is_empty(), "{}\n{of}", wrong.join("\n"));
}

fn agrees_with_the_schemas(told: &str) {
    let told: Value = serde_json::from_str(told).unwrap_or_default();
    let all = |name: &str| told[name].as_array().cloned().unwrap_or_default();
    for envelope in all("envelopes") {
        agree(against_envelope(&envelope), &envelope.to_string());
    }
    // Settings that are meant to be wrong are told of.
    if told["warned"] != 0 {
        return;
    }
    for tag in all("tags") {
        agree(against_settings(&settings_of_tag(&tag)), &tag.to_string());
    }
    for document in all("documents") {
        let text = document.as_str().unwrap_or_default();
        let settings = serde_json::from_str(text).unwrap_or_default();
        agree(against_settings(&settings), text);
    }
}

impl Drop for Tab {
    fn drop(&mut self) {
        let told = told(&self.0);
        let met = close(&self.0);
        agrees_with_the_schemas(&told);
        assert!(met.is_empty(), "the page met what no page should:\n{met}");
    }
}

/// A text as it is written in JavaScript.
pub fn text(text: &str) -> String {
    Value::from(text).to_string()
}
