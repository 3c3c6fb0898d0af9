//! Several environments from one spec.

use crate::folder::{Folder, SHOP};

const MORE: &str = "\
environments:
  staging:
    kubernetes: '1.37'
    hosts: [staging.example.com]
    web: {replicas: 1}
  production: {}
";

fn folder() -> Folder {
    let folder = Folder::new();
    folder.write("linkspan.yml", format!("{SHOP}{MORE}"));
    assert_eq!(folder.run(&["generate"]).code, Some(0));
    folder
}

#[test]
fn folders_are_generated_and_checked() {
    let folder = folder();
    assert_eq!(folder.run(&["generate", "--check"]).code, Some(0));
    let ran = folder.run(&["check", "."]);
    assert!(ran.code == Some(0) && ran.out.contains("no findings"), "{ran:?}");
    let web = "config/kube/staging/release/web.yml";
    folder.write(web, folder.read(web).replace("replicas: 1", "replica: 1"));
    let ran = folder.run(&["check", "."]);
    assert!(ran.code == Some(1) && ran.out.contains(web), "{ran:?}");
    assert_eq!(folder.run(&["generate", "--check"]).code, Some(1));
}

#[test]
fn a_line_says_which_environment_decided_it() {
    let folder = folder();
    for (environment, count, field) in
        [("staging", 1, "environments.staging.web.replicas"), ("production", 3, "web.replicas")]
    {
        let file = format!("config/kube/{environment}/release/web.yml");
        let wanted = format!("replicas: {count}");
        let text = folder.read(&file);
        let number = text.lines().position(|line| line.trim() == wanted).unwrap() + 1;
        let subject = format!("{file}:{number}");
        let json = folder.run(&["explain", &subject, "--output", "json"]).json();
        assert_eq!(json["line"]["field"], field);
    }
    assert_eq!(folder.run(&["explain", "environments.staging.web.replicas"]).code, Some(0));
    assert_eq!(folder.run(&["explain", "environments"]).code, Some(0));
}

#[test]
fn the_environment_has_to_be_named() {
    let folder = folder();
    let config = "--kubeconfig=none.json";
    for command in [&["plan"][..], &["status"], &["apply", "--revision", "r1", "--yes"]] {
        for (name, said, help) in [
            (None, "holds several environments", "`--environment staging`"),
            (Some("stagin"), "no environment `stagin`", "`staging`"),
            // Which bundle is clear: now the cluster is missing.
            (Some("staging"), "no kubeconfig could be read", ""),
        ] {
            let mut args = [command, &[config]].concat();
            args.extend(name.iter().flat_map(|name| ["--environment", name]));
            let ran = folder.run(&args);
            assert_eq!(ran.code, Some(2), "{args:?}: {ran:?}");
            assert!(ran.err.contains(said) && ran.err.contains(help), "{args:?}: {ran:?}");
        }
    }
    let plain = Folder::with_spec();
    plain.run(&["generate"]);
    let ran = plain.run(&["plan", "--environment", "staging", config]);
    assert!(ran.err.contains("leave out `--environment`"), "{ran:?}");
}
