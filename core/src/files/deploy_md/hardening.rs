//! Network policies, priorities, quotas and the pinned base image in `DEPLOY.md`.

use super::code;
use crate::facts::PROVIDERS;
use crate::field::Guide;
use crate::files::text::Text;
use crate::plan::Plan;

pub(super) fn write(plan: &Plan, text: &mut Text) {
    network(plan, text);
    quota(plan, text);
    priority(plan, text);
    base_image(plan, text);
}

fn network(plan: &Plan, text: &mut Text) {
    let network = &plan.network;
    if !network.policy.value {
        return;
    }
    text.because(network.policy.reason());
    text.push("## Network policies\n\nThe app's pods reach DNS, data stores of this app in the cluster, and outside of it:\n");
    outside(plan, text);
    text.because(network.policy.reason());
    text.push("Every cluster accepts the policies, but not every cluster enforces them:\n");
    for (cluster, when) in PROVIDERS.iter().filter_map(|provider| provider.policies) {
        text.push(format!("- {cluster}: {when}"));
    }
    text.fixed(Guide::Security, "The policies forbid what this tries.");
    text.push("\nTo find out about yours, run this after the first deploy: a task tries to reach the web pods, which no pod of the app may, and says `kept to` or `IGNORED`:\n");
    code(
        text,
        format!(
            "./deploy.sh --task bash -c 'timeout 5 bash -c \": </dev/tcp/{}-web/80\" && echo IGNORED || echo kept to'",
            plan.app.value
        ),
    );
}

/// What pods reach outside, and how to let them reach less.
fn outside(plan: &Plan, text: &mut Text) {
    let network = &plan.network;
    let ports: Vec<String> =
        network.egress_ports.iter().map(|port| port.value.to_string()).collect();
    if !ports.is_empty() {
        text.push(format!("- any address at TCP {}", several(&ports)));
    }
    for each in &network.egress_addresses {
        text.because(each.reason());
        let from = each.field.split('[').next().unwrap_or_default();
        text.push(format!("- `{}` at TCP port {} (`{from}`)", each.value.range, each.value.port));
    }
    text.because(network.policy.reason());
    text.push("\nA database on another port, mail or an agent for metrics on the node needs its port in `security.egress_ports`; addresses in `env` are let out by themselves, those in the Secret are not seen.");
    if ports.is_empty() {
        text.push("");
    } else {
        text.push("Any address, because a policy cannot name hosts, and other services (payment, mail, object storage) change their addresses. If you know the addresses, `security.egress_addresses` limits a port to them: `[\"10.0.0.0/16:5432\"]` and nothing else at 5432. So data that is taken to a stranger's server leaves by 443 or not at all; to close that, name what the app uses at 443, or let it out through a proxy whose address you name.\n");
    }
    text.push("To see which addresses a host name has inside a pod (those of a managed database stay within a private range):\n");
    let host =
        "(printf 'Host name: ' && read -r host &&\n  ./deploy.sh --task getent ahosts \"$host\")";
    match plan.provider.value.ranges {
        "" => code(text, host),
        ranges => code(text, format!("{host}\n{ranges}")),
    }
}

/// `port 443`, `ports 443, 5432`.
fn several(ports: &[String]) -> String {
    let word = if ports.len() == 1 { "port" } else { "ports" };
    format!("{word} {}", ports.join(", "))
}

fn quota(plan: &Plan, text: &mut Text) {
    let quota = &plan.quota;
    let reason = [
        quota.cpu.as_ref().map(|cpu| cpu.reason()),
        quota.memory.as_ref().map(|all| all.reason()),
        quota.pods.as_ref().map(|pods| pods.reason()),
    ];
    let Some(reason) = reason.into_iter().flatten().next() else { return };
    text.because(reason);
    text.push("## Quota\n\nA pod that would exceed the quota is refused, and its Deployment, Job or StatefulSet waits. To see how much is used:\n");
    code(text, format!("kubectl --namespace {} describe quota", plan.namespace.value));
}

fn priority(plan: &Plan, text: &mut Text) {
    let (Some(priority), Some(class)) = (&plan.web.priority, &plan.web.priority_class) else {
        return;
    };
    text.because(priority.reason());
    text.push(format!("## Priority\n\nThe PriorityClass `{}` belongs to the whole cluster, so whoever deploys needs the right to make it. An administrator can do it instead; then take `web.priority` out of `linkspan.yml` and name the class in `web.priority_class`:\n", class.value));
    code(text, format!("kubectl create priorityclass {} --value={}", class.value, priority.value));
}

fn base_image(plan: &Plan, text: &mut Text) {
    let image = &plan.build.base_image;
    if !plan.build.is_generated() {
        return;
    }
    let Some((name, _)) = image.value.split_once('@') else { return };
    text.because(image.reason());
    text.push("## Base image\n\nThe base image is pinned by its digest, so every build uses the same one, without later security fixes. Once a week, look for a newer one, write its digest into `rails.base_image`, generate and deploy:\n");
    code(
        text,
        format!("docker buildx imagetools inspect {name} --format '{{{{.Manifest.Digest}}}}'"),
    );
}
