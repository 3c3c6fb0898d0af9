//! What happens to each file, as a table and as JSON.

use super::choose::{Action, Choice};
use crate::output::{Diff, Entry, Owner, State};
use crate::paint::{self, plain};
use linkspan_core::diagnostic::{Report, to_json};
use serde_json::{Value, json};

/// Differences for `--check`.
pub(super) fn drift(entries: &[Entry], spec: &str) -> String {
    let spec = plain::inline(spec);
    let drifted: Vec<&Entry> = entries.iter().filter(|entry| entry.state != State::Same).collect();
    if drifted.is_empty() {
        let (files, verb) = (
            paint::number(entries.len(), "file"),
            if entries.len() == 1 { "matches" } else { "match" },
        );
        return format!("{files} {verb} {spec}\n");
    }
    let rows: Vec<Row> = drifted.iter().map(|entry| row(entry, word_of_drift(entry))).collect();
    let mut text = lines(&rows);
    let (files, verb) = (
        paint::number(drifted.len(), "file"),
        if drifted.len() == 1 { "differs" } else { "differ" },
    );
    text.push_str(&format!(
        "\n{files} {verb} from {spec}: run `linkspan generate` to write what it asks for\n"
    ));
    let edited =
        |entry: &&&Entry| entry.state == State::Different && entry.owner != Owner::Linkspan;
    match drifted.iter().filter(edited).count() {
        0 => {}
        1 => text.push_str("it leaves 1 file alone, which is not as linkspan wrote it\n"),
        edited => text.push_str(&format!(
            "it leaves {edited} files alone, which are not as linkspan wrote them\n"
        )),
    }
    text
}

fn word_of_drift(entry: &Entry) -> &'static str {
    match entry.state {
        State::Same => "same",
        State::Missing => "missing",
        State::Different => "different",
        State::Stale => "stale",
    }
}

/// Files that somebody has to decide about.
pub(super) fn undecided(entries: &[&Entry]) -> String {
    let rows: Vec<Row> = entries.iter().map(|entry| row(entry, word_of_drift(entry))).collect();
    lines(&rows)
}

/// What a run did or would do.
pub(super) fn written(choices: &[Choice<'_>]) -> String {
    let rows = choices.iter().filter_map(|Choice { entry, action }| {
        let word = match (action, entry.state) {
            (Action::None | Action::Leave, _) => return None,
            (Action::Remove, _) => "removed",
            (Action::Write, State::Missing) => "new",
            (Action::Write, _) => "changed",
        };
        Some(row(entry, word))
    });
    lines(&rows.collect::<Vec<_>>())
}

/// Files that stay as they are, though the spec asks for others.
pub(super) fn left(choices: &[&Choice<'_>]) -> String {
    let rows: Vec<Row> = choices.iter().map(|choice| row(choice.entry, "left")).collect();
    lines(&rows)
}

struct Row {
    word: &'static str,
    path: String,
    remark: String,
}

fn row(entry: &Entry, word: &'static str) -> Row {
    let mut remarks = Vec::new();
    if entry.state == State::Different {
        let Diff { added, removed } = entry.diff;
        match (added, removed) {
            (0, 0) if entry.old.as_ref() == Some(&entry.new) => {
                remarks.push("not executable".to_owned());
            }
            _ => remarks.push(format!("+{added} -{removed}")),
        }
    }
    match (entry.state, entry.owner) {
        (State::Same | State::Missing, _) | (_, Owner::Linkspan) => {}
        (_, Owner::Edited) => remarks.push("edited by hand".to_owned()),
        (_, Owner::Foreign) => remarks.push("not written by linkspan".to_owned()),
    }
    if entry.state == State::Stale {
        remarks.push("no longer generated".to_owned());
    }
    Row { word, path: plain::inline(&entry.path), remark: remarks.join(", ") }
}

fn lines(rows: &[Row]) -> String {
    let words = rows.iter().map(|row| row.word.len()).max().unwrap_or(0);
    let paths = rows.iter().map(|row| row.path.chars().count()).max().unwrap_or(0).min(60);
    let mut text = String::new();
    for row in rows {
        let word = format!("{:words$}", row.word);
        let word = match row.word {
            "new" => paint::green(&word),
            "stale" | "removed" | "missing" => paint::red(&word),
            _ => paint::yellow(&word),
        };
        if row.remark.is_empty() {
            text.push_str(&format!("{word}  {}\n", row.path));
        } else {
            text.push_str(&format!("{word}  {:paths$}  {}\n", row.path, paint::dim(&row.remark)));
        }
    }
    text
}

/// `{"version":1,"diagnostics":[...],"files":[...]}` on one line.
pub(super) fn json(report: &Report, choices: &[Choice<'_>]) -> String {
    let file = |Choice { entry, action }: &Choice<'_>| {
        json!({
            "path": entry.path,
            "state": entry.state,
            "owner": entry.owner,
            "added": entry.diff.added,
            "removed": entry.diff.removed,
            "action": action,
        })
    };
    envelope(report, "files", &Value::Array(choices.iter().map(file).collect()))
}

/// The report with one more key, `version` still first.
pub(super) fn envelope(report: &Report, key: &str, value: &Value) -> String {
    let text = to_json(report);
    let inside = text.strip_suffix('}').unwrap_or(&text);
    format!("{inside},\"{key}\":{value}}}\n")
}
