//! Containers of one image that do not have the same variables: what one needs, the others need too.

use crate::check::companion::folder;
use crate::check::rails::dockerfile::Image;
use crate::check::rails::folder::Folder;
use crate::check::rails::needed::{Needed, compare};
use crate::check::rails::process::{Process, Program};
use crate::check::rails::{
    development_mode, missing_database_url, missing_log_to_stdout, missing_rails_env,
    missing_secret_key, static_files,
};
use crate::diagnostic::Diagnostic;
use std::collections::BTreeMap;

/// What is looked for in every app.
const NEEDED: [Needed<'static>; 3] =
    [missing_rails_env::NEEDED, missing_secret_key::NEEDED, missing_log_to_stdout::NEEDED];

/// Judges the processes of each app together, and each by itself.
pub(super) fn check(all: &Folder<'_, '_>, images: &[Image<'_>], found: &mut Vec<Diagnostic>) {
    for group in groups(all).into_values().filter(|group| group.len() > 1) {
        for needed in &NEEDED {
            // What the image sets, every process has.
            let in_image = |name: &&str| images.iter().any(|image| image.sets(name));
            if !needed.names.iter().any(in_image) {
                compare(all, &group, needed, found);
            }
        }
        missing_database_url::check(all, &group, found);
    }
    for process in all.processes.iter().filter(|each| !each.is_init) {
        development_mode::check(all, process, found);
        static_files::check(all, process, images, found);
    }
}

/// Processes of Rails by place and image.
fn groups<'f, 's, 'a>(
    all: &Folder<'f, 'a>,
) -> BTreeMap<(&'a str, &'a str, &'a str), Vec<&'f Process<'f, 'a>>>
where
    's: 'f,
{
    let mut groups: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for process in
        all.processes.iter().filter(|each| !each.is_init && each.program != Program::Other)
    {
        let object = process.pod.object;
        // Without a namespace, folders tell environments apart.
        let place = if object.namespace.is_empty() { folder(&object.file) } else { "" };
        let key = (object.namespace.as_str(), place, process.repository);
        groups.entry(key).or_default().push(process);
    }
    groups
}
