//! `.dockerignore`: what never enters the image.

use super::text::Text;
use crate::field::Guide;
use crate::plan::{GitOps, Plan};

pub(super) fn write(plan: &Plan) -> Text {
    let mut text = Text::new(
        Guide::DockerImage,
        "What is not sent to the build: a smaller image that changes less often.",
    );
    text.push("# What never enters the image.\n");
    text.fixed(Guide::Secrets, "A key in an image can be read by everybody who can pull it.");
    text.push("# Keys and secrets.\n/.env*\n/config/master.key\n/config/credentials/*.key\n/config/*.key\n");
    text.fixed(Guide::DockerImage, "History and tools of development.");
    text.push("# History and tools.\n/.git/\n/.github/\n/.gitlab-ci.yml\n/.devcontainer/\n/.kamal/\n/.idea/\n/.vscode/\n/.bundle/\n/coverage/\n/spec/\n/test/\n");
    text.fixed(Guide::DockerImage, "Made anew in the image, or only of use here.");
    text.push("# Made anew in the image.\n/log/*\n!/log/.keep\n/tmp/*\n!/tmp/.keep\n/storage/*\n!/storage/.keep\n/public/assets\n/public/packs\n/node_modules/\n/app/assets/builds/*\n!/app/assets/builds/.keep\n");
    text.fixed(Guide::Delivery, "A changed manifest is no reason for a new image.");
    text.push("# Deployment.\n/Dockerfile*\n/.dockerignore\n/compose*.y*ml\n/docker-compose*.y*ml\n/config/deploy*.yml\n/config/kube/\n/deploy.sh\n/DEPLOY.md\n/linkspan.yml\n/linkspan.lock");
    if plan.delivery.gitops.value != GitOps::None {
        text.because(plan.delivery.gitops.because("A release changes no layer."));
        text.push("/config/gitops/\n/release.sh");
    }
    if plan.environment.is_some() {
        text.push("/DEPLOY-*.md");
    }
    text
}
