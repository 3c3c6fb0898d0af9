//! Names and values: a row each, and an empty one to add to them.

use super::frame::{self, Problem};
use crate::state::Action;
use linkspan_core::field::Field;
use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use yew::{AttrValue, Callback, Html, InputEvent, TargetCast, classes, html};

/// What the rows are drawn from.
#[derive(Clone, PartialEq)]
pub(super) struct Rows {
    /// The field.
    pub(super) field: &'static Field,
    /// Its path, with indexes.
    pub(super) path: AttrValue,
    /// Names and values as typed.
    pub(super) rows: Vec<(AttrValue, AttrValue)>,
    /// What is wrong with them.
    pub(super) problems: Vec<Problem>,
    /// Whether the selected line was decided here.
    pub(super) linked: bool,
    /// Where changes go.
    pub(super) act: Callback<Action>,
}

/// Names and values.
pub(super) fn rows(props: &Rows) -> Html {
    let Rows { field, path, rows, problems, linked, act } = props;
    let class = classes!(
        "field",
        "wide",
        linked.then_some("linked"),
        (!problems.is_empty()).then_some("wrong")
    );
    let name = format!("{path}-name");
    html! {
        <div {class} id={path.clone()} role="group" aria-labelledby={name.clone()}>
            <span class="name" id={name}>{ field.label }</span>
            <div class="control items" onfocusin={frame::enter(path, act)}>
                { for (0..=rows.len()).map(|index| row(props, index)) }
            </div>
            { frame::note(field, path, problems) }
        </div>
    }
}

/// One row; the one behind the last is empty and becomes a row when something is typed.
fn row(props: &Rows, index: usize) -> Html {
    let Rows { path, rows, problems, .. } = props;
    let (name, text) = rows.get(index).cloned().unwrap_or_default();
    let problem = problems.iter().find(|problem| problem.path == format!("{path}.{name}"));
    let oninput = |change: fn(&mut (String, String), String), read: fn(&InputEvent) -> String| {
        let (path, rows) = (path.to_string(), rows.clone());
        props.act.reform(move |event: InputEvent| {
            let rows = with(&rows, index, |row| change(row, read(&event)));
            Action::Rows(path.clone(), rows)
        })
    };
    let number = index + 1;
    let rename = oninput(
        |row, typed| row.0 = typed,
        |event| event.target_unchecked_into::<HtmlInputElement>().value(),
    );
    let rewrite = oninput(
        |row, typed| row.1 = typed,
        |event| event.target_unchecked_into::<HtmlTextAreaElement>().value(),
    );
    html! {
        <span class="item row" key={index}>
            <input id={format!("{path}[{index}].name")} type="text" class="code" oninput={rename}
                aria-label={format!("Name of variable {number}")} value={name.clone()}
                placeholder="NAME" autocomplete="off" autocapitalize="off" spellcheck="false"
                aria-describedby={frame::note_id(path)} aria-invalid={frame::invalid(problem)} />
            <textarea id={format!("{path}[{index}].value")} class="code" rows="1" oninput={rewrite}
                aria-label={format!("Value of variable {number}")} value={text}
                placeholder="value" autocomplete="off" spellcheck="false"
                aria-describedby={frame::note_id(path)} aria-invalid={frame::invalid(problem)} />
            if index < rows.len() { { remove(props, index, &name) } }
        </span>
    }
}

fn remove(props: &Rows, index: usize, name: &str) -> Html {
    let (path, rows, act) = (props.path.to_string(), props.rows.clone(), props.act.clone());
    let onclick = move |_| {
        let left = rows.iter().enumerate().filter(|(at, _)| *at != index);
        let left = left.map(|(_, (name, text))| (name.to_string(), text.to_string())).collect();
        act.emit(Action::Rows(path.clone(), left));
        act.emit(Action::Go(path.clone()));
    };
    let label = format!("Remove variable {name}");
    html! {
        <button type="button" class="remove" aria-label={label} {onclick}>{ "×" }</button>
    }
}

/// The rows with one changed. Emptied rows at the end are no rows any more.
pub(super) fn with(
    rows: &[(AttrValue, AttrValue)],
    index: usize,
    change: impl FnOnce(&mut (String, String)),
) -> Vec<(String, String)> {
    let mut rows: Vec<(String, String)> =
        rows.iter().map(|(name, text)| (name.to_string(), text.to_string())).collect();
    if index >= rows.len() {
        rows.push(Default::default());
    }
    if let Some(row) = rows.get_mut(index) {
        change(row);
    }
    while rows.last().is_some_and(|(name, text)| name.is_empty() && text.is_empty()) {
        rows.pop();
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typing_behind_the_last_row_adds_one() {
        let rows = [(AttrValue::from("A"), AttrValue::from("a"))];
        let more = with(&rows, 1, |row| row.0 = "B".into());
        assert_eq!(more, [("A".to_owned(), "a".to_owned()), ("B".to_owned(), String::new())]);
        assert!(with(&rows, 0, |row| *row = Default::default()).is_empty());
    }
}
