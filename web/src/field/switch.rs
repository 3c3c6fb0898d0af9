//! Yes or no.

use super::{Single, frame};
use crate::state::Action;
use linkspan_core::field::Default;
use web_sys::HtmlInputElement;
use yew::{Event, Html, TargetCast, html};

/// A switch that shows what holds. Switching it back to the default takes the field out.
pub(super) fn switch(props: &Single) -> Html {
    let Single { field, path, value, problem, act, .. } = props;
    let normal = matches!(field.default, Default::Value("true"));
    let on = if value.is_empty() { normal } else { value == "true" };
    let onchange = {
        let path = path.to_string();
        act.reform(move |event: Event| {
            let on = event.target_unchecked_into::<HtmlInputElement>().checked();
            let text = if on == normal { String::new() } else { on.to_string() };
            Action::Text(path.clone(), text)
        })
    };
    let word = match (value.as_str(), on) {
        ("", true) => "Yes, by default".to_owned(),
        ("", false) => "No, by default".to_owned(),
        ("true", _) => "Yes".to_owned(),
        ("false", _) => "No".to_owned(),
        (other, _) => other.to_owned(),
    };
    html! {
        <span class="switch">
            <input id={path.clone()} type="checkbox" role="switch" checked={on} {onchange}
                aria-describedby={frame::note_id(path)}
                aria-invalid={frame::invalid(problem.as_ref())} />
            <span class="word" aria-hidden="true">{ word }</span>
        </span>
    }
}
