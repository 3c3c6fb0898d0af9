//! Other programs that run beside an app: further processes with images of their own, or what a cluster has no use for.

use super::ledger::{Ledger, Part};
use super::words;
use crate::field::{Accepts, check};

/// What stands before an app, and the front door takes the place of.
const PROXIES: [&str; 12] = [
    "nginx",
    "nginx-proxy",
    "traefik",
    "caddy",
    "caddy-docker-proxy",
    "haproxy",
    "httpd",
    "acme-companion",
    "letsencrypt-nginx-proxy-companion",
    "certbot",
    "kamal-proxy",
    "cloudflared",
];

/// What is for development, or looks after containers on one machine.
const TOOLS: [&str; 14] = [
    "mailhog",
    "mailcatcher",
    "mailpit",
    "maildev",
    "adminer",
    "pgadmin4",
    "phpmyadmin",
    "redis-commander",
    "redisinsight",
    "watchtower",
    "portainer",
    "portainer-ce",
    "autoheal",
    "selenium",
];

/// Why a cluster has no use for an image, if it has none.
pub(super) fn use_of(image: &str) -> Option<&'static str> {
    let name = image.split('@').next().unwrap_or(image);
    let name = name.rsplit('/').next().unwrap_or(name).split(':').next().unwrap_or(name);
    if PROXIES.contains(&name) {
        return Some("the Ingress or Gateway takes its place");
    }
    let is_tool = TOOLS.contains(&name) || name.starts_with("docker-postgres-backup");
    is_tool.then_some("it is a tool for development, or for a single machine")
}

/// Begins a process for an image that is no data store of ours: the path of its fields, or nothing where the spec cannot
/// say it.
pub(super) fn begin(
    ledger: &mut Ledger<'_>,
    whole: &Part<'_>,
    part: &Part<'_>,
    image: &str,
) -> Option<String> {
    let full = words::full(image);
    let name = words::name(&whole.name, 20);
    let fits = check(Accepts::Name { longest: 20 }, &name).is_ok();
    if !fits || check(Accepts::PinnedImage, &full).is_err() || !ledger.prefix.is_empty() {
        let why =
            "another program beside the app: give its image a tag, and name it in `processes`";
        ledger.not_carried(whole, why);
        return None;
    }
    let path = format!("processes[{name}]");
    ledger.notes.read(&format!("{path}.name"), name.as_str(), part.at.clone());
    ledger.carry(part, &format!("{path}.image"), full);
    Some(path)
}

/// Why folders of such a program are not carried.
pub(super) const FOLDERS: &str =
    "a process has no volume of its own: keep such a program as `manifests` of your own";
