//! `.github/workflows/deploy.yml`.

use super::{cache, plain, script, weekly};
use crate::facts::{CHECKOUT, GITHUB_RUNNER};
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
        "# Deploys by {}. DEPLOY.md, section Continuous delivery, names the secrets that it needs.\nname: Deploy",
        script(plan)
    ));
    text.because(delivery.branch.reason());
    text.push(format!("on:\n  push:\n    branches:\n      - {}", value(&delivery.branch.value)));
    if delivery.gitops.value != GitOps::None {
        text.because(
            delivery
                .gitops
                .because("A release is a commit of its own, which is no reason for another."),
        );
        text.push("    paths-ignore:\n      - config/kube/**/Kustomization");
    }
    weekly(&mut text);
    text.push("  schedule:\n    # Once a week on a base image of today, with its security fixes.\n    - cron: \"23 4 * * 1\"\n  workflow_dispatch:\n");
    rights(plan, &mut text);
    text.fixed(Guide::Delivery, "One deploy after the other; one that runs is not cut off.");
    text.push("concurrency:\n  group: deploy\n  cancel-in-progress: false\n\njobs:");
    if !delivery.tests.value.is_empty() {
        text.because(delivery.tests.reason());
        let file = format!("./.github/workflows/{}", delivery.tests.value);
        text.push(format!(
            "  test:\n    uses: {}\n    permissions:\n      contents: read\n",
            value(&file)
        ));
    }
    text.because(delivery.ci.reason());
    text.push("  deploy:");
    if !delivery.tests.value.is_empty() {
        text.push("    needs: test");
    }
    text.because(
        delivery.branch.because("Schedules and hands start a workflow on other branches too."),
    );
    let is_released = format!("github.ref_name == '{}'", delivery.branch.value.replace('\'', "''"));
    text.push(format!("    if: {}", value(&is_released)));
    text.because(delivery.ci.reason());
    text.push(format!("    runs-on: {GITHUB_RUNNER}\n    timeout-minutes: 60\n    # Secrets, and who has to agree, can be set for this environment.\n    environment: production\n    defaults:\n      run:\n        shell: bash\n    steps:"));
    steps(plan, &mut text);
    text
}

/// A text of the plan as YAML.
fn value(text: &str) -> Cow<'_, str> {
    plain(text, "${{", "${{ '${{' }}")
}

fn rights(plan: &Plan, text: &mut Text) {
    text.fixed(Guide::Security, "No more rights than the job needs.");
    let commits = plan.delivery.gitops.value != GitOps::None;
    let contents = if commits { "write" } else { "read" };
    text.push(format!("permissions:\n  contents: {contents}\n"));
}

fn steps(plan: &Plan, text: &mut Text) {
    let commits = plan.delivery.gitops.value != GitOps::None;
    text.fixed(Guide::Security, "By its commit: a tag can be moved to other code.");
    text.push(format!("      # By its commit: a tag can be moved to other code.\n      - uses: {CHECKOUT}\n        with:\n          persist-credentials: {commits}"));
    text.because(
        plan.image
            .because("The password comes by standard input: arguments are seen by every process."),
    );
    text.push(format!(
        "      - name: Log in to the registry\n        run: docker login \"$REGISTRY\" --username \"$REGISTRY_USER\" --password-stdin <<<\"$REGISTRY_PASSWORD\"\n        env:\n          REGISTRY: {}\n          REGISTRY_USER: ${{{{ secrets.REGISTRY_USER }}}}\n          REGISTRY_PASSWORD: ${{{{ secrets.REGISTRY_PASSWORD }}}}",
        value(registry(plan))
    ));
    if commits {
        text.because(plan.delivery.gitops.because("A release is a commit, which has an author."));
        text.push("      - name: Say who commits\n        run: |\n          git config user.name \"$ACTOR\"\n          git config user.email \"$ACTOR@users.noreply.github.com\"\n        env:\n          ACTOR: ${{ github.actor }}");
    } else {
        text.fixed(
            Guide::Delivery,
            "The login to the cluster, in a file that only this job reads.",
        );
        text.push("      - name: Log in to the cluster\n        run: |\n          umask 077\n          printf '%s' \"$LOGIN\" >\"$RUNNER_TEMP/kubeconfig\"\n        env:\n          LOGIN: ${{ secrets.KUBECONFIG }}");
    }
    text.fixed(
        Guide::Delivery,
        "Each job has a machine of its own: layers are kept in the registry.",
    );
    text.push("      - name: Make a builder that keeps layers in the registry\n        run: docker buildx create --use");
    weekly(text);
    text.push(format!("      - name: Deploy\n        run: |\n          if [[ \"$EVENT\" == schedule ]]; then\n            unset CACHE\n            REBUILD=\"$(date +%y%V)\"\n            export REBUILD\n          fi\n          {}\n        env:\n          EVENT: ${{{{ github.event_name }}}}", script(plan)));
    text.because(plan.image.reason());
    text.push(format!("          CACHE: {}", value(&cache(plan))));
    if !commits {
        text.fixed(Guide::Delivery, "kubectl reads it.");
        text.push("          KUBECONFIG: ${{ runner.temp }}/kubeconfig");
    }
}
