//! Users that base images have already.
//!
//! Sources, read 2026-12-01: Debian's base-passwd (`passwd.master`: users below 100 and `nobody` have the same number on every
//! Debian and Ubuntu), Alpine's alpine-baselayout (`passwd`), and the Dockerfile of the official Node image, which makes
//! `node` with the number 1000 on both.

/// Users of Debian and Ubuntu that programs are run as.
const DEBIAN: [(&str, i64); 6] = [
    ("daemon", 1),
    ("mail", 8),
    ("www-data", 33),
    ("backup", 34),
    ("nobody", 65_534),
    ("_apt", 42),
];
/// The same of Alpine, which has no `www-data`.
const ALPINE: [(&str, i64); 3] = [("daemon", 2), ("mail", 8), ("nobody", 65_534)];

/// The number that a base image, given by its reference, has for the user of a name; none where it is not known.
#[must_use]
pub fn user_of_base(image: &str, name: &str) -> Option<i64> {
    let repository = image.split(['@', ':']).next().unwrap_or(image);
    let program = repository.rsplit('/').next().unwrap_or(repository);
    if (program, name) == ("node", "node") {
        return Some(1000);
    }
    let is_alpine = program == "alpine" || image.contains("-alpine");
    let is_debian =
        !is_alpine && matches!(program, "ruby" | "debian" | "ubuntu" | "node" | "buildpack-deps");
    let known: &[(&str, i64)] = match (is_alpine, is_debian) {
        (true, _) => &ALPINE,
        (_, true) => &DEBIAN,
        _ => &[],
    };
    known.iter().find(|(known, _)| *known == name).map(|(_, number)| *number)
}

#[cfg(test)]
mod tests {
    use super::user_of_base;

    #[test]
    fn users_of_base_images_are_known() {
        for (image, name, number) in [
            ("docker.io/library/ruby:3.4.7-slim", "www-data", Some(33)),
            ("ruby:3.4.7-alpine", "www-data", None),
            ("ruby:3.4.7-alpine3.22", "nobody", Some(65_534)),
            ("debian:bookworm", "nobody", Some(65_534)),
            ("node:24-slim", "node", Some(1000)),
            ("registry.example.com/base:1", "www-data", None),
            ("ruby:3.4", "app", None),
            ("", "", None),
        ] {
            assert_eq!(user_of_base(image, name), number, "{image} {name}");
        }
    }
}
