//! The stage that installs gems and node packages and compiles assets.

use super::{javascript, packages, step};
use crate::facts::packages::COMPILERS;
use crate::facts::{PACKAGE_LOGINS, RELATIVE_ROOT};
use crate::field::{Guide, shell_word};
use crate::files::text::Text;
use crate::plan::{Decided, JavaScript, Plan, Reason};
use std::sync::Arc;

pub(super) fn write(plan: &Plan, text: &mut Text) {
    let build = &plan.build;
    if !build.node_in_image.value {
        javascript::program(plan, text);
    }
    javascript::manifests(plan, text);
    text.fixed(
        Guide::DockerImage,
        "A stage that is thrown away: compilers stay out of the final image.",
    );
    text.push("FROM base AS build\n");
    let distribution = build.distribution.value;
    let own = |packages| packages::named(distribution, packages);
    let mut names: Vec<&str> = own(&COMPILERS).chain(own(packages::headers(plan))).collect();
    names.extend(javascript::packages(plan));
    names.extend(build.build_packages.value.iter().map(String::as_str));
    let reason = if build.build_packages.value.is_empty() {
        plan.database.adapter.because("What native gems are compiled with.")
    } else {
        build.build_packages.because("What native gems are compiled with.")
    };
    text.because(reason);
    text.push("# Packages that build native gems.");
    text.push(packages::install(distribution, names, ""));
    environment(plan, text);
    if !build.node_in_image.value {
        javascript::copy_program(plan, text);
    }
    javascript::copy_npm(plan, text);
    gems(plan, text);
    javascript::install(plan, text);
    text.fixed(
        Guide::DockerImage,
        "After the gems: a changed line of code does not install them again.",
    );
    text.push(format!("COPY . {}\n", in_top(plan, ".")));
    step::write(plan, &build.steps.before_assets, text);
    compile(plan, text);
}

/// Variables of this stage alone.
fn environment(plan: &Plan, text: &mut Text) {
    let variable = |(name, value): &(String, Decided<String>)| {
        (value.reason(), format!("{name}={}", step::value(&value.value)))
    };
    let own = &plan.build.env;
    let is_said = own.iter().any(|(name, _)| name == RELATIVE_ROOT);
    // Assets hold the addresses of others.
    let root = plan.expose.path.as_ref().filter(|_| !is_said);
    let root = root.map(|path| (RELATIVE_ROOT.to_owned(), path.clone()));
    step::lines(own.iter().chain(&root).map(variable).collect(), "ENV ", " \\", text);
}

fn gems(plan: &Plan, text: &mut Text) {
    let build = &plan.build;
    text.fixed(
        Guide::DockerImage,
        "Gems first: this layer is built again only when the Gemfile changes.",
    );
    if build.lock.value {
        text.push(own_files(plan, &["Gemfile", "Gemfile.lock"]));
    } else {
        text.because(build.lock.reason());
        text.push("# Git has no Gemfile.lock: two builds of one revision can hold other versions of gems.");
        text.push(own_files(plan, &["Gemfile"]));
    }
    for file in &build.files.value {
        text.because(build.files.reason());
        let file = file.trim_end_matches('/');
        text.push(format!("COPY {file} {}", in_top(plan, file)));
    }
    step::write(plan, &build.steps.before_gems, text);
    text.fixed(
        Guide::DockerImage,
        "Gems first: this layer is built again only when the Gemfile changes.",
    );
    let precompile = if build.bootsnap.value {
        " && \\\n    bundle exec bootsnap precompile -j 1 --gemfile"
    } else {
        ""
    };
    text.push(format!(
        "{}bundle install && \\\n    rm -rf ~/.bundle/ \"${{BUNDLE_PATH}}\"/ruby/*/cache \"${{BUNDLE_PATH}}\"/ruby/*/bundler/gems/*/.git{precompile}\n",
        step::run(plan)
    ));
}

/// Files of the app that `bundle install` reads, with those that need not be there.
fn own_files(plan: &Plan, files: &[&str]) -> String {
    let all = files.iter().chain(&[".ruby-version*", ".tool-versions*"]);
    let paths: Vec<String> = all.map(|file| plan.build.in_root(file)).collect();
    format!("COPY {} ./", paths.join(" "))
}

/// A path of the repository in the image.
pub(super) fn in_top(plan: &Plan, path: &str) -> String {
    let top = plan.container.top(&plan.build);
    match path {
        _ if top == plan.container.workdir.value => path.to_owned(),
        "." => top.to_owned(),
        _ => format!("{top}/{path}"),
    }
}

/// Boot cache and assets, each line with its own reason.
fn compile(plan: &Plan, text: &mut Text) {
    let build = &plan.build;
    let mut steps = Vec::new();
    if build.bootsnap.value {
        let reason = build.bootsnap.reason();
        steps.push((reason, "bundle exec bootsnap precompile -j 1 app/ lib/".to_owned()));
    }
    if !build.api_only.value {
        let reason = build.api_only.because("Assets are built without the master key.");
        let step = if build.is_old() {
            // Any text will do: what is compiled does not hold it.
            "SECRET_KEY_BASE=unused ./bin/rails assets:precompile"
        } else {
            "SECRET_KEY_BASE_DUMMY=1 ./bin/rails assets:precompile"
        };
        steps.push((reason, step.to_owned()));
    }
    if build.steps.after_assets.value.is_empty() {
        steps.extend(clean(plan));
        step::lines(steps, &step::run(plan), " && \\", text);
        return;
    }
    step::lines(steps, &step::run(plan), " && \\", text);
    step::write(plan, &build.steps.after_assets, text);
    step::lines(clean(plan).into_iter().collect(), "RUN ", "", text);
}

/// What the image that runs is not to have.
fn clean(plan: &Plan) -> Option<(Arc<Reason>, String)> {
    let build = &plan.build;
    if build.javascript.value == JavaScript::None {
        return None;
    }
    let folder = in_top(plan, ".");
    let packages = if build.node_in_image.value { None } else { Some("node_modules") };
    let names: Vec<String> = packages
        .into_iter()
        .chain(PACKAGE_LOGINS)
        .map(|name| format!("-name {}", shell_word(name)))
        .collect();
    let reason = if build.node_in_image.value {
        build.node_in_image.because("Settings of the package manager may hold a login.")
    } else {
        build.javascript.because(
            "Needed for the assets only; the settings of the package manager may hold a login.",
        )
    };
    Some((
        reason,
        format!("find {folder} \\( {} \\) -prune -exec rm -rf {{}} +", names.join(" -o ")),
    ))
}
