//! APIs that Kubernetes no longer serves, and those that it will not serve for long. Sources: the
//! deprecated API migration guide and the differences between the OpenAPI files of 1.33 to 1.37,
//! read 2026-11-23; zz_generated.prerelease-lifecycle.go and lifecycle.go of k8s.io/api v0.32.3,
//! v0.36.2 and v0.37.0, from which the server takes its own warnings, read 2026-11-27. A test of
//! `linkspan-tests` compares with that module.

use super::context::{Context, Spot, entry};
use super::object::Object;
use crate::diagnostic::rules;
use crate::facts::Kubernetes;

rules! {
    pub(crate) const REMOVED_API: Rule = Rule {
        name: "removed-api",
        tier: Refused,
        severity: Error,
        says: "the API is no longer served by this version of Kubernetes",
        why: "The server answers that it knows no such kind, so the object is never made; clusters that are upgraded keep what runs and lose what is applied anew.",
        aliases: ["kube-linter/no-extensions-v1beta", "kube-score/stable-version", "pluto/removed"],
        marks: [Certain],
    };
}

struct Removed {
    api: &'static str,
    /// Empty: every kind of the version.
    kinds: &'static [&'static str],
    /// The minor version that has it no more.
    minor: u32,
    instead: &'static str,
}

const WORKLOADS: &[&str] =
    &["Deployment", "DaemonSet", "ReplicaSet", "DeploymentRollback", "Scale"];

const fn removed(
    api: &'static str,
    kinds: &'static [&'static str],
    minor: u32,
    instead: &'static str,
) -> Removed {
    Removed { api, kinds, minor, instead }
}

const TABLE: &[Removed] = &[
    removed("extensions/v1beta1", WORKLOADS, 16, "apps/v1"),
    removed("extensions/v1beta1", &["NetworkPolicy"], 16, "networking.k8s.io/v1"),
    removed("extensions/v1beta1", &["Ingress"], 22, "networking.k8s.io/v1"),
    removed("extensions/v1beta1", &["PodSecurityPolicy"], 16, ""),
    removed("apps/v1beta1", &[], 16, "apps/v1"),
    removed("apps/v1beta2", &[], 16, "apps/v1"),
    removed("networking.k8s.io/v1beta1", &["Ingress", "IngressClass"], 22, "networking.k8s.io/v1"),
    removed("networking.k8s.io/v1beta1", &["IPAddress", "ServiceCIDR"], 37, "networking.k8s.io/v1"),
    removed(
        "networking.k8s.io/v1alpha1",
        &["IPAddress", "ServiceCIDR"],
        33,
        "networking.k8s.io/v1",
    ),
    removed("apiregistration.k8s.io/v1beta1", &[], 22, "apiregistration.k8s.io/v1"),
    removed("authentication.k8s.io/v1beta1", &["TokenReview"], 22, "authentication.k8s.io/v1"),
    removed(
        "authentication.k8s.io/v1beta1",
        &["SelfSubjectReview"],
        33,
        "authentication.k8s.io/v1",
    ),
    removed(
        "authentication.k8s.io/v1alpha1",
        &["SelfSubjectReview"],
        32,
        "authentication.k8s.io/v1",
    ),
    removed("authorization.k8s.io/v1beta1", &[], 22, "authorization.k8s.io/v1"),
    removed("rbac.authorization.k8s.io/v1alpha1", &[], 22, "rbac.authorization.k8s.io/v1"),
    removed("rbac.authorization.k8s.io/v1beta1", &[], 22, "rbac.authorization.k8s.io/v1"),
    removed("apiextensions.k8s.io/v1beta1", &[], 22, "apiextensions.k8s.io/v1"),
    removed(
        "admissionregistration.k8s.io/v1beta1",
        &["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"],
        22,
        "admissionregistration.k8s.io/v1",
    ),
    removed(
        "admissionregistration.k8s.io/v1beta1",
        &["ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding"],
        34,
        "admissionregistration.k8s.io/v1",
    ),
    removed(
        "admissionregistration.k8s.io/v1alpha1",
        &["ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding"],
        32,
        "admissionregistration.k8s.io/v1",
    ),
    removed("scheduling.k8s.io/v1beta1", &["PriorityClass"], 22, "scheduling.k8s.io/v1"),
    removed("scheduling.k8s.io/v1alpha1", &["Workload"], 36, "scheduling.k8s.io/v1beta1"),
    removed("scheduling.k8s.io/v1alpha2", &[], 37, "scheduling.k8s.io/v1beta1"),
    removed(
        "storage.k8s.io/v1beta1",
        &["StorageClass", "CSIDriver", "CSINode", "VolumeAttachment"],
        22,
        "storage.k8s.io/v1",
    ),
    removed("storage.k8s.io/v1beta1", &["CSIStorageCapacity"], 27, "storage.k8s.io/v1"),
    removed("storage.k8s.io/v1beta1", &["VolumeAttributesClass"], 37, "storage.k8s.io/v1"),
    removed("storage.k8s.io/v1alpha1", &["VolumeAttributesClass"], 35, "storage.k8s.io/v1"),
    removed(
        "storage.k8s.io/v1alpha1",
        &["CSIStorageCapacity", "VolumeAttachment"],
        24,
        "storage.k8s.io/v1",
    ),
    removed(
        "certificates.k8s.io/v1beta1",
        &["CertificateSigningRequest"],
        22,
        "certificates.k8s.io/v1",
    ),
    removed(
        "certificates.k8s.io/v1alpha1",
        &["PodCertificateRequest"],
        35,
        "certificates.k8s.io/v1beta1",
    ),
    removed(
        "certificates.k8s.io/v1alpha1",
        &["ClusterTrustBundle"],
        37,
        "certificates.k8s.io/v1beta1",
    ),
    removed("coordination.k8s.io/v1beta1", &["Lease"], 22, "coordination.k8s.io/v1"),
    removed("batch/v2alpha1", &[], 21, "batch/v1"),
    removed("batch/v1beta1", &[], 25, "batch/v1"),
    removed("policy/v1beta1", &["PodDisruptionBudget", "Eviction"], 25, "policy/v1"),
    removed("policy/v1beta1", &["PodSecurityPolicy"], 25, ""),
    removed("discovery.k8s.io/v1beta1", &[], 25, "discovery.k8s.io/v1"),
    removed("events.k8s.io/v1beta1", &[], 25, "events.k8s.io/v1"),
    removed("node.k8s.io/v1beta1", &[], 25, "node.k8s.io/v1"),
    removed("autoscaling/v2beta1", &[], 25, "autoscaling/v2"),
    removed("autoscaling/v2beta2", &[], 26, "autoscaling/v2"),
    removed("flowcontrol.apiserver.k8s.io/v1beta1", &[], 26, "flowcontrol.apiserver.k8s.io/v1"),
    removed("flowcontrol.apiserver.k8s.io/v1beta2", &[], 29, "flowcontrol.apiserver.k8s.io/v1"),
    removed("flowcontrol.apiserver.k8s.io/v1beta3", &[], 32, "flowcontrol.apiserver.k8s.io/v1"),
    removed(
        "resource.k8s.io/v1alpha3",
        &["ResourceClaim", "ResourceClaimTemplate", "ResourceSlice", "DeviceClass"],
        34,
        "resource.k8s.io/v1",
    ),
    removed("storagemigration.k8s.io/v1alpha1", &[], 35, "storagemigration.k8s.io/v1beta1"),
];

/// An API that is still served.
pub(super) struct Deprecated {
    api: &'static str,
    /// Empty: every kind of the version.
    kinds: &'static [&'static str],
    /// The minor version since which the server warns.
    pub(super) since: u32,
    /// The minor version that will have it no more, if one is named.
    pub(super) gone: Option<u32>,
    /// The API to use, or what to do.
    pub(super) instead: &'static str,
}

const fn deprecated_since(
    since: u32,
    gone: u32,
    api: &'static str,
    kinds: &'static [&'static str],
    instead: &'static str,
) -> Deprecated {
    let gone = if gone == 0 { None } else { Some(gone) };
    Deprecated { api, kinds, since, gone, instead }
}

const DEPRECATED: &[Deprecated] = &[
    deprecated_since(19, 0, "v1", &["ComponentStatus"], "ask each component for its health"),
    deprecated_since(
        33,
        0,
        "v1",
        &["Endpoints"],
        "write an EndpointSlice of `discovery.k8s.io/v1`",
    ),
    deprecated_since(
        31,
        34,
        "admissionregistration.k8s.io/v1beta1",
        &["ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding"],
        "admissionregistration.k8s.io/v1",
    ),
    deprecated_since(
        35,
        38,
        "admissionregistration.k8s.io/v1alpha1",
        &["MutatingAdmissionPolicy", "MutatingAdmissionPolicyBinding"],
        "admissionregistration.k8s.io/v1beta1",
    ),
    deprecated_since(
        37,
        40,
        "admissionregistration.k8s.io/v1beta1",
        &["MutatingAdmissionPolicy", "MutatingAdmissionPolicyBinding"],
        "admissionregistration.k8s.io/v1",
    ),
    deprecated_since(
        34,
        37,
        "certificates.k8s.io/v1alpha1",
        &["ClusterTrustBundle"],
        "certificates.k8s.io/v1beta1",
    ),
    deprecated_since(
        37,
        40,
        "certificates.k8s.io/v1beta1",
        &["ClusterTrustBundle", "PodCertificateRequest"],
        "certificates.k8s.io/v1",
    ),
    deprecated_since(
        35,
        38,
        "coordination.k8s.io/v1alpha2",
        &["LeaseCandidate"],
        "coordination.k8s.io/v1beta1",
    ),
    deprecated_since(
        36,
        39,
        "coordination.k8s.io/v1beta1",
        &["LeaseCandidate"],
        "keep it until a later version is served, and look at each release",
    ),
    deprecated_since(
        34,
        37,
        "networking.k8s.io/v1beta1",
        &["IPAddress", "ServiceCIDR"],
        "networking.k8s.io/v1",
    ),
    deprecated_since(
        36,
        39,
        "resource.k8s.io/v1alpha3",
        &["DeviceTaintRule"],
        "resource.k8s.io/v1beta2",
    ),
    deprecated_since(
        35,
        38,
        "resource.k8s.io/v1beta1",
        &["DeviceClass", "ResourceClaim", "ResourceClaimTemplate", "ResourceSlice"],
        "resource.k8s.io/v1",
    ),
    deprecated_since(
        36,
        39,
        "resource.k8s.io/v1beta2",
        &["DeviceClass", "ResourceClaim", "ResourceClaimTemplate", "ResourceSlice"],
        "resource.k8s.io/v1",
    ),
    deprecated_since(
        32,
        35,
        "storage.k8s.io/v1alpha1",
        &["VolumeAttributesClass"],
        "storage.k8s.io/v1beta1",
    ),
    deprecated_since(
        34,
        37,
        "storage.k8s.io/v1beta1",
        &["VolumeAttributesClass"],
        "storage.k8s.io/v1",
    ),
    deprecated_since(37, 40, "storagemigration.k8s.io/v1beta1", &[], "storagemigration.k8s.io/v1"),
];

/// What is known of an API that the target still serves and warns of.
pub(super) fn deprecated(
    api: &str,
    kind: &str,
    version: Kubernetes,
) -> Option<&'static Deprecated> {
    let minor = version.minor();
    DEPRECATED.iter().find(|each| {
        each.api == api
            && (each.kinds.is_empty() || each.kinds.contains(&kind))
            && each.since <= minor
            && each.gone.is_none_or(|gone| minor < gone)
    })
}

/// What is known of an API that the target serves no more.
fn removed_from(api: &str, kind: &str, version: Kubernetes) -> Option<&'static Removed> {
    TABLE.iter().find(|each| {
        each.api == api
            && each.minor <= version.minor()
            && (each.kinds.is_empty() || each.kinds.contains(&kind))
    })
}

/// Reports an API that the target no longer serves; whether it did.
pub(super) fn check(context: &mut Context<'_>, object: &Object) -> bool {
    let found = removed_from(&object.api, &object.kind, context.version);
    let Some(removed) = found else { return false };
    let spot = match entry(&object.root, "apiVersion") {
        Some(entry) => Spot::from(&entry.value),
        None => Spot { place: object.root.start(), width: 1 },
    };
    let message = format!(
        "`{}` of `{}` was removed in Kubernetes 1.{}",
        object.kind, object.api, removed.minor
    );
    let help = if removed.instead.is_empty() {
        "use the namespace labels of Pod Security admission".to_owned()
    } else {
        format!("write `apiVersion: {}`; some of the fields differ", removed.instead)
    };
    context.report(&REMOVED_API, spot, "apiVersion", message, help);
    true
}
