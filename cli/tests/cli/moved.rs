//! What runs is not left behind without a word.

use crate::folder::{Folder, SHOP};

/// Writes the spec, generates, and gives what was said, without colours and line ends.
fn generate(folder: &Folder, more: &str, arguments: &[&str]) -> String {
    folder.write("linkspan.yml", format!("{SHOP}{more}"));
    let ran = folder.run(&[&["generate"], arguments].concat());
    assert!(ran.code == Some(0) || arguments.contains(&"--check"), "{ran:?}");
    ran.err.split_whitespace().collect::<Vec<_>>().join(" ")
}

const BOTH: &str = "environments:\n  staging: {hosts: [staging.example.com]}\n  production: ";

#[test]
fn environments_do_not_move_production_silently() {
    let folder = Folder::new();
    assert!(!generate(&folder, "", &[]).contains("namespace"), "a first run");
    let more = format!("{BOTH}{{}}\n");
    for arguments in [&["--check"][..], &["--dry-run"], &[], &[]] {
        let said = generate(&folder, &more, arguments);
        for text in [
            "warning[namespace-left]: the namespace `shop` is no longer in the bundle",
            "do not move to `shop-production` or `shop-staging`",
            "`environments: {production: {namespace: shop}}`",
        ] {
            assert!(said.contains(text), "{arguments:?}: {said}");
        }
    }
    let json = folder.run(&["generate", "--output", "json"]).json();
    assert_eq!(json["diagnostics"][0]["rule"], "namespace-left", "{json}");
    let off = format!("{more}check: {{rules: {{namespace-left: off}}}}\n");
    assert!(!generate(&folder, &off, &["--dry-run"]).contains("namespace-left"));
    let said = generate(&folder, &format!("{BOTH}{{namespace: shop}}\n"), &["--force"]);
    assert!(!said.contains("namespace-left"), "{said}");
    let said = folder.read("DEPLOY.md");
    assert!(said.contains("`production`, in the namespace `shop`"), "{said}");
}

#[test]
fn another_name_of_a_namespace_is_told_too() {
    let folder = Folder::new();
    generate(&folder, "", &[]);
    let said = generate(&folder, "namespace: store\n", &[]);
    assert!(said.contains("`namespace: shop`"), "{said}");
    let both = format!("{BOTH}{{}}\n");
    let folder = Folder::new();
    generate(&folder, &both, &[]);
    assert!(!generate(&folder, &both, &[]).contains("namespace-left"));
    let said = generate(&folder, "environments:\n  production: {}\n", &[]);
    assert!(said.contains("the namespace `shop-staging` is no longer"), "{said}");
    assert!(said.contains("take its environment back"), "{said}");
}
