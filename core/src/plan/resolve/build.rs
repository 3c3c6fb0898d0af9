//! The image: where it comes from, what it holds, what it is to those who run it.

use super::{choice, flag, list, named, number, processes, text, text_or};
use crate::facts::{Program, Version};
use crate::plan::{Build, Container, Decided};
use crate::spec::Spec;

pub(super) fn build(spec: &Spec, credentials: Decided<bool>) -> Build {
    let (rails, build) = (&spec.rails, &spec.build);
    let ruby = bare(Program::Ruby, rails.ruby.as_ref(), "rails.ruby");
    let arg = |(name, value): (&String, &String)| {
        (name.clone(), Decided::set(format!("build.args.{name}"), value.clone()))
    };
    Build {
        version: named(build.version.as_ref(), "build.version"),
        source: choice(build.from.as_ref(), "build.from"),
        dockerfile: text(build.dockerfile.as_ref(), "build.dockerfile", ""),
        context: text(build.context.as_ref(), "build.context", ""),
        target: named(build.target.as_ref(), "build.target"),
        args: build.args.iter().map(arg).collect(),
        secrets: list("build.secrets", &build.secrets),
        rails: bare(Program::Rails, rails.version.as_ref(), "rails.version"),
        base_image: text_or(
            rails.base_image.as_ref(),
            "rails.base_image",
            &format!("docker.io/library/ruby:{}-slim", ruby.value),
        ),
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
    let workdir = text(container.workdir.as_ref(), "container.workdir", "");
    let writable = processes::places("container.writable", &workdir.value, &container.writable);
    Container { user, group, workdir, writable }
}
