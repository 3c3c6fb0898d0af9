//! Secrets that SOPS has encrypted.

use crate::app::App;
use crate::controllers;
use crate::server::Server;
use std::os::unix::fs::PermissionsExt;

const FILE: &str = "config/kube/secrets/values.sops.yml";
const ENCRYPTED: &str =
    "RAILS_MASTER_KEY: ENC[a]\nDATABASE_URL: ENC[b]\nREDIS_URL: ENC[c]\nsops: {version: 3.13.3}\n";
const VALUES: &str =
    r#"{"RAILS_MASTER_KEY":"hush-1","DATABASE_URL":"hush\n2","REDIS_URL":"hush-3"}"#;

/// An app whose sops writes down how it was called and what it got, and answers so.
fn app(server: &Server, answer: &str, code: i32) -> App {
    let app = App::new(server);
    server.create_namespace(&app.name);
    app.generate("secret_store: {kind: sops}\n");
    put(&app, FILE, ENCRYPTED);
    sops(&app, answer, code);
    app
}

fn put(app: &App, path: &str, text: &str) {
    std::fs::create_dir_all(app.path(path).parent().unwrap()).unwrap();
    std::fs::write(app.path(path), text).unwrap();
}

fn sops(app: &App, answer: &str, code: i32) {
    put(app, "answer", answer);
    let script = format!(
        "#!/bin/sh\necho \"$*\" >calls\n/bin/cat \"$6\" >got\n/bin/cat answer\nexit {code}\n"
    );
    put(app, "bin/sops", &script);
    std::fs::set_permissions(app.path("bin/sops"), std::fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn apply_decrypts_and_shows_no_value() {
    let Some(server) = Server::find() else { return };
    let app = app(&server, VALUES, 0);
    controllers::with(&app, || {
        let ran = app.apply("r1");
        ran.check(0, &["was written", "runs revision r1"]);
        assert!(!format!("{}{}", ran.out, ran.err).contains("hush"), "{ran:?}");
        let read = |path: &str| std::fs::read_to_string(app.path(path)).unwrap();
        assert_eq!(read("calls"), "decrypt --input-type yaml --output-type json /dev/stdin\n");
        assert_eq!(read("got"), ENCRYPTED);
        let secret = app.get("secret", "secrets").unwrap();
        // "hush\n2"
        assert_eq!(secret["data"]["DATABASE_URL"], "aHVzaAoy");

        // What is no longer in the file is no longer in the Secret.
        sops(&app, &VALUES.replace("hush-3", "hush-4").replace('}', r#","OLD":"a"}"#), 0);
        app.apply("r2").check(0, &[]);
        sops(&app, VALUES, 0);
        app.run(&["apply", "--yes", "--config-only"]).check(0, &[]);
        let secret = app.get("secret", "secrets").unwrap();
        assert_eq!(secret["data"].as_object().unwrap().len(), 3);
    });
}

#[test]
fn what_cannot_be_decrypted_changes_nothing() {
    let Some(server) = Server::find() else { return };
    let app = app(&server, VALUES, 128);
    let unchanged = |told: &[&str]| {
        let ran = app.apply("r1");
        ran.check(2, told);
        assert!(!format!("{}{}", ran.out, ran.err).contains("hush"), "{ran:?}");
        assert_eq!(app.get("secret", "secrets"), None);
        assert!(server.list(&app.name, "deployments").is_empty());
    };
    unchanged(&["sops cannot decrypt", ".sops.yaml"]);
    sops(&app, r#"{"RAILS_MASTER_KEY":"hush","DATABASE_URL":7}"#, 0);
    unchanged(&["these values are no texts: `DATABASE_URL`", "sops edit"]);
    sops(&app, "hush: [", 0);
    unchanged(&["cannot be read"]);
    std::fs::remove_file(app.path("bin/sops")).unwrap();
    unchanged(&["`sops` is not installed", "install sops"]);
    put(&app, FILE, "RAILS_MASTER_KEY: ENC[a]\nsops: {}\n");
    sops(&app, r#"{"RAILS_MASTER_KEY":"hush"}"#, 0);
    unchanged(&["lacks `DATABASE_URL`"]);
    std::fs::remove_file(app.path(FILE)).unwrap();
    unchanged(&["there is no `config/kube/secrets/values.sops.yml`"]);
    put(&app, FILE, ENCRYPTED);
    app.generate("secret_store: {kind: sops}\nexpose: {via: none}\nenvironments: {staging: {}, production: {}}\n");
    app.run(&["apply", "--yes", "--environment", "staging", "--revision", "r1"])
        .check(2, &["there is no `config/kube/staging/secrets/values.sops.yml`"]);
}
