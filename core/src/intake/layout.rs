//! What of a folder or an archive is judged, told by paths alone, so that whoever walks a folder reads no more.

use super::kind::{is_encrypted, is_json, is_kustomization, is_yaml};
use crate::check::is_private;
use crate::internal::detect;
use crate::spec::FILE;

/// Where a Rails app of ours keeps its manifests.
pub const KUBE: &str = "config/kube/";

/// What makes a folder a Rails app.
const GEMFILE: &str = "Gemfile";

/// What is judged with the manifests of an app, besides them.
const COMPANIONS: [&str; 5] =
    [".dockerignore", "Containerfile", "Dockerfile", "bin/docker-entrypoint", "deploy.sh"];

/// Where files lie that no image may hold: the app's folder and some in it.
const PRIVATE: [&str; 7] = ["", ".aws", ".docker", ".kube", "config", "config/credentials", "db"];

/// How a folder or an archive is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// An app with `config/kube`: the manifests stand there, and no others count.
    Bundle,
    /// An app with a `linkspan.yml` or a `Gemfile` alone: whatever holds Kubernetes objects is a manifest.
    App,
    /// Any other folder: all its YAML is meant for Kubernetes.
    Folder,
}

/// What is wanted of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// What it holds.
    Text,
    /// Only that it is there.
    Name,
}

impl Layout {
    /// The layout by what there is: `has` is asked for files, and for folders with a `/` at the end.
    pub fn of(has: impl Fn(&str) -> bool) -> Self {
        if has(KUBE) {
            Self::Bundle
        } else if has(FILE) || has(GEMFILE) {
            Self::App
        } else {
            Self::Folder
        }
    }

    /// Whether anything in a folder can be wanted. Paths start below the root and have no `/` at the end.
    #[must_use]
    pub fn enters(self, folder: &str) -> bool {
        let below = format!("{folder}/");
        let is_private =
            || PRIVATE.iter().any(|in_it| *in_it == folder || in_it.starts_with(&below));
        let leads = || COMPANIONS.iter().any(|path| path.starts_with(&below));
        let is_app = self != Self::Folder;
        let has_manifests = match self {
            Self::Bundle => below.starts_with(KUBE) || KUBE.starts_with(&below),
            Self::App | Self::Folder => true,
        };
        has_manifests && !is_skipped(folder)
            || is_app && (is_private() || leads() || detect::enters(folder))
    }

    /// What is wanted of the file of a path below the root, if anything is: to judge it, or to know the app.
    #[must_use]
    pub fn wants(self, path: &str) -> Option<Wanted> {
        match (self.judges(path), self.knows(path)) {
            (Some(Wanted::Text), _) | (_, Some(Wanted::Text)) => Some(Wanted::Text),
            (judged, known) => judged.or(known),
        }
    }

    /// What is wanted of a file to know the app by. What runs it by other manifests says nothing of the app itself.
    #[must_use]
    pub(super) fn knows(self, path: &str) -> Option<Wanted> {
        if self == Self::Folder || detect::is_manifest(path) {
            return None;
        }
        match detect::wanted(path)? {
            detect::Wanted::Text => Some(Wanted::Text),
            detect::Wanted::Name | detect::Wanted::Beside => Some(Wanted::Name),
        }
    }

    /// What is wanted of a file to judge it.
    #[must_use]
    pub(super) fn judges(self, path: &str) -> Option<Wanted> {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let is_app = self != Self::Folder;
        if is_private(path) && !is_encrypted(path) {
            return (is_app && PRIVATE.contains(&folder)).then_some(Wanted::Name);
        }
        if is_app && (path == FILE || COMPANIONS.contains(&path)) {
            return Some(Wanted::Text);
        }
        let is_inside = self != Self::Bundle || path.starts_with(KUBE);
        let is_known =
            is_yaml(path) || is_json(path) || is_encrypted(path) || is_kustomization(path);
        (is_inside && is_known && !is_skipped(folder)).then_some(Wanted::Text)
    }

    /// Whether a file is judged only if it holds Kubernetes objects.
    #[must_use]
    pub(super) fn sifts(self, path: &str) -> bool {
        self == Self::App && path != FILE || is_json(path)
    }
}

/// Whether a folder, or one around it, is nobody's place for manifests: hidden, or named for what it holds.
fn is_skipped(folder: &str) -> bool {
    const MANIFESTS: [&str; 4] = [".deploy", ".k8s", ".kubernetes", ".manifests"];
    let is = |name: &str| {
        name.starts_with('.') && !MANIFESTS.contains(&name)
            || matches!(name, "node_modules" | "vendor" | "tmp" | "log")
    };
    folder.split('/').any(is)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(paths: &[&str]) -> Layout {
        Layout::of(|path| {
            paths.iter().any(|each| *each == path || path.ends_with('/') && each.starts_with(path))
        })
    }

    #[test]
    fn what_is_there_says_how_it_is_laid_out() {
        for (paths, expect) in [
            (&["config/kube/web.yml", "Gemfile"][..], Layout::Bundle),
            (&["linkspan.yml", "k8s/web.yml"], Layout::App),
            (&["Gemfile"], Layout::App),
            (&["web.yml", "deeper/config/kube/a.yml", "config/kuber.yml"], Layout::Folder),
            (&[], Layout::Folder),
        ] {
            assert_eq!(layout(paths), expect, "{paths:?}");
        }
    }

    #[test]
    fn paths_say_what_is_wanted_and_the_way_to_it_is_entered() {
        use Layout::{App, Bundle, Folder};
        let (text, name) = (Some(Wanted::Text), Some(Wanted::Name));
        for (path, bundle, app, folder) in [
            ("linkspan.yml", text, text, text),
            ("config/kube/web.yml", text, text, text),
            ("config/kube/staging/release/web.yaml", text, text, text),
            ("config/kube/.git/web.yml", None, None, None),
            ("config/kube/key.sops.yaml", text, text, text),
            ("config/kube/Kustomization", text, text, text),
            ("k8s/web.yml", None, text, text),
            (".k8s/pod.json", None, text, text),
            ("deep/er/a.yml", None, text, text),
            ("a/linkspan.yml", None, text, text),
            ("vendor/a.yml", None, None, None),
            ("a/node_modules/b/c.yml", None, None, None),
            (".github/workflows/ci.yml", None, None, None),
            ("Dockerfile", text, text, None),
            ("bin/docker-entrypoint", text, text, None),
            ("docker/Dockerfile", text, text, None),
            (".devcontainer/Dockerfile", None, None, None),
            (".env", name, name, None),
            (".env.example", text, text, None),
            ("Gemfile.lock", text, text, None),
            ("config/database.yml", text, text, text),
            ("config/locales/en.yml", None, text, text),
            ("yarn.lock", name, name, None),
            (".aws/credentials", name, name, None),
            ("config/credentials/production.key", name, name, None),
            ("db/prod.dump", name, name, None),
            ("test/fixtures/server-key.pem", None, None, None),
            ("kubeconfig.yml", name, name, None),
            ("app/models/user.rb", None, None, None),
        ] {
            for (layout, expect) in [(Bundle, bundle), (App, app), (Folder, folder)] {
                assert_eq!(layout.wants(path), expect, "{layout:?} {path}");
                let ways = path.match_indices('/').filter_map(|(at, _)| path.get(..at));
                for way in ways.filter(|_| expect.is_some()) {
                    assert!(layout.enters(way), "{layout:?} {way} for {path}");
                }
            }
        }
        for (layout, folder, expect) in [
            (Bundle, "app/models", false),
            (Bundle, "config/locales", false),
            (Bundle, ".git", false),
            (App, "app", true),
            (App, "node_modules", false),
            (App, ".aws", true),
            (Folder, ".aws", false),
            (Folder, "a/.git", false),
        ] {
            assert_eq!(layout.enters(folder), expect, "{layout:?} {folder}");
        }
    }
}
