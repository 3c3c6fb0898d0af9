//! Manifests of a person's own, when they are gone.

use crate::stage::{Stage, error};

#[test]
fn manifests_of_a_persons_own_go_when_they_are_no_longer_taken_along() {
    let stage = Stage::with_an_earlier_release();
    stage.answer("api-resources", "configmaps\nprobes.monitoring.coreos.com\n");
    stage.answer("own-kinds", "configmaps\nmissing.example.com\n");
    stage.answer("own", "ConfigMap/old\nConfigMap/exporter\n");
    stage.answer("own-lists", "ConfigMap/shop-own-1\n");
    stage.answer("kept", " Namespace/shop Deployment/shop-web ConfigMap/exporter ");
    let output = stage.deploy(&[]);
    assert!(output.status.success(), "{}", error(&output));
    let calls = stage.read("calls");
    assert!(calls.contains("get configmaps --selector app.kubernetes.io/instance=shop,app.kubernetes.io/managed-by=linkspan,linkspan/own=true"), "{calls}");
    for (name, goes) in [("old", true), ("exporter", false), ("shop-own-1", true)] {
        assert_eq!(calls.contains(&format!("delete ConfigMap/{name} ")), goes, "{name}\n{calls}");
    }
}
