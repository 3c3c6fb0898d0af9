//! `linkspan explain`

mod assumptions;
mod field;
mod line;
mod list;
mod noun;
pub(super) mod rule;

use super::Output;
use crate::error::CliError;
use crate::exit::Exit;
use crate::input;
use linkspan_core::check::catalog;
use linkspan_core::field::{self as fields, SECTIONS, fields, nearest};
use linkspan_core::internal::facts::nouns;
use std::path::PathBuf;

/// Explain a field of linkspan.yml, a word of Kubernetes, a line of a generated file, or a rule of the checker
///
/// Examples: linkspan explain web.replicas
///           linkspan explain web
///           linkspan explain pod
///           linkspan explain selects-nothing
///           linkspan explain kube-linter/dangling-service
///           linkspan explain config/kube/release/web.yml:23
///           linkspan explain assumptions
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment, after_help = crate::exit::HELP)]
pub(crate) struct Args {
    /// A field, a section, a word such as pod or Ingress, FILE:LINE of a generated file, a rule, or `assumptions`: what the bundle assumes of the app; all fields when left out
    #[arg(value_name = "FIELD|WORD|RULE")]
    subject: Option<String>,
    /// Explain a rule, also where a field has the same name
    #[arg(long, value_name = "RULE", conflicts_with = "subject")]
    rule: Option<String>,
    /// List all rules of the checker
    #[arg(long, conflicts_with_all = ["subject", "rule", "list"])]
    rules: bool,
    /// List all fields
    #[arg(long, conflicts_with = "subject")]
    list: bool,
    /// The spec that FILE:LINE was generated from
    #[arg(long, value_name = "FILE", default_value = input::DEFAULT)]
    spec: PathBuf,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t)]
    output: Output,
}

pub(super) fn run(args: &Args) -> Result<Exit, CliError> {
    if args.rules {
        return rule::list(args.output);
    }
    if let Some(name) = &args.rule {
        let Some(rule) = catalog::rule(name) else { return Err(rule::unknown(name)) };
        return rule::run(rule, args.output);
    }
    let Some(subject) = &args.subject else {
        return list::run(fields(), args.output);
    };
    if subject == "assumptions" {
        return assumptions::run(&args.spec, args.output);
    }
    if let Some(field) = fields::find(subject) {
        let exit = field::run(field, args.output)?;
        noun::also(subject, args.output)?;
        rule::also(subject);
        return Ok(exit);
    }
    if let Some(section) = SECTIONS.iter().find(|section| section.id == subject) {
        let exit = list::run(section.fields.iter(), args.output)?;
        noun::also(subject, args.output)?;
        rule::also(subject);
        return Ok(exit);
    }
    if let Some(noun) = nouns::find(subject) {
        let exit = noun::run(noun, args.output)?;
        rule::also(subject);
        return Ok(exit);
    }
    if let Some(rule) = catalog::rule(subject) {
        return rule::run(rule, args.output);
    }
    if let Some((file, number)) = line::parse(subject) {
        return line::run(args, &file, number);
    }
    let found = list::about(subject);
    // A file of that name is more likely meant than the fields that speak of it.
    let is_file = std::path::Path::new(subject).is_file();
    if !is_file && !found.is_empty() && !fields().any(|field| field.key() == subject) {
        return list::run(found.into_iter(), args.output);
    }
    Err(unknown(subject))
}

fn unknown(subject: &str) -> CliError {
    let shown = crate::paint::plain::inline(subject);
    if std::path::Path::new(subject).is_file() {
        return CliError::Usage(
            format!("`{shown}` is a file, and lines are explained one by one"),
            format!("name one of its lines: `linkspan explain {shown}:1`"),
        );
    }
    let whole = nearest(subject, fields().map(|field| field.path));
    let key = || {
        let found = fields().find(|field| field.key() == subject)?;
        Some(found.path)
    };
    let near_key = || {
        let key = nearest(subject, fields().map(linkspan_core::field::Field::key))?;
        fields().find(|field| field.key() == key).map(|field| field.path)
    };
    let near_rule = || rule::nearest(subject);
    let help = match whole.or_else(key).or_else(near_rule).or_else(near_key) {
        Some(path) => format!("did you mean `{path}`?"),
        None => "see all fields with `linkspan explain`, all rules with `--rules`; name a line as FILE:LINE, such as \
             `Dockerfile:1`"
            .to_owned(),
    };
    CliError::Usage(format!("there is no field, no word and no rule `{shown}`"), help)
}
