//! Each way to keep secrets: what has to be there first, what is waited for, and that no value shows.

use crate::stage::{SPEC, Stage, error, said};
use linkspan_tests::checkout::put;
use std::io::{Read, Write};
use std::process::{Output, Stdio};

const KEYS: [&str; 3] = ["RAILS_MASTER_KEY", "DATABASE_URL", "REDIS_URL"];
const SOPS_FILE: &str = "config/kube/secrets/values.sops.yml";
const SOPS: &str = "#!/bin/sh\necho \"sops $*\" >>\"$CALLS\"\n[ ! -e \"$ANSWERS/no-key\" ] || exit 128\ncat \"$ANSWERS/values\"\n";

fn stage(store: &str) -> Stage {
    let stage = Stage::of(&format!("{SPEC}secret_store: {{{store}}}\n"));
    stage.checkout.program("sops", SOPS).unwrap();
    stage
}

/// A file of encrypted values, committed.
fn file(stage: &Stage, path: &str, keys: &[&str]) {
    let lines: String = keys.iter().map(|key| format!("    {key}: AgB=\n")).collect();
    put(&stage.checkout.app().join(path), &format!("spec:\n  encryptedData:\n{lines}"), 0o644)
        .unwrap();
    stage.checkout.commit().unwrap();
}

#[test]
fn a_secret_that_a_controller_makes_is_waited_for() {
    let stage = stage("kind: external_secrets, name: acme");
    stage.answer("maker", "2|1-ab-|True|");
    stage.answer("maker-after", "2|2-cd-|True|");
    let output = stage.deploy(&[]);
    assert!(output.status.success(), "{}", error(&output));
    stage.in_order(&[
        "-f config/kube/namespace.yml",
        "patch lease",
        "-f config/kube/external-secret.yml",
        "get externalsecret shop-secrets",
        "get externalsecret shop-secrets",
        "get secret shop-secrets",
        "docker build",
    ]);
}

#[test]
fn a_secret_that_is_never_made_stops_a_release_before_the_build() {
    for (maker, secret, told) in [
        ("2|1-ab-|True|", " RAILS_MASTER_KEY DATABASE_URL REDIS_URL ", "was not made"),
        ("2|2-ab-|False|no such entry", "", "was not made within two minutes: no such entry"),
        ("2|2-ab-|True|", " RAILS_MASTER_KEY ", "lacks DATABASE_URL REDIS_URL"),
    ] {
        let stage = stage("kind: external_secrets, name: acme");
        stage.answer("maker", maker);
        stage.answer("secret", secret);
        let output = stage.deploy(&[]);
        assert_eq!(output.status.code(), Some(1), "{maker}");
        assert!(error(&output).contains(told), "{}", error(&output));
        stage.never("docker");
        stage.in_order(&["delete --raw"]);
    }
}

#[test]
fn a_sealed_secret_has_to_be_committed_with_every_name() {
    let path = "config/kube/sealed-secrets.yml";
    let stage = stage("kind: sealed_secrets");
    let output = stage.deploy(&[]);
    assert!(error(&output).contains("there is no config/kube/sealed-secrets.yml"));
    file(&stage, path, &KEYS[..2]);
    let output = stage.deploy(&[]);
    assert!(error(&output).contains("lacks REDIS_URL"), "{}", error(&output));
    stage.never("apply");
    file(&stage, path, &KEYS);
    stage.answer("maker", "3|3-|True|");
    let output = stage.deploy(&[]);
    assert!(output.status.success(), "{}", error(&output));
    stage.in_order(&["-f config/kube/sealed-secrets.yml", "get sealedsecret", "docker build"]);
}

#[test]
fn sops_decrypts_into_a_pipe() {
    let stage = stage("kind: sops");
    file(&stage, SOPS_FILE, &KEYS);
    let values = r#"{"RAILS_MASTER_KEY":"hush","DATABASE_URL":"a\nb","REDIS_URL":"c"}"#;
    stage.answer("values", values);
    let output = stage.deploy(&["--config"]);
    assert!(output.status.success(), "{}", error(&output));
    stage.in_order(&["patch lease", "sops decrypt", "replace -f -", "get secret", "/release\n"]);
    let written: serde_yaml::Value = serde_yaml::from_str(&stage.read("answers/written")).unwrap();
    assert_eq!(written["metadata"]["name"].as_str(), Some("shop-secrets"));
    assert_eq!(written["stringData"]["DATABASE_URL"].as_str(), Some("a\nb"));
    stage.never("hush");
    let told = format!("{}{}", error(&output), crate::said(&output));
    assert!(!told.contains("hush"), "{told}");
}

#[test]
fn each_environment_has_its_own_encrypted_file() {
    let stage = Stage::of(
        "app: shop\nimage: a/b\nsecret_store: {kind: sops}\nexpose: {via: none}\nenvironments: {staging: {}, production: {}}\n",
    );
    stage.checkout.program("sops", SOPS).unwrap();
    file(&stage, "config/kube/staging/secrets/values.sops.yml", &KEYS);
    stage.answer("values", r#"{"RAILS_MASTER_KEY":"hush"}"#);
    let output = stage.deploy(&["staging", "--config"]);
    assert!(output.status.success(), "{}", error(&output));
    let call = "sops decrypt --output-type json config/kube/staging/secrets/values.sops.yml";
    stage.in_order(&[call, "replace -f -"]);
    let output = stage.deploy(&["production", "--config"]);
    assert_eq!(output.status.code(), Some(1));
    let told = "there is no config/kube/production/secrets/values.sops.yml";
    assert!(error(&output).contains(told), "{}", error(&output));
}

#[test]
fn what_sops_cannot_decrypt_changes_nothing() {
    let stage = stage("kind: sops");
    file(&stage, SOPS_FILE, &KEYS);
    stage.answer("no-key", "");
    let output = stage.deploy(&[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(error(&output).contains("sops cannot decrypt"), "{}", error(&output));
    stage.never("replace -f -");
    stage.never("docker");
}

#[test]
fn a_rollback_asks_for_no_secret() {
    for store in ["kind: external_secrets, name: acme", "kind: sealed_secrets", "kind: sops"] {
        let stage = stage(store);
        stage.deploy(&["--rollback"]);
        for call in ["externalsecret", "sealedsecret", "sops decrypt"] {
            stage.never(call);
        }
    }
}

/// `--secret` with a value on its standard input.
fn set(stage: &Stage, args: &[&str], value: &str) -> Output {
    let mut command = stage.command(args);
    command.env("value", "inherited");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let _ = child.stdin.take().unwrap().write_all(value.as_bytes());
    child.wait_with_output().unwrap()
}

#[test]
fn one_value_goes_from_a_pipe_to_the_cluster_and_nowhere_else() {
    for (value, written) in [
        ("hush'$(touch x)\"\\ `a`\n", "hush'$(touch x)\"\\ `a`"),
        (
            "-----BEGIN hush-----\nabc=\n-----END-----\n",
            "-----BEGIN hush-----\nabc=\n-----END-----",
        ),
        ("-n hush %s", "-n hush %s"),
    ] {
        let stage = Stage::new();
        let output = set(&stage, &["--secret", "DATABASE_URL"], value);
        assert!(output.status.success(), "{}", error(&output));
        // The programs of a pipe start in any order.
        for call in [
            "--namespace shop --request-timeout=15s create secret generic shop-secrets --from-file=DATABASE_URL=/dev/stdin --dry-run=client",
            "apply --server-side --field-manager=secret-database-url -f -",
        ] {
            stage.in_order(&[call]);
        }
        assert_eq!(stage.read("answers/written"), written);
        for unwanted in ["hush", "exported", "docker", "lease", "--force-conflicts"] {
            stage.never(unwanted);
        }
        let told = format!("{}{}", error(&output), said(&output));
        assert!(!told.contains("hush"), "{told}");
        assert!(told.contains("DATABASE_URL is set"), "{told}");
        let traced = set_traced(&stage, value);
        assert!(!error(&traced).contains("hush"), "{}", error(&traced));
    }
}

#[test]
fn a_value_from_the_keyboard_is_not_shown() {
    let stage = Stage::new();
    let mut command = stage.on_terminal("--secret DATABASE_URL");
    let Ok(mut child) = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn() else {
        assert!(std::env::var_os("CI").is_none(), "`script` is needed: install util-linux");
        eprintln!("SKIPPED: no `script` (util-linux) to type a value on a terminal");
        return;
    };
    let (mut keyboard, mut screen) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
    let mut shown = Vec::new();
    while !shown.ends_with(b"then Ctrl-D: ") {
        let mut byte = [0];
        let read = screen.read(&mut byte).unwrap();
        assert_eq!(read, 1, "{}", String::from_utf8_lossy(&shown));
        shown.extend(byte);
    }
    keyboard.write_all(b"hush\nhush again\n\x04").unwrap();
    screen.read_to_end(&mut shown).unwrap();
    let _ = child.wait();
    let shown = String::from_utf8_lossy(&shown);
    assert_eq!(stage.read("answers/written"), "hush\nhush again", "{shown}");
    assert!(!shown.contains("hush"), "{shown}");
    assert!(shown.split_whitespace().any(|word| word == "echo"), "echo stays off: {shown}");
}

/// With each command shown, as a person does who looks for a fault.
fn set_traced(stage: &Stage, value: &str) -> Output {
    let mut command = stage.bash(&["-x", "app/deploy.sh", "--secret", "DATABASE_URL"]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let _ = child.stdin.take().unwrap().write_all(value.as_bytes());
    child.wait_with_output().unwrap()
}

#[test]
fn a_value_that_is_set_later_reaches_pods_that_start_again() {
    let stage = Stage::with_an_earlier_release();
    stage.answer("found", "deployment.apps/shop-web");
    let output = set(&stage, &["--secret", "REDIS_URL"], "hush");
    let told =
        "Pods that run keep the old value until they start again: DEPLOY.md, section Secrets";
    assert!(said(&output).contains(told), "{}", said(&output));
}

#[test]
fn without_a_value_or_a_key_nothing_is_set() {
    let stage = Stage::new();
    for (args, value, code, told) in [
        (&["--secret", "DATABASE_URL"][..], "\n", 1, "no value came, so nothing was changed"),
        (
            &["--secret", "sk_live_hush"],
            "a",
            2,
            "it can be: RAILS_MASTER_KEY DATABASE_URL REDIS_URL",
        ),
        (&["--secret", "DATABASE_URL", "hush"], "a", 2, "takes the name of a key alone"),
        (&["--secret"], "a", 2, "takes the name of a key alone"),
        (&["--secret", "DATABASE_URL"], "hush\0a", 1, "the value holds a NUL character"),
        (&["--secret", "DATABASE_URL"], "\0", 1, "the value holds a NUL character"),
        (&["--secret", "DATABASE_URL REDIS_URL"], "a", 2, "has no key of that name"),
    ] {
        let output = set(&stage, args, value);
        assert_eq!(output.status.code(), Some(code), "{args:?}");
        assert!(error(&output).contains(told), "{}", error(&output));
        assert!(!error(&output).contains("hush"), "{}", error(&output));
        stage.never("apply");
    }
}

#[test]
fn a_value_that_the_cluster_refuses_is_not_quoted() {
    for (error_text, is_shown) in [
        ("secrets is forbidden\nthe value is hush\n", true),
        ("the value hush is forbidden\n", false),
    ] {
        let stage = Stage::new();
        stage.answer("refused-set", "field-manager=secret-");
        stage.answer("error", error_text);
        let output = set(&stage, &["--secret", "DATABASE_URL"], "hush");
        assert_eq!(output.status.code(), Some(1));
        let told = error(&output);
        assert!(told.contains("did not take DATABASE_URL"), "{told}");
        assert_eq!(told.contains("is forbidden"), is_shown, "{told}");
        assert!(!told.contains("hush"), "{told}");
    }
    // A call without an answer is made again.
    let stage = Stage::new();
    stage.answer("unheard-set", "field-manager=secret-");
    assert!(set(&stage, &["--secret", "DATABASE_URL"], "hush").status.success());
}

#[test]
fn each_environment_has_its_own_value() {
    let stage = Stage::of(
        "app: shop\nimage: a/b\nexpose: {via: none}\nenvironments: {staging: {}, production: {}}\n",
    );
    let output = set(&stage, &["staging", "--secret", "DATABASE_URL"], "hush");
    assert!(output.status.success(), "{}", error(&output));
    stage.in_order(&["--namespace shop-staging --request-timeout=15s create secret generic"]);
}

#[test]
fn a_value_that_comes_from_elsewhere_is_not_set_here() {
    for store in ["kind: external_secrets, name: acme", "kind: sealed_secrets", "kind: sops"] {
        let stage = stage(store);
        let output = set(&stage, &["--secret", "DATABASE_URL"], "hush");
        assert_eq!(output.status.code(), Some(2), "{store}");
        assert!(error(&output).contains("come from elsewhere: DEPLOY.md"), "{}", error(&output));
        assert!(!said(&stage.deploy(&["--help"])).contains("--secret"), "{store}");
        stage.never("apply");
    }
}
