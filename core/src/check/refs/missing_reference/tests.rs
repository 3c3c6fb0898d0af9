use crate::check::tests::across::{STORES, one};
use crate::check::tests::edit;
use crate::check::tests::fixtures::{JOBS, WEB};
use crate::check::{Options, Source, check};
use crate::diagnostic::{Severity, Tier};

const POD: &str = "spec.template.spec";

#[test]
fn objects_that_are_named_are_there() {
    for (from, to, path) in [
        (
            "              service:\n                name: web",
            "              service:\n                name: wob",
            "spec.rules[0].http.paths[0].backend.service.name",
        ),
        (
            "            - configMapRef:\n                name: env",
            "            - configMapRef:\n                name: other",
            &format!("{POD}.containers[0].envFrom[0].configMapRef.name"),
        ),
        (
            "serviceAccountName: web",
            "serviceAccountName: wob",
            &format!("{POD}.serviceAccountName"),
        ),
        (
            "claimName: files",
            "claimName: file",
            &format!("{POD}.volumes[1].persistentVolumeClaim.claimName"),
        ),
    ] {
        edit(WEB, from, to, "missing-reference", path);
    }
    for (from, to, path) in [
        ("  kind: Role\n  name: \"shop:reader\"", "  kind: Role\n  name: reader", "roleRef.name"),
        ("serviceName: redis", "serviceName: other", "spec.serviceName"),
    ] {
        edit(JOBS, from, to, "missing-reference", path);
    }
    for (from, to, path) in [
        (
            "{name: vault, kind: SecretStore}",
            "{name: valt, kind: SecretStore}",
            "spec.secretStoreRef.name",
        ),
        ("cluster: {name: pg}", "cluster: {name: gp}", "spec.cluster.name"),
        ("priorityClassName: high", "priorityClassName: hihg", &format!("{POD}.priorityClassName")),
    ] {
        one(STORES, from, to, &format!("missing-reference {path}"));
    }
}

#[test]
fn hosts_of_addresses_are_services() {
    let env = format!("{POD}.containers[0].env");
    for (from, to, at) in [
        ("redis://redis:6379/0", "redis://rediss:6379/0", 3),
        ("pg-rw.shop.svc", "pg-wr.shop.svc", 4),
        ("postgres://pool/app", "postgres://pools/app", 5),
    ] {
        one(STORES, from, to, &format!("missing-reference {env}[{at}].value"));
    }
}

#[test]
fn what_may_be_in_the_cluster_is_a_warning() {
    let text = WEB.replace("serviceAccountName: web", "serviceAccountName: wob");
    let report = check(&[Source { path: "a.yml", text: &text }], &Options::default());
    let found = &report.diagnostics[0];
    assert_eq!((found.tier, found.severity), (Tier::Broken, Severity::Warning));
    assert!(!report.has_errors());
}

#[test]
fn claims_of_a_stateful_set_have_numbers() {
    let text = "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: redis}\nspec:\n  selector: {matchLabels: {app: redis}}\n  template:\n    metadata: {labels: {app: redis}}\n    spec: {containers: [{name: redis, image: \"redis:8\"}]}\n  volumeClaimTemplates: [{metadata: {name: data}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}]\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: look}\nspec:\n  containers: [{name: look, image: \"busybox:1\"}]\n  volumes: [{name: data, persistentVolumeClaim: {claimName: data-redis-0}}]\n";
    one(
        text,
        "claimName: data-redis-0",
        "claimName: data-redi-0",
        "missing-reference spec.volumes[0].persistentVolumeClaim.claimName",
    );
}
