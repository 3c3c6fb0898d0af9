//! How Redis in the cluster gets its password: the shell line of the golden bundle, run as it stands, but
//! for the folder that it writes to and for the server that it becomes.

use linkspan_tests::checkout::put;
use linkspan_tests::here;
use linkspan_tests::judge::{find, run, said};
use serde_yaml::Value;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A server that shows its arguments and the file that it was given.
const SERVER: &str = "#!/bin/sh\necho \"$@\"\ncat \"$1\"\n";

fn container() -> Value {
    let path = here().join("golden/everything/bundle/config/kube/redis.yml");
    let set: Value = serde_yaml::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    set["spec"]["template"]["spec"]["containers"][0].clone()
}

fn words(list: &Value) -> Vec<String> {
    serde_yaml::from_value(list.clone()).unwrap()
}

fn start(folder: &Path, password: &str) -> Output {
    start_as("valkey-server", folder, password)
}

/// In an image whose server is called so.
fn start_as(server: &str, folder: &Path, password: &str) -> Output {
    put(&folder.join(server), SERVER, 0o755).unwrap();
    let container = container();
    let here = folder.to_str().unwrap();
    let mut command = words(&container["command"]);
    command.extend(words(&container["args"]));
    let command: Vec<String> =
        command.iter().map(|word| word.replace("/run/valkey", here)).collect();
    Command::new(&command[0])
        .args(&command[1..])
        .env("PATH", path_of(folder))
        .env("REDIS_PASSWORD", password)
        .output()
        .unwrap()
}

/// The programs of a folder, a shell and what the made-up server calls, and no Redis of this machine.
fn path_of(folder: &Path) -> PathBuf {
    for name in ["sh", "cat"] {
        let place = folder.join(name);
        if !place.exists() {
            std::os::unix::fs::symlink(find(name).unwrap(), place).unwrap();
        }
    }
    folder.to_owned()
}

/// Images of Redis call it otherwise than those of Valkey.
#[test]
fn the_server_is_whichever_the_image_has() {
    for server in ["valkey-server", "redis-server"] {
        let folder = tempfile::tempdir().unwrap();
        let output = start_as(server, folder.path(), "0a1b");
        let said = said(&output);
        assert!(output.status.success(), "{server}: {said}");
        assert!(said.contains("--maxmemory-policy noeviction"), "{server}: {said}");
    }
    let folder = tempfile::tempdir().unwrap();
    let output = start_as("keydb-server", folder.path(), "0a1b");
    assert!(!output.status.success());
    assert_eq!(said(&output), "this image has neither valkey-server nor redis-server\n");
}

#[test]
fn a_probe_asks_with_whichever_client_the_image_has() {
    for (answer, fits) in
        [("PONG", true), ("NOAUTH Authentication required.", false), ("LOADING", false)]
    {
        for cli in ["valkey-cli", "redis-cli", "keydb-cli"] {
            let folder = tempfile::tempdir().unwrap();
            let program = format!("#!/bin/sh\n[ \"$*\" = ping ] && echo '{answer}'\n");
            put(&folder.path().join(cli), &program, 0o755).unwrap();
            for probe in ["startupProbe", "readinessProbe", "livenessProbe"] {
                let command = words(&container()[probe]["exec"]["command"]);
                let output = Command::new(&command[0])
                    .args(&command[1..])
                    .env("PATH", path_of(folder.path()))
                    .output()
                    .unwrap();
                let expect = fits && cli != "keydb-cli";
                assert_eq!(output.status.success(), expect, "{probe}, {cli}: {answer}");
            }
        }
    }
}

#[test]
fn the_password_goes_into_a_file_and_not_into_the_arguments() {
    let folder = tempfile::tempdir().unwrap();
    let output = start(folder.path(), "0a1b-._~Z");
    let said = said(&output);
    assert!(output.status.success(), "{said}");
    let (arguments, file) = said.split_once('\n').unwrap();
    assert_eq!(file, "requirepass 0a1b-._~Z\n");
    assert!(!arguments.contains("0a1b"), "{arguments}");
    assert!(arguments.ends_with("--maxmemory-policy noeviction --maxmemory 512mb"), "{arguments}");
    let mode = fs::metadata(folder.path().join("password.conf")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn what_a_url_or_the_file_cannot_bear_is_refused() {
    for password in ["", "a b", "a@b", "a/b", "a%20", "a\nrename-command X Y", "ä", "$(id)"] {
        let folder = tempfile::tempdir().unwrap();
        let output = start(folder.path(), password);
        let said = said(&output);
        assert!(!output.status.success(), "{password:?}: {said}");
        assert!(said.starts_with("REDIS_PASSWORD may hold"), "{password:?}: {said}");
        assert!(password.is_empty() || !said.contains(password), "{password:?} is shown: {said}");
        assert!(!folder.path().join("password.conf").exists(), "{password:?}");
    }
}

/// The password that DEPLOY.md makes is one that Redis takes.
#[test]
fn the_password_of_deploy_md_is_taken() {
    let Some(bash) = find("bash") else { return };
    let text = fs::read_to_string(here().join("golden/everything/bundle/DEPLOY.md")).unwrap();
    let block = text.split("`REDIS_PASSWORD`:").nth(1).unwrap();
    // What makes the value, without the pipe into the cluster; deploy.sh takes its line end away.
    let line = block.lines().find(|line| line.contains("| ./deploy.sh --secret")).unwrap();
    let (line, _) = line.split_once(" | ").unwrap();
    let output = run(&bash, ["-c", line]).unwrap();
    let password = String::from_utf8(output.stdout).unwrap().trim_end().to_owned();
    assert!(password.len() >= 32, "{password}");
    let folder = tempfile::tempdir().unwrap();
    let output = start(folder.path(), &password);
    assert!(output.status.success(), "{}", said(&output));
}

/// Kubernetes fills in only what stands before.
#[test]
fn the_address_stands_behind_the_password() {
    for path in ["release/web.yml", "release/sidekiq.yml", "release/digest.yml", "jobs/task.yml"] {
        let path = here().join("golden/everything/bundle/config/kube").join(path);
        let text = fs::read_to_string(&path).unwrap();
        let password = text.find("- name: REDIS_PASSWORD").unwrap();
        let url =
            text.find("value: \"redis://:$(REDIS_PASSWORD)@everything-redis:6379/0\"").unwrap();
        assert!(password < url, "{path:?}");
    }
}
