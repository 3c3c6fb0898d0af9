//! The Service that gives the pods of a StatefulSet their names.

use crate::check::context::{Context, Spot, filled};
use crate::check::index::{Index, Labels, pairs};
use crate::check::object::Object;
use crate::check::refs::missing_reference::lookup;
use crate::check::refs::replicas::Sizes;
use crate::diagnostic::{Diagnostic, rule};

rule! {
    pub(in crate::check) const GOVERNING_SERVICE: Rule = Rule {
        name: "governing-service",
        tier: Broken,
        severity: Warning,
        says: "the Service of a StatefulSet gives its pods no names",
        why: "Pods of a StatefulSet find each other by names that only a Service without an address of its own gives them.",
        aliases: ["kube-score/statefulset-has-servicename"],
    };
}

/// Judges one StatefulSet.
pub(super) fn check(
    context: &mut Context<'_>,
    object: &Object,
    index: &Index<'_>,
    sizes: &Sizes<'_>,
) {
    let Some(spec) = object.root.get("spec") else { return };
    let (Some(name), Some(node)) = (filled(spec, "serviceName"), spec.get("serviceName")) else {
        return;
    };
    let target = ["Service", object.namespace.as_str(), name];
    let Some(service) = lookup(context, index, target, node, "spec.serviceName") else { return };
    let Some(service) = service.root.get("spec") else { return };
    let labels = spec.at(&["template", "metadata"]).map(|meta| pairs(meta, "labels"));
    let labels: Labels<'_> = labels.unwrap_or_default().into_iter().collect();
    let selector = pairs(service, "selector");
    let selects = selector.iter().all(|(key, value)| labels.get(key) == Some(value));
    // A single pod is as well reached by the address of the Service.
    let several = sizes.of(object).is_some_and(|size| size.most > 1);
    let message = if filled(service, "clusterIP") != Some("None") && several {
        format!("the Service `{name}` has an address of its own, so the pods get no names by it")
    } else if !selector.is_empty() && !selects {
        format!("the Service `{name}` does not select these pods, so they get no names by it")
    } else {
        return;
    };
    let help = "name a Service with `clusterIP: None` and the labels of these pods as its selector";
    let diagnostic = Diagnostic::new(&GOVERNING_SERVICE, message).help(help);
    context.push(diagnostic, Spot::from(node), "spec.serviceName");
}

#[cfg(test)]
mod tests {
    use crate::check::Options;
    use crate::check::tests::across::told;

    #[test]
    fn a_single_pod_needs_no_name_of_its_own() {
        let of = |pods: u32| {
            format!(
                "apiVersion: v1\nkind: Service\nmetadata: {{name: redis}}\nspec: {{selector: {{app: redis}}, ports: [{{port: 6379}}]}}\n---\napiVersion: apps/v1\nkind: StatefulSet\nmetadata: {{name: redis}}\nspec:\n  serviceName: redis\n  replicas: {pods}\n  selector: {{matchLabels: {{app: redis}}}}\n  template:\n    metadata: {{labels: {{app: redis}}}}\n    spec: {{containers: [{{name: redis, image: \"redis:8\"}}]}}\n"
            )
        };
        assert_eq!(told(&of(1), &Options::default()), Vec::<String>::new());
        assert_eq!(told(&of(3), &Options::default()), ["governing-service spec.serviceName"]);
    }
}
