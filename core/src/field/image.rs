//! Names of images.

use super::wrong::{Wrong, wrong};

/// A repository without tag and digest.
pub(super) fn repository(text: &str) -> Result<(), Wrong> {
    let help = "write the repository alone, such as registry.example.com/acme/shop";
    if text.is_empty() {
        return wrong("is empty", help);
    }
    if text.contains('@') {
        return wrong("names a digest", help);
    }
    let last = text.rsplit('/').next().unwrap_or(text);
    if last.contains(':') && text.contains('/')
        || text.matches(':').count() == 1 && !text.contains('/')
    {
        return wrong("names a tag", "leave the tag out: each deploy adds the git revision");
    }
    let (first, rest) = text.split_once('/').map_or(("", text), |(first, rest)| {
        if first.contains(['.', ':']) || first == "localhost" { (first, rest) } else { ("", text) }
    });
    let (domain, port) = first.split_once(':').unwrap_or((first, "1"));
    let domain_fits = first.is_empty()
        || domain.split('.').all(|part| {
            !part.is_empty()
                && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
                && !part.starts_with('-')
                && !part.ends_with('-')
        });
    let port_fits = port.parse::<u16>().is_ok_and(|port| port > 0);
    if domain_fits && port_fits && rest.split('/').all(repository_part) && text.len() <= 200 {
        return Ok(());
    }
    wrong(
        "is not an image repository",
        format!("{help}: lower-case letters, digits, dots and dashes"),
    )
}

/// One part of a repository path: runs of letters and digits with `.`, `_`, `__` or dashes between.
fn repository_part(part: &str) -> bool {
    let word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let separators_fit = part
        .split(word)
        .filter(|between| !between.is_empty())
        .all(|between| matches!(between, "." | "_" | "__") || between.chars().all(|c| c == '-'));
    part.starts_with(word) && part.ends_with(word) && separators_fit
}

/// An image with a tag other than `latest`, or with a digest.
pub(super) fn pinned(text: &str) -> Result<(), Wrong> {
    let help = "write repository and tag, such as docker.io/valkey/valkey:8.1.10";
    let (named, digest) = match text.split_once('@') {
        Some((named, digest)) => (named, Some(digest)),
        None => (text, None),
    };
    if digest.is_some_and(|digest| !is_digest(digest)) {
        return wrong("has a digest that is none", "write `sha256:` and 64 digits");
    }
    let (name, tag) = match named.rsplit_once(':') {
        Some((name, tag)) if !tag.contains('/') => (name, Some(tag)),
        _ => (named, None),
    };
    match tag {
        Some("latest") => wrong("is whatever is latest", help),
        Some(tag) if !is_tag(tag) => wrong("has a tag that is none", help),
        None if digest.is_none() => wrong("has no tag", help),
        _ => repository(name).map_err(|fault| Wrong { help: help.into(), ..fault }),
    }
}

/// A tag other than `latest`, or a digest.
pub(super) fn version(text: &str) -> Result<(), Wrong> {
    let help = "write a tag such as v4.3.1, or a digest: `sha256:` and 64 digits";
    if text == "latest" {
        return wrong("is whatever is latest", help);
    }
    if is_digest(text) || is_tag(text) {
        return Ok(());
    }
    wrong("is neither a tag nor a digest", help)
}

fn is_digest(text: &str) -> bool {
    let hex = |each: u8| each.is_ascii_digit() || (b'a'..=b'f').contains(&each);
    text.strip_prefix("sha256:").is_some_and(|sum| sum.len() == 64 && sum.bytes().all(hex))
}

fn is_tag(text: &str) -> bool {
    text.len() <= 128
        && text.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "_.-".contains(c))
}
