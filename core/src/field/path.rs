//! Paths: of the app's repository, and of its image.

use super::wrong::{Wrong, wrong};

/// Letters that mean the same in a shell, a Dockerfile, YAML and Markdown.
fn is_plain(text: &str) -> bool {
    text.len() <= 200 && text.chars().all(|c| c.is_ascii_alphanumeric() || "/._-+@".contains(c))
}

/// A file or folder below the folder of `linkspan.yml`.
pub(super) fn of_repository(text: &str) -> Result<(), Wrong> {
    if text.starts_with('/') {
        return wrong(
            "is a path of this machine",
            "write it from the folder of linkspan.yml, such as docker/Dockerfile",
        );
    }
    if text.split('/').any(|part| part == "..") {
        return wrong(
            "leaves the folder of linkspan.yml",
            "write a path below that folder, without `..`",
        );
    }
    let parts_fit = text.trim_end_matches('/').split('/').all(|part| !part.is_empty());
    if parts_fit && is_plain(text) && !text.starts_with('-') {
        return Ok(());
    }
    wrong(
        "is not a path of the repository",
        "use letters, digits, dots, dashes and slashes, such as docker/Dockerfile",
    )
}

/// A folder of the image by its whole path.
pub(super) fn folder(text: &str) -> Result<(), Wrong> {
    let help = "write the whole path, such as /rails or /opt/app";
    let Some(rest) = text.strip_prefix('/') else {
        return wrong("does not start with a slash", help);
    };
    if rest.is_empty() {
        return wrong("is the root of the image", help);
    }
    let fits = |part: &str| !matches!(part, "" | "." | "..");
    if rest.split('/').all(fits) && is_plain(text) {
        return Ok(());
    }
    wrong("is not a folder of an image", help)
}

#[cfg(test)]
mod tests {
    use crate::field::{Accepts, check};

    #[test]
    fn paths_are_judged() {
        for (kind, good, bad) in [
            (
                Accepts::RepoPath,
                &["Dockerfile", "docker/Dockerfile", ".", "./web", "a/", "vendor/gems"][..],
                &["", "/Dockerfile", "..", "a/../b", "a//b", "a b", "-a", "a;b", "$(x)", "a\nb"][..],
            ),
            (
                Accepts::Folder,
                &["/rails", "/opt/app", "/app"],
                &["", "/", "rails", "/a/", "/a//b", "/a/../b", "/a b", "/a\"", "/a:b"],
            ),
            (
                Accepts::ImageVersion,
                &[
                    "v4.3.1",
                    "1",
                    "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                ],
                &["", "latest", "sha256:0", "a b", "-a", "a/b", "a:1", "v1@sha256:0"],
            ),
        ] {
            for text in good {
                assert_eq!(check(kind, text), Ok(()), "{text}");
            }
            for text in bad {
                assert!(check(kind, text).is_err(), "{text}");
            }
        }
    }
}
