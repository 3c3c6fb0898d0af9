//! The bar at the bottom of a small screen.

use super::problems::PANES;
use crate::state::{Action, Pane, State};
use yew::{Callback, Html, html};

/// The bar.
pub(crate) fn bottom(state: &State, act: &Callback<Action>) -> Html {
    let buttons = PANES.into_iter().map(|(pane, label)| {
        let count = match pane {
            Pane::Form => 0,
            Pane::Files => state.changes.files.len(),
            Pane::Problems => state.view.problems.len(),
        };
        html! {
            <button type="button" key={label} id={format!("pane-{}", pane.word())}
                aria-current={(state.pane == pane).then_some("page")}
                onclick={act.reform(move |_| Action::Pane(pane))}>
                { label }
                if count > 0 { <span class="badge set">{ count }</span> }
            </button>
        }
    });
    html! { <nav class="bottom" aria-label="Panes">{ for buttons }</nav> }
}
