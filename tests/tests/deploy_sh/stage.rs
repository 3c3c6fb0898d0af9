//! A checkout whose docker and kubectl are played.

use linkspan_tests::checkout::{Checkout, put};
use std::fs;
use std::process::{Command, Output};

pub const SPEC: &str =
    "app: shop\nimage: registry.example.com/acme/shop\nworkers: [{name: sidekiq}]\n";

/// It writes down how it was called; a digest is what the registry would tell.
const DOCKER: &str = "#!/bin/bash\necho \"docker $*\" >>\"$CALLS\"\n\
    [[ \"$*\" != *imagetools* ]] || cat \"$ANSWERS/digest\"\n";
/// What is played needs no time; whoever keeps the lock looks seldom, so that most is left to the script.
const SLEEP: &str =
    "#!/bin/sh\nPATH=/usr/bin:/bin\ncase $1 in 3) exec sleep 0.1 ;; esac\nexec sleep \"0.0$1\"\n";

/// A pod of a ReplicaSet's hash, in the form that deploy.sh asks for: phase, why it is not scheduled, whether it is
/// ready, what its containers wait for, how often they started again.
pub fn pod(name: &str, hash: &str, state: &str) -> String {
    format!("Pod|{name}|{hash}{}{state}\n", "|".repeat(11))
}

/// A Deployment of two pods and its ReplicaSets: the number of the newest, how many pods are new, and how many serve.
pub fn deployment(name: &str, number: u32, updated: u32, available: u32) -> String {
    let total = 2.max(updated);
    let mut text =
        format!("Deployment|{name}|||{number}|3|3|2|{updated}|{available}|{total}|||||||\n");
    for each in 1..=number {
        text += &format!("ReplicaSet|{name}-{each}|hash{each}|{name}|{each}|||||||||||||\n");
    }
    text
}

/// Both Deployments as the cluster shows them when all is done.
pub fn rolled_out(number: u32) -> String {
    deployment("shop-web", number, 2, 2) + &deployment("shop-sidekiq", number, 2, 2)
}

pub struct Stage {
    folder: tempfile::TempDir,
    pub checkout: Checkout,
    pub revision: String,
}

impl Stage {
    pub fn new() -> Self {
        Self::of(SPEC)
    }

    /// With a spec of its own.
    pub fn of(spec: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let checkout = Checkout::of(spec, folder.path()).unwrap();
        checkout.program("docker", DOCKER).unwrap();
        checkout.program("sleep", SLEEP).unwrap();
        checkout.program("kubectl", include_str!("kubectl.sh")).unwrap();
        let revision = checkout.commit().unwrap();
        let stage = Self { folder, checkout, revision };
        stage.answer("secret", " DATABASE_URL RAILS_MASTER_KEY REDIS_URL ");
        stage.answer("minor", "36.2");
        stage.answer("glance", &rolled_out(1));
        stage.answer("job-after", "is SuccessCriteriaMet Complete ");
        stage.answer("last-after", "is SuccessCriteriaMet Complete ");
        stage.answer("image", "registry.example.com/acme/shop:0123456789ab");
        stage
    }

    /// Two Deployments run: a release can be undone.
    pub fn with_an_earlier_release() -> Self {
        let stage = Self::new();
        stage.earlier_release();
        stage
    }

    pub fn earlier_release(&self) {
        let stage = self;
        stage.answer("names", "deployment.apps/shop-sidekiq\ndeployment.apps/shop-web");
        stage.answer("object", "apps/v1\nDeployment\nshop-web\n{\"a\":\"b\"}\n{\"replicas\":2,\"template\":{\"metadata\":{},\"spec\":1}}");
    }

    pub fn answer(&self, name: &str, text: &str) {
        put(&self.folder.path().join("answers").join(name), text, 0o644).unwrap();
    }

    /// Takes an answer back.
    pub fn forget(&self, name: &str) {
        let _ = fs::remove_file(self.folder.path().join("answers").join(name));
    }

    /// The folder in which deploy.sh is called.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.folder.path().join(name)).unwrap_or_default()
    }

    /// deploy.sh, called from another folder.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = self.bash(&["app/deploy.sh"]);
        command.args(args);
        command
    }

    /// deploy.sh on a terminal, by util-linux' `script`, and how the terminal is left.
    pub fn on_terminal(&self, args: &str) -> Command {
        let line = format!("bash app/deploy.sh {args}; stty -a");
        let words = ["--quiet", "--return", "--command", &line, "/dev/null"];
        self.here(self.checkout.command("script"), &words)
    }

    /// bash, in a folder that is not the app's.
    pub fn bash(&self, args: &[&str]) -> Command {
        self.here(self.checkout.command("bash"), args)
    }

    /// The same, where no signal is ignored.
    pub fn heeding(&self, args: &[&str]) -> Command {
        self.here(self.checkout.here(linkspan_tests::heeding("bash")), args)
    }

    fn here(&self, mut command: Command, args: &[&str]) -> Command {
        command
            .args(args)
            .current_dir(self.folder.path())
            .env("CDPATH", "/")
            .env("CALLS", self.folder.path().join("calls"))
            .env("ANSWERS", self.folder.path().join("answers"));
        command
    }

    pub fn deploy(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }

    /// Changes a number that the script was generated with.
    pub fn set(&self, name: &str, value: u32) {
        let path = self.checkout.app().join("deploy.sh");
        let text = fs::read_to_string(&path).unwrap();
        let line = text.lines().find(|line| line.starts_with(&format!("{name}="))).unwrap();
        let text = text.replacen(line, &format!("{name}={value}"), 1);
        put(&path, &text, 0o755).unwrap();
        self.checkout.commit().unwrap();
    }

    /// Waits that depend on what is read are short.
    pub fn hurry(&self) {
        let path = self.checkout.app().join("deploy.sh");
        let mut text = fs::read_to_string(&path).unwrap();
        for (long, short) in [
            ("rollout_timeout=900", "rollout_timeout=1"),
            ("migrate_timeout=900", "migrate_timeout=1"),
            ("migrate_timeout + 60", "migrate_timeout"),
            ("SECONDS + 300", "SECONDS + 1"),
            ("watch_job 86400", "watch_job 1"),
        ] {
            text = text.replace(long, short);
        }
        fs::write(&path, text).unwrap();
        self.checkout.commit().unwrap();
    }

    /// These calls have to be there, in this order.
    pub fn in_order(&self, wanted: &[&str]) {
        let calls = self.read("calls");
        let mut rest = calls.as_str();
        for each in wanted {
            let at = rest
                .find(each)
                .unwrap_or_else(|| panic!("no `{each}` (in this order) in:\n{calls}"));
            rest = &rest[at + each.len()..];
        }
    }

    pub fn never(&self, unwanted: &str) {
        let calls = self.read("calls");
        assert!(!calls.contains(unwanted), "`{unwanted}` in:\n{calls}");
    }
}

pub fn error(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

pub fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}
