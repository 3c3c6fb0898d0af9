//! What all stages start from.

use super::{javascript, packages, step};
use crate::facts::packages::{NODE, RUNTIME, VIPS};
use crate::field::Guide;
use crate::files::text::Text;
use crate::plan::{Distribution, JavaScript, Plan, Reason};
use std::sync::Arc;

pub(super) fn write(plan: &Plan, text: &mut Text) {
    let build = &plan.build;
    let usual = format!("docker.io/library/ruby:{}-slim", build.ruby.value);
    let is_usual = build.base_image.value == usual;
    if is_usual {
        text.because(build.ruby.because("The same Ruby in every stage."));
        text.push(format!("ARG RUBY_VERSION={}", build.ruby.value));
    }
    if build.node_in_image.value {
        javascript::program(plan, text);
    }
    if is_usual {
        text.because(build.ruby.because("The same Ruby in every stage."));
        text.push("FROM docker.io/library/ruby:${RUBY_VERSION}-slim AS base\n");
    } else {
        text.because(build.base_image.reason());
        text.push(format!("FROM {} AS base\n", build.base_image.value));
    }
    text.because(plan.container.workdir.because("Where the app lives in the image."));
    text.push(format!("WORKDIR {}\n", plan.container.workdir.value));
    install(plan, text);
    environment(plan, text);
    if build.steps.any() {
        text.fixed(
            Guide::DockerImage,
            "Commands of linkspan.yml: one that fails stops the build, in a pipe too.",
        );
        text.push("SHELL [\"/bin/bash\", \"-eo\", \"pipefail\", \"-c\"]\n");
    }
    step::write(plan, &build.steps.programs, text);
    if build.node_in_image.value {
        javascript::copy_program(plan, text);
        if build.javascript.value != JavaScript::Bun {
            text.push("");
        }
    }
}

/// Packages that the app needs while it runs.
fn install(plan: &Plan, text: &mut Text) {
    let build = &plan.build;
    let distribution = build.distribution.value;
    let own = |packages| packages::named(distribution, packages);
    let mut names: Vec<&str> = own(&RUNTIME).chain(own(packages::client(plan))).collect();
    if build.image_variants.value {
        names.extend(own(&VIPS));
    }
    if build.node_in_image.value {
        names.extend(own(&NODE));
    }
    names.extend(build.packages.value.iter().map(String::as_str));
    let (what, also) = match distribution {
        Distribution::Debian => (
            "What the app needs while it runs: the client of its database, jemalloc (less memory), time zones.",
            "ln -s \"/usr/lib/$(uname -m)-linux-gnu/libjemalloc.so.2\" /usr/local/lib/libjemalloc.so",
        ),
        Distribution::Alpine => (
            "What the app needs while it runs: the client of its database, time zones, bash for bin/docker-entrypoint.",
            "",
        ),
    };
    text.because(plan.database.adapter.because(what));
    text.push("# Packages that the app needs while it runs. Their versions follow the base image.");
    text.push(packages::install(distribution, names, also));
}

/// Variables of all stages.
fn environment(plan: &Plan, text: &mut Text) {
    let build = &plan.build;
    let always = Reason::fixed(
        Guide::DockerImage,
        "Production mode from the first command on, without gems of development and test.",
    );
    let mut all: Vec<(Arc<Reason>, String)> =
        vec![(Arc::clone(&always), "RAILS_ENV=\"production\"".to_owned())];
    let rest = ["BUNDLE_PATH=\"/usr/local/bundle\"", "BUNDLE_WITHOUT=\"development:test\""];
    if build.lock.value {
        all.push((Arc::clone(&always), "BUNDLE_DEPLOYMENT=\"1\"".to_owned()));
    }
    all.extend(rest.map(|line| (Arc::clone(&always), line.to_owned())));
    if build.bootsnap.value {
        let reason = build.bootsnap.because("Outside of tmp, where a volume would hide it.");
        let folder = plan.container.path(".bootsnap");
        all.push((reason, format!("BOOTSNAP_CACHE_DIR=\"{folder}\"")));
    }
    if build.distribution.value == Distribution::Debian {
        let reason = Reason::fixed(
            Guide::DockerImage,
            "jemalloc instead of the system's allocator: Ruby's memory stays smaller.",
        );
        all.push((reason, "LD_PRELOAD=\"/usr/local/lib/libjemalloc.so\"".to_owned()));
    }
    step::lines(all, "ENV ", " \\", text);
}
