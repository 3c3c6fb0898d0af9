//! `linkspan check` of a part of an app: the spec above says what findings count as.

use crate::folder::{Folder, Ran, SHOP};

/// A warning, `ingress-tls`, and nothing else of that rule.
const OPEN: &str = "apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: open}
spec:
  ingressClassName: traefik
  rules:
    - host: shop.example.com
      http:
        paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]
";
const PLACE: &str = "config/kube/staging/open.yml";

fn spec(rules: &str) -> String {
    format!("{SHOP}kubernetes: \"1.35\"\ncheck: {{rules: {{{rules}}}}}\n")
}

/// What is said of the rule, and which spec is named.
fn told(ran: &Ran) -> (Option<&str>, Option<&str>) {
    let words = ["error[ingress-tls]", "warning[ingress-tls]", "hint[ingress-tls]"];
    let word = words.into_iter().find(|word| ran.out.contains(word));
    let name = ran.out.lines().find_map(|line| {
        line.strip_prefix("severities are those that check.rules of ")?.strip_suffix(" chose")
    });
    (word.map(|word| word.split_once('[').unwrap().0), name)
}

#[test]
fn the_nearest_spec_above_says_what_findings_count_as() {
    let folder = Folder::new();
    folder.write(PLACE, OPEN);
    let paths = ["config/kube", "config/kube/staging", PLACE];
    for (rules, word, name) in [
        ("", Some("warning"), None),
        ("ingress-tls: warning", Some("warning"), None),
        ("image-tag: error", Some("warning"), None),
        ("ingress-tls: error", Some("error"), Some("linkspan.yml")),
        ("ingress-tls: hint", Some("hint"), Some("linkspan.yml")),
        ("ingress-tls: off", None, Some("linkspan.yml")),
    ] {
        folder.write("linkspan.yml", spec(rules));
        for path in paths {
            let ran = folder.run(&["check", path]);
            assert_eq!(told(&ran), (word, name), "{rules} {path}: {ran:?}");
            assert!(ran.out.contains("(Kubernetes 1.35)"), "{ran:?}");
        }
        let whole = folder.run(&["check", "."]);
        assert_eq!(told(&whole), (word, None), "it is among the paths: {whole:?}");
    }
    folder.write("linkspan.yml", spec("ingress-tls: off"));
    let ran = folder.run(&["check", "--kubernetes", "1.34", "config/kube"]);
    assert!(ran.out.contains("(Kubernetes 1.34)"), "{ran:?}");
    assert!(ran.out.contains("1 more switched off by check.rules\n"), "{ran:?}");
}

#[test]
fn a_nearer_spec_and_the_root_of_the_repository_end_the_search() {
    let folder = Folder::new();
    folder.write("linkspan.yml", spec("ingress-tls: off"));
    folder.write(&format!("shops/one/{PLACE}"), OPEN);
    folder.write(&format!("shops/two/{PLACE}"), OPEN);
    folder.write("shops/two/linkspan.yml", spec("ingress-tls: error"));
    let kube = |shop: &str| folder.run(&["check", &format!("shops/{shop}/config/kube")]);
    assert_eq!(told(&kube("one")), (None, Some("linkspan.yml")));
    assert_eq!(told(&kube("two")), (Some("error"), Some("shops/two/linkspan.yml")));
    // A file, as in a work tree.
    folder.write("shops/one/.git", "gitdir: elsewhere\n");
    assert_eq!(told(&kube("one")), (Some("warning"), None));
    assert_eq!(told(&folder.run(&["check", "shops/one"])), (Some("warning"), None));
    folder.write("shops/two/.git/HEAD", "");
    assert_eq!(told(&kube("two")), (Some("error"), Some("shops/two/linkspan.yml")));
    // A spec among the paths counts, and none above another path.
    let both = ["check", "shops/two/config/kube", "linkspan.yml"];
    assert_eq!(told(&folder.run(&both)), (None, None));
}

#[test]
fn the_spec_is_named_as_seen_from_the_working_folder() {
    let folder = Folder::new();
    folder.write("linkspan.yml", spec("ingress-tls: off"));
    folder.write(PLACE, OPEN);
    let run = |inside: &str, path: &str| {
        let mut command = folder.command(&["check", path]);
        let output = command.current_dir(folder.path(inside)).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let said = run("config/kube", ".");
    assert!(said.contains("check.rules of ../../linkspan.yml chose\n"), "{said}");
    let said = run("config", "kube/staging");
    assert!(said.contains("check.rules of ../linkspan.yml chose\n"), "{said}");
}

#[test]
fn what_a_program_reads_follows_the_settings_above() {
    let folder = Folder::new();
    folder.write("linkspan.yml", spec("ingress-tls: error"));
    folder.write(PLACE, OPEN);
    let ran = folder.run(&["check", "--output", "json", "config/kube"]);
    let json = ran.json();
    let all = json["diagnostics"].as_array().unwrap();
    let found = all.iter().find(|each| each["rule"] == "ingress-tls").unwrap();
    assert_eq!((&found["severity"], ran.code), (&"error".into(), Some(1)));
    // With a fix on the way, they count as well.
    let ran = folder.run(&["check", "--fix", "config/kube"]);
    assert_eq!(told(&ran), (Some("error"), Some("linkspan.yml")), "{ran:?}");
}
