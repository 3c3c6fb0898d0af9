//! Files beside the manifests that say how the app is built and deployed: what they are is told by their
//! names.

use super::source::Source;

/// What such a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Companion {
    /// A Dockerfile.
    Dockerfile,
    /// What never enters an image.
    DockerIgnore,
    /// What an image starts with.
    Entrypoint,
    /// A script that deploys.
    DeployScript,
}

/// What the file of a path is, if it is one that stands beside manifests and is judged with them:
/// `Dockerfile`, `Dockerfile.web`, `web.Dockerfile`, `Containerfile`, `.dockerignore`,
/// `bin/docker-entrypoint` and `deploy.sh`.
#[must_use]
pub fn companion(path: &str) -> Option<Companion> {
    let name = path.rsplit('/').next().unwrap_or(path);
    match name {
        ".dockerignore" | "Dockerfile.dockerignore" => Some(Companion::DockerIgnore),
        "docker-entrypoint" | "docker-entrypoint.sh" | "entrypoint.sh" => {
            Some(Companion::Entrypoint)
        }
        "deploy.sh" => Some(Companion::DeployScript),
        "Dockerfile" | "Containerfile" => Some(Companion::Dockerfile),
        _ if name.ends_with(".md") || name.ends_with(".yml") || name.ends_with(".yaml") => None,
        _ if name.starts_with("Dockerfile.") || name.ends_with(".Dockerfile") => {
            Some(Companion::Dockerfile)
        }
        _ => None,
    }
}

/// The texts of one kind.
pub(super) fn of_kind<'s, 'a>(
    companions: &'s [Source<'a>],
    kind: Companion,
) -> impl Iterator<Item = &'s Source<'a>> {
    companions.iter().filter(move |source| companion(source.path) == Some(kind))
}

/// The folder of a path, with its `/`; empty for none.
pub(super) fn folder(path: &str) -> &str {
    path.rfind('/').and_then(|at| path.get(..=at)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_what_a_file_is() {
        for (path, expect) in [
            ("Dockerfile", Some(Companion::Dockerfile)),
            ("shop.tar.gz/Dockerfile", Some(Companion::Dockerfile)),
            ("docker/Dockerfile.web", Some(Companion::Dockerfile)),
            ("docker/web.Dockerfile", Some(Companion::Dockerfile)),
            (".dockerignore", Some(Companion::DockerIgnore)),
            ("bin/docker-entrypoint", Some(Companion::Entrypoint)),
            ("deploy.sh", Some(Companion::DeployScript)),
            ("config/kube/deploy.yml", None),
            ("Dockerfile.md", None),
            ("web.yml", None),
        ] {
            assert_eq!(companion(path), expect, "{path}");
        }
        assert_eq!(folder("a/b/c"), "a/b/");
        assert_eq!(folder("c"), "");
    }
}
