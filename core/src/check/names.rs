//! Names: which characters Kubernetes takes where, and which names an object must have.

use super::context::{Context, entries, filled};
use super::object::Object;
use crate::check::catalog::file::TOO_LARGE;
use crate::diagnostic::{Diagnostic, rules};
use crate::facts::Kubernetes;
use crate::yaml::Node;
use std::collections::BTreeMap;
use std::net::IpAddr;

rules! {
    pub(crate) const ANNOTATION: Rule = Rule {
        name: "annotation",
        tier: Refused,
        severity: Error,
        says: "the key of an annotation has characters that Kubernetes refuses",
        why: "Keys of annotations follow the same pattern as keys of labels; the API server rejects the object.",
        marks: [Certain],
    };
    pub(crate) const DUPLICATE_OBJECT: Rule = Rule {
        name: "duplicate-object",
        tier: Broken,
        severity: Error,
        says: "two objects of a folder have the same kind, namespace and name",
        why: "Applied together, the later overwrites the earlier; which one that is depends on the names of the files.",
        marks: [Certain, Completed],
    };
    pub(crate) const LABEL: Rule = Rule {
        name: "label",
        tier: Refused,
        severity: Error,
        says: "the key or value of a label has characters that Kubernetes refuses",
        why: "Selectors compare labels, so keys and values follow a strict pattern of at most 63 characters; the API server rejects the object.",
        aliases: ["kube-score/label-values"],
        marks: [Certain, Completed],
    };
    pub(crate) const NAME: Rule = Rule {
        name: "name",
        tier: Refused,
        severity: Error,
        says: "a name has characters that Kubernetes refuses",
        why: "Most names become part of a DNS name or a path, so upper case, underscores and spaces are rejected.",
        marks: [Certain, Completed],
    };
}

/// What is wrong with a name; `None` if nothing is.
pub(super) type Judgement = Option<&'static str>;

const SUBDOMAIN: &str = "use lower-case letters, digits, `-` and `.`, beginning and ending with a letter or digit, at most 253";
const LABEL_HELP: &str = "use lower-case letters, digits and `-`, beginning and ending with a letter or digit, at most 63";

fn is_label_shape(text: &str) -> bool {
    let inner = |each: u8| each.is_ascii_lowercase() || each.is_ascii_digit() || each == b'-';
    !text.is_empty() && text.bytes().all(inner) && !text.starts_with('-') && !text.ends_with('-')
}

/// A lower-case DNS label, as containers and volumes are called (RFC 1123).
pub(super) fn dns_label(text: &str) -> Judgement {
    (!is_label_shape(text) || text.len() > 63).then_some(LABEL_HELP)
}

/// Labels joined by dots, as most objects are called (RFC 1123).
pub(super) fn dns_subdomain(text: &str) -> Judgement {
    (text.len() > 253 || !text.split('.').all(is_label_shape)).then_some(SUBDOMAIN)
}

/// A DNS label that starts with a letter (RFC 1035).
pub(super) fn dns_1035_label(text: &str) -> Judgement {
    let fine =
        dns_label(text).is_none() && text.starts_with(|each: char| each.is_ascii_lowercase());
    (!fine).then_some(
        "use lower-case letters, digits and `-`, beginning with a letter and ending with a letter or digit, at most 63",
    )
}

/// A host with at most one `*`, as its first label.
pub(super) fn host(text: &str) -> Judgement {
    if loose_address(text).is_some() {
        return Some("write a host name, not an address");
    }
    wildcard(text)
}

/// A host that may begin with `*.`; no judgement about addresses.
pub(super) fn wildcard(text: &str) -> Judgement {
    if text.len() > 253 {
        Some(SUBDOMAIN)
    } else {
        dns_subdomain(text.strip_prefix("*.").unwrap_or(text))
    }
}

/// The name of a port of a container (IANA service name).
pub(super) fn port_name(text: &str) -> Judgement {
    let inner = |each: u8| each.is_ascii_lowercase() || each.is_ascii_digit() || each == b'-';
    let fine = (1..=15).contains(&text.len())
        && text.bytes().all(inner)
        && text.bytes().any(|each| each.is_ascii_lowercase())
        && !text.contains("--")
        && !text.starts_with('-')
        && !text.ends_with('-');
    (!fine)
        .then_some("use at most 15 lower-case letters, digits and single `-`, at least one letter")
}

/// The key of a label or annotation: `name` or `prefix/name`.
pub(super) fn qualified(text: &str) -> Judgement {
    let (prefix, name) = match text.split_once('/') {
        Some((prefix, name)) => (Some(prefix), name),
        None => (None, text),
    };
    let fine = prefix.is_none_or(|prefix| dns_subdomain(prefix).is_none())
        && is_loose(name)
        && !name.is_empty();
    (!fine).then_some(
        "use letters, digits, `-`, `_` and `.`, beginning and ending with a letter or digit, at most 63; a domain and `/` may stand before",
    )
}

/// The value of a label.
pub(super) fn label_value(text: &str) -> Judgement {
    (!is_loose(text)).then_some(
        "use at most 63 letters, digits, `-`, `_` and `.`, beginning and ending with a letter or digit",
    )
}

fn is_loose(text: &str) -> bool {
    let edge = |each: Option<u8>| each.is_none_or(|each| each.is_ascii_alphanumeric());
    text.len() <= 63
        && text
            .bytes()
            .all(|each| each.is_ascii_alphanumeric() || matches!(each, b'-' | b'_' | b'.'))
        && edge(text.bytes().next())
        && edge(text.bytes().last())
}

/// The key of a ConfigMap or Secret.
pub(super) fn config_key(text: &str) -> Judgement {
    let inner = |each: u8| each.is_ascii_alphanumeric() || matches!(each, b'-' | b'_' | b'.');
    let fine = (1..=253).contains(&text.len()) && text.bytes().all(inner);
    (!fine || text == "." || text.starts_with(".."))
        .then_some("use letters, digits, `-`, `_` and `.`, at most 253, not starting with `..`")
}

/// The name of an environment variable: since 1.32 nearly everything is accepted.
pub(super) fn env_name(text: &str) -> Judgement {
    let fine = text.bytes().all(|each| matches!(each, b' '..=b'~') && each != b'=');
    (!fine || text.is_empty()).then_some("use printable ASCII characters other than `=`")
}

/// An IP address. Before 1.36 zeros in front of a number were read over, and IPv4 in IPv6 was taken.
pub(super) fn address(text: &str, version: Kubernetes) -> Option<IpAddr> {
    let mapped = |address: &IpAddr| matches!(address, IpAddr::V6(six) if is_mapped(six));
    if version >= Kubernetes::V1_36 {
        return text.parse().ok().filter(|address| !mapped(address));
    }
    loose_address(text)
}

fn is_mapped(six: &std::net::Ipv6Addr) -> bool {
    matches!(six.segments(), [0, 0, 0, 0, 0, 0xffff, _, _])
}

/// An address as readers of long ago take it.
fn loose_address(text: &str) -> Option<IpAddr> {
    if text.contains(':') {
        return text.parse().ok();
    }
    let digits = |part: &&str| part.bytes().all(|each| each.is_ascii_digit());
    let parts = text.split('.').map(|part| {
        Some(part)
            .filter(digits)
            .and_then(|part| part.parse::<u8>().ok())
            .map(|part| part.to_string())
    });
    parts.collect::<Option<Vec<_>>>()?.join(".").parse().ok()
}

/// A block of addresses: the address and the bits that count.
pub(super) type Block = (IpAddr, u8);

/// A block of addresses. Since 1.36 nothing may stand behind the bits that count.
pub(super) fn cidr(text: &str, version: Kubernetes) -> Option<Block> {
    let block = loose_cidr(text)?;
    if version < Kubernetes::V1_36 {
        return Some(block);
    }
    let (address, length) = text.split_once('/')?;
    let padded = length.len() > 1 && length.starts_with('0');
    self::address(address, version)?;
    (!padded && masked(&block) == block.0).then_some(block)
}

fn loose_cidr(text: &str) -> Option<Block> {
    let (address, length) = text.split_once('/')?;
    let address = loose_address(address)?;
    let digits = !length.is_empty() && length.bytes().all(|each| each.is_ascii_digit());
    let length: u8 = length.parse().ok().filter(|_| digits)?;
    let bits = if address.is_ipv4() { 32 } else { 128 };
    (length <= bits).then_some((address, length))
}

/// The first address of a block.
fn masked((address, length): &Block) -> IpAddr {
    let length = u32::from(*length);
    match address {
        IpAddr::V4(four) => {
            let mask = u32::MAX.checked_shl(32_u32.saturating_sub(length)).unwrap_or(0);
            IpAddr::V4((u32::from(*four) & mask).into())
        }
        IpAddr::V6(six) => {
            let mask = u128::MAX.checked_shl(128_u32.saturating_sub(length)).unwrap_or(0);
            IpAddr::V6((u128::from(*six) & mask).into())
        }
    }
}

/// Whether one block lies within another and is smaller.
pub(super) fn lies_within(inner: &Block, outer: &Block) -> bool {
    inner.0.is_ipv4() == outer.0.is_ipv4()
        && inner.1 > outer.1
        && masked(&(inner.0, outer.1)) == masked(outer)
}

/// The form in which every reader takes an address for the same (RFC 5952).
pub(super) fn usual_address(text: &str) -> Option<String> {
    match loose_address(text)? {
        IpAddr::V6(six) if is_mapped(&six) => six.to_ipv4_mapped().map(|four| four.to_string()),
        address => Some(address.to_string()),
    }
}

/// What is odd about a block of addresses, and what to write instead.
pub(super) fn odd_block(text: &str) -> Vec<(&'static str, String)> {
    let Some(block) = loose_cidr(text) else { return Vec::new() };
    let (first, length) = (masked(&block), block.1);
    let usual = format!("{first}/{length}");
    let mut odd = Vec::new();
    if first != block.0 {
        odd.push(("has bits behind those that count", usual.clone()));
    }
    let (address, digits) = text.split_once('/').unwrap_or((text, ""));
    let strict = address.parse::<IpAddr>().ok();
    let padded = digits.len() > 1 && digits.starts_with('0');
    let mapped = matches!(strict, Some(IpAddr::V6(six)) if is_mapped(&six));
    let unusual = || block.0.is_ipv6() && format!("{}/{length}", block.0) != text;
    if strict.is_none() || padded || mapped || (odd.is_empty() && unusual()) {
        odd.push(("is not the usual form", usual));
    }
    odd
}

/// `domain/path`, as controllers are called.
pub(super) fn domain_path(text: &str) -> Judgement {
    let fine = text.split_once('/').is_some_and(|(domain, path)| {
        dns_subdomain(domain).is_none()
            && !path.is_empty()
            && path
                .bytes()
                .all(|each| each.is_ascii_alphanumeric() || b"/:@%!$&'()*+,;=-._~".contains(&each))
    });
    (!fine).then_some("write it as `example.com/name`")
}

/// A name that only has to fit into an address, as roles are called.
pub(super) fn path_segment(text: &str) -> Judgement {
    let bad = text == "." || text == ".." || text.contains(['/', '%']);
    bad.then_some("leave out `/` and `%`")
}

/// Judges the keys and values of labels. The API server names the map, not the key.
pub(super) fn labels(context: &mut Context<'_>, node: &Node, field: &str) {
    for entry in entries(node, field) {
        if let Some(help) = qualified(&entry.key) {
            let message = format!("`{}` cannot be the key of a label", entry.key);
            context.report(&LABEL, entry, field, message, help);
        }
        let value = entry.value.text().filter(|_| !entry.value.is_null()).unwrap_or_default();
        if let Some(help) = label_value(value) {
            let message = format!("`{value}` cannot be the value of a label");
            context.report(&LABEL, &entry.value, field, message, help);
        }
    }
}

/// Judges the keys of annotations.
pub(super) fn annotations(context: &mut Context<'_>, node: &Node, field: &str) {
    for entry in entries(node, field) {
        if let Some(help) = qualified(&entry.key.to_lowercase()) {
            let message = format!("`{}` cannot be the key of an annotation", entry.key);
            context.report(&ANNOTATION, entry, field, message, help);
        }
    }
    let size: usize = entries(node, field)
        .iter()
        .map(|entry| entry.key.len() + entry.value.text().map_or(0, str::len))
        .sum();
    if size > 256 * 1024 {
        let spot = node.get(field).unwrap_or(node);
        let message = format!("the annotations have {size} bytes; 256 KiB is the limit");
        context.report(&TOO_LARGE, spot, field, message, "keep what is long in a ConfigMap");
    }
}

/// Reports a name that is missing or that is written with characters that Kubernetes refuses.
pub(super) fn require(
    context: &mut Context<'_>,
    node: &Node,
    key: &str,
    what: &str,
    judge: impl Fn(&str) -> Judgement,
) {
    let (Some(text), Some(value)) = (filled(node, key), node.get(key)) else { return };
    if let Some(help) = judge(text) {
        let message = format!("`{text}` cannot be the name of {what}");
        context.report(&NAME, value, key, message, help);
    }
}

/// Objects of one kind and name in one folder: the later one overwrites the earlier one.
pub(super) fn duplicates(objects: &[Object], found: &mut Vec<Diagnostic>) {
    let mut first: BTreeMap<[&str; 5], &Object> = BTreeMap::new();
    for object in objects.iter().filter(|object| !object.name.is_empty()) {
        let folder = object.file.rsplit_once('/').map_or("", |(folder, _)| folder);
        let group = object.api.split_once('/').map_or("", |(group, _)| group);
        let key = [folder, group, &object.kind, &object.namespace, &object.name];
        let Some(before) = first.get(&key) else {
            first.insert(key, object);
            continue;
        };
        let Some(node) = object.root.at(&["metadata", "name"]) else { continue };
        let message = format!(
            "there is another {} `{}` in {} line {}",
            object.kind,
            object.name,
            before.file,
            before.root.start().line
        );
        found.push(
            Diagnostic::new(&DUPLICATE_OBJECT, message)
                .help("rename one of them: applied together, the later overwrites the earlier")
                .file(&object.file)
                .at(node.start(), node.width())
                .path("metadata.name"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_name_has_its_shape() {
        type Judge = fn(&str) -> Judgement;
        let cases: [(Judge, &[&str], &[&str]); 9] = [
            (dns_label, &["a", "web-1", "1a"], &["", "-a", "a-", "A", "a.b", "a_b"]),
            (dns_subdomain, &["a", "a.b-c.d", "1"], &["", "a..b", ".a", "a_b", "A"]),
            (env_name, &["A", "1A b", "a.b"], &["", "a=b", "ä"]),
            (dns_1035_label, &["web"], &["1web", "web-"]),
            (
                port_name,
                &["http", "p-1", "http2"],
                &["", "80", "a--b", "-a", "abcdefghijklmnop", "H"],
            ),
            (
                qualified,
                &["app", "a.b/c_D", "app.kubernetes.io/name"],
                &["", "/a", "a/", "a b", "A/b"],
            ),
            (label_value, &["", "v1.2", "A_b"], &["-a", "a b", "a/b", "${X}"]),
            (config_key, &[".env", "a.b_C-d"], &["", ".", "..", "..a", "a/b", "a*b"]),
            (host, &["a.example.com", "*.example.com"], &["*", "a.*.com", "1.2.3.4", "A.com"]),
        ];
        for (at, (judge, good, bad)) in cases.iter().enumerate() {
            for text in *good {
                assert_eq!(judge(text), None, "case {at}: {text}");
            }
            for text in *bad {
                assert!(judge(text).is_some(), "case {at}: {text}");
            }
        }
    }
}
