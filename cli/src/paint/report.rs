//! A report as rustc would show it.

use super::{plain, wrap};
use crate::terminal;
use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};
use linkspan_core::diagnostic::{Diagnostic, Report, Severity};
use linkspan_core::internal::secret::{Concealed, conceal};
use std::collections::BTreeMap;
use std::ops::Range;

/// The texts that findings point into, by the file name of the findings.
pub(crate) type Sources = BTreeMap<String, String>;

/// Longer source lines are quoted in part; the renderer would look through them whole each time.
const LONGEST: usize = 500;
/// Characters quoted of such a line, before and from the place on.
const AROUND: usize = 40;
/// Columns after this one are not looked for: thousands of findings in one line would take minutes.
const FARTHEST: usize = 20_000;

/// The narrowest that a source line is cut to.
const NARROWEST: usize = 40;

/// Every finding, with colours; the stream takes them out where they do not belong. Secrets are hidden.
pub(crate) fn report(report: &Report, sources: &Sources) -> String {
    let Concealed { report, texts: sources } = conceal(report, sources);
    let renderer = Renderer::styled().term_width(terminal::columns().max(NARROWEST));
    let mut out = String::new();
    let mut current: Option<(&str, Vec<&str>)> = None;
    for diagnostic in &report.diagnostics {
        if current.as_ref().is_none_or(|(file, _)| *file != diagnostic.file) {
            let text = sources.get(&diagnostic.file).map_or("", String::as_str);
            current = Some((&diagnostic.file, text.split('\n').collect()));
        }
        let lines = current.as_ref().map_or(&[][..], |(_, lines)| lines);
        let group = beside(diagnostic, &sources, group(diagnostic, lines));
        out.push_str(renderer.render(&[group]).trim_end());
        out.push_str("\n\n");
    }
    out
}

/// Adds the line of the other place that a finding follows from.
fn beside<'a>(diagnostic: &Diagnostic, sources: &Sources, group: Group<'a>) -> Group<'a> {
    let Some(related) = &diagnostic.related else { return group };
    let text = sources.get(&related.file);
    let line = related.place.line.checked_sub(1).and_then(|at| text?.split('\n').nth(at));
    let path = plain::inline(&related.file);
    let message = plain::inline(&related.message);
    match line.map(|line| line.strip_suffix('\r').unwrap_or(line)) {
        Some(line) if line.chars().nth(LONGEST).is_none() => {
            let shown = plain::line(line);
            let start = shown.len() - shown.trim_start().len();
            let mark = start..shown.trim_end().len().max(start);
            let snippet = Snippet::source(shown).line_start(related.place.line).path(path);
            group.element(snippet.annotation(AnnotationKind::Primary.span(mark).label(message)))
        }
        _ => group.element(note("beside", &format!("{}: {message}", related.file))),
    }
}

fn group<'a>(diagnostic: &Diagnostic, lines: &[&str]) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Hint => Level::INFO.with_name("hint"),
    };
    // Before the message stand severity, rule, and what parts them.
    let before = diagnostic.severity.word().len() + diagnostic.rule.name.len() + 4;
    let message = told(&diagnostic.message, before);
    let title = level.primary_title(message).id(diagnostic.rule.name);
    let mut group = Group::with_title(title);
    let place = diagnostic.place;
    let line = place.line.checked_sub(1).and_then(|index| lines.get(index));
    match line.map(|line| line.strip_suffix('\r').unwrap_or(line)) {
        Some(line) if line.chars().nth(LONGEST).is_none() => {
            let mark = mark(line, place.column, diagnostic.width);
            let snippet = Snippet::source(plain::line(line))
                .line_start(place.line)
                .path(plain::inline(&diagnostic.file))
                .annotation(AnnotationKind::Primary.span(mark));
            group = group.element(snippet);
        }
        Some(line) => {
            group = group.element(origin(diagnostic));
            if place.column < FARTHEST {
                group = group.element(note("here", &around(line, place.column)));
            }
        }
        None if !diagnostic.file.is_empty() => group = group.element(origin(diagnostic)),
        None => {}
    }
    if !diagnostic.path.is_empty() {
        group = group.element(note("field", &diagnostic.path));
    }
    // A fix says the same as the help, and more exactly.
    if let Some(fix) = &diagnostic.fix {
        group = group
            .element(Element::from(Level::HELP.with_name("fix").message(told(&fix.says, BESIDE))));
    } else if !diagnostic.help.is_empty() {
        group = group.element(Element::from(Level::HELP.message(told(&diagnostic.help, BESIDE))));
    }
    group
}

/// Columns before help: the bar, and the word for it.
const BESIDE: usize = 12;

/// A sentence as it can be shown, in lines of the terminal; the renderer indents those after the first.
fn told(text: &str, before: usize) -> String {
    let columns = terminal::result_columns().map(|columns| columns.saturating_sub(before));
    wrap(&plain::inline(text), columns, 0, 0)
}

fn note<'a>(word: &'a str, text: &str) -> Element<'a> {
    Element::from(Level::NOTE.with_name(word).message(plain::inline(text)))
}

fn origin<'a>(diagnostic: &Diagnostic) -> Origin<'a> {
    let origin = Origin::path(plain::inline(&diagnostic.file));
    match diagnostic.place.line {
        0 => origin,
        line => origin.line(line).char_column(diagnostic.place.column.max(1)),
    }
}

/// Where the mark stands in the line as shown, in bytes.
fn mark(line: &str, column: usize, width: usize) -> Range<usize> {
    let shown = plain::line(line);
    let at = |index: usize| shown.char_indices().nth(index).map_or(shown.len(), |(at, _)| at);
    let start = column.saturating_sub(1);
    at(start)..at(start.saturating_add(width))
}

/// What stands around a place of a very long line.
fn around(line: &str, column: usize) -> String {
    let skip = column.saturating_sub(1).saturating_sub(AROUND);
    let part: String = line.chars().skip(skip).take(2 * AROUND).collect();
    format!("… {} …", plain::line(&part).trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use linkspan_core::check::catalog::file::UNREADABLE;
    use linkspan_core::diagnostic::Place;

    fn shown(file: &str, text: &str, diagnostic: Diagnostic) -> String {
        let sources = Sources::from([(file.to_owned(), text.to_owned())]);
        let text = report(
            &Report { diagnostics: vec![diagnostic.file(file)], ..Report::default() },
            &sources,
        );
        anstream::adapter::strip_str(&text).to_string()
    }

    #[test]
    fn the_mark_stays_on_its_characters() {
        for (line, column, width, expect) in [
            ("app: Shop", 6, 4, "Shop"),
            ("äöü: Shop\r", 6, 4, "Shop"),
            ("\tapp: \u{1b}x", 7, 9, "\u{fffd}x"),
            ("short", 40, 3, ""),
            ("", 1, 1, ""),
            ("x", 1, usize::MAX, "x"),
        ] {
            assert_eq!(
                plain::line(line).get(mark(line, column, width)).unwrap().trim(),
                expect,
                "{line:?}"
            );
        }
    }

    #[test]
    fn places_are_those_of_the_finding_whatever_the_line_holds() {
        let at = |line, column| Diagnostic::new(&UNREADABLE, "no").at(Place { line, column }, 3);
        let long = format!("{}HERE{}", "a".repeat(10_000), "b".repeat(10_000));
        for (text, line, column) in
            [("x\n\t\u{200b}\u{1b}bad", 2, 4), (long.as_str(), 1, 10_001), ("", 1, 1), ("a", 9, 9)]
        {
            let shown = shown("f.yml", text, at(line, column));
            assert!(shown.contains(&format!("--> f.yml:{line}:{column}\n")), "{shown}");
            assert!(shown.lines().all(|line| line.chars().count() < 200), "{shown}");
        }
    }

    #[test]
    fn hostile_findings_stay_on_their_lines() {
        let diagnostic = Diagnostic::new(&UNREADABLE, "bad `\u{1b}]0;x\u{7}`\nerror: fake")
            .help("a\u{202e}b")
            .at(Place { line: 1, column: 1 }, 100_000);
        let text = shown("a\nb\u{202e}.yml", "\u{1b}[2J\u{9b}2J\u{202e}\u{feff}", diagnostic);
        assert!(text.chars().all(|each| each == '\n' || !each.is_control()), "{text:?}");
        assert!(!text.contains(['\u{202e}', '\u{feff}']) && text.lines().count() < 9, "{text}");
    }
}
