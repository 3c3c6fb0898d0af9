//! What a scalar means to kubectl: Go's YAML 1.1 reader with the 1.2 words of sigs.k8s.io/yaml.

use super::node::{Content, Entry, Node, Style};
use super::text::Text;
use std::borrow::Cow;

/// A scalar as kubectl sends it to the API server.
#[derive(Clone, Debug, PartialEq)]
pub enum Scalar<'t> {
    /// `null`, `~` or nothing.
    Null,
    /// `true`, `yes`, `on` and their like.
    Bool(bool),
    /// A whole number, also `0x1F`, `0o17`, `017`, `0b1` and `1_000`.
    Int(i128),
    /// Any other number.
    Float(f64),
    /// Text.
    Text(&'t str),
}

/// The value of a scalar node; `None` for lists and maps.
#[must_use]
pub fn resolve(node: &Node) -> Option<Scalar<'_>> {
    let Content::Scalar { text, style, tag } = &node.content else { return None };
    let value = match (style, tag.as_deref().map(Text::as_str)) {
        (Style::Plain, None) | (_, Some("bool" | "int" | "null")) => plain(text),
        (_, Some("float")) => match plain(text) {
            #[expect(clippy::cast_precision_loss, reason = "a number tagged `!!float` is one")]
            Scalar::Int(value) => Scalar::Float(value as f64),
            other => other,
        },
        (Style::Quoted | Style::Block, None) | (_, Some(_)) => Scalar::Text(text),
    };
    Some(value)
}

impl Node {
    /// Whether this is nothing: an empty plain scalar, `~` or `null`.
    #[must_use]
    pub fn is_null(&self) -> bool {
        match &self.content {
            Content::Scalar { text, style, tag } => match tag {
                None => *style == Style::Plain && is_null(text),
                Some(tag) => **tag == "null" && is_null(text),
            },
            Content::List(_) | Content::Map(_) => false,
        }
    }

    /// Whether both say the same, wherever they stand and however they are written.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        match (&self.content, &other.content) {
            (Content::Scalar { .. }, Content::Scalar { .. }) => resolve(self) == resolve(other),
            (Content::List(items), Content::List(others)) => {
                items.len() == others.len()
                    && items.iter().zip(others).all(|(one, other)| one.is_same(other))
            }
            (Content::Map(entries), Content::Map(others)) => {
                let is_there = |entry: &Entry| {
                    other.get(&entry.key).is_some_and(|value| value.is_same(&entry.value))
                };
                entries.len() == others.len() && entries.iter().all(is_there)
            }
            _ => false,
        }
    }
}

/// Whether a plain text means nothing.
pub(super) fn is_null(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL")
}

/// The truth value that a plain text means, if it means one.
#[must_use]
pub fn truth(text: &str) -> Option<bool> {
    match text {
        "true" | "True" | "TRUE" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" | "y" | "Y" => {
            Some(true)
        }
        "false" | "False" | "FALSE" | "no" | "No" | "NO" | "off" | "Off" | "OFF" | "n" | "N" => {
            Some(false)
        }
        _ => None,
    }
}

/// Whether a scalar is text at first sight. One that is not may still be.
#[must_use]
pub fn is_surely_text(node: &Node) -> bool {
    match &node.content {
        Content::Scalar { style: Style::Quoted | Style::Block, tag: None, .. } => true,
        Content::Scalar { text, style: Style::Plain, tag: None } => is_text_like(text),
        Content::Scalar { .. } | Content::List(_) | Content::Map(_) => false,
    }
}

/// Whether a plain text is none of YAML's words and does not start like a number.
pub(super) fn is_text_like(text: &str) -> bool {
    match text.bytes().next() {
        None | Some(b'0'..=b'9' | b'+' | b'-' | b'.' | b'~') => false,
        Some(b'y' | b'Y' | b'n' | b'N' | b't' | b'T' | b'f' | b'F' | b'o' | b'O') => {
            text.len() > 5 || !is_null(text) && truth(text).is_none()
        }
        Some(_) => true,
    }
}

fn plain(text: &str) -> Scalar<'_> {
    if is_text_like(text) {
        return Scalar::Text(text);
    }
    if is_null(text) {
        return Scalar::Null;
    }
    if let Some(truth) = truth(text) {
        return Scalar::Bool(truth);
    }
    match text {
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => {
            return Scalar::Float(f64::INFINITY);
        }
        "-.inf" | "-.Inf" | "-.INF" => return Scalar::Float(f64::NEG_INFINITY),
        ".nan" | ".NaN" | ".NAN" => return Scalar::Float(f64::NAN),
        _ => {}
    }
    if let Some(number) = int(text) {
        return Scalar::Int(number);
    }
    float(text).map_or_else(|| Scalar::Text(text), Scalar::Float)
}

fn int(text: &str) -> Option<i128> {
    // Underscores may part digits, but a leading one makes it text.
    if text.starts_with('_') {
        return None;
    }
    let clean = without_underscores(text);
    // A sign may follow `0b`.
    if let Some(binary) = clean.strip_prefix("0b").filter(|rest| rest.starts_with(['-', '+'])) {
        return i64::from_str_radix(binary, 2).ok().map(i128::from);
    }
    let (sign, digits) = match clean.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, clean.strip_prefix('+').unwrap_or(&clean)),
    };
    if !digits.starts_with(|first: char| first.is_ascii_digit()) {
        return None;
    }
    // No other sign may stand between the digits.
    if !digits.bytes().all(|each| each.is_ascii_alphanumeric()) {
        return None;
    }
    let lower = digits.to_ascii_lowercase();
    let magnitude = if let Some(hex) = lower.strip_prefix("0x") {
        i128::from_str_radix(hex, 16)
    } else if let Some(octal) = lower.strip_prefix("0o") {
        i128::from_str_radix(octal, 8)
    } else if let Some(binary) = lower.strip_prefix("0b") {
        i128::from_str_radix(binary, 2)
    } else if lower.len() > 1 && lower.starts_with('0') {
        i128::from_str_radix(&lower, 8)
    } else {
        lower.parse()
    };
    let magnitude = magnitude.ok()?;
    // Only a number without a sign can have all 64 bits.
    let is_signed = digits.len() < clean.len();
    let largest = if is_signed { i128::from(i64::MAX) } else { i128::from(u64::MAX) };
    let least = i128::from(i64::MIN);
    Some(sign * magnitude).filter(|number| (least..=largest).contains(number))
}

fn without_underscores(text: &str) -> Cow<'_, str> {
    if text.contains('_') { Cow::Owned(text.replace('_', "")) } else { Cow::Borrowed(text) }
}

fn float(text: &str) -> Option<f64> {
    // Behind a leading point they stand between digits only.
    let parts = |text: &str| {
        let digit = |each: Option<char>| each.is_some_and(|each| each.is_ascii_digit());
        let pieces: Vec<&str> = text.split('_').collect();
        pieces.windows(2).all(|pair| match pair {
            [before, after] => digit(before.chars().last()) && digit(after.chars().next()),
            _ => true,
        })
    };
    if text.starts_with('_') || text.starts_with('.') && !parts(text) {
        return None;
    }
    let clean = without_underscores(text);
    let body = clean.strip_prefix(['-', '+']).unwrap_or(&clean);
    let numeric = body.starts_with(|first: char| first.is_ascii_digit() || first == '.')
        && body.chars().any(|each| each.is_ascii_digit())
        && body
            .chars()
            .all(|each| each.is_ascii_digit() || matches!(each, '.' | 'e' | 'E' | '+' | '-'));
    // What is too large for a float stays text.
    if numeric { clean.parse().ok().filter(|number: &f64| number.is_finite()) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_numbers_are_what_kubectl_reads() {
        let cases = [
            ("yes", Scalar::Bool(true)),
            ("off", Scalar::Bool(false)),
            ("1_000", Scalar::Int(1000)),
            ("0x1F", Scalar::Int(31)),
            ("017", Scalar::Int(15)),
            ("-3", Scalar::Int(-3)),
            ("1e3", Scalar::Float(1000.0)),
            ("~", Scalar::Null),
            ("500m", Scalar::Text("500m")),
            ("1.2.3", Scalar::Text("1.2.3")),
            ("2026-11-23", Scalar::Text("2026-11-23")),
            ("_1", Scalar::Text("_1")),
            ("-_1", Scalar::Int(-1)),
            ("._5", Scalar::Text("._5")),
            (".1_000", Scalar::Float(0.1)),
            (".5", Scalar::Float(0.5)),
            ("1e400", Scalar::Text("1e400")),
            ("0o17", Scalar::Int(15)),
            ("0x-a", Scalar::Text("0x-a")),
            ("0b-1", Scalar::Int(-1)),
            ("+18446744073709551615", Scalar::Float(18_446_744_073_709_551_615.0)),
            ("18446744073709551615", Scalar::Int(18_446_744_073_709_551_615)),
            ("18446744073709551616", Scalar::Float(18_446_744_073_709_551_616.0)),
            ("08", Scalar::Float(8.0)),
            ("0x_1", Scalar::Int(1)),
            ("+1", Scalar::Int(1)),
            ("12:30:45", Scalar::Text("12:30:45")),
            ("yEs", Scalar::Text("yEs")),
        ];
        for (text, value) in cases {
            assert_eq!(plain(text), value, "{text}");
        }
    }
}
