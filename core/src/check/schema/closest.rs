//! What a person meant by a name that there is not.

/// The name that a person most likely meant.
pub(super) fn closest<'n>(typed: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    if typed.len() > 100 {
        return None;
    }
    let typed = typed.to_lowercase();
    let count = typed.chars().count();
    let most = |name: &str| 1 + name.len().min(typed.len()) / 4;
    names
        // Each letter more or less is a step.
        .filter(|name| name.chars().count().abs_diff(count) <= most(name))
        .map(|name| (strsim::osa_distance(&typed, &name.to_lowercase()), name))
        .filter(|(distance, name)| *distance <= most(name))
        .min()
        .map(|(_, name)| name)
}
