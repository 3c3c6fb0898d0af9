//! Which image runs.

use super::super::context::given;
use super::super::index::Pod;
use super::pod::{Container, Part, containers};
use crate::yaml::Node;

/// The image of a container.
pub(super) struct Image<'a> {
    /// What runs it.
    pub(super) container: Container<'a>,
    /// Its name, with tag and digest.
    pub(super) name: &'a str,
    /// The name as it is written.
    pub(super) node: &'a Node,
}

impl Image<'_> {
    /// Whether it has no tag and no digest, or the tag `latest`.
    pub(super) fn is_moving(&self) -> bool {
        is_moving(self.name)
    }
}

/// The images of a pod, but those that a template will fill in: they are not known.
pub(super) fn images<'a>(pod: &Pod<'a>) -> impl Iterator<Item = Image<'a>> {
    let lasting = containers(pod).filter(|container| container.part != Part::Ephemeral);
    lasting.filter_map(|container| {
        let node = given(container.node, "image")?;
        let name =
            node.text().filter(|name| !name.is_empty() && !name.contains(['$', '{', '<']))?;
        Some(Image { container, name, node })
    })
}

fn is_moving(image: &str) -> bool {
    if image.contains('@') {
        return false;
    }
    let name = image.rsplit_once('/').map_or(image, |(_, name)| name);
    name.split_once(':').is_none_or(|(_, tag)| tag == "latest" || tag.is_empty())
}

#[cfg(test)]
mod tests {
    use super::is_moving;

    #[test]
    fn tags_are_told_from_ports() {
        for image in ["nginx", "nginx:latest", "registry:5000/nginx", "a/b/c:latest", "nginx:"] {
            assert!(is_moving(image), "{image}");
        }
        for image in ["nginx:1", "registry:5000/nginx:1", "nginx@sha256:0", "nginx:latest@sha256:0"]
        {
            assert!(!is_moving(image), "{image}");
        }
    }
}
