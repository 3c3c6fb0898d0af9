//! What kind of file a text is, by its name and by what it says.

use crate::yaml::{self, Content, Node};

/// A tool whose file it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tool {
    /// Kamal's config/deploy.yml, or one of a destination.
    Kamal,
    /// Kamal's file of secrets.
    KamalSecrets,
    /// A compose file of docker.
    Compose,
    /// A Procfile.
    Procfile,
    /// app.json of Heroku or Dokku.
    AppJson,
    /// A Cuberfile.
    Cuberfile,
    /// Kuby's kuby.rb.
    Kuby,
    /// Objects of Kubernetes.
    Manifests,
    /// Values of a Helm chart.
    HelmValues,
    /// A linkspan.yml, which is a spec already.
    Spec,
}

impl Tool {
    /// Those whose files are taken over.
    pub const ALL: [Self; 8] = [
        Self::Kamal,
        Self::Compose,
        Self::Procfile,
        Self::AppJson,
        Self::Cuberfile,
        Self::Kuby,
        Self::Manifests,
        Self::HelmValues,
    ];

    /// As a sentence calls it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Kamal => "Kamal's deploy.yml",
            Self::KamalSecrets => "Kamal's file of secrets",
            Self::Compose => "a compose file",
            Self::Procfile => "a Procfile",
            Self::AppJson => "an app.json",
            Self::Cuberfile => "a Cuberfile",
            Self::Kuby => "a kuby.rb",
            Self::Manifests => "manifests of Kubernetes",
            Self::HelmValues => "values of a Helm chart",
            Self::Spec => "a linkspan.yml",
        }
    }
}

/// What a text is; none for what is no file of a tool that is known.
#[must_use]
pub fn source(path: &str, text: &str) -> Option<Tool> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let by_name = match name {
        "linkspan.yml" | "linkspan.yaml" => Some(Tool::Spec),
        "Procfile" => Some(Tool::Procfile),
        "app.json" => Some(Tool::AppJson),
        "Cuberfile" => Some(Tool::Cuberfile),
        "kuby.rb" => Some(Tool::Kuby),
        _ if name.starts_with("Procfile.") => Some(Tool::Procfile),
        _ if super::kamal::is_secrets(path) => Some(Tool::KamalSecrets),
        _ if is_compose(name) => Some(Tool::Compose),
        _ => None,
    };
    by_name.or_else(|| by_text(name, text))
}

fn is_compose(name: &str) -> bool {
    let stem = name.strip_suffix(".yml").or_else(|| name.strip_suffix(".yaml"));
    stem.and_then(|stem| stem.split('.').next())
        .is_some_and(|stem| matches!(stem, "compose" | "docker-compose"))
}

fn by_text(name: &str, text: &str) -> Option<Tool> {
    if text.contains("Kuby.define") {
        return Some(Tool::Kuby);
    }
    if is_procfile(text) {
        return Some(Tool::Procfile);
    }
    let plain = super::super::sheet::Sheet::read(name, text);
    let is_manifest = |node: &Node| node.get("apiVersion").is_some() && node.get("kind").is_some();
    if plain.root.as_ref().is_some_and(is_manifest)
        || yaml::read_manifests(text)
            .0
            .iter()
            .filter_map(|each| each.root.as_ref())
            .any(is_manifest)
    {
        return Some(Tool::Manifests);
    }
    of_map(name, plain.root.as_ref()?)
}

fn of_map(name: &str, root: &Node) -> Option<Tool> {
    let has = |key: &str| root.get(key).is_some();
    let is_map =
        |key: &str| matches!(root.get(key).map(|node| &node.content), Some(Content::Map(_)));
    let text = |key: &str| root.get(key).and_then(Node::text).is_some();
    let services = root.get("services").map(Node::entries).unwrap_or_default();
    if services
        .iter()
        .any(|each| each.value.get("image").is_some() || each.value.get("build").is_some())
    {
        return Some(Tool::Compose);
    }
    let kamal =
        ["servers", "registry", "accessories", "builder", "proxy", "traefik", "boot", "ssh"];
    let count = kamal.iter().filter(|key| has(key)).count();
    if text("service") && (has("image") || count > 0) || count >= 2 {
        return Some(Tool::Kamal);
    }
    if text("app") && (text("image") || has("hosts")) {
        return Some(Tool::Spec);
    }
    let stem = name.split('.').next().unwrap_or_default();
    if is_map("image") && root.at(&["image", "repository"]).is_some()
        || has("replicaCount")
        || is_map("ingress") && stem.contains("values")
    {
        return Some(Tool::HelmValues);
    }
    if name.starts_with("deploy.") && (count > 0 || is_map("env")) {
        return Some(Tool::Kamal);
    }
    // A spec without its first lines, as somebody pastes it.
    (text("app")
        && root.entries().iter().all(|each| {
            crate::field::fields()
                .any(|field| field.path.split('.').next() == Some(each.key.as_str()))
        }))
    .then_some(Tool::Spec)
}

/// `web: bundle exec puma` and its like, one a line, and nothing else.
fn is_procfile(text: &str) -> bool {
    let lines =
        text.lines().map(str::trim_end).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let mut known = false;
    let mut count = 0;
    for line in lines.take(200) {
        let Some((name, command)) = line.split_once(':') else { return false };
        let is_name = !name.is_empty()
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte));
        let command = command.trim();
        if !is_name || command.is_empty() || command.starts_with(['{', '[', '&', '|', '>']) {
            return false;
        }
        known |= matches!(name, "web" | "worker" | "release" | "jobs" | "sidekiq");
        count += 1;
    }
    known && count > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_says_what_it_is() {
        for (path, text, expect) in [
            ("", "web: bundle exec puma\nworker: bin/jobs\n", Some(Tool::Procfile)),
            ("", "app: shop\nimage: a/b\nhosts: [a.example.com]\n", Some(Tool::Spec)),
            ("", "app: shop\nimage: a/b\nweb: {replicas: 1}\n", Some(Tool::Spec)),
            ("", "service: shop\nimage: acme/shop\nservers:\n  - 1.2.3.4\n", Some(Tool::Kamal)),
            ("", "service: <%= x %>\nimage: acme/shop\n", Some(Tool::Kamal)),
            ("deploy.staging.yml", "servers: [1.2.3.4]\n", Some(Tool::Kamal)),
            ("", "services:\n  web:\n    build: .\n", Some(Tool::Compose)),
            ("docker-compose.prod.yml", "", Some(Tool::Compose)),
            ("", "apiVersion: v1\nkind: Service\n", Some(Tool::Manifests)),
            ("", "# a\n---\nkind: Service\napiVersion: v1\n", Some(Tool::Manifests)),
            ("values.yaml", "image:\n  repository: a/b\n", Some(Tool::HelmValues)),
            ("", "app 'shop'\nproc :web, 'x'\n", None),
            ("Cuberfile", "", Some(Tool::Cuberfile)),
            ("x.rb", "Kuby.define(\"x\") do\nend\n", Some(Tool::Kuby)),
            (".kamal/secrets-common", "", Some(Tool::KamalSecrets)),
            ("", "", None),
            ("", "just words", None),
            ("config/locales/en.yml", "en:\n  a: b\n", None),
        ] {
            assert_eq!(source(path, text), expect, "{path} {text}");
        }
    }
}
