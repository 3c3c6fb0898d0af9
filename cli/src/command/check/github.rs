//! Findings as workflow commands of GitHub Actions, which turn into annotations.

use crate::paint::plain;
use linkspan_core::diagnostic::{Diagnostic, Report, Severity};

/// One command a line.
pub(super) fn text(report: &Report) -> String {
    report.diagnostics.iter().map(command).collect()
}

fn command(each: &Diagnostic) -> String {
    let level = match each.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "notice",
    };
    let mut properties = Vec::new();
    if !each.file.is_empty() {
        properties.push(format!("file={}", property(&each.file)));
    }
    if each.place.line > 0 {
        let (line, column) = (each.place.line, each.place.column.max(1));
        let end = column + each.width;
        properties.push(format!("line={line},endLine={line},col={column},endColumn={end}"));
    }
    properties.push(format!("title={}", property(each.rule.name)));
    let mut said = plain::inline(&each.message);
    if !each.help.is_empty() {
        said.push_str(&format!("\nhelp: {}", plain::inline(&each.help)));
    }
    if !each.path.is_empty() {
        said.push_str(&format!("\nfield: {}", plain::inline(&each.path)));
    }
    format!("::{level} {}::{}\n", properties.join(","), data(&said))
}

/// The text of a command: whoever reads it takes these three for marks.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property; here two more are marks.
fn property(text: &str) -> String {
    data(&plain::inline(text)).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use linkspan_core::check::catalog::file::{NOT_UTF8, UNREADABLE};
    use linkspan_core::diagnostic::Place;

    #[test]
    fn marks_are_escaped() {
        let each = Diagnostic::new(&UNREADABLE, "100% of `a,b:c`\n::error::fake")
            .help("write `a`")
            .file("k/a,b:c%.yml")
            .at(Place { line: 3, column: 7 }, 2);
        let warning = Diagnostic::new(&NOT_UTF8, "y").severity(Severity::Hint);
        let report = Report { diagnostics: vec![each, warning], ..Report::default() };
        assert_eq!(
            text(&report),
            "::error file=k/a%2Cb%3Ac%25.yml,line=3,endLine=3,col=7,endColumn=9,title=unreadable::100%25 of `a,b:c`\\n::error::fake%0Ahelp: write `a`\n::notice title=not-utf8::y\n"
        );
    }
}
