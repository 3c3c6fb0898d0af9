//! The console that stays: there before anybody asks, no less locked up than the rest, and new with each release.

use crate::cluster::{Cluster, LIMIT};
use crate::parts::ASKS;
use crate::story::Story;
use serde_json::Value;

const SPACE: &str = "--namespace=shop";

/// Opened as DEPLOY.md says; it ends when it is told to, follows a release, and goes with its line of the spec.
pub(crate) fn always(story: &mut Story) {
    let before = std::fs::read_to_string(story.shop().path().join("linkspan.yml")).unwrap();
    story.shop().respec(|spec| spec + "console: {always: true, cpu: 50m}\n");
    story.shop().deploy(&[]).expect(0, &[]);
    let blocks = story.shop().documented("Look");
    let (_, opens) = blocks.iter().find(|(_, block)| block.contains("shop-terminal")).unwrap();
    let said = story.shop().console(opens, ASKS, "orders: 41");
    assert!(said.contains("orders: 41"), "{said}");
    ends(&story.cluster);

    story.shop().release("second");
    story.shop().deploy(&[]).expect(0, &[]);
    let read = "exec deployment/shop-terminal --namespace=shop -- cat config/release.txt";
    assert_eq!(story.cluster.ask(read).trim(), "second");

    story.shop().respec(|_| before);
    story.shop().release("first");
    story.shop().deploy(&[]).expect(0, &[]);
    story
        .cluster
        .wait("the console is gone", LIMIT, || pod(&story.cluster).is_none().then_some(()));
}

/// Its pod, which is not about to end.
fn pod(cluster: &Cluster) -> Option<Value> {
    let list =
        cluster.get(&format!("pods {SPACE} --selector=app.kubernetes.io/component=terminal"));
    let stays = |pod: &&Value| pod["metadata"]["deletionTimestamp"].is_null();
    list["items"].as_array().unwrap().iter().find(stays).cloned()
}

/// Told to end, it does by itself, and is there again: one that has to be killed ends with another code.
fn ends(cluster: &Cluster) {
    let words = format!("exec deployment/shop-terminal {SPACE} -- bash -c");
    // It may end with the container, before it can say that all went well.
    cluster.kubectl(&words).arg("kill -TERM 1").output().unwrap();
    let ended = cluster.wait("the console is there again", LIMIT, || {
        let status = pod(cluster)?["status"]["containerStatuses"][0].clone();
        (status["ready"] == true && status["restartCount"] == 1).then_some(status)
    });
    assert_eq!(ended["lastState"]["terminated"]["exitCode"], 0, "{ended}");
}
