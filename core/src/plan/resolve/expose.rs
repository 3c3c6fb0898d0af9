//! The front door, and what the provider decides.

use super::delivery::delivery;
use super::{choice_or, flag, named, number, text, text_or, variables};
use crate::facts::{Door, Provider, provider as of_name};
use crate::plan::{
    ActionCable, Adapter, CableAdapter, Ci, Decided, Expose, GitOps, ImageSource, Redis, RedisKind,
    Route, Tls, Via,
};
use crate::spec::{self, Spec};

pub(super) fn provider(spec: &Spec) -> Decided<&'static Provider> {
    text(spec.provider.as_ref(), "provider", "").map(|id| of_name(&id))
}

pub(super) fn storage_class(spec: &Spec, provider: &Provider) -> Option<Decided<String>> {
    let class = text_or(spec.storage.class.as_ref(), "storage.class", provider.storage_class);
    (!class.value.is_empty()).then_some(class)
}

/// Nodes may read the provider's own registry, where it needs no login of the cluster.
pub(super) fn private(spec: &Spec, provider: &Provider) -> Decided<bool> {
    match spec.registry.private {
        Some(set) => Decided::set("registry.private", set),
        None => {
            let image = spec.image.as_deref().unwrap_or_default();
            let own = provider.registry_of(image);
            let open = own.is_some_and(|registry| registry.pull_login.is_empty());
            // deploy.sh puts the image onto the nodes; a workflow and a cluster that follows git cannot.
            let delivery = delivery(spec);
            let loaded = provider.loads.is_some()
                && delivery.ci.value == Ci::None
                && delivery.gitops.value == GitOps::None;
            // What is published is for everybody, unless somebody says otherwise.
            let published = spec.build.from.as_deref() == Some(ImageSource::Published.word());
            Decided::derived("registry.private", !open && !loaded && !published)
        }
    }
}

pub(super) fn expose(spec: &Spec, app: &str, provider: &Provider) -> Expose {
    let expose = &spec.expose;
    let derived = match (spec.hosts.is_empty(), provider.prefers_gateway) {
        (true, _) => Via::LoadBalancer,
        (false, true) => Via::Gateway,
        (false, false) => Via::Ingress,
    };
    let via = choice_or(expose.via.as_ref(), "expose.via", derived);
    let class = |set: Option<&String>, path: &str, usual: &str| text_or(set, path, usual);
    let ingress_class =
        class(expose.ingress_class.as_ref(), "expose.ingress_class", provider.ingress_class);
    let gateway_class =
        class(expose.gateway_class.as_ref(), "expose.gateway_class", provider.gateway_class);
    let set = |value: &Option<String>, path: &str| {
        value.as_ref().map(|value| Decided::set(path, value.clone()))
    };
    let gateway = set(&expose.gateway, "expose.gateway");
    // What a provider says of its own controller means nothing to another.
    let door = match via.value {
        Via::Gateway if gateway.is_none() && gateway_class.value == provider.gateway_class => {
            provider.gateway
        }
        Via::Ingress if ingress_class.value == provider.ingress_class => provider.ingress,
        Via::LoadBalancer => provider.load_balancer,
        Via::Gateway | Via::Ingress | Via::None => Door::PLAIN,
    };
    let certificate = set(&expose.certificate, "expose.certificate");
    let named = door.tls.is_some_and(|tls| certificate.is_some() || !tls.named);
    let derived = match via.value {
        _ if named && !spec.hosts.is_empty() => Tls::Provider,
        Via::Gateway | Via::Ingress => Tls::CertManager,
        Via::LoadBalancer | Via::None => Tls::None,
    };
    let namespace = spec.namespace.as_deref().unwrap_or(app);
    Expose {
        via,
        ingress_class,
        gateway_class,
        gateway,
        gateway_namespace: text_or(
            expose.gateway_namespace.as_ref(),
            "expose.gateway_namespace",
            namespace,
        ),
        gateway_listener: text(expose.gateway_listener.as_ref(), "expose.gateway_listener", ""),
        tls: choice_or(expose.tls.as_ref(), "expose.tls", derived),
        tls_secret: text_or(expose.tls_secret.as_ref(), "expose.tls_secret", &format!("{app}-tls")),
        issuer: text(expose.issuer.as_ref(), "expose.issuer", ""),
        certificate,
        path: set(&expose.path, "expose.path")
            .map(|path| path.map(|path| path.trim_end_matches('/').to_owned()))
            .filter(|path| !path.value.is_empty()),
        any_host: flag(expose.any_host, "expose.any_host"),
        max_body: set(&expose.max_body, "expose.max_body"),
        timeout: expose.timeout.map(|seconds| Decided::set("expose.timeout", seconds)),
        annotations: variables("expose.annotations", &expose.annotations),
        location: text(expose.location.as_ref(), "expose.location", ""),
        door,
    }
}

pub(super) fn route(index: usize, group: &spec::Route) -> Route {
    let at = format!("routes[{index}]");
    let path = |key: &str| format!("{at}.{key}");
    Route {
        name: text(group.name.as_ref(), &path("name"), &format!("route-{}", index + 1)),
        path: named(group.path.as_ref(), &path("path")),
        host: named(group.host.as_ref(), &path("host")),
        service: text(group.service.as_ref(), &path("service"), "service"),
        port: number(group.port, &path("port")),
        at,
    }
}

pub(super) fn action_cable(spec: &Spec, database: Adapter, redis: &Redis) -> ActionCable {
    let derived = match (redis.kind.value, database) {
        (RedisKind::External | RedisKind::Cluster, _) => CableAdapter::Redis,
        (RedisKind::None, Adapter::None) => CableAdapter::None,
        (RedisKind::None, _) => CableAdapter::SolidCable,
    };
    ActionCable {
        adapter: choice_or(spec.action_cable.adapter.as_ref(), "action_cable.adapter", derived),
        timeout: number(spec.action_cable.timeout, "action_cable.timeout"),
    }
}
