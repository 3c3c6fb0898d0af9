//! What an autoscaler decides, a release neither says nor takes back.

use crate::stage::{SPEC, Stage, error};

const KEEP: &str = "--field-manager=autoscaler -f";

fn stage(more: &str, object: &str) -> Stage {
    let stage = Stage::of(&format!("{SPEC}{more}"));
    stage.earlier_release();
    stage.answer("names", "deployment.apps/shop-web");
    stage.answer("object", &format!("apps/v1\nDeployment\nshop-web\n{{\"a\":\"b\"}}\n{object}"));
    stage
}

#[test]
fn the_number_of_pods_is_handed_to_the_autoscaler_before_the_release() {
    let scaled = "web: {autoscale: {max: 8}}\n";
    for (more, object, kept) in [
        (scaled, r#"{"replicas":4,"revisionHistoryLimit":3,"template":{"spec":1}}"#, true),
        // A stopped app is not kept stopped.
        (scaled, r#"{"replicas":0,"revisionHistoryLimit":3,"template":{"spec":1}}"#, false),
        ("", r#"{"replicas":4,"revisionHistoryLimit":3,"template":{"spec":1}}"#, false),
    ] {
        let stage = stage(more, object);
        let output = stage.deploy(&[]);
        assert!(output.status.success(), "{}", error(&output));
        if kept {
            stage.in_order(&[KEEP, "/release\n"]);
        } else {
            stage.never(KEEP);
        }
    }
}
