//! The front door: hosts, certificates, and what annotations of ingress-nginx say. Source of their names:
//! `docs/user-guide/nginx-configuration/annotations.md` of kubernetes/ingress-nginx, read 2026-12-01; those of
//! cert-manager are what the bundle itself writes.

use super::super::ledger::{Ledger, Part};
use super::super::words;
use super::All;
use std::collections::BTreeMap;

const NGINX: &str = "nginx.ingress.kubernetes.io/";

pub(super) fn ingress(ledger: &mut Ledger<'_>, root: &Part<'_>, all: &All<'_>) {
    let annotations = root.get("metadata").and_then(|part| part.get("annotations"));
    if let Some(part) = &annotations {
        self::annotations(ledger, part);
    }
    let Some(spec) = root.get("spec") else { return };
    if let Some(part) = spec.get("ingressClassName")
        && let Some(text) = ledger.text(&part)
    {
        ledger.notes.likely("expose.via", "ingress", part.at.clone(), "the app has an Ingress");
        ledger.carry(&part, "expose.ingress_class", text);
    }
    let mut hosts = Vec::new();
    let mut first = None;
    for rule in spec.get("rules").iter().flat_map(Part::all) {
        if let Some(part) = rule.get("host")
            && let Some(text) = ledger.text(&part)
        {
            ledger.carried(&part, "hosts");
            first.get_or_insert(part.at.clone());
            if !hosts.contains(&text) {
                hosts.push(text);
            }
        }
        let paths = rule.get("http").and_then(|http| http.get("paths"));
        for path in paths.iter().flat_map(Part::all) {
            self::path(ledger, &path, all);
        }
    }
    if let Some(at) = first {
        ledger.notes.read("hosts", hosts, at);
    }
    for part in spec.get("tls").iter().flat_map(Part::all) {
        if let Some(inner) = part.get("hosts") {
            ledger.not_needed(&inner, "every host of the app has HTTPS");
        }
        if let Some(inner) = part.get("secretName")
            && let Some(text) = ledger.text(&inner)
        {
            if ledger.notes.best("expose.issuer").is_none()
                && ledger.notes.best("expose.tls").is_none()
            {
                ledger.notes.likely(
                    "expose.tls",
                    "secret",
                    inner.at.clone(),
                    "no issuer is named, so the certificate is one of yours",
                );
            }
            ledger.carry(&inner, "expose.tls_secret", text);
        }
    }
    ledger.rest(super::TABLE, super::OTHERWISE);
}

/// A path of the front door: to the app, or to another Service.
fn path(ledger: &mut Ledger<'_>, part: &Part<'_>, all: &All<'_>) {
    let backend = part.get("backend").and_then(|part| part.get("service"));
    let text = |part: Option<Part<'_>>, ledger: &Ledger<'_>| {
        part.and_then(|part| ledger.sheet.text(part.node)).unwrap_or_default()
    };
    let service = text(backend.as_ref().and_then(|part| part.get("name")), ledger);
    let at = text(part.get("path"), ledger);
    to(ledger, part, all, &service, &at, backend.as_ref().and_then(|part| part.get("port")));
}

fn to(
    ledger: &mut Ledger<'_>,
    part: &Part<'_>,
    all: &All<'_>,
    service: &str,
    at: &str,
    port: Option<Part<'_>>,
) {
    let is_root = matches!(at, "" | "/" | "/*" | "/(.*)");
    if is_root || service == all.web {
        return ledger.not_needed(part, "the front door leads to the web pods");
    }
    let name = words::name(service, 20);
    let path = format!("routes[{name}]");
    ledger.notes.read(&format!("{path}.name"), name.as_str(), part.at.clone());
    ledger.notes.read(&format!("{path}.path"), at, part.at.clone());
    let number = port.and_then(|port| {
        let inner = port.get("number").unwrap_or(port);
        ledger.sheet.text(inner.node)
    });
    if let Some(number) = number {
        ledger.notes.read(&format!("{path}.port"), number, part.at.clone());
    }
    ledger.carry(part, &format!("{path}.service"), service);
}

pub(in super::super) fn annotations(ledger: &mut Ledger<'_>, all: &Part<'_>) {
    let mut kept = BTreeMap::new();
    for part in all.all() {
        let name = part.name.clone();
        let Some(text) = ledger.text(&part) else { continue };
        let own = name.strip_prefix(NGINX).unwrap_or_default();
        match (name.as_str(), own) {
            ("cert-manager.io/cluster-issuer", _) => {
                ledger.notes.read("expose.tls", "cert_manager", part.at.clone());
                ledger.carry(&part, "expose.issuer", text);
            }
            ("cert-manager.io/issuer", _) => ledger.not_carried(
                &part,
                "an Issuer of the namespace: `expose.issuer` names a ClusterIssuer",
            ),
            ("kubernetes.io/ingress.class", _) => ledger.carry(&part, "expose.ingress_class", text),
            ("kubernetes.io/tls-acme", _) => ledger.likely(
                &part,
                "expose.tls",
                "cert_manager",
                "cert-manager reads the annotation",
            ),
            (_, "proxy-body-size") => match words::memory(&text) {
                Some(size) => ledger.carry(&part, "expose.max_body", size),
                None => {
                    kept.insert(name, text);
                    ledger.carried(&part, "expose.annotations");
                }
            },
            (_, "proxy-read-timeout" | "proxy-send-timeout") => {
                ledger.carry(&part, "expose.timeout", text.trim_end_matches('s'));
            }
            (_, "ssl-redirect" | "force-ssl-redirect") if text == "true" => {
                ledger.not_needed(&part, "the front door and Rails lead to HTTPS");
            }
            (_, "app-root" | "rewrite-target" | "use-regex") => {
                ledger.not_carried(&part, "paths are handed on as they are: `expose.path` and `routes` say what lies where");
            }
            (_, own) if own.ends_with("-snippet") => {
                ledger.not_carried(
                    &part,
                    "ingress-nginx refuses snippets unless its administrator allows them",
                );
            }
            ("kubectl.kubernetes.io/last-applied-configuration", _) => {
                ledger.not_needed(&part, "kubectl writes it")
            }
            _ if crate::secret::looks_secret(&name, &text) => {
                ledger.notes.value_in_file(&name, part.at.clone());
                ledger.not_carried(&part, "it looks like the value of a secret");
            }
            _ if crate::field::check_key(crate::field::Accepts::Annotations, &name).is_ok() => {
                kept.insert(name, text);
                ledger.carried(&part, "expose.annotations");
            }
            _ => ledger.not_carried(&part, "it is no key of an annotation"),
        }
    }
    if !kept.is_empty() {
        let value = super::super::super::finding::Value::Map(kept);
        ledger.notes.read("expose.annotations", value, all.at.clone());
    }
}

pub(super) fn route(ledger: &mut Ledger<'_>, root: &Part<'_>, all: &All<'_>) {
    let Some(spec) = root.get("spec") else { return };
    ledger.notes.likely("expose.via", "gateway", spec.at.clone(), "the app has an HTTPRoute");
    if let Some(part) = spec.get("hostnames") {
        let hosts: Vec<String> = ledger.texts(&part).into_iter().map(|(text, _)| text).collect();
        ledger.carry(&part, "hosts", hosts);
    }
    for part in spec.get("parentRefs").iter().flat_map(Part::all).take(1) {
        let get = |key: &str| part.get(key).and_then(|part| ledger.sheet.text(part.node));
        let (name, namespace, section) = (get("name"), get("namespace"), get("sectionName"));
        for (key, value) in
            [("gateway", name), ("gateway_namespace", namespace), ("gateway_listener", section)]
        {
            if let Some(value) = value {
                ledger.notes.read(&format!("expose.{key}"), value, part.at.clone());
            }
        }
        ledger.carried(&part, "expose.gateway");
    }
    for rule in spec.get("rules").iter().flat_map(Part::all) {
        let at = rule
            .get("matches")
            .and_then(|part| part.all().into_iter().next())
            .and_then(|part| part.get("path")?.get("value"));
        let at = at.and_then(|part| ledger.sheet.text(part.node)).unwrap_or_default();
        for backend in rule.get("backendRefs").iter().flat_map(Part::all).take(1) {
            let name = backend
                .get("name")
                .and_then(|part| ledger.sheet.text(part.node))
                .unwrap_or_default();
            to(ledger, &backend, all, &name, &at, backend.get("port"));
        }
        if let Some(part) = rule.get("matches") {
            ledger.not_needed(&part, "the path is carried with what it leads to");
        }
    }
    ledger.rest(super::TABLE, super::OTHERWISE);
}

pub(super) fn gateway(ledger: &mut Ledger<'_>, root: &Part<'_>) {
    if let Some(part) = root.get("spec").and_then(|spec| spec.get("gatewayClassName"))
        && let Some(text) = ledger.text(&part)
    {
        ledger.carry(&part, "expose.gateway_class", text);
    }
    if let Some(part) = root.get("spec").and_then(|spec| spec.get("listeners")) {
        ledger.not_needed(&part, "the bundle's Gateway has a listener for each host");
    }
    ledger.rest(super::TABLE, super::OTHERWISE);
}
