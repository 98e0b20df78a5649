//! Logs at an address, by the object stores that DataFusion reads from: plain servers, S3, Google's and Azure's.
//! Who may read is told by the environment, in the names that each of them uses.

#[cfg(feature = "object-store")]
pub use stores::{Remote, find};

#[cfg(feature = "object-store")]
mod stores {
    use std::io::{self, Read};
    use std::sync::Arc;

    use anyhow::{Context, Result, anyhow, bail};
    use futures_util::StreamExt as _;
    use futures_util::stream::BoxStream;
    use object_store::aws::AmazonS3Builder;
    use object_store::azure::MicrosoftAzureBuilder;
    use object_store::gcp::GoogleCloudStorageBuilder;
    use object_store::http::HttpBuilder;
    use object_store::path::Path;
    use object_store::{
        ClientOptions, ObjectStore, ObjectStoreExt as _, ObjectStoreScheme, RetryConfig,
    };
    use tokio::runtime::Runtime;
    use url::{Position, Url};

    /// A server that does not answer is asked so many times more.
    const AGAIN: usize = 3;
    /// Bytes of what no server tells the size of: a large log's, for one bucket too many costs nothing.
    const UNTOLD: u64 = 4 << 30;

    /// Something in a store.
    pub struct Remote {
        store: Arc<dyn ObjectStore>,
        runtime: Arc<Runtime>,
        root: String,
        path: Path,
    }

    /// The cause of a failure, in a line: servers answer with whole pages, and each step tells them again.
    fn cause(error: &dyn std::error::Error) -> String {
        let mut last = error;
        while let Some(source) = last.source() {
            last = source;
        }
        let text = last.to_string();
        text.lines().next().unwrap_or("").to_owned()
    }

    struct Bytes {
        runtime: Arc<Runtime>,
        stream: BoxStream<'static, object_store::Result<bytes::Bytes>>,
        left: bytes::Bytes,
    }

    impl Read for Bytes {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            while self.left.is_empty() {
                match self.runtime.block_on(self.stream.next()) {
                    Some(bytes) => self.left = bytes.map_err(io::Error::other)?,
                    None => return Ok(0),
                }
            }
            let count = into.len().min(self.left.len());
            into[..count].copy_from_slice(&self.left.split_to(count));
            Ok(count)
        }
    }

    impl Remote {
        /// Its address.
        pub fn name(&self) -> String {
            format!("{}/{}", self.root, self.path)
        }

        /// Begins to read it.
        pub fn read(&self) -> Result<impl Read + Send + use<>> {
            let got = self
                .runtime
                .block_on(self.store.get(&self.path))
                .map_err(|error| anyhow!("{}: {}", self.name(), cause(&error)))?;
            Ok(Bytes {
                runtime: Arc::clone(&self.runtime),
                stream: got.into_stream(),
                left: bytes::Bytes::new(),
            })
        }
    }

    fn store(url: &Url) -> Result<(Arc<dyn ObjectStore>, Path)> {
        let expected = "expected a path, or an address with http, https, s3, gs, az or abfs";
        let (scheme, path) = ObjectStoreScheme::parse(url).context(expected)?;
        let retry = RetryConfig {
            max_retries: AGAIN,
            ..RetryConfig::default()
        };
        let store: Arc<dyn ObjectStore> = match scheme {
            ObjectStoreScheme::AmazonS3 => Arc::new(
                AmazonS3Builder::from_env()
                    .with_url(url.as_str())
                    .with_retry(retry)
                    .build()?,
            ),
            ObjectStoreScheme::GoogleCloudStorage => Arc::new(
                GoogleCloudStorageBuilder::from_env()
                    .with_url(url.as_str())
                    .with_retry(retry)
                    .build()?,
            ),
            ObjectStoreScheme::MicrosoftAzure => Arc::new(
                MicrosoftAzureBuilder::from_env()
                    .with_url(url.as_str())
                    .with_retry(retry)
                    .build()?,
            ),
            ObjectStoreScheme::Http => {
                // A signature stands behind it, and would be lost.
                if url.query().is_some() {
                    bail!("expected an address without `?`");
                }
                Arc::new(
                    HttpBuilder::new()
                        .with_url(&url[..Position::BeforePath])
                        .with_client_options(ClientOptions::new().with_allow_http(true))
                        .with_retry(retry)
                        .build()?,
                )
            }
            _ => bail!(expected),
        };
        Ok((store, path))
    }

    /// What an address names, with sizes: one thing, all that a pattern with `*` fits, or all of a folder with `/` at its end.
    pub fn find(address: &str) -> Result<Vec<(Remote, u64)>> {
        let wrong = || address.to_owned();
        let url = Url::parse(address).with_context(wrong)?;
        let (store, path) = store(&url).with_context(wrong)?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()?;
        let runtime = Arc::new(runtime);
        let root = address
            .trim_end_matches('/')
            .strip_suffix(path.as_ref())
            .unwrap_or(&url[..Position::BeforePath])
            .trim_end_matches('/')
            .to_owned();
        let remote = |path| Remote {
            store: Arc::clone(&store),
            runtime: Arc::clone(&runtime),
            root: root.clone(),
            path,
        };
        let folder = address.ends_with('/');
        if !folder && !path.as_ref().contains('*') {
            // Some servers answer no question but the last.
            let size = runtime
                .block_on(store.head(&path))
                .map_or(UNTOLD, |data| data.size);
            return Ok(vec![(remote(path), size)]);
        }
        let wanted = glob::Pattern::new(path.as_ref()).with_context(wrong)?;
        let plain = path.as_ref().split('*').next().unwrap_or("");
        let under = match folder {
            true => path.clone(),
            false => Path::from(plain.rsplit_once('/').map_or("", |(under, _)| under)),
        };
        let strict = glob::MatchOptions {
            require_literal_separator: true,
            ..glob::MatchOptions::new()
        };
        let mut found = Vec::new();
        let mut all = store.list(Some(&under));
        while let Some(data) = runtime.block_on(all.next()) {
            let data = data.map_err(|error| {
                anyhow!(
                    "{address}: the server lists nothing; name the files one by one ({})",
                    cause(&error)
                )
            })?;
            if folder || wanted.matches_with(data.location.as_ref(), strict) {
                found.push((remote(data.location), data.size));
            }
        }
        found.sort_by(|a, b| a.0.path.cmp(&b.0.path));
        if found.is_empty() {
            bail!("{address}: nothing there");
        }
        Ok(found)
    }
}

#[cfg(not(feature = "object-store"))]
pub use nowhere::{Remote, find};

#[cfg(not(feature = "object-store"))]
mod nowhere {
    use std::convert::Infallible;
    use std::io;

    use anyhow::{Result, bail};

    /// Nothing is elsewhere for this build.
    pub struct Remote(Infallible);

    impl Remote {
        pub fn name(&self) -> String {
            match self.0 {}
        }

        pub fn read(&self) -> Result<io::Empty> {
            match self.0 {}
        }
    }

    /// This build reads files only.
    pub fn find(address: &str) -> Result<Vec<(Remote, u64)>> {
        bail!("`{address}` is an address: it needs a build with `--features object-store`");
    }
}
