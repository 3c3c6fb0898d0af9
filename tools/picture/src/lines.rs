//! The lines of a screen: what a program wrote between two line ends, over as many rows as it took.

use super::colour::Style;
use super::screen::{Cell, Row};

/// A line, row by row.
#[derive(Clone, Debug, Default)]
pub struct Line {
    pub(crate) rows: Vec<Vec<Cell>>,
}

impl Line {
    /// What it says.
    pub fn text(&self) -> String {
        let text: String = self.rows.iter().flatten().filter_map(|cell| cell.letter).collect();
        text.trim_end().to_owned()
    }

    /// A faint line of ours.
    fn said(text: &str) -> Self {
        let style = Style { dim: true, ..Style::default() };
        Self {
            rows: vec![text.chars().map(|letter| Cell { letter: Some(letter), style }).collect()],
        }
    }
}

/// How a part between empty lines is shown.
#[derive(Clone, Copy, Debug)]
pub struct Cut {
    /// The most lines that are shown whole.
    pub longest: usize,
    /// Of a longer part, how many of the first lines are kept.
    pub first: usize,
    /// And how many of the last.
    pub last: usize,
}

/// The lines that rows are of, without empty ones at the end.
pub(super) fn of(rows: Vec<Row>) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut goes_on = false;
    for row in rows {
        match lines.last_mut() {
            Some(line) if goes_on => line.rows.push(row.cells),
            _ => lines.push(Line { rows: vec![row.cells] }),
        }
        goes_on = row.wraps;
    }
    while lines.last().is_some_and(|line| line.text().is_empty()) {
        lines.pop();
    }
    lines
}

/// Leaves out the middle of long parts, and says how many lines that are.
pub(super) fn cut(lines: Vec<Line>, cut: Cut) -> Vec<Line> {
    let mut shown = Vec::new();
    for part in lines.split(|line| line.text().is_empty()) {
        if !shown.is_empty() {
            shown.push(Line::default());
        }
        let left_out = part.len().saturating_sub(cut.first + cut.last);
        if part.len() <= cut.longest || left_out < 2 {
            shown.extend_from_slice(part);
            continue;
        }
        shown.extend(part.iter().take(cut.first).cloned());
        shown.push(Line::said(&format!("... {left_out} more lines")));
        shown.extend(part.iter().skip(cut.first + left_out).cloned());
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::screen;

    fn check(text: &str, expect: &str) {
        let lines = of(screen::rows(text.replace('\n', "\r\n").as_bytes(), 20));
        let lines = cut(lines, Cut { longest: 4, first: 1, last: 2 });
        let shown: Vec<String> = lines.iter().map(Line::text).collect();
        assert_eq!(shown.join("\n"), expect, "{text:?}");
    }

    #[test]
    fn the_middle_of_long_parts_is_left_out() {
        check("", "");
        check("a\nb\nc\nd\n\n", "a\nb\nc\nd");
        check("a\nb\nc\nd\ne\n", "a\n... 2 more lines\nd\ne");
        check("a\n\nb\nc\nd\ne\nf\ng\n\nh", "a\n\nb\n... 3 more lines\nf\ng\n\nh");
        // A line over many rows is one.
        check(&format!("a\n{}\nc\nd", "x".repeat(100)), &format!("a\n{}\nc\nd", "x".repeat(100)));
    }
}
