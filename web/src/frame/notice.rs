//! What has just happened, told to eyes and ears.

use crate::prose::prose;
use crate::state::{Action, Notice, Tone};
use yew::{Callback, Html, Properties, classes, component, html};

/// What it is drawn from.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct TellingProps {
    /// What is told.
    pub(crate) notice: Option<Notice>,
    /// Where changes go.
    pub(crate) act: Callback<Action>,
}

/// The live region. It is always there, so that screen readers say what comes into it.
#[component]
pub(crate) fn Telling(props: &TellingProps) -> Html {
    let inside = props.notice.as_ref().map(|notice| {
        let tone = match notice.tone {
            Tone::Good => "good",
            Tone::Bad => "bad",
        };
        html! {
            <div class={classes!("notice", tone)}>
                <p>{ prose(&notice.text) }</p>
                if notice.undo {
                    <button type="button" class="link" onclick={props.act.reform(|_| Action::Undo)}>
                        { "Undo" }
                    </button>
                }
                <button type="button" class="remove" aria-label="Dismiss"
                    onclick={props.act.reform(|_| Action::Hush)}>{ "×" }</button>
            </div>
        }
    });
    html! { <div class="telling" id="telling" role="status" aria-live="polite">{ inside }</div> }
}
