//! A real API server judges: every golden bundle is posted to it, what it refuses our checker refuses too, and
//! `deploy.sh` and DEPLOY.md work with it as they stand. `cargo xtask cluster run --judge -- cargo test -p
//! linkspan-tests --test live` starts one; without one nothing is judged, loudly.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "a test fails by a panic, its helpers too"
)]

use linkspan_core::check::{Options, Source, check};
use linkspan_core::diagnostic::Tier;
use linkspan_core::facts::Kubernetes;
use linkspan_core::generate;
use linkspan_tests::{apps, files_below, here};
use serde_yaml::Value;
use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

/// The API server, one test at a time: bundles share namespaces.
struct Server {
    kubectl: PathBuf,
    kubeconfig: PathBuf,
    _turn: MutexGuard<'static, ()>,
}

/// What an API server makes of a manifest.
#[derive(Debug, PartialEq, Eq)]
enum Verdict {
    Refused,
    Warned,
    Taken,
}

impl Server {
    /// The one that the environment names.
    fn find() -> Option<Self> {
        static TURN: Mutex<()> = Mutex::new(());
        let Some(kubeconfig) = std::env::var_os("LINKSPAN_JUDGE_KUBECONFIG") else {
            assert!(
                !linkspan_tests::is_ci(),
                "CI has an API server: `cargo xtask test` starts one"
            );
            // Past the test runner, which keeps the words of a test that passes.
            let mut stderr = std::io::stderr();
            let how = "`cargo xtask cluster run --judge -- COMMAND` gives one";
            writeln!(stderr, "SKIPPED: no API server to judge: {how}").unwrap();
            return None;
        };
        let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        let kubectl = std::env::var_os("LINKSPAN_KUBECTL").unwrap_or_else(|| "kubectl".into());
        let server = Self { kubectl: kubectl.into(), kubeconfig: kubeconfig.into(), _turn: turn };
        assert_eq!(server.good(&["get", "--raw", "/readyz"]), "ok");
        Some(server)
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(&self.kubectl);
        command.args(args).env("KUBECONFIG", &self.kubeconfig).stdin(Stdio::null());
        command
    }

    /// A call that has to succeed, and to pass without a warning.
    fn good(&self, args: &[&str]) -> String {
        let (said, told) = self.call(args);
        assert!(!told.contains("Warning:"), "kubectl {args:?}: {told}");
        said
    }

    /// A call that has to succeed, and both its streams.
    fn call(&self, args: &[&str]) -> (String, String) {
        let output = self.command(args).output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "kubectl {args:?}: {told}");
        (String::from_utf8(output.stdout).unwrap(), told)
    }

    /// Posts manifests as deploy.sh does, with no field passed over.
    fn apply(&self, path: &Path, more: &[&str]) -> String {
        let path = path.to_str().unwrap();
        let mut args = vec!["apply", "--server-side", "--force-conflicts"];
        args.extend(["--field-manager=linkspan", "--validate=strict", "-f", path]);
        args.extend(more);
        self.good(&args)
    }

    /// Makes what is made anew each time, as deploy.sh does.
    fn create(&self, path: &Path, more: &[&str]) -> String {
        let mut args = vec!["create", "--validate=strict", "-f", path.to_str().unwrap()];
        args.extend(more);
        self.good(&args)
    }

    fn verdict(&self, text: &str) -> (Verdict, String) {
        let mut child = self
            .command(&["apply", "--server-side", "--dry-run=server", "--validate=strict"])
            .args(["--namespace=default", "-f", "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!told.contains("connect"), "{told}");
        let verdict = match (output.status.success(), told.contains("Warning:")) {
            (false, _) => Verdict::Refused,
            (true, true) => Verdict::Warned,
            (true, false) => Verdict::Taken,
        };
        (verdict, told)
    }

    /// Removes a namespace and all in it, which takes controllers elsewhere.
    fn empty(&self, namespace: &str) {
        if self.good(&["get", "namespace", namespace, "--ignore-not-found"]).is_empty() {
            return;
        }
        let kinds = self.good(&[
            "api-resources",
            "--verbs=delete,list,patch",
            "--namespaced",
            "-o",
            "name",
        ]);
        let kinds = kinds.lines().collect::<Vec<_>>().join(",");
        let within = format!("--namespace={namespace}");
        // Some kinds are there for old times' sake, with a warning.
        self.call(&["delete", &kinds, "--all", &within, "--wait=false"]);
        let rest = || self.call(&["get", &kinds, &within, "-o", "name"]).0;
        for name in rest().lines() {
            let none = r#"{"metadata":{"finalizers":null}}"#;
            self.command(&["patch", name, &within, "--type=merge", "-p", none]).output().unwrap();
        }
        assert_eq!(rest(), "");
        self.good(&["delete", "namespace", namespace, "--wait=false"]);
        let path = format!("/api/v1/namespaces/{namespace}/finalize");
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("namespace.json");
        let bare = format!(
            r#"{{"apiVersion":"v1","kind":"Namespace","metadata":{{"name":"{namespace}"}}}}"#
        );
        fs::write(&file, bare).unwrap();
        self.good(&["replace", "--raw", &path, "-f", file.to_str().unwrap()]);
        assert_eq!(self.good(&["get", "namespace", namespace, "--ignore-not-found"]), "");
    }

    fn kubernetes(&self) -> Kubernetes {
        let text = self.good(&["get", "--raw", "/version"]);
        let version: Value = serde_yaml::from_str(&text).unwrap();
        Kubernetes::parse(version["gitVersion"].as_str().unwrap()).unwrap()
    }
}

fn documents(text: &str) -> Vec<Value> {
    text.split("\n---\n").map(|each| serde_yaml::from_str(each).unwrap()).collect()
}

/// What has a name and can be applied: all but the console and the task.
fn applied(folder: &Path) -> Vec<PathBuf> {
    let migrate = Some(folder.join("jobs/migrate.yml")).filter(|path| path.exists());
    [folder.to_owned(), folder.join("release")].into_iter().chain(migrate).collect()
}

/// The versions of a folder's objects, to see whether something changed them. A generation above one is a change of
/// what was asked for.
fn versions(server: &Server, namespace: &str, folder: &Path) -> String {
    let columns = "custom-columns=KIND:.kind,NAME:.metadata.name,VERSION:.metadata.resourceVersion,GENERATION:.metadata.generation";
    let within = format!("--namespace={namespace}");
    let paths = applied(folder);
    let mut args = vec!["get", &within, "-o", columns];
    args.extend(paths.iter().flat_map(|path| ["-f", path.to_str().unwrap()]));
    server.good(&args)
}

#[test]
fn every_golden_bundle_is_taken() {
    let Some(server) = Server::find() else { return };
    for (app, _) in apps().unwrap() {
        let folder = here().join("golden").join(&app).join("bundle/config/kube");
        let namespace_file = folder.join("namespace.yml");
        let namespace = documents(&fs::read_to_string(&namespace_file).unwrap());
        let namespace = namespace[0]["metadata"]["name"].as_str().unwrap().to_owned();
        server.empty(&namespace);
        server.apply(&namespace_file, &["--dry-run=server"]);
        server.apply(&namespace_file, &[]);
        let paths = applied(&folder);
        for more in [&["--dry-run=server"][..], &[]] {
            paths.iter().for_each(|path| drop(server.apply(path, more)));
            for each in ["jobs/console.yml", "jobs/task.yml"] {
                server.create(&folder.join(each), more);
            }
        }
        // The server completes a volume claim when it is applied again, once.
        paths.iter().for_each(|path| drop(server.apply(path, &[])));
        let before = versions(&server, &namespace, &folder);
        assert!(
            before.lines().skip(1).all(|line| line.ends_with(" 1") || line.ends_with(" <none>")),
            "{app}:\n{before}"
        );
        paths.iter().for_each(|path| drop(server.apply(path, &[])));
        assert_eq!(before, versions(&server, &namespace, &folder), "{app}: applied twice");
        for path in files_below(&folder).unwrap() {
            for object in documents(&fs::read_to_string(folder.join(&path)).unwrap()) {
                pod_is_let_in(&server, &namespace, &object);
            }
        }
        server.empty(&namespace);
    }
}

/// A workload is taken whatever its pods are; whether the namespace lets them in shows when one is made.
fn pod_is_let_in(server: &Server, namespace: &str, object: &Value) {
    let run = &object["spec"]["jobTemplate"]["spec"]["template"];
    let template = if run.is_null() { &object["spec"]["template"] } else { run };
    if template.is_null() {
        return;
    }
    let mut pod = template.clone();
    pod["apiVersion"] = "v1".into();
    pod["kind"] = "Pod".into();
    pod["metadata"]["name"] = "judged".into();
    pod["metadata"]["namespace"] = namespace.into();
    if pod["spec"]["restartPolicy"].is_null() {
        pod["spec"]["restartPolicy"] = "Always".into();
    }
    // The volumes that a StatefulSet gives to each of its pods.
    let claims = object["spec"]["volumeClaimTemplates"].as_sequence();
    for claim in claims.into_iter().flatten() {
        let name = claim["metadata"]["name"].as_str().unwrap();
        let volume =
            format!("{{name: {name}, persistentVolumeClaim: {{claimName: {name}-judged}}}}");
        let volumes = pod["spec"]["volumes"].as_sequence_mut().unwrap();
        volumes.push(serde_yaml::from_str(&volume).unwrap());
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("pod.json");
    fs::write(&file, serde_json::to_string(&pod).unwrap()).unwrap();
    server.apply(&file, &["--dry-run=server"]);
}

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
    let Some(server) = Server::find() else { return };
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
    let Some(server) = Server::find() else { return };
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
    let report = check(&[Source { path: "a.yml", text }], &Options { kubernetes });
    let rules = report.diagnostics.iter().map(|each| each.rule).collect();
    let has = |tier: Tier| report.diagnostics.iter().any(|each| each.tier == tier);
    let verdict = match (has(Tier::Refused), has(Tier::Warned)) {
        (true, _) => Verdict::Refused,
        (false, true) => Verdict::Warned,
        (false, false) => Verdict::Taken,
    };
    (verdict, rules)
}

/// A docker that succeeds, and leaves the login that `docker login` leaves.
const DOCKER: &str = r#"#!/usr/bin/env bash
echo "docker $*"
[[ "$1" != login ]] || echo '{"auths":{}}' >"$DOCKER_CONFIG/config.json"
"#;

/// A checkout of a golden app, with the programs that deploy.sh calls.
struct Checkout {
    folder: tempfile::TempDir,
}

impl Checkout {
    fn of(spec: &str, server: &Server) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (path, file) in &generate(spec).bundle.files {
            let to = folder.path().join("app").join(path);
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            fs::write(&to, file.text()).unwrap();
            fs::set_permissions(&to, fs::Permissions::from_mode(file.mode.bits())).unwrap();
        }
        let bin = folder.path().join("bin");
        fs::create_dir(&bin).unwrap();
        fs::write(bin.join("docker"), DOCKER).unwrap();
        fs::set_permissions(bin.join("docker"), fs::Permissions::from_mode(0o755)).unwrap();
        if server.kubectl.is_absolute() {
            std::os::unix::fs::symlink(&server.kubectl, bin.join("kubectl")).unwrap();
        }
        fs::write(folder.path().join("app/config/master.key"), "0123\n").unwrap();
        fs::write(folder.path().join("app/.gitignore"), "config/master.key\n").unwrap();
        Self { folder }
    }

    /// Runs a script in the app's folder, as a person who types this when it waits.
    fn bash(&self, server: &Server, script: &str, typed: &str) -> Output {
        let path = std::env::var("PATH").unwrap();
        let mut child = Command::new("bash")
            .args(["-euo", "pipefail", "-c", script])
            .current_dir(self.folder.path().join("app"))
            .env("PATH", format!("{}:{path}", self.folder.path().join("bin").display()))
            .env("KUBECONFIG", &server.kubeconfig)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A script that reads nothing has gone away.
        let _ = child.stdin.take().unwrap().write_all(typed.as_bytes());
        child.wait_with_output().unwrap()
    }

    fn works(&self, server: &Server, script: &str, typed: &str) -> String {
        let output = self.bash(server, script, typed);
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{script}\n{told}");
        assert!(!told.contains("Warning:"), "{script}\n{told}");
        String::from_utf8(output.stdout).unwrap()
    }
}

/// The commands of a part of DEPLOY.md, one block after another.
fn commands(document: &str, part: &str) -> Vec<String> {
    let start = document.find(&format!("\n## {part}\n")).unwrap() + 4;
    let rest = &document[start..];
    let text = &rest[..rest.find("\n## ").unwrap_or(rest.len())];
    let blocks = text.split("```bash\n").skip(1);
    blocks.map(|block| block.split("```").next().unwrap().to_owned()).collect()
}

/// Does what controllers do elsewhere, until told to stop: every Job completes, every Deployment is rolled out.
fn play_controllers(server: &Server, namespace: &str, stop: &AtomicBool) {
    const JOB: &str = r#"{"status":{"succeeded":1,"startTime":"2026-01-01T00:00:00Z",
        "completionTime":"2026-01-01T00:00:01Z","conditions":[
        {"type":"SuccessCriteriaMet","status":"True","lastTransitionTime":"2026-01-01T00:00:01Z"},
        {"type":"Complete","status":"True","lastTransitionTime":"2026-01-01T00:00:01Z"}]}}"#;
    let within = format!("--namespace={namespace}");
    let get = |kind: &str, columns: &str| server.good(&["get", kind, &within, "-o", columns]);
    let patch = |what: &str, more: &[&str]| {
        let mut args = vec!["patch", what, &within, "--type=merge"];
        args.extend(more);
        let output = server.command(&args).output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() || told.contains("not found"), "{told}");
    };
    while !stop.load(Ordering::Relaxed) {
        let jobs = r#"jsonpath={range .items[*]}{.metadata.name} {.status.succeeded}{"\n"}{end}"#;
        for job in get("jobs", jobs).lines().filter_map(|line| line.strip_suffix(' ')) {
            patch(&format!("job/{job}"), &["--subresource=status", "-p", JOB]);
        }
        let deployments = r#"jsonpath={range .items[*]}{.metadata.name} {.metadata.generation} {.status.observedGeneration} {.spec.replicas}{"\n"}{end}"#;
        for line in get("deployments", deployments).lines() {
            let words: Vec<&str> = line.split(' ').collect();
            let [name, generation, observed, replicas] = words[..] else { panic!("{line}") };
            if generation == observed {
                continue;
            }
            let what = format!("deployment/{name}");
            let status = format!(
                r#"{{"status":{{"observedGeneration":{generation},"replicas":{replicas},"updatedReplicas":{replicas},
                "readyReplicas":{replicas},"availableReplicas":{replicas}}}}}"#
            );
            patch(&what, &["--subresource=status", "-p", &status]);
        }
    }
}

#[test]
fn a_release_goes_out_as_deploy_md_says() {
    let Some(server) = Server::find() else { return };
    for (app, spec) in apps().unwrap() {
        let checkout = Checkout::of(&spec, &server);
        let read =
            |path: &str| fs::read_to_string(checkout.folder.path().join("app").join(path)).unwrap();
        let document = read("DEPLOY.md");
        let namespace = documents(&read("config/kube/namespace.yml"));
        let namespace = namespace[0]["metadata"]["name"].as_str().unwrap().to_owned();
        server.empty(&namespace);
        let git = "git init -q . && git add -A && git -c user.name=a -c user.email=a@example.com commit -qm";
        checkout.works(&server, &format!("{git} one"), "");

        let mut blocks = commands(&document, "Once");
        blocks.extend(commands(&document, "Secrets"));
        blocks.retain(|block| !block.contains("rollout restart"));
        for block in &blocks {
            checkout.works(&server, block, "a value with 'quotes' and $dollars\n");
        }
        let stop = AtomicBool::new(false);
        thread::scope(|scope| {
            scope.spawn(|| play_controllers(&server, &namespace, &stop));
            let again = format!("{git} two --allow-empty; timeout 60 ./deploy.sh");
            let restart = commands(&document, "Secrets").pop().unwrap();
            let first = "timeout 60 ./deploy.sh";
            let more = [again.as_str(), "timeout 60 ./deploy.sh --config", restart.as_str()];
            // What comes after a first release is much the same for all.
            let more = if app == "sidekiq" { &more[..] } else { &[] };
            let mut outputs = Vec::new();
            for script in [first].iter().chain(more) {
                outputs.push(checkout.bash(&server, script, ""));
                if !outputs.iter().all(|output| output.status.success()) {
                    break;
                }
            }
            stop.store(true, Ordering::Relaxed);
            for output in outputs {
                let told = String::from_utf8_lossy(&output.stderr);
                let said = String::from_utf8_lossy(&output.stdout);
                assert!(output.status.success(), "{app}:\n{said}{told}");
                assert!(!told.contains("Warning:"), "{app}:\n{told}");
            }
        });
        if document.contains("\n## Scheduled jobs\n") {
            for block in commands(&document, "Scheduled jobs") {
                // There is nobody here who would write a log.
                checkout.works(&server, block.split("until ").next().unwrap(), "");
            }
            let within = format!("--namespace={namespace}");
            let runs = server.good(&["get", "jobs", &within, "-o", "name"]);
            assert!(runs.contains("-digest-1"), "{app}: {runs}");
        }
        if blocks.iter().any(|block| block.contains("$(cat)")) {
            let within = format!("--namespace={namespace}");
            let values = server.good(&["get", "secrets", &within, "-o", "yaml"]);
            // What was typed, without the end of its line.
            let typed = ": YSB2YWx1ZSB3aXRoICdxdW90ZXMnIGFuZCAkZG9sbGFycw==\n";
            assert!(values.contains(typed), "{app}: {values}");
        }
        server.empty(&namespace);
    }
}
