//! What all findings come to.

use super::Args;
use crate::input::Input;
use crate::paint::{self, plain};
use linkspan_core::check::Level;
use linkspan_core::diagnostic::{Allowed, Report, Rule};
use linkspan_core::internal::intake::Why;

/// One line of counts, and one for what does not count and for what can be fixed.
pub(super) fn text(args: &Args, report: &Report, input: &Input) -> String {
    let files = paint::number(input.count(), "file");
    let version = args.kubernetes.unwrap_or_else(|| input.specs.usual()).name();
    let mut text = match paint::counts(report).as_str() {
        "" => format!("{} in {files} (Kubernetes {version})\n", paint::green("no findings")),
        counts => {
            format!("{counts} in {files} (Kubernetes {version}): {}\n", paint::tiers(report))
        }
    };
    text.push_str(&suppressed(report));
    text.push_str(&known(input));
    text.push_str(&above(report, input));
    text.push_str(&left(input));
    let fixable = report.diagnostics.iter().filter(|each| each.fix.is_some()).count();
    if fixable > 0 && !args.fix && !args.diff {
        text.push_str(&format!(
            "{fixable} can be fixed: `linkspan check --diff` shows how, `--fix` does it\n"
        ));
    }
    text
}

/// Files of the app that the spec was compared with.
fn known(input: &Input) -> String {
    if input.specs.known.is_empty() {
        return String::new();
    }
    let all: Vec<String> = input.specs.known.iter().map(|path| plain::inline(path)).collect();
    let shown = paint::wrap(&all.join(", "), crate::terminal::result_columns(), 2, 2);
    format!("compared with {} of the app: {shown}\n", paint::number(all.len(), "file"))
}

/// Nobody shall wonder where settings come from that are not among the paths.
fn above(report: &Report, input: &Input) -> String {
    let Some(above) = &input.specs.above else { return String::new() };
    let other = |rule: &Rule| {
        let chosen = input.specs.settings.level(rule.name);
        chosen.is_some_and(|chosen| chosen != Level::As(rule.severity))
    };
    let off = report.suppressed.iter().any(|each| each.by == Allowed::Settings);
    if !off && !report.diagnostics.iter().any(|each| other(each.rule)) {
        return String::new();
    }
    format!("severities are those that check.rules of {} chose\n", plain::inline(&above.name))
}

/// What is judged only when its tool has made manifests of it.
fn left(input: &Input) -> String {
    let mut text = String::new();
    let of = |why: Why| input.files.left.iter().filter(move |left| left.why == why);
    for chart in of(Why::Helm) {
        let folder = chart.path.rsplit_once('/').map_or(".", |(folder, _)| folder);
        let folder = plain::inline(folder);
        text.push_str(&format!(
            "{folder} is a Helm chart: `helm template {folder} | linkspan check -` judges what it makes\n"
        ));
    }
    let patches = of(Why::Kustomize).count();
    if patches > 0 {
        let files = paint::number(patches, "file");
        text.push_str(&format!(
            "{files} left to Kustomize: `kubectl kustomize FOLDER | linkspan check -` judges what it makes\n"
        ));
    }
    text
}

/// Nobody shall believe that there was nothing.
fn suppressed(report: &Report) -> String {
    let by = |who| report.suppressed.iter().filter(|each| each.by == who).count();
    match (by(Allowed::Comment), by(Allowed::Settings)) {
        (0, 0) => String::new(),
        (comments, 0) => format!("{comments} more allowed by comments\n"),
        (0, settings) => format!("{settings} more switched off by check.rules\n"),
        (comments, settings) => {
            format!("{comments} more allowed by comments, {settings} switched off by check.rules\n")
        }
    }
}
