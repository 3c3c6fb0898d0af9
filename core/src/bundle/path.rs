//! Which paths a bundle can have.

/// Files that have one path, whatever the spec says.
const FIXED: [&str; 14] = [
    ".dockerignore",
    ".github/workflows/deploy.yml",
    ".gitlab-ci.yml",
    ".sops.yaml",
    "DEPLOY.md",
    "Dockerfile",
    "bin/docker-entrypoint",
    "config/initializers/linkspan_sidekiq.rb",
    "config/initializers/linkspan_solid_queue.rb",
    "config/recurring.yml",
    "config/schedule.yml",
    "deploy.sh",
    "linkspan.yml",
    "release.sh",
];

/// What stands around the name of an environment or of workers.
const NAMED: [(&str, &str); 2] = [("DEPLOY-", ".md"), ("config/queue-", ".yml")];

/// The manifests: below each, folders and files that are named after environments, steps and objects.
const MANIFESTS: [&str; 2] = ["config/kube/", "config/gitops/"];

/// The most folders below those: the environment's, and the step's.
const DEEPEST: usize = 2;

/// Whether there is a spec whose bundle has a file of this path. What a list of files says that
/// somebody else can have written is only believed for such paths.
#[must_use]
pub fn is_path(path: &str) -> bool {
    let between = |(start, end): (&str, &str)| path.strip_prefix(start)?.strip_suffix(end);
    FIXED.contains(&path)
        || NAMED.into_iter().filter_map(between).any(is_name)
        || MANIFESTS.iter().filter_map(|folder| path.strip_prefix(folder)).any(is_manifest)
}

fn is_manifest(inner: &str) -> bool {
    let mut parts = inner.rsplit('/');
    let file = parts.next().unwrap_or_default();
    let is_file = file == "Kustomization" || file.strip_suffix(".yml").is_some_and(is_name);
    is_file && parts.clone().count() <= DEEPEST && parts.all(is_name)
}

/// A name as specs and objects have them: lower-case letters, digits and dashes, a letter first.
fn is_name(name: &str) -> bool {
    let starts = name.starts_with(|first: char| first.is_ascii_lowercase());
    let inside = |byte: u8| byte == b'-' || byte.is_ascii_lowercase() || byte.is_ascii_digit();
    starts && name.bytes().all(inside)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generate;
    use crate::preset::PRESETS;
    use std::collections::BTreeSet;
    use std::path::Path;

    #[expect(clippy::disallowed_methods, reason = "the golden specs lie in another crate")]
    fn golden() -> Vec<String> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/golden");
        let all = std::fs::read_dir(folder).unwrap();
        let specs = all.map(|entry| entry.unwrap().path().join("linkspan.yml"));
        specs.filter_map(|path| std::fs::read_to_string(path).ok()).collect()
    }

    #[test]
    fn every_path_of_every_bundle_is_known() {
        let golden = golden();
        assert!(golden.len() > 30, "{}", golden.len());
        let mut fixed: BTreeSet<&str> = BTreeSet::new();
        let presets = PRESETS.iter().map(|preset| preset.text);
        for text in golden.iter().map(String::as_str).chain(presets) {
            for path in generate(text).bundle.files.keys() {
                assert!(is_path(path), "{path}");
                fixed.extend(FIXED.iter().filter(|each| **each == path));
            }
        }
        assert_eq!(fixed.len(), FIXED.len(), "each is written by some bundle: {fixed:?}");
    }

    #[test]
    fn every_other_path_is_not() {
        for path in [
            "",
            ".git/config",
            "config/kube/.git/config",
            "config/kube/.git/config.yml",
            "config/kube/a/b/c/web.yml",
            "config/kube//web.yml",
            "config/kube/../web.yml",
            "config/kube/./web.yml",
            "config/kube/release/",
            "config/kube/web.yaml",
            "config/kube/Web.yml",
            "config/kube/w\u{1b}b.yml",
            "config/kube/web.yml\n",
            "config\\kube\\web.yml",
            "/config/kube/web.yml",
            "x/config/kube/web.yml",
            "config/database.yml",
            "config/queue.yml",
            "config/queue-.yml",
            "config/queue-a/b.yml",
            "config/initializers/sidekiq.rb",
            ".github/workflows/test.yml",
            "DEPLOY-../x.md",
            "dockerfile",
            "Gemfile",
        ] {
            assert!(!is_path(path), "{path:?}");
        }
    }
}
