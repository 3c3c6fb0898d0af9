//! Rules of one kind or one family of fields: each edit breaks a fixture without findings.

use super::fixtures::{JOBS, WEB};
use super::{edit, findings};
use crate::facts::Kubernetes;

const POD: &str = "spec.template.spec";

#[test]
fn pods_for_one_system_have_its_fields() {
    for (from, to, rule, rest) in [
        ("serviceAccountName: web", "os: {name: windows}", "windows", "securityContext.runAsUser"),
        ("serviceAccountName: web", "os: {name: plan9}", "choice", "os"),
        (
            "            periodSeconds: 10",
            "            periodSeconds: -1",
            "range",
            "containers[0].livenessProbe.periodSeconds",
        ),
        (
            "            periodSeconds: 10",
            "            successThreshold: 2",
            "range",
            "containers[0].livenessProbe.successThreshold",
        ),
        ("cpu: 250m", "cpu: -250m", "resources", "containers[0].resources.requests[cpu]"),
        ("memory: 256Mi", "memory: 1Gi", "resources", "containers[0].resources.requests"),
        ("subPath: shop", "subPath: ../shop", "volume", "containers[0].volumeMounts.subPath"),
        (
            "weight: 100",
            "weight: 101",
            "range",
            "affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight",
        ),
        ("operator: Exists", "operator: Equals", "choice", "tolerations[0].operator"),
        ("ip: 10.0.0.11", "ip: ten", "address", "hostAliases[0].ip"),
        ("emptyDir: {}", "emptyDir: {sizeLimit: -1}", "range", "volumes[0].emptyDir.sizeLimit"),
        ("emptyDir: {}", "hostPath: {path: ../x}", "volume", "volumes[0].hostPath.path"),
    ] {
        let path = format!("{POD}.{rest}");
        edit(WEB, from, to, rule, &path);
    }
}

#[test]
fn metadata_are_judged_for_every_kind() {
    let head = "kind: ConfigMap\nmetadata:\n  name: env\n";
    for (more, rule, path) in [
        ("  finalizers: [orphan, foregroundDeletion]\n", "finalizer", "metadata.finalizers"),
        ("  annotations: {a b: c}\n", "annotation", "metadata.annotations"),
        ("  labels: {a: b c}\n", "label", "metadata.labels"),
        (
            "  ownerReferences: [{apiVersion: v1, kind: Pod, name: '', uid: a}]\n",
            "owner",
            "metadata.ownerReferences.name",
        ),
    ] {
        edit(WEB, head, &format!("{head}{more}"), rule, path);
    }
}

/// A whole object of a kind that the fixtures lack: refused by this rule at this path, or not.
fn object(text: &str, version: Kubernetes) -> Vec<(&'static str, String)> {
    findings(text, version).into_iter().map(|(rule, path, _)| (rule, path)).collect()
}

#[test]
fn quotas_and_ranges_say_what_can_be() {
    let quota = |spec: &str| {
        let text =
            format!("apiVersion: v1\nkind: ResourceQuota\nmetadata:\n  name: all\nspec: {spec}\n");
        object(&text, Kubernetes::V1_36)
    };
    assert_eq!(quota("{hard: {pods: 10, requests.cpu: 4}}"), []);
    assert_eq!(quota("{hard: {pods: -1}}"), [("resources", "spec.hard[pods]".into())]);
    assert_eq!(quota("{hard: {pods: 1.5}}").len(), 1);
    assert_eq!(quota("{hard: {pods: 1}, scopes: [Terminating, NotTerminating]}")[0].0, "quota");
    let range = |limit: &str| {
        let text = format!(
            "apiVersion: v1\nkind: LimitRange\nmetadata:\n  name: all\nspec:\n  limits: [{limit}]\n"
        );
        object(&text, Kubernetes::V1_36)
    };
    assert_eq!(range("{type: Container, max: {cpu: 2}, min: {cpu: 1}}"), []);
    let turned = range("{type: Container, max: {cpu: 1}, min: {cpu: 2}}");
    assert!(turned.iter().any(|(_, path)| path == "spec.limits[0].min[cpu]"), "{turned:?}");
}

#[test]
fn templates_of_jobs_have_no_defaults() {
    let path = "spec.jobTemplate.spec.completions";
    let from = "  jobTemplate:\n    spec:\n";
    edit(JOBS, from, &format!("{from}      completionMode: Indexed\n"), "missing-field", path);
    let job = JOBS.replacen("backoffLimit: 0", "completionMode: Indexed", 1);
    assert_eq!(findings(&job, Kubernetes::V1_36), []);
    edit(
        JOBS,
        "backoffLimit: 0",
        "maxFailedIndexes: 1",
        "missing-field",
        "spec.backoffLimitPerIndex",
    );
    edit(JOBS, "Etc/UTC", "Europe/Bonn", "time-zone", "spec.timeZone");
}

#[test]
fn versions_differ() {
    let at = |text: &str, version| object(text, version);
    // Names of Services may begin with a digit since 1.36.
    let service =
        "apiVersion: v1\nkind: Service\nmetadata:\n  name: 7seas\nspec:\n  ports: [{port: 80}]\n";
    assert_eq!(at(service, Kubernetes::V1_35), [("name", "metadata.name".into())]);
    assert_eq!(at(service, Kubernetes::V1_36), []);
    // Blocks of addresses have no zeros in front since 1.36.
    let block = WEB.replacen("10.0.0.0/8", "010.0.0.0/8", 1);
    let cidr = "spec.ingress[0].from[0].ipBlock.cidr";
    assert!(at(&block, Kubernetes::V1_36).contains(&("cidr", cidr.into())));
    assert!(at(&block, Kubernetes::V1_35).iter().all(|(rule, _)| *rule == "odd-address"));
    // A container's own restart policy.
    let restart = WEB.replacen(
        "image: registry.example.com/shop:1",
        "image: a\n          restartPolicy: Never",
        1,
    );
    assert!(!at(&restart, Kubernetes::V1_33).is_empty());
}

/// The API server reads the status of a new object and drops it: it has to be readable, nothing more.
#[test]
fn a_status_has_to_be_readable_alone() {
    let of = |api: &str, kind: &str, spec: &str, status: &str| {
        let text = format!(
            "apiVersion: {api}\nkind: {kind}\nmetadata: {{name: a}}\nspec: {spec}\nstatus: {status}\n"
        );
        let mut found = findings(&text, Kubernetes::V1_36);
        found.retain(|(_, path, _)| path.starts_with("status"));
        found
    };
    let budget = |status| of("policy/v1", "PodDisruptionBudget", "{maxUnavailable: 1}", status);
    let class = |status| {
        let api = "gateway.networking.k8s.io/v1";
        of(api, "GatewayClass", "{controllerName: example.com/a}", status)
    };
    assert_eq!(budget("{currentHealthy: -1, conditions: [{type: '', status: Perhaps}]}"), []);
    for (status, rule, path) in [
        ("{healthy: 1}", "unknown-field", "status.healthy"),
        ("{expectedPods: two}", "wrong-type", "status.expectedPods"),
        ("{conditions: [{status: true}]}", "wrong-type", "status.conditions[0].status"),
        ("{disruptedPods: {a: today}}", "wrong-type", "status.disruptedPods[a]"),
        ("{expectedPods: 1, expectedPods: 1}", "duplicate-key", "status.expectedPods"),
    ] {
        let found = budget(status);
        assert_eq!(found, [(rule, path.to_owned(), 5)], "{status}");
    }
    // Of a custom kind's it reads the names alone.
    assert_eq!(class("{conditions: [{status: true, observedGeneration: many}]}"), []);
    assert_eq!(class("{conditions: none}"), []);
    for (status, path) in [
        ("{conditions: [{state: good}]}", "status.conditions[0].state"),
        ("{conditions: {state: good}}", "status.conditions.state"),
        ("{conditions: [[{type: Ready}]]}", "status.conditions[0][0].type"),
        ("{conditions: [{type: {is: good}}]}", "status.conditions[0].type.is"),
    ] {
        assert_eq!(class(status), [("unknown-field", path.to_owned(), 5)], "{status}");
    }
    assert_eq!(class("[.inf]"), [("wrong-type", "status[0]".to_owned(), 5)]);
}
