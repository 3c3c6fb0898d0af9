//! Our own emitter: every reader reads back the same strings, keys stand in reading order, and each
//! line carries its field path and its reason.

use super::{Notes, order};
use crate::bundle::Line;
use crate::plan::Reason;
use crate::value::{Key, Value};
use crate::yaml::{quoted, write_scalar};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Bound;
use std::sync::Arc;

/// Widest comment line.
const WIDTH: usize = 76;

/// A text with so many lines is a file, and a person wants to read it line by line.
const LONG: usize = 5;

/// One object as lines of YAML. The object's own reason stands as a comment on top.
#[must_use]
pub(crate) fn manifest(object: &Value, notes: &Notes) -> Vec<Line> {
    let mut writer = Writer { notes, lines: Vec::new() };
    let about = Arc::clone(&notes.root);
    for text in wrap(&about.why, WIDTH) {
        writer.lines.push(Line {
            text: format!("# {text}").into(),
            path: String::new(),
            reason: Arc::clone(&about),
        });
    }
    if let Value::Map(map) = object {
        let root = At { parent: "", path: "", indent: 0, reason: &about };
        writer.map(map, &root, "");
    }
    debug_assert_eq!(lost(notes, &writer.lines), None, "a reason without its line: {}", about.why);
    writer.lines
}

/// A path that has a reason, and no line at it or inside it.
fn lost<'a>(notes: &'a Notes, lines: &[Line]) -> Option<&'a str> {
    let written: BTreeSet<&str> = lines.iter().map(|line| line.path.as_str()).collect();
    notes.paths().find(|path| {
        let after = written.range::<str, _>((Bound::Included(*path), Bound::Unbounded));
        let mut rest = after.map_while(|line| line.strip_prefix(path));
        !rest.any(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    })
}

/// Where a map or a list stands.
struct At<'a> {
    /// The key that it stands under.
    parent: &'a str,
    path: &'a str,
    indent: usize,
    /// Of whatever is around it.
    reason: &'a Arc<Reason>,
}

struct Writer<'a> {
    notes: &'a Notes,
    lines: Vec<Line>,
}

impl Writer<'_> {
    fn push(&mut self, text: String, path: &str, reason: &Arc<Reason>) {
        let reason = Arc::clone(reason);
        self.lines.push(Line { text: text.into(), path: path.to_owned(), reason });
    }

    fn comment(&mut self, path: &str, indent: usize, reason: &Arc<Reason>) {
        let Some(comment) = self.notes.above(path) else { return };
        for text in wrap(comment, WIDTH.saturating_sub(indent)) {
            self.push(format!("{:indent$}# {text}", ""), path, reason);
        }
    }

    /// Writes a map. `lead` stands before its first key: `- ` for an item of a list.
    fn map(&mut self, map: &[(Key, Value)], at: &At<'_>, lead: &str) {
        let indent = at.indent;
        for (index, (key, value)) in order::sorted(at.parent, map).into_iter().enumerate() {
            let path = join(at.path, at.parent, key);
            let reason = self.notes.reason(&path, at.reason);
            let lead = if index == 0 { lead } else { "" };
            if lead.is_empty() {
                self.comment(&path, indent, &reason);
            }
            let mut text = String::with_capacity(indent + key.len() + 16);
            text.extend(std::iter::repeat_n(' ', indent - lead.len()));
            text.push_str(lead);
            text.push_str(&write_scalar(key));
            text.push(':');
            let inner = At { parent: key, path: &path, indent: indent + 2, reason: &reason };
            match value {
                Value::Map(map) if !map.is_empty() => {
                    self.push(text, &path, &reason);
                    self.map(map, &inner, "");
                }
                Value::List(items) if !items.is_empty() => {
                    self.push(text, &path, &reason);
                    self.list(items, &inner);
                }
                Value::Text(file) if file.matches('\n').count() >= LONG => {
                    text.push_str(" \"\\");
                    self.push(text, &path, &reason);
                    for line in file.split_inclusive('\n') {
                        let text = format!("{:indent$}  {}\\", "", quoted_part(line));
                        self.push(text, &path, &reason);
                    }
                    self.push(format!("{:indent$}  \"", ""), &path, &reason);
                }
                other => {
                    text.push(' ');
                    text.push_str(&inline(other));
                    self.push(text, &path, &reason);
                }
            }
        }
    }

    fn list(&mut self, items: &[Value], at: &At<'_>) {
        for (index, item) in items.iter().enumerate() {
            let path = format!("{}[{index}]", at.path);
            let reason = self.notes.reason(&path, at.reason);
            self.comment(&path, at.indent, &reason);
            match item {
                Value::Map(map) if !map.is_empty() => {
                    let inner = At { path: &path, indent: at.indent + 2, reason: &reason, ..*at };
                    self.map(map, &inner, "- ");
                }
                other => {
                    let mut text = " ".repeat(at.indent);
                    text.push_str("- ");
                    text.push_str(&inline(other));
                    self.push(text, &path, &reason);
                }
            }
        }
    }
}

/// Kubernetes' own way to write a path: free keys with dots or slashes go in brackets.
pub(crate) fn join(path: &str, parent: &str, key: &str) -> String {
    let free =
        matches!(parent, "labels" | "annotations" | "matchLabels") || key.contains(['.', '/']);
    let mut joined = String::with_capacity(path.len() + key.len() + 2);
    joined.push_str(path);
    let (before, after) = match (path.is_empty(), free) {
        (true, _) => ("", ""),
        (false, true) => ("[", "]"),
        (false, false) => (".", ""),
    };
    for part in [before, key, after] {
        joined.push_str(part);
    }
    joined
}

/// A value on one line. Nested lists of lists do not occur in our objects.
fn inline(value: &Value) -> Cow<'_, str> {
    match value {
        Value::Null => "null".into(),
        Value::Bool(true) => "true".into(),
        Value::Bool(false) => "false".into(),
        Value::Int(number) => number.to_string().into(),
        Value::Text(text) => write_scalar(text),
        Value::List(_) => "[]".into(),
        Value::Map(_) => "{}".into(),
    }
}

/// A line inside double quotes that ends with an escaped line end: readers drop that and the blanks
/// before the next line, so blanks that belong to a line have to be escaped.
fn quoted_part(line: &str) -> String {
    let whole = quoted(line);
    let inner = whole.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or_default();
    if inner.starts_with(' ') { format!("\\{inner}") } else { inner.to_owned() }
}

fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() && line.len() + word.len() + 3 > width {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field::Guide;

    #[test]
    #[should_panic(expected = "a reason without its line: A Service.")]
    fn a_reason_of_a_path_that_is_not_there_is_refused() {
        let mut notes = Notes::new(Reason::fixed(Guide::Cluster, "A Service."));
        notes.fixed("spec.ports", Guide::Cluster, "Where it listens.");
        let object = crate::value::to_value(&serde_json::json!({"kind": "Service", "spec": {}}));
        let _ = manifest(&object, &notes);
    }

    #[test]
    fn keys_stand_in_reading_order_with_paths_and_comments() {
        let mut notes = Notes::new(Reason::fixed(Guide::Cluster, "A Service."));
        notes.comment("spec.ports[0].port", Guide::Cluster, "Where it listens.");
        let object = crate::value::to_value(
            &serde_json::json!({"spec": {"ports": [{"port": 80, "name": "http"}], "selector": {}}, "kind": "Service", "metadata": {"labels": {"app.kubernetes.io/name": "yes"}}}),
        );
        let lines = manifest(&object, &notes);
        let text: Vec<&str> = lines.iter().map(|line| &*line.text).collect();
        assert_eq!(
            text,
            [
                "# A Service.",
                "kind: Service",
                "metadata:",
                "  labels:",
                "    app.kubernetes.io/name: \"yes\"",
                "spec:",
                "  selector: {}",
                "  ports:",
                "    - name: http",
                "      # Where it listens.",
                "      port: 80",
            ]
        );
        assert_eq!(lines[4].path, "metadata.labels[app.kubernetes.io/name]");
        assert_eq!(lines[10].path, "spec.ports[0].port");
        assert_eq!(lines[10].reason.why, "Where it listens.");
    }
}
