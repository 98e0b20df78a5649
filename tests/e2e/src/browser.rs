//! The three browsers: how each is started, and what a session in it is asked for.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

use crate::place::root;
use crate::process::{Running, free_port};
use crate::wait::until;

/// A driver that finds its port taken, or a browser that dies while it starts on a busy machine, is tried again.
const ATTEMPTS: usize = 3;

/// What fits on the screen that the tests make.
const WINDOW: (u32, u32) = (1200, 900);

/// A browser the stories are told in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Browser {
    /// Chromium, by chromedriver.
    Chromium,
    /// Firefox, by geckodriver.
    Firefox,
    /// WebKitGTK's MiniBrowser, by WebKitWebDriver.
    Webkit,
}

impl Browser {
    /// By its name; anything unknown is Chromium.
    #[must_use]
    pub fn named(name: &str) -> Self {
        match name {
            "firefox" => Self::Firefox,
            "webkit" => Self::Webkit,
            _ => Self::Chromium,
        }
    }

    /// As in VITRIN_BROWSERS.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::Webkit => "webkit",
        }
    }

    const fn driver_names(self) -> (&'static str, &'static str) {
        match self {
            Self::Chromium => ("VITRIN_CHROMEDRIVER", "chromedriver"),
            Self::Firefox => ("VITRIN_GECKODRIVER", "geckodriver"),
            Self::Webkit => ("VITRIN_WEBKITDRIVER", "WebKitWebDriver"),
        }
    }

    /// Why a story is not told in this browser here; nothing when it is.
    #[must_use]
    pub fn skipped(self) -> Option<String> {
        match std::env::var("VITRIN_BROWSERS") {
            Ok(wanted) if wanted.split(',').any(|name| name.trim() == self.name()) => None,
            Ok(wanted) => Some(format!("VITRIN_BROWSERS is {wanted}")),
            Err(_) if self.driver().is_none() => {
                Some(format!("there is no {}", self.driver_names().1))
            }
            Err(_) if self == Self::Webkit && std::env::var_os("DISPLAY").is_none() => {
                Some("there is no DISPLAY".into())
            }
            Err(_) => None,
        }
    }

    fn driver(self) -> Option<PathBuf> {
        let (variable, program) = self.driver_names();
        if let Some(given) = std::env::var_os(variable) {
            return Some(given.into());
        }
        let installed = root().join("target/tools/bin");
        let path = std::env::var_os("PATH").unwrap_or_default();
        std::iter::once(installed)
            .chain(std::env::split_paths(&path))
            .map(|folder| folder.join(program))
            .find(|file| file.is_file())
    }

    /// Starts a driver and a browser.
    pub async fn start(self) -> Result<(Running, Client)> {
        let mut reason = None;
        for _ in 0..ATTEMPTS {
            match self.attempt().await {
                Ok(started) => return Ok(started),
                Err(error) => reason = Some(error),
            }
        }
        Err(reason.with_context(|| format!("{} does not start", self.name()))?)
    }

    async fn attempt(self) -> Result<(Running, Client)> {
        let program = self
            .driver()
            .with_context(|| format!("there is no {}", self.driver_names().1))?;
        let port = free_port()?;
        let mut command = Command::new(program);
        match self {
            Self::Chromium | Self::Webkit => command.arg(format!("--port={port}")),
            // Each with a port of its own for what else it listens on: stories are told side by side.
            Self::Firefox => command.args([
                "--port",
                &port.to_string(),
                "--websocket-port",
                &free_port()?.to_string(),
                "--log",
                "fatal",
            ]),
        };
        let mut driver = Running::start(command.stdout(Stdio::null()).stderr(Stdio::null()))?;
        until("the driver listens", async || {
            if driver.ended() {
                bail!("the driver ended");
            }
            tokio::net::TcpStream::connect(("127.0.0.1", port)).await?;
            Ok(Some(()))
        })
        .await?;
        let mut connector = ClientBuilder::new(HttpConnector::new());
        connector.capabilities(self.capabilities()?);
        let client = connector
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .with_context(|| format!("no session in {}", self.name()))?;
        let (width, height) = WINDOW;
        client.set_window_size(width, height).await?;
        Ok((driver, client))
    }

    /// What `webdriver.json` says of this browser, as for the browser tests, and what only these tests need.
    fn capabilities(self) -> Result<Capabilities> {
        let text = std::fs::read_to_string(root().join("webdriver.json"))?;
        let all: Value = serde_json::from_str(&text)?;
        let mut wanted = match self {
            Self::Chromium => json!({
                "goog:chromeOptions": all["goog:chromeOptions"],
                "goog:loggingPrefs": { "browser": "ALL" },
            }),
            Self::Firefox => json!({ "moz:firefoxOptions": all["moz:firefoxOptions"] }),
            Self::Webkit => json!({ "webkitgtk:browserOptions": all["webkitgtk:browserOptions"] }),
        };
        let Some(wanted) = wanted.as_object_mut() else {
            bail!("webdriver.json is no object");
        };
        wanted.retain(|_, value| !value.is_null());
        Ok(wanted.clone())
    }
}
