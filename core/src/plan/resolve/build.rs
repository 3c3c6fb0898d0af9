//! The image: where it comes from, what it holds, what it is to those who run it.

use super::{choice, choice_or, flag, list, named, number, processes, text, text_or};
use crate::facts::{Program, Version};
use crate::plan::{Build, Container, Decided, Distribution, Steps};
use crate::spec::Spec;

pub(super) fn build(spec: &Spec, credentials: Decided<bool>) -> Build {
    let (rails, build) = (&spec.rails, &spec.build);
    let ruby = bare(Program::Ruby, rails.ruby.as_ref(), "rails.ruby");
    let arg = |(name, value): (&String, &String)| {
        (name.clone(), Decided::set(format!("build.args.{name}"), value.clone()))
    };
    let variable = |(name, value): (&String, &String)| {
        (name.clone(), Decided::set(format!("build.env.{name}"), value.clone()))
    };
    let base_image = text_or(
        rails.base_image.as_ref(),
        "rails.base_image",
        &format!("docker.io/library/ruby:{}-slim", ruby.value),
    );
    let distribution = if base_image.value.contains("alpine") {
        Distribution::Alpine
    } else {
        Distribution::Debian
    };
    Build {
        root: root(spec),
        env: build.env.iter().map(variable).collect(),
        files: list("build.files", &build.files),
        lock: flag(build.lock, "build.lock"),
        frontends: frontends(spec),
        build_packages: list("build.packages", &build.packages),
        steps: Steps {
            programs: list("build.programs", &build.programs),
            before_gems: list("build.before_gems", &build.before_gems),
            before_assets: list("build.before_assets", &build.before_assets),
            after_assets: list("build.after_assets", &build.after_assets),
        },
        distribution: choice_or(rails.distribution.as_ref(), "rails.distribution", distribution),
        javascript_version: named(rails.javascript_version.as_ref(), "rails.javascript_version"),
        node_in_image: flag(rails.node_in_image, "rails.node_in_image"),
        version: named(build.version.as_ref(), "build.version"),
        source: choice(build.from.as_ref(), "build.from"),
        dockerfile: text(build.dockerfile.as_ref(), "build.dockerfile", ""),
        context: text(build.context.as_ref(), "build.context", ""),
        target: named(build.target.as_ref(), "build.target"),
        args: build.args.iter().map(arg).collect(),
        secrets: list("build.secrets", &build.secrets),
        rails: bare(Program::Rails, rails.version.as_ref(), "rails.version"),
        base_image,
        ruby,
        api_only: flag(rails.api_only, "rails.api_only"),
        javascript: choice(rails.javascript.as_ref(), "rails.javascript"),
        node: bare(Program::Node, rails.node.as_ref(), "rails.node"),
        bootsnap: flag(rails.bootsnap, "rails.bootsnap"),
        image_variants: flag(rails.image_variants, "rails.image_variants"),
        packages: list("rails.packages", &rails.packages),
        credentials,
    }
}

/// A path without what says the same: `./web/` is `web`. None for the folder itself.
fn plain(path: &str) -> Option<String> {
    let parts: Vec<&str> = path.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
    if parts.is_empty() { None } else { Some(parts.join("/")) }
}

fn root(spec: &Spec) -> Option<Decided<String>> {
    let root = plain(spec.rails.root.as_ref()?)?;
    Some(Decided::set("rails.root", root))
}

fn frontends(spec: &Spec) -> Decided<Vec<String>> {
    if spec.build.frontends.is_empty() {
        let root = spec.rails.root.as_ref().and_then(|root| plain(root));
        return Decided::derived("build.frontends", vec![root.unwrap_or_else(|| ".".to_owned())]);
    }
    list("build.frontends", &spec.build.frontends)
}

/// A version without what its file writes around it.
fn bare(program: Program, set: Option<&String>, path: &str) -> Decided<String> {
    text(set, path, "").map(|text| Version::parse(program, &text).map_or(text, |read| read.text))
}

pub(super) fn container(spec: &Spec) -> Container {
    let container = &spec.container;
    let user = number(container.user, "container.user");
    let group = match container.group {
        Some(group) => Decided::set("container.group", group),
        None => Decided::derived("container.group", user.value),
    };
    let workdir = match (&container.workdir, root(spec)) {
        (None, Some(root)) => Decided::derived(
            "container.workdir",
            format!("{}/{}", text(None, "container.workdir", "").value, root.value),
        ),
        _ => text(container.workdir.as_ref(), "container.workdir", ""),
    };
    let writable = processes::places("container.writable", &workdir.value, &container.writable);
    Container { user, group, workdir, writable }
}
