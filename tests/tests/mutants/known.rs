//! What the checker cannot know or does not say, and why.

use crate::compare::{Class, Point};

/// A pattern of what the server or the checker says, and the reason.
pub(crate) struct Known {
    class: String,
    parts: Vec<&'static str>,
    line: &'static str,
}

impl Known {
    /// Whether a point is meant.
    pub(crate) fn means(&self, point: &Point) -> bool {
        let mut rest = point.words.as_str();
        self.class == format!("{:?}", point.class)
            && self.parts.iter().all(|part| match rest.split_once(part) {
                Some((_, after)) => {
                    rest = after;
                    true
                }
                None => false,
            })
    }

    /// As it stands in the list.
    pub(crate) const fn line(&self) -> &'static str {
        self.line
    }
}

/// All of them. A false alarm has no excuse.
pub(crate) fn known() -> Vec<Known> {
    let lines = include_str!("known.txt").lines();
    lines.filter(|line| !line.is_empty() && !line.starts_with('#')).map(read).collect()
}

fn read(line: &'static str) -> Known {
    let (fact, reason) = line.split_once(" -- ").expect(line);
    assert!(reason.ends_with('.'), "a reason is a sentence: {line}");
    let (class, pattern) = fact.split_once(' ').expect(line);
    assert!(class != format!("{:?}", Class::FalseAlarm), "no excuse for {line}");
    Known { class: class.to_owned(), parts: pattern.split('*').collect(), line }
}
