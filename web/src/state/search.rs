//! Fields by what somebody calls them.

use linkspan_core::field::{Field, fields};
use linkspan_core::spec::Draft;

/// So many fields are shown.
const MOST: usize = 12;

/// The fields that have every word, the likeliest first: by the beginning of their label, by label, by path, by help.
pub(crate) fn search(words: &str) -> Vec<&'static Field> {
    let words = words.to_lowercase();
    let words: Vec<&str> = words.split_whitespace().collect();
    if words.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<(usize, &'static Field)> =
        fields().filter_map(|field| Some((rank(field, &words)?, field))).collect();
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().take(MOST).map(|(_, field)| field).collect()
}

/// The worst place in which one of the words is found; `None` where one is in none.
fn rank(field: &Field, words: &[&str]) -> Option<usize> {
    let [label, path, help] = [field.label, field.path, field.help].map(str::to_lowercase);
    let section = field.section().label.to_lowercase();
    let place = |word: &&str| {
        let starts = |text: &str| text.starts_with(*word);
        let begins =
            label.split([' ', '-']).any(starts) || path.split(['.', '[', ']', '_']).any(starts);
        let places = [
            label == **word || path == **word,
            starts(&label),
            begins,
            label.contains(*word) || path.contains(*word) || section.contains(*word),
            help.contains(*word),
        ];
        places.into_iter().position(|is_there| is_there)
    };
    words.iter().map(place).collect::<Option<Vec<_>>>()?.into_iter().max()
}

/// Where a field of the list stands in the form: that of a group in its first one, else the list.
pub(crate) fn control(draft: &Draft, field: &Field) -> String {
    match field.path.split_once("[]") {
        Some((list, rest)) if draft.count(list) > 0 => format!("{list}[0]{rest}"),
        Some((list, _)) => list.to_owned(),
        None => field.path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_found_by_label_path_and_help() {
        let first = |words: &str| search(words).first().map_or("", |field| field.path);
        for (words, expect) in [
            ("app", "app"),
            ("web.replicas", "web.replicas"),
            ("ruby", "rails.ruby"),
            ("HOST NAMES", "hosts"),
            ("web xyzzy", ""),
            ("", ""),
        ] {
            assert_eq!(first(words), expect, "{words}");
        }
        let paths: Vec<&str> = search("queues").iter().map(|field| field.path).collect();
        assert!(paths.contains(&"workers[].queues"), "{paths:?}");
        assert!(search("a").len() <= MOST);
    }

    #[test]
    fn a_field_of_a_group_is_shown_in_the_first_one() {
        let queues = search("workers queues")[0];
        assert_eq!(
            control(&Draft::from_text("workers: [{name: a}]\n"), queues),
            "workers[0].queues"
        );
        assert_eq!(control(&Draft::from_text(""), queues), "workers");
    }
}
