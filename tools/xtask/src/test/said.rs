//! What a test runner says, line by line: libtest, wasm-bindgen-test, or node in the Test Anything Protocol. What passed is counted; what
//! did not is shown where it is said, and again at the end.

use super::tally::Tally;

/// How much of a failure is told again at the end: what went wrong, not every frame of its stack.
const LINES_OF_A_FAILURE: usize = 12;
/// A picture or a whole page in an assertion is cut here, in characters.
const LINE: usize = 400;
/// How much of it is shown where it is said: a module that dies in a browser fails every test after it, with a hundred frames each.
const LINES_SHOWN: usize = 40;

/// Whose words the next line is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Of {
    /// The runner itself.
    Runner,
    /// A test that passed.
    Passed,
    /// A test that passed when it was told again: what went wrong at first.
    Again,
    /// A test that failed.
    Failed,
}

pub struct Said {
    of: Of,
    tally: Tally,
    skipped: usize,
    /// Lines of the failure that is being told.
    lines: usize,
}

impl Said {
    pub fn nothing_yet() -> Self {
        Self {
            of: Of::Runner,
            tally: Tally::default(),
            skipped: 0,
            lines: 0,
        }
    }

    /// Counts a line; true when somebody should see it.
    pub fn hears(&mut self, line: &str) -> bool {
        let words = line.trim();
        if says_skipped(words) {
            self.skipped += 1;
            return true;
        }
        if words.starts_with("told again: ") {
            self.tally.again += 1;
            if self.of == Of::Passed {
                self.of = Of::Again;
            }
            return true;
        }
        if let Some(counts) = closing(line.trim_end()) {
            self.of = Of::Runner;
            self.tally += counts;
            return line.starts_with("test result: ");
        }
        match words {
            "successes:" => self.of = Of::Passed,
            "failures:" => self.of = Of::Runner,
            // The end of what node tells of a test.
            "..." if self.of != Of::Runner => {
                let shown = self.of == Of::Failed;
                self.of = Of::Runner;
                return shown;
            }
            _ => {}
        }
        if let Some(name) = failure(words) {
            match self.of {
                Of::Passed | Of::Again => self.of = Of::Passed,
                Of::Runner | Of::Failed => {
                    self.of = Of::Failed;
                    self.lines = 0;
                    self.tally.failures.push(name.to_owned());
                }
            }
        } else if node_passed(words) && self.of == Of::Runner {
            self.of = Of::Passed;
        } else if self.of == Of::Failed
            && !words.is_empty()
            && let Some(failure) = self.tally.failures.last_mut()
            && failure.lines().count() <= LINES_OF_A_FAILURE
        {
            failure.push_str("\n    ");
            failure.extend(words.chars().take(LINE));
        }
        self.lines += 1;
        let long = self.of == Of::Failed && self.lines > LINES_SHOWN;
        self.of != Of::Passed && !long && !words.is_empty() && !of_course(words)
    }

    pub fn tally(mut self) -> Tally {
        self.tally.passed = self.tally.passed.saturating_sub(self.skipped);
        self.tally.skipped += self.skipped;
        self.tally
    }
}

/// The name in the line that begins what a failed test said: `---- name stdout ----`, or node's `not ok 3 - name`.
fn failure(words: &str) -> Option<&str> {
    if let Some(rest) = words.strip_prefix("---- ") {
        let name = rest.strip_suffix(" ----")?;
        return name
            .strip_suffix(" stdout")
            .or(name.strip_suffix(" output"))
            .or(Some(name));
    }
    Some(words.strip_prefix("not ok ")?.split_once(" - ")?.1)
}

fn node_passed(words: &str) -> bool {
    words.strip_prefix("ok ").is_some_and(|rest| {
        rest.starts_with(|first: char| first.is_ascii_digit()) && rest.contains(" - ")
    })
}

/// True for what is said of every test that passed.
fn of_course(words: &str) -> bool {
    (words.starts_with("test ") && words.ends_with(" ... ok"))
        || words.starts_with("# Subtest: ")
        || (words.starts_with("running ")
            && (words.ends_with(" tests") || words.ends_with(" test")))
}

/// True for the line of a test that found nothing to test: `skipped: why` or `skipped in firefox: why`. Its runner counts it as passed.
fn says_skipped(line: &str) -> bool {
    line.starts_with("skipped: ") || line.starts_with("skipped in ")
}

/// What a runner's closing line says: `test result: ok. 3 passed; 0 failed; 1 ignored; …`, or node's `# pass 3` and its like.
fn closing(line: &str) -> Option<Tally> {
    if let Some((word, count)) = line
        .strip_prefix("# ")
        .and_then(|rest| rest.split_once(' '))
        && let Ok(count) = count.parse()
    {
        let mut tally = Tally::default();
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
    Some(Tally {
        passed: count("passed"),
        failed: count("failed"),
        skipped: count("ignored"),
        ..Tally::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is shown of these lines, and what they count.
    fn heard(lines: &str) -> (String, Tally) {
        let mut said = Said::nothing_yet();
        let shown: Vec<&str> = lines.lines().filter(|line| said.hears(line)).collect();
        (shown.join("\n"), said.tally())
    }

    #[test]
    fn every_closing_line_counts() {
        let (_, tally) = heard(
            "test result: ok. 12 passed; 0 failed; 2 ignored; 0 measured; 0 filtered out; finished in 0.71s\n\
             test result: FAILED. 1 passed; 3 failed; 0 ignored; 0 filtered out; finished in 0.1s",
        );
        assert_eq!((tally.passed, tally.failed, tally.skipped), (13, 3, 2));
    }

    #[test]
    fn what_passed_is_counted_and_not_shown() {
        let (shown, tally) = heard(
            "running 2 tests\ntest a ... ok\ntest b ... ok\n\nsuccesses:\n\n---- a stdout ----\nnot ok 1 - is what it says\n\n\
             successes:\n    a\n    b\n\ntest result: ok. 2 passed; 0 failed; 0 ignored",
        );
        assert_eq!(shown, "test result: ok. 2 passed; 0 failed; 0 ignored");
        assert_eq!((tally.passed, tally.failures.len()), (2, 0));
    }

    #[test]
    fn what_failed_is_shown_and_told_again_with_what_it_said() {
        let (shown, tally) = heard(
            "test a ... ok\ntest b ... FAILED\n\nsuccesses:\n\nsuccesses:\n    a\n\nfailures:\n\n---- b stdout ----\nthe block is empty\n\
             failures:\n    b\n\ntest result: FAILED. 1 passed; 1 failed; 0 ignored",
        );
        assert!(shown.contains("test b ... FAILED") && shown.contains("the block is empty"));
        assert!(!shown.contains("test a"));
        assert_eq!(tally.failures, ["b\n    the block is empty"]);
    }

    #[test]
    fn node_says_the_same_in_its_own_words() {
        let (shown, tally) = heard(
            "TAP version 13\n# Subtest: a\nok 1 - a\n  ---\n  duration_ms: 4\n  ...\n# Subtest: b\nnot ok 2 - b\n  ---\n  error: 'not so'\n  ...\n\
             # Subtest: c\nok 3 - c\n  ---\n  duration_ms: 4\n  ...\n1..3\n# pass 2\n# fail 1",
        );
        assert_eq!(
            shown,
            "TAP version 13\nnot ok 2 - b\n  ---\n  error: 'not so'\n  ...\n1..3"
        );
        assert_eq!((tally.passed, tally.failed), (2, 1));
        assert_eq!(tally.failures, ["b\n    ---\n    error: 'not so'"]);
    }

    #[test]
    fn what_was_skipped_did_not_pass() {
        let (shown, tally) = heard(
            "successes:\n---- oscar stdout ----\nskipped: ../shared not found\nskipped in webkit: not wanted\nnothing is skipped: here\n\
             test result: ok. 3 passed; 0 failed; 1 ignored",
        );
        assert_eq!((tally.passed, tally.failed, tally.skipped), (1, 0, 3));
        assert!(shown.contains("skipped: ../shared not found"));
    }

    #[test]
    fn what_was_told_again_is_named() {
        let (shown, tally) = heard(
            "successes:\n---- a stdout ----\nall well\ntold again: demo, for at first it hung\nno answer\n---- b stdout ----\nall well\n\
             test result: ok. 3 passed; 0 failed; 0 ignored",
        );
        assert_eq!((tally.passed, tally.again), (3, 1));
        assert!(tally.failures.is_empty());
        assert!(shown.contains("it hung\nno answer") && !shown.contains("all well"));
    }

    #[test]
    fn a_line_that_only_mentions_results_does_not_count() {
        assert_eq!(heard("the test result: ok. 5 passed").1, Tally::default());
    }

    #[test]
    fn a_long_failure_is_cut() {
        let (_, tally) = heard(&format!(
            "---- b stdout ----\n{}",
            "x".repeat(2000).as_str().to_owned() + &"\nframe".repeat(100)
        ));
        let told = &tally.failures[0];
        assert_eq!(told.lines().count(), LINES_OF_A_FAILURE + 1);
        assert!(told.len() < 600);
    }
}
