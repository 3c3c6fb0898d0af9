//! `linkspan explain RULE` and the list of rules.

use crate::folder::Folder;

#[test]
fn every_rule_is_explained_by_name_and_alias() {
    let folder = Folder::new();
    let list = folder.run(&["explain", "--rules", "--output", "json"]).json();
    let rules = list["rules"].as_array().unwrap();
    assert!(rules.len() > 100);
    for rule in rules {
        let name = rule["name"].as_str().unwrap();
        for text in ["says", "why", "allow", "of", "tier", "severity"] {
            assert!(!rule[text].as_str().unwrap().is_empty(), "{name}: {text}");
        }
        for alias in rule["aliases"].as_array().unwrap() {
            let found = folder.run(&["explain", alias.as_str().unwrap(), "--output", "json"]);
            assert_eq!(found.code, Some(0), "{alias}");
        }
    }
    for name in ["quantity", "image", "too-large", "cable-async", "allow"] {
        let ran = folder.run(&["explain", "--rule", name]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        assert!(ran.out.starts_with(&format!("{name}: ")), "{ran:?}");
    }
}

#[test]
fn the_list_has_a_line_for_each() {
    let folder = Folder::new();
    let ran = folder.run(&["explain", "--rules"]);
    assert_eq!(ran.code, Some(0));
    for expect in ["Refused: ", "Broken: ", "linkspan.yml: ", "  selects-nothing "] {
        assert!(ran.out.contains(expect), "{expect}: {ran:?}");
    }
}

#[test]
fn a_field_and_a_rule_of_one_name_are_both_found() {
    let folder = Folder::new();
    let ran = folder.run(&["explain", "image"]);
    assert_eq!(ran.code, Some(0));
    assert!(ran.out.starts_with("image: Image"), "{ran:?}");
    assert!(ran.err.contains("linkspan explain --rule image"), "{ran:?}");
}

#[test]
fn unknown_rules_are_guessed() {
    let folder = Folder::new();
    for (arguments, expect) in [
        (&["explain", "selects-nothin"][..], "did you mean `selects-nothing`?"),
        (&["explain", "--rule", "replicas"], "see all rules with `linkspan explain --rules`"),
        (&["explain", "--rule", "quantity", "--rules"], "cannot be used with"),
    ] {
        let ran = folder.run(arguments);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{ran:?}");
        assert!(ran.err.contains(expect), "{ran:?}");
    }
}
