//! `.gitlab-ci.yml`.

use super::{cache, gitops, hands_digest_on, plain, script, uses_docker, weekly};
use crate::facts::{DOCKER_CLI, DOCKER_DAEMON};
use crate::field::Guide;
use crate::files::registry;
use crate::files::text::Text;
use crate::plan::Plan;
use std::borrow::Cow;

/// For one plan alone, or for these environments.
pub(super) fn write(plan: &Plan, environments: &[&str]) -> Text {
    let delivery = &plan.delivery;
    let mut text = Text::new(Guide::Delivery, "Deploys each commit of the branch.");
    text.because(delivery.ci.reason());
    text.push(format!(
        "# Deploys by {}. DEPLOY.md, section Continuous delivery, names the variables that it needs.\nstages:\n  - test\n  - deploy\n",
        script(plan)
    ));
    if !delivery.tests.value.is_empty() {
        text.because(delivery.tests.reason());
        let file = format!(".gitlab/{}", delivery.tests.value);
        text.push(format!("include:\n  - local: {}\n", value(&file)));
    }
    text.because(delivery.branch.reason());
    text.push(format!("variables:\n  RELEASED_BRANCH: {}\n", value(&delivery.branch.value)));
    let Some(first) = environments.first() else {
        text.because(delivery.ci.reason());
        text.push("deploy:");
        what(plan, &mut text);
        when(plan, None, &mut text);
        place("production", &mut text);
        how(plan, &mut text);
        script_of(plan, &mut text);
        return text;
    };
    text.fixed(Guide::Delivery, "What the deploys to all environments have in common.");
    text.push(".deploy:");
    what(plan, &mut text);
    text.fixed(Guide::Delivery, ONE_BY_ONE);
    text.push("  interruptible: false\n  timeout: 1 hour");
    how(plan, &mut text);
    script_of(plan, &mut text);
    for environment in environments {
        text.because(delivery.ci.reason());
        text.push(format!("\ndeploy-{environment}:\n  extends: .deploy"));
        let is_later = environment != first;
        when(plan, is_later.then_some(*first), &mut text);
        text.fixed(Guide::Delivery, "Variables can be set for this environment alone.");
        text.push(format!(
            "  resource_group: {name}\n  environment: {name}",
            name = value(environment)
        ));
    }
    text
}

const ONE_BY_ONE: &str = "One deploy after the other; one that runs is not cut off.";

/// A text of the plan as YAML; `$$` is GitLab's dollar.
fn value(text: &str) -> Cow<'_, str> {
    plain(text, "$", "$$")
}

/// Where the commands run.
fn what(plan: &Plan, text: &mut Text) {
    text.because(plan.delivery.ci.reason());
    text.push(format!("  stage: deploy\n  image: {DOCKER_CLI}"));
    if uses_docker(plan) {
        daemon(text);
    }
}

/// Docker itself, beside the job.
fn daemon(text: &mut Text) {
    text.push(format!("  services:\n    - name: {DOCKER_DAEMON}\n      alias: docker"));
}

/// On which commits; where another environment comes first, by a person.
fn when(plan: &Plan, after: Option<&str>, text: &mut Text) {
    text.because(plan.delivery.branch.reason());
    text.push("  rules:");
    if gitops(plan) {
        text.because(
            plan.delivery
                .gitops
                .because("A release is a commit of its own, which is no reason for another."),
        );
        text.push("    - if: $CI_PIPELINE_SOURCE == \"push\" && $CI_COMMIT_TITLE =~ /^Release [0-9a-f]{7,12}(-[a-z0-9]{1,4})?( to [a-z0-9-]+)?$/\n      when: never");
    }
    text.because(plan.delivery.branch.reason());
    text.push("    - if: $CI_COMMIT_BRANCH == $RELEASED_BRANCH");
    if let Some(first) = after {
        text.fixed(
            Guide::Delivery,
            "Nothing comes here that does not run in the first, nor before a person says so.",
        );
        text.push(format!("      # A person starts it, when it has run in {first}.\n      when: manual\n      allow_failure: true\n  needs:\n    - deploy-{first}"));
    }
}

fn place(environment: &str, text: &mut Text) {
    text.fixed(Guide::Delivery, ONE_BY_ONE);
    text.push(format!("  # One deploy after the other; one that runs is not cut off.\n  resource_group: {environment}\n  interruptible: false\n  environment: {environment}\n  timeout: 1 hour"));
}

/// What has to be there before the script.
fn how(plan: &Plan, text: &mut Text) {
    if !uses_docker(plan) {
        text.fixed(Guide::Delivery, "The image is published: nothing is built.");
        let sops = if plan.decrypts_secrets() { " sops" } else { "" };
        text.push(format!("  before_script:\n    - apk add --no-cache bash git kubectl{sops}"));
        return;
    }
    text.fixed(Guide::Delivery, "Docker's own daemon beside the job, by TLS.");
    text.push("  variables:\n    DOCKER_HOST: tcp://docker:2376\n    DOCKER_TLS_CERTDIR: /certs\n    DOCKER_CERT_PATH: /certs/client\n    DOCKER_TLS_VERIFY: \"1\"");
    if plan.delivery.submodules.value {
        text.because(plan.delivery.submodules.reason());
        text.push("    GIT_SUBMODULE_STRATEGY: recursive");
    }
    text.because(plan.image.reason());
    text.push(format!(
        "    REGISTRY: {}\n    CACHE: {}",
        value(registry(plan)),
        value(&cache(plan))
    ));
    text.fixed(Guide::Delivery, "deploy.sh finds out by git what is released: shallow is enough.");
    let sops = if plan.decrypts_secrets() { " sops" } else { "" };
    text.push(format!("  before_script:\n    - apk add --no-cache bash git kubectl{sops}"));
    text.because(
        plan.image
            .because("The password comes by standard input: arguments are seen by every process."),
    );
    text.push("    - printf '%s' \"$REGISTRY_PASSWORD\" | docker login \"$REGISTRY\" --username \"$REGISTRY_USER\" --password-stdin");
    text.fixed(
        Guide::Delivery,
        "Each job has a daemon of its own: layers are kept in the registry.",
    );
    text.push("    - docker context create builder\n    - docker buildx create --use builder");
    if gitops(plan) {
        text.because(plan.delivery.gitops.because(
            "A release is a commit, made on the branch as it is now, whatever an earlier job left.",
        ));
        text.push("    - git config user.name \"$GITLAB_USER_NAME\"\n    - git config user.email \"$GITLAB_USER_EMAIL\"\n    - git switch --force-create \"$CI_COMMIT_BRANCH\" \"origin/$CI_COMMIT_BRANCH\"\n    - git remote set-url origin \"https://$CI_SERVER_HOST/$CI_PROJECT_PATH.git\"\n    # Read from the environment when it is needed: arguments are seen by every process.\n    - git config credential.helper \"!sh -c 'echo username=release; echo \\\"password=\\$RELEASE_TOKEN\\\"'\"");
    }
}

fn script_of(plan: &Plan, text: &mut Text) {
    // A manual job may start weeks after its pipeline, and has to find the image of that.
    let argument = if plan.environment.is_some() { " \"$CI_ENVIRONMENT_NAME\"" } else { "" };
    let is_handed_on = hands_digest_on(plan, plan.environment.as_deref());
    let out = if is_handed_on { "DIGEST_FILE=digest.env " } else { "" };
    let run = format!("    - {out}{}{argument}", script(plan));
    if plan.build.is_published() {
        text.because(plan.build.source.because("The image is published: nothing is built."));
        text.push(format!("  script:\n{run}"));
    } else {
        weekly(text);
        text.push(format!("  script:\n    - |\n      if [ \"$CI_PIPELINE_SOURCE\" = schedule ]; then\n        # Without kept layers: everything is built on a base image of today.\n        unset CACHE\n        REBUILD=\"$(printf '%s' \"$CI_PIPELINE_CREATED_AT\" | cut -c 6-7,9-10)\"\n        export REBUILD\n      fi\n{run}"));
    }
    if is_handed_on {
        text.because(
            plan.pin_image.because("The jobs behind it get DIGEST, the image that runs here."),
        );
        text.push("  artifacts:\n    reports:\n      dotenv: digest.env");
    }
}
