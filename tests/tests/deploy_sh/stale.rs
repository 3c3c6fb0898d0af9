//! Files that are older than linkspan.yml are not deployed silently.

use crate::stage::{SPEC, Stage, error};
use linkspan_tests::checkout::put;

fn with(stage: &Stage, spec: &str) {
    put(&stage.checkout.app().join("linkspan.yml"), spec, 0o644).unwrap();
    stage.checkout.commit().unwrap();
}

#[test]
fn a_changed_spec_stops_a_release_and_new_settings() {
    for mode in [&[][..], &["--config"]] {
        let stage = Stage::new();
        with(&stage, &format!("{SPEC}web: {{replicas: 5}}\n"));
        let output = stage.deploy(mode);
        assert_eq!(output.status.code(), Some(1));
        assert!(error(&output).contains("linkspan.yml was changed since"), "{}", error(&output));
        assert!(error(&output).contains("`linkspan generate`"), "{}", error(&output));
        stage.never("--context");
        let output = stage.command(mode).env("STALE", "1").output().unwrap();
        assert!(output.status.success(), "{}", error(&output));
    }
}

#[test]
fn what_says_nothing_does_not_count() {
    let long = format!("# {}\nenv: {{TEXT: \"{}\"}}\n", "ä".repeat(300), "é#".repeat(200));
    for (made, now) in [
        (SPEC.to_owned(), format!("# ours\n\n{SPEC}\n\t\n  # end")),
        (SPEC.to_owned(), SPEC.replace('\n', " \t\r\n")),
        (SPEC.replace('\n', "\r\n"), SPEC.to_owned()),
        (format!("{SPEC}{long}"), format!("{SPEC}{long}")),
        (SPEC.trim_end().to_owned(), SPEC.to_owned()),
    ] {
        let stage = Stage::of(&made);
        with(&stage, &now);
        let output = stage.deploy(&[]);
        assert!(output.status.success(), "{now:?}: {}", error(&output));
    }
}

#[test]
fn a_spec_of_another_name_is_not_asked_for() {
    let stage = Stage::new();
    std::fs::remove_file(stage.checkout.app().join("linkspan.yml")).unwrap();
    stage.checkout.commit().unwrap();
    let output = stage.deploy(&[]);
    assert!(output.status.success(), "{}", error(&output));
}

#[test]
fn a_rollback_needs_no_spec() {
    let stage = Stage::new();
    with(&stage, "app: other\n");
    let output = stage.deploy(&["--rollback"]);
    assert!(!error(&output).contains("linkspan.yml"), "{}", error(&output));
}
