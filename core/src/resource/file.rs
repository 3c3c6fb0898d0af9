//! Files whose text the spec has: a ConfigMap each, whose name ends in a hash of the text, so that a change replaces the
//! pods that see it and an older release keeps its own.

use super::labels::{explain_metadata, metadata};
use super::{BASE, put};
use crate::plan::{File, Plan};
use crate::render::Notes;
use crate::resource::Objects;
use k8s_openapi::api::core::v1::ConfigMap;
use sha2::{Digest, Sha256};

/// What the file is called in its volume.
pub(super) const NAME: &str = "file";

/// The name of its ConfigMap.
pub(super) fn map_name(plan: &Plan, file: &File, text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    let digest: String = digest.iter().take(5).map(|byte| format!("{byte:02x}")).collect();
    format!("{}-file-{}-{digest}", plan.app.value, file.name.value)
}

pub(super) fn add(plan: &Plan, bundle: &mut Objects<'_>) {
    for file in &plan.files {
        let (Some(text), None) = (&file.text, &file.secret) else { continue };
        let map = ConfigMap {
            metadata: metadata(plan, &map_name(plan, file, &text.value), "app"),
            immutable: Some(true),
            data: Some([(NAME.to_owned(), text.value.clone())].into()),
            ..ConfigMap::default()
        };
        let about = format!("The file {} of the pods. No secrets here.", file.path.value);
        let mut notes = Notes::new(file.path.because(&about));
        explain_metadata(plan, &mut notes);
        notes.comment(
            "metadata.name",
            crate::field::Guide::Environment,
            "The name ends in a hash of the text: a changed text makes a new ConfigMap, and the pods that see it are replaced.",
        );
        notes.fixed(
            "immutable",
            crate::field::Guide::Environment,
            "Running pods and older releases keep the text that they started with.",
        );
        notes.decided("data", text);
        put(bundle, BASE, &format!("file-{}", file.name.value), &map, &notes);
    }
}
