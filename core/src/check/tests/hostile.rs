//! Texts made to hurt: refused with a place and a sentence, and never with a crash. None may take long; a
//! time that grows with the square of the size would make this test hang.

use super::super::{Options, Source, check};
use crate::yaml::{MAX_BYTES, MAX_NODES};

/// The findings of a text, each as rule and message.
fn told(text: &str) -> Vec<(&'static str, String)> {
    let report = check(&[Source { path: "a.yml", text }], &Options::default());
    report.diagnostics.into_iter().map(|each| (each.rule.name, each.message)).collect()
}

fn refused(text: &str, words: &str) {
    let found = told(text);
    let hit = found.iter().any(|(rule, message)| *rule == "yaml-syntax" && message.contains(words));
    let shown: Vec<_> = found.iter().take(3).collect();
    assert!(hit, "no `{words}` in {shown:?}");
}

#[test]
fn what_is_too_much_is_refused() {
    refused(&"[".repeat(100_000), "nested deeper");
    refused(&"{\"a\":".repeat(100_000), "nested deeper");
    refused(&"- ".repeat(100_000), "nested deeper");
    refused(&"? ".repeat(100_000), "nested deeper");
    refused(&(0..3_000).map(|at| " ".repeat(at) + "a:\n").collect::<String>(), "nested deeper");
    refused(&"x".repeat(MAX_BYTES + 1), "is the limit");
    refused(&format!("[{}]", "a,".repeat(MAX_NODES + 1)), "more than");
    refused("a: \0\n", "U+0000");
    refused("a: &a [*a]\n", "inside its own anchor");
}

#[test]
fn bombs_of_aliases_are_refused() {
    let ten = |name: String| vec![name; 10].join(",");
    let mut laughs = format!("a0: &a0 [{}]\n", ten("x".into()));
    for level in 1..10 {
        let before = ten(format!("*a{}", level - 1));
        laughs.push_str(&format!("a{level}: &a{level} [{before}]\n"));
    }
    refused(&laughs, "more than");
    let wide = format!("a: &a [{}]\nb: [{}]\n", "x,".repeat(10_000), "*a,".repeat(10_000));
    refused(&wide, "more than");
    let anchors: String = (0..90).map(|at| format!("&a{at} [")).collect();
    refused(&format!("{anchors}{}{}", "x,".repeat(100_000), "]".repeat(90)), "more than");
}

const HEAD: &str = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n";

#[test]
fn what_is_only_much_is_read() {
    let keys: String = (0..5_000).map(|at| format!("  k{at}: v\n")).collect();
    assert_eq!(told(&format!("{HEAD}data:\n{keys}")), []);
    refused(&format!("{HEAD}data:\n{keys}  last: v\n"), "entries in one map");
    refused(&format!("{HEAD}data:\n  a: [{}]\n", "b,".repeat(5_001)), "entries in one map");
    // What is said is bounded, too.
    let twice = format!("{HEAD}data:\n{}", "  a: v\n".repeat(5_000));
    assert_eq!(told(&twice).len(), 1_001);
    let long = format!("{HEAD}data:\n  a: {}\n", "x ".repeat(500_000));
    assert_eq!(told(&long), []);
    let wide = format!("{HEAD}data:\n  a: \"{}\"\n", "é\\u00e9".repeat(100_000));
    assert_eq!(told(&wide), []);
    assert_eq!(told(&"---\n".repeat(200_000)), []);
    assert_eq!(told(&"# c\n".repeat(500_000)), []);
    assert_eq!(told(&"--- [\n".repeat(50_000)).len(), 1_001);
    assert_eq!(told(&format!("{{}}{}", "{}".repeat(100_000))).len(), 1_001);
}

#[test]
fn many_references_to_much_are_followed() {
    let keys: String = (0..5_000).map(|at| format!("  k{at}: v\n")).collect();
    let item = |at: usize| {
        format!(
            "    - name: V{at}\n      valueFrom: {{configMapKeyRef: {{name: a, key: k{at}}}}}\n"
        )
    };
    let pod = format!(
        "apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\nspec:\n  containers:\n  - name: c\n    image: i\n    env:\n{}",
        (0..5_000).map(item).collect::<String>()
    );
    let found = told(&format!("{HEAD}data:\n{keys}---\n{pod}"));
    assert!(found.iter().all(|(rule, _)| *rule != "missing-key"), "{:?}", found.first());
}
