//! A list of groups: a card each, with fields of its own.

use super::Source;
use super::frame;
use crate::state::Action;
use linkspan_core::field::{Field, fields};
use yew::{AttrValue, Callback, Html, html};

/// All groups and the button that adds one.
pub(super) fn draw(field: &'static Field, source: Source<'_>) -> Html {
    let path = AttrValue::from(field.path);
    let count = source.draft.count(field.path);
    let problems: Vec<_> =
        source.view.problem(field.path).map(frame::Problem::of).into_iter().collect();
    let one = field.label.strip_suffix("es").filter(|one| one.ends_with("ss"));
    let noun = one.unwrap_or_else(|| field.label.trim_end_matches('s')).to_lowercase();
    let add = {
        let (path, name, act) =
            (field.path, free_name(source, field.path, &noun), source.act.clone());
        Callback::from(move |_| act.emit(Action::Add(path.to_owned(), name.clone())))
    };
    html! {
        <div class="groups" id={path.clone()} role="group" aria-label={field.label} key={field.path}>
            if count == 0 {
                <p class="empty">{ format!("No {noun} yet.") }</p>
            }
            { for (0..count).map(|index| card(field, index, &noun, source)) }
            <button type="button" class="add" onclick={add}>{ format!("Add a {noun}") }</button>
            { frame::note(field, &path, &problems) }
        </div>
    }
}

fn card(field: &'static Field, index: usize, noun: &str, source: Source<'_>) -> Html {
    let path = format!("{}[{index}]", field.path);
    let prefix = format!("{}[].", field.path);
    let name = source.draft.text(&format!("{path}.name")).to_owned();
    let title = if name.is_empty() { format!("{noun} {}", index + 1) } else { name };
    let remove = {
        let (list, act) = (field.path, source.act.clone());
        Callback::from(move |_| {
            act.emit(Action::Remove(list.to_owned(), index));
            act.emit(Action::Go(list.to_owned()));
        })
    };
    let inner: Vec<(&'static Field, String)> = fields()
        .filter_map(|inner| {
            let key = inner.path.strip_prefix(&prefix)?;
            Some((inner, format!("{path}.{key}")))
        })
        .collect();
    html! {
        <div class="card" id={path.clone()} role="group" aria-label={title.clone()} key={path.clone()}>
            <div class="card-head">
                <b>{ &title }</b>
                <button type="button" class="quiet" onclick={remove}
                    aria-label={format!("Remove {noun} {title}")}>{ "Remove" }</button>
            </div>
            { super::fold(&inner, &path, source) }
        </div>
    }
}

/// A name that no group has yet.
fn free_name(source: Source<'_>, path: &str, noun: &str) -> String {
    let count = source.draft.count(path);
    let taken = |name: &str| {
        (0..count).any(|index| source.draft.text(&format!("{path}[{index}].name")) == name)
    };
    let first = noun.replace(' ', "-");
    let mut name = first.clone();
    let mut number = 1;
    while taken(&name) {
        number += 1;
        name = format!("{first}-{number}");
    }
    name
}
