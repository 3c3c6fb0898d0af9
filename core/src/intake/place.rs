//! Where a file that was handed over alone would stand in an app.

use super::kind::is_spec_name;
use crate::internal::detect::{Wanted, wanted};
use crate::yaml;

/// The path below an app's folder at which a file says something about the app: by its name, else by what it holds.
/// `None` for a spec, and for what says nothing.
#[must_use]
pub fn place(name: &str, text: &str) -> Option<String> {
    if is_spec_name(name) {
        return None;
    }
    let own = name.rsplit('/').next().unwrap_or(name);
    let named = [name.to_owned(), own.to_owned(), format!("config/{own}")];
    let says = |path: &String| wanted(path) == Some(Wanted::Text);
    named.into_iter().find(says).or_else(|| by_content(text).map(str::to_owned))
}

/// What a text is by its first keys or lines.
fn by_content(text: &str) -> Option<&'static str> {
    if text.trim_start().starts_with("GEM\n") {
        return Some("Gemfile.lock");
    }
    if text.lines().any(|line| line.starts_with("gem \"") || line.starts_with("gem '")) {
        return Some("Gemfile");
    }
    if is_procfile(text) {
        return Some("Procfile");
    }
    let (documents, _) = yaml::read_manifests(text);
    let root = documents.first()?.root.as_ref()?;
    let has = |key: &str| root.get(key).is_some();
    if has("apiVersion") || has("app") {
        None
    } else if has("service") && ["servers", "image", "registry"].into_iter().any(has) {
        Some("config/deploy.yml")
    } else if root.get("services").is_some_and(|services| !services.entries().is_empty()) {
        Some("compose.yaml")
    } else {
        None
    }
}

/// Lines of a name and a command each, one of which has words.
fn is_procfile(text: &str) -> bool {
    let lines = text.lines().map(str::trim_end);
    let mut lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#')).peekable();
    let process = |line: &str| {
        let (name, command) = line.split_once(": ")?;
        let fits = |each: char| each.is_ascii_alphanumeric() || each == '_' || each == '-';
        let is_command =
            !command.trim_start().starts_with(['{', '[', '"', '\'', '&', '*', '|', '>']);
        let is_spec = matches!(name, "app" | "image" | "hosts" | "service" | "version" | "kind");
        (!name.is_empty() && name.chars().all(fits) && is_command && !is_spec)
            .then(|| command.trim().contains(' '))
    };
    let all: Option<Vec<bool>> =
        lines.peek().is_some().then(|| lines.map(process).collect()).flatten();
    all.is_some_and(|all| all.contains(&true))
}

#[cfg(test)]
mod tests {
    use super::*;

    const KAMAL: &str = "service: shop\nimage: shop/shop\nservers:\n  web: [10.0.0.1]\n";

    #[test]
    fn a_file_stands_where_its_name_or_its_content_says() {
        for (name, text, expect) in [
            ("Procfile", "", Some("Procfile")),
            ("shop/Procfile.dev", "", Some("Procfile.dev")),
            ("database.yml", "a: b", Some("config/database.yml")),
            ("config/database.yml", "", Some("config/database.yml")),
            ("procs.txt", "web: bin/rails server\nworker: bundle exec sidekiq\n", Some("Procfile")),
            ("x", "web: puma\n", None),
            ("a.yml", KAMAL, Some("config/deploy.yml")),
            ("a.yml", "services:\n  web: {image: a/b}\n", Some("compose.yaml")),
            ("a.yml", "app: shop\nimage: a/b\n", None),
            ("a.yml", "app: my shop\n", None),
            ("a.yml", "image: a/b\nhosts: [a b]\n", None),
            ("linkspan.yml", KAMAL, None),
            ("web.yml", "apiVersion: v1\nkind: Service\nservices: {a: b}\n", None),
            ("a.txt", "source \"https://rubygems.org\"\ngem \"rails\"\n", Some("Gemfile")),
            ("a.txt", "GEM\n  remote: https://rubygems.org/\n", Some("Gemfile.lock")),
            ("a.txt", "", None),
            ("a.txt", "a: [\n", None),
        ] {
            assert_eq!(place(name, text).as_deref(), expect, "{name}: {text}");
        }
    }
}
