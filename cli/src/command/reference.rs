//! `linkspan reference`

mod rules;

use crate::error::CliError;
use crate::exit::Exit;
use crate::field_text;
use crate::terminal;
use linkspan_core::field::{Field, SECTIONS};

/// Print a page in Markdown about every field of linkspan.yml, or about every rule of the checker
#[derive(Clone, Copy, Debug, clap::Args)]
pub(crate) struct Args {
    /// About the rules of the checker
    #[arg(long)]
    rules: bool,
}

pub(super) fn run(args: Args) -> Result<Exit, CliError> {
    terminal::result(&if args.rules { rules::page() } else { page() })?;
    Ok(Exit::Done)
}

const INTRODUCTION: &str = "\
<!-- Written by `linkspan reference`; change the field list, not this page. -->

# Fields of linkspan.yml

Only `app` and `image` have to be set. `linkspan explain FIELD` says the same on the terminal, and
`linkspan schema` gives it to editors.
";

fn page() -> String {
    let mut page = String::from(INTRODUCTION);
    for section in SECTIONS {
        page.push_str(&format!("\n## {}\n\n{}\n", section.label, section.help));
        for field in section.fields {
            page.push_str(&entry(field));
        }
    }
    page
}

fn entry(field: &Field) -> String {
    let mut text = format!("\n### `{}`\n\n**{}.** {}\n\n", field.path, field.label, field.help);
    text.push_str(&format!("- Accepts: {}\n", field_text::accepts(field.accepts)));
    text.push_str(&format!("- Default: {}\n", field_text::default(field)));
    for (value, label) in field_text::meanings(field.accepts) {
        text.push_str(&format!("  - `{value}`: {label}\n"));
    }
    text.push_str(&format!("- Guide: {}\n", field.guide.title()));
    text.push_str(&format!("\n```yaml\n{}```\n", field_text::example(field)));
    text
}
