//! A server that misbehaves as told, down to the connection, and records what it was given: for what becomes of events when things go wrong.
//! It speaks just enough HTTP, for a well-kept server would not let a request hang or die.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use anyhow::{Context, Result};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use crate::place::{package, root};
use crate::received::Received;

/// Far more than a browser lets a beacon weigh (64 KB).
const LARGEST_POST: usize = 2 * 1024 * 1024;

/// What a post is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// This status; a 2xx takes the events.
    Status(u16),
    /// This status with a `Retry-After`.
    RetryAfter(u16, String),
    /// 400 when an event of this name is among them, else 204.
    Poison(&'static str),
    /// 207 when an event of this name is among them, and takes the others; else 204.
    Partly(&'static str),
    /// Takes the events, and the connection ends before the answer.
    Lost,
    /// Takes the events, and the browser may not see the answer.
    Unshared,
    /// Takes nothing and says nothing.
    Hang,
    /// Sends the browser elsewhere.
    Redirect,
}

/// One post.
#[derive(Clone, Debug)]
pub struct Post {
    /// When it came.
    pub at: Instant,
    /// Where it went to, without a query.
    pub path: String,
    /// Its size.
    pub bytes: usize,
    /// What was posted, as text.
    pub body: String,
    /// Its events.
    pub events: Vec<Value>,
    /// Whether they were taken.
    pub taken: bool,
}

#[derive(Debug, Default)]
struct Desk {
    next: VecDeque<Answer>,
    then: Option<Answer>,
    posts: Vec<Post>,
    csp: Option<&'static str>,
    never: Option<&'static str>,
    /// Refused ones, and whether they are.
    preflights: (usize, bool),
    pages: Vec<(String, String)>,
}

type Shared = Arc<Mutex<Desk>>;

fn at(desk: &Shared) -> MutexGuard<'_, Desk> {
    desk.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A server that ends with this value.
#[derive(Debug)]
pub struct Door {
    /// Such as `http://127.0.0.1:40123`.
    pub origin: String,
    desk: Shared,
    serving: JoinHandle<()>,
}

impl Door {
    /// Opens it on a free port.
    pub async fn open() -> Result<Self> {
        Self::open_at(0).await
    }

    /// Opens it on this port.
    pub async fn open_at(port: u16) -> Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", port)).await?;
        let origin = format!("http://{}", listener.local_addr()?);
        let desk = Shared::default();
        let shared = Arc::clone(&desk);
        let serving = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                // A browser that goes away in the middle is no error.
                tokio::spawn(serve(stream, Arc::clone(&shared)));
            }
        });
        Ok(Self {
            origin,
            desk,
            serving,
        })
    }

    /// Serves a page under this path.
    pub fn page(&self, path: &str, html: &str) {
        let mut desk = at(&self.desk);
        desk.pages.retain(|(known, _)| known != path);
        desk.pages.push((path.to_owned(), html.to_owned()));
    }

    /// Sends every page with this policy.
    pub fn csp(&self, policy: Option<&'static str>) {
        at(&self.desk).csp = policy;
    }

    /// Never answers who asks for this path.
    pub fn never_gives(&self, path: &'static str) {
        at(&self.desk).never = Some(path);
    }

    /// From now on who asks beforehand whether it may post is refused, or not any more; tells how many were.
    pub fn forbids(&self, forbids: bool) -> usize {
        let mut desk = at(&self.desk);
        desk.preflights.1 = forbids;
        desk.preflights.0
    }

    /// Answers the next posts so, one by one.
    pub fn answers(&self, next: &[Answer]) {
        at(&self.desk).next.extend(next.iter().cloned());
    }

    /// Answers so from now on.
    pub fn always(&self, answer: Answer) {
        at(&self.desk).then = Some(answer);
    }

    /// What came so far.
    #[must_use]
    pub fn posts(&self) -> Vec<Post> {
        at(&self.desk).posts.clone()
    }

    /// What was posted, as text.
    #[must_use]
    pub fn bodies(&self) -> Vec<String> {
        self.posts().into_iter().map(|post| post.body).collect()
    }

    /// Events that were taken, as they came.
    #[must_use]
    pub fn taken(&self) -> Vec<Value> {
        self.posts()
            .into_iter()
            .filter(|post| post.taken)
            .flat_map(|post| post.events)
            .collect()
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        self.serving.abort();
        Received::looked_at(
            self.posts()
                .into_iter()
                .flat_map(|post| post.events)
                .collect(),
        );
    }
}

async fn serve(mut stream: TcpStream, desk: Shared) -> Result<()> {
    let (head, body) = request(&mut stream).await?;
    let mut words = head.split_whitespace();
    let (method, path) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
    let path = path.split('?').next().unwrap_or("");
    let never = at(&desk).never == Some(path);
    let answer = match method {
        _ if never => {
            let mut nothing = [0; 1];
            let _ = stream.read(&mut nothing).await;
            return Ok(());
        }
        "POST" => match posted(&desk, path, &body) {
            Some(answer) => answer,
            None => {
                // Until the browser has had enough.
                let mut nothing = [0; 1];
                let _ = stream.read(&mut nothing).await;
                return Ok(());
            }
        },
        "OPTIONS" if refused(&desk) => plain("403 Forbidden", "", ""),
        "OPTIONS" => plain("204 No Content", "access-control-allow-headers: *\r\n", ""),
        _ => file(&desk, path).unwrap_or_else(|_| plain("404 Not Found", "", "nothing")),
    };
    stream.write_all(&answer).await?;
    stream.shutdown().await?;
    Ok(())
}

fn refused(desk: &Shared) -> bool {
    let mut desk = at(desk);
    let refused = desk.preflights.1;
    desk.preflights.0 += usize::from(refused);
    refused
}

async fn request(stream: &mut TcpStream) -> Result<(String, Vec<u8>)> {
    let mut read = Vec::new();
    let mut piece = [0; 16 * 1024];
    loop {
        let count = stream.read(&mut piece).await?;
        anyhow::ensure!(count > 0 && read.len() < LARGEST_POST, "no request");
        read.extend_from_slice(&piece[..count]);
        let Some(end) = read.windows(4).position(|four| four == b"\r\n\r\n") else {
            continue;
        };
        let head = String::from_utf8_lossy(&read[..end]).into_owned();
        let length = head
            .lines()
            .filter_map(|line| line.split_once(':'))
            .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
            .and_then(|(_, value)| value.trim().parse().ok())
            .unwrap_or(0);
        let body = &read[end + 4..];
        if body.len() >= length {
            return Ok((head, body.to_vec()));
        }
    }
}

fn plain(status: &str, headers: &str, body: &str) -> Vec<u8> {
    format!(
        "HTTP/1.1 {status}\r\naccess-control-allow-origin: *\r\naccess-control-expose-headers: retry-after\r\ncontent-length: {}\r\nconnection: close\r\n{headers}\r\n{body}",
        body.len()
    )
    .into_bytes()
}

/// Notes a post and says what it is answered; nothing for no answer at all.
fn posted(desk: &Shared, path: &str, body: &[u8]) -> Option<Vec<u8>> {
    let text = String::from_utf8_lossy(body);
    let mut envelope: Value = serde_json::from_str(&text).unwrap_or_default();
    let mut events = match envelope["events"].take() {
        Value::Array(events) => events,
        _ => Vec::new(),
    };
    let mut desk = at(desk);
    let answer = desk
        .next
        .pop_front()
        .or_else(|| desk.then.clone())
        .unwrap_or(Answer::Status(204));
    let status = match &answer {
        Answer::Status(status) | Answer::RetryAfter(status, _) => *status,
        Answer::Poison(name) if events.iter().any(|event| event["name"] == *name) => 400,
        Answer::Partly(name) if events.iter().any(|event| event["name"] == *name) => 207,
        Answer::Poison(_) | Answer::Partly(_) | Answer::Lost | Answer::Unshared => 204,
        Answer::Hang => 0,
        Answer::Redirect => 302,
    };
    if let Answer::Partly(name) = &answer {
        events.retain(|event| event["name"] != *name);
    }
    desk.posts.push(Post {
        at: Instant::now(),
        path: path.to_owned(),
        bytes: body.len(),
        body: text.into_owned(),
        events,
        taken: (200..300).contains(&status),
    });
    let line = format!("{status} Answer");
    match answer {
        Answer::Hang => None,
        Answer::Lost => Some(Vec::new()),
        Answer::Unshared => Some(b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n".to_vec()),
        Answer::RetryAfter(_, after) => {
            Some(plain(&line, &format!("retry-after: {after}\r\n"), ""))
        }
        Answer::Redirect => Some(plain(&line, "location: /elsewhere\r\n", "")),
        _ => Some(plain(&line, "", "")),
    }
}

fn file(desk: &Shared, path: &str) -> Result<Vec<u8>> {
    let desk = at(desk);
    if let Some((_, html)) = desk.pages.iter().find(|(known, _)| known == path) {
        let policy = desk
            .csp
            .map(|policy| format!("content-security-policy: {policy}\r\n"))
            .unwrap_or_default();
        let headers = format!("content-type: text/html; charset=utf-8\r\n{policy}");
        return Ok(plain("200 OK", &headers, html));
    }
    anyhow::ensure!(!path.contains(".."), "outside");
    // The sources too: a single one of them can be measured.
    let (folder, name) = match path.strip_prefix("/src/") {
        Some(name) => (root().join("src"), name),
        None => (
            package()?,
            path.strip_prefix("/vitrin/").context("no such page")?,
        ),
    };
    let bytes = std::fs::read(folder.join(name))?;
    let kind = match name.rsplit('.').next() {
        Some("js" | "mjs") => "text/javascript",
        Some("wasm") => "application/wasm",
        Some("css") => "text/css",
        _ => "application/json",
    };
    let mut answer = format!(
        "HTTP/1.1 200 OK\r\naccess-control-allow-origin: *\r\ncontent-type: {kind}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        bytes.len()
    )
    .into_bytes();
    answer.extend(bytes);
    Ok(answer)
}
