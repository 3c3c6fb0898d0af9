//! The front door, decided.

use super::amount::bytes;
use super::{CableAdapter, Decided, Plan, Process, Tls, Variables, Via};
use crate::facts::{
    Controller, Door, DoorTls, Limits, Told, balancer_limits, gateway_limits, ingress_limits,
};
use std::sync::Arc;

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
    /// The path that the whole app is below, without a slash at its end; none for all of the host.
    pub path: Option<Decided<String>>,
    /// Whether hosts that are not listed come too.
    pub any_host: Decided<bool>,
    /// Largest body of a request; none for the controller's own limit.
    pub max_body: Option<Decided<String>>,
    /// Seconds until an answer; none for the controller's own limit.
    pub timeout: Option<Decided<i64>>,
    /// Annotations of its object, sorted by key.
    pub annotations: Variables,
    /// What the provider wants of this front door.
    pub door: Door,
}

/// A Service of somebody else that requests go to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// Path of the group in the spec: `routes[0]`.
    pub at: String,
    /// Names it.
    pub name: Decided<String>,
    /// How paths start that lead there.
    pub path: Option<Decided<String>>,
    /// The host that leads there.
    pub host: Option<Decided<String>>,
    /// The Service.
    pub service: Decided<String>,
    /// Its port.
    pub port: Decided<i64>,
}

impl Expose {
    /// A path of the app, below its own where it has one.
    #[must_use]
    pub fn below(&self, path: &str) -> String {
        match &self.path {
            Some(own) if path == "/" => own.value.clone(),
            Some(own) => format!("{}{path}", own.value),
            None => path.to_owned(),
        }
    }

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

    /// How the front door learns of the largest body and of the longest request; none where there is no way in.
    #[must_use]
    pub fn limits(&self) -> Option<Limits> {
        let expose = &self.expose;
        let provider = self.provider.value;
        Some(match expose.via.value {
            Via::Ingress => ingress_limits(&expose.ingress_class.value),
            Via::LoadBalancer => balancer_limits(provider.id),
            Via::Gateway => {
                let google = provider.controller == Controller::Google
                    && expose.gateway_class.value.starts_with("gke-");
                let controller = if google {
                    Controller::Google
                } else if self.has_alb_gateway() {
                    Controller::Aws
                } else {
                    Controller::Any
                };
                gateway_limits(&expose.gateway_class.value, controller)
            }
            Via::None => return None,
        })
    }

    /// The most bytes of a request, where a Middleware of Traefik says so.
    #[must_use]
    pub fn buffered(&self) -> Option<Decided<i64>> {
        let body = self.limits()?.body;
        let set = self.expose.max_body.as_ref().filter(|_| body == Told::Middleware)?;
        Some(set.clone().map(|size| i64::try_from(bytes(&size)).unwrap_or(i64::MAX)))
    }

    /// Seconds until an answer, where the front door learns of them in this way.
    #[must_use]
    pub fn timeout_by(&self, told: Told) -> Option<&Decided<i64>> {
        self.expose
            .timeout
            .as_ref()
            .filter(|_| self.limits().is_some_and(|all| all.timeout == told))
    }

    /// Annotations of the front door's object that follow from limits and that the spec names, each with its reason.
    #[must_use]
    pub fn own_annotations(&self) -> Vec<(String, String, Arc<super::Reason>)> {
        let mut all = Vec::new();
        let limits = self.limits();
        let expose = &self.expose;
        if let (Some(Limits { body: Told::Annotations(keys), .. }), Some(most)) =
            (limits, &expose.max_body)
        {
            let size = as_nginx(&most.value);
            let each = |(key, value): &(&str, &str)| {
                ((*key).to_owned(), value.replace("{size}", &size), most.reason())
            };
            all.extend(keys.iter().map(each));
        }
        if let (Some(Limits { timeout: Told::Annotations(keys), .. }), Some(longest)) =
            (limits, &expose.timeout)
        {
            let seconds = longest.value.to_string();
            let minutes = longest.value.saturating_add(59).div_euclid(60).to_string();
            let each = |(key, value): &(&str, &str)| {
                let value = value.replace("{seconds}", &seconds).replace("{minutes}", &minutes);
                ((*key).to_owned(), value, longest.reason())
            };
            all.extend(keys.iter().map(each));
        }
        let said = expose.annotations.iter();
        all.extend(said.map(|(key, value)| (key.clone(), value.value.clone(), value.reason())));
        all
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

    /// Whether the front door asks every Service behind it at the health check's path, unless the Service itself says another.
    #[must_use]
    pub fn process_health_key(&self) -> bool {
        let asks = self.expose.door.annotations.iter().any(|(_, value)| *value == "{health}");
        self.expose.via.value == Via::Ingress && asks
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

/// A size as NGINX writes it, whose letters count in steps of 1024.
fn as_nginx(size: &str) -> String {
    let bytes = bytes(size);
    let mebi = 1 << 20;
    if bytes.is_multiple_of(mebi) { format!("{}m", bytes / mebi) } else { bytes.to_string() }
}
