//! What the bundle of a spec assumes of the app.

use super::Output;
use crate::error::CliError;
use crate::exit::Exit;
use crate::{input, paint, terminal};
use linkspan_core::plan::{Assumption, assumptions};
use serde_json::{Value, json};
use std::path::Path;

pub(super) fn run(spec: &Path, output: Output) -> Result<Exit, CliError> {
    let loaded = input::load(spec)?;
    if let Some(exit) = loaded.tell("nothing follows from it") {
        return Ok(exit);
    }
    let all = assumptions(&loaded.generated.plan);
    let text = match output {
        Output::Json => {
            let all: Vec<Value> = all
                .iter()
                .map(|each| json!({ "text": each.text, "fields": each.fields, "hint": each.hint }))
                .collect();
            format!("{}\n", json!({ "version": 1, "assumptions": all }))
        }
        Output::Human => all.iter().map(human).collect(),
    };
    terminal::result(&text)?;
    Ok(Exit::Done)
}

fn human(each: &Assumption) -> String {
    let columns = terminal::result_columns();
    let text = paint::wrap(&each.text, columns, 0, 0);
    let hint = if each.hint.is_empty() { String::new() } else { format!(": {}", each.hint) };
    let otherwise = format!("otherwise {}{hint}", each.fields.join(", "));
    let otherwise = paint::wrap(&otherwise, columns, 2, 2);
    format!("{text}\n  {}\n", paint::dim(&otherwise))
}
