//! The Pod Security Standards, which the API server's own admission applies: each control at the
//! node that violates it, by the version of the standard.
//!
//! Source: k8s.io/pod-security-admission, policy/check_*.go of v0.36.2 and v0.37.0, read
//! 2026-11-27. A test of `linkspan-tests` compares with that module's own pods.

mod baseline;
mod demand;
mod field;
mod restricted;

use super::super::context::{Spot, bool};
use super::super::index::{Index, Pod};
use super::finder::Finder;
use super::pod::{Container, containers};
use crate::diagnostic::{Diagnostic, rules};
use crate::facts::Kubernetes;

rules! {
    pub(crate) const POD_SECURITY_BASELINE: Rule = Rule {
        name: "pod-security-baseline",
        tier: Risky,
        severity: Warning,
        says: "a pod does what the baseline level of Pod Security forbids",
        why: "It can leave its container for the node, or see what its neighbours do. A namespace that enforces the level refuses it.",
        aliases: [
            "kube-linter/host-ipc",
            "kube-linter/host-network",
            "kube-linter/host-pid",
            "kube-linter/privileged-container",
            "kube-linter/unsafe-proc-mount",
            "kube-linter/unsafe-sysctls",
            "kube-linter/writable-host-mount",
            "kube-score/container-security-context-privileged",
            "polaris/hostIPCSet",
            "polaris/hostNetworkSet",
            "polaris/hostPIDSet",
            "polaris/hostPathSet",
            "polaris/hostPortSet",
            "polaris/dangerousCapabilities",
            "polaris/hostProcess",
            "polaris/procMount",
            "polaris/runAsPrivileged",
            "checkov/CKV_K8S_16",
            "checkov/CKV_K8S_17",
            "checkov/CKV_K8S_18",
            "checkov/CKV_K8S_19",
            "checkov/CKV_K8S_25",
            "checkov/CKV_K8S_26",
            "checkov/CKV_K8S_39",
        ],
    };
    pub(crate) const POD_SECURITY_ENFORCED: Rule = Rule {
        name: "pod-security-enforced",
        tier: Broken,
        severity: Error,
        says: "a pod does what its namespace's Pod Security level forbids",
        why: "The server takes the Deployment with a warning and then refuses each of its pods: nothing runs.",
    };
    pub(crate) const POD_SECURITY_RESTRICTED: Rule = Rule {
        name: "pod-security-restricted",
        tier: Risky,
        severity: Hint,
        says: "a pod does not say what the restricted level of Pod Security asks for",
        why: "An intruder in the container finds more to work with than the program needs. A namespace that enforces the level refuses it.",
        aliases: [
            "kube-linter/drop-net-raw-capability",
            "kube-linter/privilege-escalation-container",
            "kube-linter/run-as-non-root",
            "kube-score/container-seccomp-profile",
            "polaris/insecureCapabilities",
            "polaris/privilegeEscalationAllowed",
            "polaris/runAsRootAllowed",
            "checkov/CKV_K8S_20",
            "checkov/CKV_K8S_23",
            "checkov/CKV_K8S_28",
            "checkov/CKV_K8S_31",
            "checkov/CKV_K8S_37",
        ],
    };
}

/// A level of the standards; each forbids what those before it forbid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    /// Forbids nothing.
    Privileged,
    /// Forbids the known ways out of a container.
    Baseline,
    /// Asks for what a hardened pod says.
    Restricted,
}

impl Level {
    /// As a namespace's label says it.
    const fn name(self) -> &'static str {
        match self {
            Self::Privileged => "privileged",
            Self::Baseline => "baseline",
            Self::Restricted => "restricted",
        }
    }
}

/// Something in a pod that a level forbids.
#[derive(Debug)]
struct Violation {
    /// The lowest level that forbids it.
    level: Level,
    spot: Spot,
    /// From the object's root.
    path: String,
    /// What it is, such as "`hostNetwork: true`".
    what: String,
    help: String,
}

/// A pod under inspection.
struct Subject<'p, 'a> {
    pod: &'p Pod<'a>,
    containers: Vec<Container<'a>>,
    /// The minor version of the standards.
    minor: u32,
    /// Whether it has users of its own, apart from its node's: `hostUsers: false`.
    apart: bool,
    found: Vec<Violation>,
}

impl<'p, 'a> Subject<'p, 'a> {
    fn new(pod: &'p Pod<'a>, minor: u32) -> Self {
        Self {
            pod,
            containers: containers(pod).collect(),
            minor,
            // Since 1.35 the standards trust such pods with more.
            apart: minor >= 35 && bool(pod.spec, "hostUsers") == Some(false),
            found: Vec::new(),
        }
    }

    /// The way from the object's root to a field of the pod.
    fn path(&self, field: &str) -> String {
        format!("{}.{field}", self.pod.path)
    }

    /// Since 1.25 the restricted level does not ask Windows for what it has not.
    fn is_windows(&self) -> bool {
        self.minor >= 25 && super::pod::on_windows(self.pod)
    }

    fn forbid(
        &mut self,
        level: Level,
        (spot, path): (impl Into<Spot>, String),
        what: impl Into<String>,
        help: impl Into<String>,
    ) {
        let (spot, what, help) = (spot.into(), what.into(), help.into());
        self.found.push(Violation { level, spot, path, what, help });
    }
}

/// What the standards of a version forbid in a pod.
fn violations(pod: &Pod<'_>, minor: u32) -> Vec<Violation> {
    let mut subject = Subject::new(pod, minor);
    baseline::check(&mut subject);
    restricted::check(&mut subject);
    subject.found
}

/// Judges a pod by the level that its namespace enforces, else by both.
pub(super) fn check(
    finder: &mut Finder<'_>,
    pod: &Pod<'_>,
    index: &Index<'_>,
    version: Kubernetes,
) {
    let demand = demand::of(index, &pod.object.namespace, version);
    let enforced = violations(pod, demand.minor);
    let latest = demand.minor == version.minor();
    for each in enforced.iter().filter(|each| each.level <= demand.enforced) {
        let who = if pod.object.kind == "Pod" { "it" } else { "its pods" };
        let message = format!(
            "the namespace `{}` enforces `{}`, which forbids {}: {who} will be refused",
            pod.object.namespace,
            demand.enforced.name(),
            each.what
        );
        let diagnostic = Diagnostic::new(&POD_SECURITY_ENFORCED, message);
        finder.push(diagnostic.help(&*each.help), pod.object, each.spot, &*each.path);
    }
    let advised = if latest { enforced } else { violations(pod, version.minor()) };
    for each in &advised {
        if each.level <= demand.enforced || each.level > demand.advised {
            continue;
        }
        let at = (each.spot, each.path.as_str());
        let message =
            format!("the {} level of Pod Security forbids {}", each.level.name(), each.what);
        if each.level == Level::Baseline {
            finder.report(&POD_SECURITY_BASELINE, pod.object, at, message, &*each.help);
        } else {
            finder.report(&POD_SECURITY_RESTRICTED, pod.object, at, message, &*each.help);
        }
    }
}
