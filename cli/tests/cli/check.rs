//! `linkspan check`: what is judged, and how it is told.

use crate::folder::{Folder, SHOP};

const SERVICE: &str = "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  ports: [{port: 80}]\n  selector: {app: web}\n";
const WRONG: &str = "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  prots: []\n";

#[test]
fn the_json_form_is_as_promised() {
    let folder = Folder::new();
    folder.write("k/svc.yml", WRONG);
    let ran = folder.run(&["check", "--output", "json", "k"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(1), ""));
    let json = ran.json();
    assert_eq!(json["version"], 1);
    let all = json["diagnostics"].as_array().unwrap();
    let found = all.iter().find(|each| each["rule"] == "unknown-field").unwrap();
    for (key, expect) in [
        ("tier", "refused"),
        ("severity", "error"),
        ("file", "k/svc.yml"),
        ("path", "spec.prots"),
        ("help", "did you mean `ports`?"),
    ] {
        assert_eq!(found[key], expect, "{key}");
    }
    assert_eq!((&found["line"], &found["column"]), (&6.into(), &3.into()));
    assert!(found["message"].is_string());
}

#[test]
fn what_is_generated_is_without_findings() {
    let folder = Folder::with_spec();
    folder.run(&["generate", "--out", "shop"]);
    for path in ["shop", "shop/config/kube", "shop/linkspan.yml", "linkspan.yml"] {
        let ran = folder.run(&["check", path]);
        assert_eq!(ran.code, Some(0), "{path}: {ran:?}");
        assert!(ran.out.starts_with("no findings in "), "{path}: {ran:?}");
    }
}

#[test]
fn in_a_rails_app_only_manifests_are_judged() {
    let folder = Folder::new();
    folder.write("Gemfile", "");
    folder.write("config/database.yml", "default: &default\n  adapter: postgresql\n");
    folder.write("config/locales/en.yml", "en:\n  hello: <%= x %>\n");
    folder.write("package.json", "{}");
    folder.write("node_modules/a/b.yml", WRONG);
    folder.write(".github/workflows/ci.yml", WRONG);
    folder.write("k8s/svc.yml", SERVICE);
    let ran = folder.run(&["check", "."]);
    assert!(ran.out.contains("in 1 file ("), "{ran:?}");
    folder.write("config/kube/svc.yml", SERVICE);
    folder.write("k8s/svc.yml", WRONG);
    folder.write("config/kube/broken.yml", "a: [\n");
    let ran = folder.run(&["check", "."]);
    assert!(ran.out.contains("in 2 files ("), "{ran:?}");
    assert!(ran.out.contains("config/kube/broken.yml:"), "{ran:?}");
    folder.write("linkspan.yml", SHOP.replace("app:", "ap:"));
    let ran = folder.run(&["check", "."]);
    assert!(ran.out.contains("--> linkspan.yml:1:1"), "{ran:?}");
}

#[test]
fn a_plain_folder_is_judged_whole() {
    let folder = Folder::new();
    folder.write("m/a/svc.yaml", SERVICE);
    folder.write("m/b.yml", "hello: there\n");
    folder.write("m/kustomization.yml", "resources: [b.yml]\n");
    folder.write("m/tsconfig.json", "{}");
    folder.write(
        "m/c.json",
        r#"{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "x"}}"#,
    );
    let ran = folder.run(&["check", "m"]);
    assert!(ran.out.contains("in 3 files ("), "{ran:?}");
    assert!(ran.out.contains("m/b.yml:1:1"), "{ran:?}");
    let twice = folder.run(&["check", "m", "m/a", "m/a/svc.yaml"]);
    assert_eq!(ran.out, twice.out, "a file named twice is judged once");
}

#[test]
fn standard_input_is_a_path() {
    let folder = Folder::new();
    let ran = folder.run_with(&["check", "-"], WRONG, &[]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.out.contains("--> <stdin>:6:3"), "{ran:?}");
    assert_eq!(folder.run_with(&["check", "-"], SHOP, &[]).code, Some(0), "a spec");
}

#[test]
fn what_cannot_be_judged_is_told() {
    let folder = Folder::new();
    for arguments in [&["check", "none"][..], &["check"], &["check", "--kubernetes", "1.2", "."]] {
        let ran = folder.run(arguments);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{ran:?}");
    }
    let ran = folder.run(&["check", "."]);
    assert_eq!(ran.code, Some(2), "an empty folder: {ran:?}");
    folder.write("latin1.yml", b"a: 1\nb: \xe4\n");
    folder.write("large.yml", vec![b' '; 9 * 1024 * 1024]);
    folder.write("broken.zip", "not a zip");
    let ran = folder.run(&["check", "."]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.out.contains("error[not-utf8]") && ran.out.contains("latin1.yml:2:4"), "{ran:?}");
    assert!(ran.out.contains("error[too-large]"), "{ran:?}");
    let ran = folder.run(&["check", "broken.zip"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
}

#[cfg(unix)]
#[test]
fn hostile_names_and_loops_do_no_harm() {
    let folder = Folder::new();
    folder.write("m/a\u{1b}[2J\nb\u{202e}.yml", WRONG);
    folder.write("m/d/svc.yml", SERVICE);
    std::os::unix::fs::symlink(folder.path("m"), folder.path("m/d/loop")).unwrap();
    std::os::unix::fs::symlink("nowhere", folder.path("m/dangling.yml")).unwrap();
    let ran = folder.run(&["check", "m"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.out.contains("in 2 files ("), "{ran:?}");
    assert!(ran.out.contains(r"m/a\u{1b}[2J\nb\u{202e}.yml:6:3"), "{ran:?}");
    assert!(!ran.out.contains(['\u{1b}', '\u{202e}']), "{ran:?}");
    let json = folder.run(&["check", "--output", "json", "m"]).json();
    assert!(
        json["diagnostics"][0]["file"].as_str().unwrap().contains('\n'),
        "JSON has it as it is"
    );
}

#[test]
fn files_that_build_and_deploy_are_judged_with_the_manifests() {
    let folder = Folder::new();
    folder.write("linkspan.yml", SHOP);
    assert_eq!(folder.run(&["generate"]).code, Some(0));
    let ran = folder.run(&["check", "."]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.out.starts_with("no findings"), "the spec says which Secrets there are: {ran:?}");
    folder.write("Dockerfile", "FROM ruby\nUSER 1000\n");
    folder.write("deploy.sh", "deployments=('shop-wbe')\nset -euo pipefail\nnamespace='shop'\n");
    let ran = folder.run(&["check", "."]);
    assert!(ran.out.contains("[latest-base]") && ran.out.contains("Dockerfile:1:6"), "{ran:?}");
    assert!(ran.out.contains("[script-name]") && ran.out.contains("deploy.sh:1:14"), "{ran:?}");
    let ran = folder.run(&["check", "Dockerfile"]);
    assert!(ran.out.contains("Dockerfile:1:6"), "{ran:?}");
    folder.write("plain/Dockerfile", "FROM ruby\n");
    folder.write("plain/svc.yml", SERVICE);
    let ran = folder.run(&["check", "plain"]);
    assert!(ran.out.contains("in 1 file ("), "{ran:?}");
}

/// What stands beside a Dockerfile says what goes into its image, also where the Dockerfile alone was named.
#[test]
fn a_dockerfile_that_was_named_is_judged_with_what_it_ignores() {
    let folder = Folder::new();
    let dockerfile = "FROM ruby:3.4.7-slim\nWORKDIR /rails\nCOPY . .\nUSER 1000\n";
    for path in ["Dockerfile", "docker/Dockerfile.web"] {
        folder.write(path, dockerfile);
        let ran = folder.run(&["check", path]);
        assert!(ran.out.contains("[key-in-image]"), "{ran:?}");
        let ignore = path.replace("Dockerfile.web", "Dockerfile.web.dockerignore");
        let ignore = if ignore == path { ".dockerignore".to_owned() } else { ignore };
        folder.write(&ignore, "/config/*.key\n/.env*\n");
        let ran = folder.run(&["check", path]);
        assert!(!ran.out.contains("[key-in-image]") && !ran.out.contains("in 2 files"), "{ran:?}");
    }
}

#[test]
fn a_dockerfile_of_ones_own_is_compared_with_the_spec() {
    let folder = Folder::new();
    let own = "build: {from: dockerfile, dockerfile: docker/Dockerfile}\n";
    let spec = |user: u32| format!("{SHOP}{own}container: {{user: {user}, workdir: /app}}\n");
    folder.write("linkspan.yml", spec(1000));
    folder.write("docker/Dockerfile", "FROM ruby:3.4\nWORKDIR /app\nUSER 1001:1001\n");
    let ran = folder.run(&["check", "."]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.out.contains("image-differs") && ran.out.contains("linkspan.yml:7:"), "{ran:?}");
    let ran = folder.run(&["check", "--fix", "."]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(folder.read("linkspan.yml"), spec(1001));
    folder.write("linkspan.yml", format!("{SHOP}{own}"));
    let ran = folder.run(&["check", "."]);
    assert!(ran.out.contains("docker/Dockerfile:3:6"), "{ran:?}");
    folder.write("linkspan.yml", format!("{SHOP}keep: [Dockerfile]\n"));
    folder.write("Dockerfile", "FROM ruby:3.4\nUSER 7\n");
    let ran = folder.run(&["check", "."]);
    assert!(ran.out.contains("image-differs") && ran.out.contains("Dockerfile:2:6"), "{ran:?}");
}
