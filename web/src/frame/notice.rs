//! What has just happened, told to eyes and ears.

use crate::command::Command;
use crate::prose::prose;
use crate::state::{Action, Notice, Offer, Tone};
use yew::{Callback, Html, MouseEvent, classes, html};

/// The live region. It is always there, so that screen readers say what comes into it.
pub(crate) fn telling(
    notice: Option<&Notice>,
    act: &Callback<Action>,
    run: &Callback<Command>,
) -> Html {
    let inside = notice.map(|notice| {
        let tone = match notice.tone {
            Tone::Good => "good",
            Tone::Bad => "bad",
        };
        html! {
            <div class={classes!("notice", tone)}>
                <p>{ prose(&notice.text) }</p>
                { offer(notice.offers, act, run) }
                <button type="button" class="remove" aria-label="Dismiss"
                    onclick={act.reform(|_| Action::Hush)}>{ "×" }</button>
            </div>
        }
    });
    html! { <div class="telling" id="telling" role="status" aria-live="polite">{ inside }</div> }
}

/// The one thing that can be done about it.
fn offer(offer: Offer, act: &Callback<Action>, run: &Callback<Command>) -> Html {
    let (says, onclick): (_, Callback<MouseEvent>) = match offer {
        Offer::Nothing => return Html::default(),
        Offer::Undo => ("Undo", act.reform(|_| Action::Undo)),
        Offer::Mine => ("Show mine", act.reform(|_| Action::Undo)),
        Offer::Link => ("Show the link's", run.reform(|_| Command::Linked)),
    };
    html! { <button type="button" class="link" {onclick}>{ says }</button> }
}
