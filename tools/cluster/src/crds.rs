//! The kinds that a bundle may hold beside Kubernetes' own: their definitions, from the Go module of each project, so that
//! the judge checks them by the schemas and rules of their makers.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use linkspan_machine::go_module;
use linkspan_machine::process::Call;
use linkspan_machine::project::Project;
use linkspan_machine::say;
use linkspan_machine::tree::{self, Scratch};

use super::place::hash;

/// A release of a Go module, and where its definitions lie.
struct Source {
    module: &'static str,
    version: &'static str,
    folder: &'static str,
    files: &'static [&'static str],
}

/// The newest releases of 2026-11-23 that Go 1.26 takes. Argo CD 3.6 and Flux' 1.10 ask for Go 1.27.
const SOURCES: [Source; 10] = [
    Source {
        module: "sigs.k8s.io/gateway-api",
        version: "v1.6.1",
        folder: "config/crd/standard",
        files: &[
            "gateway.networking.k8s.io_gatewayclasses.yaml",
            "gateway.networking.k8s.io_gateways.yaml",
            "gateway.networking.k8s.io_grpcroutes.yaml",
            "gateway.networking.k8s.io_httproutes.yaml",
            "gateway.networking.k8s.io_referencegrants.yaml",
        ],
    },
    Source {
        module: "github.com/cert-manager/cert-manager",
        version: "v1.21.2",
        folder: "deploy/crds",
        files: &[
            "cert-manager.io_certificates.yaml",
            "cert-manager.io_clusterissuers.yaml",
            "cert-manager.io_issuers.yaml",
        ],
    },
    Source {
        module: "github.com/kedacore/keda/v2",
        version: "v2.21.0",
        folder: "config/crd/bases",
        files: &["keda.sh_scaledobjects.yaml", "keda.sh_triggerauthentications.yaml"],
    },
    Source {
        module: "github.com/cloudnative-pg/cloudnative-pg",
        version: "v1.30.1",
        folder: "config/crd/bases",
        files: &[
            "postgresql.cnpg.io_clusters.yaml",
            "postgresql.cnpg.io_databases.yaml",
            "postgresql.cnpg.io_poolers.yaml",
            "postgresql.cnpg.io_scheduledbackups.yaml",
        ],
    },
    Source {
        module: "github.com/external-secrets/external-secrets",
        version: "v1.3.2",
        folder: "config/crds/bases",
        files: &[
            "external-secrets.io_clustersecretstores.yaml",
            "external-secrets.io_externalsecrets.yaml",
            "external-secrets.io_secretstores.yaml",
        ],
    },
    Source {
        module: "github.com/bitnami-labs/sealed-secrets",
        version: "v0.40.0",
        folder: "helm/sealed-secrets/crds",
        files: &["bitnami.com_sealedsecrets.yaml"],
    },
    Source {
        module: "github.com/prometheus-operator/prometheus-operator",
        version: "v0.89.0",
        folder: "example/prometheus-operator-crd",
        files: &[
            "monitoring.coreos.com_podmonitors.yaml",
            "monitoring.coreos.com_probes.yaml",
            "monitoring.coreos.com_prometheusrules.yaml",
            "monitoring.coreos.com_servicemonitors.yaml",
        ],
    },
    Source {
        module: "github.com/argoproj/argo-cd/v3",
        version: "v3.5.7",
        folder: "manifests/crds",
        files: &["application-crd.yaml", "applicationset-crd.yaml", "appproject-crd.yaml"],
    },
    Source {
        module: "github.com/fluxcd/kustomize-controller",
        version: "v1.9.6",
        folder: "config/crd/bases",
        files: &["kustomize.toolkit.fluxcd.io_kustomizations.yaml"],
    },
    Source {
        module: "github.com/fluxcd/source-controller",
        version: "v1.9.6",
        folder: "config/crd/bases",
        files: &[
            "source.toolkit.fluxcd.io_gitrepositories.yaml",
            "source.toolkit.fluxcd.io_ocirepositories.yaml",
        ],
    },
];

/// Kinds of Google, AWS and Traefik, whose definitions are not published as a module, or in one that is large: ours.
const OURS: [&str; 3] = [
    include_str!("../../../tests/cluster/gke-policies.yml"),
    include_str!("../../../tests/cluster/aws-gateway.yml"),
    include_str!("../../../tests/cluster/traefik-middleware.yml"),
];

/// All definitions in one file of the cache, fetched once.
pub(super) fn get(project: &Project) -> Result<PathBuf> {
    let place = project.tool("crds", &edition());
    let file = place.join("crds.yaml");
    if file.is_file() {
        return Ok(file);
    }
    ensure!(
        tree::on_path("go").is_some(),
        "the definitions of Gateway API and others come from Go modules and `go` is not on PATH: install Go 1.26 or newer"
    );
    let start = Instant::now();
    say::doing("fetching the definitions of Gateway API, cert-manager and others, once");
    let scratch = Scratch::beside(&place)?;
    let mut documents = Vec::new();
    for source in &SOURCES {
        let query = format!("{}@{}", source.module, source.version);
        let folder = go_module::folder(&project.cache, &query)?.join(source.folder);
        for name in source.files {
            let path = folder.join(name);
            let text = std::fs::read_to_string(&path)
                .with_context(|| format!("reading `{}`", path.display()))?;
            documents.push(text.trim_start_matches("---\n").trim_end().to_owned());
        }
    }
    documents.extend(OURS.map(|text| text.trim_end().to_owned()));
    std::fs::write(scratch.path().join("crds.yaml"), documents.join("\n---\n") + "\n")?;
    scratch.put(&place)?;
    say::done(&format!("fetched the definitions of {} projects", SOURCES.len()), start.elapsed());
    Ok(file)
}

/// Makes the server know them, unless it does: the folder of its run remembers which it was given.
pub(super) fn install(file: &Path, kubectl: &Path, kubeconfig: &Path, run: &Path) -> Result<()> {
    let mark = run.join("crds");
    if std::fs::read_to_string(&mark).is_ok_and(|text| text == edition()) {
        return Ok(());
    }
    let start = Instant::now();
    let call = |args: &[&str]| {
        let call = Call::new(kubectl).args(args).args([file]).env("KUBECONFIG", kubeconfig);
        call.limit(Duration::from_secs(120)).quiet()
    };
    // By the server: an annotation with the whole of such a definition would be refused as too long. Not checked first,
    // which fetches the schema of everything anew for each.
    call(&["apply", "--server-side", "--force-conflicts", "--validate=false", "-f"])
        .context("giving the server the definitions of Gateway API and others")?;
    call(&["wait", "--for=condition=Established", "--timeout=60s", "-f"])
        .context("waiting for the server to take up the definitions")?;
    std::fs::write(&mark, edition())?;
    say::done("the kinds of Gateway API, cert-manager and others are known", start.elapsed());
    Ok(())
}

/// What of which release, as a short name.
fn edition() -> String {
    let all = SOURCES.iter().map(|source| {
        format!("{}@{}/{}:{:?}", source.module, source.version, source.folder, source.files)
    });
    let all = all.chain(OURS.map(str::to_owned)).collect::<String>();
    format!("{:016x}", hash(all.as_bytes()))
}
