//! What kubectl's reader makes of keys, merges and tags. Source: sigs.k8s.io/yaml 1.6, which
//! Kubernetes 1.36 uses, and the fork of go-yaml 2 under it.

use super::dialect::Dialect;
use super::node::{Content, Entry, Node, Style};
use super::problem::Fault;
use super::scalar::{Scalar, is_surely_text, resolve};
use super::text::Text;
use crate::diagnostic::Place;
use std::collections::BTreeMap;

/// Entries as written, and which of them are merge keys.
#[derive(Default)]
pub(super) struct Entries {
    all: Vec<Entry>,
    merges: Vec<usize>,
}

impl Entries {
    /// How many there are.
    pub(super) const fn len(&self) -> usize {
        self.all.len()
    }

    /// Adds an entry.
    pub(super) fn push(&mut self, key: &Node, value: Node, dialect: Dialect) -> Result<(), Fault> {
        if dialect != Dialect::Spec && is_merge(key) {
            self.merges.push(self.all.len());
        }
        self.all.push(Entry::new(name(key, dialect)?, key.start(), value));
        Ok(())
    }

    /// The entries with those of merged maps in place of merge keys. A later entry wins, own or not,
    /// and what loses is gone, so that a key does not stand twice.
    pub(super) fn merged(self) -> Result<Vec<Entry>, (Fault, Place)> {
        if self.merges.is_empty() {
            return Ok(self.all);
        }
        let mut merges = self.merges.into_iter().peekable();
        let mut out: Vec<Option<Entry>> = Vec::new();
        // Where a key stands, and whether a merge brought it.
        let mut places: BTreeMap<Text, (usize, bool)> = BTreeMap::new();
        for (at, entry) in self.all.into_iter().enumerate() {
            let is_merge = merges.next_if_eq(&at).is_some();
            let entries = if is_merge { of_merge(entry.value)? } else { vec![entry] };
            for entry in entries {
                let before = places.insert(entry.key.clone(), (out.len(), is_merge));
                if let Some((at, merged)) = before
                    && (merged || is_merge)
                    && let Some(loser) = out.get_mut(at)
                {
                    *loser = None;
                }
                out.push(Some(entry));
            }
        }
        Ok(out.into_iter().flatten().collect())
    }
}

/// The entries that a merge key brings; of several maps the first wins.
fn of_merge(value: Node) -> Result<Vec<Entry>, (Fault, Place)> {
    let place = value.start();
    match value.content {
        Content::Map(entries) => Ok(entries),
        Content::List(items) => {
            let mut all = Vec::new();
            for item in items.into_iter().rev() {
                let place = item.start();
                let Content::Map(entries) = item.content else { return Err((Fault::Merge, place)) };
                all.extend(entries);
            }
            Ok(all)
        }
        Content::Scalar { .. } => Err((Fault::Merge, place)),
    }
}

fn is_merge(key: &Node) -> bool {
    match &key.content {
        Content::Scalar { text, style: Style::Plain, tag: None } => text == "<<",
        Content::Scalar { text, tag: Some(tag), .. } => text == "<<" && **tag == "merge",
        Content::Scalar { .. } | Content::List(_) | Content::Map(_) => false,
    }
}

/// A key's text: a spec's as written, a manifest's as its value is written in JSON.
fn name(key: &Node, dialect: Dialect) -> Result<Text, Fault> {
    let Content::Scalar { text, style, .. } = &key.content else { return Err(Fault::KeyKind) };
    if dialect == Dialect::Spec || *style != Style::Plain || is_surely_text(key) {
        return Ok(text.clone());
    }
    match resolve(key) {
        Some(Scalar::Text(_)) | None => Ok(text.clone()),
        Some(Scalar::Bool(value)) => Ok(Text::from(if value { "true" } else { "false" })),
        Some(Scalar::Int(value)) if i64::try_from(value).is_ok() => {
            Ok(Text::from(value.to_string()))
        }
        Some(Scalar::Int(_)) => Err(Fault::KeyKind),
        Some(Scalar::Float(value)) => Ok(Text::from(of_float(value))),
        Some(Scalar::Null) => Err(Fault::KeyNull),
    }
}

/// A number as a key: with the shortest digits of 32 bits, and an exponent from a million on.
fn of_float(value: f64) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "kubectl's reader keeps 32 bits of a key")]
    let short = value as f32;
    if short.is_nan() {
        return ".nan".to_owned();
    }
    if short.is_infinite() {
        return if short > 0.0 { ".inf" } else { "-.inf" }.to_owned();
    }
    let shown = format!("{short:e}");
    let (digits, exponent) = shown.split_once('e').unwrap_or((&shown, "0"));
    let exponent: i32 = exponent.parse().unwrap_or_default();
    if (-4..6).contains(&exponent) {
        return short.to_string();
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{digits}e{sign}{:02}", exponent.abs())
}

/// Judges a scalar with a tag of YAML's own, and decodes what is binary.
pub(super) fn tagged(node: &mut Node) -> Result<(), Fault> {
    let Content::Scalar { text, tag: Some(tag), style } = &mut node.content else { return Ok(()) };
    if **tag == "binary" {
        let decoded = base64(text).and_then(|bytes| String::from_utf8(bytes).ok());
        (*text, *style) = (Text::from(decoded.ok_or(Fault::Binary)?), Style::Quoted);
        **tag = Text::from("str");
        return Ok(());
    }
    let (text, tag) = (text.clone(), tag.clone());
    let fits = match (tag.as_str(), resolve(node)) {
        ("bool", Some(Scalar::Bool(_)))
        | ("int", Some(Scalar::Int(_)))
        | ("float", Some(Scalar::Float(_)))
        | ("null", Some(Scalar::Null)) => true,
        ("bool" | "int" | "float" | "null", _) => false,
        _ => true,
    };
    if fits { Ok(()) } else { Err(Fault::Tagged(text.into(), (*tag).into())) }
}

/// Standard base64 with padding; line ends are skipped.
fn base64(text: &str) -> Option<Vec<u8>> {
    let letters: Vec<u8> = text.bytes().filter(|each| !matches!(each, b'\r' | b'\n')).collect();
    let padding = letters.iter().rev().take_while(|each| **each == b'=').count();
    if !letters.len().is_multiple_of(4) || padding > 2 {
        return None;
    }
    bytes_of(letters.iter().take(letters.len() - padding).copied())
}

/// The whole bytes that letters of standard base64 spell; none for any other letter.
pub(crate) fn bytes_of(letters: impl Iterator<Item = u8>) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let (mut bits, mut kept) = (0_u32, 0_u32);
    for letter in letters {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = (bits << 6 | u32::from(value)) & 0xffff;
        kept += 6;
        if kept >= 8 {
            kept -= 8;
            bytes.push(u8::try_from(bits >> kept & 0xff).unwrap_or_default());
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_keys_are_short() {
        for (value, text) in [
            (1.5, "1.5"),
            (1000.0, "1000"),
            (1e6, "1e+06"),
            (1.25e-5, "1.25e-05"),
            (f64::INFINITY, ".inf"),
            (0.1, "0.1"),
        ] {
            assert_eq!(of_float(value), text);
        }
    }

    #[test]
    fn base64_is_decoded() {
        assert_eq!(base64("aGVs\nbG8="), Some(b"hello".to_vec()));
        assert_eq!(base64("aGVsbG8"), None);
        assert_eq!(base64("===="), None);
        assert_eq!(base64(""), Some(Vec::new()));
    }
}
