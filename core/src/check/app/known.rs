//! What the rules of this room look at.

use super::says::{AppSays, Differs};
use crate::diagnostic::{Diagnostic, Remedy, Rule, Severity};
use crate::plan::{ImageSource, Plan};

/// The app, its spec, and what differs between them.
pub(super) struct Known<'k> {
    /// What the files say.
    pub(super) says: &'k AppSays,
    /// Every decision of the spec, for each of its environments where it has some.
    pub(super) plans: &'k [Plan],
    /// The decisions of the first of them.
    pub(super) plan: &'k Plan,
    /// Fields of which files say something else.
    pub(super) differs: Vec<Differs>,
}

impl Known<'_> {
    /// What differs in these fields.
    pub(super) fn of<'s>(&'s self, paths: &'s [&'s str]) -> impl Iterator<Item = &'s Differs> {
        self.differs.iter().filter(|each| paths.contains(&each.path.as_str()))
    }

    /// Whether the image is made by a Dockerfile that Linkspan writes and nobody keeps.
    pub(super) fn is_generated(&self) -> bool {
        let is_kept = |path: &str| path.trim_start_matches("./") == "Dockerfile";
        self.plan.build.source.value == ImageSource::Generated
            && !self.plan.keep.iter().any(|path| is_kept(&path.value))
    }

    /// Whether the image is somebody else's, so that the folder says little of it.
    pub(super) fn is_published(&self) -> bool {
        self.plan.build.is_published()
    }
}

/// A finding about a field that differs: at its place in the spec, with that in the file beside it. What only follows from a
/// file is a hint.
pub(super) fn tell(rule: &'static Rule, differs: &Differs, message: String) -> Diagnostic {
    let Differs { path, says, spot, sure, why, .. } = differs;
    let (head, key) = path.rsplit_once('.').unwrap_or(("", path));
    let help = match head {
        "" => format!("set `{key}: {says}` in linkspan.yml, or allow it with a reason"),
        head => {
            format!("set `{head}: {{{key}: {says}}}` in linkspan.yml, or allow it with a reason")
        }
    };
    let beside = if *sure { format!("the app says {says} here") } else { why.clone() };
    let finding = Diagnostic::new(rule, message).help(help).path(path.clone());
    let finding = finding.related(spot.related(beside));
    if *sure { finding } else { finding.severity(Severity::Hint) }
}

/// The same with the edit that ends it, where a file says the value.
pub(super) fn mended(rule: &'static Rule, differs: &Differs, message: String) -> Diagnostic {
    let remedy = differs.sure.then(|| Remedy::write(differs.says.clone()));
    tell(rule, differs, message).remedy(remedy)
}
