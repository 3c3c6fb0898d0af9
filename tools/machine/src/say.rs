//! What a person sees: results on stdout, talk on stderr, with colour only on a terminal and never under `NO_COLOR`.

use std::io::{IsTerminal, Write};
use std::time::Duration;

/// The few colours in use.
#[derive(Clone, Copy)]
pub enum Paint {
    /// A heading.
    Bold,
    /// Success.
    Green,
    /// Something that was not done.
    Yellow,
    /// Failure.
    Red,
}

/// A result, as it is. A reader that went away is no reason to stop.
pub fn plain(text: &str) {
    let _ = writeln!(std::io::stdout().lock(), "{text}");
}

/// A line of talk.
pub fn talk(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// The beginning of a part, with an empty line before it.
pub fn heading(text: &str) {
    talk(&format!("\n{}", painted(text, Paint::Bold)));
}

/// Something being done that takes a while.
pub fn doing(text: &str) {
    talk(&format!("  … {text}"));
}

/// Something done, and how long it took.
pub fn done(text: &str, took: Duration) {
    talk(&format!("  {} {text} ({})", painted("✓", Paint::Green), seconds(took)));
}

/// Something that could not be done.
pub fn missing(text: &str) {
    talk(&format!("  {} {text}", painted("!", Paint::Yellow)));
}

/// The error that ends the run.
pub fn error(text: &str) {
    talk(&format!("{}: {text}", painted("error", Paint::Red)));
}

/// The text in a colour, if colours are wanted.
pub fn painted(text: &str, paint: Paint) -> String {
    if !colourful() {
        return text.to_owned();
    }
    let code = match paint {
        Paint::Bold => "1",
        Paint::Green => "32",
        Paint::Yellow => "33",
        Paint::Red => "31",
    };
    format!("\u{1b}[{code}m{text}\u{1b}[0m")
}

/// A duration in the unit that reads best.
pub fn seconds(took: Duration) -> String {
    let whole = took.as_secs();
    if whole >= 100 {
        format!("{} min {:02} s", whole / 60, whole % 60)
    } else {
        format!("{:.1} s", took.as_secs_f64())
    }
}

/// Whether all we write goes to a terminal and nobody asked for no colour.
fn colourful() -> bool {
    let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    !refused && std::io::stdout().is_terminal() && std::io::stderr().is_terminal()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_reads_best() {
        assert_eq!(seconds(Duration::from_millis(1234)), "1.2 s");
        assert_eq!(seconds(Duration::from_secs(125)), "2 min 05 s");
    }
}
