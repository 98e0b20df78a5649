//! The collector's door: what a post is answered, and how what came is read and watched.

use std::io::Write;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use futures_util::stream::{self, Stream};
use serde_json::Value;
use tokio::sync::broadcast;

use super::collector::{Collector, Entry};

/// Entries a slow watcher may lag behind before it misses some.
const LAG: usize = 1024;

struct Desk<Record> {
    collector: Collector<Record>,
    /// Posts that are still refused.
    refusals: u32,
    answer: StatusCode,
}

struct Shared<Record> {
    desk: Mutex<Desk<Record>>,
    live: broadcast::Sender<Arc<Entry>>,
}

impl<Record> Shared<Record> {
    /// The desk, also after a request has died at it: its state is whole between two statements.
    fn desk(&self) -> MutexGuard<'_, Desk<Record>> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

type Office<Record> = State<Arc<Shared<Record>>>;

/// The routes of a collector that writes its record here. The first `refusals` posts are answered with 503.
pub fn routes<Record: Write + Send + 'static>(record: Record, refusals: u32) -> Router {
    let desk = Desk {
        collector: Collector::new(record),
        refusals,
        answer: StatusCode::NO_CONTENT,
    };
    Router::new()
        .route("/events", post(take::<Record>))
        .route(
            "/collector/events",
            get(all::<Record>).delete(clear::<Record>),
        )
        .route("/collector/live", get(live::<Record>))
        .route("/collector/mode", post(mode::<Record>))
        .with_state(Arc::new(Shared {
            desk: Mutex::new(desk),
            live: broadcast::Sender::new(LAG),
        }))
}

async fn take<Record: Write>(State(office): Office<Record>, body: Bytes) -> Response {
    let mut desk = office.desk();
    if desk.refusals > 0 {
        desk.refusals -= 1;
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    if !desk.answer.is_success() {
        return desk.answer.into_response();
    }
    let now = humantime::format_rfc3339_millis(SystemTime::now()).to_string();
    match desk.collector.take(&body, &now) {
        Ok(entries) => {
            // Sent before the desk is free again, so that watchers see them in order. That nobody watches is no error.
            for entry in entries {
                let _ = office.live.send(entry);
            }
            desk.answer.into_response()
        }
        Err(reason) => (StatusCode::BAD_REQUEST, reason + "\n").into_response(),
    }
}

async fn all<Record: Write>(State(office): Office<Record>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (headers, office.desk().collector.all()).into_response()
}

async fn clear<Record: Write>(State(office): Office<Record>) -> StatusCode {
    office.desk().collector.clear();
    StatusCode::NO_CONTENT
}

async fn live<Record>(
    State(office): Office<Record>,
) -> Sse<impl Stream<Item = Result<Event, axum::Error>>> {
    let entries = stream::unfold(office.live.subscribe(), |mut entries| async move {
        loop {
            match entries.recv().await {
                Ok(entry) => {
                    let event = Event::default()
                        .id(entry.number.to_string())
                        .data(&entry.json);
                    return Some((Ok(event), entries));
                }
                Err(broadcast::error::RecvError::Lagged(_)) => {}
                Err(broadcast::error::RecvError::Closed) => return None,
            }
        }
    });
    Sse::new(entries).keep_alive(KeepAlive::default())
}

async fn mode<Record>(State(office): Office<Record>, body: Bytes) -> Response {
    let wanted: Option<u64> = serde_json::from_slice::<Value>(&body)
        .ok()
        .and_then(|body| body.get("status")?.as_u64());
    let status = wanted.and_then(|status| StatusCode::from_u16(u16::try_from(status).ok()?).ok());
    // 1xx would not end a request.
    match status.filter(|status| !status.is_informational()) {
        Some(status) => {
            office.desk().answer = status;
            StatusCode::NO_CONTENT.into_response()
        }
        None => (StatusCode::BAD_REQUEST, "expected {\"status\": 204}\n").into_response(),
    }
}

#[cfg(test)]
mod tests {
    use axum::body::{Body, to_bytes};
    use axum::http::{Method, Request};
    use futures_util::StreamExt;
    use tower::ServiceExt;

    use super::*;

    const ENVELOPE: &str =
        r#"{"v":1,"sent_at":"s","events":[{"id":"a","name":"view_item","at":"t"}]}"#;

    async fn ask(routes: &Router, method: Method, path: &str, body: &'static str) -> (u16, String) {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("content-type", "text/plain")
            .body(Body::from(body))
            .unwrap();
        let answer = routes.clone().oneshot(request).await.unwrap();
        let status = answer.status().as_u16();
        (
            status,
            String::from_utf8(to_bytes(answer.into_body(), 10_000).await.unwrap().to_vec())
                .unwrap(),
        )
    }

    fn story(what: impl Future<Output = ()>) {
        tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap()
            .block_on(what);
    }

    async fn count(routes: &Router) -> usize {
        let (_, all) = ask(routes, Method::GET, "/collector/events", "").await;
        serde_json::from_str::<Vec<Value>>(&all).unwrap().len()
    }

    #[test]
    fn an_envelope_is_taken_without_an_answer_to_read_and_a_wrong_one_hears_why() {
        story(async {
            let routes = routes(Vec::new(), 0);
            assert_eq!(
                ask(&routes, Method::POST, "/events", ENVELOPE).await,
                (204, String::new())
            );
            assert_eq!(
                ask(&routes, Method::POST, "/events", "{}").await,
                (400, "v is missing\n".into())
            );
            assert_eq!(count(&routes).await, 1);
            assert_eq!(
                ask(&routes, Method::DELETE, "/collector/events", "")
                    .await
                    .0,
                204
            );
            assert_eq!(count(&routes).await, 0);
        });
    }

    #[test]
    fn what_is_refused_is_not_recorded() {
        story(async {
            let routes = routes(Vec::new(), 2);
            for status in [503, 503, 204] {
                assert_eq!(
                    ask(&routes, Method::POST, "/events", ENVELOPE).await.0,
                    status
                );
            }
            assert_eq!(count(&routes).await, 1);
            assert_eq!(
                ask(
                    &routes,
                    Method::POST,
                    "/collector/mode",
                    r#"{"status": 500}"#
                )
                .await
                .0,
                204
            );
            assert_eq!(ask(&routes, Method::POST, "/events", ENVELOPE).await.0, 500);
            assert_eq!(count(&routes).await, 1);
            assert_eq!(
                ask(
                    &routes,
                    Method::POST,
                    "/collector/mode",
                    r#"{"status": 204}"#
                )
                .await
                .0,
                204
            );
            assert_eq!(ask(&routes, Method::POST, "/events", ENVELOPE).await.0, 204);
            assert_eq!(count(&routes).await, 2);
        });
    }

    #[test]
    fn a_mode_that_is_none_is_refused() {
        story(async {
            let routes = routes(Vec::new(), 0);
            for body in [
                "",
                "{}",
                r#"{"status": 100}"#,
                r#"{"status": 99999}"#,
                r#"{"status": "503"}"#,
            ] {
                assert_eq!(
                    ask(&routes, Method::POST, "/collector/mode", body).await.0,
                    400,
                    "{body}"
                );
            }
            assert_eq!(ask(&routes, Method::POST, "/events", ENVELOPE).await.0, 204);
        });
    }

    #[test]
    fn a_watcher_sees_what_comes_after_it_came() {
        story(async {
            let routes = routes(Vec::new(), 0);
            ask(&routes, Method::POST, "/events", ENVELOPE).await;
            let request = Request::builder()
                .uri("/collector/live")
                .body(Body::empty())
                .unwrap();
            let mut watched = routes
                .clone()
                .oneshot(request)
                .await
                .unwrap()
                .into_body()
                .into_data_stream();
            ask(&routes, Method::POST, "/events", ENVELOPE).await;
            let seen = watched.next().await.unwrap().unwrap();
            let seen = String::from_utf8(seen.to_vec()).unwrap();
            assert!(
                seen.contains("id: 1\n") && seen.contains(r#""copy":true"#),
                "{seen}"
            );
        });
    }
}
