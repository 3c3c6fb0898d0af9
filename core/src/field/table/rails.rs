//! What the image holds.

use super::{Section, common, field, section};
use crate::facts::Program;
use crate::field::Default::{Derived, Nothing, Value};
use crate::field::Guide;
use crate::field::accepts::Accepts;
use crate::field::choices::{Choices, choices};

pub(super) const RAILS: Section = section(
    "rails",
    "Rails",
    "Versions, and what the image contains.",
    &[
        common(field(
            "rails.version",
            "Rails version",
            "The version of Rails, as Gemfile.lock has it or shorter; this chooses what the Dockerfile and the settings say.",
            Accepts::Version(Program::Rails),
            Value("8.1"),
            Guide::DockerImage,
        )),
        common(field(
            "rails.ruby",
            "Ruby version",
            "The version of Ruby, best as `.ruby-version` has it, such as 3.4.7: the tag of the base image.",
            Accepts::Version(Program::Ruby),
            Value("3.4"),
            Guide::DockerImage,
        )),
        field(
            "rails.root",
            "Folder of the app",
            "Where the app lies (Rails.root), from the folder of linkspan.yml: for a repository with more than the app. All of the repository is in the image, and the app runs in its folder.",
            Accepts::RepoPath,
            Nothing,
            Guide::DockerImage,
        ),
        field(
            "rails.base_image",
            "Base image",
            "The base image, with Ruby: from a mirror of your own, pinned by digest, or of another distribution.",
            Accepts::PinnedImage,
            Derived("docker.io/library/ruby, with the Ruby version and -slim"),
            Guide::Security,
        ),
        field(
            "rails.distribution",
            "Distribution",
            "Whose packages the base image takes: apt's (Debian, Ubuntu) or apk's (Alpine).",
            Accepts::Choice(Distribution::CHOICES),
            Derived("alpine where the base image is called so, else debian"),
            Guide::DockerImage,
        ),
        field(
            "rails.api_only",
            "API only",
            "The app has no assets to build.",
            Accepts::Bool,
            Value("false"),
            Guide::DockerImage,
        ),
        common(field(
            "rails.javascript",
            "JavaScript",
            "The program that installs node packages at build time; none for import maps.",
            Accepts::Choice(JavaScript::CHOICES),
            Value("none"),
            Guide::DockerImage,
        )),
        field(
            "rails.javascript_version",
            "JavaScript installer's version",
            "The version of npm, Yarn, pnpm or Bun. Without it, `packageManager` in package.json counts, and where that is missing Yarn 1, the newest pnpm, the npm of Node.js, Bun 1; say it where that is not a whole version.",
            Accepts::ProgramVersion,
            Nothing,
            Guide::DockerImage,
        ),
        field(
            "rails.node",
            "Node version",
            "The version of Node.js, which installs node packages: its major number, or as `.node-version` has it.",
            Accepts::Version(Program::Node),
            Value("24"),
            Guide::DockerImage,
        ),
        field(
            "rails.node_in_image",
            "Node in the image",
            "Keeps Node.js (or Bun) and the installed packages in the image that runs: for rendering on the server, or a process of its own.",
            Accepts::Bool,
            Value("false"),
            Guide::DockerImage,
        ),
        field(
            "rails.bootsnap",
            "Bootsnap",
            "Compiles the boot cache into the image; turn off when the gem is not in the Gemfile.",
            Accepts::Bool,
            Value("true"),
            Guide::DockerImage,
        ),
        field(
            "rails.image_variants",
            "Image variants",
            "Installs libvips, which Active Storage needs to resize images.",
            Accepts::Bool,
            Value("true"),
            Guide::DockerImage,
        ),
        field(
            "rails.packages",
            "More packages",
            "Packages that your gems need while the app runs, by their names in the base image's distribution.",
            Accepts::Packages,
            Nothing,
            Guide::DockerImage,
        ),
        field(
            "rails.credentials",
            "Rails credentials",
            "The app reads config/credentials.yml.enc; its key comes from the secret RAILS_MASTER_KEY.",
            Accepts::Bool,
            Value("true"),
            Guide::Secrets,
        ),
    ],
);

choices! {
    /// Whose packages an image takes.
    pub enum Distribution {
        /// Debian and Ubuntu.
        Debian = "debian", "Debian, Ubuntu (apt)";
        /// Alpine.
        Alpine = "alpine", "Alpine (apk)";
    }
}

choices! {
    /// Who installs node packages.
    pub enum JavaScript {
        /// Import maps: nobody.
        None = "none", "none (import maps)";
        /// npm
        Npm = "npm", "npm";
        /// Yarn
        Yarn = "yarn", "Yarn";
        /// pnpm
        Pnpm = "pnpm", "pnpm";
        /// Bun
        Bun = "bun", "Bun";
    }
}
