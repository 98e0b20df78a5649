//! A headless Chromium over the DevTools protocol: started, given tabs that know nothing of each other, and ended with all that it wrote.
//! What a page asks for meanwhile is answered by whoever opened the tab.

use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use tungstenite::{Message, WebSocket};

/// A browser that has not opened its port by then will not.
const START: Duration = Duration::from_secs(30);
/// What the browser itself, not a page, needs for an answer.
const OWN: Duration = Duration::from_secs(20);

/// Quiet and alone; the last lines are for containers, whose root has no sandbox and whose shared memory is small.
const SWITCHES: [&str; 12] = [
    "--headless=new",
    "--remote-debugging-port=0",
    "--window-size=1280,900",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-renderer-backgrounding",
    "--disable-background-timer-throttling",
    "--no-sandbox",
    "--disable-dev-shm-usage",
];

/// A running browser.
pub struct Chrome {
    process: Child,
    profile: PathBuf,
    port: u16,
    path: String,
}

impl Chrome {
    pub fn start(program: PathBuf) -> Result<Self> {
        let profile = std::env::temp_dir().join(format!("vitrin-detect-{}", std::process::id()));
        std::fs::create_dir_all(&profile)?;
        let mut command = Command::new(program);
        command
            .args(SWITCHES)
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command.arg(format!("--user-data-dir={}", profile.display()));
        let process = command.spawn().context("cannot start chromium")?;
        let mut chrome = Self {
            process,
            profile,
            port: 0,
            path: String::new(),
        };
        let told = chrome.profile.join("DevToolsActivePort");
        let begun = Instant::now();
        while begun.elapsed() < START {
            let text = std::fs::read_to_string(&told).unwrap_or_default();
            if let Some((port, path)) = text.split_once('\n') {
                chrome.port = port.trim().parse()?;
                path.trim().clone_into(&mut chrome.path);
                return Ok(chrome);
            }
            if chrome.process.try_wait()?.is_some() {
                break;
            }
            std::thread::sleep(Duration::from_millis(30));
        }
        bail!("chromium opened no DevTools port")
    }

    /// A line to the browser itself.
    pub fn line(&self) -> Result<Line> {
        Line::open(self.port, &self.path)
    }

    /// A line to a tab.
    pub fn tab(&self, target: &str) -> Result<Line> {
        Line::open(self.port, &format!("/devtools/page/{target}"))
    }
}

impl Drop for Chrome {
    fn drop(&mut self) {
        // Asked first, for its helpers write to the profile until they end.
        if let Ok(mut line) = self.line() {
            let _ = line.ask("Browser.close", json!({}));
        }
        let begun = Instant::now();
        while begun.elapsed() < OWN && matches!(self.process.try_wait(), Ok(None)) {
            std::thread::sleep(Duration::from_millis(30));
        }
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = std::fs::remove_dir_all(&self.profile);
    }
}

/// What is done about an event: the commands to send.
pub type Answer = dyn FnMut(&str, &Value) -> Vec<(&'static str, Value)>;

/// A line over which commands go and answers and events come.
pub struct Line {
    socket: WebSocket<TcpStream>,
    last: u64,
    /// When it is given up.
    pub until: Instant,
    answer: Box<Answer>,
}

impl Line {
    fn open(port: u16, path: &str) -> Result<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_nodelay(true)?;
        let (socket, _) = tungstenite::client(format!("ws://127.0.0.1:{port}{path}"), stream)
            .map_err(|error| anyhow::anyhow!("no DevTools line: {error}"))?;
        Ok(Self {
            socket,
            last: 0,
            until: Instant::now() + OWN,
            answer: Box::new(|_, _| vec![]),
        })
    }

    /// From now on events are answered so.
    pub fn answer(
        &mut self,
        answer: impl FnMut(&str, &Value) -> Vec<(&'static str, Value)> + 'static,
    ) {
        self.answer = Box::new(answer);
    }

    /// Sends a command and waits for its result; events that come meanwhile are answered.
    pub fn ask(&mut self, method: &str, params: Value) -> Result<Value> {
        let id = self.send(method, params)?;
        loop {
            let mut message = self.next()?;
            if message["id"] == id {
                if let Some(error) = message["error"]["message"].as_str() {
                    bail!("{method}: {error}");
                }
                return Ok(message["result"].take());
            }
            let Some(event) = message["method"].as_str() else {
                continue;
            };
            for (method, params) in (self.answer)(event, &message["params"]) {
                self.send(method, params)?;
            }
        }
    }

    fn send(&mut self, method: &str, params: Value) -> Result<u64> {
        self.last += 1;
        let text = json!({"id": self.last, "method": method, "params": params}).to_string();
        self.socket.send(Message::text(text))?;
        Ok(self.last)
    }

    fn next(&mut self) -> Result<Value> {
        loop {
            let left = self.until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                bail!("no answer in time");
            }
            self.socket.get_ref().set_read_timeout(Some(left))?;
            if let Message::Text(text) = self.socket.read()? {
                return Ok(serde_json::from_str(&text)?);
            }
        }
    }
}
