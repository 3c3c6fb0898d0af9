//! Files that are not Kubernetes: what builds the image, what deploys it, what tells people how.

mod build;
mod ci;
mod deploy_md;
mod deploy_secrets;
mod deploy_sh;
mod docker_ignore;
mod dockerfile;
mod entrypoint;
mod jobs;
mod release_sh;
mod sops;
mod text;

use crate::bundle::{Bundle, File, Line, Mode};
use crate::field::Guide;
use crate::plan::{Difference, Plan, Reason};
use crate::spec;
use text::Text;

pub(crate) use deploy_md::environments::name_environment;

/// Adds every file of the plan; `spec` is the text of `linkspan.yml`, kept as it is.
pub(crate) fn add(plan: &Plan, spec: &str, bundle: &mut Bundle) {
    if plan.build.is_generated() {
        put(bundle, "Dockerfile", Mode::Plain, dockerfile::write(plan));
        put(bundle, ".dockerignore", Mode::Plain, docker_ignore::write(plan));
        put(bundle, "bin/docker-entrypoint", Mode::Script, entrypoint::write(plan));
    }
    // A published image holds no file of this bundle.
    if !plan.build.is_published() {
        jobs::add(plan, bundle);
    }
    if plan.environment.is_none() {
        put(bundle, "deploy.sh", Mode::Script, deploy_sh::write(plan, spec));
        together(std::slice::from_ref(plan), bundle);
    }
    put(bundle, "DEPLOY.md", Mode::Plain, deploy_md::write(plan));
    bundle.files.insert(spec::FILE.to_owned(), File { mode: Mode::Plain, lines: spec_lines(spec) });
}

/// Adds what several environments have together, beside the files of each.
pub(crate) fn add_environments(
    plans: &[Plan],
    differences: &[Difference],
    spec: &str,
    bundle: &mut Bundle,
) {
    put(bundle, "deploy.sh", Mode::Script, deploy_sh::write_environments(plans, spec));
    together(plans, bundle);
    let guide = deploy_md::environments::write_environments(plans, differences);
    put(bundle, "DEPLOY.md", Mode::Plain, guide);
}

/// What the only plan, or all of them, have once.
fn together(plans: &[Plan], bundle: &mut Bundle) {
    ci::add(plans, bundle);
    if let Some(text) = sops::write(plans) {
        put(bundle, ".sops.yaml", Mode::Plain, text);
    }
    if let Some(text) = release_sh::write(plans) {
        put(bundle, "release.sh", Mode::Script, text);
    }
}

fn put(bundle: &mut Bundle, path: &str, mode: Mode, text: Text) {
    bundle.files.insert(path.to_owned(), File { mode, lines: text.lines });
}

/// The spec as it was written. Only a missing line end is added.
fn spec_lines(spec: &str) -> Vec<Line> {
    let reason = Reason::fixed(
        Guide::Application,
        "Your spec. Open it in the playground or run `linkspan generate` to make the bundle again.",
    );
    let body = spec.strip_suffix('\n').unwrap_or(spec);
    body.split('\n')
        .map(|line| Line {
            text: line.to_owned().into(),
            path: String::new(),
            reason: reason.clone(),
        })
        .collect()
}

/// The registry of the plan's image, as `docker login` names it.
fn registry(plan: &Plan) -> &str {
    match plan.image.value.split_once('/') {
        Some((first, _)) if first.contains(['.', ':']) || first == "localhost" => first,
        _ => "docker.io",
    }
}

/// A text as one word of a POSIX shell, whatever it holds.
fn shell_quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// The names of environments, with this between two of them.
fn names(plans: &[Plan], between: &str) -> String {
    let names: Vec<&str> =
        plans.iter().map(|plan| plan.environment.as_deref().unwrap_or_default()).collect();
    names.join(between)
}
