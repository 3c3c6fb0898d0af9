//! How the image comes into being.

use super::{Section, common, field, section};
use crate::field::Default::{Nothing, Value};
use crate::field::Guide;
use crate::field::accepts::Accepts;
use crate::field::choices::{Choices, choices};

pub(super) const BUILD: Section = section(
    "build",
    "Image build",
    "Where the image comes from: a Dockerfile that Linkspan writes, one of yours, or a published image.",
    &[
        common(field(
            "build.from",
            "Built from",
            "Whose Dockerfile builds the image, or that nothing is built because somebody publishes it.",
            Accepts::Choice(ImageSource::CHOICES),
            Value("generated"),
            Guide::DockerImage,
        )),
        field(
            "build.version",
            "Published version",
            "With `from: published`, the tag or the digest of `image` that runs; a release is a change of it.",
            Accepts::ImageVersion,
            Nothing,
            Guide::DockerImage,
        ),
        field(
            "build.dockerfile",
            "Your Dockerfile",
            "With `from: dockerfile`, the file that builds the image (docker build --file).",
            Accepts::RepoPath,
            Value("Dockerfile"),
            Guide::DockerImage,
        ),
        field(
            "build.context",
            "Build context",
            "With `from: dockerfile`, the folder that is sent to the builder; COPY reads from it.",
            Accepts::RepoPath,
            Value("."),
            Guide::DockerImage,
        ),
        field(
            "build.target",
            "Build target",
            "With `from: dockerfile`, the stage that is the image (docker build --target); else the last one.",
            Accepts::Text,
            Nothing,
            Guide::DockerImage,
        ),
        field(
            "build.args",
            "Build arguments",
            "With `from: dockerfile`, values of its ARG lines (docker build --build-arg). No secrets: everybody who can pull the image can read them.",
            Accepts::Map,
            Nothing,
            Guide::DockerImage,
        ),
        field(
            "build.secrets",
            "Build secrets",
            "Names of variables that hold a secret while the image is built, such as the login of a private gem server: BuildKit shows them to a `RUN --mount=type=secret` alone, and no layer keeps them.",
            Accepts::EnvNames,
            Nothing,
            Guide::Secrets,
        ),
    ],
);

choices! {
    /// Where the image comes from.
    pub enum ImageSource {
        /// A Dockerfile of the bundle.
        Generated = "generated", "a Dockerfile by Linkspan";
        /// A Dockerfile of the app's own.
        Dockerfile = "dockerfile", "your Dockerfile";
        /// Nothing is built.
        Published = "published", "a published image";
    }
}
