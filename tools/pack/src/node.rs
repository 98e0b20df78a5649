//! The tools that come from npm: exact versions in `tools/npm`, installed once into the target folder, never into the repository.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// The installed tools.
pub struct Tools(PathBuf);

/// True when there is a node and an npm to run.
#[must_use]
pub fn present() -> bool {
    ["node", "npm"].iter().all(|name| {
        Command::new(name)
            .arg("--version")
            .output()
            .is_ok_and(|out| out.status.success())
    })
}

impl Tools {
    /// Installs the tools, unless the ones of this lock file are there already.
    pub fn ready(root: &Path, target: &Path) -> Result<Self> {
        Self::install(&root.join("tools/npm"), &target.join("npm"))
    }

    /// Installs what the lock file in one folder says into another one.
    pub fn install(from: &Path, into: &Path) -> Result<Self> {
        let lock = std::fs::read(from.join("package-lock.json"))
            .with_context(|| format!("cannot read {}/package-lock.json", from.display()))?;
        let done = into.join("installed.lock");
        if std::fs::read(&done).is_ok_and(|installed| installed == lock) {
            return Ok(Self(into.to_owned()));
        }
        std::fs::create_dir_all(into)?;
        for file in ["package.json", "package-lock.json", ".npmrc"] {
            std::fs::copy(from.join(file), into.join(file))
                .with_context(|| format!("cannot copy {}/{file}", from.display()))?;
        }
        // Install scripts would only swap esbuild's portable start file for a native one.
        let npm = Command::new("npm")
            .args(["ci", "--ignore-scripts", "--loglevel=error"])
            .current_dir(into)
            .output()?;
        if !npm.status.success() {
            bail!("npm ci failed: {}", last_line(&npm.stderr));
        }
        std::fs::write(done, lock)?;
        Ok(Self(into.to_owned()))
    }

    /// Runs a tool's start file with node; gives back what it printed.
    pub fn run(&self, tool: &str, arguments: &[&str], input: &[u8]) -> Result<Vec<u8>> {
        let mut node = Command::new("node");
        node.arg(self.0.join("node_modules").join(tool))
            .args(arguments);
        let mut child = node
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .context("cannot run node")?;
        // Every one of these tools reads its whole input before it prints; one that stops half-way says why below.
        let fed = child
            .stdin
            .take()
            .map_or(Ok(()), |mut stdin| stdin.write_all(input));
        let output = child.wait_with_output()?;
        if !output.status.success() {
            bail!(
                "{tool} failed: {}",
                String::from_utf8_lossy(&output.stderr).trim()
            );
        }
        fed.with_context(|| format!("{tool} did not take its input"))?;
        Ok(output.stdout)
    }
}

fn last_line(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes)
        .trim()
        .lines()
        .last()
        .unwrap_or_default()
        .to_owned()
}
