//! A whole number.

use super::{Single, frame, unit_word};
use crate::state::Action;
use linkspan_core::field::Unit;
use std::ops::RangeInclusive;
use web_sys::HtmlInputElement;
use yew::{Html, InputEvent, KeyboardEvent, TargetCast, html};

/// An input that keeps what was typed; the arrow keys and two buttons count up and down from the
/// number or from the default.
pub(super) fn number(props: &Single, range: RangeInclusive<i64>, unit: Unit) -> Html {
    let Single { field, path, value, normal, problem, act, .. } = props;
    let start = normal.parse().ok();
    let next = move |text: &str, by: i64| {
        let number = if text.is_empty() { start } else { text.parse().ok() };
        let number: i64 = number.unwrap_or(*range.start()) + by;
        number.clamp(*range.start(), *range.end()).to_string()
    };
    let oninput = {
        let path = path.to_string();
        act.reform(move |event: InputEvent| {
            Action::Text(path.clone(), event.target_unchecked_into::<HtmlInputElement>().value())
        })
    };
    let onkeydown = {
        let (path, act, next) = (path.to_string(), act.clone(), next.clone());
        move |event: KeyboardEvent| {
            let by = match event.key().as_str() {
                "ArrowUp" => 1,
                "ArrowDown" => -1,
                _ => return,
            };
            event.prevent_default();
            let typed = event.target_unchecked_into::<HtmlInputElement>().value();
            act.emit(Action::Text(path.clone(), next(&typed, by)));
        }
    };
    let button = |sign: &'static str, word: &str, by: i64| {
        let (path, act, text) = (path.to_string(), act.clone(), next(value, by));
        let onclick = move |_| act.emit(Action::Text(path.clone(), text.clone()));
        let label = format!("{word} {}", field.label);
        html! {
            <button type="button" class="count" tabindex="-1" aria-label={label} {onclick}>
                { sign }
            </button>
        }
    };
    let word = unit_word(unit);
    html! {
        <>
            <span class="counter">
                { button("−", "Less", -1) }
                <input id={path.clone()} type="text" class="code" inputmode="numeric"
                    value={value.clone()} placeholder={normal.clone()} {oninput} {onkeydown}
                    autocomplete="off" aria-describedby={frame::note_id(path)}
                    aria-invalid={frame::invalid(problem.as_ref())} />
                { button("+", "More", 1) }
            </span>
            if !word.is_empty() { <span class="unit">{ word }</span> }
        </>
    }
}
