//! Volumes and files: what lies where, and what hides what.

use crate::diagnostic::{Diagnostic, rules};
use crate::plan::conflicts::NO_EFFECT;
use crate::plan::conflicts::parts::NAME_TAKEN;
use crate::plan::{Decided, File, Plan};
use crate::secret;
use std::collections::BTreeSet;

rules! {
    pub(crate) const FILE_SOURCE: Rule = Rule {
        name: "file-source",
        tier: Rails,
        severity: Error,
        says: "a file has no text",
        why: "Its text comes from a key of the Secret or from the spec, and neither is named.",
    };
    pub(crate) const HIDDEN_FOLDER: Rule = Rule {
        name: "hidden-folder",
        tier: Rails,
        severity: Error,
        says: "a volume hides what the image has in that folder",
        why: "A new volume is empty: the app's code, its assets or the system's programs would be gone.",
    };
    pub(crate) const MOUNT_OVERLAP: Rule = Rule {
        name: "mount-overlap",
        tier: Rails,
        severity: Error,
        says: "two volumes or files of the spec lie at one place, or one volume inside another",
        why: "A pod sees one of them only, or cannot start.",
    };
    pub(crate) const SECRET_IN_FILE: Rule = Rule {
        name: "secret-in-file",
        tier: Risky,
        severity: Error,
        says: "the text of a file holds what looks like a secret",
        why: "A ConfigMap is shown to whoever may look at the namespace, and the text stands in git.",
    };
}

/// Folders of the system, without which nothing starts.
const SYSTEM: [&str; 14] = [
    "/bin",
    "/boot",
    "/dev",
    "/etc",
    "/lib",
    "/lib64",
    "/proc",
    "/root",
    "/run",
    "/sbin",
    "/sys",
    "/usr",
    "/usr/local",
    "/var",
];

/// Folders of the app that its image brings.
const OF_THE_APP: [&str; 7] = ["app", "bin", "config", "db", "lib", "public", "vendor"];

/// Names of volumes that pods have anyway.
const TAKEN: [&str; 4] = ["tmp", "rails-tmp", "rails-log", "storage"];

pub(super) fn check(plan: &Plan, found: &mut Vec<Diagnostic>) {
    hidden(plan, found);
    overlaps(plan, found);
    names(plan, found);
    for file in &plan.files {
        source(file, found);
    }
}

fn hidden(plan: &Plan, found: &mut Vec<Diagnostic>) {
    let workdir = plan.workdir();
    for volume in plan.volumes.iter().filter(|volume| !volume.at.is_empty()) {
        let path = volume.path.value.as_str();
        let is_around = workdir == path || workdir.starts_with(&format!("{path}/"));
        let of_app = path
            .strip_prefix(workdir)
            .and_then(|rest| rest.strip_prefix('/'))
            .is_some_and(|rest| OF_THE_APP.contains(&rest));
        if is_around || of_app || SYSTEM.contains(&path) {
            let message = format!("a volume at `{path}` hides what the image has there");
            found.push(
                Diagnostic::new(&HIDDEN_FOLDER, message)
                    .help(
                        "name the folder inside it that the app writes to, such as public/uploads",
                    )
                    .path(volume.path.field.clone()),
            );
        }
    }
}

/// A place of the spec, and whether things can lie inside it.
struct Place<'a> {
    path: &'a Decided<String>,
    of: &'a [String],
    is_folder: bool,
}

fn overlaps(plan: &Plan, found: &mut Vec<Diagnostic>) {
    let writable: Vec<Decided<String>> = plan
        .container
        .writable
        .value
        .iter()
        .enumerate()
        .map(|(index, path)| Decided::set(format!("container.writable[{index}]"), path.clone()))
        .collect();
    let volumes = plan.volumes.iter().map(|volume| Place {
        path: &volume.path,
        of: &volume.of.value,
        is_folder: true,
    });
    let files = plan.files.iter().map(|file| Place {
        path: &file.path,
        of: &file.of.value,
        is_folder: false,
    });
    let mut places: Vec<Place<'_>> = volumes.chain(files).collect();
    places.extend(writable.iter().map(|path| Place { path, of: &[], is_folder: true }));
    let parts = plan.parts();
    let meet = |one: &Place<'_>, other: &Place<'_>| {
        parts.iter().any(|part| plan.means(one.of, part) && plan.means(other.of, part))
    };
    let scratch =
        ["/tmp".to_owned(), format!("{}/tmp", plan.workdir()), format!("{}/log", plan.workdir())];
    for (index, place) in places.iter().enumerate() {
        let path = place.path.value.as_str();
        if plan.read_only_root.value && scratch.iter().any(|each| each == path) {
            tell(place, format!("`{path}` is scratch space of every pod"), found);
        }
        for other in places.iter().take(index).filter(|other| meet(place, other)) {
            let there = other.path.value.as_str();
            let nested = place.is_folder
                && other.is_folder
                && (is_inside(path, there) || is_inside(there, path));
            if path == there || nested {
                tell(place, format!("`{path}` and `{there}` lie one in the other"), found);
            }
        }
    }
}

fn tell(place: &Place<'_>, message: String, found: &mut Vec<Diagnostic>) {
    found.push(
        Diagnostic::new(&MOUNT_OVERLAP, message)
            .help("give each a folder of its own, or let other processes see it (`of`)")
            .path(place.path.field.clone()),
    );
}

fn is_inside(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

fn names(plan: &Plan, found: &mut Vec<Diagnostic>) {
    let mut seen = BTreeSet::new();
    for volume in plan.volumes.iter().filter(|volume| !volume.at.is_empty()) {
        let name = &volume.name;
        let is_ours = ["file-", "writable-", "scratch-", "beside-"]
            .iter()
            .any(|start| name.value.starts_with(start));
        if TAKEN.contains(&name.value.as_str()) || is_ours || !seen.insert(&name.value) {
            twice(name, "volume", found);
        }
    }
    let mut seen = BTreeSet::new();
    for file in plan.files.iter().filter(|file| !seen.insert(&file.name.value)) {
        twice(&file.name, "file", found);
    }
}

fn twice(name: &Decided<String>, what: &str, found: &mut Vec<Diagnostic>) {
    found.push(
        Diagnostic::new(&NAME_TAKEN, format!("`{}` is the name of another {what}", name.value))
            .help("call it something else, such as uploads")
            .path(name.field.clone()),
    );
}

fn source(file: &File, found: &mut Vec<Diagnostic>) {
    let path = &file.path.value;
    match (&file.secret, &file.text) {
        (None, None) => found.push(
            Diagnostic::new(
                &FILE_SOURCE,
                format!("the file `{path}` has neither a key nor a text"),
            )
            .help("name a key of the app's Secret, `secret: NAME`, or write its `text`")
            .path(file.at.clone()),
        ),
        (Some(_), Some(text)) => found.push(
            Diagnostic::new(&NO_EFFECT, format!("the file `{path}` comes from the Secret"))
                .help("remove `text`, or `secret`")
                .path(text.field.clone()),
        ),
        _ => {}
    }
    if let Some(text) = file.text.as_ref().filter(|text| secret::shows(path, &text.value)) {
        let message = format!("the text of `{path}` holds what looks like a secret");
        found.push(
            Diagnostic::new(&SECRET_IN_FILE, message)
                .help("take the text out, name a key of the app's Secret in place of it, `secret: NAME`, and change the secret where it comes from: this one has been seen")
                .path(text.field.clone()),
        );
    }
}
