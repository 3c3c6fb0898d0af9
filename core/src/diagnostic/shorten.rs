//! What a person wrote, made fit for one line of a message.

/// The first 60 characters, with whatever would move the cursor or hide itself written as an escape.
pub(crate) fn shorten(text: &str) -> String {
    let mut short = String::new();
    for each in text.chars().take(60) {
        match each {
            '\n' => short.push_str("\\n"),
            '\r' => short.push_str("\\r"),
            '\t' => short.push_str("\\t"),
            hidden if is_hidden(hidden) => {
                short.push_str("\\u{");
                let code = u32::from(hidden);
                let digits =
                    (0..8).rev().map(|at| code >> (4 * at) & 15).skip_while(|digit| *digit == 0);
                short.extend(digits.filter_map(|digit| char::from_digit(digit, 16)));
                short.push('}');
            }
            plain => short.push(plain),
        }
    }
    if text.chars().nth(60).is_some() {
        short.push('…');
    }
    short
}

/// The same, to stand between backticks.
pub(crate) fn in_backticks(text: &str) -> String {
    shorten(text).replace('`', "'")
}

/// Control characters, and those that change direction, join or take no room.
fn is_hidden(each: char) -> bool {
    each.is_control()
        || matches!(each, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e000}'..='\u{f8ff}' | '\u{fff0}'..='\u{fffb}'
            | '\u{e0000}'..)
}

#[cfg(test)]
mod tests {
    use super::shorten;

    #[test]
    fn what_hides_itself_is_shown() {
        assert_eq!(shorten("a\nb\u{202e}c'\"\u{1b}[0m é 🚢"), "a\\nb\\u{202e}c'\"\\u{1b}[0m é 🚢");
        assert_eq!(shorten(&"x".repeat(61)), format!("{}…", "x".repeat(60)));
    }
}
