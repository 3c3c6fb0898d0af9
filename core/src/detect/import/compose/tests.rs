//! Compose files in the shapes that people have, made up.

use super::super::super::finding::Findings;
use super::super::super::{App, Given, detect, spec};
use super::super::trial::{bare, sorted_fates};

fn found(files: &[(&str, &str)]) -> Findings {
    let mut app = App::new("shop");
    for (path, text) in files {
        app.add_source(*path, *text);
    }
    detect(&app, &Given::new())
}

#[test]
fn a_shop_of_production_becomes_a_spec() {
    let findings = found(&[("compose.yml", include_str!("tests/shop.yml"))]);
    let text = format!("{}---\n{}", bare(&findings), sorted_fates(&findings));
    assert!(text == include_str!("tests/shop.txt"), "{text}");
}

#[test]
fn a_file_of_development_is_told_and_left() {
    for text in [
        "services:\n  web:\n    build: .\n    volumes: ['.:/app']\n    command: bin/dev\n  db:\n    image: postgres:17\n",
        "services:\n  app:\n    build: .\n    environment: [RAILS_ENV=development]\n",
        "services:\n  app:\n    build: .\n    volumes:\n      - {type: bind, source: ., target: /app}\n",
    ] {
        let findings = found(&[("docker-compose.yml", text)]);
        assert_eq!(sorted_fates(&findings), "services !\n", "{text}");
        assert!(findings.found.iter().all(|each| each.path == "app"), "{:?}", findings.found);
        assert!(
            findings
                .remarks
                .iter()
                .any(|each| each.says.starts_with("the file is for development"))
        );
    }
}

#[test]
fn shapes_of_compose_are_read_alike() {
    for (text, expect) in [
        (
            "services:\n  app:\n    build: {context: ., dockerfile: ops/Dockerfile, args: [FLAVOUR=salt]}\n    expose: [3000]\n    environment: [A=1, B]\n",
            &["  dockerfile: ops/Dockerfile", "    FLAVOUR: salt", "  A: \"1\""][..],
        ),
        (
            "services:\n  base: {image: 'ghcr.io/a/b:v1', environment: {RAILS_LOG_LEVEL: warn}}\n  web: {extends: {service: base}, command: bundle exec puma, scale: 4}\n  worker: {extends: base, command: bundle exec good_job start --max-threads=4}\n",
            &[
                "image: ghcr.io/a/b",
                "  from: published",
                "  version: v1",
                "  replicas: 4",
                "    kind: good_job",
                "    concurrency: 4",
            ],
        ),
        (
            "services:\n  rails:\n    build: .\n    command: bash -c \"rm -f tmp/pids/server.pid && bundle exec unicorn -c config/unicorn.rb\"\n    secrets: [smtp-login]\n",
            &[
                "  command: bundle exec unicorn -c config/unicorn.rb",
                "    path: /run/secrets/smtp-login",
                "    secret: SMTP_LOGIN",
            ],
        ),
        (
            "services:\n  web:\n    build: .\n    ports:\n      - {target: 4000, published: 80}\n    volumes:\n      - {type: volume, source: files, target: /app/public/files}\n    user: 1001:1001\n    working_dir: /app\n",
            &["  port: 4000", "    path: public/files", "  user: 1001", "  workdir: /app"],
        ),
    ] {
        let text = bare(&found(&[("compose.yml", text)]));
        for line in expect {
            assert!(
                text.lines()
                    .any(|each| each.trim_start_matches("  - ") == line.trim_start_matches("  - ")),
                "{line}\n{text}"
            );
        }
    }
}

#[test]
fn no_value_of_a_secret_is_told() {
    let value = "hunter22hunter22";
    let token = "sk_live_abcdefghijklmnop1234567890";
    let text = format!(
        "services:\n  web:\n    build: {{context: ., args: {{TOKEN: {value}, X: {token}}}}}\n    command: bin/rails s --key {token}\n    environment:\n      SMTP_PASSWORD: {value}\n      PLAIN: {token}\n      DATABASE_URL: postgres://u:{value}@db/shop\n      {token}: 1\n      A: ${{B:-{token}}}\n\
         \x20   labels: ['a={token}', '{token}=b']\n    secrets: [{token}]\n    healthcheck: {{test: 'curl http://localhost/{token}'}}\n  jobs:\n    build: .\n    command: bin/work --password {value}\n    environment: ['API_KEY={value}']\n  db:\n    image: postgres:17\n    environment: {{POSTGRES_PASSWORD: {value}}}\n\
         \x20 other:\n    image: a/other:1\n    command: x --token={token}\n    environment: {{TOKEN: {value}, OTHER: {token}}}\n"
    );
    let findings = found(&[("compose.yml", &text)]);
    let all = format!("{findings:?}{}", spec(&findings));
    let kept: Vec<&str> =
        all.split('"').filter(|part| part.contains(token) || part.contains(value)).collect();
    assert_eq!(kept, [] as [&str; 0]);
    for name in ["SMTP_PASSWORD", "PLAIN", "POSTGRES_PASSWORD", "TOKEN"] {
        let says = format!("the value of `{name}` stands in the file");
        assert!(findings.remarks.iter().any(|each| each.says == says), "{name}");
    }
}
