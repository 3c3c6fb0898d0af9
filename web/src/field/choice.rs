//! One of a few words.

use super::{Single, frame};
use crate::state::Action;
use linkspan_core::field::{Choice, Default};
use web_sys::HtmlSelectElement;
use yew::{AttrValue, Event, Html, TargetCast, html};

/// A list to choose from, the default first. A word that is none of them is shown as it is.
pub(super) fn choice(props: &Single, choices: &'static [Choice]) -> Html {
    let Single { field, path, value, normal, problem, act, .. } = props;
    let onchange = {
        let path = path.to_string();
        act.reform(move |event: Event| {
            Action::Text(path.clone(), event.target_unchecked_into::<HtmlSelectElement>().value())
        })
    };
    let label = |word: &str| {
        choices
            .iter()
            .find(|choice| choice.value == word)
            .map_or(word, |choice| choice.label)
            .to_owned()
    };
    let normal = match field.default {
        Default::Value(word) => format!("{}, default", label(word)),
        Default::Derived(_) if normal.is_empty() => String::from("Worked out"),
        Default::Derived(_) => format!("{}, worked out", label(normal)),
        Default::Nothing | Default::Required => String::from("Nothing chosen"),
    };
    let option = |word: AttrValue, text: String| {
        let selected = word == *value;
        html! { <option key={word.to_string()} value={word} {selected}>{ text }</option> }
    };
    let default_word = if let Default::Value(word) = field.default { word } else { "" };
    let unknown = !value.is_empty() && choices.iter().all(|choice| choice.value != value.as_str());
    html! {
        <select id={path.clone()} {onchange} aria-describedby={frame::note_id(path)}
            aria-invalid={frame::invalid(problem.as_ref())}>
            { option("".into(), normal) }
            { for choices
                .iter()
                .filter(|choice| choice.value != default_word || value == choice.value)
                .map(|choice| option(choice.value.into(), choice.label.to_owned())) }
            if unknown { { option(value.clone(), value.to_string()) } }
        </select>
    }
}
