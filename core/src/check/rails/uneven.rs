//! Containers of one image that do not have the same variables: what one needs, the others need too.

use crate::check::companion::folder;
use crate::check::context::{Spot, given};
use crate::check::rails::Folder;
use crate::check::rails::dockerfile::Image;
use crate::check::rails::process::{Process, Program};
use crate::check::rails::{
    development_mode, missing_database_url, missing_log_to_stdout, missing_rails_env,
    missing_secret_key, static_files,
};
use crate::diagnostic::{Diagnostic, Rule};
use std::collections::BTreeMap;

/// Variables of which every process of an app needs one, if any has it.
pub(super) struct Needed<'n> {
    pub(super) rule: &'static Rule,
    pub(super) names: &'n [&'n str],
    pub(super) why: &'n str,
}

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

/// Reports each process that has none of the variables, if another has one.
pub(super) fn compare(
    all: &Folder<'_, '_>,
    group: &[&Process<'_, '_>],
    needed: &Needed<'_>,
    found: &mut Vec<Diagnostic>,
) {
    let Needed { rule, names, why } = needed;
    let has = |each: &&&Process<'_, '_>| names.iter().any(|name| each.environment.has(name));
    let lacks = |each: &&&Process<'_, '_>| names.iter().all(|name| each.environment.lacks(name));
    let Some(example) = group.iter().find(has) else { return };
    let name = names.iter().find(|name| example.environment.has(name)).copied().unwrap_or_default();
    for process in group.iter().filter(|each| lacks(each)) {
        let object = example.pod.object;
        let message = format!(
            "this container has no `{name}`, which the {} `{}` of the same image has: {why}",
            object.kind, object.name
        );
        let help = format!("add `{name}` as it stands there");
        let diagnostic = Diagnostic::new(rule, message).help(help);
        let spot = given(process.node, "name").unwrap_or(process.node);
        all.report(process, diagnostic, Spot::from(spot), "env", found);
    }
}
