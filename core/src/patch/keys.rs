//! By what the items of a list are known, as the types of Kubernetes say it (`patchMergeKey` in k8s.io/api, read on
//! 2026-11-30; `tests/tests/patches.rs` compares with kubectl).

/// How a strategic merge patch changes a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum List {
    /// The patch's list takes its place.
    Replace,
    /// Texts are added that are not there yet.
    Add,
    /// Items are maps that are known by this key.
    By(&'static str),
}

/// The list under a key; `around` is the key of what is around it (`containers` for the `ports` of one).
pub(super) fn of(around: &str, key: &str) -> List {
    match (around, key) {
        (_, "containers" | "initContainers" | "env" | "volumes")
        | (_, "resourceClaims" | "schedulingGates" | "webhooks")
        | ("spec", "imagePullSecrets")
        | ("", "secrets") => List::By("name"),
        (_, "volumeMounts") => List::By("mountPath"),
        (_, "volumeDevices") => List::By("devicePath"),
        (_, "hostAliases") => List::By("ip"),
        (_, "topologySpreadConstraints") => List::By("topologyKey"),
        ("containers" | "initContainers", "ports") => List::By("containerPort"),
        ("spec", "ports") => List::By("port"),
        ("metadata", "ownerReferences") => List::By("uid"),
        ("metadata", "finalizers") => List::Add,
        _ => List::Replace,
    }
}

/// Whether Kubernetes itself has the types of an `apiVersion`. A patch of any other kind replaces lists, for the server
/// knows nothing of their items either.
pub(super) fn is_built_in(api_version: &str) -> bool {
    let group = api_version.split_once('/').map_or("", |(group, _)| group);
    matches!(group, "" | "apps" | "batch" | "autoscaling" | "policy")
        || group.ends_with(".k8s.io")
            && !matches!(
                group,
                "gateway.networking.k8s.io" | "snapshot.storage.k8s.io" | "metrics.k8s.io"
            )
}
