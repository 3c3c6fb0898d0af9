//! What is read, and where broken text is told.

use super::*;
use crate::diagnostic::Place;

#[test]
fn places_count_from_one_through_documents() {
    let (documents, problems) = read("a: 1\n---\nb:\n  - x\n  - ünï: y\n");
    assert_eq!(problems, []);
    let root = documents[1].root.as_ref().unwrap();
    let item = &root.get("b").unwrap().items()[1];
    let value = item.get("ünï").unwrap();
    assert_eq!(value.start(), Place { line: 5, column: 10 });
}

#[test]
fn a_broken_document_leaves_its_neighbours() {
    let (documents, problems) = read("a: 1\n---\nb: [1\n---\nc: 3\n");
    assert_eq!(documents.len(), 2);
    assert_eq!(problems.len(), 1);
    assert!(problems[0].place.line >= 3);
}

#[test]
fn comments_alone_are_a_document_without_content() {
    let (documents, problems) = read("# nothing\n");
    assert!(problems.is_empty());
    assert!(documents.iter().all(|document| document.root.is_none()));
}

/// Lines that are written in every form that the short way knows, and some that it does not.
const LINES: [&str; 35] = [
    "a: 1",
    "b-c/d: two words # and why",
    "e:",
    "f: # nothing yet",
    "- g",
    "- h: 1",
    "-  i: 'x y'",
    "j: \"it\"",
    "k: {}",
    "l: [m, 'n', {o: p}] # q",
    "r: {s: t, u: [], v: \"w\",}",
    "x: |",
    "y: >-",
    "z: -1",
    "t: \"a \\n \\u0041 b\"",
    "u: 'it''s'",
    "s: \"on",
    "no: yes",
    "1: 2",
    "# a comment",
    "",
    "word",
    "k: v: w",
    "'a': b",
    "a : b",
    "\"c",
    "d: [e",
    "--- # f",
    "g: *h",
    "i: &j k",
    "!!str l: m",
    "n: ü",
    "o: x#y",
    "p: -",
    "-",
];

#[test]
fn a_dash_at_the_end_of_the_text_starts_an_item() {
    let (_, problems) = read_manifests("a: -");
    assert_eq!(problems.len(), 1);
}

/// The reader compares both ways itself where it runs in a test.
#[test]
fn both_ways_lead_to_the_same_tree() {
    let mut seed = 1_u64;
    let mut next = move |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap() % below
    };
    let mut whole = 0;
    for _ in 0..40_000 {
        let mut text = String::new();
        let mut depth = 0;
        for _ in 0..=next(7) {
            let line = LINES[if next(3) > 0 { next(20) } else { next(LINES.len()) }];
            let deeper = line.ends_with([':', '|', '-']) || line.starts_with('-');
            text.push_str(&" ".repeat(depth));
            text.push_str(line);
            text.push_str(if next(40) == 0 { "  \n" } else { "\n" });
            depth = match next(4) {
                0 if !deeper => next(5),
                _ if deeper => depth + 2,
                _ => depth,
            };
        }
        if next(8) == 0 {
            text.pop();
        }
        let (documents, problems) = read_manifests(&text);
        whole += usize::from(problems.is_empty() && !documents.is_empty());
        let _ = read(&text);
    }
    assert!(whole > 4_000, "{whole}");
}
