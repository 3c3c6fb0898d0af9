//! Why the selected line is there.

use super::Source;
use crate::prose::{counted, prose, sentence};
use crate::state::Action;
use linkspan_core::bundle::Line;
use linkspan_core::field::{self, Field};
use yew::{Callback, Html, html};

/// Why the selected line is there; without one, how many lines the focused field decides here.
pub(super) fn why(
    line: Option<&Line>,
    source: &Source,
    field: Option<&str>,
    touched: usize,
    act: &Callback<Action>,
) -> Html {
    let inside = match (line, field) {
        (Some(line), _) => of_line(line, source, act),
        (None, Some(field)) => of_field(field, touched),
        (None, None) => html! {
            <p class="soft">{ "Select a line to see why it is there and which field decides it." }</p>
        },
    };
    html! { <aside class="why" id="why" aria-label="Reason" aria-live="polite">{ inside }</aside> }
}

fn label(path: &str) -> String {
    field::find(path).map_or(path, |field: &Field| field.label).to_owned()
}

fn of_line(line: &Line, source: &Source, act: &Callback<Action>) -> Html {
    let reason = &line.reason;
    let jump = {
        let path = reason.field.clone();
        act.reform(move |_| Action::Go(path.clone()))
    };
    html! {
        <>
            <p class="why-facts">
                <span class="origin">{ sentence(source.words(reason)) }</span>
                if !reason.field.is_empty() {
                    <button type="button" class="link" onclick={jump}>
                        { format!("{} ", label(&reason.field)) }<code>{ &reason.field }</code>
                    </button>
                }
                if !line.path.is_empty() { <code class="soft">{ &line.path }</code> }
                <span class="soft guide">{ format!("Guide: {}", reason.guide.title()) }</span>
            </p>
            <p>{ prose(&reason.why) }</p>
        </>
    }
}

fn of_field(path: &str, touched: usize) -> Html {
    let name = label(path);
    if touched == 0 {
        return html! { <p class="soft">{ format!("{name} decides no line of this file.") }</p> };
    }
    let verb = if touched == 1 { "is" } else { "are" };
    let text = format!("{} of this file {verb} decided by {name}.", counted(touched, "line"));
    html! { <p class="soft"><span class="touch-key" aria-hidden="true"></span>{ text }</p> }
}
