//! `.github/workflows/deploy.yml`.

use super::{cache, gitops, hands_digest_on, plain, script, uses_docker, weekly};
use crate::facts::{CHECKOUT, GITHUB_RUNNER, SOPS_MODULE};
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
        "# Deploys by {}. DEPLOY.md, section Continuous delivery, names the secrets that it needs.\nname: Deploy",
        script(plan)
    ));
    text.because(delivery.branch.reason());
    text.push(format!("on:\n  push:\n    branches:\n      - {}", value(&delivery.branch.value)));
    if gitops(plan) {
        text.because(
            delivery
                .gitops
                .because("A release is a commit of its own, which is no reason for another."),
        );
        text.push("    paths-ignore:\n      - config/kube/**/Kustomization");
    }
    if !plan.build.is_published() {
        schedule(&mut text);
    }
    by_hand(plan, environments, &mut text);
    rights(plan, &mut text);
    if environments.is_empty() {
        text.fixed(Guide::Delivery, ONE_BY_ONE);
        text.push("concurrency:\n  group: deploy\n  cancel-in-progress: false\n");
    }
    text.because(delivery.ci.reason());
    text.push("jobs:");
    if !delivery.tests.value.is_empty() {
        text.because(delivery.tests.reason());
        let file = format!("./.github/workflows/{}", delivery.tests.value);
        text.push(format!(
            "  test:\n    uses: {}\n    permissions:\n      contents: read\n",
            value(&file)
        ));
    }
    if environments.is_empty() {
        job(plan, None, &mut text);
    }
    for (index, environment) in environments.iter().enumerate() {
        if index > 0 {
            text.push("");
        }
        job(plan, Some((environments, environment)), &mut text);
    }
    text
}

fn schedule(text: &mut Text) {
    weekly(text);
    text.push("  schedule:\n    # Once a week on a base image of today, with its security fixes.\n    - cron: \"23 4 * * 1\"");
}

const ONE_BY_ONE: &str = "One deploy after the other; one that runs is not cut off.";

/// A text of the plan as YAML.
fn value(text: &str) -> Cow<'_, str> {
    plain(text, "${{", "${{ '${{' }}")
}

/// What a person can start.
fn by_hand(plan: &Plan, environments: &[&str], text: &mut Text) {
    let Some(first) = environments.first() else {
        text.push("  workflow_dispatch:\n");
        return;
    };
    text.fixed(
        Guide::Delivery,
        "The first environment gets each commit; what the others get, and when, a person says.",
    );
    text.push(format!("  workflow_dispatch:\n    inputs:\n      environment:\n        description: Where to\n        type: choice\n        required: true\n        default: {}\n        options:", value(first)));
    for each in environments {
        text.push(format!("          - {}", value(each)));
    }
    if !gitops(plan) && !plan.build.is_published() {
        weekly(text);
        text.push("      rebuild:\n        description: The image on this week's base, as the weekly run builds it\n        type: boolean\n        default: false");
    }
    text.push("");
}

fn rights(plan: &Plan, text: &mut Text) {
    text.fixed(Guide::Security, "No more rights than the job needs.");
    let contents = if gitops(plan) { "write" } else { "read" };
    text.push(format!("permissions:\n  contents: {contents}\n"));
}

/// The only job, or that of one of several environments.
fn job(plan: &Plan, of: Option<(&[&str], &str)>, text: &mut Text) {
    let delivery = &plan.delivery;
    let name = of.map(|(_, name)| name);
    let first = of.and_then(|(all, _)| all.first().copied());
    let is_later = name != first;
    text.because(delivery.ci.reason());
    text.push(name.map_or_else(|| "  deploy:".to_owned(), |name| format!("  deploy-{name}:")));
    if is_later && !gitops(plan) {
        text.fixed(Guide::Delivery, "Nothing comes here that does not run in the first.");
        text.push(format!("    needs: deploy-{}", first.unwrap_or_default()));
    } else if !is_later && !delivery.tests.value.is_empty() {
        text.push("    needs: test");
    }
    if !is_later && hands_digest_on(plan, name) {
        text.because(plan.pin_image.because("The environments behind it get this image."));
        text.push("    outputs:\n      DIGEST: ${{ steps.deploy.outputs.DIGEST }}");
    }
    text.because(
        delivery.branch.because("Schedules and hands start a workflow on other branches too."),
    );
    let mut when = format!("github.ref_name == '{}'", delivery.branch.value.replace('\'', "''"));
    match name {
        Some(name) if is_later => when.push_str(&format!(" && inputs.environment == '{name}'")),
        // A release that others take over is no reason to make a new one.
        Some(name) if gitops(plan) => when.push_str(&format!(
            " && (github.event_name != 'workflow_dispatch' || inputs.environment == '{name}')"
        )),
        Some(_) | None => {}
    }
    text.push(format!("    if: {}", value(&when)));
    text.because(delivery.ci.reason());
    text.push(format!("    runs-on: {GITHUB_RUNNER}\n    timeout-minutes: 60\n    # Secrets, and who has to agree, can be set for this environment.\n    environment: {}", value(name.unwrap_or("production"))));
    if let Some(name) = name {
        text.fixed(Guide::Delivery, ONE_BY_ONE);
        text.push(format!(
            "    concurrency:\n      group: deploy-{name}\n      cancel-in-progress: false"
        ));
    }
    text.because(delivery.ci.reason());
    text.push("    defaults:\n      run:\n        shell: bash\n    steps:");
    steps(plan, name, first.filter(|_| is_later), text);
}

/// The steps of a job; behind the first environment, with its name.
fn steps(plan: &Plan, name: Option<&str>, first: Option<&str>, text: &mut Text) {
    let is_later = first.is_some();
    let commits = gitops(plan);
    text.fixed(Guide::Security, "By its commit: a tag can be moved to other code.");
    text.push(format!("      # By its commit: a tag can be moved to other code.\n      - uses: {CHECKOUT}\n        with:\n          persist-credentials: {commits}"));
    if plan.delivery.submodules.value && !(commits && is_later) {
        text.because(plan.delivery.submodules.reason());
        text.push("          submodules: recursive");
    }
    if commits && is_later {
        text.because(plan.delivery.branch.because(
            "The newest of the branch: what the first environment runs may have been committed since.",
        ));
        text.push(format!("          ref: {}", value(&plan.delivery.branch.value)));
    }
    if !(commits && is_later) && uses_docker(plan) {
        text.because(
            plan.image.because(
                "The password comes by standard input: arguments are seen by every process.",
            ),
        );
        text.push(format!(
            "      - name: Log in to the registry\n        run: docker login \"$REGISTRY\" --username \"$REGISTRY_USER\" --password-stdin <<<\"$REGISTRY_PASSWORD\"\n        env:\n          REGISTRY: {}\n          REGISTRY_USER: ${{{{ secrets.REGISTRY_USER }}}}\n          REGISTRY_PASSWORD: ${{{{ secrets.REGISTRY_PASSWORD }}}}",
            value(registry(plan))
        ));
    }
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
    if plan.decrypts_secrets() {
        text.because(plan.secret_store.kind.because("deploy.sh decrypts the secrets."));
        text.push(format!("      - name: Install sops\n        run: |\n          go install {SOPS_MODULE}\n          echo \"$(go env GOPATH)/bin\" >>\"$GITHUB_PATH\""));
    }
    deploy(plan, name, first, text);
}

fn deploy(plan: &Plan, name: Option<&str>, first: Option<&str>, text: &mut Text) {
    let argument = name.map(|name| format!(" {name}")).unwrap_or_default();
    if gitops(plan) && first.is_some() {
        text.because(
            plan.delivery.gitops.because("What runs in the first environment, unchanged."),
        );
        text.push(format!("      - name: Deploy\n        run: {}{argument}", script(plan)));
        return;
    }
    if plan.build.is_published() {
        return publish(plan, name, first, text);
    }
    text.fixed(
        Guide::Delivery,
        "Each job has a machine of its own: layers are kept in the registry.",
    );
    text.push("      - name: Make a builder that keeps layers in the registry\n        run: docker buildx create --use");
    weekly(text);
    let asks = name.is_some() && !gitops(plan);
    let or_asked = if asks { " || \"$ANEW\" == true" } else { "" };
    let is_handed_on = hands_digest_on(plan, name);
    let id = if is_handed_on { "\n        id: deploy" } else { "" };
    let out = if is_handed_on { "DIGEST_FILE=\"$GITHUB_OUTPUT\" " } else { "" };
    text.push(format!("      - name: Deploy{id}\n        run: |\n          if [[ \"$EVENT\" == schedule{or_asked} ]]; then\n            unset CACHE\n            REBUILD=\"$(date +%y%V)\"\n            export REBUILD\n          fi\n          {out}{}{argument}\n        env:\n          EVENT: ${{{{ github.event_name }}}}", script(plan)));
    if let (true, Some(first)) = (is_handed_on, first) {
        text.because(plan.pin_image.because("The image that runs there, and no other."));
        text.push(format!("          DIGEST: ${{{{ needs.deploy-{first}.outputs.DIGEST }}}}"));
    }
    if asks {
        text.push("          ANEW: ${{ inputs.rebuild }}");
    }
    text.because(plan.image.reason());
    text.push(format!("          CACHE: {}", value(&cache(plan))));
    let secrets = &plan.build.secrets;
    text.because(secrets.because("The build reads them; no layer keeps them."));
    for secret in &secrets.value {
        text.push(format!("          {secret}: ${{{{ secrets.{secret} }}}}"));
    }
    logins(plan, text);
}

/// A deploy that builds nothing.
fn publish(plan: &Plan, name: Option<&str>, first: Option<&str>, text: &mut Text) {
    let argument = name.map(|name| format!(" {name}")).unwrap_or_default();
    let is_handed_on = hands_digest_on(plan, name);
    let id = if is_handed_on { "\n        id: deploy" } else { "" };
    let out = if is_handed_on { "DIGEST_FILE=\"$GITHUB_OUTPUT\" " } else { "" };
    text.because(plan.build.source.because("The image is published: nothing is built."));
    text.push(format!(
        "      - name: Deploy{id}\n        run: {out}{}{argument}\n        env:",
        script(plan)
    ));
    if let (true, Some(first)) = (is_handed_on, first) {
        text.because(plan.pin_image.because("The image that runs there, and no other."));
        text.push(format!("          DIGEST: ${{{{ needs.deploy-{first}.outputs.DIGEST }}}}"));
    }
    logins(plan, text);
}

/// What the script logs in with.
fn logins(plan: &Plan, text: &mut Text) {
    if !gitops(plan) {
        text.fixed(Guide::Delivery, "kubectl reads it.");
        text.push("          KUBECONFIG: ${{ runner.temp }}/kubeconfig");
    }
    if plan.decrypts_secrets() && !plan.secret_store.age.value.is_empty() {
        text.because(plan.secret_store.age.because("sops reads the private key here."));
        text.push("          SOPS_AGE_KEY: ${{ secrets.SOPS_AGE_KEY }}");
    }
}
