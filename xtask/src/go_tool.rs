//! Programs in Go that a cluster or a test needs, or that do a like job or judge ours: built from their modules, once.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use crate::process::Call;
use crate::project::Project;
use crate::say;
use crate::tree::{self, Scratch};

/// A program and where Go finds it.
pub(crate) struct GoTool {
    /// The program's name.
    pub(crate) program: &'static str,
    pub(crate) package: &'static str,
    pub(crate) version: &'static str,
}

/// `kustomize build`
pub(crate) const KUSTOMIZE: GoTool = GoTool {
    program: "kustomize",
    package: "sigs.k8s.io/kustomize/kustomize/v5",
    version: "v5.7.1",
};

/// `helm template`
pub(crate) const HELM: GoTool =
    GoTool { program: "helm", package: "helm.sh/helm/v3/cmd/helm", version: "v3.18.6" };

/// Judges manifests by what is thought good practice.
pub(crate) const KUBE_SCORE: GoTool = GoTool {
    program: "kube-score",
    package: "github.com/zegl/kube-score/cmd/kube-score",
    version: "v1.20.0",
};

/// Judges manifests by Kubernetes' schemas.
pub(crate) const KUBECONFORM: GoTool = GoTool {
    program: "kubeconform",
    package: "github.com/yannh/kubeconform/cmd/kubeconform",
    version: "v0.8.0",
};

/// Judges GitHub's workflows.
pub(crate) const ACTIONLINT: GoTool = GoTool {
    program: "actionlint",
    package: "github.com/rhysd/actionlint/cmd/actionlint",
    version: "v1.7.12",
};

/// CoreDNS, which gives Services their names.
pub(crate) const COREDNS: GoTool =
    GoTool { program: "coredns", package: "github.com/coredns/coredns", version: "v1.14.7" };

/// Tells an autoscaler what pods use.
pub(crate) const METRICS_SERVER: GoTool = GoTool {
    program: "metrics-server",
    package: "sigs.k8s.io/metrics-server/cmd/metrics-server",
    version: "v0.9.0",
};

/// The cached program, else built by `go install`, giving way to whatever else the machine does.
pub(crate) fn get(project: &Project, tool: &GoTool) -> Result<PathBuf> {
    let GoTool { program, package, version } = tool;
    let place = project.tool(program, version);
    let path = place.join(program);
    if path.is_file() {
        return Ok(path);
    }
    ensure!(tree::on_path("go").is_some(), "{program} has to be built and `go` is not on PATH");
    let start = Instant::now();
    say::doing(&format!("building {program} {version}, once; some minutes"));
    let scratch = Scratch::beside(&place)?;
    Call::new("nice")
        .args(["-n", "19", "go", "install", "-trimpath", "-ldflags", "-s -w"])
        .args([format!("{package}@{version}")])
        .env("GOBIN", scratch.path())
        .env("CGO_ENABLED", "0")
        .env("GOFLAGS", "")
        .env("GOWORK", "off")
        .dir(&project.cache)
        .limit(Duration::from_secs(30 * 60))
        .quiet()
        .with_context(|| format!("building {program}"))?;
    scratch.put(&place)?;
    say::done(&format!("built {program} {version}"), start.elapsed());
    Ok(path)
}
