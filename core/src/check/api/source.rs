//! What the sources of volumes need, in pods and in persistent volumes alike.

use super::super::context::{Context, Spot, bool, entries, filled, given, items, text};
use super::super::names;
use super::field::{mode, needed, user, within, written};
use super::number::between;
use super::projection;
use crate::check::api::shared::{VOLUME, none_of};
use crate::check::names::NAME;
use crate::check::schema::missing::missing;
use crate::yaml::Node;

/// Judges one source; `key` is its field, and the path leads to what holds it.
pub(super) fn judge(context: &mut Context<'_>, key: &str, node: &Node) {
    // The API server prints this one under another name.
    let mark = context.path.field(if key == "gcePersistentDisk" { "persistentDisk" } else { key });
    match key {
        "hostPath" => host_path(context, node),
        "gitRepo" => within(context, node, "directory", "directory"),
        "gcePersistentDisk" => {
            needed(context, node, &["pdName"]);
            between(context, node, "partition", 0, 255);
        }
        "awsElasticBlockStore" => between(context, node, "partition", 0, 255),
        "secret" => {
            needed(context, node, &["secretName"]);
            mode(context, node, "defaultMode");
        }
        "configMap" => {
            needed(context, node, &["name"]);
            mode(context, node, "defaultMode");
        }
        "nfs" => {
            if let (Some(path), Some(spot)) = (filled(node, "path"), node.get("path"))
                && !path.starts_with('/')
            {
                let message = format!("`{path}` is no absolute path");
                let help = "let the path begin with `/`";
                context.report(&VOLUME, spot, "path", message, help);
            }
        }
        "iscsi" => iscsi(context, node),
        "flocker" => flocker(context, node),
        "cinder" => secret_name(context, node),
        "quobyte" => quobyte(context, node),
        "downwardAPI" => projection::downward(context, node),
        "fc" => fibre_channel(context, node),
        "flexVolume" => flex(context, node),
        "azureDisk" => azure_disk(context, node),
        "scaleIO" => needed(context, node, &["volumeName"]),
        "storageos" => {
            needed(context, node, &["volumeName"]);
            names::require(context, node, "volumeName", "a volume", names::dns_label);
            names::require(context, node, "volumeNamespace", "a namespace", names::dns_label);
            secret_name(context, node);
        }
        "projected" => projection::projected(context, node),
        "csi" => csi(context, node),
        "ephemeral" => needed_part(context, node, "volumeClaimTemplate"),
        "local" => no_way_up(context, node, "path"),
        _ => {}
    }
    context.path.back(mark);
}

fn needed_part(context: &mut Context<'_>, node: &Node, key: &str) {
    if given(node, key).is_none() {
        missing(context, key, node);
    }
}

/// An absolute or relative path without `..`.
fn no_way_up(context: &mut Context<'_>, node: &Node, key: &str) {
    let (Some(path), Some(spot)) = (filled(node, key), node.get(key)) else { return };
    if path.split('/').any(|part| part == "..") {
        let message = format!("`{path}` goes up with `..`");
        context.report(&VOLUME, spot, key, message, "write the path without `..`");
    }
}

fn host_path(context: &mut Context<'_>, node: &Node) {
    if filled(node, "path").is_none() {
        context.forget("type");
    }
    no_way_up(context, node, "path");
}

fn iscsi(context: &mut Context<'_>, node: &Node) {
    for (key, place) in [("iqn", "iqn"), ("initiatorName", "initiatorname")] {
        let (Some(name), Some(spot)) = (text(node, key), given(node, key)) else { continue };
        if key == "iqn" && name.is_empty() {
            continue;
        }
        if !is_iscsi_name(name) {
            let message = format!("`{name}` is no name of an iSCSI node");
            let help = "write it as `iqn.2001-04.com.example:storage`";
            context.report(&VOLUME, spot, place, message, help);
        }
    }
    between(context, node, "lun", 0, 255);
    let chap = ["chapAuthDiscovery", "chapAuthSession"];
    if chap.iter().any(|key| bool(node, key) == Some(true)) {
        needed_part(context, node, "secretRef");
    }
    if let Some(secret) = given(node, "secretRef").filter(|_| context.kind == "PersistentVolume") {
        let mark = context.path.field("secretRef");
        needed(context, secret, &["name"]);
        context.path.back(mark);
    }
}

/// `iqn.YYYY-MM.domain:rest`, `eui.` with 16 or `naa.` with 32 hexadecimal digits.
fn is_iscsi_name(name: &str) -> bool {
    let hex =
        |rest: &str, count| rest.len() == count && rest.bytes().all(|b| b.is_ascii_hexdigit());
    if let Some(rest) = name.strip_prefix("iqn") {
        let rest = rest.strip_prefix('.').unwrap_or_default();
        let digits = |range: std::ops::Range<usize>| {
            rest.get(range).is_some_and(|part| part.bytes().all(|each| each.is_ascii_digit()))
        };
        let domain = rest.get(8..).unwrap_or_default();
        let domain = domain.split(':').next().unwrap_or_default();
        return digits(0..4)
            && rest.get(4..5) == Some("-")
            && digits(5..7)
            && rest.get(7..8) == Some(".")
            && domain.len() > 1
            && domain.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.'))
            && !domain.ends_with(['-', '.'])
            && !name.contains([' ', '\t', '\n']);
    }
    name.strip_prefix("eui.").is_some_and(|rest| hex(rest, 16))
        || name.strip_prefix("naa.").is_some_and(|rest| hex(rest, 32))
}

fn flocker(context: &mut Context<'_>, node: &Node) {
    let (name, uuid) = (filled(node, "datasetName"), filled(node, "datasetUUID"));
    if name.is_some() == uuid.is_some() {
        let message = "either `datasetName` or `datasetUUID` has to be given";
        context.report(&VOLUME, node, "", message, "name the dataset by one of the two");
    }
    if let (Some(true), Some(spot)) = (name.map(|name| name.contains('/')), node.get("datasetName"))
    {
        let message = "`datasetName` cannot hold `/`";
        context.report(&VOLUME, spot, "datasetName", message, "leave out the `/`");
    }
}

fn quobyte(context: &mut Context<'_>, node: &Node) {
    let (Some(registry), Some(spot)) = (filled(node, "registry"), node.get("registry")) else {
        return;
    };
    if filled(node, "tenant").is_some_and(|tenant| tenant.len() >= 65) {
        let spot = given(node, "tenant").unwrap_or(node);
        context.report(&VOLUME, spot, "tenant", "a tenant has at most 64 characters", "shorten it");
    } else if !registry
        .split(',')
        .all(|pair| pair.rsplit_once(':').is_some_and(|(host, _)| !host.contains(':')))
    {
        let message = format!("`{registry}` is no host with a port");
        context.report(&VOLUME, spot, "registry", message, "write it as `host:port`");
    }
}

fn fibre_channel(context: &mut Context<'_>, node: &Node) {
    let (names, ids) = (items(node, "targetWWNs"), items(node, "wwids"));
    if names.is_empty() == ids.is_empty() {
        let spot = given(node, "targetWWNs").unwrap_or(node);
        let message = "either `targetWWNs` or `wwids` has to be given";
        context.report(&VOLUME, spot, "targetWWNs", message, "keep one of the two");
    }
    if !names.is_empty() {
        if given(node, "lun").is_none() {
            missing(context, "lun", node);
        }
        between(context, node, "lun", 0, 255);
    }
}

fn flex(context: &mut Context<'_>, node: &Node) {
    for entry in entries(node, "options") {
        let space = entry.key.split('/').next().unwrap_or_default().to_lowercase();
        let reserved = |domain: &str| {
            space.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        };
        if reserved("kubernetes.io") || reserved("k8s.io") {
            let message = format!("`{}` is Kubernetes' own", entry.key);
            let path = format!("options[{}]", entry.key);
            context.report(&VOLUME, entry, &path, message, "use a domain of your own");
        }
    }
}

fn azure_disk(context: &mut Context<'_>, node: &Node) {
    let kind = text(node, "kind").unwrap_or("Shared");
    let spot = given(node, "kind").unwrap_or(node);
    let words = ["Dedicated", "Managed", "Shared"];
    if !words.contains(&kind) {
        let message = format!("`{kind}` is no kind of a disk");
        let help = "write `Managed`, `Dedicated` or `Shared`";
        none_of(context, spot, "kind", message, help, &words);
    }
    let uri = text(node, "diskURI").unwrap_or_default();
    let begin = if kind == "Managed" { "/subscriptions/" } else { "https://" };
    if !uri.starts_with(begin) {
        let spot = given(node, "diskURI").unwrap_or(node);
        let message = format!("the URI of such a disk begins with `{begin}`");
        context.report(&VOLUME, spot, "diskURI", message, "fix `diskURI`, or change `kind`");
    }
}

/// A Secret that is named has a name; in a persistent volume a namespace, too.
fn secret_name(context: &mut Context<'_>, node: &Node) {
    let Some(secret) = given(node, "secretRef") else { return };
    let mark = context.path.field("secretRef");
    needed(context, secret, &["name"]);
    if context.kind == "PersistentVolume" {
        needed(context, secret, &["namespace"]);
    }
    context.path.back(mark);
}

fn csi(context: &mut Context<'_>, node: &Node) {
    if let (Some(driver), Some(spot)) = (filled(node, "driver"), node.get("driver"))
        && (driver.len() > 63 || names::dns_subdomain(&driver.to_lowercase()).is_some())
    {
        let message = format!("`{driver}` cannot be the name of a driver");
        let help = "write a domain such as `csi.example.com`, at most 63 characters";
        context.report(&NAME, spot, "driver", message, help);
    }
    if context.kind == "PersistentVolume" {
        for key in [
            "controllerPublishSecretRef",
            "controllerExpandSecretRef",
            "nodePublishSecretRef",
            "nodeExpandSecretRef",
        ] {
            let Some(secret) = given(node, key) else { continue };
            let mark = context.path.field(key);
            needed(context, secret, &["name", "namespace"]);
            names::require(context, secret, "name", "a Secret", names::dns_subdomain);
            names::require(context, secret, "namespace", "a namespace", names::dns_label);
            context.path.back(mark);
        }
    } else if let Some(secret) = given(node, "nodePublishSecretRef") {
        if filled(secret, "name").is_none() {
            missing(context, "nodePublishSecretRef.name", secret);
        } else if let Some(help) = filled(secret, "name").and_then(names::dns_subdomain) {
            let spot = given(secret, "name").map_or(Spot::from(secret), Spot::from);
            context.report(&NAME, spot, "name", "this cannot be the name of a Secret", help);
        }
    }
}

/// A file of a ConfigMap or Secret.
pub(super) fn key_to_path(context: &mut Context<'_>, node: &Node) {
    written(context, node, "path", "path");
    mode(context, node, "mode");
    user(context, node, "user");
}
