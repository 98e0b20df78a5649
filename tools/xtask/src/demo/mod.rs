//! `cargo xtask demo`: the demo shop, the package, and a collector for the beacons, from one server. Serves pkg/ as committed; when the
//! sources have changed since, the package is built first.

use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, bail};
use axum::http::HeaderValue;
use pack::place::{root, target};
use pack::sources;

use crate::build::{pack, package};
use crate::tools;

mod collector;
mod routes;
mod server;

const HELP: &str = "\
cargo xtask demo [--port N] [--host]
  --port N          the port; 0 takes any free one (default: 8080, or the next free one)
  --host            listen on every address of this machine, not only on 127.0.0.1
  --record COMMAND  write each event, a line of JSON, to this command instead of target/demo/events.ndjson;
                    into PostgreSQL: psql -c \"copy events(line) from stdin csv delimiter e'\\x02' quote e'\\x01'\"
The collector:
  POST   /events              takes the JSON envelope, whatever its content type
  GET    /collector/events    what came, as a JSON array of {received_at, event, copy}
  GET    /collector/live      the same objects as they come, as server-sent events
  DELETE /collector/events    forgets them (target/demo/events.ndjson keeps them)
For tests:
  --fail-events N   answer the first N posts to /events with 503
  VITRIN_PKG=FOLDER in the environment: serve this package, as it is
  --csp POLICY      send every page with this Content-Security-Policy
  POST /collector/mode {\"status\": 503}   answer /events so from now on; anything but a 2xx records nothing";

/// Where the demo is when no port is asked for, and how many ports after it are tried.
const PORTS: std::ops::RangeInclusive<u16> = 8080..=8099;

/// What the server is told.
pub struct Settings {
    host: IpAddr,
    port: Option<u16>,
    fail_events: u32,
    csp: Option<HeaderValue>,
    /// What takes the record, where it is no file.
    record: Option<String>,
}

/// A demo of its own on any free port, for as long as the runtime runs; gives back its origin.
pub async fn open(shop: PathBuf, package: PathBuf) -> Result<String> {
    let settings = Settings {
        host: Ipv4Addr::LOCALHOST.into(),
        port: Some(0),
        fail_events: 0,
        csp: None,
        record: None,
    };
    let places = server::Places {
        shop,
        package,
        record: target().join("lighthouse/events.ndjson"),
    };
    server::open(&settings, &places).await
}

pub fn run(mut arguments: lexopt::Parser) -> Result<ExitCode> {
    let mut settings = Settings {
        host: Ipv4Addr::LOCALHOST.into(),
        port: None,
        fail_events: 0,
        csp: None,
        record: None,
    };
    while let Some(argument) = arguments.next()? {
        use lexopt::{Arg::Long, ValueExt};
        match argument {
            Long("port") => settings.port = Some(arguments.value()?.parse()?),
            Long("host") => settings.host = Ipv4Addr::UNSPECIFIED.into(),
            Long("fail-events") => settings.fail_events = arguments.value()?.parse()?,
            Long("csp") => {
                settings.csp = Some(HeaderValue::from_str(&arguments.value()?.string()?)?)
            }
            Long("record") => settings.record = Some(arguments.value()?.string()?),
            Long("help") => {
                println!("{HELP}");
                return Ok(ExitCode::SUCCESS);
            }
            other => return Err(other.unexpected().into()),
        }
    }
    let places = server::Places {
        shop: root().join("www"),
        package: package_to_run()?,
        record: target().join("demo/events.ndjson"),
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(server::serve(&settings, &places))?;
    Ok(ExitCode::SUCCESS)
}

/// The package that was asked for in the environment, or a fresh one.
pub fn package_to_run() -> Result<PathBuf> {
    let package = match std::env::var_os("VITRIN_PKG") {
        Some(folder) => root().join(folder),
        None => fresh_package()?,
    };
    if !package.join("vitrin.js").is_file() {
        bail!("there is no pkg/ to run; run cargo xtask build");
    }
    Ok(package)
}

/// The package to serve: pkg/, built first when the sources have changed. What cannot be built is said in a line and is no reason to show nothing.
fn fresh_package() -> Result<PathBuf> {
    let committed = package();
    let digest = sources::digest(&root())?;
    if sources::recorded(&committed).as_deref() == Some(&*digest) {
        return Ok(committed);
    }
    eprintln!("xtask: the sources have changed since pkg/ was built; building it");
    // Without all tools the package runs but is not the published one, so it does not go where that one is committed.
    let out = if tools::try_for_package() {
        committed.clone()
    } else {
        target().join("demo/pkg")
    };
    match pack(&out) {
        Ok(()) => Ok(out),
        Err(error) => {
            eprintln!("xtask: {error:#}; serving pkg/ as it is");
            Ok(committed)
        }
    }
}
