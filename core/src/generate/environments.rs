//! One bundle for several environments: each is made as if it were alone, its manifests then move to a
//! folder of their own, and what all have in common stands in the bundle once.

use crate::bundle::{Bundle, File, Line};
use crate::diagnostic::Diagnostic;
use crate::plan::{Difference, Plan, Reason};
use crate::resource::OwnManifests;
use crate::spec::Environment;
use crate::spec::SAME_EVERYWHERE;
use crate::{files, resource};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Adds every file; says which files of the image would not be the same.
pub(super) fn add(
    environments: &[Environment],
    plans: &[Plan],
    differences: &[Difference],
    (text, manifests): (&str, &OwnManifests),
    bundle: &mut Bundle,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (environment, plan) in environments.iter().zip(plans) {
        let mut own = Bundle::default();
        found.extend(resource::add(plan, manifests, &mut own));
        files::add(plan, text, &mut own);
        let guide = plan.guide();
        let mut moved = Moved { environment, known: BTreeMap::new() };
        for (path, mut file) in own.files {
            match place(&path, &environment.name) {
                Place::Guide => {
                    files::name_environment(&mut file, &environment.name);
                    moved.reasons(&mut file);
                    bundle.files.insert(guide.clone(), file);
                }
                Place::Own(path) => {
                    moved.reasons(&mut file);
                    bundle.files.insert(path, file);
                }
                Place::Shared => match bundle.files.get(&path) {
                    Some(same) if same.text() == file.text() => {}
                    Some(_) => found.push(differs(&path, plans, environment)),
                    None => drop(bundle.files.insert(path, file)),
                },
            }
        }
    }
    resource::add_environments(plans, bundle);
    files::add_environments(plans, differences, text, bundle);
    found
}

/// Where a file of one environment goes.
enum Place {
    /// To a path of its own.
    Own(String),
    /// To the guide of the environment.
    Guide,
    /// Where it is: all environments have it.
    Shared,
}

fn place(path: &str, environment: &str) -> Place {
    for folder in ["config/kube/", "config/gitops/"] {
        if let Some(inner) = path.strip_prefix(folder) {
            return Place::Own(format!("{folder}{environment}/{inner}"));
        }
    }
    if path == "DEPLOY.md" { Place::Guide } else { Place::Shared }
}

fn differs(path: &str, plans: &[Plan], environment: &Environment) -> Diagnostic {
    let first = plans.first().and_then(|plan| plan.environment.as_deref()).unwrap_or_default();
    Diagnostic::new(
        &SAME_EVERYWHERE,
        format!("`{path}` would not be the same in `{first}` and `{}`", environment.name),
    )
    .help("set at the top of the file what decides it: one image goes through all environments")
    .path(format!("environments.{}", environment.name))
}

/// Reasons that name the fields where the environment writes them.
struct Moved<'a> {
    environment: &'a Environment,
    /// By its address, a reason and what became of it; the first keeps the address in use.
    known: BTreeMap<usize, (Arc<Reason>, Arc<Reason>)>,
}

impl Moved<'_> {
    fn reasons(&mut self, file: &mut File) {
        for line in &mut file.lines {
            self.reason(line);
        }
    }

    fn reason(&mut self, line: &mut Line) {
        let old = &line.reason;
        if old.field.is_empty() {
            return;
        }
        // Many lines share a reason: it is made once.
        let key = Arc::as_ptr(old).addr();
        let (_, new) = self.known.entry(key).or_insert_with(|| {
            let field = self.environment.written(&old.field);
            let new = if field == old.field {
                Arc::clone(old)
            } else {
                Arc::new(Reason { field, ..Reason::clone(old) })
            };
            (Arc::clone(old), new)
        });
        line.reason = Arc::clone(new);
    }
}
