//! The Dockerfile: three stages, so that compilers and node stay out of the final image.

use super::text::Text;
use crate::facts::{COREPACK, ships_corepack};
use crate::field::Guide;
use crate::plan::{Adapter, JavaScript, Plan};

pub(super) fn write(plan: &Plan) -> Text {
    let mut text =
        Text::new(Guide::DockerImage, "Builds the image that every process of the app runs in.");
    text.push(format!(
        "# Production image of {}: web, workers, migrations and console all run in it.\n# Build it with: docker build --tag {}:dev .\n",
        plan.app.value, plan.image.value
    ));
    base(plan, &mut text);
    build(plan, &mut text);
    release(plan, &mut text);
    text
}

/// `apt-get install` of sorted packages, in one layer without lists left behind.
fn install(packages: &[&str], also: &str) -> String {
    let mut sorted: Vec<&str> = packages.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    format!(
        "# hadolint ignore=DL3008\nRUN apt-get update -qq && \\\n    apt-get install --no-install-recommends -y {} && \\\n{also}    rm -rf /var/lib/apt/lists /var/cache/apt/archives\n",
        sorted.join(" ")
    )
}

fn base(plan: &Plan, text: &mut Text) {
    let build = &plan.build;
    text.because(build.ruby.because("The same Ruby in every stage."));
    let usual = format!("docker.io/library/ruby:{}-slim", build.ruby.value);
    if build.base_image.value != usual {
        text.because(build.base_image.reason());
        text.push(format!("FROM {} AS base\n", build.base_image.value));
    } else {
        text.push(format!("ARG RUBY_VERSION={}", build.ruby.value));
        text.push("FROM docker.io/library/ruby:${RUBY_VERSION}-slim AS base\n");
    }
    text.because(plan.container.workdir.because("Where the app lives in the image."));
    text.push(format!("WORKDIR {}\n", plan.container.workdir.value));
    let mut packages = vec!["curl", "libjemalloc2", "tzdata"];
    match plan.database.adapter.value {
        Adapter::Postgresql => packages.extend(["libpq5", "postgresql-client"]),
        Adapter::Mysql => packages.extend(["default-mysql-client", "libmariadb3"]),
        Adapter::Sqlite => packages.push("sqlite3"),
        Adapter::None => {}
    }
    if build.image_variants.value {
        packages.push("libvips");
    }
    packages.extend(build.packages.value.iter().map(String::as_str));
    text.because(plan.database.adapter.because("What the app needs while it runs: the client of its database, jemalloc (less memory), time zones."));
    text.push("# Packages that the app needs while it runs. Their versions follow the base image.");
    text.push(install(
        &packages,
        "    ln -s \"/usr/lib/$(uname -m)-linux-gnu/libjemalloc.so.2\" /usr/local/lib/libjemalloc.so && \\\n",
    ));
    text.fixed(
        Guide::DockerImage,
        "Production mode from the first command on, without gems of development and test.",
    );
    text.push("ENV RAILS_ENV=\"production\" \\\n    BUNDLE_DEPLOYMENT=\"1\" \\\n    BUNDLE_PATH=\"/usr/local/bundle\" \\\n    BUNDLE_WITHOUT=\"development:test\" \\");
    if build.bootsnap.value {
        text.because(build.bootsnap.because("Outside of tmp, where a volume would hide it."));
        text.push(format!("    BOOTSNAP_CACHE_DIR=\"{}\" \\", plan.container.path(".bootsnap")));
    }
    text.fixed(
        Guide::DockerImage,
        "jemalloc instead of the system's allocator: Ruby's memory stays smaller.",
    );
    text.push("    LD_PRELOAD=\"/usr/local/lib/libjemalloc.so\"\n");
}

fn build(plan: &Plan, text: &mut Text) {
    let build = &plan.build;
    let javascript = build.javascript.value;
    if uses_node(javascript) {
        text.because(build.node.because(
            "Node.js from its own image: nothing is piped from the network into a shell.",
        ));
        text.push(format!("FROM docker.io/library/node:{}-slim AS node\n", build.node.value));
    }
    if javascript == JavaScript::Bun {
        text.because(build.javascript.reason());
        text.push("FROM docker.io/oven/bun:1 AS bun\n");
    }
    text.fixed(
        Guide::DockerImage,
        "A stage that is thrown away: compilers stay out of the final image.",
    );
    text.push("FROM base AS build\n");
    let mut packages = vec!["build-essential", "git", "libyaml-dev", "pkg-config"];
    match plan.database.adapter.value {
        Adapter::Postgresql => packages.push("libpq-dev"),
        Adapter::Mysql => packages.push("default-libmysqlclient-dev"),
        Adapter::Sqlite => packages.push("libsqlite3-dev"),
        Adapter::None => {}
    }
    text.because(plan.database.adapter.because("What native gems are compiled with."));
    text.push("# Packages that build native gems.");
    text.push(install(&packages, ""));
    node(plan, text);
    gems(plan, text);
    node_modules(plan, text);
    text.fixed(
        Guide::DockerImage,
        "After the gems: a changed line of code does not install them again.",
    );
    text.push("COPY . .\n");
    compile(plan, text);
}

/// One RUN for boot cache and assets, each line with its own reason.
fn compile(plan: &Plan, text: &mut Text) {
    let build = &plan.build;
    let mut steps = Vec::new();
    if build.bootsnap.value {
        let reason = build.bootsnap.reason();
        steps.push((reason, "bundle exec bootsnap precompile -j 1 app/ lib/"));
    }
    if !build.api_only.value {
        let reason = build.api_only.because("Assets are built without the master key.");
        let step = if build.is_old() {
            // Any text will do: what is compiled does not hold it.
            "SECRET_KEY_BASE=unused ./bin/rails assets:precompile"
        } else {
            "SECRET_KEY_BASE_DUMMY=1 ./bin/rails assets:precompile"
        };
        steps.push((reason, step));
    }
    if build.javascript.value != JavaScript::None {
        let reason = build.javascript.because(
            "Needed for the assets only; the settings of the package manager may hold a login.",
        );
        let step = match build.javascript.value {
            JavaScript::Npm | JavaScript::Pnpm => "rm -rf node_modules .npmrc",
            JavaScript::Yarn => "rm -rf node_modules .npmrc .yarnrc .yarnrc.yml",
            JavaScript::Bun | JavaScript::None => "rm -rf node_modules",
        };
        steps.push((reason, step));
    }
    let last = steps.len().saturating_sub(1);
    for (index, (reason, step)) in steps.into_iter().enumerate() {
        let head = if index == 0 { "RUN " } else { "    " };
        let tail = if index == last { "\n" } else { " && \\" };
        text.because(reason).push(format!("{head}{step}{tail}"));
    }
}

const fn uses_node(javascript: JavaScript) -> bool {
    matches!(javascript, JavaScript::Npm | JavaScript::Yarn | JavaScript::Pnpm)
}

fn node(plan: &Plan, text: &mut Text) {
    let javascript = plan.build.javascript.value;
    text.because(plan.build.javascript.reason());
    if uses_node(javascript) {
        text.push("COPY --from=node /usr/local/bin/node /usr/local/bin/node\nCOPY --from=node /usr/local/lib/node_modules /usr/local/lib/node_modules");
        let npm = "RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm && \\\n    ln -s ../lib/node_modules/npm/bin/npx-cli.js /usr/local/bin/npx";
        if javascript == JavaScript::Npm {
            text.push(format!("{npm}\n"));
            return;
        }
        text.push(format!("{npm} && \\"));
        text.because(plan.build.node.because("corepack fetches Yarn or pnpm in the version that package.json names; Node.js brings it up to version 24."));
        let corepack = if ships_corepack(plan.build.node_line()) {
            "ln -s ../lib/node_modules/corepack/dist/corepack.js /usr/local/bin/corepack".to_owned()
        } else {
            format!("npm install --global {COREPACK}")
        };
        text.push(format!("    {corepack} && \\\n    corepack enable\n"));
    } else if javascript == JavaScript::Bun {
        text.push("COPY --from=bun /usr/local/bin/bun /usr/local/bin/bun\n");
    }
}

fn gems(plan: &Plan, text: &mut Text) {
    let bootsnap = plan.build.bootsnap.value;
    text.fixed(
        Guide::DockerImage,
        "Gems first: this layer is built again only when the Gemfile changes.",
    );
    text.push("COPY Gemfile Gemfile.lock .ruby-version* .tool-versions* ./");
    let precompile =
        if bootsnap { " && \\\n    bundle exec bootsnap precompile -j 1 --gemfile" } else { "" };
    text.push(format!(
        "RUN bundle install && \\\n    rm -rf ~/.bundle/ \"${{BUNDLE_PATH}}\"/ruby/*/cache \"${{BUNDLE_PATH}}\"/ruby/*/bundler/gems/*/.git{precompile}\n"
    ));
}

fn node_modules(plan: &Plan, text: &mut Text) {
    let javascript = &plan.build.javascript;
    text.because(javascript.because(
        "Before the code: this layer is built again only when one of these files changes.",
    ));
    let block = match javascript.value {
        JavaScript::None => return,
        JavaScript::Npm => "COPY package.json package-lock.json .npmrc* ./\nRUN npm ci\n",
        // Yarn 1 takes no notice of `--immutable`; later ones know it by this name too.
        JavaScript::Yarn => {
            "COPY package.json yarn.lock .yarnrc.yml* ./\nRUN yarn install --frozen-lockfile\n"
        }
        JavaScript::Pnpm => {
            "COPY package.json pnpm-lock.yaml pnpm-workspace.yaml* .npmrc* ./\nRUN pnpm install --frozen-lockfile\n"
        }
        JavaScript::Bun => "COPY package.json bun.lock* ./\nRUN bun install --frozen-lockfile\n",
    };
    text.push(block);
}

fn release(plan: &Plan, text: &mut Text) {
    text.fixed(Guide::DockerImage, "The image that runs: base, gems and app, nothing else.");
    text.push("FROM base\n");
    text.fixed(
        Guide::Security,
        "A user of its own with a fixed number, so that Kubernetes can check that it is not root.",
    );
    let (user, group) = (plan.container.user.value, plan.container.group.value);
    text.push(format!("RUN groupadd --system --gid {group} rails && \\\n    useradd rails --uid {user} --gid {group} --create-home --shell /bin/bash\n"));
    text.fixed(Guide::Security, "Code and gems belong to root: the app cannot change itself.");
    let workdir = &plan.container.workdir.value;
    text.push(format!(
        "COPY --from=build \"${{BUNDLE_PATH}}\" \"${{BUNDLE_PATH}}\"\nCOPY --from=build {workdir} {workdir}"
    ));
    text.fixed(Guide::Security, "The only folders that Rails writes to.");
    text.push("RUN install -d -o rails -g rails log tmp tmp/cache tmp/pids tmp/sockets storage && \\\n    chmod 0755 bin/docker-entrypoint\n");
    if plan.build.bootsnap.value {
        text.because(
            plan.build
                .bootsnap
                .because("The cache is complete; nothing is written to it at run time."),
        );
        text.push("ENV BOOTSNAP_READONLY=\"1\"\n");
    }
    text.fixed(
        Guide::Security,
        "By number, because Kubernetes cannot tell by name whether a user is root.",
    );
    text.push(format!("USER {user}:{group}\n"));
    text.fixed(Guide::DockerImage, "Prepares folders, then becomes the command.");
    text.push(format!("ENTRYPOINT [\"{}\"]", plan.container.path("bin/docker-entrypoint")));
    text.because(plan.web.port.reason());
    text.push(format!("EXPOSE {}", plan.web.port.value));
    text.fixed(Guide::DockerImage, "Puma itself; workers and migrations give another command.");
    text.push("CMD [\"bundle\", \"exec\", \"puma\", \"-C\", \"config/puma.rb\"]");
}
