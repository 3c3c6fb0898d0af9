//! Where clusters run, and what each place wants: commands, classes, annotations, pitfalls.
//!
//! What is said of an identity may hold `{identity}`, which stands for the spec's, `{namespace}`, `{app}`, and of an ARN
//! `{partition}`, `{account}` and `{role}`. Annotations may hold `{certificate}`, `{hosts}`, `{location}` and `{health}`, which stand for the spec's certificate,
//! its host names with commas, the load balancer's location and the health check's path.

mod aks;
mod digitalocean;
mod eks;
mod gke;
mod hetzner;
mod local;

use super::tools::Tool;

/// A place where clusters run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Provider {
    /// As written in the spec.
    pub id: &'static str,
    /// What people call it.
    pub label: &'static str,
    /// Shell lines that give kubectl its way in.
    pub credentials: &'static str,
    /// Its own program; none where there is none.
    pub tool: Option<Tool>,
    /// The program that puts an image onto the nodes, where the cluster runs on this machine and needs no registry.
    pub loads: Option<&'static str>,
    /// Its clusters as a list has them, and what makes them keep to network policies: Kubernetes takes the object
    /// everywhere, but it is the network plug-in that has to act on it. The manuals of each plug-in and provider as far as
    /// they could be read, 2026-11-23; not checked on a cluster of each.
    pub policies: Option<(&'static str, &'static str)>,
    /// Who makes what stands behind its own class of Gateways.
    pub controller: Controller,
    /// Who makes a load balancer, in a sentence.
    pub balancer: &'static str,
    /// How pods are known to the provider's own services; none where it has no such way.
    pub identity: Option<Identity>,
    /// A command that lists the ranges of private addresses, in which databases of the provider lie; empty where it has none.
    pub ranges: &'static str,
    /// Its own registry.
    pub registry: Option<Registry>,
    /// StorageClass for volumes; empty for the cluster's default.
    pub storage_class: &'static str,
    /// Who serves an Ingress.
    pub ingress_class: &'static str,
    /// Who serves a Gateway.
    pub gateway_class: &'static str,
    /// Whether a Gateway is the usual way in: its class comes with the cluster.
    pub prefers_gateway: bool,
    /// A Service of type LoadBalancer.
    pub load_balancer: Door,
    /// An Ingress.
    pub ingress: Door,
    /// A Gateway.
    pub gateway: Door,
    /// Whether the way in has a host name instead of an address.
    pub named_address: bool,
    /// Sentences on what surprises people here.
    pub pitfalls: &'static [&'static str],
}

/// A registry that belongs to a provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Registry {
    /// The end of its host's name.
    pub host: &'static str,
    /// Shell lines that let docker push.
    pub login: &'static str,
    /// A command that prints the login of the cluster; empty where nodes may pull without.
    pub pull_login: &'static str,
}

/// How the provider knows the app's pods, so that they need no key of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identity {
    /// What the spec names: "the ARN of a role".
    pub what: &'static str,
    /// What that looks like.
    pub form: IdentityForm,
    /// The annotation of the ServiceAccount that holds it.
    pub annotation: &'static str,
    /// A label that the pods need besides.
    pub pod_label: Option<(&'static str, &'static str)>,
    /// Addresses at which pods fetch their tokens, each with its port.
    pub reaches: &'static [(&'static str, i64)],
    /// Sentences on what has to be so at the provider.
    pub about: &'static str,
    /// What is done there once: sentences, each with shell lines after it.
    pub setup: &'static [(&'static str, &'static str)],
    /// The words of a task that says who a pod is.
    pub check: &'static str,
}

/// What the name of an identity looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdentityForm {
    /// The ARN of a role.
    Role,
    /// The address of an account.
    Account,
    /// An id.
    Id,
}

impl IdentityForm {
    /// Whether a name looks like this.
    #[must_use]
    pub fn fits(self, name: &str) -> bool {
        match self {
            Self::Role => name.starts_with("arn:") && name.contains(":role/"),
            Self::Account => name.contains('@'),
            Self::Id => !name.contains([':', '@', '/']),
        }
    }
}

/// A controller of Gateways that wants objects of its own beside them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Controller {
    /// Any that keeps to the Gateway API alone.
    Any,
    /// Google's.
    Google,
    /// The AWS Load Balancer Controller.
    Aws,
}

const LOGS_IN: &str = "logs in to cluster and registry";

/// A provider's program, of any version.
const fn tool(name: &'static str, purpose: &'static str) -> Tool {
    Tool { name, oldest: "", purpose }
}

/// Keys and values of annotations.
pub type Annotations = &'static [(&'static str, &'static str)];

/// What a way in wants of us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Door {
    /// Always.
    pub annotations: Annotations,
    /// Where the provider holds the certificate; none where it cannot.
    pub tls: Option<DoorTls>,
}

/// A certificate of the provider's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DoorTls {
    /// More annotations. Those with `{certificate}` are left out where none is named.
    pub annotations: Annotations,
    /// Whether `expose.certificate` has to name it.
    pub named: bool,
    /// Whether the Service keeps its port for plain HTTP.
    pub keeps_http: bool,
    /// Whether plain HTTP is sent on to HTTPS.
    pub redirects: bool,
    /// A sentence on where the certificate comes from, and a command after it.
    pub about: (&'static str, &'static str),
}

impl Door {
    /// Nothing but what Kubernetes itself says.
    pub(crate) const PLAIN: Self = Self { annotations: &[], tls: None };
}

/// Every provider, in the order of the form.
pub const PROVIDERS: [Provider; 9] = [
    local::GENERIC,
    digitalocean::DIGITALOCEAN,
    eks::EKS,
    gke::GKE,
    aks::AKS,
    hetzner::HETZNER,
    local::K3S,
    local::MINIKUBE,
    local::KIND,
];

/// The provider of that name; any cluster where there is none.
#[must_use]
pub fn provider(id: &str) -> &'static Provider {
    const ALL: &[Provider] = &PROVIDERS;
    const ANY: &Provider = &local::GENERIC;
    ALL.iter().find(|each| each.id == id).unwrap_or(ANY)
}

impl Provider {
    /// Its registry, if an image lies there.
    #[must_use]
    pub fn registry_of(&self, image: &str) -> Option<&Registry> {
        let host = image.split_once('/').map_or("", |(host, _)| host);
        self.registry.as_ref().filter(|registry| host.ends_with(registry.host))
    }
}
