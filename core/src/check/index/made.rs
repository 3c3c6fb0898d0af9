//! Secrets, Services and volume claims that no manifest holds under their own name, because a controller
//! makes them of another object of the folder.
//!
//! Sources, read 2026-11: the definitions and docs of External Secrets 1.3 (`target.name`, `template`),
//! Sealed Secrets 0.3x (`template.metadata`), cert-manager 1.19 (`secretName`, `privateKeySecretRef`, the
//! annotations of Ingress and Gateway) and CloudNativePG 1.30 (Services `-rw`, `-ro`, `-r`; the Secret `-app`,
//! unless `bootstrap.initdb.secret` names another).

use super::super::context::{bool, entries, filled, items, text};
use super::super::object::Object;
use std::collections::BTreeSet;

/// The keys of a Secret, where they can be known.
pub(in super::super) type Keys = Option<BTreeSet<String>>;

/// Something that comes to be.
pub(super) struct Made {
    pub(super) kind: &'static str,
    pub(super) name: String,
    pub(super) keys: Keys,
}

const CNPG_KEYS: [&str; 11] = [
    "dbname",
    "fqdn-jdbc-uri",
    "fqdn-uri",
    "host",
    "jdbc-uri",
    "password",
    "pgpass",
    "port",
    "uri",
    "user",
    "username",
];
const TLS_KEYS: [&str; 3] = ["ca.crt", "tls.crt", "tls.key"];

fn keys(keys: &[&str]) -> Keys {
    Some(keys.iter().map(|key| (*key).to_owned()).collect())
}

/// What an object makes beside itself.
pub(super) fn of(object: &Object) -> Vec<Made> {
    let group = object.api.split('/').next().unwrap_or_default();
    let secret = |name: String, keys| Made { kind: "Secret", name, keys };
    let service = |name: String| Made { kind: "Service", name, keys: None };
    let word =
        |path: &[&str]| object.root.at(path).filter(|node| !node.is_null()).and_then(|n| n.text());
    let named = |path: &[&str]| word(path).unwrap_or(&object.name).to_owned();
    match (group, object.kind.as_str()) {
        ("", _) => Vec::new(),
        ("bitnami.com", "SealedSecret") => {
            let mut all = BTreeSet::new();
            for path in [&["spec", "encryptedData"][..], &["spec", "template", "data"]] {
                let data = object.root.at(path).map_or(&[][..], |node| node.entries());
                all.extend(data.iter().map(|entry| entry.key.to_string()));
            }
            vec![secret(named(&["spec", "template", "metadata", "name"]), Some(all))]
        }
        ("external-secrets.io", "ExternalSecret") => {
            vec![secret(named(&["spec", "target", "name"]), external(object))]
        }
        ("cert-manager.io", "Certificate") => word(&["spec", "secretName"])
            .map(|name| secret(name.to_owned(), keys(&TLS_KEYS)))
            .into_iter()
            .collect(),
        ("cert-manager.io", "Issuer" | "ClusterIssuer") => {
            word(&["spec", "acme", "privateKeySecretRef", "name"])
                .map(|name| secret(name.to_owned(), keys(&["tls.key"])))
                .into_iter()
                .collect()
        }
        ("networking.k8s.io", "Ingress") if is_annotated(object) => {
            let tls = object.root.at(&["spec", "tls"]).map_or(&[][..], |node| node.items());
            tls.iter()
                .filter_map(|each| filled(each, "secretName"))
                .map(|name| secret(name.to_owned(), keys(&TLS_KEYS)))
                .collect()
        }
        ("gateway.networking.k8s.io", "Gateway") if is_annotated(object) => {
            let listeners = object.root.at(&["spec", "listeners"]).map_or(&[][..], |n| n.items());
            let tls = listeners.iter().filter_map(|each| each.get("tls"));
            tls.flat_map(|tls| items(tls, "certificateRefs"))
                .filter_map(|each| filled(each, "name"))
                .map(|name| secret(name.to_owned(), keys(&TLS_KEYS)))
                .collect()
        }
        ("postgresql.cnpg.io", "Cluster") => {
            let name = &object.name;
            let mut all: Vec<Made> =
                ["rw", "ro", "r"].map(|end| service(format!("{name}-{end}"))).into();
            if object.root.at(&["spec", "bootstrap", "initdb", "secret", "name"]).is_none() {
                all.push(secret(format!("{name}-app"), keys(&CNPG_KEYS)));
            }
            let spec = object.root.get("spec");
            if spec.and_then(|spec| bool(spec, "enableSuperuserAccess")) == Some(true) {
                all.push(secret(format!("{name}-superuser"), keys(&CNPG_KEYS)));
            }
            all.extend(
                ["ca", "server", "replication"].map(|e| secret(format!("{name}-{e}"), None)),
            );
            all
        }
        ("postgresql.cnpg.io", "Pooler") => vec![service(object.name.clone())],
        ("apps", "StatefulSet") => {
            let templates = object.root.at(&["spec", "volumeClaimTemplates"]);
            let templates = templates.map_or(&[][..], |node| node.items());
            templates
                .iter()
                .filter_map(|each| text(each.get("metadata")?, "name"))
                .map(|claim| Made {
                    kind: "PersistentVolumeClaim",
                    name: format!("{claim}-{}", object.name),
                    keys: None,
                })
                .collect()
        }
        _ => Vec::new(),
    }
}

/// Whether cert-manager fills the Secrets that an Ingress or Gateway names.
fn is_annotated(object: &Object) -> bool {
    let annotations = object.root.at(&["metadata", "annotations"]);
    let known =
        ["cert-manager.io/cluster-issuer", "cert-manager.io/issuer", "kubernetes.io/tls-acme"];
    annotations.is_some_and(|node| known.iter().any(|key| node.get(key).is_some()))
}

fn external(object: &Object) -> Keys {
    let spec = object.root.get("spec")?;
    // Whatever the store holds under that name.
    if !items(spec, "dataFrom").is_empty() {
        return None;
    }
    let data = items(spec, "data").iter().filter_map(|each| filled(each, "secretKey"));
    let template = spec.at(&["target", "template"]);
    let written = template.map_or(&[][..], |template| entries(template, "data"));
    if template.is_some_and(|template| template.get("templateFrom").is_some()) {
        return None;
    }
    Some(data.chain(written.iter().map(|entry| entry.key.as_str())).map(str::to_owned).collect())
}
