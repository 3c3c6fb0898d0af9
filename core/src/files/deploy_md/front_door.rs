//! The way in, its certificate and its names, in `DEPLOY.md`.

use super::code;
use crate::facts::{CERT_MANAGER, GATEWAY_API};
use crate::field::Guide;
use crate::files::text::Text;
use crate::plan::{CableAdapter, Plan, Tls, Via};

pub(super) fn write(plan: &Plan, text: &mut Text) {
    let expose = &plan.expose;
    let namespace = &plan.namespace.value;
    let name = format!("{}-web", plan.app.value);
    text.because(expose.via.reason());
    text.push("## Front door\n");
    let (object, status) = match expose.via.value {
        Via::None => {
            text.push("The app has no way in from outside the cluster. To look at it from here:\n");
            code(
                text,
                format!("kubectl --namespace {namespace} port-forward service/{name} 3000:80"),
            );
            return;
        }
        Via::LoadBalancer => {
            load_balancer(plan, text);
            (format!("service {name}"), ".status.loadBalancer.ingress[*]")
        }
        Via::Ingress => {
            text.push(format!(
                "The Ingress is served by the class `{}`. It has to be in this list:\n",
                expose.ingress_class.value
            ));
            code(text, "kubectl get ingressclass");
            tls(plan, text);
            (format!("ingress {name}"), ".status.loadBalancer.ingress[*]")
        }
        Via::Gateway => {
            gateway(plan, text);
            let gateway = expose.gateway.as_ref().map_or(name, |gateway| gateway.value.clone());
            (format!("gateway {gateway}"), ".status.addresses[*]")
        }
    };
    let fields = if status.ends_with("addresses[*]") {
        format!("{{{status}.value}}")
    } else {
        format!("{{{status}.ip}} {{{status}.hostname}}")
    };
    let at = if expose.gateway.is_some() && expose.via.value == Via::Gateway {
        &expose.gateway_namespace.value
    } else {
        namespace
    };
    names(
        plan,
        text,
        &format!("kubectl --namespace {at} get {object} --output jsonpath='{fields}'"),
    );
}

/// The records that a person makes, and where the address for them is found.
fn names(plan: &Plan, text: &mut Text, command: &str) {
    text.because(plan.hosts.reason());
    text.push("The address is there some minutes after the first deploy:\n");
    code(text, format!("{command}; echo"));
    if plan.hosts.value.is_empty() {
        return;
    }
    let (kind, value) = if plan.provider.value.named_address {
        ("CNAME (at the top of a domain: ALIAS, where your DNS has it)", "the host name shown")
    } else {
        ("A (for an address with colons: AAAA)", "the address shown")
    };
    text.push("Make these DNS records:\n\n| name | type | value |\n|---|---|---|");
    for host in &plan.hosts.value {
        text.push(format!("| `{host}` | {kind} | {value} |"));
    }
    text.push("");
}

fn load_balancer(plan: &Plan, text: &mut Text) {
    if plan.expose.provider_tls().is_some() {
        text.push("The provider makes a load balancer, which ends TLS.\n");
        tls(plan, text);
    } else {
        text.push(format!("After the first deploy {} makes a load balancer. It speaks plain HTTP on port 80: for TLS, name `hosts` in `linkspan.yml`, with a Gateway or an Ingress, or with the provider's certificate (`expose.certificate`).\n", plan.provider.value.balancer));
    }
    text.fixed(
        Guide::Domain,
        "Logs and rate limits want the address of the person, not of the load balancer.",
    );
    text.push("A load balancer that only passes TCP on hides the address of the person: `request.remote_ip` is then one of the cluster.\n");
}

fn gateway(plan: &Plan, text: &mut Text) {
    let expose = &plan.expose;
    if let Some(existing) = &expose.gateway {
        text.because(existing.reason());
        let (name, namespace) = (&existing.value, &expose.gateway_namespace.value);
        let listener = &expose.gateway_listener.value;
        text.push(format!("The app's route attaches to the listener `{listener}` of the Gateway `{name}`, which has the certificate, sends plain HTTP on to HTTPS, and has to let routes of the namespace `{}` attach (`allowedRoutes`):\n", plan.namespace.value));
        code(text, format!("kubectl --namespace {namespace} get gateway {name} --output yaml"));
        return;
    }
    text.push(format!(
        "The Gateway is served by the class `{}`. It has to be in this list:\n",
        expose.gateway_class.value
    ));
    code(text, "kubectl get gatewayclass");
    if !plan.provider.value.prefers_gateway {
        text.push("If the cluster does not know the kind at all, it lacks the Gateway API; then also install a controller for it:\n");
        code(
            text,
            format!(
                "kubectl apply --server-side -f https://github.com/kubernetes-sigs/gateway-api/releases/download/{GATEWAY_API}/standard-install.yaml"
            ),
        );
    }
    tls(plan, text);
    text.because(expose.via.reason());
    text.push("Whether the Gateway and the routes were accepted, and why not:\n");
    code(text, format!("kubectl --namespace {} describe gateway,httproute", plan.namespace.value));
}

fn tls(plan: &Plan, text: &mut Text) {
    let expose = &plan.expose;
    let namespace = &plan.namespace.value;
    text.because(expose.tls.reason());
    match expose.tls.value {
        Tls::CertManager => cert_manager(plan, text),
        Tls::Provider => {
            if let Some(tls) = expose.provider_tls() {
                text.push(format!("{}:\n", tls.about.0));
                code(text, tls.about.1);
                if !tls.redirects {
                    text.push("Plain HTTP is not answered at all: this kind of load balancer cannot send people on to HTTPS.\n");
                }
            }
        }
        Tls::Secret => {
            text.push("Put your certificate (with its chain) and its key into the Secret; the same command renews it:\n");
            code(
                text,
                format!(
                    "kubectl --namespace {namespace} create secret tls {} --cert=fullchain.pem --key=privkey.pem \\\n  --dry-run=client --output yaml |\n  kubectl --namespace {namespace} apply --server-side --field-manager=tls-secret -f -",
                    expose.tls_secret.value
                ),
            );
        }
        Tls::None => {
            text.push("There is no TLS: passwords and cookies travel in the clear. Use this for tests only.\n");
        }
    }
}

fn cert_manager(plan: &Plan, text: &mut Text) {
    let expose = &plan.expose;
    let issuer = &expose.issuer.value;
    let gateway = expose.via.value == Via::Gateway;
    text.push(
        "The certificate is made and renewed by cert-manager. If the cluster has none yet:\n",
    );
    let more = if gateway { " \\\n  --set config.gatewayAPI.enabled=true" } else { "" };
    code(
        text,
        format!(
            "helm upgrade --install cert-manager oci://quay.io/jetstack/charts/cert-manager --version {CERT_MANAGER} \\\n  --namespace cert-manager --create-namespace --set crds.enabled=true{more}"
        ),
    );
    text.because(expose.issuer.reason());
    if plan.hosts.value.iter().any(|host| host.starts_with("*.")) {
        text.push(format!("It asks the ClusterIssuer `{issuer}`. A wildcard name is proved by DNS, so that issuer needs a `dns01` solver for your DNS provider; cert-manager's documentation has one for each.\n"));
    } else {
        let solver = if gateway {
            format!(
                "gatewayHTTPRoute: {{parentRefs: [{{name: {}-web, namespace: {}, kind: Gateway}}]}}",
                plan.app.value, plan.namespace.value
            )
        } else {
            format!("ingress: {{ingressClassName: {}}}", expose.ingress_class.value)
        };
        text.push(format!("It asks the ClusterIssuer `{issuer}`. To make one for Let's Encrypt, which proves a name by a request to it:\n"));
        code(
            text,
            format!(
                "read -rp 'E-mail for warnings: ' email\nkubectl apply --server-side -f - <<END\napiVersion: cert-manager.io/v1\nkind: ClusterIssuer\nmetadata: {{name: {issuer}}}\nspec:\n  acme:\n    server: https://acme-v02.api.letsencrypt.org/directory\n    email: $email\n    privateKeySecretRef: {{name: {issuer}}}\n    solvers: [{{http01: {{{solver}}}}}]\nEND"
            ),
        );
    }
    text.push("After the first deploy, once the names below lead here:\n");
    code(
        text,
        format!(
            "kubectl get clusterissuer {issuer}\nkubectl --namespace {} get certificate {}",
            plan.namespace.value, expose.tls_secret.value
        ),
    );
}

/// Whose address a request comes from.
pub(super) fn remote_address(plan: &Plan, text: &mut Text) {
    let expose = &plan.expose;
    let end = match expose.via.value {
        Via::Gateway => "Gateway",
        Via::Ingress => "Ingress",
        Via::LoadBalancer => "load balancer",
        Via::None => return,
    };
    text.because(expose.via.reason());
    text.push(format!("- `request.remote_ip` is the person's address as long as the {end} has a private one, which Rails trusts. One with a public address is named in `config.action_dispatch.trusted_proxies`."));
}

/// A websocket needs nothing of Service and Ingress; Action Cable's own settings are all.
pub(super) fn cable(plan: &Plan, text: &mut Text) {
    let cable = &plan.action_cable;
    let (adapter, never) = match cable.adapter.value {
        CableAdapter::Redis => ("`redis` with `url: <%= ENV[\"REDIS_URL\"] %>`", ", never `async`"),
        CableAdapter::SolidCable => ("`solid_cable`", ", never `async`"),
        CableAdapter::Async => ("`async`", ", which one process alone can do"),
        CableAdapter::None => return,
    };
    text.because(cable.adapter.because("Every pod has to see the messages of the others."));
    text.push(format!("- Action Cable, if the app has it: `config/cable.yml` uses the adapter {adapter} in production{never}. Pages of another host than the app's own have to be named in `config.action_cable.allowed_request_origins`."));
}
