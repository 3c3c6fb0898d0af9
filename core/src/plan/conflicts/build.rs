//! What a Dockerfile cannot say.

use super::NO_EFFECT;
use crate::diagnostic::{Diagnostic, rules};
use crate::plan::{Decided, ImageSource, JavaScript, Origin, Plan, WorkerKind};

rules! {
    pub(crate) const BUILD_SECRET_NAME: Rule = Rule {
        name: "build-secret-name",
        tier: Refused,
        severity: Error,
        says: "a secret of the image build has the name of a variable that scripts or programs read themselves",
        why: "One would be taken for the other: a password for the search path of programs, or the name of an image with kept layers for the password.",
    };
    pub(crate) const BUILD_VARIABLE: Rule = Rule {
        name: "build-variable",
        tier: Refused,
        severity: Error,
        says: "a variable of the image build has several lines",
        why: "A Dockerfile has one line for it, so the app would be built with another value than the one that was meant.",
    };
    pub(crate) const FOLDER_ELSEWHERE: Rule = Rule {
        name: "folder-elsewhere",
        tier: Rails,
        severity: Error,
        says: "the working folder of the image is not the folder of the app in it",
        why: "The repository is copied as it is, so Rails would be looked for where it is not.",
    };
    pub(crate) const NODE_NOT_IN_IMAGE: Rule = Rule {
        name: "node-not-in-image",
        tier: Broken,
        severity: Error,
        says: "a process is started by Node.js, which the image that runs has not",
        why: "Node.js is there while assets are compiled alone, so the process never starts.",
    };
    pub(crate) const NO_NODE_TO_KEEP: Rule = Rule {
        name: "no-node-to-keep",
        tier: Rails,
        severity: Error,
        says: "Node.js is to stay in the image, and nothing brings it there",
        why: "A process that starts node would find none.",
    };
}

/// What deploy.sh, release.sh and the workflows of CI read or set themselves.
const OF_SCRIPTS: [&str; 18] = [
    "ACTOR",
    "ANEW",
    "CACHE",
    "DIGEST",
    "DIGEST_FILE",
    "EVENT",
    "KUBECONFIG",
    "KUBE_CONTEXT",
    "LOGIN",
    "PLATFORM",
    "REBUILD",
    "REGISTRY",
    "REGISTRY_PASSWORD",
    "REGISTRY_USER",
    "RELEASED_BRANCH",
    "RELEASE_TOKEN",
    "SOPS_AGE_KEY",
    "STALE",
];

/// What shells and programs read themselves.
const OF_PROGRAMS: [&str; 48] = [
    "CDPATH",
    "CI",
    "COLUMNS",
    "DIRSTACK",
    "EDITOR",
    "ENV",
    "EUID",
    "FUNCNAME",
    "GLOBIGNORE",
    "GOPATH",
    "GROUPS",
    "HOME",
    "HOSTNAME",
    "HOSTTYPE",
    "IFS",
    "LANG",
    "LANGUAGE",
    "LINENO",
    "LINES",
    "LOGNAME",
    "MACHTYPE",
    "OLDPWD",
    "OPTARG",
    "OPTERR",
    "OPTIND",
    "OSTYPE",
    "PATH",
    "PIPESTATUS",
    "POSIXLY_CORRECT",
    "PPID",
    "PROMPT_COMMAND",
    "PS1",
    "PS2",
    "PS4",
    "PWD",
    "RANDOM",
    "REPLY",
    "SECONDS",
    "SHELL",
    "SHELLOPTS",
    "SHLVL",
    "SSH_AUTH_SOCK",
    "TERM",
    "TMPDIR",
    "TZ",
    "UID",
    "USER",
    "XDG_RUNTIME_DIR",
];

/// How those of docker, kubectl, git, the loader of programs and the runners of CI begin.
const BEGINNINGS: [&str; 18] = [
    "ACTIONS_",
    "BASH",
    "BUILDKIT_",
    "BUILDX_",
    "CI_",
    "DOCKER_",
    "EPOCH",
    "GITHUB_",
    "GITLAB_CI",
    "GITLAB_FEATURES",
    "GITLAB_USER_",
    "GIT_CONFIG",
    "GIT_DIR",
    "GIT_SSH",
    "GIT_WORK_TREE",
    "KUBE",
    "LC_",
    "LD_",
];

/// Logins that the runners of CI hand out under their own names, which is what they are for.
const LOGINS: [&str; 2] = ["CI_JOB_TOKEN", "GITHUB_TOKEN"];

/// Names of secrets that would shadow something else, or be shadowed.
fn secrets(plan: &Plan, found: &mut Vec<Diagnostic>) {
    let all = &plan.build.secrets;
    for (index, name) in all.value.iter().enumerate() {
        let is_small = name.contains(|each: char| each.is_ascii_lowercase());
        let begins = BEGINNINGS.iter().any(|start| name.starts_with(start));
        let is_taken = OF_SCRIPTS.contains(&name.as_str())
            || OF_PROGRAMS.contains(&name.as_str())
            || begins && !LOGINS.contains(&name.as_str());
        let (message, help) = if is_taken {
            (
                format!("`{name}` is a variable that scripts and programs read themselves"),
                "call the secret something else, such as BUNDLE_GEMS__EXAMPLE__COM, in the Dockerfile too",
            )
        } else if is_small {
            (
                format!(
                    "`{name}` is not written in capitals, as the variables of deploy.sh itself are not"
                ),
                "write it in capitals, such as NPM_TOKEN, in the Dockerfile too (`id=NPM_TOKEN`)",
            )
        } else {
            continue;
        };
        found.push(
            Diagnostic::new(&BUILD_SECRET_NAME, message)
                .help(help)
                .path(format!("{}[{index}]", all.field)),
        );
    }
}

pub(super) fn check(plan: &Plan, found: &mut Vec<Diagnostic>) {
    if plan.build.source.value != ImageSource::Published {
        secrets(plan, found);
    }
    if plan.build.source.value != ImageSource::Generated {
        unused(plan, found);
        return;
    }
    for (name, value) in &plan.build.env {
        if value.value.contains(['\n', '\r']) {
            found.push(
                Diagnostic::new(&BUILD_VARIABLE, format!("`{name}` has several lines"))
                    .help("write it in one line; a command of `build.before_assets` can write several lines to a file")
                    .path(value.field.clone()),
            );
        }
    }
    processes(plan, found);
    let build = &plan.build;
    let workdir = &plan.container.workdir;
    if let Some(root) = &build.root
        && plan.container.top(build) == workdir.value
    {
        let message =
            format!("`{}` does not end in the app's folder `{}`", workdir.value, root.value);
        found.push(
            Diagnostic::new(&FOLDER_ELSEWHERE, message)
                .help(format!("write `workdir: /rails/{}`, or leave it out", root.value))
                .path(workdir.field.clone()),
        );
    }
    if build.node_in_image.value && build.javascript.value == JavaScript::None {
        found.push(
            Diagnostic::new(
                &NO_NODE_TO_KEEP,
                "there is no Node.js to keep: nothing installs node packages",
            )
            .help("set `rails.javascript`, or install Debian's with `rails: {packages: [nodejs]}`")
            .path(build.node_in_image.field.clone()),
        );
    }
}

/// Programs that come with Node.js or beside it.
const OF_NODE: [&str; 6] = ["node", "npm", "npx", "yarn", "pnpm", "bun"];

/// Processes that the image cannot start.
fn processes(plan: &Plan, found: &mut Vec<Diagnostic>) {
    let build = &plan.build;
    let is_installed = build.packages.value.iter().any(|name| name.starts_with("nodejs"));
    if build.node_in_image.value || is_installed || !build.steps.programs.value.is_empty() {
        return;
    }
    for command in commands(plan) {
        let Some(first) = command.value.first() else { continue };
        if OF_NODE.contains(&first.rsplit('/').next().unwrap_or_default()) {
            found.push(
                Diagnostic::new(
                    &NODE_NOT_IN_IMAGE,
                    format!("the image that runs has no `{first}`"),
                )
                .help("set `rails.node_in_image: true`, which keeps node_modules too")
                .path(command.field.clone()),
            );
        }
    }
}

/// Whatever runs in the app's image.
fn commands(plan: &Plan) -> impl Iterator<Item = &Decided<Vec<String>>> {
    let workers = plan.workers.iter().filter(|worker| worker.kind.value == WorkerKind::Command);
    let processes = plan.processes.iter().filter(|process| process.image.is_none());
    let sidecars = plan.sidecars.iter().filter(|sidecar| sidecar.image.is_none());
    let steps = plan.init.iter().filter(|step| step.image.is_none());
    std::iter::once(&plan.web.command)
        .chain(workers.map(|worker| &worker.command))
        .chain(processes.map(|process| &process.command))
        .chain(sidecars.map(|sidecar| &sidecar.command))
        .chain(steps.map(|step| &step.command))
        .chain(plan.cron.iter().map(|job| &job.command))
        .chain(plan.migrate.iter().map(|migrate| &migrate.command))
}

/// What the image of somebody else takes no notice of.
fn unused(plan: &Plan, found: &mut Vec<Diagnostic>) {
    let build = &plan.build;
    let steps = &build.steps;
    let mut all = vec![
        (&build.lock.field, build.lock.origin),
        (&build.distribution.field, build.distribution.origin),
        (&build.node_in_image.field, build.node_in_image.origin),
    ];
    let lists = [&build.build_packages, &build.files, &build.frontends];
    let commands = [&steps.programs, &steps.before_gems, &steps.before_assets, &steps.after_assets];
    all.extend(lists.iter().chain(&commands).map(|list| (&list.field, list.origin)));
    all.extend(build.javascript_version.iter().map(|each| (&each.field, each.origin)));
    all.extend(build.env.iter().map(|(_, each)| (&each.field, each.origin)));
    for (path, _) in all.into_iter().filter(|(_, origin)| *origin == Origin::Set) {
        let message = format!("`{path}` belongs to `build.from: generated`, and has no effect");
        found.push(
            Diagnostic::new(&NO_EFFECT, message)
                .help("remove it, or set `build.from: generated`")
                .path(path.clone()),
        );
    }
}
