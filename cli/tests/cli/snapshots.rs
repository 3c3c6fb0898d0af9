//! Whole terminal texts; `BLESS=1` rewrites them, and a person reads the difference.

use crate::folder::{Folder, SHOP};
use std::fs;
use std::path::Path;

const WEB: &str = "\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replica: 3
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels: {app: wep}
    spec:
      containers:
        - name: web
          image: acme/shop:1
          resources: {limits: {memory: 1gb}}
---
apiVersion: v1
kind: Service
metadata:
  name: Web
spec:
  ports: [{port: 80}]
  selector: {app: web}
";

const ALLOWED: &str = "\
apiVersion: v1
kind: ConfigMap
metadata:
  name: env
data:
  # linkspan: allow wrong-type because the server of 2019 wants a number
  PORT: 3000
  HOST: shop.example.com # linkspan: allow wrong-type because I copied it
";

const SPEC: &str = "\
app: Shop
imag: acme/shop
hosts: [https://shop.example.com]
web: {replicas: 0, thread: 5}
web: {}
";

fn check(name: &str, folder: &Folder, arguments: &[&str]) {
    let ran = folder.run(arguments);
    let text = format!(
        "$ linkspan {}\n{}--- stderr\n{}--- exit {}\n",
        arguments.join(" "),
        ran.out,
        ran.err,
        ran.code.unwrap()
    );
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/snapshots/{name}.txt"));
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &text).unwrap();
    }
    let expect = fs::read_to_string(&path).unwrap_or_default();
    assert!(text == expect, "{name} is now\n{text}\nand was\n{expect}\n`BLESS=1` accepts it");
}

#[test]
fn checks() {
    let folder = Folder::new();
    folder.write("broken/web.yml", WEB);
    folder.write("spec/linkspan.yml", SPEC);
    folder.write("good/svc.yml", "apiVersion: v1\nkind: Namespace\nmetadata: {name: x}\n");
    folder.write("latin1/a.yml", b"a: \xe4\n");
    check("check-manifests", &folder, &["check", "broken"]);
    check("check-spec", &folder, &["check", "spec/linkspan.yml"]);
    check("check-good", &folder, &["check", "good"]);
    check("check-not-utf8", &folder, &["check", "latin1"]);
    check("check-none", &folder, &["check", "none"]);
    check("check-diff", &folder, &["check", "--diff", "broken"]);
    check("check-github", &folder, &["check", "--output", "github", "broken"]);
    folder.write("allowed/web.yml", ALLOWED);
    check("check-allowed", &folder, &["check", "allowed"]);
    check("check-fix", &folder, &["check", "--fix", "broken"]);
}

#[test]
fn generates() {
    let folder = Folder::with_spec();
    check("generate-no-spec", &Folder::new(), &["generate"]);
    check("generate-dry-run", &folder, &["generate", "--dry-run"]);
    check("generate-new", &folder, &["generate"]);
    check("generate-same", &folder, &["generate"]);
    check("generate-no-drift", &folder, &["generate", "--check"]);
    folder.write("linkspan.yml", SHOP.replace("replicas: 3", "replicas: 4"));
    folder.write(".dockerignore", format!("{}mine\n", folder.read(".dockerignore")));
    fs::remove_file(folder.path("deploy.sh")).unwrap();
    check("generate-drift", &folder, &["generate", "--check"]);
    check("generate-left", &folder, &["generate"]);
    check("generate-archive", &folder, &["generate", "--archive", "shop.zip"]);
    folder.write("linkspan.yml", SPEC);
    check("generate-wrong-spec", &folder, &["generate"]);
}

#[test]
fn others() {
    let folder = Folder::new();
    check("explain-field", &folder, &["explain", "expose.via"]);
    check("explain-rule", &folder, &["explain", "kube-linter/dangling-service"]);
    check("explain-unknown-rule", &folder, &["explain", "--rule", "selects-nothin"]);
    check("explain-group", &folder, &["explain", "workers"]);
    check("explain-section", &folder, &["explain", "web"]);
    check("explain-unknown", &folder, &["explain", "web.replicsa"]);
    check("new", &folder, &["new", "--app", "shop", "--image", "acme/shop"]);
    check("new-again", &folder, &["new", "--app", "shop", "--image", "acme/shop"]);
    check("new-without-terminal", &Folder::new(), &["new"]);
    check("help", &folder, &["--help"]);
}
