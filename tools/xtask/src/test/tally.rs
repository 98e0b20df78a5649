//! Runs a command with its output live and counts what it says.

use std::io::{BufRead, BufReader, Write};
use std::ops::AddAssign;
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

/// How many passed, failed, and were skipped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub passed: usize,
    pub failed: usize,
    pub skipped: usize,
    /// Held only when told again: they passed, and somebody should look at why.
    pub again: usize,
}

impl Tally {
    pub const fn one_passed() -> Self {
        Self {
            passed: 1,
            failed: 0,
            skipped: 0,
            again: 0,
        }
    }

    pub const fn one_failed() -> Self {
        Self {
            passed: 0,
            failed: 1,
            skipped: 0,
            again: 0,
        }
    }

    /// What a test runner's closing line says: `test result: ok. 3 passed; 0 failed; 1 ignored; …`, or node's `# pass 3` and its like.
    fn read(line: &str) -> Option<Self> {
        if let Some((word, count)) = line
            .strip_prefix("# ")
            .and_then(|rest| rest.split_once(' '))
            && let Ok(count) = count.parse()
        {
            let mut tally = Self::default();
            match word {
                "pass" => tally.passed = count,
                "fail" | "cancelled" => tally.failed = count,
                "skipped" => tally.skipped = count,
                _ => return None,
            }
            return Some(tally);
        }
        let (_, counts) = line.strip_prefix("test result: ")?.split_once(". ")?;
        let count = |word: &str| -> usize {
            let part = counts.split("; ").find_map(|part| part.strip_suffix(word));
            part.and_then(|number| number.trim().parse().ok())
                .unwrap_or(0)
        };
        Some(Self {
            passed: count("passed"),
            failed: count("failed"),
            skipped: count("ignored"),
            again: 0,
        })
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
        self.again += other.again;
    }
}

/// Runs a command that is one check.
pub fn check(mut command: Command) -> Result<Tally> {
    let status = command
        .status()
        .with_context(|| format!("cannot run {}", command.get_program().display()))?;
    Ok(if status.success() {
        Tally::one_passed()
    } else {
        Tally::one_failed()
    })
}

/// True for the line of a test that found nothing to test: `skipped: why` or `skipped in firefox: why`. Its runner counts it as passed.
fn says_skipped(line: &str) -> bool {
    line.starts_with("skipped: ") || line.starts_with("skipped in ")
}

/// Runs a command that runs tests. When it fails without a failed test (it did not compile, a runner died) that is a failure of its own.
pub fn tests(command: Command) -> Result<Tally> {
    tests_into(command, &mut std::io::stdout())
}

fn tests_into(mut command: Command, shown: &mut dyn Write) -> Result<Tally> {
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot run {}", command.get_program().display()))?;
    let mut tally = Tally::default();
    let mut skipped = 0;
    if let Some(output) = child.stdout.take() {
        for line in BufReader::new(output).split(b'\n') {
            let line = line?;
            shown.write_all(&line)?;
            shown.write_all(b"\n")?;
            shown.flush()?;
            let line = String::from_utf8_lossy(&line);
            if let Some(counts) = Tally::read(line.trim_end()) {
                tally += counts;
            }
            skipped += usize::from(says_skipped(&line));
            tally.again += usize::from(line.starts_with("told again: "));
        }
    }
    tally.passed = tally.passed.saturating_sub(skipped);
    tally.skipped += skipped;
    if !child.wait()?.success() && tally.failed == 0 {
        tally.failed = 1;
    }
    Ok(tally)
}

/// Tells stories that share one browser a second time when some failed, and says so.
pub fn once_more(name: &str, mut told: impl FnMut() -> Result<Tally>) -> Result<Tally> {
    let first = told()?;
    if first.failed == 0 {
        return Ok(first);
    }
    println!("told again: {name}, for at first {} failed", first.failed);
    let mut second = told()?;
    second.again += 1;
    Ok(second)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Tally {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        // Shown, these lines would count in the run that this test is part of.
        tests_into(command, &mut Vec::new()).unwrap()
    }

    #[test]
    fn every_closing_line_counts() {
        let tally = shell(
            "echo running; echo 'test result: ok. 12 passed; 0 failed; 2 ignored; 0 measured; 0 filtered out; finished in 0.71s'
             echo 'test result: FAILED. 1 passed; 3 failed; 0 ignored; 0 filtered out; finished in 0.1s'; exit 1",
        );
        assert_eq!(
            tally,
            Tally {
                passed: 13,
                failed: 3,
                skipped: 2,
                ..Tally::default()
            }
        );
    }

    #[test]
    fn what_was_skipped_did_not_pass() {
        let tally = shell(
            "echo '---- oscar stdout ----'; echo 'skipped: ../shared not found'; echo 'skipped in webkit: not wanted'
             echo 'nothing is skipped: here'; echo 'test result: ok. 3 passed; 0 failed; 1 ignored'",
        );
        assert_eq!(
            tally,
            Tally {
                passed: 1,
                failed: 0,
                skipped: 3,
                ..Tally::default()
            }
        );
    }

    #[test]
    fn what_was_told_again_is_named() {
        let tally = shell(
            "echo 'told again: demo, for at first it hung'; echo 'test result: ok. 3 passed; 0 failed; 0 ignored'",
        );
        assert_eq!((tally.passed, tally.again), (3, 1));
    }

    #[test]
    fn stories_of_one_browser_are_told_again_once_and_no_more() {
        let failed = "echo 'test result: FAILED. 1 passed; 2 failed; 0 ignored'";
        let mut tellings = 0;
        let tally = once_more("stories", || {
            tellings += 1;
            Ok(shell(failed))
        });
        assert!(matches!(
            tally,
            Ok(Tally {
                failed: 2,
                again: 1,
                ..
            })
        ));
        assert_eq!(tellings, 2);
    }

    #[test]
    fn what_dies_without_a_result_has_failed() {
        assert_eq!(
            shell("echo 'error: could not compile'; exit 101"),
            Tally::one_failed()
        );
        assert_eq!(
            shell("echo 'test result: ok. 1 passed; 0 failed; 0 ignored'; exit 1"),
            Tally {
                passed: 1,
                failed: 1,
                skipped: 0,
                ..Tally::default()
            }
        );
    }

    #[test]
    fn a_line_that_only_mentions_results_does_not_count() {
        assert_eq!(
            shell("echo 'the test result: ok. 5 passed'"),
            Tally::default()
        );
    }
}
