//! `deploy.sh` of a spec with files: texts that no release can come back to go, as old settings do.

use crate::plan::Plan;
use std::borrow::Cow;

/// What is written in the place of what, in the function that removes old settings.
const CHANGES: [(&str, &str); 2] = [
    ("'{..configMapRef.name}'", "'{..configMapRef.name} {..configMap.name}'"),
    (
        "[[ \"$name\" != \"$app-env-\"* || \"$used\"",
        "[[ (\"$name\" != \"$app-env-\"* && \"$name\" != \"$app-file-\"*) || \"$used\"",
    ),
];

/// The script of this plan.
pub(super) fn adapted<'a>(plan: &Plan, body: Cow<'a, str>) -> Cow<'a, str> {
    if !plan.files.iter().any(|file| file.text.is_some()) {
        return body;
    }
    let mut out = body.into_owned();
    for (from, to) in CHANGES {
        out = out.replace(from, to);
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_change_finds_its_place() {
        let body = super::super::BODY;
        for (from, _) in CHANGES {
            assert_eq!(body.matches(from).count(), 1, "{from}");
        }
    }
}
