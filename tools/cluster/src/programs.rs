//! The programs of a cluster: those of KUBEBUILDER_ASSETS, else built from the Go module into the cache.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, bail, ensure};
use linkspan_machine::process::Call;
use linkspan_machine::project::Project;
use linkspan_machine::say;
use linkspan_machine::tree::{self, Scratch};
use linkspan_machine::version::Version;

use super::{etcd, release};

/// What the judge level runs.
pub(super) struct Programs {
    /// The release of the API server, such as `1.36.2`.
    pub(super) version: String,
    /// `etcd`
    pub(super) etcd: PathBuf,
    /// `kube-apiserver`
    pub(super) apiserver: PathBuf,
}

/// Finds them or builds them. A release that is asked for is built, unless KUBEBUILDER_ASSETS has that version.
pub(super) fn get(project: &Project, kubernetes: Option<&'static str>) -> Result<Programs> {
    if let Some(programs) = assets(project, kubernetes)? {
        return Ok(programs);
    }
    let release = kubernetes.unwrap_or(release::USUAL);
    Ok(Programs {
        version: release.to_owned(),
        etcd: etcd::get(project)?,
        apiserver: built(project, release, "kube-apiserver")?,
    })
}

/// kubectl, built if it is nowhere.
pub(super) fn kubectl(project: &Project) -> Result<PathBuf> {
    match kubectl_at_hand(project) {
        Some(path) => Ok(path),
        None => built(project, release::USUAL, "kubectl"),
    }
}

/// kubectl: of KUBEBUILDER_ASSETS, of PATH, else one that was built before.
pub(super) fn kubectl_at_hand(project: &Project) -> Option<PathBuf> {
    let given = assets_folder().map(|folder| folder.join("kubectl")).filter(|path| path.is_file());
    let cached = || Some(place(project, release::USUAL, "kubectl")).filter(|path| path.is_file());
    given.or_else(|| tree::on_path("kubectl")).or_else(cached)
}

/// Where a program of a release is kept.
fn place(project: &Project, release: &str, name: &str) -> PathBuf {
    project.cache.join("cluster").join(release).join(name)
}

/// The folder that envtest's convention names.
fn assets_folder() -> Option<PathBuf> {
    let folder = std::env::var_os("KUBEBUILDER_ASSETS").filter(|value| !value.is_empty())?;
    Some(PathBuf::from(folder))
}

/// The programs of that folder, unless another version is asked for.
fn assets(project: &Project, kubernetes: Option<&'static str>) -> Result<Option<Programs>> {
    let Some(folder) = assets_folder() else { return Ok(None) };
    let apiserver = folder.join("kube-apiserver");
    ensure!(
        apiserver.is_file(),
        "KUBEBUILDER_ASSETS names `{}`, which has no kube-apiserver",
        folder.display()
    );
    let said = Call::new(&apiserver).args(["--version"]).quiet()?;
    let version = said.trim().trim_start_matches("Kubernetes v").to_owned();
    if kubernetes
        .is_some_and(|release| release::version_of(release) != release::version_of(&version))
    {
        say::missing(&format!("KUBEBUILDER_ASSETS has Kubernetes {version}, so it is not used"));
        return Ok(None);
    }
    let etcd = folder.join("etcd");
    let etcd = if etcd.is_file() { etcd } else { etcd::get(project)? };
    Ok(Some(Programs { version, etcd, apiserver }))
}

/// The cached program, else a new one, which takes its place in one step.
pub(super) fn built(project: &Project, release: &str, name: &str) -> Result<PathBuf> {
    let place = place(project, release, name);
    if place.is_file() {
        return Ok(place);
    }
    if tree::on_path("go").is_none() {
        bail!(
            "{name} {release} has to be built and `go` is not on PATH: install Go 1.26 or newer, or set \
             KUBEBUILDER_ASSETS to a folder with etcd, kube-apiserver and kubectl"
        );
    }
    let start = Instant::now();
    let module = release::module(project, release)?;
    say::doing(&format!("building {name} {release}, once; some minutes"));
    let scratch = Scratch::beside(&place)?;
    let made = scratch.path().join(name);
    build(&module, release, name, &made)?;
    std::fs::rename(&made, &place)
        .with_context(|| format!("moving the result to `{}`", place.display()))?;
    say::done(&format!("built {name} {release}"), start.elapsed());
    Ok(place)
}

/// Builds a command of Kubernetes, giving way to whatever else the machine does.
fn build(module: &Path, release: &str, name: &str, to: &Path) -> Result<()> {
    let minor = release.split('.').nth(1).unwrap_or_default();
    let base = "-X k8s.io/component-base/version.git";
    let flags = format!("-s -w {base}Version=v{release} {base}Major=1 {base}Minor={minor}");
    let half = std::thread::available_parallelism().map_or(1, |cores| (cores.get() / 2).max(1));
    let mut args: Vec<OsString> =
        ["-n", "19", "go", "build", "-p", &half.to_string()].map(OsString::from).to_vec();
    args.extend(["-trimpath", "-buildvcs=false", "-ldflags", &flags, "-o"].map(OsString::from));
    args.extend([to.into(), format!("k8s.io/kubernetes/cmd/{name}").into()]);
    let mut call = Call::new("nice")
        .args(args)
        .env("CGO_ENABLED", "0")
        .env("GOWORK", "off")
        .env("GOFLAGS", "")
        .dir(module);
    let go = Call::new("go").args(["env", "GOVERSION"]).dir(module).text().unwrap_or_default();
    if needs_old_json(&go) {
        call = call.env("GOEXPERIMENT", "nojsonv2");
    }
    call.quiet().map(|_| ())
}

/// Whether this Go has the new JSON, with which the API server does not build.
fn needs_old_json(go: &str) -> bool {
    Version::in_text(go.trim_start_matches("go")) >= Version::in_text("1.27")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn newer_go_is_told_to_use_the_old_json() {
        assert!(!needs_old_json("go1.26.8"));
        assert!(needs_old_json("go1.27.0"));
        assert!(!needs_old_json(""));
    }
}
