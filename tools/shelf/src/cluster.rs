//! Where the counting runs: in this process, or on Apache Ballista when the log outgrows the machine. The SQL is the same, and so are the bytes.
//! Executors read and write the files of the log themselves: the scratch folder must be one that all machines see.

use anyhow::{Result, bail};
use datafusion::prelude::SessionContext;

/// A scheduler and an executor within this process, as tests use them.
const STANDALONE: &str = "standalone";

/// A session at `df://host:port`.
#[cfg(feature = "cluster")]
pub async fn open(address: &str) -> Result<SessionContext> {
    use ballista::prelude::SessionContextExt as _;
    if address == STANDALONE {
        return Ok(SessionContext::standalone().await?);
    }
    if !address.starts_with("df://") {
        bail!("`{address}`: expected df://host:port, or {STANDALONE}");
    }
    Ok(SessionContext::remote(address).await?)
}

/// This build has no cluster in it.
#[cfg(not(feature = "cluster"))]
pub async fn open(address: &str) -> Result<SessionContext> {
    bail!(
        "`--cluster {address}` ({STANDALONE} or df://host:port) needs a build with `--features cluster`"
    );
}
