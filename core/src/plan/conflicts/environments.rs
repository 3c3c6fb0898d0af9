//! What several environments must not have in common, and what is wrong in some of them only.

use super::check;
use crate::diagnostic::{Diagnostic, Rule, rules};
use crate::plan::{LogAgent, Plan, Via};
use crate::spec::Environment;
use crate::spec::SAME_EVERYWHERE;
use std::collections::BTreeMap;

rules! {
    pub(crate) const HOST_SHARED: Rule = Rule {
        name: "host-shared",
        tier: Risky,
        severity: Warning,
        says: "two environments answer at one host name",
        why: "Where they share a cluster, visitors reach one or the other by chance.",
    };
    pub(crate) const NAMESPACE_SHARED: Rule = Rule {
        name: "namespace-shared",
        tier: Refused,
        severity: Error,
        says: "two environments share a namespace",
        why: "Their objects have the same names, so each release of one would overwrite the other.",
    };
}

/// Every conflict in these environments, by the path where the field is written. What holds in all of
/// them is told once, the rest with the name of its environment.
#[must_use]
pub fn check_environments(environments: &[Environment], plans: &[Plan]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut counts: BTreeMap<(&Rule, String, String), usize> = BTreeMap::new();
    for (environment, plan) in environments.iter().zip(plans) {
        for mut each in check(plan) {
            each.path = environment.written(&each.path);
            *counts.entry((each.rule, each.message.clone(), each.path.clone())).or_default() += 1;
            found.push((environment, each));
        }
    }
    let mut out: Vec<Diagnostic> = Vec::new();
    for (environment, mut each) in found {
        let key = (each.rule, each.message.clone(), each.path.clone());
        match counts.get_mut(&key) {
            // Told already for all.
            Some(0) => continue,
            Some(count) if *count == plans.len() => *count = 0,
            _ => each.message = format!("in `{}`: {}", environment.name, each.message),
        }
        out.push(each);
    }
    for (index, (environment, plan)) in environments.iter().zip(plans).enumerate() {
        let earlier = || environments.iter().zip(plans).take(index);
        let name = &environment.name;
        let same = |other: &Plan| other.namespace.value == plan.namespace.value;
        if let Some((other, _)) = earlier().find(|(_, other)| same(other)) {
            let message = format!(
                "`{}` and `{name}` have one namespace, `{}`: each would overwrite the other",
                other.name, plan.namespace.value
            );
            let help = format!(
                "remove `namespace`, which gives `{}-{name}`, or set one for each environment",
                plan.app.value
            );
            let path = environment.written("namespace");
            out.push(Diagnostic::new(&NAMESPACE_SHARED, message).help(help).path(path));
        }
        if plans.first().is_some_and(|first| first.strategy() != plan.strategy()) {
            let message =
                format!("`{name}` would migrate in another way than the first environment");
            out.push(
                Diagnostic::new(&SAME_EVERYWHERE, message)
                    .help("set `migrate.strategy` at the top of the file only: what staging tries out is how production is released")
                    .path(environment.written("migrate.strategy")),
            );
        }
        let agent = |other: &Plan| {
            let kinds = [other, plan].map(|plan| plan.logging.kind.value);
            !kinds.contains(&LogAgent::None)
                && other.logging.namespace.value == plan.logging.namespace.value
        };
        if let Some((other, _)) = earlier().find(|(_, other)| agent(other)) {
            let message = format!(
                "the log agents of `{}` and `{name}` have one namespace, `{}`: each would take the other's pods for its own",
                other.name, plan.logging.namespace.value
            );
            let help = "remove `logging.namespace`, which gives each its own, or set one for each environment";
            let path = environment.written("logging.namespace");
            out.push(Diagnostic::new(&NAMESPACE_SHARED, message).help(help).path(path));
        }
        let kind = |plan: &Plan| plan.secret_store.kind.value;
        if plans.first().is_some_and(|first| kind(first) != kind(plan)) {
            let message = format!(
                "`{name}` would keep its secrets in another way than the first environment"
            );
            out.push(
                Diagnostic::new(&SAME_EVERYWHERE, message)
                    .help("set `secret_store.kind` at the top of the file only: one deploy.sh serves all environments; store, key and the like may differ")
                    .path(environment.written("secret_store.kind")),
            );
        }
        if plan.expose.via.value == Via::None {
            continue;
        }
        for (at, host) in plan.hosts.value.iter().enumerate() {
            let taken = |other: &Plan| other.hosts.value.contains(host);
            if let Some((other, _)) = earlier().find(|(_, other)| taken(other)) {
                let message = format!("`{}` and `{name}` both answer at `{host}`", other.name);
                let path = environment.written(&format!("hosts[{at}]"));
                out.push(
                    Diagnostic::new(&HOST_SHARED, message)
                        .help(format!("set `hosts` in `{name}`"))
                        .path(path),
                );
            }
        }
    }
    out
}
