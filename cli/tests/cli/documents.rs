//! Pages that are made from the lists of fields and rules; `BLESS=1` rewrites them.

use crate::folder::Folder;
use std::fs;
use std::path::Path;

fn check(command: &[&str], page: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs").join(page);
    let text = Folder::new().run(command).out;
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &text).unwrap();
    }
    let there = fs::read_to_string(&path).unwrap_or_default();
    assert!(there == text, "docs/{page} is stale: run `BLESS=1 cargo test -p linkspan`");
}

#[test]
fn the_reference_page_is_fresh() {
    check(&["reference"], "reference.md");
}

#[test]
fn the_page_about_the_rules_is_fresh() {
    check(&["reference", "--rules"], "rules.md");
}

#[test]
fn the_schema_is_fresh() {
    check(&["schema"], "linkspan.schema.json");
}

/// What each console block of the page shows is what a snapshot holds.
#[test]
fn the_page_about_the_commands_shows_what_they_print() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join("../docs/cli/README.md")).unwrap();
    let snapshots: Vec<String> = fs::read_dir(root.join("tests/snapshots"))
        .unwrap()
        .map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap())
        .collect();
    let blocks: Vec<&str> =
        page.split("```console\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    assert!(blocks.len() > 2);
    for block in blocks {
        let marks = |text: &str| text.replace("--- stderr\n", "");
        let shown = |text: &String| {
            let text = marks(text);
            text.rsplit_once("--- exit").is_some_and(|(text, _)| text == block)
        };
        assert!(snapshots.iter().any(shown), "no command prints this:\n{block}");
    }
}
