//! Who deploys: two at once do not go together.

use crate::diagnostic::{Diagnostic, Severity, Tier};
use crate::plan::{Ci, GitOps, Plan, Strategy};

pub(super) fn check(plan: &Plan, found: &mut Vec<Diagnostic>) {
    let delivery = &plan.delivery;
    let gitops = delivery.gitops.value != GitOps::None;
    let broken = |rule, message: &str, help: &str, path: &str| {
        Diagnostic::new(rule, Tier::Broken, Severity::Error, message).help(help).path(path)
    };
    if gitops && delivery.repository.value.is_empty() {
        found.push(broken(
            "gitops-without-repository",
            "there is no git repository to follow",
            "set `delivery.repository` to its address",
            "delivery.gitops",
        ));
    }
    let strategy = plan.migrate.as_ref().map(|migrate| migrate.strategy.value);
    if gitops && strategy.is_some_and(|strategy| strategy != Strategy::MigrateThenDeploy) {
        found.push(broken(
            "gitops-strategy",
            "a cluster that follows git migrates before it deploys",
            "leave `migrate.strategy` at `migrate_then_deploy`, or deploy by deploy.sh",
            "delivery.gitops",
        ));
    }
    if gitops && plan.pin_image.value {
        found.push(broken(
            "gitops-pin",
            "release.sh writes the tag of a release into git, not its digest",
            "leave `security.pin_image` out, or deploy by deploy.sh or `linkspan apply`",
            "security.pin_image",
        ));
    }
    if plan.pin_image.value && plan.loads_image().is_some() {
        found.push(broken(
            "pin-without-registry",
            "an image that is put onto the nodes has no digest of a registry",
            "leave `security.pin_image` out, or set `registry.private: true`",
            "security.pin_image",
        ));
    }
    let tests = delivery.tests.value.as_str();
    let is_yaml = tests.ends_with(".yml") || tests.ends_with(".yaml");
    if delivery.ci.value == Ci::None && !tests.is_empty() {
        found.push(broken(
            "tests-without-ci",
            "nothing waits for these tests",
            "set `delivery.ci`, or remove `delivery.tests`",
            "delivery.tests",
        ));
    } else if !tests.is_empty() && (!is_yaml || tests == "deploy.yml") {
        found.push(broken(
            "tests-file",
            "the tests are named by the file of another workflow",
            "write its name, such as `ci.yml`",
            "delivery.tests",
        ));
    }
}
