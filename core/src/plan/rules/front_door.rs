//! The front door, its certificate, and websockets behind it.

use super::rails;
use crate::diagnostic::{Diagnostic, Severity, Tier};
use crate::plan::{CableAdapter, Plan, RedisKind, Tls, Via};

pub(super) fn check(plan: &Plan, found: &mut Vec<Diagnostic>) {
    hosts(plan, found);
    certificate(plan, found);
    retired(plan, found);
    cable(plan, found);
}

/// The command that lists certificates of AWS.
const ALB_CERTIFICATES: &str = "aws acm list-certificates";

fn broken(rule: &'static str, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(rule, Tier::Broken, Severity::Error, message)
}

fn hosts(plan: &Plan, found: &mut Vec<Diagnostic>) {
    let expose = &plan.expose;
    let (rule, what) = match expose.via.value {
        Via::Ingress => ("ingress-without-hosts", "an Ingress"),
        Via::Gateway => ("gateway-without-hosts", "a Gateway"),
        Via::LoadBalancer | Via::None => return,
    };
    if plan.hosts.value.is_empty() {
        found.push(
            broken(rule, format!("{what} needs to know its host names"))
                .help("add `hosts: [shop.example.com]`, or use `via: load_balancer`")
                .path("expose.via"),
        );
    }
    let wildcard = plan.hosts.value.iter().position(|host| host.starts_with("*."));
    if let (Tls::CertManager, Some(index)) = (expose.tls.value, wildcard) {
        found.push(
            Diagnostic::new(
                "wildcard-certificate",
                Tier::Risky,
                Severity::Hint,
                "a certificate for a wildcard host needs a DNS solver",
            )
            .help("give the ClusterIssuer a dns01 solver, or name each host")
            .path(format!("hosts[{index}]")),
        );
    }
}

fn certificate(plan: &Plan, found: &mut Vec<Diagnostic>) {
    let expose = &plan.expose;
    let label = plan.provider.value.label;
    match (expose.tls.value, expose.via.value) {
        (Tls::Provider, _) => match expose.door.tls {
            None => found.push(
                broken("no-provider-certificate", format!("{label} has no certificate of its own for this front door"))
                    .help("use `tls: cert_manager` with a Gateway or an Ingress, or see which front door the provider's section of DEPLOY.md names")
                    .path("expose.tls"),
            ),
            Some(tls) if tls.named && expose.certificate.is_none() => found.push(
                broken("certificate-not-named", format!("which certificate of {label} to use is not said"))
                    .help(format!("set `expose.certificate`; `{}` lists yours", tls.about.1))
                    .path("expose.tls"),
            ),
            Some(_) if plan.hosts.value.is_empty() => found.push(
                broken("certificate-without-hosts", "a certificate is for host names, and there are none")
                    .help("add `hosts: [shop.example.com]`")
                    .path("expose.tls"),
            ),
            Some(_) => {}
        },
        (Tls::CertManager | Tls::Secret, Via::Gateway) if plan.has_alb_gateway() && expose.gateway.is_none() => found.push(
            broken("gateway-certificate", format!("a load balancer of {label} reads no certificate from the cluster"))
                .help(format!("set `expose.certificate` to the ARN of one of yours (`{}` lists them), or use `via: ingress` with `tls: provider`", ALB_CERTIFICATES))
                .path("expose.tls"),
        ),
        (Tls::CertManager | Tls::Secret, Via::LoadBalancer) => found.push(
            broken("tls-at-load-balancer", "a load balancer of its own cannot use a certificate of the cluster: the app would be served in the clear")
                .help("use `via: gateway` or `via: ingress`, or `tls: provider`")
                .path("expose.tls"),
        ),
        (Tls::CertManager | Tls::Secret | Tls::None, _) => {}
    }
}

fn retired(plan: &Plan, found: &mut Vec<Diagnostic>) {
    let class = &plan.expose.ingress_class;
    if plan.expose.via.value == Via::Ingress && class.value.contains("nginx") {
        found.push(
            Diagnostic::new(
                "ingress-nginx-retired",
                Tier::Risky,
                Severity::Hint,
                "Ingress NGINX gets no fixes since March 2026, security holes included",
            )
            .help("move to a Gateway (`via: gateway`) or another controller; if this class is of another NGINX, all is well")
            .path(class.field.clone()),
        );
    }
}

fn cable(plan: &Plan, found: &mut Vec<Diagnostic>) {
    let adapter = &plan.action_cable.adapter;
    let web = &plan.web;
    let path = adapter.field.clone();
    let most = web.autoscale.as_ref().map_or(0, |scale| scale.max.value).max(web.replicas.value);
    match adapter.value {
        CableAdapter::Async if most > 1 || web.processes.value > 1 => {
            let (up_to, s) = (
                if web.autoscale.is_some() { "up to " } else { "" },
                if most == 1 { "" } else { "s" },
            );
            let message = format!(
                "Action Cable's `async` stays within one process, and there are {up_to}{most} pod{s} of {} processes",
                web.processes.value.max(1)
            );
            found.push(
                rails(Severity::Error, "cable-async", message)
                    .help("use `redis` or `solid_cable`, or one pod with `web: {replicas: 1, processes: 0}` and no `autoscale`")
                    .path(path),
            );
        }
        CableAdapter::Redis
            if plan.redis.kind.value == RedisKind::None
                && !plan.secrets.iter().any(|secret| secret.value == "REDIS_URL") =>
        {
            found.push(
                rails(Severity::Error, "cable-without-redis", "Action Cable's messages go through Redis, and there is none".into())
                    .help("set `redis: {kind: external}` or `redis: {kind: cluster}`, or use `solid_cable`")
                    .path(path),
            );
        }
        CableAdapter::SolidCable if plan.database.adapter.value == crate::plan::Adapter::None => {
            found.push(
                rails(
                    Severity::Error,
                    "cable-without-database",
                    "Solid Cable keeps its messages in the database, and there is none".into(),
                )
                .help("set `database.adapter`, or use `redis`")
                .path(path),
            );
        }
        CableAdapter::Redis
        | CableAdapter::SolidCable
        | CableAdapter::Async
        | CableAdapter::None => {}
    }
}
