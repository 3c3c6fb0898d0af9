//! Processes in `DEPLOY.md`: what may run once only, and what is reached past the front door.

use super::code;
use crate::field::Guide;
use crate::files::text::Text;
use crate::plan::Plan;

pub(super) fn write(plan: &Plan, text: &mut Text) {
    once(plan, text);
    outside(plan, text);
}

fn once(plan: &Plan, text: &mut Text) {
    let workers = plan.workers.iter().filter(|worker| worker.once.value);
    let processes = plan.processes.iter().filter(|process| process.once.value);
    let names: Vec<String> = workers
        .map(|worker| &worker.name.value)
        .chain(processes.map(|process| &process.name.value))
        .map(|name| format!("`{name}`"))
        .collect();
    if names.is_empty() {
        return;
    }
    text.fixed(Guide::BackgroundJobs, "What may run once only.");
    text.push(format!("## Never two\n\nOf {} there is never a second pod: in a release the old one ends before the new one starts, so for some seconds there is none. When its node is drained, the next one waits until it has ended. When its node is lost, nobody knows whether it still runs: the next one waits until the node is back, or until you say that it is gone:\n", names.join(", ")));
    code(text, "kubectl delete node NAME");
}

fn outside(plan: &Plan, text: &mut Text) {
    let all = plan.processes.iter().filter(|process| process.port.is_some());
    let all: Vec<_> = all.filter_map(|each| Some((each, each.tcp.as_ref()?))).collect();
    if all.is_empty() {
        return;
    }
    let (app, namespace) = (&plan.app.value, &plan.namespace.value);
    text.fixed(Guide::Domain, "What is reached past the front door.");
    text.push("## TCP from outside\n\nThese have load balancers of their own. Ask for their addresses, and point the DNS names at them that clients use:\n");
    let lines: Vec<String> = all
        .iter()
        .map(|(process, _)| {
            format!("kubectl --namespace {namespace} get service {app}-{}-tcp", process.name.value)
        })
        .collect();
    code(text, lines.join("\n"));
    text.push("The process sees the client's address where the load balancer passes connections on as they are. One that opens connections of its own, as those of Hetzner and DigitalOcean do, shows its own address instead, unless both speak the PROXY protocol.\n");
}
