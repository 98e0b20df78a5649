//! Servers that shops really have, started from Debian's packages in folders of their own: nginx writing a log of lines of JSON, PostgreSQL.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};

use crate::place::remains;
use crate::process::{Running, free_port};
use crate::wait::until;

/// Whom PostgreSQL runs as where the tests run as root, whom it refuses.
const POSTGRES: &str = "postgres";

/// Why there is no such server here; nothing when there are both.
#[must_use]
pub fn servers_skipped() -> Option<&'static str> {
    if !Path::new("/usr/sbin/nginx").is_file() {
        return Some("there is no nginx; run: apt-get install --no-install-recommends nginx-light");
    }
    if postgres_programs().is_none() {
        return Some(
            "there is no PostgreSQL; run: apt-get install --no-install-recommends postgresql",
        );
    }
    None
}

/// nginx that writes every post's body to a log, a JSON object a line.
#[derive(Debug)]
pub struct Nginx {
    _server: Running,
    folder: PathBuf,
    /// Such as `http://127.0.0.1:40123`.
    pub origin: String,
}

impl Nginx {
    /// Starts it.
    pub async fn open() -> Result<Self> {
        let (port, inner) = (free_port()?, free_port()?);
        let folder = remains().join(format!("nginx-{port}"));
        fs::create_dir_all(&folder)?;
        // A body is there for the log only when something reads it: here a second server that answers nothing.
        let config = format!(
            "daemon off; master_process off; pid nginx.pid; error_log error.log;
events {{}}
http {{
  log_format events escape=json '{{\"at\":\"$time_iso8601\",\"body\":\"$request_body\"}}';
  client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
  client_body_in_single_buffer on; client_body_buffer_size 128k; client_max_body_size 128k;
  access_log off;
  server {{
    listen 127.0.0.1:{port};
    location = /events {{
      access_log events.ndjson events;
      add_header Access-Control-Allow-Origin * always;
      proxy_pass http://127.0.0.1:{inner};
    }}
  }}
  server {{ listen 127.0.0.1:{inner}; return 204; }}
}}
"
        );
        fs::write(folder.join("nginx.conf"), config)?;
        let mut server = Running::start(
            Command::new("/usr/sbin/nginx")
                .arg("-p")
                .arg(&folder)
                .args(["-c", "nginx.conf", "-e", "error.log"])
                .stderr(Stdio::null()),
        )?;
        until("nginx listens", async || {
            if server.ended() {
                bail!(
                    "it ended: {}",
                    fs::read_to_string(folder.join("error.log"))?
                );
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

    /// The log, one line a post.
    #[must_use]
    pub fn log(&self) -> PathBuf {
        self.folder.join("events.ndjson")
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // A folder that stays is only clutter.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// PostgreSQL with an empty database.
#[derive(Debug)]
pub struct Postgres {
    programs: PathBuf,
    folder: PathBuf,
    port: u16,
}

impl Postgres {
    /// Starts it.
    pub fn open() -> Result<Self> {
        let programs = postgres_programs().context("there is no PostgreSQL")?;
        let port = free_port()?;
        // Its own user must reach it, whoever owns the folders of the tests.
        let folder = std::env::temp_dir().join(format!("vitrin-postgres-{port}"));
        let server = Self {
            programs,
            folder,
            port,
        };
        fs::create_dir_all(&server.folder)?;
        if is_root() {
            std::os::unix::fs::chown(&server.folder, Some(user("-u")?), Some(user("-g")?))?;
        }
        let data = server.folder.join("data");
        let data = data.to_string_lossy();
        server.run(
            "initdb",
            &[
                "-D",
                &data,
                "-A",
                "trust",
                "-U",
                POSTGRES,
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
                "-N",
            ],
        )?;
        let options = format!("-p {port} -h 127.0.0.1 -k {} -F", server.folder.display());
        let log = server.folder.join("log");
        server.run(
            "pg_ctl",
            &[
                "-D",
                &data,
                "-o",
                &options,
                "-l",
                &log.to_string_lossy(),
                "-w",
                "start",
            ],
        )?;
        Ok(server)
    }

    /// What a script of SQL prints, unaligned and without heads.
    pub fn says(&self, script: &str) -> Result<String> {
        self.run(
            "psql",
            &[
                "-h",
                "127.0.0.1",
                "-p",
                &self.port.to_string(),
                "-U",
                POSTGRES,
                "-v",
                "ON_ERROR_STOP=1",
                "-X",
                "-q",
                "-A",
                "-t",
                "-c",
                script,
            ],
        )
    }

    /// A line for a shell that runs a statement, with its input as the statement's.
    #[must_use]
    pub fn command(&self, statement: &str) -> String {
        let statement = statement.replace('\'', "'\\''");
        format!(
            "{} -h 127.0.0.1 -p {} -U {POSTGRES} -X -q -c '{statement}'",
            self.programs.join("psql").display(),
            self.port
        )
    }

    fn run(&self, program: &str, arguments: &[&str]) -> Result<String> {
        let path = self.programs.join(program);
        let mut command = if is_root() {
            let mut command = Command::new("setpriv");
            command
                .args(["--reuid", POSTGRES, "--regid", POSTGRES, "--clear-groups"])
                .arg(path);
            command
        } else {
            Command::new(path)
        };
        let output = command
            .args(arguments)
            .current_dir(&self.folder)
            // The server that pg_ctl leaves behind must not hold a pipe of ours open.
            .stdout(if program == "psql" {
                Stdio::piped()
            } else {
                Stdio::null()
            })
            .stderr(if program == "psql" {
                Stdio::piped()
            } else {
                Stdio::null()
            })
            .spawn()?
            .wait_with_output()?;
        ensure!(
            output.status.success(),
            "{program} failed: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        Ok(String::from_utf8(output.stdout)?)
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let data = self.folder.join("data");
        // Already gone is as good.
        let _ = self.run(
            "pg_ctl",
            &[
                "-D",
                &data.to_string_lossy(),
                "-m",
                "immediate",
                "-w",
                "stop",
            ],
        );
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Debian keeps them apart by version; the latest is taken.
fn postgres_programs() -> Option<PathBuf> {
    let mut versions: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .filter(|folder| folder.join("initdb").is_file())
        .collect();
    versions.sort();
    versions.pop()
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}

/// A number of PostgreSQL's user.
fn user(which: &str) -> Result<u32> {
    let output = Command::new("id").args([which, POSTGRES]).output()?;
    String::from_utf8_lossy(&output.stdout)
        .trim()
        .parse()
        .with_context(|| format!("there is no user {POSTGRES}"))
}
