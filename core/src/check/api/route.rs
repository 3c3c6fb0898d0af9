//! Routes of the Gateway API. What their definitions ask in CEL, in the words of this checker. Source: the
//! definitions of the standard channel, release 1.6.1, read 2026-11-27.

use super::super::context::{Context, filled, given, int, items, text};
use super::gateway::refuse;
use crate::yaml::Node;
use std::collections::{BTreeMap, BTreeSet};

/// An HTTPRoute's spec.
pub(super) fn http(context: &mut Context<'_>, node: &Node) {
    parents(context, node);
    // A rule without matches has one.
    total(context, node, 1);
}

/// A GRPCRoute's spec.
pub(super) fn grpc(context: &mut Context<'_>, node: &Node) {
    parents(context, node);
    total(context, node, 0);
}

/// Where a route hangs: two places at one parent are told apart by their sections.
fn parents(context: &mut Context<'_>, node: &Node) {
    let list = items(node, "parentRefs");
    let (mut mixed, mut same) = (None, None);
    let mut before: BTreeMap<[&str; 4], BTreeSet<Option<&str>>> = BTreeMap::new();
    for one in list {
        let of = |key: &str, default| text(one, key).unwrap_or(default);
        let parent = [
            of("group", "gateway.networking.k8s.io"),
            of("kind", "Gateway"),
            of("name", ""),
            of("namespace", ""),
        ];
        let section = filled(one, "sectionName");
        let sections = before.entry(parent).or_default();
        let (has_none, has_some) = (sections.contains(&None), sections.iter().any(Option::is_some));
        if if section.is_some() { has_none } else { has_some } {
            mixed = Some(one);
        }
        if !sections.insert(section) {
            same = Some(one);
        }
    }
    for (spot, message) in [
        (mixed, "two places at one parent each need a `sectionName`"),
        (same, "two places at one parent need `sectionName`s that differ"),
    ] {
        if let Some(spot) = spot {
            refuse(
                context,
                spot,
                "parentRefs",
                message,
                "name a listener of the Gateway by `sectionName`",
            );
        }
    }
}

fn total(context: &mut Context<'_>, node: &Node, implied: usize) {
    let count = |rule: &Node| given(rule, "matches").map_or(implied, |list| list.items().len());
    if items(node, "rules").iter().map(count).sum::<usize>() > 128 {
        let spot = given(node, "rules").unwrap_or(node);
        let message = "a route has at most 128 matches in all its rules";
        refuse(context, spot, "rules", message, "make it two routes");
    }
}

/// One rule of an HTTPRoute.
pub(super) fn rule(context: &mut Context<'_>, node: &Node) {
    let filters = items(node, "filters");
    let backends = items(node, "backendRefs");
    if !backends.is_empty() && filters.iter().any(|it| given(it, "requestRedirect").is_some()) {
        let spot = given(node, "backendRefs").unwrap_or(node);
        let message = "a redirect has no `backendRefs`";
        refuse(context, spot, "", message, "remove `backendRefs`, or make it a rule of its own");
    }
    let one_prefix = given(node, "matches").is_none_or(|list| {
        matches!(list.items(), [one] if {
            let path = given(one, "path");
            path.is_none_or(|path| text(path, "type").unwrap_or("PathPrefix") == "PathPrefix")
        })
    });
    for key in ["requestRedirect", "urlRewrite"] {
        let replaces = |filter: &&Node| {
            let path = filter.at(&[key, "path"]).filter(|it| !it.is_null());
            path.is_some_and(|path| {
                text(path, "type") == Some("ReplacePrefixMatch")
                    && given(path, "replacePrefixMatch").is_some()
            })
        };
        let once = |filters: &[Node]| filters.iter().filter(replaces).count() == 1;
        let within = backends.iter().filter(|it| once(items(it, "filters"))).count() == 1;
        for found in [once(filters), within] {
            if found && !one_prefix {
                let message = "`replacePrefixMatch` needs a single match, by `PathPrefix`";
                refuse(context, node, "", message, "make each match a rule of its own");
            }
        }
    }
    repeated(context, filters, "filters");
    for (at, backend) in backends.iter().enumerate() {
        repeated(context, items(backend, "filters"), &format!("backendRefs[{at}].filters"));
    }
}

/// Some filters stand once in a list.
fn repeated(context: &mut Context<'_>, filters: &[Node], path: &str) {
    const ONCE: [&str; 5] = [
        "CORS",
        "RequestHeaderModifier",
        "ResponseHeaderModifier",
        "RequestRedirect",
        "URLRewrite",
    ];
    let of =
        |kind: &str| filters.iter().filter(|it| text(it, "type") == Some(kind)).collect::<Vec<_>>();
    for kind in ONCE {
        if let [_, second, ..] = of(kind).as_slice() {
            let message = format!("the filter `{kind}` stands here twice");
            refuse(context, *second, path, message, "make it one");
        }
    }
    if let ([spot, ..], [_, ..]) = (of("RequestRedirect").as_slice(), of("URLRewrite").as_slice()) {
        let message = "a request is redirected or rewritten, not both";
        refuse(context, *spot, path, message, "remove one of the two filters");
    }
}

/// One rule of a GRPCRoute: its filters.
pub(super) fn grpc_rule(context: &mut Context<'_>, node: &Node) {
    repeated(context, items(node, "filters"), "filters");
    for (at, backend) in items(node, "backendRefs").iter().enumerate() {
        repeated(context, items(backend, "filters"), &format!("backendRefs[{at}].filters"));
    }
}

/// A filter holds what its type says, and that alone.
pub(super) fn filter(context: &mut Context<'_>, node: &Node) {
    const FIELDS: [(&str, &str); 7] = [
        ("CORS", "cors"),
        ("RequestHeaderModifier", "requestHeaderModifier"),
        ("ResponseHeaderModifier", "responseHeaderModifier"),
        ("RequestMirror", "requestMirror"),
        ("RequestRedirect", "requestRedirect"),
        ("URLRewrite", "urlRewrite"),
        ("ExtensionRef", "extensionRef"),
    ];
    let kind = text(node, "type").unwrap_or_default();
    for (own, field) in FIELDS {
        match given(node, field) {
            Some(spot) if own != kind => {
                let message = format!("a filter of type `{kind}` has no `{field}`");
                refuse(context, spot, "", message, format!("remove it, or write `type: {own}`"));
            }
            None if own == kind => {
                let message = format!("a filter of type `{kind}` needs `{field}`");
                refuse(context, node, "", message, format!("add `{field}`"));
            }
            _ => {}
        }
    }
}

/// Who may call from other pages: all, or those that are named.
pub(super) fn cors(context: &mut Context<'_>, node: &Node) {
    for key in ["allowHeaders", "allowMethods", "allowOrigins"] {
        let list = items(node, key);
        if list.len() > 1 && list.iter().any(|it| it.text() == Some("*")) {
            let spot = given(node, key).unwrap_or(node);
            let message = "`*` stands alone";
            refuse(context, spot, key, message, "remove `*`, or everything else");
        }
    }
}

/// A copy of some requests.
pub(super) fn mirror(context: &mut Context<'_>, node: &Node) {
    if let (Some(_), Some(spot)) = (given(node, "percent"), given(node, "fraction")) {
        let message = "`percent` and `fraction` cannot both be given";
        refuse(context, spot, "", message, "keep one of the two");
    }
}

/// Some of all requests.
pub(super) fn fraction(context: &mut Context<'_>, node: &Node) {
    if int(node, "numerator").unwrap_or(0) > int(node, "denominator").unwrap_or(100) {
        let message = "`numerator` is more than `denominator`";
        refuse(context, node, "", message, "lower `numerator`");
    }
}

/// A Service is named with its port.
pub(super) fn backend(context: &mut Context<'_>, node: &Node) {
    let service = text(node, "group").unwrap_or_default().is_empty()
        && text(node, "kind").unwrap_or("Service") == "Service";
    if service && given(node, "port").is_none() {
        refuse(context, node, "", "a Service needs a `port` here", "add `port`");
    }
}

/// Another path in place of the one that was asked for.
pub(super) fn new_path(context: &mut Context<'_>, node: &Node) {
    let kind = text(node, "type").unwrap_or_default();
    for (own, field) in
        [("ReplaceFullPath", "replaceFullPath"), ("ReplacePrefixMatch", "replacePrefixMatch")]
    {
        let has = given(node, field).is_some();
        if has != (kind == own) {
            let message = format!("`{field}` and `type: {own}` go together");
            refuse(context, node, "", message, format!("add or remove `{field}`"));
        }
    }
}

/// The path of a match: absolute and plain, unless it is an expression.
pub(super) fn path(context: &mut Context<'_>, node: &Node) {
    if text(node, "type") == Some("RegularExpression") {
        return;
    }
    let value = text(node, "value").unwrap_or("/");
    let spot = given(node, "value").unwrap_or(node);
    let odd = ["//", "/./", "/../", "%2f", "%2F", "#"].iter().find(|part| value.contains(**part));
    let end = ["/..", "/."].iter().find(|part| value.ends_with(**part));
    if !value.starts_with('/') {
        let message = format!("`{value}` is no absolute path");
        refuse(context, spot, "", message, "let the path begin with `/`");
    } else if let Some(part) = odd.or(end) {
        let message = format!("a path of this type cannot hold `{part}`");
        refuse(context, spot, "", message, "write the path without it");
    } else if !is_plain(value) {
        let message = format!("`{value}` holds what cannot stand in a path");
        refuse(context, spot, "", message, "write it as `%` with two digits");
    }
}

fn is_plain(path: &str) -> bool {
    let mut rest = path.bytes();
    while let Some(each) = rest.next() {
        let fine = match each {
            b'%' => {
                let mut digit = || rest.next().is_some_and(|each| each.is_ascii_hexdigit());
                digit() && digit()
            }
            _ => each.is_ascii_alphanumeric() || b"-/._~!$&'()*+,;=:@".contains(&each),
        };
        if !fine {
            return false;
        }
    }
    !path.is_empty()
}

/// A backend has no longer than the whole request.
pub(super) fn timeouts(context: &mut Context<'_>, node: &Node) {
    let (Some(whole), Some(part)) = (text(node, "request"), text(node, "backendRequest")) else {
        return;
    };
    let longer = match (milliseconds(whole), milliseconds(part)) {
        (Some(whole), Some(part)) => whole != 0 && part > whole,
        // What cannot be read cannot be compared.
        _ => true,
    };
    if longer {
        let spot = given(node, "backendRequest").unwrap_or(node);
        let message = "`backendRequest` is longer than `request`";
        refuse(context, spot, "", message, "shorten it");
    }
}

fn milliseconds(text: &str) -> Option<u64> {
    let mut rest = Some(text).filter(|text| !text.is_empty())?;
    let mut sum = 0_u64;
    while !rest.is_empty() {
        let after = rest.trim_start_matches(|each: char| each.is_ascii_digit());
        let number: u64 = rest.strip_suffix(after)?.parse().ok()?;
        let units = [("ms", 1), ("h", 3_600_000), ("m", 60_000), ("s", 1_000)];
        let (next, factor) =
            units.iter().find_map(|(unit, factor)| Some((after.strip_prefix(unit)?, factor)))?;
        sum = sum.saturating_add(number.saturating_mul(*factor));
        rest = next;
    }
    Some(sum)
}

/// The method of a call.
pub(super) fn method(context: &mut Context<'_>, node: &Node) {
    let (service, name) = (text(node, "service"), text(node, "method"));
    if service.is_none() && name.is_none() {
        let message = "a method needs `service`, `method` or both";
        refuse(context, node, "", message, "add `service`");
    }
    if text(node, "type").unwrap_or("Exact") != "Exact" {
        return;
    }
    let word = |text: &str| {
        text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
            && text.chars().all(|each| each.is_ascii_alphanumeric() || each == '_')
    };
    if let Some(service) = service
        && !service.strip_prefix('.').unwrap_or(service).split('.').all(word)
    {
        let message = format!("`{service}` cannot be the name of a service");
        refuse(context, node, "", message, "write it as `shop.v1.Orders`");
    }
    if let Some(name) = name.filter(|name| !word(name)) {
        let message = format!("`{name}` cannot be the name of a method");
        refuse(context, node, "", message, "use letters, digits and `_`");
    }
}
