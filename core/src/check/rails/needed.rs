//! Variables that all processes of an app need, where one has them.

use crate::check::context::{Spot, given};
use crate::check::rails::folder::Folder;
use crate::check::rails::process::Process;
use crate::diagnostic::{Diagnostic, Rule};

/// Variables of which every process of an app needs one, if any has it.
pub(super) struct Needed<'n> {
    pub(super) rule: &'static Rule,
    pub(super) names: &'n [&'n str],
    pub(super) why: &'n str,
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
