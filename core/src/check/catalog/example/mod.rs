//! A bad and a good example for each rule. They are tests: the bad one has a finding of its rule,
//! the good one has not. Kept apart from the rules, so that the page does not carry them.

mod broken;
mod rails;
mod refused;
mod risky;
mod spec;
mod warned;

/// Manifests (several documents are fine), or the text of a `linkspan.yml`, that differ by what a rule
/// asks for. Other files, such as a Dockerfile, stand below a line with their name: see [`files`].
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// Has a finding of the rule.
    pub bad: &'static str,
    /// Has none.
    pub good: &'static str,
}

impl Example {
    /// Whether it is the text of a `linkspan.yml`.
    #[must_use]
    pub fn is_spec(&self) -> bool {
        self.good.starts_with("app:")
    }
}

/// The example of a rule; none where only a file or a cluster can show it.
#[must_use]
pub fn example(rule: &str) -> Option<Example> {
    [refused::ALL, warned::ALL, broken::ALL, risky::ALL, rails::ALL, spec::ALL]
        .into_iter()
        .flatten()
        .find(|(name, _)| *name == rule)
        .map(|(_, example)| *example)
}

/// The files of an example by their names: what stands below `# file: NAME`, or one file of manifests.
#[must_use]
pub fn files(example: &'static str) -> Vec<(&'static str, &'static str)> {
    const MARK: &str = "# file: ";
    let parts = example.strip_prefix(MARK).map(|rest| rest.split(MARK));
    let named = parts.into_iter().flatten().filter_map(|part| part.split_once('\n'));
    let files: Vec<_> = named.collect();
    if files.is_empty() { vec![("manifests.yml", example)] } else { files }
}
