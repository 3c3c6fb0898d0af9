//! A text.

use super::{Single, frame};
use crate::state::Action;
use linkspan_core::field::{Accepts, Default};
use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use yew::{Html, InputEvent, TargetCast, classes, html};

/// An input that keeps what was typed, whatever it is.
pub(super) fn text(props: &Single) -> Html {
    let Single { field, path, value, normal, problem, act, .. } = props;
    if matches!(field.accepts, Accepts::Body | Accepts::Patch) {
        return lines(props);
    }
    let oninput = {
        let path = path.to_string();
        act.reform(move |event: InputEvent| {
            Action::Text(path.clone(), event.target_unchecked_into::<HtmlInputElement>().value())
        })
    };
    let code = !matches!(field.accepts, Accepts::Text);
    let required = (field.default == Default::Required).then_some("true");
    html! {
        <input id={path.clone()} type="text" class={classes!(code.then_some("code"))}
            value={value.clone()} placeholder={normal.clone()} {oninput}
            autocomplete="off" autocapitalize="off" spellcheck="false"
            aria-describedby={frame::note_id(path)} aria-invalid={frame::invalid(problem.as_ref())}
            aria-required={required} />
    }
}

/// A text of several lines.
fn lines(props: &Single) -> Html {
    let Single { path, value, problem, act, .. } = props;
    let oninput = {
        let path = path.to_string();
        act.reform(move |event: InputEvent| {
            Action::Text(path.clone(), event.target_unchecked_into::<HtmlTextAreaElement>().value())
        })
    };
    html! {
        <textarea id={path.clone()} class="code" rows="4" value={value.clone()} {oninput}
            autocomplete="off" spellcheck="false" aria-describedby={frame::note_id(path)}
            aria-invalid={frame::invalid(problem.as_ref())} />
    }
}
