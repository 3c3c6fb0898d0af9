//! The Dockerfile that is the user's for good, compared with the spec beside it.

use super::specs::Specs;
use crate::check::{Source, fix, image_differs};
use crate::diagnostic::Diagnostic;
use crate::plan::{ImageSource, Plan};
use crate::spec;

/// The path of that Dockerfile, from the folder of the spec; none where Linkspan writes it, or nobody does.
#[must_use]
pub fn own_dockerfile(plan: &Plan) -> Option<&str> {
    const USUAL: &str = "Dockerfile";
    let build = &plan.build;
    match build.source.value {
        ImageSource::Dockerfile => Some(build.dockerfile.value.trim_start_matches("./")),
        ImageSource::Generated => {
            let is_kept = |path: &str| path.trim_start_matches("./") == USUAL;
            plan.keep.iter().any(|path| is_kept(&path.value)).then_some(USUAL)
        }
        ImageSource::Published => None,
    }
}

/// That Dockerfile by its path among the files, and the stage of it that the spec names.
pub(super) fn target(specs: &Specs) -> Option<(String, String)> {
    let (plan, first) = (specs.plans.first()?, specs.first.as_deref()?);
    let stage = plan.build.target.as_ref()?;
    Some((format!("{}{}", folder(first), own_dockerfile(plan)?), stage.value.clone()))
}

/// The folder of a file, with its slash.
pub(super) fn folder(path: &str) -> &str {
    path.rfind('/').and_then(|at| path.get(..=at)).unwrap_or_default()
}

/// What of it differs: at the field of the spec, where that is set, else in the Dockerfile.
pub(super) fn differences(files: &[Source<'_>], specs: &Specs) -> Vec<Diagnostic> {
    let find = |path: &str| files.iter().find(|file| file.path == path);
    let (Some(plan), Some(first)) = (specs.plans.first(), &specs.first) else { return Vec::new() };
    let path = own_dockerfile(plan).map(|path| format!("{}{path}", folder(first)));
    let Some(own) = path.and_then(|path| find(&path)) else {
        return Vec::new();
    };
    let Some(text) = find(first).map(|spec| spec.text) else { return Vec::new() };
    let read = spec::read(text);
    let mut found = Vec::new();
    for each in image_differs(own, plan) {
        found.push(match each.remedy {
            Some(remedy) => read.locate(each.finding).remedy(remedy).file(first.as_str()),
            None => each.finding,
        });
    }
    let (mut of_spec, others): (Vec<Diagnostic>, Vec<Diagnostic>) =
        found.into_iter().partition(|each| each.file == *first);
    fix::attach_to_spec(text, &mut of_spec);
    of_spec.into_iter().chain(others).collect()
}
