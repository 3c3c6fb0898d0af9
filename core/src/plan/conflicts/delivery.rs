//! Who deploys: two at once do not go together.

use super::NO_EFFECT;
use crate::diagnostic::{Diagnostic, rules};
use crate::plan::{Ci, GitOps, Plan, Strategy};

rules! {
    pub(crate) const GITOPS_PIN: Rule = Rule {
        name: "gitops-pin",
        tier: Broken,
        severity: Error,
        says: "images are to be pinned by digest where a commit makes the release",
        why: "release.sh writes a tag into git: pods would be named by it alone, which is what the pin is to prevent.",
    };
    pub(crate) const GITOPS_STRATEGY: Rule = Rule {
        name: "gitops-strategy",
        tier: Broken,
        severity: Error,
        says: "a cluster that follows git is to migrate in another order than before the release",
        why: "Argo CD and Flux apply the migration as a step before the rest, and in no other way.",
    };
    pub(crate) const GITOPS_WITHOUT_REPOSITORY: Rule = Rule {
        name: "gitops-without-repository",
        tier: Broken,
        severity: Error,
        says: "the cluster is to follow a git repository that is not named",
        why: "Argo CD and Flux cannot be told where to look.",
    };
    pub(crate) const PIN_WITHOUT_REGISTRY: Rule = Rule {
        name: "pin-without-registry",
        tier: Broken,
        severity: Error,
        says: "images are to be pinned by digest where no registry has them",
        why: "A digest is what a registry calls an image. One that is put straight onto the nodes has none, so no pod would start.",
    };
    pub(crate) const TESTS_FILE: Rule = Rule {
        name: "tests-file",
        tier: Broken,
        severity: Error,
        says: "the tests are not named by the file of a workflow",
        why: "The deployment would wait for something that never runs.",
    };
    pub(crate) const TESTS_WITHOUT_CI: Rule = Rule {
        name: "tests-without-ci",
        tier: Broken,
        severity: Error,
        says: "tests are named and no CI waits for them",
        why: "The setting has no effect.",
    };
}

pub(super) fn check(plan: &Plan, found: &mut Vec<Diagnostic>) {
    let delivery = &plan.delivery;
    let gitops = delivery.gitops.value != GitOps::None;
    if gitops && delivery.repository.value.is_empty() {
        found.push(
            Diagnostic::new(&GITOPS_WITHOUT_REPOSITORY, "there is no git repository to follow")
                .help("set `delivery.repository` to its address")
                .path("delivery.gitops"),
        );
    }
    let strategy = plan.migrate.as_ref().map(|migrate| migrate.strategy.value);
    if gitops && strategy.is_some_and(|strategy| strategy != Strategy::MigrateThenDeploy) {
        found.push(
            Diagnostic::new(
                &GITOPS_STRATEGY,
                "a cluster that follows git migrates before it deploys",
            )
            .help("leave `migrate.strategy` at `migrate_then_deploy`, or deploy by deploy.sh")
            .path("delivery.gitops"),
        );
    }
    if gitops && plan.pin_image.value {
        found.push(
            Diagnostic::new(
                &GITOPS_PIN,
                "release.sh writes the tag of a release into git, not its digest",
            )
            .help("leave `security.pin_image` out, or deploy by deploy.sh or `linkspan apply`")
            .path("security.pin_image"),
        );
    }
    if plan.pin_image.value && plan.loads_image().is_some() {
        found.push(
            Diagnostic::new(
                &PIN_WITHOUT_REGISTRY,
                "an image that is put onto the nodes has no digest of a registry",
            )
            .help("leave `security.pin_image` out, or set `registry.private: true`")
            .path("security.pin_image"),
        );
    }
    if delivery.submodules.value && delivery.ci.value == Ci::None {
        found.push(
            Diagnostic::new(&NO_EFFECT, "no workflow checks the repository out")
                .help("set `delivery.ci`, or remove `delivery.submodules`")
                .path("delivery.submodules"),
        );
    }
    let tests = delivery.tests.value.as_str();
    let is_yaml = tests.ends_with(".yml") || tests.ends_with(".yaml");
    if delivery.ci.value == Ci::None && !tests.is_empty() {
        found.push(
            Diagnostic::new(&TESTS_WITHOUT_CI, "nothing waits for these tests")
                .help("set `delivery.ci`, or remove `delivery.tests`")
                .path("delivery.tests"),
        );
    } else if !tests.is_empty() && (!is_yaml || tests == "deploy.yml") {
        found.push(
            Diagnostic::new(&TESTS_FILE, "the tests are named by the file of another workflow")
                .help("write its name, such as `ci.yml`")
                .path("delivery.tests"),
        );
    }
}
