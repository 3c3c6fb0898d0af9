//! "Did you mean".

use std::borrow::Cow;

/// The candidate that a misspelt word most likely meant, if any is near enough; never the word itself. Dashes and underscores
/// are alike.
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    if word.len() > 64 {
        return None;
    }
    let lower = word.to_ascii_lowercase();
    let folded = folded(&lower);
    let limit = (folded.len() / 3).clamp(1, 3);
    let count = folded.chars().count();
    let letters = Letters::of(&folded);
    candidates
        .filter(|candidate| *candidate != word)
        // Each letter more or less is a step.
        .filter(|candidate| candidate.chars().count().abs_diff(count) <= limit)
        .map(|candidate| (candidate, self::folded(candidate)))
        .filter(|(_, other)| letters.may_be_within(limit, other))
        .map(|(candidate, other)| (strsim::damerau_levenshtein(&folded, &other), candidate))
        .filter(|(distance, candidate)| *distance <= limit && *distance < candidate.len())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

fn folded(word: &str) -> Cow<'_, str> {
    if word.contains('-') { word.replace('-', "_").into() } else { word.into() }
}

/// How often a word has each letter: most candidates are too far away for the letters alone, which is seen
/// much sooner than the distance.
struct Letters([u8; 128]);

impl Letters {
    fn of(word: &str) -> Self {
        let mut counts = [0; 128];
        for byte in word.bytes() {
            if let Some(count) = counts.get_mut(usize::from(byte)) {
                *count += 1;
            }
        }
        Self(counts)
    }

    /// Whether so many steps can be enough: each brings one letter at the most.
    fn may_be_within(&self, steps: usize, other: &str) -> bool {
        let mut left = self.0;
        let mut missing = 0;
        for byte in other.bytes() {
            match left.get_mut(usize::from(byte)) {
                Some(0) => missing += 1,
                Some(count) => *count -= 1,
                // Bytes beyond ASCII are no letters by themselves.
                None => {}
            }
        }
        missing <= steps
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_near_is_meant() {
        let names = ["shop-production", "shop-staging", "Größe", "replicas"];
        for (word, meant) in [
            ("shop-prodction", Some("shop-production")),
            ("shop_staging", Some("shop-staging")),
            ("shop-testing", None),
            ("Größ", Some("Größe")),
            ("replcias", Some("replicas")),
            ("Replica", Some("replicas")),
            ("other", None),
            ("shop-staging", None),
            ("", None),
        ] {
            assert_eq!(nearest(word, names.into_iter()), meant, "{word}");
        }
    }
}
