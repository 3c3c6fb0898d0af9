//! All fields, by section.

use super::{Output, field};
use crate::error::CliError;
use crate::exit::Exit;
use crate::{paint, terminal};
use linkspan_core::field::{Default, Field, fields};
use serde_json::{Value, json};

/// The fields that speak of a word: in their path, in their label, or in what their section is called.
pub(super) fn about(word: &str) -> Vec<&'static Field> {
    let word = word.to_lowercase();
    if word.len() < 3 {
        return Vec::new();
    }
    let speaks = |text: &str| {
        let mut words = text.split(|each: char| !each.is_alphanumeric());
        words.any(|each| each.to_lowercase() == word)
    };
    fields().filter(|field| speaks(field.path) || speaks(field.label)).collect()
}

pub(super) fn run(
    fields: impl Iterator<Item = &'static Field> + Clone,
    output: Output,
) -> Result<Exit, CliError> {
    if output == Output::Json {
        let all: Vec<Value> = fields.map(field::json).collect();
        terminal::result(&format!("{}\n", json!({ "version": 1, "fields": all })))?;
        return Ok(Exit::Done);
    }
    let width = fields.clone().map(|field| field.path.len()).max().unwrap_or(0);
    let mut text = String::new();
    let mut section = "";
    for field in fields {
        let here = field.section();
        if here.id != section {
            let gap = if text.is_empty() { "" } else { "\n" };
            text.push_str(&format!("{gap}{}: {}\n", paint::bold(here.label), here.help));
            section = here.id;
        }
        let label = match field.default {
            Default::Required => format!("{} (has to be set)", field.label),
            Default::Value(value) => format!("{} (default {value})", field.label),
            Default::Nothing | Default::Derived(_) => field.label.to_owned(),
        };
        text.push_str(&format!("  {:width$}  {label}\n", field.path));
    }
    terminal::result(&text)?;
    terminal::talk("\nMore about one: linkspan explain FIELD\n");
    Ok(Exit::Done)
}
