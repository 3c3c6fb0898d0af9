//! What a Dockerfile says for what people have.

use super::written::check;

const FILE: &str = "Dockerfile";

/// The whole of a line, or of lines, as a Dockerfile has it.
const BUILD: &str = "FROM base AS build\n";

#[test]
fn what_a_gemfile_reads_is_there_before_gems_are_installed() {
    let installs = "RUN bundle install";
    check(&[
        (
            "build: {files: [vendor/gems/, lib/gemfile_helper.rb]}\n",
            FILE,
            &[
                "COPY Gemfile Gemfile.lock .ruby-version* .tool-versions* ./\nCOPY vendor/gems vendor/gems\nCOPY lib/gemfile_helper.rb lib/gemfile_helper.rb\nRUN bundle install",
            ],
        ),
        (
            "build: {files: [config/database.yml.example], before_gems: [cp config/database.yml.example config/database.yml]}\n",
            FILE,
            &[
                "./\nCOPY config/database.yml.example config/database.yml.example\nRUN cp config/database.yml.example config/database.yml\n\nRUN bundle install",
            ],
        ),
        (
            "build: {lock: false}\n",
            FILE,
            &[
                "COPY Gemfile .ruby-version*",
                "!BUNDLE_DEPLOYMENT",
                "ENV BUNDLE_FROZEN=\"1\"",
                "two builds of one revision",
            ],
        ),
        ("", FILE, &["BUNDLE_DEPLOYMENT", "!BUNDLE_FROZEN", "!SHELL", "!# syntax", installs]),
    ]);
}

/// corepack refuses `yarn@1.0`; plugins, releases, patches and workspaces are read before anything is installed.
#[test]
fn node_packages_are_installed_with_all_that_they_name() {
    let stage = [
        "FROM base AS packages\nCOPY . .\n",
        "RUN find . ! -type d ! -path '*/.yarn/*' ! -path '*/patches/*'",
        " ! -name package.json ",
        " ! -name pnpm-workspace.yaml ",
        "COPY --from=packages /rails ./\n",
    ];
    for javascript in ["npm", "yarn", "pnpm", "bun"] {
        let spec = format!("rails: {{javascript: {javascript}}}\n");
        check(&[(&spec, FILE, &stage)]);
    }
    check(&[
        (
            "rails: {javascript: npm, node: 26}\n",
            FILE,
            &["bin/npx-cli.js", "!corepack", "RUN npm ci\n"],
        ),
        (
            "rails: {javascript: yarn, node: 24}\n",
            FILE,
            &[
                "corepack/dist/corepack.js",
                "corepack enable",
                "npm install --global yarn@1.22.22",
                "yarn install --frozen-lockfile",
            ],
        ),
        (
            "rails: {javascript: pnpm, node: 25}\n",
            FILE,
            &["npm install --global corepack@", "corepack enable", "!dist/corepack.js"],
        ),
        (
            "rails: {javascript: pnpm, javascript_version: 9}\n",
            FILE,
            &["RUN npm install --global pnpm@9 && \\\n    pnpm install", "!corepack"],
        ),
        (
            "rails: {javascript: yarn, javascript_version: 4.9.4}\n",
            FILE,
            &["npm install --global @yarnpkg/cli-dist@4.9.4 &&", "!corepack"],
        ),
        (
            "rails: {javascript: yarn, javascript_version: '1.22'}\n",
            FILE,
            &["--global yarn@1.22 &&"],
        ),
        (
            "rails: {javascript: bun, javascript_version: 1.3.2}\n",
            FILE,
            &["FROM docker.io/oven/bun:1.3.2 AS bun\n"],
        ),
        (
            "rails: {javascript: npm}\nbuild: {frontends: [., frontend]}\n",
            FILE,
            &["RUN npm ci\n\nWORKDIR /rails/frontend\nRUN npm ci\n\nWORKDIR /rails\n"],
        ),
    ]);
}

#[test]
fn node_stays_in_the_image_where_it_is_asked_for() {
    check(&[
        (
            "rails: {javascript: npm, node_in_image: true}\n",
            FILE,
            &[
                "FROM docker.io/library/node:24-slim AS node\n\nFROM docker.io/library/ruby:",
                "/usr/local/bin/node\n\n# The files that say",
                "!-name node_modules",
            ],
        ),
        ("rails: {javascript: npm}\n", FILE, &["FROM base AS build\n", "-name node_modules"]),
    ]);
}

#[test]
fn an_alpine_base_gets_packages_of_alpine() {
    let base = "rails: {base_image: 'docker.io/library/ruby:3.4-alpine', javascript: npm}\n";
    check(&[
        (
            base,
            FILE,
            &[
                "!apt-get",
                "!jemalloc",
                "apk add --no-cache bash curl libpq postgresql-client tzdata vips\n",
                "apk add --no-cache build-base git libpq-dev libstdc++ pkgconf yaml-dev\n",
                "node:24-alpine AS node",
                "addgroup -S -g 1000 rails",
                "BOOTSNAP_CACHE_DIR=\"/rails/.bootsnap\"\n\n",
            ],
        ),
        (
            "rails: {base_image: 'a.example.com/ruby:1', distribution: alpine}\ndatabase: {adapter: mysql}\n",
            FILE,
            &["mariadb-client mariadb-connector-c", "mariadb-connector-c-dev", "!apt-get"],
        ),
        (
            "rails: {base_image: 'a.example.com/alpine-mirror/ruby:1', distribution: debian}\n",
            FILE,
            &["apt-get", "!apk"],
        ),
    ]);
}

#[test]
fn what_a_person_wants_of_the_build_is_done() {
    check(&[
        (
            "build: {env: {NODE_OPTIONS: '--max-old-space-size=4096', B: 'a \"$HOME\" \\'}, packages: [libpcap-dev]}\n",
            FILE,
            &[
                "ENV B=\"a \\\"\\$HOME\\\" \\\\\" \\\n    NODE_OPTIONS=\"--max-old-space-size=4096\"\n",
                "libpcap-dev",
                BUILD,
            ],
        ),
        (
            "build: {programs: ['curl -fsS https://a.example | tar -xz'], after_assets: ['rm -rf a']}\n",
            FILE,
            &[
                "SHELL [\"/bin/bash\", \"-eo\", \"pipefail\", \"-c\"]\n\nRUN curl -fsS https://a.example | tar -xz\n\nFROM",
                "assets:precompile\n\nRUN rm -rf a\n",
            ],
        ),
        (
            "build: {before_assets: [\"a\\nUSER root\"]}\n",
            FILE,
            &[
                "COPY . .\n\nRUN [\"/bin/bash\", \"-eo\", \"pipefail\", \"-c\", \"a\\nUSER root\"]\n",
                "!\nUSER root",
            ],
        ),
        (
            "build: {secrets: [BUNDLE_GITHUB__COM], before_assets: [a]}\n",
            FILE,
            &[
                "RUN --mount=type=secret,id=BUNDLE_GITHUB__COM,env=BUNDLE_GITHUB__COM,required=true \\\n    bundle install",
                "required=true \\\n    a\n",
                "--secret id=BUNDLE_GITHUB__COM,env=BUNDLE_GITHUB__COM .\n",
                "!ENV BUNDLE_GITHUB",
                "!ARG BUNDLE_GITHUB",
            ],
        ),
    ]);
}

#[test]
fn an_app_may_lie_in_a_folder_of_its_repository() {
    let spec = "rails: {root: ./apps/web/, javascript: pnpm}\nbuild: {files: [gems/shared], frontends: [.]}\n";
    check(&[
        (
            spec,
            FILE,
            &[
                "WORKDIR /rails/apps/web\n",
                "COPY apps/web/Gemfile apps/web/Gemfile.lock apps/web/.ruby-version* apps/web/.tool-versions* ./\nCOPY gems/shared /rails/gems/shared\n",
                "FROM base AS packages\nWORKDIR /rails\nCOPY . .\n",
                "COPY --from=packages /rails /rails\nWORKDIR /rails\nRUN ln",
                "WORKDIR /rails/apps/web\n\nCOPY . /rails\n",
                "COPY --from=build /rails /rails\n",
                "chmod 0755 /rails/bin/docker-entrypoint\n",
                "ENTRYPOINT [\"/rails/bin/docker-entrypoint\"]",
                "BOOTSNAP_CACHE_DIR=\"/rails/apps/web/.bootsnap\"",
            ],
        ),
        (spec, ".dockerignore", &["/log/*\n/apps/web/log/*\n!/log/.keep\n!/apps/web/log/.keep\n"]),
        (
            "rails: {root: web}\nredis: {kind: external}\nworkers: [{name: sidekiq, health: file}]\n",
            "web/config/initializers/linkspan_sidekiq.rb",
            &["ALIVE_FILE"],
        ),
    ]);
}

#[test]
fn a_workflow_checks_out_submodules_where_it_is_told_to() {
    let github = ".github/workflows/deploy.yml";
    check(&[
        ("delivery: {ci: github, submodules: true}\n", github, &["submodules: recursive\n"]),
        ("delivery: {ci: github}\n", github, &["!submodules"]),
        (
            "delivery: {ci: gitlab, submodules: true}\n",
            ".gitlab-ci.yml",
            &["GIT_SUBMODULE_STRATEGY: recursive\n"],
        ),
    ]);
}
