//! A command line split into words as a POSIX shell splits it, without any expansion: `$HOME`,
//! `*` and backticks are plain characters, because no shell will ever see them.

/// The words; `None` when a quote is never closed.
#[must_use]
pub fn split_command(text: &str) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut current: Option<String> = None;
    let mut chars = text.chars().peekable();
    while let Some(each) = chars.next() {
        match each {
            ' ' | '\t' | '\n' | '\r' => words.extend(current.take()),
            '\'' => {
                let word = current.get_or_insert_default();
                loop {
                    match chars.next()? {
                        '\'' => break,
                        inner => word.push(inner),
                    }
                }
            }
            '"' => {
                let word = current.get_or_insert_default();
                loop {
                    match chars.next()? {
                        '"' => break,
                        '\\' if chars.peek().is_some_and(|next| matches!(next, '"' | '\\')) => {
                            word.extend(chars.next());
                        }
                        inner => word.push(inner),
                    }
                }
            }
            '\\' => {
                let next = chars.next()?;
                current.get_or_insert_default().push(next);
            }
            other => current.get_or_insert_default().push(other),
        }
    }
    words.extend(current);
    Some(words)
}

/// A text as one word of a POSIX shell, bare where a shell reads it as it stands.
#[must_use]
pub(crate) fn shell_word(text: &str) -> String {
    let is_plain = |char: char| char.is_ascii_alphanumeric() || "_-./:".contains(char);
    if !text.is_empty() && text.chars().all(is_plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::split_command;

    #[test]
    fn quotes_hold_words_together_and_nothing_is_expanded() {
        assert_eq!(
            split_command(r#"a 'b $(c)' "d\"e" f\ g ''"#).unwrap(),
            ["a", "b $(c)", "d\"e", "f g", ""]
        );
        assert_eq!(split_command("a 'b"), None);
        assert_eq!(split_command("a\\"), None);
        assert_eq!(split_command("  ").unwrap(), Vec::<String>::new());
    }
}
