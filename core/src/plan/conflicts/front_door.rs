//! The front door, its certificate, and websockets behind it.

use crate::diagnostic::{Diagnostic, rules};
use crate::plan::{Adapter, CableAdapter, Plan, RedisKind, Tls, Via};

rules! {
    pub(crate) const CABLE_ASYNC: Rule = Rule {
        name: "cable-async",
        tier: Rails,
        severity: Error,
        says: "Action Cable's `async` adapter is used with more than one process",
        why: "Messages stay in the process that sent them, so most visitors never see them.",
    };
    pub(crate) const CABLE_WITHOUT_DATABASE: Rule = Rule {
        name: "cable-without-database",
        tier: Rails,
        severity: Error,
        says: "Action Cable's messages go through a database that is not there, or past which PgBouncer stands",
        why: "Every subscription fails when the first message is sent.",
    };
    pub(crate) const CABLE_WITHOUT_REDIS: Rule = Rule {
        name: "cable-without-redis",
        tier: Rails,
        severity: Error,
        says: "Action Cable's messages go through a Redis that is not there",
        why: "Every subscription fails when the first message is sent.",
    };
    pub(crate) const CERTIFICATE_NOT_NAMED: Rule = Rule {
        name: "certificate-not-named",
        tier: Broken,
        severity: Error,
        says: "the certificate of the provider is not named",
        why: "The load balancer would have none, and browsers would refuse the app.",
    };
    pub(crate) const CERTIFICATE_WITHOUT_HOSTS: Rule = Rule {
        name: "certificate-without-hosts",
        tier: Broken,
        severity: Error,
        says: "a certificate is asked for, and there is no host name",
        why: "Certificates are made for names.",
    };
    pub(crate) const GATEWAY_CERTIFICATE: Rule = Rule {
        name: "gateway-certificate",
        tier: Broken,
        severity: Error,
        says: "a Gateway that the provider's load balancer serves names a certificate of the cluster",
        why: "The load balancer reads certificates from the provider alone; the listener for HTTPS never opens.",
    };
    pub(crate) const GATEWAY_WITHOUT_HOSTS: Rule = Rule {
        name: "gateway-without-hosts",
        tier: Broken,
        severity: Error,
        says: "a Gateway has no host name to answer at",
        why: "It would answer for every host of the controller, or for none.",
    };
    pub(crate) const INGRESS_NGINX_RETIRED: Rule = Rule {
        name: "ingress-nginx-retired",
        tier: Risky,
        severity: Hint,
        says: "the class of the Ingress looks like that of Ingress NGINX, which is no longer maintained",
        why: "It has had no fixes since March 2026, security holes included.",
    };
    pub(crate) const INGRESS_WITHOUT_HOSTS: Rule = Rule {
        name: "ingress-without-hosts",
        tier: Broken,
        severity: Error,
        says: "an Ingress has no host name to answer at",
        why: "It would answer for every host of the controller, or for none.",
    };
    pub(crate) const NO_PROVIDER_CERTIFICATE: Rule = Rule {
        name: "no-provider-certificate",
        tier: Broken,
        severity: Error,
        says: "the provider has no certificates for this front door",
        why: "Nobody would make one, and browsers would refuse the app.",
    };
    pub(crate) const TLS_AT_LOAD_BALANCER: Rule = Rule {
        name: "tls-at-load-balancer",
        tier: Broken,
        severity: Error,
        says: "a load balancer is to use a certificate of the cluster",
        why: "It cannot read it, and the app would be served in the clear.",
    };
    pub(crate) const WILDCARD_CERTIFICATE: Rule = Rule {
        name: "wildcard-certificate",
        tier: Risky,
        severity: Hint,
        says: "a certificate for a wildcard host is asked for",
        why: "The issuer has to prove it by DNS, which has to be set up first.",
    };
}

pub(super) fn check(plan: &Plan, found: &mut Vec<Diagnostic>) {
    hosts(plan, found);
    certificate(plan, found);
    retired(plan, found);
    cable(plan, found);
}

/// The command that lists certificates of AWS.
const ALB_CERTIFICATES: &str = "aws acm list-certificates";

fn hosts(plan: &Plan, found: &mut Vec<Diagnostic>) {
    let expose = &plan.expose;
    let (rule, what) = match expose.via.value {
        Via::Ingress => (&INGRESS_WITHOUT_HOSTS, "an Ingress"),
        Via::Gateway => (&GATEWAY_WITHOUT_HOSTS, "a Gateway"),
        Via::LoadBalancer | Via::None => return,
    };
    if plan.hosts.value.is_empty() && !expose.any_host.value {
        found.push(
            Diagnostic::new(rule, format!("{what} needs to know its host names"))
                .help("add `hosts: [shop.example.com]`, or use `via: load_balancer`")
                .path("expose.via"),
        );
    }
    let wildcard = plan.hosts.value.iter().position(|host| host.starts_with("*."));
    if let (Tls::CertManager, Some(index)) = (expose.tls.value, wildcard) {
        found.push(
            Diagnostic::new(
                &WILDCARD_CERTIFICATE,
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
                Diagnostic::new(&NO_PROVIDER_CERTIFICATE, format!("{label} has no certificate of its own for this front door"))
                    .help("use `tls: cert_manager` with a Gateway or an Ingress, or see which front door the provider's section of DEPLOY.md names")
                    .path("expose.tls"),
            ),
            Some(tls) if tls.named && expose.certificate.is_none() => found.push(
                Diagnostic::new(&CERTIFICATE_NOT_NAMED, format!("which certificate of {label} to use is not said"))
                    .help(format!("set `expose.certificate`; `{}` lists yours", tls.about.1))
                    .path("expose.tls"),
            ),
            Some(_) if plan.hosts.value.is_empty() => found.push(
                Diagnostic::new(&CERTIFICATE_WITHOUT_HOSTS, "a certificate is for host names, and there are none")
                    .help("add `hosts: [shop.example.com]`")
                    .path("expose.tls"),
            ),
            Some(_) => {}
        },
        (Tls::CertManager | Tls::Secret, Via::Gateway) if plan.has_alb_gateway() && expose.gateway.is_none() => found.push(
            Diagnostic::new(&GATEWAY_CERTIFICATE, format!("a load balancer of {label} reads no certificate from the cluster"))
                .help(format!("set `expose.certificate` to the ARN of one of yours (`{}` lists them), or use `via: ingress` with `tls: provider`", ALB_CERTIFICATES))
                .path("expose.tls"),
        ),
        (Tls::CertManager | Tls::Secret, Via::LoadBalancer) => found.push(
            Diagnostic::new(&TLS_AT_LOAD_BALANCER, "a load balancer of its own cannot use a certificate of the cluster: the app would be served in the clear")
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
            Diagnostic::new(&INGRESS_NGINX_RETIRED, "Ingress NGINX gets no fixes since March 2026, security holes included")
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
                Diagnostic::new(&CABLE_ASYNC, message)
                    .help("use `redis` or `solid_cable`, or one pod with `web: {replicas: 1, processes: 0}` and no `autoscale`")
                    .path(path),
            );
        }
        CableAdapter::Redis
            if plan.redis.kind.value == RedisKind::None
                && !plan.secrets.iter().any(|secret| secret.value == "REDIS_URL") =>
        {
            found.push(
                Diagnostic::new(&CABLE_WITHOUT_REDIS, "Action Cable's messages go through Redis, and there is none")
                    .help("set `redis: {kind: external}` or `redis: {kind: cluster}`, or use `solid_cable`")
                    .path(path),
            );
        }
        CableAdapter::SolidCable if plan.database.adapter.value == Adapter::None => {
            found.push(
                Diagnostic::new(
                    &CABLE_WITHOUT_DATABASE,
                    "Solid Cable keeps its messages in the database, and there is none",
                )
                .help("set `database.adapter`, or use `redis`")
                .path(path),
            );
        }
        CableAdapter::Postgresql if plan.database.adapter.value != Adapter::Postgresql => {
            found.push(
                Diagnostic::new(
                    &CABLE_WITHOUT_DATABASE,
                    "Action Cable's `postgresql` needs PostgreSQL, and the database is another one",
                )
                .help("use `redis` or `solid_cable`")
                .path(path),
            );
        }
        CableAdapter::Postgresql if plan.has_pooler() => {
            found.push(
                Diagnostic::new(
                    &CABLE_WITHOUT_DATABASE,
                    "Action Cable's `postgresql` listens on a connection of its own, which PgBouncer gives to others",
                )
                .help("use `redis` or `solid_cable`, or remove `database.pooler`")
                .path(path),
            );
        }
        CableAdapter::Redis
        | CableAdapter::SolidCable
        | CableAdapter::Postgresql
        | CableAdapter::Async
        | CableAdapter::None => {}
    }
}
