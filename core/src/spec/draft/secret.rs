//! A draft that can be kept in a place where others may read it.

use super::{Draft, Item};
use crate::field::{self, Accepts};
use crate::secret::{is_value, looks_secret, shows, spans};

/// The field that lists names of secrets.
const NAMES: &str = "secrets";

impl Draft {
    /// The draft without any value that looks like a secret, and the paths where such stood. Rows keep their names.
    #[must_use]
    pub fn without_secrets(&self) -> (Self, Vec<String>) {
        let mut draft = self.clone();
        let mut left = Vec::new();
        let root = &mut draft.root;
        root.retain_mut(|(key, item)| keeps(key, item, &mut left, String::new()));
        (draft, left)
    }
}

/// Takes secrets out of an entry; false where nothing is left of it.
fn keeps(key: &str, item: &mut Item, left: &mut Vec<String>, around: String) -> bool {
    // A value that was pasted for a name. What is said of it must not hold it either.
    if !spans(key).is_empty() {
        left.push(around);
        return false;
    }
    let path = if around.is_empty() { key.to_owned() } else { format!("{around}.{key}") };
    match item {
        Item::Text(text) => {
            if !is_secret(&path, key, text) {
                return true;
            }
            text.clear();
            let is_row = takes_names(&path);
            left.push(path);
            is_row
        }
        Item::List(items) => {
            let mut index = 0;
            items.retain_mut(|item| {
                let path = format!("{path}[{index}]");
                index += 1;
                match item {
                    Item::Text(text) if is_secret(&path, "", text) => {
                        left.push(path);
                        false
                    }
                    Item::Text(_) | Item::List(_) => true,
                    Item::Map(entries) => {
                        entries.retain_mut(|(key, item)| keeps(key, item, left, path.clone()));
                        true
                    }
                }
            });
            true
        }
        Item::Map(entries) => {
            entries.retain_mut(|(key, item)| keeps(key, item, left, path.clone()));
            true
        }
    }
}

/// Whether names at a path are the user's own. Those of our fields, such as `tls_secret`, say nothing of the value.
fn takes_names(path: &str) -> bool {
    field::find(path).is_none_or(|field| {
        matches!(field.accepts, Accepts::Map | Accepts::Annotations | Accepts::Rules)
    })
}

fn is_secret(path: &str, name: &str, text: &str) -> bool {
    let name = if takes_names(path) { name } else { "" };
    let field = field::find(path);
    let names_one =
        field.is_some_and(|field| field.path == NAMES || field.accepts == Accepts::EnvName);
    let is_file = field.is_some_and(|field| field.accepts == Accepts::Body);
    is_file && shows("file.yml", text)
        || !spans(text).is_empty()
        || looks_secret(name, text)
        || names_one && (is_value(text) || text.contains(['=', ':', ' ']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, kept: &str, paths: &[&str]) {
        let (draft, left) = Draft::from_text(text).without_secrets();
        assert_eq!(
            (draft.to_text().as_str(), left),
            (kept, paths.iter().map(|each| (*each).to_owned()).collect())
        );
    }

    #[test]
    fn a_draft_is_kept_without_what_looks_like_a_secret() {
        let plain = "app: shop\nimage: a/b\nenv:\n  LEVEL: info\nsecrets: [STRIPE_KEY]\n";
        check(plain, plain, &[]);
        check(
            "app: shop\nenv: {SMTP_PASSWORD: hunter2, LEVEL: info, URL: 'http://a:b@c'}\n",
            "app: shop\nenv:\n  SMTP_PASSWORD: \"\"\n  LEVEL: info\n  URL: \"\"\n",
            &["env.SMTP_PASSWORD", "env.URL"],
        );
        check("secrets: [A, STRIPE_KEY=x, B]\n", "secrets: [A, B]\n", &["secrets[1]"]);
        let key = format!("sk_{}", "live_51Hqz0aBcDeFgHiJkLmNoP");
        check(
            &format!("app: {key}\nhosts: [{key}]\nenv: {{{key}: a}}\n"),
            "hosts: []\nenv: {}\n",
            &["app", "hosts[0]", "env"],
        );
        check(
            &format!(
                "environments:\n  staging:\n    env.API_TOKEN: abc\n    web.command: run {key}\n"
            ),
            "environments:\n  staging:\n    env.API_TOKEN: \"\"\n",
            &["environments.staging.env.API_TOKEN", "environments.staging.web.command"],
        );
    }
}
