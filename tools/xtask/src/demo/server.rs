//! The demo's server: plain files with the headers a shop's server would send, and the collector's routes beside them.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderValue, Response, header};
use axum::middleware::map_response;
use tokio::net::TcpListener;
use tower_http::compression::CompressionLayer;
use tower_http::services::{ServeDir, ServeFile};

use super::{PORTS, Settings, routes};

/// Far more than a browser lets a beacon weigh (64 KB).
const LARGEST_POST: usize = 1024 * 1024;

/// An hour: a visit loads each picture once.
const PICTURE: &str = "max-age=3600";

/// When the record is begun anew.
const LARGEST_RECORD: u64 = 64 * 1024 * 1024;

/// The folders and the file of the demo.
pub struct Places {
    pub shop: PathBuf,
    pub package: PathBuf,
    pub record: PathBuf,
}

/// Serves until it is stopped.
pub async fn serve(settings: &Settings, places: &Places) -> Result<()> {
    let router = router(settings, places)?;
    let listener = listen(settings).await?;
    let address = format!("http://127.0.0.1:{}", listener.local_addr()?.port());
    println!("Vitrin demo: {address}/  ·  beacons: {address}/beacons/");
    axum::serve(listener, router)
        .await
        .context("the server stopped")
}

/// Serves beside what else this program does; gives back the origin.
pub async fn open(settings: &Settings, places: &Places) -> Result<String> {
    let router = router(settings, places)?;
    let listener = listen(settings).await?;
    let origin = format!("http://127.0.0.1:{}", listener.local_addr()?.port());
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(origin)
}

async fn listen(settings: &Settings) -> Result<TcpListener> {
    let wanted = settings.port.map_or(PORTS, |port| port..=port);
    for port in wanted.clone() {
        match TcpListener::bind(SocketAddr::new(settings.host, port)).await {
            Ok(listener) => return Ok(listener),
            Err(error) if error.kind() == ErrorKind::AddrInUse => {}
            Err(error) => {
                return Err(error).with_context(|| format!("cannot listen on port {port}"));
            }
        }
    }
    match settings.port {
        Some(port) => {
            bail!("port {port} is taken; choose another with --port, or --port 0 for any free one")
        }
        None => bail!(
            "ports {} to {} are taken; choose another with --port",
            wanted.start(),
            wanted.end()
        ),
    }
}

fn router(settings: &Settings, places: &Places) -> Result<Router> {
    let shop =
        ServeDir::new(&places.shop).not_found_service(ServeFile::new(places.shop.join("404.html")));
    let csp = settings.csp.clone();
    let files = Router::new()
        .nest_service("/vitrin", ServeDir::new(&places.package))
        .fallback_service(shop)
        .layer(map_response(move |response| {
            std::future::ready(with_headers(response, csp.as_ref()))
        }));
    let record: Box<dyn Write + Send> = match &settings.record {
        Some(command) => Box::new(told(command)?),
        None => Box::new(record(&places.record)?),
    };
    let collector =
        routes::routes(record, settings.fail_events).layer(DefaultBodyLimit::max(LARGEST_POST));
    Ok(files.merge(collector).layer(CompressionLayer::new()))
}

/// What kind of file it is in full, how long a copy is good, and what a page may do.
fn with_headers<B>(mut response: Response<B>, policy: Option<&HeaderValue>) -> Response<B> {
    let success = response.status().is_success();
    let headers = response.headers_mut();
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    let spelled = match &*kind {
        // The ending .ts is also a video's.
        "video/vnd.dlna.mpeg-tts" => Some("text/plain; charset=utf-8".to_owned()),
        text if text.starts_with("text/") && !text.contains("charset") => {
            Some(format!("{text}; charset=utf-8"))
        }
        _ => None,
    };
    if let Some(Ok(kind)) = spelled.map(HeaderValue::try_from) {
        headers.insert(header::CONTENT_TYPE, kind);
    }
    // Pictures stay as they are. All else is asked for again and answered with 304 while it is good, so that what was edited or built shows
    // on the next load.
    let cache = if success && kind.starts_with("image/") {
        PICTURE
    } else {
        "no-cache"
    };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    if let Some(policy) = policy.filter(|_| kind.starts_with("text/html")) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy.clone());
    }
    response
}

/// The input of a command that every event goes into as a line, until this program ends.
fn told(command: &str) -> Result<impl Write + Send + use<>> {
    let running = Command::new("sh")
        .args(["-c", command])
        .stdin(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot run {command}"))?;
    running.stdin.context("a command without an input")
}

/// The file that every event goes into as a line; earlier days stay in it until it is too large.
fn record(path: &Path) -> Result<File> {
    let full = path
        .metadata()
        .is_ok_and(|file| file.len() > LARGEST_RECORD);
    let folder = path.parent().unwrap_or(path);
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    if full {
        std::fs::remove_file(path)?;
    }
    OpenOptions::new()
        .create(true)
        .append(true)
        .open(path)
        .with_context(|| format!("cannot write {}", path.display()))
}
