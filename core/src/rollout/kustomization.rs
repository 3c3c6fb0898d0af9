//! The revision that a `Kustomization` names: release.sh writes it there, and generating again leaves it.

use super::revision::Revision;
use crate::plan::UNRELEASED;

/// What stands before it, indented.
const KEY: &str = "newTag: ";

/// Whether a file of a bundle is one that names a revision.
#[must_use]
pub fn names_revision(path: &str) -> bool {
    path.rsplit('/').next() == Some("Kustomization")
}

/// The revision that the text of such a file names; nothing before the first release.
#[must_use]
pub fn released(text: &str) -> Option<Revision> {
    let tag = text.lines().find_map(|line| line.trim_start().strip_prefix(KEY))?;
    Revision::parse(tag.trim().trim_matches('"')).ok()
}

/// The same text with this revision, written as release.sh writes it; without one, as before the first release.
#[must_use]
pub fn with_revision(text: &str, revision: Option<&Revision>) -> String {
    let tag = revision
        .map_or_else(|| UNRELEASED.to_owned(), |revision| format!("\"{}\"", revision.as_str()));
    let line = |line: &str| match line.find(KEY) {
        Some(indent) if line.trim_start().starts_with(KEY) => {
            let end = if line.ends_with('\n') { "\n" } else { "" };
            format!("{:indent$}{KEY}{tag}{end}", "")
        }
        _ => line.to_owned(),
    };
    text.split_inclusive('\n').map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_revision_is_found_and_put_where_it_was() {
        let text =
            "images:\n  - name: a/newTag: \n    # newTag: x\n    newTag: unreleased\npatches: []\n";
        assert_eq!(released(text), None);
        let revision = Revision::parse("1234567890e2").unwrap();
        let named = with_revision(text, Some(&revision));
        assert!(named.contains("\n    newTag: \"1234567890e2\"\npatches"), "{named}");
        assert_eq!(released(&named), Some(revision));
        assert_eq!(with_revision(&named, None), text);
        assert_eq!(released("newTag: \"$(x)\"\n"), None);
        assert!(names_revision("config/kube/staging/release/Kustomization"));
        assert!(!names_revision("config/kube/web.yml"));
    }
}
