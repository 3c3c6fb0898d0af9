//! What to do while there is nothing to check.

use crate::command::Command;
use crate::state::{Action, Checking};
use yew::{Callback, Html, html};

/// The ways in.
pub(super) fn ways(act: &Callback<Action>, run: &Callback<Command>) -> Html {
    let wish = |checking: Checking| act.reform(move |_| Action::Check(checking.clone()));
    html! {
        <div class="ways">
            <p class="ways-title">{ "Paste manifests below, or drop files and archives anywhere on the page." }</p>
            <p class="ways-buttons">
                <button type="button" class="primary" id="ways-choose"
                    onclick={run.reform(|_| Command::Choose)}>{ "Choose files" }</button>
                <button type="button" class="plain" id="ways-bundle" onclick={wish(Checking::Bundle)}>
                    { "Take the bundle I see" }
                </button>
                <button type="button" class="plain" id="ways-example" onclick={wish(Checking::Example)}>
                    { "Show an example with faults" }
                </button>
            </p>
            <p class="soft">{ super::texts::PRIVATE }</p>
        </div>
    }
}
