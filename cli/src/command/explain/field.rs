//! One field.

use super::Output;
use crate::error::CliError;
use crate::exit::Exit;
use crate::{field_text, paint, terminal};
use linkspan_core::field::{Accepts, Default, Field, fields};
use serde_json::{Value, json};

pub(super) fn run(field: &'static Field, output: Output) -> Result<Exit, CliError> {
    let text = match output {
        Output::Json => format!("{}\n", json!({ "version": 1, "fields": [json(field)] })),
        Output::Human => human(field),
    };
    terminal::result(&text)?;
    Ok(Exit::Done)
}

fn human(field: &Field) -> String {
    let help = paint::wrap(field.help, terminal::result_columns(), 0, 0);
    let mut text = format!("{}: {}\n{help}\n\n", paint::bold(field.path), field.label);
    let mut row = |name: &str, value: &str| {
        let value = paint::wrap(value, terminal::result_columns(), 9, 9);
        text.push_str(&format!("{} {value}\n", paint::dim(&format!("{name:8}"))));
    };
    row("Accepts", &field_text::accepts(field.accepts));
    row("Default", &field_text::default(field));
    row("Topic", field.guide.title());
    let choices = field_text::meanings(field.accepts);
    let width = choices.iter().map(|(value, _)| value.len()).max().unwrap_or(0);
    if !choices.is_empty() {
        text.push_str("\nChoices\n");
        for (value, label) in choices {
            text.push_str(&format!("  {value:width$}  {label}\n"));
        }
    }
    if field.accepts == Accepts::Groups {
        text.push_str("\nFields of each group\n");
        let width = inside(field).map(|inner| inner.path.len()).max().unwrap_or(0);
        for inner in inside(field) {
            text.push_str(&format!("  {:width$}  {}\n", inner.path, inner.label));
        }
    }
    text.push_str("\nExample\n");
    for line in field_text::example(field).lines() {
        text.push_str(&format!("  {line}\n"));
    }
    text
}

fn inside(field: &Field) -> impl Iterator<Item = &'static Field> {
    let prefix = format!("{}[].", field.path);
    fields().filter(move |each| each.path.starts_with(&prefix))
}

/// A field for programs.
pub(super) fn json(field: &Field) -> Value {
    let choices: Vec<Value> = field_text::choices(field.accepts)
        .into_iter()
        .map(|(value, label)| json!({ "value": value, "label": label }))
        .collect();
    let (default, derived) = match field.default {
        Default::Required | Default::Nothing => (None, None),
        Default::Value(value) => (Some(value), None),
        Default::Derived(how) => (None, Some(how)),
    };
    json!({
        "path": field.path,
        "label": field.label,
        "help": field.help,
        "accepts": field_text::accepts(field.accepts),
        "required": field.default == Default::Required,
        "default": default,
        "derived": derived,
        "choices": choices,
        "guide": field.guide.title(),
        "example": field_text::example(field),
    })
}
