//! Kubernetes' releases, and the Go module that pins each: the one of `tests/cluster/`, or one made like it.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use linkspan_machine::process::Call;
use linkspan_machine::project::Project;
use linkspan_machine::say;
use linkspan_machine::tree::Scratch;

/// The release that `tests/cluster/go.mod` pins.
pub(super) const USUAL: &str = "1.36.2";
/// A release of each version that manifests are written for.
const RELEASES: [&str; 5] = ["1.33.13", "1.34.4", "1.35.4", USUAL, "1.37.2"];

/// The release that stands for a version such as `1.36`.
pub fn of(version: &str) -> Result<&'static str> {
    let found = RELEASES.into_iter().find(|release| version_of(release) == version);
    found.with_context(|| {
        let versions: Vec<&str> = RELEASES.into_iter().map(version_of).collect();
        format!("`--kubernetes` needs one of {}", versions.join(", "))
    })
}

/// The first two numbers of a release.
pub(super) fn version_of(release: &str) -> &str {
    release.rsplit_once('.').map_or(release, |(version, _)| version)
}

/// The folder of the module that pins a release.
pub(super) fn module(project: &Project, release: &str) -> Result<PathBuf> {
    let committed = project.root.join("tests/cluster");
    if release == USUAL {
        return Ok(committed);
    }
    let place = project.cache.join("cluster").join(release).join("module");
    if place.is_dir() {
        return Ok(place);
    }
    say::doing(&format!("go mod tidy for Kubernetes {release}"));
    let scratch = Scratch::beside(&place)?;
    let query = format!("k8s.io/kubernetes@v{release}");
    let answer = Call::new("go")
        .args(["mod", "download", "-json", &query])
        .dir(&project.cache)
        .limit(Duration::from_secs(15 * 60))
        .quiet()?;
    let path = answer
        .lines()
        .find_map(|line| line.trim().strip_prefix("\"GoMod\": \"")?.strip_suffix("\","))
        .context("`go mod download` named no go.mod")?;
    let upstream = std::fs::read_to_string(path).with_context(|| format!("reading `{path}`"))?;
    std::fs::write(scratch.path().join("go.mod"), go_mod(release, &upstream)?)?;
    std::fs::copy(committed.join("tools.go"), scratch.path().join("tools.go"))?;
    Call::new("go")
        .args(["mod", "tidy"])
        .env("GOWORK", "off")
        .env("GOFLAGS", "")
        .dir(scratch.path())
        .limit(Duration::from_secs(15 * 60))
        .quiet()?;
    scratch.put(&place)?;
    Ok(place)
}

/// A go.mod that requires a release, and takes each module that its own go.mod replaces by a folder from where it is
/// published.
fn go_mod(release: &str, upstream: &str) -> Result<String> {
    let numbers = release.strip_prefix("1.").context("a release begins with `1.`")?;
    let go = upstream
        .lines()
        .find(|line| line.starts_with("go "))
        .context("the go.mod of Kubernetes names no Go")?;
    let staged: Vec<&str> = upstream
        .lines()
        .filter_map(|line| line.trim().strip_suffix(" v0.0.0"))
        .filter(|name| name.starts_with("k8s.io/"))
        .collect();
    if staged.is_empty() {
        bail!("the go.mod of Kubernetes {release} has no staging modules");
    }
    let mut text = format!(
        "module linkspan.test/cluster\n\n{go}\n\nrequire k8s.io/kubernetes v{release}\n\nreplace (\n"
    );
    for name in staged {
        text.push_str(&format!("\t{name} => {name} v0.{numbers}\n"));
    }
    text.push_str(")\n");
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn staging_modules_come_from_where_they_are_published() -> Result<()> {
        let upstream = "module k8s.io/kubernetes\n\ngo 1.24.0\n\nrequire (\n\tk8s.io/api v0.0.0\n\
                        \tk8s.io/utils v0.1.0\n)\n\nreplace (\n\tk8s.io/api => ./staging/api\n)\n";
        let text = go_mod("1.34.4", upstream)?;
        assert!(text.contains("\ngo 1.24.0\n\nrequire k8s.io/kubernetes v1.34.4\n"), "{text}");
        assert!(text.ends_with("replace (\n\tk8s.io/api => k8s.io/api v0.34.4\n)\n"), "{text}");
        assert!(go_mod("1.34.4", "go 1.24.0\n").is_err());
        Ok(())
    }

    #[test]
    fn the_committed_module_pins_the_usual_release() -> Result<()> {
        let text = std::fs::read_to_string(Project::find()?.root.join("tests/cluster/go.mod"))?;
        assert!(text.contains(&format!("require k8s.io/kubernetes v{USUAL}\n")));
        let staging = USUAL.replacen('1', "0", 1);
        let replaced: Vec<&str> = text.lines().filter(|line| line.contains(" => ")).collect();
        assert_eq!(replaced.len(), 31);
        assert!(replaced.iter().all(|line| line.ends_with(&format!(" v{staging}"))));
        Ok(())
    }

    #[test]
    fn every_version_has_a_release() {
        assert_eq!(of("1.36").ok(), Some(USUAL));
        assert!(RELEASES.into_iter().all(|release| of(version_of(release)).ok() == Some(release)));
        assert!(of("1.3").is_err());
    }
}
