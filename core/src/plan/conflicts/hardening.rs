//! Doors that would be shut, and pods for which there would be no room.

use crate::diagnostic::{Diagnostic, rules};
use crate::facts::PROVIDERS;
use crate::plan::amount::{bytes, milli};
use crate::plan::conflicts::NO_EFFECT;
use crate::plan::{Origin, Plan, Via, demand};

rules! {
    pub(crate) const CLOUD_IDENTITY: Rule = Rule {
        name: "cloud-identity",
        tier: Broken,
        severity: Error,
        says: "the identity of the pods is not one of the provider",
        why: "The provider does not know it, so pods get no rights there, and each call to its services is refused.",
    };
    pub(crate) const QUOTA_TOO_SMALL: Rule = Rule {
        name: "quota-too-small",
        tier: Broken,
        severity: Error,
        says: "the quota is smaller than what the app takes while a release rolls out",
        why: "New pods are refused, and the release waits until it is given up.",
    };
    pub(crate) const SHUT_DOOR: Rule = Rule {
        name: "shut-door",
        tier: Broken,
        severity: Error,
        says: "a network policy lets in a namespace from which no request comes",
        why: "Behind a load balancer requests come from outside the cluster, so all of them would be dropped.",
    };
}

pub(super) fn check(plan: &Plan, found: &mut Vec<Diagnostic>) {
    network(plan, found);
    identity(plan, found);
    quota(plan, found);
}

fn identity(plan: &Plan, found: &mut Vec<Diagnostic>) {
    let Some(identity) = &plan.cloud_identity else { return };
    let provider = plan.provider.value;
    let tell = |message: String, help: String| {
        Diagnostic::new(&CLOUD_IDENTITY, message).help(help).path(identity.field.clone())
    };
    match &provider.identity {
        None => found.push(tell(
            format!("{} knows no pods by an identity of its own", provider.label),
            format!("remove it, or set `provider` to {}", knowing()),
        )),
        Some(known) if !known.form.fits(&identity.value) => found.push(tell(
            format!("`{}` is not {}", identity.value, known.what),
            format!("write {} of {}", known.what, provider.label),
        )),
        Some(_) => {}
    }
}

/// The providers that know pods by an identity.
fn knowing() -> String {
    let all = PROVIDERS.iter().filter(|provider| provider.identity.is_some());
    let ids: Vec<&str> = all.map(|provider| provider.id).collect();
    match ids.split_last() {
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        None => String::new(),
    }
}

fn network(plan: &Plan, found: &mut Vec<Diagnostic>) {
    let network = &plan.network;
    if !network.policy.value {
        let ports = network
            .egress_ports
            .iter()
            .filter(|port| port.field == "security.egress_ports" && port.origin == Origin::Set);
        let fields = [&network.ingress_namespace, &network.monitoring_namespace];
        let fields = fields.into_iter().flatten().map(|name| name.field.as_str());
        let operators = [&network.keda_namespace, &network.cnpg_namespace];
        let operators = operators.into_iter().filter(|name| name.origin == Origin::Set);
        let addresses = network.egress_addresses.iter().filter_map(|each| {
            let (list, _) = each.field.split_once('[')?;
            Some(list)
        });
        let mut fields: Vec<&str> = fields
            .chain(operators.map(|name| name.field.as_str()))
            .chain(ports.map(|port| port.field.as_str()))
            .chain(addresses)
            .collect();
        fields.dedup();
        for field in fields {
            let message = format!("`{field}` has no effect without network policies");
            found.push(
                Diagnostic::new(&NO_EFFECT, message)
                    .help("set `security.network_policy: true`, or remove it")
                    .path(field),
            );
        }
        return;
    }
    if let (Some(name), Via::LoadBalancer) = (&network.ingress_namespace, plan.expose.via.value) {
        let message = format!(
            "with a load balancer, requests come from outside the cluster, not from the namespace `{}`",
            name.value
        );
        found.push(
            Diagnostic::new(&SHUT_DOOR, message)
                .help("remove `security.ingress_namespace`, or use an Ingress")
                .path(name.field.clone()),
        );
    }
}

fn quota(plan: &Plan, found: &mut Vec<Diagnostic>) {
    let (quota, demand) = (&plan.quota, demand(plan));
    let mut tell = |field: &str, given: &str, needed: String| {
        let message = format!(
            "the quota of {given} is less than the {needed} that the app takes while a release rolls out"
        );
        found.push(
            Diagnostic::new(&QUOTA_TOO_SMALL, message)
                .help("raise it, with room for a console and a task, or lower replicas and limits")
                .path(field),
        );
    };
    if let Some(cpu) = quota.cpu.as_ref().filter(|cpu| milli(&cpu.value) < demand.milli) {
        tell(&cpu.field, &cpu.value, format!("{}m", demand.milli));
    }
    if let Some(memory) = quota.memory.as_ref().filter(|all| bytes(&all.value) < demand.bytes) {
        tell(&memory.field, &memory.value, format!("{}Mi", demand.bytes.div_ceil(1 << 20)));
    }
    if let Some(pods) =
        quota.pods.as_ref().filter(|pods| u128::try_from(pods.value).unwrap_or(0) < demand.pods)
    {
        tell(&pods.field, &format!("{} pods", pods.value), demand.pods.to_string());
    }
}
