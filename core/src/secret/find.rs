//! Where secrets stand in a text of any kind.

use super::name::{is_identifier, is_secret_name, may_be_secret, names_object};
use super::shape::{SHAPES, Shape};
use std::ops::Range;

/// The key or token that stands anywhere in a text.
#[must_use]
pub fn shape(text: &str) -> Option<&'static Shape> {
    tokens(text).into_iter().next().map(|(_, shape)| shape)
}

/// Whether a text that stands where a name belongs is a secret's value: a key or token, or characters
/// at random, such as no name has.
#[must_use]
pub fn is_value(text: &str) -> bool {
    let text = text.trim();
    if !spans(text).is_empty() || SHAPES.iter().any(|shape| shape.begins(text)) || is_hex_key(text)
    {
        return true;
    }
    let count = |is: fn(&u8) -> bool| text.bytes().filter(is).count();
    let (digits, small) = (count(u8::is_ascii_digit), count(u8::is_ascii_lowercase));
    let large = count(u8::is_ascii_uppercase);
    let is_one_word = !text.contains(['_', ' ', '.', '/']);
    let is_long = text.len() >= 16 && is_one_word && digits >= 2;
    is_long && small > 0 && (large > 0 || digits >= 4)
}

/// Whether a variable of this name and value holds a secret: by its name, by the form of its value whatever the
/// name, or by a password in an address.
#[must_use]
pub fn looks_secret(name: &str, value: &str) -> bool {
    let value = value.trim();
    if value.is_empty() {
        return false;
    }
    if !tokens(value).is_empty() || private_keys(value).next().is_some() {
        return true;
    }
    // What a program puts in later is no value yet.
    if is_reference(value) {
        return false;
    }
    // An address within a whole file is not the value of a variable.
    let is_file = value.contains(char::is_whitespace);
    let part = || addresses(value).into_iter().chain(settings(value)).next();
    if !is_file && part().is_some() {
        return true;
    }
    if is_hex_key(value) && !is_identifier(name) {
        return true;
    }
    if is_secret_name(name) {
        return !is_switch(value) && !is_path(value);
    }
    may_be_secret(name) && is_value(value)
}

/// Keys of Rails: 16 bytes in hexadecimal for the credentials, 64 for `secret_key_base`.
pub(super) fn is_hex_key(text: &str) -> bool {
    matches!(text.len(), 32 | 128)
        && text.bytes().all(|byte| byte.is_ascii_hexdigit())
        && text.bytes().any(|byte| byte.is_ascii_alphabetic())
        && text.bytes().any(|byte| byte.is_ascii_digit())
}

/// `$(NAME)`, `${NAME}`, `<%= ... %>` or `{{ ... }}`.
pub(super) fn is_reference(value: &str) -> bool {
    ["$(", "${", "<%", "{{"].iter().any(|mark| value.contains(mark))
        || value.strip_prefix('$').is_some_and(|name| {
            !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_')
        })
}

/// What switches something on or off, or says that there is nothing.
fn is_switch(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    ["true", "false", "yes", "no", "on", "off", "null", "~"].contains(&lower.as_str())
}

/// The place of a file.
fn is_path(value: &str) -> bool {
    let rest = value.strip_prefix("./").or_else(|| value.strip_prefix('/'));
    rest.is_some_and(|rest| {
        rest.contains('/')
            && rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/._-".contains(&byte))
            && !is_value(rest)
    })
}

/// Every run of bytes in a text that is a secret, in order, none within another: keys and tokens, private keys,
/// passwords in addresses, and what is set to a name that says so, such as `--password=...`.
#[must_use]
pub fn spans(text: &str) -> Vec<Range<usize>> {
    let mut all: Vec<Range<usize>> = tokens(text).into_iter().map(|(range, _)| range).collect();
    all.extend(private_keys(text));
    all.extend(addresses(text));
    all.extend(settings(text));
    all.sort_by_key(|range| (range.start, range.end));
    let mut out: Vec<Range<usize>> = Vec::new();
    for range in all {
        match out.last_mut().filter(|last| range.start <= last.end) {
            Some(last) => last.end = last.end.max(range.end),
            None => out.push(range),
        }
    }
    out
}

fn tokens(text: &str) -> Vec<(Range<usize>, &'static Shape)> {
    let mut out = Vec::new();
    let mut from = 0;
    let bytes = text.as_bytes();
    while let Some(first) = bytes.get(from) {
        let before = from.checked_sub(1).and_then(|at| bytes.get(at));
        let is_start = first.is_ascii_alphanumeric()
            && before
                .is_none_or(|before| !before.is_ascii_alphanumeric() || is_escape(bytes, from));
        let found = is_start.then(|| text.get(from..)).flatten().and_then(|rest| {
            let fits = |shape: &'static Shape| Some((shape.length(rest)?, shape));
            SHAPES.iter().filter_map(fits).max_by_key(|(length, _)| *length)
        });
        match found {
            Some((length, shape)) => {
                out.push((from..from + length, shape));
                from += length;
            }
            None => from += 1,
        }
    }
    out
}

/// Whether the letter before a place belongs to an escape such as `\n`.
fn is_escape(bytes: &[u8], at: usize) -> bool {
    let letter = at.checked_sub(1).and_then(|at| bytes.get(at));
    letter.is_some_and(|letter| b"nrt".contains(letter))
        && at.checked_sub(2).and_then(|at| bytes.get(at)) == Some(&b'\\')
}

/// From the head of a private key to behind its end, or to the end of the text where that lacks.
fn private_keys(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    const HEAD: &str = "-----BEGIN ";
    const END: &str = "-----END ";
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let start = from + text.get(from..)?.find(HEAD)?;
            from = start + HEAD.len();
            let label = text.get(from..)?.split("-----").next().unwrap_or_default();
            if !label.contains("PRIVATE KEY") || label.len() > 60 {
                continue;
            }
            let rest = text.get(from..)?;
            let end = rest.find(END).map_or(text.len(), |end| {
                let behind = from + end + END.len();
                let line = text.get(behind..).unwrap_or_default();
                behind + line.find("-----").map_or(line.len(), |close| close + 5)
            });
            from = end;
            return Some(start..end);
        }
    })
}

/// Passwords in addresses: `postgres://user:PASSWORD@host`, and a long name alone before the `@`, which is a token.
fn addresses(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut from = 0;
    while let Some(start) =
        text.get(from..).and_then(|rest| rest.find("://")).map(|at| from + at + 3)
    {
        from = start;
        let Some(rest) = text.get(start..) else { break };
        let is_end =
            |each: char| each.is_whitespace() || matches!(each, '/' | '"' | '\'' | '`' | '<' | '>');
        let part = rest.split(is_end).next().unwrap_or_default();
        let Some((user, _)) = part.rsplit_once('@') else { continue };
        let secret = match user.split_once(':') {
            Some((name, password)) => {
                start + name.len() + 1..start + name.len() + 1 + password.len()
            }
            None if user.len() >= 20 && is_value(user) => start..start + user.len(),
            None => continue,
        };
        let password = text.get(secret.clone()).unwrap_or_default();
        if !password.is_empty()
            && !is_reference(password)
            && password.bytes().any(|each| each != b'*')
        {
            out.push(secret);
        }
    }
    out
}

/// What is set to a name that says that it is a secret: `NAME=value`, `--name=value`, `--name value`,
/// `name: value`, and what follows `Bearer` and `Basic`.
fn settings(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = None;
    let is_word = |each: char| each.is_ascii_alphanumeric() || matches!(each, '_' | '-' | '.');
    for (at, each) in text.char_indices().chain([(text.len(), ' ')]) {
        if is_word(each) {
            start.get_or_insert(at);
            continue;
        }
        let Some(begin) = start.take() else { continue };
        let Some(name) = text.get(begin..at) else { continue };
        let rest = text.get(at..).unwrap_or_default();
        let behind = if matches!(name, "Bearer" | "Basic") {
            rest.strip_prefix(' ').filter(|value| is_header(value))
        } else if name == "--from-literal" {
            // `kubectl create secret generic a --from-literal=NAME=value`
            rest.get(1..).and_then(|pair| Some(pair.split_once('=')?.1))
        } else if name == "-p" && logs_in(text, begin) {
            rest.strip_prefix(' ')
        } else if !is_secret_name(name) {
            None
        } else if name.starts_with("--") {
            rest.strip_prefix(['=', ' ']).filter(|value| !value.starts_with('-'))
        } else {
            assigned(rest)
        };
        let Some(value) = behind else { continue };
        let from = text.len() - value.len();
        let (from, length) = quoted(value).map_or_else(
            || {
                (
                    from,
                    value
                        .find(|each: char| each.is_whitespace() || ";&\"'`|)]},".contains(each))
                        .unwrap_or(value.len()),
                )
            },
            |length| (from + 1, length),
        );
        let secret = text.get(from..from + length).unwrap_or_default();
        if !is_open(name, secret) && secret.bytes().any(|each| each != b'*') {
            out.push(from..from + length);
        }
    }
    out
}

/// Whether a place stands behind `login` on its line: `docker login -u a -p PASSWORD`.
fn logs_in(text: &str, at: usize) -> bool {
    let line = text.get(..at).and_then(|before| before.rsplit('\n').next());
    line.is_some_and(|line| line.split_whitespace().any(|word| word == "login"))
}

/// Whether what is set to a secret's name is no secret: nothing, what is put in later, a switch, the place of a file,
/// or the name of an object.
pub(super) fn is_open(name: &str, value: &str) -> bool {
    value.is_empty()
        || is_reference(value)
        || is_switch(value)
        || is_path(value)
        || !is_value(value) && names_object(name, value)
}

/// Whether a login of HTTP follows, and not the next word of a sentence.
fn is_header(value: &str) -> bool {
    let word = value.split_whitespace().next().unwrap_or_default();
    word.len() >= 8 && word.bytes().any(|byte| byte.is_ascii_digit() || byte == b'=')
}

/// What stands behind `=`, `:=`, `=>` or `: `.
fn assigned(rest: &str) -> Option<&str> {
    let rest = rest.strip_prefix(['"', '\'']).unwrap_or(rest).trim_start_matches([' ', '\t']);
    let marks = ["=>", ":=", "="];
    if let Some(value) = marks.iter().find_map(|mark| rest.strip_prefix(mark)) {
        return (!value.starts_with(['=', '~'])).then(|| value.trim_start_matches([' ', '\t']));
    }
    let value = rest.strip_prefix(':')?;
    let value = value
        .strip_prefix([' ', '\t', '"', '\''])
        .map_or(value, |_| value.trim_start_matches([' ', '\t']));
    // A block or a map that begins, or the next line.
    (!value.is_empty()
        && !value.starts_with(['\n', '\r', '{', '[', '|', '>', '&', '*', '/', ':', '#']))
    .then_some(value)
}

/// The length of what stands in the quotes that a text starts with.
fn quoted(text: &str) -> Option<usize> {
    let quote = text.chars().next().filter(|each| matches!(each, '"' | '\''))?;
    let rest = text.get(1..)?;
    let mut escaped = false;
    for (at, each) in rest.char_indices() {
        match each {
            '\n' => return Some(at),
            '\\' if quote == '"' && !escaped => escaped = true,
            each if each == quote && !escaped => return Some(at),
            _ => escaped = false,
        }
    }
    Some(rest.len())
}
