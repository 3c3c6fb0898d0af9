//! What comments allow, and what is said about those that allow nothing.

use crate::check::{Options, Source, check};
use crate::diagnostic::Allowed;

/// The rules and lines that still count and those that do not.
fn judged(text: &str) -> (Vec<String>, Vec<String>) {
    let report = check(&[Source { path: "a.yml", text }], &Options::default());
    // What else is good practice is not asked here.
    let asked = |rule: &str| matches!(rule, "unknown-field" | "wrong-type" | "allow");
    let counts = report.diagnostics.iter().filter(|each| asked(each.rule.name));
    let counts = counts.map(|each| format!("{}:{}", each.rule, each.place.line)).collect();
    let suppressed = report.suppressed.iter();
    let suppressed = suppressed
        .map(|each| {
            assert_eq!(each.by, Allowed::Comment);
            let each_line = each.diagnostic.place.line;
            format!("{}:{each_line} {}", each.diagnostic.rule, each.reason)
        })
        .collect();
    (counts, suppressed)
}

fn expect(text: &str, counts: &[&str], suppressed: &[&str]) {
    let (found, taken) = judged(text);
    assert_eq!(found, counts, "{text}");
    assert_eq!(taken, suppressed, "{text}");
}

const HEAD: &str = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n";

#[test]
fn a_comment_speaks_of_its_node_and_what_is_below() {
    let allow = "# linkspan: allow wrong-type because the old parser wants it";
    let why = "the old parser wants it";
    for (body, counts, suppressed) in [
        (
            format!("data:\n  A: 1 {allow}\n  B: 2\n"),
            vec!["wrong-type:7"],
            vec![format!("wrong-type:6 {why}")],
        ),
        (
            format!("data:\n  {allow}\n\n  # and more\n  A: 1\n  B: 2\n"),
            vec!["wrong-type:10"],
            vec![format!("wrong-type:9 {why}")],
        ),
        (
            format!("{allow}\ndata:\n  A: 1\n  B: 2\nextra: 1\n"),
            vec!["unknown-field:9"],
            vec![format!("wrong-type:7 {why}"), format!("wrong-type:8 {why}")],
        ),
        (
            format!("data: {allow}\n  A: 1\n  B: 2\n"),
            vec![],
            vec![format!("wrong-type:6 {why}"), format!("wrong-type:7 {why}")],
        ),
        (
            format!("data: {{A: 1, B: 2}} {allow}\n"),
            vec![],
            vec![format!("wrong-type:5 {why}"), format!("wrong-type:5 {why}")],
        ),
    ] {
        let suppressed: Vec<&str> = suppressed.iter().map(String::as_str).collect();
        expect(&format!("{HEAD}{body}"), &counts, &suppressed);
    }
}

#[test]
fn at_the_top_it_speaks_of_the_document() {
    let map = format!("{HEAD}data:\n  A: 1\n");
    let allow = "# linkspan: allow wrong-type, unknown-field because it is a template\n";
    let text = format!("# a\n{allow}{map}extra: 1\n---\n{map}");
    let why = "it is a template";
    expect(
        &text,
        &["wrong-type:16"],
        &[&format!("wrong-type:8 {why}"), &format!("unknown-field:9 {why}")],
    );
    let text = format!("---\n{allow}{map}---\n{map}");
    expect(&text, &["allow:2", "wrong-type:15"], &[&format!("wrong-type:8 {why}")]);
}

#[test]
fn a_comment_in_vain_is_a_finding() {
    for (comment, line) in [
        ("# linkspan: allow wrong-type because I can", "allow:5"),
        ("# linkspan: allow wrong-typo because I can", "allow:5"),
        ("# linkspan: allow wrong-type", "allow:5"),
        ("# linkspan: allow wrong-type because ...", "allow:5"),
        ("# linkspan: allow because I can", "allow:5"),
        ("#linkspan: ignore wrong-type because I can", "allow:5"),
        ("# linkspan:", "allow:5"),
    ] {
        expect(&format!("{HEAD}data: {{}} {comment}\n"), &[line], &[]);
    }
    expect(
        &format!("{HEAD}data: {{A: 1}} # linkspan: allow wrong-type\n"),
        &["wrong-type:5", "allow:5"],
        &[],
    );
}

#[test]
fn text_is_no_comment() {
    let said = "# linkspan: allow wrong-type because I can";
    for body in [
        format!("data:\n  A: \"x {said}\"\n"),
        format!("data:\n  A: 'x\n    {said}'\n"),
        format!("data:\n  A: |\n    x\n    {said}\n"),
        format!("data:\n  A: >-\n    {said}\n  B: x\n"),
        format!("data:\n  \"A {said}\": x\n"),
        format!("data:\n  A: x{said}\n"),
    ] {
        let (found, taken) = judged(&format!("{HEAD}{body}"));
        assert!(!found.iter().any(|each| each.starts_with("allow")) && taken.is_empty(), "{body}");
    }
    // Behind a block, with fewer spaces than it, a comment is one.
    let text = format!("{HEAD}data:\n  A: |\n    x\n  {said}\n  B: 1\n");
    expect(&text, &[], &["wrong-type:9 I can"]);
}

#[test]
fn errors_of_a_spec_stay() {
    let text = "app: shop\nimage: a/b\nhosts: [a.example.com]\n# linkspan: allow secret-in-env because it is a test key\nenv: {A_TOKEN: x}\n";
    let report = crate::generate(text).report;
    assert_eq!((report.diagnostics.len(), report.suppressed.len()), (0, 1), "{report:?}");
    let text = "app: shop\nimage: a/b\nhosts: [a.example.com]\nweb: {replicas: 0} # linkspan: allow wrong-value because I can\n";
    let report = crate::generate(text).report;
    assert!(report.has_errors() && report.suppressed.is_empty(), "{report:?}");
    assert!(report.diagnostics.iter().any(|each| each.rule == "allow"), "{report:?}");
}
