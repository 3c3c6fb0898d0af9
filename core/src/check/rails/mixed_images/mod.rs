//! Workloads of one app that run different builds of it.

use crate::check::companion::folder;
use crate::check::context::{Spot, given};
use crate::check::rails::folder::Folder;
use crate::check::rails::process::Process;
use crate::diagnostic::{Diagnostic, rule};
use std::collections::BTreeMap;

rule! {
    pub(in crate::check) const MIXED_IMAGES: Rule = Rule {
        name: "mixed-images",
        tier: Rails,
        severity: Warning,
        says: "workloads of one app run different builds of it",
        why: "A job that the new code wrote is read by the old one, and both meet one schema.",
    };
}

pub(super) fn check(all: &Folder<'_, '_>, found: &mut Vec<Diagnostic>) {
    let mut groups: BTreeMap<_, Vec<&Process<'_, '_>>> = BTreeMap::new();
    for process in all.processes {
        let object = process.pod.object;
        let place = if object.namespace.is_empty() { folder(&object.file) } else { "" };
        if !process.repository.is_empty() {
            groups
                .entry((object.namespace.as_str(), place, process.repository))
                .or_default()
                .push(process);
        }
    }
    for group in groups.into_values().filter(|group| group.iter().any(|each| each.is_rails())) {
        let mut tags: BTreeMap<&str, usize> = BTreeMap::new();
        for process in &group {
            *tags.entry(process.tag).or_default() += 1;
        }
        if tags.len() < 2 {
            continue;
        }
        let first = group.first().map_or("", |process| process.tag);
        // The one that most have; of two, that of the first.
        let most = tags.values().max().copied().unwrap_or(0);
        let usual = if tags.get(first) == Some(&most) {
            first
        } else {
            tags.iter().find(|(_, count)| **count == most).map_or(first, |(tag, _)| tag)
        };
        for process in group.iter().filter(|process| process.tag != usual) {
            let Some(node) = given(process.node, "image") else { continue };
            let message = format!(
                "this runs `{}` of the app, and the others `{}`: their code and schema differ",
                shown(process.tag),
                shown(usual)
            );
            let help = "give every workload of the app the same tag, and change them together";
            let diagnostic = Diagnostic::new(&MIXED_IMAGES, message).help(help);
            all.report(process, diagnostic, Spot::from(node), "image", found);
        }
    }
}

fn shown(tag: &str) -> &str {
    if tag.is_empty() { "latest" } else { tag }
}
