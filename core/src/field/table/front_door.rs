//! How requests come in.

use super::{Section, common, field, seconds, section};
use crate::field::Default::{Derived, Nothing, Value};
use crate::field::Guide;
use crate::field::choices::{Choices, choices};
use crate::field::kind::Kind;

pub(super) const EXPOSE: Section = section(
    "expose",
    "Front door",
    "How requests reach the web pods.",
    &[
        common(field(
            "expose.via",
            "Front door",
            "A Gateway or an Ingress for host names and TLS, a load balancer of its own, or nothing outside the cluster.",
            Kind::Choice(Via::CHOICES),
            Derived(
                "with hosts, gateway where the provider brings one, else ingress; without, load_balancer",
            ),
            Guide::Domain,
        )),
        field(
            "expose.ingress_class",
            "Ingress class",
            "Which controller serves the Ingress; `kubectl get ingressclass` lists yours.",
            Kind::Name { longest: 63 },
            Derived("the provider's, else traefik"),
            Guide::Domain,
        ),
        field(
            "expose.gateway_class",
            "Gateway class",
            "Which controller serves the Gateway; `kubectl get gatewayclass` lists yours.",
            Kind::Name { longest: 63 },
            Derived("the provider's, else traefik"),
            Guide::Domain,
        ),
        field(
            "expose.gateway",
            "Existing Gateway",
            "A Gateway that is there already, for the app's route to attach to; none is made then.",
            Kind::Name { longest: 63 },
            Nothing,
            Guide::Domain,
        ),
        field(
            "expose.gateway_namespace",
            "Namespace of that Gateway",
            "Where the existing Gateway stands.",
            Kind::Name { longest: 63 },
            Derived("the app's namespace"),
            Guide::Domain,
        ),
        field(
            "expose.gateway_listener",
            "Listener of that Gateway",
            "Its listener with TLS, so that the app is not served in the clear.",
            Kind::Name { longest: 63 },
            Value("https"),
            Guide::Domain,
        ),
        common(field(
            "expose.tls",
            "TLS",
            "Where the certificate comes from.",
            Kind::Choice(Tls::CHOICES),
            Derived(
                "provider where it is the usual way or `certificate` is set; none at a load balancer; else cert_manager",
            ),
            Guide::Domain,
        )),
        field(
            "expose.tls_secret",
            "TLS secret",
            "The Secret that holds the certificate and its key.",
            Kind::Name { longest: 63 },
            Derived("the app name and -tls"),
            Guide::Domain,
        ),
        field(
            "expose.issuer",
            "Certificate issuer",
            "The ClusterIssuer that cert-manager asks.",
            Kind::Name { longest: 63 },
            Value("letsencrypt"),
            Guide::Domain,
        ),
        field(
            "expose.certificate",
            "Provider's certificate",
            "What the provider calls the certificate that it holds: a name, an id or an ARN.",
            Kind::Reference,
            Nothing,
            Guide::Domain,
        ),
        field(
            "expose.location",
            "Location",
            "Where a load balancer of Hetzner stands: best where the nodes are.",
            Kind::Name { longest: 20 },
            Value("fsn1"),
            Guide::Domain,
        ),
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
            Kind::Choice(CableAdapter::CHOICES),
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
