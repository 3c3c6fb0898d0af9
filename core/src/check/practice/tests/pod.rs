//! Rules about one pod or one object.

use super::of;

const POD: &str = "apiVersion: v1
kind: Pod
metadata:
  name: web
  namespace: shop
spec:
  serviceAccountName: shop
  automountServiceAccountToken: false
  initContainers:
    - name: wait
      image: shop:1
  containers:
    - name: web
      image: shop:1
      imagePullPolicy: IfNotPresent
      ports:
        - containerPort: 3000
      env:
        - name: PORT
          value: \"3000\"
      resources:
        requests:
          cpu: 250m
        limits:
          memory: 512Mi
      securityContext:
        readOnlyRootFilesystem: true
  volumes:
    - name: tmp
      emptyDir: {}
";

/// An edit of the pod gives exactly these findings of a rule, as "path line".
fn edit(rule: &str, from: &str, to: &str, expect: &[&str]) {
    assert_eq!(of(rule, POD), Vec::<String>::new(), "{rule}: the pod itself");
    assert_eq!(POD.matches(from).count(), 1, "`{from}` has to stand once");
    assert_eq!(of(rule, &POD.replacen(from, to, 1)), expect, "{rule}: {from} -> {to}");
}

const WEB: &str = "    - name: web\n      image: shop:1\n";
const CPU: &str = "        requests:\n          cpu: 250m\n";
const MEMORY: &str = "        limits:\n          memory: 512Mi\n";

#[test]
fn resources_are_asked_for() {
    edit("memory-limit", MEMORY, "", &["spec.containers[0].resources.limits.memory 21"]);
    edit(
        "memory-limit",
        "memory: 512Mi",
        "cpu: 1",
        &["spec.containers[0].resources.limits.memory 24"],
    );
    // A limit of the pod holds all of its containers.
    let pod_level = format!("  resources:\n    limits:\n      memory: 1Gi\n  containers:\n{WEB}");
    let text = POD.replacen(&format!("  containers:\n{WEB}"), &pod_level, 1);
    assert_eq!(of("memory-limit", &text.replacen(MEMORY, "", 1)), Vec::<String>::new());
    edit("cpu-request", CPU, "", &["spec.containers[0].resources.requests.cpu 21"]);
    edit(
        "cpu-request",
        CPU,
        "        requests:\n          memory: 1Mi\n",
        &["spec.containers[0].resources.requests.cpu 22"],
    );
    // A limit is a request where there is none.
    edit("cpu-request", &format!("{CPU}{MEMORY}"), "        limits:\n          cpu: 1\n", &[]);
}

#[test]
fn images_do_not_move() {
    let web = |image: &str| format!("    - name: web\n      image: {image}\n");
    for image in ["shop", "shop:latest", "registry:5000/shop"] {
        edit("image-tag", WEB, &web(image), &["spec.containers[0].image 14"]);
    }
    for image in ["shop@sha256:0a", "\"${IMAGE}\"", "registry:5000/shop:1"] {
        edit("image-tag", WEB, &web(image), &[]);
    }
    edit(
        "image-tag",
        "wait\n      image: shop:1",
        "wait\n      image: shop",
        &["spec.initContainers[0].image 11"],
    );
    let text = POD.replacen(WEB, &web("shop"), 1);
    assert_eq!(of("pull-policy", &text), ["spec.containers[0].imagePullPolicy 15"]);
    edit("pull-policy", "IfNotPresent", "Never", &["spec.containers[0].imagePullPolicy 15"]);
    edit("pull-policy", "IfNotPresent", "Always", &[]);
}

#[test]
fn ports_are_anyones() {
    let at = ["spec.containers[0].ports[0].containerPort 17"];
    edit("privileged-port", "3000\n      env", "80\n      env", &at);
    edit("privileged-port", "3000\n      env", "22\n      env", &[]);
    edit("ssh-port", "3000\n      env", "22\n      env", &at);
    let bind = "capabilities: {add: [NET_BIND_SERVICE]}\n        readOnlyRootFilesystem: true";
    let text = POD.replacen("3000\n      env", "80\n      env", 1);
    let text = text.replacen("readOnlyRootFilesystem: true", bind, 1);
    assert_eq!(of("privileged-port", &text), Vec::<String>::new());
}

#[test]
fn accounts_are_own() {
    let token = "  automountServiceAccountToken: false\n";
    let own = "  serviceAccountName: shop\n";
    edit("default-account", &format!("{own}{token}"), "", &["spec.automountServiceAccountToken 7"]);
    edit(
        "default-account",
        &format!("{own}{token}"),
        "  serviceAccountName: default\n",
        &["spec.automountServiceAccountToken 7"],
    );
    edit("default-account", token, "", &[]);
    edit("default-account", own, "", &[]);
    let quiet = "---\napiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: default\n  namespace: shop\nautomountServiceAccountToken: false\n";
    let text = POD.replacen(&format!("{own}{token}"), "", 1) + quiet;
    assert_eq!(of("default-account", &text), Vec::<String>::new());
    edit("old-account-field", "serviceAccountName", "serviceAccount", &["spec.serviceAccount 7"]);
}

#[test]
fn nodes_are_left_alone() {
    let mount = |path: &str| format!("hostPath: {{path: {path}}}");
    let at = ["spec.volumes[0].hostPath.path 30"];
    for path in ["/", "/etc", "/etc/kubernetes", "/proc", "/var/lib/kubelet", "/usr/"] {
        edit("sensitive-mount", "emptyDir: {}", &mount(path), &at);
    }
    for path in ["/var/log", "/opt/shop", "/etcetera", "/var/lib/docker/containers"] {
        edit("sensitive-mount", "emptyDir: {}", &mount(path), &[]);
    }
    for path in ["/var/run/docker.sock", "/run/containerd/containerd.sock", "/var/run"] {
        edit("docker-socket", "emptyDir: {}", &mount(path), &at);
    }
}

#[test]
fn roots_are_read_only() {
    let at = ["spec.containers[0].securityContext.readOnlyRootFilesystem 26"];
    edit("writable-root", "readOnlyRootFilesystem: true", "runAsUser: 1000", &at);
    // Whoever writes it has thought about it.
    edit("writable-root", "Filesystem: true", "Filesystem: false", &[]);
}

#[test]
fn namespaces_are_own() {
    edit("default-namespace", "namespace: shop", "namespace: default", &["metadata.namespace 5"]);
    edit("default-namespace", "  namespace: shop\n", "", &[]);
}

#[test]
fn old_apis_are_told_by_version() {
    use crate::check::{Source, check};
    use crate::facts::Kubernetes;
    for (api, kind, version, expect) in [
        ("v1", "Endpoints", Kubernetes::V1_36, Some("deprecated-api")),
        ("resource.k8s.io/v1beta1", "DeviceClass", Kubernetes::V1_34, None),
        ("resource.k8s.io/v1beta1", "DeviceClass", Kubernetes::V1_35, Some("deprecated-api")),
        (
            "storage.k8s.io/v1beta1",
            "VolumeAttributesClass",
            Kubernetes::V1_36,
            Some("deprecated-api"),
        ),
        ("storage.k8s.io/v1beta1", "VolumeAttributesClass", Kubernetes::V1_37, Some("removed-api")),
        ("apiregistration.k8s.io/v1beta1", "APIService", Kubernetes::V1_33, Some("removed-api")),
        ("networking.k8s.io/v1beta1", "Ingress", Kubernetes::V1_33, Some("removed-api")),
        ("apps/v1", "Deployment", Kubernetes::V1_37, None),
    ] {
        let text = format!("apiVersion: {api}\nkind: {kind}\nmetadata:\n  name: a\n");
        let report = check(&[Source { path: "a.yml", text: &text }], &super::options(version));
        let found = report.diagnostics.iter().find(|each| each.rule.name.ends_with("-api"));
        let found = found.map(|each| (each.rule.name, each.path.as_str(), each.place.line));
        assert_eq!(found, expect.map(|rule| (rule, "apiVersion", 1)), "{api} {kind}");
    }
}

#[test]
fn rights_are_few() {
    let role = |rule: &str| {
        format!(
            "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: a\nrules:\n  - {rule}\n"
        )
    };
    for (name, rule, expect) in [
        (
            "wildcard-right",
            "{apiGroups: [\"*\"], resources: [pods], verbs: [get]}",
            "rules[0].apiGroups[0] 6",
        ),
        (
            "wildcard-right",
            "{apiGroups: [\"\"], resources: [a, \"*\"], verbs: [get]}",
            "rules[0].resources[1] 6",
        ),
        (
            "secret-access",
            "{apiGroups: [\"\"], resources: [secrets], verbs: [watch]}",
            "rules[0].resources[0] 6",
        ),
        (
            "pod-entry",
            "{apiGroups: [\"\"], resources: [pods/attach], verbs: [get]}",
            "rules[0].resources[0] 6",
        ),
        (
            "pod-creation",
            "{apiGroups: [\"\"], resources: [pods], verbs: [create]}",
            "rules[0].resources[0] 6",
        ),
        (
            "right-escalation",
            "{apiGroups: [\"\"], resources: [users], verbs: [impersonate]}",
            "rules[0].verbs[0] 6",
        ),
    ] {
        assert_eq!(of(name, &role(rule)), [expect], "{rule}");
    }
    for (name, rule) in [
        ("secret-access", "{apiGroups: [\"\"], resources: [secrets], verbs: [create]}"),
        ("secret-access", "{apiGroups: [example.com], resources: [secrets], verbs: [get]}"),
        ("pod-creation", "{apiGroups: [\"\"], resources: [pods], verbs: [delete]}"),
        ("pod-entry", "{apiGroups: [\"\"], resources: [pods/log], verbs: [get]}"),
    ] {
        assert_eq!(of(name, &role(rule)), Vec::<String>::new(), "{rule}");
    }
}
