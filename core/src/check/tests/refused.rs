//! What the API server rejects.

use super::fixtures::{JOBS, WEB};
use super::{edit, findings};
use crate::facts::Kubernetes;

const POD: &str = "spec.template.spec";

#[test]
fn the_schema_is_strict() {
    for (from, to, rule, path) in [
        ("  minReadySeconds: 5", "  replica: 2", "unknown-field", "spec.replica"),
        ("  minReadySeconds: 5", "  replicas: two", "wrong-type", "spec.replicas"),
        ("  minReadySeconds: 5", "  replicas: \"2\"", "wrong-type", "spec.replicas"),
        ("  minReadySeconds: 5", "  replicas: 2\n  replicas: 3", "duplicate-key", "spec.replicas"),
        (
            "        tier: front\n    spec",
            "        tier: yes\n    spec",
            "wrong-type",
            "spec.template.metadata.labels[tier]",
        ),
        ("\"3000\"", "3000", "wrong-type", "spec.template.spec.containers[0].env[1].value"),
        (
            "cpu: 250m",
            "cpu: 250 m",
            "quantity",
            "spec.template.spec.containers[0].resources.requests[cpu]",
        ),
        (
            "protocol: TCP",
            "protocol: tcp",
            "choice",
            "spec.template.spec.containers[0].ports[0].protocol",
        ),
        (
            "        - name: rails\n",
            "        - tty: true\n",
            "missing-field",
            "spec.template.spec.containers[0].name",
        ),
        ("  type: ClusterIP", "  type: Cluster", "choice", "spec.type"),
        (
            "            pathType: Prefix\n",
            "",
            "missing-field",
            "spec.rules[0].http.paths[0].pathType",
        ),
    ] {
        edit(WEB, from, to, rule, path);
    }
    edit(JOBS, "aGVsbG8=", "hello!", "base64", "data[KEY]");
}

#[test]
fn fields_come_and_go_with_versions() {
    let text = WEB.replace(
        "      serviceAccountName: web",
        "      serviceAccountName: web\n      hostnameOverride: a",
    );
    assert_eq!(findings(&text, Kubernetes::V1_34), []);
    let found = findings(&text, Kubernetes::V1_33);
    assert_eq!(found[0].0, "field-version");
    assert_eq!(found[0].1, "spec.template.spec.hostnameOverride");
}

#[test]
fn kinds_and_versions_have_to_exist() {
    for (from, to, rule, path) in [
        ("policy/v1", "policy/v1beta1", "removed-api", "apiVersion"),
        ("kind: ServiceAccount", "kind: Deployment", "unknown-kind", "apiVersion"),
        ("kind: ServiceAccount", "kind: ServiceAcount", "unknown-kind", "kind"),
    ] {
        edit(WEB, from, to, rule, path);
    }
    let foreign = "apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata:\n  name: a\n";
    assert_eq!(findings(foreign, Kubernetes::V1_36), [("unknown-kind", "kind".into(), 2)]);
}

#[test]
fn names_have_shapes() {
    for (from, to, rule, path) in [
        (
            "kind: Deployment\nmetadata:\n  name: web",
            "kind: Deployment\nmetadata:\n  name: Web",
            "name",
            "metadata.name",
        ),
        (
            "kind: Deployment\nmetadata:\n  name: web",
            "kind: Deployment\nmetadata:\n  name:",
            "missing-field",
            "metadata.name",
        ),
        ("  labels:\n    app: web", "  labels:\n    app: we b", "label", "metadata.labels"),
        (
            "  labels:\n    app: web",
            "  annotations:\n    a b: web",
            "annotation",
            "metadata.annotations",
        ),
        ("name: rails", "name: Rails", "name", "spec.template.spec.containers[0].name"),
        (
            "            - name: http\n              containerPort",
            "            - name: http_1\n              containerPort",
            "name",
            "spec.template.spec.containers[0].ports[0].name",
        ),
        ("RAILS_ENV", "RAILS=ENV", "name", "spec.template.spec.containers[0].env[0].name"),
        ("  HOST: shop", "  HO*ST: shop", "config-key", "data[HO*ST]"),
        ("host: www.example.com", "host: www_example.com", "host", "spec.rules[0].host"),
    ] {
        edit(WEB, from, to, rule, path);
    }
    edit(
        JOBS,
        "name: digest\nspec",
        &format!("name: {}\nspec", "a".repeat(53)),
        "name",
        "metadata.name",
    );
    let service =
        "apiVersion: v1\nkind: Service\nmetadata:\n  name: 1web\nspec:\n  ports:\n    - port: 80\n";
    assert_eq!(findings(service, Kubernetes::V1_36), []);
    assert_eq!(findings(service, Kubernetes::V1_35)[0].1, "metadata.name");
}

#[test]
fn workloads_select_their_own_pods() {
    edit(
        WEB,
        "        app: web\n        tier: front",
        "        app: wob\n        tier: front",
        "selector",
        "spec.template.metadata.labels",
    );
    edit(
        WEB,
        "  selector:\n    matchLabels:\n      app: web\n  strategy",
        "  strategy",
        "missing-field",
        "spec.selector",
    );
    edit(
        WEB,
        "      maxSurge: 1",
        "      maxSurge: 0",
        "strategy",
        "spec.strategy.rollingUpdate.maxUnavailable",
    );
    edit(
        WEB,
        "    type: RollingUpdate",
        "    type: Recreate",
        "strategy",
        "spec.strategy.rollingUpdate",
    );
    edit(
        WEB,
        "minReadySeconds: 5",
        "minReadySeconds: 600",
        "strategy",
        "spec.progressDeadlineSeconds",
    );
    edit(
        WEB,
        "  minReadySeconds: 5",
        "  replicas: -2\n  minReadySeconds: 5",
        "range",
        "spec.replicas",
    );
    edit(
        WEB,
        "serviceAccountName: web",
        "restartPolicy: Never",
        "restart-policy",
        &format!("{POD}.restartPolicy"),
    );
    edit(
        JOBS,
        "maxUnavailable: 10%",
        "maxUnavailable: 0",
        "strategy",
        "spec.updateStrategy.rollingUpdate.maxUnavailable",
    );
    edit(
        JOBS,
        "maxUnavailable: 10%",
        "maxUnavailable: ten",
        "range",
        "spec.updateStrategy.rollingUpdate.maxUnavailable",
    );
    edit(JOBS, "serviceName: redis", "serviceName: Redis", "name", "spec.serviceName");
}

#[test]
fn pods_hold_together() {
    let container = format!("{POD}.containers[0]");
    for (from, to, rule, rest) in [
        ("          image: registry.example.com/shop:1\n", "", "missing-field", "image"),
        (
            "            - name: tmp\n",
            "            - name: temp\n",
            "missing-volume",
            "volumeMounts[0].name",
        ),
        ("mountPath: /files", "mountPath: /tmp", "duplicate-name", "volumeMounts[1].mountPath"),
        ("subPath: shop", "subPath: ../shop", "volume", "volumeMounts.subPath"),
        (
            "            periodSeconds: 10",
            "            exec: {command: [a]}\n            periodSeconds: 10",
            "probe",
            "livenessProbe.httpGet",
        ),
        ("periodSeconds: 10", "successThreshold: 2", "range", "livenessProbe.successThreshold"),
        ("containerPort: 3000", "containerPort: 70000", "range", "ports[0].containerPort"),
        (
            "              memory: 512Mi",
            "              memory: 128Mi",
            "resources",
            "resources.requests",
        ),
        (
            "              cpu: 250m",
            "              gpu: 250m",
            "resources",
            "resources.requests[gpu]",
        ),
        (
            "            allowPrivilegeEscalation: false",
            "            allowPrivilegeEscalation: false\n            privileged: true",
            "security-context",
            "securityContext",
        ),
        (
            "fieldPath: status.podIP",
            "fieldPath: status.ip",
            "choice",
            "env[2].valueFrom.fieldRef.fieldPath",
        ),
        (
            "            - configMapRef:\n                name: env",
            "            - prefix: A_",
            "environment",
            "envFrom",
        ),
        (
            "command: [sleep, \"5\"]",
            "command: []",
            "missing-field",
            "lifecycle.preStop.exec.command",
        ),
    ] {
        let (from, to) = (from, to);
        edit(WEB, from, to, rule, &format!("{container}.{rest}"));
    }
    for (from, to, rule, rest) in [
        (
            "        - name: tmp\n          emptyDir: {}",
            "        - name: files\n          emptyDir: {}",
            "duplicate-name",
            "volumes[1].name",
        ),
        (
            "          emptyDir: {}",
            "          emptyDir: {}\n          secret: {secretName: a}",
            "volume",
            "volumes[0].secret",
        ),
        (
            "        - name: wait",
            "        - name: rails",
            "duplicate-name",
            "initContainers[0].name",
        ),
        (
            "          command: [sleep, \"1\"]",
            "          readinessProbe: {exec: {command: [a]}}",
            "init-container",
            "initContainers[0].readinessProbe",
        ),
        ("runAsUser: 1000", "runAsUser: -1", "range", "securityContext.runAsUser"),
        (
            "type: RuntimeDefault",
            "type: Localhost",
            "missing-field",
            "securityContext.seccompProfile.localhostProfile",
        ),
        ("[10.0.0.10]", "[10.0.0.256]", "address", "dnsConfig.nameservers[0]"),
        (
            "[shop.example.com]\n      hostAliases",
            "[shop_]\n      hostAliases",
            "dns",
            "dnsConfig.searches[0]",
        ),
        ("ip: 10.0.0.11", "ip: here", "address", "hostAliases[0].ip"),
        (
            "          operator: Exists\n",
            "          operator: Exists\n          value: a\n",
            "toleration",
            "tolerations[0].operator",
        ),
        ("maxSkew: 1", "maxSkew: 0", "range", "topologySpreadConstraints[0].maxSkew"),
        (
            "weight: 100",
            "weight: 101",
            "range",
            "affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight",
        ),
        (
            "operator: In\n",
            "operator: Exists\n",
            "selector",
            "affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.labelSelector.matchExpressions[0].values",
        ),
    ] {
        edit(WEB, from, to, rule, &format!("{POD}.{rest}"));
    }
}

#[test]
fn jobs_end() {
    edit(
        JOBS,
        "      restartPolicy: Never\n",
        "",
        "restart-policy",
        "spec.template.spec.restartPolicy",
    );
    edit(
        JOBS,
        "restartPolicy: OnFailure",
        "restartPolicy: Always",
        "restart-policy",
        "spec.jobTemplate.spec.template.spec.restartPolicy",
    );
    let indexed = "completionMode: Indexed\n  parallelism: 2";
    edit(JOBS, "backoffLimit: 0", indexed, "missing-field", "spec.completions");
    edit(JOBS, "0 4 * * *", "0 24 * * *", "schedule", "spec.schedule");
    edit(JOBS, "Etc/UTC", "Local", "time-zone", "spec.timeZone");
    edit(
        JOBS,
        "concurrencyPolicy: Forbid",
        "concurrencyPolicy: Never",
        "choice",
        "spec.concurrencyPolicy",
    );
}

#[test]
fn the_rest_of_the_kinds() {
    for (from, to, rule, path) in [
        (
            "    - name: http\n      port: 80",
            "    - port: 81\n    - name: http\n      port: 80",
            "missing-field",
            "spec.ports[0].name",
        ),
        (
            "      targetPort: http",
            "      targetPort: http\n      nodePort: 30000",
            "service",
            "spec.ports[0].nodePort",
        ),
        ("- path: /\n", "- path: up\n", "ingress", "spec.rules[0].http.paths[0].path"),
        (
            "                port:\n                  number: 80\n",
            "",
            "missing-field",
            "spec.rules[0].http.paths[0].backend",
        ),
        ("[ReadWriteMany]", "[Often]", "choice", "spec.accessModes"),
        ("storage: 10Gi", "storage: 0", "range", "spec.resources[storage]"),
        ("  maxUnavailable: 1\n", "  maxUnavailable: 1\n  minAvailable: 1\n", "budget", "spec"),
        ("  maxUnavailable: 1\n", "  maxUnavailable: 101%\n", "range", "spec.maxUnavailable"),
        ("maxReplicas: 6", "maxReplicas: 1", "range", "spec.maxReplicas"),
        ("    - type: Resource", "    - type: Pods", "missing-field", "spec.metrics[0].pods"),
        (
            "          averageUtilization: 70\n",
            "",
            "missing-field",
            "spec.metrics[0].resource.target.averageUtilization",
        ),
        (
            "    apiVersion: apps/v1\n    kind: Deployment",
            "    apiVersion: v1\n    kind: Deployment",
            "target",
            "spec.scaleTargetRef.apiVersion",
        ),
        ("10.0.0.0/8", "10.0.0.0/33", "cidr", "spec.ingress[0].from[0].ipBlock.cidr"),
        ("10.1.0.0/16", "11.1.0.0/16", "cidr", "spec.ingress[0].from[0].ipBlock.except[0]"),
        ("endPort: 3001", "endPort: 2999", "range", "spec.ingress[0].ports[0].endPort"),
    ] {
        edit(WEB, from, to, rule, path);
    }
    for (from, to, rule, path) in [
        ("type: Opaque", "type: kubernetes.io/tls", "secret-type", "data[tls.crt]"),
        ("    resources: [pods]\n", "", "missing-field", "rules[0].resources"),
        ("  kind: Role\n", "  kind: User\n", "rbac", "roleRef.kind"),
        (
            "  - kind: ServiceAccount\n",
            "  - kind: ServiceAccount\n    apiGroup: rbac.authorization.k8s.io\n",
            "rbac",
            "subjects[0].apiGroup",
        ),
    ] {
        edit(JOBS, from, to, rule, path);
    }
}
