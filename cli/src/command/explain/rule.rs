//! One rule of the checker, or all.

use super::Output;
use crate::error::CliError;
use crate::exit::Exit;
use crate::{paint, terminal};
use linkspan_core::check::catalog::{self, Example, rules};
use linkspan_core::check::{Options, Source, check};
use linkspan_core::diagnostic::{Diagnostic, Mark, Rule, Severity, Tier};
use linkspan_core::field;
use linkspan_core::generate;
use linkspan_core::internal::intake::{Specs, apps};
use linkspan_core::spec::FILE;
use serde_json::{Value, json};

pub(super) fn run(rule: &'static Rule, output: Output) -> Result<Exit, CliError> {
    let text = match output {
        Output::Json => format!("{}\n", json!({ "version": 1, "rules": [json(rule)] })),
        Output::Human => human(rule),
    };
    terminal::result(&text)?;
    Ok(Exit::Done)
}

pub(super) fn list(output: Output) -> Result<Exit, CliError> {
    if output == Output::Json {
        let all: Vec<Value> = rules().map(json).collect();
        terminal::result(&format!("{}\n", json!({ "version": 1, "rules": all })))?;
        return Ok(Exit::Done);
    }
    let width = rules().map(|rule| rule.name.len()).max().unwrap_or(0);
    let mut text = String::new();
    for (head, rules) in groups() {
        let gap = if text.is_empty() { "" } else { "\n" };
        text.push_str(&format!("{gap}{}\n", paint::bold(&head)));
        for rule in rules {
            let severity = format!("{:7}", rule.severity.word());
            let severity = painted(rule.severity, &severity);
            text.push_str(&format!("  {:width$}  {severity}  {}\n", rule.name, rule.says));
        }
    }
    terminal::result(&text)?;
    terminal::talk("\nMore about one: linkspan explain RULE\n");
    Ok(Exit::Done)
}

/// The rules under their headings: those of manifests by tier, then those of `linkspan.yml`.
pub(in crate::command) fn groups() -> Vec<(String, Vec<&'static Rule>)> {
    let of_spec = |rule: &&Rule| catalog::is_of_spec(rule.name);
    let mut all = Vec::new();
    for tier in Tier::ALL {
        let own: Vec<&Rule> = rules().filter(|rule| rule.tier == tier && !of_spec(rule)).collect();
        if !own.is_empty() {
            all.push((format!("{}: {}", capital(tier.word()), tier.says()), own));
        }
    }
    all.push((
        "linkspan.yml: what only the spec is judged by".to_owned(),
        rules().filter(of_spec).collect(),
    ));
    all
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

fn painted(severity: Severity, word: &str) -> String {
    match severity {
        Severity::Error => paint::red(word),
        Severity::Warning => paint::yellow(word),
        Severity::Hint => paint::dim(word),
    }
}

fn human(rule: &Rule) -> String {
    let columns = terminal::result_columns();
    let says = paint::wrap(rule.says, columns, rule.name.chars().count() + 2, 0);
    let why = paint::wrap(rule.why, columns, 0, 0);
    let mut text = format!("{}: {says}\n\n{why}\n\n", paint::bold(rule.name));
    let mut row = |name: &str, value: &str| {
        let value = paint::wrap(value, columns, 9, 9);
        text.push_str(&format!("{} {value}\n", paint::dim(&format!("{name:8}"))));
    };
    row("Severity", &painted(rule.severity, rule.severity.word()));
    row("Tier", &format!("{}: {}", rule.tier.word(), rule.tier.says()));
    if !rule.aliases.is_empty() {
        row("Known as", &rule.aliases.join(", "));
    }
    row("To allow", &to_allow(rule));
    if let Some(example) = catalog::example(rule.name) {
        text.push_str(&format!("\n{}\n", paint::red("Bad")));
        text.push_str(&paint::example(&example.bad(), &found(rule, example)));
        text.push_str(&format!("\n{}\n", paint::green("Good")));
        text.push_str(&paint::example(example.good, &[]));
    }
    text
}

/// What the checker says about the bad example.
pub(in crate::command) fn found(rule: &Rule, example: Example) -> Vec<Diagnostic> {
    let bad = example.bad();
    let report = if example.is_spec() {
        generate(&bad).report
    } else {
        let files = catalog::files(&bad);
        let files: Vec<Source<'_>> =
            files.into_iter().map(|(path, text)| Source { path, text }).collect();
        if files.iter().any(|file| file.path == FILE) {
            let mut specs = Specs::read(&files, &[]);
            specs.know(&files, &apps(&files));
            specs.report
        } else {
            let path = "example.yml";
            check(&[Source { path, text: &bad }], &Options::default())
        }
    };
    // The first file of several stands below a line with its name.
    let before = usize::from(bad.starts_with("# file: "));
    let own = report.diagnostics.into_iter().filter(|each| each.rule == rule);
    own.map(|mut each| {
        each.place.line += before;
        each
    })
    .collect()
}

/// How findings of a rule are lowered or switched off.
pub(in crate::command) fn to_allow(rule: &Rule) -> String {
    let name = rule.name;
    let comment = format!("a comment `# linkspan: allow {name} because ...` allows one");
    match (catalog::is_of_spec(name), rule.severity, rule.tier) {
        (true, Severity::Error, _) => {
            "nothing: linkspan.yml is not generated from until its errors are fixed".to_owned()
        }
        (false, _, Tier::Refused) if catalog::example(name).is_none() => {
            "nothing: a file that cannot be read has to be fixed".to_owned()
        }
        _ if rule.is(Mark::NoLine) => {
            format!("`check: {{rules: {{{name}: off}}}}` in linkspan.yml switches it off")
        }
        (_, _, Tier::Refused) => format!(
            "`check: {{rules: {{{name}: hint}}}}` in linkspan.yml lowers it, and it cannot be switched off; {comment}"
        ),
        _ => format!(
            "`check: {{rules: {{{name}: off}}}}` in linkspan.yml switches it off; {comment}"
        ),
    }
}

/// A rule for programs.
fn json(rule: &Rule) -> Value {
    let example = catalog::example(rule.name)
        .map(|example| json!({ "bad": example.bad(), "good": example.good }));
    json!({
        "name": rule.name,
        "tier": rule.tier,
        "severity": rule.severity,
        "says": rule.says,
        "why": rule.why,
        "aliases": rule.aliases,
        "of": if catalog::is_of_spec(rule.name) { "spec" } else { "manifests" },
        "allow": to_allow(rule),
        "example": example,
    })
}

/// Where a field was explained, that there is a rule of its name.
pub(super) fn also(name: &str) {
    if let Some(rule) = catalog::rule(name) {
        let name = rule.name;
        terminal::talk(&format!(
            "\nThere is a rule of this name: linkspan explain --rule {name}\n"
        ));
    }
}

/// The rule whose name is nearest to a misspelt one.
pub(super) fn nearest(name: &str) -> Option<&'static str> {
    let folded: Vec<(String, &str)> =
        rules().map(|rule| (rule.name.replace('-', "_"), rule.name)).collect();
    let found = field::nearest(name, folded.iter().map(|(folded, _)| folded.as_str()))?.to_owned();
    folded.into_iter().find(|(folded, _)| *folded == found).map(|(_, name)| name)
}

pub(super) fn unknown(name: &str) -> CliError {
    let help = match nearest(name) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "see all rules with `linkspan explain --rules`".to_owned(),
    };
    CliError::Usage(format!("there is no rule `{}`", paint::plain::inline(name)), help)
}
