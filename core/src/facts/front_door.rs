//! What controllers of a front door are told of the largest body of a request and of how long an answer may take, each in its
//! own way: annotations, an object of the controller's own, or a field of the standard. Sources, read 2026-11-30: Ingress
//! NGINX's `docs/user-guide/nginx-configuration/annotations.md` and F5 NGINX's of its Ingress controller
//! (`client-max-body-size` beside `proxy-read-timeout`); Traefik's pages of the Buffering middleware, of its entry points
//! (`respondingTimeouts`) and of its Gateway provider, whose list of extended features has no time limit of routes;
//! HAProxy Technologies' `timeout-server`, whose issue 752 tells that it has no limit for bodies; the AWS Load Balancer
//! Controller's guide of Ingress annotations and its types (`loadBalancerAttributes`), with AWS' attributes of load balancers (idle
//! time of 1 to 4000 seconds); Google's documentation of GCPBackendPolicy; GEP-1742 of the Gateway API (`timeouts` of HTTPRoute,
//! extended support); NGINX Gateway Fabric's page of ClientSettingsPolicy. Read 2026-12-01: haproxy-ingress'
//! `docs/content/en/docs/configuration/keys.md` (annotations begin with `haproxy-ingress.github.io`); Contour's
//! `site/content/docs/main/config/annotations.md` (`response-timeout` is a Go duration, 15 seconds unless it is said, and no annotation
//! names a size); Azure's cloud controller, `getIdleTimeout` and the check that came after it (whole minutes from 4 to 30). That of
//! DigitalOcean names the annotation in public specs and tells 30 to 600 seconds by what its users quote: its own page was not at hand.

use super::provider::Controller;

/// How a front door learns of one limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// By annotations of its object. `{size}` stands for a size as NGINX writes it, `{seconds}` and `{minutes}` for a time.
    Annotations(&'static [(&'static str, &'static str)]),
    /// By a Middleware of Traefik, which buffers requests.
    Middleware,
    /// By a policy of Google's for the Service.
    BackendPolicy,
    /// By the attributes of an Application Load Balancer.
    Attributes,
    /// By a field of the route.
    Route,
    /// Not at all.
    Nothing {
        /// Why not: the rest of a sentence that starts with the controller's name.
        why: &'static str,
        /// What to do in place of it.
        help: &'static str,
    },
}

/// What one kind of front door is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// What people call it.
    pub name: &'static str,
    /// The largest body.
    pub body: Told,
    /// How long an answer may take.
    pub timeout: Told,
    /// The least and the most seconds that it takes.
    pub seconds: (i64, i64),
}

/// Any time.
const ANY: (i64, i64) = (1, 86_400);
/// What no more is known of.
const UNKNOWN: Told = Told::Nothing {
    why: "is not known here, nor how it learns of limits",
    help: "look up its annotation and write it into `expose.annotations`, or take its own object along with `manifests`",
};
/// Who lets everything in.
const LETS_IN: Told = Told::Nothing {
    why: "lets bodies of any size in",
    help: "remove it: the app itself has to refuse what is too large",
};
/// Who carries bytes and knows no request.
const CARRIES: Told = Told::Nothing {
    why: "carries connections and knows no requests",
    help: "remove it, or use `via: ingress` or `via: gateway` with a controller that has such a limit",
};

const TRAEFIK_TIMEOUT: Told = Told::Nothing {
    why: "waits for answers without a limit, and takes limits from its own options alone",
    help: "remove it; for uploads of more than a minute set `--entryPoints.websecure.transport.respondingTimeouts.readTimeout` of Traefik itself",
};

/// Controllers of an Ingress, by a part of the name of their class.
const INGRESSES: [(&str, Limits); 6] = [
    (
        "nginx",
        Limits {
            name: "NGINX",
            body: Told::Annotations(&[
                ("nginx.ingress.kubernetes.io/proxy-body-size", "{size}"),
                ("nginx.org/client-max-body-size", "{size}"),
            ]),
            timeout: NGINX_TIMEOUT,
            seconds: ANY,
        },
    ),
    (
        "webapprouting",
        Limits {
            name: "NGINX of Azure's application routing",
            body: Told::Annotations(&[("nginx.ingress.kubernetes.io/proxy-body-size", "{size}")]),
            timeout: Told::Annotations(&[
                ("nginx.ingress.kubernetes.io/proxy-read-timeout", "{seconds}"),
                ("nginx.ingress.kubernetes.io/proxy-send-timeout", "{seconds}"),
            ]),
            seconds: ANY,
        },
    ),
    (
        "traefik",
        Limits { name: "Traefik", body: Told::Middleware, timeout: TRAEFIK_TIMEOUT, seconds: ANY },
    ),
    (
        "alb",
        Limits {
            name: "an Application Load Balancer",
            body: LETS_IN,
            timeout: Told::Annotations(&[(
                "alb.ingress.kubernetes.io/load-balancer-attributes",
                "idle_timeout.timeout_seconds={seconds}",
            )]),
            seconds: (1, 4000),
        },
    ),
    (
        "haproxy",
        Limits {
            name: "HAProxy",
            body: Told::Annotations(&[("haproxy-ingress.github.io/proxy-body-size", "{size}")]),
            timeout: Told::Annotations(&[
                ("haproxy-ingress.github.io/timeout-server", "{seconds}s"),
                ("haproxy.org/timeout-server", "{seconds}s"),
            ]),
            seconds: ANY,
        },
    ),
    (
        "contour",
        Limits {
            name: "Contour",
            body: LETS_IN,
            timeout: Told::Annotations(&[("projectcontour.io/response-timeout", "{seconds}s")]),
            seconds: ANY,
        },
    ),
];

const NGINX_TIMEOUT: Told = Told::Annotations(&[
    ("nginx.ingress.kubernetes.io/proxy-read-timeout", "{seconds}"),
    ("nginx.ingress.kubernetes.io/proxy-send-timeout", "{seconds}"),
    ("nginx.org/proxy-read-timeout", "{seconds}s"),
    ("nginx.org/proxy-send-timeout", "{seconds}s"),
]);

/// Controllers of a Gateway, by a part of the name of their class; the standard knows a time and no size.
const GATEWAYS: [(&str, Limits); 3] = [
    (
        "traefik",
        Limits { name: "Traefik", body: Told::Middleware, timeout: TRAEFIK_TIMEOUT, seconds: ANY },
    ),
    (
        "nginx",
        Limits {
            name: "NGINX Gateway Fabric",
            body: Told::Nothing {
                why: "takes it from a ClientSettingsPolicy (`gateway.nginx.org/v1alpha1`, `spec.body.maxSize`) alone",
                help: "write one for the Gateway and take it along with `manifests`",
            },
            timeout: Told::Route,
            seconds: ANY,
        },
    ),
    (
        "envoy",
        Limits {
            name: "Envoy Gateway",
            body: Told::Nothing {
                why: "lets bodies of any size in, unless a BackendTrafficPolicy (`gateway.envoyproxy.io/v1alpha1`) says otherwise",
                help: "remove it, or write that policy for the route and take it along with `manifests`",
            },
            timeout: Told::Route,
            seconds: ANY,
        },
    ),
];

const GATEWAY: Limits = Limits {
    name: "this controller of Gateways",
    body: Told::Nothing {
        why: "gets no limit for bodies from the Gateway API, which has none",
        help: "look up the policy of its own, and take that along with `manifests`",
    },
    timeout: Told::Route,
    seconds: ANY,
};

const GOOGLE: Limits = Limits {
    name: "Google's load balancer",
    body: LETS_IN,
    timeout: Told::BackendPolicy,
    seconds: ANY,
};

const AWS: Limits = Limits {
    name: "an Application Load Balancer",
    body: LETS_IN,
    timeout: Told::Attributes,
    seconds: (1, 4000),
};

/// What an Ingress of this class is told.
#[must_use]
pub fn ingress_limits(class: &str) -> Limits {
    let known = INGRESSES.iter().find(|(part, _)| class.contains(part));
    known.map_or(
        Limits { name: "this controller", body: UNKNOWN, timeout: UNKNOWN, seconds: ANY },
        |(_, limits)| *limits,
    )
}

/// What a Gateway of this class is told; `controller` is who serves it where it is a provider's own.
#[must_use]
pub fn gateway_limits(class: &str, controller: Controller) -> Limits {
    match controller {
        Controller::Google => GOOGLE,
        Controller::Aws => AWS,
        Controller::Any => {
            let known = GATEWAYS.iter().find(|(part, _)| class.contains(part));
            known.map_or(GATEWAY, |(_, limits)| *limits)
        }
    }
}

/// What a load balancer of the app's own is told, by provider.
#[must_use]
pub fn balancer_limits(provider: &str) -> Limits {
    let (name, timeout, seconds) = match provider {
        "digitalocean" => (
            "DigitalOcean's load balancer",
            Told::Annotations(&[(
                "service.beta.kubernetes.io/do-loadbalancer-http-idle-timeout-seconds",
                "{seconds}",
            )]),
            (30, 600),
        ),
        "aks" => (
            "Azure's load balancer",
            Told::Annotations(&[(
                "service.beta.kubernetes.io/azure-load-balancer-tcp-idle-timeout",
                "{minutes}",
            )]),
            (240, 1800),
        ),
        _ => ("a load balancer of its own", CARRIES, ANY),
    };
    let body = if provider == "digitalocean" { LETS_IN } else { CARRIES };
    Limits { name, body, timeout, seconds }
}
