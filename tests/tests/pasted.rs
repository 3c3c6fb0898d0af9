//! The commands of DEPLOY.md in a terminal: a person pastes a block, and the shell reads it line by line. What asks for a
//! name, a password or a value must not read the rest of its own block, and nothing goes on behind a login that failed.

use linkspan_tests::checkout::put;
use linkspan_tests::{apps, here};
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// Programs of the machine that change nothing outside the scratch folder.
const REAL: [&str; 13] = [
    "bash", "cat", "chmod", "env", "grep", "ls", "mkdir", "mv", "rm", "sed", "sleep", "tr", "xargs",
];

/// Programs in whose place ours stands.
const PLAYED: [&str; 21] = [
    "age-keygen",
    "aws",
    "az",
    "bundle",
    "curl",
    "docker",
    "doctl",
    "gcloud",
    "gh",
    "git",
    "helm",
    "hcloud",
    "kind",
    "kubectl",
    "kubeseal",
    "minikube",
    "openssl",
    "sops",
    "ssh",
    "sudo",
    "date",
];

/// Writes down how it was called, and what it read where the real one reads the keyboard.
const PROGRAM: &str = r#"#!/bin/sh
name="${0##*/}"
call="$name"
for each; do
  call="$call <$each>"
done
read=""
case "$name $*" in
  *--password-stdin*) /bin/cat >/dev/null ;;
  "docker login"* | "gh secret set"* | "deploy.sh "*"--secret "* | *" --stdin "* | *" -f -" | */dev/stdin* | "ssh "* | "sudo "* | "sops edit"*)
    read="$(/bin/cat | tr '\n' '|')"
    ;;
esac
printf '%s, having read <%s>\n' "$(echo "$call" | tr '\n' '|')" "$read" >>"$CALLS"
case "$name $*" in
  "$FAILS"*) exit 7 ;;
esac
"#;

/// The same folder each time, so that two runs can be compared.
const MKTEMP: &str = "#!/bin/sh\n/bin/mkdir -p \"$SCRATCH/login\" && echo \"$SCRATCH/login\"\n";

struct Stage {
    folder: tempfile::TempDir,
}

impl Stage {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let bin = folder.path().join("bin");
        let path = std::env::var_os("PATH").unwrap_or_default();
        for name in PLAYED {
            put(&bin.join(name), PROGRAM, 0o755).unwrap();
        }
        put(&bin.join("mktemp"), MKTEMP, 0o755).unwrap();
        for name in REAL {
            let mut all = std::env::split_paths(&path).map(|folder| folder.join(name));
            let real = all.find(|file| file.exists()).unwrap_or_else(|| panic!("no {name}"));
            std::os::unix::fs::symlink(real, bin.join(name)).unwrap();
        }
        for name in ["deploy.sh", "release.sh", "bin/rails", "bin/jobs"] {
            put(&folder.path().join("one/app").join(name), PROGRAM, 0o755).unwrap();
        }
        Self { folder }
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    /// Runs bash with this on its standard input; a call that begins so fails.
    fn bash(&self, args: &[&str], input: &str, fails: &str) -> (String, Output) {
        let app = self.path("one/app");
        for name in ["config/master.key", "keys.txt", "../kubeconfig", "../kubeconfig-staging"] {
            put(&app.join(name), "0123\n", 0o600).unwrap();
        }
        let _ = fs::remove_file(self.path("calls"));
        let mut child = Command::new(self.path("bin/bash"))
            .args(args)
            .current_dir(&app)
            .env_clear()
            .env("PATH", self.path("bin"))
            .env("HOME", self.path("one"))
            .env("CALLS", self.path("calls"))
            .env("SCRATCH", self.path("one"))
            .env("FAILS", if fails.is_empty() { "nothing" } else { fails })
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        let output = child.wait_with_output().unwrap();
        (fs::read_to_string(self.path("calls")).unwrap_or_default(), output)
    }
}

/// What a person types when something waits.
const TYPED: &str = "typed-one\ntyped-two\ntyped-three\n";

/// Every block of every guide, once, with where it stands.
fn blocks() -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for (app, _) in apps().unwrap() {
        for entry in fs::read_dir(here().join("golden").join(&app).join("bundle")).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|extension| extension != "md") {
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            for block in text.split("```bash\n").skip(1) {
                let block = block.split("```").next().unwrap().to_owned();
                all.entry(block).or_insert_with(|| path.display().to_string());
            }
        }
    }
    assert!(all.len() > 50, "{} blocks", all.len());
    all
}

/// A script gets its own standard input; what is pasted shares it with everything that it starts.
#[test]
fn a_block_does_the_same_pasted_line_by_line() {
    let stage = Stage::new();
    let mut wrong = Vec::new();
    for (block, file) in blocks() {
        let (script, output) = stage.bash(&["-c", &block], TYPED, "");
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!told.contains("not found"), "{file}: {block}\n{told}");
        let (pasted, _) = stage.bash(&[], &format!("{block}{TYPED}"), "");
        if sorted(&script) != sorted(&pasted) {
            wrong.push(format!("{file}:\n{block}does, as a script:\n{script}pasted:\n{pasted}"));
        }
    }
    assert!(wrong.is_empty(), "{} blocks\n{}", wrong.len(), wrong.join("\n\n"));
}

/// The ends of a pipe run beside each other.
fn sorted(calls: &str) -> Vec<&str> {
    let mut calls: Vec<&str> = calls.lines().collect();
    calls.sort_unstable();
    calls
}

fn login_blocks() -> Vec<String> {
    let all: Vec<String> =
        blocks().into_keys().filter(|block| block.contains("DOCKER_CONFIG=")).collect();
    assert!(!all.is_empty());
    all
}

fn no_login_is_left(stage: &Stage) {
    assert!(!Path::new(&stage.path("one/login")).exists(), "the login stays on this machine");
}

#[test]
fn a_login_that_fails_makes_no_secret() {
    let stage = Stage::new();
    for block in login_blocks() {
        for (args, input) in
            [(vec!["-c", block.as_str()], TYPED.to_owned()), (vec![], format!("{block}{TYPED}"))]
        {
            let (calls, output) = stage.bash(&args, &input, "docker login");
            assert!(calls.contains("docker <login>"), "{calls}");
            assert!(!calls.contains("kubectl"), "{block}\n{calls}");
            assert!(args.is_empty() || !output.status.success(), "{block}");
            no_login_is_left(&stage);
        }
    }
}

#[test]
fn a_login_that_succeeds_goes_into_the_cluster() {
    let stage = Stage::new();
    for block in login_blocks() {
        let (calls, output) = stage.bash(&["-c", &block], TYPED, "");
        assert!(output.status.success(), "{block}\n{calls}");
        let order = ["docker <login>", "<create> <secret>", "<apply>"];
        let places: Vec<_> = order.iter().map(|word| calls.find(word)).collect();
        assert!(places.iter().all(Option::is_some) && places[0] < places[1], "{calls}");
        no_login_is_left(&stage);
        let (calls, output) = stage.bash(&["-c", &block], TYPED, "kubectl");
        assert!(!output.status.success(), "{block}\n{calls}");
        no_login_is_left(&stage);
    }
}
