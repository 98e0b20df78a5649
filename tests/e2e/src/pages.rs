//! Pages of our own, for what no shop in its right mind does: `pages/` with the package beside it, and a door for events that answers as told.
//! Everything may be asked for from another origin, so that a real shop can have its tag from here.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::{Result, bail};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tower_http::services::ServeDir;

use crate::place::{package, root};
use crate::received::Received;
use crate::wait::until;

/// Far more than a browser lets a beacon weigh (64 KB).
const LARGEST_POST: usize = 1024 * 1024;

/// How the server answers.
#[derive(Clone, Debug, Default)]
pub struct Answers {
    /// Sent with every page.
    pub csp: Option<&'static str>,
    /// A shop's own server: what it answers, where it does, out of what it remembers.
    pub shop: Option<fn(&mut Value, &Asked) -> Option<Reply>>,
    /// The folder of the repository that is served as it stands; `tests/e2e/pages` when there is none.
    pub folder: Option<&'static str>,
    /// The statuses of the first posts of events; later ones are answered with 204.
    pub events: Vec<u16>,
}

/// What a page asks the shop for.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Such as `POST`.
    pub method: String,
    /// Path and query.
    pub path: String,
    /// What was sent along, as text.
    pub body: String,
}

impl Asked {
    /// A field of the query or of a form, url-encoded or in parts.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<String> {
        let query = self.path.split_once('?').map_or("", |(_, query)| query);
        let pairs = url::form_urlencoded::parse(query.as_bytes())
            .chain(url::form_urlencoded::parse(self.body.as_bytes()));
        for (known, value) in pairs {
            if known == name {
                return Some(value.into_owned());
            }
        }
        let part = self.body.split(&format!("name=\"{name}\"")).nth(1)?;
        let value = part.split("\r\n\r\n").nth(1)?.split("\r\n").next()?;
        Some(value.to_owned())
    }
}

/// What a shop answers.
#[derive(Clone, Debug)]
pub struct Reply {
    /// Such as 200; 303 leads to what stands in `text`.
    pub status: u16,
    /// Such as `text/html`.
    pub kind: &'static str,
    /// The answer.
    pub text: String,
}

impl Reply {
    /// A page.
    #[must_use]
    pub fn page(text: impl Into<String>) -> Self {
        Self {
            status: 200,
            kind: "text/html; charset=utf-8",
            text: text.into(),
        }
    }

    /// Data.
    #[must_use]
    pub fn data(status: u16, value: &Value) -> Self {
        Self {
            status,
            kind: "application/json",
            text: value.to_string(),
        }
    }

    /// The way to another page.
    #[must_use]
    pub fn see(path: &str) -> Self {
        Self {
            status: 303,
            kind: "text/plain",
            text: path.into(),
        }
    }
}

type Shop = (fn(&mut Value, &Asked) -> Option<Reply>, Arc<Mutex<Value>>);

#[derive(Debug, Default)]
struct Log {
    requests: Vec<String>,
    /// The bodies of posts, whatever was answered.
    offered: Vec<Value>,
    /// Events of posts that were answered with 2xx.
    taken: Vec<Value>,
    events: Vec<u16>,
}

type Shared = Arc<Mutex<Log>>;

fn open(log: &Shared) -> MutexGuard<'_, Log> {
    log.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A server that ends with this value.
#[derive(Debug)]
pub struct Pages {
    /// Such as `http://127.0.0.1:40123`.
    pub origin: String,
    log: Shared,
    serving: JoinHandle<()>,
}

impl Pages {
    /// Opens it on a free port.
    pub async fn open(answers: Answers) -> Result<Self> {
        let log = Shared::new(Mutex::new(Log {
            events: answers.events,
            ..Log::default()
        }));
        let csp = answers.csp;
        let router = Router::new()
            .route("/events", post(events))
            .with_state(Arc::clone(&log))
            // A basket that says nothing of what is in it.
            .route("/basket/", post(|| async { "{}" }))
            .nest_service("/fixtures", ServeDir::new(root().join("tests/fixtures")))
            .nest_service("/vitrin", ServeDir::new(package()?))
            .fallback_service(ServeDir::new(
                root().join(answers.folder.unwrap_or("tests/e2e/pages")),
            ))
            .layer(from_fn_with_state(
                answers.shop.map(|shop| (shop, Arc::default())),
                shop_first,
            ))
            .layer(from_fn_with_state(Arc::clone(&log), note))
            .layer(axum::middleware::map_response(move |answer: Response| {
                std::future::ready(with_headers(answer, csp))
            }));
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let origin = format!("http://{}", listener.local_addr()?);
        let serving = tokio::spawn(async move {
            // Ends with the task; an error before that shows as pages that do not load.
            let _ = axum::serve(listener, router).await;
        });
        Ok(Self {
            origin,
            log,
            serving,
        })
    }

    /// Every request so far, as `GET /path`.
    #[must_use]
    pub fn requests(&self) -> Vec<String> {
        open(&self.log).requests.clone()
    }

    /// The events of all posts that were answered with 2xx.
    #[must_use]
    pub fn received(&self) -> Received {
        Received::new(open(&self.log).taken.clone())
    }

    /// The events of all posts, also of those that were refused.
    #[must_use]
    pub fn offered(&self) -> Received {
        Received::new(open(&self.log).offered.clone())
    }

    /// Waits until an event of this name was taken.
    pub async fn receives(&self, name: &str) -> Result<Received> {
        self.receives_times(name, 1).await
    }

    /// Waits until as many events of this name were taken.
    pub async fn receives_times(&self, name: &str, times: usize) -> Result<Received> {
        until(&format!("{times} {name} are received"), async || {
            let received = self.received();
            if received.named(name).len() >= times {
                return Ok(Some(received));
            }
            bail!("received: {:?}", received.names())
        })
        .await
    }
}

impl Drop for Pages {
    fn drop(&mut self) {
        self.serving.abort();
        Received::looked_at(open(&self.log).offered.clone());
    }
}

async fn note(State(log): State<Shared>, request: Request, next: Next) -> Response {
    // A browser asks for the icon by itself.
    if request.uri().path() != "/favicon.ico" {
        open(&log)
            .requests
            .push(format!("{} {}", request.method(), request.uri()));
    }
    next.run(request).await
}

async fn shop_first(State(shop): State<Option<Shop>>, request: Request, next: Next) -> Response {
    let Some((shop, remembers)) = shop else {
        return next.run(request).await;
    };
    let (head, body) = request.into_parts();
    let Ok(body) = to_bytes(body, LARGEST_POST).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let asked = Asked {
        method: head.method.to_string(),
        path: head.uri.to_string(),
        body: String::from_utf8_lossy(&body).into_owned(),
    };
    let reply = shop(
        &mut remembers.lock().unwrap_or_else(PoisonError::into_inner),
        &asked,
    );
    match reply {
        Some(reply) => {
            let status = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::OK);
            let headers = [
                (header::CONTENT_TYPE, reply.kind.to_owned()),
                (
                    header::LOCATION,
                    if reply.status == 303 {
                        reply.text.clone()
                    } else {
                        String::new()
                    },
                ),
            ];
            (status, headers, reply.text).into_response()
        }
        None => next.run(Request::from_parts(head, Body::from(body))).await,
    }
}

async fn events(State(log): State<Shared>, body: Body) -> Response {
    let Ok(body) = to_bytes(body, LARGEST_POST).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let Ok(Value::Array(events)) =
        serde_json::from_slice(&body).map(|mut body: Value| body["events"].take())
    else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let mut log = open(&log);
    log.offered.extend(events.iter().cloned());
    let status = if log.events.is_empty() {
        204
    } else {
        log.events.remove(0)
    };
    if (200..300).contains(&status) {
        log.taken.extend(events);
    }
    StatusCode::from_u16(status)
        .unwrap_or(StatusCode::NO_CONTENT)
        .into_response()
}

fn with_headers(mut answer: Response, csp: Option<&'static str>) -> Response {
    let headers = answer.headers_mut();
    let page = headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_ORIGIN,
        HeaderValue::from_static("*"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    if let Some(csp) = csp.filter(|_| page) {
        headers.insert(
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(csp),
        );
    }
    answer
}
