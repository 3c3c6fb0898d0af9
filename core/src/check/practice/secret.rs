//! Secrets that stand in a manifest.

use super::super::context::{entries, filled, items};
use super::super::index::Pod;
use super::super::object::Object;
use super::finder::Finder;
use super::pod::containers;
use crate::yaml::{Entry, Node};

/// Variables of containers.
pub(super) fn variables(finder: &mut Finder<'_>, pod: &Pod<'_>) {
    for container in containers(pod) {
        for (at, variable) in items(container.node, "env").iter().enumerate() {
            let (Some(name), Some(node)) = (filled(variable, "name"), variable.get("value")) else {
                continue;
            };
            if is_secret(name, node) {
                let path = container.path(&format!("env[{at}].value"));
                told(finder, pod.object, name, (node, path));
            }
        }
    }
}

/// Entries of a ConfigMap.
pub(super) fn config_map(finder: &mut Finder<'_>, object: &Object) {
    for Entry { key, value, .. } in entries(&object.root, "data") {
        if is_secret(key, value) {
            told(finder, object, key, (value, format!("data[{key}]")));
        }
    }
}

fn told(finder: &mut Finder<'_>, object: &Object, name: &str, at: (&Node, String)) {
    let message = format!(
        "`{name}` stands in clear text where everyone who reads the {} reads it",
        object.kind
    );
    let help =
        "keep the value in a Secret and name it by `secretKeyRef`; change it, if it is in git";
    finder.warning("literal-secret", object, at, message, help);
}

/// Ends of names whose values are secret.
const ENDS: [&str; 14] = [
    "SECRET",
    "SECRETS",
    "PASSWORD",
    "PASSWD",
    "PASSPHRASE",
    "PWD",
    "TOKEN",
    "API_KEY",
    "APIKEY",
    "ACCESS_KEY",
    "PRIVATE_KEY",
    "MASTER_KEY",
    "SECRET_KEY",
    "SECRET_KEY_BASE",
];

/// Whether a value is a secret, by the name it has or by what it looks like.
fn is_secret(name: &str, value: &Node) -> bool {
    let Some(text) = value.text().filter(|text| text.len() > 2 && !value.is_null()) else {
        return false;
    };
    // A reference to another variable, a template, a switch or a number is none.
    if text.contains("$(") || text.contains("${") || text.contains("{{") || text.starts_with('<') {
        return false;
    }
    let plain = matches!(text, "true" | "false" | "yes" | "no" | "none" | "disabled" | "enabled");
    let upper = name.to_ascii_uppercase().replace(['-', '.'], "_");
    let named = ENDS.iter().any(|end| {
        upper.strip_suffix(end).is_some_and(|before| before.is_empty() || before.ends_with('_'))
    });
    // A path says where the secret is; it is none.
    let elsewhere = text.starts_with('/') || upper == "PWD" || upper == "OLDPWD";
    named && !plain && !elsewhere || has_password(text)
}

/// Whether a URL carries a password.
fn has_password(text: &str) -> bool {
    if text.contains(char::is_whitespace) {
        return false;
    }
    let Some((scheme, rest)) = text.split_once("://") else { return false };
    let door = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let Some((user, _)) = door.rsplit_once('@') else { return false };
    scheme.bytes().all(|each| each.is_ascii_alphanumeric() || b"+-.".contains(&each))
        && user.split_once(':').is_some_and(|(_, password)| !password.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::{Content, Style};

    fn judge(name: &str, text: &str) -> bool {
        let content = Content::Scalar { text: text.to_owned(), style: Style::Quoted, tag: None };
        is_secret(name, &Node::placeless(content))
    }

    #[test]
    fn secrets_are_known_by_name_and_by_looks() {
        for (name, text) in [
            ("DB_PASSWORD", "hunter2"),
            ("password", "hunter2"),
            ("stripe.api-key", "sk_live_1"),
            ("RAILS_MASTER_KEY", "0123456789abcdef"),
            ("DATABASE_URL", "postgres://shop:hunter2@db/shop"),
            ("CACHE", "redis://:hunter2@redis:6379/0"),
        ] {
            assert!(judge(name, text), "{name}={text}");
        }
        for (name, text) in [
            ("DB_PASSWORD", ""),
            ("DB_PASSWORD", "$(OTHER)"),
            ("DB_PASSWORD_FILE", "/run/secrets/db"),
            ("PASSWORD", "/run/secrets/db"),
            ("SECRET_NAME", "shop"),
            ("REQUIRE_TOKEN", "true"),
            ("TOKENIZER", "fast"),
            ("PWD", "rails"),
            ("DATABASE_URL", "postgres://shop@db/shop"),
            ("REDIS_URL", "redis://:$(REDIS_PASSWORD)@redis:6379/0"),
            ("SITE", "https://example.com/@me:you"),
        ] {
            assert!(!judge(name, text), "{name}={text}");
        }
    }
}
