//! Where this checker and the API server cannot agree, and why.

/// Each disagreement, as the scorer names it, and the reason.
pub(super) fn entries() -> Vec<(&'static str, &'static str)> {
    include_str!("known.txt")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| {
            let (fact, reason) = line.split_once(" -- ").expect(line);
            assert!(reason.ends_with('.'), "a reason is a sentence: {line}");
            (fact, reason)
        })
        .collect()
}
