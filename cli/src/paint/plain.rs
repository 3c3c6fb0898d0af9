//! Text of unknown origin made safe to show: no control character reaches the terminal, nothing
//! turns the direction of writing, and no line is longer than a person reads.

/// The most characters of a message or a name that are shown.
const LONGEST: usize = 400;

/// One line of text; line ends show as `\n`.
pub(crate) fn inline(text: &str) -> String {
    let mut out = String::with_capacity(text.len().min(LONGEST));
    for (count, each) in text.chars().enumerate() {
        if count == LONGEST {
            out.push('…');
            break;
        }
        push(each, &mut out);
    }
    out
}

/// A line of a file with as many characters as before, so that columns hold; what cannot be shown
/// becomes a replacement character, and tabs stay for the renderer to widen.
pub(crate) fn line(text: &str) -> String {
    let safe = |each| if each != '\t' && is_unsafe(each) { '\u{fffd}' } else { each };
    text.chars().map(safe).collect()
}

/// Adds a character as it can be shown.
fn push(each: char, out: &mut String) {
    match each {
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        other if is_unsafe(other) => out.push_str(&format!("\\u{{{:x}}}", u32::from(other))),
        other => out.push(other),
    }
}

/// Control characters, line separators, marks of direction, and what is invisible.
fn is_unsafe(each: char) -> bool {
    each.is_control()
        || matches!(
            each,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_steers_a_terminal_is_left() {
        for (text, expect) in [
            ("plain ünïcode 日本", "plain ünïcode 日本"),
            ("a\u{1b}[31mb", "a\\u{1b}[31mb"),
            ("a\tb\r\nc", "a\\tb\\r\\nc"),
            ("a\u{202e}b\u{2028}c\u{85}d", "a\\u{202e}b\\u{2028}c\\u{85}d"),
            ("\u{feff}\u{200b}", "\\u{feff}\\u{200b}"),
            ("\u{9b}2J", "\\u{9b}2J"),
        ] {
            assert_eq!(inline(text), expect);
        }
        assert_eq!(inline(&"x".repeat(500)).chars().count(), LONGEST + 1);
    }
}
