//! The form of a link that a person can write: `preset=sidekiq&app=blog`.

use super::ShareError;
use crate::diagnostic::in_backticks;
use crate::field::{self, Accepts, Field, fields};
use crate::preset::{PRESETS, preset};
use crate::spec::Draft;

const MAX_SETTINGS: usize = 200;

/// The spec's text: the preset's, with the settings in it.
pub(super) fn text(fragment: &str) -> Result<String, ShareError> {
    let mut settings = Vec::new();
    let mut start = "";
    for part in fragment.split('&').filter(|part| !part.is_empty()) {
        let (key, value) =
            setting(part).ok_or_else(|| ShareError::NotASetting(in_backticks(part)))?;
        if key == "preset" {
            start = preset(&value).ok_or_else(|| no_preset(&value))?.text;
        } else {
            settings.push((key, value));
        }
        if settings.len() > MAX_SETTINGS {
            return Err(ShareError::TooMany);
        }
    }
    if settings.is_empty() {
        return Ok(start.to_owned());
    }
    let mut draft = Draft::from_text(start);
    for (key, value) in &settings {
        set(&mut draft, key, value)?;
    }
    Ok(draft.to_text())
}

fn setting(part: &str) -> Option<(String, String)> {
    let (key, value) = part.split_once('=')?;
    Some((percent_decoded(key)?, percent_decoded(value)?))
}

fn set(draft: &mut Draft, key: &str, value: &str) -> Result<(), ShareError> {
    let field = field::find(key).filter(|field| names(field, key)).ok_or_else(|| no_field(key))?;
    add_next_group(draft, key, field);
    if field.accepts.is_list() {
        let items = value.split(',').map(str::trim).filter(|item| !item.is_empty());
        let items: Vec<String> = items.map(str::to_owned).collect();
        draft.set_texts(key, &items);
    } else {
        draft.set_text(key, value);
    }
    let lost = !value.is_empty() && !draft.is_set(key);
    if lost { Err(ShareError::NoPlace(in_backticks(key))) } else { Ok(()) }
}

/// Whether the key is the field itself, in one group where it has groups, or one name of a map:
/// nothing deeper.
fn names(field: &Field, key: &str) -> bool {
    let Some((list, inner)) = field.path.split_once("[].") else {
        return is_of(field, field.path, key);
    };
    let rest = key.strip_prefix(list).and_then(|rest| rest.strip_prefix('[')?.split_once("]."));
    rest.is_some_and(|(index, key)| index.parse::<u16>().is_ok() && is_of(field, inner, key))
}

fn is_of(field: &Field, path: &str, key: &str) -> bool {
    match (field.accepts, key.strip_prefix(path).map(|rest| rest.strip_prefix('.'))) {
        (Accepts::Map | Accepts::Annotations | Accepts::Rules, Some(Some(name))) => {
            !name.is_empty() && !name.contains(['.', '['])
        }
        (
            Accepts::Map
            | Accepts::Annotations
            | Accepts::Rules
            | Accepts::Groups
            | Accepts::Environments,
            _,
        ) => false,
        _ => key == path,
    }
}

/// `workers[2].name` makes the third group when there are two.
fn add_next_group(draft: &mut Draft, key: &str, field: &Field) {
    let Some((list, _)) = field.path.split_once("[].") else { return };
    let next = draft.count(list);
    if key.starts_with(&format!("{list}[{next}].")) {
        draft.add_group(list, "");
    }
}

fn no_preset(name: &str) -> ShareError {
    let known: Vec<&str> = PRESETS.iter().map(|preset| preset.id).collect();
    ShareError::NoPreset { name: in_backticks(name), known: known.join(", ") }
}

fn no_field(name: &str) -> ShareError {
    let near = field::nearest(name, fields().map(|field| field.path));
    let help = near.map_or_else(
        || String::from("write it as in `linkspan.yml`, with dots, such as `web.replicas`"),
        |near| format!("did you mean `{near}`?"),
    );
    ShareError::NoField { name: in_backticks(name), help }
}

/// `%41` as `A`; `None` for a broken `%` or what is not UTF-8 then.
fn percent_decoded(text: &str) -> Option<String> {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let high = char::from(bytes.next()?).to_digit(16)?;
            let low = char::from(bytes.next()?).to_digit(16)?;
            out.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            out.push(byte);
        }
    }
    String::from_utf8(out).ok()
}
