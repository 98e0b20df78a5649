//! Runs a command, shows live what did not pass, and counts.

use std::io::{BufRead, BufReader, Write};
use std::ops::AddAssign;
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use super::said::Said;

/// How many passed, failed, and were skipped.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub passed: usize,
    pub failed: usize,
    pub skipped: usize,
    /// Held only when told again: they passed, and somebody should look at why.
    pub again: usize,
    /// The failed ones by name, with the first lines of what they said.
    pub failures: Vec<String>,
}

impl Tally {
    pub fn one_passed() -> Self {
        Self {
            passed: 1,
            ..Self::default()
        }
    }

    pub fn one_failed() -> Self {
        Self {
            failed: 1,
            ..Self::default()
        }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
        self.again += other.again;
        self.failures.extend(other.failures);
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

/// Runs a command that runs tests. When it fails without a failed test (it did not compile, a runner died) that is a failure of its own.
pub fn tests(command: Command) -> Result<Tally> {
    tests_into(command, &mut std::io::stdout())
}

fn tests_into(mut command: Command, shown: &mut dyn Write) -> Result<Tally> {
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot run {}", command.get_program().display()))?;
    let mut said = Said::nothing_yet();
    if let Some(output) = child.stdout.take() {
        for line in BufReader::new(output).split(b'\n') {
            let line = line?;
            if said.hears(&String::from_utf8_lossy(&line)) {
                shown.write_all(&line)?;
                shown.write_all(b"\n")?;
                shown.flush()?;
            }
        }
    }
    let mut tally = said.tally();
    if !child.wait()?.success() && tally.failed == 0 {
        tally.failed = 1;
    }
    Ok(tally)
}

/// WebKitGTK's wasm engine has died in one of five rings, in different stories, and once more is not always enough.
const TELLINGS: usize = 3;

/// Tells stories that share one browser again when some failed, and says so.
pub fn again(name: &str, mut told: impl FnMut() -> Result<Tally>) -> Result<Tally> {
    let mut tally = told()?;
    for telling in 1..TELLINGS {
        if tally.failed == 0 {
            break;
        }
        println!("told again: {name}, for at first {} failed", tally.failed);
        tally = told()?;
        tally.again += telling;
    }
    Ok(tally)
}

/// More failures than this are no accident of a busy machine.
const FEW: usize = 12;

/// Tells the few that failed among others once more, by name and with nothing beside them.
pub fn alone(first: Tally, told: impl FnOnce(&[&str]) -> Result<Tally>) -> Result<Tally> {
    let names: Vec<&str> = first
        .failures
        .iter()
        .filter_map(|failure| failure.lines().next())
        .collect();
    if names.is_empty() || names.len() > FEW {
        return Ok(first);
    }
    for failure in &first.failures {
        println!("told again: {failure}");
    }
    let second = told(&names)?;
    let held = second.passed.min(first.failed);
    Ok(Tally {
        passed: first.passed + held,
        failed: first.failed - held,
        skipped: first.skipped,
        again: first.again + held,
        failures: second.failures,
    })
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
    fn stories_of_one_browser_are_told_three_times_and_no_more() {
        let failed = "echo 'test result: FAILED. 1 passed; 2 failed; 0 ignored'";
        let mut tellings = 0;
        let tally = again("stories", || {
            tellings += 1;
            Ok(shell(failed))
        });
        assert!(matches!(
            tally,
            Ok(Tally {
                failed: 2,
                again: 2,
                ..
            })
        ));
        assert_eq!(tellings, 3);
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
    fn what_fails_among_others_is_told_alone() {
        let first = Tally {
            passed: 7,
            failed: 2,
            failures: vec!["a\n    hung".into(), "b".into()],
            ..Tally::default()
        };
        let tally = alone(first, |names| {
            assert_eq!(names, ["a", "b"]);
            Ok(Tally {
                failures: vec!["b".into()],
                ..shell("echo 'test result: FAILED. 1 passed; 1 failed; 0 ignored'")
            })
        });
        assert!(matches!(
            tally,
            Ok(Tally { passed: 8, failed: 1, again: 1, failures, .. }) if failures == ["b"]
        ));
    }

    #[test]
    fn many_failures_and_nameless_ones_are_not_told_again() {
        let many = Tally {
            failed: FEW + 1,
            failures: vec!["a".into(); FEW + 1],
            ..Tally::default()
        };
        for first in [many, Tally::one_failed()] {
            let tally = alone(first.clone(), |_| panic!("told again"));
            assert!(tally.is_ok_and(|tally| tally == first));
        }
    }
}
