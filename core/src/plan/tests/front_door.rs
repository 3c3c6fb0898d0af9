//! The front door, its provider, and websockets behind it.

use super::check;
use crate::generate;

#[test]
fn a_front_door_has_what_it_needs() {
    let hosts = "hosts: [shop.example.com]\n";
    check("expose: {via: gateway}\n", &["3 gateway-without-hosts expose.via"]);
    check("expose: {via: load_balancer, tls: secret}\n", &["3 tls-at-load-balancer expose.tls"]);
    for (rest, rule) in [
        ("expose: {tls: provider}\n", "no-provider-certificate"),
        ("provider: gke\nexpose: {tls: provider}\n", "certificate-not-named"),
        (
            "provider: eks\nexpose: {ingress_class: traefik, tls: provider}\n",
            "no-provider-certificate",
        ),
    ] {
        let line = 3 + rest.lines().count();
        check(&format!("{hosts}{rest}"), &[&format!("{line} {rule} expose.tls")]);
    }
    check(
        "provider: hetzner\nexpose: {via: load_balancer, tls: provider}\n",
        &["4 certificate-without-hosts expose.tls"],
    );
    check(
        &format!("{hosts}expose: {{ingress_class: nginx}}\n"),
        &["4 ingress-nginx-retired expose.ingress_class"],
    );
    let alb = format!("{hosts}provider: eks\n");
    let refused = ["5 gateway-certificate expose.tls"];
    check(&format!("{alb}expose: {{via: gateway}}\n"), &refused);
    check(&format!("{alb}expose: {{via: gateway, tls: secret}}\n"), &refused);
    check(&format!("{alb}expose: {{via: gateway, certificate: 'arn:a'}}\n"), &[]);
    check(&format!("{alb}expose: {{via: gateway, gateway_class: traefik}}\n"), &[]);
    check(
        &format!("{alb}expose: {{via: gateway, tls: provider}}\n"),
        &["5 certificate-not-named expose.tls"],
    );
    check("hosts: [192.0.2.7]\n", &["3 wrong-value hosts[0]"]);
}

#[test]
fn websockets_reach_every_process() {
    check("action_cable: {adapter: async}\n", &["3 cable-async action_cable.adapter"]);
    check(
        "action_cable: {adapter: async}\nweb: {replicas: 1}\n",
        &["3 cable-async action_cable.adapter"],
    );
    check("action_cable: {adapter: async}\nweb: {replicas: 1, processes: 0}\n", &[]);
    check(
        "action_cable: {adapter: async}\nweb: {replicas: 1, processes: 0, autoscale: {max: 3}}\n",
        &["3 cable-async action_cable.adapter"],
    );
    check(
        "action_cable: {adapter: async}\nweb: {replicas: 1, processes: 0, autoscale: {max: 1}}\n",
        &[],
    );
    check("action_cable: {adapter: redis}\n", &["3 cable-without-redis action_cable.adapter"]);
    check("action_cable: {adapter: redis}\nsecrets: [REDIS_URL]\n", &[]);
    check(
        "action_cable: {adapter: solid_cable}\ndatabase: {adapter: none}\n",
        &["3 cable-without-database action_cable.adapter"],
    );
}

#[test]
fn a_provider_decides_what_the_spec_leaves_open() {
    use crate::plan::{Tls, Via};
    let plan = |rest: &str| generate(&format!("app: shop\nhosts: [shop.example.com]\n{rest}")).plan;
    let usual = plan("image: a/b\n");
    assert_eq!((usual.expose.via.value, usual.expose.tls.value), (Via::Ingress, Tls::CertManager));
    assert!(usual.storage_class.is_none() && usual.private.value);
    let gke = plan("image: europe-west1-docker.pkg.dev/a/b/c\nprovider: gke\n");
    assert_eq!((gke.expose.via.value, gke.expose.tls.value), (Via::Gateway, Tls::CertManager));
    assert_eq!(gke.storage_class.map(|class| class.value).as_deref(), Some("standard-rwo"));
    assert!(!gke.private.value && gke.pull_secret.is_none());
    let eks = plan("image: 1.dkr.ecr.eu-west-1.amazonaws.com/a\nprovider: eks\n");
    assert_eq!((eks.expose.via.value, eks.expose.tls.value), (Via::Ingress, Tls::Provider));
    let other = plan("image: a/b\nprovider: eks\nexpose: {ingress_class: traefik}\n");
    assert_eq!(other.expose.tls.value, Tls::CertManager);
    assert!(other.door_annotations().is_empty() && other.private.value);
    let named =
        plan("image: a/b\nprovider: digitalocean\nexpose: {via: load_balancer, certificate: x}\n");
    assert_eq!(named.expose.tls.value, Tls::Provider);
}

#[test]
fn every_provider_is_a_choice_and_no_annotation_keeps_a_blank() {
    use crate::facts::PROVIDERS;
    use crate::field::{self, Accepts};
    let Some(Accepts::Choice(choices)) = field::find("provider").map(|field| field.accepts) else {
        panic!("`provider` is a choice");
    };
    let words: Vec<&str> = choices.iter().map(|choice| choice.value).collect();
    assert_eq!(words, PROVIDERS.map(|provider| provider.id));
    for provider in PROVIDERS {
        for via in ["gateway", "ingress", "load_balancer"] {
            let text = format!(
                "app: shop\nimage: a/b\nhosts: [shop.example.com]\nprovider: {}\nexpose: {{via: {via}, certificate: cert}}\n",
                provider.id
            );
            let plan = generate(&text).plan;
            let annotations = plan.door_annotations();
            assert!(
                annotations.iter().all(|(_, value)| !value.contains("{c")
                    && !value.contains("{h")
                    && !value.contains("{l")),
                "{annotations:?}"
            );
        }
    }
}
