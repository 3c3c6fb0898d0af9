//! APIs that Kubernetes no longer serves. Source: the deprecated API migration guide and the
//! differences between the OpenAPI files of 1.33 to 1.37, read 2026-11-23.

use super::context::{Context, Spot, entry};
use super::object::Object;

struct Removed {
    api: &'static str,
    /// Empty: every kind of the version.
    kinds: &'static [&'static str],
    /// The minor version that has it no more.
    minor: u32,
    instead: &'static str,
}

const WORKLOADS: &[&str] =
    &["Deployment", "DaemonSet", "ReplicaSet", "StatefulSet", "ControllerRevision", "Scale"];

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
    removed("extensions/v1beta1", &["NetworkPolicy", "Ingress"], 22, "networking.k8s.io/v1"),
    removed("extensions/v1beta1", &["PodSecurityPolicy"], 16, ""),
    removed("apps/v1beta1", &[], 16, "apps/v1"),
    removed("apps/v1beta2", &[], 16, "apps/v1"),
    removed("networking.k8s.io/v1beta1", &["Ingress", "IngressClass"], 22, "networking.k8s.io/v1"),
    removed("networking.k8s.io/v1beta1", &["IPAddress", "ServiceCIDR"], 37, "networking.k8s.io/v1"),
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
    removed("policy/v1beta1", &["PodDisruptionBudget"], 25, "policy/v1"),
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

/// Reports an API that the target no longer serves; whether it did.
pub(super) fn check(context: &mut Context<'_>, object: &Object) -> bool {
    let minor = context.version.minor();
    let found = TABLE.iter().find(|each| {
        each.api == object.api
            && each.minor <= minor
            && (each.kinds.is_empty() || each.kinds.contains(&object.kind.as_str()))
    });
    let Some(removed) = found else { return false };
    let spot = match entry(&object.root, "apiVersion") {
        Some(entry) => Spot::from(&entry.value),
        None => Spot { place: object.root.start, width: 1 },
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
    context.refused("removed-api", spot, "apiVersion", message, help);
    true
}
