//! Flags into a draft, each value judged by its field.

use super::Args;
use crate::error::CliError;
use crate::paint::plain;
use linkspan_core::field::{self, Accepts, Field, fields, nearest};
use linkspan_core::spec::Draft;

/// Puts every flag where it belongs.
pub(super) fn apply(args: &Args, draft: &mut Draft) -> Result<(), CliError> {
    if args.sidekiq {
        sidekiq(draft);
    }
    for setting in &args.set {
        let Some((path, value)) = setting.split_once('=') else {
            return Err(CliError::Usage(
                format!("`--set {}` sets nothing", plain::inline(setting)),
                "write FIELD=VALUE, such as --set web.replicas=3".to_owned(),
            ));
        };
        set(draft, path, value)?;
    }
    if let Some(app) = &args.app {
        set(draft, "app", app)?;
    }
    if let Some(image) = &args.image {
        set(draft, "image", image)?;
    }
    if !args.host.is_empty() {
        set(draft, "hosts", &args.host.join(","))?;
    }
    Ok(())
}

/// A group of Sidekiq workers, unless there is one.
pub(super) fn sidekiq(draft: &mut Draft) {
    let count = draft.count("workers");
    let is_sidekiq = |index| draft.text(&format!("workers[{index}].kind")) == "sidekiq";
    if (0..count).any(is_sidekiq) {
        return;
    }
    draft.add_group("workers", "sidekiq");
    draft.set_text(&format!("workers[{count}].kind"), "sidekiq");
}

/// Sets a field to a value; lists take several with commas between.
pub(super) fn set(draft: &mut Draft, path: &str, value: &str) -> Result<(), CliError> {
    let Some(field) = field::find(path) else { return Err(unknown(path)) };
    let texts: Vec<String> = match field.accepts {
        kind if kind.is_list() => {
            let parts = value.split(',').map(|part| part.trim().to_owned());
            parts.filter(|part| !part.is_empty()).collect()
        }
        _ => vec![value.to_owned()],
    };
    for text in &texts {
        // The value itself is not shown: somebody may have put a secret where its name belongs.
        field::check(field.accepts, text).map_err(|wrong| {
            let path = plain::inline(path);
            CliError::Usage(format!("`{path}` {}", wrong.message), wrong.help)
        })?;
    }
    make_group(draft, path);
    match field.accepts {
        Accepts::Map | Accepts::Annotations | Accepts::Rules => set_row(draft, field, path, value)?,
        kind if kind.is_list() => draft.set_texts(path, &texts),
        _ => draft.set_text(path, value),
    }
    Ok(())
}

fn set_row(draft: &mut Draft, field: &Field, path: &str, value: &str) -> Result<(), CliError> {
    let key = path.strip_prefix(field.path).and_then(|rest| rest.strip_prefix('.'));
    let Some(key) = key.filter(|key| field::check_key(field.accepts, key).is_ok()) else {
        return Err(CliError::Usage(
            format!("`{}` holds names and texts", field.path),
            format!("write --set {}.NAME=value", field.path),
        ));
    };
    let mut rows: Vec<(String, String)> = draft
        .rows(field.path)
        .into_iter()
        .filter(|(name, _)| *name != key)
        .map(|(name, text)| (name.to_owned(), text.to_owned()))
        .collect();
    rows.push((key.to_owned(), value.to_owned()));
    draft.set_rows(field.path, &rows);
    Ok(())
}

/// `workers[1].name` makes the second group when there is one.
fn make_group(draft: &mut Draft, path: &str) {
    let Some((list, rest)) = path.split_once('[') else { return };
    let index = rest.split_once(']').and_then(|(index, _)| index.parse::<usize>().ok());
    if index == Some(draft.count(list)) {
        draft.add_group(list, "");
    }
}

fn unknown(path: &str) -> CliError {
    let help = match nearest(path, fields().map(|field| field.path)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "see all fields with `linkspan explain`".to_owned(),
    };
    CliError::Usage(format!("there is no field `{}`", plain::inline(path)), help)
}
