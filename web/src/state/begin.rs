//! What the page begins with: the address, and what was kept of the last visit.

use super::{Action, Notice, Offer, State, kept};
use std::rc::Rc;
use yew::Reducible;

/// What was kept of the last visit.
#[derive(Clone, Debug, Default)]
pub(crate) struct Kept {
    /// What [`kept::specs`] gave.
    pub(crate) specs: Option<String>,
    /// What [`kept::texts`] gave.
    pub(crate) texts: Option<String>,
}

/// The page as it begins at an address, which asks for something or for nothing.
pub(crate) fn begin(fragment: &str, asks: Option<Action>, kept: &Kept) -> State {
    let specs = kept.specs.as_deref().and_then(kept::with_specs);
    let texts = kept.texts.as_deref().and_then(kept::with_texts);
    let (mut state, mut left) = specs.unwrap_or_default();
    if fragment.is_empty() {
        state.link.clear();
    }
    if let Some((checker, more)) = texts {
        state.checker = Rc::new(checker);
        left.extend(more);
    }
    let linked = match &asks {
        Some(Action::Arrive(draft, _)) => Some(Rc::clone(draft)),
        _ => None,
    };
    if let Some(action) = asks.filter(|action| *action != Action::Leave) {
        state = State::clone(&Rc::new(state).reduce(action));
    }
    // Somebody went on with the spec of this link; the link holds it as it was.
    if linked.is_some_and(|linked| linked.to_text() != state.view.text) {
        let text = "Your changed spec is shown, not the one that the link holds.";
        state.notice = Some(Notice { offers: Offer::Link, ..Notice::good(text) });
    }
    if !left.is_empty() {
        state.notice = Some(not_kept(state.notice, &left));
    }
    state
}

/// What is told of what was not kept, after what is told already.
fn not_kept(told: Option<Notice>, left: &[String]) -> Notice {
    let names: Vec<String> = left.iter().map(|name| format!("`{name}`")).collect();
    let text = format!(
        "Not kept from before, as it looks like a secret or is too large: {}.",
        names.join(", ")
    );
    match told {
        Some(told) => Notice { text: format!("{} {text}", told.text), ..told },
        None => Notice::bad(text),
    }
}
