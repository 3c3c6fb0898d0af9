//! What all findings come to.

use super::Args;
use crate::input::Judged;
use crate::paint;
use linkspan_core::diagnostic::{Allowed, Report};

/// One line of counts, and one for what does not count and for what can be fixed.
pub(super) fn text(args: &Args, report: &Report, judged: &Judged) -> String {
    let files = paint::number(judged.texts.len(), "file");
    let version = super::kubernetes(args, judged).name();
    let mut text = match paint::counts(report).as_str() {
        "" => format!("{} in {files} (Kubernetes {version})\n", paint::green("no findings")),
        counts => {
            format!("{counts} in {files} (Kubernetes {version}): {}\n", paint::tiers(report))
        }
    };
    text.push_str(&suppressed(report));
    let fixable = report.diagnostics.iter().filter(|each| each.fix.is_some()).count();
    if fixable > 0 && !args.fix && !args.diff {
        text.push_str(&format!(
            "{fixable} can be fixed: `linkspan check --diff` shows how, `--fix` does it\n"
        ));
    }
    text
}

fn suppressed(report: &Report) -> String {
    let by = |who| report.suppressed.iter().filter(|each| each.by == who).count();
    let mut parts = Vec::new();
    for (who, words) in [(Allowed::Comment, "by comments"), (Allowed::Settings, "by settings")] {
        match by(who) {
            0 => {}
            count => parts.push(format!("{count} {words}")),
        }
    }
    if parts.is_empty() {
        return String::new();
    }
    format!("{} allowed and not counted: {}\n", report.suppressed.len(), parts.join(", "))
}
