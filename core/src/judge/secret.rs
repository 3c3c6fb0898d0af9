//! Which texts hold a secret, so that they may stay nowhere.

use crate::secret::{looks_secret, spans};
use crate::yaml::{self, Content, Node};

/// Whether a text holds what looks like a secret, or an object whose values are secrets whatever they look like.
#[must_use]
pub fn holds_secret(text: &str) -> bool {
    if !spans(text).is_empty() {
        return true;
    }
    let (documents, _) = yaml::read_manifests(text);
    documents.iter().filter_map(|document| document.root.as_ref()).any(inside)
}

fn inside(node: &Node) -> bool {
    match &node.content {
        Content::Scalar { .. } => false,
        Content::List(items) => items.iter().any(inside),
        Content::Map(entries) => {
            let text = |key: &str| node.get(key).and_then(Node::text);
            let is_filled =
                |key: &str| node.get(key).is_some_and(|data| !data.entries().is_empty());
            let is_secret =
                text("kind") == Some("Secret") && (is_filled("data") || is_filled("stringData"));
            let variable = text("name").zip(text("value"));
            is_secret
                || variable.is_some_and(|(name, value)| looks_secret(name, value))
                || entries.iter().any(|entry| {
                    let scalar = entry.value.text();
                    scalar.is_some_and(|scalar| looks_secret(&entry.key, scalar))
                        || inside(&entry.value)
                })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::holds_secret;

    #[test]
    fn secrets_are_seen_by_name_by_form_and_by_kind() {
        for (text, holds) in [
            ("kind: Secret\ndata: {a: YQ==}\n", true),
            ("kind: List\nitems: [{kind: Secret, stringData: {a: b}}]\n", true),
            ("kind: Secret\nmetadata: {name: a}\n", false),
            ("env: [{name: SMTP_PASSWORD, value: hunter2}]\n", true),
            ("env: [{name: SMTP_PORT, value: '25'}]\n", false),
            ("kind: ConfigMap\ndata: {SMTP_PASSWORD: hunter2}\n", true),
            ("kind: ConfigMap\ndata: {URL: 'redis://:hunter2@a'}\n", true),
            ("ENV API_TOKEN=abc123\n", true),
            ("volumes: [{secret: {secretName: tls}}]\n", false),
            ("a: [\n", false),
        ] {
            assert_eq!(holds_secret(text), holds, "{text}");
        }
    }
}
