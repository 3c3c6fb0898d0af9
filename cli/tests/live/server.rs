//! The API server that the environment names.

use serde_json::Value;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};

#[derive(Clone, Debug)]
pub(crate) struct Server {
    kubectl: PathBuf,
    pub(crate) kubeconfig: PathBuf,
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
        Some(Self { kubectl: kubectl.into(), kubeconfig: kubeconfig.into() })
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

    /// A call whose object may be gone or changed by now.
    pub(crate) fn attempt(&self, args: &[&str], input: &str) -> bool {
        self.run(args, input).status.success()
    }

    pub(crate) fn get(&self, namespace: &str, kind: &str, name: &str) -> Option<Value> {
        let within = format!("--namespace={namespace}");
        let args = [
            "get",
            kind,
            name,
            &within,
            "--ignore-not-found",
            "-o",
            "json",
            "--show-managed-fields",
        ];
        let text = self.good(&args, "");
        (!text.is_empty()).then(|| serde_json::from_str(&text).unwrap())
    }

    pub(crate) fn list(&self, namespace: &str, kind: &str) -> Vec<Value> {
        let within = format!("--namespace={namespace}");
        let text = self.good(&["get", kind, &within, "-o", "json"], "");
        let list: Value = serde_json::from_str(&text).unwrap();
        list["items"].as_array().unwrap().clone()
    }

    pub(crate) fn create(&self, object: &Value) -> Value {
        let text = self.good(&["create", "-f", "-", "-o", "json"], &object.to_string());
        serde_json::from_str(&text).unwrap()
    }

    /// Merges into the status of an object, if it is still there.
    pub(crate) fn patch_status(&self, namespace: &str, what: &str, status: &Value) {
        let within = format!("--namespace={namespace}");
        let patch = serde_json::json!({"status": status}).to_string();
        self.attempt(
            &["patch", what, &within, "--type=merge", "--subresource=status", "-p", &patch],
            "",
        );
    }
}
