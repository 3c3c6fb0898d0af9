//! Places in a pod, and what lies there.

use super::wrong::{Wrong, wrong};

/// The longest text of a file: a ConfigMap holds 1 MiB in all.
const LONGEST: usize = 100_000;

/// A folder or file of a pod: from the app's working folder, or by its whole path.
pub(super) fn check(text: &str) -> Result<(), Wrong> {
    let help =
        "write it from the app's working folder, such as public/system, or whole, such as /data";
    if text.split('/').any(|part| part == "..") {
        return wrong("leaves its folder", "write the path without `..`");
    }
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/._-+@".contains(c);
    let body = text.strip_prefix('/').or_else(|| text.strip_prefix("./")).unwrap_or(text);
    let parts_fit = body.split('/').all(|part| !matches!(part, "" | "."));
    if parts_fit && text.len() <= 200 && text.chars().all(is_plain) && !text.starts_with('-') {
        return Ok(());
    }
    wrong("is not a path of a pod", help)
}

/// The text of a file.
pub(super) fn body(text: &str) -> Result<(), Wrong> {
    if text.is_empty() {
        return wrong("is empty", "write the file's text, or remove the file");
    }
    if text.contains('\0') {
        return wrong("holds a NUL character", "remove it: a ConfigMap holds texts");
    }
    if text.len() > LONGEST {
        return wrong(
            "is longer than 100,000 bytes",
            "put the file into the image; a ConfigMap holds 1 MiB in all",
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::field::{Accepts, check};

    #[test]
    fn places_are_judged() {
        for text in ["public/system", "./files", "/data", "config/master.key", "a@b+c"] {
            assert_eq!(check(Accepts::Place, text), Ok(()), "{text}");
        }
        for text in
            ["", "/", ".", "..", "a/../b", "/a/", "a//b", "a b", "-a", "a:b", "$(x)", "a\nb", "~/a"]
        {
            assert!(check(Accepts::Place, text).is_err(), "{text}");
        }
        assert_eq!(check(Accepts::Body, "a: 1\nb: \"é\"\n"), Ok(()));
        for text in [String::new(), "a\0b".to_owned(), "a".repeat(100_001)] {
            assert!(check(Accepts::Body, &text).is_err());
        }
    }
}
