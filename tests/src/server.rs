//! The API server, and what it makes of a manifest.

use crate::api::{Api, Kind};
use linkspan_core::internal::facts::Kubernetes;
use serde_yaml::Value;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

/// The API server, one test at a time: bundles share namespaces.
pub struct Server {
    /// The program.
    pub kubectl: PathBuf,
    /// The way to the server.
    pub kubeconfig: PathBuf,
    /// The way to the server for many small calls.
    pub api: Api,
    _turn: MutexGuard<'static, ()>,
}

/// Does work in each of several namespaces, two at a time; what is in one namespace comes after each other.
pub fn for_each_namespace<T: Send>(
    work: impl IntoIterator<Item = (String, T)>,
    run: impl Fn(&str, T) + Sync,
) {
    let mut lists: BTreeMap<String, Vec<T>> = BTreeMap::new();
    for (namespace, each) in work {
        lists.entry(namespace).or_default().push(each);
    }
    let mut lists: Vec<_> = lists.into_iter().collect();
    // The longest first, so that none is begun when the others are done.
    lists.sort_by_key(|(_, list)| list.len());
    let queue = Mutex::new(lists);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).pop();
                while let Some((namespace, list)) = next() {
                    list.into_iter().for_each(|each| run(&namespace, each));
                }
            });
        }
    });
}

/// What an API server makes of a manifest.
#[derive(Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It does not take it.
    Refused,
    /// It takes it and warns.
    Warned,
    /// It takes it.
    Taken,
}

impl Server {
    /// The one that the environment names, if the tests may do with it what they want.
    pub fn find() -> Option<Self> {
        if std::env::var_os("LINKSPAN_CONTEXT").is_some_and(|name| !name.is_empty()) {
            assert!(!crate::is_ci(), "CI has an API server of its own");
            let mut stderr = std::io::stderr();
            writeln!(stderr, "SKIPPED: in a cluster of yours nothing is changed").unwrap();
            return None;
        }
        Self::for_dry_runs()
    }

    /// The one that the environment names, in which nothing may be changed.
    pub fn for_dry_runs() -> Option<Self> {
        static TURN: Mutex<()> = Mutex::new(());
        let Some(kubeconfig) = std::env::var_os("LINKSPAN_JUDGE_KUBECONFIG") else {
            assert!(!crate::is_ci(), "CI has an API server: `cargo xtask test` starts one");
            // Past the test runner, which keeps the words of a test that passes.
            let mut stderr = std::io::stderr();
            let how = "`cargo xtask cluster run --judge -- COMMAND` gives one";
            writeln!(stderr, "SKIPPED: no API server to judge: {how}").unwrap();
            return None;
        };
        let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        let kubectl = std::env::var_os("LINKSPAN_KUBECTL").unwrap_or_else(|| "kubectl".into());
        let (kubectl, kubeconfig) = (PathBuf::from(kubectl), PathBuf::from(kubeconfig));
        let api = Api::open(&kubectl, &kubeconfig);
        let server = Self { kubectl, kubeconfig, api, _turn: turn };
        assert_eq!(server.good(&["get", "--raw", "/readyz"]), "ok");
        Some(server)
    }

    /// kubectl with these arguments.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(&self.kubectl);
        command.args(args).env("KUBECONFIG", &self.kubeconfig).stdin(Stdio::null());
        command
    }

    /// A call that has to succeed, and to pass without a warning.
    pub fn good(&self, args: &[&str]) -> String {
        let (said, told) = self.call(args);
        assert!(!told.contains("Warning:"), "kubectl {args:?}: {told}");
        said
    }

    /// A call that has to succeed, and both its streams.
    pub fn call(&self, args: &[&str]) -> (String, String) {
        let output = self.command(args).output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "kubectl {args:?}: {told}");
        (String::from_utf8(output.stdout).unwrap(), told)
    }

    /// Posts manifests as deploy.sh does, with no field passed over.
    pub fn apply(&self, path: &Path, more: &[&str]) -> String {
        self.apply_all(&[path], more)
    }

    /// Posts several files or folders in one call.
    pub fn apply_all(&self, paths: &[&Path], more: &[&str]) -> String {
        let mut args = vec!["apply", "--server-side", "--force-conflicts"];
        args.extend(["--field-manager=linkspan", "--validate=strict"]);
        self.with_files(args, paths, more)
    }

    /// Makes what is made anew each time, as deploy.sh does.
    pub fn create(&self, path: &Path, more: &[&str]) -> String {
        self.create_all(&[path], more)
    }

    /// Makes what several files say, in one call.
    pub fn create_all(&self, paths: &[&Path], more: &[&str]) -> String {
        self.with_files(vec!["create", "--validate=strict"], paths, more)
    }

    fn with_files<'a>(
        &self,
        mut args: Vec<&'a str>,
        paths: &[&'a Path],
        more: &[&'a str],
    ) -> String {
        args.extend(paths.iter().flat_map(|path| ["-f", path.to_str().unwrap()]));
        args.extend(more);
        self.good(&args)
    }

    /// What the server makes of a manifest, by dry run.
    pub fn verdict(&self, text: &str) -> (Verdict, String) {
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
    pub fn empty(&self, namespace: &str) {
        self.api.empty(namespace, self.kinds());
    }

    /// The kinds in namespaces that the server knows.
    pub fn kinds(&self) -> &[Kind] {
        static KINDS: OnceLock<Vec<Kind>> = OnceLock::new();
        KINDS.get_or_init(|| self.api.kinds())
    }

    /// A kind by its name with its group, as in `deployments.apps` or `pods`.
    pub fn kind(&self, name: &str) -> &Kind {
        let is = |kind: &&Kind| kind.name() == name;
        self.kinds().iter().find(is).unwrap_or_else(|| panic!("the server knows no {name}"))
    }

    /// The version of the server.
    pub fn kubernetes(&self) -> Kubernetes {
        let text = self.good(&["get", "--raw", "/version"]);
        let version: Value = serde_yaml::from_str(&text).unwrap();
        Kubernetes::parse(version["gitVersion"].as_str().unwrap()).unwrap()
    }
}

/// The documents of a manifest.
pub fn documents(text: &str) -> Vec<Value> {
    text.split("\n---\n").map(|each| serde_yaml::from_str(each).unwrap()).collect()
}

/// A pod as a workload makes it; none of what makes none.
pub fn pod(namespace: &str, object: &Value) -> Option<Value> {
    let run = &object["spec"]["jobTemplate"]["spec"]["template"];
    let template = if run.is_null() { &object["spec"]["template"] } else { run };
    // Kinds of other projects have templates of other things.
    template["spec"]["containers"].as_sequence()?;
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
        let name = claim["metadata"]["name"].as_str()?;
        let volume =
            format!("{{name: {name}, persistentVolumeClaim: {{claimName: {name}-judged}}}}");
        let volumes = pod["spec"]["volumes"].as_sequence_mut()?;
        volumes.push(serde_yaml::from_str(&volume).ok()?);
    }
    Some(pod)
}
