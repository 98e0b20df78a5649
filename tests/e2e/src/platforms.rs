//! What platforms make of the pieces that the guides give their owners: PHP, Smarty, Twig, Liquid and Python run as they do there, from Debian's
//! packages. What is stood in for, and by what, stands in `tests/e2e/platforms`.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};
use docs::fences::Fence;
use serde_json::Value;

use crate::place::{remains, root};
use crate::process::{Running, free_port};
use crate::wait::until;

/// What the engines are known by on a Debian machine.
const ENGINES: [&str; 7] = [
    "/usr/bin/php",
    "/var/lib/dpkg/info/php-xml.list",
    "/usr/share/php/smarty4/Smarty.class.php",
    "/usr/share/php/Twig/autoload.php",
    "/usr/bin/ruby",
    "/var/lib/dpkg/info/ruby-liquid.list",
    "/usr/bin/python3",
];

/// What a platform puts into a page.
#[derive(Debug, Default)]
pub struct Put {
    /// Into its head.
    pub head: String,
    /// Into its body.
    pub body: String,
}

/// Why no platform can be asked here; nothing when all can.
#[must_use]
pub fn platforms_skipped() -> Option<&'static str> {
    let missing = ENGINES.iter().any(|file| !Path::new(file).exists());
    missing.then_some(
        "there is no PHP, Ruby or Python; run: apt-get install --no-install-recommends php-cli php-xml smarty4 php-twig ruby ruby-liquid python3",
    )
}

/// Whether a piece is a platform's: a browser gets what the platform makes of it.
#[must_use]
pub fn is_a_platforms(fence: &Fence) -> bool {
    program(fence).is_some()
}

/// The program that stands for the platform, and what it is told.
fn program(fence: &Fence) -> Option<[&'static str; 3]> {
    Some(match &*fence.language {
        "php" => ["php", "shop.php", "wordpress"],
        "smarty" => ["php", "shop.php", "prestashop"],
        "xml" if fence.text.contains("<modification>") => ["php", "shop.php", "opencart"],
        "xml" => ["php", "shop.php", "magento"],
        "liquid" => ["ruby", "theme.rb", ""],
        "python" => ["python3", "django.py", ""],
        _ => return None,
    })
}

/// What a platform makes of this piece.
pub fn put(fence: &Fence) -> Result<Put> {
    let [program, script, word] = program(fence).context("no platform's")?;
    let mut running = Command::new(program)
        .arg(root().join("tests/e2e/platforms").join(script))
        .arg(word)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot run {program}"))?;
    running
        .stdin
        .take()
        .context("no input")?
        .write_all(fence.text.as_bytes())?;
    let said = running.wait_with_output()?;
    ensure!(
        said.status.success(),
        "{program} {script} {word}: {}",
        String::from_utf8_lossy(&said.stderr)
    );
    let text = String::from_utf8(said.stdout)?;
    if program != "php" {
        // What brings the script belongs into the head.
        let (head, body) = match text.contains("vitrin.js") {
            true => (text, String::new()),
            false => (String::new(), text),
        };
        return Ok(Put { head, body });
    }
    let page: Value = serde_json::from_str(&text)?;
    let part = |name: &str| page[name].as_str().unwrap_or_default().to_owned();
    Ok(Put {
        head: part("head"),
        body: part("body"),
    })
}

/// A web server that runs a piece of PHP as `/events.php`, as a shop's does.
#[derive(Debug)]
pub struct PhpServer {
    _server: Running,
    folder: PathBuf,
    /// Such as `http://127.0.0.1:40123`.
    pub origin: String,
}

impl PhpServer {
    /// Starts it.
    pub async fn open(piece: &str) -> Result<Self> {
        let port = free_port()?;
        let folder = remains().join(format!("php-{port}"));
        let served = folder.join("served");
        fs::create_dir_all(&served)?;
        fs::write(served.join("events.php"), piece)?;
        let mut server = Running::start(
            Command::new("php")
                .args(["-S", &format!("127.0.0.1:{port}"), "-t"])
                .arg(&served)
                .stdout(Stdio::null())
                .stderr(Stdio::null()),
        )?;
        until("PHP listens", async || {
            if server.ended() {
                bail!("it ended");
            }
            tokio::net::TcpStream::connect(("127.0.0.1", port)).await?;
            Ok(Some(()))
        })
        .await?;
        Ok(Self {
            _server: server,
            folder,
            origin: format!("http://127.0.0.1:{port}"),
        })
    }

    /// What it kept, a line a batch.
    #[must_use]
    pub fn kept(&self) -> String {
        fs::read_to_string(self.folder.join("events.ndjson")).unwrap_or_default()
    }
}

impl Drop for PhpServer {
    fn drop(&mut self) {
        // A folder that stays is only clutter.
        let _ = fs::remove_dir_all(&self.folder);
    }
}
