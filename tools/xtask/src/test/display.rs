//! A screen for browsers that need one, on a machine without.

use std::ffi::OsString;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::tools;

/// An Xvfb that ends with this value.
pub struct Display {
    server: Child,
    number: String,
}

impl Display {
    /// True when there is no screen and nothing to make one.
    pub fn missing() -> bool {
        !Self::given() && tools::find("Xvfb").is_none()
    }

    /// True when this runs on a screen already.
    pub fn given() -> bool {
        std::env::var_os("DISPLAY").is_some()
    }

    /// Starts a server on the first free display number.
    pub fn open() -> Result<Self> {
        // A run that is killed drops nothing: then the server goes with its parent, where setpriv (on every Debian) can arrange it.
        let mut xvfb = match tools::find("setpriv") {
            Some(setpriv) => {
                let mut command = Command::new(setpriv);
                command.args(["--pdeathsig", "TERM", "Xvfb"]);
                command
            }
            None => Command::new("Xvfb"),
        };
        // It writes its number when it takes connections.
        xvfb.args([
            "-displayfd",
            "1",
            "-screen",
            "0",
            "1280x1024x24",
            "-nolisten",
            "tcp",
        ]);
        let mut server = xvfb
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("cannot run Xvfb")?;
        let mut number = String::new();
        if let Some(output) = server.stdout.take() {
            BufReader::new(output).read_line(&mut number)?;
        }
        let number = number.trim().to_owned();
        let display = Self { server, number };
        if display.number.is_empty() {
            bail!("Xvfb did not start");
        }
        Ok(display)
    }

    /// The value of DISPLAY.
    pub fn name(&self) -> OsString {
        format!(":{}", self.number).into()
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        // Already gone is as good.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
