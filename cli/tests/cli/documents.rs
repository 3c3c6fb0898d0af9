//! Pages that are made from the field list; `BLESS=1` rewrites them.

use crate::folder::Folder;
use std::fs;
use std::path::Path;

fn check(command: &str, page: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs").join(page);
    let text = Folder::new().run(&[command]).out;
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &text).unwrap();
    }
    let there = fs::read_to_string(&path).unwrap_or_default();
    assert!(there == text, "docs/{page} is stale: run `BLESS=1 cargo test -p linkspan`");
}

#[test]
fn the_reference_page_is_fresh() {
    check("reference", "reference.md");
}

#[test]
fn the_schema_is_fresh() {
    check("schema", "linkspan.schema.json");
}
