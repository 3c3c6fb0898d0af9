//! How requests come in.

use super::{Section, common, count, field, seconds, section};
use crate::field::Default::{Derived, Nothing, Required, Value};
use crate::field::Guide;
use crate::field::accepts::Accepts;
use crate::field::choices::{Choices, choices};

pub(super) const EXPOSE: Section = section(
    "expose",
    "Front door",
    "How requests reach the web pods.",
    &[
        common(field(
            "expose.via",
            "Front door",
            "A Gateway or an Ingress (host names and HTTPS), a load balancer of the app's own (plain HTTP), or no way in from outside.",
            Accepts::Choice(Via::CHOICES),
            Derived(
                "with hosts, gateway where the provider brings one, else ingress; without, load_balancer",
            ),
            Guide::Domain,
        )),
        field(
            "expose.ingress_class",
            "Ingress class",
            "Which controller serves the Ingress; `kubectl get ingressclass` lists yours.",
            Accepts::Name { longest: 63 },
            Derived("the provider's, else traefik"),
            Guide::Domain,
        ),
        field(
            "expose.gateway_class",
            "Gateway class",
            "Which controller serves the Gateway; `kubectl get gatewayclass` lists yours.",
            Accepts::Name { longest: 63 },
            Derived("the provider's, else traefik"),
            Guide::Domain,
        ),
        field(
            "expose.gateway",
            "Existing Gateway",
            "The name of a Gateway that exists already; the app's route attaches to it, and no other is made.",
            Accepts::Name { longest: 63 },
            Nothing,
            Guide::Domain,
        ),
        field(
            "expose.gateway_namespace",
            "Namespace of that Gateway",
            "The namespace that the existing Gateway is in.",
            Accepts::Name { longest: 63 },
            Derived("the app's namespace"),
            Guide::Domain,
        ),
        field(
            "expose.gateway_listener",
            "Listener of that Gateway",
            "The name of its HTTPS listener.",
            Accepts::Name { longest: 63 },
            Value("https"),
            Guide::Domain,
        ),
        common(field(
            "expose.tls",
            "TLS",
            "Where the certificate comes from.",
            Accepts::Choice(Tls::CHOICES),
            Derived(
                "provider where it is the usual way or `certificate` is set; none at a load balancer; else cert_manager",
            ),
            Guide::Domain,
        )),
        field(
            "expose.tls_secret",
            "TLS secret",
            "The Secret that holds the certificate and its key.",
            Accepts::Name { longest: 63 },
            Derived("the app name and -tls"),
            Guide::Domain,
        ),
        field(
            "expose.issuer",
            "Certificate issuer",
            "The ClusterIssuer that cert-manager gets the certificate from.",
            Accepts::Name { longest: 63 },
            Value("letsencrypt"),
            Guide::Domain,
        ),
        field(
            "expose.certificate",
            "Provider's certificate",
            "The certificate at the provider: its name, id or ARN.",
            Accepts::Reference,
            Nothing,
            Guide::Domain,
        ),
        field(
            "expose.location",
            "Location",
            "The location of a load balancer at Hetzner: best the one of the nodes.",
            Accepts::Name { longest: 20 },
            Value("fsn1"),
            Guide::Domain,
        ),
        field(
            "expose.path",
            "Path of the app",
            "The path of the host that the whole app is served below (relative_url_root), such as /shop; by default all of the host is the app's.",
            Accepts::UrlPath,
            Nothing,
            Guide::Domain,
        ),
        field(
            "expose.any_host",
            "Any host",
            "Requests for hosts that are not listed, such as domains of customers, come to the app too. DEPLOY.md says what becomes of their certificates.",
            Accepts::Bool,
            Value("false"),
            Guide::Domain,
        ),
        field(
            "expose.max_body",
            "Largest request",
            "The largest body of a request that the front door lets in, such as an upload. By default the controller's own limit holds.",
            Accepts::Memory,
            Nothing,
            Guide::Domain,
        ),
        field(
            "expose.timeout",
            "Longest request",
            "Seconds that the front door waits for an answer. By default the controller's own limit holds.",
            seconds(1, 86_400),
            Nothing,
            Guide::Domain,
        ),
        field(
            "expose.annotations",
            "Annotations",
            "Annotations of the Ingress, Gateway or load balancer (of the route where the Gateway exists already); they win over those that Linkspan writes.",
            Accepts::Annotations,
            Nothing,
            Guide::Domain,
        ),
    ],
);

pub(super) const ROUTES: Section = section(
    "routes",
    "Routes to other Services",
    "Paths and hosts of the front door that lead to Services which are in the app's namespace already.",
    &[
        field(
            "routes",
            "Routes",
            "Which requests go to a Service that Linkspan does not make.",
            Accepts::Groups,
            Nothing,
            Guide::Domain,
        ),
        common(field(
            "routes[].name",
            "Name",
            "Names the route.",
            Accepts::Name { longest: 20 },
            Required,
            Guide::Domain,
        )),
        common(field(
            "routes[].path",
            "Path",
            "Requests whose path starts so go to the Service.",
            Accepts::UrlPath,
            Nothing,
            Guide::Domain,
        )),
        common(field(
            "routes[].host",
            "Host",
            "One of `hosts`: requests for it go to the Service.",
            Accepts::Host,
            Nothing,
            Guide::Domain,
        )),
        common(field(
            "routes[].service",
            "Service",
            "The Service that they go to, in the app's namespace.",
            Accepts::Name { longest: 63 },
            Required,
            Guide::Domain,
        )),
        common(field(
            "routes[].port",
            "Port",
            "The port of that Service.",
            count(1, 65535),
            Value("80"),
            Guide::Domain,
        )),
    ],
);

pub(super) const ACTION_CABLE: Section = section(
    "action_cable",
    "Action Cable",
    "How websockets reach every pod.",
    &[
        field(
            "action_cable.adapter",
            "Adapter",
            "What carries messages from pod to pod (`config/cable.yml`).",
            Accepts::Choice(CableAdapter::CHOICES),
            Derived("redis where the app has it, else solid_cable; none without a database"),
            Guide::Application,
        ),
        field(
            "action_cable.timeout",
            "Longest connection",
            "Seconds until a gateway may end a websocket; the browser then connects again.",
            seconds(30, 86_400),
            Value("3600"),
            Guide::Domain,
        ),
    ],
);

choices! {
    /// What carries the messages of Action Cable.
    pub enum CableAdapter {
        /// Redis
        Redis = "redis", "Redis";
        /// A table of the database.
        SolidCable = "solid_cable", "Solid Cable";
        /// LISTEN and NOTIFY of the database.
        Postgresql = "postgresql", "PostgreSQL";
        /// The memory of one process.
        Async = "async", "Async, one process only";
        /// The app has no websockets.
        None = "none", "No Action Cable";
    }
}

choices! {
    /// Kinds of front door.
    pub enum Via {
        /// A Gateway and its routes.
        Gateway = "gateway", "Gateway";
        /// An Ingress.
        Ingress = "ingress", "Ingress";
        /// A Service of type LoadBalancer.
        LoadBalancer = "load_balancer", "Load balancer";
        /// Nothing outside the cluster.
        None = "none", "Inside the cluster only";
    }
}

choices! {
    /// Where the certificate comes from.
    pub enum Tls {
        /// cert-manager makes it.
        CertManager = "cert_manager", "cert-manager";
        /// The provider holds it.
        Provider = "provider", "The provider's";
        /// Somebody puts it into the Secret.
        Secret = "secret", "A secret of yours";
        /// Plain HTTP.
        None = "none", "None";
    }
}
