//! Which lines belong to a field.

use super::View;
use linkspan_core::bundle::File;
use linkspan_core::spec;

/// Whether a line that was decided by one field belongs to the focused one: the same field, or one
/// within the other.
pub(crate) fn touches(decided_by: &str, focused: &str) -> bool {
    within(decided_by, focused) || within(focused, decided_by)
}

fn within(inner: &str, outer: &str) -> bool {
    !outer.is_empty()
        && inner
            .strip_prefix(outer)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

/// Whether any line of the file belongs to the field.
pub(super) fn file_touched(file: &File, field: &str) -> bool {
    file.lines.iter().any(|line| touches(&line.reason.field, field))
}

/// The file that shows a field best, when the one in the preview has none of its lines.
pub(super) fn better_file(view: &View, shown: &str, field: &str) -> Option<String> {
    if view.bundle.files.get(shown).is_some_and(|file| file_touched(file, field)) {
        return None;
    }
    let touched = |path: &&String| {
        path.as_str() != spec::FILE
            && view.bundle.files.get(*path).is_some_and(|file| file_touched(file, field))
    };
    let manifest = |path: &&String| path.starts_with("config/kube/") && touched(path);
    let files = || view.bundle.files.keys();
    files().find(manifest).or_else(|| files().find(touched)).cloned()
}

#[cfg(test)]
mod tests {
    use super::touches;

    #[test]
    fn a_line_belongs_to_its_field_and_to_what_is_within() {
        assert!(touches("web.replicas", "web.replicas"));
        assert!(touches("hosts", "hosts[0]"));
        assert!(touches("env.FLAG", "env"));
        assert!(!touches("web.memory", "web.memory_limit"));
        assert!(!touches("", "app"));
        assert!(!touches("app", ""));
    }
}
