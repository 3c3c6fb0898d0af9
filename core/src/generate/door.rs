//! What the front door does beside leading to the web pods: limits, annotations, any host, a path of the app's own, other Services.

use super::written::check;
use crate::generate;

const HOSTS: &str = "hosts: [a.example.com, b.example.com]\n";
const INGRESS: &str = "config/kube/ingress.yml";
const ROUTE: &str = "config/kube/http-route.yml";

fn with(provider: &str, expose: &str) -> String {
    format!("{HOSTS}{provider}expose: {{{expose}}}\n")
}

#[test]
fn each_controller_is_told_of_limits_in_its_own_way() {
    let both = "max_body: 50Mi, timeout: 120";
    let balancer = "hosts: [a.example.com]\nprovider: digitalocean\nexpose: {via: load_balancer, timeout: 120}\n";
    check(&[
        (
            &with("", "ingress_class: haproxy, max_body: 50Mi, timeout: 120"),
            INGRESS,
            &[
                "haproxy-ingress.github.io/proxy-body-size: 50m\n",
                "haproxy-ingress.github.io/timeout-server: 120s\n",
                "haproxy.org/timeout-server: 120s\n",
                "!nginx",
            ],
        ),
        (
            &with("", "ingress_class: haproxy, max_body: 1500M"),
            INGRESS,
            &["proxy-body-size: \"1500000000\"\n"],
        ),
        (
            &with("", "ingress_class: nginx, max_body: 1Gi, timeout: 120"),
            INGRESS,
            &[
                "nginx.ingress.kubernetes.io/proxy-body-size: 1024m\n",
                "nginx.ingress.kubernetes.io/proxy-read-timeout: \"120\"\n",
                "nginx.org/client-max-body-size: 1024m\n",
            ],
        ),
        (
            &with("", "max_body: 50Mi"),
            INGRESS,
            &["router.middlewares: shop-shop-web@kubernetescrd\n"],
        ),
        (
            &with("", "max_body: 50Mi"),
            "config/kube/body-limit.yml",
            &["kind: Middleware\n", "maxRequestBodyBytes: 52428800\n"],
        ),
        (
            &with("provider: eks\n", "timeout: 120"),
            INGRESS,
            &["load-balancer-attributes: idle_timeout.timeout_seconds=120\n"],
        ),
        (
            &with("provider: eks\n", "via: gateway, certificate: 'arn:a', timeout: 120"),
            "config/kube/load-balancer.yml",
            &["key: idle_timeout.timeout_seconds\n", "value: \"120\"\n"],
        ),
        (
            &with("provider: gke\n", "certificate: a, timeout: 7200"),
            "config/kube/backend-policy.yml",
            &["timeoutSec: 7200\n"],
        ),
        (
            &with("provider: gke\n", "certificate: a, timeout: 120"),
            "config/kube/backend-policy.yml",
            &["timeoutSec: 3600\n"],
        ),
        (
            &with("", "via: gateway, gateway_class: envoy, timeout: 120"),
            ROUTE,
            &["request: 120s\n", "request: 3600s\n", "!ExtensionRef"],
        ),
        (
            &with("", "via: gateway, max_body: 50Mi"),
            ROUTE,
            &["type: ExtensionRef\n", "group: traefik.io\n"],
        ),
        (balancer, "config/kube/web-service.yml", &["http-idle-timeout-seconds: \"120\"\n"]),
        (&with("", both), "DEPLOY.md", &["middlewares.traefik.io"]),
    ]);
}

#[test]
fn annotations_of_the_spec_win() {
    let annotations =
        "annotations: {alb.ingress.kubernetes.io/scheme: internal, example.com/a: 'yes'}";
    let pieces: &[&str] = &["scheme: internal\n", "example.com/a: \"yes\"\n", "!internet-facing"];
    let middlewares = "max_body: 1Mi, annotations: {traefik.ingress.kubernetes.io/router.middlewares: a-b@kubernetescrd}";
    check(&[
        (&with("provider: eks\n", annotations), INGRESS, pieces),
        (&with("", &format!("via: gateway, {annotations}")), "config/kube/gateway.yml", pieces),
        (
            &with("", &format!("via: gateway, gateway: public, {annotations}")),
            ROUTE,
            &["example.com/a: \"yes\"\n"],
        ),
        (
            &with("", middlewares),
            INGRESS,
            &["router.middlewares: \"a-b@kubernetescrd,shop-shop-web@kubernetescrd\"\n"],
        ),
    ]);
}

#[test]
fn any_host_is_let_in() {
    check(&[
        (
            &with("", "any_host: true"),
            INGRESS,
            &["host: a.example.com\n", "    - http:\n", "hosts:\n        - a.example.com\n"],
        ),
        (
            "expose: {via: ingress, tls: none, any_host: true}\n",
            INGRESS,
            &["    - http:\n", "!host:"],
        ),
        (
            &with("", "via: gateway, any_host: true"),
            "config/kube/gateway.yml",
            &["name: https-any\n", "hostname: a.example.com\n"],
        ),
        (
            &with("", "via: gateway, any_host: true"),
            ROUTE,
            &["sectionName: https-any\n", "sectionName: https-2\n", "!hostnames"],
        ),
        (
            &with("", "via: gateway, any_host: true"),
            "config/kube/https-redirect.yml",
            &["!hostnames"],
        ),
        (
            &with("", "any_host: true"),
            "DEPLOY.md",
            &["config.hosts.clear", "!config.hosts = [", "point them at the address"],
        ),
    ]);
}

#[test]
fn an_app_below_a_path_answers_there_alone() {
    let path = "path: /shop/";
    check(&[
        (&with("", path), INGRESS, &["path: /shop\n", "!path: /\n"]),
        (
            &with("", &format!("via: gateway, {path}")),
            ROUTE,
            &["value: /shop\n", "value: /shop/cable\n", "!value: /\n"],
        ),
        (&with("", path), "config/kube/release/web.yml", &["path: /shop/up\n", "!path: /up\n"]),
        (&with("", path), "config/kube/env.yml", &["RAILS_RELATIVE_URL_ROOT: /shop\n"]),
        (&with("", path), "Dockerfile", &["ENV RAILS_RELATIVE_URL_ROOT=\"/shop\"\n"]),
        (
            &with("", path),
            "DEPLOY.md",
            &["answers /up (`get \"up\" ", "`config.ru` serves the app below `/shop`"],
        ),
        (
            &format!("{}web: {{health_path: /health}}\n", with("", path)),
            "config/kube/release/web.yml",
            &["path: /health\n"],
        ),
        (
            &format!("{}build: {{env: {{RAILS_RELATIVE_URL_ROOT: /x}}}}\n", with("", path)),
            "Dockerfile",
            &["RAILS_RELATIVE_URL_ROOT=\"/x\"\n", "!=\"/shop\""],
        ),
        (
            &format!("{}routes: [{{name: blog, path: /, service: blog}}]\n", with("", path)),
            INGRESS,
            &["path: /shop\n", "path: /\n", "name: blog\n", "number: 80\n"],
        ),
    ]);
}

#[test]
fn requests_go_to_services_that_are_there_already() {
    let routes = "routes: [{name: docs, path: /docs, service: docs-web, port: 8080}, {name: old, host: b.example.com, service: old}]\n";
    let gateway = format!("{}{routes}", with("", "via: gateway"));
    let alb = format!("{}{routes}", with("provider: eks\n", "via: gateway, certificate: 'arn:a'"));
    check(&[
        (
            &format!("{HOSTS}{routes}"),
            INGRESS,
            &["path: /docs\n", "name: docs-web\n", "number: 8080\n", "name: old\n"],
        ),
        (&gateway, ROUTE, &["value: /docs\n", "name: docs-web\n", "port: 8080\n", "!name: old\n"]),
        (&gateway, "config/kube/http-route-2.yml", &["b.example.com\n", "name: old\n"]),
        (&alb, "config/kube/docs-target-group.yml", &["name: docs-web\n", "!healthCheckConfig"]),
        (&gateway, "DEPLOY.md", &["get service docs-web\n"]),
    ]);
}

/// A spec after app and image, and rule and place of what is found.
fn told(rest: &str, expect: &[&str]) {
    let found = generate(&format!("app: shop\nimage: a/b\n{rest}")).report.diagnostics;
    let found: Vec<String> =
        found.iter().map(|each| format!("{} {}", each.rule.name, each.path)).collect();
    assert_eq!(found, expect, "{rest}");
}

#[test]
fn what_a_front_door_cannot_do_is_told() {
    let lacks = |field: &str| format!("front-door-lacks expose.{field}");
    let at_no_door = |field: &str| format!("process-at-no-door {field}");
    for (rest, expect) in [
        (with("", "timeout: 120"), lacks("timeout")),
        (with("provider: eks\n", "max_body: 1Mi"), lacks("max_body")),
        (with("provider: eks\n", "timeout: 5000"), lacks("timeout")),
        (with("", "ingress_class: other, max_body: 1Mi"), lacks("max_body")),
        (with("", "via: gateway, gateway_class: envoy, max_body: 1Mi"), lacks("max_body")),
        (with("", "via: load_balancer, tls: none, max_body: 1Mi"), lacks("max_body")),
        (with("provider: eks\n", "via: gateway, gateway: public, timeout: 60"), lacks("timeout")),
        (
            with("", "via: load_balancer, tls: none, any_host: true"),
            "no-effect expose.any_host".into(),
        ),
        (with("", "via: none, annotations: {a: b}"), "no-effect expose.annotations".into()),
        (with("", "annotations: {'a b': c}"), "wrong-value expose.annotations.a b".into()),
        (with("", "path: '/a?b'"), at_no_door("expose.path")),
        (
            format!("{}build: {{from: dockerfile}}\n", with("", "path: /shop")),
            "path-in-image expose.path".into(),
        ),
        (
            "expose: {via: ingress, any_host: true}\n".into(),
            "certificate-without-hosts expose.any_host".into(),
        ),
        (format!("{HOSTS}routes: [{{name: a, service: b}}]\n"), at_no_door("routes[0]")),
        (
            format!("{HOSTS}routes: [{{name: a, path: /, service: b}}]\n"),
            at_no_door("routes[0].path"),
        ),
        (
            format!("{HOSTS}routes: [{{name: a, host: c.example.com, service: b}}]\n"),
            at_no_door("routes[0].host"),
        ),
        (
            format!(
                "{HOSTS}processes: [{{name: c, command: d, port: 4000, path: /x}}]\nroutes: [{{name: a, path: /x, service: b}}]\n"
            ),
            at_no_door("routes[0].path"),
        ),
        ("routes: [{name: a, path: /x, service: b}]\n".into(), at_no_door("routes[0].path")),
    ] {
        told(&rest, &[&expect]);
    }
}
