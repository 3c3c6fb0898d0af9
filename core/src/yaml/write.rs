//! Scalars so that every reader reads them back as the same string: Go's YAML 1.1 of kubectl,
//! PyYAML, Ruby's Psych and YAML 1.2 readers.

use std::borrow::Cow;

/// A string as a YAML scalar on one line: plain where no reader can take it for anything else,
/// else in double quotes.
#[must_use]
pub fn scalar(text: &str) -> Cow<'_, str> {
    if is_plain(text) { Cow::Borrowed(text) } else { Cow::Owned(quoted(text)) }
}

/// A string in double quotes with everything escaped that some reader would change.
#[must_use]
pub fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for each in text.chars() {
        match each {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            ' '..='~' => out.push(each),
            '\u{a1}'..='\u{ac}' | '\u{ae}'..='\u{d7ff}' | '\u{e000}'..='\u{fefe}' if !matches!(each, '\u{2028}' | '\u{2029}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}') =>
            {
                out.push(each);
            }
            other => escape(other, &mut out),
        }
    }
    out.push('"');
    out
}

fn escape(each: char, out: &mut String) {
    let code = u32::from(each);
    let escaped = match code {
        0..=0xff => format!("\\x{code:02x}"),
        0x100..=0xffff => format!("\\u{code:04x}"),
        _ => format!("\\U{code:08x}"),
    };
    out.push_str(&escaped);
}

/// Plain only if it matches a tight pattern that all readers agree on: words of safe characters with
/// single spaces or colons between them, never a colon beside a space.
fn is_plain(text: &str) -> bool {
    let opens = text.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '/');
    if !opens || text.len() >= 512 || text.ends_with([' ', ':']) {
        return false;
    }
    let mut between = false;
    for byte in text.bytes() {
        let separator = matches!(byte, b' ' | b':');
        let safe = byte.is_ascii_alphanumeric()
            || matches!(byte, b'.' | b'_' | b'/' | b'-' | b'+' | b'=' | b'@');
        if !(safe || separator && !between) {
            return false;
        }
        between = separator;
    }
    !is_special(text)
}

/// Whether some reader takes the word for a truth value, nothing, a number, a date or a time.
fn is_special(text: &str) -> bool {
    const WORDS: [&str; 12] =
        ["y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf", "infinity"];
    if !text.starts_with(|first: char| first.is_ascii_digit()) {
        return WORDS.iter().any(|word| text.eq_ignore_ascii_case(word));
    }
    let lower = text.to_ascii_lowercase();
    // Numbers in any base, with exponents, underscores, sexagesimals and dates.
    let suffixed = lower.len() > 1
        && lower.ends_with(['m', 'i', 's', 'h'])
        && lower.chars().filter(char::is_ascii_alphabetic).count() <= 2
        && lower.chars().all(|each| each.is_ascii_alphanumeric());
    !(suffixed && !lower.starts_with("0x") && !lower.starts_with("0b") && !lower.starts_with("0o"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ambiguous_words_are_quoted() {
        for text in [
            "yes",
            "On",
            "1_000",
            "0x1F",
            "1e3",
            "12:30",
            "2026-11-23",
            "",
            "~",
            "- a",
            "a: b",
            "a #b",
            "null",
            "3.4",
            "*a",
            "!x",
            "%x",
            "a\tb",
            "8.1",
        ] {
            assert!(scalar(text).starts_with('"'), "{text}: {}", scalar(text));
        }
        for text in [
            "shop",
            "500m",
            "1Gi",
            "registry.example.com/acme/shop",
            "registry.example.com:5000/a/b",
            "RollingUpdate",
            "bundle exec puma",
            "app.kubernetes.io/name",
        ] {
            assert_eq!(scalar(text), text);
        }
    }

    #[test]
    fn everything_odd_is_escaped() {
        assert_eq!(
            quoted("a\u{85}\u{2028}\"\\\r\n\t\u{1f6a2}"),
            r#""a\x85\u2028\"\\\r\n\t\U0001f6a2""#
        );
    }
}
