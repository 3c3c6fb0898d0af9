//! Pulls and rights.

use super::{Section, common, count, field, section};
use crate::field::Default::{Derived, Nothing, Value};
use crate::field::Guide;
use crate::field::accepts::Accepts;
use crate::field::choices::{Choices, choices};

pub(super) const REGISTRY: Section = section(
    "registry",
    "Registry",
    "Where the cluster pulls the image from.",
    &[
        field(
            "registry.private",
            "Private registry",
            "The cluster needs a login to pull the image.",
            Accepts::Bool,
            Derived(
                "true, unless the provider's nodes may read the registry anyway, or the image is put onto them or published",
            ),
            Guide::DockerImage,
        ),
        field(
            "registry.pull_secret",
            "Pull secret",
            "The Secret that holds the login.",
            Accepts::Name { longest: 63 },
            Derived("the app name and -registry"),
            Guide::DockerImage,
        ),
    ],
);

pub(super) const SECURITY: Section = section(
    "security",
    "Security",
    "What the pods may do.",
    &[
        common(field(
            "security.pod_security",
            "Pod security",
            "The Pod Security Standard that the namespace enforces.",
            Accepts::Choice(PodSecurity::CHOICES),
            Value("restricted"),
            Guide::Security,
        )),
        common(field(
            "security.read_only_root",
            "Read-only root",
            "Containers cannot change their own files; Rails writes to volumes.",
            Accepts::Bool,
            Value("true"),
            Guide::Security,
        )),
        field(
            "security.pin_image",
            "Pin the image",
            "Pods name the app's image by tag and digest, so nodes run exactly what was pushed, even if the tag is moved later.",
            Accepts::Bool,
            Value("false"),
            Guide::Security,
        ),
        common(field(
            "security.network_policy",
            "Network policies",
            "Pods reach, and are reached by, only what the app needs (NetworkPolicy).",
            Accepts::Bool,
            Value("false"),
            Guide::Security,
        )),
        field(
            "security.ingress_namespace",
            "Namespace of the ingress controller",
            "The namespace of the ingress controller: only its pods may reach the web pods. If empty, any address may.",
            Accepts::Name { longest: 63 },
            Nothing,
            Guide::Security,
        ),
        field(
            "security.monitoring_namespace",
            "Namespace of Prometheus",
            "The namespace of Prometheus: its pods may reach every port of the app's pods.",
            Accepts::Name { longest: 63 },
            Nothing,
            Guide::Security,
        ),
        field(
            "security.keda_namespace",
            "Namespace of KEDA",
            "The namespace of KEDA: its pods may reach the Redis or database in the cluster whose waiting jobs they count.",
            Accepts::Name { longest: 63 },
            Value("keda"),
            Guide::Security,
        ),
        field(
            "security.cnpg_namespace",
            "Namespace of CloudNativePG",
            "The namespace of CloudNativePG's operator, which may reach the database that it runs.",
            Accepts::Name { longest: 63 },
            Value("cnpg-system"),
            Guide::Security,
        ),
        field(
            "security.egress_ports",
            "More ports outside",
            "Ports that pods may reach anywhere, beside 443, those of addresses in `env`, and the usual ones of stores outside the cluster: 587 for mail, or the database's own.",
            Accepts::Ports,
            Nothing,
            Guide::Security,
        ),
        field(
            "security.egress_addresses",
            "More addresses",
            "Addresses or ranges, each with a port, that pods may reach too, such as `169.254.170.23:80`, where EKS Pod Identity hands out its keys. For a port that is otherwise open to any address, such as 443 or the database's, these become the only ones.",
            Accepts::Addresses,
            Nothing,
            Guide::Security,
        ),
        field(
            "security.cloud_identity",
            "Identity at the provider",
            "The pods' identity at the provider, which lets them use its services without a key: the ARN of a role (EKS), the e-mail address of a service account (GKE), the client ID of a managed identity (AKS). It is written to the ServiceAccount.",
            Accepts::Reference,
            Nothing,
            Guide::Security,
        ),
    ],
);

pub(super) const QUOTA: Section = section(
    "quota",
    "Quota",
    "The most that the namespace may use, so that one app cannot starve the others.",
    &[
        field(
            "quota.cpu",
            "CPU",
            "CPU that all pods together may reserve (ResourceQuota).",
            Accepts::Cpu,
            Nothing,
            Guide::Cluster,
        ),
        field(
            "quota.memory",
            "Memory",
            "The sum of the memory limits of all pods (ResourceQuota).",
            Accepts::Memory,
            Nothing,
            Guide::Cluster,
        ),
        field(
            "quota.pods",
            "Pods",
            "Pods at a time, consoles and tasks too (ResourceQuota).",
            count(1, 10_000),
            Nothing,
            Guide::Cluster,
        ),
    ],
);

choices! {
    /// The Pod Security Standard that the namespace asks of pods.
    pub enum PodSecurity {
        /// No more rights than an app needs.
        Restricted = "restricted", "Restricted";
        /// No rights that are known to be dangerous.
        Baseline = "baseline", "Baseline";
    }
}
