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
    assert_eq!(value.start, Place { line: 5, column: 10 });
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
