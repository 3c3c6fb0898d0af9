//! Values as other tools write them, in the words of a spec.

/// A name as Kubernetes takes it: lower-case letters, digits and dashes.
pub(super) fn name(text: &str, longest: usize) -> String {
    let mut out = String::new();
    for each in text.chars() {
        if each.is_ascii_alphanumeric() {
            out.push(each.to_ascii_lowercase());
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.truncate(longest);
    out.trim_matches('-').to_owned()
}

/// An amount of memory as Docker writes it (`512m`, `2g`, `1gb`, bytes).
pub(super) fn memory(text: &str) -> Option<String> {
    let text = text.trim().to_ascii_lowercase();
    let end = text.find(|each: char| !each.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at_checked(end)?;
    let number: u64 = number.parse().ok().filter(|number| *number > 0)?;
    let amount = |unit: &str| Some(format!("{number}{unit}"));
    match unit.trim().trim_end_matches('b').trim_end_matches('i') {
        "g" => amount("Gi"),
        "m" => amount("Mi"),
        "k" => Some(format!("{}Mi", number.div_ceil(1024))),
        "" => Some(format!("{}Mi", number.div_ceil(1024 * 1024))),
        _ => None,
    }
}

/// A number of processors (`2`, `0.5`, `1.25`).
pub(super) fn cpu(text: &str) -> Option<String> {
    let (whole, part) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()) && text.len() <= 4;
    if !digits(whole) || !digits(part) || (whole.is_empty() && part.is_empty()) {
        return None;
    }
    let whole: u64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let part: u64 = format!("{part:0<3}").get(..3)?.parse().ok()?;
    match (whole, part) {
        (0, 0) => None,
        (_, 0) => Some(whole.to_string()),
        _ => Some(format!("{}m", whole * 1000 + part)),
    }
}

/// Seconds of a duration (`30`, `30s`, `1m30s`, `2m`).
pub(super) fn seconds(text: &str) -> Option<String> {
    let (mut all, mut number) = (0_u64, String::new());
    for each in text.trim().chars() {
        if each.is_ascii_digit() && number.len() < 6 {
            number.push(each);
            continue;
        }
        let count: u64 = std::mem::take(&mut number).parse().ok()?;
        all += match each {
            's' => count,
            'm' => count * 60,
            'h' => count * 3600,
            _ => return None,
        };
    }
    if !number.is_empty() {
        all += number.parse::<u64>().ok()?;
    }
    (all > 0).then(|| all.to_string())
}

/// The repository of an image with its registry, without tag and digest.
pub(super) fn repository(image: &str) -> String {
    let image = image.split('@').next().unwrap_or(image);
    let slash = image.rfind('/').map_or(0, |at| at + 1);
    let last = image.get(slash..).unwrap_or_default();
    let last = last.split(':').next().unwrap_or_default();
    with_registry(&format!("{}{last}", image.get(..slash).unwrap_or_default()))
}

/// An image with Docker Hub's name before it where no registry stands there.
pub(super) fn with_registry(image: &str) -> String {
    let first = image.split('/').next().unwrap_or_default();
    let has_registry =
        image.contains('/') && (first.contains('.') || first.contains(':') || first == "localhost");
    match (has_registry, image.contains('/')) {
        (true, _) => image.to_owned(),
        (false, true) => format!("docker.io/{image}"),
        (false, false) => format!("docker.io/library/{image}"),
    }
}

/// The name of an image as it is written, and its tag or digest.
pub(super) fn version(image: &str) -> (&str, Option<&str>) {
    if let Some((name, digest)) = image.split_once('@') {
        return (name, Some(digest));
    }
    match image.rsplit_once(':') {
        Some((name, tag)) if !tag.contains('/') => (name, Some(tag)),
        _ => (image, None),
    }
}

/// The repository as it is written, without tag and digest.
pub(super) fn plain_repository(image: &str) -> String {
    version(image).0.to_owned()
}

/// The repository of an image whose tag another tool puts in.
pub(super) fn known_repository(image: Option<&str>) -> Option<String> {
    let (name, tag) = version(image?);
    (tag.is_some() && !name.contains("__ruby_")).then(|| name.to_owned())
}

/// An image with its registry, its tag or digest kept.
pub(super) fn full(image: &str) -> String {
    with_registry(image.trim())
}

/// Bytes as an amount of memory, whole mebibytes.
pub(super) fn bytes(text: &str) -> Option<String> {
    let number: u64 = text.replace('_', "").trim().parse().ok().filter(|number| *number > 0)?;
    Some(format!("{}Mi", number.div_ceil(1024 * 1024)))
}

/// Where a mount stands in the container, and whether it is for reading alone: `data:/rails/storage:ro`.
pub(super) fn mount(text: &str) -> (Option<&str>, &str, bool) {
    let mut parts: Vec<&str> = text.split(':').collect();
    let options = match parts.as_slice() {
        [_, .., last] if !last.starts_with('/') => parts.pop().unwrap_or_default(),
        _ => "",
    };
    let target = parts.pop().unwrap_or_default();
    (parts.first().copied(), target, options.split(',').any(|each| each == "ro"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_of_docker_become_those_of_kubernetes() {
        for (text, expect) in [
            ("512m", Some("512Mi")),
            ("2g", Some("2Gi")),
            ("1GB", Some("1Gi")),
            ("1073741824", Some("1024Mi")),
            ("64k", Some("1Mi")),
            ("0", None),
            ("lots", None),
            ("99999999999999999999999g", None),
            ("", None),
        ] {
            assert_eq!(memory(text).as_deref(), expect, "{text}");
        }
        for (text, expect) in [
            ("2", Some("2")),
            ("0.5", Some("500m")),
            (".25", Some("250m")),
            ("1.5", Some("1500m")),
            ("0", None),
            ("x", None),
            ("", None),
        ] {
            assert_eq!(cpu(text).as_deref(), expect, "{text}");
        }
        for (text, expect) in [
            ("30", Some("30")),
            ("1m30s", Some("90")),
            ("2h", Some("7200")),
            ("1x", None),
            ("", None),
        ] {
            assert_eq!(seconds(text).as_deref(), expect, "{text}");
        }
    }

    #[test]
    fn images_and_mounts_are_taken_apart() {
        for (image, expect) in [
            ("shop", "docker.io/library/shop"),
            ("acme/shop:1", "docker.io/acme/shop"),
            ("ghcr.io/acme/shop:1@sha256:0", "ghcr.io/acme/shop"),
            ("localhost:5000/shop", "localhost:5000/shop"),
        ] {
            assert_eq!(repository(image), expect, "{image}");
        }
        for (text, expect) in [
            ("a:/rails/storage", (Some("a"), "/rails/storage", false)),
            ("./a:/b:ro", (Some("./a"), "/b", true)),
            ("/b", (None, "/b", false)),
            ("a:/b:ro,Z", (Some("a"), "/b", true)),
            ("", (None, "", false)),
        ] {
            assert_eq!(mount(text), expect, "{text}");
        }
    }
}
