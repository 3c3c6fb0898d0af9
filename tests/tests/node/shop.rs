//! The sample app in a git checkout, as a developer would have it: its code, the bundle that its spec gives, and the commands
//! of deploy.sh and DEPLOY.md.

use crate::cluster::{Cluster, good, told, with_input};
use linkspan_core::diagnostic::{Diagnostic, Severity};
use linkspan_core::{OwnManifests, generate_with};
use linkspan_tests::{checkout, document, heeding};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// A checkout of the app.
pub(crate) struct Shop {
    folder: TempDir,
    spec: String,
}

/// A spec whose scheduled job does not start with each minute.
pub(crate) fn at_night(spec: &str) -> String {
    spec.replace("* * * * *", "0 3 * * *")
}

/// What a run of a command came to.
#[derive(Debug)]
pub(crate) struct Run {
    /// How it ended.
    pub(crate) code: i32,
    /// What it said, on both streams.
    pub(crate) said: String,
    /// How long it took.
    pub(crate) took: Duration,
}

impl Shop {
    /// The app as it is in the repository, with a spec made from its own.
    pub(crate) fn new(change: impl FnOnce(String) -> String) -> Self {
        let apps = linkspan_tests::here().join("apps");
        let folder = tempfile::tempdir().unwrap();
        let spec = change(fs::read_to_string(apps.join("shop/linkspan.yml")).unwrap());
        // Of other apps nobody waits for what the schedule starts.
        let spec = if spec.contains("app: shop\n") { spec } else { at_night(&spec) };
        let shop = Self { folder, spec };
        shop.copy(&apps.join("shop"));
        shop.key();
        git(&shop.path(), &["init", "--quiet", "--initial-branch=main"]);
        shop.generate();
        shop.commit("first");
        shop
    }

    /// The checkout's folder.
    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("shop")
    }

    /// The key to the credentials, which git ignores and DEPLOY.md's command reads.
    fn key(&self) {
        let key = linkspan_tests::here().join("apps/shop.master.key");
        fs::copy(key, self.path().join("config/master.key")).unwrap();
    }

    /// Takes the code to another release: the first one with this release's files over it.
    pub(crate) fn release(&self, name: &str) -> String {
        let apps = linkspan_tests::here().join("apps");
        for part in ["app", "config", "db", "lib"] {
            let _ = fs::remove_dir_all(self.path().join(part));
        }
        self.copy(&apps.join("shop"));
        self.key();
        if name != "first" {
            let folder = apps.join("releases").join(name);
            assert!(folder.is_dir(), "no release {name}");
            self.copy(&folder);
        }
        self.generate();
        self.commit(name)
    }

    /// Changes the spec, and generates.
    pub(crate) fn respec(&mut self, change: impl FnOnce(String) -> String) {
        self.spec = change(std::mem::take(&mut self.spec));
        self.generate();
        self.commit("settings");
    }

    fn copy(&self, from: &Path) {
        for path in linkspan_tests::files_below(from).unwrap() {
            if path == "linkspan.yml" || path == "README.md" {
                continue;
            }
            let to = self.path().join(&path);
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            fs::copy(from.join(&path), to).unwrap();
        }
    }

    /// Writes the bundle of the spec into the checkout, as `linkspan generate` does.
    fn generate(&self) {
        let generated = generate_with(&self.spec, &self.own_manifests());
        // That Rails 7.2 has had its last fix is known.
        let fatal = |each: &&Diagnostic| each.severity == Severity::Error;
        let problem = generated.report.diagnostics.iter().find(fatal);
        assert!(problem.is_none(), "{problem:#?}");
        let _ = fs::remove_dir_all(self.path().join("config/kube"));
        checkout::write(&generated.bundle, &self.path()).unwrap();
    }

    /// What lies where the specs of some say that there are manifests of their own.
    fn own_manifests(&self) -> OwnManifests {
        const PLACE: &str = "config/own";
        let folder = self.path().join(PLACE);
        if !folder.is_dir() {
            return OwnManifests::Unseen;
        }
        let files = linkspan_tests::texts_below(&folder, ".yml").unwrap();
        let named = files.into_iter().map(|(path, text)| (format!("{PLACE}/{path}"), text));
        OwnManifests::Seen(named.collect())
    }

    /// Commits, and returns the revision as deploy.sh writes it.
    pub(crate) fn commit(&self, title: &str) -> String {
        git(&self.path(), &["add", "--all"]);
        git(&self.path(), &["commit", "--quiet", "--allow-empty", "--message", title]);
        self.revision()
    }

    /// The revision as deploy.sh writes it.
    pub(crate) fn revision(&self) -> String {
        git(&self.path(), &["rev-parse", "--short=12", "HEAD"]).trim().to_owned()
    }

    /// Runs deploy.sh to its end.
    pub(crate) fn deploy(&self, words: &[&str]) -> Run {
        self.run(Command::new("./deploy.sh").args(words), "")
    }

    /// Starts deploy.sh, its words going to a file.
    pub(crate) fn begin(&self, words: &[&str]) -> Begun {
        self.started(heeding("./deploy.sh").args(words))
    }

    /// Starts a command in the checkout, its words going to a file of their own.
    pub(crate) fn started(&self, command: &mut Command) -> Begun {
        let mut logs = (1..).map(|number| self.folder.path().join(format!("begun-{number}.log")));
        let log = logs.find(|path| !path.exists()).unwrap();
        let file = fs::File::create(&log).unwrap();
        let child = self
            .here(command)
            .stdin(Stdio::null())
            .stdout(file.try_clone().unwrap())
            .stderr(file)
            .spawn()
            .unwrap();
        Begun { child, log, begun: Instant::now() }
    }

    /// Types into a console that this command opens, on a terminal, and returns all it said when it has said what is
    /// awaited or ended.
    pub(crate) fn console(&self, opens: &str, typed: &str, awaited: &str) -> String {
        /// The console asks the terminal where the cursor is, and waits for the answer.
        const ASKS: &str = "\u{1b}[6n";
        const ANSWER: &str = "\u{1b}[1;1R";
        let log = self.folder.path().join("console.log");
        // What an earlier console said is none of this one's.
        let _ = fs::remove_file(&log);
        let mut command = Command::new("script");
        // Limited, for a console waits for ever.
        let run = format!("exec timeout --foreground --kill-after=10 120 {opens}");
        command.args(["--quiet", "--return", "--flush", "--command", &run]).arg(&log);
        let quiet = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = self.here(quiet).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let said = || String::from_utf8_lossy(&fs::read(&log).unwrap_or_default()).into_owned();
        let (mut answered, mut told) = (0, false);
        let mut typed_at = Instant::now();
        while child.try_wait().unwrap().is_none() && !said().contains(awaited) {
            let asked = said().matches(ASKS).count();
            // A person who sees nothing happen types it again: what came in between two of the terminal's modes is lost.
            let again = told && typed_at.elapsed() > Duration::from_secs(10);
            if again {
                answered = 0;
            }
            while answered < asked {
                let _ = stdin.write_all(ANSWER.as_bytes());
                answered += 1;
            }
            if again {
                // Ends a line that is not what was meant.
                let _ = stdin.write_all(b"\n");
            }
            if answered > 0 && (!told || again) {
                let _ = stdin.write_all(typed.as_bytes());
                (told, typed_at) = (true, Instant::now());
            } else if !told && said().contains("try pressing enter") {
                // As kubectl says: what was written before it came is not shown.
                let _ = stdin.write_all(b"\n");
            }
            std::thread::sleep(Duration::from_secs(1));
        }
        // One that waits for the terminal's answer hears no end of its input.
        while child.try_wait().unwrap().is_none() {
            let asked = said().matches(ASKS).count();
            for _ in answered..asked {
                let _ = stdin.write_all(ANSWER.as_bytes());
            }
            answered = asked;
            let _ = stdin.write_all(b"exit\n");
            std::thread::sleep(Duration::from_secs(1));
        }
        said()
    }

    /// Runs a command in the checkout, with a text as its input.
    pub(crate) fn run(&self, command: &mut Command, input: &str) -> Run {
        let begun = Instant::now();
        let output: Output = with_input(self.here(command), input);
        Run { code: output.status.code().unwrap_or(-1), said: told(&output), took: begun.elapsed() }
    }

    /// In the checkout, with a login to the registry that is nobody else's.
    fn here<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command.current_dir(self.path()).env("DOCKER_CONFIG", self.folder.path().join("docker"))
    }

    /// The commands of a section of DEPLOY.md, each block with the text before it.
    pub(crate) fn documented(&self, section: &str) -> Vec<(String, String)> {
        self.documented_in("DEPLOY.md", section)
    }

    /// The same of another guide.
    fn documented_in(&self, guide: &str, section: &str) -> Vec<(String, String)> {
        let text = fs::read_to_string(self.path().join(guide)).unwrap();
        document::commands(&text, section)
    }

    /// Runs a documented command as a person would paste it.
    pub(crate) fn paste(&self, block: &str, input: &str) -> String {
        let run = self.run(Command::new("bash").args(["-euo", "pipefail", "-c", block]), input);
        assert_eq!(run.code, 0, "{block}\n{}", run.said);
        run.said
    }

    /// Does what DEPLOY.md says has to be done once, and sets the secrets as it says.
    pub(crate) fn prepare(&self, cluster: &Cluster, secrets: &[(&str, &str)]) {
        self.prepare_by("DEPLOY.md", cluster, secrets);
    }

    /// What the guide of an environment says.
    pub(crate) fn prepare_by(&self, guide: &str, cluster: &Cluster, secrets: &[(&str, &str)]) {
        for (_, block) in self.documented_in(guide, "Once") {
            let asks = block.contains("docker login");
            let login = if asks { cluster.login() } else { String::new() };
            self.paste(&block, &login);
        }
        let mut left: Vec<&str> = secrets.iter().map(|(name, _)| *name).collect();
        for (before, block) in self.documented_in(guide, "Secrets") {
            let Some((name, value)) = secrets.iter().find(|(name, _)| sets(&block, name)) else {
                continue;
            };
            assert!(before.contains(name), "{name} is not spoken of: {before}");
            self.paste(&block, value);
            left.retain(|other| other != name);
        }
        assert!(left.is_empty(), "DEPLOY.md has no command for {left:?}");
    }
}

/// Whether a documented command sets this key of the Secret.
pub(crate) fn sets(block: &str, name: &str) -> bool {
    let words: Vec<&str> = block.split_whitespace().collect();
    words.windows(2).any(|pair| pair == ["--secret", name])
}

/// A command that runs.
pub(crate) struct Begun {
    child: Child,
    log: PathBuf,
    begun: Instant,
}

impl Begun {
    /// What it has said so far.
    pub(crate) fn said(&self) -> String {
        fs::read_to_string(&self.log).unwrap()
    }

    /// Sends it alone a signal, such as INT.
    pub(crate) fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        good(Command::new("kill").args(["-s", name, &id]), "kill");
    }

    /// Waits for its end.
    pub(crate) fn end(mut self) -> Run {
        let status = self.child.wait().unwrap();
        Run { code: status.code().unwrap_or(-1), said: self.said(), took: self.begun.elapsed() }
    }
}

impl Run {
    /// Insists on how it ended and on what it said.
    pub(crate) fn expect(self, code: i32, words: &[&str]) -> Self {
        assert_eq!(self.code, code, "{}", self.said);
        for word in words {
            assert!(self.said.contains(word), "no `{word}` in:\n{}", self.said);
        }
        self
    }
}

fn git(folder: &Path, words: &[&str]) -> String {
    let identity = ["-c", "user.name=tests", "-c", "user.email=tests@example.com"];
    let mut command = Command::new("git");
    // Commits at one moment with the same files would have the same name otherwise.
    good(command.args(identity).args(words).current_dir(folder), "git")
}
