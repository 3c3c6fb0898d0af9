//! How the image comes into being.

use super::{Section, common, field, section};
use crate::field::Default::{Derived, Nothing, Value};
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
            "build.env",
            "Build variables",
            "With `from: generated`, environment variables while gems are installed and assets are compiled; the image that runs has none of them. No secrets: a layer of the build keeps them.",
            Accepts::Map,
            Nothing,
            Guide::DockerImage,
        ),
        field(
            "build.packages",
            "Build packages",
            "With `from: generated`, packages that are needed to build gems and assets, not to run the app (those are `rails.packages`).",
            Accepts::Packages,
            Nothing,
            Guide::DockerImage,
        ),
        field(
            "build.files",
            "Files before installing",
            "With `from: generated`, files and folders that the Gemfile or a package.json reads, such as vendor/gems: they are copied before anything is installed. `.` is the whole app, which is always right and installs everything again at each change.",
            Accepts::RepoPaths,
            Nothing,
            Guide::DockerImage,
        ),
        field(
            "build.lock",
            "Gemfile.lock in git",
            "False when git has no Gemfile.lock: the build then chooses the versions of gems, so two builds of one revision can hold different ones, and only a rebuilt layer brings newer ones.",
            Accepts::Bool,
            Value("true"),
            Guide::DockerImage,
        ),
        field(
            "build.frontends",
            "Folders of package.json",
            "With `from: generated`, the folders whose node packages are installed; `.` is the app itself. A workspace is installed from its top folder.",
            Accepts::RepoPaths,
            Derived("the app's own folder"),
            Guide::DockerImage,
        ),
        field(
            "build.programs",
            "Programs by command",
            "With `from: generated`, commands that install what no package has. They run as root before the app is there, in what all stages start from: the build and the app find the program.",
            Accepts::ShellCommands,
            Nothing,
            Guide::DockerImage,
        ),
        field(
            "build.before_gems",
            "Before gems",
            "With `from: generated`, commands in the app's folder before gems are installed; of the app, there are the Gemfile and `build.files`.",
            Accepts::ShellCommands,
            Nothing,
            Guide::DockerImage,
        ),
        field(
            "build.before_assets",
            "Before assets",
            "With `from: generated`, commands in the app's folder before assets are compiled, such as one that copies a sample of config/database.yml.",
            Accepts::ShellCommands,
            Nothing,
            Guide::DockerImage,
        ),
        field(
            "build.after_assets",
            "After assets",
            "With `from: generated`, commands in the app's folder after assets are compiled, while node packages are still there.",
            Accepts::ShellCommands,
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
