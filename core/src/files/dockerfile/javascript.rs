//! Node packages: the program that installs them, and what it reads.

use super::{packages, step};
use crate::facts::packages::NODE;
use crate::facts::{
    COREPACK, PACKAGE_FILES, PACKAGE_FOLDERS, YARN_CLASSIC, YARN_MODERN, ships_corepack,
};
use crate::field::shell_word;
use crate::files::text::Text;
use crate::plan::{Distribution, JavaScript, Plan};

const fn uses_node(javascript: JavaScript) -> bool {
    matches!(javascript, JavaScript::Npm | JavaScript::Yarn | JavaScript::Pnpm)
}

/// The version of the installer that the spec names.
fn version(plan: &Plan) -> Option<&str> {
    plan.build.javascript_version.as_ref().map(|version| version.value.as_str())
}

/// Packages that the installer needs in the build stage.
pub(super) fn packages(plan: &Plan) -> Vec<&'static str> {
    match plan.build.javascript.value {
        JavaScript::None => Vec::new(),
        _ => packages::named(plan.build.distribution.value, &NODE).collect(),
    }
}

/// The image that node or bun is taken from.
pub(super) fn program(plan: &Plan, text: &mut Text) {
    let build = &plan.build;
    let javascript = build.javascript.value;
    let kind = build.distribution.value;
    if uses_node(javascript) {
        let suffix = match kind {
            Distribution::Debian => "slim",
            Distribution::Alpine => "alpine",
        };
        text.because(build.node.because(
            "Node.js from its own image: nothing is piped from the network into a shell.",
        ));
        text.push(format!("FROM docker.io/library/node:{}-{suffix} AS node\n", build.node.value));
    } else if javascript == JavaScript::Bun {
        let suffix = match kind {
            Distribution::Debian => "",
            Distribution::Alpine => "-alpine",
        };
        text.because(build.javascript.reason());
        text.push(format!(
            "FROM docker.io/oven/bun:{}{suffix} AS bun\n",
            version(plan).unwrap_or("1")
        ));
    }
}

/// Node or bun itself.
pub(super) fn copy_program(plan: &Plan, text: &mut Text) {
    let build = &plan.build;
    text.because(if build.node_in_image.value {
        build.node_in_image.reason()
    } else {
        build.javascript.reason()
    });
    if uses_node(build.javascript.value) {
        text.push("COPY --from=node /usr/local/bin/node /usr/local/bin/node");
    } else if build.javascript.value == JavaScript::Bun {
        text.push("COPY --from=bun /usr/local/bin/bun /usr/local/bin/bun\n");
    }
}

/// npm, which comes with node, and installs the others.
pub(super) fn copy_npm(plan: &Plan, text: &mut Text) {
    let build = &plan.build;
    if !uses_node(build.javascript.value) {
        return;
    }
    text.because(build.javascript.reason());
    text.push("COPY --from=node /usr/local/lib/node_modules /usr/local/lib/node_modules\nRUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm && \\\n    ln -s ../lib/node_modules/npm/bin/npx-cli.js /usr/local/bin/npx\n");
}

/// A stage with nothing but the files that name node packages.
pub(super) fn manifests(plan: &Plan, text: &mut Text) {
    if plan.build.javascript.value == JavaScript::None {
        return;
    }
    text.because(plan.build.javascript.because("Of the app, and of each workspace in it, only the files that say what is installed, settings and patches among them: the build takes them from here, so a changed line of code installs nothing again."));
    let top = plan.container.top(&plan.build);
    let here = if top == plan.container.workdir.value {
        String::new()
    } else {
        format!("WORKDIR {top}\n")
    };
    let folders = PACKAGE_FOLDERS.map(|name| format!("! -path '*/{name}/*'"));
    let names = PACKAGE_FILES.map(|name| format!("! -name {}", shell_word(name)));
    let names: Vec<String> = names.chunks(4).map(|some| some.join(" ")).collect();
    text.push(format!(
        "# The files that say which node packages are installed, and nothing else.\nFROM base AS packages\n{here}COPY . .\nRUN find . ! -type d {} \\\n      {} \\\n      -exec rm -f {{}} + && \\\n    find . -depth -mindepth 1 -type d -empty -exec rmdir {{}} \\;\n",
        folders.join(" "),
        names.join(" \\\n      ")
    ));
}

/// The packages of each folder.
pub(super) fn install(plan: &Plan, text: &mut Text) {
    let build = &plan.build;
    let install = match build.javascript.value {
        JavaScript::None => return,
        JavaScript::Npm => "npm ci",
        // Yarn 1 takes no notice of `--immutable`; later ones know it by this name too.
        JavaScript::Yarn => "yarn install --frozen-lockfile",
        JavaScript::Pnpm => "pnpm install --frozen-lockfile",
        JavaScript::Bun => "bun install --frozen-lockfile",
    };
    let workdir = &plan.container.workdir.value;
    text.because(build.javascript.because(
        "Before the code, so that it is done again only when one of these files changes.",
    ));
    let top = plan.container.top(&plan.build);
    text.push(format!("COPY --from=packages {top} {}", if top == workdir { "./" } else { top }));
    let mut here = workdir.clone();
    for (index, folder) in build.frontends.value.iter().enumerate() {
        let place = place(top, folder);
        if place != here {
            text.because(build.frontends.reason());
            text.push(format!("WORKDIR {place}"));
            here = place;
        }
        let installer = if index == 0 { installer(plan) } else { String::new() };
        text.because(match &build.javascript_version {
            Some(version) => version.reason(),
            None => build.javascript.because(
                "Locked: what the lock file does not name is not installed. Yarn 1 comes from npm, as corepack refuses a version such as yarn@1.0; corepack fetches newer Yarn and pnpm as package.json names them.",
            ),
        });
        text.push(format!("{}{installer}{install}\n", step::run(plan)));
    }
    if here != *workdir {
        text.because(build.frontends.reason());
        text.push(format!("WORKDIR {workdir}\n"));
    }
}

/// A folder of the repository in the image.
fn place(top: &str, folder: &str) -> String {
    let parts = folder.split('/').filter(|part| !matches!(*part, "" | "."));
    std::iter::once(top).chain(parts).collect::<Vec<_>>().join("/")
}

/// Commands that bring the installer, each with what joins the next to it.
fn installer(plan: &Plan) -> String {
    let build = &plan.build;
    let corepack = if ships_corepack(build.node_line()) {
        "ln -s ../lib/node_modules/corepack/dist/corepack.js /usr/local/bin/corepack".to_owned()
    } else {
        format!("npm install --global {COREPACK}")
    };
    let named = |program: &str, version: &str| {
        format!("npm install --global {program}@{version} && \\\n    ")
    };
    match (build.javascript.value, version(plan)) {
        (JavaScript::None | JavaScript::Bun, _) | (JavaScript::Npm, None) => String::new(),
        (JavaScript::Npm, Some(version)) => named("npm", version),
        (JavaScript::Pnpm, Some(version)) => named("pnpm", version),
        (JavaScript::Pnpm, None) => format!("{corepack} && \\\n    corepack enable && \\\n    "),
        (JavaScript::Yarn, Some(version)) => {
            let first = version.split('.').next().unwrap_or_default();
            named(if first == "1" { "yarn" } else { YARN_MODERN }, version)
        }
        (JavaScript::Yarn, None) => format!(
            "if grep -Eq '\"packageManager\"[[:space:]]*:[[:space:]]*\"yarn@([2-9]|[1-9][0-9])' package.json; then \\\n      {corepack} && corepack enable; \\\n    else \\\n      npm install --global {YARN_CLASSIC}; \\\n    fi && \\\n    "
        ),
    }
}
