//! The revision of a release, and the places of a bundle that carry it.

use crate::plan::{LABEL_VERSION, UNRELEASED};
use serde_json::Value;
use std::fmt;

/// A release by the image that it runs: a tag, a digest, or both. What it is called in labels and at the end of the
/// migration Job's name follows from them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Revision {
    /// What labels and names carry: of a git revision, the tag itself.
    name: String,
    /// The tag of the image; none for one that is named by its digest alone.
    tag: Option<String>,
    /// `sha256:` and 64 digits: what the tag named when the image was pushed.
    digest: Option<String>,
}

/// Room for `APP-migrate-` before it, in the 63 characters of a label.
const LONGEST: usize = 50;

/// Room that a digest gets in a name, with what stands before its digits.
const DIGEST: usize = 19;

impl Revision {
    /// Reads a revision: the tag of an image, alone or with its digest, or the digest alone: `0a1b2c`, `v4.3.1`,
    /// `0a1b2c@sha256:...`, `sha256:...`; says in a sentence why it is none.
    ///
    /// # Errors
    /// When it is no tag of an image, or the digest is none.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (tag, digest) = match text.split_once('@') {
            Some((tag, digest)) => (Some(tag), Some(digest)),
            None if text.starts_with("sha256:") => (None, Some(text)),
            None => (Some(text), None),
        };
        if digest.is_some_and(|digest| !is_digest(digest)) {
            return Err(String::from("a digest is `sha256:` and 64 hexadecimal digits"));
        }
        if tag.is_some_and(|tag| !is_tag(tag)) {
            return Err(String::from(
                "a revision is the tag of an image: letters, digits, dots, dashes and underscores, a letter or digit first, at most 128 characters",
            ));
        }
        if text == UNRELEASED {
            return Err(format!("`{UNRELEASED}` stands for no revision"));
        }
        let name = named(tag.or(digest).unwrap_or_default());
        if name.is_empty() {
            return Err(String::from("a revision has a letter or a digit"));
        }
        Ok(Self { name, tag: tag.map(str::to_owned), digest: digest.map(str::to_owned) })
    }

    /// What labels and names carry.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.name
    }

    /// Whether it says which bytes the tag named when the image was pushed.
    #[must_use]
    pub const fn has_digest(&self) -> bool {
        self.digest.is_some()
    }

    /// What stands behind the repository of an image, with the sign before it.
    fn of_image(&self) -> String {
        let tag = self.tag.as_ref().map(|tag| format!(":{tag}")).unwrap_or_default();
        let digest = self.digest.as_ref().map(|digest| format!("@{digest}")).unwrap_or_default();
        format!("{tag}{digest}")
    }
}

/// A tag or a digest as names in Kubernetes can have it; deploy.sh writes it alike.
fn named(text: &str) -> String {
    let is_digest = text.starts_with("sha256:") || text.starts_with("sha256-");
    let longest = if is_digest { DIGEST } else { LONGEST };
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let name: String = text.chars().take(longest).map(plain).collect();
    name.trim_matches('-').to_owned()
}

fn is_tag(text: &str) -> bool {
    text.len() <= 128
        && text.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "_.-".contains(c))
}

fn is_digest(text: &str) -> bool {
    text.strip_prefix("sha256:").is_some_and(|sum| {
        sum.len() == 64 && sum.bytes().all(|each| matches!(each, b'0'..=b'9' | b'a'..=b'f'))
    })
}

impl fmt::Display for Revision {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.name)
    }
}

/// Whether an object waits for a revision in one of the places that [`put`] fills.
pub(super) fn is_unreleased(object: &Value) -> bool {
    let mut copy = object.clone();
    fill(&mut copy, "x", ":x") > 0
}

/// Writes the revision to every place that says `unreleased`: tags of images, the version label, and
/// the end of the object's name. These are the places that deploy.sh fills.
pub(super) fn put(object: &mut Value, revision: &Revision) {
    fill(object, revision.as_str(), &revision.of_image());
}

fn fill(object: &mut Value, revision: &str, image: &str) -> usize {
    let mut count = 0;
    if let Some(Value::String(name)) = object.pointer_mut("/metadata/name")
        && let Some(stem) = name.strip_suffix(UNRELEASED).filter(|stem| stem.ends_with('-'))
    {
        *name = format!("{stem}{revision}");
        count += 1;
    }
    walk(object, revision, image, &mut count);
    count
}

fn walk(value: &mut Value, revision: &str, image: &str, count: &mut usize) {
    match value {
        Value::Array(items) => {
            items.iter_mut().for_each(|each| walk(each, revision, image, count));
        }
        Value::Object(entries) => {
            for (key, value) in entries.iter_mut() {
                match value {
                    Value::String(text) if key == "image" => {
                        let stem = text.strip_suffix(UNRELEASED);
                        if let Some(stem) = stem.and_then(|stem| stem.strip_suffix(':')) {
                            *text = format!("{stem}{image}");
                            *count += 1;
                        }
                    }
                    Value::String(text) if key == LABEL_VERSION && text == UNRELEASED => {
                        revision.clone_into(text);
                        *count += 1;
                    }
                    other => walk(other, revision, image, count),
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The tag of an image: the revision of a release that runs. Nothing for an image by digest alone.
pub(super) fn tag(image: &str) -> Option<&str> {
    let named = image.split('@').next()?;
    let last = named.rsplit('/').next()?;
    last.rsplit_once(':').map(|(_, tag)| tag)
}

/// The digest of an image that is named by one.
pub(super) fn digest(image: &str) -> Option<&str> {
    image.split_once('@').map(|(_, digest)| digest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_revision_fits_tag_label_and_name() {
        for (text, expect) in [
            ("0a1b2c3d4e5f", true),
            ("v1-2-3", true),
            ("42", true),
            ("", false),
            ("V1", true),
            ("1.2.3", true),
            ("-a", false),
            ("__", false),
            ("a:b", false),
            ("a b", false),
            ("a\n", false),
            ("ä", false),
            ("unreleased", false),
            (&"a".repeat(128), true),
            (&"a".repeat(129), false),
        ] {
            assert_eq!(Revision::parse(text).is_ok(), expect, "{text:?}");
        }
    }

    #[test]
    fn a_tag_that_is_no_name_gets_one() {
        let sum = "0a".repeat(32);
        let long = "a".repeat(60);
        for (text, name, image) in [
            ("0a1b2c3d4e5f", "0a1b2c3d4e5f", ":0a1b2c3d4e5f".to_owned()),
            ("V4.3_1", "v4-3-1", ":V4.3_1".into()),
            ("_1.", "1", ":_1.".into()),
            (&long, long.get(..50).unwrap(), format!(":{long}")),
            (&format!("sha256:{sum}"), "sha256-0a0a0a0a0a0a", format!("@sha256:{sum}")),
            (&format!("v1.2@sha256:{sum}"), "v1-2", format!(":v1.2@sha256:{sum}")),
        ] {
            let revision = Revision::parse(text).unwrap();
            assert_eq!((revision.as_str(), revision.of_image()), (name, image), "{text}");
            let mut object = json!({"spec": {"image": "a.b:50/c:unreleased"}});
            put(&mut object, &revision);
            assert_eq!(object["spec"]["image"], format!("a.b:50/c{}", revision.of_image()));
        }
    }

    #[test]
    fn the_revision_goes_where_deploy_sh_writes_it_and_nowhere_else() {
        let mut object = json!({
            "kind": "Job",
            "metadata": {"name": "shop-migrate-unreleased",
                "labels": {"app.kubernetes.io/version": "unreleased", "x": "unreleased"}},
            "spec": {"template": {
                "metadata": {"name": "a-unreleased",
                    "labels": {"app.kubernetes.io/version": "unreleased"}},
                "spec": {"containers": [
                    {"name": "unreleased", "image": "example.com:5000/shop:unreleased"},
                    {"name": "proxy", "image": "example.com/unreleased"}],
                    "env": [{"name": "A", "value": "x:unreleased"}]}}},
        });
        assert!(is_unreleased(&object));
        put(&mut object, &Revision::parse("r1").unwrap());
        assert_eq!(
            object,
            json!({
                "kind": "Job",
                "metadata": {"name": "shop-migrate-r1",
                    "labels": {"app.kubernetes.io/version": "r1", "x": "unreleased"}},
                "spec": {"template": {
                    "metadata": {"name": "a-unreleased",
                        "labels": {"app.kubernetes.io/version": "r1"}},
                    "spec": {"containers": [
                        {"name": "unreleased", "image": "example.com:5000/shop:r1"},
                        {"name": "proxy", "image": "example.com/unreleased"}],
                        "env": [{"name": "A", "value": "x:unreleased"}]}}},
            })
        );
        assert!(!is_unreleased(&object));
    }

    #[test]
    fn a_digest_goes_to_images_alone() {
        let sum = "sha256:".to_owned() + &"0a".repeat(32);
        let revision = Revision::parse(&format!("r1@{sum}")).unwrap();
        assert_eq!((revision.as_str(), revision.to_string()), ("r1", "r1".to_owned()));
        let mut object = json!({
            "metadata": {"name": "shop-migrate-unreleased", "labels": {LABEL_VERSION: "unreleased"}},
            "spec": {"containers": [{"image": "example.com/shop:unreleased"}]},
        });
        put(&mut object, &revision);
        assert_eq!(object["metadata"]["name"], "shop-migrate-r1");
        assert_eq!(object["metadata"]["labels"][LABEL_VERSION], "r1");
        let image = &object["spec"]["containers"][0]["image"];
        assert_eq!(*image, format!("example.com/shop:r1@{sum}"));
        assert_eq!(digest(image.as_str().unwrap()), Some(sum.as_str()));
        for wrong in ["r1@", "r1@sha256:00", "r1@md5:00", "@sha256:00", "r1@sha256:"] {
            assert!(Revision::parse(wrong).is_err(), "{wrong}");
        }
        assert!(Revision::parse(&format!("@{sum}")).is_err());
    }

    #[test]
    fn tags_are_told_from_ports_and_digests() {
        for (image, expect) in [
            ("example.com:5000/shop:r1", Some("r1")),
            ("example.com:5000/shop", None),
            ("shop:r1@sha256:00", Some("r1")),
            ("shop@sha256:00", None),
            ("shop", None),
        ] {
            assert_eq!(tag(image), expect, "{image}");
        }
    }
}
