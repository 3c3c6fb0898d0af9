//! What processes of an app get, where each of them stands in the bundle.

use crate::generate;

/// The lines of a file that hold a word, after the spec's app and image.
fn lines(rest: &str, path: &str, word: &str) -> Vec<String> {
    let made = generate(&format!("app: shop\nimage: a/b\n{rest}"));
    assert!(!made.report.has_errors(), "{rest}: {:?}", made.report.diagnostics);
    let text = made.bundle.files.get(path).map(|file| file.text()).unwrap_or_default();
    text.lines().filter(|line| line.contains(word)).map(|line| line.trim().to_owned()).collect()
}

fn check(rest: &str, path: &str, word: &str, expect: &[&str]) {
    assert_eq!(lines(rest, path, word), expect, "{rest}");
}

#[test]
fn variables_of_one_process_reach_it_alone_and_as_they_are() {
    let spec = "web: {env: {PRICE: '$(HOME) $5'}}\nworkers: [{name: jobs, env: {DB_POOL: '9'}}]\ncron: [{name: night, schedule: '@daily', command: a, env: {BATCH: '9'}}]\n";
    let release = |name: &str| format!("config/kube/release/{name}.yml");
    for (name, word, expect) in [
        ("web", "PRICE", &["- name: PRICE"][..]),
        ("web", "HOME) ", &["value: \"$$(HOME) $$5\""]),
        ("web", "DB_POOL", &[]),
        ("jobs", "DB_POOL", &["- name: DB_POOL"]),
        ("jobs", "PRICE", &[]),
        ("night", "BATCH", &["- name: BATCH"]),
        ("night", "DB_POOL", &[]),
    ] {
        check(spec, &release(name), word, expect);
    }
}

#[test]
fn every_process_knows_the_revision() {
    let spec = "revision_env: [GIT_SHA]\ncron: [{name: night, schedule: '@daily', command: a}]\n";
    let path = "fieldPath: \"metadata.labels['app.kubernetes.io/version']\"";
    for file in ["release/web", "release/night", "jobs/migrate", "jobs/console", "jobs/task"] {
        check(spec, &format!("config/kube/{file}.yml"), "GIT_SHA", &["- name: GIT_SHA"]);
        check(spec, &format!("config/kube/{file}.yml"), "fieldPath", &[path]);
    }
}

#[test]
fn the_web_command_decides_how_the_server_is_stopped() {
    let web = "config/kube/release/web.yml";
    let line = |command: &str, word: &str, expect: &[&str]| {
        check(&format!("web: {{command: {command}}}\n"), web, word, expect);
    };
    line("bundle exec puma", "kill", &[]);
    line("bundle exec puma", "seconds: 10", &["seconds: 10"]);
    line("bundle exec pitchfork", "kill", &[]);
    let quit = "- \"sleep 10 && kill -QUIT 1 && sleep 30\"";
    line("bundle exec unicorn -c config/unicorn.rb", "kill", &[quit]);
    line("bin/thrust bundle exec unicorn", "kill", &[]);
    line("bin/rails server -b 0.0.0.0", "- server", &["- server"]);
    check("web: {command: bundle exec falcon serve}\n", "DEPLOY.md", "config/puma.rb", &[]);
    check("web: {probe: tcp}\n", web, "tcpSocket", &["tcpSocket:"; 3]);
    check("web: {probe: tcp}\n", web, "httpGet", &[]);
}

#[test]
fn what_may_run_once_only_waits_for_the_end_of_the_last() {
    let clock = "workers: [{name: clock, kind: command, command: clockwork a.rb, once: true}]\n";
    let file = "config/kube/release/clock.yml";
    check(clock, file, "type: Recreate", &["type: Recreate"]);
    check(clock, file, "podAntiAffinity", &["podAntiAffinity:"]);
    check(clock, file, "topologyKey", &["- topologyKey: kubernetes.io/os"]);
    check(
        "workers: [{name: jobs, once: true}]\n",
        "config/kube/release/jobs.yml",
        "type:",
        &["type: RuntimeDefault", "type: Recreate"],
    );
}
