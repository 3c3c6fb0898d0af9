//! The way to a field by its name.

use crate::state::{Action, control, search};
use linkspan_core::field::Field;
use linkspan_core::spec::Draft;
use std::rc::Rc;
use web_sys::HtmlInputElement;
use yew::{
    AttrValue, Callback, Html, InputEvent, KeyboardEvent, Properties, TargetCast, component, html,
    use_state,
};

/// The id of the control.
pub(crate) const SEARCH: &str = "search";

/// What the search is drawn from.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct SearchProps {
    /// What was typed into the form.
    pub(super) draft: Rc<Draft>,
    /// Where changes go.
    pub(super) act: Callback<Action>,
}

/// A text and the fields that fit it.
#[component]
pub(super) fn Search(props: &SearchProps) -> Html {
    let words = use_state(String::new);
    let at = use_state(|| 0_usize);
    let found = search(&words);
    let last = found.len().saturating_sub(1);
    let now = (*at).min(last);
    let oninput = {
        let (words, at) = (words.clone(), at.clone());
        move |event: InputEvent| {
            words.set(event.target_unchecked_into::<HtmlInputElement>().value());
            at.set(0);
        }
    };
    let go = {
        let (words, act, draft) = (words.clone(), props.act.clone(), Rc::clone(&props.draft));
        Callback::from(move |field: &'static Field| {
            words.set(String::new());
            act.emit(Action::Go(control(&draft, field)));
        })
    };
    let onkeydown = {
        let (words, at, go, found) = (words.clone(), at.clone(), go.clone(), found.clone());
        move |event: KeyboardEvent| {
            match event.key().as_str() {
                "ArrowDown" => at.set((now + 1).min(last)),
                "ArrowUp" => at.set(now.saturating_sub(1)),
                "Enter" => {
                    if let Some(field) = found.get(now) {
                        go.emit(*field);
                    }
                }
                "Escape" if !words.is_empty() => words.set(String::new()),
                _ => return,
            }
            event.prevent_default();
        }
    };
    let is_open = !words.is_empty();
    let option = |index: usize| AttrValue::from(format!("{SEARCH}-{index}"));
    html! {
        <div class="search" role="search">
            <input id={SEARCH} type="search" role="combobox" placeholder="Find a field" aria-label="Find a field"
                aria-keyshortcuts="/" aria-expanded={is_open.to_string()} aria-controls="search-list" aria-autocomplete="list"
                aria-activedescendant={(is_open && !found.is_empty()).then(|| option(now))}
                value={(*words).clone()} {oninput} {onkeydown} autocomplete="off" autocapitalize="off" spellcheck="false" />
            <ul id="search-list" role="listbox" aria-label="Fields" hidden={!is_open}>
                { for found.iter().copied().enumerate().map(|(index, field)| {
                    let onmousedown = go.reform(move |event: yew::MouseEvent| {
                        event.prevent_default();
                        field
                    });
                    html! {
                        <li role="option" id={option(index)} key={field.path} {onmousedown}
                            aria-selected={(index == now).to_string()}>
                            <span>{ field.label }</span>
                            <span class="soft">{ field.section().label }</span>
                            <code class="soft">{ field.path }</code>
                        </li>
                    }
                }) }
            </ul>
            if is_open && found.is_empty() { <p class="search-none soft" role="status">{ "No field has these words." }</p> }
        </div>
    }
}
