//! Containers of one image that do not have the same variables: what one needs, the others need too.

use super::super::companion::folder;
use super::super::context::{Spot, given};
use super::Folder;
use super::dockerfile::Image;
use super::process::{Process, Program};
use crate::diagnostic::{Diagnostic, Rule, rules};
use std::collections::{BTreeMap, BTreeSet};

rules! {
    pub(crate) const DEVELOPMENT_MODE: Rule = Rule {
        name: "development-mode",
        tier: Rails,
        severity: Warning,
        says: "Rails runs in development or test mode in the cluster",
        why: "Code is loaded anew for each request, and everybody sees the source around an error.",
    };
    pub(crate) const MISSING_DATABASE_URL: Rule = Rule {
        name: "missing-database-url",
        tier: Rails,
        severity: Warning,
        says: "a container has no address of a database that another of the same image has",
        why: "It falls back to database.yml: to no server, or to the wrong one. Solid Queue then finds no jobs.",
    };
    pub(crate) const MISSING_LOG_TO_STDOUT: Rule = Rule {
        name: "missing-log-to-stdout",
        tier: Rails,
        severity: Warning,
        says: "a container of Rails up to 7.0 does not log to standard output, while others do",
        why: "Its log is written to a file in the container, and is lost with it.",
    };
    pub(crate) const MISSING_RAILS_ENV: Rule = Rule {
        name: "missing-rails-env",
        tier: Rails,
        severity: Warning,
        says: "a container has no RAILS_ENV, which another of the same image has",
        why: "It runs in development mode: other gems, another database, other settings.",
    };
    pub(crate) const MISSING_SECRET_KEY: Rule = Rule {
        name: "missing-secret-key",
        tier: Rails,
        severity: Warning,
        says: "a container has neither SECRET_KEY_BASE nor RAILS_MASTER_KEY, while another of the same image has one",
        why: "Rails does not start in production without one.",
    };
    pub(crate) const STATIC_FILES: Rule = Rule {
        name: "static-files",
        tier: Rails,
        severity: Hint,
        says: "Rails up to 7.0 is not told to serve its assets, and nothing else does",
        why: "Pages come without style sheets and scripts.",
    };
}

/// Variables of which every process of an app needs one, if any has it.
const NEEDED: [(&Rule, &[&str], &str); 3] = [
    (&MISSING_RAILS_ENV, &["RAILS_ENV"], "without it Rails runs in development mode"),
    (
        &MISSING_SECRET_KEY,
        &["SECRET_KEY_BASE", "RAILS_MASTER_KEY"],
        "without it Rails does not start in production",
    ),
    (
        &MISSING_LOG_TO_STDOUT,
        &["RAILS_LOG_TO_STDOUT"],
        "without it Rails up to 7.0 writes its log to a file that is lost with the pod",
    ),
];

/// Databases of an app that are looked at: each is looked for in every process.
const DATABASES: usize = 32;

pub(super) fn check(all: &Folder<'_, '_>, images: &[Image<'_>], found: &mut Vec<Diagnostic>) {
    for group in groups(all).into_values().filter(|group| group.len() > 1) {
        for (rule, names, why) in NEEDED {
            // What the image sets, every process has.
            let in_image = |name: &&str| images.iter().any(|image| image.sets(name));
            if names.iter().any(in_image) {
                continue;
            }
            let has =
                |each: &&&Process<'_, '_>| names.iter().any(|name| each.environment.has(name));
            let lacks =
                |each: &&&Process<'_, '_>| names.iter().all(|name| each.environment.lacks(name));
            compare(all, &group, rule, names, why, &has, &lacks, found);
        }
        let databases: BTreeSet<&str> = group
            .iter()
            .flat_map(|each| each.environment.own().map(|(name, _)| name))
            .filter(|name| name.ends_with("DATABASE_URL") && !name.starts_with("MIGRATION_"))
            .collect();
        for name in databases.into_iter().take(DATABASES) {
            let why = "without it the process has no address of that database";
            let has = |each: &&&Process<'_, '_>| each.environment.has(name);
            let lacks = |each: &&&Process<'_, '_>| each.environment.lacks(name);
            compare(all, &group, &MISSING_DATABASE_URL, &[name], why, &has, &lacks, found);
        }
    }
    for process in all.processes.iter().filter(|each| !each.is_init) {
        mode(all, process, found);
        static_files(all, process, images, found);
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

#[expect(clippy::too_many_arguments, reason = "one comparison, told of in many words")]
fn compare(
    all: &Folder<'_, '_>,
    group: &[&Process<'_, '_>],
    rule: &'static Rule,
    names: &[&str],
    why: &str,
    has: &dyn Fn(&&&Process<'_, '_>) -> bool,
    lacks: &dyn Fn(&&&Process<'_, '_>) -> bool,
    found: &mut Vec<Diagnostic>,
) {
    let Some(example) = group.iter().find(|each| has(each)) else { return };
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

/// A cluster is no place for a developer's mode.
fn mode(all: &Folder<'_, '_>, process: &Process<'_, '_>, found: &mut Vec<Diagnostic>) {
    let Some(variable) = process.environment.get("RAILS_ENV") else { return };
    let Some(value @ ("development" | "test")) = variable.value else { return };
    let message = format!(
        "`RAILS_ENV` is `{value}`: code is loaded anew for each request and errors are shown to everybody"
    );
    let help = "set it to `production`; what differs in staging belongs into other variables";
    let diagnostic = Diagnostic::new(&DEVELOPMENT_MODE, message).help(help);
    let spot = if variable.at.is_some() { variable.node } else { process.node };
    all.report(process, diagnostic, Spot::from(spot), "env", found);
}

/// Rails up to 7.0 serves files only when it is told to; the variable of its log tells its age.
fn static_files(
    all: &Folder<'_, '_>,
    process: &Process<'_, '_>,
    images: &[Image<'_>],
    found: &mut Vec<Diagnostic>,
) {
    let name = "RAILS_SERVE_STATIC_FILES";
    let is_old = process.environment.has("RAILS_LOG_TO_STDOUT");
    let beside = super::super::context::items(process.pod.spec, "containers").len() > 1;
    if process.program != Program::Puma
        || !is_old
        || beside
        || !process.environment.lacks(name)
        || images.iter().any(|image| image.sets(name))
    {
        return;
    }
    let message = "Rails up to 7.0 serves no assets unless `RAILS_SERVE_STATIC_FILES` is set, and no other container serves them here";
    let help =
        "add `RAILS_SERVE_STATIC_FILES: \"1\"`, or remove `RAILS_LOG_TO_STDOUT` if Rails is newer";
    let diagnostic = Diagnostic::new(&STATIC_FILES, message).help(help);
    let spot = given(process.node, "name").unwrap_or(process.node);
    all.report(process, diagnostic, Spot::from(spot), "env", found);
}
