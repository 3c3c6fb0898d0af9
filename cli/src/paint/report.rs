//! A report as rustc would show it.

use super::plain;
use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};
use linkspan_core::diagnostic::{Diagnostic, Report, Severity};
use std::collections::BTreeMap;

/// The texts that findings point into, by the file name of the findings.
pub(crate) type Sources = BTreeMap<String, String>;

/// Characters of a source line that are shown; longer ones are cut around the place.
const WINDOW: usize = 120;
/// Characters shown before the place when a line is cut.
const BEFORE: usize = 60;

/// Every finding, with colours; the stream takes them out where they do not belong.
pub(crate) fn report(report: &Report, sources: &Sources) -> String {
    let renderer = Renderer::styled();
    let mut out = String::new();
    let mut current: Option<(&str, Vec<&str>)> = None;
    for diagnostic in &report.diagnostics {
        if current.as_ref().is_none_or(|(file, _)| *file != diagnostic.file) {
            let text = sources.get(&diagnostic.file).map_or("", String::as_str);
            current = Some((&diagnostic.file, text.split('\n').collect()));
        }
        let lines = current.as_ref().map_or(&[][..], |(_, lines)| lines);
        out.push_str(renderer.render(&[group(diagnostic, lines)]).trim_end());
        out.push_str("\n\n");
    }
    out
}

fn group<'a>(diagnostic: &Diagnostic, lines: &[&str]) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Hint => Level::INFO.with_name("hint"),
    };
    let title = level.primary_title(plain::inline(&diagnostic.message)).id(diagnostic.rule);
    let mut group = Group::with_title(title);
    if !diagnostic.file.is_empty() {
        group = group.element(origin(diagnostic));
    }
    let place = diagnostic.place;
    let source = place.line.checked_sub(1).and_then(|index| lines.get(index));
    if let Some(line) = source {
        let cut = window(line, place.column, diagnostic.width);
        let mark = AnnotationKind::Primary.span(cut.mark);
        let snippet = Snippet::source(cut.text).line_start(place.line).annotation(mark);
        group = group.element(snippet);
    }
    for (word, text) in [("in", &diagnostic.path), ("help", &diagnostic.help)] {
        if !text.is_empty() {
            let message = format!("{}", plain::inline(text));
            let level = if word == "help" { Level::HELP } else { Level::NOTE.with_name("field") };
            group = group.element(Element::from(level.message(message)));
        }
    }
    group
}

fn origin<'a>(diagnostic: &Diagnostic) -> Origin<'a> {
    let origin = Origin::path(plain::inline(&diagnostic.file));
    match diagnostic.place.line {
        0 => origin,
        line => origin.line(line).char_column(diagnostic.place.column.max(1)),
    }
}

/// A part of a line, safe to show, and where the mark stands in it, in bytes.
struct Window {
    text: String,
    mark: std::ops::Range<usize>,
}

fn window(line: &str, column: usize, width: usize) -> Window {
    let line = line.strip_suffix('\r').unwrap_or(line);
    let start = column.saturating_sub(1);
    let skip = if line.chars().nth(WINDOW).is_none() { 0 } else { start.saturating_sub(BEFORE) };
    let mut text = String::new();
    if skip > 0 {
        text.push('…');
    }
    let (mut from, mut to) = (None, None);
    for (index, each) in line.chars().enumerate().skip(skip) {
        if index == start {
            from = Some(text.len());
        }
        if index == start + width {
            to = Some(text.len());
        }
        if index == skip + WINDOW {
            text.push('…');
            break;
        }
        match each {
            '\t' => text.push_str("    "),
            other => plain::push(other, &mut text),
        }
    }
    let end = text.len();
    let from = from.unwrap_or(end);
    Window { mark: from..to.unwrap_or(end).max(from), text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use linkspan_core::diagnostic::Place;

    fn check(line: &str, column: usize, width: usize, expect: &str) {
        let cut = window(line, column, width);
        let marked = format!(
            "{}[{}]{}",
            &cut.text[..cut.mark.start],
            &cut.text[cut.mark.clone()],
            &cut.text[cut.mark.end..]
        );
        assert_eq!(marked, expect);
    }

    #[test]
    fn the_mark_stays_on_its_characters() {
        check("app: Shop", 6, 4, "app: [Shop]");
        check("äöü: Shop\r", 6, 4, "äöü: [Shop]");
        check("\tapp: \u{1b}x", 7, 9, "    app: [\\u{1b}x]");
        check("short", 40, 3, "short[]");
        check("", 1, 1, "[]");
    }

    #[test]
    fn long_lines_are_cut_around_the_place() {
        let line = format!("{}HERE{}", "a".repeat(10_000), "b".repeat(10_000));
        let cut = window(&line, 10_001, 4);
        assert_eq!(&cut.text[cut.mark.clone()], "HERE");
        assert!(cut.text.chars().count() <= WINDOW + 2);
    }

    #[test]
    fn hostile_findings_stay_on_their_lines() {
        let diagnostic = Diagnostic::refused("rule", "bad `\u{1b}]0;x\u{7}`\nerror: fake")
            .file("a\nb\u{202e}.yml")
            .at(Place { line: 1, column: 1 }, 100_000);
        let sources = Sources::from([("a\nb\u{202e}.yml".to_owned(), "\u{1b}[2J".to_owned())]);
        let text = report(&Report { diagnostics: vec![diagnostic] }, &sources);
        let text = anstream::adapter::strip_str(&text).to_string();
        assert!(text.chars().all(|each| each == '\n' || !each.is_control()), "{text:?}");
        assert!(!text.contains('\u{202e}') && text.lines().count() < 7, "{text}");
    }
}
