//! Volumes of a pod: one source each, and what each source needs.

use super::super::context::{Context, Spot, filled, given};
use super::super::names;
use super::super::quantity::Quantity;
use super::source;
use crate::check::api::shared::{RANGE, VOLUME};
use crate::facts::Kubernetes;
use crate::yaml::Node;
use crate::yaml::rules::MISSING_FIELD;
use std::cmp::Ordering;

/// The sources in the order in which the API server counts them: it judges the first and refuses the others.
const SOURCES: [&str; 30] = [
    "emptyDir",
    "hostPath",
    "gitRepo",
    "gcePersistentDisk",
    "awsElasticBlockStore",
    "secret",
    "nfs",
    "iscsi",
    "glusterfs",
    "flocker",
    "persistentVolumeClaim",
    "rbd",
    "cinder",
    "cephfs",
    "quobyte",
    "downwardAPI",
    "fc",
    "flexVolume",
    "configMap",
    "azureFile",
    "vsphereVolume",
    "photonPersistentDisk",
    "portworxVolume",
    "azureDisk",
    "storageos",
    "projected",
    "scaleIO",
    "csi",
    "ephemeral",
    "image",
];

/// A volume: a name and at most one source. None at all is an empty directory.
pub(super) fn volume(context: &mut Context<'_>, node: &Node) {
    names::require(context, node, "name", "a volume", names::dns_label);
    super::deprecated::volume(context, node);
    let mut first = None;
    for key in SOURCES {
        let Some(spot) = given(node, key) else { continue };
        if first.is_none() {
            first = Some(key);
            of_source(context, key, spot, node);
        } else {
            context.forget(key);
            let message = "a volume has one source, not more";
            let help = format!("remove `{key}`, or make it a volume of its own");
            context.report(&VOLUME, spot, printed(key), message, help);
        }
    }
}

/// The API server prints some of the sources under other names.
fn printed(key: &str) -> &str {
    match key {
        "cephfs" => "cephFS",
        "downwardAPI" => "downwarAPI",
        other => other,
    }
}

fn of_source(context: &mut Context<'_>, key: &'static str, spot: &Node, volume: &Node) {
    match key {
        "emptyDir" => {
            let limit = given(spot, "sizeLimit");
            let amount = limit.and_then(Node::text).and_then(Quantity::parse);
            if let (Some(limit), Some(Ordering::Less)) = (limit, amount.map(Quantity::sign)) {
                let message = "`sizeLimit` cannot be negative";
                context.report(&RANGE, limit, "emptyDir.sizeLimit", message, "write 0 or more");
            }
        }
        "image" => {
            // Until 1.34 such a volume was left out without a word, with all its mounts.
            if context.version < Kubernetes::V1_35 {
                context.forget("image");
                context.forget("name");
            } else if filled(spot, "reference").is_none()
                && (context.kind == "Pod" || context.version >= Kubernetes::V1_37)
            {
                let message = "`reference` is missing";
                context.report(&MISSING_FIELD, spot, "image.reference", message, "name an image");
            }
        }
        "iscsi" => {
            let portal = filled(spot, "targetPortal").unwrap_or_default();
            let name = filled(volume, "name").unwrap_or_default();
            if given(spot, "initiatorName").is_some() && name.len() + 1 + portal.len() > 64 {
                let message = "the name and `targetPortal` have at most 63 characters together";
                let help = "shorten the name of the volume";
                context.report(&VOLUME, Spot::from(volume), "name", message, help);
            }
        }
        _ => {}
    }
    source::judge(context, key, spot);
}
