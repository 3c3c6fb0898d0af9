//! A list of texts: a row each, and an empty one to add to it.

use super::frame::{self, Problem};
use crate::platform;
use crate::state::Action;
use linkspan_core::field::{self, Accepts, Field};
use web_sys::HtmlInputElement;
use yew::{AttrValue, Callback, Event, Html, InputEvent, KeyboardEvent, TargetCast, classes, html};

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
    let onkeydown = keys(props, index);
    let onpaste = {
        let (accepts, path, texts, act) =
            (field.accepts, path.to_string(), texts.clone(), act.clone());
        move |event: Event| {
            let Some(parts) = platform::pasted(&event).and_then(|text| split(accepts, &text))
            else {
                return;
            };
            event.prevent_default();
            let last = (index + parts.len()).min(texts.len() + parts.len());
            act.emit(Action::Texts(path.clone(), spread(&texts, index, parts)));
            act.emit(Action::Go(format!("{path}[{last}]")));
        }
    };
    let label = format!("{}, {}", field.label, index + 1);
    let placeholder = if texts.is_empty() { "none yet: type to add" } else { "type to add" };
    html! {
        <span class="item" key={index}>
            <input {id} type="text" class="code" aria-label={label} {oninput} {onkeydown} {onpaste}
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

/// Enter goes on to the next row, and Alt with an arrow moves the row.
fn keys(props: &List, index: usize) -> Callback<KeyboardEvent> {
    let (path, texts, act) = (props.path.to_string(), props.texts.clone(), props.act.clone());
    Callback::from(move |event: KeyboardEvent| {
        let to = match (event.key().as_str(), event.alt_key()) {
            ("Enter", false) if index < texts.len() => index + 1,
            ("Enter", false) => index,
            ("ArrowUp", true) if index < texts.len() => index.saturating_sub(1),
            ("ArrowDown", true) if index < texts.len() => (index + 1).min(texts.len() - 1),
            _ => return,
        };
        event.prevent_default();
        if event.alt_key() && to != index {
            let mut moved: Vec<String> = texts.iter().map(ToString::to_string).collect();
            moved.swap(index, to);
            act.emit(Action::Texts(path.clone(), moved));
        }
        act.emit(Action::Go(format!("{path}[{to}]")));
    })
}

/// The rows that a pasted text makes: one a line; those between commas, where the field takes each of them and not the
/// whole. `None` where it is one row.
fn split(accepts: Accepts, text: &str) -> Option<Vec<String>> {
    let rows = |parts: std::str::Split<'_, char>| -> Vec<String> {
        let bullet = |part: &str| part.trim().trim_start_matches("- ").trim().to_owned();
        parts.map(bullet).filter(|part| !part.is_empty()).collect()
    };
    let lines = rows(text.trim().split('\n'));
    if lines.len() > 1 {
        return Some(lines);
    }
    let parts = rows(text.split(','));
    let fits = |part: &str| field::check(accepts, part).is_ok();
    (parts.len() > 1 && !fits(text.trim()) && parts.iter().all(|part| fits(part))).then_some(parts)
}

/// The list with rows in the place of one.
fn spread(texts: &[AttrValue], index: usize, parts: Vec<String>) -> Vec<String> {
    let own = |texts: &[AttrValue]| texts.iter().map(ToString::to_string).collect::<Vec<_>>();
    let (before, rest) = texts.split_at(index.min(texts.len()));
    let after = rest
        .split_first()
        .map_or(&[][..], |(first, after)| if first.is_empty() { after } else { rest });
    [own(before), parts, own(after)].concat()
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
    fn pasted_lines_and_lists_become_rows() {
        let split = |text: &str| split(Accepts::Hosts, text);
        assert_eq!(split("a.io\nb.io\n\n").unwrap(), ["a.io", "b.io"]);
        assert_eq!(split("- a.io\n- b.io").unwrap(), ["a.io", "b.io"]);
        assert_eq!(split("a.io, b.io").unwrap(), ["a.io", "b.io"]);
        assert_eq!((split("a.io\n"), split("a.io, b c")), (None, None));
        let texts = [AttrValue::from("a"), AttrValue::from("b")];
        let two = || vec!["x".to_owned(), "y".to_owned()];
        assert_eq!(spread(&texts, 2, two()), ["a", "b", "x", "y"]);
        assert_eq!(spread(&texts, 0, two()), ["x", "y", "a", "b"]);
        assert_eq!(spread(&["".into()], 0, two()), ["x", "y"]);
    }

    #[test]
    fn an_emptied_last_item_goes_and_an_inner_one_stays() {
        let texts = [AttrValue::from("a"), AttrValue::from("b")];
        assert_eq!(with(&texts, 2, "c".into()), ["a", "b", "c"]);
        assert_eq!(with(&texts, 1, String::new()), ["a"]);
        assert_eq!(with(&texts, 0, String::new()), ["", "b"]);
    }
}
