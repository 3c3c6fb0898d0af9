//! What an image that Linkspan does not write the Dockerfile of has to have.

use crate::files::text::Text;
use crate::plan::{Check, ImageSource, Plan, WorkerKind};

pub(super) fn write(plan: &Plan, text: &mut Text) {
    let build = &plan.build;
    text.because(build.source.reason());
    let about = match build.source.value {
        ImageSource::Generated => return,
        ImageSource::Dockerfile => format!(
            "`{}`, a file of yours, builds the image; `linkspan check` compares it with what the pods rely on:",
            build.dockerfile.value
        ),
        ImageSource::Published => format!(
            "The image `{}` is published; nothing of it is built here. The pods rely on this:",
            plan.published_image().unwrap_or_else(|| plan.image.value.clone())
        ),
    };
    text.push(format!("## The image\n\n{about}\n"));
    user(plan, text);
    processes(plan, text);
    programs(plan, text);
    secrets(plan, text);
    text.push("");
}

fn user(plan: &Plan, text: &mut Text) {
    let container = &plan.container;
    let (user, group) = (container.user.value, container.group.value);
    text.because(container.user.reason());
    text.push(format!("- Its processes run as the user {user} and the group {group} (`USER {user}:{group}`): `container.user` and `container.group` say others."));
    text.because(container.workdir.reason());
    text.push(format!(
        "- The app lives in `{}` (`WORKDIR`): `container.workdir` says another folder.",
        container.workdir.value
    ));
    if plan.read_only_root.value {
        text.because(plan.read_only_root.reason());
        text.push(format!("- The rest of its root is read-only: a process writes to `/tmp`, `{}` and `{}` alone, which are empty in each new pod. `container.writable` names more of them; `security.read_only_root: false` lets it write wherever its user may.", container.path("tmp"), container.path("log")));
    }
    if let Some(size) = &plan.volume {
        text.because(size.reason());
        text.push(format!("- The volume at `{}` hides what the image has there, and belongs to the group {group}.", container.path("storage")));
    }
}

fn processes(plan: &Plan, text: &mut Text) {
    text.because(plan.build.source.reason());
    text.push("- Its entrypoint, if it has one, becomes the command that it is given (`exec \"$@\"`): web, workers, migration and console each give their own, and get the signals of Kubernetes themselves.");
    text.push("- The entrypoint does not migrate: deploy.sh runs the migration once, in a Job. That of `rails new` migrates in front of `rails server` alone, which no pod runs.");
    text.because(plan.web.port.reason());
    text.push(format!(
        "- The web server listens on the port that `PORT` says, {}, on every address: `0.0.0.0`, not `127.0.0.1`.",
        plan.web.port.value
    ));
    if plan.build.is_published() {
        text.because(plan.web.health_path.reason());
        text.push(format!(
            "- It answers `{}` once it has booted (`web.health_path`).",
            plan.web.health_path.value
        ));
    } else {
        text.push("- Assets are compiled in it, without the key of the credentials.");
    }
}

fn programs(plan: &Plan, text: &mut Text) {
    let mut names = vec!["bundle"];
    if plan.read_only_root.value {
        names.push("mkdir");
    }
    if plan.console.always.value {
        names.push("bash");
    }
    let touches =
        plan.touches_file(WorkerKind::Sidekiq) || plan.touches_file(WorkerKind::SolidQueue);
    let is_told = plan.workers.iter().any(|worker| worker.quiet.value > 0);
    if touches || is_told {
        names.push("sh");
    }
    if touches {
        names.extend(["find", "grep"]);
    }
    if plan.monitoring.check.value == Check::Cron {
        names.push("curl");
    }
    text.because(plan.build.source.reason());
    let names: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    text.push(format!("- These programs are in its `PATH`: {}.", names.join(", ")));
}

fn secrets(plan: &Plan, text: &mut Text) {
    let secrets = &plan.build.secrets;
    if secrets.value.is_empty() || plan.build.is_published() {
        return;
    }
    text.because(secrets.reason());
    let names: Vec<String> = secrets.value.iter().map(|name| format!("`{name}`")).collect();
    let first = secrets.value.first().map(String::as_str).unwrap_or_default();
    text.push(format!("- The build gets these secrets from variables of the same names: {}. A step reads one by `RUN --mount=type=secret,id={first},env={first} ...`, and no layer keeps it.", names.join(", ")));
}
