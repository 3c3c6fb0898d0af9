//! Workloads whose number of pods an autoscaler decides, and how a release leaves it that.

use super::id::Id;
use super::json;
use super::manifest::Manifest;
use super::{MANAGER, json::int};
use serde_json::{Value, json};

/// The field manager that holds the number of pods from the moment in which a release no longer says it until
/// an autoscaler does; deploy.sh uses the same.
pub const AUTOSCALER: &str = "autoscaler";

/// Takes the number of pods out of every Deployment that an autoscaler of the same bundle scales: a release that
/// says it takes it back from the autoscaler each time.
pub(super) fn leave_counts(manifests: &mut [Manifest]) {
    let targets: Vec<(String, String)> = manifests.iter().filter_map(target).collect();
    for manifest in manifests.iter_mut() {
        let namespace = json::text(&manifest.object, "/metadata/namespace").to_owned();
        let id = (namespace, json::name(&manifest.object).to_owned());
        if json::kind(&manifest.object) == "Deployment"
            && targets.contains(&id)
            && let Some(Value::Object(spec)) = manifest.object.get_mut("spec")
        {
            spec.remove("replicas");
        }
    }
}

/// Namespace and name of the Deployment that an object scales.
fn target(manifest: &Manifest) -> Option<(String, String)> {
    let object = &manifest.object;
    // KEDA takes a Deployment where no kind is named.
    let wanted = match json::kind(object) {
        "HorizontalPodAutoscaler" => {
            json::text(object, "/spec/scaleTargetRef/kind") == "Deployment"
        }
        "ScaledObject" => {
            matches!(json::text(object, "/spec/scaleTargetRef/kind"), "" | "Deployment")
        }
        _ => false,
    };
    let name = json::text(object, "/spec/scaleTargetRef/name");
    let namespace = json::text(object, "/metadata/namespace");
    (wanted && !name.is_empty()).then(|| (namespace.to_owned(), name.to_owned()))
}

/// What keeps the pods of a live Deployment whose number earlier releases said, and this one does not: it would
/// fall to one. To be applied as the field manager [`AUTOSCALER`]; nothing where there is nothing to keep.
#[must_use]
pub fn keep_count(live: &Value, wanted: &Value) -> Option<Value> {
    let is_said = wanted.pointer("/spec/replicas").is_some();
    let was_said = json::list(live, "/metadata/managedFields").iter().any(|entry| {
        json::text(entry, "/manager") == MANAGER
            && entry.pointer("/fieldsV1/f:spec/f:replicas").is_some()
    });
    let count = int(live, "/spec/replicas");
    let id = Id::of(live);
    (id.kind == "Deployment" && !is_said && was_said && count > 0).then(|| {
        json!({
            "apiVersion": id.api,
            "kind": id.kind,
            "metadata": {"name": id.name, "namespace": id.namespace},
            "spec": {"replicas": count},
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Source;
    use crate::internal::rollout::Release;

    const DEPLOYMENT: &str = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: NAME, namespace: a, labels: {app.kubernetes.io/instance: shop}}\nspec: {replicas: 3, template: {spec: {containers: [{name: a, image: 'b:unreleased'}]}}}\n";

    #[test]
    fn a_release_does_not_say_what_an_autoscaler_decides() {
        let hpa = "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: x, namespace: a}\nspec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: shop-web}}\n";
        let keda = "apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata: {name: y, namespace: a}\nspec: {scaleTargetRef: {name: shop-mail}}\n";
        let other = hpa.replace("namespace: a", "namespace: b").replace("shop-web", "shop-slow");
        let names = ["shop-web", "shop-mail", "shop-slow"];
        let mut all: Vec<String> =
            names.iter().map(|name| DEPLOYMENT.replace("NAME", name)).collect();
        all.extend([hpa.to_owned(), keda.to_owned(), other]);
        let text = all.join("---\n");
        let release = Release::read(&[Source { path: "a.yml", text: &text }]).unwrap();
        let says = |name: &str| {
            let found = release.manifests.iter().find(|each| each.id().name == name).unwrap();
            found.object.pointer("/spec/replicas").is_some()
        };
        assert_eq!(names.map(says), [false, false, true]);
    }

    #[test]
    fn only_a_count_that_a_release_said_has_to_be_kept() {
        let live = |manager: &str, replicas: i64| {
            json!({"apiVersion": "apps/v1", "kind": "Deployment", "spec": {"replicas": replicas},
                "metadata": {"name": "w", "namespace": "a", "managedFields": [
                    {"manager": manager, "fieldsV1": {"f:spec": {"f:replicas": {}}}},
                    {"manager": MANAGER, "fieldsV1": {"f:spec": {"f:template": {}}}}]}})
        };
        let silent = json!({"spec": {}});
        let kept = keep_count(&live(MANAGER, 4), &silent).unwrap();
        assert_eq!(
            (&kept["spec"], &kept["metadata"]["name"]),
            (&json!({"replicas": 4}), &"w".into())
        );
        assert_eq!(keep_count(&live("kube-controller-manager", 4), &silent), None);
        assert_eq!(keep_count(&live(MANAGER, 0), &silent), None);
        assert_eq!(keep_count(&live(MANAGER, 4), &json!({"spec": {"replicas": 2}})), None);
    }
}
