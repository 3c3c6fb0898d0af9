//! What a draft gives: its text, the files and the report.

use super::section_at;
use linkspan_core::bundle::Bundle;
use linkspan_core::diagnostic::{Diagnostic, Severity};
use linkspan_core::field::fields;
use linkspan_core::plan::{self, Difference};
use linkspan_core::spec::Draft;
use std::collections::{BTreeMap, BTreeSet};

/// The lines that can be made and drawn within a frame, 16 ms, by what `cargo xtask bench` measures.
const HEAVY: usize = 3_000;

/// What a draft gives. Compared by identity: a new one is made for every edit.
#[derive(Debug)]
pub(crate) struct View {
    /// The text of `linkspan.yml`.
    pub(crate) text: String,
    /// The files.
    pub(crate) bundle: Bundle,
    /// How many lines they have together.
    pub(crate) lines: usize,
    /// What is wrong or worth knowing, the worst first.
    pub(crate) problems: Vec<Diagnostic>,
    /// Names of the environments.
    pub(crate) environments: Vec<String>,
    /// What differs between them.
    pub(crate) differences: Vec<Difference>,
    /// Paths of fields whose value is an example that nobody has replaced.
    pub(crate) examples: Vec<String>,
    /// The value that holds for each field, by path, set or not.
    pub(crate) values: BTreeMap<String, String>,
}

impl PartialEq for View {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl View {
    /// Writes the draft and generates.
    pub(crate) fn of(draft: &Draft) -> Self {
        let text = draft.to_text();
        let generated = linkspan_core::generate(&text);
        let found = generated.report.diagnostics;
        let problems = Severity::ALL
            .into_iter()
            .flat_map(|severity| found.iter().filter(move |each| each.severity == severity))
            .cloned()
            .collect();
        let values = plan::values(&generated.plan);
        let examples = examples(draft, &values);
        let environments =
            generated.environments.into_iter().filter_map(|plan| plan.environment).collect();
        let (bundle, differences) = (generated.bundle, generated.differences);
        let lines = bundle.files.values().map(|file| file.lines.len()).sum();
        Self { text, bundle, lines, problems, environments, differences, examples, values }
    }

    /// Whether making it takes longer than a frame of the screen, so that it has to wait for a pause
    /// in the typing.
    pub(crate) const fn is_heavy(&self) -> bool {
        self.lines > HEAVY
    }

    /// How many problems have this severity.
    pub(crate) fn count(&self, severity: Severity) -> usize {
        self.problems.iter().filter(|problem| problem.severity == severity).count()
    }

    /// The worst problem of exactly this field.
    pub(crate) fn problem(&self, path: &str) -> Option<&Diagnostic> {
        self.problems.iter().find(|problem| problem.path == path)
    }
}

/// The fields whose value is an example, or one of whose values is.
fn examples(draft: &Draft, values: &BTreeMap<String, String>) -> Vec<String> {
    let single =
        values.iter().filter(|(path, value)| section_at(path).is_some() && is_example(value));
    let lists = fields().filter(|field| field.accepts.is_list() && !field.path.contains('['));
    let lists = lists.filter(|field| draft.texts(field.path).into_iter().any(is_example));
    let all = single.map(|(path, _)| path.clone()).chain(lists.map(|field| field.path.to_owned()));
    all.collect::<BTreeSet<_>>().into_iter().collect()
}

/// Whether a value names a host of a domain that stands for others in examples, as RFC 2606 has them.
fn is_example(value: &str) -> bool {
    const DOMAINS: [&str; 3] = ["example.com", "example.net", "example.org"];
    let is_host = |each: char| each.is_ascii_alphanumeric() || matches!(each, '.' | '-' | '_');
    value.split(|each| !is_host(each)).any(|host| {
        let is_in = |domain| {
            host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        };
        DOMAINS.into_iter().any(is_in)
    })
}

/// The file that the page starts with: what runs the web pods, else the first one.
pub(crate) fn start_file(bundle: &Bundle) -> String {
    let web = bundle.files.keys().find(|path| path.ends_with("/web.yml"));
    web.or_else(|| bundle.files.keys().next()).cloned().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_are_told_from_values() {
        for (value, expect) in [
            ("registry.example.com/acme/shop", true),
            ("https://www.example.org:443/x", true),
            ("a.b, example.net", true),
            ("myexample.com", false),
            ("example.com.evil.io", false),
            ("ghcr.io/shop/shop", false),
        ] {
            assert_eq!(is_example(value), expect, "{value}");
        }
        let view = |text: &str| View::of(&Draft::from_text(text)).examples;
        assert_eq!(
            view("app: shop\nimage: registry.example.com/shop\nhosts: [shop.example.com]\n"),
            ["hosts", "image"]
        );
        assert!(view("app: shop\nimage: ghcr.io/a/b\nhosts: [a.io]\n").is_empty());
    }
}
