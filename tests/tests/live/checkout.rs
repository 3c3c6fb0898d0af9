//! A checkout whose scripts talk to the API server.

use crate::server::Server;
use linkspan_tests::checkout::put;
use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

/// A docker that succeeds, leaves the login that `docker login` leaves, and tells a digest.
const DOCKER: &str = r#"#!/usr/bin/env bash
if [[ "$*" == *imagetools* ]]; then
  printf 'sha256:%064d\n' 7
  exit
fi
echo "docker $*"
[[ "$1" != login ]] || echo '{"auths":{}}' >"$DOCKER_CONFIG/config.json"
"#;

/// A doctl that shows a login to the registry.
const DOCTL: &str = "#!/bin/sh\necho '{\"auths\":{}}'\n";

/// A kind or minikube whose nodes take any image.
const NODES: &str = "#!/bin/sh\necho \"image $*\"\n";

/// A sops with nothing to encrypt with: what its editor would show, and what it would decrypt.
const SOPS: &str = r#"#!/usr/bin/env bash
case "$1" in
  edit)
    for key in RAILS_MASTER_KEY DATABASE_URL REDIS_PASSWORD REDIS_URL STRIPE_API_KEY; do
      echo "$key: ENC[AES256_GCM,data:YQ==,type:str]"
    done >"$2"
    echo 'sops: {version: 3.10.2}' >>"$2"
    ;;
  decrypt) echo '{"RAILS_MASTER_KEY":"a","DATABASE_URL":"a","REDIS_PASSWORD":"a","REDIS_URL":"a","STRIPE_API_KEY":"a"}' ;;
esac
"#;

/// A kubeseal without the key of a cluster: what it writes has the keys and values of what it got, not encrypted.
const KUBESEAL: &str = r#"#!/usr/bin/env bash
secret="$(cat)" file="${*: -1}"
[[ -e "$file" ]] || cat >"$file" <<END
apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata:
$(grep -E '^  (name|namespace):' <<<"$secret")
spec:
  encryptedData:
END
sed -n 's/^  \([A-Z_]*: .*\)/    \1/p' <<<"$secret" >>"$file"
"#;

/// A docker that builds until the file `go` is there.
const SLOW_DOCKER: &str = "#!/bin/sh\n: >building\nuntil [ -e go ]; do /bin/sleep 0.05; done\n";

pub struct Checkout {
    _folder: tempfile::TempDir,
    inner: linkspan_tests::checkout::Checkout,
}

impl Checkout {
    pub fn of(spec: &str, server: &Server) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let inner = linkspan_tests::checkout::Checkout::of(spec, folder.path()).unwrap();
        inner.program("docker", DOCKER).unwrap();
        inner.program("doctl", DOCTL).unwrap();
        inner.program("kind", NODES).unwrap();
        inner.program("minikube", NODES).unwrap();
        inner.program("sops", SOPS).unwrap();
        inner.program("kubeseal", KUBESEAL).unwrap();
        if server.kubectl.is_absolute() {
            std::os::unix::fs::symlink(&server.kubectl, inner.bin().join("kubectl")).unwrap();
        }
        put(&inner.app().join("config/master.key"), "0123\n", 0o600).unwrap();
        // For `bin/rails secret`, which DEPLOY.md has where there are no credentials.
        put(&inner.app().join("bin/rails"), "#!/bin/sh\necho 4567\n", 0o755).unwrap();
        let ignored = "config/master.key\nbuilding\ngo\n";
        put(&inner.app().join(".gitignore"), ignored, 0o644).unwrap();
        Self { _folder: folder, inner }
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.inner.app().join(path)
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    /// Commits all, and returns the revision.
    pub fn commit(&self) -> String {
        self.inner.commit().unwrap()
    }

    /// From now on a build takes until `go` is there.
    pub fn build_slowly(&self) {
        self.inner.program("docker", SLOW_DOCKER).unwrap();
    }

    /// A program in the app's folder, with its output to be read.
    pub fn command(&self, server: &Server, program: &str) -> Command {
        let mut command = self.inner.command(program);
        command.env("KUBECONFIG", &server.kubeconfig);
        // Who builds has the secrets of the build in the environment.
        let spec = fs::read_to_string(self.path("linkspan.yml")).unwrap_or_default();
        let spec: serde_yaml::Value = serde_yaml::from_str(&spec).unwrap_or_default();
        let names = spec["build"]["secrets"].as_sequence().into_iter().flatten();
        command.envs(names.filter_map(|name| Some((name.as_str()?, "of a test"))));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Runs a script in the app's folder, as a person who types this when it waits.
    pub fn bash(&self, server: &Server, script: &str, typed: &str) -> Output {
        let mut command = self.command(server, "bash");
        let mut child = command.args(["-euo", "pipefail", "-c", script]).spawn().unwrap();
        // A script that reads nothing has gone away.
        let _ = child.stdin.take().unwrap().write_all(typed.as_bytes());
        child.wait_with_output().unwrap()
    }

    pub fn works(&self, server: &Server, script: &str, typed: &str) -> String {
        let output = self.bash(server, script, typed);
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{script}\n{told}");
        assert!(!told.contains("Warning:"), "{script}\n{told}");
        String::from_utf8(output.stdout).unwrap()
    }
}
