//! Programs of others that do a like job or judge ours, installed by Go's own tool.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::Result;

use crate::process::Call;
use crate::project::Project;
use crate::say;
use crate::tree::Scratch;

/// A rival and where Go finds it.
pub(crate) struct Rival {
    /// The program's name.
    pub(crate) program: &'static str,
    pub(crate) package: &'static str,
    pub(crate) version: &'static str,
}

/// `kustomize build`
pub(crate) const KUSTOMIZE: Rival = Rival {
    program: "kustomize",
    package: "sigs.k8s.io/kustomize/kustomize/v5",
    version: "v5.7.1",
};

/// `helm template`
pub(crate) const HELM: Rival =
    Rival { program: "helm", package: "helm.sh/helm/v3/cmd/helm", version: "v3.18.6" };

/// Judges manifests by what is thought good practice.
pub(crate) const KUBE_SCORE: Rival = Rival {
    program: "kube-score",
    package: "github.com/zegl/kube-score/cmd/kube-score",
    version: "v1.20.0",
};

/// Judges GitHub's workflows.
pub(crate) const ACTIONLINT: Rival = Rival {
    program: "actionlint",
    package: "github.com/rhysd/actionlint/cmd/actionlint",
    version: "v1.7.12",
};

/// The cached program, else built by `go install`.
pub(crate) fn get(project: &Project, rival: &Rival) -> Result<PathBuf> {
    let place = project.tool(rival.program, rival.version);
    if !place.is_dir() {
        say::doing(&format!("go install {}@{}, some minutes", rival.package, rival.version));
        let scratch = Scratch::beside(&place)?;
        Call::new("go")
            .args(["install", &format!("{}@{}", rival.package, rival.version)])
            .env("GOBIN", scratch.path())
            .dir(&project.cache)
            .limit(Duration::from_secs(15 * 60))
            .quiet()?;
        scratch.put(&place)?;
    }
    Ok(place.join(rival.program))
}
