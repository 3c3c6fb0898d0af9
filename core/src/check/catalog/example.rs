//! The example of each rule. They are tests: the bad one has a finding of its rule, the good one has not.
//! Nothing but [`example`] leads to them, so that the page does not carry them.

use super::{bundle, cluster, file};
use crate::check::{
    api, app, comment, metadata, names, object, practice, rails, refs, removed, schema, settings,
};
use crate::diagnostic::{Example, Named};
use crate::{plan, spec, yaml};

/// By room and file.
const EXAMPLES: &[&[&[Named]]] = &[
    &[yaml::rules::EXAMPLES, file::EXAMPLES, cluster::EXAMPLES],
    &[
        object::EXAMPLES,
        metadata::EXAMPLES,
        names::EXAMPLES,
        removed::EXAMPLES,
        comment::rule::EXAMPLES,
    ],
    schema::ALL_EXAMPLES,
    api::ALL_EXAMPLES,
    refs::ALL_EXAMPLES,
    practice::ALL_EXAMPLES,
    rails::ALL_EXAMPLES,
    app::ALL_EXAMPLES,
    spec::ALL_EXAMPLES,
    plan::conflicts::ALL_EXAMPLES,
    &[settings::rule::EXAMPLES, bundle::EXAMPLES],
];

/// The example of a rule; none where only a file or a cluster can show it.
#[must_use]
pub fn example(rule: &str) -> Option<Example> {
    let all = EXAMPLES.iter().copied().flatten().copied().flatten();
    all.filter(|(name, _)| *name == rule).find_map(|(_, example)| *example)
}

/// The files of an example by their names: what stands below `# file: NAME`, or one file of manifests.
#[must_use]
pub fn files(example: &str) -> Vec<(&str, &str)> {
    const MARK: &str = "# file: ";
    let parts = example.strip_prefix(MARK).map(|rest| rest.split(MARK));
    let named = parts.into_iter().flatten().filter_map(|part| part.split_once('\n'));
    let files: Vec<_> = named.collect();
    if files.is_empty() { vec![("manifests.yml", example)] } else { files }
}
