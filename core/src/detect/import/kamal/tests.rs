//! Files of Kamal in the shapes that people have, made up, and every key that its pages name.

use super::super::super::finding::Findings;
use super::super::super::{App, Given, detect, spec};
use super::super::trial::{bare, fates, sorted_fates};
use super::table::VERSION;

fn found(files: &[(&str, &str)]) -> Findings {
    let mut app = App::new("");
    for (path, text) in files {
        app.add_text(*path, *text);
    }
    detect(&app, &Given::new())
}

/// `=` carried, `-` not needed, `!` not carried.
#[test]
fn every_key_that_kamal_documents_has_its_fate() {
    let findings = found(&[("config/deploy.yml", include_str!("tests/every_key.yml"))]);
    let text = format!("# Kamal {VERSION}\n{}", sorted_fates(&findings));
    let expect = include_str!("tests/every_key.txt");
    assert!(text == expect, "{text}");
    for (line, number) in include_str!("tests/every_key.yml").lines().zip(1..) {
        let Some((name, _)) = line.split_once(':').filter(|_| !line.trim().starts_with(['#', '-']))
        else {
            continue;
        };
        let name = name.trim();
        let told = findings
            .keys
            .iter()
            .any(|key| key.at.line == number || key.key.split(['.', '[']).any(|part| part == name));
        // What stands below a key that is told as a whole is told with it.
        let within = name.starts_with("x-") || findings.keys.iter().any(|key| key.at.line < number);
        assert!(told || within, "{name} of line {number} is not told");
    }
}

#[test]
fn what_other_importers_lose_is_kept() {
    for (text, expect) in [
        (
            "service: my_shop\nimage: acme/shop\nservers:\n  - 10.0.0.1\n  - 10.0.0.2\n  - 10.0.0.3\n",
            &["app: my-shop", "image: docker.io/acme/shop", "  replicas: 3"][..],
        ),
        ("service: shop\nenv:\n  TIDE: high\n  SALT: yes\n", &["  TIDE: high", "  SALT: \"yes\""]),
        (
            "service: shop\nproxy:\n  hosts: [a.example.com, b.example.com]\n",
            &["hosts: [a.example.com, b.example.com]"],
        ),
        (
            "service: shop\nproxy:\n  host: a.example.com\n  ssl:\n    certificate_pem: PEM\n    private_key_pem: KEY\n",
            &["  tls: secret"],
        ),
        (
            "service: shop\nservers:\n  web:\n    - 10.0.0.1\n    - 10.0.0.2: fast\n  job:\n    hosts: [10.0.0.3]\n    cmd: bundle exec sidekiq -c 7 -q low\n    options: {memory: 2g, cpus: 0.5}\n    stop_timeout: 60\n",
            &[
                "  - name: job",
                "    concurrency: 7",
                "    queues: [low]",
                "    timeout: 60",
                "    cpu: 500m",
                "    memory_limit: 2Gi",
            ],
        ),
        (
            "service: shop\nenv:\n  secret:\n    - DB_LOGIN:MAIN_DB_LOGIN\n    - PLAIN\n",
            &["secrets: [DB_LOGIN, PLAIN]"],
        ),
        (
            "service: shop\nservers:\n  front: [10.0.0.1, 10.0.0.2, 10.0.0.3]\nprimary_role: front\n",
            &["  replicas: 3"],
        ),
        (
            "x-env: &shared\n  TIDE: high\nservice: shop\nenv:\n  clear:\n    <<: *shared\n    SALT: \"1\"\n",
            &["  TIDE: high", "  SALT: \"1\""],
        ),
        (
            "service: shop\nregistry:\n  server: ghcr.io\n  username: a\n  password: [P]\nimage: acme/shop\n",
            &["image: ghcr.io/acme/shop"],
        ),
        (
            "service: shop\naccessories:\n  cache:\n    image: redis:7.2\n  pg:\n    image: postgis/postgis:17-3.5\nenv:\n  clear:\n    REDIS_URL: redis://shop-cache:6379/0\n    DB_HOST: shop-pg\n    DB_USER: shop\n    TIDE: high\n  secret: [DB_PASSWORD, OTHER_KEY]\n",
            &[
                "  TIDE: high",
                "secrets: [OTHER_KEY]",
                "    host: DB_HOST",
                "    user: DB_USER",
                "    password: DB_PASSWORD",
                "  image: docker.io/postgis/postgis:17-3.5",
                "  image: docker.io/library/redis:7.2",
            ],
        ),
    ] {
        let text = bare(&found(&[("config/deploy.yml", text)]));
        for line in expect {
            assert!(text.lines().any(|each| each == *line), "{line}\n{text}");
        }
        for lost in ["REDIS_URL", "RAILS_MASTER_KEY"] {
            assert!(!text.contains(lost), "{lost}\n{text}");
        }
    }
}

#[test]
fn destinations_become_environments() {
    let base = "service: shop\nimage: acme/shop\nservers:\n  web:\n    - 10.0.0.1\n    - 10.0.0.2\n  job:\n    hosts: [10.0.0.3]\n    cmd: bundle exec sidekiq\n\
        env:\n  clear:\n    TIDE: high\n  secret: [A_KEY]\n";
    let staging = "servers:\n  web:\n    - 10.0.1.1\n  job:\n    hosts: [10.0.1.2]\n    options: {memory: 1g}\nproxy:\n  host: staging.example.com\n\
        env:\n  clear:\n    TIDE: low\n  secret: [A_KEY, B_KEY]\nimage: acme/other\n";
    let live = "proxy:\n  host: shop.example.com\nenv:\n  secret: [RAILS_MASTER_KEY]\n";
    let findings = found(&[
        ("config/deploy.yml", base),
        ("config/deploy.staging.yml", staging),
        ("config/deploy.live.yml", live),
    ]);
    let text = bare(&findings);
    let (_, after) = text.split_once("environments:\n").unwrap();
    assert_eq!(
        after,
        "  live:\n    hosts: [shop.example.com]\n  staging:\n    hosts: [staging.example.com]\n    web:\n      replicas: 1\n    env:\n      TIDE: low\n    secrets: [A_KEY, B_KEY]\n    workers:\n      - name: job\n        memory_limit: 1Gi\n  production: {}\n",
        "{text}"
    );
    for fate in ["image !", "env.secret[0] -"] {
        assert!(fates(&findings).contains(&fate.to_owned()), "{:?}", fates(&findings));
    }
    assert!(findings.questions.iter().all(|each| each.path != "hosts"));
}

#[test]
fn what_ruby_works_out_is_asked_and_never_guessed() {
    let text = "service: shop\nimage: <%= ENV[\"IMAGE\"] %>\nregistry:\n  password: <%= %x(aws ecr get-login-password) %>\n  server: <%= ENV.fetch(\"REG\", \"r.example.com\") %>\n\
        proxy:\n  host: <%= `hostname` %>\n<% if x %>\nenv:\n  clear:\n    A: <%= b %>\n<% end %>\n";
    let findings = found(&[("config/deploy.yml", text)]);
    let open: Vec<&str> = findings.questions.iter().map(|each| each.path.as_str()).collect();
    assert_eq!(open, ["image", "hosts"]);
    let told: Vec<&str> = findings.not_carried().map(|(key, _)| key.key.as_str()).collect();
    assert_eq!(
        told,
        ["image", "registry.password", "env.clear.A", "proxy.host"],
        "{:?}",
        findings.keys
    );
}

#[test]
fn no_value_of_a_secret_is_told() {
    let value = "hunter22hunter22";
    let token = "sk_live_abcdefghijklmnop1234567890";
    let text = format!(
        "service: shop\nimage: acme/shop\nregistry:\n  username: a\n  password: {value}\nenv:\n  clear:\n    SMTP_PASSWORD: {value}\n    PLAIN: {token}\n    DATABASE_URL: postgres://u:{value}@db/shop\n    {token}: 1\n  secret:\n    - {token}\n\
         builder:\n  args:\n    TOKEN: {value}\n    {token}: x\n  secrets: [{token}]\naccessories:\n  db:\n    image: postgres:17\n    env:\n      clear:\n        POSTGRES_PASSWORD: {value}\n\
         servers:\n  job:\n    hosts: [10.0.0.1]\n    cmd: bin/work --password {value}\n    env:\n      API_KEY: {token}\n"
    );
    let secrets = format!("SMTP_PASSWORD={value}\nAPI_KEY={token}\nX={token}\n");
    let files = [("config/deploy.yml", text.as_str()), (".kamal/secrets", secrets.as_str())];
    let findings = found(&files);
    let all = format!("{findings:?}{}", spec(&findings));
    assert!(!all.contains(token), "{all}");
    let kept: Vec<&str> = all.split('"').filter(|part| part.contains(value)).collect();
    assert_eq!(kept, [] as [&str; 0]);
    let told = |name: &str| {
        findings
            .remarks
            .iter()
            .any(|each| each.says == format!("the value of `{name}` stands in the file"))
    };
    for name in
        ["registry.password", "SMTP_PASSWORD", "DATABASE_URL", "POSTGRES_PASSWORD", "API_KEY", "X"]
    {
        assert!(told(name), "{name}\n{:#?}", findings.remarks);
    }
}

#[test]
fn the_template_of_rails_asks_what_it_leaves_open() {
    let text = "service: blog\nimage: blog\nservers:\n  web:\n    - 192.168.0.1\nregistry:\n  server: localhost:5555\nenv:\n  secret:\n    - RAILS_MASTER_KEY\n  clear:\n    SOLID_QUEUE_IN_PUMA: true\n\
        aliases:\n  console: app exec --interactive --reuse \"bin/rails console\"\nvolumes:\n  - \"blog_storage:/rails/storage\"\nasset_path: /rails/public/assets\nbuilder:\n  arch: amd64\n";
    let findings = found(&[
        ("config/deploy.yml", text),
        ("config/database.yml", "production:\n  adapter: sqlite3\n"),
        (".kamal/secrets", "RAILS_MASTER_KEY=$(cat config/master.key)\n"),
        (".kamal/hooks/pre-deploy.sample", ""),
        (".kamal/hooks/post-deploy", ""),
    ]);
    let open: Vec<&str> = findings.questions.iter().map(|each| each.path.as_str()).collect();
    assert_eq!(open, ["image", "hosts"]);
    let text = bare(&findings);
    assert_eq!(
        text,
        "app: blog\nimage: registry.example.com/blog\nenv:\n  SOLID_QUEUE_IN_PUMA: \"true\"\ndatabase:\n  adapter: sqlite\nactive_storage:\n  service: local\n"
    );
    let told: Vec<&str> = findings.not_carried().map(|(key, _)| key.key.as_str()).collect();
    assert_eq!(
        told,
        ["image", "registry.server", "asset_path", "builder.arch", "hook post-deploy"]
    );
}
