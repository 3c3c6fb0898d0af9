//! `.gitlab-ci.yml`.

use super::{cache, plain, script, weekly};
use crate::facts::{DOCKER_CLI, DOCKER_DAEMON};
use crate::field::Guide;
use crate::files::registry;
use crate::files::text::Text;
use crate::plan::{GitOps, Plan};
use std::borrow::Cow;

pub(super) fn write(plan: &Plan) -> Text {
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
    text.because(delivery.ci.reason());
    text.push(format!("deploy:\n  stage: deploy\n  image: {DOCKER_CLI}\n  services:\n    - name: {DOCKER_DAEMON}\n      alias: docker"));
    text.push("  rules:\n    - if: $CI_COMMIT_BRANCH == $RELEASED_BRANCH");
    text.fixed(Guide::Delivery, "One deploy after the other; one that runs is not cut off.");
    text.push("  # One deploy after the other; one that runs is not cut off.\n  resource_group: production\n  interruptible: false\n  environment: production\n  timeout: 1 hour\n  variables:");
    text.fixed(Guide::Delivery, "Docker's own daemon beside the job, by TLS.");
    text.push("    DOCKER_HOST: tcp://docker:2376\n    DOCKER_TLS_CERTDIR: /certs\n    DOCKER_CERT_PATH: /certs/client\n    DOCKER_TLS_VERIFY: \"1\"");
    text.because(plan.image.reason());
    text.push(format!(
        "    REGISTRY: {}\n    CACHE: {}",
        value(registry(plan)),
        value(&cache(plan))
    ));
    text.fixed(Guide::Delivery, "deploy.sh finds out by git what is released: shallow is enough.");
    text.push("  before_script:\n    - apk add --no-cache bash git kubectl");
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
    if delivery.gitops.value != GitOps::None {
        text.because(delivery.gitops.because("A release is a commit, made on the branch."));
        text.push("    - git config user.name \"$GITLAB_USER_NAME\"\n    - git config user.email \"$GITLAB_USER_EMAIL\"\n    - git switch \"$CI_COMMIT_BRANCH\"\n    - git remote set-url origin \"https://$CI_SERVER_HOST/$CI_PROJECT_PATH.git\"\n    # Read from the environment when it is needed: arguments are seen by every process.\n    - git config credential.helper \"!sh -c 'echo username=release; echo \\\"password=\\$RELEASE_TOKEN\\\"'\"");
    }
    weekly(&mut text);
    text.push(format!("  script:\n    - |\n      if [ \"$CI_PIPELINE_SOURCE\" = schedule ]; then\n        # Without kept layers: everything is built on a base image of today.\n        unset CACHE\n        REBUILD=\"$(date +%y%V)\"\n        export REBUILD\n      fi\n    - {}", script(plan)));
    text
}

/// A text of the plan as YAML; `$$` is GitLab's dollar.
fn value(text: &str) -> Cow<'_, str> {
    plain(text, "$", "$$")
}
