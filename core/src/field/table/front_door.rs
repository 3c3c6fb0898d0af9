//! How requests come in.

use super::{Section, choice, common, field, section};
use crate::field::Default::{Derived, Value};
use crate::field::Guide;
use crate::field::kind::{Choice, Kind};

pub(super) const EXPOSE: Section = section(
    "expose",
    "Front door",
    "How requests reach the web pods.",
    &[
        common(field(
            "expose.via",
            "Front door",
            "An Ingress for host names and TLS, a load balancer of its own, or nothing outside the cluster.",
            Kind::Choice(WAYS),
            Derived("ingress where hosts are named, else load_balancer"),
            Guide::Domain,
        )),
        field(
            "expose.ingress_class",
            "Ingress class",
            "Which controller serves the Ingress; `kubectl get ingressclass` lists yours.",
            Kind::Name { longest: 63 },
            Value("traefik"),
            Guide::Domain,
        ),
        field(
            "expose.tls",
            "TLS",
            "Where the certificate comes from.",
            Kind::Choice(TLS),
            Value("cert_manager"),
            Guide::Domain,
        ),
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
    ],
);

const WAYS: &[Choice] = &[
    choice("ingress", "Ingress"),
    choice("load_balancer", "Load balancer"),
    choice("none", "Inside the cluster only"),
];

const TLS: &[Choice] = &[
    choice("cert_manager", "cert-manager"),
    choice("secret", "A secret of yours"),
    choice("none", "None"),
];
