//! What has just happened, told to eyes and ears.

use crate::prose::prose;
use crate::state::{Action, Notice, Tone};
use yew::{Callback, Html, classes, html};

/// The live region. It is always there, so that screen readers say what comes into it.
pub(crate) fn telling(notice: Option<&Notice>, act: &Callback<Action>) -> Html {
    let inside = notice.map(|notice| {
        let tone = match notice.tone {
            Tone::Good => "good",
            Tone::Bad => "bad",
        };
        html! {
            <div class={classes!("notice", tone)}>
                <p>{ prose(&notice.text) }</p>
                if notice.undo {
                    <button type="button" class="link" onclick={act.reform(|_| Action::Undo)}>
                        { "Undo" }
                    </button>
                }
                <button type="button" class="remove" aria-label="Dismiss"
                    onclick={act.reform(|_| Action::Hush)}>{ "×" }</button>
            </div>
        }
    });
    html! { <div class="telling" id="telling" role="status" aria-live="polite">{ inside }</div> }
}
