//! cert-manager: issuers, and the Secrets that they log in with.

use crate::check::context::{Context, filled, given, text};
use crate::check::index::Index;
use crate::check::object::Object;
use crate::check::refs::missing_reference::expect;
use crate::check::refs::missing_secret::{self, Missing};
use crate::check::refs::secret;
use crate::yaml::{Content, Node};

/// A Certificate, an Issuer or a ClusterIssuer of cert-manager.
pub(super) fn check(
    context: &mut Context<'_>,
    object: &Object,
    index: &Index<'_>,
    missing: &mut Missing,
) {
    let Some(spec) = object.root.get("spec").filter(|_| object.api.starts_with("cert-manager.io/"))
    else {
        return;
    };
    if object.kind != "Certificate" {
        if let Some(node) = spec.get("ca").and_then(|ca| given(ca, "secretName")) {
            let path = "spec.ca.secretName";
            missing_secret::check(context, node, path, &object.namespace, index, missing);
        }
        logins(context, spec, "spec", &object.namespace, index, missing);
        return;
    }
    let Some(issuer) = spec.get("issuerRef") else { return };
    if text(issuer, "group").is_some_and(|group| group != "cert-manager.io") {
        return;
    }
    let (Some(name), Some(node)) = (filled(issuer, "name"), given(issuer, "name")) else { return };
    let path = "spec.issuerRef.name";
    let target = match text(issuer, "kind").unwrap_or("Issuer") {
        "Issuer" => ["Issuer", object.namespace.as_str(), name],
        "ClusterIssuer" => ["ClusterIssuer", "", name],
        _ => return,
    };
    expect(context, index, target, node, path);
}

/// The annotations by which an Ingress or a Gateway asks for a certificate.
pub(super) fn annotations(context: &mut Context<'_>, object: &Object, index: &Index<'_>) {
    let Some(all) = object.root.at(&["metadata", "annotations"]) else { return };
    for (key, kind) in
        [("cert-manager.io/cluster-issuer", "ClusterIssuer"), ("cert-manager.io/issuer", "Issuer")]
    {
        let (Some(name), Some(node)) = (filled(all, key), given(all, key)) else { continue };
        if all.get("cert-manager.io/issuer-group").is_some() {
            continue;
        }
        let space = if kind == "Issuer" { object.namespace.as_str() } else { "" };
        let path = format!("metadata.annotations[{key}]");
        expect(context, index, [kind, space, name], node, &path);
    }
}

/// Fields such as `apiTokenSecretRef`, wherever they stand. The private key is the issuer's own work.
fn logins(
    context: &mut Context<'_>,
    node: &Node,
    path: &str,
    namespace: &str,
    index: &Index<'_>,
    missing: &mut Missing,
) {
    match &node.content {
        Content::Scalar { .. } => {}
        Content::List(items) => {
            for (at, item) in items.iter().enumerate() {
                logins(context, item, &format!("{path}[{at}]"), namespace, index, missing);
            }
        }
        Content::Map(entries) => {
            for entry in entries {
                let path = format!("{path}.{}", entry.key);
                if entry.key.ends_with("SecretRef") && entry.key != "privateKeySecretRef" {
                    secret::reference(context, &entry.value, &path, namespace, index, missing);
                } else {
                    logins(context, &entry.value, &path, namespace, index, missing);
                }
            }
        }
    }
}
