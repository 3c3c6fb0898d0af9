//! Environments in a draft: each a name and rows of path and text, such as `web.replicas` and `1`.

use super::{Draft, Item, steps};
use crate::field::{self, Accepts};

/// The path of the section.
const KEY: &str = "environments";

impl Draft {
    /// Names of the environments in order; while typing, one can be empty or stand twice.
    #[must_use]
    pub fn environments(&self) -> Vec<&str> {
        match self.item(KEY) {
            Some(Item::Map(entries)) => entries.iter().map(|(name, _)| name.as_str()).collect(),
            _ => Vec::new(),
        }
    }

    /// What one of them sets: its own rows as typed, everything else as paths and texts.
    #[must_use]
    pub fn environment_rows(&self, index: usize) -> Vec<(String, String)> {
        let mut rows = Vec::new();
        if let Some(Item::Map(entries)) = self.item(KEY)
            && let Some((_, Item::Map(inner))) = entries.get(index)
        {
            flatten(inner, "", &mut rows);
        }
        rows
    }

    /// Sets all rows of one environment.
    pub fn set_environment_rows(&mut self, index: usize, rows: &[(String, String)]) {
        self.change(|all| {
            if let Some((_, item)) = all.get_mut(index) {
                let entry =
                    |(path, text): &(String, String)| (path.clone(), Item::Text(text.clone()));
                *item = Item::Map(rows.iter().map(entry).collect());
            }
        });
    }

    /// Adds an environment in which nothing differs yet.
    pub fn add_environment(&mut self, name: &str) {
        self.change(|all| all.push((name.to_owned(), Item::Map(Vec::new()))));
    }

    /// Calls an environment something else.
    pub fn rename_environment(&mut self, index: usize, name: &str) {
        self.change(|all| {
            if let Some((old, _)) = all.get_mut(index) {
                name.clone_into(old);
            }
        });
    }

    /// Removes an environment; the last one takes the section out.
    pub fn remove_environment(&mut self, index: usize) {
        self.change(|all| {
            if index < all.len() {
                all.remove(index);
            }
        });
    }

    fn change(&mut self, change: impl FnOnce(&mut Vec<(String, Item)>)) {
        let mut all = match self.item(KEY) {
            Some(Item::Map(entries)) => entries.clone(),
            _ => Vec::new(),
        };
        change(&mut all);
        let value = (!all.is_empty()).then_some(Item::Map(all));
        super::put(&mut self.root, &steps(KEY), value);
    }
}

fn flatten(entries: &[(String, Item)], prefix: &str, rows: &mut Vec<(String, String)>) {
    for (key, item) in entries {
        let path = format!("{prefix}{key}");
        match item {
            Item::Text(text) => rows.push((path, text.clone())),
            Item::Map(inner) => flatten(inner, &format!("{path}."), rows),
            Item::List(items) => {
                let mut texts = Vec::new();
                for item in items {
                    match item {
                        Item::Text(text) => texts.push(text.as_str()),
                        Item::Map(group) => flatten_group(group, &path, rows),
                        Item::List(_) => {}
                    }
                }
                if texts.len() == items.len() {
                    rows.push((path, texts.join(", ")));
                }
            }
        }
    }
}

/// `workers[mail].replicas`; a group with a name alone still is a row.
fn flatten_group(group: &[(String, Item)], path: &str, rows: &mut Vec<(String, String)>) {
    let is_name = |(key, _): &&(String, Item)| key == "name";
    let name = match group.iter().find(is_name) {
        Some((_, Item::Text(name))) => name.as_str(),
        _ => "",
    };
    let others: Vec<(String, Item)> =
        group.iter().filter(|entry| !is_name(entry)).cloned().collect();
    if others.is_empty() {
        rows.push((format!("{path}[{name}].name"), name.to_owned()));
    }
    flatten(&others, &format!("{path}[{name}]."), rows);
}

/// The text of a field in an environment. Nothing takes the base's value away, but a variable that is
/// set to nothing is empty; a list is split at its commas.
pub(super) fn write_text(path: &str, text: &str) -> String {
    let kind = field::find(path).map(|field| field.accepts);
    match kind {
        Some(Accepts::Map | Accepts::Annotations) => {}
        _ if text.trim().is_empty() => return "null".to_owned(),
        Some(kind) if kind.is_list() => {
            let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
            let items: Vec<_> = items.map(crate::yaml::write_scalar).collect();
            return format!("[{}]", items.join(", "));
        }
        _ => {}
    }
    super::write_text(&field::without_indexes(path), text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_say_the_same_as_what_they_were_made_of() {
        let base = "app: shop\nimage: a/b\nworkers: [{name: mail}]\n";
        let nested = format!(
            "{base}environments:\n  staging:\n    hosts: [a.example.com, b.example.com]\n    web: {{replicas: 1}}\n    env: {{FLAG: '', A: 'yes'}}\n    secrets: null\n    workers: [{{name: mail, replicas: 0}}]\n    cron: [{{name: new, schedule: '@daily', command: bin/rails a}}]\n  production: {{}}\n"
        );
        let mut draft = Draft::from_text(&nested);
        assert_eq!(draft.environments(), ["staging", "production"]);
        let rows = draft.environment_rows(0);
        let paths: Vec<&str> = rows.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(
            paths,
            [
                "hosts",
                "web.replicas",
                "env.FLAG",
                "env.A",
                "secrets",
                "workers[mail].replicas",
                "cron[new].schedule",
                "cron[new].command"
            ]
        );
        let before = crate::spec::read(&nested);
        assert_eq!(before.diagnostics, []);
        for text in [draft.to_text(), {
            draft.set_environment_rows(0, &rows);
            draft.to_text()
        }] {
            let after = crate::spec::read(&text);
            assert_eq!(after.diagnostics, [], "{text}");
            let specs = |read: &crate::spec::Read| {
                read.environments.iter().map(|each| each.spec.clone()).collect::<Vec<_>>()
            };
            assert_eq!(specs(&after), specs(&before), "{text}");
        }
    }

    #[test]
    fn environments_come_and_go() {
        let mut draft = Draft::from_text("app: shop\n");
        draft.add_environment("staging");
        draft.add_environment("live");
        draft.rename_environment(1, "production");
        assert_eq!(draft.to_text(), "app: shop\nenvironments:\n  staging: {}\n  production: {}\n");
        draft.remove_environment(0);
        draft.remove_environment(0);
        assert_eq!(draft.to_text(), "app: shop\n");
    }
}
