//! The way in, its certificate and its names, in `DEPLOY.md`.

use super::code;
use crate::facts::{CERT_MANAGER, GATEWAY_API, Told};
use crate::field::Guide;
use crate::files::text::Text;
use crate::plan::{Plan, Tls, Via};

/// What has to be there before the first deploy.
pub(super) fn before(plan: &Plan, text: &mut Text) {
    let expose = &plan.expose;
    text.because(expose.via.reason());
    match expose.via.value {
        Via::None => {}
        Via::LoadBalancer => {
            text.push("## Front door\n");
            load_balancer(plan, text);
        }
        Via::Ingress => {
            text.push(format!(
                "## Front door\n\nCheck that `{class}` is listed:\n",
                class = expose.ingress_class.value
            ));
            code(text, "kubectl get ingressclass");
            let own = if expose.ingress_class.value == "traefik" {
                "; Traefik's is `helm install traefik traefik --repo https://traefik.github.io/charts --namespace traefik --create-namespace`"
            } else {
                ""
            };
            text.push(format!("That is the ingress controller, which hands requests to the app. If another one is listed instead, write its name into `expose.ingress_class` of `linkspan.yml` and generate again. If it says `No resources found`, install one first: its documentation has the command{own}.\n"));
            tls(plan, text);
        }
        Via::Gateway => {
            text.push("## Front door\n");
            gateway(plan, text);
        }
    }
    more(plan, text);
}

/// What the front door does beside leading to the app, after what makes it.
fn more(plan: &Plan, text: &mut Text) {
    let expose = &plan.expose;
    if expose.any_host.value && matches!(expose.via.value, Via::Ingress | Via::Gateway) {
        any_host(plan, text);
    }
    if let Some(most) = plan.buffered() {
        text.because(most.reason());
        text.push("Traefik takes in a whole request before the app gets it, to see how large it is: the largest ones lie on its disk meanwhile. It needs its own definitions in the cluster (`kubectl get crd middlewares.traefik.io`), which its chart and k3s bring, and its options `providers.kubernetesCRD` on.\n");
    }
    if let Some(longest) = plan.timeout_by(Told::Route) {
        text.because(longest.reason());
        text.push("How long an answer may take is an optional part of the Gateway API. Whether your controller keeps to it, its class says, from Gateway API 1.4 on:\n");
        code(
            text,
            format!(
                "kubectl get gatewayclass {} --output jsonpath='{{.status.supportedFeatures}}'; echo",
                expose.gateway_class.value
            ),
        );
        text.push("`HTTPRouteRequestTimeout` has to be among them.\n");
    }
    for route in &plan.routes {
        text.because(route.service.reason());
        text.push(format!(
            "The Service `{}` has to be there, in the namespace `{}`, with the port {}:\n",
            route.service.value, plan.namespace.value, route.port.value
        ));
        code(
            text,
            format!(
                "kubectl --namespace {} get service {}",
                plan.namespace.value, route.service.value
            ),
        );
        if plan.process_health_key() {
            text.push(format!("The load balancer asks it as it asks the app, at `{}`. Where it answers elsewhere, that Service needs the annotation `alb.ingress.kubernetes.io/healthcheck-path` of its own.\n", plan.web.health_path.value));
        }
    }
}

/// Whose certificate a host gets that nobody listed.
fn any_host(plan: &Plan, text: &mut Text) {
    let expose = &plan.expose;
    text.because(expose.any_host.reason());
    text.push("Requests for hosts that are not listed come to the app too, such as domains of customers, who point them at the address that [Check it](#check-it) shows. Which of them are customers' is the app's to say: `request.host` names them.\n");
    let of = match (expose.tls.value, expose.via.value) {
        (Tls::None, _) => "They are served by plain HTTP, as the app is.".to_owned(),
        (Tls::Provider, _) => format!("Their certificates come from {}, as that of the app: add each there.", plan.provider.value.label),
        (_, Via::Gateway) => format!("Nobody makes certificates for names that nobody knows: such a host gets that of the Secret `{}`, which browsers refuse. It is meant for what stands before the cluster and has their certificates, such as a content network. For a certificate of its own, list the host in `hosts`, or take a Gateway of yours along with `manifests`.", expose.tls_secret.value),
        _ => "Nobody makes certificates for names that nobody knows: such a host gets the one that the ingress controller itself has, which browsers refuse. It is meant for what stands before the cluster and has their certificates, such as a content network. For a certificate of its own, list the host in `hosts`, or take an Ingress of yours along with `manifests`, with the host, its Secret and the annotation of cert-manager.".to_owned(),
    };
    text.push(format!("{of}\n"));
}

/// Whether it works, and what leads to it.
pub(super) fn after(plan: &Plan, text: &mut Text) {
    let expose = &plan.expose;
    let namespace = &plan.namespace.value;
    let name = format!("{}-web", plan.app.value);
    text.fixed(Guide::Cluster, "What runs, and what does not.");
    text.push("## Check it\n\nEach Deployment has to show all its pods as ready, such as `2/2`, and the migration `Complete`:\n");
    code(
        text,
        format!(
            "kubectl --namespace {namespace} get deployments,jobs --selector app.kubernetes.io/instance={}",
            plan.app.value
        ),
    );
    text.because(expose.via.reason());
    let (object, addresses) = match expose.via.value {
        Via::None => {
            text.push("The app has no way in from outside the cluster. To look at it at <http://localhost:3000> while this runs:\n");
            code(
                text,
                format!("kubectl --namespace {namespace} port-forward service/{name} 3000:80"),
            );
            return;
        }
        Via::LoadBalancer => (format!("service {name}"), false),
        Via::Ingress => (format!("ingress {name}"), false),
        Via::Gateway => {
            let gateway = expose.gateway.as_ref().map_or(name, |gateway| gateway.value.clone());
            (format!("gateway {gateway}"), true)
        }
    };
    let fields = if addresses {
        "{.status.addresses[*].value}"
    } else {
        "{.status.loadBalancer.ingress[*].ip} {.status.loadBalancer.ingress[*].hostname}"
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
    if expose.via.value == Via::Gateway {
        text.because(expose.via.reason());
        text.push(
            "If it stays empty, this says whether Gateway and routes were accepted, and why not:\n",
        );
        code(text, format!("kubectl --namespace {namespace} describe gateway,httproute"));
    }
    certificate(plan, text);
    answers(plan, text);
    if expose.via.value == Via::LoadBalancer {
        source_address(plan, text);
    }
}

/// Once cert-manager has proved the names.
fn certificate(plan: &Plan, text: &mut Text) {
    let expose = &plan.expose;
    if expose.tls.value != Tls::CertManager || expose.gateway.is_some() {
        return;
    }
    text.because(expose.issuer.reason());
    text.push("Once the DNS records lead to that address, the certificate is made within minutes. Both lines have to say `True`:\n");
    code(
        text,
        format!(
            "kubectl get clusterissuer {}\nkubectl --namespace {} get certificate {}",
            expose.issuer.value, plan.namespace.value, expose.tls_secret.value
        ),
    );
}

/// The last look: from outside, as a visitor.
fn answers(plan: &Plan, text: &mut Text) {
    let Some(host) = plan.main_host().filter(|host| !host.starts_with('*')) else { return };
    let scheme = if plan.expose.is_https() { "https" } else { "http" };
    text.because(plan.web.health_path.reason());
    text.push(format!("Then <{scheme}://{host}{}> answers.\n", plan.web.health_path.value));
}

/// The records that a person makes, and where the address for them is found.
fn names(plan: &Plan, text: &mut Text, command: &str) {
    text.because(plan.hosts.reason());
    text.push("The address of the app; it appears some minutes after the first deploy:\n");
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
    let door = &plan.expose.door;
    let local = plan.provider.value.loads.is_some();
    let maker = if local { "The provider" } else { "With the first deploy the cloud" };
    if plan.expose.provider_tls().is_some() {
        text.push("The first deploy makes the provider create a load balancer, which holds the certificate and speaks HTTPS.\n");
        tls(plan, text);
    } else {
        let hosts = if plan.hosts.value.is_empty() { "name the app's `hosts` and " } else { "" };
        let certificate = if door.tls.is_some_and(|tls| tls.named) {
            ", or name the provider's certificate in `expose.certificate`"
        } else {
            ""
        };
        text.push(format!(
            "{maker} makes a load balancer. It speaks plain HTTP on port 80: for HTTPS, {hosts}choose an Ingress or a Gateway (`expose.via` in `linkspan.yml`){certificate}.\n"
        ));
    }
}

/// Whether the pods learn the address of the person.
fn source_address(plan: &Plan, text: &mut Text) {
    let annotations = plan.door_annotations();
    let speaks_http = annotations.iter().any(|(key, value)| {
        key.ends_with("-protocol") && !key.contains("health") && value.starts_with("http")
    });
    if speaks_http {
        return;
    }
    text.fixed(
        Guide::Domain,
        "Logs and rate limits want the address of the person, not of the load balancer.",
    );
    // Whether it goes to the pods by themselves, past the nodes.
    if annotations.iter().any(|(key, value)| key.ends_with("target-type") && value == "ip") {
        text.push("The load balancer only passes TCP on, and with it no address of the person: `request.remote_ip` is one of the cloud's network.\n");
        return;
    }
    text.push("In place of the visitor's address, `request.remote_ip` shows an address of the cluster. On clouds whose load balancer passes connections through unchanged, this command keeps the visitor's address; each node then takes requests for its own pods only. Run it once:\n");
    code(
        text,
        format!(
            "kubectl --namespace {} patch service {}-web --type=merge --field-manager=source-address --patch='{{\"spec\":{{\"externalTrafficPolicy\":\"Local\"}}}}'",
            plan.namespace.value, plan.app.value
        ),
    );
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
        "Check that the gateway class `{}` is listed; if another one is, write its name into `expose.gateway_class` of `linkspan.yml` and generate again:\n",
        expose.gateway_class.value
    ));
    code(text, "kubectl get gatewayclass");
    if !plan.provider.value.prefers_gateway {
        text.push("If kubectl says that the server has no such resource type, the cluster lacks the Gateway API. Install it, and a controller that serves it:\n");
        code(
            text,
            format!(
                "kubectl apply --server-side -f https://github.com/kubernetes-sigs/gateway-api/releases/download/{GATEWAY_API}/standard-install.yaml"
            ),
        );
    }
    tls(plan, text);
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
                    text.push("Plain HTTP is not answered: this kind of load balancer cannot redirect to HTTPS.\n");
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
        "cert-manager, a program in the cluster, makes and renews the certificate. If the cluster has no cert-manager yet, install it:\n",
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
        text.push(format!("It gets certificates from the ClusterIssuer `{issuer}`. This makes one for Let's Encrypt, which checks a host name by a request to it; once for each cluster:\n"));
        code(
            text,
            format!(
                "kubectl apply --server-side -f - <<'END'\napiVersion: cert-manager.io/v1\nkind: ClusterIssuer\nmetadata: {{name: {issuer}}}\nspec:\n  acme:\n    server: https://acme-v02.api.letsencrypt.org/directory\n    privateKeySecretRef: {{name: {issuer}}}\n    solvers: [{{http01: {{{solver}}}}}]\nEND"
            ),
        );
    }
}
