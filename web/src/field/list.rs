//! A list of texts: a row each, and an empty one to add to it.

use super::frame::{self, Problem};
use crate::state::Action;
use linkspan_core::field::Field;
use web_sys::HtmlInputElement;
use yew::{AttrValue, Callback, Html, InputEvent, TargetCast, classes, html};

/// What a list is drawn from.
#[derive(Clone, PartialEq)]
pub(super) struct List {
    /// The field.
    pub(super) field: &'static Field,
    /// Its path, with indexes.
    pub(super) path: AttrValue,
    /// The items as typed.
    pub(super) texts: Vec<AttrValue>,
    /// What is wrong with the list or an item.
    pub(super) problems: Vec<Problem>,
    /// Whether the selected line was decided here.
    pub(super) linked: bool,
    /// Where changes go.
    pub(super) act: Callback<Action>,
}

/// A list of texts.
pub(super) fn list(props: &List) -> Html {
    let List { field, path, texts, problems, linked, act } = props;
    let class =
        classes!("field", linked.then_some("linked"), (!problems.is_empty()).then_some("wrong"));
    let name = format!("{path}-name");
    html! {
        <div {class} id={path.clone()} role="group" aria-labelledby={name.clone()}
            onfocusin={frame::enter(path, act)}>
            <span class="name" id={name}>{ field.label }</span>
            <div class="control items">
                { for (0..=texts.len()).map(|index| row(props, index)) }
            </div>
            { frame::note(field, path, problems) }
        </div>
    }
}

/// One item; the one behind the last is empty and becomes an item when something is typed.
fn row(props: &List, index: usize) -> Html {
    let List { field, path, texts, problems, act, .. } = props;
    let id = format!("{path}[{index}]");
    let value = texts.get(index).cloned();
    let problem = problems.iter().find(|problem| problem.path == id);
    let oninput = {
        let (path, texts) = (path.to_string(), texts.clone());
        act.reform(move |event: InputEvent| {
            let typed = event.target_unchecked_into::<HtmlInputElement>().value();
            Action::Texts(path.clone(), with(&texts, index, typed))
        })
    };
    let label = format!("{}, {}", field.label, index + 1);
    let placeholder = if texts.is_empty() { "none yet: type to add" } else { "type to add" };
    html! {
        <span class="item" key={index}>
            <input {id} type="text" class="code" aria-label={label} {oninput}
                value={value.clone().unwrap_or_default()} {placeholder} autocomplete="off"
                autocapitalize="off" spellcheck="false" aria-describedby={frame::note_id(path)}
                aria-invalid={frame::invalid(problem)} />
            if let Some(text) = value { { remove(props, index, &text) } }
        </span>
    }
}

fn remove(props: &List, index: usize, text: &str) -> Html {
    let (path, texts) = (props.path.to_string(), props.texts.clone());
    let act = props.act.clone();
    let onclick = move |_| {
        let left = texts.iter().enumerate().filter(|(at, _)| *at != index);
        let left = left.map(|(_, text)| text.to_string()).collect();
        act.emit(Action::Texts(path.clone(), left));
        act.emit(Action::Go(format!("{path}[{index}]")));
    };
    let label = format!("Remove {text} from {}", props.field.label);
    html! {
        <button type="button" class="remove" aria-label={label} {onclick}>{ "×" }</button>
    }
}

/// The list with one item changed. An emptied last item is no item any more.
fn with(texts: &[AttrValue], index: usize, typed: String) -> Vec<String> {
    let mut texts: Vec<String> = texts.iter().map(ToString::to_string).collect();
    match texts.get_mut(index) {
        Some(text) => *text = typed,
        None => texts.push(typed),
    }
    while texts.last().is_some_and(String::is_empty) {
        texts.pop();
    }
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_emptied_last_item_goes_and_an_inner_one_stays() {
        let texts = [AttrValue::from("a"), AttrValue::from("b")];
        assert_eq!(with(&texts, 2, "c".into()), ["a", "b", "c"]);
        assert_eq!(with(&texts, 1, String::new()), ["a"]);
        assert_eq!(with(&texts, 0, String::new()), ["", "b"]);
    }
}
