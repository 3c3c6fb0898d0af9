//! What ARCHITECTURE.md and CONTRIBUTING.md say of the files is so: the order of the core's rooms is that of the imports, the
//! rooms without a circle of files are those listed, and each path is there.

#![expect(clippy::unwrap_used, reason = "a test fails by a panic, its helpers too")]

mod circles;
mod paths;
mod uses;

use linkspan_tests::{here, texts_below};
use std::collections::BTreeSet;
use std::fs;

/// The page that lists the rooms.
fn architecture() -> String {
    fs::read_to_string(here().join("../ARCHITECTURE.md")).unwrap()
}

/// The rooms as the page lists them.
fn listed() -> Vec<String> {
    let page = architecture();
    let (_, after) = page.split_once("## Rooms of the core").unwrap();
    let section = after.split("\n## ").next().unwrap();
    let names = section.lines().filter_map(|line| line.strip_prefix("| `")?.split_once('`'));
    names.map(|(name, _)| name.to_owned()).collect()
}

/// What a file names after `crate::`, without its comments and its tests.
fn named(text: &str) -> BTreeSet<String> {
    let code = uses::code(text);
    let after = code.split("crate::").skip(1).flat_map(first_words);
    after.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The first word of a path, or of each path in braces.
fn first_words(path: &str) -> Vec<&str> {
    fn word(path: &str) -> &str {
        let end = |c: char| !c.is_ascii_alphanumeric() && c != '_';
        path.trim().split(end).next().unwrap_or_default()
    }
    match path.strip_prefix('{') {
        Some(group) => group.split('}').next().unwrap_or_default().split(',').map(word).collect(),
        None => vec![word(path)],
    }
}

#[test]
fn what_a_file_imports_is_read() {
    for (text, expect) in [
        ("use crate::plan::{Plan, Via};\nuse crate::yaml;", &["plan", "yaml"][..]),
        ("use crate::{files, resource::put};\n// crate::judge", &["files", "resource"]),
        ("    crate::facts::X\n#[cfg(test)]\nmod tests { use crate::generate; }", &["facts"]),
        ("use std::fmt;", &[]),
    ] {
        assert_eq!(named(text).into_iter().collect::<Vec<_>>(), expect, "{text}");
    }
}

#[test]
fn a_room_knows_only_those_above_it() {
    let listed = listed();
    let at = |room: &str| listed.iter().position(|each| each == room);
    let mut seen = BTreeSet::new();
    for (path, text) in texts_below(&here().join("../core/src"), ".rs").unwrap() {
        let Some((room, file)) = path.split_once('/') else { continue };
        if file.split('/').any(|part| part == "tests" || part == "tests.rs") {
            continue;
        }
        let own = at(room).unwrap_or_else(|| panic!("ARCHITECTURE.md does not list `{room}`"));
        seen.insert(room.to_owned());
        for other in named(&text) {
            let before = at(&other).is_none_or(|other| other <= own);
            assert!(before, "core/src/{path} names `{other}`, which stands below `{room}`");
        }
    }
    let listed: BTreeSet<String> = listed.into_iter().collect();
    assert_eq!(listed, seen, "rooms that are listed, and rooms that are there");
}
