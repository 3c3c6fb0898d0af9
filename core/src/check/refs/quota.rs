//! Quotas: whether there is room for the pods of the folder, and for those that a release adds.

use super::super::context::{Context, Spot, entries, items, text};
use super::super::index::Index;
use super::super::object::Object;
use super::super::quantity::Quantity;
use super::list;
use super::replicas::{Rounding, Sizes, amount};
use crate::diagnostic::{Diagnostic, Severity, rules};
use crate::facts::Kubernetes;
use crate::yaml::Node;
use std::collections::{BTreeMap, BTreeSet};

rules! {
    pub(crate) const QUOTA_REQUEST: Rule = Rule {
        name: "quota-request",
        tier: Broken,
        severity: Warning,
        says: "a quota counts what a container does not say it takes",
        why: "Kubernetes refuses the pods of that container, and the Deployment waits without an error of its own.",
    };
    pub(crate) const SMALL_QUOTA: Rule = Rule {
        name: "small-quota",
        tier: Broken,
        severity: Warning,
        says: "the pods of the folder need more than its quota allows",
        why: "The last pods of a release are refused, and the rollout does not end.",
    };
}

/// What a quota counts: its name there, the part of `resources`, and the resource.
const COUNTED: [(&str, &str, &str); 6] = [
    ("cpu", "requests", "cpu"),
    ("limits.cpu", "limits", "cpu"),
    ("limits.memory", "limits", "memory"),
    ("memory", "requests", "memory"),
    ("requests.cpu", "requests", "cpu"),
    ("requests.memory", "requests", "memory"),
];

/// Quotas of a namespace that are looked at: each is compared with every pod.
const MOST: usize = 4;

/// Pods of one workload: as many as there always are, and as many as there are at most in a release.
struct Share<'a> {
    object: &'a Object,
    pod: &'a Node,
    least: i128,
    most: i128,
}

/// Judges every quota of the folder.
pub(super) fn check(
    index: &Index<'_>,
    sizes: &Sizes<'_>,
    version: Kubernetes,
    found: &mut Vec<Diagnostic>,
) {
    let mut quotas = index.of_kind("ResourceQuota").peekable();
    if quotas.peek().is_none() {
        return;
    }
    let shares = shares(index, sizes);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for quota in quotas {
        let count = counts.entry(&quota.namespace).or_default();
        *count += 1;
        if *count > MOST {
            continue;
        }
        let Some(spec) = quota.root.get("spec") else { continue };
        if spec.get("scopes").is_some() || spec.get("scopeSelector").is_some() {
            continue;
        }
        let Some(own) = shares.get(quota.namespace.as_str()) else { continue };
        let range = index.of_kind_in("LimitRange", &quota.namespace).next();
        let mut context = Context::new(quota, version, found);
        let mut seen = BTreeSet::new();
        for entry in entries(spec, "hard") {
            // What is not counted is no work, and what is counted, is once.
            if !seen.insert(entry.key.as_str()) {
                continue;
            }
            let Some(hard) = entry.value.text().and_then(Quantity::parse) else { continue };
            let path = format!("spec.hard[{}]", entry.key);
            let each = |share: &Share<'_>| match entry.key.as_str() {
                "pods" | "count/pods" => Some(Quantity::whole(1)),
                key => {
                    let (_, part, resource) = COUNTED.iter().find(|(name, ..)| *name == key)?;
                    Some(of_pod(share.pod, part, resource, range))
                }
            };
            let sum = |count: fn(&Share<'_>) -> i128| {
                let mut all = own.iter().map(|share| Some(each(share)?.times(count(share))));
                all.try_fold(Quantity::whole(0), |sum, share| Some(sum.plus(share?)))
            };
            let (Some(least), Some(most)) = (sum(|share| share.least), sum(|share| share.most))
            else {
                continue;
            };
            let (severity, needed, when) = if least > hard {
                (Severity::Error, least, "always")
            } else if most > hard {
                (Severity::Warning, most, "at the most, while a release rolls out,")
            } else {
                continue;
            };
            let message = format!(
                "the pods of this folder need {needed} {when} and the quota has {}",
                entry.value.text().unwrap_or_default()
            );
            let help = "raise the quota, or lower what the pods take";
            let diagnostic = Diagnostic::new(&SMALL_QUOTA, message).help(help).severity(severity);
            context.push(diagnostic, Spot::from(&entry.value), &path);
        }
        unsaid(quota, own, range, version, found);
    }
}

fn shares<'a>(index: &Index<'a>, sizes: &Sizes<'_>) -> BTreeMap<&'a str, Vec<Share<'a>>> {
    let mut all: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for pod in &index.pods {
        let Some(size) = sizes.of(pod.object) else { continue };
        let extra = surge(pod.object, size.most);
        let share = Share {
            object: pod.object,
            pod: pod.spec,
            least: size.least,
            most: size.most.saturating_add(extra),
        };
        all.entry(pod.object.namespace.as_str()).or_default().push(share);
    }
    all
}

/// Pods that a rollout adds.
fn surge(object: &Object, pods: i128) -> i128 {
    let strategy = object.root.at(&["spec", "strategy"]);
    let recreates = strategy.and_then(|each| text(each, "type")) == Some("Recreate");
    if object.kind != "Deployment" || recreates {
        return 0;
    }
    let surge = strategy.and_then(|each| text(each.get("rollingUpdate")?, "maxSurge"));
    amount(surge.unwrap_or("25%"), pods, Rounding::Up).unwrap_or(0)
}

fn of_pod(pod: &Node, part: &str, resource: &str, range: Option<&Object>) -> Quantity {
    let containers = items(pod, "containers").iter();
    let amounts = containers.filter_map(|each| said(each, part, resource, range));
    amounts.fold(Quantity::whole(0), Quantity::plus)
}

/// What a container says, or its namespace says for it.
fn said(container: &Node, part: &str, resource: &str, range: Option<&Object>) -> Option<Quantity> {
    let own = |part: &str| container.at(&["resources", part, resource])?.text();
    let limits = range.map_or(&[][..], |range| list(&range.root, &["spec", "limits"]));
    let default = |field: &str| {
        let of_containers = limits.iter().filter(|each| text(each, "type") == Some("Container"));
        of_containers.filter_map(|each| each.at(&[field, resource])?.text()).next()
    };
    let text = if part == "limits" {
        own("limits").or_else(|| default("default"))
    } else {
        own("requests")
            .or_else(|| own("limits"))
            .or_else(|| default("defaultRequest"))
            .or_else(|| default("default"))
    };
    Quantity::parse(text?)
}

/// A quota refuses pods that do not say what they take of what it counts.
fn unsaid(
    quota: &Object,
    shares: &[Share<'_>],
    range: Option<&Object>,
    version: Kubernetes,
    found: &mut Vec<Diagnostic>,
) {
    let hard = quota.root.at(&["spec", "hard"]);
    let counted: Vec<_> = COUNTED
        .iter()
        .filter(|(name, ..)| hard.is_some_and(|hard| hard.get(name).is_some()))
        .collect();
    for share in shares {
        let mut context = Context::new(share.object, version, found);
        for (at, container) in items(share.pod, "containers").iter().enumerate() {
            let silent = counted
                .iter()
                .find(|(_, part, resource)| said(container, part, resource, range).is_none());
            let Some((name, part, resource)) = silent else { continue };
            let message = format!(
                "the quota `{}` counts {name}, and this container has no {resource} in `{part}`: its pods are refused",
                quota.name
            );
            let help = format!("add `resources.{part}.{resource}`, or a LimitRange with a default");
            let path = format!("spec.template.spec.containers[{at}].resources");
            let node = container.get("resources").unwrap_or(container);
            let diagnostic = Diagnostic::new(&QUOTA_REQUEST, message).help(help);
            context.push(diagnostic, Spot::from(node), &path);
        }
    }
}
