//! Dockerfiles, entrypoints and scripts: what is found in them, and that no text is too odd.

use super::{Options, Source, check};
use crate::check::companion;
use crate::diagnostic::Tier;

fn rules(files: &[(&str, &str)]) -> Vec<String> {
    let sources: Vec<Source<'_>> = files.iter().map(|(path, text)| Source { path, text }).collect();
    let report = check(&sources, &Options::default());
    let found =
        report.diagnostics.iter().filter(|each| matches!(each.tier, Tier::Broken | Tier::Rails));
    found.map(|each| format!("{} {}:{}", each.rule, each.place.line, each.place.column)).collect()
}

/// A Dockerfile beside a good `.dockerignore`.
fn docker(text: &str, expect: &[&str]) {
    assert_eq!(
        rules(&[("Dockerfile", text), (".dockerignore", "/config/*.key\n")]),
        expect,
        "{text}"
    );
}

#[test]
fn dockerfiles_are_judged_as_what_comes_out() {
    docker("FROM ruby:3.4\nUSER 1000\n", &[]);
    docker("FROM ruby\nUSER 1000\n", &["latest-base 1:6"]);
    docker("FROM registry:5000/ruby\nUSER 1000\n", &["latest-base 1:6"]);
    docker("FROM ruby@sha256:ab\nUSER 1000\n", &[]);
    docker("ARG V=3.4\nFROM ruby:$V AS base\nFROM base\nUSER 1000\n", &[]);
    docker("FROM ruby:3.4 AS base\nUSER 1000\nFROM base\n", &[]);
    docker("FROM ruby:3.4\nUSER 1000\nUSER root\n", &["root-image 3:6"]);
    docker("FROM ruby:3.4\n", &["root-image 1:6"]);
    docker("FROM gcr.io/distroless/base:nonroot\n", &[]);
    docker("FROM ruby:3.4\nUSER 1000\nEXPOSE 80\n", &["low-port 3:8"]);
    docker("FROM ruby:3.4\nARG RAILS_MASTER_KEY\nUSER 1000\n", &["secret-in-image 2:5"]);
    docker("FROM ruby:3.4\nENV A=b \\\n  SMTP_PASSWORD=x\nUSER 1000\n", &["secret-in-image 3:3"]);
    docker("FROM ruby:3.4\nENV SMTP_PASSWORD x\nUSER 1000\n", &["secret-in-image 2:5"]);
    docker("FROM ruby:3.4\nCOPY config/master.key config/\nUSER 1000\n", &["secret-in-image 2:6"]);
    docker(
        "FROM ruby:3.4\nRUN bin/rails assets:precompile\nUSER 1000\n",
        &["assets-without-key 2:15"],
    );
    docker(
        "FROM ruby:3.4\nENV SECRET_KEY_BASE_DUMMY=1\nRUN bin/rails assets:precompile\nUSER 1000\n",
        &[],
    );
    docker(
        "FROM ruby:3.4\nUSER 1000\nCMD bin/wait && bundle exec puma\n",
        &["shell-without-exec 3:5"],
    );
    docker("FROM ruby:3.4\nUSER 1000\nCMD exec bundle exec puma\n", &[]);
    docker(
        "FROM ruby:3.4\nUSER 1000\nENTRYPOINT [\"sh\", \"-c\", \"bin/rails db:prepare\"]\n",
        &["image-migrates 3:25"],
    );
    assert_eq!(
        rules(&[("a/Dockerfile", "FROM ruby:3.4\nCOPY . .\nUSER 1000\n")]),
        ["key-in-image 2:6"]
    );
    assert_eq!(
        rules(&[("a/Dockerfile", "FROM ruby:3.4\nCOPY --from=x . .\nUSER 1000\n")]),
        Vec::<String>::new()
    );
}

const WEB: &str = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  replicas: 2\n  selector: {matchLabels: {app: web}}\n  template:\n    metadata: {labels: {app: web}}\n    spec: {containers: [{name: rails, image: \"shop:1\", env: [{name: RAILS_ENV, value: production}]}]}\n";

#[test]
fn scripts_are_judged_with_the_manifests() {
    let script = |text: &str, expect: &[&str]| {
        let text = format!("#!/usr/bin/env bash\nset -euo pipefail\n{text}\n");
        assert_eq!(rules(&[("deploy.sh", &text), ("k8s/web.yml", WEB)]), expect, "{text}");
    };
    script("kubectl -n shop rollout status deployment/web --timeout=5m", &[]);
    script("kubectl rollout status deploy wbe", &["script-name 3:31"]);
    script("kubectl set image deployment/web rails=\"shop:$tag\"", &[]);
    script("kubectl set image deployment/web web=\"shop:$tag\"", &["script-name 3:34"]);
    script("kubectl exec deploy/wbe -- bin/rails about", &["script-name 3:14"]);
    script("kubectl create job x --from=cronjob/digest", &["script-name 3:22"]);
    script("kubectl rollout status \"deployment/$name\"", &[]);
    script("docker push shop:latest", &["script-latest 3:13"]);
    script("docker login -u a -p \"$password\"", &["secret-on-command-line 3:22"]);
    script(
        "docker build --build-arg RAILS_MASTER_KEY=\"$key\" .",
        &["secret-on-command-line 3:26"],
    );
    script("kubectl apply -f migrate.yml\nkubectl apply -f k8s", &["script-order 4:1"]);
    script(
        "kubectl apply -f migrate.yml\nkubectl wait --for=condition=complete job/migrate\nkubectl apply -f k8s",
        &["script-name 4:39"],
    );
    script(
        "kubectl create -f migrate.yml\nkubectl wait --for=condition=complete -f migrate.yml\nkubectl apply -f k8s",
        &[],
    );
    let goes_on = rules(&[("deploy.sh", "kubectl apply -f k8s\n"), ("k8s/web.yml", WEB)]);
    assert_eq!(goes_on, ["script-goes-on 1:1"]);
    let pipe = rules(&[("deploy.sh", "set -e\na | b\n")]);
    assert_eq!(pipe, ["script-goes-on 2:1"]);
}

#[test]
fn an_entrypoint_that_migrates_does_so_in_every_pod() {
    let entrypoint = "#!/bin/bash -e\nif [ \"${@: -2:1}\" == \"./bin/rails\" ] && [ \"${@: -1:1}\" == \"server\" ]; then\n  ./bin/rails db:prepare\nfi\nexec \"${@}\"\n";
    let files = [("bin/docker-entrypoint", entrypoint), ("k8s/web.yml", WEB)];
    assert_eq!(rules(&files), ["migration-race 3:15"]);
    let alone = WEB.replace("replicas: 2", "replicas: 1");
    assert_eq!(
        rules(&[("bin/docker-entrypoint", entrypoint), ("k8s/web.yml", &alone)]),
        Vec::<String>::new()
    );
    let other =
        WEB.replace("image: \"shop:1\",", "image: \"shop:1\", command: [bundle, exec, puma],");
    assert_eq!(
        rules(&[("bin/docker-entrypoint", entrypoint), ("k8s/web.yml", &other)]),
        Vec::<String>::new()
    );
}

#[test]
fn no_text_of_a_companion_is_too_odd() {
    let docker = "# a\nARG V=1\nFROM ruby:$V AS b\nRUN <<END\na\nEND\nENV A=\"b c\" \\\n # x\n D=e\nCOPY [\"a\", \".\"]\nFROM b\nUSER 1:1\nCMD [\"x\", \"y\"]\n";
    let script = "deployments=('a' b)\ncase \"$environment\" in\n 'x') secret='s' ;;\nesac\nkubectl set image deploy/web a=b:latest | c <<E\nE\nfoo() { :; }\n";
    for text in [docker, script] {
        let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        for (at, end) in ends.iter().enumerate() {
            for path in ["Dockerfile", "deploy.sh", ".dockerignore", "bin/docker-entrypoint"] {
                assert!(companion(path).is_some());
                rules(&[(path, text.get(..*end).unwrap()), ("k8s/web.yml", WEB)]);
                rules(&[(path, text.get(ends[at / 2]..).unwrap())]);
            }
        }
    }
}
