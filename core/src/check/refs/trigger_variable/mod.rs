//! A variable of a KEDA trigger that the container does not have.

use crate::check::context::{Context, Spot, items};
use crate::check::environment::Environment;
use crate::check::index::{Index, pod};
use crate::check::object::Object;
use crate::diagnostic::{Diagnostic, rule};
use crate::yaml::Node;

rule! {
    pub(in crate::check) const TRIGGER_VARIABLE: Rule = Rule {
        name: "trigger-variable",
        tier: Broken,
        severity: Error,
        says: "KEDA is told to read a variable that the container does not have",
        why: "The trigger fails, and the number of pods never changes.",
    };
}

/// `passwordFromEnv: X` and its like name a variable of a container of the target, by default its first.
pub(super) fn check<'i>(
    context: &mut Context<'_>,
    trigger: &Node,
    workload: &'i Object,
    path: &str,
    index: &Index<'i>,
) {
    let named = trigger.get("metadata").map_or(&[][..], |node| node.entries());
    let named: Vec<_> = named.iter().filter(|entry| entry.key.ends_with("FromEnv")).collect();
    if named.is_empty() {
        return;
    }
    let Some(pod) = pod(workload) else { return };
    let Some(container) = items(pod.spec, "containers").first() else { return };
    let environment = Environment::of(container, &pod, index);
    for entry in named {
        let Some(name) = entry.value.text().filter(|name| !name.is_empty()) else { continue };
        if environment.lacks(name) {
            let message =
                format!("the first container of `{}` has no variable `{name}`", workload.name);
            let help = "name a variable in its `env`, or use an `authenticationRef`";
            let diagnostic = Diagnostic::new(&TRIGGER_VARIABLE, message).help(help);
            context.push(diagnostic, Spot::from(&entry.value), &format!("{path}[{}]", entry.key));
        }
    }
}
