//! `.dockerignore`: what never enters the image.

use super::text::Text;
use crate::bundle::Line;
use crate::field::Guide;
use crate::plan::{Decided, GitOps, JavaScript, Plan};

/// Of the app, of clusters and clouds, of registries, and of the people who work here. Not every `.pem`: that is what
/// certificates are called too, which the app needs.
const SECRETS: &str = "/.env*
!/.env.default*
/config/master.key
/config/credentials/*.key
/config/*.key
**/*.key
**/*.p12
**/*.pfx
/*.pem
**/*key.pem
**/*private*.pem
**/id_rsa*
**/id_ed25519*
**/*.agekey
/keys.txt
/.sops.yaml
/kubeconfig*
**/kubeconfig*.y*ml
**/*.kubeconfig
/.kube/
/.aws/
/.azure/
/.config/gcloud/
/.docker/
/.gnupg/
/.ssh/
**/.netrc
**/.pgpass
**/.my.cnf
**/.git-credentials
**/.vault-token
/gha-creds-*.json
**/*.tfstate*
**/*.tfvars
!**/*public*.key
!**/*public*.pem";

/// What people take out of a database to look at it. `db/structure.sql` is the schema, and views have files of their own.
const DATA: &str = "**/*.dump
**/*.dump.*
**/*.sql.gz
**/*.sql.bz2
**/*.sql.xz
**/*.sql.zst
**/*.sql.zip
/*.sql
/db/*dump*.sql
/*.sqlite3*
/db/*.sqlite3*
/*.rdb
/*storage.tar.gz";

/// History and tools of development.
const TOOLS: &str = "# History and tools.\n/.git/\n/.github/\n/.gitlab-ci.yml\n/.devcontainer/\n/.kamal/\n/.idea/\n/.vscode/\n/.bundle/\n/coverage/\n/spec/\n/test/\n";

const MADE_ANEW: &str = "Made anew in the image, or only of use here.";

pub(super) fn write(plan: &Plan) -> Text {
    let mut text = Text::new(
        Guide::DockerImage,
        "What is not sent to the build: a smaller image that changes less often.",
    );
    text.push("# What never enters the image.\n");
    text.fixed(Guide::Secrets, "A key in an image can be read by everybody who can pull it.");
    text.push("# Keys and secrets. What the app needs of them, a line at the end lets in: !/config/some-key.pem");
    text.push(SECRETS);
    if matches!(plan.build.javascript.value, JavaScript::None | JavaScript::Bun) {
        text.because(plan.build.javascript.reason());
        text.push("/.npmrc");
    }
    text.push("");
    text.fixed(Guide::Secrets, "Rows of a database are secrets of those whom they are about.");
    text.push("# Copies of data.").push(DATA).push("");
    text.fixed(Guide::DockerImage, "History and tools of development.");
    text.push(without(TOOLS, &plan.build.files.value));
    text.fixed(Guide::DockerImage, MADE_ANEW);
    text.push("# Made anew in the image.\n/log/*\n!/log/.keep\n/tmp/*\n!/tmp/.keep\n/storage/*\n!/storage/.keep\n/public/assets\n/public/packs");
    if plan.build.javascript.value == JavaScript::None {
        text.push("/node_modules/");
    } else {
        text.because(plan.build.javascript.because("Each workspace has one of its own."));
        text.push("**/node_modules/");
    }
    if !plan.build.lock.value {
        text.because(
            plan.build.lock.because("A lock of this machine alone is not that of the build."),
        );
        text.push("/Gemfile.lock");
    }
    text.fixed(Guide::DockerImage, MADE_ANEW);
    text.push("/app/assets/builds/*\n!/app/assets/builds/.keep\n");
    text.fixed(Guide::Delivery, "A changed manifest is no reason for a new image.");
    text.push("# Deployment.\n/Dockerfile*\n/.dockerignore\n/compose*.y*ml\n/docker-compose*.y*ml\n/config/deploy*.yml\n/config/kube/\n/deploy.sh\n/DEPLOY.md\n/linkspan.yml\n/linkspan.lock");
    if plan.delivery.gitops.value != GitOps::None {
        text.because(plan.delivery.gitops.because("A release changes no layer."));
        text.push("/config/gitops/\n/release.sh");
    }
    if plan.environment.is_some() {
        text.push("/DEPLOY-*.md");
    }
    if let Some(root) = &plan.build.root {
        below(root, &mut text);
    }
    text
}

/// These lines without the folders that the spec copies by name.
fn without(lines: &str, files: &[String]) -> String {
    let is_copied = |line: &str| {
        let path = line.trim_matches('/');
        files.iter().any(|file| file.split('/').find(|part| *part != ".") == Some(path))
    };
    let kept = lines.split('\n').filter(|line| !line.starts_with('/') || !is_copied(line));
    kept.collect::<Vec<_>>().join("\n")
}

/// Patterns of the top for the folder of the app too.
fn below(root: &Decided<String>, text: &mut Text) {
    let reason = root.because("The same, in the folder of the app.");
    let lines = std::mem::take(&mut text.lines).into_iter();
    text.lines = lines
        .flat_map(|line| {
            let (not, path) = match line.text.strip_prefix('!') {
                Some(path) => ("!", path),
                None => ("", line.text.as_ref()),
            };
            let again = path.starts_with('/').then(|| Line {
                text: format!("{not}/{}{path}", root.value).into(),
                reason: std::sync::Arc::clone(&reason),
                ..line.clone()
            });
            [Some(line), again].into_iter().flatten()
        })
        .collect();
}
