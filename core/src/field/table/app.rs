//! The app itself.

use super::{Section, essential, field, named, section};
use crate::facts;
use crate::field::Default::{Derived, Nothing, Required, Value};
use crate::field::Guide;
use crate::field::accepts::{Accepts, Choice};

pub(in crate::field) const APP: Section = section(
    "app",
    "App",
    "What it is called, where its image lives, who may reach it.",
    &[
        essential(field(
            "app",
            "App name",
            "Names every object: lower-case letters, digits and dashes.",
            Accepts::Name { longest: 40 },
            Required,
            Guide::Application,
        )),
        essential(field(
            "image",
            "Image",
            "Repository of the Docker image, without a tag: each deploy adds the git revision.",
            Accepts::Image,
            Required,
            Guide::DockerImage,
        )),
        essential(field(
            "hosts",
            "Host names",
            "The host names of the app; health checks use the first one.",
            Accepts::Hosts,
            Nothing,
            Guide::Domain,
        )),
        field(
            "namespace",
            "Namespace",
            "The app's own area in the cluster; what it holds is deleted with it.",
            Accepts::Name { longest: 63 },
            Derived("the app name, and that of the environment where there are several"),
            Guide::Cluster,
        ),
        field(
            "kubernetes",
            "Kubernetes version",
            "The version that your cluster runs; files are checked against it.",
            Accepts::Choice(KUBERNETES),
            Value("1.36"),
            Guide::Cluster,
        ),
        essential(field(
            "provider",
            "Provider",
            "Where the cluster runs; this chooses the ingress class, the annotations and the commands of DEPLOY.md.",
            Accepts::Choice(PROVIDERS),
            Value("generic"),
            Guide::Cluster,
        )),
        field(
            "keep",
            "Kept files",
            "Files of the bundle that are yours for good: `generate` never writes them, and `check` compares them with what the bundle needs of them.",
            Accepts::RepoPaths,
            Nothing,
            Guide::Delivery,
        ),
    ],
);

/// The words of `provider`, from the list of providers.
const PROVIDERS: &[Choice] = &named!(facts::PROVIDERS, |each| (each.id, each.label));

/// The words of `kubernetes`, from the list of versions.
const KUBERNETES: &[Choice] = &named!(facts::Kubernetes::ALL, |each| (each.name(), each.name()));
