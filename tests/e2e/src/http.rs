//! The few requests that the tests make themselves.

use anyhow::{Context, Result, ensure};
use http::{Method, Request};
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use serde_json::Value;

/// Asks for an address; answers the body of a 2xx.
pub async fn ask(method: Method, url: &str, body: String) -> Result<String> {
    let request = Request::builder()
        .method(method)
        .uri(url)
        .body(Full::new(axum::body::Bytes::from(body)))?;
    let client = Client::builder(TokioExecutor::new()).build_http();
    let answer = client
        .request(request)
        .await
        .with_context(|| url.to_owned())?;
    let status = answer.status();
    let body = answer.into_body().collect().await?.to_bytes();
    ensure!(status.is_success(), "{url} answered {status}");
    Ok(String::from_utf8_lossy(&body).into_owned())
}

/// Asks for JSON.
pub async fn json(url: &str) -> Result<Value> {
    Ok(serde_json::from_str(
        &ask(Method::GET, url, String::new()).await?,
    )?)
}
