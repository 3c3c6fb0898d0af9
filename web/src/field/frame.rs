//! What stands around every control.

use super::Single;
use crate::prose::prose;
use crate::state::{Action, View};
use linkspan_core::diagnostic::{Diagnostic, Severity};
use linkspan_core::field::{Default, Field};
use yew::{AttrValue, Callback, Html, classes, html};

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Problem {
    /// Path of the field, or of the item inside it.
    pub(crate) path: AttrValue,
    /// How bad it is.
    pub(crate) severity: Severity,
    /// What is wrong, and what to do.
    pub(crate) text: AttrValue,
}

impl Problem {
    /// What a diagnostic says at its field.
    pub(crate) fn of(diagnostic: &Diagnostic) -> Self {
        let message = at_field(diagnostic);
        let text = if diagnostic.help.is_empty() {
            message
        } else {
            format!("{message}: {}", diagnostic.help)
        };
        Self {
            path: diagnostic.path.clone().into(),
            severity: diagnostic.severity,
            text: text.into(),
        }
    }
}

/// A message that begins with its own field, as it reads at that field: "`app` (`My Shop`) is not a
/// name" becomes "`My Shop` is not a name".
fn at_field(diagnostic: &Diagnostic) -> String {
    let message = &diagnostic.message;
    let value = message.strip_prefix(&format!("`{}` (", diagnostic.path));
    value.map_or_else(|| message.clone(), |value| value.replacen("`) ", "` ", 1))
}

/// All problems of a field and of what is inside it, the worst first.
pub(super) fn inside(view: &View, path: &str) -> Vec<Problem> {
    let belongs = |problem: &&Diagnostic| {
        problem.path.strip_prefix(path).is_some_and(|rest| rest.is_empty() || super::inside(rest))
    };
    view.problems.iter().filter(belongs).map(Problem::of).collect()
}

/// Label, control and help of a field of one text.
pub(super) fn frame(props: &Single, control: Html) -> Html {
    let Single { field, path, value, problem, linked, act, .. } = props;
    let enter = enter(path, act);
    let class = classes!("field", linked.then_some("linked"), problem.is_some().then_some("wrong"));
    html! {
        <div {class} onfocusin={enter}>
            <label class="name" for={path.clone()}>{ field.label }{ required(field) }</label>
            <div class="control">{ control }{ reset(field, path, !value.is_empty(), act) }</div>
            { note(field, path, problem.as_slice()) }
        </div>
    }
}

/// Tells that a field got the focus.
pub(super) fn enter(path: &AttrValue, act: &Callback<Action>) -> Callback<yew::FocusEvent> {
    let path = path.to_string();
    act.reform(move |_| Action::Enter(path.clone()))
}

/// The word behind the label of a field that has to be set.
pub(super) fn required(field: &Field) -> Html {
    match field.default {
        Default::Required => html! { <span class="required">{ "required" }</span> },
        Default::Nothing | Default::Value(_) | Default::Derived(_) => Html::default(),
    }
}

/// The way back to the default, where there is one and something is set.
pub(super) fn reset(field: &Field, path: &AttrValue, set: bool, act: &Callback<Action>) -> Html {
    if !set || field.default == Default::Required {
        return Html::default();
    }
    let label = format!("Reset {} to its default", field.label);
    let path = path.to_string();
    let onclick = act.reform(move |_| Action::Clear(path.clone()));
    html! {
        <button type="button" class="reset" aria-label={label.clone()} title={label} {onclick}>
            { "↺" }
        </button>
    }
}

/// The id of the line under a control.
pub(super) fn note_id(path: &str) -> AttrValue {
    format!("{path}-note").into()
}

/// The line under a control: help, or in its place what is wrong.
pub(super) fn note(field: &Field, path: &AttrValue, problems: &[Problem]) -> Html {
    let id = note_id(path);
    if problems.is_empty() {
        return html! { <p class="note" {id}>{ prose(field.help) }</p> };
    }
    wrong(&id, problems)
}

/// What is wrong, in the place of the help.
pub(super) fn wrong(id: &AttrValue, problems: &[Problem]) -> Html {
    let each = problems.iter().take(3).map(|problem| {
        html! {
            <span class={classes!("problem", problem.severity.word())}>
                <b>{ problem.severity.word() }</b>{ " " }{ prose(&problem.text) }
            </span>
        }
    });
    html! { <p class="note" id={id.clone()}>{ for each }</p> }
}

/// `aria-invalid` of a control.
pub(super) fn invalid(problem: Option<&Problem>) -> Option<&'static str> {
    problem.filter(|problem| problem.severity == Severity::Error).map(|_| "true")
}
