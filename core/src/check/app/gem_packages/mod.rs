//! Gems that need packages which the image does not get.

use crate::check::app::known::Known;
use crate::diagnostic::{Diagnostic, rule};
use std::collections::BTreeMap;

rule! {
    pub(in crate::check) const GEM_PACKAGES: Rule = Rule {
        name: "gem-packages",
        tier: Rails,
        severity: Hint,
        says: "a gem of the app needs a package that the image does not get",
        why: "The gem does not compile, or fails when the app calls the program.",
        marks: [OfApp],
        files: ["linkspan.yml", "Gemfile"],
    };
}

pub(in crate::check::app) fn check(known: &Known<'_>, found: &mut Vec<Diagnostic>) {
    if !known.is_generated() {
        return;
    }
    let build = &known.plan.build;
    let mut lacks: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for each in &known.says.packages {
        let has =
            |list: &[String]| list.iter().any(|own| own.split('=').next() == Some(&each.package));
        if !has(&build.packages.value) && !has(&build.build_packages.value) {
            lacks.entry((each.field, &each.gem)).or_default().push(&each.package);
        }
    }
    for ((field, gem), packages) in lacks {
        let spot = known.says.packages.iter().find(|each| each.gem == gem).map(|each| &each.spot);
        let Some(spot) = spot else { continue };
        let (head, key) = field.rsplit_once('.').unwrap_or(("", field));
        let names = packages.join(", ");
        let message = format!("the gem `{gem}` of {} needs {names} in the image", spot.shown());
        let help = format!("add {names} to `{head}: {{{key}: [...]}}`, or allow it with a reason");
        let finding = Diagnostic::new(&GEM_PACKAGES, message).help(help).path(field);
        found.push(finding.related(spot.related("the gem is named here")));
    }
}
