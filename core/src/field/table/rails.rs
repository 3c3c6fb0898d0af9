//! What the image holds.

use super::{Section, common, count, field, named, section};
use crate::facts;
use crate::field::Default::{Derived, Nothing, Value};
use crate::field::Guide;
use crate::field::choices::{Choices, choices};
use crate::field::kind::{Choice, Kind};

pub(super) const RAILS: Section = section(
    "rails",
    "Rails",
    "Versions and what the image has to hold.",
    &[
        common(field(
            "rails.version",
            "Rails version",
            "Decides what the Dockerfile and the settings have to say.",
            Kind::Choice(VERSIONS),
            Value("8.1"),
            Guide::DockerImage,
        )),
        common(field(
            "rails.ruby",
            "Ruby version",
            "Tag of the Ruby base image; a patch version such as 3.4.7 is better still.",
            Kind::Text,
            Value("3.4"),
            Guide::DockerImage,
        )),
        field(
            "rails.base_image",
            "Base image",
            "The image with Ruby on Debian that yours is built on: a mirror of your own, or one pinned by digest.",
            Kind::PinnedImage,
            Derived("docker.io/library/ruby, with the Ruby version and -slim"),
            Guide::Security,
        ),
        field(
            "rails.api_only",
            "API only",
            "No assets to build.",
            Kind::Bool,
            Value("false"),
            Guide::DockerImage,
        ),
        common(field(
            "rails.javascript",
            "JavaScript",
            "Who installs node packages at build time; none for import maps.",
            Kind::Choice(JavaScript::CHOICES),
            Value("none"),
            Guide::DockerImage,
        )),
        field(
            "rails.node",
            "Node version",
            "Major version of Node.js in the build stage; the final image has none.",
            count(18, 30),
            Value("24"),
            Guide::DockerImage,
        ),
        field(
            "rails.bootsnap",
            "Bootsnap",
            "Compiles the boot cache into the image; turn off when the gem is not in the Gemfile.",
            Kind::Bool,
            Value("true"),
            Guide::DockerImage,
        ),
        field(
            "rails.image_variants",
            "Image variants",
            "Installs libvips, which Active Storage needs to resize images.",
            Kind::Bool,
            Value("true"),
            Guide::DockerImage,
        ),
        field(
            "rails.packages",
            "More packages",
            "Debian packages that your gems need while the app runs.",
            Kind::Packages,
            Nothing,
            Guide::DockerImage,
        ),
        field(
            "rails.credentials",
            "Rails credentials",
            "The app reads config/credentials.yml.enc; its key comes from the secret RAILS_MASTER_KEY.",
            Kind::Bool,
            Value("true"),
            Guide::Secrets,
        ),
    ],
);

/// The words of `rails.version`, from the list of versions.
const VERSIONS: &[Choice] = &named!(facts::RAILS, |each| (each.name, each.name));

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
