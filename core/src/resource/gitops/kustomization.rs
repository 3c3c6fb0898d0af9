//! `Kustomization`: which manifests belong together, and which revision they run. It has no ending, so that
//! `kubectl apply -f config/kube` passes it over. `kustomize.config.k8s.io/v1beta1`, as of kustomize 5.7.

use super::{BASE, JOBS, RELEASE};
use crate::bundle::{File, Mode};
use crate::field::Guide;
use crate::plan::{LABEL_VERSION, Plan, Reason, UNRELEASED};
use crate::render::{Items, Notes, Part, manifest};
use crate::resource::Objects;
use crate::value::to_value;
use crate::workload::{self, Workload};
use serde::Serialize;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Kustomization {
    api_version: &'static str,
    kind: &'static str,
    resources: Vec<String>,
    images: Vec<Image>,
    replacements: Vec<Replacement>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    patches: Vec<Patch>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Image {
    name: String,
    new_tag: String,
}

#[derive(Serialize)]
struct Replacement {
    source: Source,
    targets: Vec<Target>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Source {
    kind: &'static str,
    name: String,
    field_path: &'static str,
    options: Slice,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Target {
    select: Select,
    field_paths: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    options: Option<Slice>,
}

/// A part of a text.
#[derive(Serialize)]
struct Slice {
    delimiter: &'static str,
    index: i64,
}

#[derive(Serialize)]
struct Select {
    kind: &'static str,
    name: String,
}

#[derive(Serialize)]
struct Kind {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
}

#[derive(Serialize)]
struct Patch {
    target: Kind,
    patch: String,
}

/// All in one, in the order of Argo CD's waves.
pub(super) fn whole(plan: &Plan, bundle: &mut Objects<'_>) {
    let mut resources = settings(plan, bundle);
    resources.extend(names(bundle, JOBS, BASE));
    resources.extend(names(bundle, RELEASE, BASE));
    // Merged: what else an object is annotated with stays.
    let patch = |api: &str, kind, wave: &str, more: &str| Patch {
        target: Kind { kind, name: None },
        patch: format!(
            r#"{{"apiVersion":"{api}","kind":"{kind}","metadata":{{"name":"each","annotations":{{"argocd.argoproj.io/sync-wave":"{wave}"{more}}}}}}}"#
        ),
    };
    let mut patches = Vec::new();
    if plan.migrate.is_some() {
        let hook = r#","argocd.argoproj.io/hook":"Sync","argocd.argoproj.io/hook-delete-policy":"BeforeHookCreation""#;
        patches.push(patch("batch/v1", "Job", "1", hook));
    }
    patches.push(patch("apps/v1", "Deployment", "2", ""));
    // Before the migration, as data stores.
    patches.extend(plan.standing().map(|name| {
        let Patch { target, patch } = patch("apps/v1", "Deployment", "0", "");
        Patch { target: Kind { name: Some(name), ..target }, patch }
    }));
    if resources.iter().any(|path| {
        object(bundle, &format!("{BASE}/{path}")).is_some_and(|(each, _)| each.kind == "CronJob")
    }) {
        patches.push(patch("batch/v1", "CronJob", "2", ""));
    }
    let about = "What Argo CD applies: first the settings, then the migration as a hook that has to succeed, then the release. A hook of the phase PreSync would run before the settings that it needs are there.";
    put(
        plan,
        bundle,
        BASE,
        about,
        ("Deployment", format!("{}-web", plan.app.value)),
        resources,
        patches,
    );
}

/// Settings and migration, then the release, which waits for both.
pub(super) fn in_two(plan: &Plan, bundle: &mut Objects<'_>) {
    let mut resources = settings(plan, bundle);
    let jobs = names(bundle, JOBS, BASE);
    let migrates = !jobs.is_empty();
    resources.extend(jobs);
    if migrates {
        // A Job that goes away by itself would be missing, and be made again.
        let keep = r#"[{"op":"remove","path":"/spec/ttlSecondsAfterFinished"}]"#.to_owned();
        let patches = vec![Patch { target: Kind { kind: "Job", name: None }, patch: keep }];
        let about =
            "What Flux applies first: the settings, and the migration, which has to succeed.";
        let source = ("Job", format!("{}-migrate-{UNRELEASED}", plan.app.value));
        put(plan, bundle, BASE, about, source, resources, patches);
    } else {
        let about = "What Flux applies first: the settings.";
        put(plan, bundle, BASE, about, ("", String::new()), resources, Vec::new());
    }
    let resources = names(bundle, RELEASE, RELEASE);
    let about = "What Flux applies when settings and migration are done: the release.";
    let source = ("Deployment", format!("{}-web", plan.app.value));
    put(plan, bundle, RELEASE, about, source, resources, Vec::new());
}

/// What comes first, with the encrypted values, which are the app's own file and in no bundle.
fn settings(plan: &Plan, bundle: &Objects<'_>) -> Vec<String> {
    let mut resources = names(bundle, BASE, BASE);
    let file = plan.secret_store.kind.value.file().and_then(|file| file.strip_prefix(BASE));
    resources.extend(file.map(|file| file.trim_start_matches('/').to_owned()));
    resources
}

/// Manifests of a folder as `from` names them; of the Jobs, only the migration belongs to a release.
fn names(bundle: &Objects<'_>, folder: &str, from: &str) -> Vec<String> {
    let inside = |path: &&String| {
        let name = path.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/'));
        let wanted =
            |name: &str| if folder == JOBS { name == "migrate.yml" } else { !name.contains('/') };
        name.is_some_and(|name| name.ends_with(".yml") && wanted(name))
    };
    let paths = bundle.files.keys().filter(inside);
    paths
        .filter_map(|path| Some(path.strip_prefix(from)?.trim_start_matches('/').to_owned()))
        .collect()
}

/// The version labels of what a release makes, object by object: others of its kind have none.
fn targets(plan: &Plan, bundle: &Objects<'_>, folder: &str, resources: &[String]) -> Vec<Target> {
    let mut targets = Vec::new();
    for path in resources {
        let Some((kind, name)) = object(bundle, &format!("{folder}/{path}")) else { continue };
        let Workload { kind, pod, .. } = *kind;
        let own = (kind == "Job").then(|| label("metadata"));
        let labels = own.into_iter().chain([label(pod.metadata_path())]).collect();
        targets.push(Target {
            select: Select { kind, name: name.clone() },
            field_paths: labels,
            options: None,
        });
        if kind == "Job" {
            // The revision is the last part of its name.
            let index = plan.app.value.matches('-').count() + 2;
            targets.push(Target {
                select: Select { kind, name },
                field_paths: vec!["metadata.name".into()],
                options: Some(Slice { delimiter: "-", index: i64::try_from(index).unwrap_or(0) }),
            });
        }
    }
    targets
}

fn label(metadata: &str) -> String {
    format!("{metadata}.labels.[{LABEL_VERSION}]")
}

/// Kind and name of an object whose pods carry the release.
fn object(bundle: &Objects<'_>, path: &str) -> Option<(&'static Workload, String)> {
    let lines = &bundle.files.get(path)?.lines;
    let released =
        lines.iter().any(|line| line.path.ends_with(".image") && line.text.ends_with(UNRELEASED));
    let kind = lines.iter().find(|line| line.path == "kind")?;
    let is = |each: &&Workload| kind.text.ends_with(&format!(" {}", each.kind));
    let kind = workload::ALL.iter().find(is)?;
    let name = lines
        .iter()
        .find(|line| line.path == "metadata.name" && line.text.starts_with("  name: "))?;
    released.then(|| (kind, name.text.trim_start_matches("  name: ").to_owned()))
}

fn put(
    plan: &Plan,
    bundle: &mut Objects<'_>,
    folder: &str,
    about: &str,
    (kind, name): (&'static str, String),
    paths: Vec<String>,
    patches: Vec<Patch>,
) {
    let mut notes = Notes::new(Reason::fixed(Guide::Delivery, about));
    let targets = targets(plan, bundle, folder, &paths);
    let colons = plan.image.value.matches(':').count();
    let options = Slice { delimiter: ":", index: i64::try_from(colons + 1).unwrap_or(1) };
    let field_path = "spec.template.spec.containers.0.image";
    let mut replacements = Vec::new();
    if !targets.is_empty() {
        let source = Source { kind, name, field_path, options };
        replacements.push(Replacement { source, targets });
    }
    notes.comment(
        "replacements",
        Guide::Delivery,
        "The tag of the image, wherever a release is named.",
    );
    if !patches.is_empty() {
        notes.fixed("patches", Guide::Delivery, "In which order, and what has to succeed.");
    }
    let version = plan.version();
    let new_tag = version.map_or_else(|| UNRELEASED.to_owned(), |version| version.value.clone());
    let mut image = Part::from(Image { name: plan.image.value.clone(), new_tag });
    image.reasons.decided("name", &plan.image);
    match version {
        Some(version) => image.reasons.decided("newTag", version),
        None => {
            let why = "release.sh writes the git revision here.";
            image.reasons.comment("newTag", Guide::Delivery, why);
        }
    }
    let value = to_value(&Kustomization {
        api_version: "kustomize.config.k8s.io/v1beta1",
        kind: "Kustomization",
        resources: notes.list("resources", resources(plan, paths)),
        images: notes.list("images", [image].into_iter().collect()),
        replacements,
        patches,
    });
    let lines = manifest(&value, &notes);
    bundle.files.insert(format!("{folder}/Kustomization"), File { mode: Mode::Plain, lines });
}

/// The files, of which one is a person's.
fn resources(plan: &Plan, paths: Vec<String>) -> Items<String> {
    let mut encrypted = plan.secret_store.kind.value.file();
    let mut resources = Items::default();
    for path in paths {
        if encrypted.take_if(|file| file.ends_with(&format!("/{path}"))).is_some() {
            let why = format!(
                "The encrypted values, a file of yours: {}, section Secrets, has the commands that make it.",
                plan.guide()
            );
            resources.comment(path, Guide::Secrets, &why);
        } else {
            resources.push(path);
        }
    }
    resources
}
