//! Field paths as the API server prints them: `spec.containers[0].image`, and
//! `metadata.labels[app.kubernetes.io/name]` for the keys of a map.

use std::fmt::Write;

/// The path from an object's root to the node under inspection. It grows and shrinks as the
/// checker walks, so that a path costs nothing unless it is printed.
#[derive(Debug, Default)]
pub(super) struct Path {
    text: String,
}

/// Where a path stood before a step.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark(usize);

impl Path {
    /// Steps into a field.
    pub(super) fn field(&mut self, name: &str) -> Mark {
        let mark = Mark(self.text.len());
        if !self.text.is_empty() {
            self.text.push('.');
        }
        self.text.push_str(name);
        mark
    }

    /// Steps into an item of a list.
    pub(super) fn index(&mut self, index: usize) -> Mark {
        let mark = Mark(self.text.len());
        self.text.push('[');
        match u32::try_from(index).ok().and_then(|index| char::from_digit(index, 10)) {
            Some(digit) => self.text.push(digit),
            None => {
                // Writing to a String cannot fail.
                let _ = write!(self.text, "{index}");
            }
        }
        self.text.push(']');
        mark
    }

    /// Steps into the value under a key of a map.
    pub(super) fn key(&mut self, key: &str) -> Mark {
        let mark = Mark(self.text.len());
        self.text.push('[');
        self.text.push_str(key);
        self.text.push(']');
        mark
    }

    /// Steps back.
    pub(super) fn back(&mut self, mark: Mark) {
        self.text.truncate(mark.0);
    }

    /// The path of the list whose item this is.
    pub(super) fn list(&self) -> &str {
        match self.text.rsplit_once('[') {
            Some((list, index)) if index.ends_with(']') => list,
            _ => &self.text,
        }
    }

    /// The last field, without what follows in brackets.
    pub(super) fn last(&self) -> Option<&str> {
        self.text.rsplit('.').next()
    }

    /// The path without its last field; none for a path of one field.
    pub(super) fn parent(&self) -> Option<&str> {
        self.text.rsplit_once('.').map(|(parent, _)| parent)
    }

    /// This path followed by a relative one, which may be empty or start with `[`.
    pub(super) fn join(&self, rest: &str) -> String {
        let dot =
            if self.text.is_empty() || rest.is_empty() || rest.starts_with('[') { "" } else { "." };
        format!("{}{dot}{rest}", self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_printed_as_kubernetes_does() {
        let mut path = Path::default();
        path.field("metadata");
        let mark = path.field("labels");
        path.key("app.kubernetes.io/name");
        assert_eq!(path.join(""), "metadata.labels[app.kubernetes.io/name]");
        path.back(mark);
        assert_eq!(path.join("name"), "metadata.name");
        path.field("list");
        path.index(3);
        assert_eq!(path.join("[1].x"), "metadata.list[3][1].x");
    }
}
