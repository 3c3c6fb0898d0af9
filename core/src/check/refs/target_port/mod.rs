//! Ports to which a Service sends, and which no container behind it has.

use crate::check::context::{Context, Spot, bool, filled, items};
use crate::check::index::{Index, Pod, any_of};
use crate::check::object::Object;
use crate::check::refs::port;
use crate::diagnostic::{Diagnostic, Severity, rule};
use crate::yaml::Node;

rule! {
    pub(in crate::check) const TARGET_PORT: Rule = Rule {
        name: "target-port",
        tier: Broken,
        severity: Error,
        says: "a Service sends to a port by a name that no container behind it has",
        why: "The Service has no endpoints for this port, and every connection is refused.",
        aliases: ["kube-linter/invalid-target-ports"],
    };
}

/// The ports of a Service; `labels` are those that it selects.
pub(super) fn check(
    context: &mut Context<'_>,
    object: &Object,
    spec: &Node,
    labels: &[(&str, &str)],
    index: &Index<'_>,
) {
    for (at, each) in items(spec, "ports").iter().enumerate() {
        let Some((field, wanted)) = filled(each, "targetPort")
            .map(|wanted| ("targetPort", wanted))
            .or_else(|| Some(("port", filled(each, "port")?)))
        else {
            continue;
        };
        let named = port::is_name(wanted);
        let has = |pod: &Pod<'_>| {
            if named {
                index.has_port(pod.object, "name", wanted)
            } else {
                port::may_listen(pod, wanted, index) || bool(pod.spec, "hostNetwork") == Some(true)
            }
        };
        if any_of(index.selected(&object.namespace, labels, &[]), has) {
            continue;
        }
        let Some(node) = each.get(field) else { continue };
        let path = format!("spec.ports[{at}].{field}");
        let diagnostic = if named {
            let message = format!("no container behind this Service has a port named `{wanted}`");
            let help = "name a port in the container's `ports`, or give the number";
            Diagnostic::new(&TARGET_PORT, message).help(help)
        } else {
            let message = format!("no container behind this Service declares the port {wanted}");
            let help = "set `targetPort` to the port that the container listens on";
            Diagnostic::new(&TARGET_PORT, message).help(help).severity(Severity::Warning)
        };
        context.push(diagnostic, Spot::from(node), &path);
    }
}

#[cfg(test)]
mod tests {
    use crate::check::tests::across::{STORES, one};
    use crate::check::tests::edit;
    use crate::check::tests::fixtures::WEB;

    #[test]
    fn ports_are_those_of_the_pods() {
        let path = "spec.ports[0].targetPort";
        edit(WEB, "targetPort: http", "targetPort: https", "target-port", path);
        one(STORES, "targetPort: 3000}", "targetPort: 8080}", &format!("target-port {path}"));
    }
}
