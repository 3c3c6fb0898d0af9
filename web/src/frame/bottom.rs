//! The bar at the bottom of a small screen.

use super::problems::PANES;
use crate::state::{Action, Pane};
use yew::{Callback, Html, Properties, component, html};

/// What it is drawn from.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct BottomProps {
    /// The pane that is shown.
    pub(crate) pane: Pane,
    /// How many problems there are.
    pub(crate) problems: usize,
    /// How many files changed.
    pub(crate) changed: usize,
    /// Where changes go.
    pub(crate) act: Callback<Action>,
}

/// The bar.
#[component]
pub(crate) fn Bottom(props: &BottomProps) -> Html {
    let buttons = PANES.into_iter().map(|(pane, label)| {
        let count = match pane {
            Pane::Form => 0,
            Pane::Files => props.changed,
            Pane::Problems => props.problems,
        };
        html! {
            <button type="button" key={label} id={format!("pane-{}", pane.word())}
                aria-current={(props.pane == pane).then_some("page")}
                onclick={props.act.reform(move |_| Action::Pane(pane))}>
                { label }
                if count > 0 { <span class="badge set">{ count }</span> }
            </button>
        }
    });
    html! { <nav class="bottom" aria-label="Panes">{ for buttons }</nav> }
}
