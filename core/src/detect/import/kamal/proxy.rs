//! The image and its registry, and what the proxy does.

use super::super::ledger::{Ledger, Part};
use super::super::variables::LOW_PORT;
use super::super::words;
use super::Known;

/// The image with the registry before it.
pub(super) fn image(ledger: &mut Ledger<'_>, root: &Part<'_>, known: &mut Known) {
    let registry = root.get("registry");
    let server = registry.as_ref().and_then(|registry| registry.get("server"));
    let host = server.as_ref().and_then(|part| Some((ledger.text(part)?, part.clone())));
    let local = host.as_ref().is_some_and(|(host, _)| host.starts_with("localhost"));
    if let Some(part) = root.get("image")
        && let Some(text) = ledger.text(&part)
    {
        let user = text.split('/').next().unwrap_or_default();
        let host = host.as_ref().map(|(host, _)| host.trim_end_matches('/'));
        match host {
            _ if matches!(user, "your-user" | "my-user") => {
                ledger.not_carried(&part, "it is the image of Kamal's own template");
            }
            Some(_) if local => ledger.not_carried(
                &part,
                "Kamal starts its registry on your machine, and no cluster reaches that: name one that it does",
            ),
            None if server.is_some() => {
                ledger.not_carried(&part, "its registry is not known");
            }
            None if !text.contains('/') => ledger.not_carried(
                &part,
                "no registry and no owner stand before it, so it cannot be pulled",
            ),
            Some(host) if host != "docker.io" && host != "hub.docker.com" && host != "index.docker.io" => {
                let image = if text.starts_with(&format!("{host}/")) {
                    text
                } else {
                    format!("{host}/{text}")
                };
                ledger.carry(&part, "image", image);
            }
            _ => ledger.carry(&part, "image", words::with_registry(&text)),
        }
    }
    if let Some((_, part)) = &host {
        if local {
            ledger.not_carried(part, "Kamal starts that registry on your machine: name one that the cluster reaches (`image`)");
        } else {
            ledger.carried(part, "image");
        }
    }
    for key in ["username", "password"] {
        if let Some(part) = registry.as_ref().and_then(|registry| registry.get(key)) {
            login(ledger, &part, known);
        }
    }
}

/// The login of the registry: a secret's name in a list, or a text.
fn login(ledger: &mut Ledger<'_>, part: &Part<'_>, known: &mut Known) {
    if part.is_list() {
        for (text, _) in ledger.texts(part) {
            known
                .asked
                .insert(text, "the login of the registry goes into the cluster once".to_owned());
        }
    } else if part.name == "password" {
        match ledger.sheet.text(part.node) {
            Some(_) => ledger.notes.value_in_file(&part.key, part.at.clone()),
            None => {
                return ledger.not_carried(
                    part,
                    "Ruby works it out when Kamal runs: let the nodes' own rights read the registry, or renew the pull secret",
                );
            }
        }
    }
    ledger.carry(part, "registry.private", "true");
}

pub(super) fn read(ledger: &mut Ledger<'_>, root: &Part<'_>) {
    if let Some(part) = root.get("proxy") {
        of(ledger, &part);
    }
}

/// What one part says of the proxy: that of the whole file, or of the role that serves the web.
pub(super) fn of(ledger: &mut Ledger<'_>, proxy: &Part<'_>) {
    if !proxy.is_map() {
        if let Some(text) = ledger.text(proxy) {
            if text == "false" {
                let why = "Kamal's proxy does not lead to it";
                return ledger.likely(proxy, "expose.via", "none", why);
            }
            ledger.not_needed(proxy, "the front door leads to the web pods anyway");
        }
        return;
    }
    hosts(ledger, proxy);
    let get = |key: &str| proxy.get(key);
    if let Some(part) = get("app_port")
        && let Some(text) = ledger.text(&part)
    {
        if text.parse::<u16>().is_ok_and(|port| port < 1024) {
            ledger.not_needed(&part, LOW_PORT);
        } else {
            ledger.carry(&part, "web.port", text);
        }
    }
    if let Some(part) = get("ssl") {
        ssl(ledger, &part);
    }
    if let Some(part) = get("ssl_redirect")
        && ledger.sheet.text(part.node).as_deref() == Some("false")
    {
        ledger.not_carried(
            &part,
            "the front door may lead plain HTTP to HTTPS: see its annotations, and `config.force_ssl`",
        );
    }
    if let Some(part) = get("response_timeout")
        && let Some(text) = ledger.text(&part)
    {
        ledger.carry(&part, "expose.timeout", text);
    }
    if let Some(part) = get("healthcheck").and_then(|health| health.get("path"))
        && let Some(text) = ledger.text(&part)
    {
        ledger.carry(&part, "web.health_path", text);
    }
    if let Some(buffering) = get("buffering") {
        if let Some(part) = buffering.get("max_request_body")
            && let Some(text) = ledger.text(&part)
        {
            match words::bytes(&text) {
                Some(size) => ledger.carry(&part, "expose.max_body", size),
                None => ledger.not_needed(&part, "it sets no limit"),
            }
        }
        ledger.rest_of(
            &buffering,
            "buffers are the controller's own: see its annotations (`expose.annotations`)",
        );
    }
}

fn hosts(ledger: &mut Ledger<'_>, proxy: &Part<'_>) {
    let parts: Vec<Part<'_>> =
        ["host", "hosts"].into_iter().filter_map(|key| proxy.get(key)).collect();
    let mut hosts = Vec::new();
    let mut told = Vec::new();
    for part in &parts {
        for (text, item) in ledger.texts(part) {
            if text == "app.example.com" {
                ledger.not_carried(&item, "it is the host of Kamal's own template");
                continue;
            }
            for host in text.split(',').map(str::trim).filter(|host| !host.is_empty()) {
                if !hosts.contains(&host.to_owned()) {
                    hosts.push(host.to_owned());
                }
            }
            told.push(item);
        }
    }
    let Some(first) = told.first().cloned() else { return };
    ledger.carry(&first, "hosts", hosts);
    for item in told.iter().skip(1) {
        let path = ledger.path("hosts");
        ledger.carried(item, &path);
    }
}

fn ssl(ledger: &mut Ledger<'_>, part: &Part<'_>) {
    if part.is_map() {
        let path = ledger.path("expose.tls");
        ledger.notes.read(&path, "secret", part.at.clone());
        for inner in part.all() {
            ledger.not_carried(
                &inner,
                "put certificate and key into the Secret that `expose.tls_secret` names (kubectl create secret tls)",
            );
        }
        return ledger.carried(part, &path);
    }
    match ledger.text(part).as_deref() {
        Some("true") => {
            let why = "Kamal's proxy gets a certificate from Let's Encrypt; in a cluster cert-manager does";
            ledger.likely(part, "expose.tls", "cert_manager", why);
        }
        Some("false") => ledger.not_carried(
            part,
            "the front door has HTTPS unless `expose: {tls: none}` says that something before the cluster ends it",
        ),
        Some(_) => ledger.not_carried(part, "it is neither true nor a certificate"),
        None => {}
    }
}
