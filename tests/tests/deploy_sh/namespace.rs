//! The namespace: made where it is missing, changed by those who may, and left alone by the user of a workflow.

use crate::stage::{Stage, error};

const WRITTEN: &str = "-f config/kube/namespace.yml";

fn deploy(answers: &[(&str, &str)], args: &[&str]) -> Stage {
    let stage = Stage::with_an_earlier_release();
    answers.iter().for_each(|(name, text)| stage.answer(name, text));
    let output = stage.deploy(args);
    assert!(output.status.success(), "{answers:?} {args:?}: {}", error(&output));
    stage
}

#[test]
fn a_namespace_that_may_not_be_changed_stays_as_it_is() {
    let there = ("namespace", "namespace/shop");
    for args in [&[][..], &["--config"]] {
        let stage = deploy(&[there, ("may-not", "")], args);
        stage.never("namespace.yml");
        stage.in_order(&["auth can-i patch namespaces/shop", "lease.json", WRITTEN_BASE]);
        deploy(&[there], args).in_order(&[WRITTEN, "lease.json", WRITTEN_BASE]);
    }
    let stage = deploy(&[("refused-look", "get namespace "), ("may-not", "")], &[]);
    stage.never("namespace.yml");
}

/// What the folder has beside it.
const WRITTEN_BASE: &str = "-f config/kube/env.yml";

#[test]
fn a_namespace_that_is_missing_is_made() {
    for may in [&[][..], &[("may-not", "")]] {
        deploy(may, &[]).in_order(&[WRITTEN, "lease.json", WRITTEN_BASE]);
    }
}

#[test]
fn a_missing_key_is_told_with_the_guide_of_its_environment() {
    let spec =
        "app: shop\nimage: registry.example.com/acme/shop\nenvironments: {staging: {}, live: {}}\n";
    for (spec, args, guide) in [
        (crate::stage::SPEC, &[][..], "DEPLOY.md, section Secrets"),
        (spec, &["live"], "DEPLOY-live.md, section Secrets"),
    ] {
        let stage = Stage::of(spec);
        stage.answer("secret", " NOTHING ");
        let told = error(&stage.deploy(args));
        assert!(told.contains(guide), "{told}");
    }
}
