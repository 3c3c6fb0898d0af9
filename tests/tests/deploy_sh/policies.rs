//! Network policies never cut off what serves: what narrows comes behind the release.

use crate::stage::{SPEC, Stage, deployment, error, pod, rolled_out, said};

const OBJECT: &str = "networking.k8s.io/v1\nNetworkPolicy\nshop-web\n{\"a\":\"b\"}\n{\"ingress\":[{\"ports\":[{\"port\":3000}]}]}";

/// An app that runs behind its policies, and a bundle that changes the one of its web pods.
fn stage(strategy: &str) -> Stage {
    let stage = Stage::of(&format!(
        "{SPEC}security: {{network_policy: true}}\nmigrate: {{strategy: {strategy}}}\n"
    ));
    stage.earlier_release();
    stage.answer("found", "deployment.apps/shop-web");
    stage.answer(
        "policies",
        "networkpolicy.networking.k8s.io/shop-app\nnetworkpolicy.networking.k8s.io/shop-web\n",
    );
    stage.answer("policy-app", "4 shop-app");
    stage.answer("would-app", "4");
    stage.answer("policy-web", "4 shop-web");
    stage.answer("would-web", "5");
    stage.answer("policy", OBJECT);
    stage.answer(
        "kept",
        " Namespace/shop Deployment/shop-web NetworkPolicy/shop-app NetworkPolicy/shop-web ",
    );
    stage.answer("ours", "NetworkPolicy/shop-web-before-0f0f0f0f\nNetworkPolicy/shop-web\n");
    stage
}

#[test]
fn the_rules_of_before_stay_beside_the_new_ones_until_old_pods_are_gone() {
    for mode in [&[][..], &["--config"]] {
        let stage = stage("migrate_then_deploy");
        stage.answer("ending", "ends ");
        stage.answer("ending-next", "");
        let output = stage.deploy(mode);
        assert!(output.status.success(), "{}", error(&output));
        stage.in_order(&[
            "/beside\n",
            "-f config/kube/env.yml",
            "/release\n",
            "deletionTimestamp",
            "deletionTimestamp",
            "delete NetworkPolicy/shop-web-before-0f0f0f0f",
        ]);
        stage.never("delete NetworkPolicy/shop-web ");
        stage.never("/rules");
        let beside = stage.read("answers/applied-beside");
        assert!(beside.contains(r#""name":"shop-web-before-"#), "{beside}");
        assert!(beside.contains(r#""labels":{"a":"b"}"#) && beside.contains("3000"), "{beside}");
        assert!(!beside.contains("shop-app"), "{beside}");
    }
}

#[test]
fn what_a_bundle_leaves_alone_is_left_alone() {
    let stage = stage("migrate_then_deploy");
    stage.answer("would-web", "4");
    let output = stage.deploy(&[]);
    assert!(output.status.success(), "{}", error(&output));
    stage.never("/beside");
    stage.never("deletionTimestamp");
}

#[test]
fn a_failed_migration_puts_policies_back() {
    let stage = stage("migrate_then_deploy");
    stage.answer("policy-app", "");
    stage.answer("job-after", "is FailureTarget Failed ");
    let output = stage.deploy(&[]);
    assert_eq!(output.status.code(), Some(3), "{}", error(&output));
    stage.in_order(&[
        "/beside\n",
        "jobs/migrate.yml",
        "/rules\n",
        "delete networkpolicy/shop-app",
        "delete -f",
    ]);
    let rules = stage.read("answers/applied-rules");
    assert!(rules.contains(r#""name":"shop-web""#) && rules.contains("3000"), "{rules}");
}

#[test]
fn an_undo_puts_policies_back_behind_it() {
    let stage = stage("migrate_then_deploy");
    let failing = deployment("shop-web", 2, 1, 2)
        + &deployment("shop-sidekiq", 2, 2, 2)
        + &pod("shop-web-new", "hash2", "Running||False|CrashLoopBackOff|1");
    stage.answer("glance-after", &failing);
    stage.answer("glance-undone", &rolled_out(3));
    let output = stage.deploy(&[]);
    assert_eq!(output.status.code(), Some(4), "{}", error(&output));
    stage.in_order(&["/beside\n", "/release\n", "/before\n", "/rules\n", "delete -f"]);
}

#[test]
fn a_migration_that_goes_on_keeps_its_way_out() {
    let stage = stage("migrate_then_deploy");
    stage.hurry();
    stage.answer("job-after", "is  ");
    stage.answer("pods", &pod("shop-migrate-x", "", "Running||True||0"));
    let output = stage.deploy(&[]);
    assert_eq!(output.status.code(), Some(3), "{}", error(&output));
    stage.never("/rules");
}

#[test]
fn first_policies_come_behind_the_release() {
    let stage = stage("migrate_then_deploy");
    stage.answer("policies", "");
    let output = stage.deploy(&[]);
    assert!(output.status.success(), "{}", error(&output));
    stage.never("-f config/kube/network-app.yml -f");
    stage.in_order(&[
        "-f config/kube/env.yml -f config/kube/",
        "/release\n",
        "deletionTimestamp",
        "apply --server-side --force-conflicts --field-manager=linkspan -f config/kube/network-app.yml\n",
        "-f config/kube/network-web.yml\n",
    ]);
}

#[test]
fn a_first_release_has_its_policies_at_once() {
    let stage = stage("migrate_then_deploy");
    stage.answer("policies", "");
    stage.answer("names", "");
    let output = stage.deploy(&[]);
    assert!(output.status.success(), "{}", error(&output));
    let all = "-f config/kube/network-app.yml -f config/kube/network-web.yml";
    stage.in_order(&["-f config/kube/env.yml", all, "/release\n"]);
}

#[test]
fn pods_that_do_not_end_leave_the_rules_of_before() {
    let stage = stage("migrate_then_deploy");
    stage.set("rollout_timeout", 0);
    stage.answer("ending", "ends ");
    let output = stage.deploy(&[]);
    assert!(output.status.success(), "{}", error(&output));
    assert!(said(&output).contains("narrowed by the next deploy"), "{}", said(&output));
    stage.never("delete NetworkPolicy/shop-web-before");
}
