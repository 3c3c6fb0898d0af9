//! `linkspan check` for programs: JSON, SARIF, annotations, exit codes, and what does not count.

use crate::folder::{Folder, SHOP};
use serde_json::Value;

const NUMBER: &str = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  A: 1\n";
const TWICE: &str = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  namespace: b\nspec:\n  containers:\n    - name: a\n      image: b:1\n      env:\n        - {name: A, value: a}\n        - {name: A, value: b}\n";
const ALLOW: &str = "# linkspan: allow wrong-type because the parser wants it\n";

fn rules(json: &Value, list: &str) -> Vec<String> {
    let all = json[list].as_array().unwrap();
    all.iter().map(|each| each["rule"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_threshold_decides_the_exit_code() {
    let folder = Folder::new();
    folder.write("error.yml", NUMBER);
    folder.write("warning.yml", TWICE);
    folder.write("hint.yml", "hello: there\n");
    // Whatever else a file is found to be, these rules alone have these severities here.
    let quiet = "app: shop\nimage: a/b\nhosts: [a.example.com]\n";
    for (file, deny, expect) in [
        ("error.yml", "error", 1),
        ("error.yml", "hint", 1),
        ("warning.yml", "error", 0),
        ("warning.yml", "warning", 1),
        ("hint.yml", "error", 0),
        ("hint.yml", "warning", 0),
        ("hint.yml", "hint", 1),
    ] {
        let ran = folder.run(&["check", "--deny", deny, file]);
        assert_eq!(ran.code, Some(expect), "{file} --deny {deny}: {ran:?}");
    }
    folder.write("linkspan.yml", quiet);
    assert_eq!(folder.run(&["check", "--deny", "hint", "linkspan.yml"]).code, Some(0));
    assert_eq!(folder.run(&["check", "--deny", "no", "."]).code, Some(2));
}

#[test]
fn what_is_allowed_is_counted_and_listed() {
    let folder = Folder::new();
    folder.write("a.yml", format!("{ALLOW}{NUMBER}"));
    let ran = folder.run(&["check", "a.yml"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.out.contains("1 more allowed by comments"), "{ran:?}");
    let json = folder.run(&["check", "--output", "json", "a.yml"]).json();
    assert!(!rules(&json, "diagnostics").contains(&"wrong-type".to_owned()), "{json}");
    let each = &json["suppressed"][0];
    assert_eq!((&each["rule"], &each["line"]), (&"wrong-type".into(), &7.into()));
    assert_eq!((&each["by"], &each["reason"]), (&"comment".into(), &"the parser wants it".into()));
}

#[test]
fn settings_weigh_rules_and_never_hide_a_refusal() {
    let folder = Folder::new();
    folder.write("config/kube/a.yml", NUMBER);
    folder.write("config/kube/b.yml", TWICE);
    let weigh = |rules: &str| {
        folder.write("linkspan.yml", format!("{SHOP}check:\n  rules:\n{rules}"));
        folder.run(&["check", "--output", "json", "."])
    };
    let ran = weigh("    duplicate-env-var: error\n    wrong-type: hint\n");
    assert_eq!(ran.code, Some(1));
    let ran = weigh("    duplicate-variable: off\n    wrong-type: hint\n");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let json = ran.json();
    assert_eq!(rules(&json, "suppressed"), ["duplicate-variable"]);
    assert_eq!(json["suppressed"][0]["by"], "settings");
    let ran = weigh("    wrong-type: off\n");
    let json = ran.json();
    let all = json["diagnostics"].as_array().unwrap();
    let found = all.iter().find(|each| each["rule"] == "wrong-type").unwrap();
    assert_eq!((&found["severity"], &found["tier"]), (&"hint".into(), &"refused".into()));
    assert!(rules(&json, "diagnostics").contains(&"no-effect".to_owned()), "{json}");
    let ran = weigh("    wrong-typ: off\n");
    let json = ran.json();
    let all = json["diagnostics"].as_array().unwrap();
    let found = all.iter().find(|each| each["rule"] == "unknown-rule").unwrap();
    assert_eq!(found["help"], "did you mean `wrong-type`?");
    assert_eq!((&found["line"], &found["file"]), (&8.into(), &"linkspan.yml".into()));
    assert_eq!(ran.code, Some(1));
}

#[test]
fn sarif_has_what_scanners_need() {
    let folder = Folder::new();
    folder.write("k/ä b.yml", NUMBER);
    folder.write("k/c.yml", format!("{ALLOW}{}", NUMBER.replace("name: a", "name: c")));
    let ran = folder.run(&["check", "--output", "sarif", "k"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(1), ""));
    let log = ran.json();
    assert_eq!(log["version"], "2.1.0");
    assert!(log["$schema"].as_str().unwrap().ends_with("sarif-schema-2.1.0.json"));
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let driver = &run["tool"]["driver"];
    assert_eq!(driver["name"], "linkspan");
    let rules = driver["rules"].as_array().unwrap();
    let results = run["results"].as_array().unwrap();
    for result in results {
        let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], result["ruleId"]);
        for text in ["shortDescription", "fullDescription", "help"] {
            assert!(rule[text]["text"].as_str().unwrap().ends_with('.'), "{rule}");
        }
        let levels = ["error", "warning", "note"];
        assert!(levels.contains(&result["level"].as_str().unwrap()), "{result}");
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
        let region = &result["locations"][0]["physicalLocation"]["region"];
        let number = |key: &str| region[key].as_u64().unwrap();
        assert!(number("startLine") > 0 && number("endColumn") > number("startColumn"));
    }
    let at = |uri: &str| {
        let place = |each: &&Value| {
            each["ruleId"] == "wrong-type"
                && each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri
        };
        results.iter().find(place).unwrap()
    };
    let fix = &at("k/%C3%A4%20b.yml")["fixes"][0];
    let change = &fix["artifactChanges"][0];
    assert_eq!(change["artifactLocation"]["uri"], "k/%C3%A4%20b.yml");
    let replacement = &change["replacements"][0];
    assert_eq!(replacement["insertedContent"]["text"], "\"1\"");
    let region =
        serde_json::json!({"startLine": 6, "startColumn": 6, "endLine": 6, "endColumn": 7});
    assert_eq!(replacement["deletedRegion"], region);
    let suppression = &at("k/c.yml")["suppressions"][0];
    assert_eq!(suppression["kind"], "inSource");
    assert_eq!(suppression["justification"], "the parser wants it");
    assert!(at("k/%C3%A4%20b.yml").get("suppressions").is_none());
}

#[test]
fn annotations_go_to_standard_output_and_counts_beside_them() {
    let folder = Folder::new();
    folder.write("a,b.yml", NUMBER);
    let ran = folder.run(&["check", "--output", "github", "a,b.yml"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.out.lines().all(|line| line.starts_with("::")), "{ran:?}");
    let start = "::error file=a%2Cb.yml,line=6,endLine=6,col=6,endColumn=7,title=wrong-type::text";
    assert!(ran.out.lines().any(|line| line.starts_with(start)), "{ran:?}");
    assert!(ran.err.contains("in 1 file ("), "{ran:?}");
}

/// Tabs, wide letters, line ends of Windows and what steers a terminal: the mark stands below its text,
/// and nothing steers.
#[test]
fn odd_lines_are_shown_safely() {
    let folder = Folder::new();
    let odd = "apiVersion: v1\r\nkind: ConfigMap\r\nmetadata: {name: a}\r\ndata:\r\n  日本: x\r\n  A: {b: \"\u{202e}é\"}\t# \u{7}\r\n";
    folder.write("a.yml", odd);
    let ran = folder.run(&["check", "a.yml"]);
    assert!(ran.out.contains("--> a.yml:6:"), "{ran:?}");
    let safe = |each: char| each == '\n' || !each.is_control() && each != '\u{202e}';
    assert!(ran.out.chars().all(safe), "{ran:?}");
}
