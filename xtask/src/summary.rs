//! What came of each step, and the closing lines.

use std::time::Duration;

use linkspan_machine::say::{self, Paint};

/// What came of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It did what it should.
    Passed,
    /// It did not, and why.
    Failed(String),
    /// It was not run, or not wholly: what is missing and how to get it.
    Skipped(String),
}

/// A step that was run, or not.
#[derive(Debug)]
pub(crate) struct Entry {
    /// The step's name.
    pub(crate) name: String,
    /// What came of it.
    pub(crate) outcome: Outcome,
    /// How long it took.
    pub(crate) took: Duration,
}

/// Every step with its time, then what failed and what was skipped, then the count, alone on the last line.
pub(crate) fn summary(entries: &[Entry]) -> String {
    let mut lines = Vec::new();
    for entry in entries {
        let (word, paint) = match entry.outcome {
            Outcome::Passed => ("passed", Paint::Green),
            Outcome::Failed(_) => ("FAILED", Paint::Red),
            Outcome::Skipped(_) => ("SKIPPED", Paint::Yellow),
        };
        let word = say::painted(&format!("{word:<8}"), paint);
        lines.push(format!("  {word} {:<24} {:>12}", entry.name, say::seconds(entry.took)));
    }
    for entry in entries {
        match &entry.outcome {
            Outcome::Passed => {}
            Outcome::Failed(why) => lines.push(format!("\n{} failed: {why}", entry.name)),
            Outcome::Skipped(why) => lines.push(format!("\n{} was SKIPPED: {why}", entry.name)),
        }
    }
    lines.push(String::new());
    lines.push(closing(entries));
    lines.join("\n")
}

/// `N passed, N failed`, and `, N skipped` if any.
fn closing(entries: &[Entry]) -> String {
    let count =
        |of: fn(&Outcome) -> bool| entries.iter().filter(|entry| of(&entry.outcome)).count();
    let passed = count(|outcome| *outcome == Outcome::Passed);
    let failed = count(|outcome| matches!(outcome, Outcome::Failed(_)));
    let skipped = count(|outcome| matches!(outcome, Outcome::Skipped(_)));
    let mut line = format!("{passed} passed, {failed} failed");
    if skipped > 0 {
        line.push_str(&format!(", {skipped} skipped"));
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(name: &str, outcome: Outcome) -> Entry {
        Entry { name: name.to_owned(), outcome, took: Duration::from_secs(1) }
    }

    #[test]
    fn the_last_line_counts() {
        let passed = entry("format", Outcome::Passed);
        let failed = entry("page", Outcome::Failed("no index.html".to_owned()));
        let skipped = entry("browser", Outcome::Skipped("no Chromium".to_owned()));
        assert_eq!(summary(&[]).lines().last(), Some("0 passed, 0 failed"));
        let text = summary(&[passed, failed, skipped]);
        assert_eq!(text.lines().last(), Some("1 passed, 1 failed, 1 skipped"));
        assert!(text.contains("\npage failed: no index.html\n"), "{text}");
        assert!(text.contains("\nbrowser was SKIPPED: no Chromium\n"), "{text}");
    }
}
