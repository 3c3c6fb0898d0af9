//! Quotas: what each counts, and what the pods of its namespace take of it.

use crate::check::context::{Context, text};
use crate::check::index::Index;
use crate::check::object::Object;
use crate::check::refs::replicas::{Rounding, Sizes, amount};
use crate::check::refs::share::Share;
use crate::check::refs::{quota_request, small_quota};
use crate::diagnostic::Diagnostic;
use crate::facts::Kubernetes;
use std::collections::BTreeMap;

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
        small_quota::check(&mut context, spec, own, range);
        quota_request::check(quota, own, range, version, found);
    }
}

/// Quotas of a namespace that are looked at: each is compared with every pod.
const MOST: usize = 4;

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
