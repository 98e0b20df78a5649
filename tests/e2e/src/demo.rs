//! The demo shop with its collector, as `cargo xtask demo` serves it.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use anyhow::{Context, Result, bail};
use http::Method;
use serde_json::{Value, json};

use crate::http::{ask, json as get_json};
use crate::place::{package, root};
use crate::process::Running;
use crate::received::Received;
use crate::wait::until;

/// The demo on a port of its own.
#[derive(Debug)]
pub struct Demo {
    _server: Running,
    /// Such as `http://127.0.0.1:40123`.
    pub origin: String,
}

impl Demo {
    /// Starts it with these arguments more.
    pub fn open(arguments: &[&str]) -> Result<Self> {
        let mut server = Running::start(
            Command::new(xtask()?)
                .args(["demo", "--port", "0"])
                .args(arguments)
                .current_dir(root())
                .env("VITRIN_PKG", package()?)
                .stdout(Stdio::piped()),
        )?;
        let mut said = String::new();
        if let Some(output) = server.output() {
            BufReader::new(output).read_line(&mut said)?;
        }
        let origin = said
            .split_whitespace()
            .find(|word| word.starts_with("http://"))
            .with_context(|| format!("the demo did not say where it is: {said}"))?
            .trim_end_matches('/')
            .to_owned();
        Ok(Self {
            _server: server,
            origin,
        })
    }

    /// What the collector holds.
    pub async fn received(&self) -> Result<Received> {
        Ok(Received::new(self.held().await?))
    }

    async fn held(&self) -> Result<Vec<Value>> {
        let entries = get_json(&format!("{}/collector/events", self.origin)).await?;
        let events = entries.as_array().cloned().unwrap_or_default();
        Ok(events
            .into_iter()
            .map(|mut entry| entry["event"].take())
            .collect())
    }

    /// Waits until the collector holds an event of this name.
    pub async fn receives(&self, name: &str) -> Result<Received> {
        until(&format!("the collector holds {name}"), async || {
            let received = self.received().await?;
            if received.has(name) {
                return Ok(Some(received));
            }
            bail!("it holds {:?}", received.names())
        })
        .await
    }

    /// Answers the next posts with this status.
    pub async fn answer(&self, status: u16) -> Result<()> {
        let body: Value = json!({ "status": status });
        ask(
            Method::POST,
            &format!("{}/collector/mode", self.origin),
            body.to_string(),
        )
        .await?;
        Ok(())
    }
}

/// The program: VITRIN_XTASK, or what cargo builds.
fn xtask() -> Result<PathBuf> {
    static BUILT: OnceLock<bool> = OnceLock::new();
    if let Some(program) = std::env::var_os("VITRIN_XTASK") {
        return Ok(program.into());
    }
    let built = *BUILT.get_or_init(|| {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut build = Command::new(cargo);
        build
            .args(["build", "--quiet", "--package", "xtask"])
            .current_dir(root());
        build.status().is_ok_and(|status| status.success())
    });
    if !built {
        bail!("cargo build --package xtask failed");
    }
    let target = std::env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into());
    Ok(root().join(target).join("debug/xtask"))
}

/// Looks at what the collector holds before it goes.
impl Drop for Demo {
    fn drop(&mut self) {
        let held =
            tokio::task::block_in_place(|| tokio::runtime::Handle::current().block_on(self.held()));
        Received::looked_at(held.unwrap_or_default());
    }
}
