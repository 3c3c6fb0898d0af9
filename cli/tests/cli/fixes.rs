//! `linkspan check --fix`: what is written, what is left, and what is said about it.

use crate::folder::{Folder, SHOP};
use sha2::{Digest, Sha256};

const WEB: &str = "\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replica: 3 # three
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: acme/shop:1
          env: [{name: PORT, value: 3000}]
";

fn mended(text: &str) -> String {
    text.replace("replica:", "replicas:").replace("value: 3000", "value: \"3000\"")
}

#[test]
fn fixes_are_written_and_everything_else_stays() {
    let folder = Folder::new();
    let windows =
        format!("\u{feff}{}", WEB.replace('\n', "\r\n").replace("name: web}", "name: win}"));
    folder.write("k/web.yml", WEB);
    folder.write("k/win.yml", &windows);
    folder.write("k/fine.yml", "apiVersion: v1\nkind: Namespace\nmetadata: {name: x}\n");
    let before = folder.all();
    for arguments in [&["check", "--diff", "k"][..], &["check", "--fix", "--dry-run", "k"]] {
        let ran = folder.run(arguments);
        assert_eq!(ran.code, Some(1), "the findings are still there: {ran:?}");
        assert!(ran.out.contains("-  replica: 3 # three\n+  replicas: 3 # three\n"), "{ran:?}");
        assert!(ran.err.contains("4 findings in 2 files would be fixed"), "{ran:?}");
        assert_eq!(folder.all(), before);
    }
    let ran = folder.run(&["check", "--fix", "k"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.out.contains("fixed k/web.yml:5:3: rename `replica` to `replicas`\n"), "{ran:?}");
    assert_eq!(folder.read("k/web.yml"), mended(WEB));
    assert_eq!(folder.read("k/win.yml"), mended(&windows));
    let after = folder.all();
    let ran = folder.run(&["check", "--fix", "k"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(folder.all(), after, "nothing is left to fix");
}

#[test]
fn specs_are_fixed_too() {
    let folder = Folder::new();
    folder.write("linkspan.yml", SHOP.replace("replicas:", "replcas:"));
    let ran = folder.run(&["check", "--fix", "linkspan.yml"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(folder.read("linkspan.yml"), SHOP);
}

#[test]
fn what_is_generated_is_left_to_the_spec() {
    let folder = Folder::with_spec();
    folder.run(&["generate"]);
    let file = "config/kube/env.yml";
    let wrong = folder.read(file).replace("apiVersion: v1", "apiVersion: v1\nbinaryDat: {}");
    folder.write(file, &wrong);
    // Changed by hand since: a person's slip is mended.
    let ran = folder.run(&["check", "--fix", "."]);
    assert!(folder.read(file).contains("binaryData: {}"), "{ran:?}");
    // As linkspan wrote it, says the lock.
    folder.write(file, &wrong);
    let sum: String = Sha256::digest(&wrong).iter().map(|byte| format!("{byte:02x}")).collect();
    let lock = folder.read("linkspan.lock");
    let lines = lock.lines().map(|line| {
        if line.ends_with(file) { format!("{sum}  {file}\n") } else { format!("{line}\n") }
    });
    folder.write("linkspan.lock", lines.collect::<String>());
    let ran = folder.run(&["check", "--fix", "."]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert_eq!(folder.read(file), wrong);
    assert!(ran.err.contains("env.yml: not fixed: linkspan wrote it"), "{ran:?}");
}

#[test]
fn what_cannot_be_written_is_named() {
    let folder = Folder::new();
    let ran = folder.run_with(&["check", "--fix", "-"], WEB, &[]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.err.contains("<stdin>: not fixed: it is no file"), "{ran:?}");
    folder.write("two.yml", WEB.replace("replica: 3", "replica: three"));
    let ran = folder.run(&["check", "--fix", "two.yml"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.err.contains("two.yml:5: not fixed: to rename"), "{ran:?}");
    assert!(folder.read("two.yml").contains("replica: three"));
    assert!(folder.read("two.yml").contains("value: \"3000\""), "the other fix is made");
}

#[test]
fn programs_are_told_what_was_fixed() {
    let folder = Folder::new();
    folder.write("web.yml", WEB);
    let json = folder.run(&["check", "--diff", "--output", "json", "web.yml"]).json();
    assert_eq!(json["fixed"].as_array().unwrap().len(), 2);
    assert!(!json["diagnostics"].as_array().unwrap().is_empty(), "as they are on the disk");
    let json = folder.run(&["check", "--fix", "--output", "json", "web.yml"]).json();
    assert_eq!(json["files"], serde_json::json!(["web.yml"]));
    assert_eq!(json["fixed"][0]["fix"]["says"], "rename `replica` to `replicas`");
    let errors = json["diagnostics"].as_array().unwrap().iter();
    assert_eq!(errors.filter(|each| each["severity"] == "error").count(), 0);
}

#[cfg(unix)]
#[test]
fn links_and_rights_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = Folder::new();
    folder.write("real/web.yml", WEB);
    folder.write("k/x.txt", "");
    symlink("../real/web.yml", folder.path("k/web.yml")).unwrap();
    let rights = std::fs::Permissions::from_mode(0o640);
    std::fs::set_permissions(folder.path("real/web.yml"), rights).unwrap();
    folder.run(&["check", "--fix", "k"]);
    assert_eq!(folder.read("real/web.yml"), mended(WEB));
    assert!(folder.path("k/web.yml").symlink_metadata().unwrap().is_symlink());
    let mode = folder.path("real/web.yml").metadata().unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
}
