//! CONTRIBUTING.md and ARCHITECTURE.md name only what is there.

use linkspan_tests::here;
use std::collections::BTreeSet;
use std::fs;

/// What a page writes as a path of this repository: a word in backticks that starts with a folder of it, or is a Rust or a
/// Markdown file in a folder.
fn paths<'p>(page: &'p str, folders: &BTreeSet<String>) -> Vec<&'p str> {
    let words = page
        .lines()
        .filter(|line| !line.starts_with("    "))
        .flat_map(|line| line.split('`').skip(1).step_by(2));
    let is_path = |word: &&str| {
        let Some((first, _)) = word.split_once('/') else { return false };
        let plain =
            word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/._-".contains(&byte));
        plain && (folders.contains(first) || word.ends_with(".rs") || word.ends_with(".md"))
    };
    words.filter(is_path).collect()
}

#[test]
fn paths_are_told_from_other_words() {
    let folders = ["core".to_owned()].into();
    let page = "see `core/src/lib.rs`, `a/b.rs`, `good.yml`, `config/kube/web.yml` and `cargo xtask core/x`";
    assert_eq!(paths(page, &folders), ["core/src/lib.rs", "a/b.rs"]);
}

#[test]
fn every_path_in_the_pages_for_contributors_is_there() {
    let root = here().join("..");
    let entries = fs::read_dir(&root).unwrap().map(Result::unwrap);
    let folders = entries.filter(|entry| entry.path().is_dir());
    let folders: BTreeSet<String> =
        folders.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    for page in ["CONTRIBUTING.md", "ARCHITECTURE.md"] {
        let text = fs::read_to_string(root.join(page)).unwrap();
        let all = paths(&text, &folders);
        assert!(all.len() > 5, "{page} names no paths");
        let gone: Vec<&str> = all.into_iter().filter(|path| !root.join(path).exists()).collect();
        assert!(gone.is_empty(), "{page} names what is not there: {gone:?}");
    }
}
