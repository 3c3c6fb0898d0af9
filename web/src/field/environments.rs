//! Environments: a card each, with its name and a row for each field that differs, and what that gives.

use super::frame;
use super::overrides::{Overrides, PATHS};
use super::{Shape, Source};
use crate::state::{Action, Environments};
use linkspan_core::field::{Accepts, Field, fields, may_differ};
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
            if !names.is_empty() { { paths(source) } }
            { table(source) }
        </div>
    }
}

/// The paths that an environment can set, to choose from.
fn paths(source: Source<'_>) -> Html {
    let groups = groups(source);
    let option = |path: String, label: &'static str| {
        html! { <option key={path.clone()} value={path}>{ label }</option> }
    };
    let all = fields().filter(|field| may_differ(field.path)).flat_map(|field| {
        match field.path.split_once("[].") {
            Some((_, "name")) => Vec::new(),
            Some((list, key)) => (groups.iter().filter(|(of, _)| *of == list))
                .map(|(_, name)| option(format!("{list}[{name}].{key}"), field.label))
                .collect(),
            None if field.accepts == Accepts::Groups => Vec::new(),
            None if matches!(
                field.accepts,
                Accepts::Map | Accepts::Annotations | Accepts::Rules
            ) =>
            {
                vec![option(format!("{}.", field.path), field.label)]
            }
            None => vec![option(field.path.to_owned(), field.label)],
        }
    });
    html! { <datalist id={PATHS}>{ for all }</datalist> }
}

/// The groups of the base, by list and name.
fn groups(source: Source<'_>) -> Vec<(&'static str, String)> {
    let draft = source.draft;
    let lists = fields().filter(|field| field.accepts == Accepts::Groups).map(|field| field.path);
    lists
        .flat_map(|list| (0..draft.count(list)).map(move |index| (list, index)))
        .map(|(list, index)| (list, draft.text(&format!("{list}[{index}].name")).to_owned()))
        .filter(|(_, name)| !name.is_empty())
        .collect()
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
            { super::control(path.to_string(), Shape::Overrides(Overrides {
                path: path.clone(), index, rows, problems, linked, act: source.act.clone(),
            })) }
        </div>
    }
}

/// A path that can be broken before its dots.
fn parts(path: &str) -> impl Iterator<Item = Html> {
    path.split_inclusive('.')
        .flat_map(|part| part.strip_suffix('.').map_or([part, ""], |part| [part, "."]))
        .filter(|part| !part.is_empty())
        .map(|part| match part {
            "." => html! { <><wbr />{ "." }</> },
            _ => html! { { part.to_owned() } },
        })
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
                <caption>{ "What differs, set or worked out" }</caption>
                <thead><tr>
                    <th scope="col">{ "Field" }</th><th scope="col">{ "In common" }</th>
                    { for view.environments.iter().map(|name| html! { <th scope="col">{ name }</th> }) }
                </tr></thead>
                <tbody>
                    { for view.differences.iter().map(|row| html! {
                        <tr>
                            <th scope="row"><code>{ for parts(&row.field) }</code></th>
                            { for row.values.iter().map(|value| {
                                let value = if value.is_empty() { "–" } else { value };
                                html! { <td>{ value }</td> }
                            }) }
                        </tr>
                    }) }
                </tbody>
            </table>
        </div>
    }
}
