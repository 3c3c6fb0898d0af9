//! `deploy.sh` step by step, with programs in place of docker and kubectl that write down how they
//! were called and answer as told. What a real API server answers is tested in `live`; this shows the
//! script's own decisions: order, gates, exit codes, and that no value of a secret is asked for.

mod autoscale;
mod build;
mod environments;
mod guards;
mod hostile;
mod image;
mod lock;
mod manifests;
mod migration;
mod namespace;
mod pods;
mod policies;
mod rollout;
mod secrets;
mod stage;
mod stale;
mod steps;
mod strategies;

use stage::{Stage, error, said};

#[test]
fn a_release_goes_step_by_step() {
    let stage = Stage::new();
    let output = stage.deploy(&[]);
    assert!(output.status.success(), "{}", error(&output));
    let image = format!("registry.example.com/acme/shop:{}", stage.revision);
    stage.in_order(&[
        "get secret shop-secrets",
        "-f config/kube/namespace.yml",
        "create -f",
        &format!("docker build --tag {image} ."),
        &format!("docker push {image}"),
        "patch lease shop-deploy",
        "-f config/kube/env.yml",
        "patch lease shop-deploy",
        "jobs/migrate.yml",
        "patch lease shop-deploy",
        "/release\n",
        "get deployments,replicasets,pods",
        "delete --raw /apis/coordination.k8s.io/v1/namespaces/shop/leases/shop-deploy",
    ]);
    let job = stage.read("answers/applied-job");
    assert!(job.contains(&format!("name: shop-migrate-{}\n", stage.revision)), "{job}");
    let release = stage.read("answers/applied-release");
    assert_eq!(release.matches(&format!("image: {image}\n")).count(), 2);
    let lines: Vec<&str> = release
        .lines()
        .filter(|line| line.contains("unreleased") && !line.trim_start().starts_with('#'))
        .collect();
    assert!(lines.is_empty(), "{lines:?}");
}

/// Followed logs, a terminal and a wait with its own limit aside, every call to the cluster ends by itself.
#[test]
fn every_call_has_a_limit() {
    let stage = Stage::new();
    assert!(stage.deploy(&[]).status.success());
    let calls = stage.read("calls");
    let unlimited: Vec<&str> = calls
        .lines()
        .filter(|line| line.starts_with("kubectl --context"))
        .filter(|line| !line.contains("--request-timeout=") && !line.contains("logs --follow"))
        .collect();
    assert!(unlimited.is_empty(), "{unlimited:?}");
}

#[test]
fn a_call_without_an_answer_is_made_again() {
    let stage = Stage::with_an_earlier_release();
    for (index, words) in
        ["get secret", "get job ", "get -f", "/release", "get deployments,", "get configmaps"]
            .iter()
            .enumerate()
    {
        stage.answer(&format!("unheard-{index}"), words);
    }
    let output = stage.deploy(&[]);
    assert!(output.status.success(), "{}", error(&output));
    for index in 0..6 {
        assert_eq!(stage.read(&format!("answers/unheard-{index}")), "", "not asked");
    }
}

/// As kubectl says them.
const PASSING: [&str; 12] = [
    "Error from server (InternalError): an error on the server (\"unknown\") has prevented the request from succeeding",
    "Error from server (InternalError): Internal error occurred: etcdserver: leader changed",
    "Error from server: Internal Server Error",
    "Error from server (Expired): The provided continue parameter is too old",
    "Error from server (Gone): the server no longer has it",
    "Error from server (ServiceUnavailable): the server is currently unable to handle the request",
    "Error from server (Timeout): the server was unable to return a response in the time allotted",
    "Error from server: 502 Bad Gateway",
    "Error from server (TooManyRequests): the server has received too many requests",
    "error: You must be logged in to the server (Unauthorized)",
    "Unable to connect to the server: net/http: request timed out",
    "Error from server: etcdserver: request timed out",
];

#[test]
fn an_error_that_passes_neither_ends_nor_undoes_a_release() {
    for (index, told) in PASSING.iter().enumerate() {
        let stage = Stage::with_an_earlier_release();
        let words = [
            "/release\n",
            "get -f",
            "get job ",
            "get secret",
            "config/kube/env.yml",
            "jobs/migrate.yml",
        ];
        let words = [words[index % 6].trim(), words[(index + 3) % 6].trim()];
        for (number, each) in words.iter().enumerate() {
            stage.answer(&format!("unheard-{number}"), &format!("{each}\n{told}\n"));
        }
        let output = stage.deploy(&[]);
        assert!(output.status.success(), "{told}: {}", error(&output));
        stage.never("/before");
        for number in 0..2 {
            assert_eq!(stage.read(&format!("answers/unheard-{number}")), "", "not asked");
        }
    }
}

#[test]
fn a_wrong_login_is_not_tried_for_long() {
    let stage = Stage::new();
    stage.answer("error", "error: You must be logged in to the server (Unauthorized)\n");
    stage.answer("refused-it", "get secret");
    let output = stage.deploy(&[]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(stage.read("calls").matches("get secret").count(), 3);
}

#[test]
fn what_cannot_be_read_is_not_taken_for_missing() {
    for (words, told) in [
        ("get secret", "cannot read the Secret shop-secrets"),
        ("get job ", "cannot read the Job"),
        ("get -f", "cannot read what runs"),
    ] {
        let stage = Stage::new();
        stage.answer("refused-read", words);
        let output = stage.deploy(&[]);
        assert_eq!(output.status.code(), Some(1));
        assert!(error(&output).contains(told), "{}", error(&output));
        stage.never("/release\n");
    }
}

#[test]
fn a_missing_key_is_told_before_anything_is_built() {
    let stage = Stage::new();
    stage.answer("secret", " RAILS_MASTER_KEY DATABASE_URL_OLD ");
    let output = stage.deploy(&[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(error(&output).contains("lacks DATABASE_URL REDIS_URL"), "{}", error(&output));
    stage.never("docker");
    stage.never("apply");
}

#[test]
fn uncommitted_changes_are_refused() {
    let stage = Stage::new();
    std::fs::write(stage.checkout.app().join("new.rb"), "").unwrap();
    let output = stage.deploy(&[]);
    assert_eq!(output.status.code(), Some(1));
    stage.never("docker");
}

#[test]
fn a_detached_head_is_a_revision_as_any() {
    let stage = Stage::new();
    let git = stage.checkout.command("git").args(["checkout", "-q", "--detach"]).status();
    assert!(git.unwrap().success());
    assert!(stage.deploy(&[]).status.success());
}

#[test]
fn an_old_kubectl_is_refused() {
    let stage = Stage::new();
    stage.answer("minor", "21.0");
    let output = stage.deploy(&[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(error(&output).contains("1.27 or newer is needed"), "{}", error(&output));
}

#[test]
fn an_image_that_is_not_built_or_pushed_ends_it() {
    for word in ["build", "push"] {
        let stage = Stage::new();
        let docker = format!("#!/bin/sh\n[ \"$1\" != {word} ] || exit 7\n");
        stage.checkout.program("docker", &docker).unwrap();
        let output = stage.deploy(&[]);
        assert_eq!(output.status.code(), Some(1));
        stage.never("jobs/migrate.yml");
        stage.in_order(&["create -f", "delete --raw"]);
    }
}

#[test]
fn settings_alone_keep_the_image_of_each_workload() {
    let stage = Stage::new();
    stage.answer("image-sidekiq", "registry.example.com/acme/shop:older");
    let output = stage.deploy(&["--config"]);
    assert!(output.status.success(), "{}", error(&output));
    stage.never("docker");
    stage.never("jobs/migrate.yml");
    let release = stage.read("answers/applied-release");
    for line in [
        "image: registry.example.com/acme/shop:0123456789ab\n",
        "image: registry.example.com/acme/shop:older\n",
        "app.kubernetes.io/version: \"0123456789ab\"\n",
        "app.kubernetes.io/version: \"older\"\n",
    ] {
        assert!(release.contains(line), "no {line} in {release}");
    }
}

#[test]
fn settings_alone_need_a_release() {
    let stage = Stage::new();
    stage.answer("image", "");
    let output = stage.deploy(&["--config"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(error(&output).contains("nothing runs yet"), "{}", error(&output));
    stage.never("apply");
}

#[test]
fn wrong_usage_is_refused() {
    let stage = Stage::new();
    let wrong: [(&[&str], &str); 7] = [
        (&["--force"], "there is no --force: ./deploy.sh --help lists what there is"),
        (&["release"], "there is no release: ./deploy.sh --help lists what there is"),
        (&["--bogus", "a"], "there is no --bogus: "),
        (&["--config", "a"], "--config takes nothing behind it, and got a"),
        (&["--task"], "--task needs a command, such as: ./deploy.sh --task bin/rails db:seed"),
        (&["--rollback", "a", "b"], "--rollback takes one revision, and got a b"),
        (&["--help", "a"], "--help takes nothing behind it, and got a"),
    ];
    for (args, expect) in wrong {
        let output = stage.deploy(args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        let told = error(&output);
        assert!(told.contains(expect) && told.lines().count() == 1, "{args:?}: {told}");
    }
    let output = stage.deploy(&["--help"]);
    assert!(output.status.success());
    assert!(said(&output).contains("Exit codes:"));
    assert_eq!(stage.read("calls"), "");
}
