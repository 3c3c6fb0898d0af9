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
        &["type: Recreate", "type: RuntimeDefault"],
    );
}

#[test]
fn a_volume_is_seen_by_those_that_it_names() {
    let spec = "workers: [{name: jobs}]\ncron: [{name: night, schedule: '@daily', command: a}]\nvolumes: [{name: up, path: public/system, of: [jobs, cron]}]\n";
    let release = |name: &str| format!("config/kube/release/{name}.yml");
    let at = "mountPath: /rails/public/system";
    for (name, expect) in [("web", &[][..]), ("jobs", &[at]), ("night", &[at])] {
        check(spec, &release(name), "public/system", expect);
    }
    check(spec, &release("jobs"), "type: Recreate", &["type: Recreate"]);
    check(spec, &release("web"), "type: Recreate", &[]);
    check(spec, &release("web"), "podAffinity", &[]);
    check(spec, "config/kube/volume-up.yml", "- Read", &["- ReadWriteOnce"]);
    check(
        spec,
        "DEPLOY.md",
        "shop-up`",
        &[
            "The volume `shop-up`, 10Gi at `/rails/public/system`, keeps its files when pods are replaced; one node at a time holds it, so the pods that see it run on one node, and each release of them means a short pause. Back it up, by snapshots of your storage class or by this copy:",
        ],
    );
    let many = "volumes: [{name: up, path: /data, access: ReadWriteMany, class: nfs}]\n";
    check(many, &release("web"), "type: Recreate", &[]);
    check(many, "config/kube/volume-up.yml", "storageClassName", &["storageClassName: nfs"]);
    check(many, "config/kube/jobs/migrate.yml", "mountPath: /data", &["mountPath: /data"]);
}

#[test]
fn files_come_from_the_secret_or_from_a_text() {
    let secret = "files: [{name: key, path: config/a.key, secret: A_KEY}]\n";
    let web = "config/kube/release/web.yml";
    check(secret, web, "a.key", &["mountPath: /rails/config/a.key"]);
    check(secret, web, "A_KEY", &["key: A_KEY"]);
    check(secret, web, "defaultMode", &["defaultMode: 288"]);
    check(secret, web, "fsGroup:", &["fsGroup: 1000"]);
    check(
        secret,
        "deploy.sh",
        "secret_keys=(",
        &["secret_keys=('RAILS_MASTER_KEY' 'DATABASE_URL' 'A_KEY')"],
    );
    let name = |text: &str| {
        lines(
            &format!("files: [{{name: a, path: /etc/a.yml, text: {text}, of: [web]}}]\n"),
            web,
            "name: shop-file-a-",
        )
    };
    assert_eq!(name("'a: 1'").len(), 1);
    assert_ne!(name("'a: 1'"), name("'a: 2'"), "a change of the text replaces the pods");
}

#[test]
fn the_front_door_leads_to_processes() {
    let spec = "hosts: [a.example.com, b.example.com]\nprocesses: [{name: cable, command: bin/cable, port: 4000, path: /cable-server}, {name: files, command: bin/files, port: 8090, host: b.example.com}]\n";
    check(
        spec,
        "config/kube/ingress.yml",
        "path: ",
        &["- path: /cable-server", "- path: /", "- path: /cable-server", "- path: /"],
    );
    check(
        spec,
        "config/kube/ingress.yml",
        "name: shop-",
        &[
            "name: shop-web",
            "name: shop-cable",
            "name: shop-web",
            "name: shop-cable",
            "name: shop-files",
        ],
    );
    let gateway = format!("expose: {{via: gateway}}\n{spec}");
    check(&gateway, "config/kube/http-route.yml", ".example.com", &["- a.example.com"]);
    check(&gateway, "config/kube/http-route-2.yml", ".example.com", &["- b.example.com"]);
    check(
        &gateway,
        "config/kube/http-route-2.yml",
        "- name: shop-",
        &["- name: shop-web", "- name: shop-cable", "- name: shop-files"],
    );
    check(
        spec,
        "deploy.sh",
        "deployments=(",
        &["deployments=('shop-web' 'shop-cable' 'shop-files')"],
    );
}

#[test]
fn tcp_keeps_the_address_of_the_client() {
    let spec = "provider: hetzner\nsecurity: {network_policy: true}\nprocesses: [{name: smtp, command: bin/smtp, port: 2525, tcp: 25}]\n";
    let file = "config/kube/smtp-tcp.yml";
    check(spec, file, "type: ", &["load-balancer.hetzner.cloud/type: lb11", "type: LoadBalancer"]);
    check(spec, file, "  externalTrafficPolicy", &["externalTrafficPolicy: Local"]);
    check(spec, file, "port: 25", &["port: 25"]);
    check(spec, "config/kube/network-smtp.yml", "port: 2525", &["port: 2525"]);
    check(spec, "config/kube/network-smtp.yml", "from:", &[]);
    let inside = "security: {network_policy: true}\nprocesses: [{name: rpc, command: bin/rpc, port: 50051}]\n";
    check(inside, "config/kube/network-rpc.yml", "from:", &["from:"]);
}

#[test]
fn what_runs_beside_a_process_starts_before_it() {
    let spec = "sidecars: [{name: statsd, image: 'docker.io/prom/statsd-exporter:v0.28.0', of: [web]}]\ninit: [{name: wait, command: bin/wait}]\nworkers: [{name: jobs}]\n";
    let web = "config/kube/release/web.yml";
    check(spec, web, "restartPolicy: ", &["restartPolicy: Always"]);
    check(spec, web, "- name: statsd", &["- name: statsd"]);
    check(spec, web, "- bin/wait", &["- bin/wait"]);
    check(spec, "config/kube/release/jobs.yml", "initContainers", &[]);
}

#[test]
fn a_step_of_another_image_gets_what_it_names() {
    let web = "config/kube/release/web.yml";
    let spec = |rest: &str| {
        format!(
            "secrets: [API_KEY]\ninit: [{{name: fetch, image: 'a/b:1', command: fetch{rest}}}]\n"
        )
    };
    let keys = |rest: &str, expect: &[&str]| {
        let made = generate(&format!("app: shop\nimage: a/b\n{}", spec(rest)));
        assert!(!made.report.has_errors(), "{rest}: {:?}", made.report.diagnostics);
        let text = made.bundle.files.get(web).map(|file| file.text()).unwrap_or_default();
        let (_, before) = text.split_once("initContainers:").unwrap();
        let (before, _) = before.split_once("      containers:").unwrap();
        let found: Vec<&str> =
            before.lines().map(str::trim).filter(|line| line.contains("key: ")).collect();
        assert_eq!(found, expect, "{rest}");
        assert!(!before.contains("envFrom"), "{rest}: {before}");
    };
    keys("", &[]);
    keys(", secrets: [TOKEN]", &["key: TOKEN"]);
    check(&spec(", env: {LEVEL: '1'}"), web, "LEVEL", &["- name: LEVEL"]);
    check(
        &spec(", secrets: [TOKEN]"),
        "deploy.sh",
        "secret_keys=",
        &["secret_keys=('RAILS_MASTER_KEY' 'DATABASE_URL' 'API_KEY' 'TOKEN')"],
    );
    // What runs the app's image has all that the app has, and its own variables before them.
    let own = "init: [{name: fetch, command: fetch, env: {LEVEL: '1'}}]\n";
    check(own, web, "LEVEL", &["- name: LEVEL"]);
}

#[test]
fn a_program_of_another_image_runs_as_its_own_user() {
    let process = |rest: &str, word: &str, expect: &[&str]| {
        let spec = format!("processes: [{{name: node, image: 'a/b:1', port: 4000{rest}}}]\n");
        check(&spec, "config/kube/node-deployment.yml", word, expect);
    };
    process("", "runAsUser", &[]);
    process("", "image: ", &["image: a/b:1"]);
    process("", "/rails", &[]);
    process(", user: 991", "runAsUser", &["runAsUser: 991"]);
    process(", writable: [/var/cache]", "/var/cache", &["mountPath: /var/cache"]);
    process("", "args:", &[]);
}

#[test]
fn a_read_only_root_leaves_folders_writable() {
    let spec = "container: {writable: [public/cache, /var/lib/app]}\n";
    for file in ["release/web", "jobs/migrate"] {
        check(
            spec,
            &format!("config/kube/{file}.yml"),
            "public/cache",
            &["mountPath: /rails/public/cache"],
        );
        check(
            spec,
            &format!("config/kube/{file}.yml"),
            "/var/lib/app",
            &["mountPath: /var/lib/app"],
        );
    }
    let open = format!("security: {{read_only_root: false}}\n{spec}");
    check(&open, "config/kube/release/web.yml", "public/cache", &[]);
}

#[test]
fn no_two_things_lie_at_one_path_of_a_pod() {
    let spec = "container: {writable: [public/cache]}\nprocesses: [{name: cable, command: a, writable: [public/cache, /a]}]\nsidecars: [{name: b, command: b, of: [cable], writable: [public/cache, /b]}]\n";
    let file = "config/kube/release/cable.yml";
    let twice = ["mountPath: /rails/public/cache"; 2];
    check(spec, file, "/public/cache", &twice);
    check(spec, file, "mountPath: /a", &["mountPath: /a"; 2]);
    check(spec, file, "mountPath: /b", &["mountPath: /b"]);
}

#[test]
fn another_image_gets_what_it_was_given_and_nothing_else() {
    let rest = "secrets: [STRIPE_KEY]\nrevision_env: [GIT_SHA]\nenv: {LEVEL: a}\nprocesses: [{name: mongo, image: 'mongo:8', env: {A: '1'}, secrets: [MONGO_PASSWORD]}]\n";
    let path = "config/kube/mongo-deployment.yml";
    check(rest, path, "envFrom", &[]);
    check(rest, path, "key: ", &["key: MONGO_PASSWORD"]);
    for word in ["STRIPE_KEY", "DATABASE_URL", "RAILS_MASTER_KEY", "GIT_SHA"] {
        check(rest, path, word, &[]);
    }
    check(rest, path, "name: A", &["- name: A"]);
    check(
        rest,
        "deploy.sh",
        "secret_keys=(",
        &["secret_keys=('RAILS_MASTER_KEY' 'DATABASE_URL' 'STRIPE_KEY' 'MONGO_PASSWORD')"],
    );
}

#[test]
fn a_release_leaves_another_image_alone_and_the_migration_finds_it() {
    let rest = "processes: [{name: mongo, image: 'mongo:8'}, {name: clock, command: a}]\n";
    let path = "config/kube/mongo-deployment.yml";
    check(rest, path, "unreleased", &[]);
    check(rest, path, "app.kubernetes.io/version", &[]);
    check(rest, "config/kube/release/mongo.yml", "kind", &[]);
    check(rest, "deploy.sh", "deployments=(", &["deployments=('shop-web' 'shop-clock')"]);
    check(rest, "deploy.sh", "standing=(", &["standing=('shop-mongo')"]);
    let wait = "for each in $stores \"${standing[@]/#/deployment/}\"; do";
    check(rest, "deploy.sh", "in $stores", &[wait]);
}

#[test]
fn another_image_with_the_apps_beside_it_comes_with_the_release() {
    let rest = "processes: [{name: mongo, image: 'mongo:8'}]\nsidecars: [{name: helper, command: a, of: [mongo]}]\n";
    check(rest, "config/kube/release/mongo.yml", "kind: Deployment", &["kind: Deployment"]);
    check(rest, "deploy.sh", "standing=(", &[]);
}
