//! A real django-oscar shop with the tag pasted in: `tests/fixtures/oscar` on top of what stands beside the repository.
//! It runs on a copy of the shop's database, so that no story meets the baskets of another.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};

use crate::place::{neighbour, package, root};
use crate::process::{Running, free_port};
use crate::wait::until;

/// The shop's own parts that are used as they are.
const KEPT: [&str; 2] = ["media", "whoosh"];

/// A running shop.
#[derive(Debug)]
pub struct Oscar {
    _server: Running,
    folder: PathBuf,
    /// Such as `http://127.0.0.1:40123`.
    pub origin: String,
}

impl Oscar {
    /// Why there is none here; nothing when there is.
    #[must_use]
    pub fn skipped() -> Option<&'static str> {
        neighbour("storefronts/oscar/install.sh")
            .is_none()
            .then_some("../shared not found")
    }

    /// Starts it, installed first when it is not, with the tag served from `tag`, or without a tag.
    pub async fn open(tag: Option<&str>) -> Result<Self> {
        Self::with("pasted_settings", "VITRIN_ORIGIN", tag.unwrap_or_default()).await
    }

    /// Starts it with templates and static files of an owner, as the page on Django shows them.
    pub async fn open_by_its_owner() -> Result<Self> {
        let package = package()?;
        let package = package.to_str().context("the package's path is not text")?;
        Self::with("owner_settings", "VITRIN_PKG", package).await
    }

    async fn with(settings: &str, variable: &str, value: &str) -> Result<Self> {
        let shop = neighbour("storefronts/oscar").context("../shared not found")?;
        let home = installed(&shop)?;
        let port = free_port()?;
        let folder = crate::place::remains().join(format!("oscar-{port}"));
        std::fs::create_dir_all(&folder)?;
        std::fs::copy(home.join("db.sqlite3"), folder.join("db.sqlite3"))?;
        for kept in KEPT {
            std::os::unix::fs::symlink(home.join(kept), folder.join(kept))?;
        }
        let log = std::fs::File::create(folder.join("server.log"))?;
        let fixture = root().join("tests/fixtures/oscar");
        let mut server = Running::start(
            Command::new(home.join("venv/bin/python"))
                .args(["-B", "-m", "django", "runserver", "--noreload"])
                .arg(format!("127.0.0.1:{port}"))
                .current_dir(&fixture)
                .env("PYTHONPATH", std::env::join_paths([&fixture, &shop])?)
                .env("DJANGO_SETTINGS_MODULE", settings)
                .env("OSCAR_HOME", &folder)
                .env(variable, value)
                .stdout(Stdio::null())
                .stderr(log),
        )?;
        let origin = format!("http://127.0.0.1:{port}");
        until("the oscar shop opens", async || {
            if server.ended() {
                bail!(
                    "it ended: {}",
                    std::fs::read_to_string(folder.join("server.log"))?
                );
            }
            tokio::net::TcpStream::connect(("127.0.0.1", port)).await?;
            Ok(Some(()))
        })
        .await?;
        Ok(Self {
            _server: server,
            folder,
            origin,
        })
    }
}

impl Drop for Oscar {
    fn drop(&mut self) {
        // A copy that stays is only clutter.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Where the shop is installed: STORES, as its own script has it.
fn installed(shop: &Path) -> Result<PathBuf> {
    let stores = std::env::var_os("STORES")
        .map(PathBuf::from)
        .or_else(|| std::env::home_dir().map(|home| home.join(".cache/vitrin-stores")));
    let stores = stores.context("neither STORES nor HOME is set")?;
    let home = stores.join("oscar");
    // The index is what its installation makes last.
    if !home.join("whoosh").is_dir() {
        let status = Command::new("bash")
            .arg(shop.join("install.sh"))
            .env("STORES", &stores)
            .stdout(Stdio::null())
            .status()?;
        ensure!(
            status.success(),
            "install.sh failed; on Debian it needs: apt-get install -y python3-venv"
        );
    }
    Ok(home)
}
