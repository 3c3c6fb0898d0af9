//! A web server that production does not install.

use crate::check::app::known::Known;
use crate::check::app::says::Spot;
use crate::diagnostic::{Diagnostic, rule};

rule! {
    pub(in crate::check) const PUMA_NOT_INSTALLED: Rule = Rule {
        name: "puma-not-installed",
        tier: Rails,
        severity: Error,
        says: "web pods start Puma, which the Gemfile names for development or tests alone, or not at all",
        why: "The image has no such program: no web pod ever starts.",
        marks: [OfApp],
        files: ["linkspan.yml", "Gemfile"],
    };
}

pub(in crate::check::app) fn check(known: &Known<'_>, found: &mut Vec<Diagnostic>) {
    let web = &known.plan.web;
    let is_puma = web.command.value.iter().any(|word| word.rsplit('/').next() == Some("puma"));
    let Some(gems) = known.says.gems.as_ref().filter(|gems| !gems.contains("puma")) else { return };
    if !is_puma || gems.is_empty() || known.is_published() {
        return;
    }
    let (message, spot, beside) = match &known.says.puma {
        Some(spot) => (
            format!(
                "web pods start Puma, and {} names it for development or tests alone",
                spot.shown()
            ),
            spot.clone(),
            "production leaves this group out",
        ),
        None => (
            format!("web pods start Puma, and `{}` does not have it", known.says.lock),
            Spot { file: known.says.lock.clone(), line: 0 },
            "the gems of the app",
        ),
    };
    let help = "name `gem \"puma\"` outside of groups, or set `web: {command: ...}` to the server that the app has";
    let finding = Diagnostic::new(&PUMA_NOT_INSTALLED, message).help(help);
    found.push(finding.path(web.command.field.clone()).related(spot.related(beside)));
}
