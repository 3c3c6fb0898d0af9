//! Environments: a card each, with its name and a row for each field that differs, and what that gives.

use super::Source;
use super::frame;
use super::rows::Rows;
use crate::state::{Action, Environments};
use linkspan_core::field::Field;
use web_sys::HtmlInputElement;
use yew::{AttrValue, Html, InputEvent, TargetCast, html};

/// All environments, the button that adds one, and the table of what differs.
pub(super) fn draw(field: &'static Field, source: Source<'_>) -> Html {
    let path = AttrValue::from(field.path);
    let names = source.draft.environments();
    let problems: Vec<_> =
        source.view.problem(field.path).map(frame::Problem::of).into_iter().collect();
    let free = ["staging", "production"].into_iter().find(|name| !names.contains(name));
    let free = free.map_or_else(|| format!("environment-{}", names.len() + 1), str::to_owned);
    let add = source.act.reform(move |_| Action::Environments(Environments::Add(free.clone())));
    html! {
        <div class="groups" id={path.clone()} role="group" aria-label={field.label} key={field.path}>
            if names.is_empty() {
                <p class="empty">{ "One environment: the app itself." }</p>
            }
            { for names.iter().enumerate().map(|(index, name)| card(field, index, name, source)) }
            <button type="button" class="add" onclick={add}>{ "Add an environment" }</button>
            { frame::note(field, &path, &problems) }
            { table(source) }
        </div>
    }
}

fn card(field: &'static Field, index: usize, name: &str, source: Source<'_>) -> Html {
    let path = AttrValue::from(format!("{}.{name}", field.path));
    let id = format!("{}[{index}].name", field.path);
    let rename = source.act.reform(move |event: InputEvent| {
        let typed = event.target_unchecked_into::<HtmlInputElement>().value();
        Action::Environments(Environments::Rename(index, typed))
    });
    let remove = source.act.reform(move |_| Action::Environments(Environments::Remove(index)));
    let rows: Vec<(AttrValue, AttrValue)> = source
        .draft
        .environment_rows(index)
        .into_iter()
        .map(|(path, text)| (path.into(), text.into()))
        .collect();
    let problems = frame::inside(source.view, &path);
    let linked = source.linked.is_some_and(|linked| {
        linked
            .strip_prefix(path.as_str())
            .is_some_and(|rest| rest.is_empty() || super::inside(rest))
    });
    html! {
        <div class="card" role="group" aria-label={name.to_owned()} key={index}>
            <div class="card-head">
                <input {id} type="text" class="code" value={name.to_owned()} oninput={rename}
                    aria-label={format!("Name of environment {}", index + 1)}
                    autocomplete="off" autocapitalize="off" spellcheck="false" />
                <button type="button" class="quiet" onclick={remove}
                    aria-label={format!("Remove environment {name}")}>{ "Remove" }</button>
            </div>
            <Rows {field} {path} {rows} {problems} {linked} act={source.act.clone()}
                environment={Some(index)} />
        </div>
    }
}

/// What differs, set or worked out.
fn table(source: Source<'_>) -> Html {
    let view = source.view;
    if view.differences.is_empty() {
        return Html::default();
    }
    html! {
        <div class="scroll-x">
            <table class="differences">
                <caption>{ "What differs" }</caption>
                <thead><tr>
                    <th scope="col">{ "Field" }</th><th scope="col">{ "In common" }</th>
                    { for view.environments.iter().map(|name| html! { <th scope="col">{ name }</th> }) }
                </tr></thead>
                <tbody>
                    { for view.differences.iter().map(|row| html! {
                        <tr>
                            <th scope="row"><code>{ &row.field }</code></th>
                            { for row.values.iter().map(|value| html! { <td>{ value }</td> }) }
                        </tr>
                    }) }
                </tbody>
            </table>
        </div>
    }
}
