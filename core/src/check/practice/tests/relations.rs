//! Rules that look from one object to others.

use super::of;
use super::web::{SCALER, WEB, without};

#[test]
fn one_is_not_enough() {
    let one = WEB.replacen("replicas: 2", "replicas: 1", 1);
    let none = Vec::<String>::new();
    assert_eq!(of("single-replica", &one), ["spec.replicas 7"]);
    assert_eq!(of("single-replica", &without("  replicas: 2\n")), ["spec.replicas 6"]);
    assert_eq!(of("single-replica", &format!("{one}{SCALER}")), none);
    for planned in [
        "strategy: {type: Recreate}",
        "strategy: {rollingUpdate: {maxUnavailable: 0, maxSurge: 1}}",
    ] {
        let text = one.replacen("replicas: 1", &format!("replicas: 1\n  {planned}"), 1);
        assert_eq!(of("single-replica", &text), none, "{planned}");
    }
}

#[test]
fn several_are_kept_and_apart() {
    let none = Vec::<String>::new();
    for rule in ["disruption-budget", "topology-spread", "single-replica"] {
        assert_eq!(of(rule, WEB), none);
    }
    let open =
        WEB.replacen("{matchLabels: {app: web}}, maxU", "{matchLabels: {app: redis}}, maxU", 1);
    assert_eq!(of("disruption-budget", &open), ["spec.replicas 7"]);
    let scaled = open.replacen("  replicas: 2\n", "", 1);
    assert_eq!(of("disruption-budget", &scaled), none);
    assert_eq!(of("disruption-budget", &format!("{scaled}{SCALER}")), ["spec.replicas 6"]);
    let (before, rest) = WEB.split_once("      topologySpread").unwrap();
    let (_, after) = rest.split_once("      containers:").unwrap();
    let together = format!("{before}      containers:{after}");
    assert_eq!(
        of("topology-spread", &together),
        ["spec.template.spec.topologySpreadConstraints 7"]
    );
}

#[test]
fn walls_have_no_gaps() {
    let policy = |labels: &str, namespace: &str| {
        format!(
            "{WEB}---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{name: a, namespace: {namespace}}}\nspec: {{podSelector: {labels}}}\n"
        )
    };
    let rule = "network-isolation";
    assert_eq!(
        of(rule, &policy("{matchLabels: {app: redis}}", "shop")),
        ["spec.template.metadata.labels 11"]
    );
    let other = "{matchExpressions: [{key: app, operator: In, values: [redis]}]}";
    assert_eq!(of(rule, &policy(other, "shop")), ["spec.template.metadata.labels 11"]);
    for quiet in [
        policy("{matchLabels: {app: web}}", "shop"),
        policy("{}", "shop"),
        policy("{matchLabels: {app: redis}}", "other"),
        WEB.to_owned(),
    ] {
        assert_eq!(of(rule, &quiet), Vec::<String>::new());
    }
}

#[test]
fn a_limit_range_gives_what_is_missing() {
    let range = "---\napiVersion: v1\nkind: LimitRange\nmetadata: {name: a, namespace: shop}\nspec: {limits: [{type: Container, default: {memory: 1Gi}, defaultRequest: {cpu: 100m}}]}\n";
    let container = "spec.template.spec.containers[0]";
    assert_eq!(of("memory-limit", WEB), [format!("{container}.resources.limits.memory 16")]);
    assert_eq!(of("cpu-request", WEB), [format!("{container}.resources.requests.cpu 16")]);
    let text = format!("{WEB}{range}");
    assert_eq!((of("memory-limit", &text).len(), of("cpu-request", &text).len()), (0, 0));
}

#[test]
fn doors_are_closed() {
    let service = |spec: &str, meta: &str| {
        let text = format!(
            "apiVersion: v1\nkind: Service\nmetadata: {{name: a{meta}}}\nspec: {{{spec}}}\n"
        );
        of("exposed-service", &text)
    };
    let at = ["spec.type 4"];
    assert_eq!(service("type: NodePort, ports: [{port: 80}]", ""), at);
    assert_eq!(service("type: LoadBalancer, ports: [{port: 443}, {port: 6379}]", ""), at);
    for (spec, meta) in [
        ("type: LoadBalancer, ports: [{port: 80}, {port: 443}]", ""),
        ("type: LoadBalancer, loadBalancerSourceRanges: [10.0.0.0/8], ports: [{port: 6379}]", ""),
        (
            "type: LoadBalancer, ports: [{port: 6379}]",
            ", annotations: {service.beta.kubernetes.io/azure-load-balancer-internal: \"true\"}",
        ),
        ("ports: [{port: 6379}]", ""),
    ] {
        assert_eq!(service(spec, meta), Vec::<String>::new(), "{spec}");
    }
}

#[test]
fn an_ingress_has_tls_wherever_it_ends() {
    let ingress = |host: &str, meta: &str, rest: &str| {
        of(
            "ingress-tls",
            &format!(
                "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {{name: a{meta}}}\nspec: {{{rest}rules: [{{host: {host}, http: {{paths: [{{path: /, pathType: Prefix, backend: {{service: {{name: web, port: {{number: 80}}}}}}}}]}}}}]}}\n"
            ),
        )
    };
    assert_eq!(ingress("shop.example.com", "", ""), ["spec.tls 4"]);
    for (host, meta, rest) in [
        ("shop.example.com", "", "tls: [{hosts: [shop.example.com]}], "),
        ("shop.example.com", ", annotations: {alb.ingress.kubernetes.io/certificate-arn: a}", ""),
        ("shop.local", "", ""),
    ] {
        assert_eq!(ingress(host, meta, rest), Vec::<String>::new(), "{host} {meta}");
    }
}
