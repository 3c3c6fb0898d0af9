//! What differs in one environment: a row for each field, named by its path.

use super::frame::{self, Problem};
use super::rows::with;
use crate::state::{Action, Environments};
use linkspan_core::field::{Accepts, Choice, Field, find};
use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use yew::{AttrValue, Callback, Html, InputEvent, TargetCast, classes, html};

/// The id of the list of paths to choose from.
pub(super) const PATHS: &str = "environment-paths";

/// What the rows are drawn from.
#[derive(Clone, PartialEq)]
pub(super) struct Overrides {
    /// Path of the environment: `environments.staging`.
    pub(super) path: AttrValue,
    /// Its index among the environments.
    pub(super) index: usize,
    /// Paths and texts as typed.
    pub(super) rows: Vec<(AttrValue, AttrValue)>,
    /// What is wrong in it.
    pub(super) problems: Vec<Problem>,
    /// Whether the selected line was decided here.
    pub(super) linked: bool,
    /// Where changes go.
    pub(super) act: Callback<Action>,
}

/// Paths and texts.
pub(super) fn overrides(props: &Overrides) -> Html {
    let Overrides { path, rows, problems, linked, act, .. } = props;
    let at_row = |problem: &&Problem| rows.iter().any(|(name, _)| at(path, name, problem));
    let others: Vec<Problem> = problems.iter().filter(|each| !at_row(each)).cloned().collect();
    let class = classes!("field", "wide", linked.then_some("linked"));
    html! {
        <div {class} id={path.clone()} role="group" aria-label={format!("What differs in {path}")}>
            <div class="control items" onfocusin={frame::enter(path, act)}>
                { for (0..=rows.len()).map(|row| one(props, row)) }
            </div>
            if !others.is_empty() { { frame::wrong(&frame::note_id(path), &others) } }
        </div>
    }
}

/// Whether a problem belongs to the row with this name.
fn at(path: &str, name: &str, problem: &Problem) -> bool {
    let inside = problem.path.strip_prefix(path).and_then(|rest| rest.strip_prefix('.'));
    inside
        .and_then(|inside| inside.strip_prefix(name))
        .is_some_and(|rest| !name.is_empty() && (rest.is_empty() || super::inside(rest)))
}

/// One row; the one behind the last is empty and becomes a row when something is typed.
fn one(props: &Overrides, index: usize) -> Html {
    let Overrides { path, rows, problems, .. } = props;
    let (name, text) = rows.get(index).cloned().unwrap_or_default();
    let known = find(&name);
    let wrong: Vec<Problem> =
        problems.iter().filter(|problem| at(path, &name, problem)).cloned().collect();
    let id = format!("{path}[{index}]");
    let note = frame::note_id(&id);
    let rename = edit(props, index, |row, event| {
        row.0 = event.target_unchecked_into::<HtmlInputElement>().value();
    });
    let number = index + 1;
    html! {
        <div class="override" key={index}>
            <span class="item row">
                <input id={format!("{id}.name")} type="text" class="code" oninput={rename} list={PATHS}
                    aria-label={format!("Path of field {number}")} value={name.clone()}
                    placeholder="web.replicas" autocomplete="off" autocapitalize="off"
                    spellcheck="false" aria-describedby={note.clone()}
                    aria-invalid={frame::invalid(wrong.first())} />
                { value(props, index, known, &text, wrong.first()) }
                if index < rows.len() { { remove(props, index, &name) } }
            </span>
            { said(known, &name, note, &wrong) }
        </div>
    }
}

/// What stands under a row: what is wrong with it, else what the field is called.
fn said(known: Option<&Field>, name: &str, id: AttrValue, wrong: &[Problem]) -> Html {
    if !wrong.is_empty() {
        return frame::wrong(&id, wrong);
    }
    let text = match known {
        Some(field) => field.label,
        None if name.is_empty() => "The path of a field, and what it is here.",
        None => "",
    };
    html! { <p class="note" {id}>{ text }</p> }
}

/// The control of the value: with words to choose from where the field has some.
fn value(
    props: &Overrides,
    index: usize,
    known: Option<&'static Field>,
    text: &AttrValue,
    wrong: Option<&Problem>,
) -> Html {
    let id = format!("{}[{index}].value", props.path);
    let note = frame::note_id(&format!("{}[{index}]", props.path));
    let label = format!("Value of field {}", index + 1);
    let invalid = frame::invalid(wrong);
    let choices = known.and_then(|field| words(field.accepts));
    if let Some(choices) = choices {
        let list = format!("{id}-words");
        let rewrite = edit(props, index, |row, event| {
            row.1 = event.target_unchecked_into::<HtmlInputElement>().value();
        });
        return html! {
            <>
                <input {id} type="text" class="code value" list={list.clone()} value={text.clone()}
                    oninput={rewrite} aria-label={label} placeholder="value" autocomplete="off"
                    spellcheck="false" aria-describedby={note} aria-invalid={invalid} />
                <datalist id={list}>
                    { for choices.iter().map(|each| html! {
                        <option value={each.value}>{ each.label }</option>
                    }) }
                </datalist>
            </>
        };
    }
    let rewrite = edit(props, index, |row, event| {
        row.1 = event.target_unchecked_into::<HtmlTextAreaElement>().value();
    });
    html! {
        <textarea {id} class="code" rows="1" value={text.clone()} oninput={rewrite}
            aria-label={label} placeholder="value" autocomplete="off" spellcheck="false"
            aria-describedby={note} aria-invalid={invalid} />
    }
}

const fn words(kind: Accepts) -> Option<&'static [Choice]> {
    match kind {
        Accepts::Choice(choices) => Some(choices),
        Accepts::Bool => {
            Some(&[Choice { value: "true", label: "Yes" }, Choice { value: "false", label: "No" }])
        }
        _ => None,
    }
}

fn edit(
    props: &Overrides,
    row: usize,
    change: fn(&mut (String, String), &InputEvent),
) -> Callback<InputEvent> {
    let (index, rows) = (props.index, props.rows.clone());
    props.act.reform(move |event: InputEvent| {
        let rows = with(&rows, row, |row| change(row, &event));
        Action::Environments(Environments::Rows(index, rows))
    })
}

fn remove(props: &Overrides, row: usize, name: &str) -> Html {
    let Overrides { path, index, rows, act, .. } = props.clone();
    let onclick = move |_| {
        let left = rows.iter().enumerate().filter(|(at, _)| *at != row);
        let left = left.map(|(_, (name, text))| (name.to_string(), text.to_string())).collect();
        act.emit(Action::Environments(Environments::Rows(index, left)));
        act.emit(Action::Go(path.to_string()));
    };
    html! {
        <button type="button" class="remove" aria-label={format!("Remove field {name}")} {onclick}>
            { "×" }
        </button>
    }
}
