//! Scalars against the types of the table, read as kubectl reads them.

use super::super::context::{Context, as_int};
use super::super::quantity::Quantity;
use super::closest::closest;
use super::table::Type;
use super::unit;
use crate::check::api::shared::none_of;
use crate::diagnostic::{Diagnostic, Remedy, rules};
use crate::yaml::rules::WRONG_TYPE;
use crate::yaml::{Content, Node, Scalar, Style, is_surely_text, resolve};

rules! {
    pub(crate) const BASE64: Rule = Rule {
        name: "base64",
        tier: Refused,
        severity: Error,
        says: "the value of a Secret's `data` is not base64",
        why: "`data` holds encoded bytes; plain text there is rejected, or decoded into something that nobody meant.",
        marks: [Certain, Reading],
    };
    pub(crate) const QUANTITY: Rule = Rule {
        name: "quantity",
        tier: Refused,
        severity: Error,
        says: "the text is not an amount in Kubernetes' units",
        why: "Amounts are numbers with `m`, `k`, `M`, `G`, `Ki`, `Mi`, `Gi` and their like, in exactly this case and without a space; the API server rejects anything else.",
        marks: [Certain, Reading],
    };
}

/// What has to stand in a place.
#[derive(Clone, Copy)]
pub(super) enum Wanted {
    /// Text.
    Text,
    /// `true` or `false`.
    Truth,
    /// A number without a fraction.
    Whole,
    /// Any number.
    Number,
    /// A list.
    List,
    /// What these words say.
    Other(&'static str),
}

impl Wanted {
    const fn says(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Truth => "`true` or `false`",
            Self::Whole => "a whole number",
            Self::Number => "a number",
            Self::List => "a list",
            Self::Other(words) => words,
        }
    }
}

/// Reports a value of a wrong type.
pub(super) fn wrong(context: &mut Context<'_>, node: &Node, wanted: Wanted) {
    let says = wanted.says();
    let message = format!("{says} has to stand here, not {}", description(node));
    let (help, remedy) = match wanted {
        Wanted::Text if node.text().is_some() => {
            ("put it in quotes".to_owned(), Some(Remedy::Quote))
        }
        Wanted::Whole | Wanted::Number | Wanted::Truth if is_quoted(node) => {
            let fits = fits_bare(node, wanted);
            ("write it without quotes".to_owned(), fits.then_some(Remedy::Unquote))
        }
        Wanted::List => ("start each item with `- ` on a line of its own".to_owned(), None),
        _ => (format!("write {says}"), None),
    };
    let finding = Diagnostic::new(&WRONG_TYPE, message).help(help).remedy(remedy);
    context.push(finding, node.into(), "");
}

/// Whether what stands in quotes is what is wanted without them. `yes` in quotes may be meant as text.
fn fits_bare(node: &Node, wanted: Wanted) -> bool {
    let text = node.text().unwrap_or_default();
    let content = Content::Scalar { text: text.into(), style: Style::Plain, tag: None };
    match (wanted, resolve(&Node::new(node.start(), node.end(), content))) {
        (Wanted::Truth, Some(Scalar::Bool(_))) => matches!(text, "true" | "false"),
        (Wanted::Whole | Wanted::Number, Some(Scalar::Int(_))) => true,
        _ => false,
    }
}

fn is_quoted(node: &Node) -> bool {
    matches!(node.content, Content::Scalar { style: Style::Quoted, .. })
}

fn description(node: &Node) -> String {
    let shown = |what: &str| format!("{what} `{}`", node.text().unwrap_or_default());
    match &node.content {
        Content::List(_) => "a list".into(),
        Content::Map(_) => "a map".into(),
        Content::Scalar { .. } => match resolve(node) {
            Some(Scalar::Bool(value)) => {
                let text = node.text().unwrap_or_default();
                if text == "true" || text == "false" {
                    shown("the truth value")
                } else {
                    format!("`{text}`, which kubectl reads as `{value}`")
                }
            }
            Some(Scalar::Int(_) | Scalar::Float(_)) => shown("the number"),
            Some(Scalar::Text(_)) => shown("the text"),
            Some(Scalar::Null) | None => "nothing".into(),
        },
    }
}

/// Judges a scalar. Null is as good as not given, whatever the type.
pub(in super::super) fn scalar(context: &mut Context<'_>, holds: &Type, node: &Node) {
    if is_surely_text(node) || (matches!(holds, Type::Bytes) && is_list_of_bytes(node)) {
        return text(context, holds, node);
    }
    let Some(value) = resolve(node) else {
        return wrong(context, node, wanted(holds));
    };
    match (holds, value) {
        (_, Scalar::Null) => {}
        (_, Scalar::Float(number)) if !number.is_finite() => wrong(context, node, wanted(holds)),
        (_, Scalar::Text(_)) => text(context, holds, node),
        (Type::Bool, Scalar::Bool(_)) | (Type::Number, Scalar::Int(_) | Scalar::Float(_)) => {}
        (Type::Int32 | Type::IntOrText, Scalar::Int(number)) => {
            if i32::try_from(number).is_err() {
                range(context, node);
            }
        }
        (Type::Int64, Scalar::Int(number)) => {
            if i64::try_from(number).is_err() {
                range(context, node);
            }
        }
        (Type::Int32 | Type::Int64 | Type::IntOrText, Scalar::Float(number))
            if number.fract() == 0.0 && number.abs() < 2_147_483_648.0 => {}
        (Type::Quantity, Scalar::Int(_) | Scalar::Float(_)) => {}
        (Type::Any, _) => {}
        (_, Scalar::Bool(_) | Scalar::Int(_) | Scalar::Float(_)) => {
            wrong(context, node, wanted(holds));
        }
    }
}

/// Judges text where text stands.
fn text(context: &mut Context<'_>, holds: &Type, node: &Node) {
    let text = node.text().unwrap_or_default();
    match holds {
        Type::Text(choices) => choice(context, choices, text, node),
        Type::IntOrText | Type::Any => {}
        Type::Quantity => {
            if Quantity::parse(text).is_none() {
                let message = format!("`{text}` is no quantity");
                let help = "write a number with a unit such as `500m`, `256Mi` or `1Gi`";
                let respelt = unit::respelt(text).map(Remedy::write);
                let finding = Diagnostic::new(&QUANTITY, message).help(help).remedy(respelt);
                context.push(finding, node.into(), "");
            }
        }
        Type::Time => {
            if !is_time(text) {
                let message = format!("`{text}` is no time");
                let help = "write it as `2026-11-23T08:30:00Z`";
                context.report(&WRONG_TYPE, node, "", message, help);
            }
        }
        Type::Bytes => {
            if !is_base64(text) {
                let message = "this is not valid base64";
                let help = "encode the value in base64, or use `stringData` with plain text";
                context.report(&BASE64, node, "", message, help);
            }
        }
        Type::Bool
        | Type::Int32
        | Type::Int64
        | Type::Number
        | Type::List(_)
        | Type::Map(_)
        | Type::Limited(_)
        | Type::Definition(_)
        | Type::Status(_) => wrong(context, node, wanted(holds)),
    }
}

fn choice(context: &mut Context<'_>, choices: &[&'static str], text: &str, node: &Node) {
    if choices.is_empty() || choices.contains(&text) {
        return;
    }
    let list: Vec<String> =
        choices.iter().filter(|each| !each.is_empty()).map(|each| format!("`{each}`")).collect();
    let names = choices.iter().copied();
    let help = match if context.may_guess() { closest(text, names) } else { None } {
        Some(meant) if !meant.is_empty() => format!("did you mean `{meant}`?"),
        Some(_) | None => format!("write one of {}", list.join(", ")),
    };
    let message = format!("`{text}` is none of {}", list.join(", "));
    none_of(context, node, "", message, help, choices);
}

fn range(context: &mut Context<'_>, node: &Node) {
    let message = format!("`{}` is too large for this field", node.text().unwrap_or_default());
    context.report(&WRONG_TYPE, node, "", message, "write a smaller number");
}

const fn wanted(holds: &Type) -> Wanted {
    match holds {
        Type::Text(_) => Wanted::Text,
        Type::Bool => Wanted::Truth,
        Type::Int32 | Type::Int64 => Wanted::Whole,
        Type::Number => Wanted::Number,
        Type::Quantity => Wanted::Other("a quantity such as `500m` or `1Gi`"),
        Type::IntOrText => Wanted::Other("a whole number or text"),
        Type::Time => Wanted::Other("a time such as `2026-11-23T08:30:00Z`"),
        Type::Bytes => Wanted::Other("text in base64"),
        Type::List(_) => Wanted::List,
        Type::Map(_) => Wanted::Other("a map"),
        Type::Any | Type::Definition(_) | Type::Status(_) | Type::Limited(_) => {
            Wanted::Other("a map of fields")
        }
    }
}

/// RFC 3339, as Go reads it.
fn is_time(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digits = |range: std::ops::Range<usize>| {
        bytes.get(range).is_some_and(|part| part.iter().all(u8::is_ascii_digit))
    };
    let is = |at: usize, wanted: u8| bytes.get(at) == Some(&wanted);
    let date = digits(0..4) && is(4, b'-') && digits(5..7) && is(7, b'-') && digits(8..10);
    let time = is(10, b'T')
        && digits(11..13)
        && is(13, b':')
        && digits(14..16)
        && is(16, b':')
        && digits(17..19);
    let rest = text.get(19..).unwrap_or_default();
    let zone = rest.trim_start_matches(|each: char| each == '.' || each.is_ascii_digit());
    let offset = zone.len() == 6
        && zone.starts_with(['+', '-'])
        && zone
            .get(1..)
            .is_some_and(|rest| rest.bytes().all(|each| each.is_ascii_digit() || each == b':'));
    date && time && (zone == "Z" || offset)
}

/// Go reads bytes from a list of numbers, too.
fn is_list_of_bytes(node: &Node) -> bool {
    let is_byte = |item: &Node| as_int(item).is_some_and(|number| u8::try_from(number).is_ok());
    matches!(&node.content, Content::List(items) if items.iter().all(is_byte))
}

/// Standard base64 with padding; line ends are skipped, as Go does.
fn is_base64(text: &str) -> bool {
    let (mut letters, mut padding) = (0_usize, 0_usize);
    for each in text.bytes().filter(|each| !matches!(each, b'\n' | b'\r')) {
        match each {
            b'=' => padding += 1,
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'+' | b'/' if padding == 0 => letters += 1,
            _ => return false,
        }
    }
    padding <= 2 && (letters + padding) % 4 == 0 && letters % 4 != 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_told_from_plain_text() {
        for (text, expect) in [
            ("", true),
            ("YQ==", true),
            ("YWI=", true),
            ("YWJj\nYWJj", true),
            ("YQ", false),
            ("hello world", false),
            ("YQ=a", false),
        ] {
            assert_eq!(is_base64(text), expect, "{text}");
        }
    }

    #[test]
    fn times_are_those_of_rfc_3339() {
        for (text, expect) in [
            ("2026-11-23T08:30:00Z", true),
            ("2026-11-23T08:30:00.123+01:00", true),
            ("2018-01-09 22:56:45 UTC", false),
            ("2026-11-23", false),
        ] {
            assert_eq!(is_time(text), expect, "{text}");
        }
    }
}
