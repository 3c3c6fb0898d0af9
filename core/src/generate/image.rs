//! Where the image comes from, and who runs it where: in every file that speaks of it.

use crate::check::{Options, Source, check as judge, outside};
use crate::diagnostic::Severity;
use crate::{Generated, generate};

/// Pieces of specs that write every file that there is.
const PARTS: [&str; 8] = [
    "",
    "database: {adapter: sqlite}\nactive_storage: {service: local}\nconsole: {always: true}\n",
    "redis: {kind: cluster}\nworkers: [{name: a, health: file, quiet: 5}, {name: b, kind: solid_queue, health: file, queues: [x]}]\ncron: [{name: c, schedule: '@daily', command: bin/rails about}]\n",
    "monitoring: {metrics: prometheus_exporter, alerts: true, check: cron}\nlogging: {kind: fluent_bit, to: loki, url: 'https://a.example.com'}\n",
    "delivery: {ci: github, gitops: flux, repository: 'https://git.example.com/a/b.git'}\n",
    "delivery: {ci: gitlab}\nsecurity: {pin_image: true, network_policy: true}\n",
    "migrate: {strategy: downtime}\nenvironments: {staging: {hosts: [staging.example.com]}, production: {web: {replicas: 3}}}\n",
    "security: {read_only_root: false}\nmigrate: {strategy: deploy_then_migrate}\n",
];

fn made(source: &str, part: &str) -> Generated {
    let text =
        format!("app: shop\nimage: a.example.com/b\nhosts: [shop.example.com]\n{source}{part}");
    let generated = generate(&text);
    let errors: Vec<_> =
        generated.report.diagnostics.iter().filter(|each| each.rule != "no-effect").collect();
    assert!(!generated.report.has_errors(), "{text}: {errors:#?}");
    let files = generated.bundle.files.iter();
    let manifests =
        files.filter(|(path, _)| path.starts_with("config/kube/") && path.ends_with(".yml"));
    let texts: Vec<_> = manifests.map(|(path, file)| (path, file.text())).collect();
    let sources: Vec<_> = texts.iter().map(|(path, text)| Source { path, text }).collect();
    let outside = generated.plans().iter().flat_map(outside).collect();
    let judged = judge(&sources, &Options { outside, ..Options::default() });
    // What a choice risks is told elsewhere.
    let wrong: Vec<_> =
        judged.diagnostics.iter().filter(|each| each.severity == Severity::Error).collect();
    assert!(wrong.is_empty(), "{text}: {wrong:#?}");
    generated
}

/// Whether a line says where Rails' own image has the app, or who runs it there.
fn is_rails_own(line: &str) -> bool {
    let mut before = ' ';
    let mut rest = line;
    while let Some((head, tail)) = rest.split_once("/rails") {
        before = head.chars().last().unwrap_or(before);
        let ends = tail.chars().next().is_none_or(|c| !c.is_ascii_alphanumeric() && c != '_');
        if !before.is_ascii_alphanumeric() && before != '.' && ends {
            return true;
        }
        rest = tail;
        before = 's';
    }
    line.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word == "1000")
}

#[test]
fn user_and_folder_are_those_of_the_spec_in_every_file() {
    for line in ["WORKDIR /rails", "USER 1000:1000", "path: /rails/tmp", "`/rails/storage`"] {
        assert!(is_rails_own(line), "{line}");
    }
    for line in ["bin/rails about", "/tmp/rails", "fsGroup: 991", "./bin/rails/x", "/railsy"] {
        assert!(!is_rails_own(line), "{line}");
    }
    let own = "container: {user: 991, workdir: /opt/app}\n";
    for source in ["", "build: {from: dockerfile}\n", "build: {from: published, version: v1}\n"] {
        for part in PARTS {
            // What a published image cannot hold is refused.
            let part = match source.contains("published") {
                true => part.replace(", health: file", "").replace(", queues: [x]", ""),
                false => part.to_owned(),
            };
            let generated = made(&format!("{source}{own}"), &part);
            for (path, file) in &generated.bundle.files {
                for line in file.text().lines().filter(|_| path != "linkspan.yml") {
                    assert!(!is_rails_own(line), "{source}{part}{path}: {line}");
                }
            }
            let web = generated.bundle.files.keys().find(|path| path.ends_with("release/web.yml"));
            let web = generated.bundle.files[web.unwrap()].text();
            assert!(web.contains("runAsUser: 991\n") && web.contains("runAsGroup: 991\n"), "{web}");
        }
    }
}

#[test]
fn a_group_of_its_own_has_the_volume() {
    let local = "container: {user: 991, group: 992}\nactive_storage: {service: local}\n";
    let web = made(local, "").bundle.files["config/kube/release/web.yml"].text();
    assert!(web.contains("runAsUser: 991\n") && web.contains("runAsGroup: 992\n"), "{web}");
    assert!(web.contains("fsGroup: 992\n"), "{web}");
}

#[test]
fn a_folder_that_the_spec_copies_is_sent_to_the_build() {
    let ignored =
        |build: &str| made(build, "").bundle.files[".dockerignore"].text().contains("/.bundle/\n");
    assert!(ignored(""));
    assert!(
        !ignored("build: {files: [.bundle]}\n") && !ignored("build: {files: [.bundle/config]}\n")
    );
}

/// A path, and pieces of its text; one after `!` is not there. A path after `!` is none.
fn check(source: &str, part: &str, cases: &[(&str, &[&str])]) {
    let generated = made(source, part);
    for (path, pieces) in cases {
        if let Some(absent) = path.strip_prefix('!') {
            assert!(!generated.bundle.files.contains_key(absent), "{source}{part}: {absent}");
            continue;
        }
        let file = generated.bundle.files.get(*path);
        let text = file.unwrap_or_else(|| panic!("{source}{part}: no {path}")).text();
        for piece in *pieces {
            match piece.strip_prefix('!') {
                Some(absent) => assert!(!text.contains(absent), "{absent} in {path}\n{text}"),
                None => assert!(text.contains(piece), "no {piece} in {path}\n{text}"),
            }
        }
    }
}

const OWN: &str = "build: {from: dockerfile, dockerfile: docker/Dockerfile, context: ., target: app, args: {A: \"it's\"}, secrets: [KEY_ONE]}\n";
const PUBLISHED: &str = "build: {from: published, version: v4.3.1}\n";

#[test]
fn a_dockerfile_of_the_users_is_built_with_its_options() {
    let build = "build=(--file 'docker/Dockerfile' --target 'app' --build-arg 'A=it'\\''s' --secret 'id=KEY_ONE,env=KEY_ONE' '.')\n";
    let none =
        ["!Dockerfile", "!.dockerignore", "!bin/docker-entrypoint"].map(|path| (path, &[][..]));
    check(OWN, "", &none);
    check(
        OWN,
        "delivery: {ci: github}\n",
        &[
            (
                "deploy.sh",
                &[
                    build,
                    "build_secrets=('KEY_ONE')\n",
                    "--tag \"$running\" \"${build[@]}\" || fail",
                    "\"--$to\" \"${build[@]}\" || fail",
                    "[[ -n \"${!each:-}\" ]] || fail",
                    "! . || fail",
                ],
            ),
            (".github/workflows/deploy.yml", &["          KEY_ONE: ${{ secrets.KEY_ONE }}\n"]),
            (
                "DEPLOY.md",
                &["## The image\n", "`docker/Dockerfile`", "gh secret set KEY_ONE --env"],
            ),
            (
                "config/kube/release/web.yml",
                &["initContainers:\n", "- mkdir\n", "- /tmp/rails\n", "- /rails/tmp/pids\n"],
            ),
        ],
    );
    check(
        OWN,
        "delivery: {gitops: flux, repository: 'https://git.example.com/a/b.git'}\n",
        &[("release.sh", &[build, "--push \"${build[@]}\" ||\n"])],
    );
    check(
        "build: {secrets: [KEY_ONE]}\n",
        "",
        &[
            ("deploy.sh", &["build=(--secret 'id=KEY_ONE,env=KEY_ONE' '.')\n"]),
            ("Dockerfile", &[]),
            ("config/kube/release/web.yml", &["!initContainers"]),
        ],
    );
}

#[test]
fn a_root_that_is_not_read_only_needs_no_folders() {
    let part = "security: {read_only_root: false}\n";
    check(OWN, part, &[("config/kube/release/web.yml", &["!initContainers", "!TMPDIR"])]);
}

#[test]
fn a_published_image_is_neither_built_nor_pushed() {
    let none = ["!Dockerfile", "!.dockerignore", "!bin/docker-entrypoint", "!release.sh"];
    check(PUBLISHED, "", &none.map(|path| (path, &[][..])));
    check(
        PUBLISHED,
        "migrate: {strategy: downtime}\ndelivery: {ci: gitlab}\n",
        &[
            (
                "deploy.sh",
                &[
                    "published='a.example.com/b:v4.3.1'\n",
                    "running=\"$published\"",
                    "# Needs bash and kubectl.",
                    "\"$image\"[:@]*",
                    "!docker build ",
                    "!buildx build",
                    "!docker push",
                    "!git rev-parse",
                    "!PLATFORM",
                    "!\"$image:\"*",
                ],
            ),
            (".gitlab-ci.yml", &["- ./deploy.sh", "!docker login", "!REBUILD", "!services"]),
            (
                "DEPLOY.md",
                &["`a.example.com/b:v4.3.1`", "!docker login", "!Gemfile", "!| `docker`"],
            ),
        ],
    );
    let digest = "0123456789abcdef".repeat(4);
    let source = format!("build: {{from: published, version: 'sha256:{digest}'}}\n");
    let image = format!("published='a.example.com/b@sha256:{digest}'\n");
    check(&source, "", &[("deploy.sh", &[&image])]);
    check(
        PUBLISHED,
        "security: {pin_image: true}\ndelivery: {ci: github}\n",
        &[
            (
                "deploy.sh",
                &["pin=true\n", "preflight ${pin:+docker}\n", "bash, docker and kubectl"],
            ),
            (".github/workflows/deploy.yml", &["docker login", "!schedule", "!CACHE", "!buildx"]),
        ],
    );
    check(
        PUBLISHED,
        "delivery: {gitops: argocd, repository: 'https://git.example.com/a/b.git'}\n",
        &[
            ("config/kube/Kustomization", &["newTag: v4.3.1\n", "!release.sh"]),
            ("!release.sh", &[]),
            ("DEPLOY.md", &["`build.version`", "!release.sh"]),
        ],
    );
}

#[test]
fn what_is_kept_is_in_no_bundle_and_can_be_shown() {
    let keep = "keep: [Dockerfile, ./config/kube/web-budget.yml, linkspan.yml, Dockerfile2]\n";
    let generated = generate(&format!("app: shop\nimage: a/b\n{keep}"));
    let mut found = generated.report.diagnostics.iter();
    let found = found.find(|each| each.rule == "unknown-kept-file").unwrap();
    assert_eq!((found.path.as_str(), found.place.line), ("keep[3]", 3), "{found:?}");
    assert!(found.help.contains("did you mean `Dockerfile`"), "{found:?}");
    let bundle = &generated.bundle;
    let kept: Vec<&str> = bundle.kept.keys().map(String::as_str).collect();
    assert_eq!(kept, ["Dockerfile", "config/kube/web-budget.yml"]);
    for path in kept {
        assert!(!bundle.files.contains_key(path) && bundle.made(path).is_some());
    }
    assert!(bundle.files.contains_key("linkspan.yml"));
}

#[test]
fn what_is_kept_stands_in_the_kustomization() {
    let git = "delivery: {gitops: flux, repository: 'https://git.example.com/a/b.git'}\n";
    check(
        "keep: [config/kube/web-service.yml]\n",
        git,
        &[
            ("config/kube/Kustomization", &["- web-service.yml\n"]),
            ("!config/kube/web-service.yml", &[]),
        ],
    );
}

#[test]
fn settings_of_another_way_have_no_effect() {
    let published = "build: {from: published, version: v1";
    for (spec, expect) in [
        ("build: {version: v1}\n".to_owned(), &["build.version"][..]),
        (
            "build: {dockerfile: a, context: b, target: c, args: {A: b}}\n".to_owned(),
            &["build.args", "build.context", "build.dockerfile", "build.target"],
        ),
        (format!("{published}, secrets: [A], target: c}}\n"), &["build.secrets", "build.target"]),
        (
            format!("{published}}}\nrails: {{node: 24, packages: [ffmpeg]}}\n"),
            &["rails.node", "rails.packages"],
        ),
        ("build: {from: dockerfile, target: x}\n".to_owned(), &[]),
    ] {
        let report = generate(&format!("app: shop\nimage: a/b\n{spec}")).report;
        let own = report.diagnostics.iter().filter(|each| each.rule == "no-effect");
        let mut paths: Vec<&str> = own.map(|each| each.path.as_str()).collect();
        paths.sort_unstable();
        assert_eq!(paths, expect, "{spec}");
    }
}
