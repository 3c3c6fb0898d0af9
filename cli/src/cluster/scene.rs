//! Everything around the objects that are waited for, read at one time.

use super::failure::ClusterError;
use super::objects::Cluster;
use linkspan_core::internal::rollout::{Id, Scene, troubled};
use serde_json::Value;
use std::collections::BTreeSet;

/// Events are asked for of this many objects at most: the first ones that do not run say enough.
const ASKED: usize = 6;

/// The live objects in the order of their ids, and what stands around them.
pub(crate) async fn look(
    cluster: &Cluster,
    app: &str,
    ids: &[Id],
) -> Result<(Vec<Option<Value>>, Scene), ClusterError> {
    let mut objects = Vec::new();
    for id in ids {
        objects.push(cluster.get(id).await?);
    }
    let namespaces = ids.iter().map(|id| id.namespace.as_str()).collect();
    let scene = around(cluster, app, objects.iter().flatten(), namespaces).await?;
    Ok((objects, scene))
}

/// What stands around live objects in their namespaces.
pub(crate) async fn around<'a>(
    cluster: &Cluster,
    app: &str,
    objects: impl Iterator<Item = &'a Value>,
    namespaces: BTreeSet<&str>,
) -> Result<Scene, ClusterError> {
    let mut scene = Scene::default();
    let selector = format!("{}={app}", linkspan_core::plan::LABEL_INSTANCE);
    for namespace in namespaces {
        let select = [("labelSelector", selector.as_str())];
        scene.replica_sets.extend(cluster.list("apps/v1", "ReplicaSet", namespace, &select).await?);
        scene.pods.extend(cluster.list("v1", "Pod", namespace, &select).await?);
    }
    scene.events = events(cluster, objects, &scene).await;
    Ok(scene)
}

/// Events of what does not run. They only explain: without the right to read them, less is said.
async fn events<'a>(
    cluster: &Cluster,
    objects: impl Iterator<Item = &'a Value>,
    scene: &Scene,
) -> Vec<Value> {
    let mut found = Vec::new();
    let subjects = objects
        .filter(|object| !linkspan_core::internal::rollout::is_settled(object))
        .flat_map(|object| troubled(object, scene));
    for id in subjects.map(Id::of).take(ASKED) {
        let field = format!("involvedObject.name={}", id.name);
        let listed = cluster.list("v1", "Event", &id.namespace, &[("fieldSelector", &field)]).await;
        found.extend(listed.unwrap_or_default());
    }
    found
}
