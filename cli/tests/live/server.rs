//! The API server that the environment names.

use linkspan_tests::api::{Api, Kind};
use serde_json::{Value, json};
use std::io::Write;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::sync::{Arc, OnceLock};

/// The server, by a way for the many small calls, for which a process each would cost more than all that is tested.
#[derive(Clone)]
pub(crate) struct Server {
    kubectl: PathBuf,
    pub(crate) kubeconfig: PathBuf,
    api: Arc<Api>,
}

impl Server {
    /// Absent: loudly, and never in CI.
    pub(crate) fn find() -> Option<Self> {
        // A cluster that somebody has already is not the tests' to change.
        let own = std::env::var_os("LINKSPAN_CONTEXT").is_none_or(|name| name.is_empty());
        let config = std::env::var_os("LINKSPAN_JUDGE_KUBECONFIG").filter(|_| own);
        let Some(kubeconfig) = config else {
            let is_ci = std::env::var("CI").is_ok_and(|value| value == "true");
            assert!(!is_ci, "CI has an API server: `cargo xtask test` starts one");
            // Past the test runner, which keeps the words of a test that passes.
            let mut stderr = std::io::stderr();
            let how = "`cargo xtask cluster run --judge -- COMMAND` gives one";
            writeln!(stderr, "SKIPPED: no API server to apply to: {how}").unwrap();
            return None;
        };
        let kubectl = std::env::var_os("LINKSPAN_KUBECTL").unwrap_or_else(|| "kubectl".into());
        let (kubectl, kubeconfig) = (PathBuf::from(kubectl), PathBuf::from(kubeconfig));
        let api = Arc::new(Api::open(&kubectl, &kubeconfig));
        Some(Self { kubectl, kubeconfig, api })
    }

    fn run(&self, args: &[&str], input: &str) -> Output {
        let mut child = Command::new(&self.kubectl)
            .args(args)
            .env("KUBECONFIG", &self.kubeconfig)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        child.wait_with_output().unwrap()
    }

    /// A way to it without TLS, whose first line ends in its address.
    pub(crate) fn proxy(&self) -> Child {
        let mut command = Command::new(&self.kubectl);
        command.args(["proxy", "--port=0", "--disable-filter=true"]);
        command.env("KUBECONFIG", &self.kubeconfig).stdout(Stdio::piped());
        command.spawn().unwrap()
    }

    /// A call that has to succeed.
    pub(crate) fn good(&self, args: &[&str], input: &str) -> String {
        let output = self.run(args, input);
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "kubectl {args:?}: {told}\n{input}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// A kind by its name in one or in many.
    fn kind(&self, name: &str) -> &'static Kind {
        static KINDS: OnceLock<Vec<Kind>> = OnceLock::new();
        let kinds = KINDS.get_or_init(|| self.api.kinds());
        let is = |kind: &&Kind| kind.plural == name || kind.kind.eq_ignore_ascii_case(name);
        kinds.iter().find(is).unwrap_or_else(|| panic!("the server knows no {name}"))
    }

    pub(crate) fn get(&self, namespace: &str, kind: &str, name: &str) -> Option<Value> {
        self.api.get(&format!("{}/{name}", self.kind(kind).path(namespace)))
    }

    pub(crate) fn list(&self, namespace: &str, kind: &str) -> Vec<Value> {
        self.api.list(self.kind(kind), namespace)
    }

    /// Makes an object in its namespace; returns it as the server has it, or nothing where it is there already.
    pub(crate) fn make(&self, object: &Value) -> Option<Value> {
        let text = |at: &str| object.pointer(at).and_then(Value::as_str).unwrap_or_default();
        let path = self.kind(text("/kind")).path(text("/metadata/namespace"));
        let (status, made) = self.api.call("POST", &path, Some(("application/json", object)));
        assert!(matches!(status, 200..300 | 409), "{path}: {status} {made}");
        (status != 409).then_some(made)
    }

    pub(crate) fn create(&self, object: &Value) -> Value {
        self.make(object).unwrap_or_else(|| panic!("it is there already: {object}"))
    }

    pub(crate) fn create_namespace(&self, name: &str) {
        let object = json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}});
        self.api.create("/api/v1/namespaces", &object);
    }

    pub(crate) fn delete_namespace(&self, name: &str) {
        self.api.delete(&format!("/api/v1/namespaces/{name}"));
    }

    /// Says all there is in an object, as server-side apply does.
    pub(crate) fn apply(&self, namespace: &str, kind: &str, name: &str, object: &Value) {
        let path = format!("{}/{name}?fieldManager=kubectl", self.kind(kind).path(namespace));
        let (status, answer) =
            self.api.call("PATCH", &path, Some(("application/apply-patch+yaml", object)));
        assert!((200..300).contains(&status), "{path}: {status} {answer}");
    }

    /// Merges into an object, if it is still there.
    pub(crate) fn patch(&self, namespace: &str, kind: &str, name: &str, patch: &Value) {
        self.api.patch(&format!("{}/{name}", self.kind(kind).path(namespace)), patch);
    }

    /// Merges into the status of an object, if it is still there.
    pub(crate) fn patch_status(&self, namespace: &str, kind: &str, name: &str, status: &Value) {
        let path = format!("{}/{name}/status", self.kind(kind).path(namespace));
        self.api.patch(&path, &json!({"status": status}));
    }
}
