//! A shopper in a browser: goes, looks, clicks, types. Waits for what is asked of the page instead of guessing when it is there.

use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::error::CmdError;
use fantoccini::key::Key;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, Locator};
use http::Method;
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::schemas::{against_settings, settings_of_tag};
use crate::wait::{stays, until};

/// What is checked not to happen is watched for this long.
const WATCHED: Duration = Duration::from_millis(800);

/// The age a page must have before an exit counts, and a little for the clock.
const ARMED: u32 = 2600;

/// What a page's tag and document set.
const SETTINGS: &str = "({
  path: location.pathname,
  tags: [...document.querySelectorAll('script[src*=\"/vitrin.js\"]')].map(({ dataset }) => ({ ...dataset })),
  documents: [...document.querySelectorAll('#vitrin-config')].map(({ textContent }) => textContent),
})";

/// A line of the cart as a popup shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The product's name.
    pub title: String,
    /// As shown.
    pub price: String,
    /// As shown.
    pub quantity: String,
}

/// A popup on screen.
#[derive(Clone, Debug)]
pub struct Popup {
    /// Its heading.
    pub heading: String,
    /// The cart's lines in it.
    pub lines: Vec<Line>,
    /// The total under them.
    pub total: String,
}

/// Somebody in a browser.
#[derive(Debug)]
pub struct Shopper {
    /// Where.
    pub browser: Browser,
    client: Client,
    console: Vec<(String, String)>,
}

impl Shopper {
    pub(crate) fn new(browser: Browser, client: Client) -> Self {
        Self {
            browser,
            client,
            console: Vec::new(),
        }
    }

    /// For what a shopper does not do.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Goes to an address.
    pub async fn goes_to(&mut self, url: &str) -> Result<()> {
        self.client
            .goto(url)
            .await
            .with_context(|| format!("going to {url}"))
    }

    /// Runs a script in the page.
    pub async fn js(&self, script: &str, arguments: &[Value]) -> Result<Value> {
        Ok(self.client.execute(script, arguments.to_vec()).await?)
    }

    /// What an expression is in the page.
    pub async fn reads(&self, expression: &str) -> Result<Value> {
        self.js(&format!("return ({expression})"), &[]).await
    }

    /// Waits until an expression is truthy in the page; answers it.
    pub async fn sees(&self, what: &str, expression: &str) -> Result<Value> {
        let script = format!("const seen = ({expression}); return seen || null");
        until(what, async || {
            let seen = self.js(&script, &[]).await?;
            Ok((!seen.is_null()).then_some(seen))
        })
        .await
    }

    /// Watches for a while that an expression stays truthy.
    pub async fn still_sees(&self, what: &str, expression: &str) -> Result<()> {
        stays(what, WATCHED, async || {
            Ok(self.reads(&format!("!!({expression})")).await? == true)
        })
        .await
    }

    /// Clicks what a selector finds, with the pointer.
    pub async fn clicks(&self, css: &str) -> Result<()> {
        until(&format!("{css} can be clicked"), async || {
            let element = self.client.find(Locator::Css(css)).await?;
            element.click().await?;
            Ok(Some(()))
        })
        .await
    }

    /// Clicks a link and waits for the page it leads to.
    pub async fn follows(&self, css: &str) -> Result<String> {
        let here = self.reads("performance.timeOrigin").await?;
        self.clicks(css).await?;
        self.arrives(css, &here).await
    }

    /// Waits until the document is another one and has loaded.
    async fn arrives(&self, css: &str, before: &Value) -> Result<String> {
        until(&format!("{css} leads somewhere"), async || {
            let now = self
                .reads("document.readyState === 'complete' ? performance.timeOrigin : null")
                .await?;
            if now.is_null() || now == *before {
                bail!("still at {}", self.client.current_url().await?);
            }
            Ok(Some(self.client.current_url().await?.path().to_owned()))
        })
        .await
    }

    /// Types into a field.
    pub async fn types(&self, css: &str, text: &str) -> Result<()> {
        let field = self
            .client
            .find(Locator::Css(css))
            .await
            .with_context(|| css.to_owned())?;
        field.send_keys(text).await?;
        Ok(())
    }

    /// Presses a key.
    pub async fn presses(&self, key: Key) -> Result<()> {
        let value = char::from(key);
        let keys = KeyActions::new("keys".into())
            .then(KeyAction::Down { value })
            .then(KeyAction::Up { value });
        self.client.perform_actions(keys).await?;
        Ok(())
    }

    /// Calls `vitrin(…)` in the page and waits for what it answers.
    pub async fn vitrin(&self, arguments: &[Value]) -> Result<Value> {
        if let [name, settings] = arguments
            && name == "config"
        {
            let wrong = against_settings(settings);
            ensure!(wrong.is_empty(), "{}\n{settings}", wrong.join("\n"));
        }
        let script = "const done = arguments[arguments.length - 1];
            window.vitrin(...arguments[0]).then((answer) => done(answer === undefined ? null : answer));";
        Ok(self
            .client
            .execute_async(script, vec![json!(arguments)])
            .await?)
    }

    /// Waits until Vitrin runs in the page.
    pub async fn meets_vitrin(&self) -> Result<Value> {
        self.sees("the tag is there", "window.vitrin && window.vitrin.live")
            .await?;
        self.is_set_rightly().await?;
        self.vitrin(&[json!("inspect")]).await
    }

    /// The settings of every page of every story are what the published schema says, unless the page's name tells that they are not.
    async fn is_set_rightly(&self) -> Result<()> {
        let set = self.reads(SETTINGS).await?;
        let all = |name: &str| set[name].as_array().cloned().unwrap_or_default();
        let mut wrong = Vec::new();
        for tag in all("tags") {
            wrong.extend(against_settings(&settings_of_tag(&tag)));
        }
        for document in all("documents") {
            let text = document.as_str().unwrap_or_default();
            wrong.extend(against_settings(
                &serde_json::from_str(text).unwrap_or_default(),
            ));
        }
        let meant = set["path"].as_str().unwrap_or_default().contains("wrong");
        ensure!(wrong.is_empty() || meant, "{}\n{set}", wrong.join("\n"));
        Ok(())
    }

    /// Waits until an exit counts.
    pub async fn stays_a_while(&self) -> Result<()> {
        self.meets_vitrin().await?;
        let started = self.reads("performance.now()").await?;
        self.sees(
            "the page is old enough for an exit",
            &format!("performance.now() > {started} + {ARMED}"),
        )
        .await?;
        Ok(())
    }

    /// The popup on screen, if one is.
    pub async fn popup(&self) -> Result<Option<Popup>> {
        let seen = self
            .reads(
                "(() => {
                  const root = document.querySelector('vitrin-popup')?.shadowRoot;
                  if (!root || !root.querySelector('dialog').open) return null;
                  const text = (of, part) => of.querySelector(`[part~=${part}]`)?.textContent ?? '';
                  return {
                    heading: text(root, 'heading'),
                    total: root.querySelector('[part~=total] b')?.textContent ?? '',
                    lines: [...root.querySelectorAll('[part~=line]')].map((line) => ({
                      title: text(line, 'title'), price: text(line, 'price'), quantity: text(line, 'quantity'),
                    })),
                  };
                })()",
            )
            .await?;
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        Ok(seen.is_object().then(|| Popup {
            heading: text(&seen["heading"]),
            total: text(&seen["total"]),
            lines: seen["lines"]
                .as_array()
                .into_iter()
                .flatten()
                .map(|line| Line {
                    title: text(&line["title"]),
                    price: text(&line["price"]),
                    quantity: text(&line["quantity"]),
                })
                .collect(),
        }))
    }

    /// Waits for a popup.
    pub async fn gets_a_popup(&self) -> Result<Popup> {
        until("a popup is open", async || self.popup().await).await
    }

    /// Waits until no popup is open, and watches that none comes.
    pub async fn gets_no_popup(&self) -> Result<()> {
        until("no popup is open", async || {
            Ok(self.popup().await?.is_none().then_some(()))
        })
        .await?;
        stays("no popup is open", WATCHED, async || {
            Ok(self.popup().await?.is_none())
        })
        .await
    }

    /// Waits until a block of this kind is filled; answers the names and addresses of its cards.
    pub async fn sees_block(&self, kind: &str) -> Result<Vec<(String, String)>> {
        let cards = self
            .sees(
                &format!("the block {kind} is filled"),
                &format!(
                    "(() => {{
                      const links = [...document.querySelectorAll('vitrin-block[kind={kind}][data-vitrin=filled] a[href]')];
                      return links.length && links.map((a) => [(a.querySelector('h3, [class*=title]') || a).textContent.trim(), new URL(a.href).pathname]);
                    }})()"
                ),
            )
            .await?;
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        Ok(cards
            .as_array()
            .into_iter()
            .flatten()
            .map(|card| (text(&card[0]), text(&card[1])))
            .collect())
    }

    /// Types into a field of the popup, instead of what stands in it.
    pub async fn types_into_popup(&self, css: &str, text: &str) -> Result<()> {
        let field = self.in_popup(css).await?;
        field.clear().await?;
        field.send_keys(text).await?;
        Ok(())
    }

    /// Clicks something in the popup.
    pub async fn clicks_in_popup(&self, css: &str) -> Result<()> {
        self.in_popup(css).await?.click().await?;
        Ok(())
    }

    async fn in_popup(&self, css: &str) -> Result<fantoccini::elements::Element> {
        let host = self.client.find(Locator::Css("vitrin-popup")).await?;
        let root = host.shadow_root().await?;
        root.find(Locator::Css(css))
            .await
            .with_context(|| format!("{css} in the popup"))
    }

    /// Where the first card of a block leads, asked of the shop.
    pub async fn vitrin_block_leads_to(&self, kind: &str) -> Result<String> {
        let answer = self
            .client
            .execute_async(
                "const [kind, done] = arguments;
                 fetch(document.querySelector(`vitrin-block[kind=${kind}] a[href]`).href)
                   .then((answer) => done(answer.ok ? new URL(answer.url).pathname : String(answer.status)));",
                vec![json!(kind)],
            )
            .await?;
        Ok(answer.as_str().unwrap_or_default().to_owned())
    }

    /// Every place where a page can leave something on the device.
    pub async fn stored(&self) -> Result<Value> {
        Ok(self
            .client
            .execute_async(
                "const done = arguments[arguments.length - 1];
                 const named = (storage) => Object.keys(storage);
                 const all = { local: named(localStorage), session: named(sessionStorage), cookies: document.cookie };
                 (indexedDB.databases ? indexedDB.databases() : Promise.resolve([]))
                   .then((bases) => 'caches' in window ? caches.keys().then((keys) => done({ ...all, bases: bases.length, caches: keys.length })) : done({ ...all, bases: bases.length, caches: 0 }));",
                Vec::new(),
            )
            .await?)
    }

    /// Closes the window, as when a visit ends; another, empty one keeps the browser.
    pub async fn closes_the_window(&mut self) -> Result<()> {
        let shop = self.client.window().await?;
        let other = self.client.new_window(false).await?.handle;
        self.client.switch_to_window(shop).await?;
        if self.browser == Browser::Firefox {
            // Closed or sent elsewhere by its driver, Firefox 153 tells about half of all pages' own listeners nothing of `pagehide`; a page
            // that goes by itself always hears of it. It goes to the same machine by its other name, which is no page of the shop.
            self.client
                .execute(
                    "const other = new URL('/robots.txt', location);
                     other.hostname = other.hostname === 'localhost' ? '127.0.0.1' : 'localhost';
                     location.assign(other)",
                    Vec::new(),
                )
                .await?;
            until("the page is left", async || {
                Ok((self.client.current_url().await?.path() == "/robots.txt").then_some(()))
            })
            .await?;
        }
        self.client.close_window().await?;
        self.client.switch_to_window(other).await?;
        Ok(())
    }

    /// A command of the browser's own protocol; Chromium only.
    pub async fn cdp(&self, command: &'static str, parameters: Value) -> Result<Value> {
        let command = Vendor {
            path: "goog/cdp/execute",
            body: json!({ "cmd": command, "params": parameters }),
        };
        Ok(self.client.issue_cmd(command).await?)
    }

    /// Does something while addresses like this one do not answer; Chromium only.
    pub async fn without<T>(
        &mut self,
        pattern: &str,
        act: impl AsyncFnOnce(&mut Self) -> Result<T>,
    ) -> Result<T> {
        self.cdp("Network.enable", json!({})).await?;
        self.cdp("Network.setBlockedURLs", json!({ "urls": [pattern] }))
            .await?;
        let done = act(self).await;
        self.cdp("Network.setBlockedURLs", json!({ "urls": [] }))
            .await?;
        done
    }

    /// What the console says since the start, with its level; Chromium only, elsewhere nothing.
    pub async fn console(&mut self) -> Result<&[(String, String)]> {
        if self.browser == Browser::Chromium {
            let new = self.new_console().await?;
            self.console.extend(new);
        }
        Ok(&self.console)
    }

    async fn new_console(&self) -> Result<Vec<(String, String)>, CmdError> {
        let command = Vendor {
            path: "se/log",
            body: json!({ "type": "browser" }),
        };
        let entries = self.client.issue_cmd(command).await?;
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        Ok(entries
            .as_array()
            .into_iter()
            .flatten()
            .map(|entry| (text(&entry["level"]), text(&entry["message"])))
            .collect())
    }

    /// Whether this browser's driver tells what the console says.
    #[must_use]
    pub fn has_console(&self) -> bool {
        self.browser == Browser::Chromium
    }

    /// What the console says at this level or with this text.
    pub async fn console_with(&mut self, part: &str) -> Result<Vec<String>> {
        Ok(self
            .console()
            .await?
            .iter()
            .map(|(level, message)| format!("{level} {message}"))
            .filter(|line| line.contains(part))
            .collect())
    }

    pub(crate) async fn console_text(&self) -> String {
        let mut text = String::new();
        if let Ok(url) = self.client.current_url().await {
            text += &format!("{url}\n");
        }
        let new = if self.browser == Browser::Chromium {
            self.new_console().await.unwrap_or_default()
        } else {
            Vec::new()
        };
        for (level, message) in self.console.iter().chain(&new) {
            text += &format!("{level} {message}\n");
        }
        if let Ok(source) = self.client.source().await {
            text += &source;
        }
        text
    }

    pub(crate) async fn picture(&self) -> Result<Vec<u8>> {
        Ok(self.client.screenshot().await?)
    }

    pub(crate) async fn leave(self) {
        // A browser that is gone already has been left.
        let _ = self.client.close().await;
    }
}

/// A command that WebDriver's standard does not have.
#[derive(Debug)]
struct Vendor {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Vendor {
    fn endpoint(
        &self,
        base_url: &url::Url,
        session_id: Option<&str>,
    ) -> Result<url::Url, url::ParseError> {
        base_url.join(&format!(
            "session/{}/{}",
            session_id.unwrap_or_default(),
            self.path
        ))
    }

    fn method_and_body(&self, _: &url::Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.body.to_string()))
    }
}
