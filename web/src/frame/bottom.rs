//! The bar at the bottom of a small screen.

use super::problems::PANES;
use crate::checker::SHEETS;
use crate::state::{Action, Checker, Checking, Mode, Pane, Sheet, State};
use yew::{Callback, Html, html};

/// The bar.
pub(crate) fn bottom(state: &State, act: &Callback<Action>) -> Html {
    if state.mode == Mode::Check {
        return sheets(&state.checker, act);
    }
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

/// The bar of the checker.
fn sheets(checker: &Checker, act: &Callback<Action>) -> Html {
    let buttons = SHEETS.into_iter().map(|(sheet, label)| {
        let count = match sheet {
            Sheet::Text => 0,
            Sheet::Findings => checker.found.all().len(),
            Sheet::Files => checker.texts.len(),
        };
        html! {
            <button type="button" key={label} id={format!("sheet-{}", sheet.word())}
                aria-current={(checker.sheet == sheet).then_some("page")}
                onclick={act.reform(move |_| Action::Check(Checking::Sheet(sheet)))}>
                { label }
                if count > 0 { <span class="badge">{ count }</span> }
            </button>
        }
    });
    html! { <nav class="bottom" aria-label="Panes">{ for buttons }</nav> }
}
