//! Where the image comes from: settings that belong to another way, and what a published image cannot hold.

use crate::diagnostic::{Diagnostic, rules};
use crate::plan::conflicts::NO_EFFECT;
use crate::plan::{Ci, Decided, GitOps, Health, ImageSource, Origin, Plan, Scheduler, WorkerKind};

rules! {
    pub(crate) const FILE_IN_PUBLISHED_IMAGE: Rule = Rule {
        name: "file-in-published-image",
        tier: Broken,
        severity: Error,
        says: "a setting needs a file of the app, and the image is published by somebody else",
        why: "The file would lie in the bundle and in no image, so the process that reads it would not find it.",
    };
    pub(crate) const GITOPS_VERSION: Rule = Rule {
        name: "gitops-version",
        tier: Broken,
        severity: Error,
        says: "a cluster that follows git is to name a release by a version that is no name in Kubernetes",
        why: "The migration of each release is named by the tag of its image, and Kustomize cannot write it in another way.",
    };
    pub(crate) const KEPT_FILE_MISSING: Rule = Rule {
        name: "kept-file-missing",
        tier: Broken,
        severity: Warning,
        says: "a file that `keep` names is not there",
        why: "Linkspan does not write it, as it is yours, and so nobody does: the build or the release that needs it ends there.",
        example: none,
    };
    pub(crate) const PUBLISHED_WITHOUT_VERSION: Rule = Rule {
        name: "published-without-version",
        tier: Broken,
        severity: Error,
        says: "nothing says which version of a published image runs",
        why: "Pods of one release would run whatever the registry has when each of them starts.",
    };
    pub(crate) const UNKNOWN_KEPT_FILE: Rule = Rule {
        name: "unknown-kept-file",
        tier: Broken,
        severity: Error,
        says: "`keep` names a file that is not in the bundle",
        why: "Nothing is written there anyway, and the file that was meant is still overwritten.",
    };
}

pub(super) fn check(plan: &Plan, found: &mut Vec<Diagnostic>) {
    let build = &plan.build;
    let source = build.source.value;
    if source == ImageSource::Published {
        if build.version.is_none() {
            let help = "set `build.version` to a tag or a digest of the image, such as v4.3.1";
            let message = "nothing says which version of the image runs";
            found.push(
                Diagnostic::new(&PUBLISHED_WITHOUT_VERSION, message).help(help).path("build.from"),
            );
        }
        files(plan, found);
        gitops(plan, found);
    }
    unused(plan, found);
}

/// Settings that belong to another way to an image.
fn unused(plan: &Plan, found: &mut Vec<Diagnostic>) {
    let build = &plan.build;
    let source = build.source.value;
    let is_set = |origin: Origin| origin == Origin::Set;
    let own = source != ImageSource::Dockerfile;
    let built = source != ImageSource::Published;
    let generated = source == ImageSource::Generated;
    let tell = |path: &str, of: &str, found: &mut Vec<Diagnostic>| {
        let message = format!("`{path}` belongs to `build.from: {of}`, and has no effect");
        let help = format!("remove it, or set `build.from: {of}`");
        found.push(Diagnostic::new(&NO_EFFECT, message).help(help).path(path));
    };
    if own {
        for text in [&build.dockerfile, &build.context] {
            if is_set(text.origin) {
                tell(&text.field, "dockerfile", found);
            }
        }
        if let Some(target) = &build.target {
            tell(&target.field, "dockerfile", found);
        }
        if !build.args.is_empty() {
            tell("build.args", "dockerfile", found);
        }
    }
    if let Some(version) = build.version.as_ref().filter(|_| built) {
        tell(&version.field, "published", found);
    }
    if !built && is_set(build.secrets.origin) {
        tell("build.secrets", "dockerfile", found);
    }
    if !generated {
        let of_dockerfile: [(&str, Origin); 3] = [
            ("rails.base_image", build.base_image.origin),
            ("rails.node", build.node.origin),
            ("rails.packages", build.packages.origin),
        ];
        for (path, _) in of_dockerfile.into_iter().filter(|(_, origin)| is_set(*origin)) {
            tell(path, "generated", found);
        }
    }
}

/// What would have to be a file of the app.
fn files(plan: &Plan, found: &mut Vec<Diagnostic>) {
    let mut tell = |path: &str, message: String, help: &str| {
        found.push(Diagnostic::new(&FILE_IN_PUBLISHED_IMAGE, message).help(help).path(path));
    };
    for worker in &plan.workers {
        let at = |key: &str| format!("{}.{key}", worker.at);
        if worker.health.value == Health::File
            && matches!(worker.kind.value, WorkerKind::Sidekiq | WorkerKind::SolidQueue)
        {
            let message = "the file that shows that this worker lives is written by an initializer of the app";
            let help = "leave `health` out, or use `endpoint` if the image has the gem for it";
            tell(&at("health"), message.to_owned(), help);
        }
        if !worker.capsules.value.is_empty() {
            let message = "capsules are set by an initializer of the app";
            let help = "let the image's own configuration set them";
            tell(&at("capsules"), message.to_owned(), help);
        }
        if let Some(file) = worker.queue_file() {
            let message = format!("the queues of a Solid Queue worker stand in `{file}`");
            let help = "leave `queues` out: the image's own config/queue.yml names them";
            tell(&at("queues"), message, help);
        }
    }
    let kind: &Decided<Scheduler> = &plan.scheduler;
    if !plan.cron.is_empty() && kind.value != Scheduler::Kubernetes {
        let message = "the schedule would stand in a file of the app".to_owned();
        let help = "leave `scheduler.kind` out: Kubernetes starts the jobs";
        tell("scheduler.kind", message, help);
    }
}

/// Where a commit is the release.
fn gitops(plan: &Plan, found: &mut Vec<Diagnostic>) {
    let delivery = &plan.delivery;
    if delivery.gitops.value == GitOps::None {
        return;
    }
    if let Some(version) = &plan.build.version {
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-.".contains(c);
        let ends = version.value.ends_with(|c: char| c.is_ascii_alphanumeric());
        if !version.value.chars().all(fits) || !ends || version.value.len() > 50 {
            let message = format!("`{}` cannot be part of a name in Kubernetes", version.value);
            let help =
                "name a tag of lower-case letters, digits, dots and dashes, or deploy by deploy.sh";
            found.push(Diagnostic::new(&GITOPS_VERSION, message).help(help).path("build.version"));
        }
    }
    if delivery.ci.value != Ci::None {
        let message =
            "`delivery.ci` has no effect: the commit that names another version is the release";
        found.push(Diagnostic::new(&NO_EFFECT, message).help("remove it").path("delivery.ci"));
    }
}

/// Tells of a path of `keep` that is none of these files.
pub(crate) fn unknown_kept<'a>(
    path: &Decided<String>,
    files: impl Iterator<Item = &'a str>,
) -> Diagnostic {
    let near = crate::field::nearest(&path.value, files);
    let help = match near {
        Some(near) => {
            format!("did you mean `{near}`? `linkspan generate --dry-run` lists the files")
        }
        None => "name a file as `linkspan generate --dry-run` lists it, or remove it".to_owned(),
    };
    let message = format!("`{}` is no file of the bundle", path.value);
    Diagnostic::new(&UNKNOWN_KEPT_FILE, message).help(help).path(path.field.clone())
}

/// Tells of a path of `keep` at which there is nothing.
pub(crate) fn kept_missing(path: &Decided<String>) -> Diagnostic {
    let message = format!("`{}` is yours by `keep`, and it is not there", path.value);
    Diagnostic::new(&KEPT_FILE_MISSING, message)
        .help("put your file there, or remove it from `keep`, and linkspan writes it")
        .path(path.field.clone())
}
