//! Waiting for conditions, never for time.

use std::fmt::Write;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

/// How long anything may take that is awaited. A cold Firefox on a busy machine needs most of it.
pub const PATIENCE: Duration = Duration::from_secs(25);

/// How often is looked.
const PACE: Duration = Duration::from_millis(25);

/// Looks until there is something to see. Errors count as nothing: a page that is just being replaced throws.
pub async fn until<T>(what: &str, mut look: impl AsyncFnMut() -> Result<Option<T>>) -> Result<T> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let mut why = String::new();
        match look().await {
            Ok(Some(seen)) => return Ok(seen),
            Ok(None) => {}
            Err(error) => write!(why, ": {error:#}")?,
        }
        if Instant::now() > deadline {
            bail!("waited {} s until {what}{why}", PATIENCE.as_secs());
        }
        tokio::time::sleep(PACE).await;
    }
}

/// Looks for a while whether something stays as it must, for what must not happen has no moment of its own.
pub async fn stays(
    what: &str,
    span: Duration,
    mut look: impl AsyncFnMut() -> Result<bool>,
) -> Result<()> {
    let end = Instant::now() + span;
    while Instant::now() < end {
        if !look().await? {
            bail!("it did not stay so that {what}");
        }
        tokio::time::sleep(PACE).await;
    }
    Ok(())
}
