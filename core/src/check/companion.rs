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
/// `Dockerfile`, `Dockerfile.web`, `web.Dockerfile`, `Containerfile`, `.dockerignore`, `Dockerfile.web.dockerignore`,
/// `bin/docker-entrypoint` and `deploy.sh`.
#[must_use]
pub fn companion(path: &str) -> Option<Companion> {
    let name = path.rsplit('/').next().unwrap_or(path);
    match name {
        _ if name.ends_with(".dockerignore") => Some(Companion::DockerIgnore),
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

/// The folder that a Dockerfile of this path is built with, as far as the files beside it tell, and what says which files
/// stay out of it: `PATH.dockerignore` for that Dockerfile alone, else the nearest `.dockerignore` in its folder or above.
pub(super) fn build_context<'s, 'a>(
    companions: &'s [Source<'a>],
    path: &'s str,
) -> (&'s str, Option<&'s Source<'a>>) {
    let all = || of_kind(companions, Companion::DockerIgnore);
    let own = all().find(|source| source.path.strip_suffix(".dockerignore") == Some(path));
    let is_general = |source: &&Source<'_>| {
        source.path.strip_suffix(".dockerignore").is_some_and(|rest| rest == folder(rest))
            && path.starts_with(folder(source.path))
    };
    let general = all().filter(is_general).max_by_key(|source| source.path.len());
    let base = general.map_or_else(|| folder(path), |source| folder(source.path));
    (base, own.or(general))
}

/// The folder of a path, with its `/`; empty for none.
pub(super) fn folder(path: &str) -> &str {
    path.rfind('/').and_then(|at| path.get(..=at)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_file_says_what_stays_out_of_an_image() {
        let source = |path| Source { path, text: "" };
        let all = [".dockerignore", "a/.dockerignore", "b/Dockerfile.web.dockerignore"].map(source);
        for (path, base, ignore) in [
            ("Dockerfile", "", Some(".dockerignore")),
            ("docker/x/Dockerfile", "", Some(".dockerignore")),
            ("a/b/Dockerfile", "a/", Some("a/.dockerignore")),
            ("b/Dockerfile.web", "", Some("b/Dockerfile.web.dockerignore")),
            ("b/Dockerfile", "", Some(".dockerignore")),
        ] {
            let (found, said) = build_context(&all, path);
            assert_eq!((found, said.map(|source| source.path)), (base, ignore), "{path}");
        }
        let (found, said) = build_context(&all[1..2], "c/Dockerfile");
        assert!((found, said.is_none()) == ("c/", true));
    }

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
