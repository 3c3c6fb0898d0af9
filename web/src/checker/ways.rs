//! What to do while there is nothing to check.

use super::wish;
use crate::command::Command;
use crate::state::{Action, Checking};
use yew::{Callback, Html, html};

/// The ways in.
pub(super) fn ways(act: &Callback<Action>, run: &Callback<Command>) -> Html {
    html! {
        <div class="ways">
            <p class="ways-title">{ "Paste manifests below, or drop files and archives anywhere on the page." }</p>
            <p class="ways-buttons">
                <button type="button" class="primary" id="ways-choose"
                    onclick={run.reform(|_| Command::Choose)}>{ "Choose files" }</button>
                <button type="button" class="plain" id="ways-bundle" onclick={wish(act, Checking::Bundle)}>
                    { "Take the bundle I see" }
                </button>
                <button type="button" class="plain" id="ways-example" onclick={wish(act, Checking::Example)}>
                    { "Show an example with faults" }
                </button>
            </p>
            <p class="soft">{ super::texts::PRIVATE }</p>
        </div>
    }
}
