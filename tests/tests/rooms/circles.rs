//! Rooms in which no file uses another that uses it, directly or through others.

use super::uses::{Files, code, leaves};
use crate::architecture;
use linkspan_tests::{here, texts_below};
use std::collections::{BTreeMap, BTreeSet};

/// What is left of the files when all that use nothing, and all that nothing uses, are taken away, again and again:
/// circles, and what lies between two of them.
fn circles<'a>(
    mut used: BTreeMap<&'a str, BTreeSet<&'a str>>,
) -> BTreeMap<&'a str, BTreeSet<&'a str>> {
    loop {
        let before = used.len();
        used.retain(|_, uses| !uses.is_empty());
        let targets: BTreeSet<&str> = used.values().flatten().copied().collect();
        used.retain(|file, _| targets.contains(file));
        let files: BTreeSet<&str> = used.keys().copied().collect();
        for uses in used.values_mut() {
            uses.retain(|file| files.contains(file));
        }
        if used.len() == before && used.values().all(|uses| !uses.is_empty()) {
            return used;
        }
    }
}

#[test]
fn what_a_file_uses_is_read() {
    assert_eq!(leaves("a::{b, c::{d, e}, self}"), ["a::b", "a::c::d", "a::c::e", "a::self"]);
    let text = "#[cfg(test)]\nmod tests;\nuse a::b; // c::d\npub(in crate::x) fn f() {}\n#[cfg(test)]\nmod tests { use e::f; }";
    assert_eq!(code(text), ";\nuse a::b;\npub( fn f() {}");
    let file = |path: &str, text: &str| (path.to_owned(), text.to_owned());
    let files = Files::of(&[
        file("lib.rs", "pub mod room;"),
        file("room/mod.rs", "mod door;\nmod wall;\npub use wall::Wall;\nfn f() { door::open() }"),
        file(
            "room/door.rs",
            "use crate::room::{Wall, wall::self};\npub(in crate::room) fn open() {}",
        ),
        file("room/wall.rs", "use super::\n    door::Door;\npub struct Wall;"),
        file("room/roof.rs", "use super::wall;\nfn f() { wall::Wall; other::Wall; }"),
        file("room/tests.rs", "use super::roof::Roof;"),
    ]);
    let used: Vec<_> = files.inside("room").into_iter().collect();
    let set = |names: &[&'static str]| names.iter().copied().collect::<BTreeSet<_>>();
    assert_eq!(
        used,
        [
            ("room/door.rs", set(&["room/wall.rs"])),
            ("room/mod.rs", set(&["room/door.rs"])),
            ("room/roof.rs", set(&["room/wall.rs"])),
            ("room/wall.rs", set(&["room/door.rs"])),
        ]
    );
    let circles: Vec<_> = circles(files.inside("room")).into_keys().collect();
    assert_eq!(circles, ["room/door.rs", "room/wall.rs"]);
}

#[test]
fn rooms_without_a_circle_are_those_listed() {
    let page = architecture();
    let (_, after) = page.split_once("No circle of files: ").unwrap();
    let listed: BTreeSet<&str> =
        after.split("\n\n").next().unwrap().split('`').skip(1).step_by(2).collect();
    let files = Files::of(&texts_below(&here().join("../core/src"), ".rs").unwrap());
    let mut wrong = Vec::new();
    for room in super::listed() {
        let circles = circles(files.inside(&room));
        match (circles.is_empty(), listed.contains(room.as_str())) {
            (true, false) => {
                wrong.push(format!("`{room}` has no circle: ARCHITECTURE.md can list it"))
            }
            (false, true) => wrong.push(format!("`{room}` has a circle: {circles:#?}")),
            (true, true) | (false, false) => {}
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
