//! Which lines changed since the last look: the marks of the preview.

use std::collections::BTreeMap;

/// Above this many pairs of lines the order of lines no longer counts, only whether they are there.
const MAX_PAIRS: usize = 1_000_000;

/// For each new line whether it is new or changed. Of two equal lines that moved past each other
/// one counts as new.
#[must_use]
pub fn changed_lines(old: &[&str], new: &[&str]) -> Vec<bool> {
    let head = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    let old_rest = old.get(head..).unwrap_or_default();
    let new_rest = new.get(head..).unwrap_or_default();
    let pairs = old_rest.iter().rev().zip(new_rest.iter().rev());
    let tail = pairs.take_while(|(old, new)| old == new).count();
    let old_middle = old_rest.get(..old_rest.len() - tail).unwrap_or_default();
    let new_middle = new_rest.get(..new_rest.len() - tail).unwrap_or_default();

    let mut changed = vec![false; head];
    if old_middle.len().saturating_mul(new_middle.len()) > MAX_PAIRS {
        changed.extend(changed_by_membership(old_middle, new_middle));
    } else {
        changed.extend(changed_in_order(old_middle, new_middle));
    }
    changed.resize(new.len(), false);
    changed
}

/// How many old lines are gone or changed.
#[must_use]
pub fn removed_count(old: &[&str], new: &[&str]) -> usize {
    let kept = changed_lines(old, new).into_iter().filter(|changed| !changed).count();
    old.len().saturating_sub(kept)
}

/// By the longest common subsequence.
fn changed_in_order(old: &[&str], new: &[&str]) -> Vec<bool> {
    // Row by old line, column by new line: how long the longest common subsequence of the lines
    // before both is. It is at most the root of `MAX_PAIRS`.
    let mut rows: Vec<Vec<u16>> = vec![vec![0; new.len() + 1]];
    for old_line in old {
        let mut row = Vec::with_capacity(new.len() + 1);
        let mut left = 0;
        row.push(left);
        if let Some(above) = rows.last() {
            for ((new_line, diagonal), up) in new.iter().zip(above).zip(above.iter().skip(1)) {
                left = if old_line == new_line { diagonal + 1 } else { left.max(*up) };
                row.push(left);
            }
        }
        rows.push(row);
    }
    let length = |row: usize, column: usize| {
        rows.get(row).and_then(|row| row.get(column)).copied().unwrap_or(0)
    };
    let mut changed = vec![true; new.len()];
    let (mut row, mut column) = (old.len(), new.len());
    while row > 0 && column > 0 {
        if old.get(row - 1) == new.get(column - 1) {
            row -= 1;
            column -= 1;
            if let Some(mark) = changed.get_mut(column) {
                *mark = false;
            }
        } else if length(row - 1, column) >= length(row, column - 1) {
            row -= 1;
        } else {
            column -= 1;
        }
    }
    changed
}

/// By whether an old line of the same text is left over for it.
fn changed_by_membership(old: &[&str], new: &[&str]) -> Vec<bool> {
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    for line in old {
        *left.entry(line).or_default() += 1;
    }
    new.iter()
        .map(|line| match left.get_mut(*line) {
            Some(count) if *count > 0 => {
                *count -= 1;
                false
            }
            _ => true,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(old: &str, new: &str, marks: &str, removed: usize) {
        let old: Vec<&str> = old.split(' ').filter(|line| !line.is_empty()).collect();
        let new: Vec<&str> = new.split(' ').filter(|line| !line.is_empty()).collect();
        let found: String =
            changed_lines(&old, &new).iter().map(|new| if *new { '+' } else { '.' }).collect();
        assert_eq!(found, marks, "{old:?} {new:?}");
        assert_eq!(removed_count(&old, &new), removed, "{old:?} {new:?}");
    }

    #[test]
    fn new_and_changed_lines_are_marked() {
        check("", "", "", 0);
        check("", "a b", "++", 0);
        check("a b", "", "", 2);
        check("a b c", "a b c", "...", 0);
        check("a b c", "a x c", ".+.", 1);
        check("a b c", "a b x c", "..+.", 0);
        check("a b c", "b c d", "..+", 1);
        check("a a a", "a a", "..", 1);
        check("a a", "a a a", "..+", 0);
        check("x a y b z", "1 a 2 b 3", "+.+.+", 3);
    }

    #[test]
    fn of_two_lines_that_change_places_one_is_marked() {
        let marks = changed_lines(&["a", "b"], &["b", "a"]);
        assert_eq!(marks.iter().filter(|mark| **mark).count(), 1);
    }

    #[test]
    fn large_texts_are_compared_by_membership() {
        let old: Vec<String> = (0..5_000).map(|line| format!("line {line}")).collect();
        let mut new: Vec<String> = old.iter().rev().cloned().collect();
        new.push(String::from("added"));
        let old: Vec<&str> = old.iter().map(String::as_str).collect();
        let new: Vec<&str> = new.iter().map(String::as_str).collect();
        let marks = changed_lines(&old, &new);
        assert_eq!(marks.iter().filter(|mark| **mark).count(), 1);
        assert_eq!(marks.last(), Some(&true));
        assert_eq!(removed_count(&old, &new), 0);
        assert_eq!(removed_count(&new, &old), 1);
    }
}
