//! How many pods a workload has, by itself and by what scales it.

use crate::check::context::{filled, int};
use crate::check::index::{Index, meets};
use crate::check::object::Object;
use crate::workload::is_scaled;
use crate::yaml::Node;
use std::collections::BTreeMap;

/// Pods of a workload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::check) struct Size {
    /// At the least while the app runs.
    pub(in crate::check) least: i128,
    /// At the most.
    pub(in crate::check) most: i128,
}

/// What scales the workloads of a folder.
pub(in crate::check) struct Sizes<'a> {
    scalers: BTreeMap<(&'a str, &'a str), Vec<&'a Object>>,
}

impl<'a> Sizes<'a> {
    /// Reads every autoscaler once.
    pub(in crate::check) fn new(index: &Index<'a>) -> Self {
        let mut scalers: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for object in scaling(index) {
            if let Some((kind, name, _)) = target(object) {
                scalers.entry((kind, name)).or_default().push(object);
            }
        }
        Self { scalers }
    }

    /// The autoscaler of a workload.
    pub(in crate::check) fn scaler(&self, workload: &Object) -> Option<&'a Object> {
        let all = self.scalers.get(&(workload.kind.as_str(), workload.name.as_str()))?;
        all.iter().find(|each| meets(&each.namespace, &workload.namespace)).copied()
    }

    /// The pods of a workload that has a number of them.
    pub(in crate::check) fn of(&self, workload: &Object) -> Option<Size> {
        if !is_scaled(&workload.kind) {
            return None;
        }
        let own = workload.root.get("spec").and_then(|spec| int(spec, "replicas")).unwrap_or(1);
        let Some(spec) = self.scaler(workload).and_then(|scaler| scaler.root.get("spec")) else {
            return Some(Size { least: own, most: own });
        };
        let least = int(spec, "minReplicas").or_else(|| int(spec, "minReplicaCount")).unwrap_or(1);
        let most =
            int(spec, "maxReplicas").or_else(|| int(spec, "maxReplicaCount")).unwrap_or(least);
        Some(Size { least, most: most.max(least) })
    }
}

/// Every autoscaler of the folder.
pub(super) fn scaling<'s, 'a>(index: &'s Index<'a>) -> impl Iterator<Item = &'a Object> + 's {
    index.of_kind("HorizontalPodAutoscaler").chain(index.of_kind("ScaledObject"))
}

/// Kind and name of what an autoscaler scales, and the node of the name.
pub(super) fn target(object: &Object) -> Option<(&str, &str, &Node)> {
    let target = object.root.at(&["spec", "scaleTargetRef"])?;
    Some((
        filled(target, "kind").unwrap_or("Deployment"),
        filled(target, "name")?,
        target.get("name")?,
    ))
}

/// An amount of pods: a number, or a percentage of `all`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rounding {
    /// As budgets and `maxSurge` do.
    Up,
    /// As `maxUnavailable` of a rollout does.
    Down,
}

/// Reads such an amount.
pub(super) fn amount(text: &str, all: i128, rounding: Rounding) -> Option<i128> {
    let Some(percent) = text.strip_suffix('%') else { return text.parse().ok() };
    let share = percent.parse::<i128>().ok()?.checked_mul(all)?;
    Some(match rounding {
        Rounding::Up => share.checked_add(99)? / 100,
        Rounding::Down => share / 100,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_rounded_as_kubernetes_does() {
        for (text, all, rounding, expect) in [
            ("1", 3, Rounding::Up, Some(1)),
            ("25%", 1, Rounding::Down, Some(0)),
            ("25%", 1, Rounding::Up, Some(1)),
            ("50%", 3, Rounding::Up, Some(2)),
            ("0%", 3, Rounding::Up, Some(0)),
            ("x", 3, Rounding::Up, None),
            ("170141183460469231731687303715884105727%", 3, Rounding::Up, None),
        ] {
            assert_eq!(amount(text, all, rounding), expect, "{text}");
        }
    }
}
