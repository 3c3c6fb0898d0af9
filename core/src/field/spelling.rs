//! "Did you mean".

/// The candidate that a misspelt word most likely meant, if any is near enough.
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let folded = word.to_ascii_lowercase().replace('-', "_");
    if folded.len() > 64 {
        return None;
    }
    let limit = (folded.len() / 3).clamp(1, 3);
    let count = folded.chars().count();
    candidates
        // Each letter more or less is a step.
        .filter(|candidate| candidate.chars().count().abs_diff(count) <= limit)
        .map(|candidate| (strsim::damerau_levenshtein(&folded, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= limit && *distance < candidate.len())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}
