//! Projected volumes: several sources in one folder.

use super::super::context::{Context, Spot, entries, filled, given, int, items, text};
use super::super::names;
use super::environment;
use super::field::{mode, needed, user, written};
use super::number::between;
use crate::check::api::shared::{VOLUME, none_of};
use crate::check::catalog::file::TOO_LARGE;
use crate::check::names::{ANNOTATION, NAME};
use crate::facts::Kubernetes;
use crate::yaml::Node;
use crate::yaml::rules::MISSING_FIELD;
use std::collections::BTreeSet;

/// Facts about the pod and its containers as files. The API server leaves out the index.
pub(super) fn downward(context: &mut Context<'_>, node: &Node) {
    mode(context, node, "defaultMode");
    for item in items(node, "items") {
        file(context, item);
    }
}

fn file(context: &mut Context<'_>, node: &Node) {
    needed(context, node, &["path"]);
    written(context, node, "path", "path");
    mode(context, node, "mode");
    user(context, node, "user");
    match (given(node, "fieldRef"), given(node, "resourceFieldRef")) {
        (Some(field), other) => {
            environment::field(context, field, environment::Reader::File);
            if let Some(other) = other {
                let message = "`fieldRef` and `resourceFieldRef` cannot both be given";
                context.report(&VOLUME, other, "", message, "keep one of the two");
            }
        }
        (None, Some(resource)) => {
            environment::resource(context, resource, environment::Reader::File);
        }
        (None, None) => {
            let message = "this file shows nothing";
            context.report(&MISSING_FIELD, node, "", message, "add `fieldRef`");
        }
    }
}

/// All sources of one volume.
pub(super) fn projected(context: &mut Context<'_>, node: &Node) {
    mode(context, node, "defaultMode");
    let mut taken = BTreeSet::new();
    for (at, source) in items(node, "sources").iter().enumerate() {
        let place = format!("sources[{at}]");
        let mut count = 0;
        for key in ["secret", "configMap", "downwardAPI"] {
            let Some(own) = given(source, key) else { continue };
            count += 1;
            let mark = context.path.field(&place);
            context.path.field(key);
            if key == "downwardAPI" {
                downward(context, own);
            } else {
                needed(context, own, &["name"]);
            }
            context.path.back(mark);
            for item in items(own, "items") {
                take(context, &mut taken, item, "path");
            }
        }
        if let Some(token) = given(source, "serviceAccountToken") {
            count += 1;
            let mark = context.path.field(&place);
            context.path.field("serviceAccountToken");
            between(context, token, "expirationSeconds", 600, 1 << 32);
            context.path.back(mark);
            needed(context, token, &["path"]);
            written(context, token, "path", "path");
        }
        // What follows was left out without a word until 1.36.
        let open = context.version >= Kubernetes::V1_37;
        for key in ["clusterTrustBundle", "podCertificate"] {
            let Some(own) = given(source, key) else { continue };
            let mark = context.path.field(&place);
            if open {
                count += 1;
                context.path.field(key);
                if key == "clusterTrustBundle" {
                    bundle(context, own)
                } else {
                    certificate(context, own)
                }
            } else {
                context.forget(key);
            }
            context.path.back(mark);
            let paths: &[&str] = match key {
                _ if !open => &[],
                "clusterTrustBundle" => &["path"],
                _ => &["credentialBundlePath", "keyPath", "certificateChainPath"],
            };
            for path in paths {
                take(context, &mut taken, own, path);
            }
        }
        if count > 1 {
            let message = "each item of `sources` has one source";
            context.report(&VOLUME, source, &place, message, "make it two items");
        }
    }
}

/// Two files cannot have one path.
fn take<'n>(context: &mut Context<'_>, taken: &mut BTreeSet<&'n str>, node: &'n Node, key: &str) {
    let Some(path) = filled(node, key) else { return };
    if !taken.insert(path) {
        let spot = given(node, key).map_or(Spot::from(node), Spot::from);
        let message = format!("two files of this volume have the path `{path}`");
        context.report(&VOLUME, spot, "", message, "give one of them another path");
    }
}

fn bundle(context: &mut Context<'_>, node: &Node) {
    match (text(node, "name"), text(node, "signerName")) {
        (Some(_), Some(_)) => {
            let message = "`name` and `signerName` cannot both be given";
            context.report(&VOLUME, node, "", message, "keep one of the two");
        }
        (Some(name), None) => {
            let bare = name.rsplit_once(':').map_or(name, |(_, bare)| bare);
            if let (Some(help), Some(spot)) = (names::dns_subdomain(bare), given(node, "name")) {
                let message = format!("`{name}` cannot be the name of a bundle");
                context.report(&NAME, spot, "name", message, help);
            }
            if let Some(spot) = given(node, "labelSelector") {
                let message = "a `labelSelector` goes with `signerName`, not with `name`";
                context.report(&VOLUME, spot, "labelSelector", message, "remove it");
            }
        }
        (None, Some(_)) => signer(context, node),
        (None, None) => {
            let message = "a bundle needs `name` or `signerName`";
            context.report(&MISSING_FIELD, node, "", message, "add `name`");
        }
    }
    needed(context, node, &["path"]);
    written(context, node, "path", "path");
    user(context, node, "user");
}

fn certificate(context: &mut Context<'_>, node: &Node) {
    const TYPES: [&str; 6] =
        ["ECDSAP256", "ECDSAP384", "ECDSAP521", "ED25519", "RSA3072", "RSA4096"];
    signer(context, node);
    let kind = text(node, "keyType").unwrap_or_default();
    if !TYPES.contains(&kind) {
        let spot = given(node, "keyType").unwrap_or(node);
        let message = format!("`{kind}` is no type of a key");
        let help = format!("write one of `{}`", TYPES.join("`, `"));
        none_of(context, spot, "keyType", message, help, &TYPES);
    }
    for entry in entries(node, "userAnnotations") {
        let (domain, name) = entry.key.split_once('/').unwrap_or(("", &entry.key));
        let fine = names::dns_subdomain(&domain.to_lowercase()).is_none()
            && !name.is_empty()
            && names::label_value(name).is_none();
        if !fine {
            let message = format!("`{}` is no key with a domain", entry.key);
            let help = "write it as `example.com/name`";
            context.report(&ANNOTATION, entry, "userAnnotations", message, help);
        }
    }
    let annotations = entries(node, "userAnnotations");
    let size =
        |entry: &crate::yaml::Entry| entry.key.len() + entry.value.text().map_or(0, str::len);
    if annotations.iter().map(size).sum::<usize>() > 256 * 1024 {
        let spot = given(node, "userAnnotations").unwrap_or(node);
        let message = "annotations have at most 256 KiB";
        context.report(&TOO_LARGE, spot, "userAnnotations", message, "shorten them");
    }
    // A signer of Kubernetes itself lets certificates live a day, others 91.
    let own = text(node, "signerName").is_some_and(|name| {
        name.split('/').next().is_some_and(|host| host.ends_with("kubernetes.io"))
    });
    let highest = if own { 86_400 } else { 7_862_400 };
    if int(node, "maxExpirationSeconds").is_some() {
        between(context, node, "maxExpirationSeconds", 3_600, highest);
    }
    let paths = ["credentialBundlePath", "keyPath", "certificateChainPath"];
    for key in paths {
        written(context, node, key, key);
    }
    if paths.iter().all(|key| filled(node, key).is_none()) {
        let message = "a certificate is written to no file";
        context.report(&MISSING_FIELD, node, "", message, "add `credentialBundlePath`");
    }
    user(context, node, "user");
}

/// `domain/path`, as signers are called.
fn signer(context: &mut Context<'_>, node: &Node) {
    let name = text(node, "signerName").unwrap_or_default();
    let fine = name.split_once('/').is_some_and(|(domain, path)| {
        domain.contains('.')
            && names::dns_subdomain(domain).is_none()
            && path.split('.').all(|part| names::dns_label(part).is_none())
    });
    if !fine {
        let spot = given(node, "signerName").unwrap_or(node);
        let message = format!("`{name}` cannot be the name of a signer");
        let help = "write it as `example.com/name`";
        context.report(&NAME, spot, "signerName", message, help);
    }
}
