//! CloudNativePG: which cluster a pooler, a database or a backup is of, and Secrets of a cluster.

use crate::check::context::{Context, filled, given, list};
use crate::check::index::Index;
use crate::check::object::Object;
use crate::check::refs::missing_reference::expect;
use crate::check::refs::missing_secret::Missing;
use crate::check::refs::secret;

/// Judges one of its objects.
pub(super) fn check(
    context: &mut Context<'_>,
    object: &Object,
    index: &Index<'_>,
    missing: &mut Missing,
) {
    let space = object.namespace.as_str();
    let Some(spec) =
        object.root.get("spec").filter(|_| object.api.starts_with("postgresql.cnpg.io/"))
    else {
        return;
    };
    if object.kind != "Cluster" {
        if let Some(cluster) = spec.get("cluster")
            && let (Some(name), Some(node)) = (filled(cluster, "name"), given(cluster, "name"))
        {
            expect(context, index, ["Cluster", space, name], node, "spec.cluster.name");
        }
        return;
    }
    for path in [
        &["bootstrap", "initdb", "secret"][..],
        &["superuserSecret"],
        &["backup", "barmanObjectStore", "s3Credentials", "accessKeyId"],
        &["backup", "barmanObjectStore", "s3Credentials", "secretAccessKey"],
    ] {
        if let Some(reference) = spec.at(path) {
            let path = format!("spec.{}", path.join("."));
            secret::reference(context, reference, &path, space, index, missing);
        }
    }
    for (at, role) in list(spec, &["managed", "roles"]).iter().enumerate() {
        if let Some(reference) = role.get("passwordSecret") {
            let path = format!("spec.managed.roles[{at}].passwordSecret");
            secret::reference(context, reference, &path, space, index, missing);
        }
    }
}
