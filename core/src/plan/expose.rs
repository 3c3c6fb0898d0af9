//! The front door, decided.

use super::{CableAdapter, Decided, Plan, Process, Tls, Via};
use crate::facts::{Controller, Door, DoorTls};

/// Front door.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expose {
    /// Which one.
    pub via: Decided<Via>,
    /// ingressClassName.
    pub ingress_class: Decided<String>,
    /// gatewayClassName.
    pub gateway_class: Decided<String>,
    /// A Gateway that is there already; none where one is made.
    pub gateway: Option<Decided<String>>,
    /// Its namespace.
    pub gateway_namespace: Decided<String>,
    /// Its listener with TLS.
    pub gateway_listener: Decided<String>,
    /// TLS.
    pub tls: Decided<Tls>,
    /// Name of the TLS Secret.
    pub tls_secret: Decided<String>,
    /// Name of the ClusterIssuer.
    pub issuer: Decided<String>,
    /// What the provider calls its certificate.
    pub certificate: Option<Decided<String>>,
    /// Where a load balancer of Hetzner stands.
    pub location: Decided<String>,
    /// What the provider wants of this front door.
    pub door: Door,
}

impl Expose {
    /// The provider's certificate, where it is the one in use.
    #[must_use]
    pub fn provider_tls(&self) -> Option<&DoorTls> {
        self.door.tls.as_ref().filter(|_| self.tls.value == Tls::Provider)
    }

    /// Whether people reach the app by HTTPS.
    #[must_use]
    pub fn is_https(&self) -> bool {
        match self.via.value {
            Via::Gateway => self.gateway.is_some() || self.tls.value != Tls::None,
            Via::Ingress | Via::LoadBalancer => self.tls.value != Tls::None,
            Via::None => false,
        }
    }
}

/// Action Cable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionCable {
    /// What carries messages from pod to pod.
    pub adapter: Decided<CableAdapter>,
    /// Seconds that a connection may last.
    pub timeout: Decided<i64>,
}

impl Plan {
    /// Whether requests come through a Gateway of the AWS Load Balancer Controller.
    #[must_use]
    pub fn has_alb_gateway(&self) -> bool {
        let expose = &self.expose;
        let own = expose.gateway_class.value == self.provider.value.gateway_class;
        self.provider.value.controller == Controller::Aws && expose.via.value == Via::Gateway && own
    }

    /// What the provider wants on the Service of a process that the front door leads to: where it is asked whether it is
    /// well, which the front door says for the web pods.
    #[must_use]
    pub fn process_annotations(&self, process: &Process) -> Vec<(String, String)> {
        let is_asked = process.is_at_the_door() && self.expose.via.value == Via::Ingress;
        let all = self.expose.door.annotations.iter().filter(|(_, value)| *value == "{health}");
        all.filter(|_| is_asked)
            .map(|(key, _)| ((*key).to_owned(), process.health_path.value.clone()))
            .collect()
    }

    /// What the provider wants on a load balancer that carries no HTTP.
    #[must_use]
    pub fn balancer_annotations(&self) -> Vec<(String, String)> {
        let all = self.provider.value.load_balancer.annotations.iter();
        all.filter(|(_, value)| !matches!(*value, "http" | "{health}"))
            .map(|(key, value)| {
                ((*key).to_owned(), value.replace("{location}", &self.expose.location.value))
            })
            .collect()
    }

    /// The annotations that the provider wants on the front door.
    #[must_use]
    pub fn door_annotations(&self) -> Vec<(String, String)> {
        let expose = &self.expose;
        let certificate = expose.certificate.as_ref().map(|name| name.value.as_str());
        let tls = expose.provider_tls().map_or(&[][..], |tls| tls.annotations);
        let all = expose.door.annotations.iter().chain(tls);
        let named = all.filter(|(_, value)| certificate.is_some() || *value != "{certificate}");
        named
            .map(|(key, value)| {
                let value = value
                    .replace("{certificate}", certificate.unwrap_or_default())
                    .replace("{hosts}", &self.hosts.value.join(","))
                    .replace("{location}", &expose.location.value)
                    .replace("{health}", &self.web.health_path.value);
                ((*key).to_owned(), value)
            })
            .collect()
    }
}
