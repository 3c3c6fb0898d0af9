//! What a pod finds in its file system beside its image: scratch space, folders that last, files from elsewhere.

use super::{file, storage};
use crate::plan::{Decided, Plan, Reason};
use crate::render::{Items, Part};
use k8s_openapi::api::core::v1::{
    ConfigMapVolumeSource, EmptyDirVolumeSource, KeyToPath, PersistentVolumeClaimVolumeSource,
    SecretVolumeSource, Volume, VolumeMount,
};
use std::sync::Arc;

/// Read by the user and by the group that the pod's volumes belong to.
const READ_BY_GROUP: i32 = 0o440;

/// A place in a pod.
pub(super) struct Place {
    /// The name of its volume.
    pub(super) name: String,
    /// Where it is seen.
    pub(super) path: String,
    what: What,
    /// Why it is there; none for scratch space that every pod of ours has.
    reason: Option<Arc<Reason>>,
}

enum What {
    Scratch,
    Claim(String),
    Secret { name: String, key: String },
    Map { name: String },
}

impl Place {
    fn scratch(name: &str, path: &str) -> Self {
        Self { name: name.to_owned(), path: path.to_owned(), what: What::Scratch, reason: None }
    }

    /// The volume of the pod.
    fn volume(&self) -> Part<Volume> {
        let mut volume = Volume { name: self.name.clone(), ..Volume::default() };
        match &self.what {
            What::Scratch => volume.empty_dir = Some(EmptyDirVolumeSource::default()),
            What::Claim(claim_name) => {
                let claim_name = claim_name.clone();
                volume.persistent_volume_claim =
                    Some(PersistentVolumeClaimVolumeSource { claim_name, read_only: None });
            }
            What::Secret { name, key } => {
                volume.secret = Some(SecretVolumeSource {
                    secret_name: Some(name.clone()),
                    default_mode: Some(READ_BY_GROUP),
                    items: Some(vec![KeyToPath {
                        key: key.clone(),
                        path: file::NAME.into(),
                        mode: None,
                    }]),
                    optional: None,
                });
            }
            What::Map { name } => {
                let name = name.clone();
                volume.config_map =
                    Some(ConfigMapVolumeSource { name, ..ConfigMapVolumeSource::default() });
            }
        }
        self.explained(volume)
    }

    /// Where a container sees it.
    fn mount(&self) -> Part<VolumeMount> {
        let is_file = matches!(self.what, What::Secret { .. } | What::Map { .. });
        self.explained(VolumeMount {
            name: self.name.clone(),
            mount_path: self.path.clone(),
            // The file alone, so that what lies beside it in the image stays.
            sub_path: is_file.then(|| file::NAME.to_owned()),
            read_only: is_file.then_some(true),
            ..VolumeMount::default()
        })
    }

    fn explained<T>(&self, object: T) -> Part<T> {
        match &self.reason {
            Some(reason) => Part::because(object, Arc::clone(reason)),
            None => Part::from(object),
        }
    }
}

/// Every place of a component, scratch space first.
pub(super) fn places(plan: &Plan, component: &str) -> Vec<Place> {
    let (mut all, mut more) = (Vec::new(), Vec::new());
    let process = plan.processes.iter().find(|process| process.name.value == component);
    if plan.read_only_root.value {
        all.push(Place::scratch("tmp", "/tmp"));
        if !plan.is_foreign(component) {
            for (name, path) in [("rails-tmp", "tmp"), ("rails-log", "log")] {
                all.push(Place::scratch(name, &plan.container.path(path)));
            }
            more.extend(writable("writable", &plan.container.writable));
        }
        if let Some(process) = process {
            more.extend(writable("scratch", &process.writable));
        }
    }
    for volume in plan.volumes_of(component) {
        let (name, path) = (volume.name.value.clone(), volume.path.value.clone());
        let what = What::Claim(storage::name(plan, volume));
        let by = if volume.at.is_empty() { &volume.size } else { &volume.path };
        all.push(Place { name, path, what, reason: Some(by.reason()) });
    }
    for each in plan.files_of(component) {
        let what = match (&each.secret, &each.text) {
            (Some(key), _) => {
                What::Secret { name: plan.secret_name.clone(), key: key.value.clone() }
            }
            (None, Some(text)) => What::Map { name: file::map_name(plan, each, &text.value) },
            (None, None) => continue,
        };
        let name = format!("file-{}", each.name.value);
        let path = each.path.value.clone();
        all.push(Place { name, path, what, reason: Some(each.path.reason()) });
    }
    add_new(&mut all, more);
    all
}

/// Adds those at whose paths nothing is yet: a pod takes no two at one path.
pub(super) fn add_new(all: &mut Vec<Place>, more: Vec<Place>) {
    for place in more {
        if !all.iter().any(|each| each.path == place.path) {
            all.push(place);
        }
    }
}

/// Scratch space that a field asks for.
pub(super) fn writable(stem: &str, paths: &Decided<Vec<String>>) -> impl Iterator<Item = Place> {
    let each = move |(index, path): (usize, &String)| Place {
        reason: Some(paths.reason()),
        ..Place::scratch(&format!("{stem}-{}", index + 1), path)
    };
    paths.value.iter().enumerate().map(each)
}

pub(super) fn volumes<'a>(places: impl IntoIterator<Item = &'a Place>) -> Items<Volume> {
    places.into_iter().map(Place::volume).collect()
}

pub(super) fn mounts<'a>(places: impl IntoIterator<Item = &'a Place>) -> Items<VolumeMount> {
    places.into_iter().map(Place::mount).collect()
}

/// Whether a component sees what has to belong to the group of its user.
pub(super) fn needs_group(plan: &Plan, component: &str) -> bool {
    let is_secret = |file: &crate::plan::File| file.secret.is_some();
    plan.volumes_of(component).next().is_some() || plan.files_of(component).any(is_secret)
}

/// A volume by its name, seen at this folder.
pub(super) fn mount(name: &str, path: &str) -> VolumeMount {
    VolumeMount { name: name.to_owned(), mount_path: path.to_owned(), ..VolumeMount::default() }
}
