//! An app of its own for each test: a name, a namespace, a folder with its bundle.

use crate::server::Server;
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

/// What a run gave.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The exit code has to be this one, and each text has to be somewhere on the screen.
    pub(crate) fn check(&self, code: i32, texts: &[&str]) {
        let screen = format!("{}{}", self.out, self.err);
        assert_eq!(self.code, Some(code), "{screen}");
        for text in texts {
            assert!(screen.contains(text), "`{text}` is not in\n{screen}");
        }
    }
}

pub(crate) struct App {
    pub(crate) server: Server,
    /// Of the app and of its namespace.
    pub(crate) name: String,
    folder: tempfile::TempDir,
}

impl App {
    /// With its bundle, and nothing in the cluster.
    pub(crate) fn new(server: &Server) -> Self {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let app = Self {
            server: server.clone(),
            name: format!("live-{}-{number}", std::process::id()),
            folder: tempfile::tempdir().unwrap(),
        };
        app.generate("");
        app
    }

    /// With a namespace and a Secret too.
    pub(crate) fn ready(server: &Server) -> Self {
        let app = Self::new(server);
        app.server.create_namespace(&app.name);
        app.secret(&["RAILS_MASTER_KEY", "DATABASE_URL", "REDIS_URL"]);
        app
    }

    /// Writes the bundle, with more in its spec.
    pub(crate) fn generate(&self, more: &str) {
        let spec = format!(
            "app: {}\nimage: registry.example.com/acme/shop\nhosts: [shop.example.com]\n{more}",
            self.name
        );
        std::fs::write(self.path("linkspan.yml"), spec).unwrap();
        self.run(&["generate", "--force"]).check(0, &[]);
    }

    pub(crate) fn secret(&self, keys: &[&str]) {
        let data: serde_json::Map<String, Value> =
            keys.iter().map(|key| ((*key).to_owned(), json!("aHVzaC1odXNo"))).collect();
        let name = format!("{}-secrets", self.name);
        let secret =
            json!({"apiVersion": "v1", "kind": "Secret", "data": data, "metadata": {"name": name}});
        self.server.apply(&self.name, "secret", &name, &secret);
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub(crate) fn edit(&self, path: &str, from: &str, to: &str) {
        let text = std::fs::read_to_string(self.path(path)).unwrap();
        assert!(text.contains(from), "{text}");
        std::fs::write(self.path(path), text.replace(from, to)).unwrap();
    }

    /// A command with programs of the test's own, from the folder `bin`, and no others.
    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_linkspan"));
        self.equip(command.args(args));
        command
    }

    fn equip(&self, command: &mut Command) {
        command
            .current_dir(self.folder.path())
            .env("KUBECONFIG", &self.server.kubeconfig)
            .env("USER", "tester")
            .env("HOSTNAME", "here")
            .env("NO_COLOR", "1")
            .env("PATH", self.path("bin"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
    }

    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        ended(self.command(args).spawn().unwrap())
    }

    /// The screen of a run on a terminal; nothing where there is no `script`, unless in CI.
    #[cfg(target_os = "linux")]
    pub(crate) fn on_terminal(&self, arguments: &str, typed: &str) -> Option<String> {
        let line = format!("{} {arguments}", env!("CARGO_BIN_EXE_linkspan"));
        let started = Command::new("script")
            .args(["--quiet", "--return", "--command", &line, "/dev/null"])
            .current_dir(self.folder.path())
            .env("KUBECONFIG", &self.server.kubeconfig)
            .env("NO_COLOR", "1")
            .env("TERM", "xterm")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn();
        let Ok(mut child) = started else {
            assert!(std::env::var_os("CI").is_none(), "`script` is needed: install util-linux");
            eprintln!("SKIPPED: no `script` (util-linux) to test questions on a terminal");
            return None;
        };
        child.stdin.take().unwrap().write_all(typed.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        Some(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    pub(crate) fn apply(&self, revision: &str) -> Ran {
        self.run(&["apply", "--yes", "--revision", revision])
    }

    /// A process that heeds signals.
    pub(crate) fn start(&self, args: &[&str]) -> Child {
        let mut command = linkspan_tests::heeding(env!("CARGO_BIN_EXE_linkspan"));
        self.equip(command.args(args));
        command.spawn().unwrap()
    }

    /// A process that has its number already, and begins when its input ends.
    pub(crate) fn start_later(&self, args: &[&str]) -> Child {
        let program = self.command(args);
        let mut command = Command::new("/bin/sh");
        command.args(["-c", "read -r line; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_linkspan")]);
        command.args(program.get_args()).current_dir(self.folder.path());
        command.envs(program.get_envs().filter_map(|(key, value)| Some((key, value?))));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().unwrap()
    }

    pub(crate) fn get(&self, kind: &str, name: &str) -> Option<Value> {
        self.server.get(&self.name, kind, &format!("{}-{name}", self.name))
    }

    pub(crate) fn image(&self, deployment: &str) -> String {
        let live = self.get("deployment", deployment).unwrap();
        let image = &live["spec"]["template"]["spec"]["containers"][0]["image"];
        image.as_str().unwrap().rsplit(':').next().unwrap().to_owned()
    }
}

/// Without controllers a namespace never ends by itself: it is left to the server's own end.
impl Drop for App {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.server.delete_namespace(&self.name);
        }
    }
}

/// Waits for a run's end.
pub(crate) fn ended(mut child: Child) -> Ran {
    let mut err = child.stderr.take().unwrap();
    let talk = std::thread::spawn(move || {
        let mut text = String::new();
        err.read_to_string(&mut text).unwrap();
        text
    });
    let mut out = String::new();
    child.stdout.take().unwrap().read_to_string(&mut out).unwrap();
    let status = child.wait().unwrap();
    Ran { code: status.code(), out, err: talk.join().unwrap() }
}

/// Leaves the processor to what is tested, for a moment.
pub(crate) fn rest() {
    std::thread::park_timeout(std::time::Duration::from_millis(100));
}

/// Waits until something is so.
pub(crate) fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let begun = std::time::Instant::now();
    while !is_so() {
        assert!(begun.elapsed().as_secs() < 60, "{what} did not come about");
        rest();
    }
}
