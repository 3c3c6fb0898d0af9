//! Sentences broken between words, where somebody reads them on a terminal. Elsewhere they stay whole, for programs
//! that look for them.

/// A narrower terminal is left to break lines itself.
const NARROWEST: usize = 40;
/// Longer lines are hard to read, however wide the terminal.
const WIDEST: usize = 100;

/// The text with line ends where words meet the width; `first` columns stand before its first line. `indent`
/// spaces lead each of the others.
pub(crate) fn wrap(text: &str, columns: Option<usize>, first: usize, indent: usize) -> String {
    let columns = match columns {
        Some(columns) if columns >= NARROWEST + indent => columns.min(WIDEST),
        _ => return text.to_owned(),
    };
    let mut out = String::with_capacity(text.len() + text.len() / 20);
    let mut used = first;
    for (index, word) in text.split(' ').enumerate() {
        let width = word.chars().count();
        if index > 0 {
            if used + 1 + width > columns {
                out.push('\n');
                out.push_str(&" ".repeat(indent));
                used = indent;
            } else {
                out.push(' ');
                used += 1;
            }
        }
        out.push_str(word);
        used += width;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::wrap;

    #[test]
    fn lines_break_between_words() {
        let text = "one two three four five six seven eight nine ten";
        for (columns, first, indent, expect) in [
            (None, 0, 0, text),
            (Some(10), 0, 0, text),
            (Some(40), 0, 0, "one two three four five six seven eight\nnine ten"),
            (Some(46), 7, 6, "one two three four five six seven eight\n      nine ten"),
            (Some(200), 0, 0, text),
        ] {
            assert_eq!(wrap(text, columns, first, indent), expect, "{columns:?}");
        }
        let long = format!("see {} there", "x".repeat(90));
        assert_eq!(wrap(&long, Some(60), 0, 2), format!("see\n  {}\n  there", "x".repeat(90)));
    }
}
