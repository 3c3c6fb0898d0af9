//! Our own emitter: every reader reads back the same strings, keys stand in reading order, and each
//! line carries its field path and its reason.

use super::order;
use crate::bundle::Line;
use crate::field::Guide;
use crate::plan::{Decided, Reason};
use crate::yaml::write_scalar;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Widest comment line.
const WIDTH: usize = 88;

/// Reasons by field path. A line without one of its own has that of the nearest path around it.
#[derive(Clone, Debug)]
pub struct Notes {
    root: Arc<Reason>,
    reasons: BTreeMap<String, Arc<Reason>>,
    comments: BTreeMap<String, String>,
}

impl Notes {
    /// Starts with the reason of the object as a whole.
    #[must_use]
    pub fn new(root: Arc<Reason>) -> Self {
        Self { root, reasons: BTreeMap::new(), comments: BTreeMap::new() }
    }

    /// This path holds a decision.
    pub fn decided<T>(&mut self, path: &str, decided: &Decided<T>) {
        self.reasons.insert(path.to_owned(), decided.reason());
    }

    /// This path has a reason made elsewhere.
    pub fn because(&mut self, path: &str, reason: Arc<Reason>) {
        self.reasons.insert(path.to_owned(), reason);
    }

    /// This path is always so.
    pub fn fixed(&mut self, path: &str, guide: Guide, why: &str) {
        self.reasons.insert(path.to_owned(), Reason::fixed(guide, why));
    }

    /// This path is always so, and a comment above it says why.
    pub fn comment(&mut self, path: &str, guide: Guide, why: &str) {
        self.fixed(path, guide, why);
        self.comments.insert(path.to_owned(), why.to_owned());
    }

    fn reason(&self, path: &str) -> Arc<Reason> {
        let mut path = path;
        loop {
            if let Some(reason) = self.reasons.get(path) {
                return Arc::clone(reason);
            }
            match path.rfind(['.', '[']) {
                Some(cut) => path = path.get(..cut).unwrap_or_default(),
                None => return Arc::clone(&self.root),
            }
        }
    }
}

/// One object as lines of YAML. The object's own reason stands as a comment on top.
#[must_use]
pub fn manifest(object: &Value, notes: &Notes) -> Vec<Line> {
    let mut writer = Writer { notes, lines: Vec::new() };
    let about = Arc::clone(&notes.root);
    for text in wrap(&about.why, WIDTH) {
        writer.lines.push(Line {
            text: format!("# {text}"),
            path: String::new(),
            reason: Arc::clone(&about),
        });
    }
    if let Value::Object(map) = object {
        writer.map(map, "", "", 0, "");
    }
    writer.lines
}

struct Writer<'a> {
    notes: &'a Notes,
    lines: Vec<Line>,
}

impl Writer<'_> {
    fn push(&mut self, text: String, path: &str) {
        let reason = self.notes.reason(path);
        self.lines.push(Line { text, path: path.to_owned(), reason });
    }

    fn comment(&mut self, path: &str, indent: usize) {
        let Some(comment) = self.notes.comments.get(path) else { return };
        let pad = " ".repeat(indent);
        for text in wrap(comment, WIDTH.saturating_sub(indent)) {
            let line = format!("{pad}# {text}");
            self.push(line, path);
        }
    }

    /// Writes a map. `lead` replaces the indentation of its first line: `- ` for an item of a list.
    fn map(
        &mut self,
        map: &serde_json::Map<String, Value>,
        parent: &str,
        path: &str,
        indent: usize,
        lead: &str,
    ) {
        let mut keys: Vec<&String> = map.keys().collect();
        order::sort(parent, &mut keys);
        let pad = " ".repeat(indent);
        for (index, key) in keys.into_iter().enumerate() {
            let Some(value) = map.get(key) else { continue };
            let path = join(path, parent, key);
            let head = if index == 0 && !lead.is_empty() {
                lead.to_owned()
            } else {
                self.comment(&path, indent);
                pad.clone()
            };
            let name = write_scalar(key);
            match value {
                Value::Object(inner) if !inner.is_empty() => {
                    self.push(format!("{head}{name}:"), &path);
                    self.map(inner, key, &path, indent + 2, "");
                }
                Value::Array(items) if !items.is_empty() => {
                    self.push(format!("{head}{name}:"), &path);
                    self.list(items, key, &path, indent + 2);
                }
                other => self.push(format!("{head}{name}: {}", inline(other)), &path),
            }
        }
    }

    fn list(&mut self, items: &[Value], parent: &str, path: &str, indent: usize) {
        let pad = " ".repeat(indent);
        for (index, item) in items.iter().enumerate() {
            let path = format!("{path}[{index}]");
            self.comment(&path, indent);
            match item {
                Value::Object(inner) if !inner.is_empty() => {
                    self.map(inner, parent, &path, indent + 2, &format!("{pad}- "));
                }
                other => self.push(format!("{pad}- {}", inline(other)), &path),
            }
        }
    }
}

/// Kubernetes' own way to write a path: free keys with dots or slashes go in brackets.
fn join(path: &str, parent: &str, key: &str) -> String {
    let free =
        matches!(parent, "labels" | "annotations" | "matchLabels") || key.contains(['.', '/']);
    match (path.is_empty(), free) {
        (true, _) => key.to_owned(),
        (false, true) => format!("{path}[{key}]"),
        (false, false) => format!("{path}.{key}"),
    }
}

/// A value on one line. Nested lists of lists do not occur in our objects; JSON is valid YAML.
fn inline(value: &Value) -> String {
    match value {
        Value::String(text) => write_scalar(text),
        Value::Object(map) if map.is_empty() => "{}".into(),
        other => other.to_string(),
    }
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
    use serde_json::json;

    #[test]
    fn keys_stand_in_reading_order_with_paths_and_comments() {
        let mut notes = Notes::new(Reason::fixed(Guide::Cluster, "A Service."));
        notes.comment("spec.ports[0].port", Guide::Cluster, "Where it listens.");
        let object = json!({"spec": {"ports": [{"port": 80, "name": "http"}], "selector": {}}, "kind": "Service", "metadata": {"labels": {"app.kubernetes.io/name": "yes"}}});
        let lines = manifest(&object, &notes);
        let text: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
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
