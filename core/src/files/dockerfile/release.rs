//! The image that runs.

use crate::field::Guide;
use crate::files::text::Text;
use crate::plan::{Distribution, Plan};

pub(super) fn write(plan: &Plan, text: &mut Text) {
    let build = &plan.build;
    text.fixed(Guide::DockerImage, "The image that runs: base, gems and app, nothing else.");
    text.push("FROM base\n");
    text.fixed(
        Guide::Security,
        "A user of its own with a fixed number, so that Kubernetes can check that it is not root.",
    );
    let (user, group) = (plan.container.user.value, plan.container.group.value);
    text.push(match build.distribution.value {
        Distribution::Debian => format!("RUN groupadd --system --gid {group} rails && \\\n    useradd rails --uid {user} --gid {group} --create-home --shell /bin/bash\n"),
        Distribution::Alpine => format!("RUN addgroup -S -g {group} rails && \\\n    adduser -S -D -u {user} -G rails -h /home/rails -s /bin/bash rails\n"),
    });
    text.fixed(Guide::Security, "Code and gems belong to root: the app cannot change itself.");
    let top = plan.container.top(build);
    let entrypoint = if build.root.is_some() {
        format!("{top}/bin/docker-entrypoint")
    } else {
        "bin/docker-entrypoint".to_owned()
    };
    text.push(format!(
        "COPY --from=build \"${{BUNDLE_PATH}}\" \"${{BUNDLE_PATH}}\"\nCOPY --from=build {top} {top}"
    ));
    text.fixed(Guide::Security, "The only folders that Rails writes to.");
    text.push(format!("RUN install -d -o rails -g rails log tmp tmp/cache tmp/pids tmp/sockets storage && \\\n    chmod 0755 {entrypoint}\n"));
    if !build.lock.value {
        text.because(build.lock.because("The versions that the build chose are those that run."));
        text.push("ENV BUNDLE_FROZEN=\"1\"\n");
    }
    if build.bootsnap.value {
        text.because(
            build.bootsnap.because("The cache is complete; nothing is written to it at run time."),
        );
        text.push("ENV BOOTSNAP_READONLY=\"1\"\n");
    }
    text.fixed(
        Guide::Security,
        "By number, because Kubernetes cannot tell by name whether a user is root.",
    );
    text.push(format!("USER {user}:{group}\n"));
    text.fixed(Guide::DockerImage, "Prepares folders, then becomes the command.");
    text.push(format!("ENTRYPOINT [\"{}\"]", plan.container.path(&entrypoint)));
    text.because(plan.web.port.reason());
    text.push(format!("EXPOSE {}", plan.web.port.value));
    text.fixed(Guide::DockerImage, "Puma itself; workers and migrations give another command.");
    text.push("CMD [\"bundle\", \"exec\", \"puma\", \"-C\", \"config/puma.rb\"]");
}
