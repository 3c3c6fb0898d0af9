//! What a server refuses or warns about, our checker does too.

use crate::server::{Server, Verdict};
use linkspan_core::check::{Options, Source, check};
use linkspan_core::diagnostic::Tier;
use linkspan_core::internal::facts::Kubernetes;
use std::fs;

/// Something of most kinds, each edited below into what a server refuses or warns about.
const SOUND: &str = "\
apiVersion: v1
kind: ConfigMap
metadata:
  name: web-env
data:
  RAILS_ENV: production
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  labels:
    app: web
spec:
  replicas: 2
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: rails
          image: example.com/shop:1
          envFrom:
            - configMapRef:
                name: web-env
          env:
            - name: PORT
              value: \"3000\"
          ports:
            - name: http
              containerPort: 3000
          readinessProbe:
            httpGet:
              path: /up
              port: http
          resources:
            requests:
              cpu: 250m
              memory: 512Mi
            limits:
              memory: 1Gi
          volumeMounts:
            - name: tmp
              mountPath: /tmp
      volumes:
        - name: tmp
          emptyDir: {}
---
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - name: http
      port: 80
      targetPort: http
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
spec:
  rules:
    - host: shop.example.com
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                name: web
                port:
                  name: http
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: web
spec:
  maxUnavailable: 1
  selector:
    matchLabels:
      app: web
---
apiVersion: batch/v1
kind: Job
metadata:
  name: migrate
spec:
  backoffLimit: 0
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: migrate
          image: example.com/shop:1
---
apiVersion: batch/v1
kind: CronJob
metadata:
  name: nightly
spec:
  schedule: \"0 3 * * *\"
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: nightly
              image: example.com/shop:1
";

#[test]
fn the_checker_judges_as_the_server_does() {
    let Some(server) = Server::for_dry_runs() else { return };
    let kubernetes = server.kubernetes();
    let edits = [
        ("", "", Verdict::Taken),
        ("  replicas: 2", "  replica: 2", Verdict::Refused),
        ("  replicas: 2", "  replicas: two", Verdict::Refused),
        ("  replicas: 2", "  replicas: -1", Verdict::Refused),
        ("  name: web-env\ndata", "  name: Web_env\ndata", Verdict::Refused),
        ("RAILS_ENV: production", "RAILS_ENV: true", Verdict::Refused),
        ("value: \"3000\"", "value: 3000", Verdict::Refused),
        ("cpu: 250m", "cpu: 250 m", Verdict::Refused),
        ("memory: 512Mi", "memory: 2Gi", Verdict::Refused),
        ("containerPort: 3000", "containerPort: 70000", Verdict::Refused),
        ("path: /up\n              port: http", "path: /up", Verdict::Refused),
        ("            - name: tmp\n", "            - name: temp\n", Verdict::Refused),
        ("      labels:\n        app: web", "      labels:\n        app: wob", Verdict::Refused),
        (
            "            - name: PORT\n",
            "            - name: A\n              value: b\n              valueFrom:\n                fieldRef:\n                  fieldPath: status.podIP\n            - name: PORT\n",
            Verdict::Refused,
        ),
        ("            pathType: Prefix\n", "", Verdict::Refused),
        ("host: shop.example.com", "host: shop.example.com:443", Verdict::Refused),
        ("policy/v1", "policy/v1beta1", Verdict::Refused),
        ("  maxUnavailable: 1", "  maxUnavailable: 1\n  minAvailable: 1", Verdict::Refused),
        (
            "  backoffLimit: 0\n  template:\n    spec:\n      restartPolicy: Never",
            "  template:\n    spec:\n      restartPolicy: Always",
            Verdict::Refused,
        ),
        ("0 3 * * *", "0 25 * * *", Verdict::Refused),
        ("0 3 * * *", "TZ=UTC 0 3 * * *", Verdict::Refused),
        ("    app: web\n  ports", "    app: wob\n  ports", Verdict::Taken),
        (
            "image: example.com/shop:1\n          envFrom",
            "image: \"\"\n          envFrom",
            Verdict::Refused,
        ),
        (
            "              path: /up\n",
            "              path: /up\n            tcpSocket:\n              port: 1\n",
            Verdict::Refused,
        ),
        (
            "              port: http\n          resources",
            "              port: http\n            periodSeconds: 0\n          resources",
            Verdict::Taken,
        ),
        (
            "              port: http\n          resources",
            "              port: http\n            periodSeconds: -1\n          resources",
            Verdict::Refused,
        ),
        (
            "            - name: http\n              containerPort: 3000",
            "            - name: a-very-long-port-name\n              containerPort: 3000",
            Verdict::Refused,
        ),
        (
            "            - name: http\n              containerPort: 3000\n",
            "            - name: http\n              containerPort: 3000\n            - name: http\n              containerPort: 3001\n",
            Verdict::Refused,
        ),
        ("            - name: PORT\n", "            - name: 1=2\n", Verdict::Refused),
        (
            "  replicas: 2",
            "  replicas: 2\n  strategy:\n    type: Recreate\n    rollingUpdate:\n      maxSurge: 1",
            Verdict::Refused,
        ),
        (
            "  replicas: 2",
            "  replicas: 2\n  strategy:\n    rollingUpdate:\n      maxSurge: 0\n      maxUnavailable: 0",
            Verdict::Refused,
        ),
        ("  replicas: 2", "  replicas: 2\n  minReadySeconds: 700", Verdict::Refused),
        (
            "          emptyDir: {}",
            "          emptyDir: {}\n          secret:\n            secretName: a",
            Verdict::Refused,
        ),
        (
            "        - name: tmp\n          emptyDir: {}",
            "        - name: tmp\n          emptyDir: {}\n        - name: tmp\n          emptyDir: {}",
            Verdict::Refused,
        ),
        ("    - name: http\n      port: 80", "    - name: http\n      port: 0", Verdict::Refused),
        ("      targetPort: http\n", "      targetPort: http\n    - port: 443\n", Verdict::Refused),
        (
            "  selector:\n    app: web\n  ports",
            "  type: ExternalName\n  selector:\n    app: web\n  ports",
            Verdict::Refused,
        ),
        ("          - path: /\n", "          - path: up\n", Verdict::Refused),
        ("pathType: Prefix", "pathType: prefix", Verdict::Refused),
        (
            "                port:\n                  name: http",
            "                port:\n                  name: http\n                  number: 80",
            Verdict::Refused,
        ),
        ("  rules:\n", "  tls:\n    - hosts: [\"*.*.example.com\"]\n  rules:\n", Verdict::Refused),
        (
            "  name: web\nspec:\n  rules",
            "  name: web\n  annotations:\n    kubernetes.io/ingress.class: nginx\nspec:\n  rules",
            Verdict::Warned,
        ),
        (
            "  backoffLimit: 0\n  template",
            "  backoffLimit: 0\n  completions: -1\n  template",
            Verdict::Refused,
        ),
        (
            "  schedule: \"0 3 * * *\"",
            "  schedule: \"@daily\"\n  concurrencyPolicy: Never",
            Verdict::Refused,
        ),
        (
            "  name: nightly\nspec",
            "  name: a-name-that-is-too-long-for-a-cron-job-because-its-jobs-add-to-it\nspec",
            Verdict::Refused,
        ),
        (
            "      containers:\n        - name: rails",
            "      securityContext:\n        runAsUser: -1\n      containers:\n        - name: rails",
            Verdict::Refused,
        ),
        ("    app: web\nspec:\n  replicas", "    app: -web\nspec:\n  replicas", Verdict::Refused),
        ("  RAILS_ENV: production", "  RAILS ENV: production", Verdict::Refused),
        ("apps/v1", "apps/v1beta2", Verdict::Refused),
        // What the server reads of a status, and drops.
        (
            "kind: PodDisruptionBudget\n",
            "kind: PodDisruptionBudget\nstatus: {currentHealthy: -1, conditions: [{}]}\n",
            Verdict::Taken,
        ),
        (
            "kind: PodDisruptionBudget\n",
            "kind: PodDisruptionBudget\nstatus: {healthy: 1}\n",
            Verdict::Refused,
        ),
        (
            "kind: PodDisruptionBudget\n",
            "kind: PodDisruptionBudget\nstatus: {currentHealthy: one}\n",
            Verdict::Refused,
        ),
    ];
    let mut apart = Vec::new();
    for (from, to, expect) in edits {
        assert!(from.is_empty() || SOUND.matches(from).count() == 1, "{from}");
        let text = if from.is_empty() { SOUND.to_owned() } else { SOUND.replace(from, to) };
        let (server, told) = server.verdict(&text);
        let (ours, found) = our_verdict(&text, kubernetes);
        if server != expect || ours != expect {
            apart.push(format!(
                "`{to}`: expected {expect:?}\nserver: {server:?}: {told}ours: {ours:?}: {found:?}"
            ));
        }
    }
    assert!(apart.is_empty(), "{}", apart.join("\n\n"));
}

/// kubectl reads a file before it sends it, and forgets a key that stands twice; the server does not.
#[test]
fn a_key_that_stands_twice_is_refused() {
    let Some(server) = Server::for_dry_runs() else { return };
    let text = r#"{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"K":"a","K":"b"}}"#;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.json");
    fs::write(&file, text).unwrap();
    let path = "/api/v1/namespaces/default/configmaps?dryRun=All&fieldValidation=Strict";
    let args = ["create", "--raw", path, "-f", file.to_str().unwrap()];
    let output = server.command(&args).output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.contains("strict decoding error: duplicate field \"data.K\""), "{told}");
    assert_eq!(our_verdict(text, server.kubernetes()), (Verdict::Refused, vec!["duplicate-key"]));
}

/// What the checker says that a server does; what it finds beside that is not the server's.
fn our_verdict(text: &str, kubernetes: Kubernetes) -> (Verdict, Vec<&'static str>) {
    let report =
        check(&[Source { path: "a.yml", text }], &Options { kubernetes, ..Options::default() });
    let rules = report.diagnostics.iter().map(|each| each.rule.name).collect();
    let has = |tier: Tier| report.diagnostics.iter().any(|each| each.tier == tier);
    let verdict = match (has(Tier::Refused), has(Tier::Warned)) {
        (true, _) => Verdict::Refused,
        (false, true) => Verdict::Warned,
        (false, false) => Verdict::Taken,
    };
    (verdict, rules)
}
