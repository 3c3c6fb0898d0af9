//! The cluster that the environment names, and kubectl.

use serde_json::Value;
use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

/// How long anything in the cluster may take that is not said to take longer.
pub(crate) const LIMIT: Duration = Duration::from_secs(120);
/// How often it is looked at: each look is a kubectl, which takes a tenth of a second of a processor.
const GLANCE: Duration = Duration::from_secs(1);

/// A whole cluster, with a registry.
pub(crate) struct Cluster {
    kubectl: OsString,
    /// `registry.test:5000`
    pub(crate) registry: String,
    /// Who may push there.
    registry_user: String,
    /// The file with the password.
    registry_password: PathBuf,
}

impl Cluster {
    /// The one that `cargo xtask cluster run --node` gives.
    pub(crate) fn find() -> Option<Self> {
        std::env::var_os("LINKSPAN_NODE_KUBECONFIG")?;
        let text = |name: &str| std::env::var(name).unwrap_or_else(|_| panic!("{name} is not set"));
        Some(Self {
            kubectl: std::env::var_os("LINKSPAN_KUBECTL").unwrap_or_else(|| "kubectl".into()),
            registry: text("LINKSPAN_REGISTRY"),
            registry_user: text("LINKSPAN_REGISTRY_USER"),
            registry_password: text("LINKSPAN_REGISTRY_PASSWORD_FILE").into(),
        })
    }

    /// What a person types who is asked for a login to the registry.
    pub(crate) fn login(&self) -> String {
        let password = std::fs::read_to_string(&self.registry_password).unwrap();
        format!("{}\n{password}\n", self.registry_user)
    }

    /// kubectl with these words.
    pub(crate) fn kubectl(&self, words: &str) -> Command {
        let mut command = Command::new(&self.kubectl);
        command.args(words.split_whitespace()).stdin(Stdio::null());
        command
    }

    /// What kubectl says to these words, which it has to understand.
    pub(crate) fn ask(&self, words: &str) -> String {
        good(&mut self.kubectl(words), words)
    }

    /// An object, or a list of them.
    pub(crate) fn get(&self, words: &str) -> Value {
        serde_json::from_str(&self.ask(&format!("get {words} --output=json"))).unwrap()
    }

    /// Applies manifests.
    pub(crate) fn apply(&self, text: &str) {
        let mut command = self.kubectl("apply --server-side --field-manager=tests -f -");
        let output = with_input(&mut command, text);
        assert!(output.status.success(), "{}", told(&output));
    }

    /// Applies a namespace and then what stands in it, once its account is there.
    pub(crate) fn furnish(&self, name: &str, text: &str) {
        let (namespace, rest) = text.split_once("---").unwrap();
        self.apply(namespace);
        self.wait("the namespace has its account", LIMIT, || {
            let account = format!(
                "get serviceaccount default --namespace={name} --ignore-not-found --output=name"
            );
            (!self.ask(&account).is_empty()).then_some(())
        });
        self.apply(rest);
    }

    /// Waits for something to be so.
    pub(crate) fn wait<T>(&self, what: &str, limit: Duration, look: impl Fn() -> Option<T>) -> T {
        let begun = Instant::now();
        loop {
            if let Some(found) = look() {
                return found;
            }
            assert!(begun.elapsed() < limit, "{what}: not within {limit:?}");
            std::thread::sleep(GLANCE);
        }
    }

    /// What a person would look at who wonders what is wrong.
    pub(crate) fn scene(&self) -> String {
        let show = |words: &str| {
            let output = self.kubectl(words).output().unwrap();
            format!("$ kubectl {words}\n{}", told(&output))
        };
        let events = show("get events --all-namespaces --sort-by=.lastTimestamp");
        let lines: Vec<&str> = events.lines().collect();
        let last = lines.iter().skip(lines.len().saturating_sub(25)).copied();
        [show("get pods,jobs --all-namespaces --output=wide"), last.collect::<Vec<_>>().join("\n")]
            .join("\n")
    }
}

/// A command that has to succeed, and what it says.
pub(crate) fn good(command: &mut Command, what: &str) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("{what}: {error}"));
    assert!(output.status.success(), "{what}: {}\n{}", output.status, told(&output));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Runs a command with a text as its input.
pub(crate) fn with_input(command: &mut Command, text: &str) -> Output {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that wants no input has closed it.
    let _ = child.stdin.take().unwrap().write_all(text.as_bytes());
    child.wait_with_output().unwrap()
}

/// Both streams.
pub(crate) fn told(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    format!("{}{}", text(&output.stdout), text(&output.stderr))
}
